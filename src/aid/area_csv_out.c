#include <string.h>

#include "aid/area_csv.h"
#include "base/buf.h"

struct str area_degrees_write(struct arena *a, double d)
{
    struct str s = str_fmt(a, "%.6f", d);
    while (s.p[s.n - 1] == '0')
        s.n--;
    s.n -= s.p[s.n - 1] == '.';
    return s;
}

static void cell_add(struct buf *b, struct str s)
{
    buf_add_c(b, "\"");
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_add_c(b, "\"");
        buf_add(b, str_slice(s, i, i + 1));
    }
    buf_add_c(b, "\"");
}

static void degrees_add(struct buf *b, struct arena *a, bool placed, double d)
{
    buf_add_c(b, ",");
    if (placed)
        buf_add(b, area_degrees_write(a, d));
}

/* Each link with the end that comes first; ";" ends a neighbour, and is not what names are told
 * by. */
static struct str neighbours_of(const struct areas *all, struct arena *a, uint32_t id)
{
    struct str out = STR_NONE;
    for (size_t i = 0; i < all->nlinks; i++) {
        const struct area_link *l = &all->links[i];
        if (l->a != id)
            continue;
        char *path = str_to_c(a, area_path(all, a, l->b));
        for (char *p = strchr(path, ';'); p; p = strchr(p, ';'))
            *p = ',';
        out = str_fmt(a, "%" STR_FMT "%s%s %d", STR_ARG(out), out.n ? "; " : "", path,
                      (int)l->minutes);
    }
    return out;
}

static void inner_add(struct buf *b, struct arena *a, const struct areas *all, uint32_t parent)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct area *x = &all->v[i];
        if (x->parent != parent)
            continue;
        cell_add(b, x->name);
        buf_add_c(b, ",");
        cell_add(b, x->other);
        buf_add_c(b, ",");
        cell_add(b, area_path(all, a, parent));
        degrees_add(b, a, x->placed, x->lat);
        degrees_add(b, a, x->placed, x->lon);
        buf_add_c(b, ",");
        cell_add(b, neighbours_of(all, a, x->id));
        buf_add_c(b, "\n");
        inner_add(b, a, all, x->id);
    }
}

enum err area_csv_write(struct arena *a, const struct areas *all, struct str *out)
{
    struct buf b;
    buf_init(&b, a, 4096, AREA_CSV_MAX);
    buf_add_c(&b, "name,other,parent,lat,lon,neighbours\n");
    inner_add(&b, a, all, 0);
    return buf_end(&b, out);
}
