/* Search: what was asked, the best entries, their cards, and why. */
#include <string.h>

#include "directory/directory_cards.h"
#include "directory/directory_feedback.h"
#include "directory/directory_index_inside.h"
#include "directory/directory_index_store.h"
#include "directory/directory_object.h"
#include "directory/directory_open.h"
#include "directory/directory_query.h"
#include "directory/directory_store.h"

_Static_assert(DIRECTORY_WORDS_MAX == RANK_TERMS_MAX,
               "a query has the same number of words everywhere");

void directory_card_fill(const struct db_rows *rows, size_t row, struct directory_card *out)
{
    *out = (struct directory_card){
        .id = db_cell_str(rows, row, 1),
        .kind = (enum directory_kind)db_cell_int(rows, row, 2),
        .title = db_cell_str(rows, row, 3),
        .organization = db_cell_str(rows, row, 4),
        .summary = db_cell_str(rows, row, 5),
        .phone = db_cell_str(rows, row, 6),
        .url = db_cell_str(rows, row, 7),
        .city = db_cell_str(rows, row, 8),
        .language = db_cell_str(rows, row, 9),
        .tags = (unsigned)db_cell_int(rows, row, 10),
        .checked_at = db_cell_int(rows, row, 11),
    };
}

enum err directory_card_load(struct db *db, struct arena *a, struct str id,
                             struct directory_card *out)
{
    struct db_rows rows;
    int64_t entries[INDEX_CARDS] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

    if (!directory_is_uuid(id))
        return ERR_NOT_FOUND;
    TRY(index_entry_number(db, a, id, &entries[0]));
    if (entries[0] < 0)
        return ERR_NOT_FOUND;
    TRY(index_cards(db, a, entries, &rows));
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    directory_card_fill(&rows, 0, out);
    return ERR_OK;
}

/* ---- open now -------------------------------------------------------------------------------- */

/* Which weeks are open, by number. */
struct opening {
    const struct directory_query *query;
    struct arena *arena;
    bool *v;
    size_t n;
};

static enum err on_week(void *ctx, const struct db_value *cells, size_t n)
{
    struct opening *o = ctx;
    (void)n;

    if (cells[0].i >= 0 && (size_t)cells[0].i < o->n)
        o->v[cells[0].i] = open_judge(cells[1].s, o->query->zone, o->query->now) == DIRECTORY_OPEN;
    return ERR_OK;
}

static enum err open_ask(struct db *db, struct arena *a, const struct directory_query *query,
                         int64_t slots, struct rank_query *out)
{
    struct opening o = {.query = query, .arena = a};
    int64_t highest;

    TRY(index_week_highest(db, a, &highest));
    o.n = (size_t)highest + 1;
    o.v = ARENA_ARRAY(a, bool, o.n);
    TRY(index_each_week(db, on_week, &o));
    out->open = o.v;
    out->nopen = o.n;
    return index_week_read(db, a, slots, &out->week);
}

/* ---- hits ------------------------------------------------------------------------------------ */

/* Fills the cards of up to INDEX_CARDS hits; the engine may give them in any order. */
static enum err cards_load(struct db *db, struct arena *a, const struct rank_match *matches,
                           struct directory_hit *hits, int64_t *weeks, size_t n)
{
    int64_t entries[INDEX_CARDS];
    struct db_rows rows;

    for (size_t i = 0; i < INDEX_CARDS; i++)
        entries[i] = i < n ? (int64_t)matches[i].entry : -1;
    TRY(index_cards(db, a, entries, &rows));
    for (size_t r = 0; r < rows.n; r++) {
        for (size_t i = 0; i < n; i++) {
            if (entries[i] != db_cell_int(&rows, r, 0))
                continue;
            directory_card_fill(&rows, r, &hits[i].card);
            weeks[i] = db_cell_int(&rows, r, 12);
        }
    }
    return ERR_OK;
}

static enum err weeks_judge(struct db *db, struct arena *a, const struct directory_query *query,
                            struct directory_hit *hits, const int64_t *weeks, size_t n)
{
    int64_t asked[INDEX_CARDS];
    struct db_rows rows;
    bool any = false;

