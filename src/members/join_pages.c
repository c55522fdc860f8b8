#include <string.h>

#include "join.html.h"
#include "members/delay.h"
#include "members/join.h"
#include "members/join_view.h"
#include "members/recovery.h"
#include "members/routes.h"
#include "members/rules.h"

enum { F_CODE, F_NAME, F_PASSPHRASE, F_PERSONA, F_PRONOUNS, F_ABOUT };

#define CODE_FIELD                                                                                 \
    {                                                                                              \
        .name = "code", .label = N_("Invitation code"),                                            \
        .hint = N_("Capital or small letters, with or without hyphens: all is fine."),             \
        .kind = FIELD_LINE, .max = 80, .required = true                                            \
    }

/* The first page knows the second one's fields, so that "suggest others" loses nothing. */
static const struct form_field CODE_FIELDS[] = {
    [F_CODE] = CODE_FIELD,
    [F_NAME] = {.name = "name", .kind = FIELD_HIDDEN},
    [F_PASSPHRASE] = {.name = "passphrase", .kind = FIELD_HIDDEN},
    [F_PERSONA] = {.name = "persona", .kind = FIELD_HIDDEN},
    [F_PRONOUNS] = {.name = "pronouns", .kind = FIELD_HIDDEN},
    [F_ABOUT] = {.name = "about", .kind = FIELD_HIDDEN},
};
static const struct form_spec CODE_FORM = FORM_SPEC(CODE_FIELDS);

static const struct form_field NEW_FIELDS[] = {
    [F_CODE] = CODE_FIELD,
    [F_NAME] = {.name = "name",
                .label = N_("Sign-in name"),
                .hint = N_("Only for signing in; the others never see it."),
                .kind = FIELD_LINE,
                .min = NAME_MIN,
                .max = NAME_MAX,
                .required = true},
    [F_PASSPHRASE] = {.name = "passphrase",
                      .label = N_("Passphrase"),
                      .hint = N_("Capitals, signs and extra spaces make no difference."),
                      .kind = FIELD_TEXT,
                      .min = PASSPHRASE_MIN,
                      .max = PASSPHRASE_MAX,
                      .required = true},
    [F_PERSONA] = {.name = "persona",
                   .label = N_("Name for the others"),
                   .hint =
                       N_("Any name you like to be called by; better not the one in your papers."),
                   .kind = FIELD_LINE,
                   .max = 40,
                   .required = true},
    [F_PRONOUNS] = {.name = "pronouns", .label = N_("Pronouns"), .kind = FIELD_LINE, .max = 30},
    [F_ABOUT] = {.name = "about",
                 .label = N_("A few words about you"),
                 .kind = FIELD_TEXT,
                 .max = 300},
};
static const struct form_spec NEW_FORM = FORM_SPEC(NEW_FIELDS);

void view_join_code_field(struct html *h, const struct form *f)
{
    view_ui_field_as(h, f, F_CODE, (struct ui_look){.shape = UI_CODE});
}

void view_join_code_kept(struct html *h, const struct form *f)
{
    static const struct form_field kept = {.name = "code", .kind = FIELD_HIDDEN};
    static const struct form_spec spec = {&kept, 1};
    struct form hidden = {.spec = &spec, .value = {f->value[F_CODE]}};
    view_ui_field(h, &hidden, 0);
}

void view_join_signin_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, F_NAME); /* not "username": a browser would write it down for next time */
    view_ui_field_as(h, f, F_PASSPHRASE, (struct ui_look){.rows = 2});
}

void view_join_persona_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, F_PERSONA);
    view_ui_field(h, f, F_PRONOUNS);
    view_ui_field_as(h, f, F_ABOUT, (struct ui_look){.rows = 2});
}

static void fill_steps(const struct req *req, struct join_view *v, size_t at)
{
    v->steps[0] = str_from_c(tr(req->lang, N_("Invitation")));
    v->steps[1] = str_from_c(tr(req->lang, N_("Names")));
    v->steps[2] = str_from_c(tr(req->lang, N_("Recovery code")));
    v->at = &v->steps[at];
}

static enum err show_code(struct req *req, struct res *res, const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct join_view v = {.form = f};
    fill_steps(req, &v, 0);
    page_begin(req, NAV_NONE, &page, &h);
    view_join(&h, &page, &v);
    return page_send(&h, res);
}

static enum err show_names(struct req *req, struct res *res, const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct join_view v = {.form = f, .code_bad = f->problem[F_CODE] != FIELD_IS_NONE};
    fill_steps(req, &v, 1);
    page_begin(req, NAV_NONE, &page, &h);
    view_join_names(&h, &page, &v);
    return page_send(&h, res);
}

static enum err join_get(struct req *req, struct res *res)
{
    struct form f;
    form_blank(&CODE_FORM, &f);
    f.value[F_CODE] = req->params[0]; /* empty on /join */
    return show_code(req, res, &f);
}

