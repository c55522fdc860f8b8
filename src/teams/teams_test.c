/* Teams in circles, on both engines: who is first, who may, what becomes of things. */
#include "base/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rand.h"
#include "support/test_db.h"
#include "teams/inside.h"

#define DAY0 20718 /* 22 September 2026, a Tuesday */

struct town {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    int64_t now;
    struct viewer huda, karim, dina;
    struct str hudas, karims, dinas;
};

static struct space_ctx ctx_of(struct town *w)
{
    return (struct space_ctx){w->t->db, w->home, w->t->a, w->secret, w->now};
}

static void comes(struct town *w, struct viewer *v, const char *name, struct str *alias)
{
    struct space_ctx ctx = ctx_of(w);
    struct str code;
    const struct space_persona who = {.name = str_from_c(name)};
    assert_ok(circles_code(&ctx, &w->huda, w->hudas, 7, &code));
    assert_ok(circles_come_in(&ctx, v, code, &who, alias));
}

static void town_begin(struct town *w, void **state)
{
    *w = (struct town){.t = test_db_of(state), .now = (int64_t)DAY0 * DAY_SECONDS + 36000};
    w->secret = arena_create(ARENA_SECRET, 0);
    assert_ok(seal_home_create(w->t->folder, DAY0));
    assert_ok(seal_home_open(w->t->folder, DAY0, false, &w->home));
    struct space_ctx ctx = ctx_of(w);
    const struct space_persona huda = {.name = STR("هدى")};
    const struct circle_plan plan = {
        .name = STR("طعام الجمعة"), .purpose = STR("وجبات"), .openness = 4, .keep_days = 30};
    assert_ok(circles_create(&ctx, &w->huda, &plan, &huda, &w->hudas));
    comes(w, &w->karim, "كريم", &w->karims);
    comes(w, &w->dina, "Dina", &w->dinas);
}

static void town_end(struct town *w)
{
    seal_home_close(w->home);
    arena_destroy(w->secret);
}

static struct team team_of(struct town *w, struct viewer *v, struct str alias)
{
    struct space_ctx ctx = ctx_of(w);
    struct team t;
    assert_ok(team_open(&ctx, NULL, v, alias, &t));
    return t;
}

/* A series for every week from today on: one drives, two pack. */
static uint64_t series_of(struct town *w)
{
    struct team t = team_of(w, &w->huda, w->hudas);
    struct rota_series s = {.title = STR("Run"),
                            .first = DAY0 + 1,
                            .until = DAY0 + 70,
                            .every = 1,
                            .start = 1020,
                            .minutes = 120,
                            .parts = {{1, STR_INIT("drives"), 1}, {2, STR_INIT("packs"), 2}},
                            .nparts = 2};
    assert_ok(team_series_put(&t, &s));
    return s.id;
}

static enum rota_result act(struct team *t, uint64_t series, int32_t day, enum rota_do what,
                            uint32_t part)
{
    enum rota_result r;
    assert_ok(team_act(t, series, day, what, part, &r));
    return r;
}

static void one_of_two_has_the_last_place(void **state)
{
    struct town w;
    struct team_day d;
    town_begin(&w, state);
    uint64_t id = series_of(&w);
    /* both opened the page before either pressed */
    struct team karim = team_of(&w, &w.karim, w.karims), dina = team_of(&w, &w.dina, w.dinas);
    assert_int_equal(act(&karim, id, DAY0 + 1, ROTA_TAKE, 1), ROTA_DONE);
    assert_int_equal(act(&dina, id, DAY0 + 1, ROTA_TAKE, 1), ROTA_FULL);
    assert_int_equal(act(&dina, id, DAY0 + 1, ROTA_TAKE, 2), ROTA_DONE);
    struct team huda = team_of(&w, &w.huda, w.hudas);
    assert_ok(team_day(&huda, id, DAY0 + 1, &d));
    assert_int_equal(d.shift.n, 2);
    assert_int_equal(huda.nshifts, 1); /* one record a day */
    assert_err(team_act(&huda, id, DAY0 + 2, ROTA_TAKE, 1, &(enum rota_result){0}), NOT_FOUND);
    /* a stand-in: one of two again */
    assert_int_equal(act(&karim, id, DAY0 + 1, ROTA_OFFER, 0), ROTA_DONE);
    assert_int_equal(act(&huda, id, DAY0 + 1, ROTA_SWAP, 1), ROTA_DONE);
    assert_int_equal(act(&karim, id, DAY0 + 1, ROTA_KEEP, 0), ROTA_NOT);
    town_end(&w);
}

