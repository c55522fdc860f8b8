/* What the columns of a table mean: proposed, read from a file, written to one. */
#include <string.h>

#include "aid/area_names.h"
#include "aid/import_inside.h"
#include "base/buf.h"

#define SAMPLE 60 /* rows that a guess looks at */

/* ---- the table --------------------------------------------------------------------------------
 */

struct reading {
    struct arena *arena;
    struct import_table *out;
    size_t cap;
};

static bool is_empty(const struct str *fields, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fields[i].n != 0)
            return false;
    return true;
}

static enum err header(struct import_table *t, uint32_t line, const struct str *fields, size_t n,
                       struct arena *a)
{
    while (n > 0 && fields[n - 1].n == 0)
        n--;
    if (n > IMPORT_COLUMNS_MAX) {
        t->broken = (struct csv_broken){line, N_("there are more than 64 columns")};
        return ERR_INVALID;
    }
    t->columns = arena_copy(a, fields, n * sizeof *fields);
    t->ncolumns = n;
    return ERR_OK;
}

static enum err on_row(void *ctx, uint32_t line, const struct str *fields, size_t n, uint64_t bytes)
{
    struct reading *r = ctx;
    struct import_table *t = r->out;
    (void)bytes;
    if (is_empty(fields, n))
        return ERR_OK;
    if (t->ncolumns == 0)
        return header(t, line, fields, n, r->arena);
    if (t->n == IMPORT_ROWS_MAX) {
        t->broken = (struct csv_broken){
            line, N_("there are more than 100,000 rows; please cut the table in two")};
        return ERR_INVALID;
    }
    struct str *v = ARENA_ARRAY(r->arena, struct str, t->ncolumns);
    memcpy(v, fields, (n < t->ncolumns ? n : t->ncolumns) * sizeof *v);
    t->rows = import_grown(r->arena, t->rows, sizeof *t->rows, t->n, &r->cap);
    t->rows[t->n++] = (struct import_cells){
        .line = line,
        .v = v,
        .more = n > t->ncolumns && !is_empty(fields + t->ncolumns, n - t->ncolumns)};
    return ERR_OK;
}

enum err import_table_read(struct arena *a, struct str bytes, struct import_table *out)
{
    struct reading r = {.arena = a, .out = out};
    struct csv_broken broken;
    *out = (struct import_table){0};
    if (bytes.n > IMPORT_BYTES_MAX)
        return ERR_TOO_LARGE;
    const struct str text = import_text(a, bytes);
    enum err e = hsds_csv_read_loosely(text, import_separator(text), a, on_row, &r, &broken);
    if (e == ERR_INVALID && !out->broken.why)
        out->broken = broken;
    if (e == ERR_OK && out->n == 0) {
        out->broken = (struct csv_broken){
            0, N_("there is no row; the first row names the columns, the others follow")};
        e = ERR_INVALID;
    }
    return e;
}

/* ---- a first mapping --------------------------------------------------------------------------
 */

struct looks {
    size_t n, dates, contacts, kinds, places, chars;
};

static struct looks column_looks(const struct import_words *w, const struct import_table *t,
                                 size_t column, const struct areas *areas,
                                 const struct area_names *names)
{
    struct looks l = {0};
    for (size_t i = 0; i < t->n && l.n < SAMPLE; i++) {
        const struct str cell = t->rows[i].v[column];
        const struct str folded = search_fold(w->search, w->arena, cell);
        uint32_t area;
        int32_t day;
        if (cell.n == 0)
            continue;
        l.n++;
        l.chars += str_code_points(cell);
        l.dates += import_day(w->arena, cell, IMPORT_DMY, &day) ||
                   import_day(w->arena, cell, IMPORT_MDY, &day);
        l.contacts += import_has_contact(cell) && cell.n < 80;
        l.kinds += import_kind_of(w, folded) != 0 && cell.n < 60;
        l.places += area_names_find(areas, names, folded, &area) == AREA_TOLD;
    }
    return l;
}

static bool has(const struct import_map *m, size_t n, enum import_column c)
{
    for (size_t i = 0; i < n; i++)
        if (m->of[i] == c)
            return true;
    return false;
}

