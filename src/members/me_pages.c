#include <string.h>

#include "me.html.h"
#include "members/commons.h"
#include "members/me_view.h"
#include "members/rekey.h"
#include "members/routes.h"

/* The way to a page from the overview. */
static struct ui_row row(const struct req *req, const char *path, const char *title,
                         const char *about)
{
    return (struct ui_row){.title = str_from_c(tr(req->lang, title)),
                           .about = str_from_c(tr(req->lang, about)),
                           .url = page_url_of(req->arena, str_from_c(path))};
}

#define ROWS_MAX 10 /* of this room */

static enum err me_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    const struct net *net = req_net(req);
    struct ui_row *rows = ARENA_ARRAY(req->arena, struct ui_row, ROWS_MAX + net->nrows);
    size_t n = 0;
    struct commons c;
    enum err e = commons_open(req, &c);
    if (e != ERR_OK && e != ERR_DENIED)
        return e;
    rows[n++] = row(req, "/me/look", N_("Language and look"),
                    N_("Light or dark, and where \"leave now\" goes on to"));
    if (e == ERR_OK)
        rows[n++] = row(req, "/me/persona", N_("Name for the others"),
                        N_("How members of the network see you"));
    if (e == ERR_OK && c.may_invite)
        rows[n++] = row(req, "/invite", N_("Invitations"), N_("Bring somebody you trust"));
    if (e == ERR_OK && c.steward)
        rows[n++] = row(req, "/people", N_("Members of the network"),
                        N_("Who may invite, who looks after it with you"));
    rows[n++] =
        row(req, "/me/saved", N_("Saved entries"), N_("Of the directory, kept for you alone"));
    for (size_t i = 0; e == ERR_OK && i < net->nrows; i++)
        if (net->rows[i].place == NET_ME && (c.steward || !net->rows[i].stewards))
            rows[n++] = row(req, net->rows[i].path, net->rows[i].title, net->rows[i].about);
    rows[n++] = row(req, "/me/sessions", N_("Sessions"), N_("Where this account is signed in"));
    rows[n++] = row(req, "/me/key", N_("A new passphrase"), N_("All other sessions end"));
    rows[n++] = row(req, "/me/code", N_("A new recovery code"), N_("The one before stops working"));
    rows[n++] =
        row(req, "/me/export", N_("A copy of my data"), N_("Everything kept for this account"));
    rows[n++] = row(req, "/me/leave", N_("Leave for good"), N_("Its keys are destroyed"));
    const struct me_view v = {.rows = rows,
                              .nrows = n,
                              .code_waits = !req->viewer->keyring.recovery_confirmed,
                              .code = url_path(req->arena, "/me/code"),
                              .name = req->viewer->keyring.name};
    page_begin(req, NAV_ME, &page, &h);
    view_me(&h, &page, &v);
    return page_send(&h, res);
}

enum { F_LANG, F_THEME, F_LEAVE, F_OWN };
/* A language is named in itself: not translated. */
static const struct form_choice LANGS[] = {{"auto", N_("As the browser says"), 0},
                                           {"ar", "العربية", 1},
                                           {"en", "English", 2},
                                           {NULL, NULL, 0}};
static const struct form_choice THEMES[] = {{"auto", N_("As the device is set"), THEME_AUTO},
                                            {"light", N_("Light"), THEME_LIGHT},
                                            {"dark", N_("Dark"), THEME_DARK},
                                            {NULL, NULL, 0}};
enum { LEAVE_NETWORK, LEAVE_OWN = 100 };
static const struct form_choice LEAVES[] = {
    {"network", N_("As this network has chosen"), 0},
    {"wikipedia", N_("Wikipedia"), 1},
    {"weather", N_("The weather"), 2},
    {"news", N_("The news"), 3},
    {"own", N_("Another address, written below"), LEAVE_OWN},
    {NULL, NULL, 0}};
static const char *const LEAVE_SITES[] = {"", "https://ar.wikipedia.org/", "https://weather.com/",
                                          "https://www.bbc.com/arabic"};
#define NSITES (sizeof LEAVE_SITES / sizeof LEAVE_SITES[0])

