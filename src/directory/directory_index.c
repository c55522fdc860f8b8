#include "directory/directory_index.h"

#include <stdlib.h>
#include <string.h>

#include "directory/directory_compose.h"
#include "directory/directory_map.h"
#include "directory/directory_rank.h"
#include "directory/directory_rules.h"
#include "directory/directory_store.h"

/* What a word is worth by the field it stands in. */
#define FIELD_WEIGHTS(X)                                                                           \
    X(TITLE, 8)                                                                                    \
    X(ALTERNATE, 6)                                                                                \
    X(ORGANIZATION, 3)                                                                             \
    X(CITY, 3)                                                                                     \
    X(DESCRIPTION, 2)                                                                              \
    X(OTHER, 1)
enum field_weight {
#define X(name, weight) WEIGHT_##name = weight,
    FIELD_WEIGHTS(X)
#undef X
};

#define CITIES_MAX 4      /* of one entry: more would make it an entry of everywhere */
#define MEMO_TEXT_MAX 256 /* texts up to this many bytes are often the same */

struct item {
    enum directory_kind kind;
    struct str public_id, language, name, alternate_name, description, url, phone;
    struct str application, fees;
    const struct item *organization;
    struct str cities[CITIES_MAX];
    size_t ncities;
    uint64_t length; /* the weight of all its words */
};

/* The numbers of a text's words, one a word, as they stand in it. */
struct words {
    uint32_t *v;
    size_t n;
};

struct tuple {
    uint32_t word;
    uint32_t entry;
    uint32_t weight;
};

struct index {
    struct arena *arena, *scratch;
    struct db *db;
    struct search *search;
    hsds_event_fn *event;
    void *ctx;

    struct item **items;
    size_t n, cap;
    struct directory_map owners; /* "source kind id" → number in items, before they are sorted */

    struct directory_map numbers; /* word → its number */
    struct str *word;             /* by number */
    uint32_t *weight, *stamp;     /* by number: of the entry at hand */
    size_t nwords, words_cap;
    uint32_t *touched; /* numbers of the entry at hand */
    size_t ntouched;

    struct directory_map memos; /* text → number in memo */
    struct words *memo;
    size_t nmemo, memo_cap;

    struct tuple *tuples;
    size_t ntuples, tuples_cap;
    uint64_t length; /* of all entries together */
};

/* Room for one more in an array of the arena. */
#define GROW(ix, v, n, cap)                                                                        \
    do {                                                                                           \
        if ((n) == (cap)) {                                                                        \
            (cap) = (cap) ? (cap)*2 : 1024;                                                        \
            void *grown_ = arena_alloc_array((ix)->arena, (cap), sizeof(*(v)));                    \
            if ((n) != 0)                                                                          \
                memcpy(grown_, (v), (n) * sizeof(*(v)));                                           \
            (v) = grown_;                                                                          \
        }                                                                                          \
    } while (0)

/* ---- reading the objects --------------------------------------------------------------------- */

static struct item *owner_find(struct index *ix, struct str id)
{
    const uint32_t *number = id.n != 0 ? directory_map_get(&ix->owners, id) : NULL;
    return number ? ix->items[*number] : NULL;
}

static void phone_take(struct index *ix, struct item *it, const json_t *doc)
{
    const json_t *first = json_array_get(json_object_get(doc, "phones"), 0);
    if (it && first && it->phone.n == 0)
        it->phone = doc_text(ix->arena, first, "number");
}

static enum err on_entry(void *ctx, const struct directory_object *o)
{
    struct index *ix = ctx;
    struct item *it = ARENA_NEW(ix->arena, struct item);
    bool service = o->type == HSDS_SERVICE, fresh;
    json_t *doc = hsds_doc_load(o->doc);