/* ERR_OK with f->problem[F_CODE] set when the code does not open. */
static enum err check_code(const struct space_ctx *ctx, struct form *f, struct key *invitation)
{
    if (f->problem[F_CODE] != FIELD_IS_NONE)
        return ERR_OK;
    if (!invitation_read(f->value[F_CODE], invitation)) {
        form_reject(f, F_CODE,
                    N_("This is not a whole code: it has six groups of four letters or digits."));
        return ERR_OK;
    }
    enum err e = roster_code_check(ctx, invitation);
    if (e == ERR_EXPIRED)
        form_reject(f, F_CODE, N_("This invitation has run out. A new one can be asked for."));
    else if (e == ERR_DENIED)
        form_reject(f, F_CODE,
                    N_("This code opens nothing: it may be mistyped, used already, run out, or "
                       "taken back."));
    else
        return e;
    return ERR_OK;
}

static void suggest(struct req *req, struct form *f)
{
    f->value[F_NAME] = words_name(req->secret, rules_words(req));
    f->value[F_PASSPHRASE] = words_passphrase(req->secret, rules_words(req), SUGGESTED_WORDS);
}

/* Looks whether the code opens, and goes on to the names; also draws others. */
static enum err join_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form *f = arena_copy(req->secret, req->fields, sizeof *req->fields);
    struct form names;
    struct key invitation;
    TRY(check_code(&ctx, f, &invitation));
    key_wipe(&invitation);
    if (f->problem[F_CODE] != FIELD_IS_NONE)
        return show_code(req, res, f);
    form_blank(&NEW_FORM, &names);
    for (size_t i = 0; i < NEW_FORM.n; i++)
        names.value[i] = f->value[i];
    suggest(req, &names);
    return show_names(req, res, &names);
}

/* The rules of the house on top of the form's own. */
static void check_new(struct req *req, struct form *f)
{
    const char *wrong = NULL;
    if (f->problem[F_NAME] == FIELD_IS_NONE && (wrong = rules_name(req, f->value[F_NAME])))
        form_reject(f, F_NAME, wrong);
    if (f->problem[F_PASSPHRASE] == FIELD_IS_NONE &&
        (wrong = rules_passphrase(req, f->value[F_PASSPHRASE])))
        form_reject(f, F_PASSPHRASE, wrong);
}

static enum err join_slow(struct req *req)
{
    struct space_ctx ctx = req_ctx(req);
    struct form f = *req->fields;
    struct hashed *hashed = ARENA_NEW(req->secret, struct hashed);
    check_new(req, &f);
    if (f.problems)
        return ERR_OK;
    TRY(join_hash(&ctx, fold_name(req, f.value[F_NAME]),
                  fold_passphrase(req, f.value[F_PASSPHRASE]), hashed));
    req->slow = hashed;
    return ERR_OK;
}

/* Signs in and shows the recovery code. */
static enum err welcome(struct req *req, struct res *res, uint64_t account,
                        const struct key *access)
{
    struct space_ctx ctx = req_ctx(req);
    const struct hashed *hashed = req->slow;
    struct str token;
    TRY(session_start(&ctx, account, access, STR_NONE, &token));
    TRY(viewer_open(&ctx, token, NULL, &req->viewer));
    session_list_add(&ctx, req->viewer);
    TRY(session_rewrite(&ctx, req->viewer));
    req->viewer->keyring.recovery_confirmed = false;
    res_cookie_set(res, SESSION_COOKIE, token, 0);
    members_signin_succeeded(req);
    return recovery_show(req, res, hashed->recovery_code);
}

static enum err name_taken(struct req *req, struct res *res, struct form *f)
{
    form_reject(f, F_NAME, N_("This name is taken. A digit more, or another word?"));
    return show_names(req, res, f);
}

static enum err join_new(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form *f = arena_copy(req->secret, req->fields, sizeof *req->fields);
    const struct hashed *hashed = req->slow;
    struct account there;
    struct key access;
    uint64_t account;
    check_new(req, f);
    struct joining j = {
        .name = f->value[F_NAME],
        .folded = fold_name(req, f->value[F_NAME]),
        .label = req_net(req)->name,
        .persona = {f->value[F_PERSONA], f->value[F_PRONOUNS], f->value[F_ABOUT]},
        .hashed = hashed,
    };
    if (hashed && !f->problems) {
        enum err e = join_again(&ctx, hashed, j.folded, &access, &account);
        if (e == ERR_OK)
            return welcome(req, res, account, &access);
        if (e != ERR_DENIED)
            return e;
        members_signin_failed(req); /* a guess at a passphrase, perhaps; joining forgets it */
    }
    TRY(check_code(&ctx, f, &j.invitation));
    if (f->problems || !hashed)
        return show_names(req, res, f);
    TRY(account_find(&ctx, j.folded, &there));
    if (there.found)
        return name_taken(req, res, f);
    enum err e = join_create(&ctx, &j, &access, &account);
    if (e == ERR_CONFLICT)
        return name_taken(req, res, f);
    TRY(e);
    return welcome(req, res, account, &access);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/join", NULL, WHO_STRANGER, LANE_READ, NULL, join_get, 0},
    {HTTP_GET, "/join/:code", NULL, WHO_STRANGER, LANE_READ, NULL, join_get, 0},
    {HTTP_POST, "/join", &CODE_FORM, WHO_STRANGER, LANE_READ, NULL, join_post, ROUTE_GUARDED},
    {HTTP_POST, "/join/new", &NEW_FORM, WHO_STRANGER, LANE_WRITE, join_slow, join_new,
     ROUTE_GUARDED},
};
const struct route_table MEMBERS_JOIN_ROUTES = ROUTE_TABLE(ROUTES);