/* Most of the cells. */
static bool mostly(size_t part, size_t all)
{
    return all >= 1 && part * 10 >= all * 7;
}

static enum import_column by_looks(const struct import_map *m, size_t n, const struct looks *l)
{
    if (mostly(l->dates, l->n) && !has(m, n, IMPORT_DATE))
        return IMPORT_DATE;
    if (mostly(l->contacts, l->n) && !mostly(l->dates, l->n) && !has(m, n, IMPORT_CONTACT))
        return IMPORT_CONTACT;
    if (mostly(l->places, l->n) && !has(m, n, IMPORT_WHERE))
        return IMPORT_WHERE;
    if (mostly(l->kinds, l->n) && !has(m, n, IMPORT_KIND))
        return IMPORT_KIND;
    if (l->n && l->chars / l->n >= 40 && !has(m, n, IMPORT_WORDS))
        return IMPORT_WORDS;
    return IMPORT_OUT;
}

static void dates_guess(const struct import_table *t, struct import_map *m)
{
    bool slashes = false;
    m->dates_unsure = false;
    for (size_t c = 0; c < t->ncolumns; c++) {
        if (m->of[c] != IMPORT_DATE && m->of[c] != IMPORT_UNTIL)
            continue;
        for (size_t i = 0; i < t->n; i++) {
            const struct str cell = t->rows[i].v[c];
            const enum import_order order = import_order_of(cell);
            slashes = slashes || str_find_char(cell, '/') < cell.n;
            if (order == IMPORT_ORDER_NONE)
                continue;
            m->dates = order == IMPORT_ORDER_MDY ? IMPORT_MDY : IMPORT_DMY;
            return;
        }
    }
    m->dates_unsure = slashes;
}

void import_map_propose(struct search *s, struct arena *a, const struct import_table *t,
                        const struct areas *areas, struct import_map *out)
{
    struct import_words w;
    struct area_names names;
    *out = (struct import_map){0};
    import_words_make(s, a, &w);
    area_names_make(areas, s, a, 0, &names);
    for (size_t c = 0; c < t->ncolumns; c++) {
        const enum import_column named = import_column_named(s, a, t->columns[c]);
        if (named == IMPORT_WORDS || named == IMPORT_CONTACT || !has(out, c, named))
            out->of[c] = named;
    }
    for (size_t c = 0; c < t->ncolumns; c++) {
        if (out->of[c] != IMPORT_OUT)
            continue;
        const struct looks l = column_looks(&w, t, c, areas, &names);
        out->of[c] = by_looks(out, t->ncolumns, &l);
    }
    dates_guess(t, out);
}

bool import_map_mean(struct arena *a, struct import_map *m, struct str value, int kind)
{
    for (size_t i = 0; i < m->nmeans; i++)
        if (str_eq(m->means[i].value, value)) {
            m->means[i].kind = kind;
            return true;
        }
    if (!m->means)
        m->means = ARENA_ARRAY(a, struct import_means, IMPORT_MEANS_MAX);
    if (m->nmeans == IMPORT_MEANS_MAX)
        return false;
    m->means[m->nmeans++] = (struct import_means){value, kind};
    return true;
}

/* ---- as a file --------------------------------------------------------------------------------
 */

struct map_reading {
    struct search *search;
    struct arena *arena;
    const struct import_table *table;
    struct import_map *map;
    struct import_map_read *out;
    size_t cap;
};

static void wrong(struct map_reading *r, uint32_t line, const char *why, struct str what)
{
    struct import_map_read *out = r->out;
    out->wrong = import_grown(r->arena, out->wrong, sizeof *out->wrong, out->nwrong, &r->cap);
    out->wrong[out->nwrong++] = (struct import_told){line, why, what};
}

static void means_read(struct map_reading *r, uint32_t line, struct str value, struct str code)
{
    const struct aid_kind_info *kind = aid_kind_by_code(code);
    if (!kind && !str_eq_c(code, "-"))
        wrong(r, line, N_("There is no such kind:"), code);
    else if (!import_map_mean(r->arena, r->map, value, kind ? (int)kind->kind : IMPORT_KIND_LEAVE))
        wrong(r, line, N_("These are too many categories:"), value);
}

