/* Queries against documents of several languages. */
#include <string.h>

#include "search/inside.h"

static const struct {
    const char *code;
    enum search_lang lang;
} CODES[] = {
#define X(name, code, stemmer) {code, SEARCH_##name},
    SEARCH_LANGS(X)
#undef X
};

enum search_lang search_lang_find(struct str tag)
{
    if (tag.n < 2 || (tag.n > 2 && tag.p[2] != '-' && tag.p[2] != '_'))
        return SEARCH_LANG_UNKNOWN;
    char code[] = {(char)(tag.p[0] | 0x20), (char)(tag.p[1] | 0x20), 0};
    for (size_t i = 0; i < sizeof(CODES) / sizeof(CODES[0]); i++)
        if (strcmp(CODES[i].code, code) == 0)
            return CODES[i].lang;
    return SEARCH_LANG_UNKNOWN;
}

static void add_stem(struct arena *a, struct search_term *t, struct str stem)
{
    for (size_t i = 0; i < t->n; i++)
        if (str_eq(t->stems[i], stem))
            return;
    if (t->n < SEARCH_STEMS_MAX && stem.n)
        t->stems[t->n++] = str_copy(a, stem);
}

void search_query_in(struct search *s, struct arena *a, struct str text, enum search_lang page,
                     unsigned langs, struct search_terms *out)
{
    struct search_tokens tokens;
    search_query(s, a, text, &tokens);
    *out = (struct search_terms){ARENA_ARRAY(a, struct search_term, tokens.n), tokens.n};
    for (size_t i = 0; i < tokens.n; i++) {
        const struct search_token *from = &tokens.v[i];
        struct search_term *t = &out->v[i];
        *t = (struct search_term){.folded = from->folded, .from = from->from, .to = from->to};
        add_stem(a, t, stem_word_in(&s->stem, from->folded, page));
        add_stem(a, t, from->text);
        for (int lang = SEARCH_AR; lang <= SEARCH_ZH; lang++)
            if (langs & SEARCH_LANG_BIT(lang))
                add_stem(a, t, stem_word_in(&s->stem, from->folded, (enum search_lang)lang));
    }
    search_wipe(s);
}
