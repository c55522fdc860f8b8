#include "search/vocabulary.h"

#include <string.h>

#include "search/inside.h"
#include "search/vocabulary_table.h"

#define PASSED_MAX 2      /* stop words between two words of a phrase */
#define ASKED_MAX 64      /* words of a query that are looked at */
#define GUESSES_MAX 12    /* of one word */
#define KEYS_SAME 30      /* more spellings of one skeleton are no guess any more */
#define GROUP_MAX 16      /* concepts of one phrase */
#define FORM_ENDING_MAX 4 /* letters that a known word may have behind what is shared */
#define NO_WORD UINT16_MAX
#define NOT_MEANT (VOCABULARY_NEAR + 1)

static struct str text_of(struct vocab_text t)
{
    return str_from(VOCAB.texts + t.at, t.n);
}

/* ---- the concepts ---------------------------------------------------------------------------- */

size_t vocabulary_count(void)
{
    return VOCAB.nconcepts;
}

uint64_t vocabulary_version(void)
{
    return VOCAB.version;
}

const struct concept *vocabulary_at(size_t number)
{
    return number < VOCAB.nconcepts ? &VOCAB.concepts[number] : NULL;
}

const struct concept *vocabulary_concept(struct str id)
{
    for (unsigned i = 0; i < VOCAB.nconcepts; i++)
        if (str_eq_c(id, VOCAB.concepts[i].id))
            return &VOCAB.concepts[i];
    return NULL;
}

const char *vocabulary_label(const struct concept *c, const char *lang)
{
    const uint32_t *labels = &VOCAB.labels[c->number * VOCAB.nlangs];
    for (unsigned i = 0; i < VOCAB.nlangs; i++)
        if (labels[i] && strcmp(VOCAB.langs[i], lang) == 0)
            return VOCAB.texts + labels[i];
    return VOCAB.texts + labels[VOCAB.english];
}

size_t vocabulary_tops(const struct concept *const **out)
{
    *out = VOCAB.tops;
    return VOCAB.ntops;
}

/* ---- the words of the tables ----------------------------------------------------------------- */

static uint16_t word_find(struct str stem)
{
    for (uint32_t at = vocab_hash(stem);; at++) {
        uint16_t slot = VOCAB.word_slots[at & (VOCAB.nslots - 1)];
        if (slot == 0)
            return NO_WORD;
        if (str_eq(text_of(VOCAB.words[slot - 1].stem), stem))
            return slot - 1;
    }
}

static const struct vocab_spelling *spelling_find(struct str folded)
{
    for (uint32_t at = vocab_hash(folded);; at++) {
        uint16_t slot = VOCAB.spelling_slots[at & (VOCAB.nslots - 1)];
        if (slot == 0)
            return NULL;
        if (str_eq(text_of(VOCAB.spellings[slot - 1].folded), folded))
            return &VOCAB.spellings[slot - 1];
    }
}

static uint16_t spelled_word(struct str folded)
{
    const struct vocab_spelling *spelling = spelling_find(folded);
    return spelling ? spelling->word : NO_WORD;
}

/* Small words of languages other than Arabic and English (those are stop words), folded, sorted. A
 * phrase is found around them. */
static bool is_small(struct str folded)
{
    static const char *const SMALL[] = {
        "a",     "ai",   "al",   "alla",  "au",     "aux",    "con",    "da",  "dal", "das", "de",
        "degli", "dei",  "del",  "della", "dem",    "den",    "der",    "des", "di",  "die", "do",
        "dos",   "du",   "e",    "ein",   "eine",   "einen",  "einer",  "el",  "em",  "en",  "et",
        "fur",   "gli",  "i",    "il",    "im",     "in",     "la",     "las", "le",  "les", "lo",
        "los",   "ma",   "mein", "meine", "meinem", "meinen", "meiner", "mes", "meu", "mi",  "mia",
        "minha", "mio",  "mis",  "mit",   "moj",    "moja",   "moje",   "mon", "na",  "no",  "o",
        "os",    "para", "per",  "por",   "pour",   "sur",    "u",      "um",  "uma", "un",  "una",
        "und",   "une",  "uno",  "von",   "w",      "y",      "z",      "za",  "zu",  "zum", "zur",
        "в",     "для",  "и",    "из",    "мне",    "мой",    "моя",    "на",  "о",   "от",  "по",
        "с",     "у",    "の",   "は",    "を",     "が",     "に",     "的",  "了",
    };
    for (size_t i = 0; folded.n <= 6 && i < sizeof(SMALL) / sizeof(SMALL[0]); i++)
        if (folded.p[0] == SMALL[i][0] && str_eq_c(folded, SMALL[i]))
            return true;
    return false;
}

