/* The wall on both engines; classes, noise and the calendar by themselves. */
#include <string.h>

#include "base/clock.h"
#include "base/rand.h"
#include "base/test.h"
#include "support/test_db.h"
#include "thanks/garden.h"
#include "thanks/thanks.h"

#define DAY 20000
#define TURNS 20000

/* ---- pure -------------------------------------------------------------------------------------
 */

static void seasons_follow_one_another(void **state)
{
    struct thanks_season s, next;
    (void)state;
    thanks_season_of(0, &s);
    assert_int_equal(s.from, 0);
    assert_int_equal(s.to, 89);  /* 31 March 1970 */
    thanks_season_of(20778, &s); /* 21 November 2026 */
    assert_int_equal(s.from, 20727);
    assert_int_equal(s.to, 20818);
    for (int32_t day = -1000; day < 40000; day += s.to - s.from + 1) {
        thanks_season_of(day, &s);
        assert_true(s.from <= day && day <= s.to);
        assert_true(s.to - s.from >= 89 && s.to - s.from <= 91);
        thanks_season_of(s.to + 1, &next);
        assert_int_equal(next.from, s.to + 1);
    }
}

static void noise_is_what_it_says(void **state)
{
    struct rng rng;
    int counts[33] = {0};
    long sum = 0;
    (void)state;
    rng = (struct rng){27};
    for (int i = 0; i < TURNS; i++) {
        const int x = thanks_noise(rng_next(&rng));
        assert_true(x >= -16 && x <= 16);
        counts[x + 16]++;
        sum += x;
    }
    assert_true(counts[16] > TURNS * 31 / 100 && counts[16] < TURNS * 36 / 100);
    assert_true(counts[17] > TURNS * 15 / 100 && counts[17] < TURNS * 19 / 100);
    assert_true(counts[15] > TURNS * 15 / 100 && counts[15] < TURNS * 19 / 100);
    assert_true(sum < TURNS / 20 && sum > -TURNS / 20);
}

static void little_is_never_told(void **state)
{
    struct rng rng;
    int told = 0;
    (void)state;
    rng = (struct rng){5};
    for (int i = 0; i < TURNS; i++) {
        const uint64_t bits = rng_next(&rng);
        const uint32_t n = (uint32_t)(rng_next(&rng) % 2000);
        const uint8_t size = thanks_class(n, bits);
        assert_int_equal(thanks_class(n % THANKS_LEAST, bits), 0);
        assert_true(size <= THANKS_CLASSES);
        assert_int_equal(thanks_class(n, bits), size); /* the same bits, the same class */
        if (size == 0)
            continue;
        told++;
        assert_true(n + 16 >= thanks_bounds[size - 1]);
        assert_true(size == THANKS_CLASSES || n < thanks_bounds[size] + 16);
    }
    assert_true(told > TURNS / 2);
    /* at a border both sides of it are told, now one and now the other */
    int low = 0, high = 0;
    for (int i = 0; i < 1000; i++) {
        const uint8_t size = thanks_class(20, rng_next(&rng));
        low += size == 2;
        high += size == 3;
    }
    assert_true(low > 100 && high > 100);
}

/* ---- the wall ---------------------------------------------------------------------------------
 */

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct space_ctx ctx;
    struct viewer amal, huda, karim; /* Amal is a steward */
    struct space *commons;
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
                                .now = (int64_t)DAY * DAY_SECONDS + 9 * 3600};
    key_random(&x->amal.keyring.seed);
    assert_ok(space_create(&x->ctx, NULL, &t, &x->commons));
    viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    member(x, &x->huda);
    member(x, &x->karim);
}

static void house_end(struct house *x)
{
    seal_home_close(x->home);
    arena_destroy(x->secret);
}

static struct thanks_list wall(struct house *x, struct viewer *v)
{
    struct thanks_list all;
    assert_ok(thanks_wall(&x->ctx, v, &all));
    return all;
}

static const struct thanks SOUP = {
    .whom = THANKS_SOMEBODY, .kind = 2, .words = STR_INIT("for the soup"), .from = STR_INIT("H.")};

static void a_thank_you_is_read_and_taken_down(void **state)
{
    struct house x;
    bool up;
    house_begin(&x, state);
    assert_ok(thanks_put(&x.ctx, &x.huda, THANKS_OWN, 77, &SOUP));
    assert_err(thanks_put(&x.ctx, &x.huda, THANKS_OWN, 77, &SOUP), CONFLICT);
    assert_err(thanks_put(&x.ctx, &x.huda, THANKS_OWN, 0, &(struct thanks){.whom = THANKS_ALL}),
               INVALID);
    struct thanks_list all = wall(&x, &x.karim);
    assert_int_equal(all.n, 1);
    assert_false(all.steward);
    assert_false(all.v[0].mine);
    assert_int_equal(all.v[0].day, DAY);
    assert_int_equal(all.v[0].kind, 2);
    assert_str(all.v[0].words, "for the soup");
    assert_str(all.v[0].from, "H.");
    assert_ok(thanks_is_up(&x.ctx, &x.huda, 77, &up));
    assert_true(up);
    assert_ok(thanks_is_up(&x.ctx, &x.karim, 77, &up));
    assert_false(up);
    assert_err(thanks_take_down(&x.ctx, &x.karim, all.v[0].id, STR_NONE), DENIED);
    assert_ok(thanks_take_down(&x.ctx, &x.huda, all.v[0].id, STR_NONE));
    assert_int_equal(wall(&x, &x.karim).n, 0);
    assert_err(thanks_take_down(&x.ctx, &x.huda, all.v[0].id, STR_NONE), NOT_FOUND);
    assert_ok(thanks_put(&x.ctx, &x.huda, THANKS_OWN, 77, &SOUP)); /* and up again */
    house_end(&x);
}

