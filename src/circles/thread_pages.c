#include "circles/pages.h"
#include "list.html.h"
#include "thread.html.h"

#define POSTS_A_PAGE 30
#define EVENTS_SECONDS 25

enum { N_TITLE, N_TEXT, N_NOTE, N_ONCE };
#define FIELDS_WORDS(called)                                                                       \
    {.name = "text", .label = called, .kind = FIELD_TEXT, .max = TEXT_MAX, .required = true},      \
    {                                                                                              \
        .name = "note", .label = N_("Before reading"),                                             \
        .hint = N_("What somebody may want to know first; the words stay folded until then."),     \
        .kind = FIELD_LINE, .max = NOTE_MAX                                                        \
    }
static const struct form_field NEW_FIELDS[] = {{.name = "title",
                                                .label = N_("What it is about"),
                                                .kind = FIELD_LINE,
                                                .max = TITLE_MAX,
                                                .required = true},
                                               FIELDS_WORDS(N_("What you would like to say")),
                                               FIELD_ONCE};
static const struct form_spec NEW_FORM = FORM_SPEC(NEW_FIELDS);

enum { R_TEXT, R_NOTE, R_ONCE };
static const struct form_field REPLY_FIELDS[] = {FIELDS_WORDS(N_("Write a reply")), FIELD_ONCE};
static const struct form_spec REPLY_FORM = FORM_SPEC(REPLY_FIELDS);

/* Large where one writes, and the rest as it is. */
void view_circle_reply_fields(struct html *h, const struct form *f)
{
    for (size_t i = 0; i < f->spec->n; i++)
        view_ui_field_as(h, f, i, (struct ui_look){.rows = 5});
}

/* ---- the conversations of a circle ---- */

static struct ui_row thread_row(const struct req *req, const struct circle_in *in,
                                const struct thread *t)
{
    struct ui_person last = person_of(req, &t->last);
    uint32_t mark = viewer_mark(in->m, t->id);
    struct ui_row row = {
        .title = thread_title(req, t->title),
        .about = tr_fmt(req->arena, req->lang, N_("{name} · {when}"),
                        TR_ARGS({"name", last.name}, {"when", page_ago(req, t->last_at)})),
        .url = thread_url(req, in->m->alias, t->id),
        .initial = last.initial,
        .hue = last.hue};
    if (t->last_seq > mark)
        row.fresh =
            tr_fmt_n(req->arena, req->lang, "{n} new", "{n} new", t->last_seq - mark, NULL, 0);
    return row;
}

