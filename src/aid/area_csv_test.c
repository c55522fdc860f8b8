/* Lists of areas as files: taken in row by row, with a reason for each that is not. */
#include "aid/area_csv.h"

#include <string.h>

#include "aid/area_store.h"
#include "support/test_db.h"

struct desk {
    struct arena *a;
    struct search *s;
    struct area_import in;
};

static void desk_begin(struct desk *d)
{
    *d = (struct desk){.a = arena_create(ARENA_PLAIN, 0), .s = search_create()};
}

static void desk_end(struct desk *d)
{
    arena_destroy(d->a);
    search_destroy(d->s);
}

static void read(struct desk *d, const struct areas *there, uint32_t from, const char *text)
{
    assert_ok(area_csv_read(d->s, d->a, str_from_c(text), there, from, &d->in));
}

static struct str path(struct desk *d, uint32_t id)
{
    return area_path(&d->in.all, d->a, id);
}

static void rows_become_a_tree(void **state)
{
    struct desk d;
    struct areas none = {0};
    (void)state;
    desk_begin(&d);
    read(&d, &none, 5,
         "\xef\xbb\xbf# Facts, and where they are from, roughly.\r\n"
         "parent;x,NAME,lat,other,lon,Neighbours,parent\r\n"
         ",الحمرا,33.896,Hamra,35.482,Verdun 10; الأشرفية ١٥,Beirut\r\n"
         ",Verdun,,,,,بيروت\r\n"
         ",الأشرفية,,,,Hamra 20,Beirut\r\n"
         "\r\n"
         ",بيروت,33.8935,Beirut,35.5016,,\r\n");
    assert_int_equal(d.in.nrefused, 0);
    assert_int_equal(d.in.added, 4);
    assert_int_equal(d.in.all.n, 4);
    assert_str(path(&d, 6), "الحمرا, بيروت");
    assert_str(path(&d, 5), "بيروت");
    assert_int_equal(d.in.all.nlinks, 2);
    assert_int_equal(d.in.all.links[1].minutes, 20); /* two say it; the longer way */
    assert_int_equal(area_near(&d.in.all, 33.89, 35.48, 3), 6);
    desk_end(&d);
}

static void broken_rows_are_told(void **state)
{
    static const struct {
        uint32_t line;
        const char *why, *what;
    } refused[] = {
        {3, "Please fill this in.", "name"},
        {4, "Nothing on the list is called so:", "Nowhere"},
        {5, "This place stands in the file twice.", "CITY"},
        {6, "The middle is two numbers of degrees, such as 33.89 and 35.50.", "North"},
        {7, "The middle is two numbers of degrees, such as 33.89 and 35.50.", "South"},
        {9, "A neighbour is a name and minutes, such as “Hamra 15”:", "City"},
        {9, "Nothing on the list is called so:", "Moon 7"},
        {9, "A place is no neighbour of itself:", "West 5"},
        {10, "A name has letters.", "—"},
        {11, "This is too long.", "name"},
        {12, "Several places are called so; the city behind it tells which:", "Quay"},
        {15,
         "Some characters here are invisible or turn text around. Please write it without "
         "them.",
         "name"},
        {16, "Nothing on the list is called so:", "Loop b"},
        {17, "Nothing on the list is called so:", "Loop a"},
    };
    struct desk d;
    struct areas none = {0};
    (void)state;
    desk_begin(&d);
    read(&d, &none, 1,
         "name,other,parent,lat,lon,neighbours\n"
         "City,,,,,\n"
         ",,City,,,\n"
         "Part,,Nowhere,,,\n"
         "CITY,,,,,\n"
         "North,,City,91,0,\n"
         "South,,City,33.5,,\n"
         "East,,City,33.5,-35,\n"
         "West,,City,,,City; East 12; Moon 7; West 5\n"
         "—,,,,,\n"
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,\n"
         "Pier,,Quay,,,\n"
         "Quay,,City,,,\n"
         "Quay,,East,,,\n"
         "W\xe2\x80\x8b,,,,,\n"
         "Loop a,,Loop b,,,\n"
         "Loop b,,Loop a,,,\n");
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (i >= d.in.nrefused || d.in.refused[i].line != refused[i].line ||
            strcmp(d.in.refused[i].why, refused[i].why) != 0 ||
            !str_eq_c(d.in.refused[i].what, refused[i].what))
            fail_msg("line %u: %s %s", refused[i].line, refused[i].why, refused[i].what);
    }
    assert_int_equal(d.in.nrefused, sizeof refused / sizeof *refused);
    assert_int_equal(d.in.added, 5);
    assert_int_equal(d.in.all.nlinks, 1);
    desk_end(&d);
}

