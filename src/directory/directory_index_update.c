/* The index in step with a change: what entries were found by goes out, what they are found by now
 * goes in. Both are computed from the documents, so nothing has to be kept for it. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "directory/directory_index.h"
#include "directory/directory_index_inside.h"
#include "directory/directory_index_store.h"
#include "directory/directory_lexicon.h"
#include "directory/directory_rank.h"
#include "directory/directory_towns.h"

#define TOUCHED_MAX 400 /* entries; beyond, the whole index is made anew */

/* An entry on one side of the change. */
struct side {
    bool there; /* it has a page */
    bool found;
    enum directory_kind kind;
    struct bag bag;
    struct str title;
};

struct directory_index_change {
    struct arena *arena, *scratch, *rows;
    struct db *db;
    struct search *search;
    struct str *ids; /* objects */
    struct facts_before before;
    struct texts entries; /* that are touched, before or after */
    struct bag_house *bags;
    struct index_corpus corpus;
    bool anew; /* too much changes, or the index is of another version */

    struct step *steps;
    size_t nsteps, steps_cap;
};

/* What becomes of one posting: impact 0 takes it away. */
struct step {
    struct str word;
    uint32_t entry;
    uint8_t impact;
};

/* ---- before ---------------------------------------------------------------------------------- */

static enum err change_touch(struct directory_index_change *c)
{
    for (size_t i = 0; i < c->before.n; i++) {
        struct texts entries = {0};
        arena_clear(c->rows);
        TRY(facts_touched(c->db, c->rows, c->ids[i], &entries));
        for (size_t k = 0; k < entries.n; k++) {
            if (!texts_have(&c->entries, entries.v[k]))
                texts_push(c->arena, &c->entries, str_copy(c->arena, entries.v[k]));
        }
        if (c->entries.n > TOUCHED_MAX) {
            c->anew = true;
            return ERR_OK;
        }
    }
    return ERR_OK;
}

/* Keeps the objects as they are. */
static enum err objects_keep(struct directory_index_change *c, const struct str *ids, size_t n)
{
    struct directory_object *v = ARENA_ARRAY(c->arena, struct directory_object, n);

    c->ids = ARENA_ARRAY(c->arena, struct str, n);
    for (size_t i = 0; i < n; i++) {
        c->ids[i] = str_copy(c->arena, ids[i]);
        enum err e = directory_object_get(c->db, c->arena, ids[i], &v[i]);
        if (e == ERR_NOT_FOUND)
            v[i] = (struct directory_object){0};
        else
            TRY(e);
    }
    c->before = (struct facts_before){.ids = c->ids, .v = v, .n = n};
    return ERR_OK;
}

enum err directory_index_before(struct db *db, struct search *search, struct arena *a,
                                const struct str *ids, size_t n,
                                struct directory_index_change **out)
{
    ARENA_LOCAL struct arena *rows = arena_create(ARENA_PLAIN, 0);
    struct directory_index_change *c = ARENA_NEW(a, struct directory_index_change);

    *out = c;
    *c = (struct directory_index_change){.arena = a, .rows = rows, .db = db, .search = search};
    TRY(index_corpus_get(db, a, &c->corpus));
    c->anew = n > TOUCHED_MAX || c->corpus.version != index_version();
    if (c->anew)
        return ERR_OK;
    TRY(objects_keep(c, ids, n));
    return change_touch(c);
}

/* ---- after: entries -------------------------------------------------------------------------- */

/* Between which two an entry stands in the order of titles. */
struct place {
    struct str title, id;
    const uint32_t *order;
    size_t slots;
    uint64_t below, above;
};

static enum err on_title(void *ctx, const struct db_value *cells, size_t n)
{
    struct place *p = ctx;
    (void)n;

