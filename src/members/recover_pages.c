#include <string.h>

#include "members/delay.h"
#include "members/recover_view.h"
#include "members/recovery.h"
#include "members/rekey.h"
#include "members/routes.h"
#include "members/rules.h"
#include "recover.html.h"

#define HERE "/in/code"

enum { F_NAME, F_CODE, F_PASSPHRASE };
static const struct form_field RECOVER_FIELDS[] = {
    [F_NAME] = {.name = "name",
                .label = N_("Sign-in name"),
                .kind = FIELD_LINE,
                .max = NAME_MAX,
                .required = true},
    [F_CODE] = {.name = "code",
                .label = N_("Recovery code"),
                .hint = N_("Capital or small letters, with or without hyphens: all is fine."),
                .kind = FIELD_LINE,
                .max = 80,
                .required = true},
    [F_PASSPHRASE] = {.name = "passphrase",
                      .label = N_("New passphrase"),
                      .hint = N_("Drawn at random just now. Own words are fine too."),
                      .kind = FIELD_TEXT,
                      .min = PASSPHRASE_MIN,
                      .max = PASSPHRASE_MAX,
                      .required = true},
};
static const struct form_spec RECOVER_FORM = FORM_SPEC(RECOVER_FIELDS);

void view_recover_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, F_NAME); /* not "username": a browser would write it down for next time */
    view_ui_field_as(h, f, F_CODE, (struct ui_look){.shape = UI_CODE});
    view_ui_field_as(h, f, F_PASSPHRASE, (struct ui_look){.rows = 2});
}

enum outcome { ASKED, FAILED };

static enum err show(struct req *req, struct res *res, enum outcome outcome, const struct form *f)
{
    struct html h;
    struct ui_page page;
    const struct recover_view v = {f, outcome == FAILED};
    page_begin(req, NAV_NONE, &page, &h);
    view_recover(&h, &page, &v);
    return page_send(&h, res);
}

static enum err recover_get(struct req *req, struct res *res)
{
    struct form f;
    form_blank(&RECOVER_FORM, &f);
    f.value[F_PASSPHRASE] = words_passphrase(req->secret, rules_words(req), SUGGESTED_WORDS);
    return show(req, res, ASKED, &f);
}

/* What can be said without looking at any account. */
static void check(struct req *req, struct form *f)
{
    struct str code;
    const char *wrong = NULL;
    if (f->problem[F_CODE] == FIELD_IS_NONE && !recovery_read(req->secret, f->value[F_CODE], &code))
        form_reject(f, F_CODE,
                    N_("This is not a whole code: it has six groups of four letters or digits."));
    if (f->problem[F_PASSPHRASE] == FIELD_IS_NONE &&
        (wrong = rules_passphrase(req, f->value[F_PASSPHRASE])))
        form_reject(f, F_PASSPHRASE, wrong);
}

static enum err recover_slow(struct req *req)
{
    struct space_ctx ctx = req_ctx(req);
    struct form f = *req->fields;
    struct hashed *hashed = ARENA_NEW(req->secret, struct hashed);
    struct str code;
    check(req, &f);
    if (f.problems || !recovery_read(req->secret, f.value[F_CODE], &code))
        return ERR_OK;
    TRY(rekey_hash(&ctx, fold_name(req, f.value[F_NAME]), code,
                   fold_passphrase(req, f.value[F_PASSPHRASE]), hashed));
    req->slow = hashed;
    return ERR_OK;
}

static struct str blanked(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n);
    memset(p, '-', s.n);
    return str_from(p, s.n);
}

/* What the next page needs, in the session's own row: the new code, or what was typed. Both ways it
 * is as long. */
static struct str outcome_seal(struct req *req, const struct form *f, enum outcome outcome)
{
    struct space_ctx ctx = req_ctx(req);
    const struct hashed *hashed = req->slow;
    struct http_pair fields[4];
    fields[3] = (struct http_pair){STR("made"), hashed->recovery_code};
    for (size_t i = F_NAME; i <= F_PASSPHRASE; i++)
        fields[i] =
            (struct http_pair){str_from_c(RECOVER_FIELDS[i].name),
                               outcome == FAILED ? f->value[i] : blanked(req->secret, f->value[i])};
    if (outcome == FAILED)
        fields[3].value = blanked(req->secret, fields[3].value);
    const struct draft d = {STR(HERE), {fields, 4}};
    return draft_seal(&ctx, &d);
}

/* Right or wrong: one session row, a cookie and the same redirect. */
static enum err recover_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form *f = arena_copy(req->secret, req->fields, sizeof *req->fields);
    const struct hashed *hashed = req->slow;
    struct key access;
    uint64_t account;
    struct str token;
    check(req, f);
    if (f->problems || !hashed)
        return show(req, res, ASKED, f);
    enum err e = rekey_recover(&ctx, hashed, fold_name(req, f->value[F_NAME]), &access, &account);
    if (e == ERR_OK) {
        TRY(session_start(&ctx, account, &access, outcome_seal(req, f, ASKED), &token));
        members_signin_succeeded(req);
    } else if (e == ERR_DENIED) {
        TRY(session_start_failed(&ctx, STR("-"), outcome_seal(req, f, FAILED), &token));
        members_signin_failed(req);
    } else {
        return e;
    }
    key_wipe(&access);
    res_cookie_set(res, SESSION_COOKIE, token, 0);
    return page_go(req, res, url_path(req->arena, HERE "/done"), NOTICE_NONE);
}

static enum err recover_failed(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct failed_signin failed = {STR_NONE, STR_NONE};
    struct viewer *nobody;
    struct draft d;
    struct form f;
    struct str token = http_pairs_get(&req->cookies, SESSION_COOKIE);
    if (viewer_open(&ctx, token, &failed, &nobody) != ERR_SIGNED_OUT || !failed.carry.n ||
        draft_open(&ctx, failed.carry, &d) != ERR_OK)
        return page_go(req, res, url_path(req->arena, HERE), NOTICE_NONE);
    TRY(session_end_token(&ctx, token));
    res_cookie_clear(res, SESSION_COOKIE);
    form_parse(req->secret, &RECOVER_FORM, &d.fields, &f);
    return show(req, res, FAILED, &f);
}

/* The page after: the new code, once; or the form again. */
static enum err recover_done(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct viewer *v = req->viewer;
    struct draft d;
    if (!v)
        return recover_failed(req, res);
    struct str carry = v->carry;
    if (v->fresh)
        session_list_add(&ctx, v);
    v->carry = STR_NONE;
    TRY(session_rewrite(&ctx, v));
    if (!carry.n || draft_open(&ctx, carry, &d) != ERR_OK || !str_eq_c(d.path, HERE))
        return page_go(req, res, url_path(req->arena, "/"), NOTICE_NONE);
    return recovery_show(req, res, http_pairs_get(&d.fields, "made"));
}

static const struct route ROUTES[] = {
    {HTTP_GET, HERE, NULL, WHO_STRANGER, LANE_READ, NULL, recover_get, 0},
    {HTTP_POST, HERE, &RECOVER_FORM, WHO_STRANGER, LANE_WRITE, recover_slow, recover_post,
     ROUTE_GUARDED},
    {HTTP_GET, HERE "/done", NULL, WHO_ANYONE, LANE_WRITE, NULL, recover_done, 0},
};
const struct route_table MEMBERS_RECOVER_ROUTES = ROUTE_TABLE(ROUTES);
