/* What is in a pool: adding, changing, being mended, gone. */
#include <string.h>

#include "base/clock.h"
#include "keep.html.h"
#include "pools/pages.h"

enum { I_ID, I_NAME, I_WORDS, I_UNIT, I_UNITS, I_LOW, I_FROM, I_TO, I_DAY, I_TIME, I_FIELDS };
/* Day and time get their lists when they are shown and read. */
static const struct form_field ITEM_FIELDS[] = {
    [I_ID] = {.name = "id", .kind = FIELD_HIDDEN, .max = 40},
    [I_NAME] = {.name = "name",
                .label = N_("What is it?"),
                .kind = FIELD_LINE,
                .max = POOL_NAME_MAX,
                .required = true},
    [I_WORDS] = {.name = "words",
                 .label = N_("More about it"),
                 .hint = N_("All members see this: no address, no number."),
                 .kind = FIELD_TEXT,
                 .max = POOL_WORDS_MAX},
    [I_UNIT] = {.name = "unit",
                .label = N_("Counted in"),
                .hint = N_("For instance: packs, tins, kilos"),
                .kind = FIELD_LINE,
                .max = POOL_UNIT_MAX},
    [I_UNITS] = {.name = "units",
                 .label = N_("How many are there?"),
                 .kind = FIELD_INT,
                 .min = 1,
                 .max = POOL_UNITS_MAX,
                 .required = true},
    [I_LOW] = {.name = "low",
               .label = N_("Below how many should more be bought?"),
               .hint = N_("Then it stands on the shopping list."),
               .kind = FIELD_INT,
               .min = 0,
               .max = POOL_STOCK_MAX},
    [I_FROM] = AREA_FIELD("from", N_("From where?")),
    [I_TO] = AREA_FIELD("to", N_("To where?")),
    [I_DAY] = {.name = "day", .label = N_("Day"), .kind = FIELD_HIDDEN, .max = 20},
    [I_TIME] = {.name = "time", .label = N_("Time"), .kind = FIELD_HIDDEN, .max = 20},
};
const struct form_spec POOL_ITEM_FORM = FORM_SPEC(ITEM_FIELDS);

static const struct form_choice MOVES[] = {{"away", N_("Not at the moment"), POOL_ITEM_AWAY},
                                           {"here", N_("There again"), POOL_ITEM_HERE},
                                           {"gone", N_("Take it out"), POOL_ITEM_GONE},
                                           {NULL, NULL, 0}};
static const struct form_field DO_FIELDS[] = {
    {.name = "do", .kind = FIELD_CHOICE, .choices = MOVES, .required = true}};
const struct form_spec POOL_ITEM_DO_FORM = FORM_SPEC(DO_FIELDS);

/* ---- the form of one kind ---------------------------------------------------------------------
 */

