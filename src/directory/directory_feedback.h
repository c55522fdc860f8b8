/* What the entries found first say of a query. Inside the room.
 *
 * Pseudo-relevance feedback (Rocchio 1971; RM3: Abdul-Jaleel and others, TREC 2004), with concepts
 * alone: when the best entries agree on a concept of the vocabulary, entries with it rise a little,
 * and those that none of the words asked would have found come in behind. Agreed on is what stands
 * in their titles and summaries; each says so much as its score, a title twice as much as a text.
 * Kinds of need, and what a tenth of all entries has, say nothing. Entries far behind the best are
 * not asked, and fewer than three agree on nothing: one that stands out is what was meant.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_FEEDBACK_H
#define AWN_DIRECTORY_DIRECTORY_FEEDBACK_H

#include "directory/directory_query.h"

#define FEEDBACK_ENTRIES 8

/* Adds what they agree on to `asked`, as a term behind those asked (rank_query: learned). `v`: the
 * first entries' cards, best first, and `matches` theirs; at most FEEDBACK_ENTRIES. */
enum err directory_feedback(struct db *db, struct search *search, struct arena *a,
                            const struct rank_match *matches, const struct directory_card *v,
                            size_t n, struct asked *asked) MUST_CHECK;

#endif
