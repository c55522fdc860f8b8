/* The history of an entry, for its editors: who, when, what, from what to what; and one step back.
 */
#include <string.h>

#include "base/buf.h"
#include "desk/pages.h"
#include "directory/directory_store.h"
#include "directory/edit_json.h"
#include "directory/edit_view.h"
#include "directory/edit_week.h"
#include "directory/editors.h"
#include "directory/editors_pages.h"
#include "edit.html.h"
#include "hsds/hsds.h"
#include "members/page.h"

static const struct {
    const char *field, *label;
} LABELS[] = {
    {"name", N_("Name")},
    {"alternate_name", N_("Another name")},
    {"description", N_("What it is")},
    {"application_process", N_("How to ask")},
    {"eligibility_description", N_("For whom")},
    {"fees_description", N_("What it costs")},
    {"required_documents", N_("Papers that are asked for")},
    {"languages", N_("Languages spoken there")},
    {"phones", N_("Telephone")},
    {"email", N_("Email")},
    {"url", N_("Web page")},
    {"website", N_("Web page")},
    {"addresses", N_("Address")},
    {"service_areas", N_("Area served")},
    {"schedules", N_("Opening hours")},
    {"status", N_("Is it open to people?")},
    {"attributes", N_("Kind of need")},
    {"location_type", N_("Place or online")},
    {"latitude", N_("Spot on the map")},
    {"longitude", N_("Spot on the map")},
};

static const char *label_of(const struct req *req, struct str field)
{
    for (size_t i = 0; i < sizeof LABELS / sizeof LABELS[0]; i++)
        if (str_eq_c(field, LABELS[i].field))
            return tr(req->lang, LABELS[i].label);
    return str_to_c(req->arena, field);
}

static const char *change_text(enum directory_change_kind what)
{
    switch (what) {
    case DIRECTORY_CHANGE_ADDED:
        return N_("Added");
    case DIRECTORY_CHANGE_CORRECTED:
        return N_("Corrected");
    case DIRECTORY_CHANGE_CHECKED:
        return N_("Checked");
    case DIRECTORY_CHANGE_TAGGED:
        return N_("Tags changed");
    case DIRECTORY_CHANGE_HIDDEN:
        return N_("Removed");
    case DIRECTORY_CHANGE_SHOWN:
        return N_("Brought back");
    case DIRECTORY_CHANGE_REVERTED:
        return N_("Put back");
    }
    return "";
}

static const char *const DAY_NAMES[EDIT_DAYS] = {
    N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
    N_("Friday"), N_("Saturday"), N_("Sunday"),
};

static struct str week_text(const struct req *req, const json_t *schedules)
{
    struct edit_week week;
    struct str out = STR_NONE;
    edit_week_read(req->arena, schedules, &week);
    for (size_t d = 0; d < EDIT_DAYS; d++) {
        struct str one = edit_day_write(req->arena, &week.days[d], tr(req->lang, N_("closed")));
        if (one.n)
            out = str_fmt(req->arena, "%" STR_FMT "%s%s %" STR_FMT, STR_ARG(out), out.n ? "; " : "",
                          tr(req->lang, DAY_NAMES[d]), STR_ARG(one));
    }
    return out;
}

/* The texts of a value, whatever its shape, but for ids. */
static void texts_add(struct buf *b, const json_t *value)
{
    const char *key;
    json_t *one;
    size_t i;
    if (json_is_string(value)) {
        buf_add_c(b, b->n ? ", " : "");
        buf_add_c(b, json_string_value(value));
    } else if (json_is_number(value)) {
        buf_add_fmt(b, "%s%g", b->n ? ", " : "", json_number_value(value));
    } else if (json_is_array(value)) {
        json_array_foreach(value, i, one) texts_add(b, one);
    } else if (json_is_object(value)) {
        json_object_foreach((json_t *)value, key, one)
        {
            if (strcmp(key, "id") != 0 && !strstr(key, "_id"))
                texts_add(b, one);
        }
    }
}

#define SHOWN_MAX 4000
static struct str value_text(const struct req *req, struct str field, const json_t *doc)
{
    struct buf b;
    struct str out = STR_NONE;
    const json_t *value = json_object_get(doc, str_to_c(req->arena, field));
    if (str_eq_c(field, "schedules"))
        return week_text(req, value);
    buf_init(&b, req->arena, 256, 1u << 20);
    texts_add(&b, value);
    if (buf_end(&b, &out) != ERR_OK)
        return STR_NONE;
    return str_utf8_prefix(out, SHOWN_MAX);
}

static struct str tags_text(const struct req *req, struct str number)
{
    static const struct {
        unsigned tag;
        const char *text;
    } names[] = {{DIRECTORY_TAG_AFFIRMING, N_("affirming")},
                 {DIRECTORY_TAG_NO_PAPERS, N_("asks for no papers")},
                 {DIRECTORY_TAG_CRISIS, N_("line for a crisis")}};
    uint64_t tags;
    struct str out = STR_NONE;
    if (!str_to_u64(number, &tags))
        return STR_NONE;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (tags & names[i].tag)
            out = str_fmt(req->arena, "%" STR_FMT "%s%s", STR_ARG(out), out.n ? ", " : "",
                          tr(req->lang, names[i].text));
    return out;
}

