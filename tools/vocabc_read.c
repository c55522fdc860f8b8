/* Reading /vocabulary and saying what is wrong with it. */
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vocabc.h"

#define FILE_MAX (4u << 20)

static void problem(struct vocabc *v, struct str path, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static void problem(struct vocabc *v, struct str path, unsigned line, const char *fmt, ...)
{
    va_list ap;
    fprintf(stderr, "%" STR_FMT ":%u: ", STR_ARG(path), line);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    v->problems++;
}

static bool file_read(struct vocabc *v, struct str path, struct str *out)
{
    FILE *f = fopen(str_to_c(v->a, path), "rb");
    char *p = arena_alloc(v->a, FILE_MAX);
    size_t n = f ? fread(p, 1, FILE_MAX, f) : 0;
    bool whole = f && !ferror(f) && n < FILE_MAX;
    if (f)
        fclose(f);
    if (!whole)
        problem(v, path, 1, f ? "more than 4 MiB" : "this file is missing");
    *out = str_from(p, n);
    if (str_starts(*out, STR("\xEF\xBB\xBF")))
        *out = str_slice(*out, 3, n); /* a mark that some editors write */
    return whole;
}

unsigned vocabc_entry(const struct vocabc *v, struct str id)
{
    unsigned i = 0;
    while (i < v->nentries && !str_eq(v->entries[i].id, id))
        i++;
    return i;
}

/* The next line that says something; false at the end. */
static bool next_line(struct vocabc *v, struct str path, struct str *rest, unsigned *line,
                      struct str *out)
{
    while (rest->n) {
        *out = str_trim(str_cut(rest, '\n'));
        ++*line;
        if (!str_is_utf8(*out))
            problem(v, path, *line, "not UTF-8: save the file in that encoding");
        else if (out->n && out->p[0] != '#')
            return true;
    }
    return false;
}

static bool id_is_fit(struct str id)
{
    for (size_t i = 0; i < id.n; i++) {
        char c = id.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i > 0)))
            return false;
    }
    return id.n > 0 && id.n <= ID_MAX && !str_eq_c(id, "top");
}

static void ids_read(struct vocabc *v, unsigned line, struct str part, bool *top, struct ids *out)
{
    while (part.n) {
        struct str id = str_cut(&part, ' ');
        if (id.n == 0)
            continue;
        if (top && str_eq_c(id, "top"))
            *top = true;
        else if (out->n == IDS_MAX)
            problem(v, v->concepts_path, line, "more than %d ids", IDS_MAX);
        else
            out->v[out->n++] = id;
    }
}

static void concept_read(struct vocabc *v, unsigned line, struct str text)
{
    struct str rest = text, id = str_trim(str_cut(&rest, '|'));
    struct str broader = str_trim(str_cut(&rest, '|')), near = str_trim(rest);
    if (!id_is_fit(id)) {
        problem(v, v->concepts_path, line,
                "'%" STR_FMT "' is no id: small letters a-z, digits and -, at most %d, not 'top'",
                STR_ARG(id), ID_MAX);
        return;
    }
    if (str_find_char(near, '|') != near.n)
        problem(v, v->concepts_path, line, "more than three parts between |");
    unsigned known = vocabc_entry(v, id);
    if (known < v->nentries) {
        problem(v, v->concepts_path, line, "'%" STR_FMT "' stands in line %u already", STR_ARG(id),
                v->entries[known].line);
        return;
    }
    if (v->nentries == CONCEPTS_MAX) {
        problem(v, v->concepts_path, line, "more than %d concepts", CONCEPTS_MAX);
        return;
    }
    struct entry *e = &v->entries[v->nentries++];
    e->id = id;
    e->line = line;
    ids_read(v, line, broader, &e->top, &e->broader);
    ids_read(v, line, near, NULL, &e->near);
    if (e->top && e->broader.n)
        problem(v, v->concepts_path, line, "a kind of need ('top') has nothing broader");
}