static const struct form_choice *choices_of(struct arena *a, const struct when_choice *all,
                                            size_t n)
{
    struct form_choice *out = ARENA_ARRAY(a, struct form_choice, n + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = (struct form_choice){str_to_c(a, all[i].value), str_to_c(a, all[i].label), (int)i};
    return out;
}

static void times_fill(const struct req *req, struct form_field *f)
{
    const struct when_place w = pool_when(req);
    struct when_choice *days = ARENA_ARRAY(req->secret, struct when_choice, WHEN_DAYS);
    struct when_choice *times = ARENA_ARRAY(req->secret, struct when_choice, WHEN_TIMES);
    when_days(&w, days);
    when_times(&w, times);
    f[I_DAY].kind = f[I_TIME].kind = FIELD_CHOICE;
    f[I_DAY].required = f[I_TIME].required = true;
    f[I_DAY].choices = choices_of(req->secret, days, WHEN_DAYS);
    f[I_TIME].choices = choices_of(req->secret, times, WHEN_TIMES);
}

static struct form_spec *item_spec(const struct req *req, enum pool_kind kind)
{
    struct form_spec *spec;
    struct form_field *f = pool_fields(req, &POOL_ITEM_FORM, &spec);
    if (kind == POOL_PANTRY) {
        pool_field_hide(&f[I_UNITS]);
    } else {
        pool_field_hide(&f[I_UNIT]);
        pool_field_hide(&f[I_LOW]);
    }
    if (kind == POOL_BEDS) {
        f[I_NAME].label = N_("What is the room called?");
        f[I_UNITS].label = N_("How many beds?");
    }
    if (kind == POOL_RIDE) {
        f[I_NAME].label = N_("From where to where, in a few words?");
        f[I_UNITS].label = N_("How many seats are free?");
        times_fill(req, f);
    } else {
        pool_field_hide(&f[I_FROM]);
        pool_field_hide(&f[I_TO]);
    }
    return spec;
}

static struct pool_form_view form_of(const struct req *req, const struct pool_page *x,
                                     const struct form *f)
{
    struct pool_form_view v = {
        .lead = tr(req->lang, N_("All members see this. Who keeps it stands nowhere.")),
        .submit = tr(req->lang, N_("Save")),
        .form = f,
        .area = {I_FROM, I_TO},
        .back = pool_url(req, x->p.id, "/keep"),
        .back_to = tr(req->lang, N_("Looking after it"))};
    area_field_fill(req, &x->areas, &v.areas);
    return v;
}

static enum err add_show(struct req *req, struct res *res, const struct pool_page *x,
                         const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct pool_form_view v = form_of(req, x, f);
    v.title = tr(req->lang, N_("Add to it"));
    v.action = pool_url(req, x->p.id, "/keep/add");
    page_begin(req, NAV_AID, &page, &h);
    view_pool_form(&h, &page, &v);
    return page_send(&h, res);
}

static bool has_holds(const struct pool_page *x, const struct pool_item *it)
{
    return pool_held(x->p.kind, it, x->today) != 0;
}

static enum err change_show(struct req *req, struct res *res, const struct pool_page *x,
                            const struct pool_item *it, const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct pool_keep_item_view v = {.f = form_of(req, x, f),
                                    .away = it->away,
                                    .mends = x->p.kind != POOL_PANTRY,
                                    .can_go = !has_holds(x, it),
                                    .move = pool_keep_item_url(req, x->p.id, it->id, "/do")};
    v.f.title = str_to_c(req->secret, it->name);
    v.f.action = pool_keep_item_url(req, x->p.id, it->id, "");
    page_begin(req, NAV_AID, &page, &h);
    view_pool_keep_item(&h, &page, &v);
    return page_send(&h, res);
}

static void item_fill(const struct req *req, const struct pool_page *x, const struct pool_item *it,
                      struct form *f)
{
    form_blank(item_spec(req, x->p.kind), f);
    f->value[I_ID] = pool_id_text(req, it->id);
    f->value[I_NAME] = it->name;
    f->value[I_WORDS] = it->words;
    f->value[I_UNIT] = it->unit;
    f->value[I_UNITS] = str_fmt(req->secret, "%u", it->units);
    f->value[I_LOW] = str_fmt(req->secret, "%u", it->low);
    area_field_set(req, &x->areas, f, I_FROM, it->area_from);
    area_field_set(req, &x->areas, f, I_TO, it->area_to);
    if (it->at != 0) {
        const struct zone_time t = zone_at(req_net(req)->zone, it->at);
        f->value[I_DAY] = str_fmt(req->secret, "%d", t.day);
        f->value[I_TIME] = str_fmt(req->secret, "%d", t.minute / WHEN_STEP * WHEN_STEP);
    }
}

/* What was sent: facts, or problems in the form. */
static struct pool_item item_read(const struct req *req, const struct pool_page *x, struct form *f)
{
    const struct when_place w = pool_when(req);
    form_parse(req->secret, item_spec(req, x->p.kind), &req->form, f);
    struct pool_item it = {.name = f->value[I_NAME],
                           .words = f->value[I_WORDS],
                           .unit = f->value[I_UNIT],
                           .units = x->p.kind == POOL_PANTRY ? 0 : (uint32_t)f->number[I_UNITS],
                           .low = x->p.kind == POOL_PANTRY ? (uint32_t)f->number[I_LOW] : 0};
    if (x->p.kind != POOL_RIDE)
        return it;
    it.area_from = area_field_read(req, &x->areas, f, I_FROM);
    it.area_to = area_field_read(req, &x->areas, f, I_TO);
    if (!f->problems && !when_read(&w, f->value[I_DAY], f->value[I_TIME], &it.at))
        form_reject(f, I_TIME, N_("This time is over. A later one, perhaps?"));
    else if (!f->problems && clock_day(it.at) > x->p.last_day)
        form_reject(f, I_DAY,
                    N_("By then this has ended. It can be made longer where its name stands."));
    return it;
}

/* ---- adding -----------------------------------------------------------------------------------
 */

enum err pool_keep_add_get(struct req *req, struct res *res)
{
    struct pool_page x;
    struct form f;
    TRY(pool_keep_page(req, &x));
    const struct pool_item blank = {.id = pool_number(),
                                    .units = x.p.kind == POOL_RIDE ? 3 : 1,
                                    .at = x.p.kind == POOL_RIDE ? req->now + 3600 : 0};
    item_fill(req, &x, &blank, &f);
    if (x.p.kind == POOL_PANTRY)
        f.value[I_LOW] = STR_NONE;
    return add_show(req, res, &x, &f);
}

enum err pool_keep_add_post(struct req *req, struct res *res)
{
    struct pool_page x;
    struct form f;
    TRY(pool_keep_page(req, &x));
    struct pool_item it = item_read(req, &x, &f);
    if (!pool_id_read(req, f.value[I_ID], &it.id))
        it.id = pool_number();
    if (f.problems)
        return add_show(req, res, &x, &f);
    enum err e = pool_item_put(&x.ctx, req->viewer, x.p.id, &it);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, I_NAME, N_("Nothing more fits in here. Something may be taken out first."));
        return add_show(req, res, &x, &f);
    }
    if (e != ERR_CONFLICT) /* sent twice, and somebody has it by now */
        TRY(e);
    return page_go(req, res,
                   x.p.kind == POOL_PANTRY ? pool_item_url(req, x.p.id, it.id, "")
                                           : pool_url(req, x.p.id, "/keep"),
                   NOTICE_SAVED);
}

