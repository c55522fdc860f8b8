#include "search/fold.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#define UNIT_MAX 32   /* code points of one normalisation unit; further marks are dropped */
#define WIDE_MAX 2048 /* UTF-16 units: 32 code points, 18 each at most (Unicode, UAX 15) */

static void *grow(void *old, size_t n, size_t size)
{
    void *v = reallocarray(old, n, size);
    if (!v)
        abort();
    return v;
}

/* Room for what is read now and, in the quick way, for all that follows. */
static void reserve(struct fold *f, size_t more)
{
    if (f->cap - f->n >= more)
        return;
    size_t cap = f->cap * 2 + more;
    char *p = grow(NULL, cap, 1); /* not realloc: the old bytes must be wiped */
    if (f->n)
        memcpy(p, f->out, f->n);
    if (f->out)
        explicit_bzero(f->out, f->cap);
    free(f->out);
    f->out = p;
    f->cap = cap;
}

static void close_word(struct fold *f)
{
    if (!f->open)
        return;
    f->open = false;
    if (f->want_spans) {
        struct fold_span *w = &f->spans[f->nspans - 1];
        w->n = f->n - w->at;
    }
    f->out[f->n++] = ' ';
}

static void open_word(struct fold *f, size_t from)
{
    f->open = true;
    f->script = FOLD_DIGIT;
    if (!f->want_spans)
        return;
    if (f->nspans == f->cap_spans) {
        f->cap_spans = f->cap_spans * 2 + 64;
        f->spans = grow(f->spans, f->cap_spans, sizeof(*f->spans));
    }
    f->spans[f->nspans++] = (struct fold_span){.at = f->n, .from = from};
}

/* One folded piece of the text's bytes [from, to). */
static inline void put(struct fold *f, enum fold_class class, const char *b, size_t n, size_t from,
                       size_t to)
{
    if (class == FOLD_SEP) {
        close_word(f);
        return;
    }
    if (class == FOLD_DROP || (class == FOLD_MARK && !(f->open && f->script == FOLD_OTHER))) {
        if (f->open && f->want_spans)
            f->spans[f->nspans - 1].to = to;
        return;
    }
    if (class >= FOLD_LATIN) {
        if (f->open && f->script != class && f->script != FOLD_DIGIT)
            close_word(f);
        if (!f->open)
            open_word(f, from);
        f->script = class;
    } else if (!f->open) {
        open_word(f, from);
    }
    memcpy(f->out + f->n, b, n);
    f->n += n;
    if (f->want_spans)
        f->spans[f->nspans - 1].to = to;
}

/* Arabic letters that people write in place of one another; 0: nothing of the word. */
static uint32_t map_arabic(uint32_t c)
{
    switch (c) {
    case 0x622: /* آ */
    case 0x623: /* أ */
    case 0x625: /* إ */
    case 0x671: /* ٱ */
    case 0x672:
    case 0x673:
        return 0x627; /* ا */
    case 0x624:       /* ؤ */
        return 0x648; /* و */
    case 0x626:       /* ئ */
    case 0x649:       /* ى */
    case 0x6CC:       /* Persian ی */
    case 0x6D2:       /* Urdu ے */
    case 0x6D3:
        return 0x64A; /* ي */
    case 0x629:       /* ة */
    case 0x6C0:
    case 0x6C1: /* Urdu ہ */
    case 0x6C2:
    case 0x6C3:
    case 0x6D5:       /* Kurdish ە */
        return 0x647; /* ه */
    case 0x6A9:       /* Persian ک */
    case 0x6AA:
        return 0x643; /* ك */
    case 0x640:       /* tatweel */
    case 0x6E5:
    case 0x6E6:
        return 0;
    default:
        break;
    }
    if ((c >= 0x610 && c <= 0x61A) || (c >= 0x64B && c <= 0x65F) || c == 0x670 ||
        (c >= 0x6D6 && c <= 0x6DC) || (c >= 0x6DF && c <= 0x6E8) || (c >= 0x6EA && c <= 0x6ED))
        return 0; /* harakat, superscript alef, signs of recitation */
    if (c >= 0x660 && c <= 0x669)
        return c - 0x660 + '0';
    if (c >= 0x6F0 && c <= 0x6F9)
        return c - 0x6F0 + '0';
    return c;
}