static void a_steward_says_why(void **state)
{
    struct house x;
    house_begin(&x, state);
    assert_ok(thanks_put(&x.ctx, &x.huda, THANKS_OWN, 0, &SOUP));
    assert_ok(thanks_put(&x.ctx, &x.amal, THANKS_OF_OTHERS, 0, &SOUP));
    struct thanks_list all = wall(&x, &x.amal);
    assert_true(all.steward);
    assert_int_equal(all.n, 2);
    assert_false(all.v[0].mine || all.v[1].mine);
    for (size_t i = 0; i < 2; i++)
        assert_ok(thanks_take_down(&x.ctx, &x.amal, all.v[i].id, STR("a name stood in it")));
    assert_int_equal(wall(&x, &x.amal).n, 0);
    all = wall(&x, &x.huda);
    assert_int_equal(all.n, 1);
    assert_true(all.v[0].taken);
    assert_str(all.v[0].reason, "a name stood in it");
    assert_int_equal(all.v[0].words.n, 0);
    assert_ok(thanks_take_down(&x.ctx, &x.huda, all.v[0].id, STR_NONE)); /* put away */
    assert_int_equal(wall(&x, &x.huda).n, 0);
    house_end(&x);
}

static void lists_have_an_end(void **state)
{
    struct house x;
    house_begin(&x, state);
    for (int i = 0; i < THANKS_MINE_MAX; i++)
        assert_ok(thanks_put(&x.ctx, &x.huda, THANKS_OWN, 0, &SOUP));
    assert_err(thanks_put(&x.ctx, &x.huda, THANKS_OWN, 0, &SOUP), TOO_MANY);
    assert_int_equal(wall(&x, &x.huda).n, THANKS_MINE_MAX); /* nothing of it was kept */
    house_end(&x);
}

static void who_leaves_takes_their_own(void **state)
{
    struct house x;
    json_t *copy;
    house_begin(&x, state);
    assert_ok(thanks_end(&x.ctx, &x.huda)); /* nothing yet */
    assert_ok(thanks_put(&x.ctx, &x.huda, THANKS_OWN, 0, &SOUP));
    assert_ok(thanks_put(&x.ctx, &x.karim, THANKS_OWN, 0, &SOUP));
    assert_ok(thanks_export(&x.ctx, &x.huda, &copy));
    assert_int_equal(json_array_size(copy), 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(copy, 0), "words")),
                        "for the soup");
    json_decref(copy);
    assert_ok(thanks_end(&x.ctx, &x.huda));
    struct thanks_list all = wall(&x, &x.amal);
    assert_int_equal(all.n, 1);
    assert_int_equal(wall(&x, &x.karim).n, 1);
    assert_true(wall(&x, &x.karim).v[0].mine);
    house_end(&x);
}

static void it_ends_after_a_year(void **state)
{
    struct house x;
    int64_t gone;
    house_begin(&x, state);
    assert_ok(thanks_put(&x.ctx, &x.karim, THANKS_OF_OTHERS, 0, &SOUP));
    assert_ok(space_expire(x.t->db, DAY + THANKS_DAYS, &gone));
    assert_int_equal(gone, 0);
    assert_ok(space_expire(x.t->db, DAY + THANKS_DAYS + 1, &gone));
    assert_true(gone >= 1);
    assert_int_equal(wall(&x, &x.karim).n, 0);
    house_end(&x);
}

static void a_season_is_shown_once_a_month(void **state)
{
    struct house x;
    struct thanks_season s;
    struct thanks_seasons all;
    uint32_t arrived[THANKS_KIND_COUNT + 1] = {[1] = 70, [2] = 4, [5] = 3000};
    uint64_t bits[THANKS_KIND_COUNT + 1] = {0};
    house_begin(&x, state);
    thanks_season_of(DAY, &s);
    thanks_season_grow(&s, arrived, bits);
    assert_int_equal(s.size[1], 4); /* between 50 and 100 */
    assert_int_equal(s.size[2], 0);
    assert_int_equal(s.size[5], THANKS_CLASSES);
    assert_ok(thanks_season_put(&x.ctx, &x.amal, &s));
    assert_err(thanks_season_put(&x.ctx, &x.amal, &s), CONFLICT);
    assert_ok(thanks_seasons(&x.ctx, &x.karim, &all));
    assert_int_equal(all.n, 1);
    assert_int_equal(all.v[0].from, s.from);
    assert_int_equal(all.v[0].day, DAY);
    assert_memory_equal(all.v[0].size, s.size, sizeof s.size);
    house_end(&x);
}

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seasons_follow_one_another),
        cmocka_unit_test(noise_is_what_it_says),
        cmocka_unit_test(little_is_never_told),
        TEST_DB(a_thank_you_is_read_and_taken_down),
        TEST_DB(a_steward_says_why),
        TEST_DB(lists_have_an_end),
        TEST_DB(who_leaves_takes_their_own),
        TEST_DB(it_ends_after_a_year),
        TEST_DB(a_season_is_shown_once_a_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
