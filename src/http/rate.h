/* How often one peer may ask. Inside the http room only.
 *
 * Token buckets in a table of fixed size in memory. A peer is a keyed hash of its address (an IPv6
 * peer is its /64): addresses themselves are never kept, the key is drawn from the kernel and drawn
 * anew each day, when the table is emptied too. Nothing secret depends on the hash: it keeps an
 * attacker from aiming at other people's buckets, and a core image from listing addresses.
 * Source of the hash: SipHash-2-4, Aumasson and Bernstein, INDOCRYPT 2012.
 *
 * Everybody behind loopback or a unix socket (an onion service, a proxy in front) is one peer,
 * RATE_LOCAL: no limit per person is possible there, only one for all together.
 */
#ifndef AWN_HTTP_RATE_H
#define AWN_HTTP_RATE_H

#include <stddef.h>
#include <stdint.h>

struct sockaddr;
struct rate;

#define RATE_LOCAL 0

enum rate_kind {
    RATE_ORDINARY, /* 30 a second, 120 at once; RATE_LOCAL: 50,000 a second */
    RATE_GUARDED   /* moreover 1 in 2 seconds, 20 at once; not for RATE_LOCAL */
};

struct rate *rate_create(void);
void rate_destroy(struct rate *r); /* NULL is allowed */

/* The bucket of an address. Thread-safe. */
uint64_t rate_peer(struct rate *r, const struct sockaddr *address, size_t n);

/* Takes one request from the bucket: 0, or the seconds after which it is worth trying again.
 * `now_us` is monotonic. Thread-safe. */
int rate_take(struct rate *r, uint64_t peer, enum rate_kind kind, int64_t now_us);

/* Forgets everything and draws a new key. */
void rate_turn(struct rate *r);

/* SipHash-2-4, for its test. */
uint64_t rate_siphash(const uint64_t key[2], const void *data, size_t n);

#endif
