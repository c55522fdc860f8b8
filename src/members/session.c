#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "members/inside.h"
#include "space/pack.h"

#define SEEN_EVERY 120    /* seconds between two writes of "seen" */
#define SESSION_BYTES 512 /* more than any session without a draft */
#define FRESH_SECONDS                                                                              \
    120 /* from signing in to the first page, which puts the session on the list */

struct space_ctx members_ctx(const struct req *req, const struct seal_home *home)
{
    return (struct space_ctx){
        .db = req->db, .home = home, .arena = req->arena, .secret = req->secret, .now = req->now};
}

/* H1 finds the row, H2 opens it: two labels of one keyed hash. */
static void token_keys(const struct key *token, uint8_t id[SESSION_ID_SIZE], struct key *open)
{
    struct key h1;
    key_derive(&h1, token, "awn session id", STR_NONE);
    memcpy(id, h1.b, SESSION_ID_SIZE);
    key_derive(open, token, "awn session key", STR_NONE);
}

static bool token_read(struct arena *a, struct str text, struct key *token)
{
    struct str bytes;
    if (text.n > 64 || !seal_from_base64(a, text, &bytes) || bytes.n != TOKEN_SIZE)
        return false;
    memcpy(token->b, bytes.p, TOKEN_SIZE);
    return true;
}

static struct seal_place session_place(const uint8_t id[SESSION_ID_SIZE])
{
    struct seal_place place = {.purpose = SEAL_SESSION, .table = TABLE_SESSION};
    memcpy(&place.row, id, sizeof place.row);
    memcpy(&place.space, id + 8, sizeof place.space);
    return place;
}

struct str session_seal(const struct space_ctx *ctx, const uint8_t id[SESSION_ID_SIZE],
                        const struct key *key, const struct session_data *d)
{
    Session m = SESSION__INIT;
    m.account = d->account;
    m.access = space_bytes(d->access.b, KEY_SIZE);
    m.started = d->started;
    m.seen = d->seen;
    m.failed = d->failed;
    m.fresh = d->fresh;
    m.typed = str_to_c(ctx->secret, d->typed);
    m.carry = space_bytes(d->carry.p, d->carry.n);
    /* A long name that was typed must not tell a failed sign-in from one that went well. */
    size_t n = protobuf_c_message_get_packed_size(&m.base);
    if (n < SESSION_BYTES)
        m.filler = space_bytes(arena_alloc(ctx->secret, SESSION_BYTES - n), SESSION_BYTES - n);
    struct seal_place place = session_place(id);
    return seal_blob(ctx->arena, key, &place, SEAL_PAD_TEXT, space_pack(ctx->secret, &m.base));
}

static enum err session_open(const struct space_ctx *ctx, const uint8_t id[SESSION_ID_SIZE],
                             const struct key *key, struct session_data *out)
{
    struct session_row row;
    struct str plain;
    struct seal_place place = session_place(id);
    ProtobufCAllocator alloc = space_allocator(ctx->secret);
    TRY(store_session_get(ctx, id, &row));
    if (row.expires < clock_day(ctx->now) ||
        seal_open(ctx->secret, key, &place, SEAL_PAD_TEXT, row.sealed, &plain) != ERR_OK)
        return ERR_SIGNED_OUT;
    const Session *m = session__unpack(&alloc, plain.n, (const uint8_t *)plain.p);
    if (!m || !space_fixed(out->access.b, KEY_SIZE, m->access))
        return ERR_SIGNED_OUT;
    out->account = m->account;
    out->started = m->started;
    out->seen = m->seen;
    out->failed = m->failed;
    out->fresh = m->fresh;
    out->typed = str_from_c(m->typed);
    out->carry = str_from(m->carry.data, m->carry.len);
    if (ctx->now - out->started >= SESSION_MAX_SECONDS ||
        ctx->now - out->seen >= SESSION_IDLE_SECONDS || ctx->now < out->started - 60)
        return ERR_SIGNED_OUT;
    return ERR_OK;
}

