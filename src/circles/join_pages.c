#include "circles/pages.h"
#include "join.html.h"
#include "list.html.h"

static const struct form_field JOIN_FIELDS[] = {FIELDS_PERSONA};
static const struct form_spec JOIN_FORM = FORM_SPEC(JOIN_FIELDS);

enum { A_WORDS = 3 };
static const struct form_field ASK_FIELDS[] = {
    FIELDS_PERSONA,
    {.name = "words",
     .label = N_("Words to the people of the circle"),
     .hint = N_("Read only by them, and gone after thirty days."),
     .kind = FIELD_TEXT,
     .max = WORDS_MAX}};
static const struct form_spec ASK_FORM = FORM_SPEC(ASK_FIELDS);

enum { K_CODE, K_PERSONA };
static const struct form_field CODE_FIELDS[] = {
    {.name = "code",
     .label = N_("Code"),
     .hint = N_("As it was given: small or capital letters, with or without dashes."),
     .kind = FIELD_LINE,
     .max = 60,
     .required = true},
    FIELDS_PERSONA};
static const struct form_spec CODE_FORM = FORM_SPEC(CODE_FIELDS);

/* ---- a circle seen from outside ---- */

static const char *listing_lead(const struct req *req, enum circle_openness o)
{
    switch (o) {
    case OPENNESS_OPEN:
        return tr(req->lang, N_("Everybody in the network may come in."));
    case OPENNESS_REQUEST:
        return tr(req->lang, N_("The people who look after the circle read the request and "
                                "answer."));
    case OPENNESS_INVITATION:
    case OPENNESS_HIDDEN:
        break;
    }
    return tr(req->lang, N_("A code from somebody in the circle opens it."));
}

static enum err listing_show(struct req *req, struct res *res, const struct listing *l,
                             const struct form *f)
{
    struct html h;
    struct ui_page page;
    const char *what = l->openness == OPENNESS_OPEN ? "join" : "ask";
    struct listing_view v = {
        .name = l->name,
        .openness = tr(req->lang, openness_text(l->openness)),
        .purpose = html_markdown(req->arena, l->purpose),
        .agreements = html_markdown(req->arena, l->agreements),
        .has_agreements = l->agreements.n > 0,
        .member = l->member != NULL,
        .form = f,
        .action = url_path(req->arena, "/c/%" STR_FMT "/%s", STR_ARG(l->id), what),
        .submit = l->openness == OPENNESS_OPEN ? tr(req->lang, N_("Come in"))
                                               : tr(req->lang, N_("Ask to come in")),
        .lead = listing_lead(req, l->openness),
        .back = url_path(req->arena, "/c")};
    if (l->member)
        v.circle = url_path(req->arena, "/r/%" STR_FMT, STR_ARG(l->member->alias));
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_listing(&h, &page, &v);
    return page_send(&h, res);
}

static enum err listing_get(struct req *req, struct res *res)
{
    struct listing l;
    struct form f;
    struct space_ctx ctx = req_ctx(req);
    TRY(listing_find(&ctx, req->viewer, req->params[0], &l));
    if (l.openness != OPENNESS_OPEN && l.openness != OPENNESS_REQUEST)
        return listing_show(req, res, &l, NULL);
    form_blank(l.openness == OPENNESS_OPEN ? &JOIN_FORM : &ASK_FORM, &f);
    return listing_show(req, res, &l, &f);
}

static enum err go_to_circle(struct req *req, struct res *res, struct str alias,
                             enum page_notice notice)
{
    return page_go(req, res, url_path(req->arena, "/r/%" STR_FMT, STR_ARG(alias)), notice);
}

static enum err join_post(struct req *req, struct res *res)
{
    struct listing l;
    struct str alias;
    struct space_ctx ctx = req_ctx(req);
    TRY(listing_find(&ctx, req->viewer, req->params[0], &l));
    if (l.member)
        return go_to_circle(req, res, l.member->alias, NOTICE_NONE);
    if (req->fields->problems)
        return listing_show(req, res, &l, req->fields);
    const struct space_persona persona = persona_of(req->fields, 0);
    TRY(circle_join_open(&ctx, req->viewer, &l, &persona, &alias));
    return go_to_circle(req, res, alias, NOTICE_JOINED);
}

