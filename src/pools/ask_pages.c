/* One item: asking for it; taking from a shelf and putting there. */
#include <inttypes.h>

#include "base/clock.h"
#include "pools.html.h"
#include "pools/days.h"
#include "pools/pages.h"

enum { A_HOLD, A_NIGHT, A_NIGHTS, A_DAYS, A_UNITS, A_NAME, A_WORDS, A_FIELDS };
static const struct form_choice LOANS[] = {{"3", N_("three days"), 3},
                                           {"7", N_("a week"), 7},
                                           {"14", N_("two weeks"), 14},
                                           {"30", N_("a month"), 30},
                                           {NULL, NULL, 0}};
/* The night gets its list when it is shown and read. */
static const struct form_field ASK_FIELDS[] = {
    [A_HOLD] = {.name = "hold", .kind = FIELD_HIDDEN, .max = 40},
    [A_NIGHT] = {.name = "night",
                 .label = N_("From which night?"),
                 .kind = FIELD_HIDDEN,
                 .max = 20},
    [A_NIGHTS] = {.name = "nights",
                  .label = N_("How many nights?"),
                  .kind = FIELD_INT,
                  .min = 1,
                  .max = POOL_STAY_MAX,
                  .required = true},
    [A_DAYS] = {.name = "days",
                .label = N_("For how long?"),
                .kind = FIELD_CHOICE,
                .choices = LOANS,
                .required = true},
    [A_UNITS] = {.name = "units",
                 .label = N_("How many?"),
                 .kind = FIELD_INT,
                 .min = 1,
                 .max = POOL_UNITS_MAX,
                 .required = true},
    [A_NAME] = {.name = "name",
                .label = N_("A name to be called by"),
                .hint = N_("Only who keeps it reads this."),
                .kind = FIELD_LINE,
                .max = POOL_NAME_MAX,
                .required = true},
    [A_WORDS] = {.name = "words",
                 .label = N_("A few words, if you like"),
                 .kind = FIELD_TEXT,
                 .max = POOL_WORDS_MAX},
};
const struct form_spec POOL_ASK_FORM = FORM_SPEC(ASK_FIELDS);

enum { T_COUNT };
static const struct form_field TAKE_FIELDS[] = {
    [T_COUNT] = {.name = "count",
                 .label = N_("How much was taken?"),
                 .hint = N_("What ends first goes first."),
                 .kind = FIELD_INT,
                 .min = 1,
                 .max = POOL_STOCK_MAX,
                 .required = true},
};
const struct form_spec POOL_TAKE_FORM = FORM_SPEC(TAKE_FIELDS);

enum { B_COUNT, B_DAY, B_MONTH, B_YEAR };
static const struct form_field PUT_FIELDS[] = {
    [B_COUNT] = {.name = "more",
                 .label = N_("How much was brought?"),
                 .kind = FIELD_INT,
                 .min = 1,
                 .max = POOL_STOCK_MAX,
                 .required = true},
    [B_DAY] = {.name = "day",
               .label = N_("Best before: day"),
               .hint = N_("Nothing, where it keeps. Without a day, the end of the month counts."),
               .kind = FIELD_INT,
               .min = 1,
               .max = 31},
    [B_MONTH] = {.name = "month",
                 .label = N_("Best before: month"),
                 .kind = FIELD_INT,
                 .min = 1,
                 .max = 12},
    [B_YEAR] = {.name = "year",
                .label = N_("Best before: year"),
                .kind = FIELD_INT,
                .min = 2000,
                .max = 2100},
};
const struct form_spec POOL_PUT_FORM = FORM_SPEC(PUT_FIELDS);

/* ---- the form of one kind ---------------------------------------------------------------------
 */

static const struct form_choice *nights_of(const struct req *req, const struct pool_page *x,
                                           const struct pool_item *it)
{
    struct form_choice *all = ARENA_ARRAY(req->secret, struct form_choice, POOL_NIGHTS + 1);
    for (int i = 0; i < POOL_NIGHTS; i++) {
        const int32_t day = x->local + i;
        const uint32_t n = pool_free_night(it, day);
        const struct str label =
            n == 0 ? tr_fmt(req->secret, req->lang, N_("{day}: full"),
                            TR_ARGS({"day", pool_day(req, day)}))
                   : tr_fmt(req->secret, req->lang, N_("{day}: {n} free"),
                            TR_ARGS({"day", pool_day(req, day)},
                                    {"n", lang_number(req->secret, req->lang, n)}));
        all[i] = (struct form_choice){str_to_c(req->secret, str_fmt(req->secret, "%" PRId32, day)),
                                      str_to_c(req->secret, label), day};
    }
    return all;
}

