#include "cli/invitation.h"

#include <stdio.h>

#include "members/account.h"
#include "members/fold.h"
#include "members/invitation.h"
#include "search/search.h"

void cli_invitation_print(struct str code, struct str address)
{
    printf("\n    %" STR_FMT "\n    %" STR_FMT "/join/%" STR_FMT "\n\n", STR_ARG(code),
           STR_ARG(address), STR_ARG(code));
}

/* ERR_DENIED: name or passphrase is wrong. */
static enum err sign_in(const struct space_ctx *ctx, const char *name, struct str passphrase,
                        struct viewer **out)
{
    struct search *search = search_create();
    struct req fold = {.search = search, .secret = ctx->secret};
    struct account account;
    struct key hashed, root, access;
    enum slot_kind kind;
    struct str token;
    enum err e = account_find(ctx, fold_name(&fold, str_from_c(name)), &account);
    struct str folded = fold_passphrase(&fold, passphrase);
    search_destroy(search);
    TRY(e);
    TRY(slot_hash(ctx->home, folded, account.salt, &hashed));
    TRY(account_open(ctx, &account, &hashed, &kind, &root, &access));
    key_wipe(&root);
    TRY(session_start(ctx, account.id, &access, STR_NONE, &token));
    return viewer_open(ctx, token, NULL, out);
}

static enum err may_invite(struct space *s, bool *out)
{
    struct roster roster;
    TRY(roster_read(s, &roster));
    const struct roster_entry *me = roster_find(&roster, space_tag_of(s));
    *out = me && (me->may_invite || me->role == ROLE_FACILITATOR);
    return ERR_OK;
}

enum err cli_invite(const struct space_ctx *ctx, const char *name, struct str passphrase,
                    bool *allowed, struct str *code)
{
    DB_TX struct db_tx tx = {0};
    struct viewer *v;
    struct space *s;
    struct key secret;
    *allowed = false;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(sign_in(ctx, name, passphrase, &v));
    struct membership *commons = viewer_commons(v);
    if (!commons)
        return ERR_NOT_FOUND;
    TRY(viewer_enter(ctx, v, commons, NULL, &s));
    TRY(may_invite(s, allowed));
    if (!*allowed)
        return ERR_OK;
    *code = invitation_create(ctx->arena, &secret);
    TRY(roster_invite(s, &secret, ROLE_INVITE, ROLE_MEMBER, false,
                      clock_day(ctx->now) + CLI_INVITATION_DAYS));
    key_wipe(&secret);
    TRY(session_end(ctx, v->session));
    return db_tx_commit(&tx);
}
