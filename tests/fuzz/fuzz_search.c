/* Any bytes, as a text and as a question: first line the question, the rest the text. */
#include <stdlib.h>
#include <string.h>

#include "search/search.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void need(bool truth)
{
    if (!truth)
        abort();
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
    search_destroy(s);
    return 0;
}