/* ---- guesses about a word that was asked ----------------------------------------------------- */

struct guess {
    uint16_t word, langs; /* whose phrases it may be in */
    uint8_t how;
};

#define ANY_LANG UINT16_MAX

struct guesses {
    struct guess v[GUESSES_MAX];
    size_t n;
};

static void guess_add(struct guesses *g, uint16_t word, unsigned langs, enum vocabulary_how how)
{
    langs &= word == NO_WORD ? 0 : VOCAB.words[word].langs;
    if (langs == 0)
        return;
    for (size_t i = 0; i < g->n; i++) {
        if (g->v[i].word == word) {
            g->v[i].how = how < g->v[i].how ? (uint8_t)how : g->v[i].how;
            g->v[i].langs |= (uint16_t)langs;
            return;
        }
    }
    if (g->n < GUESSES_MAX)
        g->v[g->n++] = (struct guess){word, (uint16_t)langs, (uint8_t)how};
}

static int steps_for(size_t points)
{
    return points < 4 ? 0 : points < 8 ? 1 : 2;
}

/* Words of four letters of which another one is replaced are most often other words. */
static bool replaced_in_short(struct str a, struct str b, size_t points)
{
    uint64_t letters[2] = {0, 0};
    struct str words[] = {a, b};
    for (int i = 0; i < 2; i++)
        for (size_t pos = 0; pos < words[i].n;)
            letters[i] |= (uint64_t)1 << (str_utf8_next(words[i], &pos) & 63);
    return points < 5 && letters[0] != letters[1];
}

/* The spellings that are nearest. */
static void guess_near(struct str folded, struct guesses *g)
{
    struct str bare = stem_bare(folded);
    size_t points = str_code_points(bare);
    uint64_t letters = 0;
    int most = steps_for(points), d;
    struct guesses best = {.n = 0};
    bool arabic = stem_is_arabic(folded);
    for (size_t pos = 0; pos < bare.n;)
        letters |= VOCAB_LETTER(str_utf8_next(bare, &pos));
    for (unsigned i = 0; most > 0 && i < VOCAB.nspellings; i++) {
        const struct vocab_spelling *sp = &VOCAB.spellings[i];
        if (__builtin_popcountll(sp->letters ^ letters) > 2 * most)
            continue; /* a step changes two letters at most */
        struct str word = str_slice(text_of(sp->folded), sp->bare, sp->folded.n);
        int limit = steps_for(sp->points) < most ? steps_for(sp->points) : most;
        if (limit == 0 || sp->points + 2u < points || points + 2 < sp->points ||
            !search_near(bare, word, limit, &d) || stem_is_arabic(word) != arabic ||
            (sp->points == points && replaced_in_short(bare, word, points)))
            continue;
        if (d < most)
            best.n = 0;
        most = d;
        guess_add(&best, sp->word, ANY_LANG, VOCABULARY_NEAR);
        if (d == 0)
            break;
    }
    for (size_t i = 0; i < best.n; i++)
        guess_add(g, best.v[i].word, ANY_LANG, VOCABULARY_NEAR);
}

/* Arabic words of the same consonants. Of Latin ones those that share the doubled consonants too
 * come alone, when there are any; without a digit of Arabizi it may be any language's word, then
 * only those count, and only from four letters on. */
