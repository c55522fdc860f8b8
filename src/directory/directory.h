/* The directory: services that people can be sent to. The public half.
 *
 * Purpose: takes directories in the open standard HSDS (Open Referral), keeps each object as the
 * document it is, lets named people correct it without touching what its source said, finds entries
 * by words in many languages, and shows one. An entry is an organization or a service.
 *
 * Invariants: an import is all or nothing (one transaction); an entry's public id is the object's
 * UUID, the same after every import; the same words find the same entries in the same order on both
 * engines, because ranking is integer arithmetic done here and not in the engine. What is sealed is
 * not in these tables (directory_edit.h). Nothing a person searched for is ever stored or logged.
 *
 * Ownership: everything handed out lives in the arena given.
 * Source of the names: HSDS 3.0, docs.openreferral.org; of the ranking: directory_rank.h.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_H
#define AWN_DIRECTORY_DIRECTORY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "db/db.h"
#include "hsds/hsds.h"
#include "i18n/i18n.h"
#include "i18n/zone.h"
#include "search/search.h"

/* ---- import ---------------------------------------------------------------------------------- */

enum directory_refusals { DIRECTORY_REFUSALS_SKIP, DIRECTORY_REFUSALS_STOP /* --strict */ };

/* REPLACE: what the source no longer has goes. UPDATE: a feed brings only what changed. */
enum directory_mode { DIRECTORY_REPLACE, DIRECTORY_UPDATE };

/* One object that an import adds, changes or removes. */
enum directory_moved { DIRECTORY_ADDED, DIRECTORY_CHANGED, DIRECTORY_REMOVED };
struct directory_move {
    enum directory_moved what;
    enum hsds_type type;
    struct str public_id;
    struct str doc; /* the source's document as it is now; STR_NONE when it is removed */
    bool corrected; /* it has a correction of ours, which stays */
    bool kept_out;  /* it is sealed or hidden here, and stays so */
};
/* Strings live until it returns. Told while the import runs: it may still fail. */
typedef void directory_move_fn(void *ctx, const struct directory_move *move);

struct directory_import {
    const char *path;  /* a folder, a .zip, a .json or .ndjson file; not for directory_take */
    struct str source; /* the name this directory is known by; importing it again updates it */
    enum directory_refusals refusals;
    enum hsds_orphans orphans;
    enum directory_mode mode;
    int64_t now;
    hsds_event_fn *event;    /* what reading and writing say (stages "writing", "indexing"); a NOTED
                                tells also of a source that now differs where we corrected it, and
                                of an object that another source brought before. May be NULL */
    hsds_say_fn *say;        /* may be NULL: English */
    directory_move_fn *move; /* may be NULL */
    void *ctx;
};

struct directory_imported {
    int64_t organizations, services, locations; /* taken from the source */
    int64_t added, changed, unchanged, removed; /* organizations and services, against before */
    int64_t refused;                            /* rows */
    int64_t orphans;                            /* of these, for want of an organization */
    int64_t elsewhere;                          /* objects left to the source that had them first */
    int64_t disputed;   /* objects whose source changed what is corrected here */
    struct str version; /* "1.1", "2.0", "3.0"; static */
};

/* ERR_INVALID: what stands there is broken, or a row was refused under DIRECTORY_REFUSALS_STOP, or
 * nothing of it could be taken; ERR_NOT_FOUND: nothing there; ERR_DB, ERR_FULL, ERR_BUSY from the
 * database. After any error the database is as it was. `db` must be a writer. */
enum err directory_import(struct db *db, struct search *search, const struct directory_import *how,
                          struct directory_imported *out) MUST_CHECK;

/* The same with a set that was read already: pages of a feed. */
enum err directory_take(struct db *db, struct search *search, const struct directory_import *how,
                        const struct hsds_set *set, struct directory_imported *out) MUST_CHECK;

/* For hsds_reading.known: whether an object is in the directory, in any state. `ctx`: a struct db.
 */
bool directory_knows(void *db, enum hsds_type type, struct str id);

/* Where entries come from. `cursor`: what a feed is asked from next time. */
enum directory_origin { DIRECTORY_FILE = 1, DIRECTORY_FEED = 2, DIRECTORY_HERE = 3 };
struct directory_source {
    struct str name, url, cursor;
    enum directory_origin origin;
    int64_t imported; /* seconds */
    int64_t objects;  /* how many it has here */
};
struct directory_sources {
    struct directory_source *v;
    size_t n;
};
enum err directory_sources(struct db *db, struct arena *a,
                           struct directory_sources *out) MUST_CHECK;

/* Makes the source a feed, or remembers how far it was read. ERR_NOT_FOUND: no such source. */
enum err directory_source_follow(struct db *db, struct str name, struct str url,
                                 struct str cursor) MUST_CHECK;

/* ---- search ---------------------------------------------------------------------------------- */

