#include "space/roster.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "space/inside.h"

#define ROSTER_MAX 10000 /* entries a space */
#define NOTICE_DAYS 90   /* how long a removed person can read why */
#define SIGN_LABEL "awn roster entry"

static struct stream_id roster_stream(const struct space *s)
{
    return record_stream(s, "roster", STR_NONE);
}

static bool tag_eq(const struct tag *a, const struct tag *b)
{
    return memcmp(a->b, b->b, TAG_SIZE) == 0;
}

static void put_word(struct buf *b, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        buf_add_char(b, (char)(v >> (8 * i)));
}

/* What an entry's signature covers: whose keys these are, and who says so. */
static struct str signed_part(struct space *s, const struct roster_entry *e)
{
    struct buf b;
    struct str out = STR_NONE;
    buf_init(&b, s->ctx.arena, 192, 192);
    put_word(&b, s->me.id.v);
    buf_add(&b, str_from(e->tag.b, TAG_SIZE));
    buf_add(&b, str_from(e->box.b, sizeof e->box.b));
    buf_add(&b, str_from(e->sign.b, sizeof e->sign.b));
    buf_add(&b, str_from(e->admitted_by.b, TAG_SIZE));
    enum err err = buf_end(&b, &out);
    (void)err; /* 120 bytes fit into 192 */
    return out;
}

enum err roster_verify(struct space *s, const struct roster_entry *e, const struct sign_public *by)
{
    return sign_check(&e->signature, by, SIGN_LABEL, signed_part(s, e));
}

static void roster_sign(struct space *s, struct roster_entry *e)
{
    e->admitted_by = s->me.tag;
    sign_bytes(&e->signature, &s->me.seed, SIGN_LABEL, signed_part(s, e));
}

static struct str entry_pack(struct space *s, const struct roster_entry *e)
{
    SpacePerson m = SPACE_PERSON__INIT;
    m.tag = space_bytes(e->tag.b, TAG_SIZE);
    m.role = e->role;
    m.box_public = space_bytes(e->box.b, sizeof e->box.b);
    m.sign_public = space_bytes(e->sign.b, sizeof e->sign.b);
    m.admitted_by = space_bytes(e->admitted_by.b, TAG_SIZE);
    m.signature = space_bytes(e->signature.b, sizeof e->signature.b);
    m.may_invite = e->may_invite;
    m.until = e->until;
    m.since = e->since;
    m.gives = e->gives;
    m.name = str_to_c(s->ctx.secret, e->persona.name);
    m.pronouns = str_to_c(s->ctx.secret, e->persona.pronouns);
    m.about = str_to_c(s->ctx.secret, e->persona.about);
    return space_pack(s->ctx.secret, &m.base);
}

static bool entry_unpack(struct space *s, const struct record *rec, struct roster_entry *e)
{
    ProtobufCAllocator alloc = space_allocator(s->ctx.secret);
    if (rec->damaged)
        return false;
    const SpacePerson *m = space_person__unpack(&alloc, rec->body.n, (const uint8_t *)rec->body.p);
    if (!m)
        return false;
    *e = (struct roster_entry){
        .seq = rec->seq,
        .role = (enum roster_role)m->role,
        .gives = (enum roster_role)m->gives,
        .may_invite = m->may_invite,
        .until = m->until,
        .since = m->since,
        .persona = {str_from_c(m->name), str_from_c(m->pronouns), str_from_c(m->about)},
    };
    return space_fixed(e->tag.b, TAG_SIZE, m->tag) &&
           space_fixed(e->box.b, sizeof e->box.b, m->box_public) &&
           space_fixed(e->sign.b, sizeof e->sign.b, m->sign_public) &&
           space_fixed(e->admitted_by.b, TAG_SIZE, m->admitted_by) &&
           space_fixed(e->signature.b, sizeof e->signature.b, m->signature);
}

enum err roster_read(struct space *s, struct roster *out)
{
    struct record_list list;
    TRY(record_oldest(s, roster_stream(s), 0, ROSTER_MAX, &list));
    out->v = ARENA_ARRAY(s->ctx.secret, struct roster_entry, list.n);
    out->n = 0;
    for (size_t i = 0; i < list.n; i++) {
        if (entry_unpack(s, &list.v[i], &out->v[out->n]))
            out->n++;
        else
            log_error("space", "a roster entry does not open");
    }
    return ERR_OK;
}

