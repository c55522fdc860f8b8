/* Who is asking: the viewer of a request, their keyring and their session.
 *
 * Purpose: a session cookie opens the access key, the access key opens the keyring,
 * the keyring holds a ticket for every space the person is in. Features get a
 * `struct viewer *` and ask it for spaces; nothing links an account to a space outside the keyring.
 *
 * Ownership: everything lives in the request's secret arena. Changes are kept by
 * viewer_touch; the application writes them back after the handler (in the writer's
 * transaction, or, from a reader, as a small later job).
 */
#ifndef AWN_MEMBERS_MEMBERS_H
#define AWN_MEMBERS_MEMBERS_H

#include "http/request.h"
#include "space/roster.h"

#define ALIAS_BYTES 5
#define ALIAS_CHARS 8
#define SESSION_COOKIE "__Host-s"
#define LANG_COOKIE "__Host-l"
#define SESSION_IDLE_SECONDS (20 * 60)
#define SESSION_MAX_SECONDS (8 * 3600)
#define TOKEN_SIZE 32
#define SESSION_ID_SIZE 32

/* Numbers are stored: never change one. */
enum space_kind {
    SPACE_COMMONS = 1,
    SPACE_CIRCLE = 2,
    SPACE_DESK = 3,         /* of those who look after the directory */
    SPACE_OWN = 4,          /* of the person alone: what they keep for themselves */
    SPACE_COORDINATORS = 5, /* of those who coordinate mutual aid */
    SPACE_FUND = 6          /* of those who keep the common fund */
};
enum theme { THEME_AUTO, THEME_LIGHT, THEME_DARK };

struct read_mark {
    struct str thread;
    uint32_t seq;
};

/* One space on the keyring. */
struct membership {
    struct str alias; /* eight base32 characters */
    enum space_kind kind;
    bool waiting; /* asked to join, no answer yet */
    bool gone;    /* was removed and has not yet read why */
    struct str label;
    struct space_ticket ticket;
    int64_t since;
    struct read_mark *marks;
    size_t nmarks;
};

struct member_session {
    uint8_t id[SESSION_ID_SIZE];
    int64_t started;
    bool ended; /* kept, so that its row, put back by somebody, opens nothing */
};

struct keyring {
    struct str name;
    struct membership *spaces;
    size_t nspaces;
    struct member_session *sessions;
    size_t nsessions;
    struct str lang; /* "ar", "en", or empty: as the browser says */
    enum theme theme;
    struct str leave_to;
    bool recovery_confirmed;
    struct key seed;
};

struct viewer {
    uint64_t account; /* row of the account; never shown */
    struct key access;
    uint8_t session[SESSION_ID_SIZE];
    struct key session_key; /* H2(token) */
    int64_t started, seen;
    int64_t version; /* of the keyring as it was read */
    struct keyring keyring;
    struct str carry; /* a draft waiting since before the sign-in, or STR_NONE */
    bool fresh;       /* the session is not yet on the keyring's list */
    bool dirty;       /* the keyring must be written back */
};

/* The context of a request's space calls. */
struct space_ctx members_ctx(const struct req *req, const struct seal_home *home);

/* Opens the session of a cookie's token (base64url). ERR_SIGNED_OUT when there is none, it
 * is idle or too old, was ended, or belongs to a sign-in that failed (then *failed_name holds
 * what was typed and *carry its draft; both may be NULL). `passive` requests do not keep it awake.
 */
struct failed_signin {
    struct str typed;
    struct str carry;
};
enum err viewer_open(const struct space_ctx *ctx, struct str token, struct failed_signin *failed,
                     struct viewer **out) MUST_CHECK;

/* The keyring changed. */
void viewer_touch(struct viewer *v);

/* Membership by alias, or of the commons; NULL when absent. */
struct membership *viewer_space(struct viewer *v, struct str alias);
struct membership *viewer_commons(struct viewer *v);

/* How an entry of a roster is named in the viewer's addresses: eight characters that mean nothing
 * to anybody else. Numbers of records are given again when the last one left: an old page's button
 * must not meet whoever came after. */
struct str viewer_alias_of(const struct req *req, const struct tag *entry);

/* Adds a space with a new random alias (the array moves: earlier pointers die); drops one. */
struct membership *viewer_add_space(const struct space_ctx *ctx, struct viewer *v,
                                    enum space_kind kind, const struct space_ticket *ticket,
                                    struct str label);
void viewer_drop_space(struct viewer *v, struct membership *m);

/* space_enter for a membership: keeps a fresher ticket; marks it gone when the person was removed.
 */
enum err viewer_enter(const struct space_ctx *ctx, struct viewer *v, struct membership *m,
                      struct space_removal *removal, struct space **out) MUST_CHECK;

/* Unread marks: newest seq read in a thread (0: none). Setting touches the viewer only when it
 * moves forward. At most 500 marks a space; the oldest go first. */
uint32_t viewer_mark(const struct membership *m, struct str thread);
void viewer_set_mark(const struct space_ctx *ctx, struct viewer *v, struct membership *m,
                     struct str thread, uint32_t seq);

/* What must be written after a request: the keyring if touched, the session's "seen" if it is two
 * minutes old. `passive`: only the keyring. Self-contained bytes, so that it can be run later on
 * the writer. */
struct str viewer_changes(const struct space_ctx *ctx, struct viewer *v,
                          bool passive); /* empty: nothing */
enum err viewer_write(struct db *db,
                      const void *changes) MUST_CHECK; /* ERR_CONFLICT: somebody was first */

/* Form tokens: bound to the session, or for a stranger to the day. */
struct str members_form_token(const struct space_ctx *ctx, const struct viewer *v);
bool members_form_token_ok(const struct space_ctx *ctx, const struct viewer *v, struct str typed);

/* Sealed drafts: what was typed into a form whose session had ended, carried through the sign-in
 * page and back. Opens only today and tomorrow, only on this network. */
struct draft {
    struct str path;
    struct http_pairs fields;
};
struct str draft_seal(const struct space_ctx *ctx, const struct draft *d); /* base64url */
enum err draft_open(const struct space_ctx *ctx, struct str text, struct draft *out) MUST_CHECK;

#endif
