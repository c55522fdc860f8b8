/* In which language a text is: by its letters, and by the small words that every sentence has. */
#include "directory/directory_rules.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 512 /* bytes that are looked at */
#define WORD_MAX 8   /* bytes of the longest word below */

#define LANGS(X)                                                                                   \
    X(EN, "en")                                                                                    \
    X(FR, "fr")                                                                                    \
    X(ES, "es")                                                                                    \
    X(DE, "de")                                                                                    \
    X(IT, "it")                                                                                    \
    X(PT, "pt")                                                                                    \
    X(TR, "tr")                                                                                    \
    X(PL, "pl")
enum lang_number {
#define X(name, code) name,
    LANGS(X)
#undef X
        LANGS_ALL
};
static const char *const CODES[] = {
#define X(name, code) code,
    LANGS(X)
#undef X
};
#define BIT(lang) (1u << (lang))

struct small_word {
    char word[WORD_MAX + 2];
    unsigned langs;
};

/* Sorted by bytes. */
/* clang-format off */
static const struct small_word WORDS[] = {
    {"a", BIT(EN) | BIT(PT)}, {"after", BIT(EN)}, {"al", BIT(ES) | BIT(IT)}, {"all", BIT(EN)},
    {"alla", BIT(IT)}, {"also", BIT(EN)}, {"am", BIT(DE)}, {"an", BIT(EN) | BIT(DE)},
    {"and", BIT(EN)}, {"any", BIT(EN)}, {"are", BIT(EN)}, {"as", BIT(EN) | BIT(PT)},
    {"at", BIT(EN)}, {"au", BIT(FR)}, {"auch", BIT(DE)}, {"auf", BIT(DE)}, {"aus", BIT(DE)},
    {"aux", BIT(FR)}, {"avec", BIT(FR)}, {"be", BIT(EN)}, {"bei", BIT(DE)}, {"beim", BIT(DE)},
    {"bir", BIT(TR)}, {"biz", BIT(TR)}, {"bizim", BIT(TR)}, {"bu", BIT(TR)}, {"by", BIT(EN)},
    {"cada", BIT(ES)}, {"can", BIT(EN)}, {"ce", BIT(FR)}, {"cette", BIT(FR)}, {"che", BIT(IT)},
    {"chez", BIT(FR)}, {"chi", BIT(IT)}, {"com", BIT(PT)}, {"come", BIT(EN)}, {"como", BIT(ES)},
    {"con", BIT(ES) | BIT(IT)}, {"contra", BIT(ES)}, {"cuando", BIT(ES)},
    {"da", BIT(IT) | BIT(PT) | BIT(TR)}, {"dans", BIT(FR)}, {"das", BIT(DE) | BIT(PT)},
    {"de", BIT(FR) | BIT(ES) | BIT(TR)}, {"dei", BIT(IT)}, {"del", BIT(ES) | BIT(IT)},
    {"della", BIT(IT)}, {"delle", BIT(IT)}, {"dem", BIT(DE)}, {"den", BIT(DE)}, {"der", BIT(DE)},
    {"des", BIT(FR) | BIT(DE)}, {"desde", BIT(ES)}, {"di", BIT(IT)}, {"die", BIT(DE)},
    {"dla", BIT(PL)}, {"do", BIT(EN) | BIT(PT) | BIT(PL)}, {"dos", BIT(PT)}, {"du", BIT(FR)},
    {"e", BIT(IT) | BIT(PT)}, {"ein", BIT(DE)}, {"eine", BIT(DE)}, {"einem", BIT(DE)},
    {"einen", BIT(DE)}, {"einer", BIT(DE)}, {"el", BIT(ES)}, {"em", BIT(PT)},
    {"en", BIT(FR) | BIT(ES) | BIT(TR)}, {"es", BIT(ES)}, {"est", BIT(FR)}, {"et", BIT(FR)},
    {"every", BIT(EN)}, {"for", BIT(EN)}, {"from", BIT(EN)}, {"für", BIT(DE)}, {"gli", BIT(IT)},
    {"haben", BIT(DE)}, {"has", BIT(EN)}, {"have", BIT(EN)}, {"her", BIT(TR)}, {"hier", BIT(DE)},
    {"i", BIT(PL)}, {"if", BIT(EN)}, {"ihnen", BIT(DE)}, {"ihr", BIT(DE)}, {"ihre", BIT(DE)},
    {"il", BIT(FR) | BIT(IT)}, {"ile", BIT(TR)}, {"im", BIT(DE)}, {"in", BIT(EN) | BIT(DE) | BIT(IT)},
    {"is", BIT(EN)}, {"ist", BIT(DE)}, {"it", BIT(EN)}, {"için", BIT(TR)}, {"jemand", BIT(DE)},
    {"jest", BIT(PL)}, {"kadar", BIT(TR)}, {"kein", BIT(DE)}, {"keine", BIT(DE)},
    {"która", BIT(PL)}, {"który", BIT(PL)}, {"la", BIT(FR) | BIT(ES) | BIT(IT)}, {"las", BIT(ES)},
    {"le", BIT(FR) | BIT(ES) | BIT(IT)}, {"les", BIT(FR)}, {"leurs", BIT(FR)}, {"lo", BIT(IT)},
    {"los", BIT(ES)}, {"lub", BIT(PL)}, {"mit", BIT(DE)}, {"más", BIT(ES)},
    {"na", BIT(PT) | BIT(PL)}, {"nach", BIT(DE)}, {"ne", BIT(FR)}, {"need", BIT(EN)},
    {"nel", BIT(IT)}, {"nicht", BIT(DE)}, {"nie", BIT(PL)}, {"no", BIT(ES) | BIT(PT)},
    {"non", BIT(IT)}, {"nos", BIT(FR) | BIT(ES)}, {"not", BIT(EN)}, {"nous", BIT(FR)},
    {"não", BIT(PT)}, {"o", BIT(ES) | BIT(IT) | BIT(PT)}, {"od", BIT(PL)}, {"oder", BIT(DE)},
    {"of", BIT(EN)}, {"ohne", BIT(DE)}, {"olan", BIT(TR)}, {"olarak", BIT(TR)}, {"on", BIT(EN)},
    {"only", BIT(EN)}, {"or", BIT(EN)}, {"oraz", BIT(PL)}, {"os", BIT(PT)},
    {"ou", BIT(FR) | BIT(PT)}, {"our", BIT(EN)}, {"par", BIT(FR)}, {"para", BIT(ES) | BIT(PT)},
    {"pas", BIT(FR)}, {"per", BIT(IT)}, {"più", BIT(IT)}, {"plus", BIT(FR)}, {"po", BIT(PL)},
    {"por", BIT(ES) | BIT(PT)}, {"pour", BIT(FR)}, {"przez", BIT(PL)}, {"que", BIT(ES) | BIT(PT)},
    {"qui", BIT(FR)}, {"quienes", BIT(ES)}, {"sans", BIT(FR)}, {"se", BIT(FR) | BIT(ES) | BIT(IT) | BIT(PT)}, {"see", BIT(EN)},
    {"sem", BIT(PT)}, {"senza", BIT(IT)}, {"seu", BIT(PT)}, {"si", BIT(IT)}, {"sie", BIT(DE)},
    {"sin", BIT(ES)}, {"sind", BIT(DE)}, {"size", BIT(TR)}, {"sizin", BIT(TR)}, {"się", BIT(PL)},
    {"sobre", BIT(ES)}, {"son", BIT(ES)}, {"sono", BIT(IT)}, {"sonra", BIT(TR)}, {"sont", BIT(FR)},
    {"su", BIT(ES)}, {"sua", BIT(PT)}, {"sur", BIT(FR)}, {"sus", BIT(ES)}, {"são", BIT(PT)},
    {"są", BIT(PL)}, {"that", BIT(EN)}, {"the", BIT(EN)}, {"their", BIT(EN)}, {"them", BIT(EN)},
    {"they", BIT(EN)}, {"this", BIT(EN)}, {"to", BIT(EN)}, {"tous", BIT(FR)}, {"tout", BIT(FR)},
    {"toute", BIT(FR)}, {"um", BIT(PT)}, {"uma", BIT(PT)}, {"un", BIT(FR) | BIT(ES) | BIT(IT)},
    {"una", BIT(ES) | BIT(IT)}, {"und", BIT(DE)}, {"une", BIT(FR)}, {"us", BIT(EN)},
    {"usted", BIT(ES)}, {"ustedes", BIT(ES)}, {"var", BIT(TR)}, {"ve", BIT(TR)}, {"veya", BIT(TR)},
    {"von", BIT(DE)}, {"vor", BIT(DE)}, {"vos", BIT(FR)}, {"votre", BIT(FR)}, {"vous", BIT(FR)},
    {"w", BIT(PL)}, {"we", BIT(EN)}, {"wer", BIT(DE)}, {"when", BIT(EN)}, {"who", BIT(EN)},
    {"will", BIT(EN)}, {"wir", BIT(DE)}, {"with", BIT(EN)}, {"without", BIT(EN)}, {"y", BIT(ES)},
    {"ya", BIT(TR)}, {"yok", BIT(TR)}, {"you", BIT(EN)}, {"your", BIT(EN)}, {"z", BIT(PL)},
    {"ze", BIT(PL)}, {"zu", BIT(DE)}, {"zum", BIT(DE)}, {"zur", BIT(DE)}, {"çok", BIT(TR)},
    {"è", BIT(IT)}, {"être", BIT(FR)},
};

