/* Optimal string alignment distance, in a band. */
#include <string.h>

#include "search/search.h"

#define NEAR_MOST 2
#define BAND (2 * NEAR_MOST + 1) /* cells of a row that can matter: j - i from -2 to 2 */
#define FAR (NEAR_MOST + 1)

static bool continues(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* Code points of a word of at most SEARCH_TOKEN_MAX bytes. */
static int decode(struct str w, uint32_t *out)
{
    int n = 0;
    for (size_t pos = 0; pos < w.n;)
        out[n++] = str_utf8_next(w, &pos);
    return n;
}

/* Takes off what both begin and end with: it costs nothing in a best alignment. */
static void trim(struct str *a, struct str *b)
{
    size_t least = a->n < b->n ? a->n : b->n, head = 0, tail = 0;
    while (head < least && a->p[head] == b->p[head])
        head++;
    while (head > 0 &&
           ((head < a->n && continues(a->p[head])) || (head < b->n && continues(b->p[head]))))
        head--;
    while (tail < least - head && a->p[a->n - 1 - tail] == b->p[b->n - 1 - tail])
        tail++;
    while (tail > 0 && continues(a->p[a->n - tail]))
        tail--;
    *a = str_slice(*a, head, a->n - tail);
    *b = str_slice(*b, head, b->n - tail);
}

static int least3(int a, int b, int c)
{
    int m = a < b ? a : b;
    return m < c ? m : c;
}

/* Whether too many letters stand in one only: a step changes at most two. Letters that share a bit
 * only make it say yes less often. */
static bool letters_differ(const uint32_t *a, int na, const uint32_t *b, int nb, int most)
{
    uint64_t ofa = 0, ofb = 0;
    for (int i = 0; i < na; i++)
        ofa |= (uint64_t)1 << (a[i] & 63);
    for (int i = 0; i < nb; i++)
        ofb |= (uint64_t)1 << (b[i] & 63);
    return __builtin_popcountll(ofa ^ ofb) > 2 * most;
}

/* Row i holds at k the distance of i code points of a to j = i + k - NEAR_MOST of b; FAR stands for
 * everything beyond the band. */
static int distance_of(const uint32_t *a, int na, const uint32_t *b, int nb, int most)
{
    int rows[3][BAND];
    for (int k = 0; k < BAND; k++)
        rows[0][k] = k >= NEAR_MOST ? k - NEAR_MOST : FAR;
    for (int i = 1; i <= na; i++) {
        int *row = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        int best = FAR;
        for (int k = 0; k < BAND; k++) {
            int j = i + k - NEAR_MOST;
            row[k] = j == 0 && i < FAR ? i : FAR;
            if (j < 1 || j > nb)
                continue;
            int left = k > 0 ? row[k - 1] + 1 : FAR, up = k + 1 < BAND ? last[k + 1] + 1 : FAR;
            row[k] = least3(left, up, last[k] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[k] = least3(row[k], before[k] + 1, FAR);
        }
        for (int k = 0; k < BAND; k++)
            best = row[k] < best ? row[k] : best;
        if (best > most && i > 1)
            return FAR;
    }
    int k = nb - na + NEAR_MOST;
    return k >= 0 && k < BAND ? rows[na % 3][k] : FAR;
}

bool search_near(struct str a, struct str b, int most, int *distance)
{
    uint32_t wide[2][SEARCH_TOKEN_MAX];
    most = most > NEAR_MOST ? NEAR_MOST : most;
    if (most < 0 || a.n > SEARCH_TOKEN_MAX || b.n > SEARCH_TOKEN_MAX)
        return false;
    trim(&a, &b);
    int na = decode(a, wide[0]), nb = decode(b, wide[1]);
    if (na - nb > most || nb - na > most || letters_differ(wide[0], na, wide[1], nb, most))
        return false;
    int d = na == 0 || nb == 0 ? na + nb : distance_of(wide[0], na, wide[1], nb, most);
    if (d > most)
        return false;
    if (distance)
        *distance = d;
    return true;
}
