/* The list of places: stewards of the network draw it. */
#include <stdlib.h>

#include "aid/area_pages.h"
#include "aid/area_store.h"
#include "areas.html.h"
#include "base/clock.h"

#define NAME_FIELDS                                                                                \
    [F_NAME] = {.name = "name",                                                                    \
                .label = N_("Name"),                                                               \
                .kind = FIELD_LINE,                                                                \
                .max = AREA_NAME_MAX,                                                              \
                .required = true},                                                                 \
    [F_OTHER] = {.name = "other",                                                                  \
                 .label = N_("The same in another language"),                                      \
                 .kind = FIELD_LINE,                                                               \
                 .max = AREA_NAME_MAX},                                                            \
    [F_IN] = {.name = "in",                                                                        \
              .label = N_("Lies in"),                                                              \
              .hint = N_("A quarter in its city, a city in its region."),                          \
              .kind = FIELD_LINE,                                                                  \
              .max = AREA_TYPED_MAX}
static const struct form_field ADD_FIELDS[] = {NAME_FIELDS};
static const struct form_spec ADD_FORM = FORM_SPEC(ADD_FIELDS);
static const struct form_field EDIT_FIELDS[] = {
    NAME_FIELDS,
    [F_LAT] = {.name = "lat",
               .label = N_("Latitude of its middle"),
               .hint = N_("Degrees with a point, such as 33.89. Only so that lists from elsewhere "
                          "find the place; their points are dropped."),
               .kind = FIELD_LINE,
               .max = 20},
    [F_LON] = {.name = "lon",
               .label = N_("Longitude of its middle"),
               .kind = FIELD_LINE,
               .max = 20},
};
const struct form_spec AREA_EDIT_FORM = FORM_SPEC(EDIT_FIELDS);

void view_area_fields(struct html *h, const struct form *f, const struct area_choices *c)
{
    view_ui_field(h, f, F_NAME);
    view_ui_field(h, f, F_OTHER);
    view_area_field_or(h, c, f, F_IN, tr(h->lang, N_("Nothing larger")));
    for (size_t i = F_LAT; i < f->spec->n; i++)
        view_ui_field_as(h, f, i, (struct ui_look){.shape = UI_SHORT});
}

/* ---- who, and which -------------------------------------------------------------------------- */

enum err area_steward(struct req *req, struct commons *c)
{
    TRY(commons_open(req, c));
    return c->steward ? ERR_OK : ERR_DENIED;
}

enum err area_steward_writes(struct req *req)
{
    struct commons c;
    TRY(area_steward(req, &c));
    return commons_turn(req, &c);
}

struct url area_one_url(const struct req *req, uint32_t id, const char *more)
{
    return (struct url){str_fmt(req->arena, "%" STR_FMT "%s",
                                STR_ARG(url_path(req->arena, "/aid/areas/%u", id).s), more)};
}

/* ---- the tree ---------------------------------------------------------------------------------
 */

#define ISOLATE "\xE2\x81\xA8" /* names in other letters than the page's (UAX #9) */
#define POP "\xE2\x81\xA9"

struct planting {
    const struct req *req;
    const struct areas *all;
};

/* "Hamra 10 · Verdun 15" */
static struct str neighbours_of(const struct planting *p, uint32_t id)
{
    struct str out = STR_NONE;
    for (size_t i = 0; i < p->all->nlinks; i++) {
        const struct area_link *l = &p->all->links[i];
        if (l->a != id && l->b != id)
            continue;
        const struct area *x = area_find(p->all, l->a == id ? l->b : l->a);
        out = str_fmt(p->req->arena, "%" STR_FMT "%s" ISOLATE "%" STR_FMT POP " %" STR_FMT,
                      STR_ARG(out), out.n ? " · " : "", STR_ARG(area_name(p->req, x)),
                      STR_ARG(lang_number(p->req->arena, p->req->lang, l->minutes)));
    }
    return out;
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct area_node *)a)->name, ((const struct area_node *)b)->name);
}

static void plant(const struct planting *p, uint32_t parent, const struct area_node **out,
                  size_t *n)
{
    struct area_node *v;
    size_t count = 0;
    for (size_t i = 0; i < p->all->n; i++)
        count += p->all->v[i].parent == parent;
    *out = v = ARENA_ARRAY(p->req->arena, struct area_node, count + 1);
    *n = 0;
    for (size_t i = 0; i < p->all->n; i++) {
        const struct area *x = &p->all->v[i];
        if (x->parent != parent)
            continue;
        struct area_node *node = &v[(*n)++];
        node->name = area_name(p->req, x);
        node->other = str_eq(node->name, x->name) ? x->other : x->name;
        node->about = neighbours_of(p, x->id);
        node->url = area_one_url(p->req, x->id, "");
        plant(p, x->id, &node->inner, &node->n);
    }
    qsort(v, *n, sizeof *v, by_name);
}

void area_plant(const struct req *req, const struct areas *all, uint32_t parent,
                const struct area_node **out, size_t *n)
{
    plant(&(struct planting){req, all}, parent, out, n);
}

