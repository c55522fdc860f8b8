/* Printed sheets, as the desk remembers them: which code is which ask.
 *
 * Purpose: what comes back from the street is a sheet's number, or codes; a record of stream "aid
 * sheet" says which asks these are, and what was written down of each already, so that the same
 * sheet typed twice changes nothing more. The sheet's number is its place in the stream.
 *
 * Invariants: a sheet ends SHEET_DAYS after it was printed, in hard times on their last day if that
 * is sooner; it holds numbers, codes and who went, nothing of what is asked. What is written is
 * done in one transaction, all of it or nothing; a row that cannot be done is told and stays as it
 * was.
 *
 * Ownership: the desk's secret arena. Errors: ERR_NOT_FOUND no such sheet (any more); ERR_SEAL it
 * was changed from outside.
 */
#ifndef AWN_AID_SHEETS_H
#define AWN_AID_SHEETS_H

#include "aid/cases.h"
#include "aid/paper.h"

#define SHEET_DAYS 14
#define SHEET_ROWS 20 /* that fit on a page in large type, and in a form */
#define SHEET_WHO_MAX 60
#define SHEETS_READ 300 /* in which a code is looked for: the newest */

struct sheet_row {
    uint64_t card;
    struct shelf_place at; /* when it was printed */
    struct case_code code;
    enum paper_word happened; /* PAPER_NOTHING: nothing was written down yet */
};
struct sheet {
    uint32_t number; /* 0: not kept yet */
    uint32_t area;
    int32_t day;     /* on which it was printed */
    int32_t expires; /* of its record */
    struct str who;
    struct sheet_row *rows;
    size_t n;
};
struct sheets {
    struct sheet *v; /* oldest first */
    size_t n;
};

/* Keeps a new one; says its number. In the caller's transaction. */
enum err sheet_put(struct desk *d, struct sheet *sheet) MUST_CHECK;
enum err sheet_get(struct desk *d, uint32_t number, struct sheet *out) MUST_CHECK;
enum err sheets_newest(struct desk *d, struct sheets *out) MUST_CHECK;
enum err sheets_end(struct desk *d) MUST_CHECK;

/* The key of the desk's codes. Wipe it (key_wipe). */
void sheet_code_key(const struct desk *d, struct key *out);

/* ---- what came back ---- */

/* One row of one sheet. The text says what came of it. */
#define SHEET_OUTCOMES(X)                                                                          \
    X(DONE, N_("Written down"))                                                                    \
    X(SAME, N_("Was written down before"))                                                         \
    X(OTHER, N_("Something else was written down for it before. Its own page can change it."))     \
    X(STANDS, N_("Where it stands now, this cannot be. Its own page says what happened."))         \
    X(ENDED, N_("Has ended in the meantime"))
enum sheet_outcome {
#define X(name, text) SHEET_##name,
    SHEET_OUTCOMES(X)
#undef X
};
const char *sheet_outcome_text(enum sheet_outcome o); /* a msgid */

struct sheet_entry {
    struct sheet *sheet;
    size_t row;
    enum paper_word word; /* never PAPER_NOTHING */
    enum sheet_outcome outcome;
};

/* Does all of them, in a transaction of its own. `words`: to who asks, with PAPER_AGAIN. */
enum err sheets_enter(struct desk *d, struct sheet_entry *v, size_t n, struct str words) MUST_CHECK;

#endif