    for (size_t i = 0; i < INDEX_CARDS; i++) {
        asked[i] = i < n ? weeks[i] : 0;
        any = any || asked[i] != 0;
    }
    if (!any || query->now == 0)
        return ERR_OK;
    TRY(index_weeks(db, a, asked, &rows));
    for (size_t r = 0; r < rows.n; r++) {
        enum directory_open open = open_judge(db_cell_str(&rows, r, 1), query->zone, query->now);
        for (size_t i = 0; i < n; i++) {
            if (weeks[i] == db_cell_int(&rows, r, 0))
                hits[i].open = open;
        }
    }
    return ERR_OK;
}

static void reason_add(struct directory_hit *hit, enum directory_reason_kind kind, struct str text)
{
    for (size_t i = 0; i < hit->nreasons; i++) {
        if (str_eq(hit->reasons[i].text, text))
            return;
    }
    if (text.n != 0 && hit->nreasons < DIRECTORY_WORDS_MAX)
        hit->reasons[hit->nreasons++] = (struct directory_reason){kind, text};
}

/* Alternatives of a term stand best first: the first that the entry has says why. */
static void term_explain(struct directory_hit *hit, const struct asked *asked, struct str typed,
                         const struct asked_alt *alt, const struct lang *lang)
{
    (void)asked;
    switch (alt->how) {
    case ASKED_WORD:
        reason_add(hit, DIRECTORY_AS_TYPED, typed);
        break;
    case ASKED_CONCEPT:
    case ASKED_RELATED:
        reason_add(hit, DIRECTORY_CONCEPT,
                   str_from_c(vocabulary_label(alt->concept, lang_code(lang))));
        break;
    case ASKED_SPELLING:
        reason_add(hit, DIRECTORY_NEAR_SPELLING, alt->shown);
        break;
    case ASKED_SKELETON:
        reason_add(hit, DIRECTORY_NEAR_SPELLING, typed);
        break;
    }
}

/* What was learned from other entries, but for what was asked anyway. */
static void learned_explain(struct directory_hit *hit, const struct asked *asked,
                            const struct rank_match *match, const struct lang *lang)
{
    for (size_t i = 0; i < asked->nalts; i++) {
        const struct asked_alt *alt = &asked->alts[i];
        if (alt->term == asked->terms.n && alt->how == ASKED_RELATED &&
            match->alts & (UINT64_C(1) << i)) {
            term_explain(hit, asked, STR_NONE, alt, lang);
            return;
        }
    }
}

static void hit_explain(struct directory_hit *hit, const struct asked *asked,
                        const struct directory_query *query, const struct rank_match *match,
                        const struct lang *lang)
{
    unsigned done = 0;

    hit->score = (int64_t)match->score;
    for (size_t i = 0; i < asked->nalts; i++) {
        const struct asked_alt *alt = &asked->alts[i];
        if (!(match->alts & (UINT64_C(1) << i)) || (done & (1u << alt->term)))
            continue;
        done |= 1u << alt->term;
        if (alt->term >= asked->terms.n) {
            learned_explain(hit, asked, match, lang);
            continue;
        }
        const struct search_term *term = &asked->terms.v[alt->term];
        struct str typed = str_slice(query->words, term->from, term->to);
        hit->words[hit->nwords++] = typed;
        term_explain(hit, asked, typed, alt, lang);
    }
    reason_add(hit, DIRECTORY_AREA, asked->area);
}

static enum err hits_load(struct db *db, struct arena *a, const struct directory_query *query,
                          const struct rank_result *found, struct directory_hits *out)
{
    int64_t *weeks = ARENA_ARRAY(a, int64_t, found->n);

    out->v = ARENA_ARRAY(a, struct directory_hit, found->n);
    out->n = found->n;
    out->total = found->total;
    for (size_t i = 0; i < found->n; i += INDEX_CARDS) {
        size_t n = found->n - i < INDEX_CARDS ? found->n - i : INDEX_CARDS;
        TRY(cards_load(db, a, found->v + i, out->v + i, weeks + i, n));
        TRY(weeks_judge(db, a, query, out->v + i, weeks + i, n));
    }
    return ERR_OK;
}

