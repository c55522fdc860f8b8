#include "base/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rand.h"
#include "circles/inside.h"
#include "search/search.h"
#include "support/test_db.h"

#define DAY0 20000
#define NOON(day) ((int64_t)(day)*DAY_SECONDS + 43200)

/* ---- rules ---- */

static struct tag tag_of(uint8_t n)
{
    struct tag t = {{n}};
    return t;
}

static void who_may_go(void **state)
{
    (void)state;
    struct roster_entry people[] = {
        {.seq = 1, .tag = tag_of(1), .role = ROLE_FACILITATOR, .since = 5},
        {.seq = 2, .tag = tag_of(2), .role = ROLE_MEMBER, .since = 9},
        {.seq = 3, .tag = tag_of(3), .role = ROLE_MEMBER, .since = 7},
        {.seq = 4, .tag = tag_of(4), .role = ROLE_INVITE, .since = 1},
    };
    struct roster r = {people, 4};
    struct facilitators f = facilitators_of(&r, &people[0].tag);
    assert_int_equal(f.people, 3);
    assert_int_equal(f.heir->seq, 3);
    assert_false(facilitator_may_go(&f));
    people[1].role = ROLE_FACILITATOR;
    f = facilitators_of(&r, &people[0].tag);
    assert_true(facilitator_may_go(&f));
    assert_int_equal(f.heir->seq, 2);
    f = facilitators_of(&r, &people[2].tag);
    assert_true(facilitator_may_go(&f));
}

static void affirmations_toggle(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct post p = {0};
    struct tag one = tag_of(1), two = tag_of(2);
    affirm_toggle(a, &p, &one, AFFIRM_HEARD);
    affirm_toggle(a, &p, &one, AFFIRM_THANKS);
    affirm_toggle(a, &p, &two, AFFIRM_HEARD);
    assert_int_equal(p.naffirmed, 3);
    affirm_toggle(a, &p, &one, AFFIRM_HEARD);
    assert_false(affirm_has(&p, &one, AFFIRM_HEARD));
    assert_true(affirm_has(&p, &one, AFFIRM_THANKS));
    assert_true(affirm_has(&p, &two, AFFIRM_HEARD));
    assert_true(affirm_drop(&p, &one));
    assert_false(affirm_drop(&p, &one));
    assert_int_equal(p.naffirmed, 1);
}

static void excerpts_cut_at_letters(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    assert_str(text_excerpt(a, STR("short"), 2, 100), "short");
    for (size_t at = 0; at < 60; at++)
        for (size_t n = 8; n < 40; n++) {
            struct str s = text_excerpt(a, STR("كلام طويل جدا لا ينتهي أبدا وفيه كلمات"), at, n);
            assert_true(str_is_utf8(s));
        }
    struct str s = text_excerpt(a, STR("one two three four five six seven"), 19, 12);
    assert_non_null(memmem(s.p, s.n, "five", 4));
}

static void conversations_stand_newest_first(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng rng = {7};
    for (size_t n = 0; n < 40; n++) {
        struct threads t = {.v = ARENA_ARRAY(a, struct thread, n), .n = n};
        for (size_t i = 0; i < n; i++)
            t.v[i].last_at = (int64_t)rng_below(&rng, 10);
        threads_sort(&t, a);
        for (size_t i = 1; i < n; i++)
            assert_true(t.v[i - 1].last_at >= t.v[i].last_at);
    }
}

/* ---- a network with a commons and three people ---- */

struct town {
    struct test_db t;
    struct seal_home *home;
    struct arena *arena, *secret;
    struct space_ctx ctx;
    struct viewer amal, sami, nour;
};

static const struct space_persona AMAL = {STR_INIT("أمل"), STR_INIT("هي"), STR_INIT("")};
static const struct space_persona SAMI = {STR_INIT("Sami"), STR_INIT("they"), STR_INIT("quiet")};
static const struct space_persona NOUR = {STR_INIT("نور"), STR_INIT(""), STR_INIT("")};

