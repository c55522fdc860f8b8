#include "directory/directory_index.h"

#include <stdlib.h>
#include <string.h>

#include "directory/directory_index_inside.h"
#include "directory/directory_index_store.h"
#include "directory/directory_lexicon.h"
#include "directory/directory_rank.h"
#include "directory/directory_towns.h"

struct tuple {
    uint32_t word;
    uint32_t entry;
    uint32_t weight;
};

struct index {
    struct arena *arena, *scratch, *work;
    struct db *db;
    hsds_event_fn *event;
    void *ctx;

    struct facts_house facts;
    struct bag_house *bags;
    struct facts **entries;
    size_t n;
    uint64_t *length; /* by entry */
    int64_t live;

    struct map weeks; /* hours → number */
    int64_t nweeks;
    struct index_arrays arrays;

    struct tuple *tuples;
    size_t ntuples, tuples_cap;
};

/* Room for one more in an array of the arena. */
#define GROW(ix, v, n, cap)                                                                        \
    do {                                                                                           \
        if ((n) == (cap)) {                                                                        \
            (cap) = (cap) ? (cap)*2 : 4096;                                                        \
            void *grown_ = arena_alloc_array((ix)->arena, (cap), sizeof(*(v)));                    \
            if ((n) != 0)                                                                          \
                memcpy(grown_, (v), (n) * sizeof(*(v)));                                           \
            (v) = grown_;                                                                          \
        }                                                                                          \
    } while (0)

static void tell(const struct index *ix, uint64_t done, uint64_t total)
{
    if (ix->event)
        ix->event(ix->ctx,
                  &(struct hsds_event){
                      .kind = HSDS_PROGRESS, .stage = "indexing", .done = done, .total = total});
}

/* ---- entries --------------------------------------------------------------------------------- */

static enum err week_number(struct index *ix, struct str hours, int64_t *out)
{
    bool fresh;
    const uint32_t *known = hours.n != 0 ? map_get(&ix->weeks, hours) : NULL;

    *out = known ? (int64_t)*known : 0;
    if (known || hours.n == 0 || ix->nweeks == INDEX_WEEKS_MAX)
        return ERR_OK;
    *out = ++ix->nweeks;
    *map_put(&ix->weeks, str_copy(ix->arena, hours), &fresh) = (uint32_t)*out;
    return index_week_add(ix->db, *out, hours);
}

static void tuples_add(struct index *ix, const struct bag *bag, uint32_t entry)
{
    for (size_t i = 0; i < bag->n; i++) {
        GROW(ix, ix->tuples, ix->ntuples, ix->tuples_cap);
        ix->tuples[ix->ntuples++] =
            (struct tuple){.word = bag->v[i].word, .entry = entry, .weight = bag->v[i].weight};
    }
}

static enum err entry_add(struct index *ix, uint32_t entry)
{
    struct entry_text text;
    struct bag bag;
    int64_t week;

    arena_clear(ix->work);
    TRY(facts_text(&ix->facts, ix->work, ix->entries[entry], &text));
    bag_fill(ix->bags, ix->work, &text, 1, &bag);
    tuples_add(ix, &bag, entry);
    ix->length[entry] = bag.length;
    ix->live += text.found;
    TRY(week_number(ix, text.week, &week));
    ix->arrays.week[entry] = (uint16_t)week;
    ix->arrays.quality[entry] = text.quality;
    ix->arrays.order[entry] = (uint32_t)((uint64_t)UINT32_MAX * (entry + 1u) / (ix->n + 1));
    return index_entry_put(ix->db, entry, &text.card, week);
}

/* ---- words ----------------------------------------------------------------------------------- */

/* Tuples by word (they are by entry already): a counting sort. *starts has one more than words. */
static struct tuple *tuples_by_word(struct index *ix, size_t **starts)
{
    size_t words = bag_words(ix->bags);
    size_t *start = ARENA_ARRAY(ix->arena, size_t, words + 1);
    size_t *at = ARENA_ARRAY(ix->arena, size_t, words + 1);
    struct tuple *out = ARENA_ARRAY(ix->arena, struct tuple, ix->ntuples);

    for (size_t i = 0; i < ix->ntuples; i++)
        start[ix->tuples[i].word + 1]++;
    for (size_t w = 0; w < words; w++)
        start[w + 1] += start[w];
    if (words != 0)
        memcpy(at, start, words * sizeof(*at));
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
    struct buf packed;
    struct str bytes, area = index_area_of(word);

