/* What the fields of a directory mean. Pure: no database, no clock. */
#ifndef AWN_DIRECTORY_DIRECTORY_RULES_H
#define AWN_DIRECTORY_DIRECTORY_RULES_H

#include "directory/directory.h"

/* "9:00", "09:00:00", "0900", "9:00 PM", "24:00" → minutes after midnight. */
bool directory_time(struct str s, int *out);

/* "(312) 938-2106 x 12" → "tel:3129382106;ext=12": the first number in it, in any digits; a leading
 * + stays; letters on a keypad count (ITU-T E.161). STR_NONE when there is nothing to dial. */
struct str directory_tel(struct arena *a, struct str number, struct str extension);

/* "ar" when most letters are Arabic, "ru" when they are Cyrillic; of Latin ones the language whose
 * small words and letters the text's beginning has most of; otherwise "en". */
struct str directory_language(struct str text);

/* The beginning of a text, at most 240 bytes, white space run together, cut at a word. */
struct str directory_summary(struct arena *a, struct str text);

/* "www.example.org" becomes "https://www.example.org"; the rest stays as it is. */
struct str directory_web(struct arena *a, struct str url);

#endif
