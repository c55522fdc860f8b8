#include "directory/directory_bag.h"

#include <string.h>

#include "directory/directory_language.h"
#include "directory/directory_rank.h"
#include "search/vocabulary.h"

#define MEMO_TEXT_MAX 256 /* texts up to this many bytes are often the same */
#define CONCEPTS_MAX 256  /* of one text */

/* Shares of a field's weight, in quarters. */
#define SHARE_WHOLE 4
#define SHARE_BROADER 2

/* A place or a language that stands among the words asked is worth more than one in a title. */
#define PLACE_IMPACT 220

struct item {
    uint32_t word;
    uint32_t share;
};

/* A text's words, and the forms they were written in, as they stand in it. */
struct words {
    struct item *v;
    size_t n;
    uint32_t *forms;
    size_t nforms;
    size_t length; /* how many of the words are words of the text */
};

struct bag_house {
    struct arena *arena, *scratch;
    struct search *search;

    struct map numbers;       /* word → its number */
    struct str *word;         /* by number */
    uint32_t *weight, *stamp; /* by number: of the entry at hand */
    size_t nwords, words_cap;
    uint32_t *touched; /* numbers of the entry at hand */
    size_t ntouched;
    uint32_t now; /* the stamp of the entry at hand */

    struct map form_numbers; /* "form\0stem" → its number */
    struct bag_form *form;
    size_t nforms, forms_cap;

    struct map memos; /* language and text → number in memo */
    struct words *memo;
    size_t nmemo, memo_cap;
};

/* Room for one more in an array of the arena. */
#define GROW(h, v, n, cap)                                                                         \
    do {                                                                                           \
        if ((n) == (cap)) {                                                                        \
            (cap) = (cap) ? (cap)*2 : 256;                                                         \
            void *grown_ = arena_alloc_array((h)->arena, (cap), sizeof(*(v)));                     \
            if ((n) != 0)                                                                          \
                memcpy(grown_, (v), (n) * sizeof(*(v)));                                           \
            (v) = grown_;                                                                          \
        }                                                                                          \
    } while (0)

struct bag_house *bag_house_open(struct arena *a, struct arena *scratch, struct search *search)
{
    struct bag_house *h = ARENA_NEW(a, struct bag_house);

    *h = (struct bag_house){.arena = a, .scratch = scratch, .search = search};
    map_init(&h->numbers, a);
    map_init(&h->form_numbers, a);
    map_init(&h->memos, a);
    return h;
}

size_t bag_words(const struct bag_house *h)
{
    return h->nwords;
}

struct str bag_word(const struct bag_house *h, size_t number)
{
    return h->word[number];
}

size_t bag_forms(const struct bag_house *h)
{
    return h->nforms;
}

const struct bag_form *bag_form(const struct bag_house *h, size_t number)
{
    return &h->form[number];
}