enum directory_kind { DIRECTORY_ORGANIZATION = 1, DIRECTORY_SERVICE = 2 };

/* What a person who may edit said of an entry. ADDRESS_SEALED: its street is known to members
 * only. Name, bit, and the id its term has in what is handed out. */
#define DIRECTORY_TAGS(X)                                                                          \
    X(AFFIRMING, 1, "affirming")                                                                   \
    X(NO_PAPERS, 2, "no-papers")                                                                   \
    X(CRISIS, 4, "crisis")                                                                         \
    X(ADDRESS_SEALED, 8, "address-sealed")
enum directory_tag {
#define X(name, bit, text) DIRECTORY_TAG_##name = bit,
    DIRECTORY_TAGS(X)
#undef X
};

/* What a card in a circle and a line of a hit list show. */
struct directory_card {
    struct str id; /* public: the object's UUID; the address is /d/ID */
    enum directory_kind kind;
    struct str title;
    struct str organization; /* STR_NONE for an organization itself */
    struct str summary;      /* one or two lines of its description */
    struct str phone;        /* as written; the first one */
    struct str url;          /* as written: not yet checked, give it to url_external */
    struct str city;
    struct str language; /* of the content: "ar", "en" */
    unsigned tags;       /* enum directory_tag */
    int64_t checked_at;  /* seconds, or 0 */
};

#define DIRECTORY_WORDS_MAX 16
#define DIRECTORY_OFFSET_MAX 1000
#define DIRECTORY_LIMIT_MAX 50

/* All conditions together; what is empty or zero asks nothing. */
struct directory_query {
    struct str words;        /* as typed, in any language */
    struct str need;         /* a concept of the vocabulary, by id */
    struct str area;         /* a place or service area, as typed */
    struct str language;     /* spoken there: a code, or a language's name */
    unsigned tags;           /* all of these */
    struct str filed[2];     /* under these taxonomy terms or taxonomies, by id */
    bool open_now;           /* known to be open at `now` */
    int64_t now;             /* seconds; also for `open` of the hits. 0: leave that unknown */
    const struct zone *zone; /* for schedules that do not name theirs. NULL: UTC */
    size_t offset, limit;
};

/* Why an entry was found. AS_TYPED: the words of the query that stand in it. CONCEPT: the label of
 * a need that both speak of, in the page's language. NEAR_SPELLING: the word it was taken for.
 * AREA: the place. */
enum directory_reason_kind {
    DIRECTORY_AS_TYPED,
    DIRECTORY_CONCEPT,
    DIRECTORY_NEAR_SPELLING,
    DIRECTORY_AREA
};
struct directory_reason {
    enum directory_reason_kind kind;
    struct str text;
};

enum directory_open { DIRECTORY_OPEN_UNKNOWN, DIRECTORY_OPEN, DIRECTORY_SHUT };

struct directory_hit {
    struct directory_card card;
    int64_t score;
    enum directory_open open;
    struct directory_reason reasons[DIRECTORY_WORDS_MAX];
    size_t nreasons;
    struct str words[DIRECTORY_WORDS_MAX]; /* going: use reasons */
    size_t nwords;
};
struct directory_hits {
    struct directory_hit *v;
    size_t n;
    int64_t total; /* entries that match, also those not on this page */
};

/* Best first. An entry matches when it holds words that make at least half of the query's weight
 * (rare words weigh more); behind only a few of those stand
 * some that make an eighth; when there are neither, entries with any of the words. A query that
 * asks nothing finds nothing; one of conditions only lists what was checked, the newest check
 * first, then what says most about itself. What is inactive or defunct is not found. `lang`: of the
 * reasons' labels. offset and limit are clamped to the bounds above. */
enum err directory_search(struct db *db, struct search *search, struct arena *a,
                          const struct directory_query *query, const struct lang *lang,
                          struct directory_hits *out) MUST_CHECK;

/* Makes the index of words anew when this program has other rules or another vocabulary than the
 * one that made it: once, when the server starts. `db` must be a writer. */
enum err directory_refresh(struct db *db, struct search *search) MUST_CHECK;

/* ERR_NOT_FOUND when there is no such entry (any more). */
enum err directory_card_load(struct db *db, struct arena *a, struct str id,
                             struct directory_card *out) MUST_CHECK;

/* ---- one entry ------------------------------------------------------------------------------- */

struct directory_phone {
    struct str number; /* as written */
    struct str tel;    /* "tel:…" for a link, or STR_NONE when it has no digits to dial */
    struct str extension, type, language, description;
};

struct directory_address {
    struct str attention, address_1, city, region, state_province, postal_code, country;
    struct str address_2;
    struct str type; /* "physical", "postal", "virtual" */
};

