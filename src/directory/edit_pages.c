/* Adding, correcting and removing entries. For whoever can come into the desk. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "desk/pages.h"
#include "directory/edit_keep.h"
#include "directory/edit_view.h"
#include "directory/editors.h"
#include "directory/editors_pages.h"
#include "edit.html.h"
#include "hsds/hsds.h"
#include "members/page.h"
#include "search/vocabulary.h"

static struct url at_entry(const struct req *req, const char *more)
{
    struct url u = url_path(req->arena, "/d/%" STR_FMT, STR_ARG(req->params[0]));
    u.s = str_fmt(req->arena, "%" STR_FMT "%s", STR_ARG(u.s), more);
    return u;
}

static struct url entry_url(const struct req *req, struct str id)
{
    return url_path(req->arena, "/d/%" STR_FMT, STR_ARG(id));
}

static struct directory_editing editing_of(const struct req *req, const struct desk *d)
{
    return (struct directory_editing){
        .db = req->db, .search = req->search, .byline = desk_byline(d), .now = req->now};
}

/* ---- the form ---- */

static struct str need_label(const struct req *req, const struct concept *c, const char **out)
{
    *out = vocabulary_label(c, lang_code(req->lang));
    return str_from_c(c->id);
}

static const struct edit_need *needs_of(const struct req *req, const struct form *f)
{
    const struct concept *const *tops;
    size_t n = vocabulary_tops(&tops);
    struct edit_need *needs = ARENA_ARRAY(req->arena, struct edit_need, EDIT_NEEDS);
    for (size_t k = 0; k < EDIT_NEEDS; k++) {
        size_t at = EDIT_NEED_1 + k;
        const struct form_field *field = &f->spec->fields[at];
        const struct concept *chosen = vocabulary_concept(f->value[at]);
        struct edit_option *o = ARENA_ARRAY(req->arena, struct edit_option, n + 2);
        needs[k] = (struct edit_need){
            .name = field->name,
            .label = tr(req->lang, field->label),
            .id = str_fmt(req->arena, "f-%s", field->name),
            .error =
                f->problem[at] == FIELD_IS_NONE
                    ? NULL
                    : tr(req->lang, f->said[at] ? f->said[at] : form_problem_text(f->problem[at])),
            .options = o,
        };
        o[needs[k].n++] = (struct edit_option){.label = tr(req->lang, N_("Not said"))};
        for (size_t i = 0; i < n; i++) {
            struct edit_option *one = &o[needs[k].n++];
            one->value = need_label(req, tops[i], &one->label);
            one->chosen = tops[i] == chosen;
        }
        if (chosen && !chosen->top) {
            struct edit_option *one = &o[needs[k].n++];
            one->value = need_label(req, chosen, &one->label);
            one->chosen = true;
        }
    }
    return needs;
}

/* What a field says, in words. */
static struct str said(const struct req *req, const struct form *f, size_t i)
{
    const struct form_field *field = &f->spec->fields[i];
    if (field->kind == FIELD_FLAG)
        return str_from_c(f->number[i] ? tr(req->lang, N_("Yes")) : tr(req->lang, N_("No")));
    for (const struct form_choice *c = field->choices; c && c->value; c++)
        if (str_eq_c(f->value[i], c->value))
            return str_from_c(tr(req->lang, c->label));
    const struct concept *need =
        i >= EDIT_NEED_1 && i <= EDIT_NEED_3 ? vocabulary_concept(f->value[i]) : NULL;
    if (need)
        return str_from_c(vocabulary_label(need, lang_code(req->lang)));
    return f->value[i];
}

static size_t places_of(const struct edit *e)
{
    size_t n = 0;
    for (size_t i = 0; i < e->docs.n; i++)
        n += e->docs.v[i].type == HSDS_LOCATION;
    return n;
}

static enum err form_show(struct req *req, struct res *res, const struct edit_kept *k,
                          const struct form *f, const struct form *now)
{
    struct html h;
    struct ui_page page;
    struct edit_view v = {
        .title = k->edit.docs.n ? tr(req->lang, N_("Correct the entry"))
                                : tr(req->lang, N_("Add an entry")),
        .form = f,
        .fresh = k->edit.docs.n == 0,
        .service = k->edit.type == HSDS_SERVICE,
        .sealed = k->edit.docs.n && k->edit.seen == EDIT_SEEN_MEMBERS,
        .needs = needs_of(req, f),
        .nneeds = EDIT_NEEDS,
        .action = k->edit.docs.n ? at_entry(req, "/edit") : url_path(req->arena, "/d/new"),
        .back = k->edit.docs.n ? at_entry(req, "") : desk_url(req, &DESK_EDITORS, ""),
        .remove = at_entry(req, "/remove"),
        .organization = entry_url(req, k->organization),
        .organization_name = k->edit.offered,
        .day = {.shape = UI_SHORT},
    };
    v.more_places = places_of(&k->edit) > 1 ? places_of(&k->edit) - 1 : 0;
    if (now) {
        size_t which[FORM_FIELDS_MAX];
        struct edit_clash *clashes = ARENA_ARRAY(req->arena, struct edit_clash, FORM_FIELDS_MAX);
        v.nclashes = edit_differ(now, f, which);
        for (size_t i = 0; i < v.nclashes; i++)
            clashes[i] =
                (struct edit_clash){.label = tr(req->lang, f->spec->fields[which[i]].label),
                                    .theirs = said(req, now, which[i]),
                                    .yours = said(req, f, which[i])};
        v.clashes = clashes;
    }
    page_begin(req, NAV_FIND, &page, &h);
    view_edit_form(&h, &page, &v);
    return page_send(&h, res);
}

