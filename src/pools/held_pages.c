/* What one has: where it stands, a few words, giving it free. */
#include "aid/meeting_ics.h"
#include "mine.html.h"
#include "pools/pages.h"

enum { S_WORDS };
static const struct form_field SAY_FIELDS[] = {
    [S_WORDS] = {.name = "words",
                 .label = N_("Write to who keeps it"),
                 .kind = FIELD_TEXT,
                 .max = POOL_WORDS_MAX,
                 .required = true},
};
static const struct form_spec SAY_FORM = FORM_SPEC(SAY_FIELDS);

static enum err held_named(struct req *req, struct pool_mine *m)
{
    struct space_ctx ctx = req_ctx(req);
    struct pool_mines all;
    TRY(pools_mine(&ctx, req->viewer, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].role != POOL_HAS ||
            !str_eq(pool_alias(req, POOL_OF_HOLD, all.v[i].hold), req->params[0]))
            continue;
        *m = all.v[i];
        return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

static const char *state_text(const struct pool_held *h)
{
    switch (h->stage) {
    case POOL_STAGE_WAITS:
        return N_("Asked for: the place is kept");
    case POOL_STAGE_PROMISED:
        return N_("Promised");
    case POOL_STAGE_OUT:
        return h->late ? N_("The day on which it was to come back is over. It happens.")
                       : N_("It is with you");
    case POOL_STAGE_BACK:
        return N_("Given back. Thank you.");
    case POOL_STAGE_OVER:
        return N_("It is over");
    case POOL_STAGE_FREED:
        return N_("It did not work out this time");
    case POOL_STAGE_ENDED:
        break;
    }
    return N_("What was shared here has ended");
}

static const char *next_text(const struct pool_held *h, enum pool_kind kind)
{
    switch (h->stage) {
    case POOL_STAGE_WAITS:
        return N_("Whoever keeps it answers within three days. If nobody does, the place is free "
                  "again, and asking anew is fine.");
    case POOL_STAGE_PROMISED:
        return kind == POOL_LIBRARY ? N_("The letters below say when and where it changes hands.")
                                    : N_("The letters below say when and where.");
    case POOL_STAGE_OUT:
        return h->late ? N_("A few words to who keeps it are enough, also when it takes longer.")
                       : N_("Whoever keeps it marks it when it is back.");
    case POOL_STAGE_ENDED:
        return N_("If something of it is still with you, the letters below may say where it goes.");
    case POOL_STAGE_FREED:
        return N_("Other days, or something else, may work.");
    case POOL_STAGE_BACK:
    case POOL_STAGE_OVER:
        break;
    }
    return N_("Nothing more is needed.");
}

static void facts_fill(const struct req *req, const struct pool_mine *m, const struct pool_held *h,
                       struct pool_held_view *v)
{
    struct ui_fact *facts = ARENA_ARRAY(req->secret, struct ui_fact, 3);
    const struct str units = pool_units_text(req, m->kind, m->units);
    facts[v->nfacts++] = (struct ui_fact){pool_say(req, N_("For when")),
                                          pool_days_text(req, m->kind, m->from, h->until, m->at)};
    if (units.n)
        facts[v->nfacts++] = (struct ui_fact){pool_say(req, N_("How many")), units};
    v->facts = facts;
}

static enum err held_show(struct req *req, struct res *res, const struct pool_mine *m,
                          const struct form *f)
{
    struct space_ctx ctx = req_ctx(req);
    struct html h;
    struct ui_page page;
    struct pool_held now;
    TRY(pool_held_read(&ctx, req->viewer, m, &now));
    const bool on = now.stage <= POOL_STAGE_OUT;
    struct pool_held_view v = {
        .title = m->name,
        .about = m->title,
        .state = pool_say(req, state_text(&now)),
        .next = pool_say(req, next_text(&now, m->kind)),
        .late = now.late,
        .may_say = on &&
                   m->said<POOL_SAYS_MAX, .may_cancel = now.stage <= POOL_STAGE_PROMISED,
                           .may_forget = !on, .calendar = m->at>
                       req->now &&
                   on,
        .say = f,
        .here = pool_held_url(req, m->hold, ""),
        .cancel = pool_held_url(req, m->hold, "/cancel"),
        .forget = pool_held_url(req, m->hold, "/forget"),
        .ics = pool_held_url(req, m->hold, "/calendar"),
        .back = url_path(req->arena, "/pools/mine")};
    facts_fill(req, m, &now, &v);
    pool_letters_show(req, &now.letters, false, &v.letters);
    page_begin(req, NAV_AID, &page, &h);
    view_pool_held(&h, &page, &v);
    return page_send(&h, res);
}

static enum err held_get(struct req *req, struct res *res)
{
    struct pool_mine m;
    struct form f;
    TRY(held_named(req, &m));
    form_blank(&SAY_FORM, &f);
    return held_show(req, res, &m, &f);
}

static enum err held_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form f = *req->fields;
    struct pool_mine m;
    TRY(held_named(req, &m));
    if (f.problems)
        return held_show(req, res, &m, &f);
    enum err e = pool_held_say(&ctx, req->viewer, m.hold, f.value[S_WORDS]);
    if (e == ERR_TOO_MANY || e == ERR_NOT_FOUND) {
        form_reject(&f, S_WORDS,
                    e == ERR_TOO_MANY
                        ? POOL_NO_ROOM
                        : N_("What was shared here has ended, so nothing can be sent. The words "
                             "are still here."));
        return held_show(req, res, &m, &f);
    }
    TRY(e);
    return page_go(req, res, pool_held_url(req, m.hold, ""), NOTICE_SENT);
}