static enum err session_add(const struct space_ctx *ctx, const struct session_data *d,
                            struct str *token_text)
{
    struct key token, open;
    uint8_t id[SESSION_ID_SIZE];
    key_random(&token);
    token_keys(&token, id, &open);
    int32_t last_day = clock_day(ctx->now + SESSION_MAX_SECONDS);
    TRY(store_session_add(ctx, id, last_day, session_seal(ctx, id, &open, d)));
    *token_text = seal_base64(ctx->secret, str_from(token.b, TOKEN_SIZE));
    key_wipe(&token);
    key_wipe(&open);
    return ERR_OK;
}

enum err session_start(const struct space_ctx *ctx, uint64_t account, const struct key *access,
                       struct str carry, struct str *token)
{
    const struct session_data d = {.account = account,
                                   .access = *access,
                                   .started = ctx->now,
                                   .seen = ctx->now,
                                   .fresh = true,
                                   .carry = carry};
    return session_add(ctx, &d, token);
}

enum err session_start_failed(const struct space_ctx *ctx, struct str typed, struct str carry,
                              struct str *token)
{
    struct session_data d = {
        .started = ctx->now, .seen = ctx->now, .failed = true, .typed = typed, .carry = carry};
    key_random(&d.access);
    return session_add(ctx, &d, token);
}

enum err session_end(const struct space_ctx *ctx, const uint8_t id[SESSION_ID_SIZE])
{
    return store_session_delete(ctx->db, id);
}

enum err session_end_token(const struct space_ctx *ctx, struct str text)
{
    struct key token, open;
    uint8_t id[SESSION_ID_SIZE];
    if (!token_read(ctx->secret, text, &token))
        return ERR_OK; /* nothing to end */
    token_keys(&token, id, &open);
    return store_session_delete(ctx->db, id);
}

enum err sessions_expire(struct db *db, int32_t today, int64_t *gone)
{
    return store_sessions_expire(db, today, gone);
}

/* A session counts only while the keyring lists it as open (or it is too fresh to be listed): a row
 * put back into the table after it was ended opens nothing. */
static bool session_listed(const struct space_ctx *ctx, const struct viewer *v)
{
    for (size_t i = 0; i < v->keyring.nsessions; i++)
        if (memcmp(v->keyring.sessions[i].id, v->session, SESSION_ID_SIZE) == 0)
            return !v->keyring.sessions[i].ended;
    return v->fresh && ctx->now - v->started < FRESH_SECONDS;
}

enum err viewer_open(const struct space_ctx *ctx, struct str text, struct failed_signin *failed,
                     struct viewer **out)
{
    struct key token;
    struct session_data d = {0};
    struct str blob;
    struct viewer *v = ARENA_NEW(ctx->secret, struct viewer);
    if (failed)
        *failed = (struct failed_signin){STR_NONE, STR_NONE};
    if (!token_read(ctx->secret, text, &token))
        return ERR_SIGNED_OUT;
    token_keys(&token, v->session, &v->session_key);
    key_wipe(&token);
    TRY(session_open(ctx, v->session, &v->session_key, &d));
    if (d.failed) {
        if (failed)
            *failed = (struct failed_signin){d.typed, d.carry};
        return ERR_SIGNED_OUT;
    }
    v->account = d.account;
    v->access = d.access;
    v->started = d.started;
    v->seen = d.seen;
    v->carry = d.carry;
    v->fresh = d.fresh;
    TRY(store_keyring_get(ctx, v->account, &v->version, &blob));
    if (keyring_open(ctx, &v->access, v->account, v->version, blob, &v->keyring) != ERR_OK)
        return ERR_SIGNED_OUT; /* the access key was turned */
    if (!session_listed(ctx, v))
        return ERR_SIGNED_OUT;
    *out = v;
    return ERR_OK;
}