    for (size_t i = 0; i < n; i++) {
        postings[i].entry = v[i].entry;
        postings[i].impact = bag_impact(word, v[i].weight, ix->length[v[i].entry]);
    }
    buf_init(&packed, ix->scratch, n * 3 + 8, n * 6 + 8);
    rank_pack(&packed, postings, n);
    TRY(buf_end(&packed, &bytes));
    if (area.n != 0)
        TRY(index_area_put(ix->db, area, (int64_t)n));
    return index_word_add(ix->db, word, bytes);
}

static enum err words_write(struct index *ix)
{
    size_t *start, nwords = bag_words(ix->bags);
    struct tuple *tuples = tuples_by_word(ix, &start);
    struct named *names = ARENA_ARRAY(ix->arena, struct named, nwords);

    for (size_t w = 0; w < nwords; w++)
        names[w] = (struct named){.text = bag_word(ix->bags, w), .number = (uint32_t)w};
    if (nwords != 0)
        qsort(names, nwords, sizeof(*names), by_text);
    for (size_t i = 0; i < nwords; i++) {
        size_t w = names[i].number;
        arena_clear(ix->scratch);
        if (start[w + 1] > start[w])
            TRY(word_write(ix, names[i].text, tuples + start[w], start[w + 1] - start[w]));
    }
    return ERR_OK;
}

static enum err lexicon_write(struct index *ix)
{
    size_t n = 0, end, all = bag_forms(ix->bags);
    const struct bag_form **v = ARENA_ARRAY(ix->arena, const struct bag_form *, all);

    for (size_t i = 0; i < all; i++) {
        const struct bag_form *f = bag_form(ix->bags, i);
        if (lexicon_length(f->form) != 0 && f->count > 0)
            v[n++] = f;
    }
    lexicon_sort(v, n);
    for (size_t from = 0; from < n; from = end) {
        int length = lexicon_length(v[from]->form);
        struct str row;
        for (end = from; end < n && lexicon_length(v[end]->form) == length;)
            end++;
        TRY(lexicon_pack(ix->arena, v + from, end - from, &row));
        TRY(index_lexicon_put(ix->db, length, row));
    }
    return ERR_OK;
}

static enum err index_make(struct index *ix, struct search *search)
{
    TRY(index_clear(ix->db));
    TRY(facts_open_all(&ix->facts, ix->db, ix->arena, ix->scratch));
    TRY(facts_entries(&ix->facts, &ix->entries, &ix->n));
    ix->bags = bag_house_open(ix->arena, ix->scratch, search);
    map_init(&ix->weeks, ix->arena);
    ix->length = ARENA_ARRAY(ix->arena, uint64_t, ix->n);
    index_arrays_init(&ix->arrays, ix->arena, ix->n);
    for (size_t i = 0; i < ix->n; i++) {
        TRY(entry_add(ix, (uint32_t)i));
        if (i % 1024 == 1023)
            tell(ix, i, ix->n);
    }
    TRY(words_write(ix));
    TRY(lexicon_write(ix));
    TRY(index_arrays_write(ix->db, ix->scratch, &ix->arrays));
    TRY(directory_towns_count(ix->db));
    tell(ix, ix->n, ix->n);
    return index_corpus_put(ix->db, &(struct index_corpus){.slots = (int64_t)ix->n,
                                                           .live = ix->live,
                                                           .version = index_version()});
}

enum err directory_index_build(struct db *db, struct search *search, hsds_event_fn *event,
                               void *ctx)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 1024 * 1024);
    ARENA_LOCAL struct arena *scratch = arena_create(ARENA_PLAIN, 0);
    ARENA_LOCAL struct arena *work = arena_create(ARENA_PLAIN, 0);
    struct index *ix = ARENA_NEW(a, struct index);

    *ix = (struct index){
        .arena = a, .scratch = scratch, .work = work, .db = db, .event = event, .ctx = ctx};
    return index_make(ix, search);
}

enum err directory_refresh(struct db *db, struct search *search)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct index_corpus corpus;

    TRY(index_corpus_get(db, a, &corpus));
    if (corpus.version == 0 || corpus.version == index_version())
        return ERR_OK;
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, db));
    TRY(directory_index_build(db, search, NULL, NULL));
    return db_tx_commit(&tx);
}
