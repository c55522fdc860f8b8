#include "space/record.h"

#include <string.h>

#include "base/log.h"
#include "base/rand.h"
#include "space/inside.h"

#define STREAM_BITS 39

static const struct db_sql RECORD_ADD = {
    .name = "space: add record",
    .all = "INSERT INTO record (id, epoch, expires, rev, sealed) VALUES ($1, $2, $3, $4, $5)"};
static const struct db_sql RECORD_REWRITE = {
    .name = "space: rewrite record",
    .all = "UPDATE record SET epoch = $1, expires = $2, rev = $3, sealed = $4 WHERE id = $5"};
static const struct db_sql RECORD_GET = {
    .name = "space: get record",
    .all = "SELECT id, epoch, expires, rev, sealed FROM record WHERE id = $1"};
static const struct db_sql RECORD_NEWEST = {
    .name = "space: newest records",
    .all = "SELECT id, epoch, expires, rev, sealed FROM record WHERE id >= $1 AND id < $2 "
           "ORDER BY id DESC LIMIT $3"};
static const struct db_sql RECORD_OLDEST = {
    .name = "space: oldest records",
    .all = "SELECT id, epoch, expires, rev, sealed FROM record WHERE id >= $1 AND id < $2 "
           "ORDER BY id LIMIT $3"};
static const struct db_sql RECORD_LAST = {
    .name = "space: last record",
    .all = "SELECT id FROM record WHERE id >= $1 AND id < $2 ORDER BY id DESC LIMIT 1"};
static const struct db_sql RECORD_COUNT = {
    .name = "space: count records",
    .all = "SELECT count(*) FROM record WHERE id >= $1 AND id < $2"};
static const struct db_sql RECORD_DELETE = {.name = "space: delete record",
                                            .all = "DELETE FROM record WHERE id = $1"};
static const struct db_sql RECORD_DELETE_STREAM = {
    .name = "space: delete stream", .all = "DELETE FROM record WHERE id >= $1 AND id < $2"};

struct stream_id record_stream(const struct space *s, const char *kind, struct str name)
{
    uint8_t mac[KEY_SIZE];
    size_t n = strlen(kind);
    uint64_t v = 0;
    /* A name may come from an address: its length is nobody's promise. */
    uint8_t *data = arena_alloc(s->ctx.arena, n + 1 + name.n);
    memcpy(data, kind, n);
    data[n++] = ':';
    if (name.n)
        memcpy(data + n, name.p, name.n);
    seal_mac(mac, &s->me.locator, "awn stream", str_from(data, n + name.n));
    memcpy(&v, mac, sizeof v);
    return (struct stream_id){v >> (64 - STREAM_BITS)};
}

static int64_t row_id(struct stream_id stream, uint32_t seq)
{
    return (int64_t)(stream.v << STREAM_SEQ_BITS | seq);
}

static int64_t row_end(struct stream_id stream)
{
    return row_id(stream, STREAM_SEQ_MAX) + 1;
}

static struct seal_place record_place(const struct space *s, int64_t row, uint32_t epoch,
                                      int32_t expires, uint32_t rev)
{
    return (struct seal_place){.purpose = SEAL_RECORD,
                               .table = TABLE_RECORD,
                               .space = s->me.id.v,
                               .row = (uint64_t)row,
                               .epoch = epoch,
                               .expires = expires,
                               .rev = rev};
}

/* The epoch as its column holds it, and back: under a mask of the stream, since the number alone
 * would say which records are of one space. The associated data holds what the column holds. */
uint32_t record_epoch_masked(const struct space *s, int64_t row, uint32_t epoch)
{
    uint8_t mac[KEY_SIZE];
    uint32_t mask;
    uint64_t stream = (uint64_t)row >> STREAM_SEQ_BITS;
    seal_mac(mac, &s->me.locator, "awn epoch mask", str_from(&stream, sizeof stream));
    memcpy(&mask, mac, sizeof mask);
    return epoch ^ mask;
}

/* A fresh random revision, so that an older body of the same row no longer opens. */
static uint32_t new_rev(void)
{
    return (uint32_t)rand_u64() >> 1;
}

static enum err record_seal(struct space *s, int64_t row, uint32_t column, int32_t expires,
                            uint32_t rev, struct str body, struct str *sealed)
{
    struct key k;
    TRY(space_record_key(s, s->me.epoch, expires, &k));
    struct seal_place place = record_place(s, row, column, expires, rev);
    *sealed = seal_blob(s->ctx.arena, &k, &place, SEAL_PAD_TEXT, body);
    key_wipe(&k);
    return ERR_OK;
}

enum err record_append(struct space *s, struct stream_id stream, int32_t expires, struct str body,
                       uint32_t *seq)
{
    uint32_t last;
    struct str sealed;
    uint32_t rev = new_rev();
    TRY(record_last(s, stream, &last));
    if (last >= STREAM_SEQ_MAX)
        return ERR_FULL;
    int64_t row = row_id(stream, last + 1);
    uint32_t column = record_epoch_masked(s, row, s->me.epoch);
    TRY(record_seal(s, row, column, expires, rev, body, &sealed));
    TRY(db_run(s->ctx.db, &RECORD_ADD,
               DB_ARGS(db_int(row), db_int(column), db_int(expires), db_int(rev), db_blob(sealed)),
               NULL));
    if (seq)
        *seq = last + 1;
    return ERR_OK;
}

