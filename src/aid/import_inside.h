/* What the files that read tables share; nobody else includes this. */
#ifndef AWN_AID_IMPORT_INSIDE_H
#define AWN_AID_IMPORT_INSIDE_H

#include "aid/import.h"
#include "base/map.h"

/* With room for one more; what is there is copied. */
void *import_grown(struct arena *a, void *p, size_t size, size_t n, size_t *cap);

/* ---- import_text.c: bytes into text */

/* UTF-8, whatever it was saved in. Never fails: what is none stays and breaks the table later. */
struct str import_text(struct arena *a, struct str bytes);

/* What stands between fields: ',', ';' or a tab, by the first row. */
char import_separator(struct str text);

/* ---- import_words.c: what words mean. Texts are folded (search_fold). */

/* Words of all kinds and urgencies, folded once. */
struct import_words {
    struct search *search;
    struct arena *arena;
    struct str *kind[AID_KIND_COUNT + 1];
    size_t nkind[AID_KIND_COUNT + 1];
    struct str *now;
    size_t nnow;
};
void import_words_make(struct search *s, struct arena *a, struct import_words *out);

/* The kind whose longest word or phrase stands in the text; 0: none does. */
int import_kind_of(const struct import_words *w, struct str folded);
bool import_is_now(const struct import_words *w, struct str folded);

/* Of a column "how urgent": false when it cannot be told. */
bool import_urgency_of(const struct import_words *w, struct str folded, enum loop_urgency *out);
enum import_yes { IMPORT_YES, IMPORT_NO, IMPORT_UNSAID };
enum import_yes import_yes_of(struct str folded);
bool import_side_of(struct str folded, enum aid_side *out);
/* The bit of a language, by its code or its name in a few languages; -1. */
int import_language_of(struct search *s, struct arena *a, struct str folded);
/* What a column is by its name; IMPORT_OUT: nothing is called so. */
enum import_column import_column_named(struct search *s, struct arena *a, struct str name);

/* ---- import_clean.c */

/* Without pairs of degrees. *cut: there were some. */
struct str import_without_points(struct arena *a, struct str text, bool *cut);
/* Without runs of digits that may be telephone numbers, and without addresses of mail. */
struct str import_without_contacts(struct arena *a, struct str text);
/* At most `most` code points. *cut is set when there were more. */
struct str import_at_most(struct str text, size_t most, bool *cut);
bool import_has_contact(struct str text);

/* "33,8935", "٣٣٫٨٩", "33.89 N": degrees at most `bound` either way. */
bool import_degrees(struct str text, int bound, double *out);
/* A whole number, the first in the text, in digits of three scripts. */
bool import_number(struct str text, int64_t *out);
/* A day out of a date, with or without a time behind it. */
bool import_day(struct arena *a, struct str text, enum import_dates dates, int32_t *out);
/* What a date with slashes says about the order: 0 nothing. */
enum import_order { IMPORT_ORDER_NONE, IMPORT_ORDER_DMY, IMPORT_ORDER_MDY };
enum import_order import_order_of(struct str text);

#endif
