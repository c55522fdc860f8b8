/* A card from a row of the index: shared by search and the entry page. */
#ifndef AWN_DIRECTORY_DIRECTORY_CARDS_H
#define AWN_DIRECTORY_DIRECTORY_CARDS_H

#include "directory/directory.h"

/* From a row of store_cards or store_entry. */
void directory_card_fill(const struct db_rows *rows, size_t row, struct directory_card *out);

#endif