static void settle_in(struct town *w, struct space *commons, struct viewer *v)
{
    struct key secret;
    struct space_ticket t;
    struct space *s;
    key_random(&secret);
    assert_ok(roster_invite(commons, &secret, ROLE_INVITE, ROLE_MEMBER, false, DAY0 + 7));
    space_ticket_new(&t, (struct space_id){0});
    assert_ok(roster_come_in(&w->ctx, &secret, NULL, &t, &s));
    viewer_add_space(&w->ctx, v, SPACE_COMMONS, &t, STR("commons"));
}

static void town_open(struct town *w)
{
    struct space_ticket t;
    struct space *commons;
    assert_ok(seal_home_create(w->t.folder, DAY0));
    assert_ok(seal_home_open(w->t.folder, DAY0, false, &w->home));
    w->arena = arena_create(ARENA_PLAIN, 0);
    w->secret = arena_create(ARENA_SECRET, 0);
    w->ctx = (struct space_ctx){w->t.db, w->home, w->arena, w->secret, NOON(DAY0)};
    assert_ok(space_create(&w->ctx, &AMAL, &t, &commons));
    viewer_add_space(&w->ctx, &w->amal, SPACE_COMMONS, &t, STR("commons"));
    settle_in(w, commons, &w->sami);
    settle_in(w, commons, &w->nour);
}

static void town_close(struct town *w)
{
    test_db_close(&w->t);
    seal_home_close(w->home);
    arena_destroy(w->arena);
    arena_destroy(w->secret);
}

typedef void town_test(struct town *w);

static void on_both(town_test *t)
{
    for (enum db_engine e = DB_SQLITE; e <= DB_POSTGRES; e++) {
        struct town w = {0};
        if (!test_db_open(e, &w.t))
            continue;
        town_open(&w);
        t(&w);
        town_close(&w);
    }
}

static struct circle_in enter(struct town *w, struct viewer *v, struct str alias)
{
    struct circle_in in;
    assert_ok(circle_enter(&w->ctx, v, alias, NULL, &in));
    return in;
}

static struct str circle_of(struct town *w, enum circle_openness o, int days)
{
    const struct circle c = {
        .name = STR("حلقة المساء"), .purpose = STR("listening"), .openness = o, .keep_days = days};
    struct str alias;
    assert_ok(circle_create(&w->ctx, &w->amal, &c, &AMAL, &alias));
    return alias;
}

static struct str join(struct town *w, struct str founders, struct viewer *v,
                       const struct space_persona *who)
{
    struct circle_in in = enter(w, &w->amal, founders);
    struct str code, alias;
    assert_ok(circle_code(&in, 7, false, &code));
    assert_ok(circle_join_code(&w->ctx, v, code, who, &alias));
    return alias;
}

static struct str begin(struct town *w, struct viewer *v, struct str alias, const char *text)
{
    struct circle_in in = enter(w, v, alias);
    const struct new_post n = {.title = STR("title"), .text = str_from_c(text)};
    struct str thread;
    assert_ok(thread_begin(&in, &n, &thread));
    return thread;
}

static uint32_t reply(struct town *w, struct viewer *v, struct str alias, struct str thread,
                      const char *text)
{
    struct circle_in in = enter(w, v, alias);
    const struct new_post n = {.text = str_from_c(text)};
    uint32_t seq;
    assert_ok(post_reply(&in, thread, &n, &seq));
    return seq;
}

static struct posts posts_of(struct town *w, struct viewer *v, struct str alias, struct str thread)
{
    struct circle_in in = enter(w, v, alias);
    struct posts p;
    assert_ok(posts_read(&in, thread, 0, 100, &p));
    return p;
}

/* Does the word stand in any record of the circle, opened? */
static bool anywhere(struct town *w, struct viewer *v, struct str alias, const char *word)
{
    struct circle_in in = enter(w, v, alias);
    struct threads threads;
    struct record_list list;
    size_t found = 0;
    assert_ok(threads_read(&in, &threads));
    for (size_t s = 0; s < threads.n + 3; s++) {
        struct stream_id st = s == 0   ? threads_stream(in.s)
                              : s == 1 ? record_stream(in.s, "roster", STR_NONE)
                              : s == 2 ? record_stream(in.s, "about", STR_NONE)
                                       : posts_stream(in.s, threads.v[s - 3].id);
        assert_ok(record_oldest(in.s, st, 0, 1000, &list));
        for (size_t i = 0; i < list.n; i++)
            found += memmem(list.v[i].body.p, list.v[i].body.n, word, strlen(word)) != NULL;
    }
    return found > 0;
}

