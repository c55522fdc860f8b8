/* What a member offers: on the board for everybody, theirs for nobody else, in their copy, and gone
 * with them. */
#include <string.h>

#include "scenarios/world.h"

#define PASSPHRASE(p) str_to_c((p)->w->arena, (p)->passphrase)

static const char *here(struct person *p)
{
    return str_to_c(p->w->arena, str_slice(p->path, 0, str_find_char(p->path, '?')));
}

static void it_is_theirs_and_goes_with_them(void **state)
{
    struct world *w = world_of(state);
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    struct person *sami = newcomer(amal, "Sami", "ar", "سامي");
    visit(sami, "/me");
    follow(sami, "/aid/offers");
    sees(sami, "Nothing here yet");
    follow(sami, "Offer something");
    follow(sami, "/aid/offers/new/10");
    submit(sami, "/aid/offers/new/10", "q2", "قليل", "line", "بطانيات ومدفأة");
    sees(sami, "Please write a number.");
    finds_written(sami, "line", "بطانيات ومدفأة");
    submit(sami, "/aid/offers/new/10", "q2", "٤", "words", "بعد السادسة مساءً");
    is_at(sami, "/aid/offers/");
    sees(sami,
         "It is on the board. When it fits somebody, you are asked here, and nobody else learns of "
         "it.");
    const char *offer = here(sami);

    visit(amal, "/aid/board");
    sees(amal, "بطانيات ومدفأة");
    sees_not(amal, "بعد السادسة مساءً");
    sees_not(amal, "سامي");
    visit(amal, offer);
    is_answered(amal, 404);

    /* after the session ran out nothing that was typed is lost */
    visit(sami, str_to_c(w->arena, str_fmt(w->arena, "%s/change", offer)));
    world_wait(w, 2 * HOUR);
    submit(sami, "/change", "q2", "٥", "line", "بطانيات ومدفأة وفراش");
    is_answered(sami, 403);
    signs_in(sami);
    finds_written(sami, "line", "بطانيات ومدفأة وفراش");
    submit(sami, "Send");
    signs_in(amal);
    visit(amal, "/aid/board");
    sees(amal, "بطانيات ومدفأة وفراش");

    visit(sami, "/me/export");
    submit(sami, "/me/export", "current", PASSPHRASE(sami));
    assert_non_null(memmem(sami->html.p, sami->html.n, "وفراش", strlen("وفراش")));
    visit(sami, "/me/leave");
    submit(sami, "/me/leave", "current", PASSPHRASE(sami), "words", "remove");
    visit(amal, "/aid/board");
    sees(amal, "Nothing is offered yet");
}

SCENARIO_MAIN(SCENARIO("an offer is theirs, and goes with them", it_is_theirs_and_goes_with_them))
