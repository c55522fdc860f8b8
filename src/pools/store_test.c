/* Pools in the commons: asked for, kept, given to another keeper, ended; two at once. */
#include <string.h>

#include "base/clock.h"
#include "base/rand.h"
#include "members/own.h"
#include "pools/store.h"
#include "support/test_db.h"

#define DAY 20000
#define HOUR 3600

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct space_ctx ctx;
    struct viewer amal, sami, noor;
    struct space *commons;
    uint64_t pool, item;
};

static void member(struct house *x, struct viewer *v)
{
    struct space_ticket t;
    struct space *s;
    struct key secret;
    key_random(&v->keyring.seed);
    key_random(&secret);
    assert_ok(roster_invite(x->commons, &secret, ROLE_INVITE, ROLE_MEMBER, false, DAY + 7));
    space_ticket_new(&t, (struct space_id){0});
    assert_ok(roster_come_in(&x->ctx, &secret, NULL, &t, &s));
    viewer_add_space(&x->ctx, v, SPACE_COMMONS, &t, STR("commons"));
}

static void opens(struct house *x, enum pool_kind kind, uint32_t units)
{
    const struct pool p = {.id = pool_number(),
                           .kind = kind,
                           .title = STR_INIT("tools"),
                           .line = STR_INIT("for everybody"),
                           .last_day = clock_day(x->ctx.now) + 300};
    const struct pool_item it = {.id = pool_number(),
                                 .name = STR_INIT("a drill"),
                                 .units = units,
                                 .low = 2,
                                 .at = kind == POOL_RIDE ? x->ctx.now + 5 * HOUR : 0};
    assert_ok(pool_open(&x->ctx, &x->amal, &p));
    assert_ok(pool_open(&x->ctx, &x->amal, &p)); /* sent twice */
    assert_ok(pool_item_put(&x->ctx, &x->amal, p.id, &it));
    x->pool = p.id;
    x->item = it.id;
}

static void house_begin(struct house *x, void **state)
{
    struct space_ticket t;
    *x = (struct house){.t = test_db_of(state), .secret = arena_create(ARENA_PLAIN, 0)};
    assert_ok(seal_home_create(x->t->folder, DAY));
    assert_ok(seal_home_open(x->t->folder, DAY, false, &x->home));
    x->ctx = (struct space_ctx){.db = x->t->db,
                                .home = x->home,
                                .arena = x->t->a,
                                .secret = x->secret,
                                .now = (int64_t)DAY * DAY_SECONDS + 8 * HOUR};
    key_random(&x->amal.keyring.seed);
    assert_ok(space_create(&x->ctx, NULL, &t, &x->commons));
    viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    member(x, &x->sami);
    member(x, &x->noor);
}

static void house_end(struct house *x)
{
    seal_home_close(x->home);
    arena_destroy(x->secret);
}

static void wait_days(struct house *x, int days)
{
    for (int i = 0; i < days; i++) {
        x->ctx.now += DAY_SECONDS;
        seal_home_close(x->home);
        assert_ok(seal_home_open(x->t->folder, clock_day(x->ctx.now), true, &x->home));
        x->ctx.home = x->home;
    }
}

static struct pool pool_of(struct house *x)
{
    struct pool_list all;
    assert_ok(pools_all(&x->ctx, &x->noor, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].id == x->pool)
            return all.v[i];
    return (struct pool){0};
}

static struct pool_item item_of(struct house *x)
{
    const struct pool p = pool_of(x);
    struct pool_items all;
    assert_ok(pools_items(&x->ctx, &x->noor, &p, &all));
    assert_int_equal(all.n, 1);
    return all.v[0];
}

static struct pool_wish wish_of(struct house *x, int32_t from, int32_t until)
{
    return (struct pool_wish){.pool = x->pool,
                              .item = x->item,
                              .hold = pool_number(),
                              .units = 1,
                              .from = clock_day(x->ctx.now) + from,
                              .until = clock_day(x->ctx.now) + until,
                              .name = STR_INIT("Sami"),
                              .words = STR_INIT("for a shelf")};
}