/* clang-format on */

/* Letters that one of these languages writes and the others do not, and those of two or three. */
static void letter_votes(uint32_t c, unsigned votes[LANGS_ALL])
{
    static const struct {
        const char *letters;
        unsigned langs, votes;
    } OWN[] = {
        {"ğışĞİŞ", BIT(TR), 2},
        {"ñ¿¡", BIT(ES), 2},
        {"ãõ", BIT(PT), 2},
        {"łąęśżźćń", BIT(PL), 2},
        {"ßä", BIT(DE), 2},
        {"œêè", BIT(FR), 2},
        {"öü", BIT(DE) | BIT(TR), 1},
        {"é", BIT(FR) | BIT(ES) | BIT(PT), 1},
        {"áíóú", BIT(ES) | BIT(PT), 1},
    };

    for (size_t i = 0; i < sizeof(OWN) / sizeof(OWN[0]); i++) {
        struct str letters = str_from_c(OWN[i].letters);
        bool is = false;
        for (size_t pos = 0; pos < letters.n;)
            is = str_utf8_next(letters, &pos) == c || is;
        for (unsigned k = 0; is && k < LANGS_ALL; k++)
            votes[k] += (OWN[i].langs >> k & 1) * OWN[i].votes;
    }
}

static int by_word(const void *key, const void *row)
{
    return strcmp(key, ((const struct small_word *)row)->word);
}

