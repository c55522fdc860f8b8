/* Tables of asks: every kind of nastiness in, nothing lost and nothing that may not stay. */
#include "aid/import.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aid/import_inside.h"
#include "base/clock.h"
#include "base/test.h"

#define DAY 20778 /* 21 November 2026 */

struct sheet {
    struct arena *a;
    struct search *s;
    struct area v[3];
    struct areas areas;
    struct key key;
    struct import_table table;
    struct import_map map;
    struct import_how how;
    struct import in;
};

static void sheet_begin(struct sheet *x)
{
    *x = (struct sheet){.a = arena_create(ARENA_PLAIN, 0), .s = search_create()};
    x->v[0] = (struct area){.id = 1, .name = STR("بيروت"), .other = STR("Beirut")};
    x->v[1] = (struct area){.id = 2,
                            .parent = 1,
                            .name = STR("الحمرا"),
                            .other = STR("Hamra"),
                            .placed = true,
                            .lat = 33.8962,
                            .lon = 35.4786};
    x->v[2] = (struct area){
        .id = 3, .parent = 1, .name = STR("Basta"), .placed = true, .lat = 33.885, .lon = 35.503};
    x->areas = (struct areas){.v = x->v, .n = 3};
    memset(&x->key, 7, sizeof x->key);
    x->how = (struct import_how){.search = x->s,
                                 .arena = x->a,
                                 .areas = &x->areas,
                                 .key = &x->key,
                                 .side = AID_ASK,
                                 .now = (int64_t)DAY * DAY_SECONDS + 3600,
                                 .until = DAY + IMPORT_DAYS};
}

static void sheet_end(struct sheet *x)
{
    search_destroy(x->s);
    arena_destroy(x->a);
}

static void reads(struct sheet *x, struct str text)
{
    assert_ok(import_table_read(x->a, text, &x->table));
    import_map_propose(x->s, x->a, &x->table, &x->areas, &x->map);
    import_read(&x->how, &x->table, &x->map, &x->in);
}

static void reads_one(struct sheet *x, const char *text)
{
    reads(x, str_from_c(text));
    assert_int_equal(x->in.n, 1);
    assert_int_equal(x->in.nrefused, 0);
}

static void a_plain_sheet_comes_in(void **state)
{
    struct sheet x;
    (void)state;
    sheet_begin(&x);
    reads_one(&x, "\xEF\xBB\xBFماذا;النوع;كم;أين;عاجل;الاسم;الهاتف;اللغة;حتى\r\n"
                  "\"سرير; لليلة\";مأوى;٣;الحمرا، بيروت;اليوم;سمير;٠٣ ١٢٣ ٤٥٦;عربي;25/11/2026\r\n");
    const struct import_row *r = &x.in.rows[0];
    assert_str(r->card.line, "سرير; لليلة");
    assert_int_equal(r->card.kind, AID_SHELTER);
    assert_int_equal(r->card.units, 3);
    assert_int_equal(r->card.number[0], 3);
    assert_int_equal(r->card.area, 2);
    assert_int_equal(r->card.loop.urgency, LOOP_NOW);
    assert_int_equal(r->card.loop.last_day, DAY + 4);
    assert_int_equal(r->card.speaks, 1);
    assert_int_equal(r->card.mailbox.id, 0);
    assert_str(r->details.contact, "سمير · ٠٣ ١٢٣ ٤٥٦");
    assert_str(r->details.lang, "ar");
    sheet_end(&x);
}

static void reports_of_a_crisis_map_come_in(void **state)
{
    struct sheet x;
    (void)state;
    sheet_begin(&x);
    reads_one(&x, "#,INCIDENT TITLE,INCIDENT DATE,LOCATION,DESCRIPTION,CATEGORY,LATITUDE,LONGITUDE,"
                  "APPROVED,VERIFIED\n"
                  "7,Trapped: call +961 70 555 014,11/19/2026 16:53,Rue 4,\"They knock.\n"
                  "At 33.8963, 35.4780 \"\"behind\"\"\",\"1c. People trapped, 2a. Food\",33.896,"
                  "35.478,NO,NO\n");
    const struct import_row *r = &x.in.rows[0];
    assert_str(r->card.line, "Trapped: call");
    assert_int_equal(r->card.kind, AID_SAFETY);
    assert_int_equal(r->card.area, 2);
    assert_int_equal(r->card.loop.urgency, LOOP_NOW);
    assert_int_equal(clock_day(r->card.loop.asked), DAY - 2);
    assert_int_equal(r->card.marks, AID_MARK_UNAPPROVED | AID_MARK_UNVERIFIED);
    assert_str(r->details.words, "Trapped: call +961 70 555 014\nThey knock.\nAt  \"behind\"\n"
                                 "CATEGORY: 2a. Food");
    assert_str(r->details.where, "Rue 4");
    assert_int_equal(x.in.marked, 1);
    sheet_end(&x);
}

