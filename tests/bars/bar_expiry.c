/* Bar 4, expiry: items that end on different days (records; letters in an inbox; invitations;
 * the reason somebody was removed for), and every evening an image of the database is taken
 * together with secret.key and everybody's keyring, but without ratchet.key, which is what the
 * guide tells to back up. When the days have turned, whoever has all images, the server secret,
 * all epoch keys and seeds, and ratchet.key as it is now, opens nothing that has expired.
 * Control: with exactly the same means everything opens that has not expired yet.
 *
 * Where a ratchet.key is copied away together with an image, what that image holds opens as long as
 * the copy exists; and what a drive keeps of overwritten blocks is beyond a program. The guide
 * says both. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bars/bar.h"
#include "base/rand.h"
#include "space/inside.h"

#define DAYS 5 /* items end on DAY0 … DAY0 + DAYS - 1; then DAYS - 2 days pass */
#define LAST (DAY0 + DAYS - 2)
#define RECORDS_MAX 1000

enum kind { RECORD, LETTER, INVITATION, NOTICE };

struct item {
    enum kind kind;
    int32_t day;
    struct str text;
    uint32_t seq;
    struct key code;
    struct space_ticket ticket; /* of who was removed */
};

struct past {
    struct bar *b;
    struct bar_net *n;
    struct item *items;
    size_t nitems;
    struct space_ticket tickets[DAYS]; /* the founder's, each evening */
    struct stream_id stream;
    struct key ratchets[DAYS]; /* K(day), read from the file before it turned */
    char images[DAYS][300];
};

struct totals {
    size_t items, expired, tried, opened, control, control_opened, images;
};

static const struct space_persona AMAL = {STR_INIT("أمل"), STR_INIT(""), STR_INIT("")};

/* --- what happens on the days --- */

static struct space *enter(struct past *p, struct space_ticket *t)
{
    struct space *s;
    bool fresher;
    MUST(space_enter(&p->n->ctx, t, &fresher, NULL, &s));
    return s;
}

static struct item *item_add(struct past *p, enum kind kind)
{
    struct item *it = &p->items[p->nitems];
    it->kind = kind;
    it->day = DAY0 + (int32_t)(p->nitems % DAYS);
    it->text = str_fmt(p->n->keep, "ends on %d: %016llx زائل", (int)it->day,
                       (unsigned long long)rand_u64());
    p->nitems++;
    return it;
}

static void somebody_is_removed(struct past *p, struct space *s, struct space_ticket *founder)
{
    struct key code;
    struct space *out;
    struct item *it = item_add(p, NOTICE);
    key_random(&code);
    MUST(roster_invite(s, &code, ROLE_INVITE, ROLE_MEMBER, false, DAY0 + 30));
    space_ticket_new(&it->ticket, (struct space_id){0});
    MUST(roster_come_in(&p->n->ctx, &code, &AMAL, &it->ticket, &out));
    const struct space_removal why = {it->text, STR("أمل")};
    MUST(roster_take_out(s, founder, &it->ticket.tag, EXIT_REMOVED, &why));
    /* Notices last ninety days; here one ends on the item's day, by the house's own function. */
    struct box_public box;
    box_public_of(&box, &it->ticket.seed);
    const struct envelope notice = {.removed = true, .why = why, .space = it->ticket.id};
    MUST(envelope_put(&p->n->ctx, &it->ticket.tag, &box, it->day, &notice));
}

static void fill(struct past *p, struct space_ticket *founder, size_t records)
{
    struct space *s;
    MUST(space_create(&p->n->ctx, &AMAL, founder, &s));
    p->stream = record_stream(s, "posts", STR_NONE);
    for (size_t i = 0; i < records; i++) {
        struct item *it = item_add(p, RECORD);
        MUST(record_append(s, p->stream, it->day, it->text, &it->seq));
        net_clear(p->n);
        s = enter(p, founder);
        if (i % 100 == 99)
            MUST(space_rotate(s, founder));
    }
    for (size_t i = 0; i < 4 * DAYS; i++) {
        struct item *it = item_add(p, LETTER);
        MUST(inbox_drop(&p->n->ctx, founder->id, it->day, it->text));
    }
    for (size_t i = 0; i < 2 * DAYS; i++) {
        struct item *it = item_add(p, INVITATION);
        key_random(&it->code);
        MUST(roster_invite(s, &it->code, ROLE_INVITE, ROLE_MEMBER, false, it->day));
    }
    for (size_t i = 0; i < 2 * DAYS; i++) {
        somebody_is_removed(p, s, founder);
        s = enter(p, founder);
    }
}

