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

/* The form of a place; adding one ends with F_IN. */
enum { F_NAME, F_OTHER, F_IN, F_LAT, F_LON };
extern const struct form_spec AREA_EDIT_FORM;

/* Fills what the form says into *x; what is wrong stands in the form. */
void area_typed(const struct req *req, const struct areas *all, struct form *f, struct area *x);

/* Writes; a mistake that only the list shows goes into the form. */
enum err area_write(struct req *req, const struct area *x, struct form *f, uint32_t *id) MUST_CHECK;

/* What lies in `parent`, with all that lies in that. */
void area_plant(const struct req *req, const struct areas *all, uint32_t parent,
                const struct area_node **out, size_t *n);

struct url area_one_url(const struct req *req, uint32_t id, const char *more);

/* area_one_pages.c */
extern const struct form_spec AREA_LINK_FORM, AREA_PART_FORM;
enum err area_one_get(struct req *req, struct res *res) MUST_CHECK;
enum err area_one_post(struct req *req, struct res *res) MUST_CHECK;
enum err area_link_post(struct req *req, struct res *res) MUST_CHECK;
enum err area_unlink_post(struct req *req, struct res *res) MUST_CHECK;
enum err area_remove_get(struct req *req, struct res *res) MUST_CHECK;
enum err area_remove_post(struct req *req, struct res *res) MUST_CHECK;

/* area_import_pages.c */
extern const struct form_spec AREA_IMPORT_FORM, AREA_READY_FORM;
enum err area_import_get(struct req *req, struct res *res) MUST_CHECK;
enum err area_import_post(struct req *req, struct res *res) MUST_CHECK;
enum err area_export_get(struct req *req, struct res *res) MUST_CHECK;
enum err area_ready_get(struct req *req, struct res *res) MUST_CHECK;
enum err area_ready_post(struct req *req, struct res *res) MUST_CHECK;

#endif