    if (!doc)
        return ERR_DB;
    it->kind = service ? DIRECTORY_SERVICE : DIRECTORY_ORGANIZATION;
    it->public_id = str_copy(ix->arena, o->public_id);
    it->name = doc_text(ix->arena, doc, "name");
    it->alternate_name = doc_text(ix->arena, doc, "alternate_name");
    it->description = doc_text(ix->arena, doc, "description");
    it->url = doc_text(ix->arena, doc, service ? "url" : "website");
    it->application = doc_text(ix->arena, doc, "application_process");
    it->fees = doc_text(ix->arena, doc, "fees_description");
    it->language = directory_language(
        str_fmt(ix->arena, "%" STR_FMT " %" STR_FMT, STR_ARG(it->name), STR_ARG(it->description)));
    if (service)
        it->organization = owner_find(ix, o->parent);
    phone_take(ix, it, doc);
    json_decref(doc);
    *directory_map_put(&ix->owners, it->public_id, &fresh) = (uint32_t)ix->n;
    GROW(ix, ix->items, ix->n, ix->cap);
    ix->items[ix->n++] = it;
    return ERR_OK;
}

static void city_add(struct item *it, struct str city)
{
    if (!it || city.n == 0 || it->ncities == CITIES_MAX)
        return;
    for (size_t i = 0; i < it->ncities; i++) {
        if (str_eq(it->cities[i], city))
            return;
    }
    it->cities[it->ncities++] = city;
}

/* A location lends its towns and phone to whoever is there. */
static enum err on_location(void *ctx, const struct directory_object *o)
{
    struct index *ix = ctx;
    struct item *owner = owner_find(ix, o->parent);
    struct directory_objects at;
    json_t *doc = hsds_doc_load(o->doc);

    if (!doc)
        return ERR_DB;
    arena_clear(ix->scratch);
    enum err e = directory_object_at(ix->db, ix->scratch, o->public_id, &at);
    const json_t *list = json_object_get(doc, "addresses");
    for (size_t i = 0; e == ERR_OK && i < json_array_size(list); i++) {
        struct str city = doc_text(ix->arena, json_array_get(list, i), "city");
        city_add(owner, city);
        for (size_t k = 0; k < at.n; k++)
            city_add(owner_find(ix, at.v[k].parent), city);
    }
    for (size_t k = 0; e == ERR_OK && k < at.n; k++)
        phone_take(ix, owner_find(ix, at.v[k].parent), doc);
    json_decref(doc);
    return e;
}

/* A service without a place of its own is where its organization is, and without a phone is reached
 * at its organization's. */
static void items_inherit(struct index *ix)
{
    for (size_t i = 0; i < ix->n; i++) {
        struct item *it = ix->items[i];
        if (!it->organization)
            continue;
        if (it->phone.n == 0)
            it->phone = it->organization->phone;
        if (it->ncities == 0 && it->organization->ncities < CITIES_MAX) {
            memcpy(it->cities, it->organization->cities, sizeof(it->cities));
            it->ncities = it->organization->ncities;
        }
        if (it->url.n == 0)
            it->url = it->organization->url;
    }
}

static int by_title(const void *pa, const void *pb)
{
    const struct item *a = *(struct item *const *)pa, *b = *(struct item *const *)pb;
    int c = str_cmp(a->name, b->name);
    return c ? c : str_cmp(a->public_id, b->public_id);
}

static enum err index_read(struct index *ix)
{
    directory_map_init(&ix->owners, ix->arena);
    TRY(directory_object_each(ix->db, HSDS_ORGANIZATION, on_entry, ix));
    TRY(directory_object_each(ix->db, HSDS_SERVICE, on_entry, ix));
    TRY(directory_object_each(ix->db, HSDS_LOCATION, on_location, ix));
    items_inherit(ix);
    if (ix->n != 0)
        qsort(ix->items, ix->n, sizeof(struct item *), by_title);
    return ERR_OK;
}

/* ---- words ----------------------------------------------------------------------------------- */

static uint32_t word_number(struct index *ix, struct str text)
{
    const uint32_t *known = directory_map_get(&ix->numbers, text);
    bool fresh;

    if (known)
        return *known;
    text = str_copy(ix->arena, text);
    uint32_t *number = directory_map_put(&ix->numbers, text, &fresh);
    *number = (uint32_t)ix->nwords;
    if (ix->nwords == ix->words_cap) {
        size_t cap = ix->words_cap, touched = ix->words_cap, stamp = ix->words_cap;
        GROW(ix, ix->word, ix->nwords, ix->words_cap);
        GROW(ix, ix->weight, ix->nwords, cap);
        GROW(ix, ix->stamp, ix->nwords, stamp);
        GROW(ix, ix->touched, ix->nwords, touched);
    }
    ix->word[ix->nwords++] = text;
    return *number;
}

