/* Looking after a pool: what waits, what is out and late, what runs low; one hold. */
#include <stdlib.h>

#include "keep.html.h"
#include "pools/pages.h"

/* ---- its page ---------------------------------------------------------------------------------
 */

static struct ui_row hold_row(const struct req *req, const struct pool_page *x,
                              const struct pool_letters *all, const struct pool_item *it,
                              const struct pool_hold *h)
{
    const struct pool_letter *ask = pool_letters_ask(all, h->id);
    const struct str who = ask ? ask->name : pool_say(req, N_("somebody"));
    return (struct ui_row){
        .title = it->name,
        .about = tr_fmt(req->secret, req->lang, N_("{who} · {days}"),
                        TR_ARGS({"who", who}, {"days", pool_days_text(req, x->p.kind, h->from,
                                                                      h->until, it->at)})),
        .url = pool_keep_hold_url(req, x->p.id, h->id),
        .fresh = h->state == POOL_WAITS        ? pool_say(req, N_("asks"))
                 : pool_hold_late(h, x->today) ? pool_say(req, N_("late"))
                                               : STR_NONE};
}

struct out_row {
    int32_t until;
    struct ui_row row;
};

static int sooner_first(const void *a, const void *b)
{
    const struct out_row *x = a, *y = b;
    return (x->until > y->until) - (x->until < y->until);
}

static void holds_fill(const struct req *req, const struct pool_page *x,
                       const struct pool_letters *all, struct pool_keep_view *v)
{
    const size_t most = x->items.n * POOL_HOLDS_MAX;
    struct ui_row *waits = ARENA_ARRAY(req->secret, struct ui_row, most);
    struct out_row *out = ARENA_ARRAY(req->secret, struct out_row, most);
    struct ui_row *rows = ARENA_ARRAY(req->secret, struct ui_row, most);
    for (size_t i = 0; i < x->items.n; i++) {
        const struct pool_item *it = &x->items.v[i];
        for (size_t k = 0; k < it->nholds; k++) {
            const struct ui_row row = hold_row(req, x, all, it, &it->hold[k]);
            if (it->hold[k].state == POOL_WAITS)
                waits[v->nwaits++] = row;
            else
                out[v->nout++] = (struct out_row){it->hold[k].until, row};
        }
    }
    if (v->nout != 0)
        qsort(out, v->nout, sizeof *out, sooner_first);
    for (size_t i = 0; i < v->nout; i++)
        rows[i] = out[i].row;
    v->waits = waits;
    v->out = rows;
}

static const struct pool_item *item_named(const struct pool_page *x, uint64_t id)
{
    for (size_t i = 0; i < x->items.n; i++)
        if (x->items.v[i].id == id)
            return &x->items.v[i];
    return NULL;
}

/* What was let go, and who leaves. */
static void news_fill(const struct req *req, const struct pool_page *x,
                      const struct pool_letters *all, struct pool_keep_view *v)
{
    struct ui_row *rows = ARENA_ARRAY(req->secret, struct ui_row, all->n);
    for (size_t i = 0; i < all->n; i++) {
        const struct pool_letter *l = &all->v[i];
        const struct pool_item *it = item_named(x, l->item);
        if ((l->what != POOL_CANCELS && l->what != POOL_LEAVES) || !it)
            continue;
        rows[v->nnews++] = (struct ui_row){
            .title = it->name,
            .about = pool_say(req, l->what == POOL_CANCELS
                                       ? N_("given free again: it is not needed any more")
                                       : N_("whoever had it is leaving the network")),
            .url = pool_item_url(req, x->p.id, it->id, "")};
    }
    v->news = rows;
}

static void items_fill(const struct req *req, const struct pool_page *x, struct pool_keep_view *v)
{
    struct ui_row *rows = ARENA_ARRAY(req->secret, struct ui_row, x->items.n);
    for (size_t i = 0; i < x->items.n; i++) {
        const struct pool_item *it = &x->items.v[i];
        rows[v->nitems++] = (struct ui_row){.title = it->name,
                                            .about = pool_item_text(req, x, it),
                                            .url = pool_keep_item_url(req, x->p.id, it->id, ""),
                                            .fresh = x->p.kind == POOL_PANTRY && pool_stock_low(it)
                                                         ? pool_say(req, N_("low"))
                                                         : STR_NONE};
    }
    v->items = rows;
}

static const char *add_text(enum pool_kind k)
{
    switch (k) {
    case POOL_LIBRARY:
        return N_("Add a thing");
    case POOL_PANTRY:
        return N_("Add something to the shelf");
    case POOL_BEDS:
        return N_("Add a room");
    case POOL_RIDE:
        break;
    }
    return N_("Add a ride");
}

