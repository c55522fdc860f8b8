/* Names, days, amounts: what several pages say. */
#include "pools/pages.h"

#include <string.h>

#include "aid/area_store.h"
#include "base/clock.h"

/* ---- addresses --------------------------------------------------------------------------------
 */

struct str pool_alias(const struct req *req, enum pool_named what, uint64_t id)
{
    struct tag t = {{0}};
    for (int i = 0; i < 8; i++)
        t.b[i] = (uint8_t)(id >> (8 * i));
    t.b[8] = (uint8_t)(0x50 + what);
    return viewer_alias_of(req, &t);
}

struct url pool_url(const struct req *req, uint64_t pool, const char *more)
{
    const struct str alias = pool_alias(req, POOL_OF_POOL, pool);
    return page_url_of(req->arena,
                       str_fmt(req->arena, "/pools/p/%" STR_FMT "%s", STR_ARG(alias), more));
}

static struct url under(const struct req *req, uint64_t pool, const char *way, struct str alias,
                        const char *more)
{
    const char *rest =
        str_to_c(req->arena, str_fmt(req->arena, "%s%" STR_FMT "%s", way, STR_ARG(alias), more));
    return pool_url(req, pool, rest);
}

struct url pool_item_url(const struct req *req, uint64_t pool, uint64_t item, const char *more)
{
    return under(req, pool, "/i/", pool_alias(req, POOL_OF_ITEM, item), more);
}

struct url pool_keep_item_url(const struct req *req, uint64_t pool, uint64_t item, const char *more)
{
    return under(req, pool, "/keep/i/", pool_alias(req, POOL_OF_ITEM, item), more);
}

struct url pool_keep_hold_url(const struct req *req, uint64_t pool, uint64_t hold)
{
    return under(req, pool, "/keep/h/", pool_alias(req, POOL_OF_HOLD, hold), "");
}

struct url pool_held_url(const struct req *req, uint64_t hold, const char *more)
{
    const struct str alias = pool_alias(req, POOL_OF_HOLD, hold);
    return page_url_of(req->arena,
                       str_fmt(req->arena, "/pools/h/%" STR_FMT "%s", STR_ARG(alias), more));
}

/* ---- what a page stands on --------------------------------------------------------------------
 */

enum err pool_page_begin(struct req *req, struct pool_page *out)
{
    struct pool_list all;
    struct pool_mines mine;
    struct key seed;
    size_t i = 0;
    *out = (struct pool_page){.ctx = req_ctx(req),
                              .today = clock_day(req->now),
                              .local = zone_at(req_net(req)->zone, req->now).day};
    TRY(pools_all(&out->ctx, req->viewer, &all));
    while (i < all.n && !str_eq(pool_alias(req, POOL_OF_POOL, all.v[i].id), req->params[0]))
        i++;
    if (i == all.n)
        return ERR_NOT_FOUND;
    out->p = all.v[i];
    TRY(pools_mine(&out->ctx, req->viewer, &mine));
    out->keeps = pool_is_mine(&mine, &out->p, &seed);
    key_wipe(&seed);
    TRY(areas_load(req->db, req->secret, &out->areas));
    return pools_items(&out->ctx, req->viewer, &out->p, &out->items);
}

enum err pool_keep_page(struct req *req, struct pool_page *out)
{
    TRY(pool_page_begin(req, out));
    return out->keeps ? ERR_OK : ERR_NOT_FOUND;
}

struct pool_item *pool_page_item(const struct req *req, struct pool_page *x)
{
    for (size_t i = 0; i < x->items.n; i++)
        if (str_eq(pool_alias(req, POOL_OF_ITEM, x->items.v[i].id), req->params[1]))
            return &x->items.v[i];
    return NULL;
}

struct pool_hold *pool_page_hold(const struct req *req, struct pool_page *x,
                                 struct pool_item **item)
{
    for (size_t i = 0; i < x->items.n; i++) {
        *item = &x->items.v[i];
        for (size_t k = 0; k < (*item)->nholds; k++)
            if (str_eq(pool_alias(req, POOL_OF_HOLD, (*item)->hold[k].id), req->params[1]))
                return &(*item)->hold[k];
    }
    return NULL;
}

/* ---- words ------------------------------------------------------------------------------------
 */

struct str pool_say(const struct req *req, const char *msgid)
{
    return str_from_c(tr(req->lang, msgid));
}