static void option_read(struct map_reading *r, uint32_t line, struct str name, struct str value)
{
    struct import_map *m = r->map;
    if (str_eq_c(name, "dates") && (str_eq_c(value, "dmy") || str_eq_c(value, "mdy")))
        m->dates = str_eq_c(value, "mdy") ? IMPORT_MDY : IMPORT_DMY;
    else if (str_eq_c(name, "unapproved") && (str_eq_c(value, "keep") || str_eq_c(value, "leave")))
        m->unapproved = str_eq_c(value, "leave") ? IMPORT_LEAVE : IMPORT_KEEP;
    else
        wrong(r, line, N_("There is no such choice:"), name);
}

static void column_read(struct map_reading *r, uint32_t line, enum import_column c, struct str name)
{
    const struct str folded = search_fold(r->search, r->arena, name);
    for (size_t i = 0; i < r->table->ncolumns; i++) {
        const struct str theirs = r->table->columns[i];
        if (str_eq(theirs, name) ||
            (folded.n && str_eq(search_fold(r->search, r->arena, theirs), folded))) {
            r->map->of[i] = c;
            return;
        }
    }
    wrong(r, line, N_("The table has no such column:"), name);
}

static enum err on_map_row(void *ctx, uint32_t line, const struct str *v, size_t n, uint64_t bytes)
{
    struct map_reading *r = ctx;
    enum import_column c;
    (void)bytes;
    if (is_empty(v, n) || str_starts(v[0], STR("#")) || (n >= 2 && str_eq_c(v[0], "field")))
        return ERR_OK;
    if (n >= 3 && v[2].n != 0 && str_eq_c(v[0], "kind"))
        means_read(r, line, v[1], v[2]);
    else if (n >= 3 && str_eq_c(v[0], "option"))
        option_read(r, line, v[1], v[2]);
    else if (n >= 2 && v[1].n != 0 && import_column_find(v[0], &c))
        column_read(r, line, c, v[1]);
    else
        wrong(r, line, N_("A row says field,column or kind,value,kind:"), v[0]);
    return ERR_OK;
}

enum err import_map_read(struct search *s, struct arena *a, struct str text,
                         const struct import_table *t, struct import_map *m,
                         struct import_map_read *out)
{
    struct map_reading r = {.search = s, .arena = a, .table = t, .map = m, .out = out};
    *m = (struct import_map){0};
    *out = (struct import_map_read){0};
    if (text.n > IMPORT_BYTES_MAX)
        return ERR_TOO_LARGE;
    text = import_text(a, text);
    return hsds_csv_read_loosely(text, import_separator(text), a, on_map_row, &r, &out->broken);
}

static void cell(struct buf *b, struct str s)
{
    buf_add_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_add_char(b, '"');
        buf_add_char(b, s.p[i]);
    }
    buf_add_char(b, '"');
}

#define MAP_BYTES_MAX (4u << 20)

struct str import_map_write(struct arena *a, const struct import_table *t,
                            const struct import_map *m)
{
    struct buf b;
    struct str out;
    buf_init(&b, a, 4096, MAP_BYTES_MAX);
    buf_add_c(&b, "field,column,means\n");
    for (size_t i = 0; i < t->ncolumns; i++) {
        buf_add_fmt(&b, "%s,", import_column_code(m->of[i]));
        cell(&b, t->columns[i]);
        buf_add_c(&b, ",\n");
    }
    for (size_t i = 0; i < m->nmeans; i++) {
        buf_add_c(&b, "kind,");
        cell(&b, m->means[i].value);
        const struct aid_kind_info *kind = aid_kind_find(m->means[i].kind);
        buf_add_fmt(&b, ",%s\n", kind ? kind->code : "-");
    }
    buf_add_fmt(&b, "option,dates,%s\n", m->dates == IMPORT_MDY ? "mdy" : "dmy");
    buf_add_fmt(&b, "option,unapproved,%s\n", m->unapproved == IMPORT_LEAVE ? "leave" : "keep");
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}
