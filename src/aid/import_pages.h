/* The pages by which coordinators take tables in, and numbers out. */
#ifndef AWN_AID_IMPORT_PAGES_H
#define AWN_AID_IMPORT_PAGES_H

#include "http/router.h"

extern const struct form_spec IMPORT_FORM;
route_handle import_get, import_post;

/* numbers_page.c: all asks as a table of kind, place and week, in ranges. */
route_handle numbers_get;

#endif
