/* Words that say that something cannot wait, and how a text is made alike before they are looked
 * for: small letters without accents, Arabic letters without their variants and marks. */
#include <string.h>

#include "aid/triage.h"

/* Written as they are looked for. Latin: beginnings of words. Arabic: also behind ال، و، ب، ل. */
static const struct {
    unsigned said;
    const char *word;
} WORDS[] = {
    {TRIAGE_SAID_DANGER, "bleed"},
    {TRIAGE_SAID_DANGER, "injur"},
    {TRIAGE_SAID_DANGER, "wounded"},
    {TRIAGE_SAID_DANGER, "trapped"},
    {TRIAGE_SAID_DANGER, "under the rubble"},
    {TRIAGE_SAID_DANGER, "threat"},
    {TRIAGE_SAID_DANGER, "unconscious"},
    {TRIAGE_SAID_DANGER, "blessure"},
    {TRIAGE_SAID_DANGER, "saigne"},
    {TRIAGE_SAID_DANGER, "coince"},
    {TRIAGE_SAID_DANGER, "decombres"},
    {TRIAGE_SAID_DANGER, "menac"},
    {TRIAGE_SAID_DANGER, "نزيف"},
    {TRIAGE_SAID_DANGER, "ينزف"},
    {TRIAGE_SAID_DANGER, "جريح"},
    {TRIAGE_SAID_DANGER, "جرحى"},
    {TRIAGE_SAID_DANGER, "مصاب"},
    {TRIAGE_SAID_DANGER, "عالق"},
    {TRIAGE_SAID_DANGER, "محاصر"},
    {TRIAGE_SAID_DANGER, "تحت الانقاض"},
    {TRIAGE_SAID_DANGER, "تهديد"},
    {TRIAGE_SAID_MEDICINE, "insulin"},
    {TRIAGE_SAID_MEDICINE, "oxygen"},
    {TRIAGE_SAID_MEDICINE, "dialys"},
    {TRIAGE_SAID_MEDICINE, "medicine"},
    {TRIAGE_SAID_MEDICINE, "medication"},
    {TRIAGE_SAID_MEDICINE, "medicament"},
    {TRIAGE_SAID_MEDICINE, "oxygene"},
    {TRIAGE_SAID_MEDICINE, "انسولين"},
    {TRIAGE_SAID_MEDICINE, "اكسجين"},
    {TRIAGE_SAID_MEDICINE, "اوكسجين"},
    {TRIAGE_SAID_MEDICINE, "غسيل الكلى"},
    {TRIAGE_SAID_MEDICINE, "دواء"},
    {TRIAGE_SAID_MEDICINE, "ادويه"},
    {TRIAGE_SAID_FRAGILE, "baby"},
    {TRIAGE_SAID_FRAGILE, "babies"},
    {TRIAGE_SAID_FRAGILE, "infant"},
    {TRIAGE_SAID_FRAGILE, "child"},
    {TRIAGE_SAID_FRAGILE, "pregnan"},
    {TRIAGE_SAID_FRAGILE, "elder"},
    {TRIAGE_SAID_FRAGILE, "old woman"},
    {TRIAGE_SAID_FRAGILE, "old man"},
    {TRIAGE_SAID_FRAGILE, "wheelchair"},
    {TRIAGE_SAID_FRAGILE, "disabled"},
    {TRIAGE_SAID_FRAGILE, "bebe"},
    {TRIAGE_SAID_FRAGILE, "enfant"},
    {TRIAGE_SAID_FRAGILE, "nourrisson"},
    {TRIAGE_SAID_FRAGILE, "enceinte"},
    {TRIAGE_SAID_FRAGILE, "agee"},
    {TRIAGE_SAID_FRAGILE, "fauteuil roulant"},
    {TRIAGE_SAID_FRAGILE, "رضيع"},
    {TRIAGE_SAID_FRAGILE, "طفل"},
    {TRIAGE_SAID_FRAGILE, "اطفال"},
    {TRIAGE_SAID_FRAGILE, "حامل"},
    {TRIAGE_SAID_FRAGILE, "مسن"},
    {TRIAGE_SAID_FRAGILE, "كبير في السن"},
    {TRIAGE_SAID_FRAGILE, "كبيره في السن"},
    {TRIAGE_SAID_FRAGILE, "كرسي متحرك"},
};

