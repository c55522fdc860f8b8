/* What there is, looked through by kind, place and words; a new pool; what is one's own. */
#include <string.h>

#include "aid/area_store.h"
#include "base/clock.h"
#include "mine.html.h"
#include "pools.html.h"
#include "pools/pages.h"
#include "search/search.h"

#define THINGS_MAX 60 /* found by name, that are shown */

enum { F_WORDS, F_KIND, F_AREA, F_FIELDS };
static const struct form_choice KINDS[] = {{"", N_("Everything"), 0},
#define X(name, number, code, text) {code, text, number},
                                           POOL_KINDS(X)
#undef X
                                               {NULL, NULL, 0}};
static const struct form_field FIND_FIELDS[] = {
    [F_WORDS] = {.name = "q", .label = N_("Words to look for"), .kind = FIELD_LINE, .max = 200},
    [F_KIND] = {.name = "kind", .label = N_("Kind"), .kind = FIELD_CHOICE, .choices = KINDS},
    [F_AREA] = AREA_FIELD("area", N_("Where?")),
};
static const struct form_spec FIND_FORM = FORM_SPEC(FIND_FIELDS);

void view_pool_find_fields(struct html *h, const struct pools_view *v)
{
    view_ui_field(h, v->find, F_WORDS);
    view_ui_field(h, v->find, F_KIND);
    if (v->areas.n != 0)
        view_area_field(h, &v->areas, v->find, F_AREA);
}

/* ---- the list ---------------------------------------------------------------------------------
 */

struct looking {
    struct space_ctx ctx;
    struct areas areas;
    struct search_tokens query;
    enum pool_kind kind; /* when `one` */
    bool one;
    uint32_t area;
    struct ui_row *things;
    size_t nthings;
};

static bool speaks_of(const struct req *req, const struct looking *x, struct str text)
{
    struct search_tokens doc;
    search_document(req->search, req->secret, text, &doc);
    return search_match(&x->query, &doc) > 0;
}

/* Of a pool that its own title does not name: the things in it that are. */
static enum err things_find(struct req *req, struct looking *x, const struct pool *p)
{
    struct pool_page page = {.ctx = x->ctx,
                             .p = *p,
                             .today = clock_day(req->now),
                             .local = zone_at(req_net(req)->zone, req->now).day};
    TRY(pools_items(&x->ctx, req->viewer, p, &page.items));
    for (size_t i = 0; i < page.items.n && x->nthings < THINGS_MAX; i++) {
        const struct pool_item *it = &page.items.v[i];
        const struct str text =
            str_fmt(req->secret, "%" STR_FMT " %" STR_FMT, STR_ARG(it->name), STR_ARG(it->words));
        if (!speaks_of(req, x, text))
            continue;
        x->things[x->nthings++] = (struct ui_row){
            .title = it->name,
            .about = tr_fmt(req->secret, req->lang, N_("{pool} · {state}"),
                            TR_ARGS({"pool", p->title}, {"state", pool_item_text(req, &page, it)})),
            .url = pool_item_url(req, p->id, it->id, "")};
    }
    return ERR_OK;
}

static struct ui_row row_of(const struct req *req, const struct looking *x, const struct pool *p)
{
    struct ui_row row = {.title = p->title, .about = p->line, .url = pool_url(req, p->id, "")};
    if (p->area != 0) {
        const struct str area = area_label(req, &x->areas, p->area);
        row.about = p->line.n ? tr_fmt(req->secret, req->lang, N_("{area} · {line}"),
                                       TR_ARGS({"area", area}, {"line", p->line}))
                              : area;
    }
    return row;
}

