/* Memory that is given back all at once.
 *
 * Purpose: one arena per request (or per command, or per test). What is taken
 * from it lives until the arena is cleared; features never call free.
 *
 * Invariants: allocation never returns NULL (running out of memory is a bug of
 * the bounds at the door and aborts); memory is zeroed; 16-byte aligned.
 * A wiped arena is overwritten when it is cleared or destroyed (finished pages). A secret arena
 * is too, and lives in locked pages that are left out of core dumps (keys, opened text).
 *
 * Ownership: whoever creates an arena destroys it. Not thread-safe: one arena
 * belongs to one thread at a time.
 */
#ifndef AWN_BASE_ARENA_H
#define AWN_BASE_ARENA_H

#include <stddef.h>

struct arena;

enum arena_kind { ARENA_PLAIN, ARENA_WIPED, ARENA_SECRET };

/* `block` is the size in bytes of the blocks it grows by (0: 64 KiB). */
struct arena *arena_create(enum arena_kind kind, size_t block) __attribute__((returns_nonnull));
void arena_destroy(struct arena *a); /* NULL is allowed */

/* Forgets everything taken so far; keeps the first block, and up to 256 KiB more, for the next
 * use. */
void arena_clear(struct arena *a);

/* Zeroed memory of n bytes; n = 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t n)
    __attribute__((returns_nonnull, alloc_size(2), malloc));

/* Makes the newest allocation longer where it stands: p of n bytes has `more` > n bytes then, and
 * is returned. NULL when it is not the newest, or there is no room behind it. */
void *arena_extend(struct arena *a, void *p, size_t n, size_t more) __attribute__((alloc_size(4)));

/* A copy of n bytes. */
void *arena_copy(struct arena *a, const void *p, size_t n) __attribute__((returns_nonnull));

/* Bytes taken since it was created or cleared. */
size_t arena_used(const struct arena *a);

/* For the cleanup attribute: `ARENA_LOCAL struct arena *a = arena_create(…);` */
void arena_destroy_ptr(struct arena **a);
#define ARENA_LOCAL __attribute__((cleanup(arena_destroy_ptr)))

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc_array((a), (n), sizeof(type)))

/* n × size bytes, checked for overflow. */
void *arena_alloc_array(struct arena *a, size_t n, size_t size) __attribute__((returns_nonnull));

#endif
