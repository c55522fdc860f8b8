#include "http/response.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#define KIB 1024u

/* Only our own files, nothing inline, nobody may frame us. */
#define POLICY                                                                                     \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "   \
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

#define PERMISSIONS                                                                                \
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), "           \
    "fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "       \
    "payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), "       \
    "sync-xhr=(), usb=(), xr-spatial-tracking=()"

/* A bug of ours in what an answer is made of: stop before it reaches anybody. */
static _Noreturn void bug(const char *what)
{
    log_error("http", "bug in an answer: %s", what);
    abort();
}

void res_cookie_set(struct res *res, const char *name, struct str value, int32_t max_age)
{
    if (res->ncookies == RES_COOKIES_MAX)
        bug("too many cookies");
    res->cookies[res->ncookies++] = (struct res_cookie){name, value, COOKIE_SET, max_age};
}

void res_cookie_clear(struct res *res, const char *name)
{
    if (res->ncookies == RES_COOKIES_MAX)
        bug("too many cookies");
    res->cookies[res->ncookies++] = (struct res_cookie){name, STR_NONE, COOKIE_CLEAR, 0};
}

void res_redirect(struct res *res, struct str path)
{
    if (path.n == 0 || path.p[0] != '/' || (path.n > 1 && path.p[1] == '/'))
        bug("a redirect that is not a path of ours");
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.p[i] <= ' ' || (unsigned char)path.p[i] >= 0x7F ||
            path.p[i] == '\\')
            bug("a redirect that is not encoded");
    res->kind = RES_REDIRECT;
    res->status = 303;
    res->body = STR_NONE;
    res->location = path;
}

size_t res_size_class(size_t n)
{
    for (size_t class = 16 * KIB; class < 128 * KIB; class *= 2)
        if (n <= class)
            return class;
    size_t whole = (n + 128 * KIB - 1) / (128 * KIB);
    return (whole ? whole : 1) * 128 * KIB;
}

static bool has_body(const struct res *res)
{
    return res->status != 204 && res->status != 304 && res->kind != RES_REDIRECT;
}

size_t res_padding(const struct res *res)
{
    switch (res->kind) {
    case RES_PAGE:
    case RES_PART:
        return has_body(res) ? res_size_class(res->body.n) - res->body.n : 0;
    case RES_STATIC:
    case RES_PUBLIC:
    case RES_DOWNLOAD:
    case RES_REDIRECT:
    case RES_EVENTS:
    case RES_PARK:
        break;
    }
    return 0;
}

void res_revalidate(struct res *res, struct str if_none_match)
{
    if ((res->kind != RES_STATIC && res->kind != RES_PUBLIC) || res->status != 200 || !res->etag)
        return;
    while (if_none_match.n) {
        struct str one = str_trim(str_cut(&if_none_match, ','));
        if (str_starts(one, STR("W/")))
            one = str_slice(one, 2, one.n);
        if (one.n >= 2 && one.p[0] == '"' && one.p[one.n - 1] == '"' &&
            str_eq_c(str_slice(one, 1, one.n - 1), res->etag)) {
            res->status = 304;
            res->body = STR_NONE;
            return;
        }
    }
}

struct headers {
    struct res_header *v;
    size_t n;
};

