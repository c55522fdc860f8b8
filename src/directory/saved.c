#include "directory/saved.h"

#include "directory.pb-c.h"
#include "members/own.h"
#include "space/pack.h"
#include "space/record.h"

static struct stream_id stream_of(const struct space *s)
{
    return record_stream(s, "saved", STR_NONE);
}

static bool saved_unpack(const struct space_ctx *ctx, const struct record *r, struct saved *out)
{
    ProtobufCAllocator alloc = space_allocator(ctx->secret);
    const SavedEntry *m =
        r->damaged ? NULL : saved_entry__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    if (!m)
        return false;
    *out = (struct saved){.seq = r->seq,
                          .entry = str_from_c(m->entry),
                          .title = str_from_c(m->title),
                          .note = str_from_c(m->note),
                          .at = m->at};
    return true;
}

static struct str saved_pack(const struct space_ctx *ctx, const struct saved *s)
{
    SavedEntry m = SAVED_ENTRY__INIT;
    m.entry = str_to_c(ctx->secret, s->entry);
    m.title = str_to_c(ctx->secret, s->title);
    m.note = str_to_c(ctx->secret, s->note);
    m.at = s->at;
    return space_pack(ctx->secret, &m.base);
}

static enum err read_all(const struct space_ctx *ctx, struct space *s, struct saved_list *out)
{
    struct record_list all;
    *out = (struct saved_list){0};
    if (!s)
        return ERR_OK;
    TRY(record_oldest(s, stream_of(s), 0, SAVED_MAX, &all));
    out->v = ARENA_ARRAY(ctx->secret, struct saved, all.n);
    for (size_t i = all.n; i-- > 0;)
        out->n += saved_unpack(ctx, &all.v[i], &out->v[out->n]);
    return ERR_OK;
}

static const struct saved *find_in(const struct saved_list *all, struct str entry)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].entry, entry))
            return &all->v[i];
    return NULL;
}

enum err saved_all(const struct space_ctx *ctx, struct viewer *v, struct saved_list *out)
{
    struct space *s;
    TRY(own_enter(ctx, v, &s));
    return read_all(ctx, s, out);
}

enum err saved_find(const struct space_ctx *ctx, struct viewer *v, struct str entry,
                    struct saved *out)
{
    struct saved_list all;
    TRY(saved_all(ctx, v, &all));
    const struct saved *it = find_in(&all, entry);
    if (it)
        *out = *it;
    return it ? ERR_OK : ERR_NOT_FOUND;
}

enum err saved_put(const struct space_ctx *ctx, struct viewer *v, struct str entry,
                   struct str title, struct str note)
{
    DB_TX struct db_tx tx = {0};
    struct saved_list all;
    struct space *s;
    uint32_t seq;
    const struct saved now = {.entry = entry, .title = title, .note = note, .at = ctx->now};
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(own_make(ctx, v, &s));
    TRY(read_all(ctx, s, &all));
    const struct saved *it = find_in(&all, entry);
    if (!it && all.n >= SAVED_MAX)
        return ERR_TOO_MANY;
    struct str body = saved_pack(ctx, &now);
    TRY(it ? record_rewrite(s, stream_of(s), it->seq, 0, body)
           : record_append(s, stream_of(s), 0, body, &seq));
    TRY(own_turn(v, s));
    return db_tx_commit(&tx);
}

enum err saved_remove(const struct space_ctx *ctx, struct viewer *v, struct str entry)
{
    DB_TX struct db_tx tx = {0};
    struct saved_list all;
    struct space *s;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(own_enter(ctx, v, &s));
    TRY(read_all(ctx, s, &all));
    const struct saved *it = find_in(&all, entry);
    if (!it)
        return ERR_NOT_FOUND;
    TRY(record_delete(s, stream_of(s), it->seq));
    TRY(own_turn(v, s));
    return db_tx_commit(&tx);
}

static json_t *text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

enum err saved_export(const struct space_ctx *ctx, struct viewer *v, json_t **out)
{
    struct saved_list all;
    TRY(saved_all(ctx, v, &all));
    *out = json_array();
    for (size_t i = 0; i < all.n; i++)
        json_array_append_new(*out,
                              json_pack("{s:o, s:o, s:o, s:I}", "entry", text(all.v[i].entry),
                                        "title", text(all.v[i].title), "note", text(all.v[i].note),
                                        "saved_at", (json_int_t)all.v[i].at));
    return ERR_OK;
}

enum err saved_end(const struct space_ctx *ctx, struct viewer *v)
{
    DB_TX struct db_tx tx = {0};
    struct space *s;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(own_enter(ctx, v, &s));
    if (!s)
        return ERR_OK;
    TRY(record_delete_stream(s, stream_of(s)));
    return db_tx_commit(&tx);
}
