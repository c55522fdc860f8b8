#include "queries.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "hsds/hsds.h"

#define NAMED_MAX 100
#define LISTED_MAX 300
#define CONDITIONS_MAX 8

struct named {
    struct str name, list;
};
struct reading {
    struct arena *a;
    const struct truth *truth;
    struct str source;
    struct named named[NAMED_MAX];
    size_t nnamed;
    struct want *v; /* of the query at hand */
    size_t n, cap;
};

static _Noreturn void broken(const char *why, struct str where)
{
    fprintf(stderr, "quality: %s: %" STR_FMT "\n", why, STR_ARG(where));
    exit(1);
}

struct str file_all(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f)
        broken("cannot read", str_from_c(path));
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    char *p = arena_alloc(a, (size_t)size + 1);
    size_t n = fread(p, 1, (size_t)size, f);
    fclose(f);
    return str_from(p, n);
}

static size_t lines_of(struct str s)
{
    size_t n = 1;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

struct truth truth_read(struct arena *a, const char *path)
{
    struct str all = file_all(a, path);
    struct truth t = {ARENA_ARRAY(a, struct fact, lines_of(all)), 0};
    while (all.n) {
        struct str line = str_cut(&all, '\n');
        struct fact *f = &t.v[t.n++];
        struct str *cell[] = {&f->id, &f->kind, &f->city, &f->group, &f->lang, &f->speaks};
        for (size_t i = 0; i < 6; i++)
            *cell[i] = str_cut(&line, '\t');
    }
    return t;
}

/* ---- what a query wants ---------------------------------------------------------------------- */

static bool listed(struct str list, struct str one)
{
    while (list.n)
        if (str_eq(str_cut(&list, ','), one))
            return true;
    return false;
}

static void want_add(struct reading *r, struct str id, int grade)
{
    for (size_t i = 0; i < r->n; i++) {
        if (str_eq(r->v[i].id, id)) {
            r->v[i].grade = grade > r->v[i].grade ? grade : r->v[i].grade;
            return;
        }
    }
    if (r->n == r->cap) {
        struct want *more = ARENA_ARRAY(r->a, struct want, r->cap * 2);
        for (size_t i = 0; i < r->n; i++)
            more[i] = r->v[i];
        r->v = more;
        r->cap *= 2;
    }
    r->v[r->n++] = (struct want){id, grade};
}

/* "s29846 o25321:1 @veterans" */
static void wants_listed(struct reading *r, struct str list, int most)
{
    while (list.n) {
        struct str one = str_trim(str_cut(&list, ' '));
        struct str id = str_cut(&one, ':');
        int grade = one.n || most == 1 ? 1 : 2;
        if (!id.n)
            continue;
        if (id.p[0] == '@') {
            size_t i = 0;
            while (i < r->nnamed && !str_eq(r->named[i].name, id))
                i++;
            if (i == r->nnamed)
                broken("no such set", id);
            wants_listed(r, r->named[i].list, grade);
            continue;
        }
        enum hsds_type type = id.p[0] == 'o' ? HSDS_ORGANIZATION : HSDS_SERVICE;
        want_add(r, hsds_uuid(r->a, r->source, type, str_slice(id, 1, id.n)), grade);
    }
}

struct condition {
    struct str what, values;
};

static bool meets(const struct fact *f, const struct condition *c)
{
    struct str values = c->values;
    if (str_eq_c(c->what, "kind"))
        return listed(values, f->kind);
    if (str_eq_c(c->what, "city"))
        return listed(values, f->city);
    if (str_eq_c(c->what, "group"))
        return listed(values, f->group);
    if (str_eq_c(c->what, "lang"))
        return listed(values, f->lang);
    if (str_eq_c(c->what, "speaks"))
        return listed(f->speaks, values);
    broken("no such condition", c->what);
}

/* "kind=hiv-test city=cairo ; kind=sti-clinic city=cairo" */
static void wants_true(struct reading *r, struct str text)
{
    for (int grade = 2; text.n; grade = 1) {
        struct str part = str_trim(str_cut(&text, ';'));
        struct condition c[CONDITIONS_MAX];
        size_t n = 0;
        while (part.n && n < CONDITIONS_MAX) {
            struct str one = str_trim(str_cut(&part, ' '));
            if (one.n) {
                c[n].what = str_cut(&one, '=');
                c[n++].values = one;
            }
        }
        for (size_t i = 0; i < r->truth->n; i++) {
            bool all = true;
            for (size_t k = 0; k < n && all; k++)
                all = meets(&r->truth->v[i], &c[k]);
            if (all)
                want_add(r, r->truth->v[i].id, grade);
        }
    }
}

static int by_id(const void *a, const void *b)
{
    return str_cmp(((const struct want *)a)->id, ((const struct want *)b)->id);
}

static void query_read(struct reading *r, struct str line, struct query *q)
{
    struct str whole = line, set = str_cut(&line, '\t');
    q->classes = str_cut(&line, '\t');
    q->text = str_cut(&line, '\t');
    if (!q->text.n || !line.n)
        broken("not four columns", whole);
    q->set = str_eq_c(set, "made") ? SET_MADE : SET_LEGAL_AID;
    r->cap = LISTED_MAX;
    r->v = ARENA_ARRAY(r->a, struct want, r->cap);
    r->n = 0;
    if (q->set == SET_MADE)
        wants_true(r, line);
    else
        wants_listed(r, line, 2);
    qsort(r->v, r->n, sizeof *r->v, by_id);
    q->wants = r->v;
    q->n = r->n;
    for (size_t i = 0; i < q->n; i++)
        q->best += q->wants[i].grade == 2;
}

struct queries queries_read(struct arena *a, const char *path, const struct truth *truth,
                            struct str source)
{
    struct str all = file_all(a, path);
    struct queries out = {ARENA_ARRAY(a, struct query, lines_of(all)), 0};
    struct reading r = {.a = a, .truth = truth, .source = source};
    while (all.n) {
        struct str line = str_cut(&all, '\n');
        if (!line.n || line.p[0] == '#')
            continue;
        if (line.p[0] != '@') {
            query_read(&r, line, &out.v[out.n++]);
            continue;
        }
        if (r.nnamed == NAMED_MAX)
            broken("too many sets", line);
        struct named *n = &r.named[r.nnamed++];
        n->name = str_cut(&line, '\t');
        n->list = line;
    }
    return out;
}

bool query_has_class(const struct query *q, struct str name)
{
    return listed(q->classes, name);
}

/* ---- hits ------------------------------------------------------------------------------------ */

int query_grade(const struct query *q, struct str id)
{
    const struct want key = {id, 0};
    const struct want *w = q->n ? bsearch(&key, q->wants, q->n, sizeof key, by_id) : NULL;
    return w ? w->grade : 0;
}

size_t hits_good(const struct query *q, const struct hits *h)
{
    size_t n = 0;
    for (size_t i = 0; i < h->n; i++)
        n += query_grade(q, h->id[i]) == 2;
    return n;
}

double hits_recall(const struct query *q, const struct hits *h)
{
    size_t most = q->best < TOP ? q->best : TOP;
    return most ? (double)hits_good(q, h) / (double)most : 0;
}

double hits_rank(const struct query *q, const struct hits *h)
{
    for (size_t i = 0; i < h->n; i++)
        if (query_grade(q, h->id[i]))
            return 1.0 / (double)(i + 1);
    return 0;
}
