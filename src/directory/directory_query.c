#include "directory/directory_query.h"

#include <string.h>

#include "directory/directory_bag.h"
#include "directory/directory_index_store.h"
#include "directory/directory_language.h"
#include "directory/directory_lexicon.h"

/* What an alternative is worth, of 256. Below half, it cannot make an entry match alone. */
#define WORTH_WORD 256
#define WORTH_OTHER_STEM 232 /* in another language, or with a letter cut off */
#define WORTH_CONCEPT 216
#define WORTH_CONCEPT_GUESSED 176 /* by skeleton or near spelling */
#define WORTH_NEAR_1 192          /* one step away */
#define WORTH_NEAR_2 144
#define WORTH_SKELETON 120
#define WORTH_SKELETON_TOO 96 /* where the word itself is known */
#define WORTH_AREA_ROUGH 192  /* a place by its consonants: in another script */
#define WORTH_RELATED 104
#define WORTH_BROADER 60

#define HITS_MAX 64
#define NEAR_MAX 4  /* forms of one word */
#define NEAR_LONG 8 /* code points from which two steps are near */
#define NEAR_AREA 6 /* the same for places: there are fewer of them */
#define AREA_WORDS_MAX 8
#define AREA_NEAR_MAX 2

/* Words already asked of the database, with their postings. */
#define KNOWN_MAX 256
struct asking {
    struct db *db;
    struct search *search;
    struct arena *arena;
    struct asked *out;
    struct str words[KNOWN_MAX], postings[KNOWN_MAX];
    size_t n, loaded;
    size_t share; /* alternatives a term may have */
};

/* ---- postings -------------------------------------------------------------------------------- */

/* A word that will be asked for. */
static void want(struct asking *q, struct str word)
{
    if (word.n == 0 || q->n == KNOWN_MAX)
        return;
    for (size_t i = 0; i < q->n; i++) {
        if (str_eq(q->words[i], word))
            return;
    }
    q->words[q->n++] = word;
}

static struct str have(const struct asking *q, struct str word)
{
    for (size_t i = 0; i < q->n; i++) {
        if (str_eq(q->words[i], word))
            return q->postings[i];
    }
    return STR_NONE;
}

static void rows_take(struct asking *q, const struct db_rows *rows)
{
    for (size_t r = 0; r < rows->n; r++) {
        struct str word = db_cell_str(rows, r, 0);
        for (size_t i = q->loaded; i < q->n; i++) {
            if (str_eq(q->words[i], word))
                q->postings[i] = db_cell_str(rows, r, 1);
        }
    }
}

/* Reads the postings of all words that are wanted. */
static enum err load(struct asking *q)
{
    while (q->loaded < q->n) {
        struct str some[INDEX_WORDS] = {{0}};
        struct db_rows rows;
        size_t n = q->n - q->loaded < INDEX_WORDS ? q->n - q->loaded : INDEX_WORDS;
        memcpy(some, q->words + q->loaded, n * sizeof(*some));
        TRY(index_words(q->db, q->arena, some, &rows));
        rows_take(q, &rows);
        q->loaded += n;
    }
    return ERR_OK;
}

/* ---- alternatives ---------------------------------------------------------------------------- */

static size_t alts_of(const struct asked *out, size_t term)
{
    size_t n = 0;

    for (size_t i = 0; i < out->nalts; i++)
        n += out->alts[i].term == term;
    return n;
}

static bool alt_is_there(const struct asked *out, const struct asked_alt *alt)
{
    for (size_t i = 0; i < out->nalts; i++) {
        if (out->alts[i].term == alt->term && str_eq(out->alts[i].word, alt->word))
            return true;
    }
    return false;
}

/* Only words that occur become alternatives. Those of a term are added best first. */
static void alt_add(struct asking *q, struct asked_alt alt)
{
    struct asked *out = q->out;

    if (have(q, alt.word).n == 0 || out->nalts == RANK_ALTS_MAX ||
        alts_of(out, alt.term) >= q->share || alt_is_there(out, &alt))
        return;
    out->alts[out->nalts++] = alt;
}

static struct str concept_word(struct arena *a, const struct concept *c)
{
    return str_fmt(a, "#%s", c->id);
}

static struct str skeleton_word(struct asking *q, const struct search_term *t)
{
    struct str s = search_skeleton(q->search, q->arena, t->folded);
    return s.n != 0 ? str_fmt(q->arena, "~%" STR_FMT, STR_ARG(s)) : STR_NONE;
}