static void what_is_no_list_is_told(void **state)
{
    struct desk d;
    struct areas none = {0};
    (void)state;
    desk_begin(&d);
    assert_err(area_csv_read(d.s, d.a, STR("city,parent\nX,\n"), &none, 1, &d.in), INVALID);
    assert_non_null(d.in.broken.why);
    assert_err(area_csv_read(d.s, d.a, STR("name\n\"X\n"), &none, 1, &d.in), INVALID);
    assert_non_null(d.in.broken.why);
    read(&d, &none, 1, "");
    assert_int_equal(d.in.all.n, 0);
    desk_end(&d);
}

static void a_file_adds_to_what_is_there(void **state)
{
    struct area v[2] = {{.id = 3, .name = STR("City")},
                        {.id = 4, .parent = 3, .name = STR("Part"), .other = STR("Teil")}};
    struct area_link link = {3, 4, 9};
    struct areas there = {.v = v, .n = 2, .links = &link, .nlinks = 1};
    struct desk d;
    (void)state;
    desk_begin(&d);
    read(&d, &there, 20,
         "name,parent,other,neighbours\n"
         "teil,city,,\n"
         "City,,Stadt,Part 11\n"
         "New,Part,,\n");
    assert_int_equal(d.in.same, 1);
    assert_int_equal(d.in.changed, 1);
    assert_int_equal(d.in.added, 1);
    assert_str(area_find(&d.in.all, 3)->other, "Stadt");
    assert_str(area_find(&d.in.all, 4)->name, "Part");
    assert_str(path(&d, 20), "New, Part, City");
    assert_int_equal(d.in.all.nlinks, 1);
    assert_int_equal(d.in.all.links[0].minutes, 11);
    desk_end(&d);
}

static void what_is_written_is_read(void **state)
{
    struct area v[5] = {{.id = 1, .name = STR("Saint \"Q\", upper"), .other = STR(";")},
                        {.id = 2, .parent = 1, .name = STR("a; b")},
                        {.id = 3, .parent = 2, .name = STR("a; b")},
                        {.id = 7, .name = STR("c"), .placed = true, .lat = -1.5, .lon = 179.25},
                        {.id = 9, .parent = 7, .name = STR("a; b")}};
    struct area_link links[2] = {{2, 9, 30}, {3, 9, 40}};
    struct areas all = {.v = v, .n = 5, .links = links, .nlinks = 2}, none = {0};
    struct str once, twice;
    struct desk d;
    (void)state;
    desk_begin(&d);
    assert_ok(area_csv_write(d.a, &all, &once));
    assert_ok(area_csv_read(d.s, d.a, once, &none, 1, &d.in));
    assert_int_equal(d.in.nrefused, 0);
    assert_int_equal(d.in.all.nlinks, 2);
    assert_ok(area_csv_write(d.a, &d.in.all, &twice));
    assert_true(str_eq(once, twice));
    assert_ok(area_csv_read(d.s, d.a, once, &all, 10, &d.in));
    assert_int_equal(d.in.same, 5);
    desk_end(&d);
}

/* Into the database and out of it. */
static void a_file_is_kept(void **state)
{
    struct test_db *t = test_db_of(state);
    struct search *s = search_create();
    struct area_import in;
    struct areas all;
    struct str first, second;

    for (int i = 0; i < 2; i++) {
        uint32_t from;
        assert_ok(areas_load(t->db, t->a, &all));
        assert_ok(area_ids_from(t->db, t->a, &from));
        assert_ok(area_csv_read(s, t->a,
                                STR("name,parent,lat,lon,neighbours\nCity,,33.123456,-3.5,\n"
                                    "Part,City,,,City 9\n"),
                                &all, from, &in));
        assert_ok(areas_replace(t->db, t->a, &in.all));
        assert_ok(areas_load(t->db, t->a, &all));
        assert_ok(area_csv_write(t->a, &all, i ? &second : &first));
    }
    assert_int_equal(in.same, 2);
    assert_true(str_eq(first, second));
    search_destroy(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_a_tree),      cmocka_unit_test(broken_rows_are_told),
        cmocka_unit_test(what_is_no_list_is_told), cmocka_unit_test(a_file_adds_to_what_is_there),
        cmocka_unit_test(what_is_written_is_read), TEST_DB(a_file_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
