/* The situation: what waits, where, and how it went over the last days. Drawn here, without a
 * script, in the letters' own colour, so that it can be read in the dark as well. */
#include <string.h>

#include "aid/area_field.h"
#include "aid/area_store.h"
#include "aid/case_pages.h"
#include "aid/mine_inside.h"
#include "aid/situation_view.h"
#include "aid/surge_pages.h"
#include "aid/tally.h"
#include "base/clock.h"
#include "situation.html.h"

#define DAYS 14
#define COLUMNS 4 /* areas beside each other; what is elsewhere is one more */

/* ---- the grid: kinds by areas -----------------------------------------------------------------
 */

struct counts {
    size_t of[AID_KIND_COUNT + 1][COLUMNS + 2]; /* columns, elsewhere, all */
    uint32_t area[COLUMNS];
    size_t nareas;
};

/* How many are of each area on the list. */
struct heard {
    uint32_t id;
    size_t n;
};

/* Of the list as it is now. */
static uint32_t area_now(const struct areas *areas, uint32_t id)
{
    const struct area *x = id ? area_find(areas, id) : NULL;
    return x ? x->id : 0;
}

/* The areas of which most cards are. */
static void columns_pick(struct arena *a, const struct areas *areas,
                         const struct aid_card *const *cards, size_t n, struct counts *out)
{
    struct heard *all = ARENA_ARRAY(a, struct heard, areas->n + 1);
    for (size_t i = 0; i < areas->n; i++)
        all[i] = (struct heard){areas->v[i].id, 0};
    for (size_t i = 0; i < n; i++)
        if (area_now(areas, cards[i]->area))
            all[area_find(areas, cards[i]->area) - areas->v].n++;
    for (; out->nareas < COLUMNS; out->nareas++) {
        struct heard *most = NULL;
        for (size_t i = 0; i < areas->n; i++)
            if (all[i].n && (!most || all[i].n > most->n))
                most = &all[i];
        if (!most)
            break;
        out->area[out->nareas] = most->id;
        most->n = 0;
    }
}

static size_t column_of(const struct counts *c, uint32_t area)
{
    for (size_t i = 0; i < c->nareas; i++)
        if (c->area[i] == area)
            return i;
    return COLUMNS;
}

/* Five shades; none is so dark that the number beside it would be needed less. */
static const char *shade_of(size_t n, size_t most)
{
    static const char *const SHADES[] = {"0.15", "0.3", "0.5", "0.7", "0.9"};
    return n == 0 ? "0" : SHADES[(n * 5 - 1) / (most ? most : 1) > 4 ? 4 : (n * 5 - 1) / most];
}

static struct str number(const struct req *req, size_t n)
{
    return lang_number(req->arena, req->lang, (int64_t)n);
}

static void cells_fill(const struct req *req, const struct counts *c, size_t kind, size_t most,
                       struct situation_row *row)
{
    struct situation_cell *cells = ARENA_ARRAY(req->arena, struct situation_cell, COLUMNS + 2);
    for (size_t i = 0; i < COLUMNS + 2; i++) {
        if (i >= c->nareas && i < COLUMNS)
            continue;
        const size_t n = c->of[kind][i];
        cells[row->ncells++] = (struct situation_cell){
            .number = number(req, n), .shade = i > COLUMNS ? "0" : shade_of(n, most)};
    }
    row->cells = cells;
}

