#include "circles/pages.h"

#include "base/clock.h"
#include "base/rand.h"
#include "join.html.h"

const struct form_choice OPENNESS_CHOICES[] = {
    {"open", N_("Every member of the network"), OPENNESS_OPEN},
    {"request", N_("Who asks and is let in"), OPENNESS_REQUEST},
    {"invitation", N_("Who is invited"), OPENNESS_INVITATION},
    {"hidden", N_("Who is invited; nobody else sees that the circle exists"), OPENNESS_HIDDEN},
    {NULL, NULL, 0}};
const struct form_choice KEEP_CHOICES[] = {{"7", N_("One week"), 7},
                                           {"30", N_("Thirty days"), 30},
                                           {"90", N_("Ninety days"), 90},
                                           {"365", N_("A year"), 365},
                                           {NULL, NULL, 0}};

const char *openness_text(enum circle_openness o)
{
    for (size_t i = 0; OPENNESS_CHOICES[i].value; i++)
        if (OPENNESS_CHOICES[i].number == (int)o)
            return OPENNESS_CHOICES[i].label;
    return "";
}

struct circle circle_of_form(const struct form *f)
{
    return (struct circle){.name = f->value[C_NAME],
                           .purpose = f->value[C_PURPOSE],
                           .agreements = f->value[C_AGREEMENTS],
                           .openness = (enum circle_openness)f->number[C_OPENNESS],
                           .keep_days = (int32_t)f->number[C_KEEP]};
}

struct space_persona persona_of(const struct form *f, size_t first)
{
    return (struct space_persona){f->value[first], f->value[first + 1], f->value[first + 2]};
}

struct str once_new(const struct req *req)
{
    uint8_t raw[ONCE_BYTES];
    rand_bytes(raw, sizeof raw);
    return seal_base64(req->arena, str_from(raw, sizeof raw));
}

/* ---- addresses ---- */

struct url circle_url(const struct req *req, const struct circle_in *in)
{
    return url_path(req->arena, "/r/%" STR_FMT, STR_ARG(in->m->alias));
}

struct url thread_url(const struct req *req, struct str alias, struct str thread)
{
    return url_path(req->arena, "/r/%" STR_FMT "/t/%" STR_FMT, STR_ARG(alias), STR_ARG(thread));
}

struct url post_url(const struct req *req, struct str alias, struct str thread, uint32_t seq)
{
    return url_path(req->arena, "/r/%" STR_FMT "/t/%" STR_FMT "/p/%u", STR_ARG(alias),
                    STR_ARG(thread), (unsigned)seq);
}

enum err seq_of(struct str param, uint32_t *out)
{
    uint64_t n;
    if (!str_to_u64(param, &n) || n == 0 || n > STREAM_SEQ_MAX)
        return ERR_NOT_FOUND;
    *out = (uint32_t)n;
    return ERR_OK;
}

enum err go_to_post(struct req *req, struct res *res, const struct circle_in *in, struct str thread,
                    uint32_t seq)
{
    struct url to = thread_url(req, in->m->alias, thread);
    return page_go(req, res, url_anchor(req->arena, to, str_fmt(req->arena, "p%u", (unsigned)seq)),
                   NOTICE_NONE);
}

uint64_t thread_channel(const struct circle_in *in, struct str thread)
{
    return posts_stream(in->s, thread).v | UINT64_C(1) << 62;
}

/* ---- the frame ---- */

struct circle_frame circle_frame_of(const struct req *req, const struct circle_in *in,
                                    enum circle_tab at)
{
    static const struct {
        const char *label, *path;
    } tabs[] = {{N_("Conversations"), ""}, {N_("People"), "/people"}, {N_("About"), "/about"}};
    const size_t n = sizeof tabs / sizeof tabs[0];
    struct ui_link *links = ARENA_ARRAY(req->arena, struct ui_link, n + 1);
    struct url home = circle_url(req, in);
    for (size_t i = 0; i < n; i++) {
        links[i].label = str_from_c(tr(req->lang, tabs[i].label));
        links[i].url.s = str_fmt(req->arena, "%" STR_FMT "%s", STR_ARG(home.s), tabs[i].path);
        links[i].current = i == (size_t)at;
    }
    links[n].label = str_from_c(tr(req->lang, N_("Shifts")));
    links[n].url = url_path(req->arena, "/t/%" STR_FMT, STR_ARG(in->m->alias));
    links[n].current = false;
    return (struct circle_frame){
        .name = in->about.name, .tabs = links, .ntabs = n + 1, .home = home};
}

