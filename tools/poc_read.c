#include "poc_read.h"
#include "poc_format.h"
#include "poc_plural.h"

#include <dirent.h>
#include <gettext-po.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct poc *current; /* libgettextpo's error callbacks carry no argument */

static void complain(const char *kind, const char *file, int line, const char *fmt, va_list ap)
{
    fprintf(stderr, "%s:%d: %s", file, line, kind);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
}

void poc_fault(struct poc *p, const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    complain("", file, line, fmt, ap);
    va_end(ap);
    p->faults++;
}

void poc_warn(const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    complain("warning: ", file, line, fmt, ap);
    va_end(ap);
}

static void *grow(void *old, size_t n, size_t size)
{
    void *v = realloc(old, n * size);
    if (!v)
        abort();
    return v;
}

char *poc_strdup(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(grow(NULL, n, 1), s, n);
}

static void add_dep(struct poc *p, const char *path)
{
    p->deps = grow(p->deps, p->ndeps + 1, sizeof(*p->deps));
    p->deps[p->ndeps++] = poc_strdup(path);
}

static void on_error(int severity, po_message_t m, const char *file, size_t line, size_t column,
                     int multiline, const char *text)
{
    (void)m, (void)column, (void)multiline;
    if (severity == PO_SEVERITY_WARNING) {
        poc_warn(file ? file : "po", (int)line, "%s", text);
        return;
    }
    poc_fault(current, file ? file : "po", line == (size_t)-1 ? 0 : (int)line, "%s", text);
    if (severity == PO_SEVERITY_FATAL_ERROR)
        exit(1);
}

static void on_error2(int severity, po_message_t m1, const char *file1, size_t line1, size_t col1,
                      int multi1, const char *text1, po_message_t m2, const char *file2,
                      size_t line2, size_t col2, int multi2, const char *text2)
{
    on_error(severity, m1, file1, line1, col1, multi1, text1);
    if (severity != PO_SEVERITY_WARNING)
        fprintf(stderr, "%s:%zu: %s\n", file2 ? file2 : "po", line2, text2);
    (void)m2, (void)col2, (void)multi2;
}

/* Lines on which messages begin: the library keeps them to itself, but gives messages in the
 * order of the file. */
static int *message_lines(const char *path, size_t *n)
{
    *n = 0;
    FILE *f = fopen(path, "r");
    if (!f)
        return NULL;
    int *lines = NULL;
    char *text = NULL;
    size_t cap = 0;
    for (int line = 1; getline(&text, &cap, f) > 0; line++) {
        const char *s = text + (strncmp(text, "#~", 2) == 0 ? 2 : 0);
        s += strspn(s, " \t");
        if (strncmp(s, "msgid", 5) != 0 || !strchr(" \t\"", s[5]))
            continue;
        lines = grow(lines, *n + 1, sizeof(*lines));
        lines[(*n)++] = line;
    }
    free(text);
    fclose(f);
    return lines;
}

/* "nplurals=6; plural=…;" → both parts. */
static void read_plural_forms(struct poc *p, struct poc_lang *l, const char *path, const char *f)
{
    unsigned nplurals;
    int at = 0;
    unsigned uses[POC_FORMS_MAX];
    char expr[512];
    if (sscanf(f, " nplurals = %u ; plural = %n", &nplurals, &at) != 1 || at == 0 || nplurals < 1 ||
        nplurals > POC_FORMS_MAX || strlen(f + at) >= sizeof(expr)) {
        poc_fault(p, path, 1, "Plural-Forms is not \"nplurals=N; plural=EXPRESSION;\"");
        return;
    }
    snprintf(expr, sizeof(expr), "%s", f + at);
    char *end = expr + strcspn(expr, ";");
    bool more = end[strspn(end, "; \t\n")] != '\0';
    *end = '\0';
    if (more || !plural_census(expr, nplurals, uses)) {
        poc_fault(p, path, 1, "Plural-Forms: \"%s\" is not an expression below %u", expr, nplurals);
        return;
    }
    if (l->plural && (strcmp(l->plural, expr) != 0 || l->nplurals != nplurals))
        poc_fault(p, path, 1, "Plural-Forms differ from those of another file of \"%s\"", l->code);
    if (!l->plural) {
        l->plural = poc_strdup(expr);
        l->nplurals = nplurals;
    }
}

