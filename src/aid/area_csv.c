#include "aid/area_csv.h"

#include <stdlib.h>
#include <string.h>

#include "aid/area_names.h"
#include "http/form.h"

enum { C_NAME, C_OTHER, C_PARENT, C_LAT, C_LON, C_NEIGHBOURS, COLUMNS };
static const struct form_field FIELDS[COLUMNS] = {
    [C_NAME] = {.name = "name", .kind = FIELD_LINE, .max = AREA_NAME_MAX, .required = true},
    [C_OTHER] = {.name = "other", .kind = FIELD_LINE, .max = AREA_NAME_MAX},
    [C_PARENT] = {.name = "parent", .kind = FIELD_LINE, .max = 12 * AREA_NAME_MAX},
    [C_LAT] = {.name = "lat", .kind = FIELD_LINE, .max = 20},
    [C_LON] = {.name = "lon", .kind = FIELD_LINE, .max = 20},
    [C_NEIGHBOURS] = {.name = "neighbours", .kind = FIELD_LINE, .max = 4000},
};
static const struct form_spec ROW = FORM_SPEC(FIELDS);

struct row {
    uint32_t line;
    struct str parent, written; /* folded; as it stands there */
    struct str neighbours;
    struct area area; /* id 0: not placed yet */
    bool refused;
};
struct reading {
    struct search *search;
    struct arena *arena;
    struct area_import *out;
    struct area_names names;
    bool *taken; /* by position: a row of this file gave it */
    int column[COLUMNS];
    bool headed;
    struct row *rows;
    size_t nrows, rows_cap, refused_cap, links_cap;
    uint32_t next;
};

/* With room for one more; what is there is copied. */
static void *grown(struct arena *a, void *p, size_t size, size_t n, size_t *cap)
{
    if (n < *cap)
        return p;
    void *out = arena_alloc(a, (*cap * 2 + 64) * size);
    if (n != 0)
        memcpy(out, p, n * size);
    *cap = *cap * 2 + 64;
    return out;
}

static void refuse(struct reading *r, uint32_t line, const char *why, struct str what)
{
    struct area_import *out = r->out;
    out->refused =
        grown(r->arena, out->refused, sizeof *out->refused, out->nrefused, &r->refused_cap);
    out->refused[out->nrefused++] = (struct area_refused){line, why, what};
}

/* ---- cells ------------------------------------------------------------------------------------
 */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "-33.8935" → degrees; six decimals are read, which is a step. */
bool area_degrees_read(struct str s, int bound, double *out)
{
    bool minus = s.n != 0 && s.p[0] == '-';
    int64_t whole = 0, part = 0, unit = 1000000;
    size_t i = minus, first = i;
    for (; i < s.n && is_digit(s.p[i]) && whole <= 1000; i++)
        whole = whole * 10 + (s.p[i] - '0');
    bool any = i > first;
    if (i < s.n && s.p[i] == '.')
        for (i++; i < s.n && is_digit(s.p[i]); i++, any = true) {
            unit /= 10;
            part += (s.p[i] - '0') * unit;
        }
    int64_t all = whole * 1000000 + part;
    *out = (double)(minus ? -all : all) / 1e6;
    return any && i == s.n && all <= (int64_t)bound * 1000000;
}

static const char *middle_read(const struct form *f, struct area *x)
{
    if (f->value[C_LAT].n == 0 && f->value[C_LON].n == 0)
        return NULL;
    x->placed = area_degrees_read(f->value[C_LAT], 90, &x->lat) &&
                area_degrees_read(f->value[C_LON], 180, &x->lon);
    return x->placed ? NULL : N_("The middle is two numbers of degrees, such as 33.89 and 35.50.");
}

static void row_read(struct reading *r, uint32_t line, const struct str *fields, size_t n)
{
    struct http_pair pairs[COLUMNS];
    struct form f;
    for (int i = 0; i < COLUMNS; i++)
        pairs[i] = (struct http_pair){
            str_from_c(FIELDS[i].name),
            r->column[i] >= 0 && (size_t)r->column[i] < n ? fields[r->column[i]] : STR_NONE};
    form_parse(r->arena, &ROW, &(struct http_pairs){pairs, COLUMNS}, &f);
    for (int i = 0; i < COLUMNS; i++)
        if (f.problem[i] != FIELD_IS_NONE) {
            refuse(r, line, form_problem_text(f.problem[i]), str_from_c(FIELDS[i].name));
            return;
        }
    struct row row = {.line = line,
                      .parent = search_fold(r->search, r->arena, f.value[C_PARENT]),
                      .written = f.value[C_PARENT],
                      .neighbours = f.value[C_NEIGHBOURS],
                      .area = {.name = f.value[C_NAME], .other = f.value[C_OTHER]}};
    const char *wrong = middle_read(&f, &row.area);
    if (wrong) {
        refuse(r, line, wrong, f.value[C_NAME]);
        return;
    }
    if (search_fold(r->search, r->arena, row.area.name).n == 0) {
        refuse(r, line, N_("A name has letters."), f.value[C_NAME]);
        return;
    }
    if (f.value[C_PARENT].n != 0 && row.parent.n == 0) {
        refuse(r, line, N_("Nothing on the list is called so:"), f.value[C_PARENT]);
        return;
    }
    r->rows = grown(r->arena, r->rows, sizeof *r->rows, r->nrows, &r->rows_cap);
    r->rows[r->nrows++] = row;
}

