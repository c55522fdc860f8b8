/* Languages as directories write them: codes of two or three letters, names in English, in Arabic,
 * or in the language itself. Inside the room. */
#ifndef AWN_DIRECTORY_DIRECTORY_LANGUAGE_H
#define AWN_DIRECTORY_DIRECTORY_LANGUAGE_H

#include "base/str.h"

/* The two-letter code (ISO 639-1) of a folded code or name: "ara", "arabic", "العربيه" → "ar";
 * "pt br" → "pt". STR_NONE when it is not in the list. */
struct str directory_language_code(struct str folded);

#endif
