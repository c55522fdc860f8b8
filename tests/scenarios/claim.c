/* An ask on the board: two members say that they can, one was first; promised, missed, open again
 * at the top; a second helper; it arrives, is closed, and on its day it is gone. */
#include <string.h>

#include "scenarios/world.h"

#define ASKED "توصيلة إلى المستشفى " SHARP
#define WHY "الطابق الثالث، بلا مصعد " SHARP
#define OFFERED "سيارة صغيرة " SHARP

static void asked(struct person *dana)
{
    visit(dana, "/aid");
    follow(dana, "/aid/ask");
    submit(dana, "Continue", "kind", "ride");
    sees(dana, "Please choose one of these.");
    submit(dana, "Continue", "kind", "ride", "urgency", "2");
    sees(dana, "Everything here may stay empty that is not known or not to be said.");
    submit(dana, "Send", "line", ASKED, "words", WHY);
    is_at(dana, "/aid/asks/");
    sees(dana, "It is there.");
    sees(dana, ASKED);
    sees(dana, WHY);
}

static void claimed(struct person *p, const char *name, const char *words)
{
    visit(p, "/aid/board");
    sees(p, ASKED);
    sees_not(p, WHY);
    follow(p, "I can help");
    sees(p, ASKED);
    submit(p, "I can help with this", "name", name, "words", words);
}

static void opened(struct person *p, const char *list, const char *what)
{
    visit(p, list);
    follow(p, what);
}

/* One sees the page of the ask, then somebody else is quicker. */
static void two_at_once(struct person *sami, struct person *huda)
{
    visit(sami, "/aid/board");
    follow(sami, "I can help");
    claimed(huda, "هدى " SHARP, "غدًا صباحًا");
    sees(huda, "You were first");
    sees_not(huda, WHY);
    submit(sami, "I can help with this", "name", "سامي");
    sees(sami, "Somebody was a moment earlier with this one, so it is looked after. Thank you for "
               "wanting to. If it does not work out, it stands here again.");
    sees(sami, "No ask waits on the board right now.");
}

/* She reads name and words, and lets her help: now the rest is read, and a meeting agreed. */
static void is_let_to_help(struct person *dana, struct person *huda)
{
    opened(dana, "/aid/offers", ASKED);
    sees(dana, "هدى " SHARP);
    sees(dana, "غدًا صباحًا");
    submit(dana, "Let them help");
    opened(huda, "/aid/offers", ASKED);
    sees(huda, WHY);
    follow(huda, "Say when and where");
    submit(huda, "/promise", "time", "1200", "where", "عند المحطة " SHARP, "sign", "وشاح أحمر");
    opened(dana, "/aid/offers", ASKED);
    sees(dana, "عند المحطة " SHARP);
    submit(dana, "/calendar");
    assert_non_null(memmem(dana->html.p, dana->html.n, "BEGIN:VCALENDAR", 15));
    opened(dana, "/aid/offers", ASKED);
    submit(dana, "/say", "say", "شكرًا، سأنتظر");
    opened(huda, "/aid/offers", ASKED);
    sees(huda, "شكرًا، سأنتظر");
}

/* It did not happen: open again, above all others, without a reproach; other words. */
static void did_not_happen(struct person *dana, struct person *sami)
{
    visit(dana, "/aid/offers");
    signs_in(dana);
    follow(dana, ASKED);
    submit(dana, "It did not happen");
    sees(dana, "Waiting for somebody who can help");
    visit(sami, "/aid/board");
    signs_in(sami);
    sees(sami, "Did not happen before");
    follow(dana, "Change it");
    finds_written(dana, "line", ASKED);
    submit(dana, "Save", "line", "", "words", "");
    sees(dana, "A few words say what would help.");
    submit(dana, "Save", "line", ASKED, "words", WHY, "days", "7");
}

/* Somebody else, who is asked for patience and thanked, and comes again. */
static void a_second_helper(struct person *dana, struct person *sami)
{
    claimed(sami, "سامي", "عندي سيارة");
    opened(dana, "/aid/offers", ASKED);
    submit(dana, "Rather somebody else");
    opened(sami, "/aid/offers", ASKED);
    sees(sami, "Somebody else can this time");
    claimed(sami, "سامي", "عندي سيارة أكبر");
    opened(dana, "/aid/offers", ASKED);
    sees(dana, "عندي سيارة أكبر");
    submit(dana, "Let them help");
    opened(sami, "/aid/offers", ASKED);
    follow(sami, "Say when and where");
    submit(sami, "/promise", "time", "1200", "where", "عند الصيدلية");
}