static void only_who_facilitates_changes(void **state)
{
    struct town w;
    struct team_day d;
    town_begin(&w, state);
    uint64_t id = series_of(&w);
    struct team karim = team_of(&w, &w.karim, w.karims);
    struct rota_series s = *team_series(&karim, id);
    const struct team_change off = {.plan = ROTA_CANCELLED, .why = STR("road")};
    assert_err(team_series_put(&karim, &s), DENIED);
    assert_err(team_day_plan(&karim, id, DAY0 + 1, &off), DENIED);
    assert_err(team_role_put(&karim, &(struct rota_role){.title = STR("x"), .term = 28}), DENIED);
    assert_err(team_happened(&karim, id, DAY0 + 1, 4), DENIED);
    assert_int_equal(act(&karim, id, DAY0 + 8, ROTA_TAKE, 2), ROTA_DONE);
    struct team huda = team_of(&w, &w.huda, w.hudas);
    assert_ok(team_day_plan(&huda, id, DAY0 + 1, &off));
    assert_int_equal(act(&karim, id, DAY0 + 1, ROTA_TAKE, 1), ROTA_NOT);
    /* the weekday moves: Karim's day falls away, and that is marked */
    s = *team_series(&huda, id);
    s.first = DAY0 + 2;
    s.weekdays = 0;
    assert_ok(team_series_put(&huda, &s));
    karim = team_of(&w, &w.karim, w.karims);
    assert_ok(team_day(&karim, id, DAY0 + 8, &d));
    assert_int_equal(d.shift.plan, ROTA_CANCELLED);
    assert_true(d.shift.turn > 0);
    struct team_days days;
    team_days(&karim, DAY0, DAY0 + 13, &days);
    assert_int_equal(days.n, 3); /* two new ones, and the one that fell away */
    town_end(&w);
}

static void what_becomes_of_who_leaves(void **state)
{
    struct town w;
    struct team_day d;
    struct team_notes notes;
    struct team_thanks thanks;
    town_begin(&w, state);
    struct space_ctx ctx = ctx_of(&w);
    uint64_t id = series_of(&w);
    struct team karim = team_of(&w, &w.karim, w.karims), dina = team_of(&w, &w.dina, w.dinas);
    assert_int_equal(act(&karim, id, DAY0 + 1, ROTA_TAKE, 1), ROTA_DONE);
    assert_int_equal(act(&dina, id, DAY0 + 1, ROTA_TAKE, 2), ROTA_DONE);
    const struct team_note of_karim = {.series = id, .day = DAY0 + 1, .left = STR("ten meals")};
    const struct team_note of_dina = {.series = id, .day = DAY0 + 1, .need = STR("paper bags")};
    assert_ok(team_note_add(&karim, &of_karim));
    assert_ok(team_note_add(&dina, &of_dina));
    assert_ok(teams_thank(&ctx, &w.karim, w.karims, STR("warm meals"), STR("Umm S.")));
    assert_ok(teams_thank(&ctx, &w.dina, w.dinas, STR("thank you"), STR_NONE));
    assert_err(teams_thank(&ctx, &w.dina, w.dinas, STR_NONE, STR_NONE), INVALID);

    json_t *mine;
    assert_ok(teams_export(&ctx, &w.karim, &mine));
    char *text = json_dumps(mine, 0);
    assert_non_null(strstr(text, "drives"));
    assert_non_null(strstr(text, "ten meals"));
    assert_null(strstr(text, "paper bags"));
    free(text);
    json_decref(mine);

    assert_ok(circles_leave_all(&ctx, &w.karim, PARTING_REMOVE));
    assert_ok(circles_leave_all(&ctx, &w.dina, PARTING_NAMELESS));
    struct team huda = team_of(&w, &w.huda, w.hudas);
    assert_ok(team_day(&huda, id, DAY0 + 1, &d));
    assert_int_equal(d.shift.n, 0);
    assert_ok(team_notes(&huda, id, DAY0 + 1, 10, &notes));
    assert_int_equal(notes.n, 1);
    assert_str(notes.v[0].need, "paper bags");
    assert_false(notes.v[0].here);
    assert_ok(team_thanks(&huda, &thanks));
    assert_int_equal(thanks.n, 1);
    assert_str(thanks.v[0].words, "thank you");
    assert_err(team_open(&ctx, NULL, &w.karim, w.karims, &karim), NOT_FOUND);
    town_end(&w);
}

