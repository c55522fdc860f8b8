#include "bars/tamper_rows.h"

#include <string.h>

#define SET(t, c, where)                                                                           \
    {                                                                                              \
        .name = "bar: set", .all = "UPDATE " t " SET " c " = $1 WHERE " where                      \
    }
#define GET(t, c, where)                                                                           \
    {                                                                                              \
        .name = "bar: get", .all = "SELECT " c " FROM " t " WHERE " where                          \
    }

const struct sealed_columns SEALED[SEALED_TABLES] = {
    [T_RECORD] = {"record",
                  5,
                  1,
                  GET("record", "id, epoch, expires, rev, sealed", "id = $1"),
                  {SET("record", "id", "id = $2"), SET("record", "epoch", "id = $2"),
                   SET("record", "expires", "id = $2"), SET("record", "rev", "id = $2"),
                   SET("record", "sealed", "id = $2")},
                  {0x1e}},
    [T_SPACE] = {"space",
                 4,
                 1,
                 GET("space", "id, epoch, inbox, mac", "id = $1"),
                 {SET("space", "id", "id = $2"), SET("space", "epoch", "id = $2"),
                  SET("space", "inbox", "id = $2"), SET("space", "mac", "id = $2")},
                 {0x0e}},
    [T_CHAIN] = {"chain",
                 4,
                 2,
                 GET("chain", "space, epoch, sealed, mac", "space = $1 AND epoch = $2"),
                 {SET("chain", "space", "space = $2 AND epoch = $3"),
                  SET("chain", "epoch", "space = $2 AND epoch = $3"),
                  SET("chain", "sealed", "space = $2 AND epoch = $3"),
                  SET("chain", "mac", "space = $2 AND epoch = $3")},
                 {0x0c}},
    [T_ENVELOPE] = {"envelope",
                    4,
                    1,
                    GET("envelope", "tag, expires, box, mac", "tag = $1"),
                    {SET("envelope", "tag", "tag = $2"), SET("envelope", "expires", "tag = $2"),
                     SET("envelope", "box", "tag = $2"), SET("envelope", "mac", "tag = $2")},
                    {0x0e}},
    [T_INBOX] = {"inbox",
                 4,
                 1,
                 GET("inbox", "id, address, expires, box", "id = $1"),
                 {SET("inbox", "id", "id = $2"), SET("inbox", "address", "id = $2"),
                  SET("inbox", "expires", "id = $2"), SET("inbox", "box", "id = $2")},
                 {0x0e}},
    [T_ACCOUNT] = {"account",
                   8,
                   1,
                   GET("account", "id, name_mac, salt, slots, access, keyring, version, mac",
                       "id = $1"),
                   {SET("account", "id", "id = $2"), SET("account", "name_mac", "id = $2"),
                    SET("account", "salt", "id = $2"), SET("account", "slots", "id = $2"),
                    SET("account", "access", "id = $2"), SET("account", "keyring", "id = $2"),
                    SET("account", "version", "id = $2"), SET("account", "mac", "id = $2")},
                   {0x9e, 0x60}},
    [T_SESSION] = {"session",
                   4,
                   1,
                   GET("session", "id, expires, sealed, mac", "id = $1"),
                   {SET("session", "id", "id = $2"), SET("session", "expires", "id = $2"),
                    SET("session", "sealed", "id = $2"), SET("session", "mac", "id = $2")},
                   {0x0e}},
};

void sealed_get(struct db *db, struct arena *a, enum sealed_table t, const struct db_value *keys,
                struct sealed_row *out)
{
    struct db_rows rows;
    const struct sealed_columns *c = &SEALED[t];
    MUST(db_all(db, &c->get, keys, c->nkeys, a, &rows));
    if (rows.n != 1 || rows.columns != c->n)
        bar_must(ERR_NOT_FOUND, c->name);
    out->table = t;
    for (size_t i = 0; i < c->n; i++)
        out->v[i] = rows.v[i];
}

bool sealed_same(const struct db_value *a, const struct db_value *b)
{
    return a->type == b->type && a->i == b->i && str_eq(a->s, b->s);
}

enum err sealed_put(struct db *db, const struct sealed_row *is, const struct sealed_row *should)
{
    const struct sealed_columns *c = &SEALED[is->table];
    for (size_t i = c->n; i-- > 0;) { /* the keys last: the row is found by them */
        if (sealed_same(&is->v[i], &should->v[i]))
            continue;
        const struct db_value args[] = {should->v[i], is->v[0], is->v[1]};
        TRY(db_run(db, &c->set[i], args, 1 + c->nkeys, NULL));
    }
    return ERR_OK;
}

#define FRACTION(t, c, where)                                                                      \
    {                                                                                              \
        .name = "bar: fraction",                                                                   \
        .all = "UPDATE " t " SET " c " = " c " + 0.25 WHERE " where " AND " c " + 0.25 <> " c      \
    }
static const struct db_sql FRACTIONS[SEALED_TABLES][COLUMNS_MAX] = {
    [T_RECORD] = {[1] = FRACTION("record", "epoch", "id = $1"),
                  [2] = FRACTION("record", "expires", "id = $1"),
                  [3] = FRACTION("record", "rev", "id = $1")},
    [T_SPACE] = {[1] = FRACTION("space", "epoch", "id = $1")},
    [T_ENVELOPE] = {[1] = FRACTION("envelope", "expires", "tag = $1")},
    [T_INBOX] = {[2] = FRACTION("inbox", "expires", "id = $1")},
    [T_ACCOUNT] = {[6] = FRACTION("account", "version", "id = $1")},
    [T_SESSION] = {[1] = FRACTION("session", "expires", "id = $1")},
};

enum err sealed_put_fraction(struct db *db, const struct sealed_row *row, size_t column)
{
    const struct db_sql *sql = &FRACTIONS[row->table][column];
    if (!sql->name || db_engine_of(db) != DB_SQLITE)
        return ERR_NOT_FOUND;
    /* A large number whose last bits are zero is the same with a quarter added: nothing to try. */
    int64_t changed = 0;
    TRY(db_run(db, sql, row->v, SEALED[row->table].nkeys, &changed));
    return changed != 0 ? ERR_OK : ERR_NOT_FOUND;
}