static void read_header(struct poc *p, struct poc_lang *l, const char *path, const char *header)
{
    char *type = po_header_field(header, "Content-Type");
    char *forms = po_header_field(header, "Plural-Forms");
    if (!type || !strstr(type, "charset=UTF-8"))
        poc_fault(p, path, 1, "the header must say Content-Type: text/plain; charset=UTF-8");
    if (forms)
        read_plural_forms(p, l, path, forms);
    free(type);
    free(forms);
}

/* In every language and in every build: a wrong one would crash the program. */
static void check_format(struct poc *p, const struct poc_entry *e)
{
    for (unsigned i = 0; i < e->nstr && i < POC_FORMS_MAX; i++)
        if (!format_same(e->id, e->str[i]) && !(e->plural && format_same(e->plural, e->str[i])))
            poc_fault(p, e->file, e->line,
                      "msgstr[%u] of \"%s\" must have the same %% conversions in the same order", i,
                      e->id);
}

static void read_message(struct poc *p, struct poc_lang *l, const char *path, int line,
                         po_message_t m)
{
    struct poc_entry e = {.id = poc_strdup(po_message_msgid(m)),
                          .file = path,
                          .line = line,
                          .fuzzy = po_message_is_fuzzy(m)};
    if (po_message_msgctxt(m)) {
        poc_fault(p, path, line, "msgctxt is not supported");
        return;
    }
    if (!po_message_msgid_plural(m)) {
        e.str[0] = poc_strdup(po_message_msgstr(m));
        e.nstr = e.str[0][0] != '\0';
    } else {
        e.plural = poc_strdup(po_message_msgid_plural(m));
        unsigned i = 0, filled = 0;
        for (const char *s; (s = po_message_msgstr_plural(m, (int)i)) != NULL; i++) {
            filled += s[0] != '\0';
            if (i < POC_FORMS_MAX)
                e.str[i] = poc_strdup(s);
        }
        e.nstr = filled ? i : 0;
        if (filled && !l->plural)
            poc_fault(p, path, line, "plural forms, but the header has no good Plural-Forms");
        else if (filled && (filled != l->nplurals || i != l->nplurals))
            poc_fault(p, path, line, "%u of %u plural forms are written", filled, l->nplurals);
    }
    check_format(p, &e);
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 256;
        l->entries = grow(l->entries, l->cap, sizeof(*l->entries));
    }
    l->entries[l->n++] = e;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct poc_entry *)a)->id, ((const struct poc_entry *)b)->id);
}

static bool same(const struct poc_entry *a, const struct poc_entry *b)
{
    if (!a->plural != !b->plural || a->nstr != b->nstr)
        return false;
    for (unsigned i = 0; i < a->nstr && i < POC_FORMS_MAX; i++)
        if (strcmp(a->str[i], b->str[i]) != 0)
            return false;
    return true;
}

/* Several files may hold the same text, but must agree on it. */
static void merge(struct poc *p, struct poc_lang *l)
{
    qsort(l->entries, l->n, sizeof(*l->entries), by_id);
    size_t kept = 0;
    for (size_t i = 0; i < l->n; i++) {
        struct poc_entry *e = &l->entries[i], *last = kept ? &l->entries[kept - 1] : NULL;
        if (!last || strcmp(last->id, e->id) != 0) {
            l->entries[kept++] = *e;
        } else if (last->nstr == 0 || last->fuzzy) {
            *last = *e;
        } else if (e->nstr != 0 && !e->fuzzy && !same(last, e)) {
            poc_fault(p, e->file, e->line, "\"%s\" is translated otherwise at %s:%d", e->id,
                      last->file, last->line);
        }
    }
    l->n = kept;
}