struct roster_entry *roster_find(const struct roster *r, const struct tag *tag)
{
    for (size_t i = 0; i < r->n; i++)
        if (tag_eq(&r->v[i].tag, tag))
            return &r->v[i];
    return NULL;
}

bool roster_is_person(const struct roster_entry *e)
{
    return e->role == ROLE_MEMBER || e->role == ROLE_FACILITATOR;
}

size_t roster_people(const struct roster *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += roster_is_person(&r->v[i]);
    return n;
}

void roster_entry_init(struct roster_entry *out, const struct tag *tag, const struct key *seed,
                       enum roster_role role, const struct space_persona *persona)
{
    *out = (struct roster_entry){.tag = *tag, .role = role};
    if (persona)
        out->persona = *persona;
    box_public_of(&out->box, seed);
    sign_public_of(&out->sign, seed);
}

static struct envelope envelope_now(const struct space *s)
{
    return (struct envelope){.space = s->me.id,
                             .epoch = s->me.epoch,
                             .epoch_key = s->me.epoch_key,
                             .locator = s->me.locator,
                             .made_at = s->me.made_at};
}

/* An invitation's record goes on its day; people's stay. */
static enum err entry_append(struct space *s, struct roster_entry *e)
{
    if (e->since == 0)
        e->since = clock_day(s->ctx.now);
    return record_append(s, roster_stream(s), e->until, entry_pack(s, e), &e->seq);
}

enum err roster_admit(struct space *s, struct roster_entry *entry)
{
    DB_TX struct db_tx tx = {0};
    const struct envelope env = envelope_now(s);
    TRY(db_tx_begin(&tx, s->ctx.db));
    roster_sign(s, entry);
    TRY(entry_append(s, entry));
    TRY(envelope_put(&s->ctx, &entry->tag, &entry->box, entry->until, &env));
    return db_tx_commit(&tx);
}

enum err roster_update(struct space *s, struct roster_entry *entry)
{
    return record_rewrite(s, roster_stream(s), entry->seq, entry->until, entry_pack(s, entry));
}

/* Only the key that signed for others stays, without a name and under no role. */
static enum err entry_to_past(struct space *s, struct roster_entry *e)
{
    e->role = ROLE_PAST;
    e->persona = (struct space_persona){STR_NONE, STR_NONE, STR_NONE};
    e->since = 0;
    e->until = 0;
    return roster_update(s, e);
}

static bool signed_for_others(const struct roster *r, const struct roster_entry *e)
{
    for (size_t i = 0; i < r->n; i++)
        if (!tag_eq(&r->v[i].tag, &e->tag) && tag_eq(&r->v[i].admitted_by, &e->tag))
            return true;
    return false;
}

static enum err close_envelope(struct space *s, const struct roster_entry *gone,
                               enum roster_exit how, const struct space_removal *why)
{
    if (how != EXIT_REMOVED) {
        enum err e = envelope_drop(&s->ctx, &gone->tag);
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    }
    const struct envelope notice = {.removed = true, .why = *why, .space = s->me.id};
    return envelope_put(&s->ctx, &gone->tag, &gone->box, clock_day(s->ctx.now) + NOTICE_DAYS,
                        &notice);
}

/* Unused invitations go with whoever made them: their codes would open every later key. */
static enum err invitations_drop(struct space *s, struct roster *roster, const struct tag *by)
{
    size_t kept = 0;
    for (size_t i = 0; i < roster->n; i++) {
        struct roster_entry *e = &roster->v[i];
        if (e->role != ROLE_INVITE || !tag_eq(&e->admitted_by, by)) {
            roster->v[kept++] = *e;
            continue;
        }
        TRY(close_envelope(s, e, EXIT_REVOKED, NULL));
        TRY(record_delete(s, roster_stream(s), e->seq));
    }
    roster->n = kept;
    return ERR_OK;
}

/* Who goes by themselves makes the next key for the others and must not keep it. */
static enum err rotate_without(struct space *s, struct space_ticket *ticket, const struct tag *gone,
                               const struct roster *roster)
{
    const struct space_ticket before = s->me;
    struct space_ticket next = before;
    bool own = tag_eq(gone, &before.tag);
    TRY(space_rotate_to(s, &next, roster));
    if (own)
        s->me = before;
    *ticket = s->me;
    key_wipe(&next.epoch_key);
    return ERR_OK;
}

