/* Bar 9 through the application: a browser signs in, a thief has its cookie. */
#include <stdio.h>
#include <string.h>

#include "bars/cookies.h"
#include "base/rand.h"
#include "scenarios/world.h"

/* --- rows of the table, as a thief keeps them --- */

static const struct db_sql SESSION_ALL = {.name = "bar: sessions",
                                          .all = "SELECT id, expires, sealed, mac FROM session"};
static const struct db_sql SESSION_BACK = {
    .name = "bar: put back",
    .all = "INSERT INTO session (id, expires, sealed, mac) VALUES ($1, $2, $3, $4) "
           "ON CONFLICT (id) DO UPDATE SET expires = $2, sealed = $3, mac = $4"};

void session_steal(struct db *db, struct arena *keep, const uint8_t *id, struct stolen *s)
{
    struct db_rows rows;
    MUST(db_all(db, &SESSION_ALL, DB_NO_ARGS, keep, &rows));
    for (size_t r = 0; r < rows.n; r++) {
        bool known = id && !str_eq(db_cell_str(&rows, r, 0), str_from(id, SESSION_ID_SIZE));
        for (size_t i = 0; i < s->n; i++)
            known |= str_eq(s->v[i][3].s, db_cell_str(&rows, r, 3));
        if (known || s->n == STOLEN_MAX)
            continue;
        memcpy(s->v[s->n++], &rows.v[r * 4], sizeof s->v[0]);
    }
}

void session_put_back(struct db *db, const struct stolen *s, size_t i)
{
    MUST(db_run(db, &SESSION_BACK, s->v[i], 4, NULL));
}

static const struct db_sql SESSION_NONE = {.name = "bar: no sessions",
                                           .all = "DELETE FROM session"};

struct story {
    struct bar *b;
    struct cookie_totals *sum;
    struct world *w;
    struct person *member; /* what they wrote down; signs in elsewhere */
};

/* Another browser with this cookie asks for a page of members. */
static bool signed_in(struct story *s, struct str token)
{
    struct person *thief = someone(s->w, "a thief", "en");
    cookie_put(thief, SESSION_COOKIE, token);
    visit(thief, "/me/sessions");
    return thief->status == 200;
}

static void must_not(struct story *s, struct str token, const char *what)
{
    bool taken = signed_in(s, token);
    s->sum->tried++;
    s->sum->taken += taken;
    bar_check(s->b, !taken, "a browser is signed in: %s", what);
}

static void must(struct story *s, struct str token, const char *what)
{
    bool ok = signed_in(s, token);
    s->sum->control += ok;
    bar_check(s->b, ok, "control with browsers: %s", what);
}

static struct person *comes(struct story *s, const char *called)
{
    struct person *p = elsewhere(s->member, called);
    visit(p, "/in");
    signs_in(p);
    must(s, cookie_of(p, SESSION_COOKIE), "just signed in");
    return p;
}

static void fixation(struct story *s)
{
    uint8_t raw[TOKEN_SIZE];
    rand_bytes(raw, sizeof raw);
    struct str chosen = seal_base64(s->w->arena, str_from(raw, sizeof raw));
    struct person *p = elsewhere(s->member, "who was given a cookie");
    cookie_put(p, SESSION_COOKIE, chosen);
    must_not(s, chosen, "a chosen cookie before the sign-in");
    visit(p, "/in");
    signs_in(p);
    struct str given = cookie_of(p, SESSION_COOKIE);
    bar_check(s->b, given.n && !str_eq(given, chosen), "the chosen cookie stayed");
    must_not(s, chosen, "a chosen cookie after the sign-in");
    must(s, given, "the cookie that was given");
    /* A wrong passphrase gives a cookie too, which opens nothing. */
    struct person *wrong = someone(s->w, "who guesses", "ar");
    visit(wrong, "/in");
    submit(wrong, "/in", "name", str_to_c(s->w->arena, s->member->name), "passphrase",
           "not the passphrase");
    must_not(s, cookie_of(wrong, SESSION_COOKIE), "after a wrong passphrase");
    leaves(p);
}

enum way { LEAVE, OUT, ONE, ALL, IDLE, AGE };
#define WAYS 6
static const char *const WAY_NAMES[WAYS] = {
    "left", "signed out", "ended elsewhere", "all others ended", "idle", "eight hours old"};

static void idle_or_old(struct story *s, enum way how, struct str token, struct stolen *rows)
{
    int64_t start = s->w->clock.fixed;
    world_wait(s->w, SESSION_IDLE_SECONDS - 1);
    if (how == IDLE) { /* nobody asks for anything */
        world_wait(s->w, 1);
        return;
    }
    while (s->w->clock.fixed < start + SESSION_MAX_SECONDS - 1) {
        must(s, token, "in use");
        session_steal(world_db(s->w), s->w->arena, NULL, rows);
        int64_t left = start + SESSION_MAX_SECONDS - 1 - s->w->clock.fixed;
        world_wait(s->w, left < 900 ? left : 900);
    }
    must(s, token, "in its last second");
    world_wait(s->w, 1);
}

static void one_way(struct story *s, enum way how)
{
    char what[80];
    struct stolen *rows = ARENA_NEW(s->w->arena, struct stolen);
    struct person *p = comes(s, "a member");
    struct str token = cookie_of(p, SESSION_COOKIE);
    session_steal(world_db(s->w), s->w->arena, NULL, rows);
    switch (how) {
    case LEAVE:
        leaves(p);
        break;
    case OUT:
        visit(p, "/me");
        submit(p, "/out");
        break;
    case ONE: {
        struct person *other = comes(s, "the same member elsewhere");
        visit(other, "/me/sessions");
        submit(other, "/me/sessions");
        must(s, cookie_of(other, SESSION_COOKIE), "the session that ended another");
        break;
    }
    case ALL: {
        struct person *other = comes(s, "the same member elsewhere");
        visit(other, "/me/sessions");
        submit(other, "/me/sessions/all", "current", str_to_c(s->w->arena, s->member->passphrase));
        must(s, cookie_of(other, SESSION_COOKIE), "the session that ended all others");
        break;
    }
    case IDLE:
    case AGE:
        idle_or_old(s, how, token, rows);
        break;
    }
    must_not(s, token, WAY_NAMES[how]);
    snprintf(what, sizeof what, "its row put back, %s", WAY_NAMES[how]);
    for (size_t i = 0; i < rows->n; i++) {
        session_put_back(world_db(s->w), rows, i);
        must_not(s, token, what);
    }
    MUST(db_run(world_db(s->w), &SESSION_NONE, DB_NO_ARGS, NULL));
}

void cookies_web(struct bar *b, struct cookie_totals *sum)
{
    for (enum db_engine e = DB_SQLITE; e <= DB_POSTGRES; e++) {
        struct world w;
        struct story s = {b, sum, &w, NULL};
        if (!world_open(&w, e))
            continue;
        struct person *first = someone(&w, "سلمى", "ar");
        joins(first, w.code, "سلمى");
        leaves(first);
        s.member = first;
        for (size_t i = 0; i < bar_size(1, 5); i++) {
            fixation(&s);
            for (size_t how = 0; how < WAYS; how++)
                one_way(&s, (enum way)how);
        }
        world_close(&w);
    }
}
