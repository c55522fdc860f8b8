#include "bars/noise_scan.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "search/search.h"

#define WINDOW 8
#define BUCKETS (1u << 20)
#define BLOOM_BITS (1u << 23)
#define PIECE ((size_t)4 << 20)
#define OVERLAP 4096 /* more than any form is long */

struct pattern {
    struct str bytes, needle;
    enum scan_form form;
    uint32_t next; /* index + 1 */
};

struct scan {
    struct arena *arena;
    struct search *search;
    struct pattern *patterns;
    size_t n, cap, needles;
    uint32_t *buckets; /* index + 1 */
    uint64_t *bloom;
};

struct scan *scan_create(size_t needles)
{
    struct arena *a = arena_create(ARENA_PLAIN, 1 << 20);
    struct scan *s = ARENA_NEW(a, struct scan);
    s->arena = a;
    s->search = search_create();
    s->cap = needles * SCAN_FORM_COUNT;
    s->patterns = ARENA_ARRAY(a, struct pattern, s->cap);
    s->buckets = ARENA_ARRAY(a, uint32_t, BUCKETS);
    s->bloom = ARENA_ARRAY(a, uint64_t, BLOOM_BITS / 64);
    return s;
}

void scan_destroy(struct scan *s)
{
    search_destroy(s->search);
    arena_destroy(s->arena);
}

size_t scan_needles(const struct scan *s)
{
    return s->needles;
}

const char *scan_form_name(enum scan_form form)
{
    static const char *const names[] = {
#define X(name, text) [SCAN_##name] = text,
        SCAN_FORMS(X)
#undef X
    };
    return names[form];
}

/* --- the forms --- */

static struct str utf16(struct arena *a, struct str s, bool big)
{
    char *out = arena_alloc(a, s.n * 4);
    size_t n = 0, at = 0;
    while (at < s.n) {
        uint32_t c = str_utf8_next(s, &at);
        uint16_t units[2] = {(uint16_t)c, 0};
        size_t count = 1;
        if (c > 0xffff) {
            units[0] = (uint16_t)(0xd800 + ((c - 0x10000) >> 10));
            units[1] = (uint16_t)(0xdc00 + ((c - 0x10000) & 0x3ff));
            count = 2;
        }
        for (size_t i = 0; i < count; i++) {
            out[n++] = (char)(big ? units[i] >> 8 : units[i]);
            out[n++] = (char)(big ? units[i] : units[i] >> 8);
        }
    }
    return str_from(out, n);
}

/* The characters that come from the text alone, when `before` bytes stand in front of it. */
static struct str base64(struct arena *a, struct str s, size_t before, const char *last_two)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    size_t bits = s.n * 8, first = (6 - before * 8 % 6) % 6;
    char *out = arena_alloc(a, bits / 6 + 1);
    size_t n = 0;
    for (size_t bit = first; bit + 6 <= bits; bit += 6) {
        unsigned v = 0;
        for (size_t k = 0; k < 6; k++)
            v = v << 1 | ((unsigned char)s.p[(bit + k) / 8] >> (7 - (bit + k) % 8) & 1u);
        out[n++] = v < 62 ? letters[v] : last_two[v - 62];
    }
    return str_from(out, n);
}

static struct str hex(struct arena *a, struct str s, const char *digits, bool percent)
{
    char *out = arena_alloc(a, s.n * 3);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool plain = percent && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                 (c >= '0' && c <= '9') || c == '-');
        if (plain) {
            out[n++] = (char)c;
            continue;
        }
        if (percent)
            out[n++] = '%';
        out[n++] = digits[c >> 4];
        out[n++] = digits[c & 15];
    }
    return str_from(out, n);
}

struct str scan_form_of(struct scan *s, struct arena *a, struct str needle, enum scan_form form)
{
    static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";
    switch (form) {
    case SCAN_UTF8:
        return needle;
    case SCAN_UTF16LE:
    case SCAN_UTF16BE:
        return utf16(a, needle, form == SCAN_UTF16BE);
    case SCAN_BASE64_0:
    case SCAN_BASE64_1:
    case SCAN_BASE64_2:
        return base64(a, needle, (size_t)(form - SCAN_BASE64_0), "+/");
    case SCAN_BASE64URL_0:
    case SCAN_BASE64URL_1:
    case SCAN_BASE64URL_2:
        return base64(a, needle, (size_t)(form - SCAN_BASE64URL_0), "-_");
    case SCAN_HEX:
        return hex(a, needle, lower, false);
    case SCAN_HEX_UPPER:
        return hex(a, needle, upper, false);
    case SCAN_PERCENT:
        return hex(a, needle, upper, true);
    case SCAN_PERCENT_LOWER:
        return hex(a, needle, lower, true);
    case SCAN_FOLDED:
        return search_fold(s->search, a, needle);
    case SCAN_FORM_COUNT:
        break;
    }
    return STR_NONE;
}

