#include "aid/area_field.h"

#include <stdlib.h>
#include <string.h>

#include "aid/area_names.h"
#include "i18n/i18n.h"
#include "search/search.h"

/* Latin or Arabic: which letters a name begins with. */
static bool is_rtl(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t c = str_utf8_next(s, &i);
        if ((c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfefc))
            return true;
        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0xc0)
            return false;
    }
    return false;
}

static bool page_is_rtl(const struct req *req)
{
    return strcmp(lang_dir(req->lang), "rtl") == 0;
}

static struct str name_for(bool rtl, const struct area *x)
{
    return x->other.n && is_rtl(x->name) != rtl && is_rtl(x->other) == rtl ? x->other : x->name;
}

struct str area_name(const struct req *req, const struct area *x)
{
    return name_for(page_is_rtl(req), x);
}

struct str area_label(const struct req *req, const struct areas *all, uint32_t id)
{
    bool rtl = page_is_rtl(req);
    struct str out = STR_NONE;
    for (const struct area *x = area_find(all, id); x; x = area_find(all, x->parent)) {
        struct str name = name_for(rtl, x);
        out = out.n == 0 ? name
                         : str_fmt(req->arena, "%" STR_FMT "%s%" STR_FMT, STR_ARG(out),
                                   rtl ? "، " : ", ", STR_ARG(name));
    }
    return out.n ? out : str_from_c(tr(req->lang, N_("Anywhere")));
}

/* ---- showing ----------------------------------------------------------------------------------
 */

static bool is_typed(const struct areas *all)
{
    return all->n > AREA_CHOICES_MAX;
}

struct shown {
    struct ui_given given;
    int depth;
    struct str order; /* folded, outermost first */
};

static int as_a_tree(const void *a, const void *b)
{
    return str_cmp(((const struct shown *)a)->order, ((const struct shown *)b)->order);
}

static int top_first(const void *a, const void *b)
{
    const struct shown *x = a, *y = b;
    return x->depth != y->depth ? x->depth - y->depth : as_a_tree(a, b);
}

static struct shown shown_make(const struct req *req, const struct areas *all, const struct area *x)
{
    struct shown out = {
        .given = {.value = str_fmt(req->arena, "%u", x->id), .label = area_label(req, all, x->id)}};
    for (; x; x = area_find(all, x->parent), out.depth++) {
        struct str name = search_fold(req->search, req->arena, area_name(req, x));
        out.order =
            str_fmt(req->arena, "%" STR_FMT "\1%" STR_FMT, STR_ARG(name), STR_ARG(out.order));
    }
    return out;
}

void area_field_fill(const struct req *req, const struct areas *all, struct area_choices *out)
{
    struct shown *v = ARENA_ARRAY(req->arena, struct shown, all->n + 1);
    struct ui_given *given = ARENA_ARRAY(req->arena, struct ui_given, AREA_CHOICES_MAX + 1);

    *out = (struct area_choices){.given = given, .typed = is_typed(all)};
    if (all->n == 0)
        return;
    for (size_t i = 0; i < all->n; i++)
        v[i] = shown_make(req, all, &all->v[i]);
    qsort(v, all->n, sizeof *v, out->typed ? top_first : as_a_tree);
    if (!out->typed)
        given[out->n++].label = str_from_c(tr(req->lang, N_("Anywhere")));
    for (size_t i = 0; i < all->n && out->n < AREA_CHOICES_MAX + 1; i++)
        given[out->n++] = v[i].given;
}

void view_area_field_or(struct html *h, const struct area_choices *c, const struct form *f,
                        size_t i, const char *none)
{
    if (c->n == 0)
        return;
    if (c->typed) {
        view_ui_field_suggest(h, f, i, c->given, c->n);
        return;
    }
    struct ui_given *given = arena_copy(h->arena, c->given, c->n * sizeof *given);
    given[0].label = str_from_c(none);
    view_ui_field_given(h, f, i, given, c->n);
}

void view_area_field(struct html *h, const struct area_choices *c, const struct form *f, size_t i)
{
    view_area_field_or(
        h, c, f, i,
        tr(h->lang, f->spec->fields[i].required ? N_("Choose a place") : N_("Anywhere")));
}

void area_field_set(const struct req *req, const struct areas *all, struct form *f, size_t i,
                    uint32_t id)
{
    const struct area *x = area_find(all, id);
    f->value[i] = !x              ? STR_NONE
                  : is_typed(all) ? area_label(req, all, id)
                                  : str_fmt(req->arena, "%u", x->id);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

uint32_t area_field_read(const struct req *req, const struct areas *all, struct form *f, size_t i)
{
    uint64_t number;
    uint32_t id = 0;

    if (all->n == 0 || f->problem[i] != FIELD_IS_NONE || f->value[i].n == 0)
        return 0;
    if (str_to_u64(f->value[i], &number)) {
        const struct area *x = number <= UINT32_MAX ? area_find(all, (uint32_t)number) : NULL;
        if (!x)
            form_reject(f, i, N_("This place is not on the list any more."));
        return x ? x->id : 0;
    }
    switch (area_by_name(all, req->search, req->arena, f->value[i], &id)) {
    case AREA_TOLD:
        area_field_set(req, all, f, i, id);
        return id;
    case AREA_TOLD_NONE:
        form_reject(f, i, N_("This place is not on the list. A larger place nearby may be."));
        break;
    case AREA_TOLD_SEVERAL:
        form_reject(f, i, N_("Several places have this name. Please add the city."));
        break;
    }
    return 0;
}