    if (str_eq(cells[2].s, p->id) || (size_t)cells[0].i >= p->slots)
        return ERR_OK;
    int c = str_cmp(cells[1].s, p->title);
    c = c ? c : str_cmp(cells[2].s, p->id);
    uint64_t order = p->order[cells[0].i];
    if (c < 0 && order > p->below)
        p->below = order;
    if (c > 0 && order < p->above)
        p->above = order;
    return ERR_OK;
}

/* ERR_CONFLICT: there is no room left between two neighbours. */
static enum err order_find(struct directory_index_change *c, const struct directory_card *card,
                           uint32_t *out)
{
    struct place p = {.title = card->title,
                      .id = card->id,
                      .slots = (size_t)c->corpus.slots,
                      .above = UINT32_MAX};

    arena_clear(c->rows);
    TRY(index_order_read(c->db, c->rows, c->corpus.slots, &p.order));
    TRY(index_each_title(c->db, on_title, &p));
    if (p.above < p.below + 2)
        return ERR_CONFLICT;
    *out = (uint32_t)(p.below + (p.above - p.below) / 2);
    return ERR_OK;
}

static enum err order_keep(struct directory_index_change *c, int64_t entry, uint32_t *out)
{
    const uint32_t *order;

    arena_clear(c->rows);
    TRY(index_order_read(c->db, c->rows, c->corpus.slots, &order));
    *out = order[entry];
    return ERR_OK;
}

static enum err week_number(struct directory_index_change *c, struct str hours, int64_t *out)
{
    *out = 0;
    if (hours.n == 0)
        return ERR_OK;
    TRY(index_week_find(c->db, c->scratch, hours, out));
    if (*out != 0)
        return ERR_OK;
    TRY(index_week_highest(c->db, c->scratch, out));
    if (*out >= INDEX_WEEKS_MAX) {
        *out = 0;
        return ERR_OK;
    }
    return index_week_add(c->db, ++*out, hours);
}

static enum err entry_put(struct directory_index_change *c, const struct side *before,
                          int64_t entry, const struct entry_text *text)
{
    bool fresh = entry == c->corpus.slots;
    uint32_t order;
    int64_t week;

    if (!fresh && str_eq(before->title, text->card.title))
        TRY(order_keep(c, entry, &order));
    else
        TRY(order_find(c, &text->card, &order));
    TRY(week_number(c, text->week, &week));
    if (!fresh)
        TRY(index_entry_remove(c->db, entry));
    else
        c->corpus.slots++;
    TRY(index_entry_put(c->db, entry, &text->card, week));
    return index_arrays_put(c->db, c->rows, entry, order, (uint16_t)week, text->quality);
}

/* Its number stays free until the whole index is made anew; nothing else of it does. */
static enum err entry_remove(struct directory_index_change *c, int64_t entry)
{
    TRY(index_entry_remove(c->db, entry));
    return index_arrays_put(c->db, c->rows, entry, 0, 0, 0);
}

/* ---- after: words ---------------------------------------------------------------------------- */

static void step_add(struct directory_index_change *c, uint32_t word, uint32_t entry,
                     uint8_t impact)
{
    if (c->nsteps == c->steps_cap) {
        size_t cap = c->steps_cap ? c->steps_cap * 2 : 256;
        struct step *v = ARENA_ARRAY(c->arena, struct step, cap);
        if (c->nsteps != 0)
            memcpy(v, c->steps, c->nsteps * sizeof(*v));
        c->steps = v;
        c->steps_cap = cap;
    }
    c->steps[c->nsteps++] =
        (struct step){.word = bag_word(c->bags, word), .entry = entry, .impact = impact};
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = ((const struct bag_word *)a)->word, y = ((const struct bag_word *)b)->word;
    return (x > y) - (x < y);
}

static uint8_t impact_of(const struct directory_index_change *c, const struct bag *bag, size_t i)
{
    return bag_impact(bag_word(c->bags, bag->v[i].word), bag->v[i].weight, bag->length);
}

/* The postings in which two bags differ. */
static void steps_add(struct directory_index_change *c, uint32_t entry, struct bag *before,
                      struct bag *after)
{
    size_t i = 0, k = 0;