static struct form_spec *ask_spec(const struct req *req, const struct pool_page *x,
                                  const struct pool_item *it)
{
    struct form_spec *spec;
    struct form_field *f = pool_fields(req, &POOL_ASK_FORM, &spec);
    const enum pool_kind kind = x->p.kind;
    if (kind == POOL_BEDS) {
        f[A_NIGHT] = (struct form_field){.name = "night",
                                         .label = ASK_FIELDS[A_NIGHT].label,
                                         .kind = FIELD_CHOICE,
                                         .choices = nights_of(req, x, it),
                                         .required = true};
        f[A_UNITS].label = N_("How many beds?");
    } else {
        pool_field_hide(&f[A_NIGHTS]);
    }
    if (kind != POOL_LIBRARY)
        pool_field_hide(&f[A_DAYS]);
    else if (it->units == 1)
        pool_field_hide(&f[A_UNITS]);
    if (kind == POOL_RIDE) {
        f[A_UNITS].label = N_("How many seats?");
        f[A_UNITS].max = POOL_SEATS_MAX;
    }
    return spec;
}

static int32_t first_free(const struct pool_page *x, const struct pool_item *it)
{
    for (int i = 0; i < POOL_NIGHTS; i++)
        if (pool_free_night(it, x->local + i) != 0)
            return x->local + i;
    return x->local;
}

static void ask_blank(const struct req *req, const struct pool_page *x, const struct pool_item *it,
                      struct form *f)
{
    form_blank(ask_spec(req, x, it), f);
    f->value[A_HOLD] = pool_id_text(req, pool_number());
    f->value[A_UNITS] = STR("1");
    f->value[A_NIGHTS] = STR("1");
    f->value[A_DAYS] = STR("7");
    if (x->p.kind == POOL_BEDS)
        f->value[A_NIGHT] = str_fmt(req->secret, "%" PRId32, first_free(x, it));
}

/* ---- the page ---------------------------------------------------------------------------------
 */

static const char *lead_of(const struct pool_page *x, const struct pool_item *it, bool *can,
                           int64_t now)
{
    *can = false;
    if (pool_rests(&x->p, x->today))
        return N_("Nobody has looked after it for a while, so it cannot be asked for now.");
    if (it->away)
        return N_("It cannot be had at the moment.");
    if (x->p.kind == POOL_RIDE && it->at <= now)
        return N_("This car has left.");
    *can = x->p.kind == POOL_BEDS || pool_free(it) != 0;
    if (!*can)
        return x->p.kind == POOL_RIDE
                   ? N_("All seats are taken. When one is given back, it shows here.")
                   : N_("Somebody has it just now. When it is back, it shows here.");
    return N_("The place is kept for you at once. Whoever keeps it answers within three days; then "
              "it would be free again.");
}

static void facts_of(const struct req *req, const struct pool_page *x, const struct pool_item *it,
                     struct pool_ask_view *v)
{
    struct ui_fact *facts = ARENA_ARRAY(req->secret, struct ui_fact, POOL_BATCHES_MAX + 2);
    if (x->p.kind == POOL_RIDE && it->area_from)
        facts[v->nfacts++] =
            (struct ui_fact){pool_say(req, N_("From")), area_label(req, &x->areas, it->area_from)};
    if (x->p.kind == POOL_RIDE && it->area_to)
        facts[v->nfacts++] =
            (struct ui_fact){pool_say(req, N_("To")), area_label(req, &x->areas, it->area_to)};
    for (size_t i = 0; i < it->nbatches; i++)
        facts[v->nfacts++] = (struct ui_fact){
            it->batch[i].best ? tr_fmt(req->secret, req->lang, N_("Best before {day}"),
                                       TR_ARGS({"day", pool_day(req, it->batch[i].best)}))
                              : pool_say(req, N_("It keeps")),
            pool_stock_text(req, it, it->batch[i].count)};
    v->facts = facts;
}