enum err roster_take_out(struct space *s, struct space_ticket *ticket, const struct tag *tag,
                         enum roster_exit how, const struct space_removal *why)
{
    DB_TX struct db_tx tx = {0};
    struct roster roster;
    TRY(db_tx_begin(&tx, s->ctx.db));
    TRY(roster_read(s, &roster));
    if (how != EXIT_REVOKED)
        TRY(invitations_drop(s, &roster, tag));
    struct roster_entry *gone = roster_find(&roster, tag);
    if (!gone || gone->role == ROLE_PAST)
        return ERR_NOT_FOUND;
    TRY(close_envelope(s, gone, how, why));
    if (signed_for_others(&roster, gone)) {
        TRY(entry_to_past(s, gone));
    } else {
        TRY(record_delete(s, roster_stream(s), gone->seq));
        *gone = roster.v[--roster.n];
    }
    TRY(rotate_without(s, ticket, tag, &roster));
    return db_tx_commit(&tx);
}

/* The way in that a secret opens: who it is on the roster. */
static void code_ticket(struct space_ticket *out, const struct key *secret)
{
    struct key k;
    *out = (struct space_ticket){0};
    key_derive(&k, secret, "awn code tag", STR_NONE);
    memcpy(out->tag.b, k.b, TAG_SIZE);
    key_derive(&out->seed, secret, "awn code seed", STR_NONE);
    key_wipe(&k);
}

enum err roster_invite(struct space *s, const struct key *secret, enum roster_role role,
                       enum roster_role gives, bool may_invite, int32_t until)
{
    struct space_ticket code;
    struct roster_entry entry;
    code_ticket(&code, secret);
    roster_entry_init(&entry, &code.tag, &code.seed, role, NULL);
    entry.gives = gives;
    entry.may_invite = may_invite;
    entry.until = until;
    return roster_admit(s, &entry);
}

/* Opens the code's envelope and stands in the space as the code. */
static enum err code_enter(const struct space_ctx *ctx, const struct key *secret,
                           struct space_ticket *code, struct space **out)
{
    struct envelope env;
    code_ticket(code, secret);
    enum err e = envelope_open(ctx, &code->tag, &code->seed, &env);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_DENIED : e;
    if (env.removed)
        return ERR_DENIED;
    code->id = env.space;
    bool fresher;
    return space_enter(ctx, code, &fresher, NULL, out);
}

/* Stands in the space as the code, as long as it is good. */
static enum err code_entry(const struct space_ctx *ctx, const struct key *secret,
                           struct space_ticket *code, struct space **as_code, struct roster *roster,
                           struct roster_entry **entry)
{
    TRY(code_enter(ctx, secret, code, as_code));
    TRY(roster_read(*as_code, roster));
    *entry = roster_find(roster, &code->tag);
    if (!*entry || ((*entry)->role != ROLE_INVITE && (*entry)->role != ROLE_DOOR))
        return ERR_DENIED;
    if ((*entry)->until && (*entry)->until < clock_day(ctx->now))
        return ERR_EXPIRED;
    return ERR_OK;
}

enum err roster_code_check(const struct space_ctx *ctx, const struct key *secret)
{
    struct space_ticket code;
    struct space *as_code;
    struct roster roster;
    struct roster_entry *entry;
    return code_entry(ctx, secret, &code, &as_code, &roster, &entry);
}

enum err roster_come_in(const struct space_ctx *ctx, const struct key *secret,
                        const struct space_persona *persona, struct space_ticket *ticket,
                        struct space **out)
{
    DB_TX struct db_tx tx = {0};
    struct space_ticket code;
    struct space *as_code;
    struct roster roster;
    struct roster_entry me, *entry;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(code_entry(ctx, secret, &code, &as_code, &roster, &entry));
    roster_entry_init(&me, &ticket->tag, &ticket->seed, entry->gives, persona);
    me.may_invite = entry->may_invite;
    TRY(roster_admit(as_code, &me));
    if (entry->role == ROLE_INVITE) {
        TRY(envelope_drop(ctx, &code.tag));
        TRY(entry_to_past(as_code, entry));
    }
    ticket->id = as_code->me.id;
    ticket->epoch = as_code->me.epoch;
    ticket->epoch_key = as_code->me.epoch_key;
    ticket->locator = as_code->me.locator;
    ticket->made_at = as_code->me.made_at;
    *out = space_make(ctx, ticket);
    return db_tx_commit(&tx);
}
