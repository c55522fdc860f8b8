/* The list of places: stewards of the network draw it. */
#include <stdlib.h>

#include "aid/area_pages.h"
#include "aid/area_store.h"
#include "areas.html.h"
#include "base/clock.h"

enum { F_NAME, F_OTHER, F_IN, F_LAT, F_LON };
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
static const struct form_spec EDIT_FORM = FORM_SPEC(EDIT_FIELDS);

enum { L_TO, L_MINUTES };
static const struct form_field LINK_FIELDS[] = {
    [L_TO] = {.name = "to",
              .label = N_("Neighbour"),
              .kind = FIELD_LINE,
              .max = AREA_TYPED_MAX,
              .required = true},
    [L_MINUTES] = {.name = "minutes",
                   .label = N_("Minutes on the way"),
                   .kind = FIELD_INT,
                   .max = AREA_MINUTES_MAX,
                   .required = true},
};
static const struct form_spec LINK_FORM = FORM_SPEC(LINK_FIELDS);
static const struct form_field PART_FIELDS[] = {
    {.name = "to", .kind = FIELD_INT, .min = 1, .max = UINT32_MAX, .required = true}};
static const struct form_spec PART_FORM = FORM_SPEC(PART_FIELDS);

void view_area_fields(struct html *h, const struct form *f, const struct area_choices *c)
{
    view_ui_field(h, f, F_NAME);
    view_ui_field(h, f, F_OTHER);
    view_area_field_or(h, c, f, F_IN, tr(h->lang, N_("Nothing larger")));
    for (size_t i = F_LAT; i < f->spec->n; i++)
        view_ui_field_as(h, f, i, (struct ui_look){.shape = UI_SHORT});
}

void view_area_link_fields(struct html *h, const struct form *f, const struct area_choices *c)
{
    view_area_field(h, c, f, L_TO);
    view_ui_field(h, f, L_MINUTES);
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

/* The place of the address. */
static enum err one_find(const struct req *req, struct areas *all, const struct area **out)
{
    uint64_t id;
    TRY(areas_load(req->db, req->arena, all));
    bool number = str_to_u64(req->params[0], &id) && id <= UINT32_MAX;
    *out = number ? area_find(all, (uint32_t)id) : NULL;
    return *out && (*out)->id == id ? ERR_OK : ERR_NOT_FOUND;
}

static struct url one_url(const struct req *req, uint32_t id, const char *more)
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

static struct str minutes_of(const struct req *req, int32_t minutes)
{
    return tr_fmt_n(req->arena, req->lang, "{n} minute", "{n} minutes", (uint64_t)minutes, NULL, 0);
}

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
        node->url = one_url(p->req, x->id, "");
        plant(p, x->id, &node->inner, &node->n);
    }
    qsort(v, *n, sizeof *v, by_name);
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
    plant(&(struct planting){req, all}, 0, &v.top, &v.n);
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

/* Fills what the form says into *x; what is wrong stands in the form. */
static void area_typed(const struct req *req, const struct areas *all, struct form *f,
                       struct area *x)
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

/* Writes; a mistake that only the list shows goes into the form. */
static enum err area_write(struct req *req, const struct area *x, struct form *f, uint32_t *id)
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

/* ---- one --------------------------------------------------------------------------------------
 */

static const struct area_link_view *links_fill(const struct req *req, const struct areas *all,
                                               uint32_t id, size_t *n)
{
    struct area_link_view *v = ARENA_ARRAY(req->arena, struct area_link_view, all->nlinks + 1);
    *n = 0;
    for (size_t i = 0; i < all->nlinks; i++) {
        const struct area_link *l = &all->links[i];
        uint32_t other = l->a == id ? l->b : l->a;
        if (l->a != id && l->b != id)
            continue;
        v[(*n)++] = (struct area_link_view){.label = area_label(req, all, other),
                                            .minutes = minutes_of(req, l->minutes),
                                            .id = str_fmt(req->arena, "%u", other)};
    }
    return v;
}

static void form_of(const struct req *req, const struct areas *all, const struct area *x,
                    struct form *f)
{
    form_blank(&EDIT_FORM, f);
    f->value[F_NAME] = x->name;
    f->value[F_OTHER] = x->other;
    area_field_set(req, all, f, F_IN, x->parent);
    if (!x->placed)
        return;
    f->value[F_LAT] = area_degrees_write(req->arena, x->lat);
    f->value[F_LON] = area_degrees_write(req->arena, x->lon);
}

/* NULL for a form: as it stands. */
static enum err one_show(struct req *req, struct res *res, const struct areas *all,
                         const struct area *x, const struct form *typed, const struct form *link)
{
    struct html h;
    struct ui_page page;
    struct area_choices choices;
    struct form mine, blank;
    form_of(req, all, x, &mine);
    form_blank(&LINK_FORM, &blank);
    area_field_fill(req, all, &choices);
    struct area_one_view v = {
        .title = area_name(req, x),
        .inside = x->parent ? area_label(req, all, x->parent) : STR_NONE,
        .form = typed ? typed : &mine,
        .link = link ? link : &blank,
        .choices = &choices,
        .back = url_path(req->arena, AREA_AT),
        .save = one_url(req, x->id, ""),
        .join = one_url(req, x->id, "/link"),
        .part = one_url(req, x->id, "/unlink"),
        .remove = one_url(req, x->id, "/remove"),
    };
    v.links = links_fill(req, all, x->id, &v.nlinks);
    plant(&(struct planting){req, all}, x->id, &v.inner, &v.n);
    page_begin(req, NAV_ME, &page, &h);
    view_area_one(&h, &page, &v);
    return page_send(&h, res);
}

