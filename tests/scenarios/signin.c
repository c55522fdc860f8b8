/* Coming and going: signing in, what it gives away (nothing), sessions that end. */
#include <string.h>

#include "scenarios/world.h"

static void first_page_says_nothing(void **state)
{
    struct world *w = world_of(state);
    struct person *passer_by = someone(w, "somebody who passes by", "ar,en;q=0.5");
    visit(passer_by, "/");
    is_answered(passer_by, 200);
    sees(passer_by, "Welcome");
    follow(passer_by, "What is protected here");
    sees(passer_by, "A removed member keeps what they already read.");
    assert_true(offered(passer_by, "Leave now"));
    visit(passer_by, "/nothing/here");
    is_answered(passer_by, 404);
    sees(passer_by, "There is nothing here");
}

static void first_member_joins_and_signs_in(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى " SHARP);
    leaves(salma);
    visit(salma, "/in");
    signs_in(salma);
    visit(salma, "/about");
    sees(salma, "My things");
    sees_not(salma, "Sign in");
}

SCENARIO_MAIN(SCENARIO("the first page says nothing", first_page_says_nothing),
              SCENARIO("the first member joins and signs in", first_member_joins_and_signs_in))
