/* /thanks: the wall, a new entry, taking one down, and what was done together. */
#include <inttypes.h>
#include <string.h>

#include "members/page.h"
#include "thanks/garden.h"
#include "thanks/view.h"
#include "wall.html.h"

#define HERE "/thanks"

enum { N_WORDS, N_WHOM, N_FROM };
static const struct form_choice WHOM[] = {
#define X(name, number, code, text) {code, text, number},
    THANKS_WHOM(X)
#undef X
        {NULL, NULL, 0}};
static const struct form_field NEW_FIELDS[] = {
    [N_WORDS] = {.name = "words",
                 .label = N_("What you would like to say"),
                 .hint = N_("All members read it. Please leave out names and anything by which "
                            "somebody could be found."),
                 .kind = FIELD_TEXT,
                 .max = THANKS_WORDS_MAX,
                 .required = true},
    [N_WHOM] = {.name = "whom",
                .label = N_("To whom"),
                .kind = FIELD_CHOICE,
                .required = true,
                .choices = WHOM},
    [N_FROM] = {.name = "from",
                .label = N_("A name under it, if you like"),
                .hint = N_("Left empty, nothing says from whom it is."),
                .kind = FIELD_LINE,
                .max = THANKS_NAME_MAX},
};
static const struct form_spec NEW_FORM = FORM_SPEC(NEW_FIELDS);

enum { D_REASON };
static const struct form_field DOWN_FIELDS[] = {
    [D_REASON] = {.name = "reason",
                  .label = N_("Why, in a sentence"),
                  .hint = N_("Whoever wrote it reads this in its place, if they have an account."),
                  .kind = FIELD_TEXT,
                  .max = THANKS_REASON_MAX},
};
static const struct form_spec DOWN_FORM = FORM_SPEC(DOWN_FIELDS);

static struct str say(const struct req *req, const char *msgid)
{
    return str_from_c(tr(req->lang, msgid));
}

/* ---- the wall ---------------------------------------------------------------------------------
 */

static const char *whom_text(enum thanks_whom whom)
{
    switch (whom) {
#define X(name, number, code, text)                                                                \
    case THANKS_##name:                                                                            \
        return text;
        THANKS_WHOM(X)
#undef X
    }
    return "";
}

static struct url down_url(const struct req *req, uint64_t id)
{
    return url_path(req->secret, HERE "/%" STR_FMT "/down",
                    STR_ARG(str_fmt(req->secret, "%016" PRIx64, id)));
}

static struct thanks_entry_view entry_view(const struct req *req, const struct thanks *t,
                                           bool steward)
{
    const char *kind = thanks_kind_text(t->kind);
    return (struct thanks_entry_view){
        .words = t->words,
        .by = t->from.n ? t->from : say(req, N_("Without a name")),
        .day = lang_day(req->secret, req->lang, t->day),
        .whom = t->to.n ? t->to : say(req, whom_text(t->whom)),
        .kind = kind ? say(req, kind) : STR_NONE,
        .reason = t->reason,
        .mine = t->mine,
        .taken = t->taken,
        .may_down = t->mine || steward,
        .down = down_url(req, t->id),
    };
}

