#include "directory/directory_query.h"

#include <string.h>

#include "directory/directory_asking.h"
#include "directory/directory_bag.h"
#include "directory/directory_everyday.h"
#include "directory/directory_index_store.h"
#include "directory/directory_language.h"

/* What an alternative is worth, of 256. Below half, it cannot make an entry match alone. */
#define WORTH_WORD 256
#define WORTH_OTHER_STEM 232 /* in another language, or with a letter cut off */
#define WORTH_CONCEPT 256
#define WORTH_CONCEPT_INNER 216   /* of a word inside a phrase that means something else */
#define WORTH_CONCEPT_GUESSED 208 /* by skeleton or near spelling */
#define WORTH_PHRASE_GUESSED 224  /* some of its words are as they should be */
#define WORTH_PART 176            /* a word of a phrase by itself */
#define WORTH_SKELETON 100
#define WORTH_SKELETON_TOO 110 /* where the word itself is known */
#define WORTH_RELATED 112
#define WORTH_BROADER 88
#define WORTH_ARABIZI 150 /* the same letters, most likely of another language */
#define WORTH_TOP 40      /* a kind of need is very broad */

#define EVERYDAY_ALTS 2
#define HITS_MAX 64

/* ---- postings -------------------------------------------------------------------------------- */

/* A word that will be asked for. */
void asking_want(struct asking *q, struct str word)
{
    if (word.n == 0 || q->n == KNOWN_MAX)
        return;
    for (size_t i = 0; i < q->n; i++) {
        if (str_eq(q->words[i], word))
            return;
    }
    q->words[q->n++] = word;
}

struct str asking_have(const struct asking *q, struct str word)
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
enum err asking_load(struct asking *q)
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
void asking_add(struct asking *q, struct asked_alt alt)
{
    struct asked *out = q->out;

    if (asking_have(q, alt.word).n == 0 || out->nalts == RANK_ALTS_MAX ||
        alts_of(out, alt.term) >= (q->everyday[alt.term] ? EVERYDAY_ALTS : q->share) ||
        alt_is_there(out, &alt))
        return;
    out->alts[out->nalts++] = alt;
}

struct str asking_concept(struct arena *a, const struct concept *c)
{
    return str_fmt(a, "#%s", c->id);
}

static struct str skeleton_word(struct asking *q, const struct search_term *t)
{
    struct str s = search_skeleton(q->search, q->arena, t->folded);
    return s.n != 0 ? str_fmt(q->arena, "~%" STR_FMT, STR_ARG(s)) : STR_NONE;
}

bool asking_is_arabic(struct str word)
{
    return word.n >= 2 && (unsigned char)word.p[0] >= 0xd8 && (unsigned char)word.p[0] <= 0xdb;
}

bool asking_is_latin(struct str word)
{
    return word.n != 0 && ((word.p[0] | 0x20) >= 'a') && ((word.p[0] | 0x20) <= 'z');
}

bool asking_is_written(const struct asking *q, const struct search_term *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (asking_have(q, t->stems[i]).n != 0)
            return true;
    }
    return false;
}

static bool hit_covers(const struct vocabulary_hit *hit, const struct search_term *t)
{
    return hit->from < t->to && t->from < hit->to;
}

static bool maybe_arabizi(const struct asking *q, const struct search_term *t)
{
    return q->arabizi && !asking_is_arabic(t->folded);
}

/* A phrase of which some words are as they should be is hardly guessed. */
static bool is_phrase_written(const struct asking *q, const struct vocabulary_hit *hit)
{
    const struct search_terms *terms = &q->out->terms;

    for (size_t i = 0; i < terms->n; i++) {
        if (hit_covers(hit, &terms->v[i]) && !asking_is_written(q, &terms->v[i]))
            return false;
    }
    return true;
}

/* A guess about words that documents do contain is not wanted. */
static bool hit_counts(const struct asking *q, const struct vocabulary_hit *hit,
                       const struct search_term *t)
{
    bool guessed = hit->how == VOCABULARY_SKELETON || hit->how == VOCABULARY_NEAR;
    return hit_covers(hit, t) && !(guessed && is_phrase_written(q, hit) && !maybe_arabizi(q, t));
}

/* Whether one meaning of a phrase leaves no room for another one. Arabic in Latin letters may be
 * written like a word of another language (hijra). */