/* --- images --- */

static void copy_in(struct past *p, const char *name, const char *to_folder, const char *to)
{
    char from[600], path[600];
    snprintf(from, sizeof from, "%s/%s", p->n->t.folder, name);
    snprintf(path, sizeof path, "%s/%s", to_folder, to);
    if (access(from, F_OK) == 0)
        bar_file_copy(from, path);
}

/* The raw files of SQLite as they lie there, log and all; every second day, and of PostgreSQL
 * always, a copy as `awn backup` makes it. */
static void image_take(struct past *p, size_t day)
{
    char url[400];
    struct db *to;
    int ran;
    snprintf(p->images[day], sizeof p->images[day], "/tmp/awn-image-XXXXXX");
    if (!mkdtemp(p->images[day]))
        bar_must(ERR_IO, "an image's folder");
    copy_in(p, "secret.key", p->images[day], "secret.key");
    copy_in(p, "demo", p->images[day], "demo");
    if (db_engine_of(p->n->db) == DB_SQLITE && day % 2 == 0) {
        copy_in(p, "awn.db", p->images[day], "awn.db");
        copy_in(p, "awn.db-wal", p->images[day], "awn.db-wal");
        return;
    }
    snprintf(url, sizeof url, "sqlite:%s/awn.db", p->images[day]);
    MUST(db_open(url, DB_WRITER, &to));
    MUST(db_migrate(to, &ran));
    MUST(db_copy(p->n->db, to, NULL, NULL));
    db_close(to);
}

static void image_remove(const char *folder)
{
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));)
        if (e->d_name[0] != '.')
            unlinkat(dirfd(d), e->d_name, 0);
    if (d)
        closedir(d);
    rmdir(folder);
}

/* The key stands before the checksum of 16 bytes that ends the file. */
static void ratchet_read(struct past *p, int fd, struct key *out)
{
    char buf[256];
    ssize_t n = pread(fd, buf, sizeof buf, 0);
    bar_check(p->b, n > 48, "ratchet.key is too short");
    memcpy(out->b, buf + n - 16 - KEY_SIZE, KEY_SIZE);
}

/* The old key must be overwritten in its own place: the file is held open across the turn. */
static void turn(struct past *p, size_t day)
{
    char path[300], after[256] = {0};
    snprintf(path, sizeof path, "%s/ratchet.key", p->n->t.folder);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        bar_must(ERR_IO, path);
    ratchet_read(p, fd, &p->ratchets[day]);
    net_day(p->n, DAY0 + (int32_t)day + 1);
    ssize_t n = pread(fd, after, sizeof after, 0);
    bar_check(p->b,
              n >= 0 &&
                  !bar_holds(str_from(after, (size_t)n), str_from(p->ratchets[day].b, KEY_SIZE)),
              "the file that was ratchet.key on day %zu still holds its key", day);
    close(fd);
}

static void no_old_ratchet(struct past *p)
{
    size_t files = 0;
    char path[600];
    DIR *d = opendir(p->n->t.folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", p->n->t.folder, e->d_name);
        if (stat(path, &st) || !S_ISREG(st.st_mode))
            continue;
        struct str s = bar_file(p->n->arena, path);
        files++;
        for (size_t i = 0; i + 2 < DAYS; i++)
            bar_check(p->b, !bar_holds(s, str_from(p->ratchets[i].b, KEY_SIZE)),
                      "%s holds the ratchet key of day %zu", e->d_name, i);
        arena_clear(p->n->arena);
    }
    if (d)
        closedir(d);
    bar_check(p->b, files >= 3, "the folder's files were not looked at");
}

