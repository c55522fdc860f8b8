/* The two key files, the ratchet's days, slots and row MACs. */
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/rand.h"
#include "base/test.h"
#include "seal/home.h"
#include "seal/internal.h"
#include "seal/slots.h"

#define DAY 20000
#define SECRET_BODY 17 /* bytes of the magic line */
#define SECRET_SIZE (17 + 32 + 16)
#define RATCHET_BODY 18
#define RATCHET_KEY (RATCHET_BODY + 4 + 16)
#define RATCHET_SIZE (RATCHET_KEY + 32 + 16)

struct folder {
    char dir[64];
};

static const char *const NAMES[] = {"secret.key", "ratchet.key", "secret.key.new",
                                    "ratchet.key.new", "demo"};

static const char *path_of(const struct folder *f, const char *name, char out[128])
{
    snprintf(out, 128, "%s/%s", f->dir, name);
    return out;
}

static size_t file_read(const struct folder *f, const char *name, uint8_t out[256])
{
    char path[128];
    int fd = open(path_of(f, name, path), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t n = read(fd, out, 256);
    close(fd);
    assert_true(n >= 0);
    return (size_t)n;
}

static void file_write(const struct folder *f, const char *name, const uint8_t *p, size_t n)
{
    char path[128];
    int fd = open(path_of(f, name, path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, p, n), n);
    close(fd);
}

static void file_remove(const struct folder *f, const char *name)
{
    char path[128];
    unlink(path_of(f, name, path));
}

static bool file_exists(const struct folder *f, const char *name)
{
    char path[128];
    return access(path_of(f, name, path), F_OK) == 0;
}

static int folder_make(void **state)
{
    struct folder *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    snprintf(f->dir, sizeof f->dir, "/tmp/awn-seal-XXXXXX");
    if (!mkdtemp(f->dir))
        return -1;
    *state = f;
    return seal_home_create(f->dir, DAY) == ERR_OK ? 0 : -1;
}

static int folder_drop(void **state)
{
    struct folder *f = *state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        file_remove(f, NAMES[i]);
    int e = rmdir(f->dir); /* fails when something else was left behind */
    free(f);
    return e;
}

static struct seal_home *home_at(const struct folder *f, int32_t today)
{
    struct seal_home *h = NULL;
    assert_ok(seal_home_open(f->dir, today, false, &h));
    assert_int_equal(seal_home_day(h), today);
    return h;
}

static void refuse_open(const struct folder *f, int32_t today, bool allow_jump, enum err want)
{
    struct seal_home *h = NULL;
    uint8_t before[256], after[256];
    size_t n = file_read(f, "ratchet.key", before);
    assert_int_equal(seal_home_open(f->dir, today, allow_jump, &h), want);
    assert_null(h);
    assert_int_equal(file_read(f, "ratchet.key", after), n);
    assert_memory_equal(before, after, n);
}

static struct key day_key(const struct seal_home *h, int32_t day)
{
    struct key k;
    assert_ok(seal_home_day_key(h, day, &k));
    return k;
}

static void assert_key(const struct key *a, const struct key *b)
{
    assert_memory_equal(a->b, b->b, KEY_SIZE);
}

static void files_are_private(void **state)
{
    const struct folder *f = *state;
    struct stat st;
    char path[128];
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(stat(path_of(f, NAMES[i], path), &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
        assert_int_equal(st.st_size, i ? RATCHET_SIZE : SECRET_SIZE);
    }
    assert_false(file_exists(f, "secret.key.new"));
    assert_false(file_exists(f, "ratchet.key.new"));
}

static void files_are_made_once(void **state)
{
    const struct folder *f = *state;
    assert_err(seal_home_create(f->dir, DAY), CONFLICT);
    file_remove(f, "secret.key");
    assert_err(seal_home_create(f->dir, DAY), CONFLICT);
    assert_false(file_exists(f, "secret.key"));
    file_remove(f, "ratchet.key");
    assert_err(seal_home_create(f->dir, 0), CLOCK);
    assert_ok(seal_home_create(f->dir, DAY));
    assert_err(seal_home_create("/nonexistent/awn", DAY), IO);
}

static void ratchet_goes_forward(void **state)
{
    const struct folder *f = *state;
    struct seal_home *h = home_at(f, DAY);
    struct key before[RETENTION_MAX_DAYS + 1], k;
    for (int i = 0; i <= RETENTION_MAX_DAYS; i++)
        before[i] = day_key(h, DAY + i);
    assert_err(seal_home_day_key(h, DAY - 1, &k), EXPIRED);
    assert_err(seal_home_day_key(h, INT32_MIN, &k), EXPIRED);
    assert_err(seal_home_day_key(h, DAY + RETENTION_MAX_DAYS + 1, &k), INVALID);
    assert_err(seal_home_day_key(h, INT32_MAX, &k), INVALID);

    assert_ok(seal_home_turn(h, DAY, false)); /* nothing to do */
    for (int turn = 1; turn <= 5; turn++) {
        assert_ok(seal_home_turn(h, DAY + turn, false));
        assert_int_equal(seal_home_day(h), DAY + turn);
        assert_err(seal_home_day_key(h, DAY + turn - 1, &k), EXPIRED);
        for (int i = turn; i <= RETENTION_MAX_DAYS; i++) {
            k = day_key(h, DAY + i);
            assert_key(&k, &before[i]);
        }
        k = day_key(h, DAY + RETENTION_MAX_DAYS + turn);
        assert_false(key_eq(&k, &before[RETENTION_MAX_DAYS]));
        struct seal_home *again = home_at(f, DAY + turn); /* the file holds the same line */
        struct key other = day_key(again, DAY + RETENTION_MAX_DAYS + turn);
        assert_key(&k, &other);
        seal_home_close(again);
    }
    seal_home_close(h);
}

static void ratchet_catches_up_two_days(void **state)
{
    const struct folder *f = *state;
    struct seal_home *h = home_at(f, DAY);
    struct key k, want = day_key(h, DAY + 2);
    seal_home_close(h);
    h = home_at(f, DAY + 2);
    k = day_key(h, DAY + 2);
    assert_key(&k, &want);
    seal_home_close(h);
}

static void ratchet_refuses_jumps(void **state)
{
    const struct folder *f = *state;
    refuse_open(f, DAY + 3, false, ERR_CLOCK);
    refuse_open(f, INT32_MAX, false, ERR_CLOCK);
    refuse_open(f, INT32_MAX, true, ERR_CLOCK); /* no steward means that */
    refuse_open(f, DAY - 1, false, ERR_CLOCK);
    refuse_open(f, DAY - 1, true, ERR_CLOCK);
    refuse_open(f, 0, true, ERR_CLOCK);
    refuse_open(f, INT32_MIN, true, ERR_CLOCK);
    struct seal_home *h = home_at(f, DAY);
    struct key want = day_key(h, DAY), k;
    assert_err(seal_home_turn(h, DAY + 3, false), CLOCK);
    assert_err(seal_home_turn(h, DAY - 1, false), CLOCK);
    assert_err(seal_home_turn(h, DAY - 1, true), CLOCK);
    assert_int_equal(seal_home_day(h), DAY);
    k = day_key(h, DAY);
    assert_key(&k, &want);
    seal_home_close(h);
}

static void ratchet_jumps_when_told(void **state)
{
    const struct folder *f = *state;
    struct seal_home *h = home_at(f, DAY), *jumped;
    struct key want = day_key(h, DAY + 300), k;
    seal_home_close(h);
    assert_ok(seal_home_open(f->dir, DAY + 299, true, &jumped));
    k = day_key(jumped, DAY + 300);
    assert_key(&k, &want);
    /* further than the table reaches */
    struct key edge = day_key(jumped, DAY + 299 + RETENTION_MAX_DAYS);
    assert_ok(seal_home_turn(jumped, DAY + 299 + RETENTION_MAX_DAYS, true));
    k = day_key(jumped, DAY + 299 + RETENTION_MAX_DAYS);
    assert_key(&k, &edge);
    assert_ok(seal_home_turn(jumped, DAY + 5000, true));
    want = day_key(jumped, DAY + 5000);
    seal_home_close(jumped);
    h = home_at(f, DAY + 5000);
    k = day_key(h, DAY + 5000);
    assert_key(&k, &want);
    seal_home_close(h);
}

static void ratchet_days_in_any_steps(void **state)
{
    const struct folder *f = *state;
    struct rng r = {7};
    struct seal_home *h = home_at(f, DAY);
    int32_t today = DAY;
    struct key want = day_key(h, DAY + 400), k;
    while (today < DAY + 380) {
        int32_t step = (int32_t)rng_below(&r, 60);
        enum err e = seal_home_turn(h, today + step, step > 2);
        assert_ok(e);
        today += step;
        if (rng_below(&r, 3) == 0) {
            seal_home_close(h);
            h = home_at(f, today);
        }
        if (today <= DAY + 400) {
            k = day_key(h, DAY + 400);
            assert_key(&k, &want);
        }
    }
    seal_home_close(h);
}

static bool holds(const uint8_t *p, size_t n, const struct key *k)
{
    return memmem(p, n, k->b, KEY_SIZE) != NULL;
}

/* The old inode, held open as a thief's undelete would find it, is zeros afterwards. */
static void old_key_is_gone_from_the_disk(void **state)
{
    const struct folder *f = *state;
    struct seal_home *h = home_at(f, DAY);
    struct key old = day_key(h, DAY), new = day_key(h, DAY + 1);
    char path[128];
    uint8_t bytes[256];
    int fd = open(path_of(f, "ratchet.key", path), O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    ssize_t n = pread(fd, bytes, sizeof bytes, 0);
    assert_int_equal(n, RATCHET_SIZE);
    assert_true(holds(bytes, (size_t)n, &old));
    assert_ok(seal_home_turn(h, DAY + 1, false));
    n = pread(fd, bytes, sizeof bytes, 0);
    assert_int_equal(n, RATCHET_SIZE);
    for (size_t i = RATCHET_BODY; i < (size_t)n; i++)
        assert_int_equal(bytes[i], 0);
    close(fd);
    size_t m = file_read(f, "ratchet.key", bytes);
    assert_false(holds(bytes, m, &old));
    assert_true(holds(bytes, m, &new));
    assert_false(file_exists(f, "ratchet.key.new"));
    seal_home_close(h);
}

/* Power fails between any two steps of a turn. */
static void interrupted_turns_are_finished(void **state)
{
    const struct folder *f = *state;
    uint8_t old[256], new[256], wiped[256] = {0};
    file_read(f, "ratchet.key", old);
    struct seal_home *h = home_at(f, DAY + 1);
    struct key want = day_key(h, DAY + 1), k;
    seal_home_close(h);
    file_read(f, "ratchet.key", new);
    memcpy(wiped, old, RATCHET_BODY);

    file_write(f, "ratchet.key", old, RATCHET_SIZE); /* the new one half written */
    file_write(f, "ratchet.key.new", new, RATCHET_SIZE / 2);
    h = home_at(f, DAY);
    assert_false(file_exists(f, "ratchet.key.new"));
    k = day_key(h, DAY + 1);
    assert_key(&k, &want);
    seal_home_close(h);

    file_write(f, "ratchet.key.new", new, RATCHET_SIZE); /* whole, the old one still there */
    h = home_at(f, DAY);
    assert_false(file_exists(f, "ratchet.key.new"));
    seal_home_close(h);

    for (int torn = 0; torn < 2; torn++) { /* the old one overwritten, or half of it */
        file_write(f, "ratchet.key", old, RATCHET_SIZE);
        file_write(f, "ratchet.key.new", new, RATCHET_SIZE);
        char path[128];
        int fd = open(path_of(f, "ratchet.key", path), O_WRONLY | O_CLOEXEC);
        assert_true(pwrite(fd, wiped, torn ? RATCHET_KEY + 9 : RATCHET_SIZE, 0) > 0);
        close(fd);
        h = home_at(f, DAY + 1);
        k = day_key(h, DAY + 1);
        assert_key(&k, &want);
        assert_false(file_exists(f, "ratchet.key.new"));
        seal_home_close(h);
    }

    file_write(f, "ratchet.key", wiped, RATCHET_SIZE); /* and the new one lost: say so */
    refuse_open(f, DAY + 1, false, ERR_CONFIG);
}

static void damaged_files_are_refused(void **state)
{
    const struct folder *f = *state;
    static const char *const both[] = {"secret.key", "ratchet.key"};
    uint8_t good[2][256], bad[256];
    size_t n[2] = {file_read(f, both[0], good[0]), file_read(f, both[1], good[1])};
    for (size_t i = 0; i < 2; i++) {
        file_remove(f, both[i]);
        refuse_open(f, DAY, false, ERR_CONFIG);
        for (size_t cut = 0; cut < n[i]; cut += cut == 0 ? 1 : 16) {
            file_write(f, both[i], good[i], cut);
            refuse_open(f, DAY, false, ERR_CONFIG);
        }
        memcpy(bad, good[i], sizeof bad);
        for (size_t at = 0; at < n[i]; at++) {
            bad[at] ^= 4;
            file_write(f, both[i], bad, n[i]);
            refuse_open(f, DAY, false, ERR_CONFIG);
            bad[at] ^= 4;
        }
        bad[n[i]] = '\n';
        file_write(f, both[i], bad, n[i] + 1);
        refuse_open(f, DAY, false, ERR_CONFIG);
        file_write(f, both[i], good[1 - i], n[1 - i]); /* one in the other's place */
        refuse_open(f, DAY, false, ERR_CONFIG);
        file_write(f, both[i], good[i], n[i]);
    }
    seal_home_close(home_at(f, DAY));
}

static void two_networks_are_not_mixed(void **state)
{
    const struct folder *f = *state;
    uint8_t secret[256], ratchet[256];
    size_t n = file_read(f, "secret.key", secret), m = file_read(f, "ratchet.key", ratchet);
    file_remove(f, "secret.key");
    file_remove(f, "ratchet.key");
    assert_ok(seal_home_create(f->dir, DAY));
    struct seal_home *h = home_at(f, DAY);
    uint8_t own[256];
    file_read(f, "ratchet.key", own);
    file_write(f, "ratchet.key", ratchet, m);
    assert_err(seal_home_turn(h, DAY + 1, false), CONFIG);
    assert_int_equal(seal_home_day(h), DAY);
    refuse_open(f, DAY, false, ERR_CONFIG);
    file_write(f, "ratchet.key", own, m);
    assert_ok(seal_home_turn(h, DAY + 1, false));
    seal_home_close(h);
    file_write(f, "secret.key", secret, n);
    refuse_open(f, DAY + 1, false, ERR_CONFIG);
}

/* The right secret, a good file, and yet not the keys that records were sealed under. */
static void another_line_is_refused(void **state)
{
    const struct folder *f = *state;
    struct seal_home *h = home_at(f, DAY);
    struct ratchet stranger = {.key = {{9}}};
    struct key secret, k, want = day_key(h, DAY);
    int at = open(f->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(at >= 0);
    assert_ok(home_file_secret_read(at, f->dir, &secret));
    for (int32_t day = DAY - 1; day <= DAY + 3; day++) {
        stranger.day = day;
        assert_ok(home_file_ratchet_write(at, f->dir, &secret, &stranger));
        assert_err(seal_home_turn(h, DAY + 1, false), CONFIG);
        assert_int_equal(seal_home_day(h), DAY);
        k = day_key(h, DAY);
        assert_key(&k, &want);
    }
    close(at);
    seal_home_close(h);
}

static void two_processes_turn_together(void **state)
{
    const struct folder *f = *state;
    struct seal_home *a = home_at(f, DAY), *b = home_at(f, DAY);
    assert_ok(seal_home_turn(a, DAY + 2, false));
    assert_ok(seal_home_turn(b, DAY + 1, false)); /* behind the file: leaves it alone */
    assert_int_equal(seal_home_day(b), DAY + 1);
    refuse_open(f, DAY + 1, false, ERR_CLOCK);
    assert_ok(seal_home_turn(b, DAY + 2, false));
    struct key ka = day_key(a, DAY + 9), kb = day_key(b, DAY + 9);
    assert_key(&ka, &kb);
    seal_home_close(a);
    seal_home_close(b);
}

static void systemd_credentials_come_first(void **state)
{
    const struct folder *f = *state;
    struct seal_home *h = home_at(f, DAY);
    struct key here, there;
    seal_home_key(h, "csrf", &here);
    seal_home_close(h);
    struct folder c = {"/tmp/awn-cred-XXXXXX"};
    assert_non_null(mkdtemp(c.dir));
    uint8_t bytes[256];
    setenv("CREDENTIALS_DIRECTORY", c.dir, 1);
    seal_home_close(home_at(f, DAY)); /* none there: the folder's own */
    file_write(&c, "secret.key", bytes, file_read(f, "secret.key", bytes));
    file_remove(f, "secret.key");
    h = home_at(f, DAY);
    seal_home_key(h, "csrf", &there);
    assert_key(&here, &there);
    seal_home_close(h);
    file_write(&c, "secret.key", bytes, 5);
    refuse_open(f, DAY, false, ERR_CONFIG);
    unsetenv("CREDENTIALS_DIRECTORY");
    file_remove(&c, "secret.key");
    assert_int_equal(rmdir(c.dir), 0);
}

static void record_keys_follow_the_day(void **state)
{
    const struct folder *f = *state;
    struct seal_home *h = home_at(f, DAY);
    struct key epoch = {{1}}, other = {{2}}, k[5];
    assert_ok(seal_record_key(h, &epoch, DAY + 1, &k[0]));
    assert_ok(seal_record_key(h, &epoch, DAY + 2, &k[1]));
    assert_ok(seal_record_key(h, &other, DAY + 1, &k[2]));
    assert_ok(seal_record_key(h, &epoch, 0, &k[3]));
    assert_ok(seal_record_key(h, &other, 0, &k[4]));
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < i; j++)
            assert_false(key_eq(&k[i], &k[j]));
    assert_ok(seal_home_turn(h, DAY + 2, false));
    struct key late = {{7}}, none = {{0}};
    assert_err(seal_record_key(h, &epoch, DAY + 1, &late), EXPIRED);
    assert_key(&late, &none);
    assert_err(seal_record_key(h, &epoch, DAY + 3 + RETENTION_MAX_DAYS, &late), INVALID);
    assert_ok(seal_record_key(h, &epoch, DAY + 2, &late));
    assert_key(&late, &k[1]);
    assert_ok(seal_record_key(h, &epoch, 0, &late));
    assert_key(&late, &k[3]);
    seal_home_close(h);
}

static void row_macs_keep_columns_apart(void **state)
{
    const struct folder *f = *state;
    struct seal_home *h = home_at(f, DAY);
    const struct str rows[][3] = {{STR("ab"), STR("c"), STR("")},
                                  {STR("a"), STR("bc"), STR("")},
                                  {STR("abc"), STR(""), STR("")},
                                  {STR(""), STR("abc"), STR("")}};
    uint8_t mac[6][KEY_SIZE], again[KEY_SIZE];
    for (size_t i = 0; i < 4; i++)
        seal_row_mac(h, "account", rows[i], 3, mac[i]);
    seal_row_mac(h, "account", rows[0], 2, mac[4]);
    seal_row_mac(h, "session", rows[0], 3, mac[5]);
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(mac[i], mac[j], KEY_SIZE);
    seal_row_mac(h, "account", rows[0], 3, again);
    assert_memory_equal(mac[0], again, KEY_SIZE);
    struct key a, b;
    seal_home_key(h, "pepper", &a);
    seal_home_key(h, "csrf", &b);
    assert_false(key_eq(&a, &b));
    seal_home_close(h);
}

struct race {
    struct seal_home *h;
    struct key want;
    atomic_bool stop;
    atomic_int bad;
};

static void *race_read(void *arg)
{
    struct race *r = arg;
    while (!atomic_load(&r->stop)) {
        struct key k;
        if (seal_home_day_key(r->h, DAY + 400, &k) != ERR_OK || !key_eq(&k, &r->want))
            atomic_fetch_add(&r->bad, 1);
    }
    return NULL;
}

static void turning_is_safe_beside_readers(void **state)
{
    const struct folder *f = *state;
    struct race r = {.h = home_at(f, DAY)};
    r.want = day_key(r.h, DAY + 400);
    pthread_t readers[2];
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&readers[i], NULL, race_read, &r), 0);
    for (int32_t i = 1; i <= 40; i++)
        assert_ok(seal_home_turn(r.h, DAY + i, false));
    atomic_store(&r.stop, true);
    for (size_t i = 0; i < 2; i++)
        pthread_join(readers[i], NULL);
    assert_int_equal(atomic_load(&r.bad), 0);
    seal_home_close(r.h);
}

static void each_slot_opens_alone(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_SECRET, 0);
    struct str account = STR("name mac"), slots = slots_create(a);
    struct key hashed[SLOT_COUNT], root[SLOT_COUNT], got, none = {{0}};
    enum slot_kind kind;
    assert_int_equal(slots.n, slots_size());
    for (size_t i = 0; i < SLOT_COUNT; i++) {
        key_random(&hashed[i]);
        key_random(&root[i]);
        assert_err(slots_open(slots, account, &hashed[i], &kind, &got), DENIED);
        assert_key(&got, &none);
        slots = slots_set(a, slots, account, (enum slot_kind)i, &hashed[i], &root[i]);
        assert_int_equal(slots.n, slots_size());
    }
    for (size_t i = 0; i < SLOT_COUNT; i++) {
        assert_ok(slots_open(slots, account, &hashed[i], &kind, &got));
        assert_int_equal(kind, i);
        assert_key(&got, &root[i]);
        assert_err(slots_open(slots, STR("other mac"), &hashed[i], &kind, &got), DENIED);
    }
    for (size_t i = 0; i < SLOT_COUNT; i++) {
        struct str cleared = slots_clear(a, slots, (enum slot_kind)i);
        assert_int_equal(cleared.n, slots_size());
        for (size_t j = 0; j < SLOT_COUNT; j++)
            assert_int_equal(slots_open(cleared, account, &hashed[j], &kind, &got),
                             i == j ? ERR_DENIED : ERR_OK);
    }
    /* a new passphrase in the same slot shuts the old one out */
    slots = slots_set(a, slots, account, SLOT_PASSPHRASE, &none, &root[0]);
    assert_err(slots_open(slots, account, &hashed[0], &kind, &got), DENIED);
    assert_ok(slots_open(slots, account, &none, &kind, &got));
    assert_err(slots_open(str_slice(slots, 1, slots.n), account, &none, &kind, &got), SEAL);
    assert_err(slots_open(STR_NONE, account, &none, &kind, &got), SEAL);
}

