/* Bar 9, cookies: whoever has somebody's cookie, or gave them one, or writes to the session table,
 * is signed in by none of it once the session has ended, or if it never was theirs.
 *
 *   fixation    a token chosen by the attacker and set in the browser before the sign-in
 *   replay      the cookie after every way of leaving
 *   theft       the cookie after 20 minutes without a request, and after 8 hours in any case
 *   put back    the session's row, as it stood at each moment of its life, back in the table after
 *               every way of ending (whole rows of this table are not taken back: the keyring says
 *               which sessions ended)
 *   stolen      the row under another id or with another's content; after the access key turned
 *
 * Twice: on the rooms' own functions, and through the application with browsers' cookies. Control:
 * a live session opens in the same way, also in its last seconds. */
#include <stdio.h>
#include <string.h>

#include "bars/cookies.h"
#include "bars/people.h"
#include "base/rand.h"

struct thief {
    struct bar *b;
    struct bar_net *n;
    struct cookie_totals *sum;
};

/* --- the rooms' own functions --- */

static bool opens(struct thief *t, struct str token)
{
    struct viewer *v;
    return viewer_open(&t->n->ctx, token, NULL, &v) == ERR_OK;
}

static void must_not(struct thief *t, struct str token, const char *what)
{
    bool taken = opens(t, token);
    t->sum->tried++;
    t->sum->taken += taken;
    bar_check(t->b, !taken, "a cookie signs in: %s", what);
}

static void must(struct thief *t, struct str token, const char *what)
{
    bool ok = opens(t, token);
    t->sum->control += ok;
    bar_check(t->b, ok, "control: %s", what);
}

/* Puts each form of each kept row back and tries the token; afterwards the table is as before. */
static void put_back(struct thief *t, const struct stolen *s, struct str token, const char *what)
{
    for (size_t i = 0; i < s->n; i++) {
        DB_TX struct db_tx tx = {0};
        MUST(db_tx_begin(&tx, t->n->db));
        session_put_back(t->n->db, s, i);
        must_not(t, token, what);
    }
}

static struct viewer *viewer_of(struct thief *t, struct str token)
{
    struct viewer *v;
    MUST(viewer_open(&t->n->ctx, token, NULL, &v));
    return v;
}

static void keep_changes(struct thief *t, struct viewer *v)
{
    struct str changes = viewer_changes(&t->n->ctx, v, false);
    if (changes.n)
        MUST(viewer_write(t->n->db, changes.p));
}

static struct viewer *steal(struct thief *t, struct str token, struct stolen *s)
{
    struct viewer *v = viewer_of(t, token);
    session_steal(t->n->db, t->n->keep, v->session, s);
    return v;
}

/* A session from its first row on, each form of it stolen. */
static struct str live(struct thief *t, const struct member *p, struct stolen *s)
{
    struct str token;
    MUST(session_start(&t->n->ctx, p->id, &p->access, STR_NONE, &token));
    struct viewer *v = steal(t, token, s);
    session_list_add(&t->n->ctx, v);
    MUST(session_rewrite(&t->n->ctx, v));
    keep_changes(t, v);
    steal(t, token, s);
    return str_copy(t->n->keep, token);
}

enum ending { BY_TOKEN_FRESH, BY_LIST, BY_LIST_ELSEWHERE, BY_ACCESS, BY_IDLE, BY_AGE, BY_DELETION };
#define ENDINGS 7

static const char *const ENDING_NAMES[ENDINGS] = {"left before its first page",
                                                  "signed out",
                                                  "ended from another session",
                                                  "all others ended",
                                                  "idle",
                                                  "eight hours old",
                                                  "account deleted"};

static void end_by_access(struct thief *t, struct member *p, struct str other)
{
    struct account a;
    struct key root, access;
    enum slot_kind kind;
    struct viewer *v = viewer_of(t, other);
    MUST(account_by_id(&t->n->ctx, p->id, &a));
    MUST(account_open(&t->n->ctx, &a, &p->hashed.fresh, &kind, &root, &access));
    MUST(account_rotate_access(&t->n->ctx, &a, &root, v));
    keep_changes(t, v);
    p->access = v->access;
}

/* A person reads a page every quarter of an hour; the thief looks over their shoulder. */
static void eight_hours(struct thief *t, struct str token, struct stolen *s)
{
    int64_t start = t->n->ctx.now;
    while (t->n->ctx.now + 900 < start + SESSION_MAX_SECONDS) {
        t->n->ctx.now += 900;
        must(t, token, "a session that is in use");
        keep_changes(t, viewer_of(t, token));
        steal(t, token, s);
        net_clear(t->n);
    }
    t->n->ctx.now = start + SESSION_MAX_SECONDS - 1;
    must(t, token, "a session's last second");
    keep_changes(t, viewer_of(t, token));
    t->n->ctx.now++;
}

