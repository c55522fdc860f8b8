#include "search/search.h"

#include <string.h>

#include "search/inside.h"

/* What a query word adds: 600 for being there, 50 for each of up to four repetitions, 200 when one
 * of them is written alike, not just of the same stem. The mean over the query's words. */
#define REPEAT_MAX 4

struct hits {
    int n;
    bool alike;
};

static bool enough(struct hits h)
{
    return h.alike && h.n > REPEAT_MAX;
}

static int value(struct hits h)
{
    int repeats = h.n - 1 > REPEAT_MAX ? REPEAT_MAX : h.n - 1;
    return h.n ? 600 + repeats * 50 + (h.alike ? 200 : 0) : 0;
}

int search_match(const struct search_tokens *query, const struct search_tokens *doc)
{
    int sum = 0;
    for (size_t i = 0; i < query->n; i++) {
        const struct search_token *want = &query->v[i];
        struct hits h = {0, false};
        for (size_t k = 0; k < doc->n && !enough(h); k++) {
            if (!str_eq(doc->v[k].text, want->text))
                continue;
            h.n++;
            h.alike |= str_eq(doc->v[k].folded, want->folded);
        }
        if (h.n == 0)
            return 0;
        sum += value(h);
    }
    return query->n ? sum / (int)query->n : 0;
}

/* Words of the folded text (between spaces) that have the wanted stem. */
static struct hits find_word(struct search *s, const struct search_token *want)
{
    const char *p = s->fold.out, *end = p + s->fold.n, *hit;
    bool prefix;
    char needle[SEARCH_TOKEN_MAX + 1] = " ";
    struct str core = stem_core(want->text, &prefix);
    memcpy(needle + prefix, core.p, core.n);
    struct hits h = {0, false};
    while (!enough(h) && (hit = memmem(p, (size_t)(end - p), needle, core.n + prefix)) != NULL) {
        const char *from = prefix ? hit + 1 : hit;
        if (from == end)
            break;
        while (from[-1] != ' ')
            from--;
        const char *to = memchr(from, ' ', (size_t)(end - from));
        struct str word = str_utf8_prefix(str_from(from, (size_t)(to - from)), SEARCH_TOKEN_MAX);
        bool alike = str_eq(word, want->folded);
        h.alike |= alike;
        h.n += alike || str_eq(stem_word(&s->stem, word), want->text);
        p = to; /* the space belongs to the next word's beginning */
    }
    return h;
}

/* The long way, for scripts that need a dictionary to be cut. */
static int match_tokens(struct search *s, const struct search_tokens *query, struct str text)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_SECRET, 0);
    struct search_tokens doc;
    search_document(s, a, text, &doc);
    return search_match(query, &doc);
}

int search_text_match(struct search *s, const struct search_tokens *query, struct str text)
{
    int sum = 0;
    bool missing = query->n == 0 || !fold_run(&s->fold, text, FOLD_NO_SPANS);
    if (!missing && s->fold.unspaced)
        return match_tokens(s, query, text);
    for (size_t i = 0; i < query->n && !missing; i++) {
        struct hits h = find_word(s, &query->v[i]);
        missing = h.n == 0;
        sum += value(h);
    }
    search_wipe(s);
    return missing ? 0 : sum / (int)query->n;
}