    if (before->n != 0)
        qsort(before->v, before->n, sizeof(*before->v), by_number);
    if (after->n != 0)
        qsort(after->v, after->n, sizeof(*after->v), by_number);
    while (i < before->n || k < after->n) {
        uint32_t x = i < before->n ? before->v[i].word : UINT32_MAX;
        uint32_t y = k < after->n ? after->v[k].word : UINT32_MAX;
        if (x < y)
            step_add(c, x, entry, 0);
        else if (y < x || impact_of(c, before, i) != impact_of(c, after, k))
            step_add(c, y, entry, impact_of(c, after, k));
        i += x <= y;
        k += y <= x;
    }
}

static int by_word(const void *pa, const void *pb)
{
    const struct step *a = pa, *b = pb;
    int c = str_cmp(a->word, b->word);
    return c ? c : (a->entry > b->entry) - (a->entry < b->entry);
}

/* Old postings and steps of one word, both by entry. ERR_CONFLICT: what should go is not there. */
static enum err postings_merge(const struct posting *old, size_t n, const struct step *steps,
                               size_t nsteps, struct posting *out, size_t *nout)
{
    size_t i = 0, k = 0;

    *nout = 0;
    while (i < n || k < nsteps) {
        if (k == nsteps || (i < n && old[i].entry < steps[k].entry)) {
            out[(*nout)++] = old[i++];
            continue;
        }
        bool there = i < n && old[i].entry == steps[k].entry;
        if (steps[k].impact == 0 && !there)
            return ERR_CONFLICT;
        if (steps[k].impact != 0)
            out[(*nout)++] = (struct posting){steps[k].entry, steps[k].impact};
        i += there;
        k++;
    }
    return ERR_OK;
}

static enum err word_step(struct directory_index_change *c, const struct step *steps, size_t n)
{
    struct str word = steps[0].word, packed = STR_NONE, area = index_area_of(word);
    struct posting *old, *now;
    size_t nold, nnow;
    struct buf b;

    arena_clear(c->rows);
    TRY(index_word_get(c->db, c->rows, word, &packed));
    TRY(rank_unpack(c->rows, packed, (uint64_t)c->corpus.slots, &old, &nold));
    now = ARENA_ARRAY(c->rows, struct posting, nold + n);
    TRY(postings_merge(old, nold, steps, n, now, &nnow));
    if (area.n != 0)
        TRY(index_area_put(c->db, area, (int64_t)nnow));
    if (nnow == 0)
        return index_word_put(c->db, word, STR_NONE);
    buf_init(&b, c->rows, nnow * 3 + 8, nnow * 6 + 8);
    rank_pack(&b, now, nnow);
    TRY(buf_end(&b, &packed));
    return index_word_put(c->db, word, packed);
}

static enum err words_step(struct directory_index_change *c)
{
    size_t end;

    if (c->nsteps != 0)
        qsort(c->steps, c->nsteps, sizeof(*c->steps), by_word);
    for (size_t from = 0; from < c->nsteps; from = end) {
        for (end = from; end < c->nsteps && str_eq(c->steps[end].word, c->steps[from].word);)
            end++;
        TRY(word_step(c, c->steps + from, end - from));
    }
    return ERR_OK;
}

static enum err lexicon_step(struct directory_index_change *c)
{
    size_t n = 0, end, all = bag_forms(c->bags);
    const struct bag_form **v = ARENA_ARRAY(c->arena, const struct bag_form *, all);

    for (size_t i = 0; i < all; i++) {
        const struct bag_form *f = bag_form(c->bags, i);
        if (lexicon_length(f->form) != 0 && f->count != 0)
            v[n++] = f;
    }
    lexicon_sort(v, n);
    for (size_t from = 0; from < n; from = end) {
        int length = lexicon_length(v[from]->form);
        struct str row;
        for (end = from; end < n && lexicon_length(v[end]->form) == length;)
            end++;
        arena_clear(c->rows);
        TRY(index_lexicon_get(c->db, c->rows, length, &row));
        TRY(lexicon_merge(c->rows, row, v + from, end - from, &row));
        TRY(index_lexicon_put(c->db, length, row));
    }
    return ERR_OK;
}

