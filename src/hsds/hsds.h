/* The open standard for directories (HSDS, Open Referral), read into documents.
 *
 * Purpose: takes what other people publish (tabular 1.1, 2.0, 3.x in a folder or zip; JSON 3.x)
 * and gives a set of canonical documents: one compact JSON object for each organization, service,
 * location, service at a location, program, taxonomy and taxonomy term. Knows nothing of Awn, of
 * databases or of pages.
 *
 * A canonical document: UTF-8, no white space, keys in the order of the model (model.h); its parts
 * as arrays, in the order in which they were read; other objects only by id; what is absent or
 * empty is left out, save what the schema requires, which has the honest least ("" or the first
 * word of an enum). Every id in it is a lower-case UUID. It is valid against schema/TYPE.json of
 * HSDS 3.0.
 *   - Numbers are the shortest decimals that read back the same; dates 2026-11-21; moments RFC
 * 3339; times HH:MM, local to the schedule's `timezone` (an offset written with a time goes there).
 *   - A day that a source calls closed is a schedule without times and with the description
 * "closed" (that of a holiday has valid_from and valid_to, and all seven days).
 *   - `value`s nobody can read (a date such as "soon") are left out and told as NOTED.
 *
 * What is refused: a row without what it must have, with an id that was used before, or that
 * belongs to nothing that is there. Refusing one row never spoils another file's rows, but what
 * belongs to it goes with it. What breaks a whole file stops everything (ERR_INVALID, told).
 *
 * Ownership: everything handed out lives in the arena given. Nothing is written anywhere.
 * Source: HSDS 1.1, 2.0, 3.0, docs.openreferral.org; RFC 4180 (CSV), 7386 (merge patch), 9562
 * (UUID).
 */
#ifndef AWN_HSDS_HSDS_H
#define AWN_HSDS_HSDS_H

#include <jansson.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "hsds/model.h"

/* Bounds. */
#define HSDS_FIELD_MAX (64u * 1024)
#define HSDS_LINE_MAX (1024u * 1024)       /* bytes of one CSV row, quoted line breaks included */
#define HSDS_ROWS_MAX 2000000u             /* rows, or objects and parts of JSON, in all */
#define HSDS_DOC_MAX (1024u * 1024)        /* one document with all its parts */
#define HSDS_ITEM_MAX (64u * 1024 * 1024)  /* one top-level object of a JSON file */
#define HSDS_JSON_MAX (512u * 1024 * 1024) /* one JSON file */
#define HSDS_ZIP_FILES 64u
#define HSDS_ZIP_MAX (1024u * 1024 * 1024) /* unpacked, in all */
#define HSDS_ZIP_RATIO 200u                /* at most, once more than 16 MiB came out */
#define HSDS_UUID_SIZE 36

/* ---- what is told while reading -------------------------------------------------------------- */

enum hsds_event_kind {
    HSDS_PROGRESS, /* stage, done of total (bytes) */
    HSDS_IGNORED,  /* file: not one we know; nothing was read from it */
    HSDS_NOTED,    /* file, line, why: one value was left out or put right; the row was taken */
    HSDS_REFUSED,  /* file, line, why: one row was left out */
    HSDS_BROKEN    /* file, line (0: the whole file), why: reading stops */
};

struct hsds_event {
    enum hsds_event_kind kind;
    const char *stage; /* the file's name; the directory's own stages are msgids */
    uint64_t done, total;
    const char *file;
    uint32_t line; /* of the physical file, from 1; where the row or object begins */
    const char *why;
};

/* Strings live until it returns. */
typedef void hsds_event_fn(void *ctx, const struct hsds_event *event);

/* What a person reads instead of a text: everything in `why` goes through it before it is put
 * together (formats, reasons within reasons, the nouns of types), so that a report can be in their
 * language. All are marked N_(). What it gives for a format must have the same conversions in the
 * same order (the catalogues are checked for that), and live as long as the reading. */
typedef const char *hsds_say_fn(void *ctx, const char *msgid) __attribute__((format_arg(2)));

/* Whether an object that is not in what was read is there already (a feed brings only what
 * changed). `id` is the UUID. */
typedef bool hsds_known_fn(void *ctx, enum hsds_type type, struct str id);

/* A service (or location) whose organization is nowhere. The standard wants one, so by default it
 * is refused; it can be kept, without an organization. */
enum hsds_orphans { HSDS_ORPHANS_REFUSE, HSDS_ORPHANS_KEEP };

