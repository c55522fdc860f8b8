/* What must be true of every answer, whatever the story. */
#include <string.h>

#include "http/response.h"
#include "scenarios/world.h"

#define POLICY                                                                                     \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "   \
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

static bool has_line(struct str headers, const char *line)
{
    while (headers.n)
        if (str_eq_c(str_cut(&headers, '\n'), line))
            return true;
    return false;
}

static size_t count_of(struct str headers, const char *name)
{
    size_t n = 0;
    while (headers.n) {
        struct str line = str_cut(&headers, '\n');
        n += str_eq_c(str_cut(&line, ':'), name);
    }
    return n;
}

static const char *headers_fault(struct str h, const struct res *res)
{
    static const char *const always[] = {
        "Content-Security-Policy: " POLICY,
        "Referrer-Policy: same-origin",
        "X-Content-Type-Options: nosniff",
        "X-Frame-Options: DENY",
        "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Resource-Policy: same-origin",
        "Strict-Transport-Security: max-age=63072000; includeSubDomains"};
    static const char *const once[] = {"Cache-Control", "Permissions-Policy"};
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        if (!has_line(h, always[i]))
            return always[i];
    for (size_t i = 0; i < sizeof once / sizeof once[0]; i++)
        if (count_of(h, once[i]) != 1)
            return once[i];
    bool ours = res->kind != RES_STATIC && res->kind != RES_PUBLIC;
    if ((ours || res->ncookies) && !has_line(h, "Cache-Control: no-store"))
        return "a page that a cache may keep";
    if (count_of(h, "Server") || count_of(h, "Date"))
        return "a header that says too much";
    return NULL;
}

static bool holds_str(struct str s, struct str part)
{
    return s.n && memmem(s.p, s.n, part.p, part.n) != NULL;
}

static bool holds(struct str s, const char *part)
{
    return holds_str(s, str_from_c(part));
}

/* Where a page may lead: to our own addresses, or out without saying where from. */
static const char *link_fault(const struct page_node *n)
{
    struct str href = page_attr(n, "href");
    if (!href.p || str_eq_c(n->name, "link") || str_eq_c(n->name, "use"))
        return NULL;
    if (href.n == 0)
        return "a link that leads nowhere";
    if (str_starts(href, STR("/")) && !str_starts(href, STR("//")))
        return holds(href, "%3Cb") ? "a person's words in an address" : NULL;
    if (str_starts(href, STR("#")) || str_starts(href, STR("tel:")) ||
        str_starts(href, STR("mailto:")))
        return NULL;
    if (!str_starts(href, STR("https://")) && !str_starts(href, STR("http://")))
        return "a link of an odd kind";
    return holds(page_attr(n, "rel"), "noreferrer") ? NULL
                                                    : "a link out that says where one came from";
}

static const char *form_fault(struct arena *a, const struct page *page, size_t at)
{
    struct page_form f;
    page_form_read(a, page, at, &f);
    if (!str_eq_c(f.method, "post"))
        return "a form whose fields would stand in the address";
    if (!str_starts(f.action, STR("/")) || str_starts(f.action, STR("//")))
        return "a form that goes elsewhere";
    for (size_t i = 0; i < f.n; i++)
        if (str_eq_c(f.v[i].name, "_token") && f.v[i].value.n)
            return NULL;
    return str_eq_c(f.action, "/leave") ? NULL : "a form without a token";
}

static const char *nodes_fault(struct arena *a, const struct page *page)
{
    for (size_t i = 0; i < page->n; i++) {
        const struct page_node *n = &page->v[i];
        const char *fault = NULL;
        if (n->kind != NODE_START)
            continue;
        if (str_eq_c(n->name, "form"))
            fault = form_fault(a, page, i);
        else
            fault = link_fault(n);
        struct str src = page_attr(n, "src");
        if (!fault && src.p && !str_starts(src, STR("/")))
            fault = "something fetched from elsewhere";
        if (fault)
            return fault;
    }
    return NULL;
}

static const char *page_fault(const struct world *w, struct arena *a, const struct res *res,
                              const struct page *page)
{
    size_t whole = res->body.n + res_padding(res);
    if (whole != 16384 && whole != 32768 && whole != 65536 && whole != 131072)
        return "a page that is not of one of the four sizes";
    if (page->fault)
        return page->fault;
    if (holds(res->body, "<b>&"))
        return "words of a person that were not escaped";
    if (res->kind == RES_PART)
        return nodes_fault(a, page);
    bool away = res->refresh.n != 0 && res->refresh_after == 0;
    struct str name = app_net(w->app)->name;
    if (away ? holds_str(res->body, name) || !str_eq_c(page->title, "…")
             : !str_eq(page->title, name))
        return "another title than the network's name";
    if (!away && !holds(res->body, "action=\"/leave\""))
        return "a page without a way out";
    return nodes_fault(a, page);
}

const char *wire_fault(const struct world *w, struct arena *a, const struct req *req,
                       const struct res *res, struct str headers, const struct page *page)
{
    (void)req;
    const char *fault = headers_fault(headers, res);
    if (fault)
        return fault;
    if (res->status < 200 || res->status > 599)
        return "an odd status";
    switch (res->kind) {
    case RES_PAGE:
    case RES_PART:
        if (!str_is_utf8(res->body))
            return "a page that is not UTF-8";
        return page_fault(w, a, res, page);
    case RES_REDIRECT:
        if (res->status != 303 || res->body.n || !str_starts(res->location, STR("/")))
            return "a redirect that is none";
        return holds(res->location, "%3Cb") ? "a person's words in an address" : NULL;
    case RES_STATIC:
    case RES_PUBLIC:
    case RES_DOWNLOAD:
    case RES_EVENTS:
    case RES_PARK:
        break;
    }
    return NULL;
}