static bool is_better(const struct vocabulary_hit *a, const struct vocabulary_hit *b)
{
    bool both = a->how == VOCABULARY_EXACT && b->how == VOCABULARY_SKELETON;
    return a->from == b->from && a->inner == b->inner && a->how < b->how && !both;
}

/* Drops, beside what is surely meant by a word, what is only guessed. */
static size_t hits_sift(struct vocabulary_hit *hits, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        bool better = false;
        for (size_t k = 0; k < n; k++)
            better = better || is_better(&hits[k], &hits[i]);
        if (!better)
            hits[kept++] = hits[i];
    }
    return kept;
}

/* "Polish speaking": a language's name, not a code, which may be any short word. */
static struct str language_word_of(struct asking *q, const struct search_term *t)
{
    struct str code = t->folded.n > 3 ? directory_language_code(t->folded) : STR_NONE;
    return code.n != 0 ? str_fmt(q->arena, "@lang:%" STR_FMT, STR_ARG(code)) : STR_NONE;
}

static void language_add(struct asking *q, const struct search_term *t, uint8_t term)
{
    size_t before = q->out->nalts;

    asking_add(q, (struct asked_alt){.word = language_word_of(q, t),
                                     .weight = WORTH_WORD,
                                     .term = term,
                                     .how = ASKED_WORD});
    if (q->out->nalts != before)
        q->out->spoken |= UINT64_C(1) << before;
}

static void words_add(struct asking *q, const struct search_term *t, uint8_t term, bool part)
{
    for (size_t i = 0; i < t->n; i++)
        asking_add(q, (struct asked_alt){.word = t->stems[i],
                                         .weight = (uint16_t)(maybe_arabizi(q, t) ? WORTH_ARABIZI
                                                              : part              ? WORTH_PART
                                                              : i == 0            ? WORTH_WORD
                                                                       : WORTH_OTHER_STEM),
                                         .term = term,
                                         .how = ASKED_WORD});
}

bool asking_is_sure(const struct vocabulary_hit *hit)
{
    return hit->how == VOCABULARY_EXACT || hit->how == VOCABULARY_STEM;
}

static void concepts_add(struct asking *q, const struct search_term *t, uint8_t term, bool sure,
                         const struct vocabulary_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (asking_is_sure(&hits[i]) == sure && hit_counts(q, &hits[i], t))
            asking_add(q,
                       (struct asked_alt){.word = asking_concept(q->arena, hits[i].concept),
                                          .weight = hits[i].inner         ? WORTH_CONCEPT_INNER
                                                    : sure                ? WORTH_CONCEPT
                                                    : hits[i].ntokens > 1 ? WORTH_PHRASE_GUESSED
                                                                          : WORTH_CONCEPT_GUESSED,
                                          .term = term,
                                          .how = ASKED_CONCEPT,
                                          .concept = hits[i].concept});
    }
}

static void related_one(struct asking *q, const struct concept *c, uint8_t term, uint16_t weight)
{
    asking_add(q, (struct asked_alt){.word = asking_concept(q->arena, c),
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
        if (hits[i].inner || !hit_counts(q, &hits[i], t))
            continue;
        for (size_t k = 0; k < c->nnear; k++)
            related_one(q, c->near[k], term, WORTH_RELATED);
        for (size_t k = 0; k < c->nbroader; k++)
            related_one(q, c->broader[k], term, c->broader[k]->top ? WORTH_TOP : WORTH_BROADER);
    }
}

static void skeleton_add(struct asking *q, const struct search_term *t, uint8_t term)
{
    bool written = asking_is_written(q, t);

    if (written && !asking_is_arabic(t->folded) && !maybe_arabizi(q, t))
        return;
    asking_add(q, (struct asked_alt){.word = skeleton_word(q, t),
                                     .weight = written ? WORTH_SKELETON_TOO : WORTH_SKELETON,
                                     .term = term,
                                     .how = ASKED_SKELETON});
}

/* ---- terms ----------------------------------------------------------------------------------- */

static void terms_want(struct asking *q, const struct vocabulary_hit *hits, size_t n)
{
    const struct search_terms *terms = &q->out->terms;

    for (size_t i = 0; i < terms->n; i++) {
        for (size_t k = 0; k < terms->v[i].n; k++)
            asking_want(q, terms->v[i].stems[k]);
        place_want(q, &terms->v[i]);
        asking_want(q, language_word_of(q, &terms->v[i]));
    }
    for (size_t i = 0; i < n; i++) {
        const struct concept *c = hits[i].concept;
        asking_want(q, asking_concept(q->arena, c));
        for (size_t k = 0; k < c->nnear; k++)
            asking_want(q, asking_concept(q->arena, c->near[k]));
        for (size_t k = 0; k < c->nbroader; k++)
            asking_want(q, asking_concept(q->arena, c->broader[k]));
    }
}

/* What is only asked for where the word as it stands does not say enough. */
static enum err roughly_want(struct asking *q)
{
    const struct search_terms *terms = &q->out->terms;

    for (size_t i = 0; i < terms->n; i++) {
        const struct search_term *t = &terms->v[i];
        bool written = asking_is_written(q, t);
        if (written && !asking_is_arabic(t->folded) && !maybe_arabizi(q, t))
            continue;
        asking_want(q, skeleton_word(q, t));
        place_want_rough(q, t);
    }
    return asking_load(q);
}

static bool is_named(const struct asking *q, const struct search_term *t,
                     const struct vocabulary_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (asking_is_sure(&hits[i]) && hit_covers(&hits[i], t) &&
            asking_have(q, asking_concept(q->arena, hits[i].concept)).n != 0)
            return true;
    }
    return false;
}

