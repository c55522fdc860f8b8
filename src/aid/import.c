/* From the rows of a table to cards and details. */
#include "aid/import.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "aid/area_names.h"
#include "aid/import_inside.h"
#include "aid/kind_form.h"
#include "aid/triage.h"
#include "base/clock.h"

#define WORDS_READ 400 /* bytes of the words that tell how urgent it is */
#define SCRATCH_ROWS 64

struct importing {
    const struct import_how *how;
    const struct import_table *table;
    const struct import_map *map;
    struct import *out;
    struct arena *a, *scratch; /* scratch: forgotten after some rows */
    struct import_words words;
    struct area_names names;
    struct map firsts; /* the first words of areas' names */
    struct map kinds;  /* category → 1 + (kind << 1 | whether it was known) */
    struct map places; /* folded place → 1 + area */
    struct map ids;    /* id → 1 + row */
    struct map unknown;
    struct map alike;
    size_t rows_cap, refused_cap, told_cap, unknown_cap;
    int32_t today;
};

/* One row on its way. */
struct row {
    uint32_t line;
    const struct import_cells *cells;
    struct str v[IMPORT_COLUMN_COUNT];
    struct str left; /* what could not be told: "Column: what stood there" */
    struct aid_card card;
    struct aid_details details;
    enum loop_urgency urgency;
    bool cut;
};

static void told(struct importing *im, uint32_t line, const char *why, struct str what)
{
    struct import *o = im->out;
    o->told = import_grown(im->a, o->told, sizeof *o->told, o->ntold, &im->told_cap);
    o->told[o->ntold++] = (struct import_told){line, why, what};
}

static void refuse(struct importing *im, uint32_t line, const char *why, struct str what)
{
    struct import *o = im->out;
    o->refused = import_grown(im->a, o->refused, sizeof *o->refused, o->nrefused, &im->refused_cap);
    o->refused[o->nrefused++] = (struct import_told){line, why, what};
}

static struct str fold(const struct importing *im, struct str s)
{
    return search_fold(im->how->search, im->scratch, s);
}

static struct str joined(struct arena *a, struct str x, const char *between, struct str y)
{
    if (x.n == 0 || y.n == 0)
        return x.n ? x : y;
    return str_fmt(a, "%" STR_FMT "%s%" STR_FMT, STR_ARG(x), between, STR_ARG(y));
}

/* Stays in the words, under its column's name. */
static void keep(struct importing *im, struct row *r, enum import_column c, const char *why)
{
    for (size_t i = 0; i < im->table->ncolumns; i++)
        if (im->map->of[i] == c && r->cells->v[i].n != 0) {
            const struct str line = str_fmt(im->a, "%" STR_FMT ": %" STR_FMT,
                                            STR_ARG(im->table->columns[i]), STR_ARG(r->v[c]));
            r->left = joined(im->a, r->left, "\n", line);
            break;
        }
    if (why)
        told(im, r->line, why, r->v[c]);
}

/* ---- the category -----------------------------------------------------------------------------
 */

/* Without "1a." or "2b)" in front. */
static struct str without_number(struct str s)
{
    size_t i = 0;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    if (i == 0 || i > 3)
        return s;
    if (i < s.n && s.p[i] >= 'a' && s.p[i] <= 'z' && i + 1 < s.n &&
        (s.p[i + 1] == '.' || s.p[i + 1] == ')'))
        i++;
    return i < s.n && (s.p[i] == '.' || s.p[i] == ')') ? str_trim(str_slice(s, i + 1, s.n)) : s;
}

#define KIND_UNKNOWN (-1)

/* What one category means: a kind, IMPORT_KIND_LEAVE, or KIND_UNKNOWN. */
static int kind_said(struct importing *im, struct str value)
{
    bool fresh;
    for (size_t i = 0; i < im->map->nmeans; i++)
        if (str_eq(im->map->means[i].value, value))
            return im->map->means[i].kind;
    uint32_t *known = map_put(&im->kinds, value, &fresh);
    if (fresh) {
        const struct aid_kind_info *coded = aid_kind_by_code(value);
        const int kind =
            coded ? (int)coded->kind : import_kind_of(&im->words, fold(im, without_number(value)));
        *known = (uint32_t)kind;
    }
    return *known ? (int)*known : KIND_UNKNOWN;
}