static enum err one_get(struct req *req, struct res *res)
{
    struct commons c;
    struct areas all;
    const struct area *x;
    TRY(area_steward(req, &c));
    TRY(one_find(req, &all, &x));
    return one_show(req, res, &all, x, NULL, NULL);
}

static enum err one_post(struct req *req, struct res *res)
{
    struct areas all;
    const struct area *there;
    struct form f = *req->fields;
    uint32_t id;
    TRY(area_steward_writes(req));
    TRY(one_find(req, &all, &there));
    struct area x = {.id = there->id};
    area_typed(req, &all, &f, &x);
    if (!f.problems)
        TRY(area_write(req, &x, &f, &id));
    if (f.problems)
        return one_show(req, res, &all, there, &f, NULL);
    return page_go(req, res, url_path(req->arena, AREA_AT), NOTICE_SAVED);
}

static enum err link_post(struct req *req, struct res *res)
{
    struct areas all;
    const struct area *x;
    struct form f = *req->fields;
    TRY(area_steward_writes(req));
    TRY(one_find(req, &all, &x));
    uint32_t to = area_field_read(req, &all, &f, L_TO);
    if (to == x->id)
        form_reject(&f, L_TO, N_("A place is no neighbour of itself."));
    if (f.problems)
        return one_show(req, res, &all, x, NULL, &f);
    const struct area_link l = {x->id, to, (int32_t)f.number[L_MINUTES]};
    TRY(area_link_put(req->db, req->arena, &l));
    return page_go(req, res, one_url(req, x->id, ""), NOTICE_SAVED);
}

static enum err unlink_post(struct req *req, struct res *res)
{
    struct areas all;
    const struct area *x;
    TRY(area_steward_writes(req));
    TRY(one_find(req, &all, &x));
    if (req->fields->problems)
        return one_show(req, res, &all, x, NULL, NULL);
    enum err e = area_link_drop(req->db, x->id, (uint32_t)req->fields->number[0]);
    if (e != ERR_OK && e != ERR_NOT_FOUND) /* somebody else was first */
        return e;
    return page_go(req, res, one_url(req, x->id, ""), NOTICE_GONE);
}

static enum err remove_show(struct req *req, struct res *res, const struct areas *all,
                            const struct area *x, const char *consequence)
{
    struct html h;
    struct ui_page page;
    const struct ui_confirm confirm = {
        .question = tr_fmt(req->arena, req->lang, N_("Remove “{name}” from the list?"),
                           TR_ARGS({"name", area_name(req, x)})),
        .consequence = tr_fmt(req->arena, req->lang, consequence,
                              TR_ARGS({"place", area_label(req, all, x->parent)})),
        .action = one_url(req, x->id, "/remove"),
        .back = one_url(req, x->id, ""),
        .yes = str_from_c(tr(req->lang, N_("Remove this place"))),
    };
    page_begin(req, NAV_ME, &page, &h);
    view_ui_confirm(&h, &page, &confirm);
    return page_send(&h, res);
}

static enum err remove_get(struct req *req, struct res *res)
{
    struct commons c;
    struct areas all;
    const struct area *x;
    TRY(area_steward(req, &c));
    TRY(one_find(req, &all, &x));
    return remove_show(req, res, &all, x,
                       x->parent ? N_("What was asked or offered there counts as of {place} from "
                                      "then on, and what lies in it lies there.")
                                 : N_("What was asked or offered there counts as anywhere from "
                                      "then on. What lies in it stays."));
}

static enum err remove_post(struct req *req, struct res *res)
{
    struct areas all;
    const struct area *x;
    TRY(area_steward_writes(req));
    TRY(one_find(req, &all, &x));
    enum err e = area_remove(req->db, req->arena, x->id);
    if (e == ERR_CONFLICT)
        return remove_show(req, res, &all, x,
                           N_("Not so: something in it is called the same as something in "
                              "{place}. Rename one of them first."));
    TRY(e);
    return page_go(req, res, url_path(req->arena, AREA_AT), NOTICE_GONE);
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
    {HTTP_GET, AREA_AT "/:id", NULL, WHO_MEMBER, LANE_READ, NULL, one_get, 0},
    {HTTP_POST, AREA_AT "/:id", &EDIT_FORM, WHO_MEMBER, LANE_WRITE, NULL, one_post, 0},
    {HTTP_POST, AREA_AT "/:id/link", &LINK_FORM, WHO_MEMBER, LANE_WRITE, NULL, link_post, 0},
    {HTTP_POST, AREA_AT "/:id/unlink", &PART_FORM, WHO_MEMBER, LANE_WRITE, NULL, unlink_post, 0},
    {HTTP_GET, AREA_AT "/:id/remove", NULL, WHO_MEMBER, LANE_READ, NULL, remove_get, 0},
    {HTTP_POST, AREA_AT "/:id/remove", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, remove_post, 0},
};
const struct route_table AID_AREA_ROUTES = ROUTE_TABLE(ROUTES);
