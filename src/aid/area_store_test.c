/* The network's list in the database, on both engines, and the field of a form that shows it. */
#include "aid/area_store.h"

#include <string.h>

#include "aid/area_field.h"
#include "aid/area_names.h"
#include "i18n/i18n.h"
#include "search/search.h"
#include "support/test_db.h"

static uint32_t add(struct test_db *t, uint32_t parent, const char *name, const char *other)
{
    uint32_t id;
    const struct area x = {.parent = parent, .name = str_from_c(name), .other = str_from_c(other)};
    assert_ok(area_put(t->db, t->a, &x, &id));
    return id;
}

static struct areas load(struct test_db *t)
{
    struct areas all;
    assert_ok(areas_load(t->db, t->a, &all));
    return all;
}

static void what_is_kept_comes_back(void **state)
{
    struct test_db *t = test_db_of(state);
    uint32_t id;
    bool any;

    assert_ok(areas_any(t->db, &any));
    assert_false(any);
    assert_int_equal(load(t).n, 0);
    uint32_t city = add(t, 0, "بيروت", "Beirut"), hill = add(t, city, "الأشرفية", "Achrafieh");
    const struct area port = {
        .parent = city, .name = STR("المرفأ"), .placed = true, .lat = 33.901234, .lon = -35.512345};
    assert_ok(area_put(t->db, t->a, &port, &id));
    assert_ok(area_link_put(t->db, t->a, &(struct area_link){id, hill, 20}));
    assert_ok(area_link_put(t->db, t->a, &(struct area_link){hill, id, 25})); /* the same one */

    struct areas all = load(t);
    const struct area *x = area_find(&all, id);
    assert_int_equal(all.n, 3);
    assert_str(area_find(&all, hill)->other, "Achrafieh");
    assert_true(x->placed && x->lat == 33.901234 && x->lon == -35.512345);
    assert_int_equal(all.nlinks, 1);
    assert_int_equal(all.links[0].minutes, 25);
    assert_int_equal(area_near(&all, 33.9, -35.5, 5), id);
    assert_ok(area_link_drop(t->db, id, hill));
    assert_err(area_link_drop(t->db, id, hill), NOT_FOUND);
    assert_ok(areas_any(t->db, &any));
    assert_true(any);
}

static void what_would_be_no_tree_is_refused(void **state)
{
    struct test_db *t = test_db_of(state);
    uint32_t city = add(t, 0, "City", ""), part = add(t, city, "Part", ""), id;
    struct area x = {.id = city, .parent = part, .name = STR("City")};

    assert_err(area_put(t->db, t->a, &x, &id), INVALID); /* a loop */
    x = (struct area){.parent = city, .name = STR("Part")};
    assert_err(area_put(t->db, t->a, &x, &id), CONFLICT);
    x = (struct area){.parent = 99, .name = STR("Part")};
    assert_err(area_put(t->db, t->a, &x, &id), NOT_FOUND);
    x = (struct area){.id = 99, .name = STR("Part")};
    assert_err(area_put(t->db, t->a, &x, &id), NOT_FOUND);
    x = (struct area){.name = STR("")};
    assert_err(area_put(t->db, t->a, &x, &id), INVALID);
    x = (struct area){.name = STR("Nowhere"), .placed = true, .lat = 91};
    assert_err(area_put(t->db, t->a, &x, &id), INVALID);
    assert_err(area_link_put(t->db, t->a, &(struct area_link){city, city, 5}), INVALID);
    assert_err(area_link_put(t->db, t->a, &(struct area_link){city, part, -1}), INVALID);
    assert_err(area_link_put(t->db, t->a, &(struct area_link){city, 99, 5}), NOT_FOUND);
    assert_int_equal(load(t).n, 2);
}

static void what_was_removed_counts_as_what_it_lay_in(void **state)
{
    struct test_db *t = test_db_of(state);
    uint32_t city = add(t, 0, "City", ""), part = add(t, city, "Part", "");
    uint32_t lane = add(t, part, "Lane", ""), other = add(t, 0, "Port", "");

    assert_ok(area_link_put(t->db, t->a, &(struct area_link){part, other, 20}));
    assert_ok(area_remove(t->db, t->a, part));
    assert_err(area_remove(t->db, t->a, part), NOT_FOUND);
    struct areas all = load(t);
    assert_int_equal(all.n, 3);
    assert_int_equal(all.nlinks, 0);
    assert_int_equal(area_find(&all, part)->id, city);
    assert_int_equal(area_find(&all, lane)->parent, city);
    assert_true(area_is_in(&all, part, city));
    assert_str(area_path(&all, t->a, part), "City");

    uint32_t later = add(t, city, "Part", ""); /* the name is free, the number is not */
    assert_true(later > other);
    assert_ok(area_remove(t->db, t->a, later));
    assert_true(add(t, city, "Quay", "") > later);
    assert_ok(area_remove(t->db, t->a, city));
    all = load(t);
    assert_null(area_find(&all, part)); /* nothing was around the city */
    assert_int_equal(area_find(&all, lane)->parent, 0);
}