static enum err answers(struct house *x, uint64_t hold, enum pool_what what, const char *words)
{
    const struct pool_answer a = {
        .pool = x->pool, .item = x->item, .hold = hold, .what = what, .words = str_from_c(words)};
    return pool_answer(&x->ctx, &x->amal, &a);
}

static struct pool_held held_by(struct house *x, struct viewer *v, uint64_t hold)
{
    struct pool_mines all;
    struct pool_held out;
    assert_ok(pools_mine(&x->ctx, v, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].hold != hold)
            continue;
        assert_ok(pool_held_read(&x->ctx, v, &all.v[i], &out));
        return out;
    }
    fail_msg("not on the list");
    return (struct pool_held){0};
}

static size_t letters_of(struct house *x)
{
    const struct pool p = pool_of(x);
    struct pool_letters all;
    assert_ok(pool_letters_read(&x->ctx, &x->amal, &p, &all));
    return all.n;
}

static void a_drill_is_lent_late_and_back(void **state)
{
    struct house x;
    house_begin(&x, state);
    opens(&x, POOL_LIBRARY, 1);
    const struct pool_wish sami = wish_of(&x, 0, 7), noor = wish_of(&x, 0, 7);
    assert_ok(pool_ask(&x.ctx, &x.sami, &sami));
    assert_ok(pool_ask(&x.ctx, &x.sami, &sami)); /* sent twice */
    assert_err(pool_ask(&x.ctx, &x.noor, &noor), CONFLICT);
    assert_int_equal(letters_of(&x), 1);
    const struct pool_answer forged = {
        .pool = x.pool, .item = x.item, .hold = sami.hold, .what = POOL_YES};
    assert_err(pool_answer(&x.ctx, &x.noor, &forged), DENIED);
    assert_err(answers(&x, sami.hold, POOL_HANDED, ""), CONFLICT);
    assert_ok(answers(&x, sami.hold, POOL_YES, "tomorrow at five"));
    assert_err(answers(&x, sami.hold, POOL_YES, ""), CONFLICT);
    struct pool_held h = held_by(&x, &x.sami, sami.hold);
    assert_int_equal(h.stage, POOL_STAGE_PROMISED);
    assert_int_equal(h.letters.n, 1);
    assert_str(h.letters.v[0].words, "tomorrow at five");
    assert_ok(pool_held_say(&x.ctx, &x.sami, sami.hold, STR("good")));
    wait_days(&x, 1);
    assert_ok(answers(&x, sami.hold, POOL_HANDED, ""));
    assert_int_equal(item_of(&x).hold[0].until, DAY + 8);
    assert_err(pool_held_cancel(&x.ctx, &x.sami, sami.hold), CONFLICT);
    assert_err(answers(&x, sami.hold, POOL_REMINDS, "hello"), CONFLICT);
    wait_days(&x, 8);
    assert_true(held_by(&x, &x.sami, sami.hold).late);
    assert_ok(answers(&x, sami.hold, POOL_REMINDS, "hello"));
    assert_ok(answers(&x, sami.hold, POOL_BACK, "thank you"));
    h = held_by(&x, &x.sami, sami.hold);
    assert_int_equal(h.stage, POOL_STAGE_BACK);
    assert_int_equal(letters_of(&x), 0);
    assert_int_equal(pool_free(&(struct pool_item){.units = 1}), 1);
    assert_int_equal(item_of(&x).nholds, 0);
    assert_ok(pool_held_forget(&x.ctx, &x.sami, sami.hold));
    const struct pool_wish again = wish_of(&x, 0, 7);
    assert_ok(pool_ask(&x.ctx, &x.noor, &again));
    wait_days(&x, POOL_WAIT_DAYS + 1); /* nobody answers */
    assert_int_equal(held_by(&x, &x.noor, again.hold).stage, POOL_STAGE_FREED);
    house_end(&x);
}