/* The document of an object under an older patch; the caller has the reference. */
static json_t *doc_under(const struct store_object *o, struct str patch)
{
    json_t *doc = hsds_doc_load(o->doc), *over = patch.n ? hsds_doc_load(patch) : NULL;
    json_t *out = over ? hsds_merge(doc, over) : json_incref(doc);
    json_decref(doc);
    json_decref(over);
    return out;
}

static enum err fields_fill(const struct req *req, const struct directory_change *c,
                            struct history_change *v)
{
    struct store_object o;
    struct edit_clash *fields = ARENA_ARRAY(req->arena, struct edit_clash, c->nfields + 1);
    v->fields = fields;
    if (c->what == DIRECTORY_CHANGE_TAGGED) {
        fields[v->nfields++] = (struct edit_clash){.label = tr(req->lang, N_("Tags")),
                                                   .theirs = tags_text(req, c->before),
                                                   .yours = tags_text(req, c->after)};
        return ERR_OK;
    }
    if (c->nfields == 0)
        return ERR_OK;
    TRY(store_object(req->db, req->arena, c->object, &o));
    json_t *before = doc_under(&o, c->before), *after = doc_under(&o, c->after);
    for (size_t i = 0; i < c->nfields; i++)
        fields[v->nfields++] = (struct edit_clash){.label = label_of(req, c->fields[i]),
                                                   .theirs = value_text(req, c->fields[i], before),
                                                   .yours = value_text(req, c->fields[i], after)};
    json_decref(before);
    json_decref(after);
    return ERR_OK;
}

static enum err history_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct html h;
    struct ui_page page;
    struct desk d;
    struct directory_changes all;
    struct directory_card card;
    TRY(desk_enter(&ctx, &DESK_EDITORS, req->viewer, NULL, &d));
    TRY(directory_card_load(req->db, req->arena, req->params[0], &card));
    TRY(directory_history(req->db, req->arena, req->params[0], &all));
    struct history_change *v = ARENA_ARRAY(req->arena, struct history_change, all.n);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        const struct directory_change *c = &all.v[i];
        if (c->what == DIRECTORY_CHANGE_ADDED && !str_eq(c->object, req->params[0]))
            continue; /* a place came with the entry */
        v[n] = (struct history_change){
            .when = lang_date(req->arena, req->lang, c->at),
            .by = desk_byline_text(req->lang, &DESK_EDITORS, c->byline),
            .what = str_from_c(tr(req->lang, change_text(c->what))),
            .object = c->object,
            .n = str_fmt(req->arena, "%lld", (long long)c->n),
            .revertible = c->what == DIRECTORY_CHANGE_CORRECTED,
        };
        TRY(fields_fill(req, c, &v[n++]));
    }
    const struct history_view view = {
        .title = card.title,
        .v = v,
        .n = n,
        .action = url_path(req->arena, "/d/%" STR_FMT "/history", STR_ARG(req->params[0])),
        .back = url_path(req->arena, "/d/%" STR_FMT, STR_ARG(req->params[0])),
    };
    page_begin(req, NAV_FIND, &page, &h);
    view_history(&h, &page, &view);
    return page_send(&h, res);
}

enum { F_OBJECT, F_N };
static const struct form_field REVERT_FIELDS[] = {
    [F_OBJECT] = {.name = "object", .kind = FIELD_HIDDEN, .max = 36, .required = true},
    [F_N] = {.name = "n", .kind = FIELD_INT, .min = 1, .max = 1u << 30, .required = true},
};
static const struct form_spec REVERT_FORM = FORM_SPEC(REVERT_FIELDS);

static enum err revert_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct desk d;
    const struct form *f = req->fields;
    TRY(desk_enter(&ctx, &DESK_EDITORS, req->viewer, NULL, &d));
    struct url back = url_path(req->arena, "/d/%" STR_FMT "/history", STR_ARG(req->params[0]));
    if (f->problems)
        return page_go(req, res, back, NOTICE_NONE);
    const struct directory_editing by = {
        .db = req->db, .search = req->search, .byline = desk_byline(&d), .now = req->now};
    TRY(directory_revert(&by, req->params[0], f->value[F_OBJECT], f->number[F_N]));
    return page_go(req, res, back, NOTICE_SAVED);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/d/:id/history", NULL, WHO_MEMBER, LANE_READ, NULL, history_get, 0},
    {HTTP_POST, "/d/:id/history", &REVERT_FORM, WHO_MEMBER, LANE_WRITE, NULL, revert_post, 0},
};
const struct route_table DIRECTORY_HISTORY_ROUTES = ROUTE_TABLE(ROUTES);