static bool is_arabic(struct str word)
{
    return word.n >= 2 && (unsigned char)word.p[0] >= 0xd8 && (unsigned char)word.p[0] <= 0xdb;
}

static bool is_written(const struct asking *q, const struct search_term *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (have(q, t->stems[i]).n != 0)
            return true;
    }
    return false;
}

static bool hit_covers(const struct vocabulary_hit *hit, const struct search_term *t)
{
    return hit->from < t->to && t->from < hit->to;
}

/* A guess about a word that documents do contain is not wanted. */
static bool hit_counts(const struct asking *q, const struct vocabulary_hit *hit,
                       const struct search_term *t)
{
    bool guessed = hit->how == VOCABULARY_SKELETON || hit->how == VOCABULARY_NEAR;
    return hit_covers(hit, t) && !(guessed && is_written(q, t));
}

static struct str area_word_of(struct asking *q, const struct search_term *t)
{
    return str_fmt(q->arena, "@area:%" STR_FMT, STR_ARG(t->folded));
}

static struct str area_skeleton_of(struct asking *q, const struct search_term *t)
{
    struct str s = search_skeleton(q->search, q->arena, t->folded);
    return s.n != 0 ? str_fmt(q->arena, "@area~%" STR_FMT, STR_ARG(s)) : STR_NONE;
}

/* A place among the words: where the entry is says more than where its texts name it. */
static void area_add(struct asking *q, const struct search_term *t, uint8_t term)
{
    struct str exact = area_word_of(q, t);

    alt_add(q, (struct asked_alt){
                   .word = exact, .weight = WORTH_WORD, .term = term, .how = ASKED_WORD});
    if (have(q, exact).n != 0 || !is_written(q, t))
        alt_add(q, (struct asked_alt){.word = area_skeleton_of(q, t),
                                      .weight = WORTH_AREA_ROUGH,
                                      .term = term,
                                      .how = ASKED_SKELETON});
}

/* "Polish speaking": a language's name, not a code, which may be any short word. */
static struct str language_word_of(struct asking *q, const struct search_term *t)
{
    struct str code = t->folded.n > 3 ? directory_language_code(t->folded) : STR_NONE;
    return code.n != 0 ? str_fmt(q->arena, "@lang:%" STR_FMT, STR_ARG(code)) : STR_NONE;
}

static void language_add(struct asking *q, const struct search_term *t, uint8_t term)
{
    alt_add(q, (struct asked_alt){.word = language_word_of(q, t),
                                  .weight = WORTH_WORD,
                                  .term = term,
                                  .how = ASKED_WORD});
}

static void words_add(struct asking *q, const struct search_term *t, uint8_t term)
{
    for (size_t i = 0; i < t->n; i++)
        alt_add(q, (struct asked_alt){.word = t->stems[i],
                                      .weight = i == 0 ? WORTH_WORD : WORTH_OTHER_STEM,
                                      .term = term,
                                      .how = ASKED_WORD});
}

static bool is_sure(const struct vocabulary_hit *hit)
{
    return hit->how == VOCABULARY_EXACT || hit->how == VOCABULARY_STEM;
}

static void concepts_add(struct asking *q, const struct search_term *t, uint8_t term, bool sure,
                         const struct vocabulary_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_sure(&hits[i]) == sure && hit_counts(q, &hits[i], t))
            alt_add(q, (struct asked_alt){.word = concept_word(q->arena, hits[i].concept),
                                          .weight = sure ? WORTH_CONCEPT : WORTH_CONCEPT_GUESSED,
                                          .term = term,
                                          .how = ASKED_CONCEPT,
                                          .concept = hits[i].concept});
    }
}

static void related_one(struct asking *q, const struct concept *c, uint8_t term, uint16_t weight)
{
    alt_add(q, (struct asked_alt){.word = concept_word(q->arena, c),
                                  .weight = weight,
                                  .term = term,
                                  .how = ASKED_RELATED,
                                  .concept = c});
}

static void related_add(struct asking *q, const struct search_term *t, uint8_t term,
                        const struct vocabulary_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct concept *c = hits[i].concept;
        if (!hit_counts(q, &hits[i], t))
            continue;
        for (size_t k = 0; k < c->nnear; k++)
            related_one(q, c->near[k], term, WORTH_RELATED);
        for (size_t k = 0; k < c->nbroader; k++)
            related_one(q, c->broader[k], term, WORTH_BROADER);
    }
}

