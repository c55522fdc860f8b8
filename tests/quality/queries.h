/* The queries of queries.tsv with what each should find, and how well a list of hits does.
 *
 * Recall at 10: entries of grade 2 among the first ten, divided by the smaller of ten and how many
 * there are. Reciprocal rank: 1 / place of the first entry of any grade, 0 beyond ten.
 */
#ifndef AWN_TESTS_QUALITY_QUERIES_H
#define AWN_TESTS_QUALITY_QUERIES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define TOP 10 /* hits that count */

enum query_set { SET_LEGAL_AID, SET_MADE, SETS };

struct want {
    struct str id; /* UUID; wants are sorted by it */
    int grade;     /* 1, 2 */
};
struct query {
    enum query_set set;
    struct str classes, text;
    struct want *wants;
    size_t n, best; /* `best` of the n have grade 2 */
};
struct queries {
    struct query *v;
    size_t n;
};

/* One line of truth.tsv. */
struct fact {
    struct str id, kind, city, group, lang, speaks;
};
struct truth {
    struct fact *v;
    size_t n;
};

/* The whole file; aborts when it cannot be read. */
struct str file_all(struct arena *a, const char *path);

struct truth truth_read(struct arena *a, const char *path);

/* `source`: the name under which the legal-aid directory is imported. Aborts on a broken line. */
struct queries queries_read(struct arena *a, const char *path, const struct truth *truth,
                            struct str source);

/* "ar,cross,place" has "cross". */
bool query_has_class(const struct query *q, struct str name);

struct hits {
    struct str id[TOP];
    size_t n;
};
int query_grade(const struct query *q, struct str id); /* 0: not wanted */
size_t hits_good(const struct query *q, const struct hits *h);
double hits_recall(const struct query *q, const struct hits *h);
double hits_rank(const struct query *q, const struct hits *h);

#endif
