#include "search/search.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

#include "search/inside.h"

struct search *search_create(void)
{
    struct search *s = calloc(1, sizeof(*s));
    if (!s)
        abort();
    fold_init(&s->fold);
    stem_init(&s->stem);
    return s;
}

void search_destroy(struct search *s)
{
    if (!s)
        return;
    fold_release(&s->fold);
    stem_release(&s->stem);
    if (s->words)
        ubrk_close(s->words);
    free(s);
}

void search_wipe(struct search *s)
{
    fold_wipe(&s->fold);
    stem_wipe(&s->stem);
}

struct str search_fold(struct search *s, struct arena *a, struct str text)
{
    struct str out = STR_NONE;
    if (fold_run(&s->fold, text, FOLD_NO_SPANS) && s->fold.n > 2)
        out = str_copy(a, str_from(s->fold.out + 1, s->fold.n - 2));
    search_wipe(s);
    return out;
}

/* Words of a script without spaces, cut by ICU's dictionaries. The pieces keep the place of the
 * whole, since folding may have moved letters. */
static void cut_unspaced(struct search *s, struct arena *a, struct str word, struct fold_span span,
                         struct search_tokens *out)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = 0, from = 0;
    UChar *wide = ARENA_ARRAY(a, UChar, word.n + 1);
    u_strFromUTF8(wide, (int32_t)word.n + 1, &n, word.p, (int32_t)word.n, &e);
    if (!s->words)
        s->words = ubrk_open(UBRK_WORD, "", NULL, 0, &e);
    ubrk_setText(s->words, wide, n, &e);
    assert(U_SUCCESS(e));
    ubrk_first(s->words);
    for (int32_t to; (to = ubrk_next(s->words)) != UBRK_DONE; from = to) {
        int32_t nb = 0;
        char *b = arena_alloc(a, (size_t)(to - from) * 3 + 1);
        u_strToUTF8(b, (to - from) * 3 + 1, &nb, wide + from, to - from, &e);
        assert(U_SUCCESS(e));
        struct str piece = str_utf8_prefix(str_from(b, (size_t)nb), SEARCH_TOKEN_MAX);
        out->v[out->n++] =
            (struct search_token){.text = piece, .folded = piece, .from = span.from, .to = span.to};
    }
    ubrk_setText(s->words, u"", 0, &e);
}

static struct str stem_copy(struct search *s, struct arena *a, struct str folded,
                            enum search_lang lang)
{
    struct str stem = stem_word_in(&s->stem, folded, lang);
    return str_starts(folded, stem) ? str_slice(folded, 0, stem.n) : str_copy(a, stem);
}

void search_document_in(struct search *s, struct arena *a, struct str text, enum search_lang lang,
                        struct search_tokens *out)
{
    struct fold *f = &s->fold;
    *out = (struct search_tokens){NULL, 0, stem_latin_lang(lang)};
    if (fold_run(f, text, FOLD_SPANS)) {
        const char *folded = arena_copy(a, f->out, f->n);
        size_t most = f->unspaced ? f->n : f->nspans; /* a piece has a byte at least */
        out->v = ARENA_ARRAY(a, struct search_token, most);
        for (size_t i = 0; i < f->nspans; i++) {
            struct fold_span w = f->spans[i];
            struct str word = str_from(folded + w.at, w.n);
            if (f->unspaced && fold_is_unspaced(word)) {
                cut_unspaced(s, a, word, w, out);
                continue;
            }
            word = str_utf8_prefix(word, SEARCH_TOKEN_MAX);
            out->v[out->n++] = (struct search_token){.text = stem_copy(s, a, word, lang),
                                                     .folded = word,
                                                     .from = w.from,
                                                     .to = w.to,
                                                     .stop = stem_is_stop(&s->stem, word)};
        }
    }
    search_wipe(s);
}

void search_document(struct search *s, struct arena *a, struct str text, struct search_tokens *out)
{
    search_document_in(s, a, text, SEARCH_LANG_UNKNOWN, out);
}

static bool has(const struct search_tokens *tokens, struct str text)
{
    for (size_t i = 0; i < tokens->n; i++)
        if (str_eq(tokens->v[i].text, text))
            return true;
    return false;
}

enum stop_words { STOP_DROP, STOP_KEEP };

static void choose(struct arena *a, const struct search_tokens *all, enum stop_words stop,
                   struct search_tokens *out)
{
    *out =
        (struct search_tokens){ARENA_ARRAY(a, struct search_token, SEARCH_QUERY_MAX), 0, all->lang};
    for (size_t i = 0; i < all->n && out->n < SEARCH_QUERY_MAX; i++) {
        if (stop == STOP_DROP && all->v[i].stop)
            continue;
        if (!has(out, all->v[i].text))
            out->v[out->n++] = all->v[i];
    }
}

void search_query(struct search *s, struct arena *a, struct str text, struct search_tokens *out)
{
    struct search_tokens all;
    search_document(s, a, text, &all);
    choose(a, &all, STOP_DROP, out);
    if (out->n == 0)
        choose(a, &all, STOP_KEEP, out);
}
