/* An answer.
 *
 * A handler fills status and body, or asks for a redirect. The door (mhd.c) adds the
 * headers that every answer carries; a handler cannot forget or weaken them:
 *   Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self';
 *     img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self';
 *     base-uri 'none'; frame-ancestors 'none'
 *   Referrer-Policy: same-origin, X-Content-Type-Options: nosniff, X-Frame-Options: DENY,
 *   Cross-Origin-Opener-Policy / -Resource-Policy: same-origin, Permissions-Policy (all off),
 *   Cache-Control: no-store for pages; immutable for static files with a hash in their name.
 *   Strict-Transport-Security only over TLS or when a proxy says so by configuration.
 * HTML pages are padded with trailing white space to a size class (16, 32, 64, 128 KiB, then
 * multiples of 128 KiB), so that their length on the wire tells the kind of page at most.
 */
#ifndef AWN_HTTP_RESPONSE_H
#define AWN_HTTP_RESPONSE_H

#include "base/buf.h"
#include "http/request.h"

enum res_kind {
    RES_PAGE,     /* text/html, padded, no-store */
    RES_PART,     /* a piece of a page for a script: text/html, padded, no-store */
    RES_STATIC,   /* a file with a hash in its name: cached for a year */
    RES_PUBLIC,   /* public data (robots.txt, API): type given, short cache */
    RES_DOWNLOAD, /* attachment with a neutral file name, no-store */
    RES_REDIRECT, /* 303 See Other */
    RES_EVENTS,   /* text/event-stream, one event, then the connection ends */
    RES_PARK      /* no answer yet: run the handler again when `channel` rings or after `seconds` */
};

enum cookie_op { COOKIE_SET, COOKIE_CLEAR };
struct res_cookie {
    const char *name; /* full name with its __Host- prefix */
    struct str value;
    enum cookie_op op;
    int32_t max_age; /* seconds; 0 for a cookie of the browser session */
};
#define RES_COOKIES_MAX 4
#define RES_RINGS_MAX 4

struct res {
    enum res_kind kind;
    int status;
    struct str body;          /* in the request's arena, or static */
    struct str location;      /* RES_REDIRECT: a path of ours; res_redirect checks */
    const char *content_type; /* RES_STATIC, RES_PUBLIC, RES_DOWNLOAD */
    const char *file_name;    /* RES_DOWNLOAD */
    const char *etag;         /* RES_STATIC, RES_PUBLIC; without quotes; may be NULL */
    bool gzip;                /* the body is gzip already (static files only) */
    struct str refresh;       /* goes on to this checked address without a script */
    int refresh_after;        /* seconds before that; 0: at once */
    bool clear_site_data;     /* leaving: "cache", "cookies", "storage" */
    int retry_after;          /* seconds, with 429 and 503; 0 for none */
    struct res_cookie cookies[RES_COOKIES_MAX];
    size_t ncookies;
    uint64_t channel;              /* RES_PARK: what it waits for */
    int seconds;                   /* RES_PARK */
    uint64_t rings[RES_RINGS_MAX]; /* channels to wake once this answer's write is committed */
    size_t nrings;
};

void res_cookie_set(struct res *res, const char *name, struct str value, int32_t max_age);
void res_cookie_clear(struct res *res, const char *name);

/* Wakes who is parked on the channel, after the commit. */
void res_ring(struct res *res, uint64_t channel);

/* 303 to a path of our own; aborts on anything that does not start with a single '/', or holds
 * white space, control characters or a backslash. */
void res_redirect(struct res *res, struct str path);

/* Size class an HTML body of n bytes is padded to. */
size_t res_size_class(size_t n);

/* Bytes of white space behind the body: pages and parts only, 0 for the rest. */
size_t res_padding(const struct res *res);

/* Turns an answer whose ETag the asker has already (If-None-Match) into 304 without a body. */
void res_revalidate(struct res *res, struct str if_none_match);

/* What a proxy in front speaks to the world. */
enum res_transport { TRANSPORT_PLAIN, TRANSPORT_TLS };

struct res_header {
    const char *name;
    const char *value;
};
#define RES_HEADERS_MAX 24

/* All headers of an answer but Content-Length and Connection, which belong to the library below.
 * Returns how many; values live in the arena or are static. Aborts on a cookie that is not of the
 * form "__Host-…", or a value that cannot stand in a cookie: those are bugs of ours. */
size_t res_headers(struct arena *a, const struct res *res, enum res_transport transport,
                   struct res_header out[RES_HEADERS_MAX]);

#endif
