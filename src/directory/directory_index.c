#include "directory/directory_index.h"

#include <stdlib.h>
#include <string.h>

#include "directory/directory_index_inside.h"
#include "directory/directory_index_store.h"
#include "directory/directory_lexicon.h"
#include "directory/directory_rank.h"
#include "directory/directory_towns.h"

/* The postings as they come, entry after entry. A million entries have a hundred million. */
#define TUPLES 65536
struct tuples {
    struct tuples *next;
    size_t n;
    uint32_t word[TUPLES];
    uint8_t impact[TUPLES];
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
    uint32_t *many; /* by entry: how many words it has */
    int64_t live, organizations, services;

    struct map weeks; /* hours → number */
    int64_t nweeks;
    struct index_arrays arrays;

    struct tuples *tuples, *last;
    size_t ntuples;
};

static void tell(const struct index *ix, uint64_t done, uint64_t total)
{
    if (ix->event)
        ix->event(ix->ctx, &(struct hsds_event){.kind = HSDS_PROGRESS,
                                                .stage = N_("indexing"),
                                                .done = done,
                                                .total = total});
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
        struct tuples *t = ix->last;
        if (!t || t->n == TUPLES) {
            t = ARENA_NEW(ix->arena, struct tuples);
            *(ix->last ? &ix->last->next : &ix->tuples) = t;
            ix->last = t;
        }
        t->word[t->n] = bag->v[i].word;
        t->impact[t->n++] =
            bag_impact(bag_word(ix->bags, bag->v[i].word), bag->v[i].weight, bag->length);
    }
    ix->many[entry] = (uint32_t)bag->n;
    ix->ntuples += bag->n;
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
    ix->live += text.found;
    ix->organizations += text.card.kind == DIRECTORY_ORGANIZATION;
    ix->services += text.card.kind == DIRECTORY_SERVICE;
    TRY(week_number(ix, text.week, &week));
    ix->arrays.week[entry] = (uint16_t)week;
    ix->arrays.quality[entry] = text.quality;
    ix->arrays.order[entry] = (uint32_t)((uint64_t)UINT32_MAX * (entry + 1u) / (ix->n + 1));
    return index_entry_put(ix->db, entry, &text.card, week);
}

/* ---- words ----------------------------------------------------------------------------------- */

/* Where the postings of each word begin; one more than words. */
static size_t *starts_count(struct index *ix)
{
    size_t words = bag_words(ix->bags);
    size_t *start = ARENA_ARRAY(ix->arena, size_t, words + 1);

    for (const struct tuples *t = ix->tuples; t; t = t->next) {
        for (size_t i = 0; i < t->n; i++)
            start[t->word[i] + 1]++;
    }
    for (size_t w = 0; w < words; w++)
        start[w + 1] += start[w];
    return start;
}

/* Postings by word (they are by entry already): a counting sort. */
static struct posting *postings_sort(struct index *ix, const size_t *start)
{
    size_t words = bag_words(ix->bags);
    size_t *at = ARENA_ARRAY(ix->arena, size_t, words + 1);
    struct posting *out = ARENA_ARRAY(ix->arena, struct posting, ix->ntuples);
    uint32_t entry = 0, done = 0;

    memcpy(at, start, (words + 1) * sizeof(*at));
    for (const struct tuples *t = ix->tuples; t; t = t->next) {
        for (size_t i = 0; i < t->n; i++) {
            while (done == ix->many[entry]) {
                entry++;
                done = 0;
            }
            done++;
            out[at[t->word[i]]++] = (struct posting){.entry = entry, .impact = t->impact[i]};
        }
    }
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

static enum err word_write(struct index *ix, struct str word, const struct posting *v, size_t n)
{
    struct buf packed;
    struct str bytes, area = index_area_of(word);

    buf_init(&packed, ix->scratch, n * 3 + 8, n * 6 + 8);
    rank_pack(&packed, v, n);
    TRY(buf_end(&packed, &bytes));
    if (area.n != 0)
        TRY(index_area_put(ix->db, area, (int64_t)n));
    return index_word_add(ix->db, word, bytes);
}

static enum err words_write(struct index *ix)
{
    size_t nwords = bag_words(ix->bags), *start = starts_count(ix);
    const struct posting *postings = postings_sort(ix, start);
    struct named *names = ARENA_ARRAY(ix->arena, struct named, nwords);

    for (size_t w = 0; w < nwords; w++)
        names[w] = (struct named){.text = bag_word(ix->bags, w), .number = (uint32_t)w};
    if (nwords != 0)
        qsort(names, nwords, sizeof(*names), by_text);
    for (size_t i = 0; i < nwords; i++) {
        size_t w = names[i].number;
        arena_clear(ix->scratch);
        if (start[w + 1] > start[w])
            TRY(word_write(ix, names[i].text, postings + start[w], start[w + 1] - start[w]));
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
    ix->many = ARENA_ARRAY(ix->arena, uint32_t, ix->n);
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
                                                           .organizations = ix->organizations,
                                                           .services = ix->services,
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