static enum err new_get(struct req *req, struct res *res)
{
    struct desk d;
    struct form f;
    const struct edit_kept k = {.edit = {.type = HSDS_SERVICE, .seen = EDIT_SEEN_ALL}};
    TRY(desk_of(req, &DESK_EDITORS, &d));
    edit_fill(req->arena, &k.edit, req->lang, &f);
    return form_show(req, res, &k, &f, NULL);
}

static enum err new_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct desk d;
    struct form f = *req->fields, was;
    const struct edit_kept k = {.edit = {.type = HSDS_SERVICE, .seen = EDIT_SEEN_ALL}};
    struct str id;
    TRY(desk_of(req, &DESK_EDITORS, &d));
    edit_fill(req->arena, &k.edit, req->lang, &was);
    edit_check(req->arena, &was, &f);
    if (f.problems)
        return form_show(req, res, &k, &f, NULL);
    const struct directory_editing by = editing_of(req, &d);
    enum err e = edit_keep_new(&ctx, req->viewer, &by, &f, req->lang, &id);
    if (e == ERR_TOO_MANY)
        form_reject(&f, EDIT_SEEN, N_("No more entries can be sealed here."));
    else if (e == ERR_TOO_LARGE)
        form_reject(&f, EDIT_ABOUT, N_("This is too long."));
    else
        TRY(e);
    return e == ERR_OK ? page_go(req, res, entry_url(req, id), NOTICE_SAVED)
                       : form_show(req, res, &k, &f, NULL);
}

static enum err edit_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct desk d;
    struct edit_kept k;
    struct form f;
    TRY(desk_of(req, &DESK_EDITORS, &d));
    TRY(edit_keep_load(&ctx, req->viewer, req->params[0], &k));
    edit_fill(req->arena, &k.edit, req->lang, &f);
    f.value[EDIT_BASE] = k.base;
    return form_show(req, res, &k, &f, NULL);
}

/* Somebody else saved meanwhile: both are shown, and the next time it counts as seen. */
static enum err clash_show(struct req *req, struct res *res, const struct edit_kept *k,
                           struct form *f)
{
    struct form now;
    edit_fill(req->arena, &k->edit, req->lang, &now);
    f->value[EDIT_BASE] = k->base;
    return form_show(req, res, k, f, &now);
}

static enum err edit_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct desk d;
    struct edit_kept k;
    struct form f = *req->fields, was;
    TRY(desk_of(req, &DESK_EDITORS, &d));
    TRY(edit_keep_load(&ctx, req->viewer, req->params[0], &k));
    if (!str_eq(k.base, f.value[EDIT_BASE]))
        return clash_show(req, res, &k, &f);
    if (k.edit.type == HSDS_ORGANIZATION && f.problem[EDIT_ABOUT] == FIELD_IS_MISSING) {
        f.problem[EDIT_ABOUT] = FIELD_IS_NONE; /* many lists say nothing of organizations */
        f.problems--;
    }
    edit_fill(req->arena, &k.edit, req->lang, &was);
    edit_check(req->arena, &was, &f);
    if (f.problems)
        return form_show(req, res, &k, &f, NULL);
    const struct directory_editing by = editing_of(req, &d);
    enum err e = edit_keep(&ctx, req->viewer, &by, &k, &f, req->lang);
    if (e == ERR_OK)
        return page_go(req, res, at_entry(req, ""), NOTICE_SAVED);
    if (e == ERR_TOO_MANY)
        form_reject(&f, EDIT_SEEN, N_("No more entries can be sealed here."));
    else if (e == ERR_TOO_LARGE)
        form_reject(&f, EDIT_SEEN,
                    N_("It is too large to be sealed: shorter texts, or fewer "
                       "places, will do."));
    else if (e == ERR_CONFLICT && k.edit.seen == EDIT_SEEN_MEMBERS)
        form_reject(&f, EDIT_SEEN,
                    N_("It cannot be public yet: the organization behind it is not in the public "
                       "list."));
    else
        return e;
    return form_show(req, res, &k, &f, NULL);
}

