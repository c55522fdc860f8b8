/* The index of words, made from the tables. */
#ifndef AWN_DIRECTORY_DIRECTORY_INDEX_H
#define AWN_DIRECTORY_DIRECTORY_INDEX_H

#include "directory/directory.h"

/* Makes directory_entry, directory_word and directory_corpus anew from all sources. Inside the
 * caller's transaction. `event` may be NULL. */
enum err directory_index_build(struct db *db, struct search *search, hsds_event_fn *event,
                               void *ctx) MUST_CHECK;

#endif
