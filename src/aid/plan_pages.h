/* The pages of the coordinators' plan, among themselves. */
#ifndef AWN_AID_PLAN_PAGES_H
#define AWN_AID_PLAN_PAGES_H

#include "aid/case_pages.h"
#include "aid/plan_desk.h"
#include "aid/plan_view.h"

#define PLAN_AT DESK_AT "/plan"
#define PLAN_A_PAGE 25 /* so that a page of long words stays within the four sizes on the wire */

/* Which pairs are shown; numbers stand in addresses. */
struct plan_filter {
    int kind;      /* 0: all */
    uint32_t area; /* 0: all; and what lies in it */
    size_t page;   /* from 0 */
    bool decided;
};
bool plan_shows(const struct plan_desk *p, const struct plan_filter *f, const struct plan_line *l);
struct url plan_url(const struct req *req, const struct plan_filter *f, size_t page);

/* Is it still to be decided? */
bool plan_is_open(const struct plan_line *l);

/* The proposal, of whose job `h` is held. `said`: a msgid on top, or NULL. */
enum err plan_show(struct req *req, struct res *res, struct desk *d, struct plan_desk *p,
                   const struct plan_filter *f, const char *said) MUST_CHECK;

/* plan_do_pages.c */
route_handle plan_do_post, plan_other_get, plan_other_post;
extern const struct form_spec PLAN_DO_FORM, PLAN_OTHER_FORM;

/* plan_words.c: everything above the pairs; and pairs, all at once (their details are looked up).
 */
void plan_summary_fill(const struct case_words *w, const struct plan_desk *p,
                       struct plan_page_view *v);
enum err plan_lines_fill(const struct case_words *w, struct desk *d, const struct plan_desk *p,
                         const size_t *lines, size_t n, struct plan_line_view **out) MUST_CHECK;

/* Must a person look at the ask of a line before it is accepted? For many at once. */
enum err plan_looks(struct req *req, struct desk *d, const struct plan_desk *p,
                    struct plan_line *const *lines, size_t n, bool *out) MUST_CHECK;

#endif
