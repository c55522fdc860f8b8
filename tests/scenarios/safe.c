/* S2.1 a safe space; S-removed a removed member learns nothing more. */
#include <string.h>

#include "scenarios/world.h"

struct space_of_three {
    struct person *amal, *dana, *troll;
};

/* Amal's circle opens by request; Dana and somebody else have asked and were let in. */
static struct space_of_three safe_space(struct world *w)
{
    struct space_of_three s;
    s.amal = someone(w, "Amal", "ar");
    joins(s.amal, w->code, "أمل");
    s.dana = newcomer(s.amal, "Dana", "ar", "دانة");
    s.troll = newcomer(s.amal, "somebody who mocks", "en", "Guest " SHARP);
    begins_circle(s.amal, "بيت الصباح", "مكان آمن للكلام " SHARP, "لا سخرية.\nلا أسماء حقيقية.",
                  "request", "90", "نجمة");

    asks_to_join(s.dana, "بيت الصباح", "ندى " SHARP, "سمعت عنكم وأحبّ أن أكون معكم " SHARP);
    sees(s.dana, "Your request is with the people of the circle.");
    asks_to_join(s.troll, "بيت الصباح", "Visitor " SHARP, "Hi");

    enters(s.amal, "بيت الصباح");
    follow(s.amal, "People");
    sees(s.amal, "Would like to come in");
    sees(s.amal, "سمعت عنكم وأحبّ أن أكون معكم " SHARP);
    beside(s.amal, "ندى");
    submit(s.amal, "Let them in");
    follow(s.amal, "People");
    beside(s.amal, "Visitor");
    submit(s.amal, "Let them in");
    follow(s.amal, "People");
    sees_not(s.amal, "Would like to come in");
    return s;
}

static int64_t keys_turned(struct world *w)
{
    return world_rows(w, "chain");
}

static void a_safe_space(void **state)
{
    struct world *w = world_of(state);
    struct space_of_three s = safe_space(w);

    /* The agreements stand where everybody reads them before they ask. */
    struct person *curious = newcomer(s.amal, "somebody curious", "en", "Curious");
    visit(curious, "/c");
    follow(curious, "بيت الصباح");
    sees(curious, "لا أسماء حقيقية.");
    sees(curious, "Who asks and is let in");

    enters(s.dana, "بيت الصباح");
    begins(s.dana, "يوم صعب", "اليوم أخبرتُ أمي.");
    opens(s.troll, "بيت الصباح", "يوم صعب");
    sees(s.troll, "اليوم أخبرتُ أمي.");
    answers(s.troll, "Ha ha, what a story.");

    /* The post goes, with a reason that everybody can read; its place stays. */
    opens(s.amal, "بيت الصباح", "يوم صعب");
    beside(s.amal, "Ha ha, what a story.");
    follow(s.amal, "More");
    submit(s.amal, "Remove the words", "reason", "");
    sees(s.amal, "Please fill this in.");
    submit(s.amal, "Remove the words", "reason", "لا سخرية هنا " SHARP);
    opens(s.dana, "بيت الصباح", "يوم صعب");
    sees_not(s.dana, "Ha ha");
    sees(s.dana, "لا سخرية هنا " SHARP);
    sees(s.dana, "نجمة");

    /* Then the person goes; they read why, and the keys turn in the same breath. */
    int64_t before = keys_turned(w);
    enters(s.amal, "بيت الصباح");
    follow(s.amal, "People");
    follow(s.amal, "Visitor");
    submit(s.amal, "End their part", "reason", "السخرية من كلام الناس " SHARP);
    assert_int_equal(keys_turned(w), before + 1);
    visit(s.troll, "/r");
    sees(s.troll, "No longer open");
    follow(s.troll, "بيت الصباح");
    sees(s.troll, "The people who look after this circle have ended your part in it.");
    sees(s.troll, "السخرية من كلام الناس " SHARP);
    sees(s.troll, "نجمة");
    sees_not(s.troll, "اليوم أخبرتُ أمي.");
    submit(s.troll, "I have read it; put it away");
    visit(s.troll, "/r");
    sees_not(s.troll, "بيت الصباح");

    /* Those who stay go on. */
    opens(s.dana, "بيت الصباح", "يوم صعب");
    answers(s.dana, "شكرًا لكم.");
    opens(s.amal, "بيت الصباح", "يوم صعب");
    sees(s.amal, "شكرًا لكم.");
}