static void end(struct thief *t, enum ending how, struct member *p, struct str token,
                struct stolen *s)
{
    struct space_ctx *ctx = &t->n->ctx;
    struct viewer *v = viewer_of(t, token);
    must(t, token, "a live session");
    switch (how) {
    case BY_TOKEN_FRESH: {
        struct str fresh;
        struct stolen early = {.n = 0};
        MUST(session_start(ctx, p->id, &p->access, STR_NONE, &fresh));
        v = steal(t, fresh, &early);
        MUST(session_list_end(ctx, v, v->session)); /* what /leave does */
        keep_changes(t, v);
        must_not(t, fresh, ENDING_NAMES[how]);
        put_back(t, &early, fresh, "its row put back, left before its first page");
        v = viewer_of(t, token);
        MUST(session_list_end(ctx, v, v->session));
        keep_changes(t, v);
        return;
    }
    case BY_LIST:
        MUST(session_list_end(ctx, v, v->session));
        keep_changes(t, v);
        return;
    case BY_LIST_ELSEWHERE: {
        struct str other = live(t, p, &(struct stolen){.n = 0});
        struct viewer *there = viewer_of(t, other);
        MUST(session_list_end(ctx, there, v->session));
        keep_changes(t, there);
        must(t, other, "the session that ended another");
        return;
    }
    case BY_ACCESS: {
        struct str other = live(t, p, &(struct stolen){.n = 0});
        end_by_access(t, p, other);
        must(t, other, "the session that ended all others");
        return;
    }
    case BY_IDLE:
        t->n->ctx.now += SESSION_IDLE_SECONDS - 1;
        must(t, token, "a session idle for less than twenty minutes");
        t->n->ctx.now++;
        return;
    case BY_AGE:
        eight_hours(t, token, s);
        return;
    case BY_DELETION:
        MUST(account_delete(ctx, p->id));
        return;
    }
}

static void one_life(struct thief *t, enum ending how, size_t i)
{
    DB_TX struct db_tx tx = {0};
    struct member p, other;
    struct stolen mine = {.n = 0}, theirs = {.n = 0};
    char what[120];
    MUST(db_tx_begin(&tx, t->n->db));
    member_create(t->n, str_fmt(t->n->keep, "who-%zu", i), STR("a long passphrase"), &p);
    struct str token = live(t, &p, &mine);
    end(t, how, &p, token, &mine);
    must_not(t, token, ENDING_NAMES[how]);
    snprintf(what, sizeof what, "its row put back, %s", ENDING_NAMES[how]);
    put_back(t, &mine, token, what);
    /* Somebody else's live session, with the victim's row in its place and the other way round. */
    member_create(t->n, str_fmt(t->n->keep, "other-%zu", i), STR("a long passphrase"), &other);
    struct str live_token = live(t, &other, &theirs);
    for (size_t k = 0; k < theirs.n; k++) {
        struct stolen crossed = {.n = 1};
        memcpy(crossed.v[0], theirs.v[k], sizeof crossed.v[0]);
        crossed.v[0][0] = mine.v[0][0];
        put_back(t, &crossed, token, "another's row under its id");
        memcpy(crossed.v[0], mine.v[0], sizeof crossed.v[0]);
        crossed.v[0][0] = theirs.v[k][0];
        put_back(t, &crossed, live_token, "its row under another's id");
    }
    must(t, live_token, "somebody else's session, untouched");
    MUST(session_end_token(&t->n->ctx, live_token));
    MUST(session_end_token(&t->n->ctx, token));
    int64_t gone;
    MUST(sessions_expire(t->n->db, DAY0 + 10, &gone));
    MUST(db_tx_commit(&tx));
    t->n->ctx.now = NOON(DAY0);
}

/* Tokens that were never given: chosen, empty, cut, in another spelling, of a failed sign-in. */
static void fixation(struct thief *t, size_t i)
{
    struct member p;
    uint8_t raw[TOKEN_SIZE];
    struct str given, failed;
    rand_bytes(raw, sizeof raw);
    struct str chosen = seal_base64(t->n->keep, str_from(raw, sizeof raw));
    must_not(t, chosen, "a chosen token before the sign-in");
    member_create(t->n, str_fmt(t->n->keep, "fixed-%zu", i), STR("a long passphrase"), &p);
    MUST(session_start(&t->n->ctx, p.id, &p.access, STR_NONE, &given));
    must(t, given, "the token that was given");
    must_not(t, chosen, "a chosen token after the sign-in");
    bar_check(t->b, !str_eq(given, chosen), "the chosen token was given");
    const struct str near[] = {STR(""),
                               STR("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                               str_slice(given, 0, given.n - 1),
                               str_slice(given, 1, given.n),
                               str_fmt(t->n->keep, "%" STR_FMT "A", STR_ARG(given)),
                               str_fmt(t->n->keep, "%" STR_FMT "=", STR_ARG(given)),
                               str_fmt(t->n->keep, " %" STR_FMT, STR_ARG(given)),
                               str_from(raw, sizeof raw)};
    for (size_t k = 0; k < sizeof near / sizeof near[0]; k++)
        must_not(t, near[k], "a token near to the given one");
    MUST(session_start_failed(&t->n->ctx, STR("somebody"), STR_NONE, &failed));
    must_not(t, failed, "the token of a sign-in that failed");
    MUST(session_end_token(&t->n->ctx, failed));
    MUST(session_end_token(&t->n->ctx, given));
}

static void functions(struct bar *b, struct bar_net *n, void *arg)
{
    struct thief t = {b, n, arg};
    size_t rounds = bar_size(4, 60);
    bar_log_quiet(b, n->t.folder);
    for (size_t i = 0; i < rounds; i++) {
        fixation(&t, i);
        for (size_t how = 0; how < ENDINGS; how++) {
            one_life(&t, (enum ending)how, i * ENDINGS + how);
            net_clear(n);
        }
        arena_clear(n->keep);
    }
    bar_log_loud(b, n->keep);
}

int main(void)
{
    struct bar b;
    struct cookie_totals sum = {0};
    bar_begin(&b, "cookies");
    bar_on_engines(&b, functions, &sum);
    cookies_web(&b, &sum);
    return bar_end(&b, (double)sum.taken, "sessions",
                   "%zu attempts %s, on functions and with browsers, to come in by a chosen, "
                   "replayed, expired or put back cookie: "
                   "%zu succeed; %zu live sessions opened meanwhile.",
                   sum.tried, bar_where(&b), sum.taken, sum.control);
}
