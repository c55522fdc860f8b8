/* Words that nobody wrote: what was probably meant, by the words that somebody did. */
#include "directory/directory_asking.h"
#include "directory/directory_index_store.h"
#include "directory/directory_lexicon.h"

#define WORTH_NEAR_1 192 /* one step away */
#define WORTH_NEAR_2 160
#define HITS_MAX 16
#define NEAR_MAX 4  /* forms of one word */
#define NEAR_LONG 8 /* code points from which two steps are near */

static enum err near_find(struct asking *q, struct str folded, struct near_form *out, size_t max,
                          size_t *n)
{
    int length = lexicon_length(folded), most = length >= NEAR_LONG ? 2 : 1;

    *n = 0;
    if (length == 0)
        return ERR_OK;
    for (int l = length - most; l <= length + most; l++) {
        struct str row;
        TRY(index_lexicon_get(q->db, q->arena, l, &row));
        TRY(lexicon_near(row, folded, most, out, max, n));
    }
    return ERR_OK;
}

/* What a misspelt word means, by the word it was taken for. */
static enum err spelled_concepts(struct asking *q, const struct near_form *near, uint8_t term)
{
    struct vocabulary_hit *hits = ARENA_ARRAY(q->arena, struct vocabulary_hit, HITS_MAX);
    size_t n = vocabulary_find(q->search, q->arena, near->form, hits, HITS_MAX);

    for (size_t i = 0; i < n; i++)
        asking_want(q, asking_concept(q->arena, hits[i].concept));
    TRY(asking_load(q));
    for (size_t i = 0; i < n; i++) {
        if (asking_is_sure(&hits[i]))
            asking_add(
                q, (struct asked_alt){.word = asking_concept(q->arena, hits[i].concept),
                                      .weight = near->distance <= 1 ? WORTH_NEAR_1 : WORTH_NEAR_2,
                                      .term = term,
                                      .how = ASKED_CONCEPT,
                                      .concept = hits[i].concept});
    }
    return ERR_OK;
}

/* Words of four letters of which another one is replaced are most often other words; but not when
 * the letter before it was typed twice. */
static bool is_other_word(struct str asked, struct str form)
{
    uint64_t letters[2] = {0, 0};
    size_t points[2] = {0, 0};
    const struct str words[] = {asked, form};
    bool twice[2] = {false, false};

    for (int i = 0; i < 2; i++) {
        uint32_t last = 0;
        for (size_t pos = 0; pos < words[i].n; points[i]++) {
            uint32_t c = str_utf8_next(words[i], &pos);
            letters[i] |= UINT64_C(1) << (c & 63);
            twice[i] = twice[i] || c == last;
            last = c;
        }
    }
    return points[0] == points[1] && points[0] < 5 && letters[0] != letters[1] &&
           !(twice[0] && !twice[1]);
}

/* The nearest only: what is two steps away says nothing beside what is one. */
enum err asking_spellings(struct asking *q, const struct search_term *t, uint8_t term, bool *place)
{
    struct near_form near[NEAR_MAX];
    size_t all, n = 0;

    TRY(near_find(q, t->folded, near, NEAR_MAX, &all));
    for (size_t i = 0; i < all && near[i].distance == near[0].distance; i++) {
        if (!is_other_word(t->folded, near[i].form))
            near[n++] = near[i];
    }
    for (size_t i = 0; i < n; i++)
        asking_want(q, near[i].stem);
    TRY(asking_load(q));
    for (size_t i = 0; i < n; i++)
        asking_add(q,
                   (struct asked_alt){.word = near[i].stem,
                                      .weight = near[i].distance <= 1 ? WORTH_NEAR_1 : WORTH_NEAR_2,
                                      .term = term,
                                      .how = ASKED_SPELLING,
                                      .shown = near[i].form});
    for (size_t i = 0; i < n; i++)
        TRY(spelled_concepts(q, &near[i], term));
    return n != 0 ? place_spelling(q, near[0].stem, t, term, place) : ERR_OK;
}