static bool names_language(const struct asking *q, const struct vocabulary_hit *hit)
{
    const struct search_terms *terms = &q->out->terms;
    bool any = false;

    for (size_t i = 0; i < terms->n; i++)
        any = any || (hit_covers(hit, &terms->v[i]) && terms->v[i].folded.n > 3 &&
                      directory_language_code(terms->v[i].folded).n != 0);
    return any;
}

/* Everyday words only order what the others find; but in a phrase that is known they count, unless
 * it is a language that is spoken. */
static void terms_sift(struct asking *q, const struct vocabulary_hit *hits, size_t n)
{
    const struct search_terms *terms = &q->out->terms;
    size_t all = 0;

    for (size_t i = 0; i < terms->n; i++) {
        q->everyday[i] = directory_everyday(terms->v[i].folded, NULL);
        for (size_t k = 0; k < n && q->everyday[i]; k++)
            q->everyday[i] = !(hit_covers(&hits[k], &terms->v[i]) && hits[k].ntokens > 1 &&
                               !names_language(q, &hits[k]));
        all += q->everyday[i];
    }
    if (all == terms->n)
        memset(q->everyday, 0, sizeof(q->everyday));
    q->share = RANK_ALTS_MAX;
    if (all != 0 && all != terms->n)
        q->share -= all * EVERYDAY_ALTS;
    q->share /= all == terms->n ? all : terms->n - all;
}

static bool is_exact(const struct search_term *t, const struct vocabulary_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (hits[i].how == VOCABULARY_EXACT && hit_covers(&hits[i], t))
            return true;
    }
    return false;
}

/* The term surely names a place: whoever names one wants to be helped there. */
static void place_mark(struct asked *out, uint8_t term)
{
    uint64_t named = 0;

    for (size_t i = 0; i < out->nalts; i++) {
        if (out->alts[i].term == term && out->alts[i].weight >= ASKING_SURE)
            named |= UINT64_C(1) << i;
    }
    if (named != 0)
        out->places[out->nplaces++] = named;
}

/* Whether a word belongs to a phrase that means something of its own. */
static bool is_part(const struct asking *q, const struct search_term *t,
                    const struct vocabulary_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (hits[i].ntokens > 1 && hit_covers(&hits[i], t) &&
            asking_have(q, asking_concept(q->arena, hits[i].concept)).n != 0)
            return true;
    }
    return false;
}

static enum err term_ask(struct asking *q, const struct search_term *t, uint8_t term,
                         const struct vocabulary_hit *hits, size_t n)
{
    bool place = false, written = asking_is_written(q, t), named = is_named(q, t, hits, n);

    words_add(q, t, term, is_part(q, t, hits, n));
    if (q->everyday[term])
        return ERR_OK;
    TRY(place_add(q, t, term, &place));
    if (place && !is_part(q, t, hits, n) && place_is_only(q, t)) {
        place_mark(q->out, term);
        return ERR_OK;
    }
    language_add(q, t, term);
    concepts_add(q, t, term, true, hits, n);
    if (!named && written)
        TRY(place_learn(q, t, term, &place));
    if (!place && !is_exact(t, hits, n) && asking_have(q, t->stems[0]).n == 0) {
        TRY(place_near(q, t, term, &place));
        if (!named && !written)
            TRY(asking_spellings(q, t, term, &place));
        if (!place && !named && !written)
            TRY(place_rough(q, t, term, &place));
    } else if (!place && asking_is_arabic(t->folded) && !is_exact(t, hits, n)) {
        place_guess(q, t, term);
    }
    if (!place && directory_language_code(t->folded).n == 0)
        concepts_add(q, t, term, false, hits, n);
    skeleton_add(q, t, term);
    related_add(q, t, term, hits, n);
    if (place && !is_exact(t, hits, n))
        place_mark(q->out, term);
    return ERR_OK;
}