static void grid_fill(const struct req *req, const struct areas *areas,
                      const struct aid_card *const *cards, size_t n, struct situation_grid *out)
{
    struct counts *c = ARENA_NEW(req->arena, struct counts);
    size_t most = 1;
    *c = (struct counts){0};
    columns_pick(req->arena, areas, cards, n, c);
    for (size_t i = 0; i < n; i++) {
        size_t *of = c->of[cards[i]->kind];
        const size_t now = ++of[column_of(c, area_now(areas, cards[i]->area))];
        of[COLUMNS + 1]++;
        most = now > most ? now : most;
    }
    struct str *columns = ARENA_ARRAY(req->arena, struct str, COLUMNS + 2);
    for (size_t i = 0; i < c->nareas; i++)
        columns[out->ncolumns++] = area_name(req, area_find(areas, c->area[i]));
    columns[out->ncolumns++] =
        str_from_c(tr(req->lang, c->nareas ? N_("Elsewhere") : N_("Anywhere")));
    columns[out->ncolumns++] = str_from_c(tr(req->lang, N_("Together")));
    out->columns = columns;
    struct situation_row *rows = ARENA_ARRAY(req->arena, struct situation_row, AID_KIND_COUNT);
    for (int k = 1; k <= AID_KIND_COUNT; k++) {
        if (c->of[k][COLUMNS + 1] == 0)
            continue;
        struct situation_row *row = &rows[out->nrows++];
        *row = (struct situation_row){.name = str_from_c(tr(req->lang, aid_kind_find(k)->text))};
        cells_fill(req, c, (size_t)k, most, row);
    }
    out->rows = rows;
}

/* ---- the drawing: days ------------------------------------------------------------------------
 */

#define DRAWN_HIGH 120
#define COLUMN_WIDE 24
#define BAR_WIDE 18
#define FOOT 18

struct day_sum {
    int32_t day;
    size_t came, answered, arrived, open;
};

static struct day_sum sum_of(const struct tally_day *day)
{
    struct day_sum s = {.day = day->day};
    for (size_t i = 0; i < day->n; i++) {
        const struct tally_row *r = &day->v[i];
        if (r->side != AID_ASK)
            continue;
        s.came += r->came;
        s.answered += r->answered;
        s.arrived += r->arrived;
        s.open += r->open;
    }
    return s;
}

/* Parts of a day's bar from the ground up; the darkest is what still waits. */
static void bar_add(struct situation_view *v, struct situation_bar *bars, const struct day_sum *s,
                    int x, size_t most)
{
    static const char *const SHADES[] = {"0.9", "0.5", "0.2"};
    const size_t parts[] = {s->open, s->answered, s->arrived};
    int y = DRAWN_HIGH;
    for (size_t i = 0; i < 3; i++) {
        int high = (int)(parts[i] * (DRAWN_HIGH - 4) / most);
        high = parts[i] && high < 1 ? 1 : high;
        y -= high;
        if (high)
            bars[v->nbars++] = (struct situation_bar){x, y, high, SHADES[i]};
    }
}

static void days_draw(const struct req *req, const struct day_sum *days, size_t n,
                      struct situation_view *v)
{
    struct situation_bar *bars = ARENA_ARRAY(req->arena, struct situation_bar, 3 * n + 1);
    struct situation_mark *marks = ARENA_ARRAY(req->arena, struct situation_mark, n + 1);
    const bool rtl = strcmp(lang_dir(req->lang), "rtl") == 0;
    size_t most = 1;
    for (size_t i = 0; i < n; i++) {
        const size_t all = days[i].open + days[i].answered + days[i].arrived;
        most = all > most ? all : most;
    }
    v->width = DAYS * COLUMN_WIDE;
    v->height = DRAWN_HIGH + FOOT;
    v->ground = DRAWN_HIGH;
    const int32_t first = clock_day(req->now) - DAYS + 1;
    for (size_t i = 0; i < n; i++) {
        const int place = (int)(days[i].day - first) * COLUMN_WIDE + (COLUMN_WIDE - BAR_WIDE) / 2;
        const int x = rtl ? v->width - place - BAR_WIDE : place;
        bar_add(v, bars, &days[i], x, most);
        marks[v->nmarks++] = (struct situation_mark){
            .x = x + BAR_WIDE / 2,
            .label = lang_number(req->arena, req->lang, clock_day(req->now) - days[i].day)};
    }
    v->bars = bars;
    v->marks = marks;
    v->drawn = n != 0;
}

