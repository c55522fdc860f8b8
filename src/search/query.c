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

void query_stems(struct search *s, struct arena *a, struct str stem, enum search_lang page,
                 unsigned langs, struct search_term *out)
{
    struct str word = out->folded;
    out->n = 0;
    add_stem(a, out, stem_word_in(&s->stem, word, page));
    add_stem(a, out, stem);
    if (stem_is_arabic(word)) {
        struct str rest = stem_without_prefix(word);
        if (rest.n)
            add_stem(a, out, stem_word(&s->stem, rest));
        return;
    }
    for (int lang = SEARCH_EN; lang <= SEARCH_ZH; lang++)
        if (langs & SEARCH_LANG_BIT(lang))
            add_stem(a, out, stem_word_in(&s->stem, word, (enum search_lang)lang));
}

void search_query_in(struct search *s, struct arena *a, struct str text, enum search_lang page,
                     unsigned langs, struct search_terms *out)
{
    struct search_tokens tokens;
    search_query(s, a, text, &tokens);
    *out = (struct search_terms){ARENA_ARRAY(a, struct search_term, tokens.n), tokens.n};
    for (size_t i = 0; i < tokens.n; i++) {
        const struct search_token *t = &tokens.v[i];
        out->v[i] = (struct search_term){.folded = t->folded, .from = t->from, .to = t->to};
        query_stems(s, a, t->text, page, langs, &out->v[i]);
    }
    search_wipe(s);
}