static enum err groups_fill(struct req *req, struct looking *x, const struct pool_list *all,
                            struct pools_view *v)
{
    struct pool_group_view *groups = ARENA_ARRAY(req->secret, struct pool_group_view, 4);
    const int32_t today = clock_day(req->now);
    for (int k = POOL_LIBRARY; k <= POOL_RIDE; k++) {
        struct ui_row *rows = ARENA_ARRAY(req->secret, struct ui_row, all->n);
        size_t n = 0;
        for (size_t i = 0; i < all->n; i++) {
            const struct pool *p = &all->v[i];
            if ((int)p->kind != k || pool_rests(p, today) || (x->one && x->kind != p->kind) ||
                (x->area && !area_is_in(&x->areas, p->area, x->area)))
                continue;
            const struct str text =
                str_fmt(req->secret, "%" STR_FMT " %" STR_FMT, STR_ARG(p->title), STR_ARG(p->line));
            if (x->query.n == 0 || speaks_of(req, x, text))
                rows[n++] = row_of(req, x, p);
            else
                TRY(things_find(req, x, p));
        }
        if (n != 0)
            groups[v->ngroups++] =
                (struct pool_group_view){tr(req->lang, pool_kind_text((enum pool_kind)k)), rows, n};
    }
    v->groups = groups;
    v->things = x->things;
    v->nthings = x->nthings;
    return ERR_OK;
}

static enum err list_show(struct req *req, struct res *res, struct looking *x, const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct pool_list all;
    struct pools_view v = {.asked = x->query.n || x->one || x->area,
                           .open = x->query.n || x->one || x->area || f->problems,
                           .find = f,
                           .create = url_path(req->arena, "/pools/new"),
                           .mine = url_path(req->arena, "/pools/mine"),
                           .back = url_path(req->arena, "/aid")};
    TRY(pools_all(&x->ctx, req->viewer, &all));
    area_field_fill(req, &x->areas, &v.areas);
    x->things = ARENA_ARRAY(req->secret, struct ui_row, THINGS_MAX);
    TRY(groups_fill(req, x, &all, &v));
    page_begin(req, NAV_AID, &page, &h);
    view_pools(&h, &page, &v);
    return page_send(&h, res);
}

static enum err list_get(struct req *req, struct res *res)
{
    struct looking x = {.ctx = req_ctx(req)};
    struct form f;
    form_blank(&FIND_FORM, &f);
    TRY(areas_load(req->db, req->secret, &x.areas));
    return list_show(req, res, &x, &f);
}

static enum err list_post(struct req *req, struct res *res)
{
    struct looking x = {.ctx = req_ctx(req)};
    struct form f = *req->fields;
    TRY(areas_load(req->db, req->secret, &x.areas));
    x.area = area_field_read(req, &x.areas, &f, F_AREA);
    if (!f.problems)
        search_query(req->search, req->secret, f.value[F_WORDS], &x.query);
    x.one = pool_kind_find((uint32_t)f.number[F_KIND], &x.kind);
    return list_show(req, res, &x, &f);
}

/* ---- a new one --------------------------------------------------------------------------------
 */

enum { N_ID, N_TITLE, N_LINE, N_AREA, N_RULES, N_DAYS, N_FIELDS };
static const struct form_choice LASTS[] = {{"30", N_("a month"), 30},
                                           {"90", N_("three months"), 90},
                                           {"180", N_("half a year"), 180},
                                           {"365", N_("a year"), 365},
                                           {NULL, NULL, 0}};
static const struct form_field NEW_FIELDS[] = {
    [N_ID] = {.name = "id", .kind = FIELD_HIDDEN, .max = 40},
    [N_TITLE] = {.name = "title",
                 .label = N_("What shall it be called?"),
                 .hint = N_("For instance: Tools of our quarter. It is best without a name."),
                 .kind = FIELD_LINE,
                 .max = POOL_NAME_MAX,
                 .required = true},
    [N_LINE] = {.name = "line",
                .label = N_("In one sentence"),
                .kind = FIELD_LINE,
                .max = POOL_LINE_MAX},
    [N_AREA] = AREA_FIELD("area", N_("Where?")),
    [N_RULES] = {.name = "rules",
                 .label = N_("House rules"),
                 .hint =
                     N_("What whoever uses it should know: when it can be fetched, what matters "
                        "to you. No address and no number: those are for letters."),
                 .kind = FIELD_TEXT,
                 .max = POOL_RULES_MAX},
    [N_DAYS] = {.name = "days",
                .label = N_("It stays for"),
                .hint = N_("Then it goes by itself, with all that stands in it. It can be made "
                           "longer at any time, or ended."),
                .kind = FIELD_CHOICE,
                .choices = LASTS,
                .required = true},
};
static const struct form_spec NEW_FORM = FORM_SPEC(NEW_FIELDS);

