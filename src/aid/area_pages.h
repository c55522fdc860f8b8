/* What the pages of the list of places share; nobody else includes this. */
#ifndef AWN_AID_AREA_PAGES_H
#define AWN_AID_AREA_PAGES_H

#include "aid/area_csv.h"
#include "aid/area_view.h"
#include "aid/routes.h"
#include "members/commons.h"

#define AREA_AT "/aid/areas"

/* ERR_DENIED for who is no steward. */
enum err area_steward(struct req *req, struct commons *c) MUST_CHECK;
enum err area_steward_writes(struct req *req) MUST_CHECK; /* and the weekly turn */

/* area_import_pages.c */
extern const struct form_spec AREA_IMPORT_FORM, AREA_READY_FORM;
enum err area_import_get(struct req *req, struct res *res) MUST_CHECK;
enum err area_import_post(struct req *req, struct res *res) MUST_CHECK;
enum err area_export_get(struct req *req, struct res *res) MUST_CHECK;
enum err area_ready_get(struct req *req, struct res *res) MUST_CHECK;
enum err area_ready_post(struct req *req, struct res *res) MUST_CHECK;

#endif
