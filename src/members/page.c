#include "members/page.h"

struct space_ctx req_ctx(const struct req *req)
{
    return members_ctx(req, req_net(req)->home);
}

static struct str label(const struct req *req, const char *msgid)
{
    return str_from_c(tr(req->lang, msgid));
}

static void page_nav(struct req *req, enum nav where, struct ui_page *page)
{
    struct arena *a = req->arena;
    struct ui_link *nav = ARENA_ARRAY(a, struct ui_link, 4);
    size_t n = 0;
    nav[n++] = (struct ui_link){
        .label = label(req, N_("Home")), .url = url_path(a, "/"), .current = where == NAV_HOME};
    nav[n++] = (struct ui_link){.label = label(req, N_("Find help")),
                                .url = url_path(a, "/d"),
                                .current = where == NAV_FIND};
    nav[n++] = (struct ui_link){.label = label(req, N_("Mutual aid")),
                                .url = url_path(a, "/aid"),
                                .current = where == NAV_AID};
    if (req->viewer)
        nav[n++] = (struct ui_link){.label = label(req, N_("My things")),
                                    .url = url_path(a, "/me"),
                                    .current = where == NAV_ME};
    else
        nav[n++] = (struct ui_link){.label = label(req, N_("Sign in")),
                                    .url = url_path(a, "/in"),
                                    .current = where == NAV_ME};
    page->nav = nav;
    page->nnav = n;
}

/* The address of a decoded path: each segment encoded again. */
struct url page_url_of(struct arena *a, struct str path)
{
    struct buf b;
    struct url out = {STR("/")};
    buf_init(&b, a, path.n + 16, path.n * 3 + 16);
    (void)str_cut(&path, '/');
    while (path.p) {
        struct str segment = str_cut(&path, '/');
        buf_add(&b, url_path(a, "/%" STR_FMT, STR_ARG(segment)).s);
    }
    return buf_end(&b, &out.s) == ERR_OK && out.s.n ? out : (struct url){STR("/")};
}

/* The other languages, each in itself, and what the place promises. */
static void page_foot(struct req *req, struct ui_page *page)
{
    struct arena *a = req->arena;
    struct ui_link *foot = ARENA_ARRAY(a, struct ui_link, lang_count() + 1);
    size_t n = 0;
    for (size_t i = 0; i < lang_count(); i++) {
        const struct lang *l = lang_at(i);
        if (l == req->lang)
            continue;
        foot[n++] = (struct ui_link){.label = str_from_c(lang_name(l)),
                                     .url = url_path(a, "/look/%s", lang_code(l)),
                                     .code = str_from_c(lang_code(l))};
    }
    foot[n++] = (struct ui_link){.label = label(req, N_("What is protected here")),
                                 .url = url_path(a, "/about")};
    page->foot = foot;
    page->nfoot = n;
}

static void page_notice_of_query(struct req *req, struct ui_page *page)
{
    struct str code = http_pairs_get(&req->query, "n");
    static const struct {
        const char *code;
        enum ui_tone tone;
        const char *text;
    } notices[] = {
#define X(name, word, how, sentence) {word, how, sentence},
        PAGE_NOTICES(X)
#undef X
    };
    for (size_t i = 0; i < sizeof notices / sizeof notices[0]; i++)
        if (code.n && str_eq_c(code, notices[i].code))
            page_say(req, page, notices[i].tone, label(req, notices[i].text));
}

void page_say(struct req *req, struct ui_page *page, enum ui_tone tone, struct str text)
{
    struct ui_notice *all = ARENA_ARRAY(req->arena, struct ui_notice, page->nnotices + 1);
    for (size_t i = 0; i < page->nnotices; i++)
        all[i] = page->notices[i];
    all[page->nnotices++] = (struct ui_notice){tone, text};
    page->notices = all;
}

static enum ui_theme page_theme(const struct req *req)
{
    enum theme t = req->viewer ? req->viewer->keyring.theme : THEME_AUTO;
    return t == THEME_LIGHT ? UI_THEME_LIGHT : t == THEME_DARK ? UI_THEME_DARK : UI_THEME_AUTO;
}

void page_begin(struct req *req, enum nav where, struct ui_page *page, struct html *h)
{
    struct space_ctx ctx = req_ctx(req);
    html_init(h, req->arena, req->lang);
    ui_page_init(page, req_net(req)->name, req->lang, page_theme(req));
    page->signed_in = req->viewer != NULL;
    page->token = members_form_token(&ctx, req->viewer);
    page->home = url_path(req->arena, "/");
    page->here = page_url_of(req->arena, req->path);
    if (where != NAV_NONE)
        page_nav(req, where, page);
    page_foot(req, page);
    page_notice_of_query(req, page);
    if (where == NAV_HOME && req->viewer && !req->viewer->keyring.recovery_confirmed)
        page_say(req, page, UI_CAREFUL,
                 label(req, N_("There is no recovery code yet, and a lost passphrase stays lost. "
                               "“My things” has a new one.")));
    if (req_net(req)->demonstration)
        page_say(req, page, UI_CAREFUL,
                 label(req, N_("A demonstration with made-up people. Write nothing real here.")));
}

static enum err send(struct html *h, struct res *res, enum res_kind kind)
{
    TRY(html_end(h, &res->body));
    res->kind = kind;
    if (res->status == 0)
        res->status = 200;
    return ERR_OK;
}

enum err page_send(struct html *h, struct res *res)
{
    return send(h, res, RES_PAGE);
}

enum err page_send_part(struct html *h, struct res *res)
{
    return send(h, res, RES_PART);
}

enum err page_go(struct req *req, struct res *res, struct url to, enum page_notice notice)
{
    static const char *const codes[] = {NULL,
#define X(name, word, how, sentence) word,
                                        PAGE_NOTICES(X)
#undef X
    };
    struct str path = to.s;
    if (notice != NOTICE_NONE)
        path = str_fmt(req->arena, "%" STR_FMT "?n=%s", STR_ARG(path), codes[notice]);
    res_redirect(res, path);
    return ERR_OK;
}

struct str page_ago(const struct req *req, int64_t then)
{
    return lang_ago(req->arena, req->lang, then, req->now);
}
