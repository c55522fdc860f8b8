/* How a set is put together: rows first, from any format, then what points where, then documents.
 *
 * A row is one object or part as it was read: its values that are not empty, already as a document
 * wants them. CSV rows say whose they are by ids, which hsds_link follows; parts read from JSON are
 * placed with their owner at once. Rows never move.
 */
#ifndef AWN_HSDS_INSIDE_H
#define AWN_HSDS_INSIDE_H

#include "base/buf.h"
#include "base/map.h"
#include "hsds/hsds.h"
#include "hsds/hsds_csv.h"

/* Values that older versions have and the model does not, kept behind the model's fields. */
enum hsds_extra {
    HSDS_X_WEEKDAY = HSDS_FIELDS_MAX, /* regular schedules: a weekday's name */
    HSDS_X_CLOSED,                    /* holiday schedules */
    HSDS_X_START,
    HSDS_X_END,
    HSDS_X_LANGUAGES,    /* of a phone: a list */
    HSDS_X_ORGANIZATION, /* of an address: 3.0 knows addresses of locations only */
    HSDS_X_DETAIL,       /* accessibility in 1.1 has text in other columns */
    HSDS_VALUES_MAX
};

struct hsds_value {
    const char *p;
    uint32_t n;
    uint16_t field; /* of the model, or an enum hsds_extra */
};

struct hsds_edge {
    struct hsds_row *row;
    struct hsds_edge *next;
};

struct hsds_row {
    struct hsds_value *values;      /* by rising field */
    struct hsds_edge *parts, *last; /* what belongs to it, in the order read */
    const char *uuid;               /* HSDS_UUID_SIZE bytes */
    uint32_t line;
    uint32_t nparts;
    uint16_t file; /* its name's number, for reports */
    uint8_t type;
    uint8_t nvalues;
    bool refused, placed, written;
};

#define HSDS_PARTS_MAX 16384 /* of one row */
#define HSDS_NAMES_MAX 4096  /* file names that reports may mention */

struct hsds_table {
    struct hsds_row **v;
    size_t n, cap;
    struct map ids;   /* id as the source has it → number in v */
    const char *file; /* the CSV file these came from, or NULL */
};

/* Eligibility of 1.1 is a table of its own and becomes a value of the service. */
struct hsds_late {
    struct str service, text;
    uint32_t line;
    uint16_t file;
    struct hsds_late *next;
};

struct hsds_builder {
    struct arena *arena; /* rows */
    struct arena *out;   /* the set; it may be the same */
    const struct hsds_reading *how;
    struct hsds_table table[HSDS_TYPES_END];
    struct hsds_late *late, **late_end;
    const char *names[HSDS_NAMES_MAX];
    size_t nnames;
    uint64_t rows;
    int64_t refused, orphans;
    bool old, older; /* files of 2.0, of 1.1 were seen */
};

/* One row on its way in. */
struct hsds_draft {
    struct hsds_builder *b;
    uint32_t line;
    uint16_t file;
    enum hsds_type type;
    struct str v[HSDS_VALUES_MAX];
};

/* ---- rows.c ---------------------------------------------------------------------------------- */

/* Formats here are msgids, marked N_() by whoever calls; what fills them and is a text itself (a
 * reason, a type's noun) goes through hsds_say first. */
void hsds_tell(const struct hsds_builder *b, struct hsds_event event);
const char *hsds_say(const struct hsds_builder *b, const char *msgid)
    __attribute__((format_arg(2)));
const char *hsds_noun(const struct hsds_builder *b, enum hsds_type type);
enum err hsds_broken(const struct hsds_builder *b, const char *file, uint32_t line, const char *fmt,
                     ...) __attribute__((format(printf, 4, 5)));
