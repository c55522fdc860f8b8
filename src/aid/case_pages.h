/* The pages of the coordinators' desk, among themselves. */
#ifndef AWN_AID_CASE_PAGES_H
#define AWN_AID_CASE_PAGES_H

#include "aid/case_words.h"
#include "aid/fits.h"
#include "http/router.h"

#define DESK_AT "/aid/desk"

/* cases_pages.c: the list. `said`: a msgid to say on top, or NULL. */
route_handle cases_get, cases_offers_get;
enum err cases_show(struct req *req, struct res *res, struct desk *d, const char *said) MUST_CHECK;

/* case_pages.c, case_do_pages.c: one ask. */
route_handle case_get, case_say_post, case_move_post, case_promise_post, case_accept_post;
extern const struct form_spec CASE_SAY_FORM, CASE_MOVE_FORM, CASE_PROMISE_FORM, CASE_ACCEPT_FORM;

/* case_fits.c, case_twins.c */
route_handle case_propose_post, case_same_get, case_same_post;
extern const struct form_spec CASE_PROPOSE_FORM, CASE_SAME_FORM;

/* Their fields. */
enum { CASE_MOVE, CASE_MOVE_WORDS, CASE_MOVE_SEEN, CASE_MOVE_SURE };
enum { CASE_DAY, CASE_TIME, CASE_WHERE, CASE_SIGN, CASE_PROMISE_WORDS, CASE_PROMISE_SEEN };
enum { CASE_YES };
enum { CASE_OFFER, CASE_PROPOSE_WORDS };
enum { CASE_SAME_WORDS, CASE_SAME_SEEN };

/* "/aid/desk/a/HANDLE" and what stands behind it. */
struct url case_url(const struct req *req, struct shelf_place at, uint64_t id, const char *more);

/* The ask that a request is about. */
struct case_at {
    struct desk d;
    struct shelf_place at; /* as the address has it; the thread knows better */
    uint64_t id;
    struct aid_thread t;
};
enum err case_of(struct req *req, struct case_at *out) MUST_CHECK;

/* What stood on the page that somebody pressed a button on: the state and how often it moved. An
 * ask that moved since then is another decision. */
struct str case_seen(struct arena *a, const struct aid_thread *t);

/* The page of one ask. A form that was sent, with what was typed; the others are empty. */
struct case_forms {
    const struct form *say, *move, *promise, *propose;
    const char *said; /* msgid on top, or NULL */
};
enum err case_show(struct req *req, struct res *res, struct case_at *c,
                   const struct case_forms *typed) MUST_CHECK;

/* case_board.c, for an ask that stands on the board as well. Is it free there, before somebody is
 * let to help (ERR_CONFLICT: a member was first)? And what was done here, done there; both inside
 * the transaction of what is done. */
enum err case_board_free(const struct req *req, const struct case_at *c) MUST_CHECK;
enum err case_board_follow(const struct req *req, struct case_at *c) MUST_CHECK;

/* Offers that fit an ask that waits; other asks that may be the same. */
enum err case_fits_fill(const struct req *req, const struct case_words *w, struct case_at *c,
                        struct case_view *v) MUST_CHECK;
enum err case_twins_fill(const struct req *req, const struct case_words *w, struct case_at *c,
                         struct case_view *v) MUST_CHECK;

/* What fits, and what does not, in words; and what a limit is called (NULL: it is not told). */
#define CASE_REASONS_MAX 8
struct case_lines {
    struct str *v; /* room for CASE_REASONS_MAX */
    size_t n;
};
void case_fit_lines(const struct case_words *w, const struct aid_card *ask,
                    const struct aid_details *details, const struct fits_offer *o,
                    const struct fit *f, struct case_lines *yes, struct case_lines *no);
const char *case_limit_text(enum fit_limit limit);

/* For who comes too late: the list, and a word that the ask has ended. */
enum err case_over(struct req *req, struct res *res, struct desk *d) MUST_CHECK;

/* Where a page goes on after something was done (e is ERR_OK), or could not be: ERR_CONFLICT shows
 * the ask as it stands, with what was typed; ERR_NOT_FOUND the list. NOTICE_GONE goes to the list.
 */
enum err case_after(struct req *req, struct res *res, struct case_at *c, enum err e,
                    struct case_forms typed, enum page_notice notice) MUST_CHECK;

#endif