static void no_point_stays_in_words(void **state)
{
    static const char *const CUT[] = {
        "33.8963, 35.4780",
        "lat: 33.8963, lon: 35.4780",
        "-18.54 -72.33",
        "33.8963° N, 35.4780° E",
        "٣٣٫٨٩٦٣، ٣٥٫٤٧٨٠",
        "(33.8963;35.4780)",
        "maps?q=33.896300,35.478000",
        "33.8963/35.4780",
    };
    static const char *const KEPT[] = {
        "2.50 m, or two people", "12.5 and 3", "call 03 555 014", "33.8963", "1.2.3.4",
        "at 19.30, 4 people"};
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    (void)state;
    for (size_t i = 0; i < sizeof CUT / sizeof CUT[0]; i++) {
        bool cut = false;
        const struct str out = import_without_points(a, str_from_c(CUT[i]), &cut);
        assert_true(cut);
        assert_null(memmem(out.p, out.n, "33.8", 4));
        assert_null(memmem(out.p, out.n, "35.4", 4));
        assert_null(memmem(out.p, out.n, "72.33", 5));
    }
    for (size_t i = 0; i < sizeof KEPT / sizeof KEPT[0]; i++) {
        bool cut = false;
        assert_true(str_eq_c(import_without_points(a, str_from_c(KEPT[i]), &cut), KEPT[i]));
        assert_false(cut);
    }
    arena_destroy(a);
}

/* Seeded: pairs of degrees in any dress, between words, leave no digits of theirs. */
static void points_are_cut_wherever_they_stand(void **state)
{
    static const char *const BETWEEN[] = {",", ", ", " ", "; ", " / ", "، ", "° N ", ", lon: "};
    static const char *const AROUND[] = {"near ", "(", "", "عند ", "x=", "at:\n"};
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    uint64_t seed = 42;
    (void)state;
    for (int i = 0; i < 2000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const unsigned n = (unsigned)(seed >> 33);
        const char *between = BETWEEN[n % 8], *around = AROUND[(n / 8) % 6];
        const struct str lat = str_fmt(a, "%u.%0*u", n % 90, 2 + (int)(n % 5), 77u);
        const struct str lon =
            str_fmt(a, "%s%u.%0*u", n % 3 ? "" : "-", n % 180, 2 + (int)(n % 4), 77u);
        const struct str text = str_fmt(a, "%s%" STR_FMT "%s%" STR_FMT " please", around,
                                        STR_ARG(lat), between, STR_ARG(lon));
        bool cut = false;
        const struct str out = import_without_points(a, text, &cut);
        assert_true(cut);
        assert_null(memmem(out.p, out.n, "77", 2));
        assert_true(str_is_utf8(out));
    }
    arena_destroy(a);
}

static void days_are_read_in_every_order(void **state)
{
    static const struct {
        const char *text;
        enum import_dates dates;
        int32_t day; /* 0: none */
    } DAYS[] = {
        {"2026-11-21", IMPORT_DMY, DAY},
        {"2026-11-21 16:00", IMPORT_DMY, DAY},
        {"2026-11-21T16:00:00Z", IMPORT_DMY, DAY},
        {"21/11/2026", IMPORT_DMY, DAY},
        {"11/21/2026 4:53 PM", IMPORT_MDY, DAY},
        {"11/21/2026", IMPORT_DMY, DAY},
        {"٢١/١١/٢٠٢٦", IMPORT_DMY, DAY},
        {"21.11.26", IMPORT_MDY, DAY},
        {"31/02/2026", IMPORT_DMY, 0},
        {"2026-02-29", IMPORT_DMY, 0},
        {"tomorrow", IMPORT_DMY, 0},
        {"", IMPORT_DMY, 0},
        {"11/2026", IMPORT_DMY, 0},
        {"1/2/3/4", IMPORT_DMY, 0},
        {"99999-01-01", IMPORT_DMY, 0},
        {"3/4/2026", IMPORT_DMY, 20546},
        {"3/4/2026", IMPORT_MDY, 20516},
    };
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    (void)state;
    for (size_t i = 0; i < sizeof DAYS / sizeof DAYS[0]; i++) {
        int32_t day = 0;
        const bool is = import_day(a, str_from_c(DAYS[i].text), DAYS[i].dates, &day);
        assert_int_equal(is, DAYS[i].day != 0);
        if (is)
            assert_int_equal(day, DAYS[i].day);
    }
    arena_destroy(a);
}

