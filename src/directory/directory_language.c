#include "directory/directory_language.h"

/* Code, code of three letters (ISO 639-2/T), names, folded: English, Arabic (with the article,
 * which may be left out), its own. */
#define LANGUAGES(X)                                                                               \
    X("ar", "ara", "arabic", "العربيه", "عربي")                                                    \
    X("en", "eng", "english", "الانجليزيه", "انكليزي")                                             \
    X("it", "ita", "italian", "الايطاليه", "italiano")                                             \
    X("fr", "fra", "french", "الفرنسيه", "francais")                                               \
    X("de", "deu", "german", "الالمانيه", "deutsch")                                               \
    X("pl", "pol", "polish", "البولنديه", "polski")                                                \
    X("tr", "tur", "turkish", "التركيه", "turkce")                                                 \
    X("pt", "por", "portuguese", "البرتغاليه", "portugues")                                        \
    X("ru", "rus", "russian", "الروسيه", "русскии")                                                \
    X("ja", "jpn", "japanese", "اليابانيه", "日本語")                                              \
    X("zh", "zho", "chinese", "الصينيه", "中文")                                                   \
    X("es", "spa", "spanish", "الاسبانيه", "espanol")                                              \
    X("fa", "fas", "persian", "الفارسيه", "farsi")                                                 \
    X("he", "heb", "hebrew", "العبريه", "עברית")                                                   \
    X("ku", "kur", "kurdish", "الكرديه", "kurdi")                                                  \
    X("ur", "urd", "urdu", "الارديه", "اردو")                                                      \
    X("hi", "hin", "hindi", "الهنديه", "हिन्दी")                                                    \
    X("bn", "ben", "bengali", "البنغاليه", "বাংলা")                                                \
    X("so", "som", "somali", "الصوماليه", "soomaali")                                              \
    X("am", "amh", "amharic", "الامهريه", "አማርኛ")                                                  \
    X("ti", "tir", "tigrinya", "التغرينيه", "ትግርኛ")                                                \
    X("sw", "swa", "swahili", "السواحيليه", "kiswahili")                                           \
    X("ps", "pus", "pashto", "البشتو", "dari")                                                     \
    X("uk", "ukr", "ukrainian", "الاوكرانيه", "украінська")                                        \
    X("ko", "kor", "korean", "الكوريه", "한국어")                                                  \
    X("vi", "vie", "vietnamese", "الفيتناميه", "tieng viet")                                       \
    X("tl", "tgl", "tagalog", "الفلبينيه", "filipino")                                             \
    X("el", "ell", "greek", "اليونانيه", "ελληνικα")                                               \
    X("nl", "nld", "dutch", "الهولنديه", "nederlands")                                             \
    X("sv", "swe", "swedish", "السويديه", "svenska")                                               \
    X("hy", "hye", "armenian", "الارمنيه", "հայերեն")

#define ALIASES 5
static const char *const NAMES[][ALIASES] = {
#define X(code, three, english, arabic, own) {code, three, english, arabic, own},
    LANGUAGES(X)
#undef X
};

static bool is_name(struct str word, const char *name)
{
    struct str n = str_from_c(name), article = STR("ال");

    if (str_eq(word, n))
        return true;
    return str_starts(n, article) && str_eq(word, str_slice(n, article.n, n.n));
}

/* Quickly: the first letter is that of the name, or of an Arabic one without its article. */
static bool may_be(struct str word, const char *name)
{
    return word.n > 1 && (word.p[0] == name[0] || (unsigned char)name[0] == 0xd8);
}

struct str directory_language_code(struct str folded)
{
    struct str rest = folded, first = str_cut(&rest, ' ');

    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        if (rest.n != 0 && str_eq_c(first, NAMES[i][0])) /* "pt br" */
            return first;
        for (size_t k = 0; k < ALIASES; k++) {
            if (may_be(folded, NAMES[i][k]) && is_name(folded, NAMES[i][k]))
                return str_from_c(NAMES[i][0]);
        }
    }
    return STR_NONE;
}
