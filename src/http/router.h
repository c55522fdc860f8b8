/* Routes are const tables, one a feature; the router checks before a handler runs.
 *
 *     static const struct route ROUTES[] = {
 *         {HTTP_GET, "/r/:circle", NULL, WHO_MEMBER, LANE_READ, NULL, circle_show},
 *         {HTTP_POST, "/r/:circle/new", &POST_FORM, WHO_MEMBER, LANE_WRITE, NULL, thread_create},
 *     };
 *
 * Order of checks: path and method (404, 405); request shape (400, 413); rate (429); origin and
 * Sec-Fetch-Site of anything that is not GET (403); who may (sign-in page, keeping what was typed);
 * form token (the form again, with what was typed); form table; then the handler.
 *
 * Lanes. Handlers are plain synchronous code. LANE_READ runs on the connection's own thread, with a
 * reading database connection. LANE_WRITE runs on the one writer: all writes that wait are carried
 * out in one transaction, each inside a savepoint, committed once, and only then answered, so a
 * person never sees "sent" for something that a power cut could lose. `slow` runs before the
 * handler, on a hashing worker: argon2 and nothing else; it has a short queue and an honest 503.
 */
#ifndef AWN_HTTP_ROUTER_H
#define AWN_HTTP_ROUTER_H

#include "http/form.h"
#include "http/request.h"
#include "http/response.h"

/* Who may: there is no default; 0 is refused when the routes are checked at start. */
enum who {
    WHO_UNSET,
    WHO_ANYONE,   /* signed in or not */
    WHO_STRANGER, /* only who is not signed in (a member is sent home) */
    WHO_MEMBER,   /* signed in */
    WHO_LEAVING /* anyone, and neither a stale token nor a foreign state stops it: the quick exit */
};

enum lane { LANE_UNSET, LANE_READ, LANE_WRITE };

typedef enum err route_handle(struct req *req, struct res *res);
typedef enum err route_slow(struct req *req);

/* Extra traits, or-ed together. */
enum route_trait {
    ROUTE_PASSIVE = 1, /* does not keep a session awake (event streams) */
    ROUTE_BIG = 2,     /* body up to 1 MiB instead of 64 KiB */
    ROUTE_GUARDED = 4, /* counts against the stricter rate limit (sign-in, join, search) */
    ROUTE_PUBLIC = 8   /* cacheable public data; no cookies read or set */
};

struct route {
    enum http_method method;
    const char *path; /* ":name" parts match one segment */
    const struct form_spec *form;
    enum who who;
    enum lane lane;
    route_slow *slow;
    route_handle *handle;
    unsigned traits;
    const void *about; /* for a handler that serves several tables: what this one is about */
};

struct route_table {
    const struct route *v;
    size_t n;
};
#define ROUTE_TABLE(array)                                                                         \
    {                                                                                              \
        (array), sizeof(array) / sizeof((array)[0])                                                \
    }

/* Aborts with a message if a table is wrong: who or lane unset, a POST without a form, two routes
 * that match the same, too many params. Run at start and by a test. */
void router_check(const struct route_table *tables, size_t n);

/* Finds the route and fills req->route and req->params (HEAD matches GET). ERR_NOT_FOUND,
 * ERR_METHOD (always for HTTP_OTHER). Where two routes match, the one with a literal segment wins
 * over the one with a parameter, from the left. A linear walk over segments: no state, no
 * allocation. */
enum err router_find(const struct route_table *tables, size_t n, struct req *req) MUST_CHECK;

/* Origin rules for a request that changes something: Sec-Fetch-Site, when present, must be
 * same-origin or none; Origin, when present, must equal scheme and host; a missing or "null" Origin
 * with a missing Sec-Fetch-Site is allowed only if the form token is right (old browsers, Tor). */
bool router_origin_ok(const struct req *req);

#endif
