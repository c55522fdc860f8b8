/* The demonstration's script, and the network made from it as its members find it. */
#include "base/test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aid/cases.h"
#include "aid/mine.h"
#include "circles/circles.h"
#include "cli/demo.h"
#include "cli/embedded.h"
#include "members/account.h"
#include "pools/store.h"
#include "search/search.h"
#include "site/network.h"
#include "support/test_db.h"
#include "thanks/thanks.h"

#define NOW 1795248000 /* noon of some day in 2026 */

static struct demo_script *script_of(struct arena *a)
{
    struct demo_script *s = ARENA_NEW(a, struct demo_script);
    assert_ok(demo_script_read(DEMO_FILES[0].bytes, s));
    return s;
}

static void the_script_reads(void **state)
{
    struct test_db *t = test_db_of(state);
    const struct demo_script *s = script_of(t->a);
    size_t posts_with_cards = 0, edited = 0;
    assert_int_equal(s->npeople, 14);
    assert_int_equal(s->ncircles, 5);
    assert_true(s->nevents >= 80);
    for (size_t i = 0; i < s->nevents; i++) {
        const struct demo_event *e = &s->events[i];
        assert_true(e->text.n > 0 && str_is_utf8(e->text));
        assert_true(demo_time(e, NOW) <= NOW);
        assert_true(demo_time(e, NOW) >= demo_time(&s->events[e->thread], NOW));
        assert_true(e->days < s->circles[e->circle].keep_days);
        posts_with_cards += e->card.n > 0;
        edited += e->edited.n > 0;
    }
    assert_true(posts_with_cards >= 5);
    assert_true(edited >= 1);
}

static void broken_scripts_are_refused(void **state)
{
    static const char *const broken[] = {
        "@network x\n@fly\n",
        "words of nobody\n",
        "@network x\n@person a A\n@circle c open 90 b C\n",
        "@network x\n@person a A\n@circle c wide 90 a C\n",
        "@network x\n@person a A\n@circle c open 90 a C\n@reply 1 10:00 a\nhello\n",
        "@network x\n@person a A\n@circle c open 90 a C\n@thread 1 25:00 a T\nhello\n",
        "@network x\n@person a A\n@signin a king a\n",
        "",
    };
    struct test_db *t = test_db_of(state);
    struct demo_script *s = ARENA_NEW(t->a, struct demo_script);
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        assert_err(demo_script_read(str_from_c(broken[i]), s), INVALID);
}

/* Signs in as the server does, with what the demonstration prints. */
static struct viewer *sign_in(const struct space_ctx *ctx, struct search *search,
                              const struct demo_signin *who)
{
    struct account account;
    struct key hashed, root, access;
    enum slot_kind kind;
    struct str token;
    struct viewer *v;
    assert_ok(account_find(ctx, search_fold(search, ctx->arena, who->name), &account));
    assert_ok(slot_hash(ctx->home, search_fold(search, ctx->arena, who->passphrase), account.salt,
                        &hashed));
    assert_ok(account_open(ctx, &account, &hashed, &kind, &root, &access));
    assert_ok(session_start(ctx, account.id, &access, STR_NONE, &token));
    assert_ok(viewer_open(ctx, token, NULL, &v));
    return v;
}

/* Every circle opens, has words, and something new. */
static void sees(const struct space_ctx *ctx, struct viewer *v, size_t circles)
{
    struct circle_rows rows;
    size_t unread = 0;
    assert_non_null(viewer_commons(v));
    assert_ok(circles_list(ctx, v, &rows));
    assert_int_equal(rows.n, circles);
    for (size_t i = 0; i < rows.n; i++) {
        assert_int_equal(rows.v[i].state, CIRCLE_IN);
        assert_true(rows.v[i].last_at > NOW - 3 * DAY_SECONDS);
        unread += rows.v[i].unread;
    }
    assert_true(unread > 0);
}

/* Coordinators read every ask, members see what is offered, shared and said. */
static void there_is_help(const struct space_ctx *ctx, struct viewer *steward,
                          struct viewer *member, const struct demo_script *s)
{
    struct desk d;
    struct case_rows asks;
    struct shelf_cards board;
    struct pool_list pools;
    struct thanks_list wall;
    size_t offers = 0;
    for (size_t i = 0; i < s->naid; i++)
        offers += !s->aid[i].ask;
    assert_ok(desk_enter(ctx, &DESK_COORDINATORS, steward, NULL, &d));
    assert_int_equal(d.roster.n, s->ndesk + 1); /* and a code that was used */
    assert_ok(cases_list(&d, AID_ASK, &asks));
    assert_int_equal(asks.n, s->naid - offers);
    assert_ok(mine_board(ctx, member, &board));
    assert_int_equal(board.n, offers);
    assert_ok(pools_all(ctx, member, &pools));
    assert_int_equal(pools.n, s->npools);
    assert_ok(thanks_wall(ctx, member, &wall));
    assert_int_equal(wall.n, s->nwall);
}

static void its_members_find_their_circles(void **state)
{
    struct test_db *t = test_db_of(state);
    struct clock clock;
    struct seal_home *home;
    struct str first;
    struct demo_made made;
    const struct demo_script *s = script_of(t->a);
    const struct network_settings settings = {s->network, STR("ar"), STR("https://a.example/"),
                                              true};
    char keys[300], mark[320];
    clock_init_fixed(&clock, NOW);
    snprintf(keys, sizeof keys, "%s/net", t->folder);
    snprintf(mark, sizeof mark, "%s/demo", keys);
    assert_int_equal(mkdir(keys, 0700), 0);
    FILE *f = fopen(mark, "w"); /* weak hashes, as tests have them */
    assert_non_null(f);
    fclose(f);
    assert_ok(network_create(keys, t->url, &settings, &clock, t->a, &first));
    assert_ok(seal_home_open(keys, clock_day(NOW), false, &home));
    struct search *search = search_create();
    const struct demo_seed how = {
        .db = t->db, .home = home, .arena = t->a, .search = search, .now = NOW, .first = first};
    assert_ok(demo_seed(&how, s, &made));
    const struct space_ctx ctx = {t->db, home, t->a, t->a, NOW};
    sees(&ctx, sign_in(&ctx, search, &made.signin[DEMO_MEMBER]), 4);
    sees(&ctx, sign_in(&ctx, search, &made.signin[DEMO_FACILITATOR]), 2);
    sees(&ctx, sign_in(&ctx, search, &made.signin[DEMO_STEWARD]), 2);
    there_is_help(&ctx, sign_in(&ctx, search, &made.signin[DEMO_STEWARD]),
                  sign_in(&ctx, search, &made.signin[DEMO_MEMBER]), s);
    assert_err(demo_seed(&how, s, &made), DENIED); /* its first invitation is used */
    search_destroy(search);
    seal_home_close(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB_SQLITE(the_script_reads),
        TEST_DB_SQLITE(broken_scripts_are_refused),
        TEST_DB(its_members_find_their_circles),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
