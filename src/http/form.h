/* Forms are tables: what a form may hold, checked before the handler runs.
 *
 *     static const struct form_field FIELDS[] = {
 *         {.name = "name", .label = N_("Name of the circle"), .kind = FIELD_LINE, .max = 80,
 * .required = true},
 *         {.name = "about", .label = …, .kind = FIELD_TEXT, .max = 2000},
 *         {.name = "keep", .kind = FIELD_CHOICE, .choices = KEEP_CHOICES},
 *     };
 *     static const struct form_spec FORM = FORM_SPEC(FIELDS);
 *
 * A person's mistake is data: form_parse fills `problem` for each field and keeps what was typed
 * (as far as it is valid UTF-8), and the handler shows the form again. Text is normalised: CRLF to
 * LF, NUL refused; in a FIELD_LINE control characters, line breaks and bidi controls (U+202A–202E,
 * U+2066–2069, U+200E/F, U+061C) and invisible fillers are refused with FIELD_ODD; FIELD_TEXT keeps
 * line breaks and allows no bidi overrides (U+202D, U+202E) or isolates left open. Leading and
 * trailing white space is trimmed, except in FIELD_SECRET. `max` counts code points (bytes are
 * bounded by the door); 0 is no bound. The joiners U+200C and U+200D are fine inside a word
 * (Persian, emoji) and odd anywhere else in a FIELD_LINE. FIELD_INT takes Latin, Arabic-Indic and
 * Persian digits.
 */
#ifndef AWN_HTTP_FORM_H
#define AWN_HTTP_FORM_H

#include "http/request.h"

enum field_kind {
    FIELD_LINE,
    FIELD_TEXT,
    FIELD_SECRET,
    FIELD_CHOICE,
    FIELD_FLAG,
    FIELD_HIDDEN,
    FIELD_INT
};

/* What can be wrong with a field; form_problem_text gives the English msgid of its sentence. */
#define FIELD_PROBLEMS(X)                                                                          \
    X(NONE, "")                                                                                    \
    X(MISSING, N_("Please fill this in."))                                                         \
    X(LONG, N_("This is too long."))                                                               \
    X(SHORT, N_("This is too short."))                                                             \
    X(ODD,                                                                                         \
      N_("Some characters here are invisible or turn text around. Please write it without them.")) \
    X(CHOICE, N_("Please choose one of these."))                                                   \
    X(NUMBER, N_("Please write a number."))                                                        \
    X(RANGE, N_("This number is too small or too large."))                                         \
    X(OTHER, N_("Please look at this again."))
enum field_problem {
#define X(name, text) FIELD_IS_##name,
    FIELD_PROBLEMS(X)
#undef X
};
const char *form_problem_text(enum field_problem p);

struct form_choice {
    const char *value; /* on the wire */
    const char *label; /* msgid */
    int number;        /* what the program uses */
};

struct form_field {
    const char *name;
    const char *label; /* msgid */
    const char *hint;  /* msgid, or NULL */
    enum field_kind kind;
    size_t min, max; /* code points; for FIELD_INT the value's bounds */
    bool required;
    const struct form_choice *choices; /* FIELD_CHOICE, ends with value NULL */
};

#define FORM_FIELDS_MAX 48

struct form_spec {
    const struct form_field *fields;
    size_t n;
};
#define FORM_SPEC(array)                                                                           \
    {                                                                                              \
        (array), sizeof(array) / sizeof((array)[0])                                                \
    }

/* Of a button: a form without fields. */
extern const struct form_spec FORM_NOTHING;

/* The typed values of one submission (or of none: all empty). Index as in the spec. */
struct form {
    const struct form_spec *spec;
    struct str value[FORM_FIELDS_MAX]; /* as typed, cleaned; kept also when wrong */
    int64_t number[FORM_FIELDS_MAX];   /* FIELD_INT, FIELD_CHOICE (its number), FIELD_FLAG (0, 1) */
    enum field_problem problem[FORM_FIELDS_MAX];
    const char *said[FORM_FIELDS_MAX]; /* a msgid of the feature's own for this field, or NULL */
    size_t problems;
};

/* An empty form to show. */
void form_blank(const struct form_spec *spec, struct form *out);

/* Parses a submission; never fails: what is wrong stands in `problem`. */
void form_parse(struct arena *a, const struct form_spec *spec, const struct http_pairs *pairs,
                struct form *out);

/* Adds a mistake that only the feature can see ("this name is taken"); `said` is a msgid. */
void form_reject(struct form *f, size_t field, const char *said);

/* Decodes application/x-www-form-urlencoded (WHATWG URL, section 5.1). At most `max` pairs; false
 * when the text is not well-formed (bad %, invalid UTF-8, NUL, too many). */
bool form_decode(struct arena *a, struct str body, size_t max, struct http_pairs *out);

#endif