static enum err ask_show(struct req *req, struct res *res, const struct pool_page *x,
                         const struct pool_item *it, const struct form *f, const struct form *put)
{
    struct html h;
    struct ui_page page;
    struct pool_ask_view v = {.title = it->name,
                              .about = pool_item_text(req, x, it),
                              .words = it->words,
                              .rules = x->p.rules,
                              .pantry = x->p.kind == POOL_PANTRY,
                              .form = f,
                              .put = put,
                              .submit = tr(req->lang, N_("Ask for it")),
                              .action = pool_item_url(req, x->p.id, it->id, ""),
                              .take = pool_item_url(req, x->p.id, it->id, "/take"),
                              .put_to = pool_item_url(req, x->p.id, it->id, "/put"),
                              .back = pool_url(req, x->p.id, ""),
                              .back_to = x->p.title};
    v.lead = tr(req->lang, lead_of(x, it, &v.can, req->now));
    if (x->p.kind == POOL_BEDS && !it->away) {
        v.drawn = true;
        pool_draw_nights(req, x, it, &v.draw);
    } else if (v.pantry && it->low) {
        v.drawn = true;
        pool_draw_stock(req, it, &v.draw);
    }
    facts_of(req, x, it, &v);
    page_begin(req, NAV_AID, &page, &h);
    view_pool_ask(&h, &page, &v);
    return page_send(&h, res);
}

enum err pool_ask_get(struct req *req, struct res *res)
{
    struct pool_page x;
    struct form f, put;
    TRY(pool_page_begin(req, &x));
    const struct pool_item *it = pool_page_item(req, &x);
    if (!it)
        return ERR_NOT_FOUND;
    form_blank(&POOL_PUT_FORM, &put);
    if (x.p.kind == POOL_PANTRY) {
        form_blank(&POOL_TAKE_FORM, &f);
        f.value[T_COUNT] = STR("1");
    } else {
        ask_blank(req, &x, it, &f);
    }
    return ask_show(req, res, &x, it, &f, &put);
}

/* ---- asking -----------------------------------------------------------------------------------
 */

static struct pool_wish wish_of(const struct req *req, const struct pool_page *x,
                                const struct pool_item *it, const struct form *f)
{
    struct pool_wish w = {.pool = x->p.id,
                          .item = it->id,
                          .units = f->number[A_UNITS] > 0 ? (uint32_t)f->number[A_UNITS] : 1,
                          .from = x->today,
                          .until = x->today + (int32_t)f->number[A_DAYS],
                          .name = f->value[A_NAME],
                          .words = f->value[A_WORDS]};
    if (!pool_id_read(req, f->value[A_HOLD], &w.hold))
        w.hold = pool_number();
    if (x->p.kind == POOL_BEDS) {
        w.from = (int32_t)f->number[A_NIGHT];
        w.until = w.from + (int32_t)f->number[A_NIGHTS] - 1;
    } else if (x->p.kind == POOL_RIDE) {
        w.from = w.until = clock_day(it->at);
    }
    return w;
}

/* Somebody was first: what there is now, and for beds the nearest nights on which it fits. */
static void full_say(const struct req *req, const struct pool_page *x, const struct pool_item *it,
                     const struct pool_wish *wish, struct form *f)
{
    const struct pool_hold h = {.units = wish->units, .from = wish->from, .until = wish->until};
    int32_t near;
    if (x->p.kind != POOL_BEDS) {
        const size_t at = it->units > 1 ? A_UNITS : A_NAME;
        form_reject(
            f, at,
            str_to_c(req->secret,
                     tr_fmt(req->secret, req->lang, N_("Somebody was first: {n} free now."),
                            TR_ARGS({"n", lang_number(req->secret, req->lang, pool_free(it))}))));
        return;
    }
    if (!pool_nights_near(it, x->local, &h, &near)) {
        form_reject(f, A_NIGHT,
                    N_("So many beds for so many nights are not free within the next 30 nights. "
                       "Fewer may be."));
        return;
    }
    form_reject(f, A_NIGHT,
                str_to_c(req->secret,
                         tr_fmt(req->secret, req->lang,
                                N_("Not free on all of these nights. The nearest: {nights}."),
                                TR_ARGS({"nights", pool_days_text(req, POOL_BEDS, near,
                                                                  near + h.until - h.from, 0)}))));
}

