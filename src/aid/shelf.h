/* Shelves: the cards of one list, many to a record.
 *
 * Purpose: a plan looks at a hundred thousand cards; opening a record each would take seconds. So a
 * record holds up to SHELF_CARDS cards, and is sealed anew when one of them moves.
 *
 * Cards on a shelf have the same last day, which is the record's own: after it, its key is gone,
 * and with it every copy of the card in any backup. Shelves of one day are a stream of their own,
 * so that a new card finds its shelf with one look.
 *
 * Where a card stands (struct shelf_place) never changes; its number in the shelf may, so it is
 * looked for by id. In addresses a card is its place and id: shelf_handle.
 *
 * A card that rests (aid_card_rests) is left out when its shelf is sealed anew.
 *
 * Invariants: whoever writes does so inside a transaction that it began before it read; a card is
 * on one shelf only; an empty shelf is deleted. Errors: ERR_NOT_FOUND no such card (any more).
 */
#ifndef AWN_AID_SHELF_H
#define AWN_AID_SHELF_H

#include "aid/card.h"
#include "space/record.h"

#define SHELF_CARDS 32
#define SHELF_DAYS (LOOP_DAYS_MAX + 1) /* that are looked through */

/* A new card, on the newest shelf of its day. */
enum err shelf_put(struct space *s, const struct aid_card *card,
                   struct shelf_place *out) MUST_CHECK;

/* Many at once (an import): full shelves, in order; out[i] is where cards[i] stands. They need not
 * have the same last day. */
enum err shelf_put_all(struct space *s, const struct aid_card *cards, size_t n,
                       struct shelf_place *out) MUST_CHECK;

enum err shelf_get(struct space *s, enum aid_side side, struct shelf_place at, uint64_t id,
                   struct aid_card *out) MUST_CHECK;

/* Seals it anew where it stands; its last day must be what it was. */
enum err shelf_change(struct space *s, struct shelf_place at,
                      const struct aid_card *card) MUST_CHECK;

enum err shelf_take(struct space *s, enum aid_side side, struct shelf_place at,
                    uint64_t id) MUST_CHECK;

/* Several of one shelf at once. */
enum err shelf_take_some(struct space *s, enum aid_side side, struct shelf_place at,
                         const uint64_t *ids, size_t n) MUST_CHECK;

/* Every card of a side, by place; `tell` may be NULL and is told how many were read. Those that do
 * not open are skipped and counted. */
struct shelf_cards {
    struct aid_card *v;
    struct shelf_place *at;
    size_t n, damaged;
};
struct shelf_watch {
    void (*tell)(void *with, size_t done);
    void *with;
};
enum err shelf_all(struct space *s, enum aid_side side, const struct shelf_watch *watch,
                   struct shelf_cards *out) MUST_CHECK;

/* "20412-3-9k2f…" in an address, and back; false when it is none. */
struct str shelf_handle(struct arena *a, struct shelf_place at, uint64_t id);
bool shelf_from_handle(struct arena *a, struct str text, struct shelf_place *at, uint64_t *id);

#endif
