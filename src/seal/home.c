#include "seal/home.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "base/log.h"
#include "seal/internal.h"

#define LAG_MAX 2            /* days a ratchet catches up by itself */
#define JUMP_MAX (100 * 366) /* days even a steward does not jump: the clock is wrong */

/* Lives in memory of sodium_malloc: locked, left out of dumps, between guard pages, wiped when
 * freed. `turning` lets one thread turn at a time (file and memory); `lock` protects
 * day and days, and is held for the copying only. */
struct seal_home {
    pthread_mutex_t turning;
    pthread_rwlock_t lock;
    int at; /* the folder */
    bool weak_hash;
    int32_t day;
    struct key secret, row_mac;
    struct key days[RETENTION_MAX_DAYS + 1]; /* K(day), K(day + 1), … */
    char dir[];
};

void ratchet_next(struct key *out, const struct key *k)
{
    key_derive(out, k, "ratchet", STR_NONE);
}

/* K(day + n) of K(day). */
static void ratchet_forward(struct key *k, int64_t n)
{
    for (; n > 0; n--)
        ratchet_next(k, k);
}

static enum err jump_check(int32_t from, int32_t today, bool allow_jump)
{
    int64_t n = (int64_t)today - from;
    if (n < 0) {
        log_error(
            "seal",
            "the clock is %lld days behind ratchet.key (day %d): set the clock right; nothing "
            "was changed",
            (long long)-n, (int)from);
        return ERR_CLOCK;
    }
    if (n <= LAG_MAX || (allow_jump && n <= JUMP_MAX))
        return ERR_OK;
    log_error(
        "seal",
        "the clock is %lld days ahead of ratchet.key (day %d): set the clock right, or, if it "
        "is right, allow the jump once; nothing was changed",
        (long long)n, (int)from);
    return ERR_CLOCK;
}

static int folder_open(const char *dir)
{
    int at = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0)
        log_error("seal", "cannot open the folder %s: %s", dir, strerror(errno));
    return at;
}

enum err seal_home_create(const char *dir, int32_t today)
{
    if (today <= 0) {
        log_error("seal", "the clock stands before 1970: set it right");
        return ERR_CLOCK;
    }
    FD_LOCAL int at = folder_open(dir);
    if (at < 0)
        return ERR_IO;
    if (flock(at, LOCK_EX))
        return ERR_IO;
    TRY(home_file_absent(at, dir));
    struct key secret;
    struct ratchet r = {.day = today};
    key_random(&secret);
    key_random(&r.key);
    enum err e = home_file_secret_write(at, dir, &secret);
    if (e == ERR_OK) {
        e = home_file_ratchet_write(at, dir, &secret, &r);
        if (e != ERR_OK)
            home_file_secret_remove(at);
    }
    key_wipe(&secret);
    sodium_memzero(&r, sizeof r);
    return e;
}

static struct seal_home *home_alloc(const char *dir)
{
    /* sodium_malloc puts the end of what it gives at the end of a page, so that the size
     * decides the alignment. */
    size_t align = _Alignof(max_align_t);
    size_t n = (sizeof(struct seal_home) + strlen(dir) + 1 + align - 1) / align * align;
    struct seal_home *h = sodium_malloc(n);
    if (!h)
        abort();
    memset(h, 0, n);
    memcpy(h->dir, dir, strlen(dir));
    h->at = -1;
    pthread_mutex_init(&h->turning, NULL);
    pthread_rwlock_init(&h->lock, NULL);
    return h;
}

void seal_home_close(struct seal_home *h)
{
    if (!h)
        return;
    fd_close(&h->at);
    pthread_mutex_destroy(&h->turning);
    pthread_rwlock_destroy(&h->lock);
    sodium_free(h);
}

static void table_fill(struct seal_home *h, size_t from)
{
    for (size_t i = from; i <= RETENTION_MAX_DAYS; i++)
        ratchet_next(&h->days[i], &h->days[i - 1]);
}

/* Under the lock of the folder. */
static enum err home_load(struct seal_home *h)
{
    struct ratchet r;
    TRY(home_file_secret_read(h->at, h->dir, &h->secret));
    TRY(home_file_ratchet_read(h->at, h->dir, &h->secret, &r));
    h->day = r.day;
    h->days[0] = r.key;
    sodium_memzero(&r, sizeof r);
    table_fill(h, 1);
    key_derive(&h->row_mac, &h->secret, "row-mac", STR_NONE);
    const char *cost = getenv("AWN_TEST_HASH");
    h->weak_hash = cost && strcmp(cost, "weak") == 0 && faccessat(h->at, "demo", F_OK, 0) == 0;
    if (h->weak_hash)
        log_warn("seal", "passphrases are hashed weakly: this folder is for tests only");
    return ERR_OK;
}

enum err seal_home_open(const char *dir, int32_t today, bool allow_jump, struct seal_home **out)
{
    *out = NULL;
    struct seal_home *h = home_alloc(dir);
    h->at = folder_open(dir);
    enum err e = h->at < 0 || flock(h->at, LOCK_EX) ? ERR_CONFIG : home_load(h);
    if (h->at >= 0)
        (void)flock(h->at, LOCK_UN);
    if (e == ERR_OK)
        e = seal_home_turn(h, today, allow_jump);
    if (e != ERR_OK) {
        seal_home_close(h);
        return e;
    }
    *out = h;
    return ERR_OK;
}

void seal_home_key(const struct seal_home *h, const char *label, struct key *out)
{
    key_derive(out, &h->secret, label, STR_NONE);
}

bool home_hash_is_weak(const struct seal_home *h)
{
    return h->weak_hash;
}