/* Letters whose stroke Unicode does not call a diacritic. */
static uint32_t map_latin(uint32_t c)
{
    static const struct {
        uint16_t from;
        char to;
    } STROKES[] = {{0xF8, 'o'},  {0x111, 'd'}, {0x127, 'h'},
                   {0x131, 'i'}, {0x142, 'l'}, {0x167, 't'}};
    for (size_t i = 0; i < sizeof(STROKES) / sizeof(STROKES[0]); i++)
        if (c == STROKES[i].from)
            return (uint32_t)STROKES[i].to;
    return c;
}

static bool is_unspaced(UScriptCode script)
{
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
           script == USCRIPT_THAI || script == USCRIPT_LAO || script == USCRIPT_KHMER ||
           script == USCRIPT_MYANMAR;
}

bool fold_is_unspaced(struct str word)
{
    for (size_t pos = 0; pos < word.n;) {
        UErrorCode e = U_ZERO_ERROR;
        uint32_t c = str_utf8_next(word, &pos);
        if (c >= 0x800 && is_unspaced(uscript_getScript((UChar32)c, &e)))
            return true;
    }
    return false;
}

/* The class of a normalised code point, which may be replaced. */
static enum fold_class classify(struct fold *f, uint32_t *c)
{
    UErrorCode e = U_ZERO_ERROR;
    if (*c >= 0x600 && *c < 0x700) {
        *c = map_arabic(*c);
        if (*c == 0)
            return FOLD_DROP;
    } else if (*c < 0x250) {
        *c = map_latin(*c);
    }
    if (*c == 0x27 || *c == 0x2019 || *c == 0x2BC)
        return FOLD_APOS;
    uint32_t type = U_MASK(u_charType((UChar32)*c));
    if (type & U_GC_M_MASK)
        return FOLD_MARK;
    if (type & U_GC_ND_MASK)
        return FOLD_DIGIT;
    if (!(type & U_GC_L_MASK))
        return FOLD_SEP;
    UScriptCode script = uscript_getScript((UChar32)*c, &e);
    f->unspaced |= is_unspaced(script);
    return script == USCRIPT_LATIN    ? FOLD_LATIN
           : script == USCRIPT_ARABIC ? FOLD_ARABIC
                                      : FOLD_OTHER;
}

/* Drops the marks of Latin letters, in decomposed text. */
static int32_t drop_latin_marks(UChar *text, int32_t n)
{
    int32_t out = 0;
    bool latin = false;
    for (int32_t i = 0; i < n;) {
        UChar32 c;
        UErrorCode e = U_ZERO_ERROR;
        U16_NEXT(text, i, n, c);
        bool mark = (U_MASK(u_charType(c)) & U_GC_M_MASK) != 0;
        if (!mark)
            latin = uscript_getScript(c, &e) == USCRIPT_LATIN;
        if (!mark || !latin)
            U16_APPEND_UNSAFE(text, out, c);
    }
    return out;
}

/* A unit that ICU folds: NFKC and case folding, Latin without diacritics, composed again. */
static int32_t normalise(const UChar *unit, int32_t n, UChar *out)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar wide[WIDE_MAX];
    int32_t len = unorm2_normalize(unorm2_getNFKCCasefoldInstance(&e), unit, n, wide, WIDE_MAX, &e);
    len = unorm2_normalize(unorm2_getNFDInstance(&e), wide, len, out, WIDE_MAX, &e);
    assert(U_SUCCESS(e));
    len = drop_latin_marks(out, len);
    memcpy(wide, out, (size_t)len * sizeof(UChar));
    len = unorm2_normalize(unorm2_getNFCInstance(&e), wide, len, out, WIDE_MAX, &e);
    assert(U_SUCCESS(e));
    return len;
}

