/* Asks and offers out of a table: a spreadsheet, or reports as crisis maps write them out.
 *
 * Purpose: in hard times people have written needs down somewhere already. A table (CSV; commas,
 * semicolons or tabs) becomes cards and details by a *mapping*, which says what each column means
 * and which words of theirs are which kind of ours. A first mapping is proposed; people change it,
 * in a form or as a small file.
 *
 * What becomes of a row:
 *   the line     its title, without telephone numbers, addresses of mail, and the row's own name
 *   the kind     the first category that is known; the others go into the words. Unknown ones are
 *                told, with how often they stand there
 *   the area     the place's name on the network's list, or the area nearest to the coordinate
 *                (IMPORT_KM at most). The coordinate is dropped, also where one stands in the
 *                words: two numbers of degrees beside each other are cut out
 *   the details  everything else, names and numbers too: what only those who help may read
 *   the urgency  its column's word; else NOW where title, category or the words' beginning say so
 *                (import_words.c), else this week
 *   the id       a keyed hash of the source's name and the row's serial, or, without both, of all
 *                of the row: so the same row comes in once, however often it is read
 * What a cell says and we cannot tell stays in the words, under its column's name. A row that
 * cannot be taken is told with line and reason; the others stand.
 *
 * Mapping as a file (CSV): "FIELD,COLUMN" says what a column is (the fields by IMPORT_COLUMNS), a
 * column that is not named stays out; "kind,VALUE,CODE" what a category means (kinds.h; "-": rows
 * of it stay out); "option,dates,dmy" (or mdy), "option,unapproved,leave" (or keep).
 *
 * Pure but for the folding of words. Ownership: the arena. Units: days since 1970.
 */
#ifndef AWN_AID_IMPORT_H
#define AWN_AID_IMPORT_H

#include "aid/areas.h"
#include "aid/letter.h"
#include "hsds/hsds_csv.h"
#include "search/search.h"

#define IMPORT_ROWS_MAX 100000
#define IMPORT_BYTES_MAX (64u << 20)
#define IMPORT_COLUMNS_MAX 64
#define IMPORT_MEANS_MAX 500 /* categories */
#define IMPORT_KM 30.0
#define IMPORT_DAYS 60 /* until the last day, when nobody said one */

/* What a column can be; the code stands in mapping files and forms. */
#define IMPORT_COLUMNS(X)                                                                          \
    X(OUT, "out", N_("Stays out"))                                                                 \
    X(SERIAL, "serial", N_("Its number"))                                                          \
    X(LINE, "line", N_("What it is, in one line"))                                                 \
    X(WORDS, "words", N_("More words, for who helps"))                                             \
    X(KIND, "kind", N_("Its kind"))                                                                \
    X(UNITS, "units", N_("How many"))                                                              \
    X(WHERE, "where", N_("Where"))                                                                 \
    X(LAT, "lat", N_("Degrees north; becomes a place"))                                            \
    X(LON, "lon", N_("Degrees east; becomes a place"))                                             \
    X(URGENCY, "urgency", N_("How urgent"))                                                        \
    X(DATE, "date", N_("The day it was asked"))                                                    \
    X(UNTIL, "until", N_("The last day it is of use"))                                             \
    X(NAME, "name", N_("A name"))                                                                  \
    X(CONTACT, "contact", N_("How to reach them"))                                                 \
    X(WHO, "who", N_("For whom"))                                                                  \
    X(LANG, "language", N_("Their language"))                                                      \
    X(SIDE, "side", N_("Ask or offer"))                                                            \
    X(APPROVED, "approved", N_("Approved: yes or no"))                                             \
    X(VERIFIED, "verified", N_("Verified: yes or no"))
enum import_column {
#define X(name, code, text) IMPORT_##name,
    IMPORT_COLUMNS(X)
#undef X
};
#define IMPORT_COLUMN_COUNT 19
const char *import_column_code(enum import_column c);
const char *import_column_text(enum import_column c); /* a msgid */
bool import_column_find(struct str code, enum import_column *out);

