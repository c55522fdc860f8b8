/* A growing delay for who keeps getting a passphrase wrong; never a lockout.
 *
 * Purpose: guessing at one account slows down to one try in eight seconds, while its owner can
 * always come in. Counted under a MAC of what was typed, whether such a name exists or not, with a
 * key drawn at start: nothing of it is stored, and a core image says nothing about who signed in.
 *
 * Invariants: at most THROTTLE_ENTRIES are remembered; where there is no room the one with the
 * fewest failures goes. A failure counts half after a quarter of an hour. Thread-safe.
 */
#ifndef AWN_MEMBERS_THROTTLE_H
#define AWN_MEMBERS_THROTTLE_H

#include <stdint.h>

#include "base/str.h"

#define THROTTLE_ENTRIES 4096
#define THROTTLE_FREE 5 /* failures without a delay */
#define THROTTLE_MAX_SECONDS 8
#define THROTTLE_HALF_LIFE (15 * 60)

struct throttle;

struct throttle *throttle_create(void) __attribute__((returns_nonnull));
void throttle_destroy(struct throttle *t); /* NULL is allowed */

/* Seconds that the next attempt waits: 0, 1, 2, 4 or 8. A NULL throttle never delays. */
int throttle_delay(struct throttle *t, struct str who, int64_t now);
void throttle_failed(struct throttle *t, struct str who, int64_t now);
void throttle_succeeded(struct throttle *t, struct str who);

#endif