static const char *kind_about(enum pool_kind k)
{
    switch (k) {
    case POOL_LIBRARY:
        return N_("Tools, books, a suitcase: things that come back");
    case POOL_PANTRY:
        return N_("Food, soap, medicine chest: a shelf that is counted");
    case POOL_BEDS:
        return N_("A sofa, a room, a house: who sleeps where on which night");
    case POOL_RIDE:
        break;
    }
    return N_("Ways that somebody drives anyway: from, to, when, how many seats");
}

static enum err kinds_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct ui_row *rows = ARENA_ARRAY(req->arena, struct ui_row, POOL_KIND_COUNT);
    for (int k = POOL_LIBRARY; k <= POOL_RIDE; k++)
        rows[k - 1] = (struct ui_row){
            .title = pool_say(req, pool_kind_text((enum pool_kind)k)),
            .about = pool_say(req, kind_about((enum pool_kind)k)),
            .url = url_path(req->arena, "/pools/new/%s", pool_kind_code((enum pool_kind)k))};
    const struct pool_kinds_view v = {
        .rows = rows, .nrows = POOL_KIND_COUNT, .back = url_path(req->arena, "/pools")};
    page_begin(req, NAV_AID, &page, &h);
    view_pool_kinds(&h, &page, &v);
    return page_send(&h, res);
}

static enum err facts_show(struct req *req, struct res *res, struct pool_form_view *v,
                           const struct areas *areas)
{
    struct html h;
    struct ui_page page;
    v->area[0] = N_AREA;
    v->lead =
        tr(req->lang, N_("All members see this, and nobody sees who keeps it. Whoever would like "
                         "something writes to you here."));
    area_field_fill(req, areas, &v->areas);
    page_begin(req, NAV_AID, &page, &h);
    view_pool_form(&h, &page, v);
    return page_send(&h, res);
}

static enum err new_show(struct req *req, struct res *res, enum pool_kind kind,
                         const struct areas *areas, const struct form *f)
{
    struct pool_form_view v = {.title = tr(req->lang, pool_kind_text(kind)),
                               .submit = tr(req->lang, N_("Share it")),
                               .form = f,
                               .action =
                                   url_path(req->arena, "/pools/new/%s", pool_kind_code(kind)),
                               .back = url_path(req->arena, "/pools/new"),
                               .back_to = tr(req->lang, N_("What to share"))};
    return facts_show(req, res, &v, areas);
}

static enum err new_get(struct req *req, struct res *res)
{
    struct areas areas;
    enum pool_kind kind;
    struct form f;
    if (!pool_kind_named(req->params[0], &kind))
        return ERR_NOT_FOUND;
    TRY(areas_load(req->db, req->secret, &areas));
    form_blank(&NEW_FORM, &f);
    f.value[N_ID] = pool_id_text(req, pool_number());
    f.value[N_DAYS] = STR("180");
    return new_show(req, res, kind, &areas, &f);
}

static struct pool facts_of(const struct req *req, const struct form *f, uint32_t area)
{
    return (struct pool){.title = f->value[N_TITLE],
                         .line = f->value[N_LINE],
                         .rules = f->value[N_RULES],
                         .area = area,
                         .last_day = clock_day(req->now) + (int32_t)f->number[N_DAYS]};
}

static enum err new_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form f = *req->fields;
    struct areas areas;
    enum pool_kind kind;
    if (!pool_kind_named(req->params[0], &kind))
        return ERR_NOT_FOUND;
    TRY(areas_load(req->db, req->secret, &areas));
    const uint32_t area = area_field_read(req, &areas, &f, N_AREA);
    struct pool p = facts_of(req, &f, area);
    p.kind = kind;
    if (!pool_id_read(req, f.value[N_ID], &p.id))
        p.id = pool_number();
    f.value[N_ID] = pool_id_text(req, p.id);
    if (f.problems)
        return new_show(req, res, kind, &areas, &f);
    enum err e = pool_open(&ctx, req->viewer, &p);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, N_TITLE,
                    N_("So much is shared here already that nothing more fits. Perhaps it can be "
                       "part of something that is there."));
        return new_show(req, res, kind, &areas, &f);
    }
    TRY(e);
    return page_go(req, res, pool_url(req, p.id, "/keep/add"), NOTICE_SAVED);
}