static void count_unknown(struct importing *im, struct str value)
{
    struct import *o = im->out;
    bool fresh;
    if (o->nunknown >= IMPORT_MEANS_MAX)
        return;
    uint32_t *at = map_put(&im->unknown, value, &fresh);
    if (fresh) {
        o->unknown =
            import_grown(im->a, o->unknown, sizeof *o->unknown, o->nunknown, &im->unknown_cap);
        *at = (uint32_t)o->nunknown;
        o->unknown[o->nunknown++] = (struct import_unknown){value, 0};
    }
    o->unknown[*at].n++;
}

/* The next of several in one cell: "1a. Food, 2b. Medical". */
static struct str next_part(struct str *rest)
{
    size_t i = 0;
    while (i < rest->n && rest->p[i] != ',' && rest->p[i] != ';' && rest->p[i] != '|' &&
           rest->p[i] != '\n')
        i++;
    const struct str part = str_trim(str_slice(*rest, 0, i));
    *rest = str_slice(*rest, i + 1, rest->n);
    return part;
}

/* False: the mapping leaves such rows out. */
static bool kind_take(struct importing *im, struct row *r)
{
    struct str rest = r->v[IMPORT_KIND], others = STR_NONE;
    int kind = im->map->nmeans && rest.n ? kind_said(im, rest) : KIND_UNKNOWN;
    if (kind != KIND_UNKNOWN)
        rest = STR_NONE;
    while (rest.n != 0) {
        const struct str part = next_part(&rest);
        const int said = part.n ? kind_said(im, part) : KIND_UNKNOWN;
        if (part.n == 0)
            continue;
        if (said == IMPORT_KIND_LEAVE)
            return false;
        if (said == KIND_UNKNOWN)
            count_unknown(im, part);
        if (kind == KIND_UNKNOWN && said != KIND_UNKNOWN)
            kind = said;
        else
            others = joined(im->a, others, ", ", part);
    }
    if (kind == IMPORT_KIND_LEAVE)
        return false;
    if (kind == KIND_UNKNOWN) {
        const int guess = import_kind_of(
            &im->words, fold(im, r->v[IMPORT_LINE].n ? r->v[IMPORT_LINE] : r->v[IMPORT_WORDS]));
        kind = guess ? guess : AID_OTHER;
    }
    r->card.kind = (enum aid_kind)kind;
    r->v[IMPORT_KIND] = others;
    if (others.n)
        keep(im, r, IMPORT_KIND, NULL);
    return true;
}

/* ---- the place --------------------------------------------------------------------------------
 */

static struct str first_word(struct str s)
{
    return str_slice(s, 0, str_find_char(s, ' '));
}

static uint32_t area_called(struct importing *im, struct str folded)
{
    uint32_t id = 0;
    if (folded.n == 0 || !map_get(&im->firsts, first_word(folded)))
        return 0;
    return area_names_find(im->how->areas, &im->names, folded, &id) == AREA_TOLD ? id : 0;
}

/* "Rue 4, Hamra, Beirut": all of it, then without what stands first, then each part alone. */
static uint32_t area_named(struct importing *im, struct str place)
{
    bool fresh;
    const struct str whole = fold(im, place);
    if (whole.n == 0 || im->how->areas->n == 0)
        return 0;
    uint32_t *known = map_get(&im->places, whole);
    if (known)
        return *known;
    uint32_t id = area_called(im, whole);
    for (struct str rest = place; id == 0 && rest.n != 0;) {
        next_part(&rest);
        id = area_called(im, fold(im, rest));
    }
    for (struct str rest = place; id == 0 && rest.n != 0;)
        id = area_called(im, fold(im, next_part(&rest)));
    *map_put(&im->places, str_copy(im->a, whole), &fresh) = id;
    return id;
}

