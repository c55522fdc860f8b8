/* Thanks in mutual aid: the coordinators' page, and the wall for who helped. */
#include <inttypes.h>

#include "aid/ask_own.h"
#include "aid/case_pages.h"
#include "aid/offer_pages.h"
#include "aid/routes.h"
#include "aid/thank.h"
#include "aid/thank_pages.h"
#include "aid/thank_view.h"
#include "base/clock.h"

#define HELP "/aid/help/:help"

static struct str say(const struct req *req, const char *msgid)
{
    return str_from_c(tr(req->lang, msgid));
}

/* ---- the coordinators -------------------------------------------------------------------------
 */

enum { DO_WHICH, DO_WHAT, DO_WORDS };
static const struct form_choice WHAT[] = {{"up", N_("Put it on the wall"), THANK_UP},
                                          {"aside", N_("Lay it aside"), THANK_ASIDE},
                                          {NULL, NULL, 0}};
static const struct form_field DO_FIELDS[] = {
    [DO_WHICH] = {.name = "which", .kind = FIELD_HIDDEN, .max = 16},
    [DO_WHAT] = {.name = "what",
                 .label = N_("What becomes of it?"),
                 .kind = FIELD_CHOICE,
                 .choices = WHAT,
                 .required = true},
    [DO_WORDS] = {.name = "words",
                  .label = N_("A few words to who wrote it"),
                  .kind = FIELD_TEXT,
                  .max = THANKS_REASON_MAX},
};
static const struct form_spec DO_FORM = FORM_SPEC(DO_FIELDS);

enum { SEASON };
enum { SEASON_NOW = 1, SEASON_BEFORE = 2 };
static const struct form_choice SEASONS[] = {
    {"now", "", SEASON_NOW}, {"before", "", SEASON_BEFORE}, {NULL, NULL, 0}};
static const struct form_field SEASON_FIELDS[] = {
    [SEASON] = {.name = "season", .kind = FIELD_CHOICE, .choices = SEASONS, .required = true},
};
static const struct form_spec SEASON_FORM = FORM_SPEC(SEASON_FIELDS);

static struct str name_of(const struct req *req, uint64_t card)
{
    return str_fmt(req->secret, "%016" PRIx64, card);
}

static enum err rows_fill(const struct req *req, struct desk *d, const struct form *f,
                          struct thank_desk_view *v)
{
    struct aid_letters all;
    TRY(thank_waiting(d, &all));
    struct thank_row_view *rows = ARENA_ARRAY(req->secret, struct thank_row_view, all.n + 1);
    for (size_t i = 0; i < all.n; i++) {
        const struct aid_letter *l = &all.v[i];
        const char *kind = l->has_about ? thanks_kind_text((uint32_t)l->about.kind) : NULL;
        rows[v->n++] =
            (struct thank_row_view){.words = l->words,
                                    .by = l->name.n ? l->name : say(req, N_("Without a name")),
                                    .about = kind ? say(req, kind) : STR_NONE,
                                    .value = name_of(req, l->card),
                                    .id = str_fmt(req->secret, "f-words-%zu", i + 1)};
        if (str_eq(rows[i].value, f->value[DO_WHICH]))
            rows[i].typed = f->value[DO_WORDS];
    }
    v->rows = rows;
    return ERR_OK;
}

static const struct thanks_season *published(const struct thanks_seasons *all, int32_t from)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].from == from)
            return &all->v[i];
    return NULL;
}

/* The day that stands for a season: of this one, and of the one before. */
static enum err season_of(struct desk *d, int64_t which, struct thanks_season *out)
{
    const int32_t today = clock_day(d->ctx.now);
    thanks_season_of(today, out);
    return thank_season(d, which == SEASON_NOW ? today : out->from - 1, out);
}

static enum err seasons_fill(struct req *req, struct desk *d, struct thank_desk_view *v)
{
    struct thanks_seasons there;
    struct thank_season_view *all = ARENA_ARRAY(req->secret, struct thank_season_view, 2);
    TRY(thanks_seasons(&d->ctx, req->viewer, &there));
    for (size_t i = 0; i < 2; i++) {
        struct thanks_season s;
        TRY(season_of(d, SEASONS[i].number, &s));
        const struct thanks_season *last = published(&there, s.from);
        all[i] = (struct thank_season_view){.value = SEASONS[i].value};
        thanks_garden_fill(req, &s, &all[i].garden);
        all[i].may = all[i].garden.n != 0;
        if (last) {
            const int32_t again = last->day + THANKS_AGAIN_DAYS;
            all[i].may &= clock_day(req->now) >= again;
            all[i].said = tr_fmt(req->secret, req->lang,
                                 N_("Shown since {day}; it can be renewed from {again}."),
                                 TR_ARGS({"day", lang_day(req->secret, req->lang, last->day)},
                                         {"again", lang_day(req->secret, req->lang, again)}));
        }
    }
    v->seasons = all;
    v->nseasons = 2;
    return ERR_OK;
}

