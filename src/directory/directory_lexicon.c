#include "directory/directory_lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define LENGTH_MAX SEARCH_TOKEN_MAX
#define ROW_MAX (64u * 1024 * 1024)

int lexicon_length(struct str form)
{
    size_t n = str_code_points(form);

    if (n < LEXICON_FORM_MIN || n > LENGTH_MAX)
        return 0;
    for (size_t i = 0; i < form.n; i++) {
        if (form.p[i] >= '0' && form.p[i] <= '9')
            return 0; /* a number that is nearly right is wrong */
    }
    return (int)n;
}

static int compare(const struct bag_form *a, const struct bag_form *b)
{
    int c = str_cmp(a->form, b->form);
    return c ? c : str_cmp(a->stem, b->stem);
}

static int by_length(const void *pa, const void *pb)
{
    const struct bag_form *a = *(const struct bag_form *const *)pa;
    const struct bag_form *b = *(const struct bag_form *const *)pb;
    int la = lexicon_length(a->form), lb = lexicon_length(b->form);
    return la != lb ? (la > lb) - (la < lb) : compare(a, b);
}

void lexicon_sort(const struct bag_form **v, size_t n)
{
    if (n != 0)
        qsort(v, n, sizeof(*v), by_length);
}

static void form_write(struct buf *b, const struct bag_form *f)
{
    uint64_t v = (uint64_t)f->count;

    if (f->count <= 0)
        return;
    buf_add_char(b, (char)f->form.n);
    buf_add(b, f->form);
    buf_add_char(b, (char)f->stem.n);
    buf_add(b, f->stem);
    for (; v >= 0x80; v >>= 7)
        buf_add_char(b, (char)(v | 0x80));
    buf_add_char(b, (char)v);
}

static bool text_cut(struct str *row, struct str *out)
{
    size_t n = row->n != 0 ? (unsigned char)row->p[0] : 0;

    if (row->n < n + 1)
        return false;
    *out = str_slice(*row, 1, n + 1);
    *row = str_slice(*row, n + 1, row->n);
    return true;
}

static bool form_cut(struct str *row, struct bag_form *out)
{
    uint64_t v = 0;

    if (!text_cut(row, &out->form) || !text_cut(row, &out->stem))
        return false;
    for (unsigned shift = 0; row->n != 0 && shift < 63; shift += 7) {
        unsigned char byte = (unsigned char)row->p[0];
        *row = str_slice(*row, 1, row->n);
        v |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            out->count = (int64_t)v;
            return true;
        }
    }
    return false;
}

enum err lexicon_pack(struct arena *a, const struct bag_form **v, size_t n, struct str *out)
{
    return lexicon_merge(a, STR_NONE, v, n, out);
}

enum err lexicon_merge(struct arena *a, struct str row, const struct bag_form **v, size_t n,
                       struct str *out)
{
    struct bag_form there;
    struct buf b;
    size_t i = 0;
    bool more = row.n != 0;

    buf_init(&b, a, row.n + 1024, ROW_MAX);
    if (more && !form_cut(&row, &there))
        return ERR_DB;
    while (more || i < n) {
        int c = !more ? 1 : i == n ? -1 : compare(&there, v[i]);
        if (c > 0 && v[i]->count < 0)
            return ERR_DB;
        if (c == 0)
            there.count += v[i]->count;
        if (c == 0 && there.count < 0)
            return ERR_DB;
        form_write(&b, c > 0 ? v[i] : &there);
        i += c >= 0;
        if (c <= 0) {
            more = row.n != 0;
            if (more && !form_cut(&row, &there))
                return ERR_DB;
        }
    }
    TRY(buf_end(&b, out));
    return ERR_OK;
}

static bool is_nearer(const struct near_form *a, const struct near_form *b)
{
    if (a->distance != b->distance)
        return a->distance < b->distance;
    if (a->count != b->count)
        return a->count > b->count;
    int c = str_cmp(a->form, b->form);
    return c ? c < 0 : str_cmp(a->stem, b->stem) < 0;
}

enum err lexicon_near(struct str row, struct str word, int most, struct near_form *out, size_t max,
                      size_t *n)
{
    while (row.n != 0) {
        struct bag_form f;
        struct near_form near;
        if (!form_cut(&row, &f))
            return ERR_DB;
        near = (struct near_form){.form = f.form, .stem = f.stem, .count = f.count};
        if (!search_near(word, f.form, most, &near.distance))
            continue;
        size_t at = *n;
        while (at > 0 && is_nearer(&near, &out[at - 1]))
            at--;
        if (at == max)
            continue;
        size_t moved = (*n < max ? *n : max - 1) - at;
        memmove(out + at + 1, out + at, moved * sizeof(*out));
        out[at] = near;
        *n += *n < max;
    }
    return ERR_OK;
}
