/* What the bars share: counting, figures, and a network of the bar's own on a real engine.
 *
 * A bar is a program that attacks: it prints `figure bar_NAME VALUE UNIT`, a sentence that says
 * what was tried, and `N passed, N failed`. Every bar has a control: the same attack with the
 * right keys, which must succeed, so that a bar which tries nothing fails. AWN_BARS=full: full
 * size. Both engines where AWN_TEST_PG is set, else SQLite alone (and the sentence says so).
 */
#ifndef AWN_TESTS_BARS_BAR_H
#define AWN_TESTS_BARS_BAR_H

#include "base/clock.h"
#include "space/roster.h"
#include "support/test_db.h"

#define DAY0 20000
#define NOON(day) ((int64_t)(day)*DAY_SECONDS + 43200)

struct bar {
    const char *name; /* "removal" */
    size_t passed, failed;
    size_t engines;
    int errors; /* the real standard error while it is turned away, else -1 */
    char log[300];
};

/* Sets the weak hash of test folders, so call it first. */
void bar_begin(struct bar *b, const char *name);

bool bar_full(void);
size_t bar_size(size_t small, size_t full);

/* One finding. A failed one prints its text; after twenty only the count goes up. */
bool bar_check(struct bar *b, bool ok, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* What must not fail in the bar itself: aborts. */
void bar_must(enum err e, const char *what);
#define MUST(call) bar_must((call), #call)

/* While the log is turned away its lines go into a file, whose content `bar_log_loud` gives back
 * (the lines are about rows that the bar spoiled: thousands of them). */
void bar_log_quiet(struct bar *b, const char *folder);
struct str bar_log_loud(struct bar *b, struct arena *a);

/* "on SQLite and PostgreSQL" */
const char *bar_where(const struct bar *b);

/* Prints the figure, the sentence and the count; gives main's exit status. */
int bar_end(const struct bar *b, double value, const char *unit, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* A whole file. */
struct str bar_file(struct arena *a, const char *path);
void bar_file_copy(const char *from, const char *to);
bool bar_holds(struct str hay, struct str needle);

/* One network: a database, its two keys, a context of the space room. `arena` and `secret` are
 * cleared by net_clear; what must last goes into `keep`. */
struct bar_net {
    struct test_db t;
    struct db *db;
    struct seal_home *home;
    struct arena *arena, *secret, *keep;
    struct space_ctx ctx;
};

/* Runs `each` once an engine. */
void bar_on_engines(struct bar *b, void (*each)(struct bar *b, struct bar_net *n, void *arg),
                    void *arg);
void net_clear(struct bar_net *n);
/* The midnight before `day`: the ratchet turns, what expired is deleted, the engine tidies. */
void net_day(struct bar_net *n, int32_t day);

#endif