static enum err header_read(struct reading *r, uint32_t line, const struct str *fields, size_t n)
{
    r->headed = true;
    for (int i = 0; i < COLUMNS; i++) {
        r->column[i] = -1;
        for (size_t k = 0; k < n; k++)
            if (str_eq(search_fold(r->search, r->arena, fields[k]), str_from_c(FIELDS[i].name)))
                r->column[i] = (int)k;
    }
    if (r->column[C_NAME] >= 0)
        return ERR_OK;
    r->out->broken = (struct csv_broken){
        line, N_("The first row names the columns: name, other, parent, lat, lon, neighbours.")};
    return ERR_INVALID;
}

static enum err on_row(void *ctx, uint32_t line, const struct str *fields, size_t n, uint64_t bytes)
{
    struct reading *r = ctx;
    bool blank = true;
    (void)bytes;
    for (size_t i = 0; i < n; i++)
        blank = blank && fields[i].n == 0;
    if (blank || str_starts(fields[0], STR("#")))
        return ERR_OK;
    if (!r->headed)
        return header_read(r, line, fields, n);
    row_read(r, line, fields, n);
    return ERR_OK;
}

/* ---- places on the tree -----------------------------------------------------------------------
 */

static int level_of(const struct areas *all, uint32_t id)
{
    int level = 0;
    for (const struct area *x = area_find(all, id); x; x = area_find(all, x->parent))
        level++;
    return level;
}

/* What the row adds to one that is there. */
static void row_merge(struct reading *r, struct row *row, struct area *there)
{
    struct area *x = &row->area;
    bool news = x->other.n && !str_eq(x->other, there->other);
    if (news)
        there->other = x->other;
    if (x->placed && (!there->placed || x->lat != there->lat || x->lon != there->lon)) {
        there->placed = true;
        there->lat = x->lat;
        there->lon = x->lon;
        news = true;
    }
    x->id = there->id;
    r->taken[there - r->out->all.v] = true;
    r->out->changed += news;
    r->out->same += !news;
}

/* NULL, or why not. */
static const char *row_place(struct reading *r, struct row *row, uint32_t parent)
{
    struct areas *all = &r->out->all;
    struct str name = search_fold(r->search, r->arena, row->area.name);
    uint32_t id = area_names_in(all, &r->names, parent, name);
    if (id != 0) {
        struct area *there = all->v + (area_find(all, id) - all->v);
        if (r->taken[there - all->v])
            return N_("This place stands in the file twice.");
        row_merge(r, row, there);
        return NULL;
    }
    if (all->n == AREAS_MAX)
        return N_("The list is full.");
    if (level_of(all, parent) >= AREA_DEPTH_MAX)
        return N_("This lies too deep: the list has twelve levels at most.");
    row->area.parent = parent;
    row->area.id = r->next++;
    r->taken[all->n] = true;
    all->v[all->n++] = row->area;
    area_names_add(&r->names, r->search, r->arena, &row->area);
    r->out->added++;
    return NULL;
}

/* Rows whose parent is there; again, as long as some find theirs. */
static void rows_place(struct reading *r)
{
    bool more = true;
    while (more) {
        more = false;
        for (size_t i = 0; i < r->nrows; i++) {
            struct row *row = &r->rows[i];
            uint32_t parent = 0;
            if (row->area.id != 0 || row->refused ||
                (row->parent.n &&
                 area_names_find(&r->out->all, &r->names, row->parent, &parent) != AREA_TOLD))
                continue;
            const char *why = row_place(r, row, parent);
            row->refused = why != NULL;
            if (why)
                refuse(r, row->line, why, row->area.name);
            more = true;
        }
    }
    for (size_t i = 0; i < r->nrows; i++) {
        const struct row *row = &r->rows[i];
        uint32_t parent;
        if (row->area.id != 0 || row->refused)
            continue;
        bool several =
            area_names_find(&r->out->all, &r->names, row->parent, &parent) == AREA_TOLD_SEVERAL;
        refuse(r, row->line,
               several ? N_("Several places are called so; the city behind it tells which:")
                       : N_("Nothing on the list is called so:"),
               row->written);
    }
}

/* ---- links ------------------------------------------------------------------------------------
 */