/* What to do about refused rows is the caller's: it looks at `refused`. */
struct hsds_reading {
    const char *path;  /* a folder, or a .zip, .json or .ndjson file; hsds_read only */
    struct str source; /* the name this directory is known by; ids that are no UUIDs depend on it */
    enum hsds_orphans orphans;
    hsds_event_fn *event; /* may be NULL, as the next two */
    hsds_say_fn *say;     /* NULL: English */
    hsds_known_fn *known;
    void *ctx;
};

/* ---- reading --------------------------------------------------------------------------------- */

struct hsds_object {
    enum hsds_type type;
    struct str id;     /* UUID */
    struct str doc;    /* canonical */
    struct str parent; /* service, location, program → organization; service at location → service;
                          term → taxonomy; organization → parent organization. UUID or STR_NONE */
    struct str place; /* service at location → location */
    uint64_t digest;  /* of doc: hsds_digest */
    uint32_t line;    /* where it was read */
    uint16_t file;    /* of the set's files */
};

struct hsds_set {
    struct hsds_object *v; /* by type (organizations first), then in the order read */
    size_t n;
    size_t from[HSDS_TYPES_END]; /* the first of a type; its last is before the next type's first */
    size_t count[HSDS_TYPES_END]; /* objects and parts taken, by type */
    uint64_t rows;                /* read, the refused ones too */
    int64_t refused;
    int64_t orphans;    /* of the refused: for want of an organization; could have been kept */
    struct str version; /* what it looked like: "1.1", "2.0", "3.0" */
    const char **files; /* names that reports tell */
};

/* Reads what stands at how->path. ERR_NOT_FOUND: nothing there; ERR_INVALID: broken; ERR_IO. Each
 * is told as HSDS_BROKEN before. An empty set is not an error here. */
enum err hsds_read(struct arena *a, const struct hsds_reading *how,
                   struct hsds_set **out) MUST_CHECK;

/* The same in steps, for pages of a feed: begin, add any number of JSON texts, end. A text is an
 * object, an array of objects, or a page {"contents":[…]}; services and organizations with others
 * nested in them are taken apart. `name` is the text's name in reports; `type` what its objects
 * are, HSDS_NONE: find out. After ERR_INVALID from add (told as HSDS_BROKEN) only drop it. */
struct hsds_builder;
enum err hsds_set_begin(struct arena *a, const struct hsds_reading *how,
                        struct hsds_builder **out) MUST_CHECK;
enum err hsds_set_add_json(struct hsds_builder *b, const char *name, enum hsds_type type,
                           struct str json) MUST_CHECK;
enum err hsds_set_end(struct hsds_builder *b, struct hsds_set **out) MUST_CHECK;

/* ---- ids, digests ---------------------------------------------------------------------------- */

/* The UUID of a source's id: itself in small letters when it is one, else one that is made of
 * (source, type, id), the same every time (version 8 of RFC 9562). */
struct str hsds_uuid(struct arena *a, struct str source, enum hsds_type type, struct str id);

/* A UUID in small letters, as every id of ours is. */
bool hsds_is_uuid(struct str s);

/* 64 bits that change when the document does; the same in every process. */
uint64_t hsds_digest(struct str doc);

/* ---- documents ------------------------------------------------------------------------------- */

/* Reads a canonical document (or a patch). NULL when it is no JSON object. The caller has the
 * reference. */
json_t *hsds_doc_load(struct str doc) MUST_CHECK;

/* Writes it, canonical: keys in the order of the model (unknown keys and empty values left out),
 * compact. ERR_INVALID when it lacks what its type must have, or a value is not of its kind;
 * ERR_TOO_LARGE beyond HSDS_DOC_MAX. What the schema wants and nobody gave is filled. For documents
 * that an editor changed; hsds_value_wrong says why a value is refused. */
enum err hsds_doc_write(struct arena *a, enum hsds_type type, const json_t *doc,
                        struct str *out) MUST_CHECK;

/* What is wrong with a value that stands for a field (a msgid), or NULL. */
const char *hsds_value_wrong(enum hsds_type type, int field, struct str value);

/* JSON Merge Patch (RFC 7386): doc with patch applied; arrays of parts are replaced whole. A new
 * reference; neither argument is changed. NULL when memory or the depth bound (16) fails. */
json_t *hsds_merge(const json_t *doc, const json_t *patch) MUST_CHECK;

/* The patch that makes `to` of `from`: an object, empty when they are equal. A new reference. */
json_t *hsds_diff(const json_t *from, const json_t *to) MUST_CHECK;

#endif
