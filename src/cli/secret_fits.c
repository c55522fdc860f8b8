#include "cli/secret_fits.h"

#include "cli/cli_store.h"
#include "members/account.h"

/* Reading an account checks its MAC. */
static enum err accounts_fit(const struct space_ctx *ctx)
{
    struct row_numbers some;
    TRY(cli_some_accounts(ctx->db, ctx->arena, &some));
    for (size_t i = 0; i < some.n; i++) {
        struct account a;
        TRY(account_by_id(ctx, some.v[i], &a));
    }
    return ERR_OK;
}

/* Entering a space checks the MAC of its row first; a stranger's ticket then finds no envelope. */
static enum err spaces_fit(const struct space_ctx *ctx)
{
    struct row_numbers some;
    TRY(cli_some_spaces(ctx->db, ctx->arena, &some));
    for (size_t i = 0; i < some.n; i++) {
        struct space_ticket stranger;
        struct space *s;
        bool fresher;
        space_ticket_new(&stranger, (struct space_id){some.v[i]});
        enum err e = space_enter(ctx, &stranger, &fresher, NULL, &s);
        if (e != ERR_DENIED)
            return e == ERR_OK ? ERR_SEAL : e;
    }
    return ERR_OK;
}

enum err secret_fits(struct cli *c, const struct seal_home *home, struct db *db)
{
    const struct space_ctx ctx = {db, home, c->arena, c->secret, clock_now(c->clock)};
    TRY(accounts_fit(&ctx));
    return spaces_fit(&ctx);
}
