/* The switch for hard times: what stands, who proposes what, and the second of the two. */
#include "aid/surge_pages.h"

#include "aid/area_store.h"
#include "aid/coordinators.h"
#include "aid/routes.h"
#include "aid/surge_view.h"
#include "aid/when.h"
#include "base/clock.h"
#include "surge.html.h"

#define AT "/aid/surge"

static const struct form_choice KINDS[] = {
#define X(name, number, code, text) {code, text, SURGE_##name},
    SURGE_KINDS(X)
#undef X
        {NULL, NULL, 0}};
static const struct form_choice DAYS[] = {{"3", N_("Three days"), 3},
                                          {"7", N_("One week"), 7},
                                          {"14", N_("Two weeks"), 14},
                                          {"30", N_("One month"), 30},
                                          {"60", N_("Two months"), 60},
                                          {"90", N_("Three months"), 90},
                                          {NULL, NULL, 0}};
static const struct form_choice KEPT[] = {
    {"0", N_("On its last day"), 0},       {"7", N_("One week after it"), 7},
    {"14", N_("Two weeks after it"), 14},  {"30", N_("One month after it"), 30},
    {"60", N_("Two months after it"), 60}, {NULL, NULL, 0}};

#define DAY_FIELDS(at)                                                                             \
    [at] = {.name = "days",                                                                        \
            .label = N_("How long from today?"),                                                   \
            .hint = N_("It ends by itself then, and can be ended or prolonged before."),           \
            .kind = FIELD_CHOICE,                                                                  \
            .choices = DAYS,                                                                       \
            .required = true},                                                                     \
    [(at) + 1] = {.name = "keep",                                                                  \
                  .label = N_("When is everything deleted that came in?"),                         \
                  .hint = N_("What is asked and offered meanwhile cannot stay longer, whatever "   \
                             "becomes of it."),                                                    \
                  .kind = FIELD_CHOICE,                                                            \
                  .choices = KEPT,                                                                 \
                  .required = true}

enum { F_KIND, F_AREA, F_DAYS, F_KEEP, F_TEXT };
static const struct form_field BEGIN_FIELDS[] = {
    [F_KIND] = {.name = "kind",
                .label = N_("What has happened?"),
                .kind = FIELD_CHOICE,
                .choices = KINDS,
                .required = true},
    [F_AREA] = AREA_FIELD("area", N_("Where?")),
    DAY_FIELDS(F_DAYS),
    [F_TEXT] = {.name = "text",
                .label = N_("A line for everybody"),
                .hint = N_("It stands on the front page, for strangers too: what is open, where "
                           "water is. Without names."),
                .kind = FIELD_LINE,
                .max = SURGE_TEXT_MAX},
};
static const struct form_spec BEGIN_FORM = FORM_SPEC(BEGIN_FIELDS);
enum { L_DAYS, L_KEEP };
static const struct form_field LONGER_FIELDS[] = {DAY_FIELDS(L_DAYS)};
static const struct form_spec LONGER_FORM = FORM_SPEC(LONGER_FIELDS);
static const struct form_field SEQ_FIELDS[] = {
    {.name = "seq", .kind = FIELD_HIDDEN, .max = 10, .required = true}};
static const struct form_spec SEQ_FORM = FORM_SPEC(SEQ_FIELDS);

void view_surge_begin_fields(struct html *h, const struct surge_view *v)
{
    view_ui_field(h, v->begin, F_KIND);
    view_area_field_or(h, &v->areas, v->begin, F_AREA, tr(h->lang, N_("Everywhere")));
    view_ui_field(h, v->begin, F_DAYS);
    view_ui_field(h, v->begin, F_KEEP);
    view_ui_field(h, v->begin, F_TEXT);
}

/* ---- words ------------------------------------------------------------------------------------
 */

static struct str say(const struct req *req, const char *msgid)
{
    return str_from_c(tr(req->lang, msgid));
}

static struct str day_text(const struct req *req, int32_t day)
{
    return lang_day(req->arena, req->lang, day);
}

