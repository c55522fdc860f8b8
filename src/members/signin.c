#include "members/signin.h"

#include <string.h>

#include "http/job.h"
#include "members/account.h"
#include "members/delay.h"
#include "members/fold.h"
#include "members/routes.h"
#include "members/signin_view.h"
#include "signin.html.h"

enum { F_NAME, F_PASSPHRASE, F_CARRY };
static const struct form_field SIGNIN_FIELDS[] = {
    [F_NAME] = {.name = "name",
                .label = N_("Sign-in name"),
                .kind = FIELD_LINE,
                .max = NAME_MAX,
                .required = true},
    [F_PASSPHRASE] = {.name = "passphrase",
                      .label = N_("Passphrase"),
                      .kind = FIELD_SECRET,
                      .max = PASSPHRASE_MAX,
                      .required = true},
    [F_CARRY] = {.name = "carry", .kind = FIELD_HIDDEN, .max = 900000},
};
static const struct form_spec SIGNIN_FORM = FORM_SPEC(SIGNIN_FIELDS);

void view_signin_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, F_NAME); /* not "username": a browser would write it down for next time */
    view_ui_field_as(h, f, F_PASSPHRASE, (struct ui_look){.autocomplete = "current-password"});
    if (f->value[F_CARRY].n)
        view_ui_field(h, f, F_CARRY);
}

static enum err show(struct req *req, struct res *res, enum signin_why why, const struct form *form)
{
    struct html h;
    struct ui_page page;
    const struct signin_view v = {.form = form,
                                  .waiting = why == SIGNIN_WAITING,
                                  .needed = why == SIGNIN_NEEDED,
                                  .failed = why == SIGNIN_FAILED};
    page_begin(req, NAV_ME, &page, &h);
    view_signin(&h, &page, &v);
    return page_send(&h, res);
}

enum err signin_show(struct req *req, struct res *res, enum signin_why why, struct str typed,
                     struct str carry)
{
    struct form form;
    form_blank(&SIGNIN_FORM, &form);
    form.value[F_NAME] = typed;
    form.value[F_CARRY] = carry;
    return show(req, res, why, &form);
}

enum err signin_continue(struct req *req, struct res *res, const struct draft *d,
                         const struct route *route)
{
    struct html h;
    struct ui_page page;
    struct form form;
    form_parse(req->arena, route->form, &d->fields, &form);
    const struct continue_view v = {&form, page_url_of(req->arena, d->path)};
    page_begin(req, NAV_NONE, &page, &h);
    view_signin_continue(&h, &page, &v);
    return page_send(&h, res);
}

static enum err signin_page(struct req *req, struct res *res)
{
    return signin_show(req, res, SIGNIN_PLAIN, STR_NONE, STR_NONE);
}

/* On a hashing worker: one argon2id an attempt, whether the name exists or not. */
static enum err signin_hash(struct req *req)
{
    struct space_ctx ctx = req_ctx(req);
    struct hashed *hashed = ARENA_NEW(req->secret, struct hashed);
    const struct form *f = req->fields;
    if (f->problems)
        return ERR_OK;
    TRY(account_find(&ctx, fold_name(req, f->value[F_NAME]), &hashed->account));
    TRY(slot_hash(ctx.home, fold_passphrase(req, f->value[F_PASSPHRASE]), hashed->account.salt,
                  &hashed->passphrase));
    req->slow = hashed;
    return ERR_OK;
}

/* Both outcomes write one session row and answer with a cookie and the same redirect; which it was
 * shows on the next page. */
static enum err signin_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    const struct form *f = req->fields;
    const struct hashed *hashed = req->slow;
    struct key root, access;
    enum slot_kind kind;
    struct str token;
    if (f->problems || !hashed)
        return show(req, res, SIGNIN_PLAIN, f);
    /* Only what this network sealed itself is kept: rows are not a place to store things in. */
    struct draft d;
    struct str carry = f->value[F_CARRY];
    if (carry.n && draft_open(&ctx, carry, &d) != ERR_OK)
        carry = STR_NONE;
    enum err e = account_open(&ctx, &hashed->account, &hashed->passphrase, &kind, &root, &access);
    if (e == ERR_OK && kind == SLOT_PASSPHRASE)
        TRY(session_start(&ctx, hashed->account.id, &access, carry, &token));
    else if (e == ERR_OK || e == ERR_DENIED)
        TRY(session_start_failed(&ctx, f->value[F_NAME], carry, &token));
    else
        return e;
    if (e == ERR_OK && kind == SLOT_PASSPHRASE)
        members_signin_succeeded(req);
    else
        members_signin_failed(req);
    key_wipe(&root);
    key_wipe(&access);
    res_cookie_set(res, SESSION_COOKIE, token, 0);
    return page_go(req, res, url_path(req->arena, "/in/done"), NOTICE_NONE);
}

/* The first page of a session: it is put on the member's list; a waiting draft comes back. */
static enum err signin_done(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct failed_signin failed = {STR_NONE, STR_NONE};
    struct draft d;
    struct str token = http_pairs_get(&req->cookies, SESSION_COOKIE);
    if (!req->viewer) {
        struct viewer *nobody;
        if (viewer_open(&ctx, token, &failed, &nobody) != ERR_SIGNED_OUT || !failed.typed.n)
            return page_go(req, res, url_path(req->arena, "/in"), NOTICE_NONE);
        TRY(session_end_token(&ctx, token));
        res_cookie_clear(res, SESSION_COOKIE);
        return signin_show(req, res, SIGNIN_FAILED, failed.typed, failed.carry);
    }
    struct viewer *v = req->viewer;
    struct str carry = v->carry;
    if (v->fresh)
        session_list_add(&ctx, v);
    v->carry = STR_NONE;
    TRY(session_rewrite(&ctx, v));
    if (carry.n && draft_open(&ctx, carry, &d) == ERR_OK) {
        const struct route *route = d.fields.n ? req_net(req)->find_post(req, d.path) : NULL;
        if (route)
            return signin_continue(req, res, &d, route);
        return page_go(req, res, page_url_of(req->arena, d.path), NOTICE_NONE);
    }
    return page_go(req, res, url_path(req->arena, "/"), NOTICE_NONE);
}

static enum err signout(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    TRY(session_list_end(&ctx, req->viewer, req->viewer->session));
    job_forget(req_net(req)->jobs, req->viewer->session);
    res_cookie_clear(res, SESSION_COOKIE);
    return page_go(req, res, url_path(req->arena, "/"), NOTICE_NONE);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/in", NULL, WHO_STRANGER, LANE_READ, NULL, signin_page, 0},
    {HTTP_POST, "/in", &SIGNIN_FORM, WHO_STRANGER, LANE_WRITE, signin_hash, signin_post,
     ROUTE_GUARDED | ROUTE_BIG},
    {HTTP_GET, "/in/done", NULL, WHO_ANYONE, LANE_WRITE, NULL, signin_done, 0},
    {HTTP_POST, "/out", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, signout, 0},
};
const struct route_table MEMBERS_SIGNIN_ROUTES = ROUTE_TABLE(ROUTES);