static enum err outside(struct req *req, struct res *res, const struct circle_in *in,
                        const struct space_removal *why)
{
    struct html h;
    struct ui_page page;
    const struct outside_view v = {
        .name = in->m->label.n ? in->m->label : str_from_c(tr(req->lang, N_("A circle"))),
        .waiting = in->m->waiting,
        .late = req->now - in->m->since > (int64_t)REQUEST_DAYS * DAY_SECONDS,
        .removed = why->reason.n || why->by.n,
        .by = why->by,
        .has_reason = why->reason.n > 0,
        .reason = html_markdown(req->arena, why->reason),
        .away = url_path(req->arena, "/r/%" STR_FMT "/out", STR_ARG(in->m->alias))};
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_outside(&h, &page, &v);
    return page_send(&h, res);
}

enum err circle_visit(struct req *req, struct res *res, struct circle_in *in)
{
    struct space_removal why = {STR_NONE, STR_NONE};
    struct space_ctx ctx = req_ctx(req);
    enum err e = circle_enter(&ctx, req->viewer, req->params[0], &why, in);
    if (e != ERR_DENIED)
        return e;
    in->s = NULL;
    return outside(req, res, in, &why);
}

/* ---- posts ---- */

struct ui_person person_of(const struct req *req, const struct voice *v)
{
    struct ui_person out;
    struct str name = v->here ? v->name : str_from_c(tr(req->lang, N_("Somebody who left")));
    ui_person_init(&out, name, v->pronouns, str_from(v->tag.b, TAG_SIZE));
    return out;
}

struct str thread_title(const struct req *req, struct str title)
{
    return title.n ? title : str_from_c(tr(req->lang, N_("A conversation")));
}

static const char *gone_text(const struct req *req, const struct post *p)
{
    switch (p->gone) {
    case GONE_NOT:
        return NULL;
    case GONE_TAKEN_BACK:
        return tr(req->lang, N_("Taken back by who wrote it."));
    case GONE_REMOVED:
        return tr(req->lang, N_("Removed by"));
    case GONE_LEFT:
        return tr(req->lang, N_("Who wrote this has left and took the words along."));
    }
    return NULL;
}

static const struct ui_referral *card_show(const struct req *req, const struct card *c)
{
    struct ui_referral *r = ARENA_NEW(req->arena, struct ui_referral);
    *r = (struct ui_referral){.name = c->title,
                              .about = c->summary.n ? c->summary : c->organization,
                              .phone = c->phone,
                              .url = url_path(req->arena, "/d/%" STR_FMT, STR_ARG(c->id))};
    if (c->summary.n && c->organization.n)
        r->about = str_fmt(req->arena, "%" STR_FMT ". %" STR_FMT, STR_ARG(c->organization),
                           STR_ARG(c->summary));
    return r;
}

static struct str when_text(const struct req *req, const struct post *p)
{
    struct str when = page_ago(req, p->at);
    if (!p->edited_at)
        return when;
    return tr_fmt(req->arena, req->lang, N_("{when}, changed"), TR_ARGS({"when", when}));
}

void post_show(const struct req *req, const struct circle_in *in, const struct thread *t,
               const struct post *p, struct post_view *out)
{
    const struct tag *me = space_tag_of(in->s);
    struct url own = post_url(req, in->m->alias, t->id, p->seq);
    *out = (struct post_view){
        .id = str_fmt(req->arena, "p%u", (unsigned)p->seq), .damaged = p->damaged, .more = own};
    if (p->damaged)
        return;
    out->affirm.s = str_fmt(req->arena, "%" STR_FMT "/affirm", STR_ARG(own.s));
    out->who = person_of(req, &p->by);
    out->when = when_text(req, p);
    out->mine = voice_is(&p->by, me);
    out->gone = gone_text(req, p);
    if (out->gone) {
        if (p->gone == GONE_REMOVED)
            out->gone_by = person_of(req, &p->gone_by).name;
        out->has_gone_reason = p->gone_reason.n > 0;
        out->gone_reason = html_markdown(req->arena, p->gone_reason);
        return;
    }
    out->note = p->note;
    out->folded = p->note.n > 0;
    out->says = html_markdown(req->arena, p->text);
    out->card = p->has_card ? card_show(req, &p->card) : NULL;
    out->can_affirm = !out->mine;
    out->heard = affirm_has(p, me, AFFIRM_HEARD);
    out->metoo = affirm_has(p, me, AFFIRM_METOO);
    out->thanks = affirm_has(p, me, AFFIRM_THANKS);
    out->signs = out->mine && p->naffirmed > 0;
}
