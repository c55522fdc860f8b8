/* HSDS 3.0 as one table: the only place that knows which types there are and what they are made of.
 *
 * Purpose: everything that reads, writes or checks the open standard is driven by this table:
 * columns of CSV files, keys of JSON objects and their order, what may be left out.
 *
 * An *object* stands for itself and is one document; a *part* stands in an array of its owner's
 * document. A part's columns that say whose it is (OWNER, OWNED) exist in CSV files only: in a
 * document its place says that.
 *
 * Source: datapackage.json and schema/X.json of HSDS 3.0 (Open Referral, CC BY-SA 4.0), names and
 * order as there. `service` of a service_at_location and `services` of an organization stand in
 * openapi.json only.
 */
#ifndef AWN_HSDS_MODEL_H
#define AWN_HSDS_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "hsds/fields.h"

/* name, its name in the standard, what one is called, file of a tabular package, collection of the
 * API (objects only). Objects first: their numbers are stored. */
#define HSDS_TYPES(X)                                                                              \
    X(ORGANIZATION, "organization", N_("organization"), "organizations.csv", "organizations")      \
    X(SERVICE, "service", N_("service"), "services.csv", "services")                               \
    X(LOCATION, "location", N_("location"), "locations.csv", "locations")                          \
    X(SERVICE_AT_LOCATION, "service_at_location", N_("service at location"),                       \
      "service_at_location.csv", "service_at_locations")                                           \
    X(PROGRAM, "program", N_("program"), "programs.csv", "programs")                               \
    X(TAXONOMY, "taxonomy", N_("taxonomy"), "taxonomies.csv", "taxonomies")                        \
    X(TAXONOMY_TERM, "taxonomy_term", N_("taxonomy term"), "taxonomy_terms.csv", "taxonomy_terms") \
    X(CONTACT, "contact", N_("contact"), "contacts.csv", "")                                       \
    X(PHONE, "phone", N_("phone"), "phones.csv", "")                                               \
    X(ADDRESS, "address", N_("address"), "addresses.csv", "")                                      \
    X(SCHEDULE, "schedule", N_("schedule"), "schedules.csv", "")                                   \
    X(LANGUAGE, "language", N_("language"), "languages.csv", "")                                   \
    X(ACCESSIBILITY, "accessibility", N_("accessibility note"), "accessibility.csv", "")           \
    X(COST_OPTION, "cost_option", N_("cost option"), "cost_options.csv", "")                       \
    X(FUNDING, "funding", N_("funding"), "funding.csv", "")                                        \
    X(REQUIRED_DOCUMENT, "required_document", N_("required document"), "required_documents.csv",   \
      "")                                                                                          \
    X(SERVICE_AREA, "service_area", N_("service area"), "service_areas.csv", "")                   \
    X(ORGANIZATION_IDENTIFIER, "organization_identifier", N_("organization identifier"),           \
      "organization_identifiers.csv", "")                                                          \
    X(ATTRIBUTE, "attribute", N_("attribute"), "attributes.csv", "")                               \
    X(METADATA, "metadata", N_("metadata record"), "metadata.csv", "")

enum hsds_type {
    HSDS_NONE,
#define X(name, key, noun, file, collection) HSDS_##name,
    HSDS_TYPES(X)
#undef X
        HSDS_TYPES_END
};
#define HSDS_OBJECTS_END HSDS_CONTACT /* types below are objects, from here on parts */

enum hsds_kind {
    HSDS_ID,     /* of its own: a UUID */
    HSDS_TEXT,   /* any string */
    HSDS_NUMBER, /* decimal, as JSON writes it */
    HSDS_DATE,   /* 2026-11-21 */
    HSDS_MOMENT, /* 2026-11-21T10:00:00Z (RFC 3339) */
    HSDS_TIME,   /* 09:30 */
    HSDS_URI,    /* with its scheme */
    HSDS_EMAIL,  /* has an @ */
    HSDS_ENUM,   /* one of the words of an enum hsds_words */
    HSDS_REF,    /* id of an object */
    HSDS_OWNER,  /* CSV only: id of what the part belongs to */
    HSDS_OWNED,  /* CSV only: the type that link_id or resource_id is of */
    HSDS_PARTS,  /* array of parts */
    HSDS_OBJECT, /* JSON only, of full answers: another object itself */
    HSDS_OBJECTS /* the same, an array */
};

/* MUST: a row without it is refused; FILL: the schema wants it, the reader puts the honest least
 * there when the source has none; MAY: left out when absent. */
enum hsds_need { HSDS_MAY, HSDS_FILL, HSDS_MUST };

/* Words of the enums; the first is what FILL puts. */
#define HSDS_STATUS_WORDS(X) X("active") X("inactive") X("defunct") X("temporarily closed")
#define HSDS_PLACE_WORDS(X) X("physical") X("postal") X("virtual")
#define HSDS_WEEKDAY_WORDS(X) X("MO") X("TU") X("WE") X("TH") X("FR") X("SA") X("SU")
#define HSDS_FREQUENCY_WORDS(X) X("WEEKLY") X("MONTHLY")
enum hsds_words {
    HSDS_WORDS_NONE,
    HSDS_STATUS,
    HSDS_PLACE,
    HSDS_WEEKDAY,
    HSDS_FREQUENCY,
    HSDS_WORDS_END
};