struct str surge_about(const struct req *req, const struct areas *areas, const struct surge *s)
{
    struct str where = s->area ? area_label(req, areas, s->area) : say(req, N_("Everywhere"));
    return str_fmt(req->arena, "%s · %" STR_FMT, tr(req->lang, surge_kind_text(s->kind)),
                   STR_ARG(where));
}

struct str surge_deletion(const struct req *req, const struct surge *s)
{
    return tr_fmt(req->arena, req->lang,
                  N_("Everything that comes in now is deleted by the end of {date}."),
                  TR_ARGS({"date", day_text(req, s->last_day)}));
}

static struct str proposal_text(const struct req *req, const struct areas *areas,
                                const struct surge_proposal *p)
{
    const struct surge *w = &p->wanted;
    switch (p->act) {
    case SURGE_BEGIN:
        return tr_fmt(req->arena, req->lang,
                      N_("Begin: {what}. Until {until}; everything is deleted by {last}."),
                      TR_ARGS({"what", surge_about(req, areas, w)},
                              {"until", day_text(req, w->until)},
                              {"last", day_text(req, w->last_day)}));
    case SURGE_PROLONG:
        return tr_fmt(
            req->arena, req->lang,
            N_("Go on until {until}; what comes in from now on is deleted by {last}."),
            TR_ARGS({"until", day_text(req, w->until)}, {"last", day_text(req, w->last_day)}));
    case SURGE_END:
        break;
    }
    return say(req, N_("End it now."));
}

static void proposals_fill(const struct req *req, const struct areas *areas,
                           const struct surge_proposals *all, struct surge_view *v)
{
    struct surge_proposal_view *out = ARENA_ARRAY(req->arena, struct surge_proposal_view, all->n);
    const struct when_place when = {req->arena, req->lang, req_net(req)->zone, req->now};
    for (size_t i = 0; i < all->n; i++) {
        const struct surge_proposal *p = &all->v[i];
        const int64_t by = p->at + SURGE_CONFIRM_HOURS * (int64_t)3600;
        out[i] = (struct surge_proposal_view){
            .what = proposal_text(req, areas, p),
            .by = tr_fmt(req->arena, req->lang, N_("Proposed by {name}."),
                         TR_ARGS({"name", p->name.n ? p->name : say(req, N_("somebody"))})),
            .until = tr_fmt(req->arena, req->lang, N_("It can be confirmed until: {when}."),
                            TR_ARGS({"when", when_text(&when, by)})),
            .text = p->wanted.text,
            .seq = str_fmt(req->arena, "%u", p->seq),
            .mine = p->mine,
            .can_confirm = p->can_confirm};
    }
    v->proposals = out;
    v->nproposals = all->n;
}

/* ---- who asks ---------------------------------------------------------------------------------
 */

struct asked_by {
    struct space_ctx ctx;
    struct commons c;
    struct surge_person person;
};

static enum err asked_by(struct req *req, struct asked_by *out)
{
    bool coordinates;
    out->ctx = req_ctx(req);
    TRY(commons_open(req, &out->c));
    TRY(desk_may(&out->ctx, &DESK_COORDINATORS, req->viewer, &coordinates));
    out->person = (struct surge_person){.ctx = &out->ctx,
                                        .commons = out->c.s,
                                        .roster = &out->c.roster,
                                        .tag = out->c.me->tag,
                                        .roles = (out->c.steward ? SURGE_STEWARD : 0u) |
                                                 (coordinates ? SURGE_COORDINATOR : 0u)};
    return ERR_OK;
}

static const char *role_text(unsigned roles)
{
    if (roles == SURGE_STEWARD)
        return N_("As a steward: a coordinator has to confirm what is proposed here.");
    if (roles == SURGE_COORDINATOR)
        return N_("As a coordinator: a steward has to confirm what is proposed here.");
    return N_("As a steward and a coordinator: somebody else, who is one of the two, has to "
              "confirm what is proposed here.");
}

