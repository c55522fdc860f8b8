/* The right door: somebody types a need in their own words and language, without an account, and
 * finds a place that fits, is open, and says who checked it. The list is a small made-up one in
 * English (tests/scenarios/door); the people are Arabs. */
#include <stdio.h>
#include <string.h>

#include "directory/directory_edit.h"
#include "directory/directory_report.h"
#include "scenarios/world.h"

#define LIST "tests/scenarios/door"

static void list_read(struct world *w)
{
    struct directory_imported done = {0};
    struct search *search = search_create();
    const struct directory_import how = {
        .path = LIST, .source = STR("towns"), .now = w->clock.fixed};
    assert_ok(directory_import(world_db(w), search, &how, &done));
    assert_int_equal(done.refused, 0);
    assert_int_equal(done.services, 8);
    search_destroy(search);
}

/* What an editor says of the entry of this name. */
static void tagged(struct world *w, const char *words, unsigned tags)
{
    struct search *search = search_create();
    struct directory_hits hits;
    const struct directory_query query = {.words = str_from_c(words), .limit = 1};
    const struct directory_editing by = {world_db(w), search, STR("أمل"), w->clock.fixed};
    assert_ok(directory_search(by.db, search, w->arena, &query, lang_default(), &hits));
    assert_true(hits.n == 1);
    assert_ok(directory_tag(&by, hits.v[0].card.id, tags));
    assert_ok(directory_check(&by, hits.v[0].card.id));
    search_destroy(search);
}

/* S2.4: a therapist who is open now. It is a Monday, a quarter past two. */
static void a_therapist_who_is_open(void **state)
{
    struct world *w = world_of(state);
    list_read(w);
    struct person *huda = someone(w, "Huda", "ar");
    visit(huda, "/d");
    submit(huda, "Search", "q", "  ");
    sees(huda, "A word or two, please, or one of the kinds below.");
    submit(huda, "Search", "q", "معالج نفسي");
    sees_not(huda, "A word or two, please, or one of the kinds below.");
    sees(huda, "One-to-one therapy");
    sees(huda, "Therapy in the evening");
    sees(huda, "open now");
    sees(huda, "closed now");

    submit(huda, "Search", "open", "1");
    assert_true(str_eq_c(huda->path, "/d"));
    sees(huda, "One-to-one therapy");
    sees_not(huda, "Therapy in the evening");
    finds_written(huda, "q", "معالج نفسي");
    assert_true(str_eq_c(field(huda, "open"), "1"));

    /* One who speaks Arabic, in that town. */
    submit(huda, "Search", "language", "ar", "area", "Lakeside");
    sees(huda, "One-to-one therapy");
    follow(huda, "One-to-one therapy");
    is_at(huda, "/d/");
    sees(huda, "open now");
    sees(huda, "5 Mill Street");
    sees(huda, "Nobody here has checked this yet. It is better to call before going there.");
    sees(huda, "Arabic"); /* in her words */

    /* At six the other one opens. */
    world_wait(w, 4 * HOUR);
    visit(huda, "/d");
    submit(huda, "Search", "q", "معالج نفسي", "open", "1");
    sees(huda, "Therapy in the evening");
    sees_not(huda, "One-to-one therapy");

    /* In that town nothing is open at night: the page says which wish to give up. */
    world_wait(w, 8 * HOUR);
    visit(huda, "/d");
    submit(huda, "Search", "q", "معالج نفسي", "open", "1", "area", "Lakeside");
    sees(huda, "Nothing found");
    finds_written(huda, "q", "معالج نفسي");
    finds_written(huda, "area", "Lakeside");
    sees(huda, "It may be here");
    beside(huda, "ربما يفيد هذا");
    submit(huda, "من دون «Lakeside»: نتيجة واحدة");
    sees(huda, "Therapist on call");
    sees(huda, "open now");
}

/* S0.3b: Arabic words find the armed forces' legal aid in an English list, and the page says why.
 */
static void a_lawyer_for_soldiers(void **state)
{
    struct world *w = world_of(state);
    list_read(w);
    struct person *sami = someone(w, "Sami", "ar");
    visit(sami, "/d");
    submit(sami, "Search", "q", "محامي عسكري");
    sees(sami, "Lakeland Armed Forces Legal Aid Network");
    sees(sami, "ما يطابق:");
    sees_not(sami, "Lease clinic");
    beside(sami, "Lakeland Armed Forces Legal Aid Network");
    follow(sami, "/d/");
    is_at(sami, "/d/");
    sees(sami, "+44 20 7946 0201");
    leaves(sami);
    assert_int_equal(sami->ncookies, 0);
}

/* S3.4a: where to be tested without papers. */
static void tested_without_papers(void **state)
{
    struct world *w = world_of(state);
    list_read(w);
    tagged(w, "quick tests", DIRECTORY_TAG_NO_PAPERS | DIRECTORY_TAG_AFFIRMING);
    struct person *rami = someone(w, "Rami", "ar");
    visit(rami, "/d");
    submit(rami, "Search", "q", "وين بفحص");
    sees(rami, "Quick tests");
    sees(rami, "Laboratory: HIV tests");
    submit(rami, "Search", "papers", "1");
    sees(rami, "Quick tests");
    sees(rami, "asks for no papers");
    sees_not(rami, "Laboratory");
    follow(rami, "Quick tests");
    sees(rami, "welcomes everyone");
    sees(rami, "None are asked for.");
    sees_not(rami, "Nobody here has checked this yet. It is better to call before going there.");
    sees(rami, "أمل");

    /* A year later the page says so. */
    world_wait(w, (int64_t)366 * 24 * HOUR);
    visit(rami, str_to_c(w->arena, rami->path));
    sees(rami, "The last check was more than a year ago. It is better to call before going there.");
}

/* Anybody can say that something is out of date; the next one who comes by is told. */
static void out_of_date(void **state)
{
    struct world *w = world_of(state);
    list_read(w);
    struct person *rami = someone(w, "Rami", "ar");
    visit(rami, "/d");
    submit(rami, "Search", "q", "quick tests");
    follow(rami, "Quick tests");
    follow(rami, "This is out of date");
    sees(rami, "Nobody could read it yet");
    assert_int_equal(world_rows(w, "inbox"), 0);

    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    visit(amal, "/d/desk");
    submit(amal, "Open the desk", "persona", "أمل", "byline", "أمل");

    follow(rami, "Back to the entry");
    follow(rami, "This is out of date");
    submit(rami, "Send", "reason", "other");
    sees(rami, "A few words say what it is.");
    submit(rami, "Send", "reason", "phone", "words", "لا أحد يردّ منذ أيار " SHARP);
    is_at(rami, "/d/");
    sees(rami, "Thank you");
    follow(rami, "Back to the entry");
    sees(rami, "ورد بلاغ في");
    assert_int_equal(rami->ncookies, 0);
    visit(amal, "/d/desk");
    sees(amal, "لا أحد يردّ منذ أيار " SHARP);
    sees(amal, "The telephone number is wrong");
}

SCENARIO_MAIN(SCENARIO("S2.4 find a therapist who is open now", a_therapist_who_is_open),
              SCENARIO("S0.3b محامي عسكري", a_lawyer_for_soldiers),
              SCENARIO("S3.4a where to be tested without papers", tested_without_papers),
              SCENARIO("directory: what is out of date", out_of_date))