static void where_take(struct importing *im, struct row *r)
{
    double lat, lon;
    bool cut = false;
    struct str place = import_without_points(im->a, r->v[IMPORT_WHERE], &cut);
    r->card.area = area_named(im, place);
    if (r->card.area == 0 && import_degrees(r->v[IMPORT_LAT], 90, &lat) &&
        import_degrees(r->v[IMPORT_LON], 180, &lon))
        r->card.area = area_near(im->how->areas, lat, lon, IMPORT_KM);
    r->details.where = import_at_most(place, AID_WORDS_MAX, &r->cut);
}

/* ---- words ------------------------------------------------------------------------------------
 */

/* Without somebody's name, where it stands as it does in its column. */
static struct str without_name(struct arena *a, struct str s, struct str name)
{
    const char *at = name.n >= 3 && s.n ? memmem(s.p, s.n, name.p, name.n) : NULL;
    if (!at)
        return s;
    const size_t from = (size_t)(at - s.p);
    return joined(a, str_trim(str_slice(s, 0, from)), " ",
                  str_trim(str_slice(s, from + name.n, s.n)));
}

/* A line has no ends of lines in it. */
static struct str one_line(struct arena *a, struct str s)
{
    if (str_find_char(s, '\n') == s.n && str_find_char(s, '\t') == s.n)
        return s;
    char *p = arena_copy(a, s.p, s.n);
    for (size_t i = 0; i < s.n; i++)
        if (p[i] == '\n' || p[i] == '\t')
            p[i] = ' ';
    return str_from(p, s.n);
}

static void words_take(struct importing *im, struct row *r)
{
    bool cut = false, shorter = false;
    const struct str title = import_without_points(im->a, r->v[IMPORT_LINE], &cut);
    struct str line = import_without_contacts(im->a, one_line(im->a, title));
    line = without_name(im->a, line, r->v[IMPORT_NAME]);
    r->card.line = import_at_most(line, AID_LINE_MAX, &shorter);
    struct str words = import_without_points(im->a, r->v[IMPORT_WORDS], &cut);
    if (!str_eq(r->card.line, title)) /* all of it stays with who helps */
        words = joined(im->a, title, "\n", words);
    words = joined(im->a, words, "\n", import_without_points(im->a, r->left, &cut));
    r->details.words = import_at_most(words, AID_DETAILS_MAX, &r->cut);
    if (cut)
        told(im, r->line, N_("Degrees that stood in the words were cut out."), STR_NONE);
}

static void people_take(struct importing *im, struct row *r)
{
    bool cut = false;
    const struct str contact = joined(im->a, r->v[IMPORT_NAME], " · ", r->v[IMPORT_CONTACT]);
    r->details.contact =
        import_at_most(import_without_points(im->a, contact, &cut), AID_WORDS_MAX, &r->cut);
    r->details.who = import_at_most(import_without_points(im->a, r->v[IMPORT_WHO], &cut),
                                    AID_WORDS_MAX, &r->cut);
    if (r->v[IMPORT_LANG].n == 0)
        return;
    const int bit = import_language_of(im->how->search, im->scratch, fold(im, r->v[IMPORT_LANG]));
    if (bit < 0) {
        keep(im, r, IMPORT_LANG, NULL);
        return;
    }
    r->card.speaks = (uint64_t)1 << bit;
    for (size_t i = 0; i < AID_LANGUAGE_COUNT; i++)
        if (aid_languages[i].bit == (unsigned)bit)
            r->details.lang = str_from_c(aid_languages[i].code);
}

static void urgency_take(struct importing *im, struct row *r)
{
    r->urgency = LOOP_WEEK;
    if (r->v[IMPORT_URGENCY].n != 0) {
        if (import_urgency_of(&im->words, fold(im, r->v[IMPORT_URGENCY]), &r->urgency))
            return;
        keep(im, r, IMPORT_URGENCY, N_("How urgent it is cannot be told; it counts as this week:"));
    }
    const struct str begins = str_utf8_prefix(r->v[IMPORT_WORDS], WORDS_READ);
    if (import_is_now(&im->words, fold(im, r->v[IMPORT_KIND])) ||
        import_is_now(&im->words, fold(im, r->v[IMPORT_LINE])) ||
        import_is_now(&im->words, fold(im, begins)))
        r->urgency = LOOP_NOW;
}