/* ---- changing one ----------------------------------------------------------------------------
 */

static enum err change_show(struct req *req, struct res *res, const struct pool_page *x,
                            const struct form *f)
{
    struct pool_form_view v = {.title = tr(req->lang, N_("What stands above it")),
                               .submit = tr(req->lang, N_("Save")),
                               .form = f,
                               .action = pool_url(req, x->p.id, "/keep/change"),
                               .back = pool_url(req, x->p.id, "/keep"),
                               .back_to = tr(req->lang, N_("Looking after it"))};
    return facts_show(req, res, &v, &x->areas);
}

static enum err change_get(struct req *req, struct res *res)
{
    struct pool_page x;
    struct form f;
    TRY(pool_keep_page(req, &x));
    form_blank(&NEW_FORM, &f);
    f.value[N_TITLE] = x.p.title;
    f.value[N_LINE] = x.p.line;
    f.value[N_RULES] = x.p.rules;
    f.value[N_DAYS] = STR("180");
    area_field_set(req, &x.areas, &f, N_AREA, x.p.area);
    return change_show(req, res, &x, &f);
}

static enum err change_post(struct req *req, struct res *res)
{
    struct pool_page x;
    struct form f = *req->fields;
    TRY(pool_keep_page(req, &x));
    const uint32_t area = area_field_read(req, &x.areas, &f, N_AREA);
    if (f.problems)
        return change_show(req, res, &x, &f);
    struct pool p = facts_of(req, &f, area);
    p.id = x.p.id;
    TRY(pool_change(&x.ctx, req->viewer, &p));
    return page_go(req, res, pool_url(req, x.p.id, "/keep"), NOTICE_SAVED);
}

/* ---- one's own --------------------------------------------------------------------------------
 */

static const char *stage_text(const struct pool_held *h)
{
    switch (h->stage) {
    case POOL_STAGE_WAITS:
        return N_("waits for an answer");
    case POOL_STAGE_PROMISED:
        return N_("promised");
    case POOL_STAGE_OUT:
        return h->late ? N_("to be brought back") : N_("with you");
    case POOL_STAGE_BACK:
        return N_("given back");
    case POOL_STAGE_OVER:
        return N_("over");
    case POOL_STAGE_FREED:
        return N_("not this time");
    case POOL_STAGE_ENDED:
        break;
    }
    return N_("ended");
}

static enum err has_row(struct req *req, const struct pool_mine *m, struct ui_row *out)
{
    struct space_ctx ctx = req_ctx(req);
    struct pool_held h;
    TRY(pool_held_read(&ctx, req->viewer, m, &h));
    *out = (struct ui_row){
        .title = m->name,
        .about = tr_fmt(req->secret, req->lang, N_("{state} · {days}"),
                        TR_ARGS({"state", pool_say(req, stage_text(&h))},
                                {"days", pool_days_text(req, m->kind, m->from, h.until, m->at)})),
        .url = pool_held_url(req, m->hold, ""),
        .fresh = h.late ? pool_say(req, N_("late")) : STR_NONE};
    return ERR_OK;
}

static size_t waiting(const struct pool_items *items)
{
    size_t n = 0;
    for (size_t i = 0; i < items->n; i++)
        for (size_t k = 0; k < items->v[i].nholds; k++)
            n += items->v[i].hold[k].state == POOL_WAITS;
    return n;
}

/* Those that are there, and still one's own to keep. */
static enum err keeps_row(struct req *req, const struct pool_list *all,
                          const struct pool_mines *own, const struct pool_mine *m,
                          struct ui_row *rows, size_t *n)
{
    struct space_ctx ctx = req_ctx(req);
    struct pool_items items;
    struct key seed;
    for (size_t i = 0; i < all->n; i++) {
        const struct pool *p = &all->v[i];
        if (p->id != m->pool || !pool_is_mine(own, p, &seed))
            continue;
        key_wipe(&seed);
        TRY(pools_items(&ctx, req->viewer, p, &items));
        const size_t asked = waiting(&items);
        rows[(*n)++] = (struct ui_row){
            .title = p->title,
            .about = pool_say(req, pool_kind_text(p->kind)),
            .url = pool_url(req, p->id, "/keep"),
            .fresh = asked ? tr_fmt_n(req->secret, req->lang, "{n} question waits",
                                      "{n} questions wait", asked, NULL, 0)
                     : pool_rests_soon(p, clock_day(req->now)) ? pool_say(req, N_("falls asleep"))
                                                               : STR_NONE};
    }
    return ERR_OK;
}