static void it_arrives(struct person *dana, struct person *sami)
{
    visit(sami, "/aid/offers");
    signs_in(sami);
    follow(sami, ASKED);
    follow(sami, "It was handed over");
    sees_not(sami, "Money was spent that should come back");
    submit(sami, "/done");
    visit(dana, "/aid/offers");
    signs_in(dana);
    follow(dana, ASKED);
    submit(dana, "It arrived", "words", "وصلنا بسلام");
    submit(dana, "All is done");
    opened(sami, "/aid/offers", ASKED);
    sees(sami, "وصلنا بسلام");
}

static void an_ask_on_the_board(void **state)
{
    struct world *w = world_of(state);
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    struct person *dana = newcomer(amal, "Dana", "ar", "دانا");
    struct person *sami = newcomer(amal, "Sami", "ar", "سامي");
    struct person *huda = newcomer(amal, "Huda", "ar", "هدى");

    /* Nobody coordinates: the board it is. */
    visit(sami, "/aid/board");
    sees(sami, "No ask waits on the board right now.");
    asked(dana);
    visit(sami, "/aid/asks/aaaaaaaa");
    is_answered(sami, 404);
    opened(dana, "/aid/board", "Yours");
    two_at_once(sami, huda);
    is_let_to_help(dana, huda);
    world_nights(w, 1);
    did_not_happen(dana, sami);
    a_second_helper(dana, sami);
    world_nights(w, 1);
    it_arrives(dana, sami);

    /* A week later nothing is left of it. */
    world_nights(w, 9);
    visit(dana, "/aid/offers");
    signs_in(dana);
    sees_not(dana, ASKED);
    visit(sami, "/aid/offers");
    signs_in(sami);
    sees_not(sami, ASKED);
}

/* An offer that fits is asked from the page of the ask; with coordinators reading along. */
static void an_offer_is_asked(void **state)
{
    struct world *w = world_of(state);
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    struct person *dana = newcomer(amal, "Dana", "ar", "دانا");
    struct person *sami = newcomer(amal, "Sami", "ar", "سامي");
    visit(amal, "/me");
    follow(amal, "Coordinators");
    submit(amal, "Open the desk", "persona", "أمل");
    visit(sami, "/aid/offers");
    follow(sami, "Offer something");
    follow(sami, "/aid/offers/new/5");
    submit(sami, "/new/5", "q4", "3", "line", OFFERED, "repeat", "3");
    sees(sami, OFFERED);

    visit(dana, "/aid/ask");
    submit(dana, "Continue", "kind", "ride", "urgency", "2");
    submit(dana, "Send", "line", ASKED, "words", WHY, "show", "both");
    sees(dana, OFFERED);
    submit(dana, "Ask quietly", "words", "لشخص واحد");
    sees_not(dana, "Ask quietly");
    opened(sami, "/aid/offers", OFFERED);
    follow(sami, ASKED);
    sees(sami, "لشخص واحد");
    sees_not(sami, WHY);
    submit(sami, "Yes, this is possible", "name", "سامي " SHARP, "words", "بكل سرور");
    sees(sami, "Your yes is with whoever asks");

    /* The coordinators see it all, and do not take it twice. */
    visit(amal, "/aid/desk");
    follow(amal, ASKED);
    sees(amal, WHY);
    opened(dana, "/aid/offers", ASKED);
    sees(dana, "سامي " SHARP);
    submit(dana, "Let them help");
    opened(sami, "/aid/offers", ASKED);
    sees(sami, WHY);
    visit(amal, "/aid/desk");
    follow(amal, ASKED);
    sees(amal, "Somebody would like to help and is making a plan");
    visit(amal, "/aid/board");
    sees(amal, "No ask waits on the board right now.");

    /* As somebody without an account; and who leaves takes their asks along. */
    visit(dana, "/aid/ask");
    submit(dana, "Continue without my account", "kind", "food", "urgency", "2");
    submit(dana, "Send", "line", "خبز");
    sees(dana, "It is with the coordinators");
    visit(dana, "/me/leave");
    submit(dana, "/me/leave", "current", str_to_c(w->arena, dana->passphrase), "words", "remove");
    visit(amal, "/aid/desk");
    sees_not(amal, ASKED);
}

SCENARIO_MAIN(SCENARIO("an ask on the board", an_ask_on_the_board),
              SCENARIO("an offer is asked by who asks", an_offer_is_asked))
