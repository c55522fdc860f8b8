/* What the network is asked for, as numbers: kind, place and week, in ranges, without anybody. */
#include <stdlib.h>
#include <string.h>

#include "aid/area_store.h"
#include "aid/case_pages.h"
#include "aid/import_pages.h"
#include "base/buf.h"
#include "base/clock.h"
#include "hsds/moment.h"
#include "i18n/zone.h"

#define FEW 5 /* of fewer there is no row: one ask in a small place would tell who asks */
#define CSV_MAX (8u << 20)

struct cell {
    int32_t week; /* its Monday */
    uint32_t area;
    enum aid_kind kind;
};

static int by_cell(const void *x, const void *y)
{
    const struct cell *a = x, *b = y;
    if (a->week != b->week)
        return a->week < b->week ? -1 : 1;
    if (a->area != b->area)
        return a->area < b->area ? -1 : 1;
    return (a->kind > b->kind) - (a->kind < b->kind);
}

/* "10-19": of no number that stands there can another be worked out, since none is
 * exact and nothing is added up. */
static struct str range_of(size_t n)
{
    static const struct {
        size_t from;
        const char *text;
    } RANGES[] = {{1000, "1000+"}, {500, "500-999"}, {200, "200-499"}, {100, "100-199"},
                  {50, "50-99"},   {20, "20-49"},    {10, "10-19"},    {FEW, "5-9"}};
    for (size_t i = 0; i < sizeof RANGES / sizeof RANGES[0]; i++)
        if (n >= RANGES[i].from)
            return str_from_c(RANGES[i].text);
    return STR_NONE;
}

/* In quotation marks; what a spreadsheet would run is made a text. */
static void cell_write(struct buf *b, struct str s)
{
    buf_add_char(b, '"');
    if (s.n != 0 && strchr("=+-@", s.p[0]))
        buf_add_char(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_add_char(b, '"');
        buf_add_char(b, s.p[i]);
    }
    buf_add_char(b, '"');
}

static enum err table_write(struct arena *a, const struct areas *areas, struct cell *v, size_t n,
                            struct str *out)
{
    struct buf b;
    if (n != 0)
        qsort(v, n, sizeof *v, by_cell);
    buf_init(&b, a, 4096, CSV_MAX);
    buf_add_c(&b, "week,area,kind,asks\n");
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i; k < n && by_cell(&v[i], &v[k]) == 0;)
            k++;
        if (k - i < FEW)
            continue;
        buf_add(&b, hsds_day(a, (int64_t)v[i].week * DAY_SECONDS));
        buf_add_char(&b, ',');
        cell_write(&b, v[i].area ? area_path(areas, a, v[i].area) : STR_NONE);
        buf_add_fmt(&b, ",%s,", aid_kind_find((int)v[i].kind)->code);
        buf_add(&b, range_of(k - i));
        buf_add_char(&b, '\n');
    }
    return buf_end(&b, out);
}

enum err numbers_get(struct req *req, struct res *res)
{
    struct desk d;
    struct areas areas;
    struct case_rows rows;
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    TRY(areas_load(req->db, req->arena, &areas));
    TRY(cases_list(&d, AID_ASK, &rows));
    struct cell *v = ARENA_ARRAY(req->secret, struct cell, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        const struct zone_time t = zone_at(NULL, rows.v[i].card.loop.asked);
        v[i] = (struct cell){.week = t.day - (t.weekday - 1),
                             .area = rows.v[i].card.area,
                             .kind = rows.v[i].card.kind};
    }
    TRY(table_write(req->arena, &areas, v, rows.n, &res->body));
    res->kind = RES_DOWNLOAD;
    res->status = 200;
    res->content_type = "text/csv; charset=utf-8";
    res->file_name = "numbers.csv";
    return ERR_OK;
}