static enum err ask_post(struct req *req, struct res *res)
{
    struct listing l;
    struct space_ctx ctx = req_ctx(req);
    TRY(listing_find(&ctx, req->viewer, req->params[0], &l));
    if (l.member)
        return go_to_circle(req, res, l.member->alias, NOTICE_NONE);
    if (req->fields->problems)
        return listing_show(req, res, &l, req->fields);
    const struct space_persona persona = persona_of(req->fields, 0);
    TRY(circle_join_ask(&ctx, req->viewer, &l, &persona, req->fields->value[A_WORDS]));
    return page_go(req, res, url_path(req->arena, "/r"), NOTICE_ASKED);
}

/* ---- a code ---- */

static enum err code_show(struct req *req, struct res *res, const struct form *f)
{
    const struct circle_form_view v = {
        .title = tr(req->lang, N_("I have a code")),
        .lead = tr(req->lang, N_("Somebody in a circle gave it. It opens that circle, once.")),
        .form = f,
        .action = url_path(req->arena, "/enter"),
        .back = url_path(req->arena, "/r"),
        .submit = tr(req->lang, N_("Come in"))};
    return circle_form_page(req, res, &v);
}

static enum err code_get(struct req *req, struct res *res)
{
    struct form f;
    form_blank(&CODE_FORM, &f);
    return code_show(req, res, &f);
}

static enum err code_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form f = *req->fields;
    struct str alias;
    if (f.problems)
        return code_show(req, res, &f);
    const struct space_persona persona = persona_of(&f, K_PERSONA);
    enum err e = circle_join_code(&ctx, req->viewer, f.value[K_CODE], &persona, &alias);
    if (e == ERR_OK)
        return go_to_circle(req, res, alias, NOTICE_JOINED);
    if (e == ERR_INVALID)
        form_reject(&f, K_CODE, N_("This is not a whole code. Perhaps a letter is missing."));
    else if (e == ERR_DENIED || e == ERR_EXPIRED)
        form_reject(&f, K_CODE,
                    N_("This code opens nothing. It may have been used already, or its days are "
                       "over; whoever gave it can make another."));
    else if (e == ERR_CONFLICT)
        form_reject(&f, K_CODE,
                    N_("This code leads to a circle you are in. It stays good for somebody else."));
    else
        return e;
    return code_show(req, res, &f);
}

/* ---- putting a closed circle away, or a request back ---- */

static enum err away_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct circle_in in;
    enum err e = circle_enter(&ctx, req->viewer, req->params[0], NULL, &in);
    if (e == ERR_OK)
        return go_to_circle(req, res, req->params[0], NOTICE_NONE); /* let in meanwhile */
    if (e == ERR_NOT_FOUND)
        return page_go(req, res, url_path(req->arena, "/r"), NOTICE_NONE);
    if (e != ERR_DENIED)
        return e;
    viewer_drop_space(req->viewer, in.m);
    return page_go(req, res, url_path(req->arena, "/r"), NOTICE_NONE);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/c/:id", NULL, WHO_MEMBER, LANE_READ, NULL, listing_get, 0},
    {HTTP_POST, "/c/:id/join", &JOIN_FORM, WHO_MEMBER, LANE_WRITE, NULL, join_post, 0},
    {HTTP_POST, "/c/:id/ask", &ASK_FORM, WHO_MEMBER, LANE_WRITE, NULL, ask_post, ROUTE_BIG},
    {HTTP_GET, "/enter", NULL, WHO_MEMBER, LANE_READ, NULL, code_get, 0},
    {HTTP_POST, "/enter", &CODE_FORM, WHO_MEMBER, LANE_WRITE, NULL, code_post, ROUTE_GUARDED},
    {HTTP_POST, "/r/:circle/out", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, away_post, 0},
};
const struct route_table CIRCLES_JOIN_ROUTES = ROUTE_TABLE(ROUTES);