static void a_role_is_kept_and_goes_on(void **state)
{
    struct town w;
    town_begin(&w, state);
    struct team huda = team_of(&w, &w.huda, w.hudas);
    struct rota_role r = {.title = STR("the keys"), .term = 28};
    assert_ok(team_role_put(&huda, &r));
    struct team karim = team_of(&w, &w.karim, w.karims);
    assert_ok(team_role_do(&karim, r.id, ROLE_TAKE, NULL));
    assert_err(team_role_do(&huda, r.id, ROLE_TAKE, NULL), CONFLICT); /* from an old page */
    assert_ok(team_role_do(&huda, r.id, ROLE_BESIDE, NULL));
    struct team dina = team_of(&w, &w.dina, w.dinas);
    assert_err(team_role_do(&dina, r.id, ROLE_ASK, &huda.c.me->tag), DENIED);
    assert_err(team_role_do(&karim, r.id, ROLE_ASK, &huda.c.me->tag), CONFLICT); /* too early */
    w.now += (int64_t)30 * DAY_SECONDS;
    huda = team_of(&w, &w.huda, w.hudas);
    assert_false(huda.roles[0].held);
    assert_ok(team_role_do(&huda, r.id, ROLE_ASK, &dina.c.me->tag));
    dina = team_of(&w, &w.dina, w.dinas);
    assert_ok(team_role_do(&dina, r.id, ROLE_YES, NULL));
    assert_memory_equal(dina.roles[0].holder.b, dina.c.me->tag.b, TAG_SIZE);
    assert_err(team_role_drop(&dina, r.id), DENIED);
    town_end(&w);
}

/* Random people press random buttons on pages that may be old: never more than there is room for,
 * and what is read back is what was written. */
static void never_overbooked(void **state)
{
    struct town w;
    struct rng rng = {5};
    town_begin(&w, state);
    uint64_t id = series_of(&w);
    struct team teams[3] = {team_of(&w, &w.huda, w.hudas), team_of(&w, &w.karim, w.karims),
                            team_of(&w, &w.dina, w.dinas)};
    for (int i = 0; i < 80; i++) {
        struct team_day d;
        struct team *t = &teams[rng_below(&rng, 3)];
        const int32_t day = DAY0 + 1 + 7 * (int32_t)rng_below(&rng, 2);
        const enum rota_do what = (enum rota_do)(1 + rng_below(&rng, 6));
        const uint32_t part = (uint32_t)(1 + rng_below(&rng, 2));
        const enum rota_result r = act(t, id, day, what, part);
        const struct team now = team_of(&w, t->c.viewer, t->c.m->alias);
        assert_ok(team_day(&now, id, day, &d));
        const struct rota_hold *h = rota_hold_of(&d.shift, &t->c.me->tag);
        if (r == ROTA_DONE && (what == ROTA_TAKE || what == ROTA_SWAP || what == ROTA_LEARN))
            assert_true(h && h->part == part);
        int held[3] = {0};
        for (size_t k = 0; k < d.shift.n; k++)
            held[d.shift.v[k].part] += !d.shift.v[k].beside && !d.shift.v[k].relieved;
        assert_true(held[1] <= 1 && held[2] <= 2);
    }
    town_end(&w);
}

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {
        TEST_DB(one_of_two_has_the_last_place),
        TEST_DB(only_who_facilitates_changes),
        TEST_DB(what_becomes_of_who_leaves),
        TEST_DB(a_role_is_kept_and_goes_on),
        TEST_DB(never_overbooked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