static void words_are_said_and_answered(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90), s = join(w, a, &w->sami, &SAMI);
    struct str thread = begin(w, &w->sami, s, "مرحبا");
    assert_int_equal(reply(w, &w->amal, a, thread, "أهلا"), 2);
    struct posts p = posts_of(w, &w->sami, s, thread);
    assert_int_equal(p.n, 2);
    assert_str(p.v[0].text, "مرحبا");
    assert_str(p.v[0].by.name, "Sami");
    assert_str(p.v[1].by.pronouns, "هي");
    struct circle_in in = enter(w, &w->sami, s);
    struct thread t;
    assert_ok(thread_find(&in, thread, &t));
    assert_int_equal(t.last_seq, 2);
    assert_str(t.last.name, "أمل");
    assert_err(thread_find(&in, STR("00000000"), &t), NOT_FOUND);
    assert_str(in.m->label, "حلقة المساء");
    assert_err(circle_enter(&w->ctx, &w->nour, a, NULL, &in), NOT_FOUND);
}

static void words_go_on_their_day(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 7);
    struct str thread = begin(w, &w->amal, a, "soon gone");
    struct threads t;
    w->ctx.now = NOON(DAY0 + 5);
    assert_ok(seal_home_turn(w->home, DAY0 + 2, false));
    assert_ok(seal_home_turn(w->home, DAY0 + 4, false));
    assert_ok(seal_home_turn(w->home, DAY0 + 5, false));
    assert_int_equal(reply(w, &w->amal, a, thread, "later"), 2);
    for (int d = 6; d <= 8; d++)
        assert_ok(seal_home_turn(w->home, DAY0 + d, false));
    w->ctx.now = NOON(DAY0 + 8);
    /* before the night's cleaning, and after it */
    for (int i = 0; i < 2; i++) {
        int64_t gone;
        struct posts p = posts_of(w, &w->amal, a, thread);
        assert_int_equal(p.n, 1);
        assert_false(p.v[0].damaged);
        assert_str(p.v[0].text, "later");
        struct circle_in in = enter(w, &w->amal, a);
        assert_ok(threads_read(&in, &t));
        assert_int_equal(t.n, 1);
        assert_int_equal(t.damaged, 0);
        assert_ok(space_expire(w->t.db, DAY0 + 8, &gone));
        assert_int_equal(gone, i == 0 ? 1 : 0);
    }
    for (int d = 9; d <= 13; d++)
        assert_ok(seal_home_turn(w->home, DAY0 + d, false));
    w->ctx.now = NOON(DAY0 + 13);
    struct circle_in in = enter(w, &w->amal, a);
    assert_ok(threads_read(&in, &t));
    assert_int_equal(t.n, 0);
}

static void a_new_name_leaves_the_old_one_nowhere(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90), s = join(w, a, &w->sami, &SAMI);
    struct str one = begin(w, &w->sami, s, "first"), two = begin(w, &w->amal, a, "second");
    uint32_t seq = reply(w, &w->sami, s, two, "third");
    reply(w, &w->amal, a, one, "fourth");
    struct circle_in in = enter(w, &w->amal, a);
    struct roster r;
    assert_ok(roster_read(in.s, &r));
    for (size_t i = 0; i < r.n; i++)
        if (r.v[i].role == ROLE_MEMBER)
            assert_ok(facilitator_make(&in, r.v[i].seq));
    in = enter(w, &w->sami, s);
    assert_ok(post_remove(&in, one, 2, STR("reason")));
    assert_true(anywhere(w, &w->amal, a, "Sami"));
    const struct space_persona now = {STR("Samira"), STR("she"), STR("")};
    const struct space_persona other = {STR("Layla"), STR("she"), STR("")};
    in = enter(w, &w->sami, s);
    assert_ok(persona_change(&in, &now));
    in = enter(w, &w->sami, s);
    assert_ok(persona_change(&in, &other));
    assert_false(anywhere(w, &w->amal, a, "Sami"));
    assert_false(anywhere(w, &w->amal, a, "they"));
    assert_false(anywhere(w, &w->amal, a, "quiet"));
    struct posts p = posts_of(w, &w->amal, a, two);
    assert_str(p.v[seq - 1].by.name, "Layla");
    assert_str(p.v[0].by.name, "أمل"); /* nobody else's */
}

