#include "bars/thief.h"

#include <string.h>

#include "space/inside.h"

static const struct db_sql ALL_RECORDS = {
    .name = "bar: records", .all = "SELECT id, epoch, expires, rev, sealed FROM record"};
static const struct db_sql ALL_TAGS = {.name = "bar: tags", .all = "SELECT tag FROM envelope"};
static const struct db_sql ALL_LINKS = {.name = "bar: links",
                                        .all = "SELECT space, epoch, sealed FROM chain"};

enum err thief_rows(struct bar_net *n, struct db_rows *out)
{
    return db_all(n->db, &ALL_RECORDS, DB_NO_ARGS, n->arena, out);
}

enum err thief_tags(struct bar_net *n, struct db_rows *out)
{
    return db_all(n->db, &ALL_TAGS, DB_NO_ARGS, n->arena, out);
}

enum err thief_links(struct bar_net *n, struct db_rows *out)
{
    return db_all(n->db, &ALL_LINKS, DB_NO_ARGS, n->arena, out);
}

void thief_remembers(struct bar_net *n, struct someone *p, const struct db_rows *rows)
{
    p->nseen = rows->n;
    p->seen = ARENA_ARRAY(n->keep, struct row_mark, rows->n);
    for (size_t i = 0; i < rows->n; i++)
        p->seen[i] = (struct row_mark){db_cell_int(rows, i, 0), db_cell_int(rows, i, 3)};
}

void thief_learns(struct someone *p, const struct key *k)
{
    for (size_t i = 0; i < p->nkeys; i++)
        if (key_eq(&p->keys[i], k))
            return;
    if (p->nkeys == KEYS_MAX)
        bar_must(ERR_FULL, "keys");
    p->keys[p->nkeys++] = *k;
}

void thief_tries_envelopes(struct bar_net *n, struct someone *thief, const struct db_rows *tags)
{
    struct envelope env;
    for (size_t t = 0; t < tags->n; t++) {
        struct tag tag;
        memcpy(tag.b, db_cell_str(tags, t, 0).p, TAG_SIZE);
        if (envelope_open(&n->ctx, &tag, &thief->ticket.seed, &env) == ERR_OK && !env.removed)
            thief_learns(thief, &env.epoch_key);
        for (size_t c = 0; c < thief->ncodes; c++) {
            struct key seed;
            key_derive(&seed, &thief->codes[c], "awn code seed", STR_NONE);
            if (envelope_open(&n->ctx, &tag, &seed, &env) == ERR_OK)
                thief_learns(thief, &env.epoch_key);
        }
    }
}

void thief_tries_links(struct bar_net *n, struct someone *thief, const struct db_rows *links)
{
    ProtobufCAllocator alloc = space_allocator(n->arena);
    for (size_t before = 0; before != thief->nkeys;) {
        before = thief->nkeys;
        for (size_t i = 0; i < links->n; i++)
            for (size_t k = 0; k < thief->nkeys; k++) {
                struct seal_place place = {.purpose = SEAL_CHAIN,
                                           .table = TABLE_CHAIN,
                                           .space = (uint64_t)db_cell_int(links, i, 0),
                                           .epoch = (uint32_t)db_cell_int(links, i, 1)};
                struct str plain;
                struct key older;
                if (seal_open(n->arena, &thief->keys[k], &place, SEAL_PAD_TEXT,
                              db_cell_str(links, i, 2), &plain) != ERR_OK)
                    continue;
                const SpaceLink *m = space_link__unpack(&alloc, plain.n, (const uint8_t *)plain.p);
                if (m && space_fixed(older.b, KEY_SIZE, m->previous_key))
                    thief_learns(thief, &older);
            }
    }
}

bool thief_opens(struct bar_net *n, const struct someone *thief, const struct db_rows *rows,
                 size_t i)
{
    struct seal_place place = {.purpose = SEAL_RECORD,
                               .table = TABLE_RECORD,
                               .space = thief->ticket.id.v,
                               .row = (uint64_t)db_cell_int(rows, i, 0),
                               .epoch = (uint32_t)db_cell_int(rows, i, 1),
                               .expires = (int32_t)db_cell_int(rows, i, 2),
                               .rev = (uint32_t)db_cell_int(rows, i, 3)};
    bool open = false;
    for (size_t k = 0; k < thief->nkeys && !open; k++) {
        struct key key;
        struct str plain;
        MUST(seal_record_key(n->home, &thief->keys[k], place.expires, &key));
        open = seal_open(n->arena, &key, &place, SEAL_PAD_TEXT, db_cell_str(rows, i, 4), &plain) ==
               ERR_OK;
    }
    return open;
}

bool thief_saw(const struct someone *p, int64_t id, int64_t rev)
{
    for (size_t i = 0; i < p->nseen; i++)
        if (p->seen[i].id == id && p->seen[i].rev == rev)
            return true;
    return false;
}