static struct words text_words(struct index *ix, struct str text)
{
    struct search_tokens tokens;
    struct words out;

    arena_clear(ix->scratch);
    search_document(ix->search, ix->scratch, text, &tokens);
    out = (struct words){.v = ARENA_ARRAY(ix->arena, uint32_t, tokens.n), .n = tokens.n};
    for (size_t i = 0; i < tokens.n; i++)
        out.v[i] = word_number(ix, tokens.v[i].text);
    return out;
}

/* The words of a text that may well come again: a kind of help, a town, an organization. */
static struct words memo_words(struct index *ix, struct str text)
{
    bool fresh;

    if (text.n > MEMO_TEXT_MAX)
        return text_words(ix, text);
    const uint32_t *known = directory_map_get(&ix->memos, text);
    if (known)
        return ix->memo[*known];
    struct words out = text_words(ix, text);
    *directory_map_put(&ix->memos, text, &fresh) = (uint32_t)ix->nmemo;
    GROW(ix, ix->memo, ix->nmemo, ix->memo_cap);
    ix->memo[ix->nmemo++] = out;
    return out;
}

static void item_field(struct index *ix, struct item *it, uint32_t entry, struct str text,
                       enum field_weight weight)
{
    if (text.n == 0)
        return;
    struct words words = memo_words(ix, text);
    for (size_t i = 0; i < words.n; i++) {
        uint32_t w = words.v[i];
        if (ix->stamp[w] != entry + 1) {
            ix->stamp[w] = entry + 1;
            ix->weight[w] = 0;
            ix->touched[ix->ntouched++] = w;
        }
        ix->weight[w] += (uint32_t)weight;
    }
    it->length += words.n * (uint64_t)weight;
}

