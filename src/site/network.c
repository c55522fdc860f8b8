#include "site/network.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "db/migrate.h"
#include "members/invitation.h"

#define FIRST_INVITATION_DAYS 30

struct str network_database(struct arena *a, const char *folder, const char *database)
{
    if (database)
        return str_from_c(str_to_c(a, str_from_c(database)));
    return str_fmt(a, "sqlite:%s/awn.db", folder);
}

/* The commons is made by the house, which then leaves it: what stays is one invitation, for a
 * steward. */
static enum err commons_create(const struct space_ctx *ctx, struct str *code)
{
    static const struct space_persona house = {STR_INIT("-"), STR_INIT(""), STR_INIT("")};
    struct space_ticket ticket;
    struct space *s;
    struct key secret;
    TRY(space_create(ctx, &house, &ticket, &s));
    *code = invitation_create(ctx->arena, &secret);
    TRY(roster_invite(s, &secret, ROLE_INVITE, ROLE_FACILITATOR, true,
                      clock_day(ctx->now) + FIRST_INVITATION_DAYS));
    key_wipe(&secret);
    return roster_take_out(s, &ticket, &ticket.tag, EXIT_REVOKED, NULL);
}

static enum err network_fill(struct db *db, const struct seal_home *home,
                             const struct network_settings *settings, const struct clock *clock,
                             struct arena *a, struct str *code)
{
    DB_TX struct db_tx tx = {0};
    ARENA_LOCAL struct arena *secret = arena_create(ARENA_SECRET, 0);
    struct network_settings there;
    const struct space_ctx ctx = {db, home, a, secret, clock_now(clock)};
    enum err e = network_settings_read(db, a, &there);
    if (e == ERR_OK) {
        log_error("site", "this database holds a network already; nothing was changed");
        return ERR_CONFLICT;
    }
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(db_tx_begin(&tx, db));
    TRY(network_settings_write(db, settings));
    TRY(network_keys_bind(db, home));
    TRY(commons_create(&ctx, code));
    return db_tx_commit(&tx);
}

static enum err network_create_in(const char *folder, const char *url,
                                  const struct network_settings *s, const struct clock *clock,
                                  struct arena *a, struct str *code)
{
    struct seal_home *home = NULL;
    struct db *db = NULL;
    int ran;
    int32_t today = clock_day(clock_now(clock));
    TRY(seal_home_open(folder, today, false, &home));
    enum err e = db_open(url, DB_WRITER, &db);
    if (e == ERR_OK)
        e = db_migrate(db, &ran);
    if (e == ERR_OK)
        e = network_fill(db, home, s, clock, a, code);
    db_close(db);
    seal_home_close(home);
    return e;
}

static void unlink_in(const char *folder, const char *name)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path)
        (void)unlink(path);
}

enum err network_create(const char *folder, const char *database, const struct network_settings *s,
                        const struct clock *clock, struct arena *a, struct str *code)
{
    bool made = mkdir(folder, 0700) == 0;
    if (!made && errno != EEXIST) {
        log_error("site", "cannot make the folder %s: %s", folder, strerror(errno));
        return ERR_CONFIG;
    }
    if (!database && access(network_database(a, folder, NULL).p + strlen("sqlite:"), F_OK) == 0) {
        log_error("site", "%s holds a network already; nothing was changed", folder);
        return ERR_CONFLICT;
    }
    TRY(seal_home_create(folder, clock_day(clock_now(clock))));
    struct str url = network_database(a, folder, database);
    enum err e = network_create_in(folder, url.p, s, clock, a, code);
    if (e != ERR_OK) { /* take away what was begun: these files are ours, made just now */
        unlink_in(folder, "secret.key");
        unlink_in(folder, "ratchet.key");
        if (!database) {
            unlink_in(folder, "awn.db");
            unlink_in(folder, "awn.db-wal");
            unlink_in(folder, "awn.db-shm");
        }
        if (made)
            (void)rmdir(folder);
    }
    return e;
}
