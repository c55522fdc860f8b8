/* Keys of consonants: what stays of a word when one does not know its vowels.
 *
 * Arabic broken plurals keep the root's consonants in order and change what is between them
 * (Wright, A Grammar of the Arabic Language, §§ 304–305: أفعال فُعول فِعال مفاعل فعائل فعاليل فُعلاء
 * أفعلاء فِعلان …), so long vowels and hamza go, beyond the first letter, and with them the endings
 * of sound plurals, the feminine and -ān. Arabizi writes the same consonants in Latin letters and
 * digits that look like them (Yaghan, "Arabizi: a contemporary style of Arabic slang", Design
 * Issues 24:2, 2008): 2 ء, 3 ع, 5 خ, 6 ط, 7 ح, 8 غ, 9 ق. What people write alike becomes one class:
 *
 *   b ب پ        d د ض (d dh)      t ت ط ث (t 6 th)   s س ص (s)      z ز ذ ظ (z)
 *   j ج چ ژ (j g)  h ح ه (h 7)     x خ (kh 5 7')      c ش (sh ch $)  g غ (gh 8)
 *   k ك ق گ (k q 9 c)  3 ع   f ف (f v)   l m n r   w y only as first letter
 *
 * Honest limits: 9 is also ص in the east, 8 also ق, 2 also ق in Cairo and Beirut, g also غ, ذ also
 * "th" and "dh", and ع is often not written at all: such words do not meet. The key is coarse:
 * words with the same consonants in order meet although they have nothing to do with one another
 * (درس and دروس rightly, but also سكن and سكان, مدرسة and مدرس), two consonants more than three.
 * How often is measured in skeleton_test.c. So a key is a guess, to be used when a word is not
 * known.
 */
#include <string.h>

#include "search/inside.h"

#define KEY_MAX 24 /* consonants: more than any word has */

struct key {
    char v[KEY_MAX];
    size_t n;
};

static void add(struct key *k, char c, enum skeleton_kind kind)
{
    bool again = k->n > 0 && k->v[k->n - 1] == c;
    if (k->n < KEY_MAX && !(again && kind == SKELETON_COARSE))
        k->v[k->n++] = c;
}

/* '-' is dropped everywhere, 'w' and 'y' stay as the first letter of the word. */
static char arabic_class(uint32_t c)
{
    static const struct {
        const char *letters;
        char class;
    } CLASSES[] = {
        {"بپ", 'b'},  {"دض", 'd'}, {"تطث", 't'}, {"سص", 's'}, {"زذظ", 'z'},
        {"جچژ", 'j'}, {"حه", 'h'}, {"خ", 'x'},   {"ش", 'c'},  {"غ", 'g'},
        {"كقگ", 'k'}, {"ع", '3'},  {"فڤ", 'f'},  {"ل", 'l'},  {"م", 'm'},
        {"ن", 'n'},   {"ر", 'r'},  {"و", 'w'},   {"ي", 'y'},
    };
    for (size_t i = 0; i < sizeof(CLASSES) / sizeof(CLASSES[0]); i++) {
        struct str letters = str_from_c(CLASSES[i].letters);
        for (size_t pos = 0; pos < letters.n;)
            if (str_utf8_next(letters, &pos) == c)
                return CLASSES[i].class;
    }
    return '-';
}

/* Takes an ending off when at least `least` bytes stay. */
static bool cut_end(struct str *w, const char *end, size_t least)
{
    struct str e = str_from_c(end);
    if (!str_ends(*w, e) || w->n < e.n + least)
        return false;
    w->n -= e.n;
    return true;
}

/* هرمونات: the feminine plural may stand behind what looks like another ending. */
static struct str arabic_cut_ends(struct str w)
{
    static const char *const ENDS[] = {"ون", "ين", "ان"};
    if (!cut_end(&w, "يات", 6))
        cut_end(&w, "ات", 6);
    for (size_t i = 0; i < sizeof(ENDS) / sizeof(ENDS[0]); i++)
        if (cut_end(&w, ENDS[i], 6))
            return w;
    cut_end(&w, "ه", 4);
    return w;
}