static uint32_t entry_of(struct town *w, struct viewer *v, struct str alias, const char *name)
{
    struct circle_in in = enter(w, v, alias);
    struct roster r;
    assert_ok(roster_read(in.s, &r));
    for (size_t i = 0; i < r.n; i++)
        if (str_eq_c(r.v[i].persona.name, name))
            return r.v[i].seq;
    return 0;
}

static void who_is_removed_reads_why_and_no_more(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_REQUEST, 90), s = join(w, a, &w->sami, &SAMI);
    struct str thread = begin(w, &w->sami, s, "mine");
    struct space_removal why;
    struct circle_in in = enter(w, &w->sami, s), out;
    /* nobody but a facilitator */
    assert_err(circle_remove(&in, entry_of(w, &w->amal, a, "أمل"), STR("x"), false), DENIED);
    in = enter(w, &w->amal, a);
    assert_err(circle_remove(&in, entry_of(w, &w->amal, a, "أمل"), STR("x"), false), DENIED);
    assert_ok(circle_remove(&in, entry_of(w, &w->amal, a, "Sami"), STR("لأن"), true));
    assert_err(circle_enter(&w->ctx, &w->sami, s, &why, &out), DENIED);
    assert_str(why.reason, "لأن");
    assert_str(why.by, "أمل");
    assert_true(out.m->gone);
    struct posts p = posts_of(w, &w->amal, a, thread);
    assert_int_equal(p.v[0].gone, GONE_REMOVED);
    assert_false(anywhere(w, &w->amal, a, "mine"));
    assert_false(anywhere(w, &w->amal, a, "Sami"));
}

static void a_hidden_circle_is_not_listed(struct town *w)
{
    struct listings l;
    struct str hidden = circle_of(w, OPENNESS_HIDDEN, 90);
    assert_ok(listings_read(&w->ctx, &w->sami, &l));
    assert_int_equal(l.n, 0);
    struct str asked = circle_of(w, OPENNESS_REQUEST, 90);
    assert_ok(listings_read(&w->ctx, &w->sami, &l));
    assert_int_equal(l.n, 1);
    assert_null(l.v[0].member);
    assert_ok(listings_read(&w->ctx, &w->amal, &l));
    assert_non_null(l.v[0].member);
    /* it can come out, and hide again */
    struct circle_in in = enter(w, &w->amal, hidden);
    struct circle c = in.about;
    c.openness = OPENNESS_OPEN;
    assert_ok(circle_change(&in, &c));
    assert_ok(listings_read(&w->ctx, &w->sami, &l));
    assert_int_equal(l.n, 2);
    in = enter(w, &w->amal, asked);
    c = in.about;
    c.openness = OPENNESS_HIDDEN;
    assert_ok(circle_change(&in, &c));
    assert_ok(listings_read(&w->ctx, &w->sami, &l));
    assert_int_equal(l.n, 1);
    assert_int_equal(l.v[0].openness, OPENNESS_OPEN);
}

static void an_open_circle_is_open_until_it_closes(struct town *w)
{
    struct listings l, old;
    struct str alias, a = circle_of(w, OPENNESS_OPEN, 90);
    assert_ok(listings_read(&w->ctx, &w->sami, &l));
    assert_ok(circle_join_open(&w->ctx, &w->sami, &l.v[0], &SAMI, &alias));
    begin(w, &w->sami, alias, "hello");
    assert_ok(listings_read(&w->ctx, &w->sami, &l));
    assert_err(circle_join_open(&w->ctx, &w->sami, &l.v[0], &SAMI, &alias), CONFLICT);
    assert_ok(listings_read(&w->ctx, &w->nour, &old));
    struct circle_in in = enter(w, &w->amal, a);
    struct circle c = in.about;
    c.openness = OPENNESS_INVITATION;
    assert_ok(circle_change(&in, &c));
    assert_err(circle_join_open(&w->ctx, &w->nour, &old.v[0], &NOUR, &alias), DENIED);
    enter(w, &w->sami, w->sami.keyring.spaces[1].alias); /* who is in stays in */
    in = enter(w, &w->sami, w->sami.keyring.spaces[1].alias);
    assert_err(circle_change(&in, &c), DENIED);
}

