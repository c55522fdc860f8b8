/* The form of an entry, and how it goes into documents and comes out of them.
 *
 * Purpose: one calm form for a service or an organization. What a person sees and types stands in a
 * struct form; what is kept are documents of the open standard (directory_edit.h). Only what was
 * changed in the form is changed in the documents, everything the form does not know stays as it
 * is: further phones, schedules with dates, other places.
 *
 * Which document holds what: name, words, phones, languages, papers and areas the service (or
 * organization) itself; the street its first location; the hours the first of service, service at
 * location, location that has any. An entry without a place gets one when a street is written.
 *
 * Invariants: edit_apply of an unchanged form changes no document; what edit_apply refuses is in
 * the form's problems. Pure: nothing here reads or writes a database.
 */
#ifndef AWN_DIRECTORY_EDIT_H
#define AWN_DIRECTORY_EDIT_H

#include "directory/directory_edit.h"
#include "http/form.h"

/* Index in the form, name on the wire. */
#define EDIT_FIELDS(X)                                                                             \
    X(NAME, "name")                                                                                \
    X(ALT, "alt")                                                                                  \
    X(OFFERED, "offered")                                                                          \
    X(ABOUT, "about")                                                                              \
    X(NEED_1, "need1")                                                                             \
    X(NEED_2, "need2")                                                                             \
    X(NEED_3, "need3")                                                                             \
    X(APPLY, "apply")                                                                              \
    X(WHO, "who")                                                                                  \
    X(COST, "cost")                                                                                \
    X(PAPERS, "papers")                                                                            \
    X(SPOKEN, "spoken")                                                                            \
    X(PHONE_1, "phone1")                                                                           \
    X(PHONE_1_FOR, "phone1for")                                                                    \
    X(PHONE_2, "phone2")                                                                           \
    X(PHONE_2_FOR, "phone2for")                                                                    \
    X(PHONE_3, "phone3")                                                                           \
    X(PHONE_3_FOR, "phone3for")                                                                    \
    X(EMAIL, "email")                                                                              \
    X(WEB, "web")                                                                                  \
    X(ONLINE, "online")                                                                            \
    X(STREET, "street")                                                                            \
    X(CITY, "city")                                                                                \
    X(REGION, "region")                                                                            \
    X(COUNTRY, "country")                                                                          \
    X(AREA, "area")                                                                                \
    X(MONDAY, "mo")                                                                                \
    X(TUESDAY, "tu")                                                                               \
    X(WEDNESDAY, "we")                                                                             \
    X(THURSDAY, "th")                                                                              \
    X(FRIDAY, "fr")                                                                                \
    X(SATURDAY, "sa")                                                                              \
    X(SUNDAY, "su")                                                                                \
    X(STATE, "state")                                                                              \
    X(AFFIRMING, "affirming")                                                                      \
    X(NO_PAPERS, "nopapers")                                                                       \
    X(CRISIS, "crisis")                                                                            \
    X(SEEN, "seen")                                                                                \
    X(CHECKED, "checked")                                                                          \
    X(BASE, "base")
enum edit_field {
#define X(name, wire) EDIT_##name,
    EDIT_FIELDS(X)
#undef X
};

#define EDIT_PHONES 3
#define EDIT_NEEDS 3

extern const struct form_spec EDIT_FORM;
extern const struct form_spec EDIT_NEW_FORM; /* the same; OFFERED is asked for */

/* Who may see an entry. */
enum edit_seen { EDIT_SEEN_ALL = 1, EDIT_SEEN_PLACE, EDIT_SEEN_MEMBERS };

/* An entry as the form knows it. */
struct edit {
    int type;                   /* HSDS_SERVICE or HSDS_ORGANIZATION */
    struct directory_docs docs; /* the entry itself first; empty for a new one */
    struct str offered;         /* name of the organization of a service */
    unsigned tags;              /* AFFIRMING, NO_PAPERS, CRISIS */
    enum edit_seen seen;
};

/* The form as it stands for the entry; a blank one when there are no documents. BASE is left to the
 * caller. `lang`: of the word for a closed day. */
void edit_fill(struct arena *a, const struct edit *e, const struct lang *lang, struct form *out);

/* Checks what only the feature can see: hours, address of mail and web, country, needs. What stands
 * as it did in `was` is not asked about: lists have their own ways. */
void edit_check(struct arena *a, const struct form *was, struct form *f);

/* The documents that differ: the first is the entry itself, also when it did not change. A new
 * entry (no docs) gets new ids and belongs to `organization`. The form must have passed edit_check.
 * ERR_INVALID: a document is damaged. */
enum err edit_apply(struct arena *a, const struct edit *e, const struct form *typed,
                    const struct lang *lang, struct str organization,
                    struct directory_docs *out) MUST_CHECK;

/* The address of a page as it was meant: people leave the scheme out. */
struct str edit_web(struct arena *a, struct str typed);

unsigned edit_tags(const struct form *f);

/* Fields that differ between two forms: their indices; returns how many. BASE and CHECKED are not
 * looked at. */
size_t edit_differ(const struct form *a, const struct form *b, size_t out[FORM_FIELDS_MAX]);

#endif
