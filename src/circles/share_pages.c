/* An entry of the directory, put into a circle as a card. */
#include "circles/pages.h"
#include "directory/directory.h"
#include "find.html.h"

#define THREADS_OFFERED 12 /* conversations to choose from, of each circle */

enum { S_TO, S_TEXT, S_ONCE };
static const struct form_field SHARE_FIELDS[] = {
    {.name = "to", .label = N_("Where"), .kind = FIELD_HIDDEN, .max = 32, .required = true},
    {.name = "text", .label = N_("Words to go with it"), .kind = FIELD_TEXT, .max = TEXT_MAX},
    FIELD_ONCE};
static const struct form_spec SHARE_FORM = FORM_SPEC(SHARE_FIELDS);

void view_circle_share_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, S_TEXT);
    view_ui_field(h, f, S_ONCE);
}

static enum err circle_offer(struct req *req, const struct circle_row *row, struct str chosen,
                             struct share_circle *out)
{
    struct circle_in in;
    struct threads all;
    struct space_ctx ctx = req_ctx(req);
    TRY(circle_enter(&ctx, req->viewer, row->alias, NULL, &in));
    TRY(threads_read(&in, &all));
    struct share_option *o = ARENA_ARRAY(req->arena, struct share_option, THREADS_OFFERED + 1);
    *out = (struct share_circle){.name = row->name, .options = o, .noptions = 1};
    o[0].value = row->alias;
    o[0].label = str_from_c(tr(req->lang, N_("A new conversation")));
    for (size_t i = 0; i < all.n && i < THREADS_OFFERED; i++) {
        struct share_option *x = &o[out->noptions++];
        x->value = str_fmt(req->arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(row->alias),
                           STR_ARG(all.v[i].id));
        x->label = thread_title(req, all.v[i].title);
    }
    for (size_t i = 0; i < out->noptions; i++)
        o[i].chosen = str_eq(o[i].value, chosen);
    return ERR_OK;
}

static enum err share_show(struct req *req, struct res *res, const struct directory_card *card,
                           const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct circle_rows mine;
    struct space_ctx ctx = req_ctx(req);
    TRY(circles_list(&ctx, req->viewer, &mine));
    struct share_circle *circles = ARENA_ARRAY(req->arena, struct share_circle, mine.n);
    struct url entry = url_path(req->arena, "/d/%" STR_FMT, STR_ARG(card->id));
    const struct ui_referral shown = {.name = card->title,
                                      .about = card->summary.n ? card->summary : card->organization,
                                      .phone = card->phone,
                                      .url = entry};
    struct share_view v = {.card = &shown,
                           .circles = circles,
                           .form = f,
                           .back = entry,
                           .home = url_path(req->arena, "/c"),
                           .action =
                               url_path(req->arena, "/d/%" STR_FMT "/share", STR_ARG(card->id))};
    for (size_t i = 0; i < mine.n; i++)
        if (mine.v[i].state == CIRCLE_IN)
            TRY(circle_offer(req, &mine.v[i], f->value[S_TO], &circles[v.ncircles++]));
    page_begin(req, NAV_FIND, &page, &h);
    view_circle_share(&h, &page, &v);
    return page_send(&h, res);
}

static enum err share_get(struct req *req, struct res *res)
{
    struct directory_card card;
    struct form f;
    TRY(directory_card_load(req->db, req->arena, req->params[0], &card));
    form_blank(&SHARE_FORM, &f);
    f.value[S_ONCE] = once_new(req);
    return share_show(req, res, &card, &f);
}

static enum err share_into(struct req *req, struct res *res, struct circle_in *in,
                           struct str thread, const struct new_post *n)
{
    uint32_t seq = 1;
    if (thread.n)
        TRY(post_reply(in, thread, n, &seq));
    else
        TRY(thread_begin(in, n, &thread));
    res_ring(res, thread_channel(in, thread));
    return go_to_post(req, res, in, thread, seq);
}

static enum err share_post(struct req *req, struct res *res)
{
    struct directory_card d;
    struct circle_in in;
    struct thread t;
    struct space_ctx ctx = req_ctx(req);
    struct form f = *req->fields;
    struct str thread = f.value[S_TO];
    TRY(directory_card_load(req->db, req->arena, req->params[0], &d));
    if (f.problems)
        return share_show(req, res, &d, &f);
    struct str alias = str_cut(&thread, '/');
    enum err e = circle_enter(&ctx, req->viewer, alias, NULL, &in);
    if (e == ERR_OK && thread.n)
        e = thread_find(&in, thread, &t);
    if (e == ERR_NOT_FOUND || e == ERR_DENIED) {
        form_reject(&f, S_TO, N_("This place is no longer there. Please choose another."));
        return share_show(req, res, &d, &f);
    }
    TRY(e);
    const struct card card = {d.id, d.title, d.organization, d.summary, d.phone};
    const struct new_post n = {.title = str_utf8_prefix(d.title, TITLE_MAX),
                               .text = f.value[S_TEXT],
                               .once = f.value[S_ONCE],
                               .card = &card};
    return share_into(req, res, &in, thread, &n);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/d/:id/share", NULL, WHO_MEMBER, LANE_READ, NULL, share_get, 0},
    {HTTP_POST, "/d/:id/share", &SHARE_FORM, WHO_MEMBER, LANE_WRITE, NULL, share_post, ROUTE_BIG},
};
const struct route_table CIRCLES_SHARE_ROUTES = ROUTE_TABLE(ROUTES);