/* Homes are never const objects; only their readers see them so. */
static pthread_rwlock_t *lock_of(const struct seal_home *h)
{
    return (pthread_rwlock_t *)&h->lock;
}

int32_t seal_home_day(const struct seal_home *h)
{
    pthread_rwlock_rdlock(lock_of(h));
    int32_t day = h->day;
    pthread_rwlock_unlock(lock_of(h));
    return day;
}

enum err seal_home_day_key(const struct seal_home *h, int32_t day, struct key *out)
{
    enum err e = ERR_OK;
    pthread_rwlock_rdlock(lock_of(h));
    int64_t i = (int64_t)day - h->day;
    if (i < 0)
        e = ERR_EXPIRED;
    else if (i > RETENTION_MAX_DAYS)
        e = ERR_INVALID;
    else
        *out = h->days[i];
    pthread_rwlock_unlock(lock_of(h));
    if (e != ERR_OK)
        key_wipe(out);
    return e;
}

/* K(day) for any day from ours on. */
static void key_ahead(const struct seal_home *h, int32_t day, struct key *out)
{
    int64_t n = (int64_t)day - h->day;
    assert(n >= 0);
    int64_t known = n < RETENTION_MAX_DAYS ? n : RETENTION_MAX_DAYS;
    *out = h->days[known];
    ratchet_forward(out, n - known);
}

/* Brings the file to `next`. Another process may have the folder open and have turned first, so
 * the file is looked at again: it never goes back, and it must be of our line. */
static enum err file_turn(const struct seal_home *h, const struct ratchet *next)
{
    struct ratchet now;
    TRY(home_file_ratchet_read(h->at, h->dir, &h->secret, &now));
    /* The earlier of the two is hashed forward; on the later day they must meet. */
    struct key ours = h->days[0];
    int64_t gap = (int64_t)now.day - h->day;
    bool ahead = now.day >= next->day, near = gap >= -JUMP_MAX && gap <= JUMP_MAX;
    if (near && gap > 0)
        key_ahead(h, now.day, &ours);
    else if (near)
        ratchet_forward(&now.key, -gap);
    bool same = near && key_eq(&now.key, &ours);
    sodium_memzero(&now, sizeof now);
    key_wipe(&ours);
    if (!same) {
        log_error("seal",
                  "%s/ratchet.key was replaced by one of another line while Awn ran: put the right "
                  "one back",
                  h->dir);
        return ERR_CONFIG;
    }
    return ahead ? ERR_OK : home_file_ratchet_write(h->at, h->dir, &h->secret, next);
}

/* Moves the table; every old place is written over. */
static void table_turn(struct seal_home *h, const struct ratchet *next)
{
    pthread_rwlock_wrlock(&h->lock);
    size_t n = (size_t)(next->day - h->day);
    size_t kept = n <= RETENTION_MAX_DAYS ? RETENTION_MAX_DAYS + 1 - n : 1;
    if (n <= RETENTION_MAX_DAYS)
        memmove(h->days, h->days + n, kept * sizeof h->days[0]);
    else
        h->days[0] = next->key;
    table_fill(h, kept);
    h->day = next->day;
    pthread_rwlock_unlock(&h->lock);
}

static enum err turn_locked(struct seal_home *h, int32_t today, bool allow_jump)
{
    TRY(jump_check(h->day, today, allow_jump));
    if (today == h->day)
        return ERR_OK;
    struct ratchet next = {.day = today};
    key_ahead(h, today, &next.key);
    enum err e = flock(h->at, LOCK_EX) ? ERR_IO : file_turn(h, &next);
    (void)flock(h->at, LOCK_UN);
    if (e == ERR_OK)
        table_turn(h, &next);
    sodium_memzero(&next, sizeof next);
    return e;
}

enum err seal_home_turn(struct seal_home *h, int32_t today, bool allow_jump)
{
    pthread_mutex_lock(&h->turning);
    enum err e = turn_locked(h, today, allow_jump);
    pthread_mutex_unlock(&h->turning);
    return e;
}

enum err seal_record_key(const struct seal_home *h, const struct key *epoch, int32_t expires,
                         struct key *out)
{
    assert(epoch);
    if (expires == 0) {
        key_derive(out, epoch, "never", STR_NONE);
        return ERR_OK;
    }
    struct key day;
    enum err e = seal_home_day_key(h, expires, &day);
    if (e == ERR_OK)
        key_derive(out, epoch, "record", str_from(day.b, KEY_SIZE));
    else
        key_wipe(out);
    key_wipe(&day);
    return e;
}

static void mac_field(crypto_generichash_state *s, struct str field)
{
    uint8_t n[8];
    put_le(n, field.n, sizeof n);
    crypto_generichash_update(s, n, sizeof n);
    crypto_generichash_update(s, bytes_of(field), field.n);
}

struct str seal_word(uint8_t out[8], uint64_t v)
{
    for (int i = 0; i < 8; i++)
        out[i] = (uint8_t)(v >> (8 * i));
    return str_from(out, 8);
}

void seal_row_mac(const struct seal_home *h, const char *table, const struct str *columns, size_t n,
                  uint8_t out[KEY_SIZE])
{
    crypto_generichash_state s;
    crypto_generichash_init(&s, h->row_mac.b, KEY_SIZE, KEY_SIZE);
    mac_field(&s, str_from_c(table));
    for (size_t i = 0; i < n; i++)
        mac_field(&s, columns[i]);
    crypto_generichash_final(&s, out, KEY_SIZE);
    sodium_memzero(&s, sizeof s);
}