/* ---- the page ---------------------------------------------------------------------------------
 */

struct surge_forms {
    const struct form *begin, *prolong;
    const char *said; /* msgid on top, or NULL */
};

static void state_fill(const struct req *req, const struct areas *areas, const struct surge *s,
                       struct surge_view *v)
{
    v->on = s->state == SURGE_ON;
    v->over = s->state == SURGE_OVER;
    if (s->state == SURGE_NONE)
        return;
    v->about = surge_about(req, areas, s);
    v->text = s->text;
    v->days = tr_fmt(
        req->arena, req->lang, N_("Since {since}; it ends by itself after {until}."),
        TR_ARGS({"since", day_text(req, clock_day(s->since))}, {"until", day_text(req, s->until)}));
    v->deletion = surge_deletion(req, s);
    if (v->over)
        v->deletion = tr_fmt(req->arena, req->lang,
                             N_("What came in meanwhile is deleted by the end of {date}."),
                             TR_ARGS({"date", day_text(req, s->last_day)}));
}

static enum err surge_show(struct req *req, struct res *res, struct asked_by *by,
                           struct surge_forms typed)
{
    struct html h;
    struct ui_page page;
    struct areas areas;
    struct surge now;
    struct surge_proposals all;
    struct form *begin = ARENA_NEW(req->arena, struct form);
    struct form *longer = ARENA_NEW(req->arena, struct form);
    struct surge_view v = {.may = by->person.roles != 0, .role = NULL};
    TRY(areas_load(req->db, req->arena, &areas));
    TRY(surge_read(&by->ctx, &now));
    TRY(surge_proposals(&by->person, &all));
    state_fill(req, &areas, &now, &v);
    if (v.may) {
        v.role = tr(req->lang, role_text(by->person.roles));
        v.coordinator = (by->person.roles & SURGE_COORDINATOR) != 0;
        proposals_fill(req, &areas, &all, &v);
        area_field_fill(req, &areas, &v.areas);
        form_blank(&BEGIN_FORM, begin);
        form_blank(&LONGER_FORM, longer);
        begin->value[F_DAYS] = begin->value[F_KEEP] = STR("14");
        longer->value[L_DAYS] = longer->value[L_KEEP] = STR("14");
        v.begin = v.on ? NULL : typed.begin ? typed.begin : begin;
        v.prolong = v.on ? (typed.prolong ? typed.prolong : longer) : NULL;
    }
    page_begin(req, NAV_AID, &page, &h);
    if (typed.said)
        page_say(req, &page, UI_CAREFUL, say(req, typed.said));
    view_surge(&h, &page, &v);
    return page_send(&h, res);
}

static enum err surge_get(struct req *req, struct res *res)
{
    struct asked_by by;
    TRY(asked_by(req, &by));
    return surge_show(req, res, &by, (struct surge_forms){0});
}

/* ---- doing ------------------------------------------------------------------------------------
 */

static const char *said_of(enum err e)
{
    if (e == ERR_DENIED)
        return N_("This takes somebody else: a steward and a coordinator, who are two people.");
    if (e == ERR_NOT_FOUND)
        return N_("This proposal is not there any more.");
    if (e == ERR_CONFLICT)
        return N_("It stands otherwise by now. This is how it stands.");
    return N_("These days do not fit together. Both can lie three months ahead at most.");
}

/* After something was done, or could not be. */
static enum err after(struct req *req, struct res *res, struct asked_by *by, enum err e,
                      struct surge_forms typed)
{
    if (e == ERR_OK)
        return page_go(req, res, url_path(req->arena, AT), NOTICE_SAVED);
    if (e != ERR_DENIED && e != ERR_NOT_FOUND && e != ERR_CONFLICT && e != ERR_INVALID)
        return e;
    typed.said = said_of(e);
    return surge_show(req, res, by, typed);
}

