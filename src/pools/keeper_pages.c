/* Who keeps a pool: a code for another, changing keys, leaving, the end. */
#include <string.h>

#include "keep.html.h"
#include "pools.html.h"
#include "pools/pages.h"

#define CODE_GROUPS_MAX 8

static enum err question(struct req *req, struct res *res, const struct ui_confirm *c)
{
    struct html h;
    struct ui_page page;
    page_begin(req, NAV_AID, &page, &h);
    view_ui_confirm(&h, &page, c);
    return page_send(&h, res);
}

/* ---- a code -----------------------------------------------------------------------------------
 */

enum err pool_keep_code_get(struct req *req, struct res *res)
{
    struct pool_page x;
    TRY(pool_keep_page(req, &x));
    const struct ui_confirm c = {
        .question = pool_say(req, N_("Let somebody else keep it, too?")),
        .consequence = pool_say(
            req,
            N_("The next page shows a code, once. Whoever types it within seven days keeps "
               "this with you: they read the letters and answer them, and can change it all.")),
        .action = pool_url(req, x.p.id, "/keep/code"),
        .back = pool_url(req, x.p.id, "/keep"),
        .yes = pool_say(req, N_("Show a code"))};
    return question(req, res, &c);
}

enum err pool_keep_code_post(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct pool_page x;
    struct str code, *groups = ARENA_ARRAY(req->secret, struct str, CODE_GROUPS_MAX);
    TRY(pool_keep_page(req, &x));
    TRY(pool_code(&x.ctx, req->viewer, x.p.id, &code));
    struct pool_code_view v = {.groups = groups, .back = pool_url(req, x.p.id, "/keep")};
    while (code.n != 0 && v.ngroups < CODE_GROUPS_MAX)
        groups[v.ngroups++] = str_cut(&code, '-');
    page_begin(req, NAV_AID, &page, &h);
    view_pool_code(&h, &page, &v);
    return page_send(&h, res);
}

enum { C_CODE };
static const struct form_field CODE_FIELDS[] = {
    [C_CODE] =
        {.name = "code", .label = N_("Code"), .kind = FIELD_LINE, .max = 100, .required = true},
};
const struct form_spec POOL_CODE_FORM = FORM_SPEC(CODE_FIELDS);

static enum err code_show(struct req *req, struct res *res, const struct form *f)
{
    struct html h;
    struct ui_page page;
    const struct pool_form_view v = {
        .title = tr(req->lang, N_("Keep something with others")),
        .lead = tr(req->lang, N_("Somebody who keeps it has given you a code. It works once.")),
        .submit = tr(req->lang, N_("Continue")),
        .form = f,
        .action = url_path(req->arena, "/pools/code"),
        .back = url_path(req->arena, "/pools/mine"),
        .back_to = tr(req->lang, N_("What I have and keep"))};
    page_begin(req, NAV_AID, &page, &h);
    view_pool_form(&h, &page, &v);
    return page_send(&h, res);
}

enum err pool_code_get(struct req *req, struct res *res)
{
    struct form f;
    form_blank(&POOL_CODE_FORM, &f);
    return code_show(req, res, &f);
}

enum err pool_code_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form f = *req->fields;
    uint64_t pool;
    if (f.problems)
        return code_show(req, res, &f);
    enum err e = pool_code_take(&ctx, req->viewer, f.value[C_CODE], &pool);
    if (e == ERR_INVALID)
        form_reject(&f, C_CODE, N_("This is not a whole code. Perhaps a letter is missing."));
    else if (e == ERR_NOT_FOUND)
        form_reject(&f, C_CODE,
                    N_("This code opens nothing. It may have been used already, or its days are "
                       "over; whoever gave it can make another."));
    else if (e == ERR_CONFLICT)
        form_reject(&f, C_CODE, N_("You keep this already. The code is still good for another."));
    else if (e == ERR_TOO_MANY)
        form_reject(&f, C_CODE, N_("You keep very much already. The code is still good."));
    else
        TRY(e);
    if (f.problems)
        return code_show(req, res, &f);
    return page_go(req, res, pool_url(req, pool, "/keep"), NOTICE_SAVED);
}

/* ---- keys -------------------------------------------------------------------------------------
 */

enum err pool_keep_turn_get(struct req *req, struct res *res)
{
    struct pool_page x;
    TRY(pool_keep_page(req, &x));
    const struct ui_confirm c = {
        .question = pool_say(req, N_("Keep it alone from now on?")),
        .consequence = pool_say(
            req, N_("Everybody else who keeps it keeps it no more, and reads no letter that comes "
                    "from now on. What they have read stays with them. New codes bring back whom "
                    "you like.")),
        .action = pool_url(req, x.p.id, "/keep/turn"),
        .back = pool_url(req, x.p.id, "/keep"),
        .yes = pool_say(req, N_("Keep it alone"))};
    return question(req, res, &c);
}

enum err pool_keep_turn_post(struct req *req, struct res *res)
{
    struct pool_page x;
    TRY(pool_keep_page(req, &x));
    TRY(pool_turn(&x.ctx, req->viewer, x.p.id));
    return page_go(req, res, pool_url(req, x.p.id, "/keep"), NOTICE_SAVED);
}

/* ---- the end ----------------------------------------------------------------------------------
 */

enum err pool_keep_end_get(struct req *req, struct res *res)
{
    struct pool_page x;
    TRY(pool_keep_page(req, &x));
    const bool others = x.p.keepers > 1;
    const struct ui_confirm c = {
        .question = pool_say(req, others ? N_("Stop keeping it?") : N_("End it?")),
        .consequence = pool_say(
            req, others ? N_("The others go on keeping it. It is off your list.")
                        : N_("Nobody else keeps it, so it ends: it is gone for everybody with all "
                             "that stands in it. Whoever has something of it is told.")),
        .action = pool_url(req, x.p.id, "/keep/end"),
        .back = pool_url(req, x.p.id, "/keep"),
        .yes = pool_say(req, others ? N_("Stop keeping it") : N_("End it"))};
    return question(req, res, &c);
}

enum err pool_keep_end_post(struct req *req, struct res *res)
{
    struct pool_page x;
    enum err e = pool_keep_page(req, &x);
    if (e == ERR_OK)
        e = pool_leave(&x.ctx, req->viewer, x.p.id);
    if (e != ERR_OK && e != ERR_NOT_FOUND) /* pressed twice */
        return e;
    return page_go(req, res, url_path(req->arena, "/pools/mine"), NOTICE_GONE);
}
