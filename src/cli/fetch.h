/* Fetching public pages of another server: the only user of libcurl, and the only part of Awn that
 * opens a connection to somebody else. Only commands that a steward types do so; the serving
 * process cannot (sandbox.h). */
#ifndef AWN_CLI_FETCH_H
#define AWN_CLI_FETCH_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "i18n/i18n.h"

#define FETCH_MAX (64u * 1024 * 1024) /* of one answer */

struct fetch;

/* `proxy`: "socks5h://127.0.0.1:9050" for Tor, or NULL: what the environment says. NULL when
 * libcurl is not installed. `lang`: what faults are told in. */
struct fetch *fetch_open(const char *proxy, const struct lang *lang);
void fetch_close(struct fetch *f); /* NULL is allowed */

/* GET over https or http, at most five redirects, 60 seconds; certificates are checked. Asked to
 * wait (429, 503 with Retry-After of at most a minute), it waits and tries again, three times. No
 * cookies, nothing that says who asks. ERR_NOT_FOUND: 404 or 410. ERR_IO: anything else; *why in
 * the arena says what, in the language of fetch_open. */
enum err fetch_get(struct fetch *f, struct arena *a, struct str address, struct str *body,
                   struct str *why) MUST_CHECK;

#endif
