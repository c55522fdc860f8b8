/* The pages of hard times, among themselves. */
#ifndef AWN_AID_SURGE_PAGES_H
#define AWN_AID_SURGE_PAGES_H

#include "aid/areas.h"
#include "aid/surge.h"
#include "http/router.h"

/* "An earthquake · Hamra, Beirut". */
struct str surge_about(const struct req *req, const struct areas *areas, const struct surge *s);

/* "Everything that comes in now is deleted on {date}, at the latest." */
struct str surge_deletion(const struct req *req, const struct surge *s);

/* surge_ask_pages.c: the short form in the place of the long one, as long as it is short; *shown
 * says whether. */
enum err surge_ask_instead(struct req *req, struct res *res, bool *shown) MUST_CHECK;

/* triage_pages.c */
route_handle triage_get, triage_post, triaged_post;
extern const struct form_spec TRIAGE_FORM, TRIAGED_FORM;

/* situation_pages.c, after_pages.c */
route_handle situation_get, after_get, after_post, after_text_get;
extern const struct form_spec AFTER_FORM;

#endif