typedef enum err held_do(const struct space_ctx *ctx, struct viewer *v, uint64_t hold);

/* Pressed twice is as good as once; what is not possible any more shows where it stands. */
static enum err held_end(struct req *req, struct res *res, held_do *act)
{
    struct space_ctx ctx = req_ctx(req);
    struct pool_mine m;
    enum err e = held_named(req, &m);
    if (e == ERR_OK)
        e = act(&ctx, req->viewer, m.hold);
    if (e == ERR_CONFLICT)
        return page_go(req, res, pool_held_url(req, m.hold, ""), NOTICE_NONE);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    return page_go(req, res, url_path(req->arena, "/pools/mine"), NOTICE_GONE);
}

static enum err cancel_post(struct req *req, struct res *res)
{
    return held_end(req, res, pool_held_cancel);
}

static enum err forget_post(struct req *req, struct res *res)
{
    return held_end(req, res, pool_held_forget);
}

/* A time and an ordinary word: calendars are seen by others. */
static enum err calendar_get(struct req *req, struct res *res)
{
    struct pool_mine m;
    TRY(held_named(req, &m));
    if (m.at == 0)
        return ERR_NOT_FOUND;
    res->kind = RES_DOWNLOAD;
    res->status = 200;
    res->content_type = "text/calendar; charset=utf-8";
    res->file_name = "calendar.ics";
    res->body = meeting_ics(req->arena, pool_say(req, N_("Meeting")), m.at, STR_NONE, req->now);
    return ERR_OK;
}

#define H "/pools/h/:hold"
static const struct route ROUTES[] = {
    {HTTP_GET, H, NULL, WHO_MEMBER, LANE_READ, NULL, held_get, 0},
    {HTTP_POST, H, &SAY_FORM, WHO_MEMBER, LANE_WRITE, NULL, held_post, 0},
    {HTTP_GET, H "/calendar", NULL, WHO_MEMBER, LANE_READ, NULL, calendar_get, 0},
    {HTTP_POST, H "/cancel", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, cancel_post, 0},
    {HTTP_POST, H "/forget", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, forget_post, 0},
};
const struct route_table POOLS_HELD_ROUTES = ROUTE_TABLE(ROUTES);
