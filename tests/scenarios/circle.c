/* S1.2 a circle that shares, and what belongs to it. */
#include <string.h>

#include "scenarios/world.h"

/* A network with three people: Salma looks after it. */
struct three {
    struct person *salma, *layla, *noor;
};

static struct three three_people(struct world *w)
{
    struct three t;
    t.salma = someone(w, "Salma", "ar");
    joins(t.salma, w->code, "سلمى " SHARP);
    t.layla = newcomer(t.salma, "Layla", "ar", "ليلى");
    t.noor = newcomer(t.salma, "Noor", "en", "Noor " SHARP);
    return t;
}

static void a_circle_that_shares(void **state)
{
    struct world *w = world_of(state);
    struct three t = three_people(w);
    begins_circle(t.salma, "مساء الثلاثاء " SHARP, "نحكي ونسمع " SHARP, "ما يُقال هنا يبقى هنا.",
                  "open", "90", "سلوى " SHARP);
    sees(t.salma, "It is quiet here");

    /* Layla finds it, comes in under a name of her own, and tells. */
    comes_into(t.layla, "مساء الثلاثاء " SHARP, "قمر " SHARP);
    begins(t.layla, "كيف قلتها لأختي " SHARP, "قلتُ لها في المطبخ، وبكينا معًا. " SHARP);
    sees(t.layla, "قمر");
    sees(t.layla, "Words live here for ninety days.");

    /* The others see that there is something new, read it, and answer. */
    comes_into(t.noor, "مساء الثلاثاء " SHARP, "Noor " SHARP);
    enters(t.salma, "مساء الثلاثاء " SHARP);
    sees(t.salma, "كيف قلتها لأختي " SHARP);
    follow(t.salma, "كيف قلتها لأختي " SHARP);
    sees(t.salma, "وبكينا معًا");
    answers(t.salma, "شكرًا لأنك حكيت.");
    opens(t.noor, "مساء الثلاثاء " SHARP, "كيف قلتها لأختي " SHARP);
    sees(t.noor, "شكرًا لأنك حكيت.");
    answers(t.noor, "I will try it in the kitchen too. " SHARP);

    visit(t.layla, "/r");
    opens(t.layla, "مساء الثلاثاء " SHARP, "كيف قلتها لأختي " SHARP);
    sees(t.layla, "New from here");
    sees(t.layla, "I will try it in the kitchen too.");
    visit(t.layla, str_to_c(w->arena, t.layla->path));
    sees_not(t.layla, "New from here");
}

static void a_quiet_sign(void **state)
{
    struct world *w = world_of(state);
    struct three t = three_people(w);
    begins_circle(t.salma, "Tuesday", "Talking", .openness = "open", .keep = "30",
                  .persona = "Salwa");
    begins(t.salma, "A hard week", "It was a hard week at work.");
    comes_into(t.noor, "Tuesday", "Noor");
    comes_into(t.layla, "Tuesday", "Qamar");
    opens(t.noor, "Tuesday", "A hard week");
    beside(t.noor, "It was a hard week at work.");
    submit(t.noor, "Heard you");

    /* Who wrote it learns of it; for everybody else there is nothing to count. */
    opens(t.salma, "Tuesday", "A hard week");
    sees(t.salma, "A kind word has come");
    follow(t.salma, "A kind word has come");
    sees(t.salma, "Heard you");
    sees(t.salma, "Noor");
    opens(t.layla, "Tuesday", "A hard week");
    sees_not(t.layla, "A kind word has come");
    beside(t.layla, "It was a hard week at work.");
    follow(t.layla, "More");
    sees_not(t.layla, "Only who wrote it sees this.");

    /* Once more takes it back. */
    opens(t.noor, "Tuesday", "A hard week");
    submit(t.noor, "Heard you");
    opens(t.salma, "Tuesday", "A hard week");
    sees_not(t.salma, "A kind word has come");
}

static void words_can_be_folded_changed_and_taken_back(void **state)
{
    struct world *w = world_of(state);
    struct three t = three_people(w);
    begins_circle(t.salma, "Tuesday", "Talking", .openness = "open", .keep = "7",
                  .persona = "Salwa");
    follow(t.salma, "Begin a conversation");
    submit(t.salma, "Send", "title", "The night", "text", "It began at the border.", "note",
           "an arrest " SHARP);
    comes_into(t.noor, "Tuesday", "Noor");
    opens(t.noor, "Tuesday", "The night");
    sees(t.noor, "Before reading: an arrest " SHARP);
    beside(t.noor, "It began at the border.");
    follow(t.noor, "More");
    assert_false(offered(t.noor, "Change the words"));
    assert_false(offered(t.noor, "Remove the words"));

    opens(t.salma, "Tuesday", "The night");
    beside(t.salma, "It began at the border.");
    follow(t.salma, "More");
    follow(t.salma, "Change the words");
    finds_written(t.salma, "text", "It began at the border.");
    finds_written(t.salma, "note", "an arrest " SHARP);
    submit(t.salma, "/edit", "text", "It began at the station.");
    opens(t.noor, "Tuesday", "The night");
    sees(t.noor, "It began at the station.");
    sees_not(t.noor, "border");
    answers(t.noor, "I am with you.");

    visit(t.salma, str_fmt(w->arena, "%" STR_FMT "/p/1/back", STR_ARG(t.noor->path)).p);
    is_answered(t.salma, 404); /* Noor's address of the circle is Noor's alone */
    enters(t.salma, "Tuesday");
    follow(t.salma, "The night");
    beside(t.salma, "It began at the station.");
    follow(t.salma, "More");
    follow(t.salma, "Take the words back");
    submit(t.salma, "/back");
    opens(t.noor, "Tuesday", "A conversation"); /* its title went with the words */
    sees(t.noor, "Taken back by who wrote it.");
    sees_not(t.noor, "station");
}