static const struct form_field LOOK_FIELDS[] = {
    [F_LANG] = {.name = "lang",
                .label = N_("Language"),
                .kind = FIELD_CHOICE,
                .choices = LANGS,
                .required = true},
    [F_THEME] = {.name = "theme",
                 .label = N_("Light or dark"),
                 .kind = FIELD_CHOICE,
                 .choices = THEMES,
                 .required = true},
    [F_LEAVE] = {.name = "leave",
                 .label = N_("\"Leave now\" goes on to"),
                 .kind = FIELD_CHOICE,
                 .choices = LEAVES,
                 .required = true},
    [F_OWN] = {.name = "own",
               .label = N_("Another address"),
               .hint = N_("An ordinary page that raises no questions; begins with https://"),
               .kind = FIELD_LINE,
               .max = 200},
};
static const struct form_spec LOOK_FORM = FORM_SPEC(LOOK_FIELDS);

void view_look_fields(struct html *h, const struct form *f)
{
    view_ui_fields(h, f);
}

static enum err look_show(struct req *req, struct res *res, const struct form *f)
{
    struct html h;
    struct ui_page page;
    const struct look_view v = {f, url_path(req->arena, "/me")};
    page_begin(req, NAV_ME, &page, &h);
    view_look(&h, &page, &v);
    return page_send(&h, res);
}

static enum err look_get(struct req *req, struct res *res)
{
    const struct keyring *k = &req->viewer->keyring;
    struct form f;
    form_blank(&LOOK_FORM, &f);
    f.value[F_LANG] = k->lang.n ? k->lang : STR("auto");
    f.value[F_THEME] = str_from_c(THEMES[k->theme <= THEME_DARK ? k->theme : THEME_AUTO].value);
    f.value[F_LEAVE] = STR("own");
    for (size_t i = 0; i < NSITES; i++)
        if (str_eq_c(k->leave_to, LEAVE_SITES[i]))
            f.value[F_LEAVE] = str_from_c(LEAVES[i].value);
    if (str_eq_c(f.value[F_LEAVE], "own"))
        f.value[F_OWN] = k->leave_to;
    return look_show(req, res, &f);
}

/* A whole https address of another site; the form shows what is wrong. */
static struct str leave_address(struct req *req, struct form *f)
{
    struct url to;
    if (f->number[F_LEAVE] != LEAVE_OWN)
        return str_from_c(LEAVE_SITES[f->number[F_LEAVE]]);
    if (!str_starts(f->value[F_OWN], STR("https://")) ||
        !url_external(req->arena, f->value[F_OWN], &to))
        form_reject(f, F_OWN, N_("Please write a whole address that begins with https://"));
    return f->value[F_OWN];
}

static enum err look_post(struct req *req, struct res *res)
{
    struct keyring *k = &req->viewer->keyring;
    struct form *f = reauth_form(req);
    struct str leave_to = f->problems ? STR_NONE : leave_address(req, f);
    if (f->problems)
        return look_show(req, res, f);
    k->lang = f->number[F_LANG] ? f->value[F_LANG] : STR_NONE;
    k->theme = (enum theme)f->number[F_THEME];
    k->leave_to = leave_to;
    viewer_touch(req->viewer);
    if (k->lang.n)
        res_cookie_set(res, LANG_COOKIE, k->lang, 0);
    else
        res_cookie_clear(res, LANG_COOKIE);
    return page_go(req, res, url_path(req->arena, "/me/look"), NOTICE_SAVED);
}

/* The foot of every page: another language, for strangers too. A cookie of this browser session. */
static enum err look_language(struct req *req, struct res *res)
{
    const struct lang *l = lang_find(req->params[0]);
    if (!l)
        return ERR_NOT_FOUND;
    /* A link on another site may not change how somebody reads here. */
    if (str_eq_c(req->fetch_site, "cross-site"))
        return page_go(req, res, url_path(req->arena, "/"), NOTICE_NONE);
    res_cookie_set(res, LANG_COOKIE, str_from_c(lang_code(l)), 0);
    if (req->viewer) {
        req->viewer->keyring.lang = str_from_c(lang_code(l));
        viewer_touch(req->viewer);
    }
    return page_go(req, res, url_path(req->arena, "/"), NOTICE_NONE);
}