static void who_asks_is_admitted_or_not(struct town *w)
{
    struct listings l;
    struct requests r;
    struct str a = circle_of(w, OPENNESS_REQUEST, 90);
    struct circle_in in, out;
    assert_ok(listings_read(&w->ctx, &w->sami, &l));
    assert_ok(circle_join_ask(&w->ctx, &w->sami, &l.v[0], &SAMI, STR("please")));
    assert_ok(circle_join_ask(&w->ctx, &w->nour, &l.v[0], &NOUR, STR("me too")));
    struct str s = w->sami.keyring.spaces[1].alias, n = w->nour.keyring.spaces[1].alias;
    assert_err(circle_enter(&w->ctx, &w->sami, s, NULL, &out), DENIED);
    assert_true(out.m->waiting);
    in = enter(w, &w->amal, a);
    assert_ok(requests_read(&in, &r));
    assert_int_equal(r.n, 2);
    for (size_t i = 0; i < 2; i++)
        assert_ok(request_answer(&in, &r.v[i].letter, str_eq_c(r.v[i].words, "please")));
    assert_err(request_answer(&in, &r.v[0].letter, true), NOT_FOUND);
    assert_ok(requests_read(&in, &r));
    assert_int_equal(r.n, 0);
    out = enter(w, &w->sami, s);
    assert_false(out.m->waiting);
    assert_err(circle_enter(&w->ctx, &w->nour, n, NULL, &out), DENIED);
    assert_true(out.m->waiting);
    begin(w, &w->sami, s, "thank you");
}

static void a_code_opens_once(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90), code, alias;
    struct circle_in in = enter(w, &w->amal, a);
    assert_ok(circle_code(&in, 7, false, &code));
    assert_err(circle_join_code(&w->ctx, &w->amal, code, &AMAL, &alias), CONFLICT);
    assert_err(circle_join_code(&w->ctx, &w->sami, STR("not a code"), &SAMI, &alias), INVALID);
    assert_ok(circle_join_code(&w->ctx, &w->sami, code, &SAMI, &alias));
    assert_err(circle_join_code(&w->ctx, &w->nour, code, &NOUR, &alias), DENIED);
    assert_int_equal(w->nour.keyring.nspaces, 1);
    in = enter(w, &w->sami, alias);
    assert_err(circle_code(&in, 7, false, &code), DENIED);
}

static void the_same_form_twice_says_it_once(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90), s = join(w, a, &w->sami, &SAMI), t1, t2;
    struct new_post n = {.title = STR("t"), .text = STR("x"), .once = STR("0123456789abcdef")};
    uint32_t one, two;
    struct circle_in in = enter(w, &w->amal, a);
    assert_ok(thread_begin(&in, &n, &t1));
    assert_ok(thread_begin(&in, &n, &t2));
    assert_true(str_eq(t1, t2));
    n.once = STR("fedcba9876543210");
    assert_ok(post_reply(&in, t1, &n, &one));
    assert_ok(post_reply(&in, t1, &n, &two));
    assert_int_equal(one, two);
    in = enter(w, &w->sami, s); /* somebody else's form */
    assert_ok(post_reply(&in, t1, &n, &two));
    assert_int_not_equal(one, two);
    assert_int_equal(posts_of(w, &w->amal, a, t1).n, 3);
}