static int by_ends(const void *a, const void *b)
{
    const struct area_link *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void link_add(struct reading *r, uint32_t x, uint32_t y, int32_t minutes)
{
    struct areas *all = &r->out->all;
    all->links = grown(r->arena, all->links, sizeof *all->links, all->nlinks, &r->links_cap);
    all->links[all->nlinks++] = (struct area_link){x < y ? x : y, x < y ? y : x, minutes};
}

/* "Name 15": the minutes are its last word. */
static const char *neighbour_read(struct reading *r, const struct row *row, struct str cell)
{
    const struct areas *all = &r->out->all;
    struct str folded = search_fold(r->search, r->arena, cell); /* digits become Latin ones */
    size_t cut = folded.n;
    uint64_t minutes;
    while (cut > 0 && folded.p[cut - 1] != ' ')
        cut--;
    if (cut == 0 || !str_to_u64(str_slice(folded, cut, folded.n), &minutes) ||
        minutes > AREA_MINUTES_MAX)
        return N_("A neighbour is a name and minutes, such as “Hamra 15”:");
    struct str name = str_slice(folded, 0, cut - 1);
    uint32_t other = area_names_in(all, &r->names, area_find(all, row->area.id)->parent, name);
    if (other == 0)
        switch (area_names_find(all, &r->names, name, &other)) {
        case AREA_TOLD:
            break;
        case AREA_TOLD_NONE:
            return N_("Nothing on the list is called so:");
        case AREA_TOLD_SEVERAL:
            return N_("Several places are called so; the city behind it tells which:");
        }
    if (other == row->area.id)
        return N_("A place is no neighbour of itself:");
    link_add(r, row->area.id, other, (int32_t)minutes);
    r->out->linked++;
    return NULL;
}

static void rows_link(struct reading *r)
{
    for (size_t i = 0; i < r->nrows; i++) {
        const struct row *row = &r->rows[i];
        struct str rest = row->neighbours;
        while (row->area.id != 0 && rest.n != 0) {
            struct str cell = str_trim(str_cut(&rest, ';'));
            const char *why = cell.n ? neighbour_read(r, row, cell) : NULL;
            if (why)
                refuse(r, row->line, why, cell);
        }
    }
}

/* One a pair. What the file says comes behind what was there and wins; of two in the file that
 * do not agree the longer way does, whichever stands first. */
static enum err links_unite(struct areas *all, size_t old)
{
    size_t n = 0;
    for (size_t i = 0; i < old; i++) { /* the file's are sorted behind */
        const struct area_link *found =
            all->nlinks > old ? bsearch(&all->links[i], all->links + old, all->nlinks - old,
                                        sizeof *all->links, by_ends)
                              : NULL;
        if (!found)
            all->links[n++] = all->links[i];
    }
    for (size_t i = old; i < all->nlinks; i++) {
        struct area_link l = all->links[i];
        if (i > old && n > 0 && by_ends(&all->links[n - 1], &l) == 0) {
            all->links[n - 1].minutes =
                l.minutes > all->links[n - 1].minutes ? l.minutes : all->links[n - 1].minutes;
            continue;
        }
        all->links[n++] = l;
    }
    all->nlinks = n;
    return n <= AREA_LINKS_MAX ? ERR_OK : ERR_TOO_LARGE;
}

/* ---- the file ---------------------------------------------------------------------------------
 */

static int by_line(const void *a, const void *b)
{
    const struct area_refused *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

/* Ends the links in the order that they are stored in. */
static void there_copy(struct reading *r, const struct areas *there)
{
    struct areas *all = &r->out->all;
    *all = *there;
    all->v = ARENA_ARRAY(r->arena, struct area, AREAS_MAX + 1);
    all->links = NULL;
    all->nlinks = 0;
    for (size_t i = 0; i < there->n; i++)
        all->v[i] = there->v[i];
    for (size_t i = 0; i < there->nlinks; i++)
        link_add(r, there->links[i].a, there->links[i].b, there->links[i].minutes);
    area_names_make(all, r->search, r->arena, AREAS_MAX - all->n, &r->names);
    r->taken = ARENA_ARRAY(r->arena, bool, AREAS_MAX + 1);
}

enum err area_csv_read(struct search *s, struct arena *a, struct str text,
                       const struct areas *there, uint32_t from, struct area_import *out)
{
    struct reading r = {.search = s, .arena = a, .out = out, .next = from};
    uint32_t wrong;

    *out = (struct area_import){0};
    if (text.n > AREA_CSV_MAX)
        return ERR_TOO_LARGE;
    there_copy(&r, there);
    size_t old = out->all.nlinks;
    TRY(hsds_csv_read_text(text, a, on_row, &r, &out->broken));
    rows_place(&r);
    rows_link(&r);
    if (out->all.nlinks > old)
        qsort(out->all.links + old, out->all.nlinks - old, sizeof *out->all.links, by_ends);
    TRY(links_unite(&out->all, old));
    if (out->nrefused != 0)
        qsort(out->refused, out->nrefused, sizeof *out->refused, by_line);
    return areas_check(&out->all, &wrong);
}
