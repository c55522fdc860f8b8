/* poc: compiles the catalogues in po/ to C, and checks them against the source.
 *
 *   poc LINGUAS OUT.c DEPFILE      writes the tables of i18n/catalogue.h; refuses a
 *                                  translation with other % conversions than its text
 *   poc --check LINGUAS POT        every text of the source (POT, from xgettext) has its Arabic,
 *                                  nothing is fuzzy, every place {x} is kept
 *
 * The dependency file names every .po file and its folder, so that ninja runs poc again when a
 * file is changed, added or removed; meson need not know them.
 */
#include "poc_plural.h"
#include "poc_read.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REQUIRED_LANG "ar" /* others may lag behind */

/* Must be the function of the same name in src/i18n/i18n.c. */
static uint32_t text_hash(const char *s)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h;
}

/* A C string with its NUL written out, so that strings can follow one another in one array. */
static size_t put_string(FILE *f, const char *s)
{
    fputs("    \"", f);
    for (const char *c = s; *c; c++) {
        if (*c < 0x20 || *c > 0x7e || strchr("\"\\?", *c))
            fprintf(f, "\\%03o", (unsigned char)*c);
        else
            fputc(*c, f);
    }
    fputs("\\0\"\n", f);
    return strlen(s) + 1;
}

static bool shown(const struct poc_entry *e)
{
    return e->nstr > 0 && !e->fuzzy;
}

static void put_entries(FILE *f, const struct poc_lang *l, size_t index)
{
    size_t at = 0, n = 0;
    uint32_t *starts = calloc(l->n + 1, sizeof(*starts) * 2);
    fprintf(f, "\nstatic const char text_%zu[] =\n", index);
    for (size_t i = 0; i < l->n; i++) {
        const struct poc_entry *e = &l->entries[i];
        if (!shown(e))
            continue;
        starts[2 * n] = (uint32_t)at;
        at += put_string(f, e->id);
        starts[2 * n + 1] = (uint32_t)at;
        for (unsigned k = 0; k < e->nstr; k++)
            at += put_string(f, e->str[k]);
        n++;
    }
    fprintf(f, "    \"\";\n\nstatic const struct i18n_entry entries_%zu[] = {\n", index);
    for (size_t i = 0, k = 0; i < l->n; i++) {
        const struct poc_entry *e = &l->entries[i];
        if (!shown(e))
            continue;
        fprintf(f, "    {%u, %u, %u},\n", starts[2 * k], starts[2 * k + 1],
                e->plural ? e->nstr : 1);
        k++;
    }
    fprintf(f, "    {0, 0, 0},\n};\n");
    free(starts);
}

/* Open addressing, at most half full: a lookup compares one or two strings. */
static size_t put_slots(FILE *f, const struct poc_lang *l, size_t index)
{
    size_t size = 2;
    while (size < l->n * 2 + 1)
        size *= 2;
    unsigned *slots = calloc(size, sizeof(*slots));
    unsigned n = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (!shown(&l->entries[i]))
            continue;
        size_t at = text_hash(l->entries[i].id) & (size - 1);
        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = ++n;
    }
    fprintf(f, "\nstatic const uint16_t slots_%zu[] = {", index);
    for (size_t i = 0; i < size; i++)
        fprintf(f, "%s%u,", i % 16 ? " " : "\n    ", slots[i]);
    fprintf(f, "\n};\n");
    free(slots);
    return size;
}

static void put_lang(FILE *f, const struct poc_lang *l, size_t index, FILE *table)
{
    put_entries(f, l, index);
    size_t size = put_slots(f, l, index);
    fprintf(f, "\nstatic unsigned plural_%zu(uint64_t n)\n{\n    return (unsigned)(%s);\n}\n",
            index, l->plural ? l->plural : "n != 1");
    fprintf(table, "    {\"%s\",\n", l->code);
    put_string(table, l->name);
    fprintf(
        table,
        "     , \"%s\", \"%s\", %zu, %u, plural_%zu, text_%zu, entries_%zu, slots_%zu, %zuu},\n",
        l->dir, l->locale, index, l->plural ? l->nplurals : 2, index, index, index, index,
        size - 1);
}

static int write_c(const struct poc *p, const char *path)
{
    FILE *f = fopen(path, "w");
    char *text;
    size_t n;
    FILE *table = open_memstream(&text, &n);
    if (!f || !table)
        return 1;
    fputs("/* Written by tools/poc from po/. */\n#include \"i18n/catalogue.h\"\n\n"
          "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
          "#pragma GCC diagnostic ignored \"-Wparentheses\"\n",
          f);
    for (size_t i = 0; i < p->nlangs; i++)
        put_lang(f, &p->langs[i], i, table);
    fclose(table);
    fprintf(f, "\nconst struct lang I18N_LANGS[] = {\n%s};\nconst size_t I18N_NLANGS = %zu;\n",
            text, p->nlangs);
    free(text);
    return fclose(f) != 0;
}