/* --- the table --- */

static uint64_t window_hash(const char *p)
{
    uint64_t v;
    memcpy(&v, p, WINDOW);
    v *= 0x9e3779b97f4a7c15u;
    return v ^ v >> 29;
}

static void pattern_add(struct scan *s, struct str bytes, struct str needle, enum scan_form form)
{
    uint64_t h = window_hash(bytes.p);
    uint32_t *bucket = &s->buckets[h % BUCKETS];
    for (uint32_t i = *bucket; i; i = s->patterns[i - 1].next)
        if (str_eq(s->patterns[i - 1].bytes, bytes))
            return; /* the same in another form */
    if (s->n == s->cap)
        bar_must(ERR_FULL, "needles");
    s->patterns[s->n++] = (struct pattern){bytes, needle, form, *bucket};
    *bucket = (uint32_t)s->n;
    s->bloom[h >> 32 & (BLOOM_BITS / 64 - 1)] |= (uint64_t)1 << (h & 63);
}

void scan_add(struct scan *s, struct str needle)
{
    needle = str_copy(s->arena, needle);
    s->needles++;
    for (int form = 0; form < SCAN_FORM_COUNT; form++) {
        struct str bytes = scan_form_of(s, s->arena, needle, (enum scan_form)form);
        if (bytes.n >= WINDOW && bytes.n < OVERLAP)
            pattern_add(s, bytes, needle, (enum scan_form)form);
    }
}

/* --- looking --- */

static void found(struct scan_result *r, const struct pattern *p, const char *where)
{
    if (r->hits++)
        return;
    r->first = (struct scan_hit){.needle = p->needle, .form = p->form};
    snprintf(r->first.where, sizeof r->first.where, "%s", where);
}

/* Whatever begins in the first `n` bytes of the `whole` that are there. */
static void scan_piece(struct scan *s, const char *p, size_t n, size_t whole, const char *where,
                       struct scan_result *r)
{
    for (size_t i = 0; i < n && i + WINDOW <= whole; i++) {
        uint64_t h = window_hash(p + i);
        if (!(s->bloom[h >> 32 & (BLOOM_BITS / 64 - 1)] >> (h & 63) & 1))
            continue;
        for (uint32_t k = s->buckets[h % BUCKETS]; k; k = s->patterns[k - 1].next) {
            const struct pattern *pat = &s->patterns[k - 1];
            if (pat->bytes.n <= whole - i && memcmp(p + i, pat->bytes.p, pat->bytes.n) == 0)
                found(r, pat, where);
        }
    }
}

void scan_bytes(struct scan *s, struct str bytes, const char *where, struct scan_result *r)
{
    scan_piece(s, bytes.p, bytes.n, bytes.n, where, r);
    r->bytes += bytes.n;
    r->files++;
}

static void scan_fd(struct scan *s, int fd, const char *where, struct scan_result *r)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, PIECE + OVERLAP);
    char *buf = arena_alloc(a, PIECE + OVERLAP);
    size_t held = 0;
    bool more = true;
    r->files++;
    while (more) {
        ssize_t got = read(fd, buf + held, PIECE + OVERLAP - held);
        more = got > 0;
        held += more ? (size_t)got : 0;
        r->bytes += more ? (uint64_t)got : 0;
        size_t done = more ? (held > OVERLAP ? held - OVERLAP : 0) : held;
        scan_piece(s, buf, done, held, where, r);
        memmove(buf, buf + done, held - done);
        held -= done;
    }
}

void scan_tree(struct scan *s, const char *folder, struct scan_result *r)
{
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        char path[1024];
        struct stat st;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        scan_bytes(s, str_from_c(e->d_name), "a file's name", r);
        if (lstat(path, &st))
            continue;
        if (S_ISDIR(st.st_mode)) {
            scan_tree(s, path, r);
        } else if (S_ISREG(st.st_mode)) {
            int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
            if (fd >= 0) {
                scan_fd(s, fd, path, r);
                close(fd);
            }
        }
    }
    if (d)
        closedir(d);
}