static enum err keep_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct pool_page x;
    struct pool_letters all;
    TRY(pool_keep_page(req, &x));
    TRY(pool_letters_read(&x.ctx, req->viewer, &x.p, &all));
    struct pool_keep_view v = {.title = x.p.title,
                               .rests = pool_rests(&x.p, x.today),
                               .shared = x.p.keepers > 1,
                               .keepers = tr_fmt_n(req->secret, req->lang, "{n} person keeps it.",
                                                   "{n} people keep it.", x.p.keepers, NULL, 0),
                               .ends = tr_fmt(req->secret, req->lang,
                                              N_("It ends by itself on {date}."),
                                              TR_ARGS({"date", pool_day(req, x.p.last_day)})),
                               .add_label = tr(req->lang, add_text(x.p.kind)),
                               .add = pool_url(req, x.p.id, "/keep/add"),
                               .change = pool_url(req, x.p.id, "/keep/change"),
                               .confirm = pool_url(req, x.p.id, "/keep/confirm"),
                               .code = pool_url(req, x.p.id, "/keep/code"),
                               .turn = pool_url(req, x.p.id, "/keep/turn"),
                               .end = pool_url(req, x.p.id, "/keep/end"),
                               .see = pool_url(req, x.p.id, ""),
                               .back = url_path(req->arena, "/pools/mine")};
    if (pool_rests_soon(&x.p, x.today))
        v.asleep = v.rests ? pool_say(req, N_("It rests: nothing of it can be asked for until you "
                                              "say that it goes on."))
                           : tr_fmt(req->secret, req->lang,
                                    N_("Does it go on? Without a word it falls asleep on {day}; "
                                       "nothing of it is lost."),
                                    TR_ARGS({"day", pool_day(req, x.p.seen + POOL_REST_DAYS + 1)}));
    holds_fill(req, &x, &all, &v);
    news_fill(req, &x, &all, &v);
    items_fill(req, &x, &v);
    page_begin(req, NAV_AID, &page, &h);
    view_pool_keep(&h, &page, &v);
    return page_send(&h, res);
}

static enum err confirm_post(struct req *req, struct res *res)
{
    struct pool_page x;
    TRY(pool_keep_page(req, &x));
    TRY(pool_confirm(&x.ctx, req->viewer, x.p.id));
    return page_go(req, res, pool_url(req, x.p.id, "/keep"), NOTICE_SAVED);
}

/* ---- one hold ---------------------------------------------------------------------------------
 */

enum { W_DO, W_WORDS };
static const struct form_choice MOVES[] = {{"say", N_("Send the words"), POOL_SAYS},
                                           {"yes", N_("Yes, this is possible"), POOL_YES},
                                           {"no", N_("Not possible: free it"), POOL_NO},
                                           {"handed", N_("It was handed over"), POOL_HANDED},
                                           {"back", N_("It is back"), POOL_BACK},
                                           {"remind", N_("Remind kindly"), POOL_REMINDS},
                                           {NULL, NULL, 0}};
static const struct form_field ANSWER_FIELDS[] = {
    [W_DO] = {.name = "do", .kind = FIELD_CHOICE, .choices = MOVES, .required = true},
    [W_WORDS] = {.name = "words",
                 .label = N_("A few words: when and where, for instance"),
                 .kind = FIELD_TEXT,
                 .max = POOL_WORDS_MAX},
};
static const struct form_spec ANSWER_FORM = FORM_SPEC(ANSWER_FIELDS);

void view_pool_answer_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, W_WORDS); /* what to do stands on the buttons */
}

static enum err hold_show(struct req *req, struct res *res, struct pool_page *x,
                          const struct pool_item *it, const struct pool_hold *h,
                          const struct form *f)
{
    struct html html;
    struct ui_page page;
    struct pool_letters all, some = {0};
    struct ui_fact *facts = ARENA_ARRAY(req->secret, struct ui_fact, 3);
    TRY(pool_letters_read(&x->ctx, req->viewer, &x->p, &all));
    some.v = ARENA_ARRAY(req->secret, struct pool_letter, all.n);
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].hold == h->id)
            some.v[some.n++] = all.v[i];
    const struct pool_letter *ask = pool_letters_ask(&some, h->id);
    struct pool_keep_hold_view v = {.title = it->name,
                                    .name = ask ? ask->name : STR_NONE,
                                    .facts = facts,
                                    .yes = pool_may(x->p.kind, h, POOL_YES, x->today),
                                    .no = pool_may(x->p.kind, h, POOL_NO, x->today),
                                    .handed = pool_may(x->p.kind, h, POOL_HANDED, x->today),
                                    .is_back = pool_may(x->p.kind, h, POOL_BACK, x->today),
                                    .reminds = pool_may(x->p.kind, h, POOL_REMINDS, x->today),
                                    .form = f,
                                    .action = pool_keep_hold_url(req, x->p.id, h->id),
                                    .back = pool_url(req, x->p.id, "/keep")};
    const struct str units = pool_units_text(req, x->p.kind, h->units);
    if (ask)
        facts[v.nfacts++] = (struct ui_fact){pool_say(req, N_("Who asks")), ask->name};
    facts[v.nfacts++] = (struct ui_fact){pool_say(req, N_("For when")),
                                         pool_days_text(req, x->p.kind, h->from, h->until, it->at)};
    if (units.n)
        facts[v.nfacts++] = (struct ui_fact){pool_say(req, N_("How many")), units};
    v.about = pool_item_text(req, x, it);
    pool_letters_show(req, &some, true, &v.letters);
    page_begin(req, NAV_AID, &page, &html);
    view_pool_keep_hold(&html, &page, &v);
    return page_send(&html, res);
}

