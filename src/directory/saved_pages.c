/* Saving an entry for oneself, and the list of what is saved. */
#include "directory/editors_pages.h"
#include "directory/saved.h"
#include "directory/saved_view.h"
#include "directory/sealed.h"
#include "members/page.h"
#include "saved.html.h"

enum { F_NOTE };
static const struct form_field NOTE_FIELDS[] = {
    [F_NOTE] = {.name = "note",
                .label = N_("A note for yourself"),
                .kind = FIELD_TEXT,
                .max = SAVED_NOTE_MAX},
};
static const struct form_spec NOTE_FORM = FORM_SPEC(NOTE_FIELDS);

static const struct form_field REMOVE_FIELDS[] = {
    {.name = "entry", .kind = FIELD_HIDDEN, .max = 36, .required = true}};
static const struct form_spec REMOVE_FORM = FORM_SPEC(REMOVE_FIELDS);

static struct url entry_url(const struct req *req, struct str id)
{
    return url_path(req->arena, "/d/%" STR_FMT, STR_ARG(id));
}

static struct url save_url(const struct req *req, struct str id)
{
    return url_path(req->arena, "/d/%" STR_FMT "/save", STR_ARG(id));
}

/* What it is called, for a viewer who may see it. ERR_NOT_FOUND. */
static enum err title_of(struct req *req, struct str id, struct str *title)
{
    struct space_ctx ctx = req_ctx(req);
    struct directory_entry e;
    bool sealed;
    TRY(sealed_entry_load(&ctx, req->viewer, id, &e, &sealed));
    *title = e.card.title;
    return ERR_OK;
}

static enum err save_show(struct req *req, struct res *res, struct str title, bool already,
                          const struct form *f)
{
    struct html h;
    struct ui_page page;
    const struct saved_form_view v = {.title = title,
                                      .already = already,
                                      .form = f,
                                      .action = save_url(req, req->params[0]),
                                      .back = entry_url(req, req->params[0])};
    page_begin(req, NAV_FIND, &page, &h);
    view_saved_form(&h, &page, &v);
    return page_send(&h, res);
}

static enum err save_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct saved it;
    struct str title;
    struct form f;
    TRY(title_of(req, req->params[0], &title));
    form_blank(&NOTE_FORM, &f);
    enum err e = saved_find(&ctx, req->viewer, req->params[0], &it);
    if (e == ERR_OK)
        f.value[F_NOTE] = it.note;
    else if (e != ERR_NOT_FOUND)
        return e;
    return save_show(req, res, title, e == ERR_OK, &f);
}

static enum err save_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct str title;
    struct form f = *req->fields;
    TRY(title_of(req, req->params[0], &title));
    if (f.problems)
        return save_show(req, res, title, false, &f);
    enum err e = saved_put(&ctx, req->viewer, req->params[0], title, f.value[F_NOTE]);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, F_NOTE, N_("The list is full. Something older can be taken off it first."));
        return save_show(req, res, title, false, &f);
    }
    TRY(e);
    return page_go(req, res, url_path(req->arena, "/me/saved"), NOTICE_SAVED);
}

static enum err list_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct html h;
    struct ui_page page;
    struct saved_list all;
    TRY(saved_all(&ctx, req->viewer, &all));
    struct saved_row *rows = ARENA_ARRAY(req->secret, struct saved_row, all.n);
    for (size_t i = 0; i < all.n; i++) {
        struct str title;
        enum err e = title_of(req, all.v[i].entry, &title);
        if (e != ERR_OK && e != ERR_NOT_FOUND)
            return e;
        rows[i] = (struct saved_row){.title = e == ERR_OK ? title : all.v[i].title,
                                     .note = all.v[i].note,
                                     .when = page_ago(req, all.v[i].at),
                                     .entry = all.v[i].entry,
                                     .url = entry_url(req, all.v[i].entry),
                                     .change = save_url(req, all.v[i].entry),
                                     .gone = e != ERR_OK};
    }
    const struct saved_view v = {.v = rows,
                                 .n = all.n,
                                 .remove = url_path(req->arena, "/me/saved"),
                                 .back = url_path(req->arena, "/me"),
                                 .find = url_path(req->arena, "/d")};
    page_begin(req, NAV_ME, &page, &h);
    view_saved_list(&h, &page, &v);
    return page_send(&h, res);
}

static enum err list_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    if (!req->fields->problems) {
        enum err e = saved_remove(&ctx, req->viewer, req->fields->value[0]);
        if (e != ERR_OK && e != ERR_NOT_FOUND) /* pressed twice */
            return e;
    }
    return page_go(req, res, url_path(req->arena, "/me/saved"), NOTICE_GONE);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/d/:id/save", NULL, WHO_MEMBER, LANE_READ, NULL, save_get, 0},
    {HTTP_POST, "/d/:id/save", &NOTE_FORM, WHO_MEMBER, LANE_WRITE, NULL, save_post, 0},
    {HTTP_GET, "/me/saved", NULL, WHO_MEMBER, LANE_READ, NULL, list_get, 0},
    {HTTP_POST, "/me/saved", &REMOVE_FORM, WHO_MEMBER, LANE_WRITE, NULL, list_post, 0},
};
const struct route_table DIRECTORY_SAVED_ROUTES = ROUTE_TABLE(ROUTES);