static void item_words(struct index *ix, struct item *it, uint32_t entry)
{
    ix->ntouched = 0;
    item_field(ix, it, entry, it->name, WEIGHT_TITLE);
    item_field(ix, it, entry, it->alternate_name, WEIGHT_ALTERNATE);
    if (it->organization) {
        item_field(ix, it, entry, it->organization->name, WEIGHT_ORGANIZATION);
        item_field(ix, it, entry, it->organization->alternate_name, WEIGHT_OTHER);
    }
    for (size_t i = 0; i < it->ncities; i++)
        item_field(ix, it, entry, it->cities[i], WEIGHT_CITY);
    item_field(ix, it, entry, it->description, WEIGHT_DESCRIPTION);
    item_field(ix, it, entry, it->application, WEIGHT_OTHER);
    item_field(ix, it, entry, it->fees, WEIGHT_OTHER);

    for (size_t i = 0; i < ix->ntouched; i++) {
        GROW(ix, ix->tuples, ix->ntuples, ix->tuples_cap);
        ix->tuples[ix->ntuples++] = (struct tuple){
            .word = ix->touched[i], .entry = entry, .weight = ix->weight[ix->touched[i]]};
    }
    ix->length += it->length;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* One or two lines for a hit: the description, and how to get it when that is short. */
static struct str item_summary(struct arena *a, const struct item *it)
{
    struct str text = it->description;

    if (text.n < 80 && it->application.n != 0)
        text = text.n == 0 ? it->application
                           : str_fmt(a, "%" STR_FMT " · %" STR_FMT, STR_ARG(text),
                                     STR_ARG(it->application));
    return directory_summary(a, text);
}

static enum err entry_write(struct index *ix, const struct item *it, uint32_t entry)
{
    arena_clear(ix->scratch);
    struct store_entry e = {
        .entry = entry,
        .kind = it->kind,
        .public_id = it->public_id,
        .title = it->name,
        .organization = it->organization ? it->organization->name : STR_NONE,
        .summary = item_summary(ix->scratch, it),
        .phone = it->phone,
        .url = it->url,
        .city = it->ncities == 1 ? it->cities[0] : STR_NONE,
        .language = it->language,
    };
    return store_entry_add(ix->db, &e);
}

/* Tuples by word (they are by entry already): a counting sort. *starts has one more than words. */
static struct tuple *tuples_by_word(struct index *ix, size_t **starts)
{
    size_t *start = ARENA_ARRAY(ix->arena, size_t, ix->nwords + 1);
    size_t *at = ARENA_ARRAY(ix->arena, size_t, ix->nwords + 1);
    struct tuple *out = ARENA_ARRAY(ix->arena, struct tuple, ix->ntuples);

    for (size_t i = 0; i < ix->ntuples; i++)
        start[ix->tuples[i].word + 1]++;
    for (size_t w = 0; w < ix->nwords; w++)
        start[w + 1] += start[w];
    if (ix->nwords != 0)
        memcpy(at, start, ix->nwords * sizeof(*at));
    for (size_t i = 0; i < ix->ntuples; i++)
        out[at[ix->tuples[i].word]++] = ix->tuples[i];
    *starts = start;
    return out;
}

struct named {
    struct str text;
    uint32_t number;
};

static int by_text(const void *a, const void *b)
{
    return str_cmp(((const struct named *)a)->text, ((const struct named *)b)->text);
}

static enum err word_write(struct index *ix, struct str word, const struct tuple *v, size_t n)
{
    struct posting *postings = ARENA_ARRAY(ix->scratch, struct posting, n);
    uint64_t average = ix->length / ix->n;
    struct buf packed;
    struct str bytes;

    for (size_t i = 0; i < n; i++) {
        postings[i].entry = v[i].entry;
        postings[i].impact = rank_impact(v[i].weight, ix->items[v[i].entry]->length, average);
    }
    buf_init(&packed, ix->scratch, n * 3 + 8, n * 6 + 8);
    rank_pack(&packed, postings, n);
    TRY(buf_end(&packed, &bytes));
    return store_word_add(ix->db, word, bytes);
}

static void tell(const struct index *ix, uint64_t done, uint64_t total)
{
    if (ix->event)
        ix->event(ix->ctx,
                  &(struct hsds_event){
                      .kind = HSDS_PROGRESS, .stage = "indexing", .done = done, .total = total});
}

static enum err words_write(struct index *ix)
{
    size_t *start;
    struct tuple *tuples = tuples_by_word(ix, &start);
    struct named *names = ARENA_ARRAY(ix->arena, struct named, ix->nwords);

    for (size_t w = 0; w < ix->nwords; w++)
        names[w] = (struct named){.text = ix->word[w], .number = (uint32_t)w};
    if (ix->nwords != 0)
        qsort(names, ix->nwords, sizeof(*names), by_text);
    for (size_t i = 0; i < ix->nwords; i++) {
        size_t w = names[i].number;
        arena_clear(ix->scratch);
        if (start[w + 1] > start[w])
            TRY(word_write(ix, names[i].text, tuples + start[w], start[w + 1] - start[w]));
    }
    return store_corpus_set(ix->db, (int64_t)ix->n, (int64_t)ix->length);
}

enum err directory_index_build(struct db *db, struct search *search, hsds_event_fn *event,
                               void *ctx)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 1024 * 1024);
    ARENA_LOCAL struct arena *scratch = arena_create(ARENA_PLAIN, 0);
    struct index *ix = ARENA_NEW(a, struct index);

    *ix = (struct index){
        .arena = a, .scratch = scratch, .db = db, .search = search, .event = event, .ctx = ctx};
    directory_map_init(&ix->numbers, a);
    directory_map_init(&ix->memos, a);
    TRY(index_read(ix));
    TRY(store_index_clear(db));
    for (size_t i = 0; i < ix->n; i++) {
        item_words(ix, ix->items[i], (uint32_t)i);
        TRY(entry_write(ix, ix->items[i], (uint32_t)i));
        if (i % 1024 == 1023)
            tell(ix, i, ix->n);
    }
    TRY(words_write(ix));
    tell(ix, ix->n, ix->n);
    return ERR_OK;
}