uint8_t bag_impact(struct str word, uint64_t weight, uint64_t length)
{
    if (word.p[0] == '@')
        return str_starts(word, STR("@area")) || str_starts(word, STR("@lang")) ? PLACE_IMPACT : 1;
    return rank_impact(weight, length);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static uint32_t word_number(struct bag_house *h, struct str text)
{
    const uint32_t *known = map_get(&h->numbers, text);
    bool fresh;

    if (known)
        return *known;
    text = str_copy(h->arena, text);
    uint32_t *number = map_put(&h->numbers, text, &fresh);
    *number = (uint32_t)h->nwords;
    if (h->nwords == h->words_cap) {
        size_t cap = h->words_cap, touched = h->words_cap, stamp = h->words_cap;
        GROW(h, h->word, h->nwords, h->words_cap);
        GROW(h, h->weight, h->nwords, cap);
        GROW(h, h->stamp, h->nwords, stamp);
        GROW(h, h->touched, h->nwords, touched);
    }
    h->word[h->nwords++] = text;
    return *number;
}

static uint32_t form_number(struct bag_house *h, struct str form, struct str stem)
{
    char key[2 * SEARCH_TOKEN_MAX + 32];
    bool fresh;

    memcpy(key, form.p, form.n);
    key[form.n] = '\0';
    memcpy(key + form.n + 1, stem.p, stem.n);
    struct str both = str_from(key, form.n + 1 + stem.n);
    const uint32_t *known = map_get(&h->form_numbers, both);
    if (known)
        return *known;
    both = str_copy(h->arena, both);
    uint32_t *number = map_put(&h->form_numbers, both, &fresh);
    *number = (uint32_t)h->nforms;
    GROW(h, h->form, h->nforms, h->forms_cap);
    h->form[h->nforms++] = (struct bag_form){.form = str_slice(both, 0, form.n),
                                             .stem = str_slice(both, form.n + 1, both.n)};
    return *number;
}

/* ---- the words of a text --------------------------------------------------------------------- */

static void item_add(struct bag_house *h, struct words *w, struct str text, uint32_t share)
{
    w->v[w->n++] = (struct item){.word = word_number(h, text), .share = share};
}

static bool is_arabic(struct str word)
{
    return word.n >= 2 && (unsigned char)word.p[0] >= 0xd8 && (unsigned char)word.p[0] <= 0xdb;
}

static void concepts_add(struct bag_house *h, struct words *w, const struct vocabulary_hit *hits,
                         size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct concept *c = hits[i].concept;
        item_add(h, w, str_fmt(h->scratch, "#%s", c->id), SHARE_WHOLE);
        for (size_t k = 0; k < c->nabove; k++)
            item_add(h, w, str_fmt(h->scratch, "#%s", c->above[k]->id), SHARE_BROADER);
    }
}

static size_t concepts_count(const struct vocabulary_hit *hits, size_t n)
{
    size_t all = n;

    for (size_t i = 0; i < n; i++)
    all += hits[i].concept->nabove;
    return all;
}

static void token_add(struct bag_house *h, struct words *w, const struct search_token *t,
                      bool names)
{
    item_add(h, w, t->text, SHARE_WHOLE);
    w->length++;
    if (t->stop || t->folded.n > SEARCH_TOKEN_MAX || t->text.n > SEARCH_TOKEN_MAX)
        return;
    w->forms[w->nforms++] = form_number(h, t->folded, t->text);
    struct str skeleton = names || is_arabic(t->folded)
                              ? search_skeleton(h->search, h->scratch, t->folded)
                              : STR_NONE;
    if (skeleton.n != 0)
        item_add(h, w, str_fmt(h->scratch, "~%" STR_FMT, STR_ARG(skeleton)), SHARE_WHOLE);
}

static struct words text_words(struct bag_house *h, struct str text, enum search_lang lang)
{
    struct search_tokens tokens;
    struct words w = {0};

    arena_clear(h->scratch);
    search_document_in(h->search, h->scratch, text, lang, &tokens);
    struct vocabulary_hit *hits = ARENA_ARRAY(h->scratch, struct vocabulary_hit, CONCEPTS_MAX);
    size_t nhits = vocabulary_find_tokens(&tokens, hits, CONCEPTS_MAX);
    w.v = ARENA_ARRAY(h->arena, struct item, tokens.n * 2 + concepts_count(hits, nhits));
    w.forms = ARENA_ARRAY(h->arena, uint32_t, tokens.n);
    for (size_t i = 0; i < tokens.n; i++)
        token_add(h, &w, &tokens.v[i], text.n <= MEMO_TEXT_MAX);
    concepts_add(h, &w, hits, nhits);
    return w;
}

/* The words of a text that may well come again: a kind of help, a town, an organization. */
static struct words memo_words(struct bag_house *h, struct str text, enum search_lang lang)
{
    char key[MEMO_TEXT_MAX + 1];
    bool fresh;

    if (text.n > MEMO_TEXT_MAX)
        return text_words(h, text, lang);
    key[0] = (char)('a' + (int)lang);
    memcpy(key + 1, text.p, text.n);
    const uint32_t *known = map_get(&h->memos, str_from(key, text.n + 1));
    if (known)
        return h->memo[*known];
    struct words out = text_words(h, text, lang);
    struct str kept = str_copy(h->arena, str_from(key, text.n + 1));
    *map_put(&h->memos, kept, &fresh) = (uint32_t)h->nmemo;
    GROW(h, h->memo, h->nmemo, h->memo_cap);
    h->memo[h->nmemo++] = out;
    return out;
}

