#include <string.h>

#include "base/rand.h"
#include "members/inside.h"
#include "space/pack.h"

#define MARKS_MAX 500

static struct seal_place keyring_place(uint64_t account, int64_t version)
{
    return (struct seal_place){.purpose = SEAL_KEYRING,
                               .table = TABLE_KEYRING,
                               .row = account,
                               .rev = (uint32_t)version,
                               .space = (uint64_t)version >> 32};
}

int64_t keyring_version_new(void)
{
    return (int64_t)(rand_u64() >> 2);
}

static KeyringSpace *space_to_message(struct arena *a, const struct membership *m)
{
    KeyringSpace *out = ARENA_NEW(a, KeyringSpace);
    keyring_space__init(out);
    const struct space_ticket *t = &m->ticket;
    out->alias = str_to_c(a, m->alias);
    out->kind = m->kind;
    out->waiting = m->waiting;
    out->gone = m->gone;
    out->label = str_to_c(a, m->label);
    out->space = t->id.v;
    out->tag = space_bytes(t->tag.b, TAG_SIZE);
    out->seed = space_bytes(t->seed.b, KEY_SIZE);
    out->locator = space_bytes(t->locator.b, KEY_SIZE);
    out->epoch = t->epoch;
    out->epoch_key = space_bytes(t->epoch_key.b, KEY_SIZE);
    out->made_at = t->made_at;
    out->since = m->since;
    out->n_marks = m->nmarks;
    out->marks = ARENA_ARRAY(a, KeyringMark *, m->nmarks);
    for (size_t i = 0; i < m->nmarks; i++) {
        out->marks[i] = ARENA_NEW(a, KeyringMark);
        keyring_mark__init(out->marks[i]);
        out->marks[i]->thread = str_to_c(a, m->marks[i].thread);
        out->marks[i]->seq = m->marks[i].seq;
    }
    return out;
}

struct str keyring_seal(const struct space_ctx *ctx, const struct keyring *k,
                        const struct key *access, uint64_t account, int64_t version)
{
    struct arena *a = ctx->secret;
    Keyring m = KEYRING__INIT;
    m.name = str_to_c(a, k->name);
    m.lang = str_to_c(a, k->lang);
    m.theme = k->theme;
    m.leave_to = str_to_c(a, k->leave_to);
    m.recovery_confirmed = k->recovery_confirmed;
    m.seed = space_bytes(k->seed.b, KEY_SIZE);
    m.n_spaces = k->nspaces;
    m.spaces = ARENA_ARRAY(a, KeyringSpace *, k->nspaces);
    for (size_t i = 0; i < k->nspaces; i++)
        m.spaces[i] = space_to_message(a, &k->spaces[i]);
    m.n_sessions = k->nsessions;
    m.sessions = ARENA_ARRAY(a, KeyringSession *, k->nsessions);
    for (size_t i = 0; i < k->nsessions; i++) {
        m.sessions[i] = ARENA_NEW(a, KeyringSession);
        keyring_session__init(m.sessions[i]);
        m.sessions[i]->id = space_bytes(k->sessions[i].id, SESSION_ID_SIZE);
        m.sessions[i]->started = k->sessions[i].started;
        m.sessions[i]->ended = k->sessions[i].ended;
    }
    struct seal_place place = keyring_place(account, version);
    return seal_blob(ctx->arena, access, &place, SEAL_PAD_TEXT, space_pack(a, &m.base));
}

static bool space_from_message(struct arena *a, const KeyringSpace *m, struct membership *out)
{
    *out = (struct membership){
        .alias = str_from_c(m->alias),
        .kind = (enum space_kind)m->kind,
        .waiting = m->waiting,
        .gone = m->gone,
        .label = str_from_c(m->label),
        .ticket = {.id = {m->space}, .epoch = m->epoch, .made_at = m->made_at},
        .since = m->since,
        .nmarks = m->n_marks,
        .marks = ARENA_ARRAY(a, struct read_mark, m->n_marks),
    };
    for (size_t i = 0; i < m->n_marks; i++)
        out->marks[i] = (struct read_mark){str_from_c(m->marks[i]->thread), m->marks[i]->seq};
    return space_fixed(out->ticket.tag.b, TAG_SIZE, m->tag) &&
           space_fixed(out->ticket.seed.b, KEY_SIZE, m->seed) &&
           space_fixed(out->ticket.locator.b, KEY_SIZE, m->locator) &&
           space_fixed(out->ticket.epoch_key.b, KEY_SIZE, m->epoch_key);
}