/* ---- making alike -----------------------------------------------------------------------------
 */

/* What a code point becomes; 0: it goes, ' ': it parts words. */
static uint32_t fold_one(uint32_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c + 32;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
        c += 0x20;
    if (c >= 0xE0 && c <= 0xE6)
        return 'a';
    if (c == 0xE7)
        return 'c';
    if (c >= 0xE8 && c <= 0xEB)
        return 'e';
    if (c >= 0xEC && c <= 0xEF)
        return 'i';
    if (c >= 0xF2 && c <= 0xF6)
        return 'o';
    if (c >= 0xF9 && c <= 0xFC)
        return 'u';
    if (c == 0x622 || c == 0x623 || c == 0x625 || c == 0x671)
        return 0x627; /* alef */
    if (c == 0x629)
        return 0x647; /* teh marbuta as heh */
    if (c == 0x640 || (c >= 0x64B && c <= 0x65F) || c == 0x670)
        return 0; /* tatweel and marks */
    if (c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
        return ' ';
    return c == 0x60C || c == 0x61B || c == 0x61F || c == 0xA0 ? ' ' : c;
}

static size_t put(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    to[0] = (char)(0xC0 | c >> 6);
    to[1] = (char)(0x80 | (c & 0x3F));
    return 2;
}

/* Only what takes two bytes or one is changed; longer ones stay as they are. */
static void fold_into(char *to, size_t *n, struct str text)
{
    to[(*n)++] = ' ';
    for (size_t i = 0; i < text.n;) {
        const unsigned char c = (unsigned char)text.p[i];
        if (c < 0x80 || ((c & 0xE0) == 0xC0 && i + 1 < text.n)) {
            const uint32_t point =
                c < 0x80 ? c : (uint32_t)(c & 0x1F) << 6 | ((unsigned char)text.p[i + 1] & 0x3F);
            const uint32_t folded = fold_one(point);
            if (folded != 0)
                *n += put(to + *n, folded);
            i += c < 0x80 ? 1 : 2;
            continue;
        }
        to[(*n)++] = (char)c;
        i++;
    }
    to[(*n)++] = ' ';
}

static struct str folded(struct arena *a, const struct aid_card *card, const struct aid_details *d)
{
    size_t room = card->line.n + 8, n = 0;
    if (d) {
        room += d->words.n + d->who.n + 8;
        for (size_t i = 0; i < AID_QUESTIONS_MAX; i++)
            room += d->answer[i].n + 4;
    }
    char *to = ARENA_ARRAY(a, char, room);
    fold_into(to, &n, card->line);
    if (d) {
        fold_into(to, &n, d->words);
        fold_into(to, &n, d->who);
        for (size_t i = 0; i < AID_QUESTIONS_MAX; i++)
            fold_into(to, &n, d->answer[i]);
    }
    return str_from(to, n);
}

/* ---- looking ----------------------------------------------------------------------------------
 */

#define TOGETHER 3 /* at most so many are written together before a word: وبال، ولل */

/* Does a word begin at `at`? Arabic ones also behind what is written together with them. */
static bool begins(struct str text, size_t at, int together)
{
    static const char *const BEFORE[] = {"ال", "و", "ب", "ل", "ف"};
    if (text.p[at - 1] == ' ')
        return true;
    if (together == TOGETHER)
        return false;
    for (size_t i = 0; i < sizeof BEFORE / sizeof *BEFORE; i++) {
        const size_t n = strlen(BEFORE[i]);
        if (at > n && memcmp(text.p + at - n, BEFORE[i], n) == 0 &&
            begins(text, at - n, together + 1))
            return true;
    }
    return false;
}

static bool says(struct str text, const char *word)
{
    const size_t n = strlen(word);
    for (size_t at = 1; at + n <= text.n; at++)
        if (text.p[at] == word[0] && memcmp(text.p + at, word, n) == 0 && begins(text, at, 0))
            return true;
    return false;
}

unsigned triage_said(struct arena *a, const struct aid_card *card,
                     const struct aid_details *details)
{
    const struct str text = folded(a, card, details);
    unsigned said = 0;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (!(said & WORDS[i].said) && says(text, WORDS[i].word))
            said |= WORDS[i].said;
    return said;
}