static enum err mine_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct html h;
    struct ui_page page;
    struct pool_mines own;
    struct pool_list all;
    TRY(pools_mine(&ctx, req->viewer, &own));
    TRY(pools_all(&ctx, req->viewer, &all));
    struct ui_row *has = ARENA_ARRAY(req->secret, struct ui_row, own.n);
    struct ui_row *keeps = ARENA_ARRAY(req->secret, struct ui_row, own.n);
    struct pool_mine_view v = {.has = has,
                               .keeps = keeps,
                               .code = url_path(req->arena, "/pools/code"),
                               .all = url_path(req->arena, "/pools"),
                               .back = url_path(req->arena, "/pools")};
    for (size_t i = 0; i < own.n; i++) {
        if (own.v[i].role == POOL_HAS)
            TRY(has_row(req, &own.v[i], &has[v.nhas++]));
        else
            TRY(keeps_row(req, &all, &own, &own.v[i], keeps, &v.nkeeps));
    }
    page_begin(req, NAV_AID, &page, &h);
    view_pool_mine(&h, &page, &v);
    return page_send(&h, res);
}

#define P "/pools/p/:pool"
static const struct route ROUTES[] = {
    {HTTP_GET, "/pools", NULL, WHO_MEMBER, LANE_READ, NULL, list_get, 0},
    {HTTP_POST, "/pools", &FIND_FORM, WHO_MEMBER, LANE_READ, NULL, list_post, ROUTE_GUARDED},
    {HTTP_GET, "/pools/mine", NULL, WHO_MEMBER, LANE_READ, NULL, mine_get, 0},
    {HTTP_GET, "/pools/new", NULL, WHO_MEMBER, LANE_READ, NULL, kinds_get, 0},
    {HTTP_GET, "/pools/new/:kind", NULL, WHO_MEMBER, LANE_READ, NULL, new_get, 0},
    {HTTP_POST, "/pools/new/:kind", &NEW_FORM, WHO_MEMBER, LANE_WRITE, NULL, new_post, 0},
    {HTTP_GET, "/pools/code", NULL, WHO_MEMBER, LANE_READ, NULL, pool_code_get, 0},
    {HTTP_POST, "/pools/code", &POOL_CODE_FORM, WHO_MEMBER, LANE_WRITE, NULL, pool_code_post,
     ROUTE_GUARDED},
    {HTTP_GET, P, NULL, WHO_MEMBER, LANE_READ, NULL, pool_get_page, 0},
    {HTTP_GET, P "/list", NULL, WHO_MEMBER, LANE_READ, NULL, pool_list_get, 0},
    {HTTP_GET, P "/close", NULL, WHO_MEMBER, LANE_READ, NULL, pool_close_get, 0},
    {HTTP_POST, P "/close", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, pool_close_post, 0},
    {HTTP_GET, P "/i/:item", NULL, WHO_MEMBER, LANE_READ, NULL, pool_ask_get, 0},
    {HTTP_POST, P "/i/:item", &POOL_ASK_FORM, WHO_MEMBER, LANE_WRITE, NULL, pool_ask_post, 0},
    {HTTP_POST, P "/i/:item/take", &POOL_TAKE_FORM, WHO_MEMBER, LANE_WRITE, NULL, pool_take_post,
     0},
    {HTTP_POST, P "/i/:item/put", &POOL_PUT_FORM, WHO_MEMBER, LANE_WRITE, NULL, pool_put_post, 0},
    {HTTP_GET, P "/keep/change", NULL, WHO_MEMBER, LANE_READ, NULL, change_get, 0},
    {HTTP_POST, P "/keep/change", &NEW_FORM, WHO_MEMBER, LANE_WRITE, NULL, change_post, 0},
};
const struct route_table POOLS_ROUTES = ROUTE_TABLE(ROUTES);