/* The code point at p and its length; 0 when the bytes are not UTF-8 or a NUL (RFC 3629). */
static size_t decode(const unsigned char *p, const unsigned char *end, uint32_t *c)
{
    static const uint32_t LEAST[] = {0, 1, 0x80, 0x800, 0x10000};
    size_t n = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (n == 0 || p[0] > 0xF4 || (size_t)(end - p) < n)
        return 0;
    *c = n == 1 ? p[0] : p[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        *c = *c << 6 | (p[i] & 0x3F);
    }
    bool wrong = *c < LEAST[n] || *c > 0x10FFFF || (*c >= 0xD800 && *c < 0xE000);
    return wrong ? 0 : n;
}

/* Symbols that people write often, and that fold to nothing of a word. A test holds these ranges
 * to what ICU says. */
static bool is_symbol(uint32_t c)
{
    return (c >= 0x2010 && c <= 0x2027 && c != 0x2019) || (c >= 0x2190 && c <= 0x245F) ||
           (c >= 0x2500 && c <= 0x2BFF) || (c >= 0x1F1E6 && c <= 0x1F1FF) ||
           (c >= 0x1F300 && c <= 0x1FAFF);
}

static bool latin_at(const struct fold *f, const unsigned char *p, const unsigned char *end)
{
    uint32_t c;
    return p < end && decode(p, end, &c) && c < 0x250 && f->table[c].class == FOLD_LATIN &&
           f->table[c].b[0] >= 'a' && f->table[c].b[0] <= 'z';
}

static void put_apostrophe(struct fold *f, const unsigned char *begin, const unsigned char *next,
                           const unsigned char *end, size_t from)
{
    bool inside =
        f->open && f->script == FOLD_LATIN && f->out[f->n - 1] >= 'a' && latin_at(f, next, end);
    put(f, inside ? FOLD_LATIN : FOLD_SEP, "'", 1, from, (size_t)(next - begin));
}

/* Folds one unit by ICU; the bytes it took, or 0 when they are not UTF-8. */
static size_t put_slow(struct fold *f, const unsigned char *begin, const unsigned char *p,
                       const unsigned char *end)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&e);
    UChar unit[UNIT_MAX * 2], folded[WIDE_MAX];
    int32_t n = 0;
    uint32_t c;
    size_t from = (size_t)(p - begin);
    size_t len = decode(p, end, &c), more;
    if (len == 0)
        return 0;
    if (is_symbol(c)) {
        put(f, FOLD_SEP, "", 0, from, from);
        return len;
    }
    U16_APPEND_UNSAFE(unit, n, c);
    while (p + len < end && p[len] >= 0x80 && (more = decode(p + len, end, &c)) != 0 &&
           !unorm2_hasBoundaryBefore(nfkc, (UChar32)c)) {
        if (n < UNIT_MAX * 2 - 1)
            U16_APPEND_UNSAFE(unit, n, c);
        len += more;
    }
    n = normalise(unit, n, folded);
    reserve(f, (size_t)n * 4 + (size_t)(end - p) * 2 + 16);
    if (n == 0)
        put(f, FOLD_DROP, "", 0, from, from + len);
    for (int32_t i = 0; i < n;) {
        UChar32 wide;
        char b[4];
        int32_t nb = 0;
        U16_NEXT(folded, i, n, wide);
        c = (uint32_t)wide;
        enum fold_class class = classify(f, &c);
        if (class == FOLD_APOS && i == n && n == 1) {
            put_apostrophe(f, begin, p + len, end, from);
            continue;
        }
        if (class == FOLD_APOS)
            class = FOLD_SEP;
        U8_APPEND_UNSAFE(b, nb, c);
        put(f, class, b, (size_t)nb, from, from + len);
    }
    return len;
}