static enum err list_show(struct req *req, struct res *res, const struct areas *all,
                          const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct area_choices choices;
    struct areas_view v = {
        .form = f,
        .choices = &choices,
        .count = tr_fmt_n(req->arena, req->lang, "{n} place", "{n} places", all->n, NULL, 0),
        .back = url_path(req->arena, "/me"),
        .add = url_path(req->arena, AREA_AT),
        .ready = url_path(req->arena, AREA_AT "/ready"),
        .import = url_path(req->arena, AREA_AT "/import"),
        .export = url_path(req->arena, AREA_AT "/export"),
    };
    area_field_fill(req, all, &choices);
    area_plant(req, all, 0, &v.top, &v.n);
    page_begin(req, NAV_ME, &page, &h);
    view_areas(&h, &page, &v);
    return page_send(&h, res);
}

static enum err list_get(struct req *req, struct res *res)
{
    struct commons c;
    struct areas all;
    struct form f;
    TRY(area_steward(req, &c));
    TRY(areas_load(req->db, req->arena, &all));
    form_blank(&ADD_FORM, &f);
    return list_show(req, res, &all, &f);
}

void area_typed(const struct req *req, const struct areas *all, struct form *f, struct area *x)
{
    x->name = f->value[F_NAME];
    x->other = f->value[F_OTHER];
    x->parent = area_field_read(req, all, f, F_IN);
    if (f->spec->n <= F_LON)
        return;
    struct str lat = f->value[F_LAT], lon = f->value[F_LON];
    x->placed = lat.n || lon.n;
    if (x->placed && !area_degrees_read(lat, 90, &x->lat))
        form_reject(f, F_LAT, N_("A number of degrees from -90 to 90, such as 33.89."));
    if (x->placed && !area_degrees_read(lon, 180, &x->lon))
        form_reject(f, F_LON, N_("A number of degrees from -180 to 180, such as 35.50."));
}

enum err area_write(struct req *req, const struct area *x, struct form *f, uint32_t *id)
{
    enum err e = area_put(req->db, req->arena, x, id);
    if (e == ERR_CONFLICT)
        form_reject(f, F_NAME, N_("A place of this name is there already."));
    else if (e == ERR_INVALID)
        form_reject(f, F_IN,
                    N_("It cannot lie there: a place does not lie in itself, and not more "
                       "than twelve deep."));
    else if (e == ERR_TOO_LARGE)
        form_reject(f, F_NAME, N_("The list is full."));
    else
        return e;
    return ERR_OK;
}

static enum err add_post(struct req *req, struct res *res)
{
    struct areas all;
    struct form f = *req->fields;
    struct area x = {0};
    uint32_t id;
    TRY(area_steward_writes(req));
    TRY(areas_load(req->db, req->arena, &all));
    area_typed(req, &all, &f, &x);
    if (!f.problems)
        TRY(area_write(req, &x, &f, &id));
    if (f.problems)
        return list_show(req, res, &all, &f);
    return page_go(req, res, url_path(req->arena, AREA_AT), NOTICE_SAVED);
}

static const struct route ROUTES[] = {
    {HTTP_GET, AREA_AT, NULL, WHO_MEMBER, LANE_READ, NULL, list_get, 0},
    {HTTP_POST, AREA_AT, &ADD_FORM, WHO_MEMBER, LANE_WRITE, NULL, add_post, 0},
    {HTTP_GET, AREA_AT "/import", NULL, WHO_MEMBER, LANE_READ, NULL, area_import_get, 0},
    {HTTP_POST, AREA_AT "/import", &AREA_IMPORT_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     area_import_post, ROUTE_BIG},
    {HTTP_GET, AREA_AT "/export", NULL, WHO_MEMBER, LANE_READ, NULL, area_export_get, 0},
    {HTTP_GET, AREA_AT "/ready", NULL, WHO_MEMBER, LANE_READ, NULL, area_ready_get, 0},
    {HTTP_POST, AREA_AT "/ready", &AREA_READY_FORM, WHO_MEMBER, LANE_WRITE, NULL, area_ready_post,
     0},
    {HTTP_GET, AREA_AT "/:id", NULL, WHO_MEMBER, LANE_READ, NULL, area_one_get, 0},
    {HTTP_POST, AREA_AT "/:id", &AREA_EDIT_FORM, WHO_MEMBER, LANE_WRITE, NULL, area_one_post, 0},
    {HTTP_POST, AREA_AT "/:id/link", &AREA_LINK_FORM, WHO_MEMBER, LANE_WRITE, NULL, area_link_post,
     0},
    {HTTP_POST, AREA_AT "/:id/unlink", &AREA_PART_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     area_unlink_post, 0},
    {HTTP_GET, AREA_AT "/:id/remove", NULL, WHO_MEMBER, LANE_READ, NULL, area_remove_get, 0},
    {HTTP_POST, AREA_AT "/:id/remove", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL,
     area_remove_post, 0},
};
const struct route_table AID_AREA_ROUTES = ROUTE_TABLE(ROUTES);