static void exactly_the_beds_fit(void **state)
{
    struct house x;
    house_begin(&x, state);
    opens(&x, POOL_BEDS, 2);
    const struct pool_wish one = wish_of(&x, 1, 2), two = wish_of(&x, 2, 3), no = wish_of(&x, 2, 2);
    assert_ok(pool_ask(&x.ctx, &x.sami, &one));
    assert_ok(pool_ask(&x.ctx, &x.sami, &two));
    assert_err(pool_ask(&x.ctx, &x.noor, &no), CONFLICT);
    assert_ok(answers(&x, one.hold, POOL_NO, "we are away"));
    assert_ok(pool_ask(&x.ctx, &x.noor, &no));
    assert_int_equal(held_by(&x, &x.sami, one.hold).stage, POOL_STAGE_FREED);
    assert_ok(pool_held_cancel(&x.ctx, &x.sami, two.hold));
    assert_int_equal(pool_free_night(&(struct pool_item){.units = 2}, DAY), 2);
    assert_int_equal(item_of(&x).nholds, 1);
    const struct pool_item less = {.id = x.item, .name = STR_INIT("a room"), .units = 0};
    assert_err(pool_item_put(&x.ctx, &x.amal, x.pool, &less), CONFLICT);
    assert_err(pool_item_do(&x.ctx, &x.amal, x.pool, x.item, POOL_ITEM_GONE), CONFLICT);
    house_end(&x);
}

/* Two nodes: a second connection, its own context. */
static void of_two_the_last_is_taken_once(void **state)
{
    struct house x;
    struct db *other;
    uint32_t left;
    house_begin(&x, state);
    opens(&x, POOL_PANTRY, 0);
    assert_ok(db_open(x.t->url, DB_WRITER, &other));
    struct space_ctx there = x.ctx;
    there.db = other;
    struct pool_stock_move move = {
        .pool = x.pool, .item = x.item, .way = POOL_STOCK_PUT, .count = 5, .best = DAY + 20};
    assert_ok(pool_stock_do(&x.ctx, &x.sami, &move, &left));
    assert_ok(pool_stock_do(&there, &x.noor, &move, &left));
    assert_int_equal(left, 10);
    move.way = POOL_STOCK_TAKE;
    move.count = 6;
    assert_ok(pool_stock_do(&there, &x.noor, &move, &left));
    assert_err(pool_stock_do(&x.ctx, &x.sami, &move, &left), CONFLICT);
    assert_int_equal(left, 4);
    move.count = 4;
    assert_ok(pool_stock_do(&x.ctx, &x.sami, &move, &left));
    const struct pool_item now = item_of(&x);
    assert_int_equal(now.puts - now.takes, 0);

    opens(&x, POOL_RIDE, 1);
    const struct pool_wish a = wish_of(&x, 0, 0), b = wish_of(&x, 0, 0);
    assert_ok(pool_ask(&there, &x.noor, &a));
    assert_err(pool_ask(&x.ctx, &x.sami, &b), CONFLICT);
    db_close(other);
    house_end(&x);
}