static void a_whole_list_takes_the_place_of_another(void **state)
{
    struct test_db *t = test_db_of(state);
    uint32_t city = add(t, 0, "City", ""), part = add(t, city, "Part", ""), from;
    struct area v[3];
    struct area_link link;

    assert_ok(area_ids_from(t->db, t->a, &from));
    v[0] = (struct area){.id = from + 1, .parent = from, .name = STR("Quarter")};
    v[1] = (struct area){.id = city, .name = STR("Great city")};
    v[2] = (struct area){.id = from, .parent = city, .name = STR("District")};
    link = (struct area_link){city, from, 10};
    struct areas all = {.v = v, .n = 3, .links = &link, .nlinks = 1};
    assert_ok(areas_replace(t->db, t->a, &all));
    all = load(t);
    assert_int_equal(all.n, 3);
    assert_str(area_path(&all, t->a, from + 1), "Quarter, District, Great city");
    assert_int_equal(area_find(&all, part)->id, city);
    assert_int_equal(all.nlinks, 1);

    struct area again = {.id = part, .name = STR("Part")}; /* its number is used up */
    all = (struct areas){.v = &again, .n = 1};
    assert_err(areas_replace(t->db, t->a, &all), INVALID);
    assert_int_equal(load(t).n, 3);
}

/* ---- the field --------------------------------------------------------------------------------
 */

static struct areas lebanon(struct area v[9])
{
    v[0] = (struct area){.id = 1, .name = STR("بيروت"), .other = STR("Beirut")};
    v[1] = (struct area){.id = 2, .parent = 1, .name = STR("الحمرا"), .other = STR("Hamra")};
    v[2] = (struct area){.id = 3, .parent = 1, .name = STR("الأشرفية"), .other = STR("Achrafieh")};
    v[3] = (struct area){.id = 4, .name = STR("طرابلس"), .other = STR("Tripoli")};
    v[4] = (struct area){.id = 5, .parent = 4, .name = STR("الميناء"), .other = STR("El Mina")};
    v[5] = (struct area){.id = 6, .name = STR("صور"), .other = STR("Tyre")};
    v[6] = (struct area){.id = 7, .parent = 6, .name = STR("الميناء"), .other = STR("Port")};
    v[7] = (struct area){.id = 8, .parent = 6, .name = STR("صور"), .other = STR("Tyre")};
    v[8] = (struct area){.id = 9, .parent = 6, .name = STR("Bourj el Chmali")};
    return (struct areas){.v = v, .n = 9};
}

static void names_are_told_as_people_write_them(void **state)
{
    static const struct {
        const char *typed;
        enum area_told told;
        uint32_t id;
    } cases[] = {
        {"بيروت", AREA_TOLD, 1},
        {"beirut", AREA_TOLD, 1},
        {"الاشرفيه", AREA_TOLD, 3},
        {"اشرفية", AREA_TOLD, 3},
        {"حمرا، بيروت", AREA_TOLD, 2},
        {"Hamra, Beirut", AREA_TOLD, 2},
        {"Hamra Tripoli", AREA_TOLD_NONE, 0},
        {"Achrafie", AREA_TOLD, 3},
        {"الميناء", AREA_TOLD_SEVERAL, 0},
        {"الميناء، صور", AREA_TOLD, 7},
        {"الميناء طرابلس", AREA_TOLD, 5},
        {"صور", AREA_TOLD, 6}, /* the outer one */
        {"bourj el chmali tyre", AREA_TOLD, 9},
        {"Paris", AREA_TOLD_NONE, 0},
        {" ،", AREA_TOLD_NONE, 0},
    };
    struct area v[9];
    struct areas all = lebanon(v);
    struct search *s = search_create();
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t id;
        enum area_told told = area_by_name(&all, s, a, str_from_c(cases[i].typed), &id);
        if (told != cases[i].told || (told == AREA_TOLD && id != cases[i].id))
            fail_msg("%s: %d, %u", cases[i].typed, told, id);
    }
    search_destroy(s);
    arena_destroy(a);
}

