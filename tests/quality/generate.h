/* Makes a directory of many plausible services, in HSDS 3.0 tabular form, and the truth about them.
 *
 * Every 25 services are one organisation in one city; with 50,000 services each kind stands some
 * ten times in a city, in different words and in the languages that are written there. Beside the
 * tables it writes truth.tsv: id, kind, city, group or "-", language of the text, languages spoken:
 * what a query that asks for a kind, a city, a group is judged by. The same seed gives the same
 * bytes. Row by row: memory does not grow with the number.
 */
#ifndef AWN_TESTS_QUALITY_GENERATE_H
#define AWN_TESTS_QUALITY_GENERATE_H

#include <stdint.h>

/* `words` holds kinds.txt, places.txt and words.txt, which explain themselves; `folder` is there.
 * Ends the program when something cannot be read or written. */
void made_write(const char *words, const char *folder, uint64_t services, uint64_t seed);

#endif
