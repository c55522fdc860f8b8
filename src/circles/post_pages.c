#include "circles/pages.h"
#include "list.html.h"
#include "thread.html.h"

static const struct form_choice KINDS[] = {{"heard", N_("Heard you"), AFFIRM_HEARD},
                                           {"metoo", N_("Me too"), AFFIRM_METOO},
                                           {"thanks", N_("Thank you"), AFFIRM_THANKS},
                                           {NULL, NULL, 0}};
static const struct form_field AFFIRM_FIELDS[] = {{.name = "kind",
                                                   .label = N_("Kind word"),
                                                   .kind = FIELD_CHOICE,
                                                   .choices = KINDS,
                                                   .required = true}};
static const struct form_spec AFFIRM_FORM = FORM_SPEC(AFFIRM_FIELDS);

enum { E_TEXT, E_NOTE };
static const struct form_field EDIT_FIELDS[] = {
    {.name = "text",
     .label = N_("What you would like to say"),
     .kind = FIELD_TEXT,
     .max = TEXT_MAX,
     .required = true},
    {.name = "note",
     .label = N_("Before reading"),
     .hint = N_("What somebody may want to know first; the words stay folded until then."),
     .kind = FIELD_LINE,
     .max = NOTE_MAX}};
static const struct form_spec EDIT_FORM = FORM_SPEC(EDIT_FIELDS);

static const struct form_field REMOVE_FIELDS[] = {{.name = "reason",
                                                   .label = N_("Reason"),
                                                   .hint = N_("Everybody in the circle reads it."),
                                                   .kind = FIELD_TEXT,
                                                   .max = REASON_MAX,
                                                   .required = true}};
static const struct form_spec REMOVE_FORM = FORM_SPEC(REMOVE_FIELDS);

/* One post, of the circle, conversation and number in the path. */
struct spot {
    struct circle_in in;
    struct thread t;
    struct post p;
};

/* As circle_visit: spot->in.s is NULL when there is an answer already. */
static enum err spot_visit(struct req *req, struct res *res, struct spot *s)
{
    uint32_t seq;
    TRY(circle_visit(req, res, &s->in));
    if (!s->in.s)
        return ERR_OK;
    TRY(seq_of(req->params[2], &seq));
    TRY(thread_find(&s->in, req->params[1], &s->t));
    enum err e = post_find(&s->in, s->t.id, seq, &s->p);
    if (e == ERR_SEAL)
        s->p = (struct post){.seq = seq, .damaged = true};
    else
        TRY(e);
    return ERR_OK;
}

static struct url spot_url(const struct req *req, const struct spot *s, const char *what)
{
    struct url u = post_url(req, s->in.m->alias, s->t.id, s->p.seq);
    u.s = str_fmt(req->arena, "%" STR_FMT "%s", STR_ARG(u.s), what);
    return u;
}