struct str pool_day(const struct req *req, int32_t day)
{
    return lang_day(req->secret, req->lang, day);
}

struct when_place pool_when(const struct req *req)
{
    return (struct when_place){
        .arena = req->secret, .lang = req->lang, .zone = req_net(req)->zone, .now = req->now};
}

struct str pool_stock_text(const struct req *req, const struct pool_item *it, uint32_t count)
{
    const struct str n = lang_number(req->secret, req->lang, count);
    if (it->unit.n == 0)
        return n;
    return tr_fmt(req->secret, req->lang, N_("{n} {unit}"), TR_ARGS({"n", n}, {"unit", it->unit}));
}

struct str pool_units_text(const struct req *req, enum pool_kind kind, uint32_t units)
{
    switch (kind) {
    case POOL_BEDS:
        return tr_fmt_n(req->secret, req->lang, "{n} bed", "{n} beds", units, NULL, 0);
    case POOL_RIDE:
        return tr_fmt_n(req->secret, req->lang, "{n} seat", "{n} seats", units, NULL, 0);
    case POOL_LIBRARY:
    case POOL_PANTRY:
        break;
    }
    return STR_NONE;
}

struct str pool_days_text(const struct req *req, enum pool_kind kind, int32_t from, int32_t until,
                          int64_t at)
{
    const struct when_place w = pool_when(req);
    const struct str first = pool_day(req, from), last = pool_day(req, until);
    switch (kind) {
    case POOL_RIDE:
        return at ? when_text(&w, at) : first;
    case POOL_BEDS:
        if (from == until)
            return tr_fmt(req->secret, req->lang, N_("the night of {day}"),
                          TR_ARGS({"day", first}));
        return tr_fmt(req->secret, req->lang, N_("the nights from {first} to {last}"),
                      TR_ARGS({"first", first}, {"last", last}));
    case POOL_LIBRARY:
    case POOL_PANTRY:
        break;
    }
    return tr_fmt(req->secret, req->lang, N_("until {day}"), TR_ARGS({"day", last}));
}

/* One thing, or the first of several that comes back. */
static struct str thing_text(const struct req *req, const struct pool_page *x,
                             const struct pool_item *it)
{
    const uint32_t here = pool_free(it);
    const struct pool_hold *next = NULL;
    if (it->away)
        return pool_say(req, N_("being mended"));
    if (it->units > 1 && here != 0)
        return tr_fmt(req->secret, req->lang, N_("{n} of {all} here"),
                      TR_ARGS({"n", lang_number(req->secret, req->lang, here)},
                              {"all", lang_number(req->secret, req->lang, it->units)}));
    if (here != 0)
        return pool_say(req, N_("here"));
    for (size_t i = 0; i < it->nholds; i++)
        if (it->hold[i].state == POOL_OUT && (!next || it->hold[i].until < next->until))
            next = &it->hold[i];
    if (!next)
        return pool_say(req, it->nholds && it->hold[0].state == POOL_WAITS ? N_("asked for")
                                                                           : N_("promised"));
    if (pool_hold_late(next, x->today))
        return pool_say(req, N_("late"));
    return tr_fmt(req->secret, req->lang, N_("lent until {day}"),
                  TR_ARGS({"day", pool_day(req, next->until)}));
}

static struct str stock_text(const struct req *req, const struct pool_item *it)
{
    const uint32_t n = pool_stock(it);
    const struct str count = pool_stock_text(req, it, n);
    if (n == 0)
        return pool_say(req, N_("nothing left"));
    if (pool_stock_ends(it) == 0)
        return count;
    return tr_fmt(req->secret, req->lang, N_("{count} · best before {day}"),
                  TR_ARGS({"count", count}, {"day", pool_day(req, pool_stock_ends(it))}));
}

static struct str beds_text(const struct req *req, const struct pool_page *x,
                            const struct pool_item *it)
{
    const uint32_t n = pool_free_night(it, x->local);
    if (it->away)
        return pool_say(req, N_("not at the moment"));
    if (n == 0)
        return pool_say(req, N_("tonight all are taken"));
    return tr_fmt(req->secret, req->lang, N_("free tonight: {n} of {all}"),
                  TR_ARGS({"n", lang_number(req->secret, req->lang, n)},
                          {"all", lang_number(req->secret, req->lang, it->units)}));
}

