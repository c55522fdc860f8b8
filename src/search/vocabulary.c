#include "search/vocabulary.h"

size_t vocabulary_count(void)
{
    return 0;
}

const struct concept *vocabulary_at(size_t number)
{
    (void)number;
    return NULL;
}

const struct concept *vocabulary_concept(struct str id)
{
    (void)id;
    return NULL;
}

const char *vocabulary_label(const struct concept *c, const char *lang)
{
    (void)lang;
    return c->id;
}

size_t vocabulary_tops(const struct concept *const **out)
{
    *out = NULL;
    return 0;
}

size_t vocabulary_find_tokens(const struct search_tokens *tokens, struct vocabulary_hit *out,
                              size_t max)
{
    (void)tokens;
    (void)out;
    (void)max;
    return 0;
}

size_t vocabulary_find(struct search *s, struct arena *a, struct str text,
                       struct vocabulary_hit *out, size_t max)
{
    (void)s;
    (void)a;
    (void)text;
    (void)out;
    (void)max;
    return 0;
}
