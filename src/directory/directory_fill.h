/* From an entry to what its page shows: for the pages of this room that show entries. */
#ifndef AWN_DIRECTORY_DIRECTORY_FILL_H
#define AWN_DIRECTORY_DIRECTORY_FILL_H

#include "directory/directory.h"
#include "directory/directory_view.h"
#include "http/request.h"

/* Everything but what only some may do: add to v->acts (directory_act_add). */
void directory_entry_view_fill(const struct req *req, const struct directory_entry *e,
                               struct directory_entry_view *v);

/* Something that can be done with the entry: goes to a page, or does it at once (POST). */
enum directory_act_kind { DIRECTORY_ACT_GOES, DIRECTORY_ACT_DOES };
void directory_act_add(struct directory_entry_view *v, struct str label, struct url url,
                       enum directory_act_kind kind);

/* Cost, eligibility, papers, languages, … */
void directory_facts_fill(const struct req *req, const struct directory_entry *e,
                          struct directory_entry_view *v);

#endif
