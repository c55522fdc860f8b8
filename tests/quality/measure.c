/* How good the search is, beside what the databases find by themselves.
 *
 *     quality_measure QUERIES LEGAL_AID MADE [--misses CLASS]
 *
 * QUERIES: queries.tsv. LEGAL_AID: the folder of that set, or "-". MADE: what quality_generate
 * wrote, or "-". Imports each set into a database of its own, asks every query of ours and of the
 * plain engines over the same text, and writes one JSON object: per class and engine the mean
 * recall at 10 and reciprocal rank; `missed_found`: of the entries that the best plain engine
 * should have had among its ten and had not, the part that is among our ten; how long our searches
 * took. With AWN_TEST_PG (tools/with-postgres) also PostgreSQL: its full text, and our own search
 * on it, whose hits must be the same. --misses tells the queries of a class that miss something,
 * but for those of the class `fresh`, which nobody is shown.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "plain_store.h"
#include "support/test_db.h"
#include "text.h"

#define CONTESTANTS (PLAINS + 1) /* ours is the last */
#define OURS PLAINS
#define CLASSES_MAX 40

static const char *const NAMES[CONTESTANTS] = {
#define X(name, text) text,
    PLAIN(X)
#undef X
        "awn"};

struct asked {
    struct hits by[CONTESTANTS];
    bool done;
};
struct measure {
    struct arena *a;
    struct search *search;
    struct queries queries;
    struct truth truth;
    struct asked *asked; /* one a query */
    int64_t *took;       /* microseconds of our searches on SQLite */
    size_t ntook;
    size_t differ; /* queries that the two engines answer differently */
    bool postgres;
};
struct set {
    enum query_set set;
    const char *folder;
    struct str source;
};