static void unread_is_what_others_said(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90), s = join(w, a, &w->sami, &SAMI);
    struct circle_rows rows;
    size_t n;
    struct str thread = begin(w, &w->amal, a, "one");
    assert_ok(circles_unread(&w->ctx, &w->amal, &n));
    assert_int_equal(n, 0);
    assert_ok(circles_list(&w->ctx, &w->sami, &rows));
    assert_int_equal(rows.n, 1);
    assert_int_equal(rows.v[0].unread, 1);
    struct circle_in in = enter(w, &w->sami, s);
    struct posts p = posts_of(w, &w->sami, s, thread);
    assert_int_equal(posts_first_new(&p, viewer_mark(in.m, thread), space_tag_of(in.s)), 1);
    viewer_set_mark(&w->ctx, &w->sami, in.m, thread, 1);
    assert_ok(circles_unread(&w->ctx, &w->sami, &n));
    assert_int_equal(n, 0);
    reply(w, &w->sami, s, thread, "two");
    assert_ok(circles_unread(&w->ctx, &w->sami, &n));
    assert_int_equal(n, 0);
    assert_ok(circles_unread(&w->ctx, &w->amal, &n));
    assert_int_equal(n, 1);
    /* an answer to words one has not read does not make them read */
    reply(w, &w->amal, a, thread, "three");
    assert_ok(circles_unread(&w->ctx, &w->amal, &n));
    assert_int_equal(n, 1);
}

static void words_are_their_authors(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90), s = join(w, a, &w->sami, &SAMI);
    struct str thread = begin(w, &w->sami, s, "secret words");
    struct circle_in amal = enter(w, &w->amal, a), sami = enter(w, &w->sami, s);
    struct thread t;
    uint32_t seq = reply(w, &w->amal, a, thread, "answer");
    assert_err(post_edit(&amal, thread, 1, STR("mine now"), STR_NONE), DENIED);
    assert_err(post_take_back(&amal, thread, 1), DENIED);
    assert_err(post_remove(&sami, thread, seq, STR("no")), DENIED);
    assert_ok(post_edit(&sami, thread, 1, STR("other words"), STR("note")));
    struct posts p = posts_of(w, &w->amal, a, thread);
    assert_str(p.v[0].text, "other words");
    assert_true(p.v[0].edited_at > 0);
    assert_int_equal(p.v[0].expires, DAY0 + 90);
    assert_ok(post_affirm(&amal, thread, 1, AFFIRM_METOO));
    assert_err(post_affirm(&sami, thread, 1, AFFIRM_METOO), DENIED);
    p = posts_of(w, &w->sami, s, thread);
    assert_true(affirm_has(&p.v[0], space_tag_of(amal.s), AFFIRM_METOO));
    assert_ok(post_take_back(&sami, thread, 1));
    assert_false(anywhere(w, &w->amal, a, "words"));
    assert_ok(thread_find(&sami, thread, &t));
    assert_int_equal(t.title.n, 0);
    assert_ok(post_remove(&amal, thread, seq, STR("because")));
    p = posts_of(w, &w->sami, s, thread);
    assert_int_equal(p.n, 2);
    assert_int_equal(p.v[1].gone, GONE_REMOVED);
    assert_str(p.v[1].gone_reason, "because");
    /* what nobody answered goes whole */
    struct str alone = begin(w, &w->sami, s, "alone");
    assert_ok(post_take_back(&sami, alone, 1));
    assert_err(thread_find(&sami, alone, &t), NOT_FOUND);
}

static void who_leaves_takes_words_or_name_along(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90), s = join(w, a, &w->sami, &SAMI),
               n = join(w, a, &w->nour, &NOUR);
    struct str thread = begin(w, &w->sami, s, "of sami");
    reply(w, &w->nour, n, thread, "of nour");
    struct circle_in in = enter(w, &w->nour, n);
    assert_ok(post_affirm(&in, thread, 1, AFFIRM_HEARD));
    assert_ok(circle_leave(&in, PARTING_NAMELESS));
    assert_null(viewer_space(&w->nour, n));
    assert_false(anywhere(w, &w->amal, a, "نور"));
    assert_true(anywhere(w, &w->amal, a, "of nour"));
    struct posts p = posts_of(w, &w->amal, a, thread);
    assert_false(p.v[1].by.here);
    assert_int_equal(p.v[0].naffirmed, 0);
    in = enter(w, &w->sami, s);
    assert_ok(circle_leave(&in, PARTING_REMOVE));
    assert_false(anywhere(w, &w->amal, a, "of sami"));
    assert_false(anywhere(w, &w->amal, a, "Sami"));
    p = posts_of(w, &w->amal, a, thread);
    assert_int_equal(p.v[0].gone, GONE_LEFT);
}

