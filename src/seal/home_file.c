/* The bytes of secret.key and ratchet.key.
 *
 *   secret.key   "awn secret.key 1\n", 32 bytes, checksum
 *   ratchet.key  "awn ratchet.key 1\n", day (4 bytes, little-endian), pair, 32 bytes, checksum
 *
 * checksum: BLAKE2b of 16 bytes over all that stands before it. pair: 16 bytes of a MAC under the
 * server secret, so that the files of two networks are not mixed up.
 *
 * A turn writes ratchet.key.new and makes it durable; overwrites the old key in its own place and
 * makes that durable; renames. Power may fail at any point: until the overwriting the old file is
 * good and the new one is thrown away, afterwards the old one is not good and the new one is taken.
 * What a drive or a copy-on-write file system keeps of overwritten blocks is beyond us; the
 * operator's guide says so.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "seal/internal.h"

#define CHECK_SIZE 16
#define FILE_MAX 256 /* more than either file has */

struct format {
    const char *name, *temp, *magic;
    size_t body; /* between magic and checksum */
    const char *remedy;
};

static const struct format SECRET = {
    "secret.key",
    "secret.key.new",
    "awn secret.key 1\n",
    KEY_SIZE,
    "stop, put your own copy of it back (mode 0600) and start again; a new one opens nothing that "
    "is stored",
};
static const struct format RATCHET = {
    "ratchet.key",
    "ratchet.key.new",
    "awn ratchet.key 1\n",
    4 + PAIR_SIZE + KEY_SIZE,
    "stop, put your own copy of it back, or that of another node (mode 0600), and start again; "
    "without it what expires cannot be read any more",
};

static size_t format_size(const struct format *f)
{
    return strlen(f->magic) + f->body + CHECK_SIZE;
}

static void checksum(uint8_t out[CHECK_SIZE], const uint8_t *p, size_t n)
{
    crypto_generichash(out, CHECK_SIZE, p, n, NULL, 0);
}

static void pair_of(uint8_t out[PAIR_SIZE], const struct key *secret)
{
    uint8_t mac[KEY_SIZE];
    seal_mac(mac, secret, "ratchet-pair", STR_NONE);
    memcpy(out, mac, PAIR_SIZE);
}

static enum err io_error(const char *dir, const char *name, const char *what)
{
    int code = errno;
    log_error("seal", "cannot %s %s/%s: %s", what, dir, name, strerror(code));
    return code == ENOSPC || code == EDQUOT ? ERR_FULL : ERR_IO;
}

/* What is wrong with the bytes of a file, for people; NULL when nothing is. */
static const char *problem_of(const struct format *f, const uint8_t *p, size_t n)
{
    const struct format *other = f == &SECRET ? &RATCHET : &SECRET;
    size_t magic = strlen(f->magic);
    uint8_t want[CHECK_SIZE];
    if (n == 0)
        return "is empty";
    if (n >= strlen(other->magic) && memcmp(p, other->magic, strlen(other->magic)) == 0)
        return f == &SECRET ? "is really a ratchet.key" : "is really a secret.key";
    if (n < magic || memcmp(p, f->magic, magic - 2) != 0)
        return "is not a key file of Awn, or its first line is damaged";
    if (memcmp(p, f->magic, magic) != 0)
        return "was made by another version of Awn";
    if (n != format_size(f))
        return n < format_size(f) ? "is cut short" : "is too long";
    if (sodium_is_zero(p + magic, f->body))
        return "was being replaced when the machine stopped";
    checksum(want, p, n - CHECK_SIZE);
    if (sodium_memcmp(want, p + n - CHECK_SIZE, CHECK_SIZE) != 0)
        return "is damaged: its checksum is wrong";
    return NULL;
}