static void ids_check(struct vocabc *v, const struct entry *e, const struct ids *ids)
{
    for (size_t i = 0; i < ids->n; i++) {
        struct str id = ids->v[i];
        if (str_eq(id, e->id))
            problem(v, v->concepts_path, e->line, "'%" STR_FMT "' points to itself", STR_ARG(id));
        else if (vocabc_entry(v, id) == v->nentries)
            problem(v, v->concepts_path, e->line, "there is no concept '%" STR_FMT "'",
                    STR_ARG(id));
        for (size_t k = 0; k < i; k++)
            if (str_eq(ids->v[k], id))
                problem(v, v->concepts_path, e->line, "'%" STR_FMT "' stands there twice",
                        STR_ARG(id));
    }
}

/* All that are broader, the nearest first: breadth first. A concept above itself is a circle. */
static void above_find(struct vocabc *v, unsigned number)
{
    struct entry *e = &v->entries[number];
    const struct ids *ids = &e->broader;
    for (unsigned done = 0;; done++) {
        for (size_t i = 0; i < ids->n; i++) {
            unsigned up = vocabc_entry(v, ids->v[i]);
            bool known = up == v->nentries;
            for (unsigned k = 0; k < e->nabove; k++)
                known |= e->above[k] == up;
            if (!known && up == number) {
                problem(v, v->concepts_path, e->line,
                        "'%" STR_FMT "' is broader than itself, by way of '%" STR_FMT "'",
                        STR_ARG(e->id), STR_ARG(done ? v->entries[e->above[done - 1]].id : e->id));
                return;
            }
            if (!known)
                e->above[e->nabove++] = up;
        }
        if (done == e->nabove)
            return;
        ids = &v->entries[e->above[done]].broader;
    }
}

static void concepts_read(struct vocabc *v)
{
    struct str rest, text;
    unsigned line = 0;
    v->concepts_path = str_fmt(v->a, "%" STR_FMT "/concepts.txt", STR_ARG(v->folder));
    if (!file_read(v, v->concepts_path, &rest))
        return;
    while (next_line(v, v->concepts_path, &rest, &line, &text))
        concept_read(v, line, text);
    if (v->nentries == 0)
        problem(v, v->concepts_path, 1, "no concepts");
    for (unsigned i = 0; i < v->nentries; i++) {
        ids_check(v, &v->entries[i], &v->entries[i].broader);
        ids_check(v, &v->entries[i], &v->entries[i].near);
        above_find(v, i);
    }
}

/* ---- words of a language --------------------------------------------------------------------- */

static bool same_words(const struct phrase *a, const struct phrase *b)
{
    bool same = a->n == b->n && a->concept == b->concept && a->lang == b->lang;
    for (size_t i = 0; same && i < a->n; i++)
        same = str_eq(a->folded[i], b->folded[i]);
    return same;
}

enum what { LABEL, PHRASE };

static void phrase_read(struct vocabc *v, const struct file *f, unsigned line, unsigned concept,
                        struct str text, enum what what)
{
    struct search_tokens t;
    struct phrase *p = &v->phrases[v->nphrases];
    *p = (struct phrase){.concept = concept, .lang = f->lang};
    if (str_starts(text, STR("?"))) {
        p->use = VOCAB_ASKED;
        text = str_trim(str_slice(text, 1, text.n));
    }
    p->label = what == LABEL;
    p->text = text;
    search_document_in(v->s, v->a, text, f->lang, &t);
    if (t.n == 0) {
        problem(v, f->path, line, "'%" STR_FMT "' has no words", STR_ARG(text));
        return;
    }
    if (t.n > VOCAB_PHRASE_MAX) {
        if (what == PHRASE)
            problem(v, f->path, line, "'%" STR_FMT "' has more than %d words", STR_ARG(text),
                    VOCAB_PHRASE_MAX);
        return;
    }
    p->n = t.n;
    for (size_t i = 0; i < t.n; i++) {
        p->stem[i] = t.v[i].text;
        p->folded[i] = t.v[i].folded;
    }
    for (unsigned i = v->nphrases; i-- > 0 && v->phrases[i].concept == concept;) {
        if (!same_words(&v->phrases[i], p))
            continue;
        if (v->phrases[i].label && p->use == VOCAB_ASKED)
            v->phrases[i].use = VOCAB_ASKED; /* the label is asked, but marks nothing */
        else if (str_eq(v->phrases[i].text, text) && !v->phrases[i].label)
            problem(v, f->path, line, "'%" STR_FMT "' stands there twice", STR_ARG(text));
        return;
    }
    if (++v->nphrases == PHRASES_MAX) {
        problem(v, f->path, line, "more than %d phrases in all", PHRASES_MAX - 1);
        v->nphrases--;
    }
}

