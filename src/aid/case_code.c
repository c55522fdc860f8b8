#include "aid/case_code.h"

#include <stdlib.h>
#include <string.h>

static const char LETTERS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
#define MODULUS 0x25 /* x^5 + x^2 + 1 */
#define SLIPS_MOST 2

/* ---- letters ----------------------------------------------------------------------------------
 */

/* -1: not one of ours. */
static int letter_of(uint32_t c)
{
    if (c >= 'a' && c <= 'z')
        c -= 'a' - 'A';
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    if (c >= 0x660 && c <= 0x669) /* Arabic-Indic */
        c = '0' + (c - 0x660);
    if (c >= 0x6f0 && c <= 0x6f9) /* Persian */
        c = '0' + (c - 0x6f0);
    const char *at = c != 0 && c < 0x80 ? strchr(LETTERS, (int)c) : NULL;
    return at ? (int)(at - LETTERS) : -1;
}

char case_code_letter(uint32_t typed)
{
    const int letter = letter_of(typed);
    return letter < 0 ? 0 : LETTERS[letter];
}

static unsigned times_a(unsigned x)
{
    x <<= 1;
    return x & 0x20 ? x ^ MODULUS : x;
}

char case_code_check(struct str letters)
{
    unsigned sum = 0;
    for (size_t i = 0; i < letters.n; i++) {
        const int c = letter_of((unsigned char)letters.p[i]);
        if (c < 0)
            return 0;
        sum = times_a(sum) ^ (unsigned)c;
    }
    return LETTERS[times_a(sum)];
}

enum case_code_told case_code_read(struct str typed, struct case_code *out)
{
    size_t n = 0;
    *out = (struct case_code){{0}};
    for (size_t i = 0; i < typed.n;) {
        const uint32_t c = str_utf8_next(typed, &i);
        if (c == '-' || c == 0x2010 || c == 0x2011 || c == 0x640)
            continue;
        const int letter = letter_of(c);
        if (letter < 0 || n > CASE_CODE_LONG) {
            *out = (struct case_code){{0}};
            return CASE_CODE_NONE;
        }
        out->text[n++] = LETTERS[letter];
    }
    if (n < CASE_CODE_SHORT) { /* one letter may have been left out */
        *out = (struct case_code){{0}};
        return CASE_CODE_NONE;
    }
    return n > CASE_CODE_SHORT && case_code_check(str_from(out->text, n - 1)) == out->text[n - 1]
               ? CASE_CODE_FINE
               : CASE_CODE_SLIP;
}

/* ---- making -----------------------------------------------------------------------------------
 */

struct word {
    uint64_t id;
    size_t at; /* in the caller's list */
    char letter[CASE_CODE_LONG];
};

static void word_make(const struct key *k, uint64_t id, size_t at, struct word *out)
{
    uint8_t mac[KEY_SIZE], bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(id >> (8 * i));
    seal_mac(mac, k, "awn case code", str_from(bytes, sizeof bytes));
    *out = (struct word){.id = id, .at = at};
    for (size_t i = 0; i < CASE_CODE_LONG; i++)
        out->letter[i] = LETTERS[mac[i] & 31];
}

static void code_write(const struct word *w, size_t letters, struct case_code *out)
{
    *out = (struct case_code){{0}};
    memcpy(out->text, w->letter, letters);
    out->text[letters] = case_code_check(str_from(out->text, letters));
}

static int by_letters(const void *x, const void *y)
{
    return memcmp(((const struct word *)x)->letter, ((const struct word *)y)->letter,
                  CASE_CODE_LONG);
}

/* How many letters tell the two apart; 0: they are one. */
static size_t apart(const struct word *x, const struct word *y)
{
    size_t same = 0;
    if (x->id == y->id)
        return 0;
    while (same + 1 < CASE_CODE_LONG && x->letter[same] == y->letter[same])
        same++;
    return same + 1;
}

void case_codes_of(struct arena *a, const struct key *k, const uint64_t *ids, size_t n,
                   struct case_code *out)
{
    struct word *v = ARENA_ARRAY(a, struct word, n);
    for (size_t i = 0; i < n; i++)
        word_make(k, ids[i], i, &v[i]);
    qsort(v, n, sizeof *v, by_letters);
    for (size_t i = 0; i < n; i++) {
        size_t letters = CASE_CODE_SHORT, before = i, after = i;
        while (before > 0 && v[before - 1].id == v[i].id)
            before--;
        while (after + 1 < n && v[after + 1].id == v[i].id)
            after++;
        const size_t sooner = before > 0 ? apart(&v[before - 1], &v[i]) : 0;
        const size_t later = after + 1 < n ? apart(&v[i], &v[after + 1]) : 0;
        letters = sooner > letters ? sooner : letters;
        letters = later > letters ? later : letters;
        code_write(&v[i], letters, &out[v[i].at]);
    }
}

void case_code_alone(const struct key *k, uint64_t id, struct case_code *out)
{
    struct word w;
    word_make(k, id, 0, &w);
    code_write(&w, CASE_CODE_SHORT, out);
}

/* ---- what may have been meant -----------------------------------------------------------------
 */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Slips between the two: the optimal string alignment distance (Damerau 1964; Boytsov 2011, 2.2.1).
 */
static size_t slips(const char *x, size_t nx, const char *y, size_t ny)
{
    size_t row[3][CASE_CODE_LONG + 3];
    for (size_t k = 0; k <= ny; k++)
        row[0][k] = k;
    for (size_t i = 1; i <= nx; i++) {
        size_t *now = row[i % 3];
        const size_t *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
        now[0] = i;
        for (size_t k = 1; k <= ny; k++) {
            now[k] = least(least(now[k - 1], last[k]) + 1, last[k - 1] + (x[i - 1] != y[k - 1]));
            if (i > 1 && k > 1 && x[i - 1] == y[k - 2] && x[i - 2] == y[k - 1])
                now[k] = least(now[k], before[k - 2] + 1);
        }
    }
    return row[nx % 3][ny];
}

bool case_code_nearest(const struct case_code *all, size_t n, const struct case_code *typed,
                       size_t *which)
{
    const size_t nt = strlen(typed->text);
    size_t best = SLIPS_MOST + 1, found = 0;
    for (size_t i = 0; nt > 0 && i < n; i++) {
        const size_t d = slips(all[i].text, strlen(all[i].text), typed->text, nt);
        if (d < best) {
            best = d;
            found = 1;
            *which = i;
        } else if (d == best && strcmp(all[i].text, all[*which].text) != 0) {
            found++;
        }
    }
    return best <= SLIPS_MOST && found == 1;
}