#define MUST(call)                                                                                 \
    do {                                                                                           \
        enum err must_e = (call);                                                                  \
        if (must_e != ERR_OK) {                                                                    \
            fprintf(stderr, "quality: %s: %s\n", #call, err_text(must_e));                         \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

static void hits_copy(struct arena *a, const struct directory_hits *from, struct hits *to)
{
    *to = (struct hits){0};
    for (size_t i = 0; i < from->n && i < TOP; i++)
        to->id[to->n++] = str_copy(a, from->v[i].card.id);
}

static void ask_ours(struct measure *m, struct db *db, struct str words, struct hits *out)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    const struct directory_query q = {.words = words, .limit = TOP};
    struct directory_hits hits = {0};
    MUST(directory_search(db, m->search, a, &q, lang_find(STR("en")), &hits));
    hits_copy(m->a, &hits, out);
}

static bool same(const struct hits *a, const struct hits *b)
{
    bool equal = a->n == b->n;
    for (size_t i = 0; i < a->n && equal; i++)
        equal = str_eq(a->id[i], b->id[i]);
    return equal;
}

static void plain_fill(struct db *db)
{
    ARENA_LOCAL struct arena *all = arena_create(ARENA_PLAIN, 0);
    ARENA_LOCAL struct arena *each = arena_create(ARENA_PLAIN, 0);
    struct db_rows rows;
    MUST(plain_begin(db));
    MUST(entries_all(db, all, &rows));
    DB_TX struct db_tx tx = {0};
    MUST(db_tx_begin(&tx, db));
    for (size_t i = 0; i < rows.n; i++) {
        struct directory_entry e;
        arena_clear(each);
        MUST(directory_entry_load(db, each, db_cell_str(&rows, i, 0), &e));
        MUST(plain_add(db, e.card.id, e.card.title, entry_body(each, &e)));
    }
    MUST(db_tx_commit(&tx));
}

static void set_import(struct measure *m, struct db *db, const struct set *set)
{
    struct directory_imported done;
    const struct directory_import how = {.path = set->folder,
                                         .source = set->source,
                                         .orphans = HSDS_ORPHANS_KEEP,
                                         .now = 1700000000};
    MUST(directory_import(db, m->search, &how, &done));
    fprintf(stderr, "quality: %s: %lld services, %lld rows refused\n", set->folder,
            (long long)done.services, (long long)done.refused);
}

static void ask_plain(struct measure *m, struct db *db, size_t i)
{
    for (int p = 0; p < PLAINS; p++)
        if (plain_engine((enum plain)p) == db_engine_of(db))
            MUST(plain_find(db, m->a, (enum plain)p, m->queries.v[i].text, &m->asked[i].by[p]));
}

static void set_run(struct measure *m, const struct set *set, enum db_engine engine)
{
    struct test_db t;
    if (!test_db_open(engine, &t))
        return;
    m->postgres |= engine == DB_POSTGRES;
    set_import(m, t.db, set);
    plain_fill(t.db);
    for (size_t i = 0; i < m->queries.n; i++) {
        const struct query *q = &m->queries.v[i];
        struct hits ours;
        if (q->set != set->set)
            continue;
        int64_t began = clock_monotonic_us();
        ask_ours(m, t.db, q->text, &ours);
        if (engine == DB_SQLITE) {
            m->took[m->ntook++] = clock_monotonic_us() - began;
            m->asked[i].by[OURS] = ours;
            m->asked[i].done = true;
        } else {
            m->differ += !same(&ours, &m->asked[i].by[OURS]);
        }
        ask_plain(m, t.db, i);
    }
    test_db_close(&t);
}

/* ---- figures --------------------------------------------------------------------------------- */

struct mean {
    double recall, rank;
};

/* Over the queries of a class ("all", "legal-aid" and "made" are classes too). */
static bool in_class(const struct measure *m, size_t i, struct str name)
{
    const struct query *q = &m->queries.v[i];
    if (!m->asked[i].done || !q->best)
        return false;
    return str_eq_c(name, "all") || str_eq_c(name, q->set == SET_MADE ? "made" : "legal-aid") ||
           query_has_class(q, name);
}

static size_t class_mean(const struct measure *m, struct str name, int who, struct mean *out)
{
    size_t n = 0;
    *out = (struct mean){0};
    for (size_t i = 0; i < m->queries.n; i++) {
        if (!in_class(m, i, name))
            continue;
        out->recall += hits_recall(&m->queries.v[i], &m->asked[i].by[who]);
        out->rank += hits_rank(&m->queries.v[i], &m->asked[i].by[who]);
        n++;
    }
    if (n) {
        out->recall /= (double)n;
        out->rank /= (double)n;
    }
    return n;
}

static int best_plain(const struct measure *m)
{
    int best = 0;
    struct mean mean, most = {0};
    for (int p = 0; p < PLAINS; p++) {
        class_mean(m, STR("all"), p, &mean);
        if (mean.recall > most.recall) {
            most = mean;
            best = p;
        }
    }
    return best;
}

static double missed_found(const struct measure *m, int plain)
{
    size_t missed = 0, found = 0;
    for (size_t i = 0; i < m->queries.n; i++) {
        const struct query *q = &m->queries.v[i];
        if (!m->asked[i].done)
            continue;
        const struct hits *ours = &m->asked[i].by[OURS], *theirs = &m->asked[i].by[plain];
        size_t short_of = (q->best < TOP ? q->best : TOP) - hits_good(q, theirs), more = 0;
        for (size_t k = 0; k < ours->n; k++) {
            bool had = false;
            for (size_t j = 0; j < theirs->n && !had; j++)
                had = str_eq(theirs->id[j], ours->id[k]);
            more += !had && query_grade(q, ours->id[k]) == 2;
        }
        missed += short_of;
        found += more < short_of ? more : short_of;
    }
    return missed ? (double)found / (double)missed : 0;
}

static size_t classes_of(const struct measure *m, struct str *v)
{
    size_t n = 0;
    v[n++] = STR("all");
    v[n++] = STR("legal-aid");
    v[n++] = STR("made");
    for (size_t i = 0; i < m->queries.n; i++) {
        struct str list = m->queries.v[i].classes;
        while (list.n && n < CLASSES_MAX) {
            struct str one = str_cut(&list, ',');
            size_t k = 0;
            while (k < n && !str_eq(v[k], one))
                k++;
            if (k == n)
                v[n++] = one;
        }
    }
    return n;
}

static void classes_print(const struct measure *m)
{
    struct str classes[CLASSES_MAX];
    size_t n = classes_of(m, classes);
    for (size_t c = 0; c < n; c++) {
        struct mean mean;
        size_t queries = class_mean(m, classes[c], OURS, &mean);
        printf("%s\n  {\"class\": \"%" STR_FMT "\", \"queries\": %zu", c ? "," : "",
               STR_ARG(classes[c]), queries);
        for (int who = CONTESTANTS - 1; who >= 0; who--) {
            if (who < PLAINS && plain_engine((enum plain)who) == DB_POSTGRES && !m->postgres)
                continue;
            class_mean(m, classes[c], who, &mean);
            printf(", \"%s\": [%.4f, %.4f]", NAMES[who], mean.recall, mean.rank);
        }
        printf("}");
    }
}

static int by_time(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void print(const struct measure *m)
{
    int best = best_plain(m);
    qsort(m->took, m->ntook, sizeof *m->took, by_time);
    printf("{\"best_plain\": \"%s\", \"missed_found\": %.4f, \"queries\": %zu,\n \"differ\": %zu, "
           "\"engines\": %d, \"ms_median\": %.2f, \"ms_p95\": %.2f, \"classes\": [",
           NAMES[best], missed_found(m, best), m->ntook, m->differ, m->postgres ? 2 : 1,
           m->ntook ? (double)m->took[m->ntook / 2] / 1000 : 0,
           m->ntook ? (double)m->took[m->ntook * 95 / 100] / 1000 : 0);
    classes_print(m);
    printf("]}\n");
}

/* What stands in the place of wanted entries: kind, city, group, language. */
static void wrong_print(const struct measure *m, const struct query *q, const struct hits *h)
{
    for (size_t i = 0; i < h->n; i++) {
        for (size_t k = 0; k < m->truth.n; k++) {
            const struct fact *f = &m->truth.v[k];
            if (str_eq(f->id, h->id[i]))
                fprintf(stderr, "    %d %" STR_FMT " %" STR_FMT " %" STR_FMT " %" STR_FMT "\n",
                        query_grade(q, h->id[i]), STR_ARG(f->kind), STR_ARG(f->city),
                        STR_ARG(f->group), STR_ARG(f->lang));
        }
    }
}

static void misses_print(const struct measure *m, struct str class)
{
    for (size_t i = 0; i < m->queries.n; i++) {
        const struct query *q = &m->queries.v[i];
        double recall = hits_recall(q, &m->asked[i].by[OURS]);
        if (!in_class(m, i, class) || query_has_class(q, STR("fresh")) || recall == 1)
            continue;
        fprintf(stderr, "%.2f (%.2f) of %zu\t%" STR_FMT "\t%" STR_FMT "\n", recall,
                hits_recall(q, &m->asked[i].by[best_plain(m)]), q->best, STR_ARG(q->classes),
                STR_ARG(q->text));
        wrong_print(m, q, &m->asked[i].by[OURS]);
    }
}

int main(int argc, char **argv)
{
    if (argc != 4 && !(argc == 6 && strcmp(argv[4], "--misses") == 0)) {
        fprintf(stderr, "usage: quality_measure QUERIES LEGAL_AID MADE [--misses CLASS]\n");
        return 2;
    }
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct measure m = {.a = a, .search = search_create()};
    const struct set sets[SETS] = {{SET_LEGAL_AID, argv[2], STR("legal-aid")},
                                   {SET_MADE, argv[3], STR("made")}};
    if (strcmp(argv[3], "-") != 0)
        m.truth = truth_read(a, str_to_c(a, str_fmt(a, "%s/truth.tsv", argv[3])));
    m.queries = queries_read(a, argv[1], &m.truth, sets[SET_LEGAL_AID].source);
    m.asked = ARENA_ARRAY(a, struct asked, m.queries.n);
    m.took = ARENA_ARRAY(a, int64_t, m.queries.n);
    for (int s = 0; s < SETS; s++) {
        if (strcmp(sets[s].folder, "-") == 0)
            continue;
        set_run(&m, &sets[s], DB_SQLITE);
        if (getenv("AWN_TEST_PG"))
            set_run(&m, &sets[s], DB_POSTGRES);
    }
    print(&m);
    if (argc == 6)
        misses_print(&m, str_from_c(argv[5]));
    search_destroy(m.search);
    return m.differ ? 1 : 0;
}