/* Who answered with this sign, by name; empty when nobody. */
static struct str sign_names(const struct req *req, const struct roster *roster,
                             const struct post *p, enum affirmation kind)
{
    struct buf b;
    struct str out = STR_NONE;
    buf_init(&b, req->secret, 256, 64u * 1024);
    for (size_t i = 0; i < p->naffirmed; i++) {
        const struct roster_entry *e = roster_find(roster, &p->affirmed[i].tag);
        if (p->affirmed[i].kind != kind || !e || !e->persona.name.n)
            continue;
        if (b.n)
            buf_add_c(&b, tr(req->lang, N_(", ")));
        buf_add(&b, e->persona.name);
    }
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

static void signs_show(const struct req *req, const struct roster *roster, const struct spot *s,
                       struct more_view *v)
{
    struct sign_view *signs = ARENA_ARRAY(req->arena, struct sign_view, AFFIRM_KINDS);
    for (size_t i = 0; KINDS[i].value; i++) {
        struct str names = sign_names(req, roster, &s->p, (enum affirmation)KINDS[i].number);
        if (names.n)
            signs[v->nsigns++] = (struct sign_view){tr(req->lang, KINDS[i].label), names};
    }
    v->signs = signs;
}

static enum err more_show(struct req *req, struct res *res, struct spot *s, const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct roster roster;
    struct roster_entry *me;
    struct post_view *post = ARENA_NEW(req->arena, struct post_view);
    TRY(persona_read(&s->in, &roster, &me));
    post_show(req, &s->in, &s->t, &s->p, post);
    struct more_view v = {.frame = circle_frame_of(req, &s->in, TAB_NONE),
                          .title = thread_title(req, s->t.title),
                          .thread = url_anchor(req->arena, thread_url(req, s->in.m->alias, s->t.id),
                                               str_fmt(req->arena, "p%u", (unsigned)s->p.seq)),
                          .post = post,
                          .can_edit = post->mine && !post->gone,
                          .can_remove = me->role == ROLE_FACILITATOR && !post->mine && !post->gone,
                          .edit = spot_url(req, s, "/edit"),
                          .take_back = spot_url(req, s, "/back"),
                          .remove = spot_url(req, s, "/remove"),
                          .reason = f};
    if (post->mine)
        signs_show(req, &roster, s, &v);
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_more(&h, &page, &v);
    return page_send(&h, res);
}

static enum err more_get(struct req *req, struct res *res)
{
    struct spot s;
    struct form f;
    TRY(spot_visit(req, res, &s));
    if (!s.in.s)
        return ERR_OK;
    form_blank(&REMOVE_FORM, &f);
    return more_show(req, res, &s, &f);
}

static enum err affirm_post(struct req *req, struct res *res)
{
    struct spot s;
    TRY(spot_visit(req, res, &s));
    if (!s.in.s)
        return ERR_OK;
    if (!req->fields->problems)
        TRY(post_affirm(&s.in, s.t.id, s.p.seq, (enum affirmation)req->fields->number[0]));
    return go_to_post(req, res, &s.in, s.t.id, s.p.seq);
}

/* ---- changing, taking back ---- */

static enum err edit_show(struct req *req, struct res *res, const struct spot *s,
                          const struct form *f)
{
    const struct circle_form_view v = {.frame = circle_frame_of(req, &s->in, TAB_NONE),
                                       .title = tr(req->lang, N_("Change the words")),
                                       .lead = "",
                                       .form = f,
                                       .action = spot_url(req, s, "/edit"),
                                       .back = thread_url(req, s->in.m->alias, s->t.id),
                                       .submit = tr(req->lang, N_("Save"))};
    return circle_form_page(req, res, &v);
}

static enum err spot_must_be_mine(const struct spot *s)
{
    return voice_is(&s->p.by, space_tag_of(s->in.s)) && !s->p.gone ? ERR_OK : ERR_DENIED;
}

static enum err edit_get(struct req *req, struct res *res)
{
    struct spot s;
    struct form f;
    TRY(spot_visit(req, res, &s));
    if (!s.in.s)
        return ERR_OK;
    TRY(spot_must_be_mine(&s));
    form_blank(&EDIT_FORM, &f);
    f.value[E_TEXT] = s.p.text;
    f.value[E_NOTE] = s.p.note;
    return edit_show(req, res, &s, &f);
}

static enum err edit_post(struct req *req, struct res *res)
{
    struct spot s;
    const struct form *f = req->fields;
    TRY(spot_visit(req, res, &s));
    if (!s.in.s)
        return ERR_OK;
    if (f->problems)
        return edit_show(req, res, &s, f);
    TRY(post_edit(&s.in, s.t.id, s.p.seq, f->value[E_TEXT], f->value[E_NOTE]));
    return go_to_post(req, res, &s.in, s.t.id, s.p.seq);
}

static enum err back_get(struct req *req, struct res *res)
{
    struct spot s;
    struct html h;
    struct ui_page page;
    TRY(spot_visit(req, res, &s));
    if (!s.in.s)
        return ERR_OK;
    TRY(spot_must_be_mine(&s));
    const struct ui_confirm c = {
        .question = str_from_c(tr(req->lang, N_("Take the words back?"))),
        .consequence = str_from_c(
            tr(req->lang, N_("They are gone at once and for good. What others already read, they "
                             "keep."))),
        .action = spot_url(req, &s, "/back"),
        .back = spot_url(req, &s, ""),
        .yes = str_from_c(tr(req->lang, N_("Take the words back")))};
    page_begin(req, NAV_HOME, &page, &h);
    view_ui_confirm(&h, &page, &c);
    return page_send(&h, res);
}

/* The conversation goes with its only words. */
static enum err go_where_it_was(struct req *req, struct res *res, struct spot *s)
{
    struct thread t;
    enum err e = thread_find(&s->in, s->t.id, &t);
    if (e == ERR_NOT_FOUND)
        return page_go(req, res, circle_url(req, &s->in), NOTICE_GONE);
    TRY(e);
    return page_go(req, res, thread_url(req, s->in.m->alias, s->t.id), NOTICE_GONE);
}

static enum err back_post(struct req *req, struct res *res)
{
    struct spot s;
    TRY(spot_visit(req, res, &s));
    if (!s.in.s)
        return ERR_OK;
    TRY(post_take_back(&s.in, s.t.id, s.p.seq));
    return go_where_it_was(req, res, &s);
}

static enum err remove_post(struct req *req, struct res *res)
{
    struct spot s;
    TRY(spot_visit(req, res, &s));
    if (!s.in.s)
        return ERR_OK;
    if (req->fields->problems)
        return more_show(req, res, &s, req->fields);
    TRY(post_remove(&s.in, s.t.id, s.p.seq, req->fields->value[0]));
    return go_where_it_was(req, res, &s);
}

#define POST_AT "/r/:circle/t/:thread/p/:post"
static const struct route ROUTES[] = {
    {HTTP_GET, POST_AT, NULL, WHO_MEMBER, LANE_READ, NULL, more_get, 0},
    {HTTP_POST, POST_AT "/affirm", &AFFIRM_FORM, WHO_MEMBER, LANE_WRITE, NULL, affirm_post, 0},
    {HTTP_GET, POST_AT "/edit", NULL, WHO_MEMBER, LANE_READ, NULL, edit_get, 0},
    {HTTP_POST, POST_AT "/edit", &EDIT_FORM, WHO_MEMBER, LANE_WRITE, NULL, edit_post, ROUTE_BIG},
    {HTTP_GET, POST_AT "/back", NULL, WHO_MEMBER, LANE_READ, NULL, back_get, 0},
    {HTTP_POST, POST_AT "/back", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, back_post, 0},
    {HTTP_POST, POST_AT "/remove", &REMOVE_FORM, WHO_MEMBER, LANE_WRITE, NULL, remove_post, 0},
};
const struct route_table CIRCLES_POST_ROUTES = ROUTE_TABLE(ROUTES);