/* Reads at most FILE_MAX bytes. ERR_NOT_FOUND is not logged. */
static enum err slurp(int at, const char *dir, const char *name, uint8_t buf[FILE_MAX], size_t *n)
{
    FD_LOCAL int fd = openat(at, name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    *n = 0;
    if (fd < 0)
        return errno == ENOENT ? ERR_NOT_FOUND : io_error(dir, name, "open");
    while (*n < FILE_MAX) {
        ssize_t got = read(fd, buf + *n, FILE_MAX - *n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return io_error(dir, name, "read");
        if (got == 0)
            break;
        *n += (size_t)got;
    }
    return ERR_OK;
}

static bool write_all(int fd, const uint8_t *p, size_t n)
{
    for (size_t at = 0; at < n;) {
        ssize_t put = pwrite(fd, p + at, n - at, (off_t)at);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        at += (size_t)put;
    }
    return true;
}

/* Zeros over all bytes behind the magic line, in the blocks where they stand. */
static bool overwrite(int at, const struct format *f, const char *name)
{
    FD_LOCAL int fd = openat(at, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY);
    if (fd < 0)
        return false;
    uint8_t zeros[FILE_MAX] = {0};
    size_t magic = strlen(f->magic), n = format_size(f);
    memcpy(zeros, f->magic, magic);
    return write_all(fd, zeros, n) && fsync(fd) == 0;
}

static void discard(int at, const struct format *f, const char *name)
{
    (void)overwrite(at, f, name);
    (void)unlinkat(at, name, 0);
}

/* The file under its temporary name, durable. */
static enum err write_temp(int at, const char *dir, const struct format *f, const uint8_t *body)
{
    uint8_t buf[FILE_MAX];
    size_t magic = strlen(f->magic), n = format_size(f);
    memcpy(buf, f->magic, magic);
    memcpy(buf + magic, body, f->body);
    checksum(buf + n - CHECK_SIZE, buf, n - CHECK_SIZE);

    discard(at, f, f->temp);
    FD_LOCAL int fd = openat(at, f->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum err e = ERR_OK;
    if (fd < 0 || fchmod(fd, 0600) || !write_all(fd, buf, n) || fsync(fd))
        e = io_error(dir, f->temp, "write");
    sodium_memzero(buf, sizeof buf);
    if (e != ERR_OK && fd >= 0)
        discard(at, f, f->temp);
    return e;
}

static enum err put_in_place(int at, const char *dir, const struct format *f)
{
    if (renameat(at, f->temp, at, f->name) || fsync(at))
        return io_error(dir, f->name, "replace");
    return ERR_OK;
}

enum err home_file_absent(int at, const char *dir)
{
    static const struct format *const both[] = {&SECRET, &RATCHET};
    for (size_t i = 0; i < 2; i++) {
        if (faccessat(at, both[i]->name, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
            log_error("seal", "%s/%s is there already; choose another folder", dir, both[i]->name);
            return ERR_CONFLICT;
        }
    }
    return ERR_OK;
}

void home_file_secret_remove(int at)
{
    discard(at, &SECRET, SECRET.name);
}

enum err home_file_secret_write(int at, const char *dir, const struct key *secret)
{
    TRY(write_temp(at, dir, &SECRET, secret->b));
    return put_in_place(at, dir, &SECRET);
}

static enum err report(const char *dir, const struct format *f, const char *problem)
{
    log_error("seal", "%s/%s %s: %s", dir, f->name, problem, f->remedy);
    return ERR_CONFIG;
}

static void warn_of_mode(int at, const char *dir, const char *name)
{
    struct stat st;
    if (fstatat(at, name, &st, 0) == 0 && (st.st_mode & 077))
        log_warn("seal", "%s/%s can be read by others: chmod 600 it", dir, name);
}

/* Copies the body of a good file out. */
static enum err read_good(int at, const char *dir, const struct format *f, const char *name,
                          uint8_t *body, const char **problem)
{
    uint8_t buf[FILE_MAX];
    size_t n;
    enum err e = slurp(at, dir, name, buf, &n);
    *problem = e == ERR_NOT_FOUND ? "is missing" : e == ERR_OK ? problem_of(f, buf, n) : NULL;
    if (e == ERR_OK && !*problem)
        memcpy(body, buf + strlen(f->magic), f->body);
    sodium_memzero(buf, sizeof buf);
    return e == ERR_OK && *problem ? ERR_CONFIG : e;
}

/* The folder of systemd's credentials, open, when secret.key is in it; else -1. */
static int credentials_open(const char **dir)
{
    *dir = getenv("CREDENTIALS_DIRECTORY");
    if (!*dir || !**dir)
        return -1;
    int fd = open(*dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && faccessat(fd, SECRET.name, F_OK, 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

enum err home_file_secret_read(int at, const char *dir, struct key *secret)
{
    const char *problem, *credentials;
    FD_LOCAL int other = credentials_open(&credentials);
    if (other >= 0)
        dir = credentials;
    else
        warn_of_mode(at, dir, SECRET.name); /* systemd sees to the mode of its own */
    enum err e = read_good(other >= 0 ? other : at, dir, &SECRET, SECRET.name, secret->b, &problem);
    return problem ? report(dir, &SECRET, problem) : e;
}

/* Whether a good ratchet.key is one that this server secret goes with. */
static enum err ratchet_parse(const char *dir, const struct key *secret, const uint8_t *body,
                              struct ratchet *out)
{
    uint8_t pair[PAIR_SIZE];
    pair_of(pair, secret);
    if (sodium_memcmp(pair, body + 4, PAIR_SIZE) != 0)
        return report(dir, &RATCHET, "belongs to another secret.key");
    out->day = (int32_t)(uint32_t)get_le(body, 4);
    if (out->day <= 0)
        return report(dir, &RATCHET, "has an impossible day");
    memcpy(out->key.b, body + 4 + PAIR_SIZE, KEY_SIZE);
    return ERR_OK;
}

enum err home_file_ratchet_read(int at, const char *dir, const struct key *secret,
                                struct ratchet *out)
{
    uint8_t body[4 + PAIR_SIZE + KEY_SIZE];
    const char *problem, *temp_problem;
    enum err e = read_good(at, dir, &RATCHET, RATCHET.name, body, &problem);
    if (e == ERR_OK) {
        discard(at, &RATCHET, RATCHET.temp); /* of a turn that did not get far */
        warn_of_mode(at, dir, RATCHET.name);
    } else if (e == ERR_CONFIG &&
               read_good(at, dir, &RATCHET, RATCHET.temp, body, &temp_problem) == ERR_OK) {
        log_info("seal", "%s/%s %s: finishing that", dir, RATCHET.name, problem);
        e = put_in_place(at, dir, &RATCHET);
    } else if (problem) {
        e = report(dir, &RATCHET, problem);
    }
    if (e == ERR_OK)
        e = ratchet_parse(dir, secret, body, out);
    sodium_memzero(body, sizeof body);
    return e;
}

enum err home_file_ratchet_write(int at, const char *dir, const struct key *secret,
                                 const struct ratchet *r)
{
    uint8_t body[4 + PAIR_SIZE + KEY_SIZE];
    put_le(body, (uint32_t)r->day, 4);
    pair_of(body + 4, secret);
    memcpy(body + 4 + PAIR_SIZE, r->key.b, KEY_SIZE);
    enum err e = write_temp(at, dir, &RATCHET, body);
    sodium_memzero(body, sizeof body);
    TRY(e);
    /* The name of the new file must be durable before the old bytes go. */
    if (fsync(at))
        return io_error(dir, RATCHET.temp, "write");
    if (!overwrite(at, &RATCHET, RATCHET.name) && errno != ENOENT)
        return io_error(dir, RATCHET.name, "overwrite");
    return put_in_place(at, dir, &RATCHET);
}