void poc_read_file(struct poc *p, struct poc_lang *l, const char *path)
{
    static const struct po_xerror_handler handler = {on_error, on_error2};
    current = p;
    add_dep(p, path);
    path = p->deps[p->ndeps - 1];
    po_file_t file = po_file_read(path, &handler);
    if (!file) {
        poc_fault(p, path, 0, "cannot be read");
        return;
    }
    size_t nlines, i = 0;
    int *lines = message_lines(path, &nlines);
    const char *header = po_file_domain_header(file, NULL);
    if (!header)
        poc_fault(p, path, 1, "there is no header (msgid \"\")");
    else if (header[0])
        read_header(p, l, path, header);
    po_message_iterator_t it = po_message_iterator(file, NULL);
    for (po_message_t m; (m = po_next_message(it)) != NULL; i++) {
        if (po_message_msgid(m)[0] != '\0' && !po_message_is_obsolete(m))
            read_message(p, l, path, i < nlines ? lines[i] : 0, m);
    }
    po_message_iterator_free(it);
    po_file_free(file);
    free(lines);
    merge(p, l);
}

static int is_po(const struct dirent *d)
{
    size_t n = strlen(d->d_name);
    return d->d_name[0] != '.' && n > 3 && strcmp(d->d_name + n - 3, ".po") == 0;
}

static void read_folder(struct poc *p, struct poc_lang *l, const char *linguas)
{
    char dir[4096], path[8192];
    const char *slash = strrchr(linguas, '/');
    snprintf(dir, sizeof(dir), "%.*s%s", slash ? (int)(slash - linguas + 1) : 0, linguas, l->code);
    struct dirent **names;
    int n = scandir(dir, &names, is_po, alphasort);
    if (n < 0) {
        l->source = strcmp(l->code, "en") == 0;
        if (!l->source)
            poc_fault(p, linguas, 0, "there is no folder %s", dir);
        return;
    }
    add_dep(p, dir); /* its time changes when a file is added or removed */
    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof(path), "%s/%s", dir, names[i]->d_name);
        poc_read_file(p, l, path);
        free(names[i]);
    }
    free(names);
}

static bool only(const char *s, const char *allowed)
{
    return s[0] != '\0' && s[strspn(s, allowed)] == '\0';
}

void poc_read(struct poc *p, const char *linguas)
{
    static const char LOWER[] = "abcdefghijklmnopqrstuvwxyz-";
    static const char TAG[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    FILE *f = fopen(linguas, "r");
    if (!f) {
        poc_fault(p, linguas, 0, "cannot be read");
        return;
    }
    add_dep(p, linguas);
    char text[512];
    for (int line = 1; fgets(text, sizeof(text), f); line++) {
        struct poc_lang l = {0};
        if (text[strspn(text, " \t\r\n")] == '\0' || text[0] == '#')
            continue;
        if (p->nlangs == POC_LANGS_MAX ||
            sscanf(text, "%15s %3s %63s %63[^\n]", l.code, l.dir, l.locale, l.name) != 4 ||
            !only(l.code, LOWER) || !only(l.locale, TAG) ||
            (strcmp(l.dir, "rtl") != 0 && strcmp(l.dir, "ltr") != 0)) {
            poc_fault(p, linguas, line, "not \"code rtl|ltr locale name\"");
            continue;
        }
        struct poc_lang *slot = &p->langs[p->nlangs++];
        *slot = l;
        read_folder(p, slot, linguas);
    }
    fclose(f);
    if (p->nlangs == 0)
        poc_fault(p, linguas, 0, "there is no language");
}

struct poc_entry *poc_find(const struct poc_lang *l, const char *id)
{
    struct poc_entry key = {.id = id};
    return l->n ? bsearch(&key, l->entries, l->n, sizeof(key), by_id) : NULL;
}