static void word_votes(struct str word, unsigned votes[LANGS_ALL])
{
    char key[WORD_MAX + 1] = {0};

    if (word.n == 0 || word.n > WORD_MAX)
        return;
    for (size_t i = 0; i < word.n; i++)
        key[i] = word.p[i] >= 'A' && word.p[i] <= 'Z' ? (char)(word.p[i] | 0x20) : word.p[i];
    const struct small_word *known =
        bsearch(key, WORDS, sizeof(WORDS) / sizeof(WORDS[0]), sizeof(WORDS[0]), by_word);
    for (unsigned i = 0; known && i < LANGS_ALL; i++)
        votes[i] += known->langs >> i & 1;
}

/* English unless another language surely has more. */
static struct str latin_language(struct str text)
{
    unsigned votes[LANGS_ALL] = {0};
    size_t from = 0, best = EN, any = 0, even = 0;

    for (size_t pos = 0; pos < text.n;) {
        size_t at = pos;
        uint32_t c = str_utf8_next(text, &pos);
        bool letter = (c | 0x20) - 'a' < 26 || (c >= 0xc0 && c < 0x250);
        if (c >= 0x80)
            letter_votes(c, votes);
        if (!letter) {
            word_votes(str_slice(text, from, at), votes);
            from = pos;
        }
    }
    word_votes(str_slice(text, from, text.n), votes);
    for (size_t i = 0; i < LANGS_ALL; i++)
        best = votes[i] > votes[best] ? i : best;
    for (size_t i = 0; i < LANGS_ALL; i++) {
        any += votes[i] != 0;
        even += i != best && votes[i] == votes[best];
    }
    /* A name in an English text: José de Diego Academy. */
    bool sure = votes[best] > 2 || (even == 0 && votes[best] == 2) || any == 1;
    return str_from_c(sure ? CODES[best] : "en");
}

struct str directory_language(struct str text)
{
    size_t arabic = 0, cyrillic = 0, other = 0, pos = 0;

    while (pos < text.n && pos < TEXT_MAX) {
        uint32_t c = str_utf8_next(text, &pos);
        if ((c >= 0x620 && c <= 0x64a) || (c >= 0x671 && c <= 0x6d3))
            arabic++;
        else if (c >= 0x400 && c <= 0x4ff)
            cyrillic++;
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
            other++;
    }
    if (arabic > other && arabic > cyrillic)
        return STR("ar");
    return cyrillic > other ? STR("ru") : latin_language(str_slice(text, 0, pos));
}
