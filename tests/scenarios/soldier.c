/* S0.3a a soldier finds a lawyer: the directory, and a card of it in a circle. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "directory/directory.h"
#include "scenarios/world.h"
#include "search/vocabulary.h"

#define LEGAL_AID "../shared/data/legal-aid-hsds-1.1"

/* The list of legal aid that lies beside the source, wherever a worktree of it stands. */
static const char *list_folder(void)
{
    static const char *const places[] = {LEGAL_AID, "../" LEGAL_AID};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (access(places[i], R_OK) == 0)
            return places[i];
    return NULL;
}

static void import(struct world *w, const char *folder, const char *source)
{
    struct directory_imported done = {0};
    struct search *search = search_create();
    const struct directory_import how = {.path = folder,
                                         .source = str_from_c(source),
                                         .orphans = HSDS_ORPHANS_KEEP,
                                         .now = w->clock.fixed};
    assert_ok(directory_import(world_db(w), search, &how, &done));
    search_destroy(search);
    assert_true(done.services > 0);
}

static void a_soldier_finds_a_lawyer(void **state)
{
    struct world *w = world_of(state);
    const char *folder = list_folder();
    if (!folder) {
        print_message("S0.3a: " LEGAL_AID " is not there: skipped\n");
        skip();
    }
    import(w, folder, "legal-aid");
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    begins_circle(amal, "في الخدمة", "لمن يخدمون", .openness = "open", .keep = "90",
                  .persona = "أمل");
    struct person *soldier = newcomer(amal, "a soldier", "ar", "جندي");
    comes_into(soldier, "في الخدمة", "سامر");
    begins(soldier, "أحتاج محاميًا", "عوقبتُ بعد أن عُرف أمري. من يعرف محاميًا؟");

    /* Amal looks in the directory. What she searches for stands in no address. */
    opens(amal, "في الخدمة", "أحتاج محاميًا");
    sees(amal, "من يعرف محاميًا؟");
    follow(amal, "Find help");
    submit(amal, "Search", "q", "armed forces legal aid");
    assert_true(str_eq_c(amal->path, "/d"));
    sees(amal, "Armed Forces");
    follow(amal, "Armed Forces");
    is_at(amal, "/d/");
    struct str name = element(amal, "head");
    assert_true(name.n > 0);

    /* She puts it into the conversation; the soldier finds it there. */
    follow(amal, "Put into a circle");
    submit(amal, "Put it there", "text", "هؤلاء ساعدوا صديقًا لي " SHARP);
    is_at(amal, "/r/");
    enters(soldier, "في الخدمة");
    follow(soldier, str_to_c(w->arena, str_utf8_prefix(name, 120)));
    sees(soldier, "هؤلاء ساعدوا صديقًا لي " SHARP);
    sees(soldier, "Armed Forces");
    beside(soldier, "هؤلاء ساعدوا صديقًا لي");
    follow(soldier, "Armed Forces");
    is_at(soldier, "/d/");
    sees(soldier, str_to_c(w->arena, name));

    /* Nobody needs an account to look for help. */
    struct person *alone = someone(w, "somebody without an account", "en");
    visit(alone, "/d");
    submit(alone, "Search", "q", "armed forces legal aid");
    sees(alone, "Armed Forces");
    assert_false(offered(alone, "Put into a circle"));
    follow(alone, "Armed Forces");
    is_answered(alone, 200);
    assert_false(offered(alone, "Put into a circle"));
    submit(alone, "Leave now");
    assert_int_equal(alone->ncookies, 0);
}

/* The same road on the made-up list that comes with the program, in Arabic. */
static void help_is_found_in_the_sample(void **state)
{
    struct world *w = world_of(state);
    import(w, "src/directory/sample", "sample");
    struct person *alone = someone(w, "somebody without an account", "ar");
    visit(alone, "/d");
    submit(alone, vocabulary_label(vocabulary_concept(STR("lawyer")), "ar"));
    is_answered(alone, 200);
    sees_not(alone, "Nothing found");
    submit(alone, "Search", "q", "qqqq zzzz");
    sees(alone, "Nothing found");
    finds_written(alone, "q", "qqqq zzzz");
    submit(alone, "Search", "q", SHARP);
    is_answered(alone, 200);
    submit(alone, "Search", "q", "");
    is_answered(alone, 200);
}

SCENARIO_MAIN(SCENARIO("S0.3a a soldier finds a lawyer", a_soldier_finds_a_lawyer),
              SCENARIO("S0.3a help is found in the sample", help_is_found_in_the_sample))
