/* One place: its names, what it lies in, its neighbours, and its end. */
#include "aid/area_pages.h"
#include "aid/area_store.h"
#include "areas.html.h"

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
const struct form_spec AREA_LINK_FORM = FORM_SPEC(LINK_FIELDS);
static const struct form_field PART_FIELDS[] = {
    {.name = "to", .kind = FIELD_INT, .min = 1, .max = UINT32_MAX, .required = true}};
const struct form_spec AREA_PART_FORM = FORM_SPEC(PART_FIELDS);

void view_area_link_fields(struct html *h, const struct form *f, const struct area_choices *c)
{
    view_area_field(h, c, f, L_TO);
    view_ui_field(h, f, L_MINUTES);
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

static struct str minutes_of(const struct req *req, int32_t minutes)
{
    return tr_fmt_n(req->arena, req->lang, "{n} minute", "{n} minutes", (uint64_t)minutes, NULL, 0);
}

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
    form_blank(&AREA_EDIT_FORM, f);
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
    form_blank(&AREA_LINK_FORM, &blank);
    area_field_fill(req, all, &choices);
    struct area_one_view v = {
        .title = area_name(req, x),
        .inside = x->parent ? area_label(req, all, x->parent) : STR_NONE,
        .form = typed ? typed : &mine,
        .link = link ? link : &blank,
        .choices = &choices,
        .back = url_path(req->arena, AREA_AT),
        .save = area_one_url(req, x->id, ""),
        .join = area_one_url(req, x->id, "/link"),
        .part = area_one_url(req, x->id, "/unlink"),
        .remove = area_one_url(req, x->id, "/remove"),
    };
    v.links = links_fill(req, all, x->id, &v.nlinks);
    area_plant(req, all, x->id, &v.inner, &v.n);
    page_begin(req, NAV_ME, &page, &h);
    view_area_one(&h, &page, &v);
    return page_send(&h, res);
}

enum err area_one_get(struct req *req, struct res *res)
{
    struct commons c;
    struct areas all;
    const struct area *x;
    TRY(area_steward(req, &c));
    TRY(one_find(req, &all, &x));
    return one_show(req, res, &all, x, NULL, NULL);
}

enum err area_one_post(struct req *req, struct res *res)
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

enum err area_link_post(struct req *req, struct res *res)
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
    return page_go(req, res, area_one_url(req, x->id, ""), NOTICE_SAVED);
}

enum err area_unlink_post(struct req *req, struct res *res)
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
    return page_go(req, res, area_one_url(req, x->id, ""), NOTICE_GONE);
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
        .action = area_one_url(req, x->id, "/remove"),
        .back = area_one_url(req, x->id, ""),
        .yes = str_from_c(tr(req->lang, N_("Remove this place"))),
    };
    page_begin(req, NAV_ME, &page, &h);
    view_ui_confirm(&h, &page, &confirm);
    return page_send(&h, res);
}

enum err area_remove_get(struct req *req, struct res *res)
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

enum err area_remove_post(struct req *req, struct res *res)
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
