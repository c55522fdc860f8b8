/* Places: among the words asked, and as a condition.
 *
 * A place has several names (القاهرة, Cairo, "elqahira"), and an entry mostly carries one of them.
 * No list of names is kept: the directory itself shows them. When nearly all entries in which a
 * word stands are in one town, though of different organizations, and most entries are elsewhere,
 * then the word names that town, or a part of it.
 */
#include <string.h>

#include "directory/directory_asking.h"
#include "directory/directory_index_store.h"
#include "directory/directory_lexicon.h"

#define WORTH_PLACE 256       /* in its own name, or in the town's other one */
#define WORTH_PLACE_NEAR 240  /* probably a typing error: there are few places */
#define WORTH_PLACE_ROUGH 192 /* by its consonants: in another script */
#define WORTH_PLACE_GUESS 150
#define WORTH_PLACE_PART 208 /* perhaps a part of the town only */

#define NEAR_AREA 6 /* code points from which two steps are near: there are few places */
#define AREA_WORDS_MAX 8
#define AREA_NEAR_MAX 2
#define NAMES_MAX 6
#define KEY_MIN 3  /* consonants */
#define KEY_NEAR 5 /* from which one may differ */

/* ---- the names of a word --------------------------------------------------------------------- */

/* Ways in which an Arabic place may be written: with the article and without, and behind one letter
 * that is written together with it. */
static size_t names_of(struct asking *q, struct str folded, struct str out[NAMES_MAX])
{
    struct str article = STR("ال"), to_the = STR("لل"), rest = STR_NONE;
    const struct str joined[] = {STR("و"), STR("ف"), STR("ب"), STR("ل"), STR("ك")};
    size_t n = 0;

    out[n++] = folded;
    if (!asking_is_arabic(folded))
        return n;
    if (str_starts(folded, article))
        out[n++] = str_slice(folded, article.n, folded.n);
    else
        out[n++] = str_fmt(q->arena, "ال%" STR_FMT, STR_ARG(folded));
    for (size_t i = 0; i < sizeof(joined) / sizeof(*joined) && rest.n == 0; i++) {
        if (str_starts(folded, joined[i]) && folded.n >= 4 * 2)
            rest = str_slice(folded, joined[i].n, folded.n);
    }
    if (str_starts(folded, to_the))
        rest = str_fmt(q->arena, "ال%" STR_FMT, STR_ARG(str_slice(folded, to_the.n, folded.n)));
    if (rest.n == 0)
        return n;
    out[n++] = rest;
    if (str_starts(rest, article))
        out[n++] = str_slice(rest, article.n, rest.n);
    return n;
}

static struct str area_word(struct asking *q, struct str name)
{
    return str_fmt(q->arena, "@area:%" STR_FMT, STR_ARG(name));
}

static struct str rough_word(struct asking *q, const char *sign, struct str folded)
{
    struct str s = search_skeleton(q->search, q->arena, folded);
    return s.n != 0 ? str_fmt(q->arena, "%s%" STR_FMT, sign, STR_ARG(s)) : STR_NONE;
}

static void names_want(struct asking *q, struct str folded)
{
    struct str names[NAMES_MAX];
    size_t n = names_of(q, folded, names);

    for (size_t i = 0; i < n; i++)
        asking_want(q, area_word(q, names[i]));
}

void place_want(struct asking *q, const struct search_term *t)
{
    names_want(q, t->folded);
}

void place_want_rough(struct asking *q, const struct search_term *t)
{
    asking_want(q, rough_word(q, "@area~", t->folded));
}

/* ---- what the directory shows ---------------------------------------------------------------- */

#define SHOWN_MIN 4    /* entries, below which nothing is shown */
#define SHOWN_OTHERS 3 /* organizations */

/* Entries out of a word's, evenly from the first to the last. */
static enum err sample(struct asking *q, struct str postings, int64_t out[INDEX_CARDS], size_t *n)
{
    struct posting *v;
    size_t all;

    *n = 0;
    TRY(rank_unpack(q->arena, postings, (uint64_t)q->slots, &v, &all));
    for (; *n < INDEX_CARDS && *n < all; (*n)++)
        out[*n] = v[*n * all / (all < INDEX_CARDS ? all : INDEX_CARDS)].entry;
    for (size_t i = *n; i < INDEX_CARDS; i++)
        out[i] = -1;
    return ERR_OK;
}