static void a_circle_always_has_a_facilitator(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90), s = join(w, a, &w->sami, &SAMI);
    struct circle_in in = enter(w, &w->amal, a), out;
    assert_err(circle_leave(&in, PARTING_REMOVE), CONFLICT);
    assert_err(facilitator_step_down(&in), CONFLICT);
    struct circle_in other = enter(w, &w->sami, s);
    assert_err(facilitator_step_down(&other), DENIED);
    assert_err(facilitator_make(&other, 1), DENIED);
    assert_err(circle_end(&other), DENIED);
    assert_ok(facilitator_make(&in, entry_of(w, &w->amal, a, "Sami")));
    assert_ok(facilitator_step_down(&in));
    assert_err(circle_remove(&in, 1, STR("x"), false), DENIED);
    assert_ok(circle_leave(&in, PARTING_REMOVE));
    assert_err(circle_enter(&w->ctx, &w->amal, a, NULL, &out), NOT_FOUND);
}

static void who_leaves_for_good_hands_over(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90), s = join(w, a, &w->sami, &SAMI);
    circle_of(w, OPENNESS_REQUEST, 90); /* alone in it */
    struct listings l;
    struct roster r;
    struct roster_entry *me;
    begin(w, &w->amal, a, "farewell");
    assert_ok(circles_leave_all(&w->ctx, &w->amal, PARTING_REMOVE));
    assert_int_equal(w->amal.keyring.nspaces, 1); /* the commons */
    struct circle_in in = enter(w, &w->sami, s);
    assert_ok(persona_read(&in, &r, &me));
    assert_int_equal(me->role, ROLE_FACILITATOR);
    assert_int_equal(roster_people(&r), 1);
    assert_false(anywhere(w, &w->sami, s, "farewell"));
    assert_ok(listings_read(&w->ctx, &w->sami, &l));
    assert_int_equal(l.n, 0);
}

static void a_circle_ends_whole(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_REQUEST, 90), s = join(w, a, &w->sami, &SAMI);
    struct circle_in in, out;
    struct listings l;
    struct db_rows rows;
    static const struct db_sql ROWS = {.name = "test: rows", .all = "SELECT count(*) FROM record"};
    assert_ok(db_all(w->t.db, &ROWS, DB_NO_ARGS, w->arena, &rows));
    int64_t before = db_cell_int(&rows, 0, 0);
    begin(w, &w->sami, s, "hello");
    in = enter(w, &w->amal, a);
    assert_ok(circle_end(&in));
    assert_err(circle_enter(&w->ctx, &w->sami, s, NULL, &out), DENIED);
    assert_ok(listings_read(&w->ctx, &w->sami, &l));
    assert_int_equal(l.n, 0);
    assert_ok(db_all(w->t.db, &ROWS, DB_NO_ARGS, w->arena, &rows));
    assert_true(db_cell_int(&rows, 0, 0) < before);
}

static void damage_stays_where_it_is(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90);
    struct str thread = begin(w, &w->amal, a, "one");
    reply(w, &w->amal, a, thread, "two");
    struct circle_in in = enter(w, &w->amal, a);
    static const struct db_sql HURT = {.name = "test: hurt",
                                       .all = "UPDATE record SET rev = rev + 1 WHERE id = $1"};
    int64_t id = (int64_t)(posts_stream(in.s, thread).v << STREAM_SEQ_BITS | 1);
    assert_ok(db_run(w->t.db, &HURT, DB_ARGS(db_int(id)), NULL));
    struct posts p = posts_of(w, &w->amal, a, thread);
    assert_int_equal(p.n, 2);
    assert_true(p.v[0].damaged);
    assert_str(p.v[1].text, "two");
    const struct space_persona now = {STR("other"), STR(""), STR("")};
    assert_ok(persona_change(&in, &now));
    assert_ok(post_remove(&in, thread, 1, STR("cannot be opened")));
    p = posts_of(w, &w->amal, a, thread);
    assert_false(p.v[0].damaged);
}