static void skeleton_add(struct asking *q, const struct search_term *t, uint8_t term)
{
    bool written = is_written(q, t);

    if (written && !is_arabic(t->folded))
        return;
    alt_add(q, (struct asked_alt){.word = skeleton_word(q, t),
                                  .weight = written ? WORTH_SKELETON_TOO : WORTH_SKELETON,
                                  .term = term,
                                  .how = ASKED_SKELETON});
}

/* ---- near spellings -------------------------------------------------------------------------- */

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

/* The nearest only: what is two steps away says nothing beside what is one. */
static enum err spellings_add(struct asking *q, const struct search_term *t, uint8_t term)
{
    struct near_form near[NEAR_MAX];
    size_t n;

    TRY(near_find(q, t->folded, near, NEAR_MAX, &n));
    for (size_t i = 0; i < n; i++)
        want(q, near[i].stem);
    TRY(load(q));
    for (size_t i = 0; i < n && near[i].distance == near[0].distance; i++)
        alt_add(q, (struct asked_alt){.word = near[i].stem,
                                      .weight = near[i].distance <= 1 ? WORTH_NEAR_1 : WORTH_NEAR_2,
                                      .term = term,
                                      .how = ASKED_SPELLING,
                                      .shown = near[i].form});
    return ERR_OK;
}

/* ---- terms ----------------------------------------------------------------------------------- */

static void terms_want(struct asking *q, const struct vocabulary_hit *hits, size_t n)
{
    const struct search_terms *terms = &q->out->terms;

    for (size_t i = 0; i < terms->n; i++) {
        for (size_t k = 0; k < terms->v[i].n; k++)
            want(q, terms->v[i].stems[k]);
        want(q, area_word_of(q, &terms->v[i]));
        want(q, language_word_of(q, &terms->v[i]));
    }
    for (size_t i = 0; i < n; i++) {
        const struct concept *c = hits[i].concept;
        want(q, concept_word(q->arena, c));
        for (size_t k = 0; k < c->nnear; k++)
            want(q, concept_word(q->arena, c->near[k]));
        for (size_t k = 0; k < c->nbroader; k++)
            want(q, concept_word(q->arena, c->broader[k]));
    }
}

/* What is only asked for where the word as it stands does not say enough. */
static enum err roughly_want(struct asking *q)
{
    const struct search_terms *terms = &q->out->terms;

    for (size_t i = 0; i < terms->n; i++) {
        const struct search_term *t = &terms->v[i];
        bool written = is_written(q, t);
        if (!written || is_arabic(t->folded))
            want(q, skeleton_word(q, t));
        if (!written || have(q, area_word_of(q, t)).n != 0)
            want(q, area_skeleton_of(q, t));
    }
    return load(q);
}

static bool is_named(const struct asking *q, const struct search_term *t,
                     const struct vocabulary_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_sure(&hits[i]) && hit_covers(&hits[i], t) &&
            have(q, concept_word(q->arena, hits[i].concept)).n != 0)
            return true;
    }
    return false;
}

static enum err terms_ask(struct asking *q, struct str words, const struct lang *lang)
{
    struct vocabulary_hit *hits = ARENA_ARRAY(q->arena, struct vocabulary_hit, HITS_MAX);
    enum search_lang page = search_lang_find(str_from_c(lang_code(lang)));
    struct asked *out = q->out;

    search_query_in(q->search, q->arena, words, page, 0, &out->terms);
    if (out->terms.n > RANK_TERMS_MAX)
        out->terms.n = RANK_TERMS_MAX;
    if (out->terms.n == 0)
        return ERR_OK;
    size_t n = vocabulary_find(q->search, q->arena, words, hits, HITS_MAX);
    q->share = RANK_ALTS_MAX / out->terms.n;
    terms_want(q, hits, n);
    TRY(load(q));
    TRY(roughly_want(q));
    for (size_t i = 0; i < out->terms.n; i++) {
        const struct search_term *t = &out->terms.v[i];
        words_add(q, t, (uint8_t)i);
        area_add(q, t, (uint8_t)i);
        language_add(q, t, (uint8_t)i);
        concepts_add(q, t, (uint8_t)i, true, hits, n);
        if (!is_written(q, t) && !is_named(q, t, hits, n))
            TRY(spellings_add(q, t, (uint8_t)i));
        concepts_add(q, t, (uint8_t)i, false, hits, n);
        skeleton_add(q, t, (uint8_t)i);
        related_add(q, t, (uint8_t)i, hits, n);
    }
    return ERR_OK;
}

