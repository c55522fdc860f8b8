#include "base/clock.h"
#include "invite.html.h"
#include "members/commons.h"
#include "members/invitation.h"
#include "members/invite_view.h"
#include "members/reauth.h"
#include "members/routes.h"

#define DAYS_DEFAULT "7"
#define OPEN_MAX 20          /* open invitations of one member */
#define OPEN_MAX_STEWARD 200 /* … of a steward, all counted */

enum { F_DAYS, F_MAY_INVITE };
static const struct form_field INVITE_FIELDS[] = {
    [F_DAYS] = {.name = "days",
                .label = N_("Good for how many days"),
                .hint = N_("From 1 to 30"),
                .kind = FIELD_INT,
                .min = 1,
                .max = 30,
                .required = true},
    [F_MAY_INVITE] = {.name = "may_invite",
                      .label = N_("The new member may invite others too"),
                      .kind = FIELD_FLAG},
};
static const struct form_spec INVITE_FORM = FORM_SPEC(INVITE_FIELDS);
static const struct form_field REVOKE_FIELDS[] = {
    {.name = "who", .kind = FIELD_HIDDEN, .max = 20, .required = true}};
static const struct form_spec REVOKE_FORM = FORM_SPEC(REVOKE_FIELDS);

void view_invite_fields(struct html *h, const struct form *f, int steward)
{
    view_ui_field(h, f, F_DAYS);
    if (steward)
        view_ui_field(h, f, F_MAY_INVITE);
}

static enum err open_as_inviter(struct req *req, struct commons *c)
{
    TRY(commons_open(req, c));
    return c->may_invite ? ERR_OK : ERR_DENIED;
}

static bool tag_eq(const struct tag *a, const struct tag *b)
{
    return seal_eq(str_from(a->b, TAG_SIZE), str_from(b->b, TAG_SIZE));
}

/* ---- many at once -----------------------------------------------------------------------------
 */

#define MANY_MAX 40
enum { M_NAMES, M_DAYS };
static const struct form_field MANY_FIELDS[] = {
    [M_NAMES] = {.name = "names",
                 .label = N_("Whom to invite"),
                 .hint =
                     N_("One a line, 40 at most; of a table, the first column counts. The names "
                        "only stand on the page to print: nothing of them is kept."),
                 .kind = FIELD_TEXT,
                 .max = 4000,
                 .required = true},
    [M_DAYS] = {.name = "days",
                .label = N_("Good for how many days"),
                .hint = N_("From 1 to 30"),
                .kind = FIELD_INT,
                .min = 1,
                .max = 30,
                .required = true},
};
static const struct form_spec MANY_FORM = FORM_SPEC(MANY_FIELDS);

/* The first cell of each line that has one. More than MANY_MAX are counted only. */
static size_t names_read(struct str text, struct str out[MANY_MAX])
{
    size_t n = 0;
    while (text.n != 0) {
        struct str line = str_cut(&text, '\n');
        size_t i = 0;
        while (i < line.n && line.p[i] != ',' && line.p[i] != ';' && line.p[i] != '\t')
            i++;
        line = str_trim(str_slice(line, 0, i));
        if (line.n >= 2 && line.p[0] == '"' && line.p[line.n - 1] == '"')
            line = str_trim(str_slice(line, 1, line.n - 1));
        if (line.n == 0)
            continue;
        if (n < MANY_MAX)
            out[n] = line;
        n++;
    }
    return n;
}

/* Stewards see all open invitations, others their own. */
static bool is_listed(const struct req *req, const struct commons *c, const struct roster_entry *e)
{
    return e->role == ROLE_INVITE && (!e->until || e->until >= clock_day(req->now)) &&
           (c->steward || tag_eq(&e->admitted_by, &c->me->tag));
}

static size_t count_listed(const struct req *req, const struct commons *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->roster.n; i++)
        n += is_listed(req, c, &c->roster.v[i]);
    return n;
}

static enum err invite_show(struct req *req, struct res *res, const struct commons *c,
                            const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct invite_row_view *rows = ARENA_ARRAY(req->arena, struct invite_row_view, c->roster.n);
    struct invite_view v = {
        .form = f, .rows = rows, .steward = c->steward, .back = url_path(req->arena, "/me")};
    for (size_t i = 0; i < c->roster.n; i++)
        if (is_listed(req, c, &c->roster.v[i]))
            rows[v.n++] = (struct invite_row_view){
                .until = lang_day(req->arena, req->lang, c->roster.v[i].until),
                .who = viewer_alias_of(req, &c->roster.v[i].tag)};
    page_begin(req, NAV_ME, &page, &h);
    view_invite(&h, &page, &v);
    return page_send(&h, res);
}

static enum err invite_get(struct req *req, struct res *res)
{
    struct commons c;
    struct form f;
    TRY(open_as_inviter(req, &c));
    form_blank(&INVITE_FORM, &f);
    f.value[F_DAYS] = STR(DAYS_DEFAULT);
    return invite_show(req, res, &c, &f);
}

/* The address of the joining page with the code, as this request reached us. */
static struct str link_of(const struct req *req, struct str code)
{
    bool local = str_starts(req->host, STR("localhost")) || str_starts(req->host, STR("127.")) ||
                 str_starts(req->host, STR("[::1]"));
    struct str scheme = req->scheme.n ? req->scheme : local ? STR("http") : STR("https");
    return str_fmt(req->secret, "%" STR_FMT "://%" STR_FMT "/join/%" STR_FMT, STR_ARG(scheme),
                   STR_ARG(req->host), STR_ARG(code));
}