/* The quick entry of the code point at p; FOLD_SLOW where there is none. */
static inline const struct fold_entry *entry_at(const struct fold *f, const unsigned char *p,
                                                const unsigned char *end, size_t *len)
{
    *len = 1;
    if (*p < 0x80)
        return &f->table[*p];
    if (*p < 0xC2 || *p >= 0xC0 + FOLD_TABLE / 64 || end - p < 2 || (p[1] & 0xC0) != 0x80)
        return &f->table[0];
    *len = 2;
    return &f->table[(*p & 0x1Fu) << 6 | (p[1] & 0x3Fu)];
}

/* The rest of an open word, as long as it goes quickly: most letters of most texts. */
static const unsigned char *put_rest(struct fold *f, const unsigned char *p,
                                     const unsigned char *end)
{
    char *out = f->out + f->n;
    const enum fold_class script = f->script;
    while (p < end) {
        size_t len;
        const struct fold_entry *e = entry_at(f, p, end, &len);
        if (e->class != script && e->class != FOLD_DROP)
            break;
        memcpy(out, e->b, sizeof(e->b));
        out += e->n;
        p += len;
    }
    f->n = (size_t)(out - f->out);
    return p;
}

bool fold_run(struct fold *f, struct str text, enum fold_spans spans)
{
    const unsigned char *begin = (const unsigned char *)(text.n ? text.p : "");
    const unsigned char *p = begin, *end = begin + text.n;
    f->n = f->nspans = 0;
    f->open = f->unspaced = false;
    f->want_spans = spans == FOLD_SPANS;
    reserve(f, text.n * 2 + 16);
    f->out[f->n++] = ' ';
    while (p < end) {
        size_t from = (size_t)(p - begin), len;
        const struct fold_entry *e = entry_at(f, p, end, &len);
        if (e->class == FOLD_SLOW) {
            len = put_slow(f, begin, p, end);
            if (len == 0)
                return false;
        } else if (e->class == FOLD_APOS) {
            put_apostrophe(f, begin, p + len, end, from);
        } else {
            put(f, (enum fold_class)e->class, e->b, e->n, from, from + len);
        }
        p += len;
        if (!f->open)
            continue;
        p = put_rest(f, p, end);
        if (f->want_spans)
            f->spans[f->nspans - 1].to = (size_t)(p - begin);
    }
    close_word(f);
    return true;
}

/* One code point by ICU; kept when its folding is short and of one class. */
static void make_entry(struct fold *f, uint32_t c)
{
    UChar unit = (UChar)c, folded[WIDE_MAX];
    int32_t n = normalise(&unit, 1, folded);
    struct fold_entry entry = {.class = FOLD_DROP};
    int32_t nb = 0;
    for (int32_t i = 0; i < n;) {
        UChar32 wide;
        U16_NEXT(folded, i, n, wide);
        uint32_t to = (uint32_t)wide;
        enum fold_class class = classify(f, &to);
        bool same = i == 1 || entry.class == class;
        if (!same || class == FOLD_MARK || class == FOLD_OTHER || nb + U8_LENGTH(to) > 2)
            return; /* stays FOLD_SLOW */
        entry.class = (uint8_t) class;
        if (class >= FOLD_DIGIT)
            U8_APPEND_UNSAFE(entry.b, nb, to);
    }
    entry.n = (uint8_t)nb;
    f->table[c] = entry;
}

void fold_init(struct fold *f)
{
    memset(f, 0, sizeof(*f));
    for (uint32_t c = 1; c < 0x250; c++)
        make_entry(f, c);
    for (uint32_t c = 0x600; c < FOLD_TABLE; c++)
        make_entry(f, c);
}

void fold_wipe(struct fold *f)
{
    if (f->out)
        explicit_bzero(f->out, f->n);
}

void fold_release(struct fold *f)
{
    if (f->out)
        explicit_bzero(f->out, f->cap);
    free(f->out);
    free(f->spans);
    f->out = NULL;
    f->spans = NULL;
}
