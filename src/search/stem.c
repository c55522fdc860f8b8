#include "search/stem.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

#define STRS(letters)                                                                              \
    {                                                                                              \
        letters, sizeof(letters) - 1                                                               \
    } /* STR as a constant */

/* Folded. Short on purpose: a word that might be looked for is
 * not here. */
static const char *const STOP[] = {
    "a",     "about", "all",    "am",   "an",    "and",  "any",   "are",  "as",    "at",   "be",
    "been",  "but",   "by",     "can",  "could", "did",  "do",    "does", "for",   "from", "had",
    "has",   "have",  "he",     "her",  "here",  "him",  "his",   "how",  "i",     "if",   "in",
    "into",  "is",    "it",     "its",  "me",    "my",   "no",    "not",  "of",    "on",   "or",
    "our",   "she",   "should", "so",   "some",  "than", "that",  "the",  "their", "them", "then",
    "there", "these", "they",   "this", "those", "to",   "us",    "was",  "we",    "were", "what",
    "when",  "where", "which",  "who",  "will",  "with", "would", "you",  "your",  "اذا",  "التي",
    "الذي",  "الذين", "الي",    "ام",   "ان",    "انا",  "انت",   "او",   "اي",    "بعد",  "بعض",
    "به",    "بها",   "بين",    "ثم",   "حتي",   "ذلك",  "عليه",  "علي",  "عن",    "عند",  "في",
    "فيه",   "فيها",  "قد",     "قبل",  "كان",   "كانت", "كل",    "كما",  "كيف",   "لا",   "لكن",
    "لم",    "لن",    "له",     "لها",  "لو",    "لي",   "ليس",   "ما",   "ماذا",  "متي",  "مع",
    "من",    "نحن",   "هذا",    "هذه",  "هل",    "هم",   "هنا",   "هناك", "هو",    "هي",   "و",
    "وفي",   "ولا",   "وما",    "ومن",  "وهو",   "وهي",  "يا",
};

/* Whole words that only look as if they began with و or ب and the article: parents, adults. */
static const char *const NO_ARTICLE[] = {
    "بالغا",   "بالغات", "بالغه",   "بالغون", "بالغين",  "والدات",  "والدان", "والدته",
    "والدتها", "والدتي", "والدتك",  "والده",  "والدها",  "والدهم",  "والدي",  "والديا",
    "والديك",  "والدين", "والدينا", "والديه", "والديها", "والديهم", "والدك",  "والدنا",
};

static bool in_list(struct str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_c(word, list[i]))
            return true;
    return false;
}
#define IN_LIST(word, list) in_list((word), (list), sizeof(list) / sizeof((list)[0]))

#define NSTOP (sizeof(STOP) / sizeof(STOP[0]))
_Static_assert(NSTOP < 256 && NSTOP * 2 < STEM_STOP_SLOTS, "the table of stop words is full");

/* Where a word is among the stop words, or the free slot where it would be. */
static size_t stop_slot(const struct stem *s, struct str word)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < word.n; i++)
        h = (h ^ (unsigned char)word.p[i]) * 16777619u;
    size_t at = h % STEM_STOP_SLOTS;
    while (s->stop[at] && !str_eq_c(word, STOP[s->stop[at] - 1]))
        at = (at + 1) % STEM_STOP_SLOTS;
    return at;
}

bool stem_is_stop(const struct stem *s, struct str folded)
{
    return folded.n <= 12 && s->stop[stop_slot(s, folded)] != 0;
}

bool stem_is_arabic(struct str word)
{
    for (size_t i = 0; i + 1 < word.n; i++) {
        unsigned char c = (unsigned char)word.p[i], d = (unsigned char)word.p[i + 1];
        if ((c >= 0xD8 && c <= 0xDD) || (c == 0xE0 && d >= 0xA1 && d <= 0xA3))
            return c != 0xDC && !(c == 0xDD && d < 0x90); /* U+0600–06FF, 0750–077F, 08A0–08FF */
    }
    return false;
}