/* The town most of them are in; how many others there are, and of how many organizations it is. */
static struct str town_of(const struct db_rows *rows, size_t *in_it, size_t *organizations)
{
    struct str best = STR_NONE;

    *in_it = 0;
    for (size_t r = 0; r < rows->n; r++) {
        struct str city = db_cell_str(rows, r, 8);
        size_t here = 0, others = 0;
        for (size_t k = 0; k < rows->n; k++) {
            bool same = str_eq(db_cell_str(rows, k, 8), city), known = false;
            for (size_t j = 0; j < k && same; j++)
                known = known || str_eq(db_cell_str(rows, j, 4), db_cell_str(rows, k, 4));
            here += same;
            others += same && !known;
        }
        if (city.n != 0 && here > *in_it) {
            *in_it = here;
            *organizations = others;
            best = city;
        }
    }
    return best;
}

/* The rarest of the words of a town's name. */
static enum err town_word(struct asking *q, struct str town, struct str *out)
{
    struct search_tokens tokens;
    uint64_t least = UINT64_MAX;

    *out = STR_NONE;
    search_document(q->search, q->arena, town, &tokens);
    for (size_t i = 0; i < tokens.n; i++)
        asking_want(q, area_word(q, tokens.v[i].folded));
    TRY(asking_load(q));
    for (size_t i = 0; i < tokens.n; i++) {
        struct str word = area_word(q, tokens.v[i].folded);
        uint64_t n = rank_count(asking_have(q, word));
        if (n != 0 && n < least) {
            least = n;
            *out = word;
        }
    }
    return ERR_OK;
}

/* Consonants that one script keeps apart and another does not: Chicago شيكاغو, Zürich زيورخ. */
static struct str place_key(struct asking *q, struct str folded)
{
    struct str s = search_skeleton(q->search, q->arena, folded);
    char *key = arena_alloc(q->arena, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        c = c == 'g' ? 'j' : c == 'x' ? 'c' : c == 'z' ? 's' : c;
        if (c != '3')
            key[n++] = c;
    }
    return str_from(key, n);
}

static struct str without_sign(struct str word)
{
    struct str sign = STR("@area:");
    return str_starts(word, sign) ? str_slice(word, sign.n, word.n) : word;
}

/* The town's own name in another script: needs no witnesses. */
static bool sounds_alike(struct asking *q, struct str word, struct str place)
{
    struct str key = place_key(q, without_sign(word));

    return key.n >= KEY_MIN && str_eq(key, place_key(q, without_sign(place)));
}

/* The place (a word of the index) that a word names, judged by where its entries are; STR_NONE. */
static enum err learn(struct asking *q, struct str word, struct str *out)
{
    struct str postings = asking_have(q, word), town, place;
    uint64_t n = rank_count(postings), live = (uint64_t)q->live;
    int64_t entries[INDEX_CARDS];
    size_t asked, in_it, organizations = 0;
    struct db_rows rows;

    *out = STR_NONE;
    if (n < SHOWN_MIN || n > live / 4)
        return ERR_OK;
    TRY(sample(q, postings, entries, &asked));
    TRY(index_cards(q->db, q->arena, entries, &rows));
    town = town_of(&rows, &in_it, &organizations);
    if (town.n == 0 || in_it * 5 < rows.n * 4)
        return ERR_OK;
    TRY(town_word(q, town, &place));
    if (organizations < SHOWN_OTHERS && (place.n == 0 || !sounds_alike(q, word, place)))
        return ERR_OK;
    uint64_t there = rank_count(asking_have(q, place));
    if (there <= live / 4 && n <= there * 2)
        *out = place;
    return ERR_OK;
}

/* ---- near spellings -------------------------------------------------------------------------- */

/* The areas that are written nearly as a word asked. */
struct near_area {
    struct str word;
    struct arena *arena;
    struct near_form v[AREA_NEAR_MAX];
    size_t n;
};

static enum err on_area(void *ctx, const struct db_value *cells, size_t n)
{
    struct near_area *x = ctx;
    int distance, length = lexicon_length(x->word);
    (void)n;