static void add(struct headers *h, const char *name, const char *value)
{
    if (h->n == RES_HEADERS_MAX)
        bug("too many headers");
    for (const char *c = value; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            bug("a control character in a header");
    h->v[h->n++] = (struct res_header){name, value};
}

static void add_protections(struct headers *h, enum res_transport transport)
{
    add(h, "Content-Security-Policy", POLICY);
    add(h, "Referrer-Policy", "same-origin");
    add(h, "X-Content-Type-Options", "nosniff");
    add(h, "X-Frame-Options", "DENY");
    add(h, "Cross-Origin-Opener-Policy", "same-origin");
    add(h, "Cross-Origin-Resource-Policy", "same-origin");
    add(h, "Permissions-Policy", PERMISSIONS);
    if (transport == TRANSPORT_TLS)
        add(h, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
}

static void add_cache(struct headers *h, const struct res *res)
{
    bool fine = res->status == 200 || res->status == 304;
    const char *value = "no-store";
    if (fine && res->ncookies == 0 && res->kind == RES_STATIC)
        value = "public, max-age=31536000, immutable";
    if (fine && res->ncookies == 0 && res->kind == RES_PUBLIC)
        value = "public, max-age=300";
    add(h, "Cache-Control", value);
}

static const char *content_type(const struct res *res)
{
    switch (res->kind) {
    case RES_PAGE:
    case RES_PART:
        return "text/html; charset=utf-8";
    case RES_EVENTS:
        return "text/event-stream; charset=utf-8";
    case RES_STATIC:
    case RES_PUBLIC:
    case RES_DOWNLOAD:
        return res->content_type ? res->content_type : "application/octet-stream";
    case RES_REDIRECT:
    case RES_PARK:
        break;
    }
    return NULL;
}

static void add_content(struct arena *a, struct headers *h, const struct res *res)
{
    const char *type = has_body(res) ? content_type(res) : NULL;
    if (type)
        add(h, "Content-Type", type);
    if (res->kind == RES_STATIC) {
        add(h, "Vary", "Accept-Encoding");
        if (res->gzip && has_body(res))
            add(h, "Content-Encoding", "gzip");
    }
    if (res->etag && (res->kind == RES_STATIC || res->kind == RES_PUBLIC))
        add(h, "ETag", str_fmt(a, "\"%s\"", res->etag).p);
    if (res->kind == RES_DOWNLOAD) {
        const char *name = res->file_name ? res->file_name : "file";
        if (name[strcspn(name, "\"\\/")])
            bug("a file name with a quote or a slash");
        add(h, "Content-Disposition", str_fmt(a, "attachment; filename=\"%s\"", name).p);
    }
    if (res->kind == RES_REDIRECT)
        add(h, "Location", str_to_c(a, res->location));
}

static void add_cookie(struct arena *a, struct headers *h, const struct res_cookie *c)
{
    if (strncmp(c->name, "__Host-", 7) != 0 || c->name[strcspn(c->name, "=;, \t\"\\")])
        bug("a cookie without its __Host- prefix");
    for (size_t i = 0; i < c->value.n; i++) {
        char x = c->value.p[i];
        if (x <= ' ' || x >= 0x7F || x == '"' || x == ',' || x == ';' || x == '\\')
            bug("a character that cannot stand in a cookie");
    }
    /* Max-Age=0 ends it at once; without Max-Age it lives as long as the browser is open. */
    char age[32] = "";
    if (c->op == COOKIE_CLEAR || c->max_age)
        (void)snprintf(age, sizeof age, "; Max-Age=%d", c->op == COOKIE_CLEAR ? 0 : c->max_age);
    add(h, "Set-Cookie",
        str_fmt(a, "%s=%" STR_FMT "; Path=/; Secure; HttpOnly; SameSite=Strict%s", c->name,
                STR_ARG(c->value), age)
            .p);
}

size_t res_headers(struct arena *a, const struct res *res, enum res_transport transport,
                   struct res_header out[RES_HEADERS_MAX])
{
    struct headers h = {out, 0};
    add_protections(&h, transport);
    add_cache(&h, res);
    add_content(a, &h, res);
    for (size_t i = 0; i < res->ncookies; i++)
        add_cookie(a, &h, &res->cookies[i]);
    if (res->clear_site_data)
        add(&h, "Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
    if (res->refresh.n)
        add(&h, "Refresh",
            str_fmt(a, "%d;url=%" STR_FMT, res->refresh_after, STR_ARG(res->refresh)).p);
    if (res->retry_after > 0)
        add(&h, "Retry-After", str_fmt(a, "%d", res->retry_after).p);
    if (res->status == 405)
        add(&h, "Allow", "GET, HEAD, POST");
    return h.n;
}

void res_ring(struct res *res, uint64_t channel)
{
    if (res->nrings < RES_RINGS_MAX)
        res->rings[res->nrings++] = channel;
}