/* HSDS_F(SERVICE, name): the number of a field within its type. */
#define HSDS_F(type, name) HSDS_F_##type##_##name
#define X(name, kind, to, need) HSDS_F_ORGANIZATION_##name,
enum { HSDS_ORGANIZATION_FIELDS(X) HSDS_F_ORGANIZATION_END };
#undef X
#define X(name, kind, to, need) HSDS_F_SERVICE_##name,
enum { HSDS_SERVICE_FIELDS(X) HSDS_F_SERVICE_END };
#undef X
#define X(name, kind, to, need) HSDS_F_LOCATION_##name,
enum { HSDS_LOCATION_FIELDS(X) HSDS_F_LOCATION_END };
#undef X
#define X(name, kind, to, need) HSDS_F_SERVICE_AT_LOCATION_##name,
enum { HSDS_SERVICE_AT_LOCATION_FIELDS(X) HSDS_F_SERVICE_AT_LOCATION_END };
#undef X
#define X(name, kind, to, need) HSDS_F_PROGRAM_##name,
enum { HSDS_PROGRAM_FIELDS(X) HSDS_F_PROGRAM_END };
#undef X
#define X(name, kind, to, need) HSDS_F_TAXONOMY_##name,
enum { HSDS_TAXONOMY_FIELDS(X) HSDS_F_TAXONOMY_END };
#undef X
#define X(name, kind, to, need) HSDS_F_TAXONOMY_TERM_##name,
enum { HSDS_TAXONOMY_TERM_FIELDS(X) HSDS_F_TAXONOMY_TERM_END };
#undef X
#define X(name, kind, to, need) HSDS_F_PHONE_##name,
enum { HSDS_PHONE_FIELDS(X) HSDS_F_PHONE_END };
#undef X
#define X(name, kind, to, need) HSDS_F_CONTACT_##name,
enum { HSDS_CONTACT_FIELDS(X) HSDS_F_CONTACT_END };
#undef X
#define X(name, kind, to, need) HSDS_F_ADDRESS_##name,
enum { HSDS_ADDRESS_FIELDS(X) HSDS_F_ADDRESS_END };
#undef X
#define X(name, kind, to, need) HSDS_F_SCHEDULE_##name,
enum { HSDS_SCHEDULE_FIELDS(X) HSDS_F_SCHEDULE_END };
#undef X
#define X(name, kind, to, need) HSDS_F_LANGUAGE_##name,
enum { HSDS_LANGUAGE_FIELDS(X) HSDS_F_LANGUAGE_END };
#undef X
#define X(name, kind, to, need) HSDS_F_ACCESSIBILITY_##name,
enum { HSDS_ACCESSIBILITY_FIELDS(X) HSDS_F_ACCESSIBILITY_END };
#undef X
#define X(name, kind, to, need) HSDS_F_COST_OPTION_##name,
enum { HSDS_COST_OPTION_FIELDS(X) HSDS_F_COST_OPTION_END };
#undef X
#define X(name, kind, to, need) HSDS_F_FUNDING_##name,
enum { HSDS_FUNDING_FIELDS(X) HSDS_F_FUNDING_END };
#undef X
#define X(name, kind, to, need) HSDS_F_REQUIRED_DOCUMENT_##name,
enum { HSDS_REQUIRED_DOCUMENT_FIELDS(X) HSDS_F_REQUIRED_DOCUMENT_END };
#undef X
#define X(name, kind, to, need) HSDS_F_SERVICE_AREA_##name,
enum { HSDS_SERVICE_AREA_FIELDS(X) HSDS_F_SERVICE_AREA_END };
#undef X
#define X(name, kind, to, need) HSDS_F_ORGANIZATION_IDENTIFIER_##name,
enum { HSDS_ORGANIZATION_IDENTIFIER_FIELDS(X) HSDS_F_ORGANIZATION_IDENTIFIER_END };
#undef X
#define X(name, kind, to, need) HSDS_F_ATTRIBUTE_##name,
enum { HSDS_ATTRIBUTE_FIELDS(X) HSDS_F_ATTRIBUTE_END };
#undef X
#define X(name, kind, to, need) HSDS_F_METADATA_##name,
enum { HSDS_METADATA_FIELDS(X) HSDS_F_METADATA_END };
#undef X

#define HSDS_FIELDS_MAX 40 /* of one type */

struct hsds_field {
    const char *name;
    enum hsds_kind kind;
    enum hsds_type to;     /* REF, OWNER, PARTS, OBJECT, OBJECTS; HSDS_NONE: any */
    enum hsds_words words; /* ENUM */
    enum hsds_need need;
};

struct hsds_model {
    const char *name;       /* in the standard: "service_at_location" */
    const char *noun;       /* in a report: "service at location"; a msgid */
    const char *file;       /* of a tabular package */
    const char *collection; /* of the API; "" for parts */
    const struct hsds_field *fields;
    size_t n;
};

/* The type must be one of HSDS_TYPES. */
const struct hsds_model *hsds_model(enum hsds_type type);

/* Whether it is an object (and not a part). */
bool hsds_is_object(enum hsds_type type);

/* The number of the field of that name, or -1. */
int hsds_field_find(enum hsds_type type, struct str name);

/* "service", "service_at_location" …; HSDS_NONE when there is none of that name. */
enum hsds_type hsds_type_find(struct str name);

/* The words of an enum, ended by NULL. */
const char *const *hsds_words(enum hsds_words words);

#endif
