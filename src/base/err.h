/* The one error type of the house.
 *
 * Purpose: an operation that can fail returns `enum err`; 0 is success. Three
 * failures are never mixed: a bug aborts (assert), an operation that failed
 * returns an err, a person's mistake is data shown beside the field.
 *
 * The detail of an error is logged once, where it is found (log.h); what travels
 * up is only the code. Source of the habit: libsodium, Game of Trees.
 */
#ifndef AWN_BASE_ERR_H
#define AWN_BASE_ERR_H

/* code, text for the log, HTTP status that a page shows for it */
#define ERR_LIST(X)                                                                                \
    X(OK, "success", 200)                                                                          \
    X(INVALID, "invalid input", 400)                                                               \
    X(SIGNED_OUT, "nobody is signed in", 401)                                                      \
    X(DENIED, "not allowed", 403)                                                                  \
    X(NOT_FOUND, "not found", 404)                                                                 \
    X(METHOD, "method not allowed", 405)                                                           \
    X(CONFLICT, "somebody else changed it first", 409)                                             \
    X(STALE, "keys of an older epoch", 409)                                                        \
    X(EXPIRED, "expired", 410)                                                                     \
    X(TOO_LARGE, "too large", 413)                                                                 \
    X(TOO_MANY, "too many requests", 429)                                                          \
    X(SEAL, "a sealed field does not open", 500)                                                   \
    X(DB, "database failure", 500)                                                                 \
    X(VERSION, "database of another version", 500)                                                 \
    X(IO, "input or output failure", 500)                                                          \
    X(CONFIG, "wrong or missing configuration", 500)                                               \
    X(CLOCK, "the clock jumped", 500)                                                              \
    X(BUSY, "busy, try again", 503)                                                                \
    X(FULL, "no space left", 507)

enum err {
#define X(name, text, status) ERR_##name,
    ERR_LIST(X)
#undef X
};

#define MUST_CHECK __attribute__((warn_unused_result))

/* Returns from the enclosing function with the error of `call`, if there is one.
 * Owned things in that function must be released by `cleanup` attributes. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        enum err try_err_ = (call);                                                                \
        if (try_err_ != ERR_OK)                                                                    \
            return try_err_;                                                                       \
    } while (0)

/* Text for the log; English, static. */
const char *err_text(enum err e);

/* HTTP status a page answers with. */
int err_status(enum err e);

#endif
