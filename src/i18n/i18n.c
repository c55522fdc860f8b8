#include "i18n/i18n.h"

#include <string.h>

#include "i18n/catalogue.h"

const struct lang *lang_find(struct str code)
{
    for (size_t i = 0; i < I18N_NLANGS; i++)
        if (str_eq_c(code, I18N_LANGS[i].code))
            return &I18N_LANGS[i];
    return NULL;
}

const struct lang *lang_default(void)
{
    return &I18N_LANGS[0];
}

size_t lang_count(void)
{
    return I18N_NLANGS;
}

const struct lang *lang_at(size_t i)
{
    return i < I18N_NLANGS ? &I18N_LANGS[i] : NULL;
}

const char *lang_code(const struct lang *l)
{
    return l->code;
}

const char *lang_name(const struct lang *l)
{
    return l->name;
}

const char *lang_dir(const struct lang *l)
{
    return l->dir;
}

/* Must be the function of the same name in tools/poc.c. */
static uint32_t text_hash(const char *s)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h;
}

static const struct i18n_entry *find(const struct lang *l, const char *msgid)
{
    for (uint32_t at = text_hash(msgid) & l->mask; l->slots[at]; at = (at + 1) & l->mask) {
        const struct i18n_entry *e = &l->entries[l->slots[at] - 1];
        if (strcmp(l->text + e->id, msgid) == 0)
            return e;
    }
    return NULL;
}

const char *tr(const struct lang *l, const char *msgid)
{
    const struct i18n_entry *e = find(l, msgid);
    return e ? l->text + e->str : msgid;
}

const char *tr_n(const struct lang *l, const char *one, const char *many, uint64_t n)
{
    const struct i18n_entry *e = find(l, one);
    if (!e)
        return n == 1 ? one : many; /* the source language */
    const char *s = l->text + e->str;
    for (unsigned form = e->forms == l->nplurals ? l->plural(n) : 0; form > 0; form--)
        s += strlen(s) + 1;
    return s;
}

/* The place "{name}" that begins at p, as the argument it stands for; NULL: not one of ours. */
static const struct tr_arg *place(const char *p, const struct tr_arg *args, size_t nargs)
{
    const char *end = strchr(p, '}');
    if (!end)
        return NULL;
    struct str name = str_from(p + 1, (size_t)(end - p - 1));
    for (size_t i = 0; i < nargs; i++)
        if (str_eq_c(name, args[i].name))
            return &args[i];
    return NULL;
}

/* Writes to `out` unless it is NULL; the length either way. Values are copied as they are: a brace
 * in one is never a place. */
static size_t fill(char *out, const char *text, const struct tr_arg *args, size_t nargs)
{
    size_t n = 0;
    while (*text) {
        const struct tr_arg *arg = *text == '{' ? place(text, args, nargs) : NULL;
        struct str piece = arg ? arg->value : str_from(text, 1);
        if (out && piece.n)
            memcpy(out + n, piece.p, piece.n);
        n += piece.n;
        text += arg ? strlen(arg->name) + 2 : 1;
    }
    return n;
}

static struct str format(struct arena *a, const char *text, const struct tr_arg *args, size_t nargs)
{
    size_t n = fill(NULL, text, args, nargs);
    char *out = arena_alloc(a, n);
    fill(out, text, args, nargs);
    return str_from(out, n);
}

struct str tr_fmt(struct arena *a, const struct lang *l, const char *msgid,
                  const struct tr_arg *args, size_t nargs)
{
    return format(a, tr(l, msgid), args, nargs);
}

struct str tr_fmt_n(struct arena *a, const struct lang *l, const char *one, const char *many,
                    uint64_t n, const struct tr_arg *args, size_t nargs)
{
    struct tr_arg *all = ARENA_ARRAY(a, struct tr_arg, nargs + 1);
    all[0] = (struct tr_arg){"n", lang_number(a, l, n > INT64_MAX ? INT64_MAX : (int64_t)n)};
    if (nargs)
        memcpy(all + 1, args, nargs * sizeof(*args));
    return format(a, tr_n(l, one, many, n), all, nargs + 1);
}
