/* Every kind of desk that the site has: complete, unlike the others, with its pages, on the list.
 */
#include "base/test.h"

#include "desk/pages.h"
#include "site/inside.h"

static bool listed(const struct desk_kind *kind)
{
    for (const struct desk_kind *const *k = SITE_DESKS; *k; k++)
        if (*k == kind)
            return true;
    return false;
}

static void none_lacks_a_text(void **state)
{
    (void)state;
    for (const struct desk_kind *const *k = SITE_DESKS; *k; k++) {
#define X(name) assert_non_null((*k)->texts.name);
        DESK_TEXTS(X)
#undef X
        assert_non_null((*k)->outside);
        assert_non_null((*k)->persona);
        assert_non_null((*k)->enter);
    }
}

/* Numbers, settings and labels are what keeps two desks apart. */
static void none_is_another(void **state)
{
    (void)state;
    for (const struct desk_kind *const *a = SITE_DESKS; *a; a++) {
        assert_int_not_equal((*a)->space, SPACE_COMMONS);
        assert_int_not_equal((*a)->space, SPACE_CIRCLE);
        assert_int_not_equal((*a)->space, SPACE_OWN);
        for (const struct desk_kind *const *b = SITE_DESKS; b < a; b++) {
            assert_int_not_equal((*a)->space, (*b)->space);
            assert_string_not_equal((*a)->setting, (*b)->setting);
            assert_string_not_equal((*a)->place_label, (*b)->place_label);
            assert_string_not_equal((*a)->code_label, (*b)->code_label);
            assert_string_not_equal((*a)->at, (*b)->at);
        }
    }
}

/* One that has pages but is not on the list would keep who leaves the network. */
static void all_with_pages_are_listed(void **state)
{
    struct route_table tables[SITE_TABLES_MAX];
    size_t n = site_tables(tables), desks = 0, kinds = 0;
    (void)state;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < tables[i].n; j++) {
            const struct route *r = &tables[i].v[j];
            if (r->handle != desk_leave_get)
                continue;
            const struct desk_kind *kind = r->about;
            assert_true(listed(kind));
            assert_true(str_starts(str_from_c(r->path), str_from_c(kind->at)));
            desks++;
        }
    while (SITE_DESKS[kinds])
        kinds++;
    assert_int_equal(desks, kinds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(none_lacks_a_text),
        cmocka_unit_test(none_is_another),
        cmocka_unit_test(all_with_pages_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
