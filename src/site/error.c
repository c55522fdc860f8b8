#include "error.html.h"
#include "site/inside.h"

struct apology {
    const char *title;
    const char *text;
};

static struct apology apology_for(enum err e)
{
    switch (e) {
    case ERR_NOT_FOUND:
    case ERR_METHOD:
        return (struct apology){N_("There is nothing here"),
                                N_("The address may be mistyped, or what stood here is gone.")};
    case ERR_EXPIRED:
        return (struct apology){
            N_("This has run out"),
            N_("It was only good until a certain day. A new one can be asked for.")};
    case ERR_DENIED:
    case ERR_SIGNED_OUT:
        return (struct apology){N_("This door is closed"),
                                N_("This page is not open to everybody, or the request came from "
                                   "another site. Nothing was changed.")};
    case ERR_INVALID:
        return (struct apology){N_("This could not be read"),
                                N_("What arrived was incomplete. Please go back and try again.")};
    case ERR_TOO_LARGE:
        return (struct apology){N_("This is too large"),
                                N_("Please shorten it a little, or send it in parts.")};
    case ERR_TOO_MANY:
    case ERR_BUSY:
        return (struct apology){
            N_("A moment, please"),
            N_("Many people are here just now. In a few seconds it works again.")};
    case ERR_FULL:
        return (struct apology){N_("There is no room left"),
                                N_("The people who run this place have to make room. Nothing was "
                                   "saved, and nothing that was here is lost.")};
    case ERR_CONFLICT:
    case ERR_STALE:
        return (struct apology){N_("Somebody was faster"),
                                N_("Something changed in the meantime. Please look again and "
                                   "repeat it if it is still needed.")};
    case ERR_OK:
    case ERR_SEAL:
    case ERR_DB:
    case ERR_VERSION:
    case ERR_IO:
    case ERR_CONFIG:
    case ERR_CLOCK:
        break;
    }
    return (struct apology){N_("Something went wrong here"),
                            N_("It is not your fault. Nothing was half-saved. Please try again in "
                               "a while.")};
}

/* Was something typed that a second try can bring in? */
static bool worth_again(const struct req *req, enum err e)
{
    return req->method == HTTP_POST && req->route && req->route->form && req->route->form->n &&
           req->form.n && e != ERR_TOO_LARGE && e != ERR_DENIED && e != ERR_NOT_FOUND &&
           e != ERR_INVALID;
}

void error_page(struct req *req, struct res *res, enum err e)
{
    struct html h;
    struct ui_page page;
    struct apology a = apology_for(e);
    page_begin(req, NAV_HOME, &page, &h);
    const char *title = tr(req->lang, a.title), *text = tr(req->lang, a.text);
    if (worth_again(req, e)) {
        struct form f;
        form_parse(req->secret, req->route->form, &req->form, &f);
        view_ui_form_again(&h, &page, title, text, &f, page_url_of(req->arena, req->path),
                           tr(req->lang, N_("Send again")));
    } else {
        view_error_page(&h, &page, title, text);
    }
    res->status = err_status(e);
    if (e == ERR_BUSY || e == ERR_TOO_MANY)
        res->retry_after = 5;
    if (page_send(&h, res) != ERR_OK)
        res->body = STR_NONE;
}
