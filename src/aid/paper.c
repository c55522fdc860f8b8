#include "aid/paper.h"

#include <string.h>

const char *paper_word_text(enum paper_word w)
{
    switch (w) {
    case PAPER_NOTHING:
        break;
#define X(name, number, latin, arabic, text)                                                       \
    case PAPER_##name:                                                                             \
        return text;
        PAPER_WORDS(X)
#undef X
    }
    return "";
}

char paper_word_letter(enum paper_word w)
{
    switch (w) {
    case PAPER_NOTHING:
        break;
#define X(name, number, latin, arabic, text)                                                       \
    case PAPER_##name:                                                                             \
        return latin;
        PAPER_WORDS(X)
#undef X
    }
    return ' ';
}

bool paper_word_read(struct str typed, enum paper_word *out)
{
    size_t at = 0;
    *out = PAPER_NOTHING;
    if (typed.n == 0)
        return false;
    uint32_t c = str_utf8_next(typed, &at);
    if (at != typed.n)
        return false;
    if (c >= 'A' && c <= 'Z')
        c += 'a' - 'A';
#define X(name, number, latin, arabic, text)                                                       \
    if (c == (latin) || c == (arabic) || c == '0' + (number) || c == 0x660 + (number) ||           \
        c == 0x6f0 + (number))                                                                     \
        *out = PAPER_##name;
    PAPER_WORDS(X)
#undef X
    return *out != PAPER_NOTHING;
}

/* ---- lines ------------------------------------------------------------------------------------
 */

static bool is_between(uint32_t c)
{
    return c <= ' ' || c == ',' || c == ';' || c == ':' || c == '=' || c == '.' || c == 0xa0 ||
           c == 0x60c || c == 0x61b || (c >= 0x200b && c <= 0x200f) || c == 0x61c;
}

/* The next word of *rest; empty at the end. */
static struct str word_cut(struct str *rest)
{
    size_t from = 0, to;
    for (size_t next = 0; next < rest->n; from = next)
        if (!is_between(str_utf8_next(*rest, &next)))
            break;
    to = from;
    for (size_t next = from; next < rest->n; to = next)
        if (is_between(str_utf8_next(*rest, &next)))
            break;
    const struct str word = str_slice(*rest, from, to);
    *rest = str_slice(*rest, to, rest->n);
    return word;
}

static void line_read(struct str text, struct paper_line *out)
{
    struct str rest = text, word = word_cut(&rest);
    out->told = case_code_read(word, &out->code);
    word = word_cut(&rest);
    if (word_cut(&rest).n != 0 || !paper_word_read(word, &out->word))
        out->word = PAPER_NOTHING;
}

void paper_lines_read(struct arena *a, struct str text, struct paper_lines *out)
{
    *out = (struct paper_lines){.v = ARENA_ARRAY(a, struct paper_line, PAPER_LINES_MAX)};
    for (uint32_t line = 1; text.n != 0; line++) {
        const struct str one = str_trim(str_cut(&text, '\n'));
        struct str left = one;
        if (word_cut(&left).n == 0)
            continue;
        if (out->n == PAPER_LINES_MAX) {
            out->more = true;
            return;
        }
        out->v[out->n] = (struct paper_line){.line = line, .text = one};
        line_read(one, &out->v[out->n++]);
    }
}

/* ---- sheets -----------------------------------------------------------------------------------
 */

struct str paper_number(struct arena *a, uint32_t number)
{
    const struct str digits = str_fmt(a, "%02u", number);
    return str_fmt(a, "%" STR_FMT "-%c", STR_ARG(digits), case_code_check(digits));
}

#define NUMBER_MAX 10 /* letters of it */

bool paper_number_read(struct str typed, uint32_t *out)
{
    char letters[NUMBER_MAX + 1];
    struct str rest = typed;
    const struct str word = word_cut(&rest);
    size_t n = 0;
    uint64_t number;
    for (size_t i = 0; i < word.n;) {
        const uint32_t c = str_utf8_next(word, &i);
        const char letter = case_code_letter(c);
        if (c == '-')
            continue;
        if (letter == 0 || n == NUMBER_MAX)
            return false;
        letters[n++] = letter;
    }
    if (n < 2 || case_code_check(str_from(letters, n - 1)) != letters[n - 1] ||
        !str_to_u64(str_from(letters, n - 1), &number) || number == 0 || number > UINT32_MAX)
        return false;
    *out = (uint32_t)number;
    return true;
}

/* The Gregorian day (Hinnant, chrono-compatible low-level date algorithms, civil_from_days). */
static struct str iso_day(struct arena *a, int32_t day)
{
    const int64_t z = (int64_t)day + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
    const int64_t doe = z - era * 146097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    const int64_t month = mp < 10 ? mp + 3 : mp - 9;
    return str_fmt(a, "%04d-%02d-%02d", (int)(yoe + era * 400 + (month <= 2)), (int)month,
                   (int)(doy - (153 * mp + 2) / 5 + 1));
}

struct str paper_qr_text(struct arena *a, uint32_t number, int32_t day,
                         const struct case_code *codes, size_t n)
{
    struct str out = str_fmt(a, "%" STR_FMT " %" STR_FMT, STR_ARG(paper_number(a, number)),
                             STR_ARG(iso_day(a, day)));
    for (size_t i = 0; i < n; i++)
        out = str_fmt(a, "%" STR_FMT " %s", STR_ARG(out), codes[i].text);
    return out;
}

/* ---- the way ----------------------------------------------------------------------------------
 */

/* v[x] comes before v[y]; the others keep their order. */
static void bring(uint32_t *v, size_t x, size_t y)
{
    const uint32_t was = v[x];
    memmove(&v[y + 1], &v[y], (x - y) * sizeof *v);
    v[y] = was;
}

/* Which of area[from …] is next after the one before it. */
static size_t next_of(const struct areas *all, struct arena *a, const uint32_t *area, size_t from,
                      size_t n)
{
    int32_t *minutes = NULL, best = AREA_FAR;
    size_t found = from;
    if (from == 0 || area_minutes(all, a, area[from - 1], &minutes) != ERR_OK)
        return from;
    for (size_t i = from; i < n; i++) {
        const struct area *x = area_find(all, area[i]);
        if (x && minutes[x - all->v] < best) {
            best = minutes[x - all->v];
            found = i;
        }
    }
    return found;
}

void paper_route(const struct areas *all, struct arena *a, uint32_t *area, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (area[i] == 0) { /* anywhere: last */
            memmove(&area[i], &area[i + 1], (n - i - 1) * sizeof *area);
            area[--n] = 0;
            break;
        }
    for (size_t i = 1; i < n; i++)
        bring(area, next_of(all, a, area, i, n), i);
}
