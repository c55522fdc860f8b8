/* All that an entry's page says, as one text: what the plain engines are given. */
#ifndef AWN_TESTS_QUALITY_TEXT_H
#define AWN_TESTS_QUALITY_TEXT_H

#include "directory/directory.h"

struct str entry_body(struct arena *a, const struct directory_entry *e);

#endif