/* ---- the table --------------------------------------------------------------------------------
 */

struct import_cells {
    uint32_t line;
    const struct str *v; /* as many as there are columns */
    bool more;           /* it has cells beyond them */
};
struct import_table {
    struct str *columns; /* their names, from the first row */
    size_t ncolumns;
    struct import_cells *rows; /* those with anything in them */
    size_t n;
    struct csv_broken broken; /* of ERR_INVALID */
};

/* Bytes as they were saved: UTF-8, UTF-16 with a mark, Windows-1256 or -1252; the separator is
 * found. ERR_INVALID: no such table (out->broken); ERR_TOO_LARGE. */
enum err import_table_read(struct arena *a, struct str bytes, struct import_table *out) MUST_CHECK;

/* ---- the mapping ------------------------------------------------------------------------------
 */

enum import_dates { IMPORT_DMY, IMPORT_MDY }; /* of 3/4/2026; ISO dates are clear */
enum import_unapproved { IMPORT_KEEP, IMPORT_LEAVE };
#define IMPORT_KIND_LEAVE 0 /* rows of this category stay out */
struct import_means {
    struct str value; /* as it stands there */
    int kind;         /* enum aid_kind, or IMPORT_KIND_LEAVE */
};
struct import_map {
    enum import_column of[IMPORT_COLUMNS_MAX]; /* by column */
    enum import_dates dates;
    bool dates_unsure; /* proposed only: no date in the table says which */
    enum import_unapproved unapproved;
    struct import_means *means;
    size_t nmeans;
};

/* By the columns' names in several languages, then by what stands in them. */
void import_map_propose(struct search *s, struct arena *a, const struct import_table *t,
                        const struct areas *areas, struct import_map *out);

struct import_told {
    uint32_t line;
    const char *why; /* a msgid */
    struct str what; /* of the file; may be empty */
};

/* In the place of what *m says: a file. What cannot be told is told. ERR_INVALID: no CSV. */
struct import_map_read {
    struct import_told *wrong;
    size_t nwrong;
    struct csv_broken broken;
};
enum err import_map_read(struct search *s, struct arena *a, struct str text,
                         const struct import_table *t, struct import_map *m,
                         struct import_map_read *out) MUST_CHECK;
struct str import_map_write(struct arena *a, const struct import_table *t,
                            const struct import_map *m);

/* Sets what one category means; false: the list is full. */
bool import_map_mean(struct arena *a, struct import_map *m, struct str value, int kind);

/* ---- the rows ---------------------------------------------------------------------------------
 */

struct import_how {
    struct search *search;
    struct arena *arena;
    const struct areas *areas;
    const struct key *key; /* of the server, for ids */
    struct str source;     /* a name, or empty */
    enum aid_side side;    /* where no column says it */
    int64_t now;
    int32_t until; /* the last day of what says no earlier one */
};
struct import_row {
    uint32_t line;
    struct aid_card card;
    struct aid_details details;
};
struct import_unknown {
    struct str value;
    size_t n; /* rows */
};
struct import {
    struct import_row *rows;
    size_t n;
    struct import_told *refused; /* rows that do not come in */
    size_t nrefused;
    struct import_told *told; /* rows that do, with something left in their words */
    size_t ntold;
    struct import_unknown *unknown; /* categories, the most frequent first */
    size_t nunknown;
    size_t twice;  /* the same row again */
    size_t left;   /* left out by the mapping */
    size_t alike;  /* perhaps the same as another: the same contact, or line, kind and area */
    size_t marked; /* not approved by their source */
};

void import_read(const struct import_how *how, const struct import_table *t,
                 const struct import_map *m, struct import *out);

/* How many come in by kind: by[kind], one more than AID_KIND_COUNT long. */
void import_by_kind(const struct import *in, size_t by[AID_KIND_COUNT + 1]);

/* And by area, the most first; area 0 is somewhere else. */
struct import_area_count {
    uint32_t area;
    size_t n;
};
size_t import_by_area(struct arena *a, const struct import *in, struct import_area_count **out);

#endif