/* --- the attack --- */

static bool try_record(struct space *s, const struct past *p, const struct item *it)
{
    struct record rec;
    return record_get(s, p->stream, it->seq, &rec) == ERR_OK && str_eq(rec.body, it->text);
}

static bool try_letter(struct space *s, const struct item *it)
{
    struct inbox in;
    MUST(inbox_read(s, &in));
    for (size_t i = 0; i < in.n; i++)
        if (str_eq(in.v[i].body, it->text))
            return true;
    return false;
}

static bool try_envelope(const struct space_ctx *ctx, const struct item *it)
{
    struct envelope env;
    struct tag tag = it->ticket.tag;
    struct key seed = it->ticket.seed, k;
    if (it->kind == INVITATION) {
        key_derive(&k, &it->code, "awn code tag", STR_NONE);
        memcpy(tag.b, k.b, TAG_SIZE);
        key_derive(&seed, &it->code, "awn code seed", STR_NONE);
    }
    return envelope_open(ctx, &tag, &seed, &env) == ERR_OK;
}

static bool try_item(struct space *s, const struct past *p, const struct item *it)
{
    switch (it->kind) {
    case RECORD:
        return try_record(s, p, it);
    case LETTER:
        return try_letter(s, it);
    case INVITATION:
    case NOTICE:
        return try_envelope(space_ctx_of(s), it);
    }
    return false;
}

static const struct db_sql ALL_RECORDS = {
    .name = "bar: records",
    .all = "SELECT id, epoch, expires, rev, sealed FROM record WHERE expires = $1"};

/* By hand: each expired record with every epoch key and every day key that can still be made. */
static size_t by_hand(struct past *p, struct space *s, struct db *db, int32_t day, size_t *tried)
{
    struct db_rows rows;
    size_t opened = 0;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    MUST(db_all(db, &ALL_RECORDS, DB_ARGS(db_int(day)), a, &rows));
    const struct seal_home *home = space_ctx_of(s)->home;
    for (size_t r = 0; r < rows.n && r < bar_size(3, 40); r++) {
        struct seal_place place = {.purpose = SEAL_RECORD,
                                   .table = TABLE_RECORD,
                                   .space = space_id_of(s).v,
                                   .row = (uint64_t)db_cell_int(&rows, r, 0),
                                   .epoch = (uint32_t)db_cell_int(&rows, r, 1),
                                   .expires = day,
                                   .rev = (uint32_t)db_cell_int(&rows, r, 3)};
        struct key epoch, k;
        struct str plain;
        MUST(space_epoch_key(s, record_epoch_masked(s, (int64_t)place.row, place.epoch), &epoch));
        for (int32_t other = LAST; other <= LAST + RETENTION_MAX_DAYS + 1; other++) {
            enum err e =
                seal_record_key(home, &epoch, other <= LAST + RETENTION_MAX_DAYS ? other : 0, &k);
            (*tried)++;
            if (e == ERR_OK)
                opened += seal_open(a, &k, &place, SEAL_PAD_TEXT, db_cell_str(&rows, r, 4),
                                    &plain) == ERR_OK;
        }
    }
    (void)p;
    return opened;
}