static void arabic_key(struct str folded, enum skeleton_kind kind, struct key *k)
{
    struct str w = stem_bare(folded);
    if (str_starts(w, STR("ا")) && w.n > 4)
        w = str_slice(w, 2, w.n); /* of أفعال, أفعلاء; and a vowel for Arabizi */
    w = arabic_cut_ends(w);
    for (size_t pos = 0; pos < w.n;) {
        bool first = pos == 0;
        char c = arabic_class(str_utf8_next(w, &pos));
        if (c != '-' && (first || (c != 'w' && c != 'y')))
            add(k, c, kind);
    }
}

/* The class of the Latin letters at p, and how many they are. */
static char latin_class(const char *p, size_t left, size_t *len)
{
    static const struct {
        char letters[3];
        char class;
    } CLASSES[] = {
        {"kh", 'x'}, {"gh", 'g'}, {"sh", 'c'}, {"ch", 'c'}, {"th", 't'}, {"dh", 'd'}, {"ou", '-'},
        {"b", 'b'},  {"p", 'b'},  {"d", 'd'},  {"t", 't'},  {"6", 't'},  {"s", 's'},  {"z", 'z'},
        {"j", 'j'},  {"g", 'j'},  {"h", 'h'},  {"7", 'h'},  {"x", 'x'},  {"5", 'x'},  {"8", 'g'},
        {"k", 'k'},  {"q", 'k'},  {"9", 'k'},  {"c", 'k'},  {"3", '3'},  {"f", 'f'},  {"v", 'f'},
        {"l", 'l'},  {"m", 'm'},  {"n", 'n'},  {"r", 'r'},  {"w", 'w'},  {"y", 'y'},
    };
    for (size_t i = 0; i < sizeof(CLASSES) / sizeof(CLASSES[0]); i++) {
        *len = CLASSES[i].letters[1] ? 2 : 1;
        if (*len <= left && memcmp(p, CLASSES[i].letters, *len) == 0)
            return CLASSES[i].class;
    }
    *len = 1;
    return '-';
}

static bool is_vowel(char c)
{
    return memchr("aeiou", c, 5) != NULL;
}

static void latin_key(struct str w, enum skeleton_kind kind, struct key *k)
{
    static const char *const ENDS[] = {"iyat", "eyat", "at",  "een", "iin", "oon", "oun",
                                       "in",   "un",   "iya", "ah",  "eh",  "a",   "e"};
    static const struct str ARTICLES[] = {STR_INIT("al"), STR_INIT("el"), STR_INIT("il")};
    for (size_t i = 0; i < sizeof(ARTICLES) / sizeof(ARTICLES[0]); i++) {
        if (str_starts(w, ARTICLES[i]) && w.n >= 6 && !is_vowel(w.p[2])) {
            w = str_slice(w, 2, w.n);
            break;
        }
    }
    for (size_t i = 0; i < sizeof(ENDS) / sizeof(ENDS[0]); i++)
        if (cut_end(&w, ENDS[i], 4))
            break;
    bool first = true;
    for (size_t pos = 0; pos < w.n;) {
        size_t len;
        char c = latin_class(w.p + pos, w.n - pos, &len);
        if (c != '-' && (first || (c != 'w' && c != 'y')))
            add(k, c, kind);
        first = first && (is_vowel(w.p[pos]) || w.p[pos] == '2');
        pos += len;
    }
}

struct str skeleton_of(struct arena *a, struct str folded, enum skeleton_kind kind)
{
    struct key k = {.n = 0};
    if (stem_is_arabic(folded))
        arabic_key(folded, kind, &k);
    else if (stem_is_latin(folded))
        latin_key(folded, kind, &k);
    return k.n < 2 ? STR_NONE : str_copy(a, str_from(k.v, k.n));
}

struct str search_skeleton(struct search *s, struct arena *a, struct str folded_word)
{
    (void)s;
    return skeleton_of(a, folded_word, SKELETON_COARSE);
}
