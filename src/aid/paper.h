/* What comes back from a printed sheet, and in which order somebody goes.
 *
 * Purpose: sheets are ticked with a pencil and typed in again in the evening: a code and what
 * happened, one to a line; or the number of a sheet. Reading forgives what hands do and says of
 * each line what it could not read.
 *
 * A sheet's number is decimal with one letter behind it that checks it, as in a code. The text of
 * its QR code is its number, the day (ISO 8601) and its codes, with spaces between; only that, so
 * the number is the first word of what somebody pastes.
 *
 * Pure. Ownership: the arena. Units: minutes of areas.h.
 */
#ifndef AWN_AID_PAPER_H
#define AWN_AID_PAPER_H

#include "aid/areas.h"
#include "aid/case_code.h"

/* What happened at the door. Numbers are stored, and stand above the boxes of a sheet; the letters
 * are of either language. */
#define PAPER_WORDS(X)                                                                             \
    X(HANDED, 1, 'h', 0x633, N_("Handed over"))                                                    \
    X(NOBODY, 2, 'n', 0x644, N_("Nobody there"))                                                   \
    X(ENOUGH, 3, 'x', 0x63a, N_("Not needed any more"))                                            \
    X(AGAIN, 4, 'a', 0x639, N_("Come again"))
enum paper_word {
    PAPER_NOTHING = 0, /* nothing was ticked */
#define X(name, number, latin, arabic, text) PAPER_##name = number,
    PAPER_WORDS(X)
#undef X
};
#define PAPER_WORD_COUNT 4
const char *paper_word_text(enum paper_word w); /* a msgid */
char paper_word_letter(enum paper_word w);
bool paper_word_read(struct str typed, enum paper_word *out);

/* ---- lines ---- */

#define PAPER_LINES_MAX 500
#define PAPER_TEXT_MAX 10000 /* code points */

struct paper_line {
    uint32_t line;   /* from 1 */
    struct str text; /* as it was typed, trimmed */
    enum case_code_told told;
    struct case_code code; /* of CASE_CODE_NONE: empty */
    enum paper_word word;  /* PAPER_NOTHING: none, or none of ours */
};
struct paper_lines {
    struct paper_line *v;
    size_t n;
    bool more; /* there were more than PAPER_LINES_MAX */
};
/* `text` is UTF-8. Lines with nothing in them are skipped. */
void paper_lines_read(struct arena *a, struct str text, struct paper_lines *out);

/* ---- sheets ---- */

struct str paper_number(struct arena *a, uint32_t number);

/* Of the first word. False: none, or its letter says it is mistyped. */
bool paper_number_read(struct str typed, uint32_t *out);

struct str paper_qr_text(struct arena *a, uint32_t number, int32_t day,
                         const struct case_code *codes, size_t n);

/* ---- the way ---- */

/* Areas (ids, each once) by which somebody goes: begins with the first, then always to the nearest
 * that is left; where no way is known, to the one that stands first. It is an honest simple order
 * (nearest neighbour), not the shortest round. 0, anywhere, comes last. Sorts in place. */
void paper_route(const struct areas *all, struct arena *a, uint32_t *area, size_t n);

#endif