/* The next part before ; or the Arabic ؛ */
static struct str cut_part(struct str *rest)
{
    static const char ARABIC[] = "؛";
    size_t at = str_find_char(*rest, ';');
    const char *p = rest->n ? memmem(rest->p, rest->n, ARABIC, sizeof(ARABIC) - 1) : NULL;
    size_t skip = 1;
    if (p && (size_t)(p - rest->p) < at) {
        at = (size_t)(p - rest->p);
        skip = sizeof(ARABIC) - 1;
    }
    struct str part = str_trim(str_slice(*rest, 0, at));
    *rest = at < rest->n ? str_slice(*rest, at + skip, rest->n) : STR_NONE;
    return part;
}

static void words_read(struct vocabc *v, unsigned lang, unsigned line, struct str text)
{
    const struct file *f = &v->langs[lang];
    struct str rest = text, id = str_trim(str_cut(&rest, '='));
    if (!rest.p) {
        problem(v, f->path, line, "no '=' between the id and its words");
        return;
    }
    unsigned number = vocabc_entry(v, id);
    if (number == v->nentries) {
        problem(v, f->path, line, "there is no concept '%" STR_FMT "' in concepts.txt",
                STR_ARG(id));
        return;
    }
    struct str label = cut_part(&rest), *known = &v->entries[number].label[lang];
    if (known->n) {
        problem(v, f->path, line, "a second line for '%" STR_FMT "'", STR_ARG(id));
        return;
    }
    if (label.n == 0 || label.n > LABEL_MAX || label.p[0] == '?') {
        problem(v, f->path, line, "the label, right of '=', is missing, too long or begins with ?");
        return;
    }
    *known = label;
    phrase_read(v, f, line, number, label, LABEL);
    while (rest.n) {
        struct str part = cut_part(&rest);
        if (part.n)
            phrase_read(v, f, line, number, part, PHRASE);
        else if (rest.n)
            problem(v, f->path, line, "nothing between two ;");
    }
}

static void lang_read(struct vocabc *v, unsigned lang)
{
    const struct file *f = &v->langs[lang];
    struct str rest, text;
    unsigned line = 0;
    if (!file_read(v, f->path, &rest))
        return;
    while (next_line(v, f->path, &rest, &line, &text))
        words_read(v, lang, line, text);
    for (unsigned i = 0; f->lang == SEARCH_EN && i < v->nentries; i++)
        if (v->entries[i].label[lang].n == 0)
            problem(v, f->path, line, "no line for '%" STR_FMT "' (concepts.txt:%u)",
                    STR_ARG(v->entries[i].id), v->entries[i].line);
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->code, ((const struct file *)b)->code);
}

static void langs_find(struct vocabc *v)
{
    bool english = false;
    DIR *folder = opendir(str_to_c(v->a, v->folder));
    const struct dirent *entry;
    while (folder && (entry = readdir(folder)) != NULL) {
        struct str name = str_copy(v->a, str_from_c(entry->d_name));
        if (!str_ends(name, STR(".txt")) || str_eq_c(name, "concepts.txt"))
            continue;
        struct file *f = &v->langs[v->nlangs];
        f->path = str_fmt(v->a, "%" STR_FMT "/%" STR_FMT, STR_ARG(v->folder), STR_ARG(name));
        f->lang = name.n == 6 ? search_lang_find(str_slice(name, 0, 2)) : SEARCH_LANG_UNKNOWN;
        if (f->lang == SEARCH_LANG_UNKNOWN || name.p[0] < 'a' || name.p[1] < 'a') {
            problem(v, f->path, 1, "the name is no language that search.h knows (like fr.txt)");
            continue;
        }
        memcpy(f->code, name.p, 2);
        english |= f->lang == SEARCH_EN;
        v->nlangs++;
    }
    if (folder)
        closedir(folder);
    if (!english)
        problem(v, v->folder, 1, "en.txt is missing");
    qsort(v->langs, v->nlangs, sizeof(v->langs[0]), by_code);
}

void vocabc_read(struct vocabc *v)
{
    concepts_read(v);
    langs_find(v);
    for (unsigned i = 0; i < v->nlangs; i++)
        lang_read(v, i);
}