static void slots_cannot_change_places(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_SECRET, 0);
    struct key hashed = {{1}}, root = {{2}}, got;
    enum slot_kind kind;
    struct str account = STR("name mac");
    struct str slots = slots_set(a, slots_create(a), account, SLOT_DURESS, &hashed, &root);
    size_t one = slots.n / SLOT_COUNT;
    char *moved = arena_copy(a, slots.p, slots.n);
    memcpy(moved, slots.p + one * SLOT_DURESS, one);
    memcpy(moved + one * SLOT_DURESS, slots.p, one);
    assert_err(slots_open(str_from(moved, slots.n), account, &hashed, &kind, &got), DENIED);
    /* unused and used ones begin alike */
    for (size_t i = 0; i < SLOT_COUNT; i++)
        assert_memory_equal(slots.p + i * one, slots.p, 2);
}

static void hashing_needs_salt_and_pepper(void **state)
{
    const struct folder *f = *state;
    uint8_t salt[SALT_SIZE] = {1}, other[SALT_SIZE] = {2}, fake[SALT_SIZE], fake2[SALT_SIZE];
    struct key strong, weak, k;
    setenv("AWN_TEST_HASH", "weak", 1);
    struct seal_home *h = home_at(f, DAY); /* no `demo` in the folder: not weak */
    assert_ok(slot_hash(h, STR("seven words"), salt, &strong));
    /* the cost that SECURITY promises, spelled out once more */
    assert_int_equal(crypto_pwhash(k.b, KEY_SIZE, "seven words", 11, salt, 3, 64 * 1024 * 1024,
                                   crypto_pwhash_ALG_ARGON2ID13),
                     0);
    seal_home_key(h, "pepper", &weak);
    key_derive(&weak, &weak, "slot-hash", str_from(k.b, KEY_SIZE));
    assert_key(&strong, &weak);
    seal_home_close(h);
    file_write(f, "demo", salt, 1);
    unsetenv("AWN_TEST_HASH");
    h = home_at(f, DAY); /* not in the environment: not weak */
    assert_ok(slot_hash(h, STR("seven words"), salt, &k));
    assert_key(&strong, &k);
    seal_home_close(h);
    setenv("AWN_TEST_HASH", "weak", 1);
    h = home_at(f, DAY);
    unsetenv("AWN_TEST_HASH");
    assert_ok(slot_hash(h, STR("seven words"), salt, &weak));
    assert_false(key_eq(&strong, &weak));
    assert_ok(slot_hash(h, STR("seven words"), salt, &k));
    assert_key(&weak, &k);
    assert_ok(slot_hash(h, STR("seven wordz"), salt, &k));
    assert_false(key_eq(&weak, &k));
    assert_ok(slot_hash(h, STR("seven words"), other, &k));
    assert_false(key_eq(&weak, &k));
    assert_ok(slot_hash(h, STR_NONE, salt, &k));
    slot_fake_salt(h, STR("nobody"), fake);
    slot_fake_salt(h, STR("nobody"), fake2);
    assert_memory_equal(fake, fake2, SALT_SIZE);
    slot_fake_salt(h, STR("no one"), fake2);
    assert_memory_not_equal(fake, fake2, SALT_SIZE);
    seal_home_close(h);

    file_remove(f, "secret.key"); /* another server secret: nothing fits */
    file_remove(f, "ratchet.key");
    assert_ok(seal_home_create(f->dir, DAY));
    setenv("AWN_TEST_HASH", "weak", 1);
    h = home_at(f, DAY);
    unsetenv("AWN_TEST_HASH");
    assert_ok(slot_hash(h, STR("seven words"), salt, &k));
    assert_false(key_eq(&weak, &k));
    seal_home_close(h);
}

