/* Search: the words of a query, their postings, the best entries, their cards. */
#include <string.h>

#include "directory/directory_cards.h"
#include "directory/directory_object.h"
#include "directory/directory_rank.h"
#include "directory/directory_store.h"

_Static_assert(DIRECTORY_WORDS_MAX == STORE_WORDS && STORE_WORDS == RANK_WORDS_MAX,
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
    };
}

enum err directory_card_load(struct db *db, struct arena *a, struct str id,
                             struct directory_card *out)
{
    struct db_rows rows;

    if (!directory_is_uuid(id))
        return ERR_NOT_FOUND;
    TRY(store_entry(db, a, id, &rows));
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    directory_card_fill(&rows, 0, out);
    return ERR_OK;
}

/* Fills the cards of up to STORE_CARDS hits; the engine may give them in any order. */
static enum err cards_load(struct db *db, struct arena *a, const struct rank_match *matches,
                           struct directory_hit *hits, size_t n)
{
    int64_t entries[STORE_CARDS];
    struct db_rows rows;

    for (size_t i = 0; i < STORE_CARDS; i++)
        entries[i] = i < n ? (int64_t)matches[i].entry : -1;
    TRY(store_cards(db, a, entries, &rows));
    for (size_t r = 0; r < rows.n; r++) {
        for (size_t i = 0; i < n; i++) {
            if (entries[i] == db_cell_int(&rows, r, 0))
                directory_card_fill(&rows, r, &hits[i].card);
        }
    }
    return ERR_OK;
}

/* The postings of each word; returns how many entries there are in all. */
static int64_t words_match(const struct db_rows *rows, const struct search_tokens *tokens,
                           struct rank_word *words)
{
    for (size_t r = 0; r < rows->n; r++) {
        for (size_t i = 0; i < tokens->n; i++) {
            if (str_eq(tokens->v[i].text, db_cell_str(rows, r, 0)))
                words[i].postings = db_cell_str(rows, r, 1);
        }
    }
    return rows->n != 0 ? db_cell_int(rows, 0, 2) : 0;
}

static void hit_explain(struct directory_hit *hit, struct str query,
                        const struct search_tokens *tokens, const struct rank_match *match)
{
    hit->score = (int64_t)match->score;
    for (size_t i = 0; i < tokens->n; i++) {
        if (match->words & (1u << i))
            hit->words[hit->nwords++] = str_slice(query, tokens->v[i].from, tokens->v[i].to);
    }
    for (size_t i = 0; i < hit->nwords; i++)
        hit->reasons[hit->nreasons++] =
            (struct directory_reason){.kind = DIRECTORY_AS_TYPED, .text = hit->words[i]};
}

enum err directory_search(struct db *db, struct search *search, struct arena *a,
                          const struct directory_query *asking, const struct lang *lang,
                          struct directory_hits *out)
{
    struct str query = asking->words;
    size_t offset = asking->offset, limit = asking->limit;
    struct search_tokens tokens;
    struct str asked[STORE_WORDS] = {{0}};
    struct rank_word words[RANK_WORDS_MAX] = {{{0}}};
    struct rank_result found;
    struct db_rows rows;
    (void)lang;

    *out = (struct directory_hits){0};
    offset = offset > DIRECTORY_OFFSET_MAX ? DIRECTORY_OFFSET_MAX : offset;
    limit = limit > DIRECTORY_LIMIT_MAX ? DIRECTORY_LIMIT_MAX : limit;
    search_query(search, a, query, &tokens);
    if (tokens.n > STORE_WORDS)
        tokens.n = STORE_WORDS;
    if (tokens.n == 0)
        return ERR_OK;
    for (size_t i = 0; i < tokens.n; i++)
        asked[i] = tokens.v[i].text;

    /* The numbers of entries change with an import: both reads must see the same state. */
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, db));
    TRY(store_words(db, a, asked, &rows));
    int64_t corpus = words_match(&rows, &tokens, words);
    TRY(rank_find(a, words, tokens.n, (uint64_t)corpus, offset, limit, &found));
    out->v = ARENA_ARRAY(a, struct directory_hit, found.n);
    out->n = found.n;
    out->total = found.total;
    for (size_t i = 0; i < found.n; i += STORE_CARDS) {
        size_t n = found.n - i < STORE_CARDS ? found.n - i : STORE_CARDS;
        TRY(cards_load(db, a, found.v + i, out->v + i, n));
    }
    for (size_t i = 0; i < found.n; i++)
        hit_explain(&out->v[i], query, &tokens, &found.v[i]);
    return db_tx_commit(&tx);
}
