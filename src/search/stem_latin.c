/* Folding took the diacritics that Snowball's endings are written with (-ção, -ción, -ı): here they
 * are put back where the ending tells them, and the stem is folded again. Documents and queries go
 * the same way, so a wrong guess costs a longer stem at most. */
#include <string.h>

#include "search/stem.h"

static const struct ending {
    enum search_lang lang;
    const char *folded, *written;
} ENDINGS[] = {
    {SEARCH_ES, "cion", "ción"}, {SEARCH_ES, "sion", "sión"}, {SEARCH_ES, "logia", "logía"},
    {SEARCH_PT, "cao", "ção"},   {SEARCH_PT, "coes", "ções"}, {SEARCH_PT, "encia", "ência"},
    {SEARCH_PT, "ais", "al"},    {SEARCH_PT, "avel", "ável"}, {SEARCH_FR, "ites", "ité"},
    {SEARCH_FR, "ite", "ité"},   {SEARCH_FR, "iees", "ié"},   {SEARCH_FR, "iee", "ié"},
    {SEARCH_FR, "ies", "ié"},    {SEARCH_FR, "ie", "ié"},     {SEARCH_FR, "ees", "ées"},
    {SEARCH_FR, "ee", "ée"},     {SEARCH_DE, "innen", "in"},  {SEARCH_IT, "ita", "ità"},
};

static bool vowel(char c)
{
    return c != 0 && memchr("aeiou", c, 5) != NULL;
}

/* Vowel harmony: behind a back vowel stands ı, behind e or i stands ü; g between vowels is soft. */
static size_t write_turkish(struct str w, char *out)
{
    size_t n = 0;
    char last = 0;
    for (size_t i = 0; i < w.n; i++) {
        char c = w.p[i];
        const char *wide = NULL;
        if (c == 'i' && (last == 'a' || last == 'o' || last == 'u'))
            wide = "ı";
        else if (c == 'u' && (last == 'e' || last == 'i'))
            wide = "ü";
        else if (c == 'g' && i > 0 && i + 1 < w.n && vowel(w.p[i - 1]) && vowel(w.p[i + 1]))
            wide = "ğ";
        if (vowel(c))
            last = wide && c == 'i' ? 'a' : c;
        if (wide)
            memcpy(out + n, wide, 2);
        else
            out[n] = c;
        n += wide ? 2 : 1;
    }
    return n;
}

struct str stem_elided(struct str w)
{
    static const char *const FORMS[] = {"l",    "d",    "j",     "m",     "t",    "s",    "n",
                                        "c",    "qu",   "un",    "all",   "dall", "dell", "nell",
                                        "sull", "coll", "jusqu", "quell", "quest"};
    const char *mark = w.n ? memchr(w.p, '\'', w.n) : NULL;
    size_t at = mark ? (size_t)(mark - w.p) : 0;
    for (size_t i = 0; mark && i < sizeof(FORMS) / sizeof(FORMS[0]); i++)
        if (str_eq_c(str_slice(w, 0, at), FORMS[i]) && w.n >= at + 3)
            return str_slice(w, at + 1, w.n);
    return w;
}

size_t stem_write(enum search_lang lang, struct str w, char *out)
{
    if (lang == SEARCH_TR)
        return write_turkish(w, out);
    memcpy(out, w.p, w.n);
    for (size_t i = 0; i < sizeof(ENDINGS) / sizeof(ENDINGS[0]); i++) {
        struct str end = str_from_c(ENDINGS[i].folded), written = str_from_c(ENDINGS[i].written);
        if (ENDINGS[i].lang != lang || !str_ends(w, end) || w.n < end.n + 2)
            continue;
        memcpy(out + w.n - end.n, written.p, written.n);
        return w.n - end.n + written.n;
    }
    return w.n;
}

size_t stem_plain(char *p, size_t n)
{
    static const struct {
        char wide[3];
        char plain;
    } LETTERS[] = {
        {"ç", 'c'}, {"ã", 'a'}, {"õ", 'o'}, {"ó", 'o'}, {"í", 'i'}, {"á", 'a'}, {"ê", 'e'},
        {"é", 'e'}, {"à", 'a'}, {"ı", 'i'}, {"ü", 'u'}, {"ğ", 'g'}, {"ö", 'o'}, {"ş", 's'},
    };
    size_t out = 0;
    for (size_t i = 0; i < n; i++) {
        p[out] = p[i];
        for (size_t k = 0; i + 1 < n && k < sizeof(LETTERS) / sizeof(LETTERS[0]); k++) {
            if (memcmp(p + i, LETTERS[k].wide, 2) == 0) {
                p[out] = LETTERS[k].plain;
                i++;
                break;
            }
        }
        out++;
    }
    return out;
}