/* ---- conditions ------------------------------------------------------------------------------ */

static void filter_add(struct asking *q, struct str word)
{
    struct asked *out = q->out;
    struct str postings = have(q, word);

    if (postings.n != 0 && out->nfilters < RANK_FILTERS_MAX)
        out->filters[out->nfilters++] =
            (struct rank_filter){.postings = postings, .group = (uint8_t)out->ngroups};
}

/* Ends a group; one without any list is fulfilled by nobody. */
static void group_end(struct asking *q, size_t from)
{
    if (q->out->nfilters == from)
        q->out->nowhere = true;
    else
        q->out->ngroups++;
}

static enum err condition_add(struct asking *q, struct str word)
{
    size_t from = q->out->nfilters;

    want(q, word);
    TRY(load(q));
    filter_add(q, word);
    group_end(q, from);
    return ERR_OK;
}

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

/* One word of a place: as written, or else by its consonants, or else nearly so. */
static enum err area_word(struct asking *q, struct str folded, struct str *taken)
{
    struct str skeleton = search_skeleton(q->search, q->arena, folded);
    struct str exact = str_fmt(q->arena, "@area:%" STR_FMT, STR_ARG(folded));
    struct str rough = str_fmt(q->arena, "@area~%" STR_FMT, STR_ARG(skeleton));
    struct near_area near = {.word = folded, .arena = q->arena};

    want(q, exact);
    want(q, rough);
    TRY(load(q));
    *taken = folded;
    if (have(q, exact).n != 0) {
        filter_add(q, exact);
        return ERR_OK;
    }
    TRY(index_areas(q->db, on_area, &near));
    for (size_t i = 0; i < near.n; i++) {
        struct str word = str_fmt(q->arena, "@area:%" STR_FMT, STR_ARG(near.v[i].form));
        want(q, word);
        TRY(load(q));
        filter_add(q, word);
        *taken = near.v[0].form;
    }
    if (near.n == 0 && skeleton.n != 0)
        filter_add(q, rough);
    return ERR_OK;
}

/* Words of a place that nobody wrote are passed over while others are known: "near Chicago". */
static enum err area_ask(struct asking *q, struct str area)
{
    struct search_tokens tokens;
    struct str taken = STR_NONE;
    size_t known = 0;

    search_document(q->search, q->arena, area, &tokens);
    for (size_t i = 0; i < tokens.n && i < AREA_WORDS_MAX; i++) {
        size_t from = q->out->nfilters;
        struct str one;
        TRY(area_word(q, tokens.v[i].folded, &one));
        if (q->out->nfilters == from)
            continue;
        group_end(q, from);
        taken = known++ == 0 ? one : area;
    }
    if (tokens.n != 0 && known == 0)
        q->out->nowhere = true;
    q->out->area = taken;
    return ERR_OK;
}

static enum err conditions_ask(struct asking *q, const struct directory_query *query)
{
    if (query->need.n != 0)
        TRY(condition_add(q, str_fmt(q->arena, "#%" STR_FMT, STR_ARG(query->need))));
#define X(name, bit, text)                                                                         \
    if (query->tags & (bit))                                                                       \
        TRY(condition_add(q, bag_tag(q->arena, text)));
    DIRECTORY_TAGS(X)
#undef X
    if (query->language.n != 0)
        TRY(condition_add(q, bag_language(q->search, q->arena, query->language)));
    for (size_t i = 0; i < 2; i++) {
        if (query->filed[i].n != 0)
            TRY(condition_add(q, bag_filed(q->arena, query->filed[i])));
    }
    if (query->area.n != 0)
        TRY(area_ask(q, query->area));
    if (q->out->ngroups == 0 && query->open_now && q->out->terms.n == 0)
        TRY(condition_add(q, STR("@all")));
    return ERR_OK;
}

enum err directory_ask(struct db *db, struct search *search, struct arena *a,
                       const struct directory_query *query, const struct lang *lang,
                       struct asked *out)
{
    struct asking *q = ARENA_NEW(a, struct asking);

    *out = (struct asked){0};
    q->db = db;
    q->search = search;
    q->arena = a;
    q->out = out;
    TRY(terms_ask(q, query->words, lang));
    TRY(conditions_ask(q, query));
    for (size_t i = 0; i < out->nalts; i++)
        out->ranks[i] = (struct rank_alt){.postings = have(q, out->alts[i].word),
                                          .weight = out->alts[i].weight,
                                          .term = out->alts[i].term};
    return ERR_OK;
}
