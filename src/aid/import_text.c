/* From bytes as somebody saved them to text. */
#include <string.h>

#include "aid/import_inside.h"
#include "base/buf.h"

void *import_grown(struct arena *a, void *p, size_t size, size_t n, size_t *cap)
{
    if (n < *cap)
        return p;
    size_t more = *cap * 2 + 64;
    void *out = *cap ? arena_extend(a, p, *cap * size, more * size) : NULL;
    if (!out) {
        out = arena_alloc(a, more * size);
        if (n != 0)
            memcpy(out, p, n * size);
    }
    *cap = more;
    return out;
}

static size_t put(char *p, uint32_t c)
{
    if (c < 0x80) {
        p[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        p[0] = (char)(0xc0 | c >> 6);
        p[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        p[0] = (char)(0xe0 | c >> 12);
        p[1] = (char)(0x80 | (c >> 6 & 0x3f));
        p[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    p[0] = (char)(0xf0 | c >> 18);
    p[1] = (char)(0x80 | (c >> 12 & 0x3f));
    p[2] = (char)(0x80 | (c >> 6 & 0x3f));
    p[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

/* RFC 2781; a half of a pair without the other becomes U+FFFD. */
static struct str from_utf16(struct arena *a, struct str s, bool big)
{
    const unsigned char *b = (const unsigned char *)s.p;
    char *p = arena_alloc(a, s.n / 2 * 3 + 4);
    size_t n = 0;
    for (size_t i = 2; i + 1 < s.n; i += 2) {
        uint32_t c = big ? (uint32_t)b[i] << 8 | b[i + 1] : (uint32_t)b[i + 1] << 8 | b[i];
        if (c >= 0xd800 && c < 0xdc00 && i + 3 < s.n) {
            uint32_t low =
                big ? (uint32_t)b[i + 2] << 8 | b[i + 3] : (uint32_t)b[i + 3] << 8 | b[i + 2];
            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                i += 2;
            }
        }
        if (c >= 0xd800 && c < 0xe000)
            c = 0xfffd;
        n += put(p + n, c);
    }
    return str_from(p, n);
}

/* The upper halves of the code pages, as Unicode's mapping tables have them (CP1256.TXT and
 * CP1252.TXT; 0 in 1252 is not used). */
static const uint16_t CP1256[128] = {
    0x20ac, 0x067e, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0679, 0x2039,
    0x0152, 0x0686, 0x0698, 0x0688, 0x06af, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x06a9, 0x2122, 0x0691, 0x203a, 0x0153, 0x200c, 0x200d, 0x06ba, 0x00a0, 0x060c, 0x00a2, 0x00a3,
    0x00a4, 0x00a5, 0x00a6, 0x00a7, 0x00a8, 0x00a9, 0x06be, 0x00ab, 0x00ac, 0x00ad, 0x00ae, 0x00af,
    0x00b0, 0x00b1, 0x00b2, 0x00b3, 0x00b4, 0x00b5, 0x00b6, 0x00b7, 0x00b8, 0x00b9, 0x061b, 0x00bb,
    0x00bc, 0x00bd, 0x00be, 0x061f, 0x06c1, 0x0621, 0x0622, 0x0623, 0x0624, 0x0625, 0x0626, 0x0627,
    0x0628, 0x0629, 0x062a, 0x062b, 0x062c, 0x062d, 0x062e, 0x062f, 0x0630, 0x0631, 0x0632, 0x0633,
    0x0634, 0x0635, 0x0636, 0x00d7, 0x0637, 0x0638, 0x0639, 0x063a, 0x0640, 0x0641, 0x0642, 0x0643,
    0x00e0, 0x0644, 0x00e2, 0x0645, 0x0646, 0x0647, 0x0648, 0x00e7, 0x00e8, 0x00e9, 0x00ea, 0x00eb,
    0x0649, 0x064a, 0x00ee, 0x00ef, 0x064b, 0x064c, 0x064d, 0x064e, 0x00f4, 0x064f, 0x0650, 0x00f7,
    0x0651, 0x00f9, 0x0652, 0x00fb, 0x00fc, 0x200e, 0x200f, 0x06d2};
static const uint16_t CP1252[32] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
                                    0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

/* Arabic in one byte a letter has runs of bytes from 0xC0 on; Western accents stand alone. */
static bool looks_arabic(struct str s)
{
    size_t runs = 0, alone = 0;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        while (i < s.n && (unsigned char)s.p[i] >= 0xc0)
            i++;
        if (i - from >= 2)
            runs += i - from;
        else if (i > from)
            alone++;
        i += i == from;
    }
    return runs > alone;
}

static struct str from_bytes(struct arena *a, struct str s)
{
    const bool arabic = looks_arabic(s);
    char *p = arena_alloc(a, s.n * 3 + 4);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        uint32_t c = (unsigned char)s.p[i];
        if (c >= 0x80 && arabic)
            c = CP1256[c - 0x80];
        else if (c >= 0x80 && c < 0xa0)
            c = CP1252[c - 0x80] ? CP1252[c - 0x80] : 0xfffd;
        n += put(p + n, c);
    }
    return str_from(p, n);
}

struct str import_text(struct arena *a, struct str s)
{
    if (str_starts(s, STR("\xFF\xFE")))
        return from_utf16(a, s, false);
    if (str_starts(s, STR("\xFE\xFF")))
        return from_utf16(a, s, true);
    if (str_starts(s, STR("PK\x03\x04")) || (s.n && memchr(s.p, 0, s.n)))
        return s; /* no text; the reader says so */
    return str_is_utf8(s) ? s : from_bytes(a, s);
}

char import_separator(struct str text)
{
    size_t comma = 0, semicolon = 0, tab = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.p[i];
        if (c == '"')
            quoted = !quoted;
        if (quoted)
            continue;
        comma += c == ',';
        semicolon += c == ';';
        tab += c == '\t';
        if ((c == '\n' || c == '\r') && comma + semicolon + tab != 0)
            break;
    }
    if (tab > comma && tab > semicolon)
        return '\t';
    return semicolon > comma ? ';' : ',';
}