static void attack_image(struct past *p, size_t image, struct totals *sum)
{
    char url[400];
    struct db *db;
    struct seal_home *home;
    size_t by_kind[4] = {0}, opened = 0, control = 0, control_opened = 0;
    copy_in(p, "ratchet.key", p->images[image], "ratchet.key"); /* as it is now */
    snprintf(url, sizeof url, "sqlite:%s/awn.db", p->images[image]);
    MUST(db_open(url, DB_WRITER, &db));
    MUST(seal_home_open(p->images[image], LAST, false, &home));
    for (size_t t = 0; t < 2; t++) { /* today's clock, and one that was set back */
        struct space_ctx ctx = {db, home, p->n->arena, p->n->secret,
                                t ? NOON(DAY0 + (int32_t)image) : NOON(LAST)};
        struct space *s = space_make(&ctx, &p->tickets[image]);
        for (size_t i = 0; i < p->nitems; i++) {
            const struct item *it = &p->items[i];
            bool gone = it->day < LAST, there = it->day >= DAY0 + (int32_t)image;
            if (!there)
                continue; /* deleted before this image was taken */
            bool open = try_item(s, p, it);
            sum->tried += gone;
            opened += gone && open;
            by_kind[it->kind] += gone && open;
            control += !gone;
            control_opened += !gone && open;
        }
        for (int32_t day = DAY0; day < LAST; day++)
            opened += by_hand(p, s, db, day, &sum->tried);
        net_clear(p->n);
    }
    bar_check(p->b, opened == 0,
              "image %zu opens expired items: %zu records, %zu letters, %zu invitations, %zu "
              "notices; %zu in all",
              image, by_kind[RECORD], by_kind[LETTER], by_kind[INVITATION], by_kind[NOTICE],
              opened);
    bar_check(p->b, control && control_opened == control,
              "image %zu: of what has not expired %zu of %zu open", image, control_opened, control);
    sum->opened += opened;
    sum->control += control;
    sum->control_opened += control_opened;
    sum->images++;
    db_close(db);
    seal_home_close(home);
}

/* In the house itself the rows are gone. */
static void rows_are_gone(struct past *p)
{
    for (int32_t day = DAY0; day < LAST; day++) {
        struct db_rows rows;
        MUST(db_all(p->n->db, &ALL_RECORDS, DB_ARGS(db_int(day)), p->n->arena, &rows));
        bar_check(p->b, rows.n == 0, "%zu rows of day %d are still there", rows.n, (int)day);
    }
    struct space_ticket t = p->tickets[DAYS - 2];
    struct space *s = enter(p, &t);
    for (size_t i = 0; i < p->nitems; i++)
        bar_check(p->b, try_item(s, p, &p->items[i]) == (p->items[i].day >= LAST),
                  "item %zu of day %d in the house itself", i, (int)p->items[i].day);
}

static void expiry(struct bar *b, struct bar_net *n, void *arg)
{
    struct totals *sum = arg;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 1 << 20);
    struct space_ticket founder;
    struct past *p = ARENA_NEW(a, struct past);
    size_t records = bar_size(150, RECORDS_MAX);
    p->b = b;
    p->n = n;
    p->items = ARENA_ARRAY(a, struct item, records + 8 * DAYS);
    fill(p, &founder, records);
    for (size_t day = 0; day + 2 < DAYS; day++) {
        bool fresher;
        struct space *s;
        MUST(space_enter(&n->ctx, &founder, &fresher, NULL, &s));
        MUST(space_rotate(s, &founder));
        p->tickets[day] = founder;
        image_take(p, day);
        turn(p, day);
        net_clear(n);
    }
    p->tickets[DAYS - 2] = founder;
    bar_log_quiet(b, n->t.folder);
    rows_are_gone(p);
    for (size_t day = 0; day + 2 < DAYS; day++)
        attack_image(p, day, sum);
    bar_log_loud(b, n->keep);
    no_old_ratchet(p);
    for (size_t i = 0; i < p->nitems; i++)
        sum->expired += p->items[i].day < LAST;
    sum->items += p->nitems;
    for (size_t day = 0; day + 2 < DAYS; day++)
        image_remove(p->images[day]);
}

int main(void)
{
    struct bar b;
    struct totals sum = {0};
    bar_begin(&b, "expiry");
    bar_on_engines(&b, expiry, &sum);
    return bar_end(&b, (double)sum.opened, "items",
                   "%zu items %s, %zu of them expired: %zu open from %zu older images with the "
                   "server secret, all members' keys and today's ratchet (%zu tries); of what has "
                   "not expired %zu of %zu open by the same means.",
                   sum.items, bar_where(&b), sum.expired, sum.opened, sum.images, sum.tried,
                   sum.control_opened, sum.control);
}