static void guess_skeleton(struct arena *a, struct str folded, struct guesses *g)
{
    struct str key = skeleton_of(a, folded, SKELETON_COARSE);
    struct str full = skeleton_of(a, folded, SKELETON_FULL);
    bool plain = stem_is_latin(folded), arabizi = false;
    unsigned from = 0, to = VOCAB.nkeys;
    for (size_t i = 0; plain && i < folded.n; i++)
        arabizi |= folded.p[i] >= '2' && folded.p[i] <= '9';
    if (key.n == 0 || (plain && !arabizi && (folded.n < 4 || (g->n && full.n < 3))))
        return;
    while (from < to) {
        unsigned mid = from + (to - from) / 2;
        if (str_cmp(text_of(VOCAB.keys[mid].key), key) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    while (to < VOCAB.nkeys && str_eq(text_of(VOCAB.keys[to].key), key))
        to++;
    bool strict = plain && !arabizi;
    unsigned same = 0;
    for (unsigned i = from; plain && i < to; i++)
        same += str_eq(text_of(VOCAB.keys[i].full), full);
    strict |= same != 0;
    if ((strict ? same : to - from) > KEYS_SAME)
        return;
    for (unsigned i = from; i < to; i++)
        if (!strict || str_eq(text_of(VOCAB.keys[i].full), full))
            guess_add(g, VOCAB.spellings[VOCAB.keys[i].spelling].word, ANY_LANG,
                      VOCABULARY_SKELETON);
}

/* A word that begins with ل has two of them behind the article, and one is often left out. Empty
 * when it is none such. */
static struct str with_both_lams(struct arena *a, struct str folded)
{
    struct str article = STR("ال");
    bool may = str_starts(folded, article) && !str_starts(folded, STR("الل"));
    return may ? str_fmt(a, "الل%" STR_FMT, STR_ARG(str_slice(folded, article.n, folded.n)))
               : STR_NONE;
}

/* What is left without the second ل may well have the stem of something else (الجوء: جو). */
static void guess_lams(struct arena *a, struct str folded, struct guesses *g)
{
    struct str both = with_both_lams(a, folded);
    const struct vocab_spelling *known = both.n ? spelling_find(stem_bare(both)) : NULL;
    if (known)
        guess_add(g, known->word, ANY_LANG, VOCABULARY_NEAR);
}

/* In Cairo and Beirut ق is spoken as ء and so written as 2. Empty when there is none. */
static struct str with_qaf(struct arena *a, struct str folded)
{
    if (!stem_is_latin(folded) || !memchr(folded.p, '2', folded.n))
        return STR_NONE;
    char *p = arena_copy(a, folded.p, folded.n);
    for (size_t i = 0; i < folded.n; i++)
        p[i] = p[i] == '2' ? '9' : p[i];
    return str_from(p, folded.n);
}

/* "has not" is "hasn't"; the small word behind it is passed over. */
static void guess_short(struct arena *a, struct str folded, struct guesses *g)
{
    guess_add(g, spelled_word(str_fmt(a, "%" STR_FMT "n't", STR_ARG(folded))),
              SEARCH_LANG_BIT(SEARCH_EN), VOCABULARY_EXACT);
}

static void guess_word(struct search *s, struct arena *a, const struct search_token *t,
                       struct guesses *out)
{
    struct search_term term = {.folded = t->folded};
    const struct vocab_spelling *spelling = spelling_find(t->folded);
    query_stems(s, a, t->text, SEARCH_LANG_UNKNOWN, 0, &term); /* what Arabic prefixes leave */
    for (size_t i = 0; i < term.n; i++)
        guess_add(out, word_find(term.stems[i]),
                  stem_is_latin(t->folded) ? SEARCH_LANG_BIT(SEARCH_EN) : ANY_LANG,
                  VOCABULARY_STEM);
    /* a word that a language writes is no inflected form of another's */
    unsigned langs = spelling ? spelling->langs : VOCAB.lang_bits;
    for (int lang = SEARCH_IT; stem_is_latin(t->folded) && lang <= SEARCH_ZH; lang++)
        if ((langs & SEARCH_LANG_BIT(lang)) && (int)stem_latin_lang((enum search_lang)lang) == lang)
            guess_add(out, word_find(stem_word_in(&s->stem, t->folded, (enum search_lang)lang)),
                      SEARCH_LANG_BIT(lang), VOCABULARY_STEM);
    if (spelling || t->stop || is_small(t->folded))
        return;
    guess_lams(a, t->folded, out);
    if (out->n)
        return;
    guess_near(t->folded, out);
    guess_near(with_both_lams(a, t->folded), out);
    guess_skeleton(a, t->folded, out);
    guess_skeleton(a, with_qaf(a, t->folded), out);
}

/* ---- the walk -------------------------------------------------------------------------------- */

struct walk {
    const struct search_tokens *tokens;
    const struct guesses *guesses; /* by token; NULL for documents */
    struct vocabulary_hit *out;
    size_t n, max;
    unsigned most; /* words of a phrase that is looked for inside a longer one; 0: anywhere */
    struct {       /* whether a word may be passed over: many phrases ask the same */
        size_t token;
        bool known, yes;
    } passed[2];
};

static bool is_passed(struct walk *w, size_t token)
{
    size_t i = token & 1;
    if (!w->passed[i].known || w->passed[i].token != token) {
        const struct search_token *t = &w->tokens->v[token];
        w->passed[i].token = token;
        w->passed[i].yes = t->stop || is_small(t->folded);
        w->passed[i].known = true;
    }
    return w->passed[i].yes;
}

/* The language of a word that was asked is not known, and in some of them a stem says little
 * (logement: log; Minderheit: mind). So the word must go on like the one in the vocabulary, or be
 * longer than it. */
static bool is_form(struct str asked, struct str known)
{
    size_t n = 0;
    asked = stem_elided(asked);
    known = stem_elided(known);
    while (n < asked.n && n < known.n && asked.p[n] == known.p[n])
        n++;
    return n == known.n || (n >= 4 && known.n - n <= FORM_ENDING_MAX);
}

/* How the token means this word of a phrase; NOT_MEANT. */
static unsigned pair_means(const struct walk *w, size_t token, const struct vocab_phrase *p,
                           const struct vocab_pair *pair)
{
    const struct search_token *t = &w->tokens->v[token];
    struct str known = text_of(VOCAB.spellings[pair->spelling].folded);
    bool latin = stem_is_latin(t->folded);
    if (str_eq(t->folded, known) ||
        (stem_is_arabic(t->folded) && str_eq(stem_bare(t->folded), stem_bare(known))))
        return VOCABULARY_EXACT;
    if ((p->lang == w->tokens->lang || !latin) &&
        str_eq(t->text, text_of(VOCAB.words[pair->word].stem)))
        return VOCABULARY_STEM;
    for (size_t i = 0; w->guesses && i < w->guesses[token].n; i++) {
        const struct guess *g = &w->guesses[token].v[i];
        if (g->word != pair->word || !(g->langs & SEARCH_LANG_BIT(p->lang)))
            continue;
        if (g->how != VOCABULARY_STEM || !latin || is_form(t->folded, known))
            return g->how;
    }
    return NOT_MEANT;
}

/* Inside a phrase a word counts as it is written, but for the article and a regular plural: cut
 * alike is not meant alike there (financial aid, AIDS). */
static bool is_as_written(struct str folded, struct str known)
{
    if (!stem_is_latin(folded))
        return str_eq(stem_bare(folded), stem_bare(known));
    return str_starts(folded, known) &&
           (folded.n == known.n || str_eq(str_slice(folded, known.n, folded.n), STR("s")));
}

/* Whether a phrase stands at a token: the place behind it and how it is meant; 0. */
static size_t phrase_end(struct walk *w, size_t token, const struct vocab_phrase *p, unsigned *how)
{
    size_t at = token;
    *how = VOCABULARY_EXACT;
    for (unsigned i = 0; i < p->n; i++) {
        unsigned means = NOT_MEANT;
        for (int passed = 0; at < w->tokens->n; at++, passed++) {
            const struct vocab_pair *pair = &VOCAB.pairs[p->pairs + i];
            means = pair_means(w, at, p, pair);
            if (w->most != 0 && !is_as_written(w->tokens->v[at].folded,
                                               text_of(VOCAB.spellings[pair->spelling].folded)))
                means = NOT_MEANT;
            if (means != NOT_MEANT || i == 0 || passed == PASSED_MAX || !is_passed(w, at))
                break;
        }
        if (means == NOT_MEANT)
            return 0;
        *how = means > *how ? means : *how;
        at++;
    }
    return at;
}

/* What stands at one token, of the longest phrase so far. */
struct group {
    unsigned words; /* of the phrase */
    size_t end;
    struct {
        uint16_t concept, langs;
        uint8_t how;
    } v[GROUP_MAX];
    size_t n;
};

static void group_add(struct group *g, uint16_t concept, unsigned how, unsigned langs)
{
    for (size_t i = 0; i < g->n; i++) {
        if (g->v[i].concept == concept) {
            g->v[i].langs |= (uint16_t)langs;
            g->v[i].how = how < g->v[i].how ? (uint8_t)how : g->v[i].how;
            return;
        }
    }
    if (g->n < GROUP_MAX) {
        g->v[g->n].concept = concept;
        g->v[g->n].langs = (uint16_t)langs;
        g->v[g->n++].how = (uint8_t)how;
    }
}

/* Whether a phrase means a concept, or that kind of need. */
static bool group_has(const struct group *g, uint16_t concept)
{
    for (size_t i = 0; i < g->n; i++) {
        const struct concept *c = &VOCAB.concepts[g->v[i].concept];
        if (g->v[i].concept == concept)
            return true;
        for (unsigned k = 0; k < c->nabove; k++)
            if (c->above[k]->number == concept && c->above[k]->top)
                return true;
    }
    return false;
}

/* The languages that write a phrase so, or whose form it is. */
static unsigned phrase_langs(const struct vocab_phrase *p, unsigned how)
{
    unsigned langs = how > VOCABULARY_STEM ? 0 : VOCAB.lang_bits;
    for (unsigned i = 0; i < p->n; i++)
        langs &= VOCAB.spellings[VOCAB.pairs[p->pairs + i].spelling].langs;
    return how == VOCABULARY_STEM ? langs & SEARCH_LANG_BIT(p->lang) : langs;
}

static void look_up(struct walk *w, size_t token, uint16_t word, struct group *g)
{
    if (word == NO_WORD)
        return;
    for (unsigned i = VOCAB.words[word].from; i < VOCAB.words[word].to; i++) {
        const struct vocab_phrase *p = &VOCAB.phrases[i];
        unsigned how;
        if (p->n < g->words)
            return;
        if ((p->use == VOCAB_ASKED && !w->guesses) || (w->most != 0 && p->n > w->most))
            continue;
        size_t end = phrase_end(w, token, p, &how);
        if (end == 0)
            continue;
        if (p->n > g->words)
            g->n = 0;
        g->words = p->n;
        g->end = g->n && g->end > end ? g->end : end;
        group_add(g, p->concept, how, phrase_langs(p, how));
    }
}

static void put_group(struct walk *w, size_t token, const struct group *g)
{
    if (g->n == 0) /* then it has no end either */
        return;
    const struct search_token *first = &w->tokens->v[token], *last = &w->tokens->v[g->end - 1];
    for (size_t i = 0; i < g->n && w->n < w->max; i++)
        w->out[w->n++] = (struct vocabulary_hit){
            .concept = &VOCAB.concepts[g->v[i].concept],
            .from = first->from,
            .to = last->to,
            .token = token,
            .ntokens = g->end - token,
            .how = (enum vocabulary_how)g->v[i].how,
            .inner = w->most != 0,
            .langs = g->v[i].langs,
        };
}

/* An Arabic word that is written in the vocabulary as it stands is no inflected form of another one
 * with the same root: هجرة is not هجر. */
static void group_sift(struct group *g, struct str folded)
{
    size_t kept = 0;
    unsigned best = NOT_MEANT;
    for (size_t i = 0; i < g->n && stem_is_arabic(folded); i++)
        best = g->v[i].how < best ? g->v[i].how : best;
    for (size_t i = 0; i < g->n; i++)
        if (best != VOCABULARY_EXACT || g->v[i].how == best)
            g->v[kept++] = g->v[i];
    g->n = kept;
}

static void group_find(struct walk *w, size_t token, struct group *g)
{
    const struct search_token *t = &w->tokens->v[token];
    uint16_t word = word_find(t->text), spelled = spelled_word(t->folded);

    look_up(w, token, word, g);
    if (spelled != word)
        look_up(w, token, spelled, g);
    for (size_t i = 0; w->guesses && i < w->guesses[token].n; i++)
        if (w->guesses[token].v[i].word != word && w->guesses[token].v[i].word != spelled)
            look_up(w, token, w->guesses[token].v[i].word, g);
    group_sift(g, t->folded);
}

/* What the words of a phrase mean by themselves, but for what the phrase means anyway. */
static void put_inner(struct walk *w, size_t token, const struct group *outer)
{
    w->most = outer->words - 1;
    for (size_t at = token; at < outer->end;) {
        struct group g = {.n = 0}, kept;
        group_find(w, at, &g);
        kept = g;
        kept.n = 0;
        for (size_t i = 0; i < g.n && g.end <= outer->end; i++)
            if (!group_has(outer, g.v[i].concept))
                kept.v[kept.n++] = g.v[i];
        put_group(w, at, &kept);
        at = g.n ? g.end : at + 1;
    }
    w->most = 0;
}

/* Where a phrase begins that shares its first words with one that ends at `end` and goes on behind
 * it (immigration law clinic: a law clinic too); else `end`. */
static size_t crossing(struct walk *w, size_t token, size_t end)
{
    for (size_t at = token + 1; at < end; at++) {
        struct group g = {.n = 0};
        group_find(w, at, &g);
        if (g.words > 1 && g.end > end && g.n && g.v[0].how == VOCABULARY_EXACT)
            return at;
    }
    return end;
}

static size_t walk(struct walk *w)
{
    size_t done = 0;
    for (size_t token = 0; token < w->tokens->n && w->n < w->max;) {
        struct group g = {.n = 0};
        group_find(w, token, &g);
        if (g.n)
            put_group(w, token, &g);
        if (g.words > 1)
            put_inner(w, token < done ? done : token, &g);
        done = g.n ? g.end : token + 1;
        token = g.words > 1 ? crossing(w, token, g.end) : done;
    }
    return w->n;
}

size_t vocabulary_find_tokens(const struct search_tokens *tokens, struct vocabulary_hit *out,
                              size_t max)
{
    struct walk w = {.tokens = tokens, .out = out, .max = max};
    return walk(&w);
}

/* Whether a word is nothing but Arabic in Latin letters; then the others may be so too, and a
 * phrase of both be known ("doktor" alone is German). */
static bool is_arabizi(const struct guesses *guesses, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool all = guesses[i].n != 0;
        for (size_t k = 0; k < guesses[i].n; k++)
            all = all && guesses[i].v[k].how == VOCABULARY_SKELETON;
        if (all)
            return true;
    }
    return false;
}

size_t vocabulary_find(struct search *s, struct arena *a, struct str text,
                       struct vocabulary_hit *out, size_t max)
{
    struct search_tokens tokens;
    search_document(s, a, text, &tokens);
    tokens.n = tokens.n > ASKED_MAX ? ASKED_MAX : tokens.n;
    struct guesses *guesses = ARENA_ARRAY(a, struct guesses, tokens.n);
    for (size_t i = 0; i < tokens.n; i++) {
        guess_word(s, a, &tokens.v[i], &guesses[i]);
        if (i + 1 < tokens.n && str_eq_c(tokens.v[i + 1].folded, "not"))
            guess_short(a, tokens.v[i].folded, &guesses[i]);
        if (str_eq_c(tokens.v[i].folded, "cannot"))
            guess_short(a, STR("ca"), &guesses[i]);
    }
    for (size_t i = 0; is_arabizi(guesses, tokens.n) && i < tokens.n; i++)
        if (spelling_find(tokens.v[i].folded) && stem_is_latin(tokens.v[i].folded))
            guess_skeleton(a, tokens.v[i].folded, &guesses[i]);
    struct walk w = {.tokens = &tokens, .guesses = guesses, .out = out, .max = max};
    search_wipe(s);
    return walk(&w);
}
