/* S-crisis-page nobody signs in: help now, one tap from everywhere. */
#include <string.h>

#include "scenarios/world.h"

#define DAY 86400

/* Entries as they stand in the tables: organizations are type 1, services type 2; LIVE 1, SEALED 2,
 * HIDDEN 3; the tag is 4. */
static const struct db_sql ADD = {
    "scenario: add entry",
    "INSERT INTO directory_object (public_id, type, source, parent, place, digest, modified, state,"
    " doc, patch, tags, checked_by, checked_at, doubted)"
    " VALUES ($1, $2, 1, $3, '', 0, 1789900000, $4, $5, '', $6, $7, $8, $9)",
    NULL, NULL};
static const struct db_sql SOURCE = {
    "scenario: add source",
    "INSERT INTO directory_source (number, name, origin, url, imported, cursor)"
    " VALUES (1, 'here', 3, '', 1789900000, '')",
    NULL, NULL};

#define ORGANIZATION "11111111-1111-4111-8111-111111111111"
#define SERVICE(n) "22222222-2222-4222-8222-22222222222" #n

struct entry {
    const char *id, *name, *more; /* more: the rest of the document */
    int state, tags;
    const char *by;
    int64_t checked, doubted;
};

static void add(struct world *w, const struct entry *e)
{
    bool service = e->id[0] == '2';
    struct str doc =
        e->state == 2
            ? STR("")
            : str_fmt(w->arena, "{\"id\":\"%s\"%s,\"name\":\"%s\",%s}", e->id,
                      service ? ",\"organization_id\":\"" ORGANIZATION "\"" : "", e->name, e->more);
    assert_ok(db_run(world_db(w), &ADD,
                     DB_ARGS(db_text(str_from_c(e->id)), db_int(service ? 2 : 1),
                             db_text(str_from_c(service ? ORGANIZATION : "")), db_int(e->state),
                             db_text(doc), db_int(e->tags), db_text(str_from_c(e->by)),
                             db_int(e->checked), db_int(e->doubted)),
                     NULL));
}

/* Every day, all day. */
#define ALWAYS                                                                                     \
    "\"schedules\":[{\"id\":\"33333333-3333-4333-8333-333333333333\",\"freq\":\"WEEKLY\","         \
    "\"byday\":\"MO,TU,WE,TH,FR,SA,SU\",\"opens_at\":\"00:00\",\"closes_at\":\"23:59\"}]"
#define PHONE(number)                                                                              \
    "\"phones\":[{\"id\":\"44444444-4444-4444-8444-444444444444\",\"number\":\"" number "\"}]"

static void lines_are_entered(struct world *w)
{
    int64_t now = w->clock.fixed;
    const struct entry entries[] = {
        {ORGANIZATION, "دار السكينة", "\"description\":\"إصغاء\"", 1, 0, "", 0, 0},
        {SERVICE(1), "خط قديم", "\"status\":\"active\"," PHONE("+961 1 000 001"), 1, 4, "سامي",
         now - 400 * DAY, 0},
        {SERVICE(2), "خط لم يُتحقق منه", "\"status\":\"active\"," PHONE("+961 1 000 002"), 1, 4, "",
         0, now / DAY - 2},
        {SERVICE(3), "خط النجوى",
         "\"status\":\"active\",\"fees_description\":\"مجانًا\"," PHONE(
             "+961 1 000 003") "," ALWAYS ",\"languages\":[{\"id\":\"55555555-5555-4555-8555-"
                               "555555555555\",\"code\":\"ar\"}]",
         1, 4,
         "ليلى "
         "<b>&'",
         now - 20 * DAY, 0},
        {SERVICE(7), "Evening line",
         "\"status\":\"active\"," PHONE("+961 1 000 007") ",\"languages\":[{\"id\":\"55555555-5555-"
                                                          "4555-8555-555555555557\",\"code\":"
                                                          "\"en\"}]",
         1, 4, "", now - 2 * DAY, 0},
        {SERVICE(4), "خط مختوم", "", 2, 4, "", 0, 0},
        {SERVICE(5), "خط مخفي", "\"status\":\"active\"," PHONE("+961 1 000 005"), 3, 4, "", 0, 0},
        {SERVICE(6), "خدمة أخرى", "\"status\":\"active\"," PHONE("+961 1 000 006"), 1, 2, "", 0, 0},
    };
    assert_ok(db_run(world_db(w), &SOURCE, DB_NO_ARGS, NULL));
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++)
        add(w, &entries[i]);
}

