#include <string.h>

#include "base/clock.h"
#include "members/inside.h"
#include "space/pack.h"

#define TOKEN_CHARS 22 /* 16 bytes as base64url */

static struct str form_token(const struct space_ctx *ctx, const struct viewer *v, int32_t day)
{
    struct key k;
    uint8_t mac[KEY_SIZE];
    seal_home_key(ctx->home, "csrf", &k);
    if (v)
        seal_mac(mac, &k, "awn form of a session", str_from(v->session, SESSION_ID_SIZE));
    else
        seal_mac(mac, &k, "awn form of a day", str_from(&day, sizeof day));
    key_wipe(&k);
    return seal_base64(ctx->arena, str_from(mac, 16));
}

struct str members_form_token(const struct space_ctx *ctx, const struct viewer *v)
{
    return form_token(ctx, v, clock_day(ctx->now));
}

bool members_form_token_ok(const struct space_ctx *ctx, const struct viewer *v, struct str typed)
{
    int32_t today = clock_day(ctx->now);
    bool ok = typed.n == TOKEN_CHARS && seal_eq(typed, form_token(ctx, v, today));
    if (!ok && !v) /* a stranger's page that was opened before midnight */
        ok = typed.n == TOKEN_CHARS && seal_eq(typed, form_token(ctx, v, today - 1));
    return ok;
}

static void draft_key(const struct space_ctx *ctx, struct key *out)
{
    seal_home_key(ctx->home, "draft", out);
}

static struct seal_place draft_place(int32_t day)
{
    return (struct seal_place){.purpose = SEAL_DRAFT, .table = TABLE_DRAFT, .expires = day};
}

struct str draft_seal(const struct space_ctx *ctx, const struct draft *d)
{
    Draft m = DRAFT__INIT;
    struct key k;
    m.path = str_to_c(ctx->secret, d->path);
    m.n_fields = d->fields.n;
    m.fields = ARENA_ARRAY(ctx->secret, DraftField *, d->fields.n);
    for (size_t i = 0; i < d->fields.n; i++) {
        m.fields[i] = ARENA_NEW(ctx->secret, DraftField);
        draft_field__init(m.fields[i]);
        m.fields[i]->name = str_to_c(ctx->secret, d->fields.v[i].name);
        m.fields[i]->value = str_to_c(ctx->secret, d->fields.v[i].value);
    }
    draft_key(ctx, &k);
    struct seal_place place = draft_place(clock_day(ctx->now) + 1);
    struct str blob =
        seal_blob(ctx->arena, &k, &place, SEAL_PAD_TEXT, space_pack(ctx->secret, &m.base));
    key_wipe(&k);
    return seal_base64(ctx->arena, blob);
}

enum err draft_open(const struct space_ctx *ctx, struct str text, struct draft *out)
{
    struct str blob, plain = STR_NONE;
    struct key k;
    enum err e = ERR_SEAL;
    if (!seal_from_base64(ctx->arena, text, &blob))
        return ERR_SEAL;
    draft_key(ctx, &k);
    for (int32_t day = clock_day(ctx->now); day <= clock_day(ctx->now) + 1 && e != ERR_OK; day++) {
        struct seal_place place = draft_place(day);
        e = seal_open(ctx->secret, &k, &place, SEAL_PAD_TEXT, blob, &plain);
    }
    key_wipe(&k);
    TRY(e);
    ProtobufCAllocator alloc = space_allocator(ctx->secret);
    const Draft *m = draft__unpack(&alloc, plain.n, (const uint8_t *)plain.p);
    if (!m)
        return ERR_SEAL;
    struct http_pair *fields = ARENA_ARRAY(ctx->secret, struct http_pair, m->n_fields);
    for (size_t i = 0; i < m->n_fields; i++)
        fields[i] =
            (struct http_pair){str_from_c(m->fields[i]->name), str_from_c(m->fields[i]->value)};
    out->path = str_from_c(m->path);
    out->fields = (struct http_pairs){fields, m->n_fields};
    return ERR_OK;
}