/* Everyday words find nothing by themselves when others were asked. */
static void everyday_drop(struct asking *q)
{
    struct asked *out = q->out;

    for (size_t i = 0; i < out->nalts; i++) {
        if (!q->everyday[out->alts[i].term])
            return;
    }
    out->nalts = 0;
}

static bool has_digit_and_letter(struct str word)
{
    bool digit = false, letter = false;

    for (size_t i = 0; i < word.n; i++) {
        digit = digit || (word.p[i] >= '2' && word.p[i] <= '9');
        letter = letter || (word.p[i] >= 'a' && word.p[i] <= 'z');
    }
    return digit && letter && word.n > 3;
}

static bool is_known(const struct search_term *t, const struct vocabulary_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (asking_is_sure(&hits[i]) && hit_covers(&hits[i], t))
            return true;
    }
    return false;
}

/* Letters with digits among them (3ayez), Arabic everyday words in Latin letters, or words that
 * nobody wrote and that sound like ones somebody did, while none is known in another language. */
static bool is_arabizi(const struct asking *q, const struct search_terms *all,
                       const struct vocabulary_hit *hits, size_t n)
{
    bool sounds = false, known = false;

    for (size_t i = 0; i < all->n; i++) {
        const struct search_term *t = &all->v[i];
        enum search_lang lang;
        if (asking_is_arabic(t->folded))
            continue;
        if (directory_everyday(t->folded, &lang) && lang == SEARCH_AR)
            return true;
        if (has_digit_and_letter(t->folded))
            return true;
        known = known || is_known(t, hits, n);
        for (size_t k = 0; k < n; k++)
            sounds = sounds || (hits[k].how == VOCABULARY_SKELETON && hit_covers(&hits[k], t) &&
                                !asking_is_written(q, t));
    }
    return sounds && !known;
}

/* The one language in which all words that are meant so surely are written; the page's, when it is
 * one of several. */
static enum search_lang language_of(const struct vocabulary_hit *hits, size_t n,
                                    enum vocabulary_how how, enum search_lang page)
{
    unsigned langs = ~0u;

    for (size_t i = 0; i < n; i++)
        langs &= hits[i].how == how && hits[i].langs != 0 ? hits[i].langs : ~0u;
    if (langs == ~0u || langs == 0)
        return SEARCH_LANG_UNKNOWN;
    if (langs & SEARCH_LANG_BIT(page))
        return page;
    return (langs & (langs - 1)) == 0 ? (enum search_lang)__builtin_ctz(langs)
                                      : SEARCH_LANG_UNKNOWN;
}

static enum search_lang language_known(const struct vocabulary_hit *hits, size_t n,
                                       enum search_lang page)
{
    enum search_lang exact = language_of(hits, n, VOCABULARY_EXACT, page);
    return exact != SEARCH_LANG_UNKNOWN ? exact : language_of(hits, n, VOCABULARY_STEM, page);
}

/* The languages in which somebody who asks so probably reads: that of the everyday words, of the
 * letters, or of the words that are known; where Arabic is read so is English, and the other way
 * round. */
static size_t languages_read(const struct asking *q, enum search_lang known, const char *out[2])
{
    static const char *const CODES[] = {"",
#define X(name, code, stemmer) code,
                                        SEARCH_LANGS(X)
#undef X
    };
    const struct search_terms *terms = &q->out->terms;
    enum search_lang lang = q->arabizi ? SEARCH_AR : SEARCH_LANG_UNKNOWN;
    size_t n = 0;

    for (size_t i = 0; i < terms->n && lang == SEARCH_LANG_UNKNOWN; i++) {
        if (asking_is_arabic(terms->v[i].folded))
            lang = SEARCH_AR;
        else if (!asking_is_latin(terms->v[i].folded) ||
                 !directory_everyday(terms->v[i].folded, &lang))
            lang = SEARCH_LANG_UNKNOWN;
    }
    lang = lang == SEARCH_LANG_UNKNOWN ? known : lang;
    if (lang == SEARCH_LANG_UNKNOWN)
        return 0;
    out[n++] = CODES[lang];
    if (lang == SEARCH_AR || lang == SEARCH_EN)
        out[n++] = lang == SEARCH_AR ? "en" : "ar";
    return n;
}

