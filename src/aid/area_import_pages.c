/* Many places at once: a table that is looked at before it counts, the list as a file, and lists
 * that are ready. */
#include "aid/area_pages.h"
#include "aid/area_ready.h"
#include "aid/area_store.h"
#include "areas.html.h"

#define TABLE_MAX 300000 /* code points: with Arabic names still within what a form may send */
#define REFUSED_SHOWN 200

enum { I_TABLE, I_WHAT };
enum { WHAT_LOOK, WHAT_TAKE };
static const struct form_choice WHATS[] = {
    {"look", N_("Look at it"), WHAT_LOOK}, {"take", N_("Take it in"), WHAT_TAKE}, {NULL, NULL, 0}};
static const struct form_field IMPORT_FIELDS[] = {
    [I_TABLE] = {.name = "table",
                 .label = N_("The table"),
                 .kind = FIELD_TEXT,
                 .max = TABLE_MAX,
                 .required = true},
    [I_WHAT] = {.name = "what", .kind = FIELD_CHOICE, .choices = WHATS},
};
const struct form_spec AREA_IMPORT_FORM = FORM_SPEC(IMPORT_FIELDS);

static const struct form_field READY_FIELDS[] = {
    {.name = "file", .kind = FIELD_HIDDEN, .max = 40, .required = true}};
const struct form_spec AREA_READY_FORM = FORM_SPEC(READY_FIELDS);

void view_area_import_field(struct html *h, const struct form *f)
{
    view_ui_field_as(h, f, I_TABLE, (struct ui_look){.rows = 12});
}

static enum err table_read(struct req *req, struct str text, struct area_import *in)
{
    struct areas all;
    uint32_t from;
    TRY(areas_load(req->db, req->arena, &all));
    TRY(area_ids_from(req->db, req->arena, &from));
    return area_csv_read(req->search, req->arena, text, &all, from, in);
}

static struct str line_of(const struct req *req, uint32_t line)
{
    return tr_fmt(req->arena, req->lang, N_("Line {line}:"),
                  TR_ARGS({"line", lang_number(req->arena, req->lang, line)}));
}

static void refused_fill(const struct req *req, const struct area_import *in,
                         struct area_import_view *v)
{
    size_t n = in->nrefused < REFUSED_SHOWN ? in->nrefused : REFUSED_SHOWN;
    struct area_refused_view *out = ARENA_ARRAY(req->arena, struct area_refused_view, n + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = (struct area_refused_view){.line = line_of(req, in->refused[i].line),
                                            .why = tr(req->lang, in->refused[i].why),
                                            .what = in->refused[i].what};
    v->refused = out;
    v->nrefused = n;
    if (in->nrefused > n)
        v->more =
            tr_fmt(req->arena, req->lang, N_("… and {n} more"),
                   TR_ARGS({"n", lang_number(req->arena, req->lang, (int64_t)(in->nrefused - n))}));
}

static void looked_fill(const struct req *req, const struct area_import *in,
                        struct area_import_view *v)
{
    struct arena *a = req->arena;
    const struct lang *l = req->lang;
    v->looked = true;
    v->takes = in->added + in->changed + in->linked > 0;
    v->counts = tr_fmt(a, l,
                       N_("New places: {added}. Changed: {changed}. As before: {same}. "
                          "Neighbours: {linked}."),
                       TR_ARGS({"added", lang_number(a, l, (int64_t)in->added)},
                               {"changed", lang_number(a, l, (int64_t)in->changed)},
                               {"same", lang_number(a, l, (int64_t)in->same)},
                               {"linked", lang_number(a, l, (int64_t)in->linked)}));
    refused_fill(req, in, v);
}

static enum err import_show(struct req *req, struct res *res, const struct form *f,
                            const struct area_import *in, struct str broken)
{
    struct html h;
    struct ui_page page;
    struct area_import_view v = {
        .form = f,
        .broken = broken,
        .back = url_path(req->arena, AREA_AT),
        .action = url_path(req->arena, AREA_AT "/import"),
    };
    if (in)
        looked_fill(req, in, &v);
    page_begin(req, NAV_ME, &page, &h);
    view_area_import(&h, &page, &v);
    return page_send(&h, res);
}

enum err area_import_get(struct req *req, struct res *res)
{
    struct commons c;
    struct form f;
    TRY(area_steward(req, &c));
    form_blank(&AREA_IMPORT_FORM, &f);
    return import_show(req, res, &f, NULL, STR_NONE);
}

static struct str broken_of(const struct req *req, enum err e, const struct area_import *in)
{
    const char *why =
        e == ERR_TOO_LARGE ? N_("This is more than a list can hold.") : in->broken.why;
    return str_fmt(req->arena, "%" STR_FMT " %s", STR_ARG(line_of(req, in->broken.line)),
                   tr(req->lang, why));
}

enum err area_import_post(struct req *req, struct res *res)
{
    const struct form *f = req->fields;
    struct area_import in;
    TRY(area_steward_writes(req));
    if (f->problems)
        return import_show(req, res, f, NULL, STR_NONE);
    enum err e = table_read(req, f->value[I_TABLE], &in);
    if (e == ERR_INVALID || e == ERR_TOO_LARGE)
        return import_show(req, res, f, NULL, broken_of(req, e, &in));
    TRY(e);
    if (f->number[I_WHAT] != WHAT_TAKE)
        return import_show(req, res, f, &in, STR_NONE);
    TRY(areas_replace(req->db, req->arena, &in.all));
    return page_go(req, res, url_path(req->arena, AREA_AT), NOTICE_SAVED);
}

enum err area_export_get(struct req *req, struct res *res)
{
    struct commons c;
    struct areas all;
    TRY(area_steward(req, &c));
    TRY(areas_load(req->db, req->arena, &all));
    TRY(area_csv_write(req->arena, &all, &res->body));
    res->kind = RES_DOWNLOAD;
    res->status = 200;
    res->content_type = "text/csv; charset=utf-8";
    res->file_name = "list.csv";
    return ERR_OK;
}

enum err area_ready_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct commons c;
    size_t n = 0;
    TRY(area_steward(req, &c));
    while (AREA_READIES[n].code)
        n++;
    struct area_ready_view *rows = ARENA_ARRAY(req->arena, struct area_ready_view, n + 1);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct area_ready_view){.file = AREA_READIES[i].code,
                                           .name = str_from_c(tr(req->lang, AREA_READIES[i].text))};
    const struct area_readies_view v = {.v = rows,
                                        .n = n,
                                        .back = url_path(req->arena, AREA_AT),
                                        .action = url_path(req->arena, AREA_AT "/ready")};
    page_begin(req, NAV_ME, &page, &h);
    view_area_readies(&h, &page, &v);
    return page_send(&h, res);
}

enum err area_ready_post(struct req *req, struct res *res)
{
    struct str text;
    struct area_import in;
    TRY(area_steward_writes(req));
    if (req->fields->problems || !area_ready_find(req->fields->value[0], &text))
        return ERR_NOT_FOUND;
    TRY(table_read(req, text, &in));
    TRY(areas_replace(req->db, req->arena, &in.all));
    return page_go(req, res, url_path(req->arena, AREA_AT), NOTICE_SAVED);
}
