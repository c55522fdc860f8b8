/* Areas: the tree, the ways, and coordinates that become names. */
#include "aid/areas.h"

#include <math.h>

#include "base/rand.h"
#include "base/test.h"

static int arena_make(void **state)
{
    *state = arena_create(ARENA_PLAIN, 0);
    return 0;
}

static int arena_drop(void **state)
{
    arena_destroy(*state);
    return 0;
}

/* Two cities (1, 2) an hour apart; in the first three quarters, two of them linked. */
static struct areas two_cities(struct area v[8], struct area_link links[2])
{
    v[0] = (struct area){.id = 1, .name = STR("City"), .placed = true, .lat = 33.5, .lon = 36.3};
    v[1] = (struct area){.id = 2, .name = STR("Port"), .placed = true, .lat = 35.5, .lon = 35.8};
    v[2] = (struct area){.id = 11, .parent = 1, .name = STR("Old town")};
    v[3] = (struct area){.id = 12, .parent = 1, .name = STR("Hill")};
    v[4] = (struct area){.id = 13, .parent = 1, .name = STR("Far side")};
    v[5] = (struct area){.id = 21, .parent = 2, .name = STR("Quay")};
    v[6] = (struct area){.id = 131, .parent = 13, .name = STR("Lane")};
    v[7] = (struct area){.id = 3, .name = STR("Island")};
    links[0] = (struct area_link){1, 2, 60};
    links[1] = (struct area_link){11, 12, 45};
    return (struct areas){.v = v, .n = 8, .links = links, .nlinks = 2};
}

static int32_t between(struct areas *all, struct arena *a, uint32_t from, uint32_t to)
{
    int32_t *minutes;
    assert_ok(area_minutes(all, a, from, &minutes));
    return minutes[area_find(all, to) - all->v];
}

static void ways_go_out_over_and_in(void **state)
{
    struct area v[8];
    struct area_link links[2];
    struct areas all = two_cities(v, links);
    uint32_t wrong;

    assert_ok(areas_check(&all, &wrong));
    assert_int_equal(between(&all, *state, 11, 11), 0);
    assert_int_equal(between(&all, *state, 11, 12), 45); /* as the link says, not over the city */
    assert_int_equal(between(&all, *state, 11, 13), 30); /* nothing says more */
    assert_int_equal(between(&all, *state, 11, 1), 15);
    assert_int_equal(between(&all, *state, 131, 1), 30);
    assert_int_equal(between(&all, *state, 131, 12), 45);
    assert_int_equal(between(&all, *state, 131, 21), 30 + 60 + 15);
    assert_int_equal(between(&all, *state, 3, 1), AREA_FAR);
    assert_true(area_is_in(&all, 131, 1));
    assert_false(area_is_in(&all, 131, 2));
    assert_str(area_path(&all, *state, 131), "Lane, Far side, City");
}

static void what_is_no_tree_is_refused(void **state)
{
    struct area v[8];
    struct area_link links[2];
    struct areas all = two_cities(v, links);
    uint32_t wrong;
    (void)state;

    all.v[0].parent = 131; /* a loop */
    assert_err(areas_check(&all, &wrong), INVALID);
    all = two_cities(v, links);
    all.v[5].parent = 99;
    assert_err(areas_check(&all, &wrong), INVALID);
    assert_int_equal(wrong, 21);
    all = two_cities(v, links);
    all.v[5].id = 11;
    assert_err(areas_check(&all, &wrong), INVALID);
    assert_int_equal(wrong, 11);
    all = two_cities(v, links);
    all.links[1].b = 77;
    assert_err(areas_check(&all, &wrong), INVALID);
    assert_int_equal(wrong, 77);
    all = two_cities(v, links);
    all.v[1].lat = NAN;
    assert_err(areas_check(&all, &wrong), INVALID);
    assert_ok(areas_check(&(struct areas){0}, &wrong));
}

static void coordinates_become_areas(void **state)
{
    struct area v[8];
    struct area_link links[2];
    struct areas all = two_cities(v, links);
    (void)state;

    assert_int_equal(area_near(&all, 33.51, 36.29, 50), 1);
    assert_int_equal(area_near(&all, 35.4, 35.9, 50), 2);
    assert_int_equal(area_near(&all, 0, 0, 50), 0);
    assert_int_equal(area_near(&all, NAN, 36, 50), 0);
    assert_int_equal(area_near(&all, 1000, 36, 50), 0);
    /* A degree of latitude is 111.195 km on that sphere. */
    assert_int_equal(area_near(&all, 34.5, 36.3, 111.2), 1);
    assert_int_equal(area_near(&all, 34.5, 36.3, 111.1), 0);
}

/* It is as far there as back, and no way over a third is shorter than the way itself where all are
 * linked. */
static void ways_are_the_same_both_ways(void **state)
{
    for (int round = 0; round < 60; round++) {
        struct arena *a = *state;
        size_t n = 2 + rand_u64() % 40, nlinks = rand_u64() % 60;
        struct areas all = {ARENA_ARRAY(a, struct area, n), n,
                            ARENA_ARRAY(a, struct area_link, nlinks + 1), nlinks};
        int32_t **minutes = ARENA_ARRAY(a, int32_t *, n);
        uint32_t wrong;
        for (size_t i = 0; i < n; i++)
            all.v[i] = (struct area){.id = (uint32_t)(i + 1),
                                     .parent = i > 2 && rand_u64() % 3
                                                   ? (uint32_t)(1 + rand_u64() % (i < 9 ? i : 9))
                                                   : 0,
                                     .name = STR("x")};
        for (size_t i = 0; i < nlinks; i++)
            all.links[i] =
                (struct area_link){(uint32_t)(1 + rand_u64() % n), (uint32_t)(1 + rand_u64() % n),
                                   (int32_t)(rand_u64() % 100)};
        assert_ok(areas_check(&all, &wrong));
        for (size_t i = 0; i < n; i++)
            assert_ok(area_minutes(&all, a, (uint32_t)(i + 1), &minutes[i]));
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < n; k++)
                assert_int_equal(minutes[i][k], minutes[k][i]);
        for (size_t i = 0; i < nlinks; i++)
            assert_true(minutes[all.links[i].a - 1][all.links[i].b - 1] <= all.links[i].minutes);
        arena_clear(a);
    }
}

int main(void)
{
#define PURE(fn) cmocka_unit_test_setup_teardown(fn, arena_make, arena_drop)
    const struct CMUnitTest tests[] = {
        PURE(ways_go_out_over_and_in),
        PURE(what_is_no_tree_is_refused),
        PURE(coordinates_become_areas),
        PURE(ways_are_the_same_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