bool stem_is_latin(struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (word.p[i] >= 'a' && word.p[i] <= 'z')
            return true;
    return false;
}

bool stem_is_cyrillic(struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if ((unsigned char)word.p[i] >= 0xD0 && (unsigned char)word.p[i] <= 0xD3)
            return true;
    return false;
}

/* The article, also behind و or ف and ب, ك or ل; at least two letters must stay. */
struct str stem_bare(struct str w)
{
    static const struct str FORMS[] = {
        STRS("ال"),  STRS("وال"), STRS("فال"),  STRS("بال"),  STRS("كال"),  STRS("لل"),
        STRS("ولل"), STRS("فلل"), STRS("وبال"), STRS("فبال"), STRS("وكال"),
    };
    if (IN_LIST(w, NO_ARTICLE))
        return w;
    for (size_t i = 0; i < sizeof(FORMS) / sizeof(FORMS[0]); i++)
        if (str_starts(w, FORMS[i]) && w.n >= FORMS[i].n + 4)
            return str_slice(w, FORMS[i].n, w.n);
    return w;
}

struct str stem_without_prefix(struct str w)
{
    static const struct str DIALECT[] = {STRS("هال"), STRS("عال"), STRS("شال")};
    static const struct str LETTERS[] = {STRS("و"), STRS("ف"), STRS("ب"), STRS("ل"), STRS("ك")};
    if (IN_LIST(w, NO_ARTICLE))
        return STR_NONE;
    for (size_t i = 0; i < sizeof(DIALECT) / sizeof(DIALECT[0]); i++)
        if (str_starts(w, DIALECT[i]) && w.n >= DIALECT[i].n + 6)
            return str_slice(w, DIALECT[i].n, w.n);
    for (size_t i = 0; i < sizeof(LETTERS) / sizeof(LETTERS[0]); i++)
        if (str_starts(w, LETTERS[i]) && w.n >= 8)
            return str_slice(w, 2, w.n);
    return STR_NONE;
}

static const char *const STEMMER[STEM_LANGS] = {
#define X(name, code, stemmer) [SEARCH_##name] = (stemmer),
    SEARCH_LANGS(X)
#undef X
};

/* The word itself for a language without a stemmer. */
static struct str snowball(struct stem *s, enum search_lang lang, struct str w)
{
    if (!STEMMER[lang])
        return w;
    if (!s->by[lang])
        s->by[lang] = sb_stemmer_new(STEMMER[lang], "UTF_8");
    struct sb_stemmer *stemmer = s->by[lang];
    s->used[lang] = w.n > s->used[lang] ? w.n : s->used[lang];
    const sb_symbol *out =
        stemmer ? sb_stemmer_stem(stemmer, (const sb_symbol *)w.p, (int)w.n) : NULL;
    if (!out)
        abort(); /* out of memory */
    return str_from(out, (size_t)sb_stemmer_length(stemmer));
}

/* قانوني and قانونية keep the ون of قانون, which Snowball would take for a plural. */
static struct str keep_un(struct str w)
{
    static const struct str ENDS[] = {STRS("ونيه"), STRS("ونيا"), STRS("وني")};
    for (size_t i = 0; i < sizeof(ENDS) / sizeof(ENDS[0]); i++)
        if (str_ends(w, ENDS[i]) && w.n >= ENDS[i].n + 4)
            return str_slice(w, 0, w.n - ENDS[i].n + 4);
    return w;
}

static struct str stem_arabic(struct stem *s, struct str w)
{
    struct str cut = stem_bare(w);
    if (cut.n > 4 && str_ends(cut, STR("ء")))
        cut.n -= 2; /* شيء is also written شئ */
    if (cut.n >= 10 && str_ends(cut, STR("ات")))
        cut.n -= 4; /* the feminine plural, of which Snowball would leave the alef */
    if (cut.n >= 12 && (str_ends(cut, STR("يين")) || str_ends(cut, STR("يون"))))
        cut.n -= 4; /* عسكريين like عسكري */
    cut = keep_un(cut);
    struct str out = snowball(s, SEARCH_AR, cut);
    return out.n >= 4 ? out : cut;
}