/* ---- numbers and days -------------------------------------------------------------------------
 */

static void units_take(struct importing *im, struct row *r)
{
    const struct aid_kind_info *kind = aid_kind_find((int)r->card.kind);
    int64_t n;
    r->card.units = 1;
    if (r->v[IMPORT_UNITS].n == 0)
        return;
    for (int i = 0; i < kind->n; i++) {
        const struct aid_question *q = &kind->questions[i];
        const bool money = q->answer == AID_ANSWER_MONEY;
        if (q->use != AID_USE_CAPACITY || !import_number(r->v[IMPORT_UNITS], &n) || n < q->least ||
            n > (money ? q->most / AID_MINOR : q->most))
            continue;
        kind_form_take(kind, i, n, &r->card);
        return;
    }
    keep(im, r, IMPORT_UNITS,
         aid_question_of(kind, AID_USE_CAPACITY) ? N_("This is no number that can be asked for:")
                                                 : NULL);
}

/* False: its last day is over. */
static bool days_take(struct importing *im, struct row *r)
{
    const struct import_how *how = im->how;
    const enum import_dates order = im->map->dates;
    int32_t day, last = how->until;
    int64_t asked = how->now;
    if (r->v[IMPORT_UNTIL].n != 0) {
        if (!import_day(im->scratch, r->v[IMPORT_UNTIL], order, &day)) {
            keep(im, r, IMPORT_UNTIL, N_("This is no day:"));
        } else if (day < im->today) {
            return false;
        } else {
            last = day < last ? day : last;
            r->card.until = last;
        }
    }
    if (r->v[IMPORT_DATE].n != 0) {
        if (!import_day(im->scratch, r->v[IMPORT_DATE], order, &day))
            keep(im, r, IMPORT_DATE, N_("This is no day:"));
        else if (day <= im->today && day >= im->today - LOOP_DAYS_MAX)
            asked = (int64_t)day * DAY_SECONDS + DAY_SECONDS / 2;
        else
            keep(im, r, IMPORT_DATE, NULL);
    }
    r->card.loop = loop_new(r->urgency, last, how->now);
    r->card.loop.asked = asked < how->now ? asked : how->now;
    return true;
}

/* ---- one row ----------------------------------------------------------------------------------
 */

static void cells_take(const struct importing *im, struct row *r)
{
    for (size_t i = 0; i < im->table->ncolumns; i++) {
        const enum import_column c = im->map->of[i];
        const struct str cell = r->cells->v[i];
        if (c == IMPORT_OUT || cell.n == 0)
            continue;
        if (r->v[c].n == 0)
            r->v[c] = cell;
        else if (c == IMPORT_WORDS || c == IMPORT_CONTACT || c == IMPORT_WHERE)
            r->v[c] = joined(im->a, r->v[c], c == IMPORT_WORDS ? "\n" : ", ", cell);
    }
}

static uint64_t hash_of(const struct importing *im, const char *label, struct str what)
{
    uint8_t mac[KEY_SIZE];
    uint64_t id;
    seal_mac(mac, im->how->key, label, what);
    memcpy(&id, mac, sizeof id);
    return id ? id : 1;
}

/* All cells, each with its length before it. */
static struct str content_of(const struct importing *im, const struct row *r)
{
    struct str all = STR_NONE;
    size_t n = 0;
    for (size_t i = 0; i < im->table->ncolumns; i++)
        n += sizeof n + r->cells->v[i].n;
    char *p = arena_alloc(im->scratch, n + 1);
    for (size_t i = 0; i < im->table->ncolumns; i++) {
        const struct str cell = r->cells->v[i];
        memcpy(p + all.n, &cell.n, sizeof cell.n);
        if (cell.n != 0)
            memcpy(p + all.n + sizeof cell.n, cell.p, cell.n);
        all.n += sizeof cell.n + cell.n;
    }
    return str_from(p, all.n);
}

