/* Which needs an entry speaks of, as chips of its page: concepts of the vocabulary that its title,
 * its kinds and the beginning of its description mention. */
#include "directory/directory_fill.h"
#include "i18n/i18n.h"
#include "search/vocabulary.h"

#define HITS_MAX 40

struct needs {
    const struct concept *v[DIRECTORY_NEEDS_SHOWN];
    size_t n;
};

static bool is_above(const struct concept *broad, const struct concept *c)
{
    for (unsigned i = 0; i < c->nabove; i++)
        if (c->above[i] == broad)
            return true;
    return false;
}

/* What is narrower says more: "lawyer" and not "law" beside it. */
static void need_add(struct needs *needs, const struct concept *c)
{
    for (size_t i = 0; i < needs->n; i++) {
        if (needs->v[i] == c || is_above(c, needs->v[i]))
            return;
        if (is_above(needs->v[i], c)) {
            needs->v[i] = c;
            return;
        }
    }
    if (needs->n < DIRECTORY_NEEDS_SHOWN)
        needs->v[needs->n++] = c;
}

static void text_add(const struct req *req, struct str text, struct needs *needs)
{
    struct search_tokens tokens;
    struct vocabulary_hit hits[HITS_MAX];

    if (text.n == 0)
        return;
    search_document(req->search, req->arena, text, &tokens);
    size_t n = vocabulary_find_tokens(&tokens, hits, HITS_MAX);
    for (size_t i = 0; i < n; i++)
        need_add(needs, hits[i].concept);
}

void directory_needs_fill(const struct req *req, const struct directory_entry *e,
                          struct directory_entry_view *v)
{
    struct needs needs = {0};
    struct str *labels = ARENA_ARRAY(req->arena, struct str, DIRECTORY_NEEDS_SHOWN);

    text_add(req, e->card.title, &needs);
    text_add(req, e->alternate_name, &needs);
    for (size_t i = 0; i < e->nterms; i++)
        text_add(req, e->terms[i], &needs);
    text_add(req, e->card.summary, &needs);
    for (size_t i = 0; i < needs.n; i++) {
        struct str label = str_from_c(vocabulary_label(needs.v[i], lang_code(req->lang)));
        size_t k = 0;
        while (k < v->nneeds && !str_eq(labels[k], label)) /* two may have become one */
            k++;
        if (k == v->nneeds)
            labels[v->nneeds++] = label;
    }
    v->needs = labels;
}
