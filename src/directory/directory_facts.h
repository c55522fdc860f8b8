/* What the index needs to know of the directory's objects, and from it the text of an entry. Inside
 * the room.
 *
 * The facts of an object are read from its document in effect. They are kept in memory: of all
 * objects when the whole index is made, of the few that are asked for when one entry changes. Both
 * ways give the same text of an entry, so what is taken out of the index is what was put in.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_FACTS_H
#define AWN_DIRECTORY_DIRECTORY_FACTS_H

#include "base/map.h"
#include "directory/directory_object.h"

/* ---- the text of an entry -------------------------------------------------------------------- */

/* What a word is worth by the field it stands in. */
#define FIELD_WEIGHTS(X)                                                                           \
    X(TITLE, 8)                                                                                    \
    X(ALTERNATE, 6)                                                                                \
    X(TERM, 4)                                                                                     \
    X(ORGANIZATION, 3)                                                                             \
    X(CITY, 3)                                                                                     \
    X(LEAD, 4)                                                                                     \
    X(DESCRIPTION, 2)                                                                              \
    X(ELIGIBILITY, 2)                                                                              \
    X(OTHER, 1)
enum field_weight {
#define X(name, weight) WEIGHT_##name = weight,
    FIELD_WEIGHTS(X)
#undef X
};

struct text_field {
    struct str text;
    enum field_weight weight;
};

struct texts {
    struct str *v;
    size_t n, cap;
};

struct entry_text {
    struct directory_card card;
    bool found;                /* false: it has a page, but no words lead to it */
    struct text_field *fields; /* words and needs */
    size_t nfields;
    struct texts areas;     /* cities, regions, states, postal codes, countries, service areas */
    struct texts languages; /* as written: names or codes; never empty */
    struct texts filed; /* ids of taxonomy terms, ours for its tags among them, and of taxonomies */
    struct str week;    /* directory_open.h; STR_NONE: nothing is known */
    uint16_t quality;   /* the order of entries where no words were asked */
};

/* ---- facts ----------------------------------------------------------------------------------- */

struct facts;

/* Objects as they were before a change: each id, and its object or v[i].doc.n == 0 for none. */
struct facts_before {
    const struct str *ids;
    const struct directory_object *v;
    size_t n;
};

struct facts_house {
    struct db *db;
    const struct facts_before *before; /* these stand for what is in the database; or NULL */
    struct arena *arena, *scratch;
    bool all;       /* everything is in memory: what is not, is not there */
    struct map ids; /* → number in v */
    struct facts **v;
    size_t n, cap;
    struct map week_numbers; /* → number in weeks */
    struct texts weeks;
};

/* All LIVE objects. */
enum err facts_open_all(struct facts_house *h, struct db *db, struct arena *a,
                        struct arena *scratch) MUST_CHECK;
/* None yet: they are read when they are needed. */
void facts_open_lazy(struct facts_house *h, struct db *db, struct arena *a, struct arena *scratch,
                     const struct facts_before *before);

/* The services and organizations of a house that was opened with all, in the order of their titles
 * (byte by byte, then by id). */
enum err facts_entries(struct facts_house *h, struct facts ***out, size_t *n) MUST_CHECK;

/* The entries whose text may depend on an object: itself, an organization's services, the services
 * at a location, its organization and all of that one's. None when it is not LIVE and nothing else
 * hangs on it. */
enum err facts_touched(struct db *db, struct arena *a, struct str public_id,
                       struct texts *out) MUST_CHECK;

/* By public id; ERR_NOT_FOUND when it is no LIVE entry. */
enum err facts_entry(struct facts_house *h, struct str public_id, struct facts **out) MUST_CHECK;

struct str facts_title(const struct facts *f);

/* Made in `a`; much of it stands in the house. */
enum err facts_text(struct facts_house *h, struct arena *a, struct facts *f,
                    struct entry_text *out) MUST_CHECK;

void texts_push(struct arena *a, struct texts *t, struct str text);
bool texts_have(const struct texts *t, struct str text);

#endif