static enum err desk_show(struct req *req, struct res *res, struct desk *d, const struct form *f,
                          const char *said)
{
    struct html h;
    struct ui_page page;
    struct thank_desk_view v = {.decide = desk_url(req, d->kind, "/thanks"),
                                .publish = desk_url(req, d->kind, "/together"),
                                .back = desk_url(req, d->kind, "")};
    TRY(rows_fill(req, d, f, &v));
    TRY(seasons_fill(req, d, &v));
    page_begin(req, d->kind->nav, &page, &h);
    if (said)
        page_say(req, &page, UI_CAREFUL, say(req, said));
    view_aid_thank_desk(&h, &page, &v);
    return page_send(&h, res);
}

static enum err desk_get(struct req *req, struct res *res)
{
    struct desk d;
    struct form f;
    enum err e = desk_of(req, &DESK_COORDINATORS, &d);
    if (e == ERR_DENIED)
        return desk_door(req, res, &DESK_COORDINATORS);
    TRY(e);
    form_blank(&DO_FORM, &f);
    return desk_show(req, res, &d, &f, NULL);
}

static enum err desk_post(struct req *req, struct res *res)
{
    struct desk d;
    struct aid_letters all;
    const struct form *f = req->fields;
    uint64_t card = 0;
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    if (f->problems)
        return desk_show(req, res, &d, f,
                         form_problem_text(f->problem[DO_WORDS] != FIELD_IS_NONE
                                               ? f->problem[DO_WORDS]
                                               : f->problem[DO_WHAT]));
    TRY(thank_waiting(&d, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(name_of(req, all.v[i].card), f->value[DO_WHICH]))
            card = all.v[i].card;
    enum err e = card == 0 ? ERR_NOT_FOUND
                           : thank_decide(&d, card, (enum thank_decision)f->number[DO_WHAT],
                                          f->value[DO_WORDS]);
    if (e == ERR_TOO_MANY)
        return desk_show(req, res, &d, f,
                         N_("The wall is full just now; older words make room with time."));
    if (e != ERR_NOT_FOUND) /* else somebody was first */
        TRY(e);
    return page_go(req, res, desk_url(req, d.kind, "/thanks"),
                   e == ERR_OK ? NOTICE_SAVED : NOTICE_NONE);
}

static enum err publish(struct req *req, struct desk *d)
{
    DB_TX struct db_tx tx = {0};
    struct thanks_season s;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(cases_sort(d));
    TRY(season_of(d, req->fields->number[SEASON], &s));
    TRY(thanks_season_put(&d->ctx, req->viewer, &s));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

static enum err together_post(struct req *req, struct res *res)
{
    struct desk d;
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    enum err e = req->fields->problems ? ERR_CONFLICT : publish(req, &d);
    if (e != ERR_CONFLICT) /* else it was shown not long ago */
        TRY(e);
    return page_go(req, res, desk_url(req, d.kind, "/thanks"),
                   e == ERR_OK ? NOTICE_SENT : NOTICE_NONE);
}

/* ---- who helped -------------------------------------------------------------------------------
 */

enum { W_TO };
static const struct form_field WALL_FIELDS[] = {
    [W_TO] = {.name = "to",
              .label = N_("Your name beside it, if you like"),
              .hint = N_("Left empty, it says “somebody who helped”."),
              .kind = FIELD_LINE,
              .max = THANKS_NAME_MAX},
};
static const struct form_spec WALL_FORM = FORM_SPEC(WALL_FIELDS);

enum err thank_helping(const struct req *req, const struct helping *x, bool *may, bool *up)
{
    struct space_ctx ctx = req_ctx(req);
    const struct aid_letter *l = aid_thank_of(&x->h.thread);
    *may = *up = false;
    if (!l || (l->thanks & AID_THANKS_OPEN) == 0)
        return ERR_OK;
    TRY(thanks_is_up(&ctx, req->viewer, x->m.card.id, up));
    *may = !*up;
    return ERR_OK;
}

static enum err wall_show(struct req *req, struct res *res, const struct helping *x,
                          const struct form *f)
{
    struct html h;
    struct ui_page page;
    const struct aid_letter *l = aid_thank_of(&x->h.thread);
    const struct thank_wall_view v = {.words = l->words,
                                      .by = l->name,
                                      .form = f,
                                      .action = help_url(req, &x->m.card, "/wall"),
                                      .back = help_url(req, &x->m.card, "")};
    page_begin(req, NAV_AID, &page, &h);
    view_aid_thank_wall(&h, &page, &v);
    return page_send(&h, res);
}

static enum err wall_get(struct req *req, struct res *res)
{
    struct helping x;
    struct form f;
    bool may, up;
    TRY(helping_named(req, &x));
    TRY(thank_helping(req, &x, &may, &up));
    if (!may)
        return helping_back(req, res, &x, NOTICE_NONE);
    form_blank(&WALL_FORM, &f);
    return wall_show(req, res, &x, &f);
}

static enum err wall_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct helping x;
    struct form f = *req->fields;
    bool may, up;
    TRY(helping_named(req, &x));
    TRY(thank_helping(req, &x, &may, &up));
    if (!may)
        return helping_back(req, res, &x, up ? NOTICE_SENT : NOTICE_NONE);
    if (f.problems)
        return wall_show(req, res, &x, &f);
    const struct aid_letter *l = aid_thank_of(&x.h.thread);
    enum err e = thanks_put(&ctx, req->viewer, THANKS_OWN, x.m.card.id,
                            &(struct thanks){.whom = THANKS_SOMEBODY,
                                             .kind = (uint32_t)x.h.thread.card.kind,
                                             .words = l->words,
                                             .from = l->name,
                                             .to = f.value[W_TO]});
    if (e == ERR_TOO_MANY) {
        form_reject(&f, W_TO,
                    N_("There is no more room just now: yours that stand there, or all of them, "
                       "are very many. Taking an older one down makes room."));
        return wall_show(req, res, &x, &f);
    }
    TRY(e);
    return helping_back(req, res, &x, NOTICE_SENT);
}

/* ---- a member who asked -----------------------------------------------------------------------
 */

/* To who helped, and on the wall at once where that was chosen: a member can come to it. */
static enum err thank_own(struct req *req, struct my_ask *x, const struct form *f)
{
    DB_TX struct db_tx tx = {0};
    const struct space_ctx ctx = req_ctx(req);
    const bool wall = f->number[AID_THANK_TO] == AID_THANKS_DESK;
    TRY(db_tx_begin(&tx, ctx.db));
    TRY(aid_thank(&ctx, &x->a.me, &x->a.thread,
                  wall ? AID_THANKS_PRIVATE : (enum aid_thanks)f->number[AID_THANK_TO],
                  f->value[AID_THANK_FROM], f->value[AID_THANK_WORDS]));
    if (wall)
        TRY(thanks_put(&ctx, req->viewer, THANKS_OWN, x->m.card.id,
                       &(struct thanks){.whom = THANKS_SOMEBODY,
                                        .kind = (uint32_t)x->m.card.kind,
                                        .words = f->value[AID_THANK_WORDS],
                                        .from = f->value[AID_THANK_FROM]}));
    return db_tx_commit(&tx);
}

enum err my_ask_thanks_post(struct req *req, struct res *res)
{
    struct my_ask x;
    const struct form *f = req->fields;
    enum err e = my_ask_named(req, &x);
    if (e == ERR_NOT_FOUND) /* deleted meanwhile, or on its day */
        return page_go(req, res, url_path(req->arena, "/aid/offers"), NOTICE_NONE);
    TRY(e);
    if (f->problems)
        return my_ask_show(req, res, &x, (struct my_ask_typed){.thank = f});
    e = thank_own(req, &x, f);
    if (e == ERR_TOO_MANY || e == ERR_NOT_FOUND)
        return my_ask_show(
            req, res, &x,
            (struct my_ask_typed){.thank = f,
                                  .said = e == ERR_TOO_MANY
                                              ? MY_ASK_NO_ROOM
                                              : N_("Nobody coordinates here any more, so nothing "
                                                   "can be sent. The words are still here.")});
    if (e != ERR_CONFLICT) /* else it was sent before */
        TRY(e);
    return page_go(req, res, my_ask_url(req, &x.m.card, ""), NOTICE_SENT);
}

static const struct route ROUTES[] = {
    {HTTP_GET, DESK_AT "/thanks", NULL, WHO_MEMBER, LANE_READ, NULL, desk_get, 0},
    {HTTP_POST, DESK_AT "/thanks", &DO_FORM, WHO_MEMBER, LANE_WRITE, NULL, desk_post, 0},
    {HTTP_POST, DESK_AT "/together", &SEASON_FORM, WHO_MEMBER, LANE_WRITE, NULL, together_post, 0},
    {HTTP_GET, HELP "/wall", NULL, WHO_MEMBER, LANE_READ, NULL, wall_get, 0},
    {HTTP_POST, HELP "/wall", &WALL_FORM, WHO_MEMBER, LANE_WRITE, NULL, wall_post, 0},
};
const struct route_table AID_THANK_ROUTES = ROUTE_TABLE(ROUTES);