    if (length == 0 || !search_near(x->word, cells[0].s, length >= NEAR_AREA ? 2 : 1, &distance))
        return ERR_OK;
    if (x->n != 0 && x->v[0].distance > distance)
        x->n = 0;
    if (x->n < AREA_NEAR_MAX && (x->n == 0 || x->v[0].distance == distance))
        x->v[x->n++] =
            (struct near_form){.form = str_copy(x->arena, cells[0].s), .distance = distance};
    return ERR_OK;
}

static enum err near_areas(struct asking *q, struct str folded, struct near_area *out)
{
    *out = (struct near_area){.word = folded, .arena = q->arena};
    TRY(index_areas(q->db, on_area, out));
    for (size_t i = 0; i < out->n; i++)
        asking_want(q, area_word(q, out->v[i].form));
    return asking_load(q);
}

/* ---- among the words asked ------------------------------------------------------------------- */

static void add(struct asking *q, uint8_t term, struct str word, uint16_t weight,
                enum asked_how how, struct str shown)
{
    asking_add(q, (struct asked_alt){
                      .word = word, .weight = weight, .term = term, .how = how, .shown = shown});
}

/* The town that the words of the index under which a term stands name. A name in another script is
 * the town's own; in the same one it may be that of a part of it. */
static enum err learned_add(struct asking *q, uint8_t term, struct str word, struct str folded,
                            bool *out)
{
    struct str place;

    TRY(learn(q, word, &place));
    if (place.n == 0)
        return ERR_OK;
    bool same = asking_is_arabic(folded) == asking_is_arabic(without_sign(place));
    add(q, term, place, same ? WORTH_PLACE_PART : WORTH_PLACE, ASKED_WORD, STR_NONE);
    *out = true;
    return ERR_OK;
}

enum err place_near(struct asking *q, const struct search_term *t, uint8_t term, bool *out)
{
    struct near_area near;

    TRY(near_areas(q, t->folded, &near));
    for (size_t i = 0; i < near.n; i++) {
        add(q, term, area_word(q, near.v[i].form), WORTH_PLACE_NEAR, ASKED_SPELLING,
            near.v[i].form);
        *out = true;
    }
    return ERR_OK;
}

/* As written; and the town's other name, where some of its entries have only that. */
enum err place_add(struct asking *q, const struct search_term *t, uint8_t term, bool *out)
{
    struct str names[NAMES_MAX], other;
    size_t n = names_of(q, t->folded, names);

    *out = false;
    for (size_t i = 0; i < n; i++) {
        struct str word = area_word(q, names[i]);
        if (asking_have(q, word).n == 0)
            continue;
        add(q, term, word, WORTH_PLACE, ASKED_WORD, STR_NONE);
        *out = true;
        TRY(learn(q, word, &other));
        if (other.n != 0)
            add(q, term, other, WORTH_PLACE, ASKED_WORD, STR_NONE);
    }
    return ERR_OK;
}

bool place_is_only(const struct asking *q, const struct search_term *t)
{
    uint64_t there =
        rank_count(asking_have(q, str_fmt(q->arena, "@area:%" STR_FMT, STR_ARG(t->folded))));
    uint64_t written = 0;

    for (size_t i = 0; i < t->n; i++) {
        uint64_t n = rank_count(asking_have(q, t->stems[i]));
        written = n > written ? n : written;
    }
    return there != 0 && written <= there + there / 8;
}

enum err place_learn(struct asking *q, const struct search_term *t, uint8_t term, bool *out)
{
    bool learned = false;

    for (size_t i = 0; i < t->n && !learned; i++)
        TRY(learned_add(q, term, t->stems[i], t->folded, &learned));
    *out = *out || learned;
    return ERR_OK;
}

struct rough_area {
    struct asking *q;
    struct str key, found;
    int distance, most;
};

static enum err on_rough(void *ctx, const struct db_value *cells, size_t n)
{
    struct rough_area *x = ctx;
    struct str key = place_key(x->q, cells[0].s);
    int distance = 0;
    (void)n;

    if (!str_eq(key, x->key) && (x->most == 0 || !search_near(key, x->key, x->most, &distance)))
        return ERR_OK;
    if (x->found.n == 0 || distance < x->distance) {
        x->found = area_word(x->q, str_copy(x->q->arena, cells[0].s));
        x->distance = distance;
    }
    return ERR_OK;
}

