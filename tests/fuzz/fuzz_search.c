/* Any bytes, as a text and as a question: first line the question, the rest the text. */
#include <stdlib.h>
#include <string.h>

#include "search/vocabulary.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void need(bool truth)
{
    if (!truth)
        abort();
}

/* Every language; words near to themselves; keys of ASCII. */
static void languages(struct search *s, struct arena *a, struct str asked, struct str text)
{
    struct search_terms q;
    struct search_tokens d;
    search_query_in(s, a, asked, SEARCH_TR, ~0u, &q);
    need(q.n <= SEARCH_QUERY_MAX);
    for (size_t i = 0; i < q.n; i++) {
        need(q.v[i].n > 0 && q.v[i].n <= SEARCH_STEMS_MAX);
        for (size_t k = 0; k < q.v[i].n; k++)
            need(q.v[i].stems[k].n && str_is_utf8(q.v[i].stems[k]));
    }
    for (int lang = SEARCH_LANG_UNKNOWN; lang <= SEARCH_ZH; lang++) {
        search_document_in(s, a, text, (enum search_lang)lang, &d);
        for (size_t i = 0; i < d.n; i++) {
            int steps = 9, back = 9;
            need(d.v[i].text.n && str_is_utf8(d.v[i].text));
            need(search_near(d.v[i].folded, d.v[i].folded, 0, &steps) && steps == 0);
            struct str before = d.v[i ? i - 1 : 0].folded;
            need(search_near(before, d.v[i].folded, 2, &steps) ==
                 search_near(d.v[i].folded, before, 2, &back));
            need(steps == back || steps == 0);
            struct str key = search_skeleton(s, a, d.v[i].folded);
            need(key.n != 1 && key.n <= 24);
        }
    }
}

static void hits_hold(struct str text, const struct vocabulary_hit *hits, size_t n, size_t max)
{
    need(n <= max);
    for (size_t i = 0; i < n; i++) {
        need(hits[i].concept && hits[i].ntokens > 0 && hits[i].from < hits[i].to);
        need(hits[i].to <= text.n && hits[i].how <= VOCABULARY_NEAR);
        need(i == 0 || hits[i].token == hits[i - 1].token ||
             hits[i].token >= hits[i - 1].token + hits[i - 1].ntokens);
    }
}

static void meanings(struct search *s, struct arena *a, struct str asked,
                     const struct search_tokens *tokens)
{
    struct vocabulary_hit hits[8];
    hits_hold(asked, hits, vocabulary_find(s, a, asked, hits, 8), 8);
    size_t n = vocabulary_find_tokens(tokens, hits, 8);
    for (size_t i = 0; i < n; i++)
        need(hits[i].token + hits[i].ntokens <= tokens->n && hits[i].how <= VOCABULARY_STEM);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct search *s = search_create();
    struct str text = str_from(data, n), asked = str_cut(&text, '\n');
    struct search_tokens q, d;
    search_query(s, a, asked, &q);
    search_document(s, a, text, &d);
    need(q.n <= SEARCH_QUERY_MAX && (str_is_utf8(text) || d.n == 0));
    for (size_t i = 0; i < d.n; i++) {
        struct search_token t = d.v[i];
        need(t.text.n && t.folded.n && t.folded.n <= SEARCH_TOKEN_MAX);
        need(t.from < t.to && t.to <= text.n && (i == 0 || d.v[i - 1].from <= t.from));
        need(str_is_utf8(t.text) && str_is_utf8(t.folded));
        need(str_is_utf8(str_slice(text, t.from, t.to)));
    }
    need(search_match(&q, &d) == search_text_match(s, &q, text));
    struct str once = search_fold(s, a, text);
    need(str_eq(once, search_fold(s, a, once)));
    languages(s, a, asked, text);
    meanings(s, a, asked, &d);
    search_destroy(s);
    return 0;
}