/* ---- the words of an entry ------------------------------------------------------------------- */

static void word_touch(struct bag_house *h, uint32_t word, uint32_t weight)
{
    if (h->stamp[word] != h->now) {
        h->stamp[word] = h->now;
        h->weight[word] = 0;
        h->touched[h->ntouched++] = word;
    }
    h->weight[word] += weight;
}

static void field_put(struct bag_house *h, const struct text_field *field, enum search_lang lang,
                      int sign, struct bag *out)
{
    struct words w = memo_words(h, field->text, lang);

    for (size_t i = 0; i < w.n; i++)
        word_touch(h, w.v[i].word, (uint32_t)field->weight * w.v[i].share);
    for (size_t i = 0; i < w.nforms; i++)
        h->form[w.forms[i]].count += sign;
    out->length += w.length * (uint64_t)field->weight;
}

static void condition_put(struct bag_house *h, struct str word)
{
    if (word.n != 0)
        word_touch(h, word_number(h, word), 1);
}

static void area_put(struct bag_house *h, struct str text)
{
    struct search_tokens tokens;

    arena_clear(h->scratch);
    search_document(h->search, h->scratch, text, &tokens);
    for (size_t i = 0; i < tokens.n; i++) {
        struct str folded = tokens.v[i].folded;
        struct str skeleton = search_skeleton(h->search, h->scratch, folded);
        condition_put(h, str_fmt(h->scratch, "@area:%" STR_FMT, STR_ARG(folded)));
        if (skeleton.n != 0)
            condition_put(h, str_fmt(h->scratch, "@area~%" STR_FMT, STR_ARG(skeleton)));
    }
}

static void tags_put(struct bag_house *h, unsigned tags)
{
#define X(name, bit, text)                                                                         \
    if (tags & (bit))                                                                              \
        condition_put(h, bag_tag(h->scratch, text));
    DIRECTORY_TAGS(X)
#undef X
}

void bag_fill(struct bag_house *h, struct arena *a, const struct entry_text *text, int sign,
              struct bag *out)
{
    enum search_lang lang = search_lang_find(text->card.language);

    *out = (struct bag){0};
    if (!text->found)
        return;
    h->ntouched = 0;
    h->now++;
    for (size_t i = 0; i < text->nfields; i++)
        field_put(h, &text->fields[i], lang, sign, out);
    for (size_t i = 0; i < text->areas.n; i++)
        area_put(h, text->areas.v[i]);
    for (size_t i = 0; i < text->languages.n; i++) {
        arena_clear(h->scratch);
        condition_put(h, bag_language(h->search, h->scratch, text->languages.v[i]));
    }
    tags_put(h, text->card.tags);
    for (size_t i = 0; i < text->filed.n; i++) {
        arena_clear(h->scratch);
        condition_put(h, bag_filed(h->scratch, text->filed.v[i]));
    }
    condition_put(h, STR("@all"));
    out->n = h->ntouched;
    out->v = ARENA_ARRAY(a, struct bag_word, out->n);
    for (size_t i = 0; i < out->n; i++) {
        uint32_t word = h->touched[i], weight = h->weight[word] / SHARE_WHOLE;
        out->v[i] = (struct bag_word){.word = word, .weight = weight ? weight : 1};
    }
}

struct str bag_tag(struct arena *a, const char *name)
{
    return str_fmt(a, "@tag:%s", name);
}

struct str bag_filed(struct arena *a, struct str id)
{
    return str_fmt(a, "@filed:%" STR_FMT, STR_ARG(id));
}

struct str bag_language(struct search *search, struct arena *a, struct str written)
{
    struct str folded = search_fold(search, a, written);
    struct str code = directory_language_code(folded);

    if (folded.n == 0)
        return STR_NONE;
    return str_fmt(a, "@lang:%" STR_FMT, STR_ARG(code.n ? code : folded));
}