/* Sessions. */

static const struct form_field ALL_FIELDS[] = {REAUTH_FIELD};
static const struct form_spec ALL_FORM = FORM_SPEC(ALL_FIELDS);
static const struct form_field ONE_FIELDS[] = {
    {.name = "session", .kind = FIELD_HIDDEN, .max = 80, .required = true}};
static const struct form_spec ONE_FORM = FORM_SPEC(ONE_FIELDS);

static bool still_open(const struct req *req, const struct member_session *s)
{
    return !s->ended && req->now - s->started < SESSION_MAX_SECONDS;
}

static bool is_here(const struct req *req, const struct member_session *s)
{
    return memcmp(s->id, req->viewer->session, SESSION_ID_SIZE) == 0;
}

static enum err sessions_show(struct req *req, struct res *res, const struct form *f)
{
    struct html h;
    struct ui_page page;
    const struct keyring *k = &req->viewer->keyring;
    struct session_row_view *rows =
        ARENA_ARRAY(req->arena, struct session_row_view, k->nsessions + 1);
    struct sessions_view v = {.rows = rows, .form = f, .back = url_path(req->arena, "/me")};
    for (size_t i = 0; i < k->nsessions; i++) {
        const struct member_session *s = &k->sessions[i];
        if (!still_open(req, s))
            continue;
        rows[v.n] = (struct session_row_view){.started = page_ago(req, s->started),
                                              .id = seal_hex(req->arena, str_from(s->id, 8)),
                                              .here = is_here(req, s)};
        v.others += !rows[v.n++].here;
    }
    page_begin(req, NAV_ME, &page, &h);
    view_sessions(&h, &page, &v);
    return page_send(&h, res);
}

static enum err sessions_get(struct req *req, struct res *res)
{
    struct form f;
    form_blank(&ALL_FORM, &f);
    return sessions_show(req, res, &f);
}

static enum err session_end_one(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    const struct keyring *k = &req->viewer->keyring;
    struct url back = url_path(req->arena, "/me/sessions");
    for (size_t i = 0; i < k->nsessions; i++) {
        if (is_here(req, &k->sessions[i]) ||
            !str_eq(seal_hex(req->arena, str_from(k->sessions[i].id, 8)), req->fields->value[0]))
            continue;
        uint8_t id[SESSION_ID_SIZE];
        memcpy(id, k->sessions[i].id, sizeof id);
        TRY(session_list_end(&ctx, req->viewer, id));
        return page_go(req, res, back, NOTICE_ENDED);
    }
    return page_go(req, res, back, NOTICE_NONE);
}

static enum err session_end_others(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form *f = reauth_form(req);
    struct account a;
    struct key root;
    enum err e = f->problems ? ERR_DENIED : reauth_check(req, f, &a, &root);
    if (e == ERR_DENIED)
        return sessions_show(req, res, f);
    TRY(e);
    TRY(rekey_sessions(&ctx, &a, &root, req->viewer));
    key_wipe(&root);
    return page_go(req, res, url_path(req->arena, "/me/sessions"), NOTICE_ENDED);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/me", NULL, WHO_MEMBER, LANE_READ, NULL, me_get, 0},
    {HTTP_GET, "/me/look", NULL, WHO_MEMBER, LANE_READ, NULL, look_get, 0},
    {HTTP_POST, "/me/look", &LOOK_FORM, WHO_MEMBER, LANE_WRITE, NULL, look_post, 0},
    {HTTP_GET, "/look/:code", NULL, WHO_ANYONE, LANE_READ, NULL, look_language, 0},
    {HTTP_GET, "/me/sessions", NULL, WHO_MEMBER, LANE_READ, NULL, sessions_get, 0},
    {HTTP_POST, "/me/sessions", &ONE_FORM, WHO_MEMBER, LANE_WRITE, NULL, session_end_one, 0},
    {HTTP_POST, "/me/sessions/all", &ALL_FORM, WHO_MEMBER, LANE_WRITE, reauth_slow,
     session_end_others, ROUTE_GUARDED},
};
const struct route_table MEMBERS_SETTING_ROUTES = ROUTE_TABLE(ROUTES);