int main(void)
{
    seal_init();
    unsetenv("CREDENTIALS_DIRECTORY");
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_drop)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(files_are_private),
        WITH_FOLDER(files_are_made_once),
        WITH_FOLDER(ratchet_goes_forward),
        WITH_FOLDER(ratchet_catches_up_two_days),
        WITH_FOLDER(ratchet_refuses_jumps),
        WITH_FOLDER(ratchet_jumps_when_told),
        WITH_FOLDER(ratchet_days_in_any_steps),
        WITH_FOLDER(old_key_is_gone_from_the_disk),
        WITH_FOLDER(interrupted_turns_are_finished),
        WITH_FOLDER(damaged_files_are_refused),
        WITH_FOLDER(two_networks_are_not_mixed),
        WITH_FOLDER(another_line_is_refused),
        WITH_FOLDER(two_processes_turn_together),
        WITH_FOLDER(systemd_credentials_come_first),
        WITH_FOLDER(record_keys_follow_the_day),
        WITH_FOLDER(row_macs_keep_columns_apart),
        WITH_FOLDER(turning_is_safe_beside_readers),
        cmocka_unit_test(each_slot_opens_alone),
        cmocka_unit_test(slots_cannot_change_places),
        WITH_FOLDER(hashing_needs_salt_and_pepper),
    };
#undef WITH_FOLDER
    return cmocka_run_group_tests_name("seal home", tests, NULL, NULL);
}
