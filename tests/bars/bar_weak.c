/* Bar 2, weak passphrases: accounts with passphrases such as people choose. A thief has the whole
 * database and a list that holds every right passphrase and every sign-in name, but not the
 * server secret: no account opens. Tried: the house's own functions under another server secret,
 * and the rows themselves (slots, salt, name) with the pepper replaced: each passphrase on its own
 * account, and the whole list on every account. Control: with the right secret all open.
 *
 * Passphrases are hashed at the least cost here (AWN_TEST_HASH): what protects in this bar is the
 * secret that the thief lacks, not the time that a guess takes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bars/people.h"

#define ACCOUNTS_MAX 1000
#define SECRETS 3 /* of networks that are not this one */

struct totals {
    size_t accounts, opened, tried, control;
};

static const char *const BASES[] = {
    "password", "123456789", "qwertyuiop", "iloveyou", "letmein", "welcome",   "dragon",
    "monkey",   "sunshine",  "princess",   "football", "habibi",  "مرحبا",     "كلمة السر",
    "حبيبي",    "القاهرة",   "بيروت",      "بسم الله", "يا ليل",  "صباح الخير"};
#define NBASES (sizeof BASES / sizeof BASES[0])

/* 1,000 of them, all different. */
static struct str passphrase(struct arena *a, size_t i)
{
    return str_fmt(a, "%s%zu", BASES[i % NBASES], 1970 + i / NBASES);
}

static struct str name_of(struct arena *a, size_t i)
{
    return str_fmt(a, "member-%zu", i);
}

static const struct db_sql ALL_ACCOUNTS = {
    .name = "bar: accounts", .all = "SELECT id, name_mac, salt, slots, access FROM account"};

/* What the house itself offers, by name and by number, with passphrase and as recovery code. */
static bool house_opens(const struct space_ctx *ctx, struct str name, uint64_t id, struct str typed)
{
    struct account a;
    struct key hashed, root, access;
    enum slot_kind kind;
    bool open = false;
    MUST(account_find(ctx, name, &a));
    MUST(slot_hash(ctx->home, typed, a.salt, &hashed));
    open |= account_open(ctx, &a, &hashed, &kind, &root, &access) == ERR_OK;
    if (account_by_id(ctx, id, &a) == ERR_OK) {
        MUST(slot_hash(ctx->home, typed, a.salt, &hashed));
        open |= account_open(ctx, &a, &hashed, &kind, &root, &access) == ERR_OK;
    }
    return open;
}

/* The row as it stands in the dump. */
static bool row_opens(const struct seal_home *home, const struct db_rows *rows, size_t r,
                      struct str typed)
{
    struct key hashed, root;
    enum slot_kind kind;
    uint8_t salt[SALT_SIZE];
    memcpy(salt, db_cell_str(rows, r, 2).p, SALT_SIZE);
    MUST(slot_hash(home, typed, salt, &hashed));
    return slots_open(db_cell_str(rows, r, 3), db_cell_str(rows, r, 1), &hashed, &kind, &root) ==
           ERR_OK;
}

static size_t row_of(const struct db_rows *rows, uint64_t id)
{
    for (size_t r = 0; r < rows->n; r++)
        if ((uint64_t)db_cell_int(rows, r, 0) == id)
            return r;
    bar_must(ERR_NOT_FOUND, "an account's row");
    return 0;
}

/* A folder with secrets of its own. */
static struct seal_home *other_home(char folder[64])
{
    char path[80];
    struct seal_home *home;
    snprintf(folder, 64, "/tmp/awn-other-XXXXXX");
    if (!mkdtemp(folder))
        bar_must(ERR_IO, "a folder");
    snprintf(path, sizeof path, "%s/demo", folder);
    FILE *f = fopen(path, "we");
    if (!f || fclose(f))
        bar_must(ERR_IO, path);
    MUST(seal_home_create(folder, DAY0));
    MUST(seal_home_open(folder, DAY0, false, &home));
    return home;
}

static void other_remove(const char *folder, struct seal_home *home)
{
    static const char *const files[] = {"demo", "secret.key", "ratchet.key"};
    char path[80];
    seal_home_close(home);
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
}

struct account_id {
    uint64_t id;
};

static size_t attack(struct bar_net *n, const struct seal_home *home, const struct account_id *ids,
                     size_t accounts, bool whole_list, size_t *tried)
{
    struct db_rows rows;
    size_t opened = 0;
    struct space_ctx ctx = n->ctx;
    ctx.home = home;
    MUST(db_all(n->db, &ALL_ACCOUNTS, DB_NO_ARGS, n->keep, &rows));
    for (size_t i = 0; i < accounts; i++) {
        struct str typed = passphrase(n->arena, i);
        size_t row = row_of(&rows, ids[i].id);
        bool open = house_opens(&ctx, name_of(n->arena, i), ids[i].id, typed);
        open |= row_opens(home, &rows, row, typed);
        *tried += 3;
        for (size_t k = 0; whole_list && k < accounts; k++) {
            open |= row_opens(home, &rows, row, passphrase(n->arena, k));
            ++*tried;
        }
        opened += open;
        net_clear(n);
    }
    return opened;
}

static void weak(struct bar *b, struct bar_net *n, void *arg)
{
    struct totals *sum = arg;
    size_t accounts = bar_size(60, ACCOUNTS_MAX), tried = 0;
    struct account_id *ids = ARENA_ARRAY(n->keep, struct account_id, accounts);
    DB_TX struct db_tx tx = {0};
    MUST(db_tx_begin(&tx, n->db));
    for (size_t i = 0; i < accounts; i++) {
        struct member p;
        member_create(n, name_of(n->arena, i), passphrase(n->arena, i), &p);
        ids[i].id = p.id;
        net_clear(n);
    }
    MUST(db_tx_commit(&tx));
    bar_log_quiet(b, n->t.folder);
    for (size_t s = 0; s < SECRETS; s++) {
        char folder[64];
        struct seal_home *other = other_home(folder);
        /* the whole list on every account: with one secret, and on one engine in full size */
        bool whole = s == 0 && (!bar_full() || n->t.engine == DB_SQLITE);
        size_t opened = attack(n, other, ids, accounts, whole, &tried);
        bar_check(b, opened == 0, "%zu accounts open without the server secret", opened);
        sum->opened += opened;
        other_remove(folder, other);
    }
    sum->tried += tried;
    size_t control = attack(n, n->home, ids, accounts, false, &tried);
    bar_check(b, control == accounts, "with the right secret %zu of %zu open", control, accounts);
    bar_log_loud(b, n->keep);
    sum->control += control;
    sum->accounts += accounts;
}

int main(void)
{
    struct bar b;
    struct totals sum = {0};
    bar_begin(&b, "weak");
    bar_on_engines(&b, weak, &sum);
    return bar_end(&b, (double)sum.opened, "accounts",
                   "%zu accounts with weak passphrases %s: %zu open to whoever has the database, "
                   "every name and every passphrase but not the server secret (%zu tries); with "
                   "the secret %zu open.",
                   sum.accounts, bar_where(&b), sum.opened, sum.tried, sum.control);
}