uint16_t hsds_name_add(struct hsds_builder *b, const char *file); /* the newest when all are used */
void hsds_refuse(struct hsds_builder *b, struct hsds_row *row, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void hsds_note(const struct hsds_builder *b, uint16_t file, uint32_t line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Said in more than one place. */
#define HSDS_EMPTY N_("\"%s\" is empty, and every %s must have one")
#define HSDS_TOO_MANY_ROWS N_("there are more than 2,000,000 rows")
#define HSDS_TOO_LONG N_("it is longer than 512 MiB")
#define HSDS_HALF_WAY N_("reading it failed half-way")

/* For %.*s: a value as a report quotes it. */
struct str hsds_short(struct str s);

/* Makes the row; it may be refused at once (and has been told then). ERR_INVALID: too many rows.
 * A part without an id has one made of its values and of `owner` (a UUID, or empty). */
enum err hsds_row_add(struct hsds_draft *d, struct str owner, struct hsds_row **out) MUST_CHECK;

/* A row nobody wrote: `id` in the source's form. */
struct hsds_row *hsds_row_make(struct hsds_builder *b, enum hsds_type type, struct str id,
                               uint16_t file, uint32_t line);

struct str hsds_row_get(const struct hsds_row *row, int field);
void hsds_row_put(struct hsds_builder *b, struct hsds_row *row, int field, struct str value);
struct hsds_row *hsds_row_of(const struct hsds_builder *b, enum hsds_type type, struct str id);

/* The part belongs to the owner from now on. False when it has too many (told). */
bool hsds_row_place(struct hsds_builder *b, struct hsds_row *owner, struct hsds_row *part);

/* UUIDs are compared in small letters, wherever they stand; other ids stay as they are. */
struct str hsds_id_small(struct arena *a, struct str id);
void hsds_draft_ids(struct hsds_draft *d);

/* Values of a draft as a document wants them, and told what was left out. */
void hsds_draft_normal(struct hsds_draft *d);

/* The id of a part that has none: of its type, its owner and its values. */
struct str hsds_part_id(struct hsds_builder *b, const struct hsds_draft *d, struct str owner);

/* Schedules and phones: what older versions and careless sources write, put right. NULL, or why the
 * row is refused. */
const char *hsds_draft_repair(struct hsds_draft *d);

/* ---- tabular.c, json.c, zip.c, link.c, document.c -------------------------------------------- */

struct hsds_file; /* a CSV file we know */
const struct hsds_file *hsds_file_find(struct str name);
bool hsds_file_passed(struct str name); /* known, and nothing in it for us */

/* Reads one CSV file. `size`: for the progress, 0 when unknown. ERR_IO (the source failed) is not
 * told. */
enum err hsds_csv_take(struct hsds_builder *b, const struct hsds_file *file, const char *name,
                       hsds_source_fn *source, void *from, uint64_t size) MUST_CHECK;

/* A row that a JSON text keeps in tabular form: {"column": value, …}. */
enum err hsds_json_row(struct hsds_builder *b, const struct hsds_file *file, uint16_t name,
                       uint32_t line, const json_t *row) MUST_CHECK;

/* Reads a JSON text; `lines`: one object a line. `type` as hsds_set_add_json says. */
enum hsds_json_form { HSDS_JSON_TEXT, HSDS_JSON_LINES };
enum err hsds_json_take(struct hsds_builder *b, const char *name, enum hsds_type type,
                        enum hsds_json_form form, struct str text) MUST_CHECK;

bool hsds_is_json_name(struct str name);
enum err hsds_json_file_take(struct hsds_builder *b, const char *name, struct str text) MUST_CHECK;

enum err hsds_zip_take(struct hsds_builder *b, int fd, const char *name) MUST_CHECK;

/* A scalar as text, cleaned; STR_NONE for null, arrays and objects. */
struct str hsds_json_text(struct arena *a, const json_t *value);

/* Whether organizations and services were there; broken when the tables that must be are not. */
enum err hsds_tables_check(struct hsds_builder *b, bool tabular) MUST_CHECK;

void hsds_link(struct hsds_builder *b);
enum err hsds_documents(struct hsds_builder *b, struct hsds_set **out) MUST_CHECK;
void hsds_json_string(struct buf *b, struct str s); /* with its quotation marks */

#endif
