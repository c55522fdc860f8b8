#include "members/throttle.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "seal/seal.h"

#define WAYS 8
#define SETS (THROTTLE_ENTRIES / WAYS)

struct entry {
    uint64_t who; /* 0: free */
    uint32_t failures;
    int64_t at;
};

struct throttle {
    pthread_mutex_t lock;
    struct key key;
    struct entry sets[SETS][WAYS];
};

struct throttle *throttle_create(void)
{
    struct throttle *t = calloc(1, sizeof *t); /* allow arena: as long as the application */
    if (!t || pthread_mutex_init(&t->lock, NULL) != 0)
        abort();
    key_random(&t->key);
    return t;
}

void throttle_destroy(struct throttle *t)
{
    if (!t)
        return;
    pthread_mutex_destroy(&t->lock);
    seal_wipe(t, sizeof *t);
    free(t); /* allow arena: as above */
}

static uint64_t mark_of(const struct throttle *t, struct str who)
{
    uint8_t mac[KEY_SIZE];
    uint64_t mark;
    seal_mac(mac, &t->key, "awn throttle", who);
    memcpy(&mark, mac, sizeof mark);
    return mark ? mark : 1;
}

static uint32_t decayed(const struct entry *e, int64_t now)
{
    int64_t halves = now > e->at ? (now - e->at) / THROTTLE_HALF_LIFE : 0;
    return halves < 32 ? e->failures >> halves : 0;
}

static struct entry *find(struct throttle *t, uint64_t who)
{
    struct entry *set = t->sets[who % SETS];
    for (size_t i = 0; i < WAYS; i++)
        if (set[i].who == who)
            return &set[i];
    return NULL;
}

/* A place for `who`: their own, or that of whoever failed least. */
static struct entry *place_for(struct throttle *t, uint64_t who, int64_t now)
{
    struct entry *e = find(t, who), *set = t->sets[who % SETS];
    if (e)
        return e;
    e = &set[0];
    for (size_t i = 1; i < WAYS; i++)
        if (decayed(&set[i], now) < decayed(e, now))
            e = &set[i];
    *e = (struct entry){.who = who, .at = now};
    return e;
}

static int seconds_for(uint32_t failures)
{
    int seconds = 1;
    if (failures < THROTTLE_FREE)
        return 0;
    for (uint32_t i = THROTTLE_FREE; i < failures && seconds < THROTTLE_MAX_SECONDS; i++)
        seconds *= 2;
    return seconds;
}

int throttle_delay(struct throttle *t, struct str who, int64_t now)
{
    if (!t)
        return 0;
    uint64_t mark = mark_of(t, who);
    pthread_mutex_lock(&t->lock);
    const struct entry *e = find(t, mark);
    int seconds = e ? seconds_for(decayed(e, now)) : 0;
    pthread_mutex_unlock(&t->lock);
    return seconds;
}

void throttle_failed(struct throttle *t, struct str who, int64_t now)
{
    if (!t)
        return;
    uint64_t mark = mark_of(t, who);
    pthread_mutex_lock(&t->lock);
    struct entry *e = place_for(t, mark, now);
    e->failures = decayed(e, now) + 1;
    e->at = now;
    pthread_mutex_unlock(&t->lock);
}

void throttle_succeeded(struct throttle *t, struct str who)
{
    if (!t)
        return;
    uint64_t mark = mark_of(t, who);
    pthread_mutex_lock(&t->lock);
    struct entry *e = find(t, mark);
    if (e)
        *e = (struct entry){0};
    pthread_mutex_unlock(&t->lock);
}
