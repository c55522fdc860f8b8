/* What the two ways to make the index share. Inside the room. */
#ifndef AWN_DIRECTORY_DIRECTORY_INDEX_INSIDE_H
#define AWN_DIRECTORY_DIRECTORY_INDEX_INSIDE_H

#include "directory/directory_bag.h"

/* Changes with the rules of this program and with its vocabulary. Never 0. */
int64_t index_version(void);

/* Distinct weeks that have a number; entries with others have unknown hours. */
#define INDEX_WEEKS_MAX 65535

/* "@area:x" → "x", else STR_NONE. */
struct str index_area_of(struct str word);

/* The arrays over all entries, by number. */
struct index_arrays {
    uint32_t *order;
    uint16_t *week, *quality;
    size_t n;
};
void index_arrays_init(struct index_arrays *x, struct arena *a, size_t n);
enum err index_arrays_write(struct db *db, struct arena *scratch,
                            const struct index_arrays *x) MUST_CHECK;

/* One entry's numbers; chunks are made as they are needed. */
enum err index_arrays_put(struct db *db, struct arena *scratch, int64_t entry, uint32_t order,
                          uint16_t week, uint16_t quality) MUST_CHECK;

/* An array whole, with exactly `slots` numbers. ERR_DB when it is damaged. */
enum err index_order_read(struct db *db, struct arena *a, int64_t slots,
                          const uint32_t **out) MUST_CHECK;
enum err index_week_read(struct db *db, struct arena *a, int64_t slots,
                         const uint16_t **out) MUST_CHECK;
enum err index_quality_read(struct db *db, struct arena *a, int64_t slots,
                            const uint16_t **out) MUST_CHECK;

#endif
