/* One value at a time: what a source wrote becomes what the standard wants. */
#ifndef AWN_HSDS_VALUE_H
#define AWN_HSDS_VALUE_H

#include "hsds/model.h"

/* The value as a document has it; *out may point into `in` or the arena, and is empty for an empty
 * one. NULL, or why it is no value of this field (a msgid): *out is then empty. */
const char *hsds_value_normal(struct arena *a, const struct hsds_field *f, struct str in,
                              struct str *out);

/* The shortest decimal that reads back the same. False when it is no finite number. */
bool hsds_number(struct arena *a, struct str in, struct str *out);
struct str hsds_number_real(struct arena *a, double v);

/* 2026-11-21, from that, 2026/11/21 or 20261121, with or without a time behind it. */
bool hsds_date(struct arena *a, struct str in, struct str *out);

/* "9:30", "0930", "9:30 pm", "09:30:00", all with or without Z or an offset. Minutes after
 * midnight, at most 24 * 60; the offset in minutes east of UTC when *has_offset. */
bool hsds_time(struct str in, int *minutes, bool *has_offset, int *offset);

/* 0 Monday … 6 Sunday, of "Monday", "mon", "MO", "1" … "7". */
bool hsds_weekday(struct str in, int *out);

/* "MO,WE" of a list of weekdays in any of these forms (an ordinal such as -1FR stays). False: as
 * far as one of them is no weekday. */
bool hsds_weekdays(struct arena *a, struct str in, struct str *out);

bool hsds_same_word(struct str s, const char *word); /* whatever its capitals */

#endif