#define DIRECTORY_CLOSED (-1)
struct directory_hours {
    int weekday; /* 1 Monday … 7 Sunday (ISO 8601) */
    int opens;   /* minutes after midnight, or DIRECTORY_CLOSED for the whole day */
    int closes;  /* at most 24 * 60; before `opens`: the next morning */
};

/* Hours that do not simply come back every week, as HSDS writes them (iCalendar, RFC 5545). */
struct directory_dates {
    struct str freq; /* "WEEKLY", "MONTHLY", or empty */
    struct str byday, bymonthday, byweekno, byyearday, interval, count, wkst;
    struct str dtstart, until, valid_from, valid_to; /* YYYY-MM-DD */
    int opens, closes;                               /* minutes; both DIRECTORY_CLOSED: not said */
    struct str description, link, attending;
};

struct directory_spoken {
    struct str name, code, note;
};

struct directory_cost {
    struct str option, amount, currency, description, valid_from, valid_to;
};

/* A text that may have a page of its own: required documents, accessibility, service areas. */
struct directory_note {
    struct str name, text, url;
};

struct directory_contact {
    struct str name, title, department, email;
    const struct directory_phone *phones;
    size_t nphones;
};

/* A location, with everything that hangs on it. */
struct directory_place {
    struct str id; /* of the location */
    struct str name, alternate_name, description, transportation, url;
    struct str type;                /* "physical", "postal", "virtual" */
    struct str latitude, longitude; /* decimal degrees, as written; empty when not known */
    const struct directory_dates *dates;
    size_t ndates;
    const struct str *hour_notes; /* what was written beside the hours */
    size_t nhour_notes;
    const struct directory_note *accessibility;
    size_t naccessibility;
    const struct directory_spoken *languages;
    size_t nlanguages;
    const struct directory_contact *contacts;
    size_t ncontacts;
    const struct directory_address *addresses;
    size_t naddresses;
    const struct directory_phone *phones;
    size_t nphones;
    const struct directory_hours *hours;
    size_t nhours;
};

struct directory_link {
    struct str id, title;
};

#define DIRECTORY_PLACES_MAX 40 /* shown with one entry */
#define DIRECTORY_LINKS_MAX 200 /* services of one organization */

struct directory_entry {
    struct directory_card card;
    struct str alternate_name, description, email;
    struct directory_link organization; /* of a service; id.n == 0 when there is none */
    struct str status, interpretation_services, application_process, wait_time, fees,
        accreditations, licenses;
    struct str tax_status, legal_status, year_incorporated; /* of an organization */
    const struct directory_phone *phones;                   /* its own, then its organization's */
    size_t nphones;
    const struct directory_address *addresses;
    size_t naddresses;
    const struct directory_hours *hours; /* its own; a place has others */
    size_t nhours;
    const struct directory_place *places;
    size_t nplaces;
    const struct directory_link *services; /* of an organization */
    size_t nservices;
    const struct directory_dates *dates;
    size_t ndates;
    const struct str *hour_notes;
    size_t nhour_notes;
    const struct directory_spoken *languages;
    size_t nlanguages;
    const struct directory_cost *costs;
    size_t ncosts;
    const struct directory_note *documents; /* to bring along */
    size_t ndocuments;
    const struct directory_note *areas; /* served */
    size_t nareas;
    const struct directory_contact *contacts;
    size_t ncontacts;
    const struct str *terms; /* names of the taxonomy terms it is filed under */
    size_t nterms;
    const struct str *needs; /* concepts of the vocabulary it speaks of, by id; broad ones last */
    size_t nneeds;
    struct str eligibility, minimum_age, maximum_age;
    struct str alert;        /* a notice that stands above everything else */
    struct str program;      /* name */
    struct str source;       /* the name of the import it came from */
    int64_t imported;        /* seconds; when that was read last */
    int64_t modified;        /* seconds; when it changed here */
    struct str assured_date; /* when the source made sure of it: YYYY-MM-DD */
    struct str checked_by;   /* who made sure it is right; empty when nobody has */
    int64_t checked_at;      /* seconds, or 0 */
    int64_t doubted;         /* day of the newest word that it is out of date, or 0 */
    bool corrected;          /* it differs from what its source says */
};

/* Everything a page about it needs. ERR_NOT_FOUND. */
enum err directory_entry_load(struct db *db, struct arena *a, struct str id,
                              struct directory_entry *out) MUST_CHECK;

/* Fills the entry's needs, at most 12: those chosen by an editor, and the concepts of the
 * vocabulary that its names and terms speak of; of its description only when there are none of
 * these. */
void directory_entry_needs(struct search *search, struct arena *a, struct directory_entry *entry);

/* How much there is, for the home page and `awn doctor`. */
struct directory_counts {
    int64_t organizations, services, sources;
    int64_t imported; /* seconds, of the newest import; 0 when there is none */
};
enum err directory_count(struct db *db, struct directory_counts *out) MUST_CHECK;

#endif