/* ---- after ----------------------------------------------------------------------------------- */

static enum err side_read(struct directory_index_change *c, struct facts_house *house,
                          struct str id, int sign, struct side *out, struct entry_text *text)
{
    struct facts *f;

    *out = (struct side){0};
    enum err e = facts_entry(house, id, &f);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    TRY(facts_text(house, c->arena, f, text));
    out->there = true;
    out->found = text->found;
    out->kind = text->card.kind;
    out->title = text->card.title;
    bag_fill(c->bags, c->arena, text, sign, &out->bag);
    return ERR_OK;
}

static void kinds_count(struct index_corpus *c, const struct side *side, int64_t by)
{
    if (!side->there || c->services < 0)
        return;
    if (side->kind == DIRECTORY_SERVICE)
        c->services += by;
    else
        c->organizations += by;
}

static enum err entry_step(struct directory_index_change *c, struct facts_house *old,
                           struct facts_house *now, struct str id)
{
    struct entry_text text;
    struct side before, after;
    int64_t entry, week;
    struct str city;

    TRY(side_read(c, old, id, -1, &before, &text));
    TRY(side_read(c, now, id, 1, &after, &text));
    if (!before.there && !after.there)
        return ERR_OK;
    TRY(index_entry_number(c->db, c->scratch, id, &entry));
    if (before.there != (entry >= 0))
        return ERR_CONFLICT;
    if (entry < 0)
        entry = c->corpus.slots;
    steps_add(c, (uint32_t)entry, &before.bag, &after.bag);
    c->corpus.live += (int64_t)after.found - (int64_t)before.found;
    kinds_count(&c->corpus, &before, -1);
    kinds_count(&c->corpus, &after, 1);
    TRY(index_entry_traces(c->db, c->scratch, entry, &week, &city));
    TRY(after.there ? entry_put(c, &before, entry, &text) : entry_remove(c, entry));
    TRY(directory_towns_move(c->db, city, after.there ? text.card.city : STR_NONE));
    return week != 0 ? index_week_drop(c->db, week) : ERR_OK;
}

/* A transaction of its own, so that there is a way back to making everything anew. */
static enum err change_apply(struct directory_index_change *c)
{
    struct facts_house old, now;
    DB_TX struct db_tx tx = {0};

    TRY(db_tx_begin(&tx, c->db));
    TRY(change_touch(c));
    if (c->anew)
        return ERR_CONFLICT;
    c->bags = bag_house_open(c->arena, c->scratch, c->search);
    facts_open_lazy(&old, c->db, c->arena, c->scratch, &c->before);
    facts_open_lazy(&now, c->db, c->arena, c->scratch, NULL);
    for (size_t i = 0; i < c->entries.n; i++)
        TRY(entry_step(c, &old, &now, c->entries.v[i]));
    TRY(words_step(c));
    TRY(lexicon_step(c));
    TRY(index_corpus_put(c->db, &c->corpus));
    return db_tx_commit(&tx);
}

enum err directory_index_after(struct directory_index_change *change)
{
    ARENA_LOCAL struct arena *scratch = arena_create(ARENA_PLAIN, 0);
    ARENA_LOCAL struct arena *rows = arena_create(ARENA_PLAIN, 0);
    enum err e = ERR_CONFLICT;

    change->scratch = scratch;
    change->rows = rows;
    if (!change->anew)
        e = change_apply(change);
    if (e != ERR_CONFLICT && e != ERR_DB)
        return e;
    if (!change->anew)
        log_warn("directory", "the index was not in step: making it anew");
    return directory_index_build(change->db, change->search, NULL, NULL);
}