static enum err wall_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct thanks_list wall;
    struct space_ctx ctx = req_ctx(req);
    struct thanks_wall_view v = {.add = url_path(req->arena, HERE "/new"),
                                 .together = url_path(req->arena, HERE "/together"),
                                 .back = url_path(req->arena, "/aid")};
    TRY(thanks_wall(&ctx, req->viewer, &wall));
    struct thanks_entry_view *entries =
        ARENA_ARRAY(req->secret, struct thanks_entry_view, wall.n + 1);
    for (size_t i = 0; i < wall.n; i++)
        entries[v.n++] = entry_view(req, &wall.v[i], wall.steward);
    v.entries = entries;
    page_begin(req, NAV_AID, &page, &h);
    view_thanks_wall(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- a new one --------------------------------------------------------------------------------
 */

static enum err form_show(struct req *req, struct res *res, const struct thanks_form_view *v)
{
    struct html h;
    struct ui_page page;
    struct thanks_form_view whole = *v;
    whole.title = tr(req->lang, v->title);
    whole.lead = tr(req->lang, v->lead);
    whole.submit = tr(req->lang, v->submit);
    whole.back = url_path(req->arena, HERE);
    page_begin(req, NAV_AID, &page, &h);
    view_thanks_form(&h, &page, &whole);
    return page_send(&h, res);
}

static enum err new_show(struct req *req, struct res *res, const struct form *f)
{
    return form_show(req, res,
                     &(struct thanks_form_view){
                         .title = N_("Say thank you"),
                         .lead = N_("It stands on the wall for a year. You can take it down at any "
                                    "time."),
                         .submit = N_("Put it on the wall"),
                         .form = f,
                         .action = url_path(req->arena, HERE "/new")});
}

static enum err new_get(struct req *req, struct res *res)
{
    struct form f;
    form_blank(&NEW_FORM, &f);
    return new_show(req, res, &f);
}

/* Sent again by a second press, or by a browser that goes back. */
static enum err was_put(struct req *req, const struct form *f, bool *out)
{
    struct thanks_list wall;
    struct space_ctx ctx = req_ctx(req);
    TRY(thanks_wall(&ctx, req->viewer, &wall));
    *out = false;
    for (size_t i = 0; i < wall.n; i++)
        *out |= wall.v[i].mine && str_eq(wall.v[i].words, f->value[N_WORDS]);
    return ERR_OK;
}

static enum err new_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form f = *req->fields;
    bool again;
    if (f.problems)
        return new_show(req, res, &f);
    TRY(was_put(req, &f, &again));
    if (again)
        return page_go(req, res, url_path(req->arena, HERE), NOTICE_SENT);
    enum err e = thanks_put(&ctx, req->viewer, THANKS_OWN, 0,
                            &(struct thanks){.whom = (enum thanks_whom)f.number[N_WHOM],
                                             .words = f.value[N_WORDS],
                                             .from = f.value[N_FROM]});
    if (e == ERR_TOO_MANY) {
        form_reject(&f, N_WORDS,
                    N_("There is no more room just now: yours that stand there, or all of them, "
                       "are very many. Taking an older one down makes room."));
        return new_show(req, res, &f);
    }
    TRY(e);
    return page_go(req, res, url_path(req->arena, HERE), NOTICE_SENT);
}

/* ---- taking one down --------------------------------------------------------------------------
 */

static enum err named(struct req *req, struct thanks *out, bool *steward)
{
    struct thanks_list wall;
    struct space_ctx ctx = req_ctx(req);
    TRY(thanks_wall(&ctx, req->viewer, &wall));
    *steward = wall.steward;
    for (size_t i = 0; i < wall.n; i++) {
        if (!str_eq(str_fmt(req->secret, "%016" PRIx64, wall.v[i].id), req->params[0]))
            continue;
        *out = wall.v[i];
        return out->mine || wall.steward ? ERR_OK : ERR_DENIED;
    }
    return ERR_NOT_FOUND;
}

static enum err down_show(struct req *req, struct res *res, const struct thanks *t,
                          const struct form *f)
{
    return form_show(
        req, res,
        &(struct thanks_form_view){.title = N_("Take it down"),
                                   .lead = N_("The words and names go for everybody, at once."),
                                   .submit = N_("Take it down"),
                                   .words = t->words,
                                   .form = f,
                                   .action = down_url(req, t->id)});
}

static enum err down_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct form f;
    struct thanks t;
    bool steward;
    enum err e = named(req, &t, &steward);
    if (e == ERR_NOT_FOUND) /* gone already */
        return page_go(req, res, url_path(req->arena, HERE), NOTICE_NONE);
    TRY(e);
    form_blank(&DOWN_FORM, &f);
    if (!t.mine)
        return down_show(req, res, &t, &f);
    const struct ui_confirm c = {.question = say(req, N_("Take it down?")),
                                 .consequence =
                                     say(req, N_("The words and names go for everybody, at once.")),
                                 .action = down_url(req, t.id),
                                 .back = url_path(req->arena, HERE),
                                 .yes = say(req, N_("Take it down"))};
    page_begin(req, NAV_NONE, &page, &h);
    view_ui_confirm(&h, &page, &c);
    return page_send(&h, res);
}

static enum err down_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct thanks t;
    bool steward;
    enum err e = named(req, &t, &steward);
    if (e == ERR_NOT_FOUND)
        return page_go(req, res, url_path(req->arena, HERE), NOTICE_GONE);
    TRY(e);
    if (req->fields->problems)
        return down_show(req, res, &t, req->fields);
    TRY(thanks_take_down(&ctx, req->viewer, t.id, req->fields->value[D_REASON]));
    return page_go(req, res, url_path(req->arena, HERE), NOTICE_GONE);
}

