/* A thief: somebody with every key they ever had in one space, with a full new copy of the
 * database, and with both secrets of the server. What the bars of removal share. */
#ifndef AWN_TESTS_BARS_THIEF_H
#define AWN_TESTS_BARS_THIEF_H

#include "bars/bar.h"

#define KEYS_MAX 64
#define CODES_MAX 32

struct row_mark {
    int64_t id, rev;
};

/* Everything a person ever had in their hands. */
struct someone {
    bool in;
    struct space_ticket ticket;
    struct key keys[KEYS_MAX];
    size_t nkeys;
    struct key codes[CODES_MAX];
    size_t ncodes;
    struct row_mark *seen; /* rows that were there when they went */
    size_t nseen;
};

/* Columns: id, epoch, expires, rev, sealed; tag; space, epoch, sealed. In the net's arena. */
enum err thief_rows(struct bar_net *n, struct db_rows *out) MUST_CHECK;
enum err thief_tags(struct bar_net *n, struct db_rows *out) MUST_CHECK;
enum err thief_links(struct bar_net *n, struct db_rows *out) MUST_CHECK;

void thief_learns(struct someone *p, const struct key *k);

/* The rows that are there now; and whether one was. */
void thief_remembers(struct bar_net *n, struct someone *p, const struct db_rows *rows);
bool thief_saw(const struct someone *p, int64_t id, int64_t rev);

/* A thief's keys grow as long as something opens. */
void thief_tries_envelopes(struct bar_net *n, struct someone *thief, const struct db_rows *tags);
void thief_tries_links(struct bar_net *n, struct someone *thief, const struct db_rows *links);

bool thief_opens(struct bar_net *n, const struct someone *thief, const struct db_rows *rows,
                 size_t i);

#endif
