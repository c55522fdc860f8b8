#include "directory/directory_feedback.h"

#include <stdlib.h>

#include "directory/directory_index_store.h"

#define CONCEPTS_MAX 64 /* of one text */
#define VOTES_MAX 96    /* concepts voted for */
#define VOICE 64        /* of the best entry */
#define VOICE_LEAST 32  /* an entry behind half of the best one's score is not asked */
#define VOTERS_LEAST 3
#define AGREED_PERCENT 30
#define AGREED_MAX 4
#define COMMON_PART 10 /* of all entries */
#define SCALE_LEARNED 88

struct vote {
    const struct concept *concept;
    uint32_t votes;
    size_t voter; /* the last one, + 1 */
};

struct votes {
    struct vote v[VOTES_MAX];
    size_t n, voters;
    uint32_t most; /* that a concept could have */
};

/* An entry has one vote a concept: its title's, or else its text's. */
static void vote(struct votes *votes, const struct concept *c, size_t voter, uint32_t voice)
{
    size_t i = 0;

    while (i < votes->n && votes->v[i].concept != c)
        i++;
    if (i == VOTES_MAX)
        return;
    if (i == votes->n)
        votes->v[votes->n++] = (struct vote){.concept = c};
    if (votes->v[i].voter == voter)
        return;
    votes->v[i].voter = voter;
    votes->v[i].votes += voice;
}

static void text_vote(struct search *search, struct arena *a, struct str text,
                      enum search_lang lang, struct votes *votes, size_t voter, uint32_t voice)
{
    struct vocabulary_hit *hits = ARENA_ARRAY(a, struct vocabulary_hit, CONCEPTS_MAX);
    struct search_tokens tokens;

    search_document_in(search, a, text, lang, &tokens);
    size_t n = vocabulary_find_tokens(&tokens, hits, CONCEPTS_MAX);
    for (size_t i = 0; i < n; i++) {
        if (!hits[i].concept->top && !hits[i].inner)
            vote(votes, hits[i].concept, voter, voice);
    }
}

/* The more votes, and then the lower number. */
static int by_votes(const void *pa, const void *pb)
{
    const struct vote *a = pa, *b = pb;

    if (a->votes != b->votes)
        return a->votes < b->votes ? 1 : -1;
    return (a->concept->number > b->concept->number) - (a->concept->number < b->concept->number);
}

static void votes_count(struct search *search, struct arena *a, const struct rank_match *matches,
                        const struct directory_card *v, size_t n, struct votes *out)
{
    for (size_t i = 0; i < n && matches[0].score != 0; i++) {
        enum search_lang lang = search_lang_find(v[i].language);
        uint32_t voice = (uint32_t)(matches[i].score * VOICE / matches[0].score);
        if (voice < VOICE_LEAST)
            break;
        text_vote(search, a, v[i].title, lang, out, i + 1, 2 * voice);
        text_vote(search, a, v[i].summary, lang, out, i + 1, voice);
        out->most += 2 * voice;
        out->voters++;
    }
    if (out->n != 0)
        qsort(out->v, out->n, sizeof(*out->v), by_votes);
}

static bool is_asked(const struct asked *asked, const struct concept *c)
{
    for (size_t i = 0; i < asked->nalts; i++) {
        if (asked->alts[i].how == ASKED_CONCEPT && asked->alts[i].concept == c)
            return true;
    }
    return false;
}

static void learn(struct asked *asked, const struct concept *c, struct str word,
                  struct str postings)
{
    const struct asked_alt alt = {.word = word,
                                  .weight = 256,
                                  .term = (uint8_t)asked->terms.n,
                                  .how = is_asked(asked, c) ? ASKED_CONCEPT : ASKED_RELATED,
                                  .concept = c};

    asked->ranks[asked->nalts] =
        (struct rank_alt){.postings = postings, .weight = alt.weight, .term = alt.term};
    asked->alts[asked->nalts++] = alt;
    asked->scale[alt.term] = SCALE_LEARNED;
    asked->nlearned = 1;
}

enum err directory_feedback(struct db *db, struct search *search, struct arena *a,
                            const struct rank_match *matches, const struct directory_card *v,
                            size_t n, struct asked *asked)
{
    struct votes *votes = ARENA_NEW(a, struct votes);
    struct str words[INDEX_WORDS] = {{0}};
    struct index_corpus corpus;
    struct db_rows rows;
    size_t agreed = 0;

    if (n < VOTERS_LEAST || asked->terms.n == RANK_TERMS_MAX)
        return ERR_OK;
    votes_count(search, a, matches, v, n, votes);
    while (votes->voters >= VOTERS_LEAST && agreed < votes->n && agreed < AGREED_MAX &&
           votes->v[agreed].votes * 100 >= votes->most * AGREED_PERCENT) {
        words[agreed] = str_fmt(a, "#%s", votes->v[agreed].concept->id);
        agreed++;
    }
    if (agreed == 0)
        return ERR_OK;
    TRY(index_corpus_get(db, a, &corpus));
    TRY(index_words(db, a, words, &rows));
    for (size_t i = 0; i < agreed; i++) {
        for (size_t r = 0; r < rows.n && asked->nalts < RANK_ALTS_MAX; r++) {
            struct str postings = db_cell_str(&rows, r, 1);
            if (str_eq(db_cell_str(&rows, r, 0), words[i]) &&
                rank_count(postings) * COMMON_PART <= (uint64_t)corpus.live)
                learn(asked, votes->v[i].concept, words[i], postings);
        }
    }
    return ERR_OK;
}