static enum err days_fill(const struct req *req, struct desk *d, struct situation_view *v)
{
    struct tally_list all;
    const int32_t today = clock_day(req->now);
    TRY(tally_days(d, today - DAYS + 1, today, &all));
    struct day_sum *sums = ARENA_ARRAY(req->arena, struct day_sum, all.n + 1);
    struct situation_day *days = ARENA_ARRAY(req->arena, struct situation_day, all.n + 1);
    size_t came = 0, answered = 0;
    for (size_t i = 0; i < all.n; i++) {
        sums[i] = sum_of(&all.v[i]);
        came += sums[i].came;
        answered += sums[i].answered;
        days[all.n - 1 - i] =
            (struct situation_day){.day = lang_day(req->arena, req->lang, sums[i].day),
                                   .came = number(req, sums[i].came),
                                   .answered = number(req, sums[i].answered),
                                   .arrived = number(req, sums[i].arrived),
                                   .open = number(req, sums[i].open)};
    }
    v->days = days;
    v->ndays = all.n;
    v->says = tr_fmt(req->arena, req->lang,
                     N_("In the last two weeks {came} asks came in, and somebody helped with "
                        "{answered}. The table below says it by day."),
                     TR_ARGS({"came", number(req, came)}, {"answered", number(req, answered)}));
    days_draw(req, sums, all.n, v);
    return ERR_OK;
}

/* ---- the page ---------------------------------------------------------------------------------
 */

static bool is_unmet(const struct aid_card *c)
{
    return c->loop.state == LOOP_OPEN || c->loop.state == LOOP_TRIAGED;
}

static enum err asks_fill(const struct req *req, struct desk *d, const struct areas *areas,
                          size_t *unmet, size_t *held, struct situation_grid *out)
{
    struct case_rows rows;
    TRY(cases_list(d, AID_ASK, &rows));
    const struct aid_card **cards = ARENA_ARRAY(req->secret, const struct aid_card *, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        const struct aid_card *c = &rows.v[i].card;
        if (is_unmet(c))
            cards[(*unmet)++] = c;
        else
            *held += c->loop.state < LOOP_CONFIRMED;
    }
    grid_fill(req, areas, cards, *unmet, out);
    return ERR_OK;
}

/* Those of the board and those that only the desk sees. */
static enum err offers_fill(const struct req *req, struct desk *d, const struct areas *areas,
                            size_t *n, struct situation_grid *out)
{
    struct case_rows rows;
    struct space *board;
    struct shelf_cards all;
    TRY(cases_list(d, AID_OFFER, &rows));
    TRY(mine_board_enter(&d->ctx, req->viewer, &board));
    TRY(shelf_all(board, AID_OFFER, NULL, &all));
    const struct aid_card **cards =
        ARENA_ARRAY(req->secret, const struct aid_card *, rows.n + all.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        if (aid_card_open(&rows.v[i].card, req->now))
            cards[(*n)++] = &rows.v[i].card;
    for (size_t i = 0; i < all.n; i++)
        if (aid_card_open(&all.v[i], req->now))
            cards[(*n)++] = &all.v[i];
    grid_fill(req, areas, cards, *n, out);
    return ERR_OK;
}

enum err situation_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct desk d;
    struct areas areas;
    size_t unmet = 0, held = 0, offers = 0;
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    TRY(areas_load(req->db, req->arena, &areas));
    struct situation_view v = {.back = desk_url(req, d.kind, "")};
    TRY(asks_fill(req, &d, &areas, &unmet, &held, &v.unmet));
    TRY(offers_fill(req, &d, &areas, &offers, &v.offers));
    TRY(days_fill(req, &d, &v));
    const struct ui_fact now[] = {
        {str_from_c(tr(req->lang, N_("Wait for somebody who can help"))), number(req, unmet)},
        {str_from_c(tr(req->lang, N_("Somebody is helping"))), number(req, held)},
        {str_from_c(tr(req->lang, N_("Offers that can be asked"))), number(req, offers)},
    };
    v.now = now;
    v.nnow = 3;
    page_begin(req, d.kind->nav, &page, &h);
    view_situation(&h, &page, &v);
    return page_send(&h, res);
}