static enum err hold_get(struct req *req, struct res *res)
{
    struct pool_page x;
    struct pool_item *it;
    struct form f;
    TRY(pool_keep_page(req, &x));
    const struct pool_hold *h = pool_page_hold(req, &x, &it);
    if (!h) /* it is over: nothing to show */
        return page_go(req, res, pool_url(req, x.p.id, "/keep"), NOTICE_NONE);
    form_blank(&ANSWER_FORM, &f);
    return hold_show(req, res, &x, it, h, &f);
}

static enum err hold_post(struct req *req, struct res *res)
{
    struct form f = *req->fields;
    struct pool_page x;
    struct pool_item *it;
    TRY(pool_keep_page(req, &x));
    const struct pool_hold *h = pool_page_hold(req, &x, &it);
    if (!h)
        return page_go(req, res, pool_url(req, x.p.id, "/keep"), NOTICE_NONE);
    struct pool_answer a = {.pool = x.p.id, .item = it->id, .hold = h->id};
    if (!f.problems) {
        a.what = (enum pool_what)f.number[W_DO];
        a.words = f.value[W_WORDS];
        if (a.what == POOL_SAYS && a.words.n == 0)
            form_reject(&f, W_WORDS, N_("Please fill this in."));
    }
    if (f.problems)
        return hold_show(req, res, &x, it, h, &f);
    enum err e = pool_answer(&x.ctx, req->viewer, &a);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, W_WORDS,
                    N_("Very many letters wait here. Answering some of them with a yes or a no "
                       "makes room."));
        return hold_show(req, res, &x, it, h, &f);
    }
    if (e == ERR_CONFLICT || e == ERR_NOT_FOUND) /* another keeper was first: shown as it is */
        return page_go(req, res, pool_keep_hold_url(req, x.p.id, h->id), NOTICE_NONE);
    TRY(e);
    return page_go(req, res,
                   a.what == POOL_SAYS ? pool_keep_hold_url(req, x.p.id, h->id)
                                       : pool_url(req, x.p.id, "/keep"),
                   NOTICE_SENT);
}

#define K "/pools/p/:pool/keep"
static const struct route ROUTES[] = {
    {HTTP_GET, K, NULL, WHO_MEMBER, LANE_READ, NULL, keep_get, 0},
    {HTTP_POST, K "/confirm", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, confirm_post, 0},
    {HTTP_GET, K "/h/:hold", NULL, WHO_MEMBER, LANE_READ, NULL, hold_get, 0},
    {HTTP_POST, K "/h/:hold", &ANSWER_FORM, WHO_MEMBER, LANE_WRITE, NULL, hold_post, 0},
    {HTTP_GET, K "/add", NULL, WHO_MEMBER, LANE_READ, NULL, pool_keep_add_get, 0},
    {HTTP_POST, K "/add", &POOL_ITEM_FORM, WHO_MEMBER, LANE_WRITE, NULL, pool_keep_add_post, 0},
    {HTTP_GET, K "/i/:item", NULL, WHO_MEMBER, LANE_READ, NULL, pool_keep_item_get, 0},
    {HTTP_POST, K "/i/:item", &POOL_ITEM_FORM, WHO_MEMBER, LANE_WRITE, NULL, pool_keep_item_post,
     0},
    {HTTP_POST, K "/i/:item/do", &POOL_ITEM_DO_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     pool_keep_item_do_post, 0},
    {HTTP_GET, K "/code", NULL, WHO_MEMBER, LANE_READ, NULL, pool_keep_code_get, 0},
    {HTTP_POST, K "/code", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, pool_keep_code_post, 0},
    {HTTP_GET, K "/turn", NULL, WHO_MEMBER, LANE_READ, NULL, pool_keep_turn_get, 0},
    {HTTP_POST, K "/turn", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, pool_keep_turn_post, 0},
    {HTTP_GET, K "/end", NULL, WHO_MEMBER, LANE_READ, NULL, pool_keep_end_get, 0},
    {HTTP_POST, K "/end", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, pool_keep_end_post, 0},
};
const struct route_table POOLS_KEEP_ROUTES = ROUTE_TABLE(ROUTES);