static uint64_t id_of(const struct importing *im, const struct row *r, uint64_t content)
{
    if (im->how->source.n == 0 || r->v[IMPORT_SERIAL].n == 0)
        return content;
    return hash_of(im, "awn aid import serial",
                   str_fmt(im->scratch, "%zu:%" STR_FMT ":%" STR_FMT, im->how->source.n,
                           STR_ARG(im->how->source), STR_ARG(r->v[IMPORT_SERIAL])));
}

/* Is another row with this id there? Then this one is told, or only counted. */
static bool is_twice(struct importing *im, struct row *r)
{
    const uint64_t content = hash_of(im, "awn aid import row", content_of(im, r));
    bool fresh, same;
    r->card.id = id_of(im, r, content);
    map_put(&im->ids, str_copy(im->a, str_from(&content, sizeof content)), &same);
    if (r->card.id == content) {
        im->out->twice += !same;
        return !same;
    }
    map_put(&im->ids, str_copy(im->a, str_from(&r->card.id, sizeof r->card.id)), &fresh);
    if (!same)
        im->out->twice++;
    else if (!fresh)
        refuse(im, r->line, N_("Its number stands in the table twice, with other words:"),
               r->v[IMPORT_SERIAL]);
    return !same || !fresh;
}

static bool says_anything(const struct row *r)
{
    return r->v[IMPORT_LINE].n != 0 || r->v[IMPORT_WORDS].n != 0 || r->v[IMPORT_KIND].n != 0 ||
           r->v[IMPORT_UNITS].n != 0;
}

static bool side_take(struct importing *im, struct row *r)
{
    r->card.side = im->how->side;
    if (r->v[IMPORT_SIDE].n == 0 || import_side_of(fold(im, r->v[IMPORT_SIDE]), &r->card.side))
        return true;
    refuse(im, r->line, N_("It cannot be told whether this is an ask or an offer:"),
           r->v[IMPORT_SIDE]);
    return false;
}

/* Kept marked, or left out. */
static bool approved_take(struct importing *im, struct row *r)
{
    if (import_yes_of(fold(im, r->v[IMPORT_APPROVED])) == IMPORT_NO) {
        if (im->map->unapproved == IMPORT_LEAVE)
            return false;
        r->card.marks |= AID_MARK_UNAPPROVED;
    }
    if (import_yes_of(fold(im, r->v[IMPORT_VERIFIED])) == IMPORT_NO)
        r->card.marks |= AID_MARK_UNVERIFIED;
    return true;
}

static void row_add(struct importing *im, const struct row *r)
{
    struct import *o = im->out;
    bool fresh, first = true;
    const struct str line = fold(im, r->card.line);
    if (r->cut)
        told(im, r->line, N_("What was too long was cut."), STR_NONE);
    if (r->details.contact.n != 0)
        map_put(&im->alike, str_copy(im->a, fold(im, r->details.contact)), &first);
    if (first && line.n != 0)
        map_put(&im->alike,
                str_fmt(im->a, "%d:%" PRIu32 ":%" STR_FMT, (int)r->card.kind, r->card.area,
                        STR_ARG(line)),
                &fresh);
    else
        fresh = true;
    o->alike += !first || !fresh;
    o->marked += (r->card.marks & AID_MARK_UNAPPROVED) != 0;
    o->rows = import_grown(im->a, o->rows, sizeof *o->rows, o->n, &im->rows_cap);
    o->rows[o->n++] = (struct import_row){r->line, r->card, r->details};
}

