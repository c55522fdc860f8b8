/* vocabc: compiles the vocabulary of needs to C, and checks it.
 *
 *   vocabc FOLDER OUT.c DEPFILE    writes the tables of search/vocabulary_table.h
 *   vocabc --check FOLDER          only says what is wrong
 *
 * Folding, stems and skeletons are made by the search room's own code, so what is compiled and what
 * is asked cannot differ. The dependency file names every file and the folder: a new language is
 * seen by ninja.
 */
#include "vocabc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Distinct texts; numbers are places in v once sorted. */
struct texts {
    struct str *v;
    unsigned n, cap;
};

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void texts_add(struct texts *t, struct str text)
{
    if (t->n == t->cap) {
        t->cap = t->cap * 2 + 256;
        t->v = reallocarray(t->v, t->cap, sizeof(*t->v));
        if (!t->v)
            abort();
    }
    t->v[t->n++] = text;
}

static void texts_sort(struct texts *t)
{
    unsigned n = 0;
    if (t->n)
        qsort(t->v, t->n, sizeof(*t->v), by_text);
    for (unsigned i = 0; i < t->n; i++)
        if (n == 0 || !str_eq(t->v[n - 1], t->v[i]))
            t->v[n++] = t->v[i];
    t->n = n;
}

static unsigned texts_find(const struct texts *t, struct str text)
{
    const struct str *at = bsearch(&text, t->v, t->n, sizeof(*t->v), by_text);
    return (unsigned)(at - t->v);
}

static void put_string(FILE *f, struct str s)
{
    fputs("    \"", f);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 || c > 0x7e || strchr("\"\\?", c))
            fprintf(f, "\\%03o", c);
        else
            fputc(c, f);
    }
    fputs("\"\n", f);
}

/* All texts, one behind the other. The spellings stand there first: most stems begin one. */
struct pool {
    struct str *v;
    uint32_t *at;
    unsigned n, cap;
    uint32_t bytes;
    const struct texts *spellings;
    uint32_t *spelling_at;
};

static uint32_t pool_put(struct pool *p, struct str text)
{
    if (p->n == p->cap) {
        p->cap = p->cap * 2 + 1024;
        p->v = reallocarray(p->v, p->cap, sizeof(*p->v));
        if (!p->v)
            abort();
    }
    p->v[p->n++] = text;
    p->bytes += (uint32_t)text.n;
    return p->bytes - (uint32_t)text.n;
}

static void pool_start(struct pool *p, const struct texts *spellings)
{
    *p = (struct pool){.spellings = spellings};
    p->spelling_at = calloc(spellings->n + 1u, sizeof(*p->spelling_at));
    if (!p->spelling_at)
        abort();
    pool_put(p, str_from("", 1)); /* 0 is no place */
    for (unsigned i = 0; i < spellings->n; i++)
        p->spelling_at[i] = pool_put(p, spellings->v[i]);
}