static struct str stem_latin(struct stem *s, struct str w, enum search_lang lang)
{
    if (lang == SEARCH_EN || lang == SEARCH_PL)
        return snowball(s, lang, w);
    if (lang == SEARCH_FR || lang == SEARCH_IT)
        w = stem_elided(w);
    size_t n = stem_write(lang, w, s->latin);
    struct str out = snowball(s, lang, str_from(s->latin, n));
    if (out.n > sizeof(s->latin))
        return w;
    memmove(s->latin, out.p, out.n);
    return str_from(s->latin, stem_plain(s->latin, out.n));
}

enum search_lang stem_latin_lang(enum search_lang lang)
{
    switch (lang) {
    case SEARCH_EN:
    case SEARCH_IT:
    case SEARCH_FR:
    case SEARCH_DE:
    case SEARCH_PT:
    case SEARCH_ES:
    case SEARCH_TR:
    case SEARCH_PL:
        return lang;
    case SEARCH_LANG_UNKNOWN:
    case SEARCH_AR:
    case SEARCH_RU:
    case SEARCH_JA:
    case SEARCH_ZH:
        break;
    }
    return SEARCH_EN;
}

struct str stem_word_in(struct stem *s, struct str folded, enum search_lang lang)
{
    if (stem_is_stop(s, folded))
        return folded;
    if (stem_is_arabic(folded))
        return stem_arabic(s, folded);
    struct str out = folded;
    if (stem_is_latin(folded))
        out = stem_latin(s, folded, stem_latin_lang(lang));
    else if (stem_is_cyrillic(folded))
        out = snowball(s, SEARCH_RU, folded);
    return out.n ? out : folded;
}

struct str stem_word(struct stem *s, struct str folded)
{
    return stem_word_in(s, folded, SEARCH_LANG_UNKNOWN);
}

struct str stem_core(struct str stem, bool *prefix)
{
    *prefix = false;
    if (stem_is_arabic(stem)) {
        size_t first = 0;
        str_utf8_next(stem, &first);
        return first < stem.n ? str_slice(stem, first, stem.n) : stem;
    }
    *prefix = true;
    if (stem_is_cyrillic(stem)) {
        const char *e = memmem(stem.p, stem.n, "е", 2);
        return e ? str_slice(stem, 0, (size_t)(e - stem.p)) : stem;
    }
    if (!stem_is_latin(stem)) {
        *prefix = false;
        return stem;
    }
    return str_utf8_prefix(stem, stem.n > 3 ? stem.n - 2 : 1);
}

void stem_init(struct stem *s)
{
    memset(s, 0, sizeof(*s));
    for (size_t i = 0; i < NSTOP; i++)
        s->stop[stop_slot(s, str_from_c(STOP[i]))] = (uint8_t)(i + 1);
}

/* A stemmer offers no way to its buffer but another word. Stemming may have made it longer. */
static void wipe(struct sb_stemmer *stemmer, size_t *used)
{
    char x[SEARCH_TOKEN_MAX * 2 + 16];
    if (*used == 0)
        return;
    memset(x, '0', sizeof(x));
    sb_stemmer_stem(stemmer, (const sb_symbol *)x, (int)*used + 8);
    *used = 0;
}

void stem_wipe(struct stem *s)
{
    for (int lang = 0; lang < STEM_LANGS; lang++)
        wipe(s->by[lang], &s->used[lang]);
    explicit_bzero(s->latin, sizeof(s->latin));
}

void stem_release(struct stem *s)
{
    for (int lang = 0; lang < STEM_LANGS; lang++)
        sb_stemmer_delete(s->by[lang]);
}
