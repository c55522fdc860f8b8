#include "members/reauth.h"

#include "members/delay.h"
#include "members/fold.h"

static size_t field_of(const struct form *f)
{
    size_t i = 0;
    while (i < f->spec->n && !str_eq_c(str_from_c(f->spec->fields[i].name), REAUTH_NAME))
        i++;
    return i;
}

enum err reauth_slow(struct req *req)
{
    struct space_ctx ctx = req_ctx(req);
    struct hashed *hashed = ARENA_NEW(req->secret, struct hashed);
    const struct form *f = req->fields;
    if (f->problems)
        return ERR_OK;
    TRY(account_by_id(&ctx, req->viewer->account, &hashed->account));
    TRY(slot_hash(ctx.home, fold_passphrase(req, f->value[field_of(f)]), hashed->account.salt,
                  &hashed->passphrase));
    req->slow = hashed;
    return ERR_OK;
}

struct form *reauth_form(struct req *req)
{
    return arena_copy(req->secret, req->fields, sizeof *req->fields);
}

enum err reauth_check(struct req *req, struct form *f, struct account *account, struct key *root)
{
    struct space_ctx ctx = req_ctx(req);
    const struct hashed *hashed = req->slow;
    struct key access;
    enum slot_kind kind;
    if (!hashed)
        return ERR_BUSY;
    TRY(account_by_id(&ctx, req->viewer->account, account));
    enum err e = account_open(&ctx, account, &hashed->passphrase, &kind, root, &access);
    key_wipe(&access);
    if (e == ERR_OK && kind == SLOT_PASSPHRASE) {
        members_signin_succeeded(req);
        return ERR_OK;
    }
    key_wipe(root);
    if (e != ERR_OK && e != ERR_DENIED)
        return e;
    members_signin_failed(req);
    form_reject(f, field_of(f),
                N_("This is not the passphrase. A second look at the spelling often helps."));
    return ERR_DENIED;
}

void view_reauth_field(struct html *h, const struct form *f)
{
    view_ui_field_as(h, f, field_of(f), (struct ui_look){.autocomplete = "current-password"});
}