static void another_keeps_it_too(void **state)
{
    struct house x;
    struct str code;
    uint64_t pool;
    struct pool_letters all;
    house_begin(&x, state);
    opens(&x, POOL_LIBRARY, 1);
    const struct pool_wish wish = wish_of(&x, 0, 7);
    assert_ok(pool_ask(&x.ctx, &x.noor, &wish));
    assert_err(pool_code(&x.ctx, &x.sami, x.pool, &code), DENIED);
    assert_ok(pool_code(&x.ctx, &x.amal, x.pool, &code));
    assert_err(pool_code_take(&x.ctx, &x.amal, code, &pool), CONFLICT);
    assert_ok(pool_code_take(&x.ctx, &x.sami, code, &pool));
    assert_int_equal(pool, x.pool);
    assert_err(pool_code_take(&x.ctx, &x.noor, code, &pool), NOT_FOUND);
    struct pool p = pool_of(&x);
    assert_ok(pool_letters_read(&x.ctx, &x.sami, &p, &all));
    assert_int_equal(all.n, 1);
    /* keys turned: who was let in reads nothing of what comes, the letters that wait came along */
    struct pool_mines sami;
    assert_ok(pools_mine(&x.ctx, &x.sami, &sami));
    struct key kept = sami.v[0].seed;
    assert_ok(pool_turn(&x.ctx, &x.amal, x.pool));
    assert_ok(pool_held_say(&x.ctx, &x.noor, wish.hold, STR("one more word")));
    struct inbox old;
    assert_ok(mailbox_read(&x.ctx, &kept, &old));
    assert_int_equal(old.n, 0);
    p = pool_of(&x);
    assert_err(pool_letters_read(&x.ctx, &x.sami, &p, &all), DENIED);
    assert_int_equal(letters_of(&x), 2);
    assert_ok(answers(&x, wish.hold, POOL_YES, ""));
    /* and again: who founded it leaves, it goes on */
    assert_ok(pool_code(&x.ctx, &x.amal, x.pool, &code));
    assert_ok(pool_code_take(&x.ctx, &x.sami, code, &pool));
    assert_ok(pools_end(&x.ctx, &x.amal));
    p = pool_of(&x);
    assert_int_equal(p.keepers, 1);
    assert_ok(pools_end(&x.ctx, &x.sami));
    assert_int_equal(pool_of(&x).id, 0);
    assert_int_equal(held_by(&x, &x.noor, wish.hold).stage, POOL_STAGE_ENDED);
    assert_ok(pool_held_forget(&x.ctx, &x.noor, wish.hold));
    house_end(&x);
}

static void it_rests_and_ends(void **state)
{
    struct house x;
    house_begin(&x, state);
    opens(&x, POOL_LIBRARY, 1);
    const struct pool_wish sami = wish_of(&x, 0, 7);
    assert_ok(pool_ask(&x.ctx, &x.sami, &sami));
    assert_ok(answers(&x, sami.hold, POOL_YES, ""));
    assert_ok(answers(&x, sami.hold, POOL_HANDED, ""));
    assert_ok(pools_end(&x.ctx, &x.sami)); /* leaves with the drill: the keeper is told */
    const struct pool p = pool_of(&x);
    struct pool_letters all;
    assert_ok(pool_letters_read(&x.ctx, &x.amal, &p, &all));
    assert_int_equal(all.v[all.n - 1].what, POOL_LEAVES);
    assert_int_equal(item_of(&x).nholds, 1);
    wait_days(&x, POOL_REST_DAYS + 1);
    const struct pool_wish noor = wish_of(&x, 0, 7);
    assert_err(pool_ask(&x.ctx, &x.noor, &noor), EXPIRED);
    assert_ok(pool_confirm(&x.ctx, &x.amal, x.pool));
    assert_err(pool_ask(&x.ctx, &x.noor, &noor), CONFLICT);
    assert_ok(answers(&x, sami.hold, POOL_BACK, ""));
    assert_ok(pool_ask(&x.ctx, &x.noor, &noor));
    assert_ok(pool_end(&x.ctx, &x.amal, x.pool));
    assert_err(pool_end(&x.ctx, &x.amal, x.pool), NOT_FOUND);
    house_end(&x);
}

static void somebody_taken_out_reads_nothing(void **state)
{
    struct house x;
    struct pool_list all;
    struct roster r;
    house_begin(&x, state);
    opens(&x, POOL_LIBRARY, 1);
    struct membership *m = viewer_commons(&x.sami);
    assert_ok(roster_read(x.commons, &r));
    assert_ok(roster_take_out(x.commons, &viewer_commons(&x.amal)->ticket, &m->ticket.tag,
                              EXIT_REMOVED, &(struct space_removal){.reason = STR_INIT("no")}));
    assert_err(pools_all(&x.ctx, &x.sami, &all), DENIED);
    const struct pool_wish wish = wish_of(&x, 0, 7);
    assert_err(pool_ask(&x.ctx, &x.sami, &wish), DENIED);
    house_end(&x);
}

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {
        TEST_DB(a_drill_is_lent_late_and_back),
        TEST_DB(exactly_the_beds_fit),
        TEST_DB(of_two_the_last_is_taken_once),
        TEST_DB(another_keeps_it_too),
        TEST_DB(it_rests_and_ends),
        TEST_DB(somebody_taken_out_reads_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