enum err pool_ask_post(struct req *req, struct res *res)
{
    struct pool_page x;
    struct form f, put;
    TRY(pool_page_begin(req, &x));
    struct pool_item *it = pool_page_item(req, &x);
    if (!it || x.p.kind == POOL_PANTRY)
        return ERR_NOT_FOUND;
    form_blank(&POOL_PUT_FORM, &put);
    form_parse(req->secret, ask_spec(req, &x, it), &req->form, &f);
    if (f.problems)
        return ask_show(req, res, &x, it, &f, &put);
    const struct pool_wish wish = wish_of(req, &x, it, &f);
    enum err e = pool_ask(&x.ctx, req->viewer, &wish);
    if (e == ERR_CONFLICT)
        full_say(req, &x, it, &wish, &f);
    else if (e == ERR_TOO_MANY)
        form_reject(&f, A_NAME, POOL_NO_ROOM);
    else if (e == ERR_INVALID)
        form_reject(&f, x.p.kind == POOL_BEDS ? A_NIGHT : A_UNITS,
                    N_("This is not possible here. Fewer, or other days, may be."));
    else if (e == ERR_EXPIRED) /* the page says that it rests */
        return page_go(req, res, pool_item_url(req, x.p.id, it->id, ""), NOTICE_NONE);
    else
        TRY(e);
    if (f.problems)
        return ask_show(req, res, &x, it, &f, &put);
    return page_go(req, res, pool_held_url(req, wish.hold, ""), NOTICE_SENT);
}

/* ---- the shelf --------------------------------------------------------------------------------
 */

static enum err shelf_page(struct req *req, struct pool_page *x, struct pool_item **it)
{
    TRY(pool_page_begin(req, x));
    *it = pool_page_item(req, x);
    return *it && x->p.kind == POOL_PANTRY ? ERR_OK : ERR_NOT_FOUND;
}

enum err pool_take_post(struct req *req, struct res *res)
{
    struct pool_page x;
    struct pool_item *it;
    struct form f = *req->fields, put;
    uint32_t left;
    TRY(shelf_page(req, &x, &it));
    form_blank(&POOL_PUT_FORM, &put);
    if (f.problems)
        return ask_show(req, res, &x, it, &f, &put);
    const struct pool_stock_move move = {.pool = x.p.id,
                                         .item = it->id,
                                         .way = POOL_STOCK_TAKE,
                                         .count = (uint32_t)f.number[T_COUNT]};
    enum err e = pool_stock_do(&x.ctx, req->viewer, &move, &left);
    if (e == ERR_CONFLICT) {
        form_reject(&f, T_COUNT,
                    str_to_c(req->secret,
                             tr_fmt(req->secret, req->lang,
                                    N_("Nothing was written down: there are only {n} now. Perhaps "
                                       "somebody was at the shelf, too."),
                                    TR_ARGS({"n", lang_number(req->secret, req->lang, left)}))));
        return ask_show(req, res, &x, it, &f, &put);
    }
    TRY(e);
    return page_go(req, res, pool_url(req, x.p.id, ""), NOTICE_SAVED);
}

/* 0: it keeps. A day that is none is told beside the field. */
static int32_t best_read(struct form *put)
{
    int32_t day = 0;
    if (put->value[B_DAY].n == 0 && put->value[B_MONTH].n == 0 && put->value[B_YEAR].n == 0)
        return 0;
    if (put->value[B_MONTH].n == 0 || put->value[B_YEAR].n == 0)
        form_reject(put, put->value[B_MONTH].n == 0 ? B_MONTH : B_YEAR,
                    N_("A month and a year are needed, or nothing at all."));
    else if (!pool_day_of((int)put->number[B_YEAR], (int)put->number[B_MONTH],
                          (int)put->number[B_DAY], &day))
        form_reject(put, B_DAY, N_("This month has no such day."));
    return day;
}

enum err pool_put_post(struct req *req, struct res *res)
{
    struct pool_page x;
    struct pool_item *it;
    struct form f, put = *req->fields;
    uint32_t left;
    TRY(shelf_page(req, &x, &it));
    form_blank(&POOL_TAKE_FORM, &f);
    const int32_t best = put.problems ? 0 : best_read(&put);
    if (put.problems)
        return ask_show(req, res, &x, it, &f, &put);
    const struct pool_stock_move move = {.pool = x.p.id,
                                         .item = it->id,
                                         .way = POOL_STOCK_PUT,
                                         .count = (uint32_t)put.number[B_COUNT],
                                         .best = best};
    enum err e = pool_stock_do(&x.ctx, req->viewer, &move, &left);
    if (e == ERR_INVALID || e == ERR_TOO_MANY) {
        form_reject(&put, B_COUNT,
                    e == ERR_INVALID
                        ? N_("This is more than can be counted here.")
                        : N_("There are already many different best-before days of this. The "
                             "earliest of those that are there can be written instead."));
        return ask_show(req, res, &x, it, &f, &put);
    }
    TRY(e);
    return page_go(req, res, pool_url(req, x.p.id, ""), NOTICE_SAVED);
}