static void put_text(FILE *f, struct pool *p, struct str s)
{
    unsigned from = 0, to = p->spellings->n;
    while (from < to) {
        unsigned mid = from + (to - from) / 2;
        if (str_cmp(p->spellings->v[mid], s) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    bool there = from < p->spellings->n && str_starts(p->spellings->v[from], s);
    fprintf(f, "{%u, %zu}", there ? p->spelling_at[from] : pool_put(p, s), s.n);
}

/* The compiler's least is less than this string; those that Awn is built with take it. */
static void pool_finish(FILE *f, struct pool *p)
{
    fputs("#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
          "static const char TEXTS[] =\n",
          f);
    for (unsigned i = 0; i < p->n; i++)
        put_string(f, p->v[i]);
    fputs("    ;\n", f);
    free(p->v);
    free(p->spelling_at);
}

/* ---- concepts -------------------------------------------------------------------------------- */

static void put_links(FILE *f, const char *what, unsigned number, const unsigned *v, unsigned n)
{
    if (n == 0)
        return;
    fprintf(f, "static const struct concept *const %s_%u[] = {", what, number);
    for (unsigned i = 0; i < n; i++)
        fprintf(f, "&CONCEPTS[%u], ", v[i]);
    fputs("};\n", f);
}

static unsigned add_link(unsigned *v, unsigned n, unsigned link)
{
    for (unsigned i = 0; i < n; i++)
        if (v[i] == link)
            return n;
    v[n] = link;
    return n + 1;
}

/* Near goes both ways. */
static unsigned near_find(const struct vocabc *v, unsigned number, unsigned *out)
{
    unsigned n = 0;
    const struct entry *e = &v->entries[number];
    for (size_t i = 0; i < e->near.n; i++)
        n = add_link(out, n, vocabc_entry(v, e->near.v[i]));
    for (unsigned k = 0; k < v->nentries; k++)
        for (size_t i = 0; i < v->entries[k].near.n; i++)
            if (str_eq(v->entries[k].near.v[i], e->id))
                n = add_link(out, n, k);
    return n;
}

static void put_field(FILE *f, const char *field, const char *what, unsigned number, unsigned n)
{
    if (n)
        fprintf(f, ", .n%s = %u, .%s = %s_%u", field, n, field, what, number);
}

static void put_concepts(FILE *f, const struct vocabc *v)
{
    static unsigned nears[CONCEPTS_MAX];
    unsigned link[CONCEPTS_MAX], tops = 0;
    fprintf(f, "static const struct concept CONCEPTS[%u];\n", v->nentries);
    for (unsigned i = 0; i < v->nentries; i++) {
        const struct entry *e = &v->entries[i];
        /* the nearest that are broader come first in `above` */
        put_links(f, "above", i, e->above, e->nabove);
        nears[i] = near_find(v, i, link);
        put_links(f, "near", i, link, nears[i]);
    }
    fprintf(f, "static const struct concept CONCEPTS[%u] = {\n", v->nentries);
    for (unsigned i = 0; i < v->nentries; i++) {
        const struct entry *e = &v->entries[i];
        fprintf(f, "    {.id = \"%" STR_FMT "\", .number = %u, .top = %s", STR_ARG(e->id), i,
                e->top ? "true" : "false");
        put_field(f, "broader", "above", i, (unsigned)e->broader.n);
        put_field(f, "above", "above", i, e->nabove);
        put_field(f, "near", "near", i, nears[i]);
        fputs("},\n", f);
    }
    fputs("};\nstatic const struct concept *const TOPS[] = {\n", f);
    for (unsigned i = 0; i < v->nentries; i++)
        if (v->entries[i].top && ++tops)
            fprintf(f, "    &CONCEPTS[%u],\n", i);
    fprintf(f, "    NULL};\n#define NTOPS %u\n", tops);
}

static void put_labels(FILE *f, const struct vocabc *v, struct pool *pool)
{
    fputs("static const char *const LANGS[] = {", f);
    for (unsigned i = 0; i < v->nlangs; i++)
        fprintf(f, "\"%s\", ", v->langs[i].code);
    fputs("};\nstatic const uint32_t LABELS[] = {\n", f);
    for (unsigned i = 0; i < v->nentries; i++) {
        for (unsigned k = 0; k < v->nlangs; k++) {
            struct str label = v->entries[i].label[k];
            fprintf(f, "    %u,\n", label.n ? pool_put(pool, label) : 0);
            if (label.n)
                pool_put(pool, str_from("", 1)); /* read as a C string */
        }
    }
    fputs("};\n", f);
}

/* ---- phrases --------------------------------------------------------------------------------- */

/* First word, longest first, then by what is in them, so that the output is always the same. */
static int by_words(const void *pa, const void *pb)
{
    const struct phrase *a = pa, *b = pb;
    int c = str_cmp(a->stem[0], b->stem[0]);
    if (c == 0)
        c = a->n < b->n ? 1 : a->n > b->n ? -1 : 0;
    for (size_t i = 0; c == 0 && i < a->n; i++)
        c = str_cmp(a->stem[i], b->stem[i]);
    for (size_t i = 0; c == 0 && i < a->n; i++)
        c = str_cmp(a->folded[i], b->folded[i]);
    if (c == 0)
    c = a->concept < b->concept ? -1 : a->concept > b->concept;
    if (c == 0)
        c = (int)a->use - (int)b->use;
    return c ? c : (int)a->lang - (int)b->lang;
}

static void put_slots(FILE *f, const char *name, const struct texts *t, unsigned nslots)
{
    uint16_t *slots = calloc(nslots, sizeof(*slots));
    if (!slots)
        abort();
    for (unsigned i = 0; i < t->n; i++) {
        uint32_t at = vocab_hash(t->v[i]) & (nslots - 1);
        while (slots[at])
            at = (at + 1) & (nslots - 1);
        slots[at] = (uint16_t)(i + 1);
    }
    fprintf(f, "static const uint16_t %s[] = {", name);
    for (unsigned i = 0; i < nslots; i++)
        fprintf(f, "%s%u,", i % 16 ? " " : "\n    ", slots[i]);
    fputs("\n};\n", f);
    free(slots);
}

static void put_words(FILE *f, const struct vocabc *v, const struct texts *stems, struct pool *pool)
{
    unsigned at = 0, *langs = calloc(stems->n + 1u, sizeof(*langs));
    if (!langs)
        abort();
    for (unsigned i = 0; i < v->nphrases; i++)
        for (size_t k = 0; k < v->phrases[i].n; k++)
            langs[texts_find(stems, v->phrases[i].stem[k])] |= SEARCH_LANG_BIT(v->phrases[i].lang);
    fputs("static const struct vocab_word WORDS[] = {\n", f);
    for (unsigned i = 0; i < stems->n; i++) {
        unsigned from = at;
        while (at < v->nphrases && str_eq(v->phrases[at].stem[0], stems->v[i]))
            at++;
        fputs("    {", f);
        put_text(f, pool, stems->v[i]);
        fprintf(f, ", %u, %u, %u},\n", from, at, langs[i]);
    }
    fputs("};\n", f);
    free(langs);
}

/* A spelling of several languages has the stem of the first phrase: words of other stems are found
 * by their stems. */
static void put_spellings(FILE *f, const struct vocabc *v, const struct texts *stems,
                          const struct texts *spellings, struct pool *pool)
{
    unsigned *word = calloc(spellings->n + 1u, sizeof(*word));
    unsigned *langs = calloc(spellings->n + 1u, sizeof(*langs));
    if (!word || !langs)
        abort();
    for (unsigned i = v->nphrases; i-- > 0;) {
        for (size_t k = v->phrases[i].n; k-- > 0;) {
            unsigned spelling = texts_find(spellings, v->phrases[i].folded[k]);
            word[spelling] = texts_find(stems, v->phrases[i].stem[k]);
            langs[spelling] |= SEARCH_LANG_BIT(v->phrases[i].lang);
        }
    }
    fputs("static const struct vocab_spelling SPELLINGS[] = {\n", f);
    for (unsigned i = 0; i < spellings->n; i++) {
        struct str bare = stem_bare(spellings->v[i]);
        uint64_t letters = 0;
        for (size_t pos = 0; pos < bare.n;)
            letters |= VOCAB_LETTER(str_utf8_next(bare, &pos));
        fputs("    {", f);
        put_text(f, pool, spellings->v[i]);
        fprintf(f, ", UINT64_C(%" PRIu64 "), %u, %u, %zu, %zu},\n", letters, word[i], langs[i],
                str_code_points(bare), spellings->v[i].n - bare.n);
    }
    fputs("};\n", f);
    free(word);
    free(langs);
}

static void put_phrases(FILE *f, const struct vocabc *v, const struct texts *stems,
                        const struct texts *spellings)
{
    unsigned at = 0;
    fputs("static const struct vocab_pair PAIRS[] = {\n", f);
    for (unsigned i = 0; i < v->nphrases; i++)
        for (size_t k = 0; k < v->phrases[i].n; k++)
            fprintf(f, "    {%u, %u},\n", texts_find(stems, v->phrases[i].stem[k]),
                    texts_find(spellings, v->phrases[i].folded[k]));
    fputs("};\nstatic const struct vocab_phrase PHRASES[] = {\n", f);
    for (unsigned i = 0; i < v->nphrases; i++) {
        const struct phrase *p = &v->phrases[i];
        fprintf(f, "    {%u, %u, %zu, %u, %u},\n", at, p->concept, p->n, (unsigned)p->use,
                (unsigned)p->lang);
        at += (unsigned)p->n;
    }
    fputs("};\n", f);
    if (v->nphrases >= UINT16_MAX || stems->n >= UINT16_MAX || spellings->n >= UINT16_MAX) {
        fputs("vocabc: more words than the tables can number: widen search/vocabulary_table.h\n",
              stderr);
        exit(1);
    }
}

struct key {
    struct str key, full;
    unsigned spelling;
};

static int by_key(const void *pa, const void *pb)
{
    const struct key *a = pa, *b = pb;
    int c = str_cmp(a->key, b->key);
    return c ? c : a->spelling < b->spelling ? -1 : 1;
}

static void put_keys(FILE *f, const struct vocabc *v, const struct texts *spellings,
                     struct pool *pool)
{
    unsigned n = 0;
    struct key *keys = ARENA_ARRAY(v->a, struct key, spellings->n + 1u);
    for (unsigned i = 0; i < spellings->n; i++) {
        struct str word = spellings->v[i];
        struct str key = skeleton_of(v->a, word, SKELETON_COARSE);
        if (key.n && stem_is_arabic(word) && !stem_is_stop(&v->s->stem, word))
            keys[n++] = (struct key){key, skeleton_of(v->a, word, SKELETON_FULL), i};
    }
    if (n)
        qsort(keys, n, sizeof(*keys), by_key);
    fputs("static const struct vocab_key KEYS[] = {\n", f);
    for (unsigned i = 0; i < n; i++) {
        fputs("    {", f);
        put_text(f, pool, keys[i].key);
        fputs(", ", f);
        put_text(f, pool, keys[i].full);
        fprintf(f, ", %u},\n", keys[i].spelling);
    }
    fprintf(f, "    {{0, 0}, {0, 0}, 0},\n};\n#define NKEYS %u\n", n);
}

/* FNV-1a, 64 bits, over what decides which words mean which concepts. */
static uint64_t version_of(const struct vocabc *v)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (unsigned i = 0; i < v->nphrases; i++) {
        const struct phrase *p = &v->phrases[i];
        struct str id = v->entries[p->concept].id;
        char end[] = {(char)p->use, (char)p->lang, 0};
        for (size_t k = 0; k <= p->n; k++) {
            struct str parts[] = {k < p->n ? p->folded[k] : id,
                                  k < p->n ? p->stem[k] : str_from(end, sizeof(end))};
            for (size_t part = 0; part < 2; part++)
                for (size_t at = 0; at <= parts[part].n; at++)
                    h = (h ^ (at < parts[part].n ? (unsigned char)parts[part].p[at] : 0xff)) *
                        UINT64_C(1099511628211);
        }
    }
    return h;
}

static void put_all(FILE *f, struct vocabc *v)
{
    struct texts stems = {0}, spellings = {0};
    struct pool pool;
    unsigned nslots = 64, english = 0, bits = 0;
    if (v->nphrases)
        qsort(v->phrases, v->nphrases, sizeof(*v->phrases), by_words);
    for (unsigned i = 0; i < v->nphrases; i++) {
        for (size_t k = 0; k < v->phrases[i].n; k++) {
            texts_add(&stems, v->phrases[i].stem[k]);
            texts_add(&spellings, v->phrases[i].folded[k]);
        }
    }
    texts_sort(&stems);
    texts_sort(&spellings);
    while (nslots < 3 * spellings.n)
        nslots *= 2;
    for (unsigned i = 0; i < v->nlangs; i++) {
        bits |= SEARCH_LANG_BIT(v->langs[i].lang);
        english = v->langs[i].lang == SEARCH_EN ? i : english;
    }
    fputs("/* Made by tools/vocabc from /vocabulary; not to be edited. */\n"
          "#include \"search/vocabulary_table.h\"\n\n",
          f);
    pool_start(&pool, &spellings);
    put_concepts(f, v);
    put_labels(f, v, &pool);
    put_words(f, v, &stems, &pool);
    put_spellings(f, v, &stems, &spellings, &pool);
    put_phrases(f, v, &stems, &spellings);
    put_keys(f, v, &spellings, &pool);
    pool_finish(f, &pool);
    put_slots(f, "WORD_SLOTS", &stems, nslots);
    put_slots(f, "SPELLING_SLOTS", &spellings, nslots);
    fprintf(f,
            "const struct vocab VOCAB = {\n"
            "    CONCEPTS, TOPS, LANGS, LABELS, TEXTS, WORDS, SPELLINGS, PAIRS, PHRASES, KEYS,\n"
            "    WORD_SLOTS, SPELLING_SLOTS,\n"
            "    %u, NTOPS, %u, %u, %u, %u, NKEYS, %u, %u, UINT64_C(%" PRIu64 "),\n};\n",
            v->nentries, v->nlangs, english, stems.n, spellings.n, nslots, bits, version_of(v));
    free(stems.v);
    free(spellings.v);
}

static bool write_depfile(const struct vocabc *v, const char *path, const char *out)
{
    FILE *f = fopen(path, "w");
    if (!f)
        return false;
    fprintf(f, "%s: %" STR_FMT " %" STR_FMT, out, STR_ARG(v->folder), STR_ARG(v->concepts_path));
    for (unsigned i = 0; i < v->nlangs; i++)
        fprintf(f, " %" STR_FMT, STR_ARG(v->langs[i].path));
    fputc('\n', f);
    return fclose(f) == 0;
}

static bool write_table(struct vocabc *v, const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f)
        return false;
    put_all(f, v);
    bool bad = ferror(f) != 0;
    return fclose(f) == 0 && !bad;
}

int main(int argc, char **argv)
{
    bool check = argc == 3 && strcmp(argv[1], "--check") == 0;
    if (!check && argc != 4) {
        fputs("usage: vocabc FOLDER OUT.c DEPFILE | vocabc --check FOLDER\n", stderr);
        return 2;
    }
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 1 << 20);
    struct vocabc *v = ARENA_NEW(a, struct vocabc);
    v->a = a;
    v->s = search_create();
    v->folder = str_from_c(argv[check ? 2 : 1]);
    v->entries = ARENA_ARRAY(a, struct entry, CONCEPTS_MAX);
    v->phrases = ARENA_ARRAY(a, struct phrase, PHRASES_MAX);
    vocabc_read(v);
    bool written = v->problems == 0 &&
                   (check || (write_table(v, argv[2]) && write_depfile(v, argv[3], argv[2])));
    if (v->problems)
        fprintf(stderr, "vocabc: %u problems; vocabulary/README.md says how it is meant\n",
                v->problems);
    else if (!written)
        perror("vocabc");
    else if (check)
        printf("%u concepts, %u phrases in %u languages\n", v->nentries, v->nphrases, v->nlangs);
    search_destroy(v->s);
    return written ? 0 : 1;
}