/* Where it stands on the page; the test ends when it does not. */
static size_t place_of(const struct person *p, const char *words)
{
    const char *text = str_to_c(p->w->arena, p->page.text);
    const char *at = strstr(text, words);
    if (!at)
        person_stuck(p, HERE, "does not see %s", words);
    return (size_t)(at - text);
}

static void holds(const struct person *p, const char *markup)
{
    if (!strstr(str_to_c(p->w->arena, p->html), markup))
        person_stuck(p, HERE, "the page does not have %s", markup);
}

static void nobody_signs_in(void **state)
{
    struct world *w = world_of(state);
    struct person *alone = someone(w, "somebody", "ar");

    /* Nobody has entered a line: it says so, and helps all the same. */
    visit(alone, "/");
    follow(alone, "Help now");
    is_at(alone, "/now");
    sees(alone,
         "Nobody in this network has entered a line here yet. What stands below helps without "
         "one, and the directory may know people to talk to.");
    sees(alone, "Put off every decision: ten minutes first, then ten more.");
    sees(alone, "Pay nothing and send nothing more. Who is paid once usually asks again.");
    sees(alone, "Sit down or lean on something. Feel both feet on the ground.");

    /* Lines, those that can be relied on first, with who checked them. */
    lines_are_entered(w);
    visit(alone, "/in");
    follow(alone, "Help now");
    sees_not(alone, "Nobody in this network has entered a line here yet.");
    sees(alone, "دار السكينة");
    sees(alone, "ليلى <b>&'");
    sees(alone, "open now");
    sees(alone, "open 24 hours");
    sees(alone, "Arabic");
    sees(alone, "مجانًا");
    holds(alone, "href=\"tel:+9611000003\"");
    holds(alone, "href=\"tel:+9611000001\"");
    sees(alone, "This was checked more than a year ago and may have changed.");
    sees(alone, "Nobody of this network has checked whether this still holds.");
    sees(alone, "Somebody said lately that this may be out of date.");
    assert_true(place_of(alone, "خط النجوى") < place_of(alone, "خط قديم"));
    assert_true(place_of(alone, "خط قديم") < place_of(alone, "خط لم يُتحقق منه"));
    assert_true(place_of(alone, "خط النجوى") < place_of(alone, "Evening line"));

    /* Whoever reads English finds the line that speaks it first; a byline left empty has words. */
    struct person *reader = someone(w, "somebody else", "en");
    visit(reader, "/now");
    assert_true(place_of(reader, "Evening line") < place_of(reader, "خط النجوى"));
    sees(reader, "Checked by the editors' desk on");
    sees_not(alone, "خط مختوم");
    sees_not(alone, "خط مخفي");
    sees_not(alone, "خدمة أخرى");

    /* All of it on paper: every part is open. */
    follow(alone, "Open everything, for printing");
    is_at(alone, "/now/all");
    holds(alone, "<details class=\"part\" id=\"life\" open>");
    holds(alone, "<details class=\"part\" id=\"phone\" open>");

    /* From the entry of a line, from an error, and away. */
    follow(alone, "خط النجوى");
    is_answered(alone, 200);
    visit(alone, "/nothing");
    is_answered(alone, 404);
    follow(alone, "Help now");
    is_at(alone, "/now");
    assert_int_equal(alone->ncookies, 0);
    submit(alone, "Leave now");
    assert_int_equal(alone->ncookies, 0);

    /* A member has it too; somebody else reads it in English. */
    struct person *amal = someone(w, "Amal", "en");
    joins(amal, w->code, "Amal");
    visit(amal, "/me");
    follow(amal, "Help now");
    sees(amal, "خط النجوى");
    sees(amal, "When living feels unbearable");

    /* A year later nothing is fresh any more. */
    world_wait(w, (int64_t)366 * DAY);
    visit(alone, "/now");
    sees(alone, "This was checked more than a year ago and may have changed.");
    assert_true(place_of(alone, "خط النجوى") < place_of(alone, "خط قديم")); /* it is open */
}

SCENARIO_MAIN(SCENARIO("S-crisis-page nobody signs in", nobody_signs_in))