/* ---- changing ---------------------------------------------------------------------------------
 */

enum err pool_keep_item_get(struct req *req, struct res *res)
{
    struct pool_page x;
    struct form f;
    TRY(pool_keep_page(req, &x));
    const struct pool_item *it = pool_page_item(req, &x);
    if (!it)
        return ERR_NOT_FOUND;
    item_fill(req, &x, it, &f);
    return change_show(req, res, &x, it, &f);
}

enum err pool_keep_item_post(struct req *req, struct res *res)
{
    struct pool_page x;
    struct form f;
    TRY(pool_keep_page(req, &x));
    const struct pool_item *it = pool_page_item(req, &x);
    if (!it)
        return ERR_NOT_FOUND;
    struct pool_item now = item_read(req, &x, &f);
    now.id = it->id;
    if (f.problems)
        return change_show(req, res, &x, it, &f);
    enum err e = pool_item_put(&x.ctx, req->viewer, x.p.id, &now);
    if (e == ERR_CONFLICT) {
        form_reject(&f, x.p.kind == POOL_RIDE && now.at != it->at ? I_TIME : I_UNITS,
                    N_("Somebody has asked for it or has it. They should be answered first."));
        return change_show(req, res, &x, it, &f);
    }
    TRY(e);
    return page_go(req, res, pool_url(req, x.p.id, "/keep"), NOTICE_SAVED);
}

enum err pool_keep_item_do_post(struct req *req, struct res *res)
{
    struct pool_page x;
    TRY(pool_keep_page(req, &x));
    const struct pool_item *it = pool_page_item(req, &x);
    if (!it || req->fields->problems) /* pressed twice */
        return page_go(req, res, pool_url(req, x.p.id, "/keep"), NOTICE_NONE);
    enum err e = pool_item_do(&x.ctx, req->viewer, x.p.id, it->id,
                              (enum pool_item_move)req->fields->number[0]);
    if (e == ERR_CONFLICT || e == ERR_NOT_FOUND)
        return page_go(req, res, pool_keep_item_url(req, x.p.id, it->id, ""), NOTICE_NONE);
    TRY(e);
    return page_go(req, res, pool_url(req, x.p.id, "/keep"), NOTICE_SAVED);
}
