/* Bar 6: the sealed tables as cells that can be read and overwritten one by one. */
#ifndef AWN_TESTS_BARS_TAMPER_ROWS_H
#define AWN_TESTS_BARS_TAMPER_ROWS_H

#include "bars/bar.h"

#define COLUMNS_MAX 8

enum sealed_table { T_RECORD, T_SPACE, T_CHAIN, T_ENVELOPE, T_INBOX, T_ACCOUNT, T_SESSION };
#define SEALED_TABLES 7

/* The first `nkeys` columns are the primary key. Columns that are always written together and
 * bound together are a unit: a unit put back as a whole is an earlier consistent state. */
struct sealed_columns {
    const char *name;
    size_t n, nkeys;
    struct db_sql get, set[COLUMNS_MAX];
    unsigned units[2]; /* bit per column */
};
extern const struct sealed_columns SEALED[SEALED_TABLES];

struct sealed_row {
    enum sealed_table table;
    struct db_value v[COLUMNS_MAX];
};

/* Reads the row with these keys (of `at`) into the arena; aborts when it is not there. */
void sealed_get(struct db *db, struct arena *a, enum sealed_table t, const struct db_value *keys,
                struct sealed_row *out);

/* Overwrites what differs between the two. */
enum err sealed_put(struct db *db, const struct sealed_row *is,
                    const struct sealed_row *should) MUST_CHECK;

bool sealed_same(const struct db_value *a, const struct db_value *b);

/* Only where the engine lets a column hold another type. */
enum err sealed_put_fraction(struct db *db, const struct sealed_row *row, size_t column) MUST_CHECK;

#endif