/* "Checked today", alone. */
static enum err checked_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct desk d;
    struct edit_kept k;
    TRY(desk_of(req, &DESK_EDITORS, &d));
    TRY(edit_keep_load(&ctx, req->viewer, req->params[0], &k));
    const struct directory_editing by = editing_of(req, &d);
    TRY(edit_keep_check(&ctx, req->viewer, &by, &k));
    return page_go(req, res, at_entry(req, ""), NOTICE_SAVED);
}

/* ---- removing ---- */

static enum err remove_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct html h;
    struct ui_page page;
    struct desk d;
    struct edit_kept k;
    struct form f;
    TRY(desk_of(req, &DESK_EDITORS, &d));
    TRY(edit_keep_load(&ctx, req->viewer, req->params[0], &k));
    edit_fill(req->arena, &k.edit, req->lang, &f);
    const struct remove_view v = {.title = f.value[EDIT_NAME],
                                  .organization = k.edit.type == HSDS_ORGANIZATION,
                                  .sealed = k.edit.seen == EDIT_SEEN_MEMBERS,
                                  .action = at_entry(req, "/remove"),
                                  .back = at_entry(req, "")};
    page_begin(req, NAV_FIND, &page, &h);
    view_edit_remove(&h, &page, &v);
    return page_send(&h, res);
}

static enum err remove_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct desk d;
    struct edit_kept k;
    TRY(desk_of(req, &DESK_EDITORS, &d));
    TRY(edit_keep_load(&ctx, req->viewer, req->params[0], &k));
    const struct directory_editing by = editing_of(req, &d);
    TRY(edit_keep_remove(&ctx, req->viewer, &by, &k));
    return page_go(req, res, desk_url(req, &DESK_EDITORS, ""), NOTICE_GONE);
}

static enum err hidden_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct desk d;
    struct directory_hidden *all;
    size_t n;
    TRY(desk_of(req, &DESK_EDITORS, &d));
    TRY(directory_hidden_list(req->db, req->arena, &all, &n));
    struct hidden_row *rows = ARENA_ARRAY(req->arena, struct hidden_row, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct hidden_row){.title = all[i].title,
                                      .when = lang_date(req->arena, req->lang, all[i].modified),
                                      .id = all[i].public_id};
    const struct hidden_view v = {.v = rows,
                                  .n = n,
                                  .action = desk_url(req, &DESK_EDITORS, "/removed"),
                                  .back = desk_url(req, &DESK_EDITORS, "")};
    page_begin(req, NAV_FIND, &page, &h);
    view_edit_hidden(&h, &page, &v);
    return page_send(&h, res);
}

static const struct form_field SHOW_FIELDS[] = {
    {.name = "entry", .kind = FIELD_HIDDEN, .max = 36, .required = true}};
static const struct form_spec SHOW_FORM = FORM_SPEC(SHOW_FIELDS);

static enum err hidden_post(struct req *req, struct res *res)
{
    struct desk d;
    TRY(desk_of(req, &DESK_EDITORS, &d));
    if (req->fields->problems)
        return page_go(req, res, desk_url(req, &DESK_EDITORS, "/removed"), NOTICE_NONE);
    const struct directory_editing by = editing_of(req, &d);
    TRY(directory_unhide(&by, req->fields->value[0]));
    return page_go(req, res, entry_url(req, req->fields->value[0]), NOTICE_SAVED);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/d/new", NULL, WHO_MEMBER, LANE_READ, NULL, new_get, 0},
    {HTTP_POST, "/d/new", &EDIT_NEW_FORM, WHO_MEMBER, LANE_WRITE, NULL, new_post, ROUTE_BIG},
    {HTTP_GET, "/d/:id/edit", NULL, WHO_MEMBER, LANE_READ, NULL, edit_get, 0},
    {HTTP_POST, "/d/:id/edit", &EDIT_FORM, WHO_MEMBER, LANE_WRITE, NULL, edit_post, ROUTE_BIG},
    {HTTP_POST, "/d/:id/checked", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, checked_post, 0},
    {HTTP_GET, "/d/:id/remove", NULL, WHO_MEMBER, LANE_READ, NULL, remove_get, 0},
    {HTTP_POST, "/d/:id/remove", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, remove_post, 0},
    {HTTP_GET, "/d/desk/removed", NULL, WHO_MEMBER, LANE_READ, NULL, hidden_get, 0},
    {HTTP_POST, "/d/desk/removed", &SHOW_FORM, WHO_MEMBER, LANE_WRITE, NULL, hidden_post, 0},
};
const struct route_table DIRECTORY_EDIT_ROUTES = ROUTE_TABLE(ROUTES);