/* By its consonants among the places, else in the texts. */
enum err place_rough(struct asking *q, const struct search_term *t, uint8_t term, bool *out)
{
    struct str area = rough_word(q, "@area~", t->folded), text = rough_word(q, "~", t->folded);
    struct rough_area x = {.q = q, .key = place_key(q, t->folded)};

    if (asking_have(q, area).n != 0 && (x.key.n >= KEY_MIN || !asking_is_latin(t->folded))) {
        add(q, term, area, WORTH_PLACE_ROUGH, ASKED_SKELETON, STR_NONE);
        *out = true;
        return ERR_OK;
    }
    if (text.n != 0)
        TRY(learned_add(q, term, text, t->folded, out));
    if (*out || x.key.n < KEY_MIN)
        return ERR_OK;
    x.most = x.key.n >= KEY_NEAR;
    TRY(index_areas(q->db, on_rough, &x));
    if (x.found.n == 0)
        return ERR_OK;
    asking_want(q, x.found);
    TRY(asking_load(q));
    add(q, term, x.found, WORTH_PLACE_ROUGH, ASKED_SKELETON, STR_NONE);
    *out = true;
    return ERR_OK;
}

/* A word that is written may still be a place in the other script, but that is a guess. */
void place_guess(struct asking *q, const struct search_term *t, uint8_t term)
{
    struct str area = rough_word(q, "@area~", t->folded);

    if (area.n >= STR("@area~").n + KEY_MIN)
        add(q, term, area, WORTH_PLACE_GUESS, ASKED_SKELETON, STR_NONE);
}

enum err place_spelling(struct asking *q, struct str stem, const struct search_term *t,
                        uint8_t term, bool *out)
{
    return learned_add(q, term, stem, t->folded, out);
}

/* ---- as a condition -------------------------------------------------------------------------- */

static enum err learned_filter(struct asking *q, struct str word, bool *any)
{
    struct str place;

    TRY(learn(q, word, &place));
    if (place.n != 0)
        asking_filter(q, place);
    *any = *any || place.n != 0;
    return ERR_OK;
}

/* One word of a place: as written, under the town's other names, or else by its consonants, or else
 * nearly so. */
static enum err area_find(struct asking *q, const struct search_token *t, struct str *taken)
{
    struct str names[NAMES_MAX], rough = rough_word(q, "@area~", t->folded);
    struct str text = rough_word(q, "~", t->folded);
    size_t n = names_of(q, t->folded, names);
    struct near_area near;
    bool any = false;

    names_want(q, t->folded);
    asking_want(q, rough);
    asking_want(q, t->text);
    asking_want(q, text);
    TRY(asking_load(q));
    *taken = t->folded;
    for (size_t i = 0; i < n; i++) {
        struct str word = area_word(q, names[i]);
        if (asking_have(q, word).n == 0)
            continue;
        asking_filter(q, word);
        any = true;
        TRY(learned_filter(q, word, &any));
    }
    TRY(learned_filter(q, t->text, &any));
    if (any)
        return ERR_OK;
    TRY(near_areas(q, t->folded, &near));
    for (size_t i = 0; i < near.n; i++) {
        asking_filter(q, area_word(q, near.v[i].form));
        *taken = near.v[0].form;
    }
    if (near.n != 0)
        return ERR_OK;
    asking_filter(q, rough);
    if (asking_have(q, rough).n == 0)
        TRY(learned_filter(q, text, &any));
    return ERR_OK;
}

/* Words of a place that nobody wrote are passed over while others are known: "near Chicago". */
enum err place_ask(struct asking *q, struct str area)
{
    struct search_tokens tokens;
    struct str taken = STR_NONE;
    size_t known = 0;

    search_document(q->search, q->arena, area, &tokens);
    for (size_t i = 0; i < tokens.n && i < AREA_WORDS_MAX; i++) {
        size_t from = q->out->nfilters;
        struct str one;
        TRY(area_find(q, &tokens.v[i], &one));
        if (q->out->nfilters == from)
            continue;
        asking_group_end(q, from);
        taken = known++ == 0 ? one : area;
    }
    if (tokens.n != 0 && known == 0)
        q->out->nowhere = true;
    q->out->area = taken;
    return ERR_OK;
}
