#include <sodium.h>
#include <string.h>

#include "seal/internal.h"

static const char BASE32[] = "0123456789abcdefghjkmnpqrstvwxyz";

struct str seal_hex(struct arena *a, struct str bytes)
{
    char *out = arena_alloc(a, bytes.n * 2 + 1);
    sodium_bin2hex(out, bytes.n * 2 + 1, bytes_of(bytes), bytes.n);
    return str_from(out, bytes.n * 2);
}

bool seal_from_hex(struct arena *a, struct str text, struct str *bytes)
{
    *bytes = STR_NONE;
    /* One spelling for every value, since hex stands in addresses. */
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= 'A' && text.p[i] <= 'F')
            return false;
    unsigned char *out = arena_alloc(a, text.n / 2 + 1);
    size_t n;
    if (sodium_hex2bin(out, text.n / 2, (const char *)bytes_of(text), text.n, NULL, &n, NULL))
        return false;
    *bytes = str_from(out, n);
    return true;
}

struct str seal_base64(struct arena *a, struct str bytes)
{
    size_t cap = sodium_base64_encoded_len(bytes.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc(a, cap);
    sodium_bin2base64(out, cap, bytes_of(bytes), bytes.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return str_from(out, cap - 1);
}

bool seal_from_base64(struct arena *a, struct str text, struct str *bytes)
{
    *bytes = STR_NONE;
    /* libsodium 1.0.18 takes some bytes above 0x7f for digits where char is signed. */
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] > 0x7f)
            return false;
    unsigned char *out = arena_alloc(a, text.n + 1);
    size_t n;
    if (sodium_base642bin(out, text.n, (const char *)bytes_of(text), text.n, NULL, &n, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING))
        return false;
    *bytes = str_from(out, n);
    return true;
}

struct str seal_base32(struct arena *a, struct str bytes)
{
    const unsigned char *p = bytes_of(bytes);
    size_t n = (bytes.n * 8 + 4) / 5;
    char *out = arena_alloc(a, n);
    unsigned bits = 0, have = 0;
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        if (have < 5) {
            bits = bits << 8 | (at < bytes.n ? p[at++] : 0);
            have += 8;
        }
        have -= 5;
        out[i] = BASE32[bits >> have & 31];
        bits &= (1u << have) - 1;
    }
    return str_from(out, n);
}

/* Value of a digit as people type it; 32 when it is none. */
static unsigned base32_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c - 'A' + 'a');
    if (c == 'o')
        return 0;
    if (c == 'i' || c == 'l')
        return 1;
    const char *at = c ? strchr(BASE32, c) : NULL;
    return at ? (unsigned)(at - BASE32) : 32;
}

bool seal_from_base32(struct arena *a, struct str text, struct str *bytes)
{
    *bytes = STR_NONE;
    size_t n = text.n / 8 * 5 + text.n % 8 * 5 / 8;
    if ((n * 8 + 4) / 5 != text.n)
        return false; /* no number of bytes gives that many digits */
    unsigned char *out = arena_alloc(a, n);
    unsigned bits = 0, have = 0;
    size_t at = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned v = base32_value(text.p[i]);
        if (v == 32)
            return false;
        bits = bits << 5 | v;
        have += 5;
        if (have >= 8) {
            have -= 8;
            out[at++] = (unsigned char)(bits >> have);
            bits &= (1u << have) - 1;
        }
    }
    if (bits)
        return false; /* left-over bits are zero in what we write */
    *bytes = str_from(out, n);
    return true;
}
