/* The desk: a steward opens it, editors come and go, and what people report waits there. */
#include <string.h>

#include "directory/directory.h"
#include "scenarios/world.h"
#include "search/search.h"
#include "site/inside.h"

/* The code on the page, with hyphens. */
static char *code_shown(struct person *p)
{
    char *code = str_to_c(p->w->arena, element(p, "code"));
    for (char *c = code; *c; c++)
        if (*c == ' ')
            *c = '-';
    if (strlen(code) != 29)
        person_stuck(p, HERE, "is shown no code");
    return code;
}

static void the_desk(void **state)
{
    struct world *w = world_of(state);
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    struct person *sami = newcomer(amal, "Sami", "ar", "سامي");
    visit(sami, "/me");
    follow(sami, "The editors' desk");
    sees(sami, "There is no desk yet");
    assert_false(offered(sami, "Open the desk"));

    /* Nothing typed is lost to a mistake. */
    visit(amal, "/me");
    follow(amal, "The editors' desk");
    submit(amal, "Open the desk", "persona", "", "byline", "أمل من الدليل " SHARP);
    sees(amal, "Please fill this in.");
    finds_written(amal, "byline", "أمل من الدليل " SHARP);
    submit(amal, "Open the desk", "persona", "أمل " SHARP);
    sees(amal, "None is waiting.");
    sees(amal, "أمل من الدليل " SHARP);

    follow(amal, "Invite an editor");
    submit(amal, "Make a code");
    char *code = code_shown(amal);
    visit(sami, "/d/desk");
    submit(sami, "Come in", "code", "abc", "persona", "سامي");
    sees(sami, "This is not a whole code. Perhaps a letter is missing.");
    finds_written(sami, "persona", "سامي");
    submit(sami, "Come in", "code", code);
    sees(sami, "Welcome. You are in.");
    sees(sami, "the editors' desk"); /* what everybody sees of him */
    assert_false(offered(sami, "Invite an editor"));

    /* The code worked once; another person comes in with none. */
    struct person *noor = newcomer(amal, "Noor", "ar", "نور");
    visit(noor, "/d/desk");
    submit(noor, "Come in", "code", code, "persona", "نور");
    sees(noor, "This code opens nothing. It may have been used already, or its days are over; "
               "whoever gave it can make another.");

    follow(sami, "My name and byline");
    submit(sami, "Save", "byline", "سامي");
    sees(sami, "Saved.");

    /* Taken out, with a reason. */
    visit(amal, "/d/desk");
    follow(amal, "سامي");
    submit(amal, "End their part", "reason", "");
    sees(amal, "Please fill this in.");
    submit(amal, "End their part", "reason", "شكرًا **لك** " SHARP);
    sees(amal, "Removed.");
    sees_not(amal, "سامي");
    visit(sami, "/d/desk/me");
    is_answered(sami, 403);
    visit(sami, "/d/desk");
    sees(sami, "Your part in the desk has ended");
    submit(sami, "Put it away");
    sees_not(sami, "Your part in the desk has ended");
    sees(sami, "Come in with a code");

    /* The last one out ends it. */
    visit(amal, "/d/desk");
    follow(amal, "Leave the desk");
    sees(amal, "Nobody else is there: the desk ends, and the reports that wait are deleted. "
               "Entries stay as they are.");
    submit(amal, "/d/desk/leave");
    sees(amal, "You are no longer at the desk.");
    visit(sami, "/d/desk");
    sees(sami, "There is no desk yet");
}

SCENARIO_MAIN(SCENARIO("the desk: editors come and go", the_desk))