static void row_read(struct importing *im, const struct import_cells *cells)
{
    struct row *r = &(struct row){.line = cells->line, .cells = cells};
    cells_take(im, r);
    if (cells->more) {
        refuse(im, r->line, N_("It has more cells than the first row."), STR_NONE);
        return;
    }
    if (!says_anything(r)) {
        refuse(im, r->line, N_("Nothing in it says what is needed."), STR_NONE);
        return;
    }
    if (is_twice(im, r) || !side_take(im, r))
        return;
    urgency_take(im, r); /* before the categories are gone */
    if (!approved_take(im, r) || !kind_take(im, r)) {
        im->out->left++;
        return;
    }
    if (!days_take(im, r)) {
        refuse(im, r->line, N_("Its last day is over:"), r->v[IMPORT_UNTIL]);
        return;
    }
    where_take(im, r);
    units_take(im, r);
    people_take(im, r);
    words_take(im, r);
    r->card.desk_reads = true;
    r->card.said = triage_said(im->scratch, &r->card, &r->details);
    if (r->card.side == AID_OFFER)
        r->card.repeat = AID_ONCE;
    row_add(im, r);
}

/* ---- the table --------------------------------------------------------------------------------
 */

static int more_first(const void *x, const void *y)
{
    const struct import_unknown *a = x, *b = y;
    if (a->n != b->n)
        return a->n < b->n ? 1 : -1;
    return str_cmp(a->value, b->value);
}

static void firsts_make(struct importing *im)
{
    bool fresh;
    area_names_make(im->how->areas, im->how->search, im->a, 0, &im->names);
    for (size_t i = 0; i < im->names.n; i++) {
        const struct str both[] = {im->names.v[i].name, im->names.v[i].other};
        for (int k = 0; k < 2; k++)
            if (both[k].n != 0)
                map_put(&im->firsts, first_word(both[k]), &fresh);
    }
}

void import_read(const struct import_how *how, const struct import_table *t,
                 const struct import_map *m, struct import *out)
{
    ARENA_LOCAL struct arena *scratch = arena_create(ARENA_WIPED, 0);
    struct importing *im = ARENA_NEW(how->arena, struct importing);
    *out = (struct import){0};
    *im = (struct importing){.how = how,
                             .table = t,
                             .map = m,
                             .out = out,
                             .a = how->arena,
                             .scratch = scratch,
                             .today = clock_day(how->now)};
    struct map *const maps[] = {&im->firsts, &im->kinds,   &im->places,
                                &im->ids,    &im->unknown, &im->alike};
    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++)
        map_init(maps[i], im->a);
    import_words_make(how->search, im->a, &im->words);
    im->words.arena = scratch;
    firsts_make(im);
    for (size_t i = 0; i < t->n; i++) {
        row_read(im, &t->rows[i]);
        if (i % SCRATCH_ROWS == SCRATCH_ROWS - 1)
            arena_clear(scratch);
    }
    if (out->nunknown != 0)
        qsort(out->unknown, out->nunknown, sizeof *out->unknown, more_first);
}

void import_by_kind(const struct import *in, size_t by[AID_KIND_COUNT + 1])
{
    memset(by, 0, (AID_KIND_COUNT + 1) * sizeof *by);
    for (size_t i = 0; i < in->n; i++)
        by[in->rows[i].card.kind]++;
}

static int more_areas_first(const void *x, const void *y)
{
    const struct import_area_count *a = x, *b = y;
    if (a->n != b->n)
        return a->n < b->n ? 1 : -1;
    return (a->area > b->area) - (a->area < b->area);
}

size_t import_by_area(struct arena *a, const struct import *in, struct import_area_count **out)
{
    struct map at;
    size_t n = 0, cap = 0;
    bool fresh;
    map_init(&at, a);
    *out = NULL;
    for (size_t i = 0; i < in->n; i++) {
        const uint32_t *area = &in->rows[i].card.area;
        uint32_t *place = map_put(&at, str_from(area, sizeof *area), &fresh);
        if (fresh) {
            *place = (uint32_t)n;
            *out = import_grown(a, *out, sizeof **out, n, &cap);
            (*out)[n++] = (struct import_area_count){.area = *area};
        }
        (*out)[*place].n++;
    }
    if (n != 0)
        qsort(*out, n, sizeof **out, more_areas_first);
    return n;
}
