#include "seal/words.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "seal/internal.h"
#include "seal/words_lists.h"

#define CODE_GROUP 4
#define CODE_BYTES_MAX 64

struct str words_at(enum words_lang lang, size_t i)
{
    assert(i < WORDS_COUNT);
    switch (lang) {
    case WORDS_AR:
        return WORDS_LIST_AR[i];
    case WORDS_EN:
        return WORDS_LIST_EN[i];
    }
    abort();
}

size_t words_find(enum words_lang lang, struct str word)
{
    size_t i = 0;
    while (i < WORDS_COUNT && !str_eq(words_at(lang, i), word))
        i++;
    return i;
}

static struct str word_random(enum words_lang lang)
{
    return words_at(lang, randombytes_uniform(WORDS_COUNT));
}

struct str words_passphrase(struct arena *a, enum words_lang lang, size_t n)
{
    /* The longest word sets the room, so that the words need not be kept elsewhere. */
    size_t longest = 0;
    for (size_t i = 0; i < WORDS_COUNT; i++)
        if (words_at(lang, i).n > longest)
            longest = words_at(lang, i).n;
    char *out = arena_alloc(a, n * (longest + 1));
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        struct str w = word_random(lang);
        if (i)
            out[at++] = ' ';
        memcpy(out + at, w.p, w.n);
        at += w.n;
    }
    return str_from(out, at);
}

struct str words_name(struct arena *a, enum words_lang lang)
{
    struct str first = word_random(lang), second;
    do {
        second = word_random(lang);
    } while (str_eq(first, second));
    unsigned digits = randombytes_uniform(100);
    return str_fmt(a, "%" STR_FMT "-%" STR_FMT "-%02u", STR_ARG(first), STR_ARG(second), digits);
}

struct str code_create(struct arena *a, void *out, size_t bytes)
{
    assert(bytes > 0 && bytes <= CODE_BYTES_MAX);
    randombytes_buf(out, bytes);
    struct str digits = seal_base32(a, str_from(out, bytes));
    char *text = arena_alloc(a, digits.n + digits.n / CODE_GROUP);
    size_t at = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (i && i % CODE_GROUP == 0)
            text[at++] = '-';
        text[at++] = digits.p[i];
    }
    return str_from(text, at);
}

/* What stands between the digits of a code when it was copied by hand or pasted out
 * of a message: spaces, dashes, tatweel, and the marks that turn text around. */
static bool is_filler(uint32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == '-' || c == 0xa0 || c == 0x0640 ||
           c == 0x061c || (c >= 0x200b && c <= 0x2015) || (c >= 0x202a && c <= 0x202f) ||
           c == 0x2212 || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

bool code_read(struct str typed, void *out, size_t bytes)
{
    assert(bytes > 0 && bytes <= CODE_BYTES_MAX);
    seal_wipe(out, bytes);
    if (!str_is_utf8(typed))
        return false;
    char digits[(CODE_BYTES_MAX * 8 + 4) / 5];
    size_t n = 0, want = (bytes * 8 + 4) / 5;
    for (size_t pos = 0; pos < typed.n;) {
        uint32_t c = str_utf8_next(typed, &pos);
        if (is_filler(c))
            continue;
        if (c >= 0x0660 && c <= 0x0669)
            c -= 0x0660 - '0';
        else if (c >= 0x06f0 && c <= 0x06f9)
            c -= 0x06f0 - '0';
        if (c > 0x7f || n == want)
            return false;
        digits[n++] = (char)c;
    }
    ARENA_LOCAL struct arena *a = arena_create(ARENA_SECRET, 1024);
    struct str raw;
    bool ok = n == want && seal_from_base32(a, str_from(digits, n), &raw) && raw.n == bytes;
    if (ok)
        memcpy(out, raw.p, bytes);
    sodium_memzero(digits, sizeof digits);
    return ok;
}

struct str words_fold(struct arena *a, struct str typed)
{
    typed = str_trim(typed);
    char *out = arena_alloc(a, typed.n);
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        bool space = c == ' ' || (c >= '\t' && c <= '\r');
        if (space && n && out[n - 1] == ' ')
            continue;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        out[n++] = space ? ' ' : c;
    }
    return str_from(out, n);
}
