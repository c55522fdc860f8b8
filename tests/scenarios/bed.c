/* S3.3 a bed for tonight: somebody without an account asks, a member's standing offer fits, they
 * meet, it arrives, the door is closed, and on its day nothing of it is left. */
#include <string.h>

#include "scenarios/world.h"
#include "site/inside.h"

#define ASKED "سرير لليلة " SHARP
#define WHY "لا أستطيع العودة إلى البيت " SHARP
#define OFFERED "كنبة في غرفة هادئة " SHARP

/* The receipt on the page, as somebody copies it. */
static char *receipt_copied(struct person *p)
{
    char *code = str_to_c(p->w->arena, element(p, "code"));
    if (strlen(code) != 29)
        person_stuck(p, HERE, "is shown no code");
    return code;
}

/* The two groups that are asked for. */
static void receipt_typed_again(struct person *p, const char *code)
{
    const char *asked[2] = {NULL, NULL};
    const char *typed[2] = {NULL, NULL};
    size_t n = 0;
    for (int i = 0; i < 6 && n < 2; i++) {
        const char *name = str_to_c(p->w->arena, str_fmt(p->w->arena, "g%d", i + 1));
        if (field(p, name).p == NULL)
            continue;
        asked[n] = name;
        typed[n++] = str_to_c(p->w->arena, str_from(code + i * 5, 4));
    }
    if (n != 2)
        person_stuck(p, HERE, "is not asked for two groups");
    submit(p, "Confirm", asked[0], typed[0], asked[1], typed[1]);
}

static void desk_opened(struct person *amal)
{
    visit(amal, "/me");
    follow(amal, "Coordinators");
    submit(amal, "Open the desk", "persona", "أمل");
    is_at(amal, "/aid/desk");
}

static void sofa_offered(struct person *huda)
{
    visit(huda, "/aid/offers");
    follow(huda, "Offer something");
    follow(huda, "A roof: a bed, a room, housing");
    submit(huda, "/new/1", "q1", "2", "line", OFFERED, "repeat", "3");
    sees(huda, OFFERED);
    visit(huda, "/aid/board");
    sees(huda, OFFERED);
    sees_not(huda, "هدى");
}

/* Without an account, in two short pages; what the receipt says. */
static const char *bed_asked(struct person *rami)
{
    visit(rami, "/");
    follow(rami, "/aid");
    follow(rami, "/aid/ask");
    submit(rami, "Continue", "kind", "shelter");
    sees(rami, "Please choose one of these.");
    submit(rami, "Continue", "kind", "shelter", "urgency", "1");
    submit(rami, "Send", "q1", "1", "q2", "2", "line", ASKED, "words", WHY, "avoid", "المخبز");
    sees(rami, "It is with the coordinators");
    const char *code = receipt_copied(rami);
    submit(rami, "I have written it down");
    receipt_typed_again(rami, code);
    return code;
}

/* The offer fits; who offers sees what is asked, not by whom; now she reads why. */
static void brought_together(struct person *amal, struct person *huda)
{
    visit(amal, "/aid/desk");
    follow(amal, ASKED);
    sees(amal, WHY);
    sees(amal, "المخبز");
    sees(amal, OFFERED);
    submit(amal, "Ask quietly", "propose", "لليلتين فقط");

    visit(huda, "/aid/offers");
    follow(huda, OFFERED);
    sees(huda, "Somebody asks");
    follow(huda, ASKED);
    sees(huda, "لليلتين فقط");
    sees_not(huda, WHY);
    submit(huda, "Yes, this is possible", "name", "هدى " SHARP, "words", "أهلًا وسهلًا");
    sees_not(huda, WHY);

    visit(amal, "/aid/desk");
    follow(amal, ASKED);
    sees(amal, "هدى " SHARP);
    submit(amal, "Let them help");
    visit(huda, "/aid/offers");
    follow(huda, ASKED);
    sees(huda, WHY);
}

static void receipt_opened(struct person *rami, const char *code)
{
    visit(rami, "/aid");
    follow(rami, "/aid/receipt");
    submit(rami, "Continue", "code", code);
}

static void a_bed_for_tonight(void **state)
{
    struct world *w = world_of(state);
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    struct person *huda = newcomer(amal, "Huda", "ar", "هدى");
    struct person *rami = someone(w, "Rami", "ar");

    /* Before anybody reads, nobody is promised anything. */
    visit(rami, "/aid/ask");
    sees(rami, "Nobody could read it yet");
    desk_opened(amal);
    sofa_offered(huda);
    const char *code = bed_asked(rami);
    world_wait(w, HOUR / 4);
    brought_together(amal, huda);
    follow(huda, "Say when and where");
    submit(huda, "/promise", "time", "1200", "where", "عند المحطة " SHARP, "sign", "وشاح أحمر");

    /* The receipt leads to the answer; a wrong one to nothing. */
    browser_closed(rami);
    receipt_opened(rami, "aaaa-bbbb-cccc-dddd-eeee-ffff");
    sees_not(rami, "سرير");
    receipt_opened(rami, code);
    sees(rami, ASKED);
    sees(rami, "عند المحطة " SHARP);
    sees(rami, "وشاح أحمر");
    submit(rami, "/say", "say", "شكرًا، سأكون هناك");
    visit(huda, "/aid/offers");
    follow(huda, ASKED);
    sees(huda, "شكرًا، سأكون هناك");

    /* Handed over, arrived, closed. */
    world_wait(w, 8 * HOUR);
    visit(huda, "/aid/offers");
    signs_in(huda);
    follow(huda, ASKED);
    follow(huda, "It was handed over");
    submit(huda, "/done");
    receipt_opened(rami, code);
    submit(rami, "It arrived", "words", "نمت بهدوء");
    visit(amal, "/aid/desk");
    signs_in(amal);
    follow(amal, ASKED);
    sees(amal, "نمت بهدوء");
    submit(amal, "Write it down and tell both", "move", "close");
    submit(amal, "Yes, so it is");

    /* A week later nothing is left of it, for nobody. */
    world_nights(w, 9);
    receipt_opened(rami, code);
    sees_not(rami, "سرير");
    visit(amal, "/aid/desk");
    signs_in(amal);
    sees(amal, "Nothing is asked right now");
}

SCENARIO_MAIN(SCENARIO("S3.3 a bed for tonight", a_bed_for_tonight))