static void keys_turn_with_the_week(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90), s = join(w, a, &w->sami, &SAMI);
    struct str thread = begin(w, &w->amal, a, "one");
    uint32_t epoch = enter(w, &w->amal, a).m->ticket.epoch;
    w->ctx.now += 8 * DAY_SECONDS;
    for (int d = 1; d <= 8; d++)
        assert_ok(seal_home_turn(w->home, DAY0 + d, false));
    reply(w, &w->amal, a, thread, "two");
    assert_int_equal(enter(w, &w->amal, a).m->ticket.epoch, epoch + 1);
    assert_int_equal(posts_of(w, &w->sami, s, thread).n, 2);
}

static void words_are_found_in_ones_own_circles(struct town *w)
{
    struct search *search = search_create();
    struct founds f;
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90), s = join(w, a, &w->sami, &SAMI);
    struct str thread = begin(w, &w->amal, a, "نصيحة من المحامية عن السكن");
    reply(w, &w->sami, s, thread, "شكرا");
    reply(w, &w->sami, s, thread, "محاميةٌ أخرى");
    assert_ok(circles_find(&w->ctx, &w->sami, search, STR("محامية"), &f));
    assert_int_equal(f.n, 2);
    assert_int_equal(f.v[0].post.seq + f.v[1].post.seq, 4);
    assert_str(f.v[0].title, "title");
    assert_ok(circles_find(&w->ctx, &w->nour, search, STR("محامية"), &f));
    assert_int_equal(f.n, 0);
    assert_ok(circles_find(&w->ctx, &w->sami, search, STR(" "), &f));
    assert_int_equal(f.n, 0);
    search_destroy(search);
}

static void ones_own_words_can_be_taken_along(struct town *w)
{
    struct str a = circle_of(w, OPENNESS_HIDDEN, 90), s = join(w, a, &w->sami, &SAMI);
    struct str thread = begin(w, &w->amal, a, "not mine");
    json_t *list;
    reply(w, &w->sami, s, thread, "mine");
    assert_ok(circles_export(&w->ctx, &w->sami, &list));
    char *text = json_dumps(list, 0);
    assert_non_null(strstr(text, "\"mine\""));
    assert_null(strstr(text, "not mine"));
    assert_non_null(strstr(text, "Sami"));
    json_decref(list);
    free(text);
}

#define BOTH(name)                                                                                 \
    static void name##_both(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        on_both(name);                                                                             \
    }
#define TESTS(X)                                                                                   \
    X(words_are_said_and_answered)                                                                 \
    X(words_go_on_their_day)                                                                       \
    X(a_new_name_leaves_the_old_one_nowhere)                                                       \
    X(who_is_removed_reads_why_and_no_more)                                                        \
    X(a_hidden_circle_is_not_listed)                                                               \
    X(an_open_circle_is_open_until_it_closes)                                                      \
    X(who_asks_is_admitted_or_not)                                                                 \
    X(a_code_opens_once)                                                                           \
    X(the_same_form_twice_says_it_once)                                                            \
    X(unread_is_what_others_said)                                                                  \
    X(words_are_their_authors)                                                                     \
    X(who_leaves_takes_words_or_name_along)                                                        \
    X(a_circle_always_has_a_facilitator)                                                           \
    X(who_leaves_for_good_hands_over)                                                              \
    X(a_circle_ends_whole)                                                                         \
    X(damage_stays_where_it_is)                                                                    \
    X(keys_turn_with_the_week)                                                                     \
    X(words_are_found_in_ones_own_circles)                                                         \
    X(ones_own_words_can_be_taken_along)
TESTS(BOTH)

int main(void)
{
    seal_init();
#define ONE(name) cmocka_unit_test(name##_both),
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_may_go), cmocka_unit_test(affirmations_toggle),
        cmocka_unit_test(excerpts_cut_at_letters),
        cmocka_unit_test(conversations_stand_newest_first), TESTS(ONE)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
