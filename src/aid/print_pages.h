/* The pages of lists on paper, among themselves. */
#ifndef AWN_AID_PRINT_PAGES_H
#define AWN_AID_PRINT_PAGES_H

#include "aid/case_pages.h"
#include "aid/sheets.h"

#define PRINT_AT DESK_AT "/print"
#define PAPER_AT DESK_AT "/paper"
#define PRINT_MOST 300 /* rows at once */
#define PRINT_AREAS 40 /* to choose from; what else there is goes along with all of them */
#define PRINT_USUAL "40"

/* Which asks go on paper. Numbers are of forms only. */
enum print_which { PRINT_ALL, PRINT_WAITING, PRINT_HELD };
struct print_wish {
    int kind; /* 0: all */
    enum print_which which;
    const uint32_t *areas; /* with what lies in them */
    size_t nareas;         /* 0: all */
    size_t most;
    struct str who;
};
bool print_is_open(const struct aid_card *c); /* not over yet: somebody may go there */

/* Makes the sheets and keeps them, in a transaction of its own: the most pressing asks, by area in
 * the order of the way (paper_route), in an area as the desk's list has them. cards[i][k] is of
 * sheets[i].rows[k]. Without any: n is 0 and nothing was kept. */
struct printed {
    struct sheet *sheets;
    const struct aid_card **cards[PRINT_MOST];
    size_t n, rows;
};
enum err print_make(struct desk *d, const struct areas *areas, const struct print_wish *wish,
                    struct printed *out) MUST_CHECK;

/* paper_pages.c */
route_handle paper_get, paper_post, paper_sheet_get, paper_sheet_post;
extern const struct form_spec PAPER_FORM;

#endif