static enum err propose(struct req *req, struct asked_by *by, const struct surge_proposal *what)
{
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, req->db));
    TRY(surge_propose(&by->person, what));
    TRY(commons_turn(req, &by->c));
    return db_tx_commit(&tx);
}

static void days_take(const struct req *req, const struct form *f, size_t at, struct surge *out)
{
    out->until = clock_day(req->now) + (int32_t)f->number[at];
    out->last_day = out->until + (int32_t)f->number[at + 1];
}

static enum err begin_post(struct req *req, struct res *res)
{
    struct asked_by by;
    struct areas areas;
    struct form f = *req->fields;
    struct surge_proposal what = {.act = SURGE_BEGIN};
    TRY(asked_by(req, &by));
    TRY(areas_load(req->db, req->arena, &areas));
    what.wanted.area = area_field_read(req, &areas, &f, F_AREA);
    if (f.problems)
        return surge_show(req, res, &by, (struct surge_forms){.begin = &f});
    what.wanted.kind = (enum surge_kind)f.number[F_KIND];
    what.wanted.text = f.value[F_TEXT];
    days_take(req, &f, F_DAYS, &what.wanted);
    return after(req, res, &by, propose(req, &by, &what), (struct surge_forms){.begin = &f});
}

static enum err prolong_post(struct req *req, struct res *res)
{
    struct asked_by by;
    const struct form *f = req->fields;
    struct surge_proposal what = {.act = SURGE_PROLONG};
    TRY(asked_by(req, &by));
    if (f->problems)
        return surge_show(req, res, &by, (struct surge_forms){.prolong = f});
    days_take(req, f, L_DAYS, &what.wanted);
    return after(req, res, &by, propose(req, &by, &what), (struct surge_forms){.prolong = f});
}

static enum err end_post(struct req *req, struct res *res)
{
    struct asked_by by;
    const struct surge_proposal what = {.act = SURGE_END};
    TRY(asked_by(req, &by));
    return after(req, res, &by, propose(req, &by, &what), (struct surge_forms){0});
}

typedef enum err surge_decide(const struct surge_person *p, uint32_t seq);

static enum err decide(struct req *req, struct asked_by *by, surge_decide *how)
{
    DB_TX struct db_tx tx = {0};
    uint64_t seq;
    if (req->fields->problems || !str_to_u64(req->fields->value[0], &seq) || seq > STREAM_SEQ_MAX)
        return ERR_NOT_FOUND;
    TRY(db_tx_begin(&tx, req->db));
    TRY(how(&by->person, (uint32_t)seq));
    TRY(commons_turn(req, &by->c));
    return db_tx_commit(&tx);
}

static enum err confirm_post(struct req *req, struct res *res)
{
    struct asked_by by;
    TRY(asked_by(req, &by));
    return after(req, res, &by, decide(req, &by, surge_confirm), (struct surge_forms){0});
}

static enum err refuse_post(struct req *req, struct res *res)
{
    struct asked_by by;
    TRY(asked_by(req, &by));
    return after(req, res, &by, decide(req, &by, surge_refuse), (struct surge_forms){0});
}

static const struct route ROUTES[] = {
    {HTTP_GET, AT, NULL, WHO_MEMBER, LANE_READ, NULL, surge_get, 0},
    {HTTP_POST, AT "/begin", &BEGIN_FORM, WHO_MEMBER, LANE_WRITE, NULL, begin_post, 0},
    {HTTP_POST, AT "/longer", &LONGER_FORM, WHO_MEMBER, LANE_WRITE, NULL, prolong_post, 0},
    {HTTP_POST, AT "/end", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, end_post, 0},
    {HTTP_POST, AT "/confirm", &SEQ_FORM, WHO_MEMBER, LANE_WRITE, NULL, confirm_post, 0},
    {HTTP_POST, AT "/refuse", &SEQ_FORM, WHO_MEMBER, LANE_WRITE, NULL, refuse_post, 0},
};
const struct route_table AID_SURGE_ROUTES = ROUTE_TABLE(ROUTES);