/* Alternatives of a term that weighs nothing. */
static enum err readable_add(struct asking *q, enum search_lang known)
{
    struct asked *out = q->out;
    const char *codes[2];
    size_t n =
        out->nalts != 0 && out->terms.n < RANK_TERMS_MAX ? languages_read(q, known, codes) : 0;

    for (size_t i = 0; i < n && out->nalts < RANK_ALTS_MAX; i++) {
        struct str word = bag_written(q->arena, str_from_c(codes[i]));
        asking_want(q, word);
        TRY(asking_load(q));
        if (asking_have(q, word).n == 0)
            continue;
        out->readable |= UINT64_C(1) << out->nalts;
        out->alts[out->nalts++] =
            (struct asked_alt){.word = word, .term = (uint8_t)out->terms.n, .how = ASKED_WORD};
    }
    return ERR_OK;
}

static enum err terms_ask(struct asking *q, struct str words, const struct lang *lang)
{
    struct vocabulary_hit *hits = ARENA_ARRAY(q->arena, struct vocabulary_hit, HITS_MAX);
    enum search_lang page = search_lang_find(str_from_c(lang_code(lang)));
    struct asked *out = q->out;

    size_t n = hits_sift(hits, vocabulary_find(q->search, q->arena, words, hits, HITS_MAX));
    enum search_lang known = language_known(hits, n, page);
    search_query_in(q->search, q->arena, words, page, SEARCH_LANG_BIT(known), &out->terms);
    if (out->terms.n > RANK_TERMS_MAX)
        out->terms.n = RANK_TERMS_MAX;
    if (out->terms.n == 0)
        return ERR_OK;
    terms_sift(q, hits, n);
    terms_want(q, hits, n);
    TRY(asking_load(q));
    q->arabizi = is_arabizi(q, &out->terms, hits, n);
    TRY(roughly_want(q));
    for (size_t i = 0; i < out->terms.n; i++)
        TRY(term_ask(q, &out->terms.v[i], (uint8_t)i, hits, n));
    everyday_drop(q);
    asking_scale(q);
    TRY(readable_add(q, known));
    return ERR_OK;
}

/* ---- conditions ------------------------------------------------------------------------------ */

void asking_filter(struct asking *q, struct str word)
{
    struct asked *out = q->out;
    struct str postings = asking_have(q, word);

    if (postings.n != 0 && out->nfilters < RANK_FILTERS_MAX)
        out->filters[out->nfilters++] =
            (struct rank_filter){.postings = postings, .group = (uint8_t)out->ngroups};
}

/* Ends a group; one without any list is fulfilled by nobody. */
void asking_group_end(struct asking *q, size_t from)
{
    if (q->out->nfilters == from)
        q->out->nowhere = true;
    else
        q->out->ngroups++;
}

static enum err condition_add(struct asking *q, struct str word)
{
    size_t from = q->out->nfilters;

    asking_want(q, word);
    TRY(asking_load(q));
    asking_filter(q, word);
    asking_group_end(q, from);
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
        TRY(place_ask(q, query->area));
    if (q->out->ngroups == 0 && query->open_now && q->out->terms.n == 0)
        TRY(condition_add(q, STR("@all")));
    return ERR_OK;
}

static enum err corpus_know(struct asking *q)
{
    struct index_corpus corpus;

    TRY(index_corpus_get(q->db, q->arena, &corpus));
    q->slots = corpus.slots;
    q->live = corpus.live;
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
    TRY(corpus_know(q));
    TRY(terms_ask(q, query->words, lang));
    TRY(conditions_ask(q, query));
    for (size_t i = 0; i < out->nalts; i++)
        out->ranks[i] = (struct rank_alt){.postings = asking_have(q, out->alts[i].word),
                                          .weight = out->alts[i].weight,
                                          .term = out->alts[i].term};
    return ERR_OK;
}