/* ---- together ---------------------------------------------------------------------------------
 */

#define PLANT_WIDE 46
#define GROUND 142

static struct str range_text(const struct req *req, uint8_t size)
{
    const struct str low = lang_number(req->secret, req->lang, thanks_bounds[size - 1]);
    if (size == THANKS_CLASSES)
        return tr_fmt(req->secret, req->lang, N_("more than {low} times"), TR_ARGS({"low", low}));
    return tr_fmt(
        req->secret, req->lang, N_("between {low} and {high} times"),
        TR_ARGS({"low", low}, {"high", lang_number(req->secret, req->lang, thanks_bounds[size])}));
}

static void plant_draw(int nth, bool rtl, int width, uint8_t size, struct thanks_plant *out)
{
    static const char *const LOOKS[] = {"garden-a", "garden-b", "garden-c"};
    const int x = PLANT_WIDE / 2 + nth * PLANT_WIDE;
    out->x = rtl ? width - x : x;
    out->top = GROUND - 14 - size * 12;
    out->middle = (GROUND + out->top) / 2 + 6;
    out->left = out->x - 8;
    out->right = out->x + 8;
    out->radius = 8 + size;
    out->look = LOOKS[nth % 3];
}

void thanks_garden_fill(const struct req *req, const struct thanks_season *s,
                        struct thanks_garden *out)
{
    struct thanks_plant *plants = ARENA_ARRAY(req->secret, struct thanks_plant, THANKS_KIND_COUNT);
    const bool rtl = strcmp(lang_dir(req->lang), "rtl") == 0;
    int n = 0, nth = 0;
    *out = (struct thanks_garden){
        .plants = plants,
        .title = tr_fmt(req->secret, req->lang, N_("From {from} to {to}"),
                        TR_ARGS({"from", lang_day(req->secret, req->lang, s->from)},
                                {"to", lang_day(req->secret, req->lang, s->to)}))};
    for (uint32_t k = 1; k <= THANKS_KIND_COUNT; k++)
        n += s->size[k] != 0;
    out->width = n < 6 ? 6 * PLANT_WIDE : n * PLANT_WIDE;
    out->label = say(req, N_("A garden: each plant is one kind of help, and the taller it is the "
                             "oftener it arrived. The list says the same."));
    for (uint32_t k = 1; k <= THANKS_KIND_COUNT; k++) {
        if (s->size[k] == 0)
            continue;
        struct thanks_plant *p = &plants[out->n++];
        *p = (struct thanks_plant){.name = say(req, thanks_kind_text(k)),
                                   .range = range_text(req, s->size[k])};
        plant_draw(nth++, rtl, out->width, s->size[k], p);
    }
}

static enum err together_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct thanks_seasons all;
    struct space_ctx ctx = req_ctx(req);
    TRY(thanks_seasons(&ctx, req->viewer, &all));
    struct thanks_garden *gardens = ARENA_ARRAY(req->secret, struct thanks_garden, all.n + 1);
    for (size_t i = 0; i < all.n; i++)
        thanks_garden_fill(req, &all.v[i], &gardens[i]);
    const struct thanks_together_view v = {gardens, all.n, url_path(req->arena, HERE)};
    page_begin(req, NAV_AID, &page, &h);
    view_thanks_together(&h, &page, &v);
    return page_send(&h, res);
}

static const struct route ROUTES[] = {
    {HTTP_GET, HERE, NULL, WHO_MEMBER, LANE_READ, NULL, wall_get, 0},
    {HTTP_GET, HERE "/new", NULL, WHO_MEMBER, LANE_READ, NULL, new_get, 0},
    {HTTP_POST, HERE "/new", &NEW_FORM, WHO_MEMBER, LANE_WRITE, NULL, new_post, 0},
    {HTTP_GET, HERE "/together", NULL, WHO_MEMBER, LANE_READ, NULL, together_get, 0},
    {HTTP_GET, HERE "/:id/down", NULL, WHO_MEMBER, LANE_READ, NULL, down_get, 0},
    {HTTP_POST, HERE "/:id/down", &DOWN_FORM, WHO_MEMBER, LANE_WRITE, NULL, down_post, 0},
};
const struct route_table THANKS_ROUTES = ROUTE_TABLE(ROUTES);