static struct str ride_text(const struct req *req, const struct pool_item *it)
{
    const struct when_place w = pool_when(req);
    const uint32_t n = pool_free(it);
    const struct str seats =
        it->at < req->now ? pool_say(req, N_("it has left"))
        : n == 0          ? pool_say(req, N_("all seats are taken"))
                 : tr_fmt_n(req->secret, req->lang, "{n} seat free", "{n} seats free", n, NULL, 0);
    return tr_fmt(req->secret, req->lang, N_("{when} · {seats}"),
                  TR_ARGS({"when", when_text(&w, it->at)}, {"seats", seats}));
}

struct str pool_item_text(const struct req *req, const struct pool_page *x,
                          const struct pool_item *it)
{
    switch (x->p.kind) {
    case POOL_LIBRARY:
        return thing_text(req, x, it);
    case POOL_PANTRY:
        return stock_text(req, it);
    case POOL_BEDS:
        return beds_text(req, x, it);
    case POOL_RIDE:
        break;
    }
    return ride_text(req, it);
}

/* ---- letters ----------------------------------------------------------------------------------
 */

static const char *what_text(enum pool_what what)
{
    switch (what) {
    case POOL_ASKS:
        return N_("asks for it");
    case POOL_YES:
        return N_("Yes, this is possible.");
    case POOL_NO:
        return N_("It is not possible this time. The place is free again.");
    case POOL_HANDED:
        return N_("It changed hands.");
    case POOL_BACK:
        return N_("It is back. Thank you.");
    case POOL_REMINDS:
        return N_("Could it come back one of these days? Others are asking. If something came up, "
                  "a few words are enough.");
    case POOL_CANCELS:
        return N_("It is not needed any more.");
    case POOL_LEAVES:
        return N_("Whoever had this is leaving the network.");
    case POOL_ENDED:
        return N_("What was shared here has ended.");
    case POOL_SAYS:
    case POOL_KEY:
        break;
    }
    return NULL;
}

void pool_letters_show(const struct req *req, const struct pool_letters *all, bool keeper,
                       struct pool_letters_view *out)
{
    struct pool_letter_view *v = ARENA_ARRAY(req->secret, struct pool_letter_view, all->n);
    struct str name = pool_say(req, N_("Whoever asks"));
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].name.n)
            name = all->v[i].name;
    for (size_t i = 0; i < all->n; i++) {
        const struct pool_letter *l = &all->v[i];
        const char *what = what_text(l->what);
        v[i] = (struct pool_letter_view){.by = l->keeper == keeper ? pool_say(req, N_("You"))
                                               : l->keeper ? pool_say(req, N_("Who keeps it"))
                                                           : name,
                                         .what = what ? pool_say(req, what) : STR_NONE,
                                         .words = l->words,
                                         .when = page_ago(req, l->at)};
    }
    *out = (struct pool_letters_view){v, all->n};
}

/* ---- forms ------------------------------------------------------------------------------------
 */

struct form_field *pool_fields(const struct req *req, const struct form_spec *from,
                               struct form_spec **out)
{
    struct form_field *fields =
        arena_copy(req->secret, from->fields, from->n * sizeof *from->fields);
    *out = ARENA_NEW(req->secret, struct form_spec);
    **out = (struct form_spec){fields, from->n};
    return fields;
}

void pool_field_hide(struct form_field *f)
{
    f->kind = FIELD_HIDDEN;
    f->required = false;
    f->min = 0;
    f->max = 20;
}

struct str pool_id_text(const struct req *req, uint64_t id)
{
    return seal_base32(req->secret, str_from(&id, sizeof id));
}

bool pool_id_read(const struct req *req, struct str text, uint64_t *id)
{
    struct str bytes;
    if (!seal_from_base32(req->secret, text, &bytes) || bytes.n != sizeof *id)
        return false;
    memcpy(id, bytes.p, sizeof *id);
    return *id != 0;
}

void view_pool_form_fields(struct html *h, const struct pool_form_view *v)
{
    for (size_t i = 0; i < v->form->spec->n; i++) {
        if (v->area[0] != 0 && (i == v->area[0] || i == v->area[1])) {
            if (v->form->spec->fields[i].kind != FIELD_HIDDEN && v->areas.n != 0)
                view_area_field(h, &v->areas, v->form, i);
        } else {
            view_ui_field(h, v->form, i);
        }
    }
}