static enum err invited_show(struct req *req, struct res *res, struct str code, int32_t until)
{
    struct html h;
    struct ui_page page;
    struct invited_view v = {.link = link_of(req, code),
                             .link_id = STR("link"),
                             .until = lang_day(req->arena, req->lang, until),
                             .back = url_path(req->arena, "/invite")};
    for (size_t i = 0; i < INVITATION_GROUPS; i++)
        v.groups[i] = str_cut(&code, '-');
    qr_draw(req->secret, v.link, &v.qr);
    page_begin(req, NAV_ME, &page, &h);
    view_invited(&h, &page, &v);
    return page_send(&h, res);
}

static enum err invite_post(struct req *req, struct res *res)
{
    struct commons c;
    struct key secret;
    struct form *f = reauth_form(req);
    TRY(open_as_inviter(req, &c));
    if (!f->problems && count_listed(req, &c) >= (c.steward ? OPEN_MAX_STEWARD : (size_t)OPEN_MAX))
        form_reject(f, F_DAYS,
                    N_("Many invitations are open already. Please take some back first."));
    if (f->problems)
        return invite_show(req, res, &c, f);
    TRY(commons_turn(req, &c));
    int32_t until = clock_day(req->now) + (int32_t)f->number[F_DAYS];
    struct str code = invitation_create(req->secret, &secret);
    enum err e = roster_invite(c.s, &secret, ROLE_INVITE, ROLE_MEMBER,
                               c.steward && f->number[F_MAY_INVITE], until);
    key_wipe(&secret);
    TRY(e);
    return invited_show(req, res, code, until);
}

static enum err many_show(struct req *req, struct res *res, const struct form *f)
{
    struct html h;
    struct ui_page page;
    page_begin(req, NAV_ME, &page, &h);
    view_invite_many(&h, &page, f, url_path(req->arena, "/invite"));
    return page_send(&h, res);
}

static enum err many_get(struct req *req, struct res *res)
{
    struct commons c;
    struct form f;
    TRY(open_as_inviter(req, &c));
    form_blank(&MANY_FORM, &f);
    f.value[M_DAYS] = STR(DAYS_DEFAULT);
    return many_show(req, res, &f);
}

/* One invitation, as a card to be cut out. */
static enum err many_one(struct req *req, struct commons *c, struct str name, int32_t until,
                         size_t i, struct invited_view *out)
{
    struct key secret;
    struct str code = invitation_create(req->secret, &secret);
    enum err e = roster_invite(c->s, &secret, ROLE_INVITE, ROLE_MEMBER, false, until);
    key_wipe(&secret);
    TRY(e);
    *out = (struct invited_view){.name = name,
                                 .id = str_fmt(req->arena, "invitation-%zu", i),
                                 .link = link_of(req, code),
                                 .until = lang_day(req->arena, req->lang, until)};
    for (size_t k = 0; k < INVITATION_GROUPS; k++)
        out->groups[k] = str_cut(&code, '-');
    qr_draw(req->secret, out->link, &out->qr);
    return ERR_OK;
}

static enum err many_post(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct commons c;
    struct str names[MANY_MAX];
    struct form *f = reauth_form(req);
    TRY(open_as_inviter(req, &c));
    const size_t n = names_read(f->value[M_NAMES], names);
    const size_t most = c.steward ? OPEN_MAX_STEWARD : (size_t)OPEN_MAX;
    if (!f->problems && (n == 0 || n > MANY_MAX))
        form_reject(f, M_NAMES, N_("From one to 40 at a time, please."));
    if (!f->problems && count_listed(req, &c) + n > most)
        form_reject(f, M_NAMES,
                    N_("Many invitations are open already. Please take some back first."));
    if (f->problems)
        return many_show(req, res, f);
    TRY(commons_turn(req, &c));
    const int32_t until = clock_day(req->now) + (int32_t)f->number[M_DAYS];
    struct invited_view *v = ARENA_ARRAY(req->secret, struct invited_view, n);
    for (size_t i = 0; i < n; i++)
        TRY(many_one(req, &c, names[i], until, i, &v[i]));
    page_begin(req, NAV_ME, &page, &h);
    view_invited_many(&h, &page, v, n, url_path(req->arena, "/invite"));
    return page_send(&h, res);
}

static enum err invite_revoke(struct req *req, struct res *res)
{
    struct commons c;
    TRY(open_as_inviter(req, &c));
    const struct roster_entry *e = commons_find(req, &c, req->fields->value[0]);
    if (!e || !is_listed(req, &c, e)) /* used meanwhile, or taken back by somebody else */
        return page_go(req, res, url_path(req->arena, "/invite"), NOTICE_NONE);
    struct tag tag = e->tag;
    TRY(roster_take_out(c.s, &c.m->ticket, &tag, EXIT_REVOKED, NULL));
    viewer_touch(req->viewer);
    return page_go(req, res, url_path(req->arena, "/invite"), NOTICE_GONE);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/invite", NULL, WHO_MEMBER, LANE_READ, NULL, invite_get, 0},
    {HTTP_POST, "/invite", &INVITE_FORM, WHO_MEMBER, LANE_WRITE, NULL, invite_post, 0},
    {HTTP_GET, "/invite/many", NULL, WHO_MEMBER, LANE_READ, NULL, many_get, 0},
    {HTTP_POST, "/invite/many", &MANY_FORM, WHO_MEMBER, LANE_WRITE, NULL, many_post, 0},
    {HTTP_POST, "/invite/revoke", &REVOKE_FORM, WHO_MEMBER, LANE_WRITE, NULL, invite_revoke, 0},
};
const struct route_table MEMBERS_INVITE_ROUTES = ROUTE_TABLE(ROUTES);