enum err record_rewrite(struct space *s, struct stream_id stream, uint32_t seq, int32_t expires,
                        struct str body)
{
    struct str sealed;
    int64_t changed;
    uint32_t rev = new_rev();
    uint32_t column = record_epoch_masked(s, row_id(stream, seq), s->me.epoch);
    TRY(record_seal(s, row_id(stream, seq), column, expires, rev, body, &sealed));
    TRY(db_run(s->ctx.db, &RECORD_REWRITE,
               DB_ARGS(db_int(column), db_int(expires), db_int(rev), db_blob(sealed),
                       db_int(row_id(stream, seq))),
               &changed));
    return changed == 1 ? ERR_OK : ERR_NOT_FOUND;
}

/* Opens rows as they come from the engine, without copying the sealed bytes. */
struct reading {
    struct space *s;
    struct record *v;
    size_t n, cap;
    uint32_t mask; /* of the stream: all rows of a reading are of one */
};

static struct record *reading_next(struct reading *r)
{
    if (r->n == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 32;
        struct record *v = ARENA_ARRAY(r->s->ctx.arena, struct record, cap);
        if (r->n)
            memcpy(v, r->v, r->n * sizeof *v);
        r->v = v;
        r->cap = cap;
    }
    return &r->v[r->n++];
}

static enum err record_read_row(void *ctx, const struct db_value *cells, size_t columns)
{
    struct reading *r = ctx;
    (void)columns;
    if (r->n == 0)
        r->mask = record_epoch_masked(r->s, cells[0].i, 0);
    struct record *rec = reading_next(r);
    uint32_t column = (uint32_t)cells[1].i, epoch = column ^ r->mask, rev = (uint32_t)cells[3].i;
    struct key k = {{0}};
    rec->seq = (uint32_t)cells[0].i & STREAM_SEQ_MAX;
    rec->expires = (int32_t)cells[2].i;
    struct seal_place place = record_place(r->s, cells[0].i, column, rec->expires, rev);
    /* A number that was made too large must not count as what is left of it. */
    enum err e = column == cells[1].i && rec->expires == cells[2].i && rev == cells[3].i
                     ? space_record_key(r->s, epoch, rec->expires, &k)
                     : ERR_SEAL;
    if (e == ERR_OK)
        e = seal_open(r->s->ctx.secret, &k, &place, SEAL_PAD_TEXT, cells[4].s, &rec->body);
    key_wipe(&k);
    if (e != ERR_OK) {
        /* An expired day's key is gone before its rows are deleted: not damage. */
        if (e != ERR_EXPIRED)
            log_error("space", "a record does not open: %s", err_text(e));
        rec->damaged = true;
        rec->body = STR_NONE;
    }
    return ERR_OK;
}

static enum err record_read(struct space *s, const struct db_sql *sql, int64_t from, int64_t before,
                            size_t limit, struct record_list *out)
{
    struct reading r = {.s = s};
    TRY(db_each(s->ctx.db, sql, DB_ARGS(db_int(from), db_int(before), db_int(limit)),
                record_read_row, &r));
    *out = (struct record_list){r.v, r.n};
    return ERR_OK;
}

enum err record_get(struct space *s, struct stream_id stream, uint32_t seq, struct record *out)
{
    struct reading r = {.s = s};
    TRY(db_each(s->ctx.db, &RECORD_GET, DB_ARGS(db_int(row_id(stream, seq))), record_read_row, &r));
    if (r.n == 0)
        return ERR_NOT_FOUND;
    if (r.v[0].damaged)
        return ERR_SEAL;
    *out = r.v[0];
    return ERR_OK;
}

enum err record_newest(struct space *s, struct stream_id stream, uint32_t from, uint32_t before,
                       size_t limit, struct record_list *out)
{
    int64_t end = before ? row_id(stream, before) : row_end(stream);
    TRY(record_read(s, &RECORD_NEWEST, row_id(stream, from), end, limit, out));
    for (size_t i = 0; i < out->n / 2; i++) {
        struct record swap = out->v[i];
        out->v[i] = out->v[out->n - 1 - i];
        out->v[out->n - 1 - i] = swap;
    }
    return ERR_OK;
}

enum err record_oldest(struct space *s, struct stream_id stream, uint32_t from, size_t limit,
                       struct record_list *out)
{
    return record_read(s, &RECORD_OLDEST, row_id(stream, from), row_end(stream), limit, out);
}

enum err record_last(struct space *s, struct stream_id stream, uint32_t *seq)
{
    struct db_rows rows;
    TRY(db_all(s->ctx.db, &RECORD_LAST, DB_ARGS(db_int(row_id(stream, 0)), db_int(row_end(stream))),
               s->ctx.arena, &rows));
    *seq = rows.n ? (uint32_t)db_cell_int(&rows, 0, 0) & STREAM_SEQ_MAX : 0;
    return ERR_OK;
}

enum err record_count(struct space *s, struct stream_id stream, uint32_t after, uint32_t *count)
{
    struct db_rows rows;
    TRY(db_all(s->ctx.db, &RECORD_COUNT,
               DB_ARGS(db_int(row_id(stream, after) + 1), db_int(row_end(stream))), s->ctx.arena,
               &rows));
    *count = (uint32_t)db_cell_int(&rows, 0, 0);
    return ERR_OK;
}

enum err record_delete(struct space *s, struct stream_id stream, uint32_t seq)
{
    int64_t changed;
    TRY(db_run(s->ctx.db, &RECORD_DELETE, DB_ARGS(db_int(row_id(stream, seq))), &changed));
    return changed == 1 ? ERR_OK : ERR_NOT_FOUND;
}

enum err record_delete_stream(struct space *s, struct stream_id stream)
{
    return db_run(s->ctx.db, &RECORD_DELETE_STREAM,
                  DB_ARGS(db_int(row_id(stream, 0)), db_int(row_end(stream))), NULL);
}