/* ---- search ---------------------------------------------------------------------------------- */

static enum err rank_ask(struct db *db, struct arena *a, const struct directory_query *query,
                         const struct asked *asked, struct rank_result *found)
{
    struct index_corpus corpus;
    struct rank_query q = {
        .alts = asked->ranks,
        .nalts = asked->nalts,
        .nterms = asked->terms.n + asked->nlearned,
        .nlearned = asked->nlearned,
        .scale = asked->scale,
        .places = asked->places,
        .nplaces = asked->nplaces,
        .readable = asked->readable,
        .spoken = asked->spoken,
        .filters = asked->filters,
        .nfilters = asked->nfilters,
        .ngroups = asked->ngroups,
        .offset = query->offset > DIRECTORY_OFFSET_MAX ? DIRECTORY_OFFSET_MAX : query->offset,
        .limit = query->limit > DIRECTORY_LIMIT_MAX ? DIRECTORY_LIMIT_MAX : query->limit,
    };

    *found = (struct rank_result){0};
    if (asked->nowhere || (asked->nalts == 0 && (asked->terms.n != 0 || asked->ngroups == 0)))
        return ERR_OK;
    TRY(index_corpus_get(db, a, &corpus));
    q.slots = (uint64_t)corpus.slots;
    q.live = (uint64_t)corpus.live;
    TRY(index_order_read(db, a, corpus.slots, &q.order));
    if (asked->terms.n == 0)
        TRY(index_quality_read(db, a, corpus.slots, &q.quality));
    if (query->open_now)
        TRY(open_ask(db, a, query, corpus.slots, &q));
    return rank_find(a, &q, found);
}

/* One need alone: what the best entries agree on says nothing that the vocabulary does not
 * (measured: not one answer of 212 changes). */
static bool is_one_need(const struct asked *asked)
{
    bool need = false;
    for (size_t i = 0; i < asked->nalts; i++)
        need = need || asked->alts[i].how == ASKED_CONCEPT;
    return asked->terms.n == 1 && need;
}

/* What the best entries of all say of the others, whichever page is asked for. */
static enum err feedback_ask(struct db *db, struct search *search, struct arena *a,
                             const struct directory_query *query, struct asked *asked)
{
    struct directory_query first = *query;
    struct directory_hit hits[FEEDBACK_ENTRIES] = {0};
    struct directory_card cards[FEEDBACK_ENTRIES];
    int64_t weeks[FEEDBACK_ENTRIES];
    struct rank_result found;

    if (asked->terms.n == 0 || is_one_need(asked))
        return ERR_OK;
    first.offset = 0;
    first.limit = FEEDBACK_ENTRIES;
    TRY(rank_ask(db, a, &first, asked, &found));
    if (found.n == 0)
        return ERR_OK;
    TRY(cards_load(db, a, found.v, hits, weeks, found.n));
    for (size_t i = 0; i < found.n; i++)
        cards[i] = hits[i].card;
    return directory_feedback(db, search, a, found.v, cards, found.n, asked);
}

enum err directory_search(struct db *db, struct search *search, struct arena *a,
                          const struct directory_query *query, const struct lang *lang,
                          struct directory_hits *out)
{
    struct asked *asked = ARENA_NEW(a, struct asked);
    struct rank_result found;

    *out = (struct directory_hits){0};
    /* Everything must be of the same state of the index. */
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, db));
    TRY(directory_ask(db, search, a, query, lang, asked));
    TRY(feedback_ask(db, search, a, query, asked));
    TRY(rank_ask(db, a, query, asked, &found));
    TRY(hits_load(db, a, query, &found, out));
    for (size_t i = 0; i < found.n; i++)
        hit_explain(&out->v[i], asked, query, &found.v[i], lang);
    return db_tx_commit(&tx);
}