static const struct form_field FIELDS[] = {AREA_FIELD("area", "Where?")};
static const struct form_spec FORM = FORM_SPEC(FIELDS);

struct desk {
    struct req req;
    struct form f;
};

static void desk_begin(struct desk *d, const char *lang)
{
    *d = (struct desk){.req = {.arena = arena_create(ARENA_PLAIN, 0),
                               .search = search_create(),
                               .lang = lang_find(str_from_c(lang))}};
}

static void desk_end(struct desk *d)
{
    search_destroy(d->req.search);
    arena_destroy(d->req.arena);
}

static uint32_t answer(struct desk *d, const struct areas *all, const char *typed)
{
    const struct http_pair pair = {STR("area"), str_from_c(typed)};
    form_parse(d->req.arena, &FORM, &(struct http_pairs){&pair, 1}, &d->f);
    return area_field_read(&d->req, all, &d->f, 0);
}

static bool shows(struct desk *d, const struct areas *all, const char *what)
{
    struct html h;
    struct area_choices c;
    struct str out;
    html_init(&h, d->req.arena, d->req.lang);
    area_field_fill(&d->req, all, &c);
    view_area_field(&h, &c, &d->f, 0);
    assert_ok(html_end(&h, &out));
    return strstr(str_to_c(d->req.arena, out), what) != NULL;
}

static void a_field_is_chosen_from(void **state)
{
    struct area v[9];
    struct areas all = lebanon(v), none = {0};
    struct desk d;
    (void)state;

    desk_begin(&d, "en");
    form_blank(&FORM, &d.f);
    assert_true(shows(&d, &all, "<option value=\"\" selected>Anywhere</option>"));
    assert_true(shows(&d, &all, "<option value=\"2\">Hamra, Beirut</option>"));
    assert_false(shows(&d, &none, "<"));
    assert_int_equal(answer(&d, &all, "2"), 2);
    assert_true(shows(&d, &all, "<option value=\"2\" selected>"));
    assert_int_equal(answer(&d, &all, ""), 0);
    assert_int_equal(d.f.problems, 0);
    assert_int_equal(answer(&d, &none, "2"), 0);
    assert_int_equal(d.f.problems, 0);
    assert_int_equal(answer(&d, &all, "77"), 0);
    assert_int_equal(d.f.problems, 1);
    assert_int_equal(answer(&d, &all, "Mina"), 0);
    assert_int_equal(d.f.problems, 1);
    assert_int_equal(answer(&d, &all, "el mina"), 5);
    assert_true(shows(&d, &all, "<option value=\"5\" selected>"));
    desk_end(&d);

    desk_begin(&d, "ar");
    form_blank(&FORM, &d.f);
    assert_true(shows(&d, &all, "<option value=\"2\">الحمرا، بيروت</option>"));
    desk_end(&d);
}

static void a_long_list_is_typed(void **state)
{
    static struct area v[AREAS_MAX];
    struct areas all = {.v = v, .n = AREAS_MAX};
    struct desk d;
    (void)state;

    desk_begin(&d, "en");
    for (uint32_t i = 0; i < AREAS_MAX; i++)
        v[i] = (struct area){
            .id = i + 1, .parent = i ? 1 : 0, .name = str_fmt(d.req.arena, "Place %u", i + 1)};
    form_blank(&FORM, &d.f);
    assert_true(shows(&d, &all, "list=\"f-area-list\""));
    assert_true(shows(&d, &all, "<option value=\"Place 1\"></option>"));
    assert_int_equal(answer(&d, &all, "place 3999, place 1"), 3999);
    assert_int_equal(answer(&d, &all, "place 4001"), 0);
    assert_int_equal(d.f.problems, 1);
    assert_true(shows(&d, &all, "value=\"place 4001\""));
    area_field_set(&d.req, &all, &d.f, 0, 3998);
    assert_true(shows(&d, &all, "value=\"Place 3998, Place 1\" dir"));
    desk_end(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(what_is_kept_comes_back),
        TEST_DB(what_would_be_no_tree_is_refused),
        TEST_DB(what_was_removed_counts_as_what_it_lay_in),
        TEST_DB(a_whole_list_takes_the_place_of_another),
        cmocka_unit_test(names_are_told_as_people_write_them),
        cmocka_unit_test(a_field_is_chosen_from),
        cmocka_unit_test(a_long_list_is_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