/* Puts it on the list in place of what stood there for it; what is too old to matter goes. */
static void session_list_put(const struct space_ctx *ctx, struct viewer *v,
                             const struct member_session *one)
{
    struct keyring *k = &v->keyring;
    struct member_session *list = ARENA_ARRAY(ctx->secret, struct member_session, k->nsessions + 1);
    size_t n = 0;
    for (size_t i = 0; i < k->nsessions; i++)
        if (ctx->now - k->sessions[i].started < SESSION_MAX_SECONDS &&
            memcmp(k->sessions[i].id, one->id, SESSION_ID_SIZE) != 0)
            list[n++] = k->sessions[i];
    list[n++] = *one;
    k->sessions = list;
    k->nsessions = n;
    viewer_touch(v);
}

void session_list_add(const struct space_ctx *ctx, struct viewer *v)
{
    struct member_session here = {.started = v->started};
    memcpy(here.id, v->session, SESSION_ID_SIZE);
    session_list_put(ctx, v, &here);
    v->fresh = false;
}

enum err session_list_end(const struct space_ctx *ctx, struct viewer *v,
                          const uint8_t id[SESSION_ID_SIZE])
{
    struct member_session gone = {.started = ctx->now, .ended = true};
    memcpy(gone.id, id, SESSION_ID_SIZE);
    session_list_put(ctx, v, &gone);
    return session_end(ctx, id);
}

static struct str viewer_session_sealed(const struct space_ctx *ctx, const struct viewer *v)
{
    const struct session_data d = {.account = v->account,
                                   .access = v->access,
                                   .started = v->started,
                                   .seen = v->seen,
                                   .fresh = v->fresh,
                                   .carry = v->carry};
    return session_seal(ctx, v->session, &v->session_key, &d);
}

static int32_t viewer_session_expires(const struct viewer *v)
{
    return clock_day(v->started + SESSION_MAX_SECONDS);
}

enum err session_rewrite(const struct space_ctx *ctx, struct viewer *v)
{
    uint8_t mac[KEY_SIZE];
    struct str sealed = viewer_session_sealed(ctx, v);
    session_mac(ctx, v->session, viewer_session_expires(v), sealed, mac);
    return store_session_rewrite(ctx->db, v->session, sealed, str_from(mac, sizeof mac));
}

/* The bytes of a later write: fixed head, then the two blobs. */
struct changes_head {
    uint64_t account;
    int64_t version, next;
    uint32_t keyring_n, session_n;
    uint8_t session[SESSION_ID_SIZE];
    uint8_t mac[KEY_SIZE];
};

struct str viewer_changes(const struct space_ctx *ctx, struct viewer *v, bool passive)
{
    struct changes_head head = {
        .account = v->account, .version = v->version, .next = keyring_version_new()};
    struct str keyring = STR_NONE, session = STR_NONE, out = STR_NONE;
    if (v->dirty)
        keyring = keyring_seal(ctx, &v->keyring, &v->access, v->account, head.next);
    if (!passive && ctx->now - v->seen >= SEEN_EVERY) {
        v->seen = ctx->now;
        session = viewer_session_sealed(ctx, v);
        session_mac(ctx, v->session, viewer_session_expires(v), session, head.mac);
    }
    if (keyring.n + session.n == 0)
        return STR_NONE;
    memcpy(head.session, v->session, SESSION_ID_SIZE);
    head.keyring_n = (uint32_t)keyring.n;
    head.session_n = (uint32_t)session.n;
    struct buf b;
    size_t whole = sizeof head + keyring.n + session.n;
    buf_init(&b, ctx->secret, whole, whole);
    buf_add(&b, str_from(&head, sizeof head));
    buf_add(&b, keyring);
    buf_add(&b, session);
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

enum err viewer_write(struct db *db, const void *changes)
{
    struct changes_head head;
    memcpy(&head, changes, sizeof head);
    const char *blobs = (const char *)changes + sizeof head;
    struct str keyring = str_from(blobs, head.keyring_n);
    struct str session = str_from(blobs + head.keyring_n, head.session_n);
    if (head.session_n)
        TRY(store_session_rewrite(db, head.session, session, str_from(head.mac, KEY_SIZE)));
    if (head.keyring_n)
        TRY(store_keyring_put(db, head.account, head.version, head.next, keyring));
    return ERR_OK;
}