enum err keyring_open(const struct space_ctx *ctx, const struct key *access, uint64_t account,
                      int64_t version, struct str blob, struct keyring *out)
{
    struct str plain;
    struct seal_place place = keyring_place(account, version);
    ProtobufCAllocator alloc = space_allocator(ctx->secret);
    TRY(seal_open(ctx->secret, access, &place, SEAL_PAD_TEXT, blob, &plain));
    const Keyring *m = keyring__unpack(&alloc, plain.n, (const uint8_t *)plain.p);
    if (!m)
        return ERR_SEAL;
    *out = (struct keyring){
        .name = str_from_c(m->name),
        .lang = str_from_c(m->lang),
        .theme = (enum theme)m->theme,
        .leave_to = str_from_c(m->leave_to),
        .recovery_confirmed = m->recovery_confirmed,
        .nspaces = m->n_spaces,
        .spaces = ARENA_ARRAY(ctx->secret, struct membership, m->n_spaces),
        .nsessions = m->n_sessions,
        .sessions = ARENA_ARRAY(ctx->secret, struct member_session, m->n_sessions),
    };
    if (!space_fixed(out->seed.b, KEY_SIZE, m->seed))
        return ERR_SEAL;
    for (size_t i = 0; i < m->n_spaces; i++)
        if (!space_from_message(ctx->secret, m->spaces[i], &out->spaces[i]))
            return ERR_SEAL;
    for (size_t i = 0; i < m->n_sessions; i++) {
        if (!space_fixed(out->sessions[i].id, SESSION_ID_SIZE, m->sessions[i]->id))
            return ERR_SEAL;
        out->sessions[i].started = m->sessions[i]->started;
        out->sessions[i].ended = m->sessions[i]->ended;
    }
    return ERR_OK;
}

void viewer_touch(struct viewer *v)
{
    v->dirty = true;
}

struct membership *viewer_space(struct viewer *v, struct str alias)
{
    for (size_t i = 0; i < v->keyring.nspaces; i++)
        if (str_eq(v->keyring.spaces[i].alias, alias))
            return &v->keyring.spaces[i];
    return NULL;
}

struct membership *viewer_commons(struct viewer *v)
{
    for (size_t i = 0; i < v->keyring.nspaces; i++)
        if (v->keyring.spaces[i].kind == SPACE_COMMONS)
            return &v->keyring.spaces[i];
    return NULL;
}

struct str viewer_alias_of(const struct req *req, const struct tag *entry)
{
    struct key k;
    key_derive(&k, &req->viewer->keyring.seed, "awn alias of a person",
               str_from(entry->b, TAG_SIZE));
    return seal_base32(req->arena, str_from(k.b, ALIAS_BYTES));
}

struct membership *keyring_add_space(struct arena *a, struct keyring *k, enum space_kind kind,
                                     const struct space_ticket *ticket, struct str label,
                                     int64_t now)
{
    uint8_t alias[ALIAS_BYTES];
    struct membership *grown = ARENA_ARRAY(a, struct membership, k->nspaces + 1);
    if (k->nspaces)
        memcpy(grown, k->spaces, k->nspaces * sizeof *grown);
    rand_bytes(alias, sizeof alias);
    struct membership *m = &grown[k->nspaces];
    *m = (struct membership){.alias = seal_base32(a, str_from(alias, sizeof alias)),
                             .kind = kind,
                             .label = str_copy(a, label),
                             .ticket = *ticket,
                             .since = now};
    k->spaces = grown;
    k->nspaces++;
    return m;
}

struct membership *viewer_add_space(const struct space_ctx *ctx, struct viewer *v,
                                    enum space_kind kind, const struct space_ticket *ticket,
                                    struct str label)
{
    viewer_touch(v);
    return keyring_add_space(ctx->secret, &v->keyring, kind, ticket, label, ctx->now);
}

void viewer_drop_space(struct viewer *v, struct membership *m)
{
    struct keyring *k = &v->keyring;
    size_t at = (size_t)(m - k->spaces);
    memmove(&k->spaces[at], &k->spaces[at + 1], (k->nspaces - at - 1) * sizeof *m);
    k->nspaces--;
    viewer_touch(v);
}

enum err viewer_enter(const struct space_ctx *ctx, struct viewer *v, struct membership *m,
                      struct space_removal *removal, struct space **out)
{
    bool fresher;
    struct space_removal why = {STR_NONE, STR_NONE};
    if (m->waiting && m->ticket.epoch == 0) {
        /* Asked to join: the envelope is there as soon as somebody has admitted the person. */
        enum err e = space_enter(ctx, &m->ticket, &fresher, &why, out);
        if (e != ERR_OK)
            return e;
        m->waiting = false;
        viewer_touch(v);
        return ERR_OK;
    }
    enum err e = space_enter(ctx, &m->ticket, &fresher, &why, out);
    if (e == ERR_OK && fresher)
        viewer_touch(v);
    if (e == ERR_DENIED && !m->gone) {
        m->gone = true;
        viewer_touch(v);
    }
    if (removal)
        *removal = why;
    return e;
}

uint32_t viewer_mark(const struct membership *m, struct str thread)
{
    for (size_t i = 0; i < m->nmarks; i++)
        if (str_eq(m->marks[i].thread, thread))
            return m->marks[i].seq;
    return 0;
}

void viewer_set_mark(const struct space_ctx *ctx, struct viewer *v, struct membership *m,
                     struct str thread, uint32_t seq)
{
    size_t keep = 0, n = m->nmarks;
    if (viewer_mark(m, thread) >= seq)
        return;
    /* The newest mark goes last, so that the oldest fall out first. */
    struct read_mark *marks = ARENA_ARRAY(ctx->secret, struct read_mark, n + 1);
    for (size_t i = n >= MARKS_MAX ? n - MARKS_MAX + 1 : 0; i < n; i++)
        if (!str_eq(m->marks[i].thread, thread))
            marks[keep++] = m->marks[i];
    marks[keep++] = (struct read_mark){str_copy(ctx->secret, thread), seq};
    m->marks = marks;
    m->nmarks = keep;
    viewer_touch(v);
}
