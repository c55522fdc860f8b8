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
#define SHARE_INNER 2 /* what a word of a phrase means by itself */

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
    uint32_t *skeleton; /* by form: the number of its skeleton's word, or one of those below */
    size_t nforms, forms_cap;

    struct map memos; /* language and text → number in memo */
    struct words *memo;
    size_t nmemo, memo_cap;
};

#define SKELETON_UNKNOWN UINT32_MAX /* nobody asked yet */
#define SKELETON_NONE (UINT32_MAX - 1)

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
    size_t cap = h->forms_cap;
    GROW(h, h->skeleton, h->nforms, cap);
    GROW(h, h->form, h->nforms, h->forms_cap);
    h->skeleton[h->nforms] = SKELETON_UNKNOWN;
    h->form[h->nforms++] = (struct bag_form){.form = str_slice(both, 0, form.n),
                                             .stem = str_slice(both, form.n + 1, both.n)};
    return *number;
}

/* ---- the words of a text --------------------------------------------------------------------- */

static void item_add(struct bag_house *h, struct words *w, struct str text, uint32_t share)
{
    w->v[w->n++] = (struct item){.word = word_number(h, text), .share = share};
}

/* A word with its sign before it. */
static struct str signed_word(struct arena *a, struct str sign, struct str word)
{
    char *p = arena_alloc(a, sign.n + word.n);

    memcpy(p, sign.p, sign.n);
    if (word.n != 0)
        memcpy(p + sign.n, word.p, word.n);
    return str_from(p, sign.n + word.n);
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
        item_add(h, w, signed_word(h->scratch, STR("#"), str_from_c(c->id)),
                 hits[i].inner ? SHARE_INNER : SHARE_WHOLE);
        for (size_t k = 0; k < c->nabove && !hits[i].inner; k++)
            item_add(h, w, signed_word(h->scratch, STR("#"), str_from_c(c->above[k]->id)),
                     SHARE_BROADER);
    }
}

static size_t concepts_count(const struct vocabulary_hit *hits, size_t n)
{
    size_t all = n;

    for (size_t i = 0; i < n; i++)
    all += hits[i].concept->nabove;
    return all;
}

/* The same for a form wherever it stands, so it is made once. */
static uint32_t form_skeleton(struct bag_house *h, uint32_t form, struct str folded)
{
    if (h->skeleton[form] == SKELETON_UNKNOWN) {
        struct str skeleton = search_skeleton(h->search, h->scratch, folded);
        h->skeleton[form] = skeleton.n == 0
                                ? SKELETON_NONE
                                : word_number(h, signed_word(h->scratch, STR("~"), skeleton));
    }
    return h->skeleton[form];
}

static void token_add(struct bag_house *h, struct words *w, const struct search_token *t,
                      bool names)
{
    item_add(h, w, t->text, SHARE_WHOLE);
    w->length++;
    if (t->stop || t->folded.n > SEARCH_TOKEN_MAX || t->text.n > SEARCH_TOKEN_MAX)
        return;
    uint32_t form = form_number(h, t->folded, t->text);
    w->forms[w->nforms++] = form;
    if (!names && !is_arabic(t->folded))
        return;
    uint32_t skeleton = form_skeleton(h, form, t->folded);
    if (skeleton != SKELETON_NONE)
        w->v[w->n++] = (struct item){.word = skeleton, .share = SHARE_WHOLE};
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

/* What a text that may well come again gave: a kind of help, a town, an organization. `as` tells
 * apart what texts are read as. NULL: it is new, and *key is what to keep it by. */
static const struct words *memo_find(struct bag_house *h, char as, struct str text,
                                     char key[MEMO_TEXT_MAX + 1])
{
    key[0] = as;
    memcpy(key + 1, text.p, text.n);
    const uint32_t *known = map_get(&h->memos, str_from(key, text.n + 1));
    return known ? &h->memo[*known] : NULL;
}

static void memo_keep(struct bag_house *h, const char *key, struct str text,
                      const struct words *words)
{
    bool fresh;
    struct str kept = str_copy(h->arena, str_from(key, text.n + 1));

    *map_put(&h->memos, kept, &fresh) = (uint32_t)h->nmemo;
    GROW(h, h->memo, h->nmemo, h->memo_cap);
    h->memo[h->nmemo++] = *words;
}

static struct words memo_words(struct bag_house *h, struct str text, enum search_lang lang)
{
    char key[MEMO_TEXT_MAX + 1];

    if (text.n > MEMO_TEXT_MAX)
        return text_words(h, text, lang);
    const struct words *known = memo_find(h, (char)('a' + (int)lang), text, key);
    if (known)
        return *known;
    struct words out = text_words(h, text, lang);
    memo_keep(h, key, text, &out);
    return out;
}

/* ---- conditions ------------------------------------------------------------------------------ */

static struct words area_words(struct bag_house *h, struct str text)
{
    struct search_tokens tokens;
    struct words w = {0};

    arena_clear(h->scratch);
    search_document(h->search, h->scratch, text, &tokens);
    w.v = ARENA_ARRAY(h->arena, struct item, tokens.n * 2);
    for (size_t i = 0; i < tokens.n; i++) {
        struct str folded = tokens.v[i].folded;
        struct str skeleton = search_skeleton(h->search, h->scratch, folded);
        item_add(h, &w, signed_word(h->scratch, STR("@area:"), folded), SHARE_WHOLE);
        if (skeleton.n != 0)
            item_add(h, &w, signed_word(h->scratch, STR("@area~"), skeleton), SHARE_WHOLE);
    }
    return w;
}

static struct words language_words(struct bag_house *h, struct str text)
{
    struct words w = {0};

    arena_clear(h->scratch);
    struct str word = bag_language(h->search, h->scratch, text);
    w.v = ARENA_ARRAY(h->arena, struct item, 1);
    if (word.n != 0)
        item_add(h, &w, word, SHARE_WHOLE);
    return w;
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

typedef struct words condition_words(struct bag_house *h, struct str text);

static void conditions_put(struct bag_house *h, char as, condition_words *read, struct str text)
{
    char key[MEMO_TEXT_MAX + 1];
    bool keep = text.n <= MEMO_TEXT_MAX;
    const struct words *known = keep ? memo_find(h, as, text, key) : NULL;
    struct words w = known ? *known : read(h, text);

    if (keep && !known)
        memo_keep(h, key, text, &w);
    for (size_t i = 0; i < w.n; i++)
        word_touch(h, w.v[i].word, 1);
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
        conditions_put(h, 'A', area_words, text->areas.v[i]);
    for (size_t i = 0; i < text->languages.n; i++)
        conditions_put(h, 'L', language_words, text->languages.v[i]);
    arena_clear(h->scratch);
    condition_put(h, bag_written(h->scratch, text->card.language));
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
    return signed_word(a, STR("@filed:"), id);
}

struct str bag_written(struct arena *a, struct str code)
{
    return signed_word(a, STR("@text:"), code);
}

struct str bag_language(struct search *search, struct arena *a, struct str written)
{
    struct str folded = search_fold(search, a, written);
    struct str code = directory_language_code(folded);

    if (folded.n == 0)
        return STR_NONE;
    return signed_word(a, STR("@lang:"), code.n != 0 ? code : folded);
}
