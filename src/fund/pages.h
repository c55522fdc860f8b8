/* The keepers' pages, among themselves. Inside the fund room. */
#ifndef AWN_FUND_PAGES_H
#define AWN_FUND_PAGES_H

#include "fund/asks.h"
#include "fund/fund.h"
#include "fund/words.h"

#define FUND_DESK_AT "/fund/desk"

/* "/fund/desk/f/3" and what stands behind it. */
struct url fund_url(const struct req *req, uint32_t fund, const char *more);

/* The desk and the fund of the address (first part ":fund"). */
enum err fund_of(struct req *req, struct desk *d, struct fund *out) MUST_CHECK;

/* One form on a page of its own. */
enum err fund_form_show(struct req *req, struct res *res,
                        const struct fund_page_form *v) MUST_CHECK;

/* Reads the amount of a field, and rejects it with its sentence. */
int64_t fund_amount(struct form *f, size_t field, const struct currency *c);

/* keep_pages.c: one request */
route_handle fund_keep_get, fund_do_post, fund_say_post;
extern const struct form_spec FUND_DO_FORM, FUND_SAY_FORM;

/* book_pages.c: settings, money in and out */
route_handle fund_new_get, fund_new_post, fund_change_get, fund_change_post;
route_handle fund_book_get, fund_book_post, fund_close_get, fund_close_post;
extern const struct form_spec FUND_NEW_FORM, FUND_CHANGE_FORM, FUND_BOOK_FORM, FUND_CLOSE_FORM;

#endif
