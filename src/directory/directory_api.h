/* The open standard's own API: HSDS 3.0 under /hsds, for other people's programs.
 *   GET /hsds                           what this is
 *   GET /hsds/openapi.json              its description
 *   GET /hsds/COLLECTION                pages of organizations, services, service_at_locations,
 *                                       taxonomies, taxonomy_terms
 *   GET /hsds/COLLECTION/:id            one, with everything nested in it
 *
 * Public: no cookie is read or set, an answer depends on its address alone, and may be kept for
 * five minutes; its ETag is made of its bytes. What is sealed or hidden is not there
 * (directory_publish.h). Nothing that was asked for is kept.
 *
 * Filters work together. `search`, taxonomy and place go through the directory's own search, which
 * finds at most API_FOUND_MAX services. A place (`postcode`, or a `proximity` that is no number) is
 * an area by name or postal code: no distance is reckoned, since this directory keeps no position
 * of anybody who asks.
 *
 * Source: openapi.json of HSDS 3.0.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_API_H
#define AWN_DIRECTORY_DIRECTORY_API_H

#include "directory/directory_publish.h"
#include "http/request.h"
#include "http/router.h"

#define API_PER_PAGE 20
#define API_PER_PAGE_MAX 100
#define API_FULL_MAX 50
#define API_MINIMAL_MAX 2000
#define API_FOUND_MAX 1000
#define API_NESTED_MAX (16u * 1024 * 1024) /* bytes of documents nested in one answer */

/* Parameters of a list: name, kind, which lists have it, what it does. */
enum api_kind { API_TEXT, API_COUNT, API_FLAG, API_MOMENT, API_ID, API_FORMAT };
enum api_list {
    API_ORGANIZATIONS = 1,
    API_SERVICES = 2,
    API_AT = 4,
    API_TAXONOMIES = 8,
    API_TERMS = 16,
    API_ALL = 31
};
#define API_PARAMETERS(X)                                                                          \
    X(search, TEXT, API_ALL, "Words to look for, in any language.")                                \
    X(page, COUNT, API_ALL, "Which page, from 1.")                                                 \
    X(per_page, COUNT, API_ALL, "Results in a page: 20 unless told, at most 100 (full: 50).")      \
    X(format, FORMAT, API_ALL, "json, and nothing else.")                                          \
    X(full, FLAG, API_ORGANIZATIONS | API_SERVICES | API_AT, "Everything nested.")                 \
    X(full_service, FLAG, API_ORGANIZATIONS, "The services of each organization, nested.")         \
    X(minimal, FLAG, API_SERVICES, "Only id and last_modified; up to 2,000 in a page.")            \
    X(taxonomy_term_id, ID, API_SERVICES | API_AT, "Filed under this term.")                       \
    X(taxonomy_id, ID, API_SERVICES | API_AT | API_TERMS, "Filed under a term of this taxonomy.")  \
    X(organization_id, ID, API_SERVICES | API_AT, "Of this organization.")                         \
    X(modified_after, MOMENT, API_SERVICES | API_AT | API_ORGANIZATIONS,                           \
      "Changed here at this moment or later (RFC 3339).")                                          \
    X(postcode, TEXT, API_SERVICES | API_AT, "In or for the area of this postal code.")            \
    X(proximity, TEXT, API_SERVICES | API_AT,                                                      \
      "The name of an area. A number of meters is passed over: no distance is reckoned.")          \
    X(top_only, FLAG, API_TERMS, "Only terms without a parent.")                                   \
    X(parent_id, ID, API_TERMS, "Terms under this one.")

enum api_parameter {
#define X(name, kind, lists, about) API_P_##name,
    API_PARAMETERS(X)
#undef X
        API_PARAMETERS_END
};

struct api_parameter_info {
    const char *name;
    enum api_kind kind;
    unsigned lists; /* enum api_list */
    const char *about;
};
extern const struct api_parameter_info API_PARAMETER[API_PARAMETERS_END];

/* A query, read and checked. */
struct api_asked {
    enum hsds_type type;
    struct str text[API_PARAMETERS_END]; /* as sent; empty when absent */
    int64_t number[API_PARAMETERS_END];  /* COUNT, FLAG (0, 1), MOMENT (seconds) */
    size_t page, per_page;
};

/* False when a parameter is wrong: *wrong is its name. Parameters that the list does not have, or
 * nobody knows, are passed over. */
bool api_read(const struct http_pairs *query, enum hsds_type type, struct api_asked *out,
              const char **wrong);

/* The page that was asked for, as the standard's Page object: a new reference. */
enum err api_page(struct db *db, struct search *search, struct arena *a,
                  const struct api_asked *asked, json_t **out) MUST_CHECK;

/* The description of all of it, OpenAPI 3.1: a new reference. */
json_t *api_describe(struct str name);

extern const struct route_table DIRECTORY_API_ROUTES;

#endif
