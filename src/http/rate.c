#include "http/rate.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/rand.h"

#define WAYS 8
#define SETS 512
#define TOKEN 2000000 /* one request; so that 1 in 2 seconds refills by one a microsecond */
#define SECOND_US 1000000

struct bucket {
    uint64_t peer;
    int64_t last_us;  /* 0: free */
    int64_t ordinary; /* tokens left */
    int64_t guarded;
};

struct limit {
    int64_t per_us; /* refill */
    int64_t most;
};

static const struct limit ORDINARY = {60, 120LL * TOKEN};
static const struct limit GUARDED = {1, 20LL * TOKEN};
static const struct limit LOCAL = {100000, 50000LL * TOKEN};

struct rate {
    pthread_mutex_t lock;
    uint64_t key[2];
    struct bucket local;
    struct bucket v[SETS][WAYS];
};

static uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1], v[1] = rotate(v[1], 13) ^ v[0], v[0] = rotate(v[0], 32);
    v[2] += v[3], v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3], v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1], v[1] = rotate(v[1], 17) ^ v[2], v[2] = rotate(v[2], 32);
}

uint64_t rate_siphash(const uint64_t key[2], const void *data, size_t n)
{
    uint64_t v[4] = {key[0] ^ 0x736F6D6570736575u, key[1] ^ 0x646F72616E646F6Du,
                     key[0] ^ 0x6C7967656E657261u, key[1] ^ 0x7465646279746573u};
    const unsigned char *p = data;
    for (size_t at = 0; at <= n; at += 8) {
        uint64_t word = n - at < 8 ? (uint64_t)n << 56 : 0;
        for (size_t i = 0; i < 8 && at + i < n; i++)
            word |= (uint64_t)p[at + i] << 8 * i;
        v[3] ^= word;
        sip_round(v);
        sip_round(v);
        v[0] ^= word;
    }
    v[2] ^= 0xFF;
    for (int i = 0; i < 4; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

struct rate *rate_create(void)
{
    struct rate *r = calloc(1, sizeof *r);
    if (!r || pthread_mutex_init(&r->lock, NULL) != 0)
        abort();
    rand_bytes(r->key, sizeof r->key);
    return r;
}

void rate_destroy(struct rate *r)
{
    if (!r)
        return;
    pthread_mutex_destroy(&r->lock);
    explicit_bzero(r, sizeof *r);
    free(r);
}

void rate_turn(struct rate *r)
{
    pthread_mutex_lock(&r->lock);
    rand_bytes(r->key, sizeof r->key);
    memset(r->v, 0, sizeof r->v);
    pthread_mutex_unlock(&r->lock);
}

static uint64_t keyed(struct rate *r, const void *p, size_t n)
{
    pthread_mutex_lock(&r->lock);
    uint64_t h = rate_siphash(r->key, p, n);
    pthread_mutex_unlock(&r->lock);
    return h == RATE_LOCAL ? 1 : h;
}

uint64_t rate_peer(struct rate *r, const struct sockaddr *address, size_t n)
{
    if (address->sa_family == AF_INET && n >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        if (ntohl(in.sin_addr.s_addr) >> 24 == 127)
            return RATE_LOCAL;
        return keyed(r, &in.sin_addr, sizeof in.sin_addr);
    }
    if (address->sa_family == AF_INET6 && n >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        const uint8_t *b = in.sin6_addr.s6_addr;
        if (IN6_IS_ADDR_LOOPBACK(&in.sin6_addr) ||
            (IN6_IS_ADDR_V4MAPPED(&in.sin6_addr) && b[12] == 127))
            return RATE_LOCAL;
        return IN6_IS_ADDR_V4MAPPED(&in.sin6_addr) ? keyed(r, b + 12, 4) : keyed(r, b, 8);
    }
    return RATE_LOCAL;
}

/* The peer's bucket; a full set gives up the one that was quiet for longest. */
static struct bucket *bucket_find(struct rate *r, uint64_t peer)
{
    if (peer == RATE_LOCAL)
        return &r->local;
    struct bucket *set = r->v[peer % SETS], *oldest = set;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].last_us && set[i].peer == peer)
            return &set[i];
        if (set[i].last_us < oldest->last_us)
            oldest = &set[i];
    }
    *oldest = (struct bucket){.peer = peer};
    return oldest;
}

static int64_t refill(int64_t tokens, const struct limit *l, int64_t us)
{
    if (us >= l->most / l->per_us)
        return l->most;
    tokens += us * l->per_us;
    return tokens > l->most ? l->most : tokens;
}

/* Whole seconds until there is one token. */
static int wait_for(int64_t tokens, const struct limit *l)
{
    return (int)((TOKEN - tokens) / l->per_us / SECOND_US) + 1;
}

int rate_take(struct rate *r, uint64_t peer, enum rate_kind kind, int64_t now_us)
{
    const struct limit *l = peer == RATE_LOCAL ? &LOCAL : &ORDINARY;
    bool guarded = kind == RATE_GUARDED && peer != RATE_LOCAL;
    int wait = 0;
    now_us += 1; /* 0 means free */
    pthread_mutex_lock(&r->lock);
    struct bucket *b = bucket_find(r, peer);
    int64_t us = b->last_us ? now_us - b->last_us : INT64_MAX;
    b->ordinary = refill(b->ordinary, l, us < 0 ? 0 : us);
    b->guarded = refill(b->guarded, &GUARDED, us < 0 ? 0 : us);
    b->last_us = now_us;
    if (b->ordinary < TOKEN)
        wait = wait_for(b->ordinary, l);
    else if (guarded && b->guarded < TOKEN)
        wait = wait_for(b->guarded, &GUARDED);
    if (!wait) {
        b->ordinary -= TOKEN;
        b->guarded -= guarded ? TOKEN : 0;
    }
    pthread_mutex_unlock(&r->lock);
    return wait;
}
