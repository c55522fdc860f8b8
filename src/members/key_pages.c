#include "key.html.h"
#include "members/key_view.h"
#include "members/recovery.h"
#include "members/rekey.h"
#include "members/routes.h"
#include "members/rules.h"

enum { F_CURRENT, F_NEW };
static const struct form_field KEY_FIELDS[] = {
    [F_CURRENT] = REAUTH_FIELD,
    [F_NEW] = {.name = "passphrase",
               .label = N_("New passphrase"),
               .hint = N_("Drawn at random just now. Own words are fine too."),
               .kind = FIELD_TEXT,
               .min = PASSPHRASE_MIN,
               .max = PASSPHRASE_MAX,
               .required = true},
};
static const struct form_spec KEY_FORM = FORM_SPEC(KEY_FIELDS);
static const struct form_field CODE_FIELDS[] = {[F_CURRENT] = REAUTH_FIELD};
static const struct form_spec CODE_FORM = FORM_SPEC(CODE_FIELDS);

void view_key_new_field(struct html *h, const struct form *f)
{
    view_ui_field_as(h, f, F_NEW, (struct ui_look){.rows = 2});
}

static enum err key_show(struct req *req, struct res *res, const struct form *f)
{
    struct html h;
    struct ui_page page;
    const struct key_view v = {f, url_path(req->arena, "/me")};
    page_begin(req, NAV_ME, &page, &h);
    view_key_passphrase(&h, &page, &v);
    return page_send(&h, res);
}

static enum err key_get(struct req *req, struct res *res)
{
    struct form f;
    form_blank(&KEY_FORM, &f);
    f.value[F_NEW] = words_passphrase(req->secret, rules_words(req), SUGGESTED_WORDS);
    return key_show(req, res, &f);
}

static void key_check(struct req *req, struct form *f)
{
    const char *wrong = NULL;
    if (f->problem[F_NEW] == FIELD_IS_NONE && (wrong = rules_passphrase(req, f->value[F_NEW])))
        form_reject(f, F_NEW, wrong);
}

static enum err key_slow(struct req *req)
{
    struct space_ctx ctx = req_ctx(req);
    struct form f = *req->fields;
    key_check(req, &f);
    if (f.problems)
        return ERR_OK;
    TRY(reauth_slow(req));
    struct hashed *hashed = req->slow;
    return slot_hash(ctx.home, fold_passphrase(req, f.value[F_NEW]), hashed->account.salt,
                     &hashed->fresh);
}

static enum err key_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form *f = reauth_form(req);
    const struct hashed *hashed = req->slow;
    struct account a;
    struct key root;
    key_check(req, f);
    enum err e = f->problems ? ERR_DENIED : reauth_check(req, f, &a, &root);
    if (e == ERR_DENIED)
        return key_show(req, res, f);
    TRY(e);
    TRY(account_set_slot(&ctx, &a, SLOT_PASSPHRASE, &hashed->fresh, &root));
    TRY(rekey_sessions(&ctx, &a, &root, req->viewer));
    key_wipe(&root);
    return page_go(req, res, url_path(req->arena, "/me"), NOTICE_REKEYED);
}

static enum err code_show(struct req *req, struct res *res, const struct form *f)
{
    struct html h;
    struct ui_page page;
    const struct key_view v = {f, url_path(req->arena, "/me")};
    page_begin(req, NAV_ME, &page, &h);
    view_key_code(&h, &page, &v);
    return page_send(&h, res);
}

static enum err code_get(struct req *req, struct res *res)
{
    struct form f;
    form_blank(&CODE_FORM, &f);
    return code_show(req, res, &f);
}

static enum err code_slow(struct req *req)
{
    struct space_ctx ctx = req_ctx(req);
    TRY(reauth_slow(req));
    struct hashed *hashed = req->slow;
    return hashed ? recovery_create(&ctx, hashed->account.salt, hashed) : ERR_OK;
}

static enum err code_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form *f = reauth_form(req);
    const struct hashed *hashed = req->slow;
    struct account a;
    struct key root;
    enum err e = f->problems ? ERR_DENIED : reauth_check(req, f, &a, &root);
    if (e == ERR_DENIED)
        return code_show(req, res, f);
    TRY(e);
    TRY(account_set_slot(&ctx, &a, SLOT_RECOVERY, &hashed->recovery, &root));
    key_wipe(&root);
    req->viewer->keyring.recovery_confirmed = false;
    viewer_touch(req->viewer);
    return recovery_show(req, res, hashed->recovery_code);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/me/key", NULL, WHO_MEMBER, LANE_READ, NULL, key_get, 0},
    {HTTP_POST, "/me/key", &KEY_FORM, WHO_MEMBER, LANE_WRITE, key_slow, key_post, ROUTE_GUARDED},
    {HTTP_GET, "/me/code", NULL, WHO_MEMBER, LANE_READ, NULL, code_get, 0},
    {HTTP_POST, "/me/code", &CODE_FORM, WHO_MEMBER, LANE_WRITE, code_slow, code_post,
     ROUTE_GUARDED},
};
const struct route_table MEMBERS_KEY_ROUTES = ROUTE_TABLE(ROUTES);