static int write_deps(const struct poc *p, const char *out, const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f)
        return 1;
    fprintf(f, "%s:", out);
    for (size_t i = 0; i < p->ndeps; i++)
        fprintf(f, " \\\n  %s", p->deps[i]);
    fputc('\n', f);
    return fclose(f) != 0;
}

/* The next place "{name}" at or after *s; false at the end. */
static bool next_place(const char **s, char name[64])
{
    for (; **s; (*s)++) {
        size_t n = **s == '{' ? strspn(*s + 1, "abcdefghijklmnopqrstuvwxyz_0123456789") : 0;
        if (n == 0 || n > 61 || (*s)[n + 1] != '}')
            continue;
        snprintf(name, 64, "{%.*s}", (int)n, *s + 1);
        *s += n + 2;
        return true;
    }
    return false;
}

/* A form that stands for one number only ("two days") may say it in words, without {n}. */
static void check_places(struct poc *p, const struct poc_lang *l, const struct poc_entry *e)
{
    unsigned uses[POC_FORMS_MAX] = {0};
    char name[64];
    if (e->plural && !plural_census(l->plural, l->nplurals, uses))
        return;
    for (unsigned i = 0; i < e->nstr; i++) {
        const char *s = e->str[i], *many = e->plural ? e->plural : e->id, *id = e->id;
        while (next_place(&s, name))
            if (!strstr(id, name) && !strstr(many, name))
                poc_fault(p, e->file, e->line, "%s is not in the msgid \"%s\"", name, e->id);
        while (next_place(&many, name))
            if (!strstr(e->str[i], name) && !(uses[i] == 1 && strcmp(name, "{n}") == 0))
                poc_fault(p, e->file, e->line, "%s is missing in msgstr[%u] of \"%s\"", name, i,
                          e->id);
    }
}

static void check_lang(struct poc *p, struct poc_lang *l, const struct poc_lang *pot)
{
    bool required = strcmp(l->code, REQUIRED_LANG) == 0;
    for (size_t i = 0; i < pot->n; i++) {
        const struct poc_entry *want = &pot->entries[i];
        struct poc_entry *e = poc_find(l, want->id);
        if (e)
            e->used = true;
        if ((!e || e->nstr == 0) && required)
            poc_fault(p, want->file, want->line, "no %s text for \"%s\"", l->code, want->id);
        else if (e && e->nstr && !e->fuzzy && !want->plural != !e->plural)
            poc_fault(p, e->file, e->line, "\"%s\" has%s plural forms in the source", e->id,
                      want->plural ? "" : " no");
    }
    for (size_t i = 0; i < l->n; i++) {
        const struct poc_entry *e = &l->entries[i];
        if (e->fuzzy)
            poc_fault(p, e->file, e->line, "\"%s\" is fuzzy", e->id);
        if (!e->used)
            poc_warn(e->file, e->line, "\"%s\" is not in the source", e->id);
        check_places(p, l, e);
    }
}

static int check(struct poc *p, const char *pot_path)
{
    struct poc_lang pot = {.code = "pot"};
    poc_read_file(p, &pot, pot_path);
    for (size_t i = 0; i < p->nlangs; i++)
        if (!p->langs[i].source)
            check_lang(p, &p->langs[i], &pot);
    if (p->faults)
        fprintf(stderr, "check-po: %d faults in %zu texts\n", p->faults, pot.n);
    else
        printf("check-po: %zu texts, all translated\n", pot.n);
    return p->faults != 0;
}

int main(int argc, char **argv)
{
    static struct poc p;
    if (argc != 4) {
        fprintf(stderr, "usage: poc LINGUAS OUT.c DEPFILE | poc --check LINGUAS POT\n");
        return 2;
    }
    if (strcmp(argv[1], "--check") == 0) {
        poc_read(&p, argv[2]);
        return check(&p, argv[3]);
    }
    poc_read(&p, argv[1]);
    for (size_t i = 0; i < p.nlangs; i++)
        if (p.langs[i].n > UINT16_MAX)
            poc_fault(&p, argv[1], 0, "too many texts");
    return p.faults || write_c(&p, argv[2]) || write_deps(&p, argv[2], argv[3]);
}
