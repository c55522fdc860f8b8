/* A request, as the rest of the house sees it.
 *
 * Purpose: everything that came in, already bounded and checked for shape: sizes, UTF-8 of
 * path, query, form and cookies. Handlers read it and fill a struct res (response.h).
 * Tests build one by hand and call the router: there is no socket below this header.
 *
 * Ownership: everything lives in the request's arenas, cleared after the answer
 * was sent. `secret` is a locked, wiped arena for keys and opened text.
 */
#ifndef AWN_HTTP_REQUEST_H
#define AWN_HTTP_REQUEST_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER };

struct http_pair {
    struct str name;
    struct str value;
};
struct http_pairs {
    const struct http_pair *v;
    size_t n;
};

/* The value of the first pair of that name; STR_NONE (p == NULL) when absent, and never so when it
 * is there but empty. */
struct str http_pairs_get(const struct http_pairs *pairs, const char *name);

#define HTTP_PATH_MAX 1024
#define HTTP_PAIRS_MAX 64

/* A request path as it stands on the request line, percent-decoded into the arena. False unless it
 * is made of '/' and non-empty segments of UTF-8 without control characters, backslashes, encoded
 * slashes, "." and ".." (RFC 3986, 3.3; '+' means itself). One '/' at the end is kept. */
bool http_path_decode(struct arena *a, struct str raw, struct str *out);

/* A Cookie header (RFC 6265, 4.2.1). What is not well-formed is left out. */
void http_cookies_decode(struct arena *a, struct str header, struct http_pairs *out);

#define ROUTE_PARAMS_MAX 6

struct route;
struct viewer; /* who is asking: defined by the members room */
struct lang;   /* in what language to answer: defined by the i18n room */
struct db;
struct search; /* word folding of this thread: search room */

struct req {
    enum http_method method;
    struct str path;         /* decoded, begins with '/' */
    struct http_pairs query; /* decoded; never carries anything private */
    struct http_pairs cookies;
    struct http_pairs form; /* decoded fields of an urlencoded or multipart body */
    struct str origin;      /* Origin header, or STR_NONE */
    struct str host;        /* Host header */
    struct str fetch_site;  /* Sec-Fetch-Site, or STR_NONE */
    struct str accept_language;
    struct str part; /* X-Part header: a script asks for one part of a page */
    struct str if_none_match;
    struct str scheme;   /* "https" behind a TLS proxy, "http", or STR_NONE: not known */
    bool accepts_gzip;   /* Accept-Encoding has gzip: static files may come packed */
    struct str range_id; /* Last-Event-ID of an event stream */
    bool form_broken;    /* the body was not a well-formed form */
    bool secure;         /* came over TLS, a unix socket or loopback */
    bool woken;          /* a parked request whose event came (response.h) */
    uint64_t peer;       /* rate-limit bucket: keyed hash of the peer's address, in memory only */

    struct arena *arena;
    struct arena *secret;
    int64_t now; /* seconds, from the application's clock */

    const struct route *route;
    struct str params[ROUTE_PARAMS_MAX]; /* values of :name parts, in order */

    /* Filled in by the application before a handler runs. */
    const void *app; /* the application: defined by the site room */
    struct db *db;   /* this lane's connection */
    struct search *search;
    struct viewer *viewer; /* NULL when nobody is signed in */
    const struct lang *lang;
    void *slow;                /* what the route's slow step made */
    const struct form *fields; /* parsed by the route's form table (form.h) */
};

#endif