static void not_this_time(void **state)
{
    struct world *w = world_of(state);
    struct space_of_three s = safe_space(w);
    struct person *curious = newcomer(s.amal, "somebody curious", "en", "Curious");
    asks_to_join(curious, "بيت الصباح", "Curious", "Let me in");
    visit(curious, "/r");
    sees(curious, "Waiting for an answer");
    follow(curious, "بيت الصباح");
    sees(curious, "The request is with the people who look after this circle.");
    sees_not(curious, "ندى");
    enters(s.dana, "بيت الصباح");
    follow(s.dana, "People");
    sees_not(s.dana, "Let me in"); /* only who looks after the circle reads it */
    enters(s.amal, "بيت الصباح");
    follow(s.amal, "People");
    submit(s.amal, "Not this time");
    sees_not(s.amal, "Let me in");
    enters(curious, "بيت الصباح");
    sees(curious, "The request is with the people who look after this circle.");
}

static void only_who_looks_after_it_may(void **state)
{
    struct world *w = world_of(state);
    struct space_of_three s = safe_space(w);
    enters(s.dana, "بيت الصباح");
    const char *circle = str_to_c(w->arena, s.dana->path);
    begins(s.dana, "يوم", "كلامي");
    follow(s.dana, "بيت الصباح");
    follow(s.dana, "About");
    assert_false(offered(s.dana, "Change this"));
    visit(s.dana, str_fmt(w->arena, "%s/new", circle).p);
    const char *token = str_to_c(w->arena, field(s.dana, "_token"));
    post_raw(s.dana, str_fmt(w->arena, "%s/end", circle).p, "_token", token);
    is_answered(s.dana, 403);
    post_raw(s.dana, str_fmt(w->arena, "%s/settings", circle).p, "_token", token, "name", "Mine",
             "purpose", "mine", "openness", "open", "keep", "7");
    is_answered(s.dana, 403);
    for (int i = 1; i <= 3; i++) {
        post_raw(s.dana, str_fmt(w->arena, "%s/people/%d/remove", circle, i).p, "_token", token,
                 "reason", "because");
        assert_true(s.dana->status == 403 || s.dana->status == 404);
    }
    enters(s.amal, "بيت الصباح");
    follow(s.amal, "People");
    sees(s.amal, "نجمة");
    sees(s.amal, "ندى");
    sees(s.amal, "Visitor");
}

static void a_removed_member_learns_nothing_more(void **state)
{
    struct world *w = world_of(state);
    struct space_of_three s = safe_space(w);
    enters(s.dana, "بيت الصباح");
    begins(s.dana, "قبل", "ما كُتب قبل الخروج");
    opens(s.troll, "بيت الصباح", "قبل");
    const char *thread = str_to_c(w->arena, s.troll->path);
    struct page old_form = s.troll->page;
    struct person *copy = elsewhere(s.troll, "the same person at another computer");
    signs_in(copy);
    visit(copy, thread);
    is_answered(copy, 200);

    enters(s.amal, "بيت الصباح");
    follow(s.amal, "People");
    follow(s.amal, "Visitor");
    submit(s.amal, "End their part", "reason", "كفى");
    opens(s.dana, "بيت الصباح", "قبل");
    answers(s.dana, "ما كُتب بعد الخروج");
    enters(s.amal, "بيت الصباح");
    begins(s.amal, "جديد تمامًا", "حديث آخر");

    /* Not by the address, not by an old form, not from another computer, not by searching. */
    visit(s.troll, thread);
    sees(s.troll, "The people who look after this circle have ended your part in it.");
    sees_not(s.troll, "ما كُتب");
    s.troll->page = old_form;
    s.troll->beside = 0;
    answers(s.troll, "I am still here");
    sees(s.troll, "The people who look after this circle have ended your part in it.");
    visit(copy, thread);
    sees(copy, "The people who look after this circle have ended your part in it.");
    sees_not(copy, "ما كُتب");
    visit(s.troll, str_fmt(w->arena, "%s/events?after=0", thread).p);
    assert_int_not_equal(s.troll->status, 200);
    visit(s.troll, "/find");
    submit(s.troll, "Search", "q", "كتب");
    sees(s.troll, "Nothing found");
    visit(s.troll, "/r");
    sees_not(s.troll, "جديد تمامًا");
    opens(s.dana, "بيت الصباح", "قبل");
    sees_not(s.dana, "I am still here");
    sees(s.dana, "ما كُتب بعد الخروج");

    /* Weeks and turns of the keys later it is still so. */
    world_nights(w, 15);
    signs_in(s.amal);
    opens(s.amal, "بيت الصباح", "جديد تمامًا");
    answers(s.amal, "بعد أسبوعين");
    signs_in(s.troll);
    visit(s.troll, thread);
    sees(s.troll, "The people who look after this circle have ended your part in it.");
    sees_not(s.troll, "بعد أسبوعين");
}

SCENARIO_MAIN(SCENARIO("S2.1 a safe space", a_safe_space),
              SCENARIO("S2.1 not this time", not_this_time),
              SCENARIO("S2.1 only who looks after it may", only_who_looks_after_it_may),
              SCENARIO("S-removed a removed member learns nothing more",
                       a_removed_member_learns_nothing_more))