static void a_hidden_circle_opens_by_a_code(void **state)
{
    struct world *w = world_of(state);
    struct three t = three_people(w);
    begins_circle(t.salma, "The garden", "Nobody knows", .openness = "hidden", .keep = "90",
                  .persona = "Rose");
    begins(t.salma, "First", "Under the old tree.");
    visit(t.layla, "/c");
    sees_not(t.layla, "The garden");
    enters(t.salma, "The garden");
    follow(t.salma, "People");
    follow(t.salma, "Invite somebody");
    submit(t.salma, "/invite", "days", "1");
    struct str code = element(t.salma, "code");
    assert_int_equal(code.n, 29);
    visit(t.layla, "/enter");
    submit(t.layla, "/enter", "code", "0000 1111 2222 3333 4444 5555", "persona", "Jasmine");
    sees(t.layla, "Please look at this again");
    finds_written(t.layla, "persona", "Jasmine");
    submit(t.layla, "/enter", "code", str_to_c(w->arena, code));
    is_at(t.layla, "/r/");
    sees(t.layla, "First");
    follow(t.layla, "People");
    sees(t.layla, "Rose");
    sees(t.layla, "Jasmine");
    visit(t.noor, "/enter");
    submit(t.noor, "/enter", "code", str_to_c(w->arena, code), "persona", "Noor");
    sees_not(t.noor, "Under the old tree.");
    is_at(t.noor, "/enter");
}

static void searching_in_ones_own_circles(void **state)
{
    struct world *w = world_of(state);
    struct three t = three_people(w);
    begins_circle(t.salma, "Tuesday", "Talking", .openness = "open", .keep = "90",
                  .persona = "Salwa");
    begins(t.salma, "الطبيبة", "هذه قصّةٌ طويلة عن المستشفى.");
    comes_into(t.noor, "Tuesday", "Noor");
    visit(t.noor, "/find");
    submit(t.noor, "Search", "q", "قصه");
    sees(t.noor, "الطبيبة");
    is_at(t.noor, "/find"); /* what was searched for stands in no address */
    follow(t.noor, "الطبيبة");
    sees(t.noor, "هذه قصّةٌ طويلة");
    visit(t.noor, "/find");
    submit(t.noor, "Search", "q", "طبيبة"); /* a word of the title */
    sees(t.noor, "هذه قصّةٌ طويلة");
    visit(t.noor, "/find");
    submit(t.noor, "Search", "q", "zebra");
    sees(t.noor, "Nothing found");
    visit(t.layla, "/find");
    submit(t.layla, "Search", "q", "قصة");
    sees(t.layla, "Nothing found");
    visit(t.layla, str_to_c(w->arena, t.noor->before));
    assert_true(t.layla->status == 404 || t.layla->status == 200);
    sees_not(t.layla, "قصّةٌ");
}

static void handing_on_and_leaving(void **state)
{
    struct world *w = world_of(state);
    struct three t = three_people(w);
    begins_circle(t.salma, "Tuesday", "Talking", .openness = "open", .keep = "90",
                  .persona = "Salwa");
    begins(t.salma, "Hello", "I was here first.");
    comes_into(t.noor, "Tuesday", "Noor");
    enters(t.salma, "Tuesday");
    follow(t.salma, "About");
    follow(t.salma, "Leave the circle");
    sees(t.salma, "A circle needs somebody who looks after it. There are two ways: ask another "
                  "person to do it first, or end the circle for everybody.");
    follow(t.salma, "Ask another person");
    follow(t.salma, "Noor");
    submit(t.salma, "Let this person look after the circle too");
    follow(t.salma, "About");
    follow(t.salma, "Leave the circle");
    submit(t.salma, "Leave the circle", "words", "nameless");
    visit(t.salma, "/r");
    sees_not(t.salma, "Tuesday");

    opens(t.noor, "Tuesday", "Hello");
    sees(t.noor, "I was here first.");
    sees(t.noor, "Somebody who left");
    sees_not(t.noor, "Salwa");
    follow(t.noor, "Tuesday");
    follow(t.noor, "People");
    sees_not(t.noor, "Salwa");
    sees(t.noor, "looks after the circle");
}

SCENARIO_MAIN(SCENARIO("S1.2 a circle that shares", a_circle_that_shares),
              SCENARIO("S1.2 a quiet sign", a_quiet_sign),
              SCENARIO("S1.2 words can be folded, changed and taken back",
                       words_can_be_folded_changed_and_taken_back),
              SCENARIO("S1.2 a hidden circle opens by a code", a_hidden_circle_opens_by_a_code),
              SCENARIO("S1.2 searching in one's own circles", searching_in_ones_own_circles),
              SCENARIO("S1.2 handing on and leaving", handing_on_and_leaving))