static enum err threads_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct circle_in in;
    struct threads all;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    TRY(threads_read(&in, &all));
    struct ui_row *rows = ARENA_ARRAY(req->arena, struct ui_row, all.n);
    for (size_t i = 0; i < all.n; i++)
        rows[i] = thread_row(req, &in, &all.v[i]);
    struct threads_view v = {.frame = circle_frame_of(req, &in, TAB_THREADS),
                             .create =
                                 url_path(req->arena, "/r/%" STR_FMT "/new", STR_ARG(in.m->alias)),
                             .rows = rows,
                             .nrows = all.n};
    if (all.damaged)
        v.damaged = tr_fmt_n(req->arena, req->lang, "{n} conversation here cannot be opened.",
                             "{n} conversations here cannot be opened.", all.damaged, NULL, 0);
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_threads(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- a new conversation ---- */

static enum err new_show(struct req *req, struct res *res, const struct circle_in *in,
                         const struct form *f, const char *lead)
{
    const struct circle_form_view v = {
        .frame = circle_frame_of(req, in, TAB_NONE),
        .title = tr(req->lang, N_("Begin a conversation")),
        .lead = lead,
        .form = f,
        .action = url_path(req->arena, "/r/%" STR_FMT "/new", STR_ARG(in->m->alias)),
        .back = circle_url(req, in),
        .submit = tr(req->lang, N_("Send"))};
    return circle_form_page(req, res, &v);
}

static enum err new_get(struct req *req, struct res *res)
{
    struct circle_in in;
    struct form f;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    form_blank(&NEW_FORM, &f);
    f.value[N_ONCE] = once_new(req);
    return new_show(req, res, &in, &f, "");
}

static enum err new_post(struct req *req, struct res *res)
{
    struct circle_in in;
    struct str thread;
    const struct form *f = req->fields;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    if (f->problems)
        return new_show(req, res, &in, f, "");
    const struct new_post n = {.title = f->value[N_TITLE],
                               .text = f->value[N_TEXT],
                               .note = f->value[N_NOTE],
                               .once = f->value[N_ONCE]};
    TRY(thread_begin(&in, &n, &thread));
    return page_go(req, res, thread_url(req, in.m->alias, thread), NOTICE_NONE);
}

/* ---- one conversation ---- */

static const char *keep_text(const struct req *req, int32_t days)
{
    switch (days) {
    case 7:
        return tr(req->lang, N_("Words live here for one week."));
    case 30:
        return tr(req->lang, N_("Words live here for thirty days."));
    case 365:
        return tr(req->lang, N_("Words live here for a year."));
    default:
        return tr(req->lang, N_("Words live here for ninety days."));
    }
}

static void posts_show(const struct req *req, struct circle_in *in, const struct thread *t,
                       const struct posts *posts, struct thread_view *v)
{
    struct post_view *out = ARENA_ARRAY(req->arena, struct post_view, posts->n);
    uint32_t mark = viewer_mark(in->m, t->id);
    uint32_t fresh = posts_first_new(posts, mark, space_tag_of(in->s));
    for (size_t i = 0; i < posts->n; i++) {
        post_show(req, in, t, &posts->v[i], &out[i]);
        out[i].first_new = mark && fresh == posts->v[i].seq;
    }
    v->posts = out;
    v->nposts = posts->n;
}

static void pager_show(const struct req *req, const struct circle_in *in, const struct thread *t,
                       const struct posts *posts, struct thread_view *v)
{
    if (posts->n == POSTS_A_PAGE && posts->v[0].seq > 1)
        v->older = url_path(req->arena, "/r/%" STR_FMT "/t/%" STR_FMT "?before=%u",
                            STR_ARG(in->m->alias), STR_ARG(t->id), (unsigned)posts->v[0].seq);
    if (!v->newest)
        v->newer = thread_url(req, in->m->alias, t->id);
}

static enum err thread_show(struct req *req, struct res *res, struct circle_in *in,
                            const struct thread *t, const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct posts posts;
    uint64_t before = 0;
    if (!str_to_u64(http_pairs_get(&req->query, "before"), &before) || before > STREAM_SEQ_MAX)
        before = 0;
    TRY(posts_read(in, t->id, (uint32_t)before, POSTS_A_PAGE, &posts));
    uint32_t last = posts.n ? posts.v[posts.n - 1].seq : 0;
    struct url here = thread_url(req, in->m->alias, t->id);
    struct thread_view v = {.frame = circle_frame_of(req, in, TAB_NONE),
                            .title = thread_title(req, t->title),
                            .newest = before == 0,
                            .events =
                                str_fmt(req->arena, "%" STR_FMT "/events?after=%u", STR_ARG(here.s),
                                        (unsigned)(last > t->last_seq ? last : t->last_seq)),
                            .reply = f,
                            .here = here,
                            .keep = str_from_c(keep_text(req, in->about.keep_days))};
    posts_show(req, in, t, &posts, &v);
    pager_show(req, in, t, &posts, &v);
    if (v.newest)
        viewer_set_mark(&in->ctx, in->viewer, in->m, t->id,
                        last > t->last_seq ? last : t->last_seq);
    page_begin(req, NAV_HOME, &page, &h);
    if (str_eq_c(req->part, "posts")) {
        view_circle_posts(&h, &v);
        return page_send_part(&h, res);
    }
    view_circle_thread(&h, &page, &v);
    return page_send(&h, res);
}

static enum err thread_get(struct req *req, struct res *res)
{
    struct circle_in in;
    struct thread t;
    struct form f;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    TRY(thread_find(&in, req->params[1], &t));
    form_blank(&REPLY_FORM, &f);
    f.value[R_ONCE] = once_new(req);
    return thread_show(req, res, &in, &t, &f);
}

/* The conversation went while somebody was writing: the words begin a new one. */
static enum err reply_without_thread(struct req *req, struct res *res, const struct circle_in *in)
{
    struct form f;
    form_blank(&NEW_FORM, &f);
    f.value[N_TEXT] = req->fields->value[R_TEXT];
    f.value[N_NOTE] = req->fields->value[R_NOTE];
    f.value[N_ONCE] = req->fields->value[R_ONCE];
    return new_show(req, res, in, &f,
                    tr(req->lang, N_("The conversation has ended meanwhile. The words are still "
                                     "here and can begin a new one.")));
}

static enum err reply_post(struct req *req, struct res *res)
{
    struct circle_in in;
    struct thread t;
    uint32_t seq;
    const struct form *f = req->fields;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    enum err e = thread_find(&in, req->params[1], &t);
    if (e == ERR_NOT_FOUND)
        return reply_without_thread(req, res, &in);
    TRY(e);
    if (f->problems)
        return thread_show(req, res, &in, &t, f);
    const struct new_post n = {
        .text = f->value[R_TEXT], .note = f->value[R_NOTE], .once = f->value[R_ONCE]};
    TRY(post_reply(&in, t.id, &n, &seq));
    res_ring(res, thread_channel(&in, t.id));
    return go_to_post(req, res, &in, t.id, seq);
}

/* ---- new words without reload ---- */

static enum err events_get(struct req *req, struct res *res)
{
    struct circle_in in;
    struct thread t;
    uint64_t after = 0;
    uint32_t last;
    struct space_ctx ctx = req_ctx(req);
    struct str seen = req->range_id.n ? req->range_id : http_pairs_get(&req->query, "after");
    TRY(circle_enter(&ctx, req->viewer, req->params[0], NULL, &in));
    if (!str_to_u64(seen, &after))
        after = 0;
    TRY(thread_find(&in, req->params[1], &t));
    TRY(record_last(in.s, posts_stream(in.s, t.id), &last));
    if (last <= after && !req->woken) {
        res->kind = RES_PARK;
        res->channel = thread_channel(&in, t.id);
        res->seconds = EVENTS_SECONDS;
        return ERR_OK;
    }
    res->kind = RES_EVENTS;
    res->status = 200;
    res->body = last > after ? str_fmt(req->arena, "retry: 1000\nid: %u\ndata: new\n\n", last)
                             : STR("retry: 1000\n: quiet\n\n");
    return ERR_OK;
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/r/:circle", NULL, WHO_MEMBER, LANE_READ, NULL, threads_get, 0},
    {HTTP_GET, "/r/:circle/new", NULL, WHO_MEMBER, LANE_READ, NULL, new_get, 0},
    {HTTP_POST, "/r/:circle/new", &NEW_FORM, WHO_MEMBER, LANE_WRITE, NULL, new_post, ROUTE_BIG},
    {HTTP_GET, "/r/:circle/t/:thread", NULL, WHO_MEMBER, LANE_READ, NULL, thread_get, 0},
    {HTTP_POST, "/r/:circle/t/:thread", &REPLY_FORM, WHO_MEMBER, LANE_WRITE, NULL, reply_post,
     ROUTE_BIG},
    {HTTP_GET, "/r/:circle/t/:thread/events", NULL, WHO_MEMBER, LANE_READ, NULL, events_get,
     ROUTE_PASSIVE},
};
const struct route_table CIRCLES_THREAD_ROUTES = ROUTE_TABLE(ROUTES);