static void every_way_of_saving_is_read(void **state)
{
    static const char UTF16[] = "\xFF\xFE"
                                "w\0h\0a\0t\0\t\0k\0i\0n\0d\0\n\0"
                                "\x2e\x06\x28\x06\x32\x06\t\0f\0o\0o\0d\0";
    static const char CP1256[] = "what,kind\n\xCE\xC8\xD2 \xE6\xE3\xC7\xC1,food\n";
    static const char CP1252[] = "what,kind\ncaf\xE9 cr\xE8me,food\n";
    struct sheet x;
    (void)state;
    sheet_begin(&x);
    reads(&x, str_from(UTF16, sizeof UTF16 - 1));
    assert_str(x.in.rows[0].card.line, "خبز");
    reads(&x, str_from(CP1256, sizeof CP1256 - 1));
    assert_str(x.in.rows[0].card.line, "خبز وماء");
    reads(&x, str_from(CP1252, sizeof CP1252 - 1));
    assert_str(x.in.rows[0].card.line, "café crème");
    sheet_end(&x);
}

static void rows_that_cannot_come_in_are_told(void **state)
{
    struct sheet x;
    (void)state;
    sheet_begin(&x);
    reads(&x, STR("no,what,until,side,how many\n"
                  "1,bread,2026-11-01,,\n"
                  "2,,,,\n"
                  "3,bread,,sideways,\n"
                  "4,bread,,,,,too many\n"
                  "5,bread,someday,ask,many\n"
                  "5,bread,someday,ask,many\n"));
    assert_int_equal(x.in.nrefused, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(x.in.refused[i].line, i + 2);
    assert_int_equal(x.in.n, 1);
    assert_int_equal(x.in.twice, 1);
    assert_int_equal(x.in.ntold, 2);
    assert_str(x.in.rows[0].details.words, "until: someday\nhow many: many");
    assert_err(import_table_read(x.a, STR("a,b\n\"never closed\n"), &x.table), INVALID);
    assert_non_null(x.table.broken.why);
    assert_err(import_table_read(x.a, STR("a,b\n"), &x.table), INVALID);
    sheet_end(&x);
}

static void the_same_row_has_the_same_id(void **state)
{
    struct sheet x;
    uint64_t first;
    (void)state;
    sheet_begin(&x);
    reads_one(&x, "no,what\n1,bread\n");
    first = x.in.rows[0].card.id;
    reads_one(&x, "no,what\n1,bread\n");
    assert_int_equal(x.in.rows[0].card.id, first);
    reads_one(&x, "no,what\n1,water\n"); /* without a source the words count */
    assert_int_not_equal(x.in.rows[0].card.id, first);
    x.how.source = STR("map");
    reads_one(&x, "no,what\n1,bread\n");
    first = x.in.rows[0].card.id;
    reads_one(&x, "no,what\n1,water\n");
    assert_int_equal(x.in.rows[0].card.id, first);
    x.key.b[0]++;
    reads_one(&x, "no,what\n1,water\n"); /* another server, another number */
    assert_int_not_equal(x.in.rows[0].card.id, first);
    reads(&x, STR("no,what\n1,bread\n1,water\n"));
    assert_int_equal(x.in.n, 1);
    assert_int_equal(x.in.nrefused, 1);
    sheet_end(&x);
}

static void unknown_categories_are_mapped_by_hand(void **state)
{
    static const char TEXT[] =
        "what,category,approved\na,Zorb,no\nb,\"Zorb, Quux\",yes\nc,Quux,\nd,food,\n";
    struct sheet x;
    struct import_map again;
    struct import_map_read r;
    (void)state;
    sheet_begin(&x);
    reads(&x, str_from_c(TEXT));
    assert_int_equal(x.in.nunknown, 2);
    assert_str(x.in.unknown[0].value, "Quux");
    assert_int_equal(x.in.unknown[0].n, 2);
    assert_true(import_map_mean(x.a, &x.map, STR("Zorb"), AID_LEGAL));
    assert_true(import_map_mean(x.a, &x.map, STR("Quux"), IMPORT_KIND_LEAVE));
    x.map.unapproved = IMPORT_LEAVE;
    x.map.dates = IMPORT_MDY;
    const struct str file = import_map_write(x.a, &x.table, &x.map);
    assert_ok(import_map_read(x.s, x.a, file, &x.table, &again, &r));
    assert_int_equal(r.nwrong, 0);
    assert_true(str_eq(import_map_write(x.a, &x.table, &again), file));
    import_read(&x.how, &x.table, &again, &x.in);
    assert_int_equal(x.in.nunknown, 0);
    assert_int_equal(x.in.left, 3);
    assert_int_equal(x.in.n, 1);
    assert_ok(import_map_read(x.s, x.a,
                              STR("line,nothing\nkind,Zorb,unheard\nwhat is this\n"
                                  "option,moon,full\n"),
                              &x.table, &again, &r));
    assert_int_equal(r.nwrong, 4);
    sheet_end(&x);
}

static void columns_are_known_by_what_stands_in_them(void **state)
{
    struct sheet x;
    (void)state;
    sheet_begin(&x);
    reads_one(&x,
              "Frage 1,Frage 2,Frage 3,Frage 4\n"
              "\"We are in the yard of the school and have had no bread since Monday, 40 of us\","
              "Hamra,03 555 014,2026-11-20\n");
    assert_int_equal(x.map.of[0], IMPORT_WORDS);
    assert_int_equal(x.map.of[1], IMPORT_WHERE);
    assert_int_equal(x.map.of[2], IMPORT_CONTACT);
    assert_int_equal(x.map.of[3], IMPORT_DATE);
    assert_int_equal(x.in.rows[0].card.kind, AID_FOOD);
    assert_int_equal(x.in.rows[0].card.area, 2);
    assert_int_equal(x.in.rows[0].card.line.n, 0); /* no title: names could stand in the words */
    sheet_end(&x);
}

static void a_name_does_not_stand_in_the_line(void **state)
{
    struct sheet x;
    (void)state;
    sheet_begin(&x);
    reads_one(&x, "title,name\nA room for Samira Haddad and her cat,Samira Haddad\n");
    assert_str(x.in.rows[0].card.line, "A room for and her cat");
    assert_str(x.in.rows[0].details.words, "A room for Samira Haddad and her cat");
    sheet_end(&x);
}

/* The sample that stands in tests/imports: what it is made of, counted once by hand. */
static void the_sample_comes_in(void **state)
{
    struct sheet x;
    char text[64 * 1024];
    const char *path = getenv("AWN_TEST_REPORTS");
    (void)state;
    if (!path)
        skip();
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text);
    assert_true(n > 0);
    close(fd);
    sheet_begin(&x);
    reads(&x, str_from(text, (size_t)n));
    assert_int_equal(x.in.n, 65);
    assert_int_equal(x.in.nrefused, 3);
    for (size_t i = 0; i < x.in.n; i++) {
        const struct import_row *r = &x.in.rows[i];
        bool cut = false;
        import_without_points(x.a, r->details.words, &cut);
        import_without_points(x.a, r->card.line, &cut);
        assert_false(cut);
        assert_false(import_has_contact(r->card.line));
        assert_true(str_is_utf8(r->card.line) && str_code_points(r->card.line) <= AID_LINE_MAX);
        assert_true(r->card.loop.last_day == DAY + IMPORT_DAYS);
    }
    sheet_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_sheet_comes_in),
        cmocka_unit_test(reports_of_a_crisis_map_come_in),
        cmocka_unit_test(no_point_stays_in_words),
        cmocka_unit_test(points_are_cut_wherever_they_stand),
        cmocka_unit_test(days_are_read_in_every_order),
        cmocka_unit_test(every_way_of_saving_is_read),
        cmocka_unit_test(rows_that_cannot_come_in_are_told),
        cmocka_unit_test(the_same_row_has_the_same_id),
        cmocka_unit_test(unknown_categories_are_mapped_by_hand),
        cmocka_unit_test(columns_are_known_by_what_stands_in_them),
        cmocka_unit_test(a_name_does_not_stand_in_the_line),
        cmocka_unit_test(the_sample_comes_in),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
