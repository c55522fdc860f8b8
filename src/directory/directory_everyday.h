/* Everyday words: what stands in every sentence that asks for something. Inside the room.
 *
 * They are not stop words (a name may hold them, and alone they are all there is to go by), but
 * beside other words they hardly count.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_EVERYDAY_H
#define AWN_DIRECTORY_DIRECTORY_EVERYDAY_H

#include <stdbool.h>

#include "base/str.h"
#include "search/search.h"

/* Whether a folded word is one; the language it is of, UNKNOWN when it is of several. `lang` may be
 * NULL. */
bool directory_everyday(struct str folded, enum search_lang *lang);

#endif
