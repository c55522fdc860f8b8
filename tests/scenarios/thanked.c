/* S4.5 thanked: an ask ends; a private thank-you is read; another one its reader puts on the wall
 * without a name; one with a receipt goes through the coordinators; a team is thanked; what was
 * done together is told in ranges; on its day all of it is gone. */
#include <string.h>

#include "scenarios/world.h"

#define ASKED "سرير لليلة " SHARP
#define OFFERED "كنبة في غرفة هادئة " SHARP
#define THANKED "نمت بهدوء لأول مرة منذ شهر " SHARP
#define SIGNED "ر. " SHARP
#define KEPT "كلمة لك وحدك " SHARP
#define FOR_WALL "شكرًا على الدواء " SHARP
#define TEAM "طعام الجمعة " SHARP
#define FOR_TEAM "شكرًا على الوجبات الساخنة " SHARP
#define MANY 22 /* more than the noise can take away, and what is left is told */

/* The receipt on the page, as somebody copies it. */
static char *receipt_copied(struct person *p)
{
    char *code = str_to_c(p->w->arena, element(p, "code"));
    if (strlen(code) != 29)
        person_stuck(p, HERE, "is shown no code");
    return code;
}

static void desk_opened(struct person *amal)
{
    visit(amal, "/me");
    follow(amal, "Coordinators");
    submit(amal, "Open the desk", "persona", "أمل");
}

static void sofa_offered(struct person *huda)
{
    visit(huda, "/aid/offers/new/1");
    submit(huda, "/new/1", "q1", "2", "line", OFFERED, "repeat", "3");
}

static const char *bed_asked(struct person *rami, const char *line)
{
    visit(rami, "/aid/ask");
    submit(rami, "Continue", "kind", "shelter", "urgency", "1");
    submit(rami, "Send", "q1", "1", "q2", "2", "line", line);
    return receipt_copied(rami);
}

static void receipt_opened(struct person *rami, const char *code)
{
    browser_closed(rami);
    visit(rami, "/aid/receipt");
    submit(rami, "Continue", "code", code);
}

/* Asked, brought together, arrived; what the receipt says. */
static const char *a_bed_arrives(struct person *amal, struct person *huda, struct person *rami,
                                 const char *line)
{
    const char *code = bed_asked(rami, line);
    visit(amal, "/aid/desk");
    follow(amal, line);
    submit(amal, "Ask quietly");
    visit(huda, "/aid/offers");
    follow(huda, OFFERED);
    follow(huda, line);
    submit(huda, "Yes, this is possible", "name", "هدى " SHARP);
    visit(amal, "/aid/desk");
    follow(amal, line);
    submit(amal, "Let them help");
    receipt_opened(rami, code);
    sees_not(rami, "Say thank you"); /* nothing arrived so far */
    submit(rami, "It arrived");
    sees(rami, "Say thank you");
    return code;
}

/* Private: she reads it, nobody else does, and there is no way to the wall. */
static void privately(struct person *amal, struct person *huda, struct person *rami)
{
    a_bed_arrives(amal, huda, rami, ASKED "1");
    submit(rami, "/receipt/thanks", "thanks", "", "to", "helper");
    sees(rami, "Please fill this in.");
    submit(rami, "/receipt/thanks", "thanks", KEPT, "to", "helper");
    sees(rami, KEPT);
    sees_not(rami, "Say thank you"); /* once */
    visit(huda, "/aid/offers");
    follow(huda, ASKED "1");
    sees(huda, KEPT);
    sees_not(huda, "Put it on the wall");
    visit(amal, "/aid/desk");
    follow(amal, ASKED "1");
    sees_not(amal, KEPT);
    visit(amal, "/aid/desk/thanks");
    sees_not(amal, KEPT);
}

/* Who helped puts it on the wall, without a name of theirs; and it can be taken down again. */
static void on_the_wall(struct person *amal, struct person *huda, struct person *rami)
{
    a_bed_arrives(amal, huda, rami, ASKED "2");
    submit(rami, "/receipt/thanks", "thanks", THANKED, "to", "open", "from", SIGNED);
    visit(huda, "/aid/offers");
    follow(huda, ASKED "2");
    sees(huda, THANKED);
    visit(amal, "/thanks");
    sees(amal, "The wall is still bare");
    follow(huda, "Put it on the wall");
    submit(huda, "/wall");
    sees(huda, "The thank-you stands on the wall.");
    visit(amal, "/aid");
    follow(amal, "Thank you");
    sees(amal, THANKED);
    sees(amal, SIGNED);
    sees(amal, "Somebody who helped");
    sees_not(amal, "هدى");
    sees_not(amal, "سرير");
    visit(huda, "/thanks");
    sees(huda, "Written by you");
}

/* With a receipt there is no key to the wall: the coordinators read it first. */
static void through_the_coordinators(struct person *amal, struct person *huda, struct person *rami)
{
    const char *code = a_bed_arrives(amal, huda, rami, ASKED "3");
    submit(rami, "/receipt/thanks", "thanks", FOR_WALL, "to", "wall");
    visit(huda, "/thanks");
    sees_not(huda, FOR_WALL);
    visit(amal, "/aid/desk");
    follow(amal, "/aid/desk/thanks");
    sees(amal, FOR_WALL);
    submit(amal, "/desk/thanks", "what", "up", "words", "وصلت، شكرًا لك");
    sees(amal, "No thank-you waits");
    visit(huda, "/thanks");
    sees(huda, FOR_WALL);
    sees(huda, "A roof for the night");
    receipt_opened(rami, code);
    sees(rami, "وصلت، شكرًا لك");
}

static void a_team_is_thanked(struct person *amal, struct person *karim)
{
    begins_circle(amal, TEAM, "كل جمعة إلى من يحتاج", .openness = "open", .keep = "30",
                  .persona = "أمل " SHARP);
    comes_into(karim, TEAM, "كريم " SHARP);
    enters(karim, TEAM);
    follow(karim, "Shifts");
    submit(karim, "/thanks", "words", "شكرًا لكم " SHARP);
    sees(karim, "شكرًا لكم " SHARP);
    visit(karim, "/thanks/new");
    submit(karim, "/thanks/new", "words", FOR_TEAM);
    sees(karim, "Please choose one of these.");
    finds_written(karim, "words", FOR_TEAM);
    submit(karim, "/thanks/new", "words", FOR_TEAM, "whom", "team");
    visit(amal, "/thanks");
    sees(amal, FOR_TEAM);
    sees(amal, "A team");
    sees(amal, "Without a name");
    sees_not(amal, "كريم");
}

/* A steward takes one down; its writer reads why; nobody else sees it. */
static void taken_down(struct person *amal, struct person *karim)
{
    visit(amal, "/thanks");
    beside(amal, FOR_TEAM);
    follow(amal, "Take it down");
    submit(amal, "/down", "reason", "فيها ما يدلّ على المكان " SHARP);
    sees_not(amal, FOR_TEAM);
    visit(karim, "/thanks");
    sees_not(karim, FOR_TEAM);
    sees(karim, "فيها ما يدلّ على المكان " SHARP);
    beside(karim, "فيها ما يدلّ على المكان " SHARP);
    follow(karim, "Take it down");
    submit(karim, "/down");
    sees(karim, FOR_WALL);
    sees_not(karim, "فيها ما يدلّ على المكان " SHARP);
}

/* Ranges only, and only after the coordinators agreed. */
static void together(struct person *amal, struct person *huda, struct person *rami)
{
    for (int i = 0; i < MANY; i++) {
        bed_asked(rami, "خيمة " SHARP);
        visit(amal, "/aid/desk?s=2");
        follow(amal, "خيمة " SHARP);
        submit(amal, "Write it down and tell both", "move", "helps");
        submit(amal, "Write it down and tell both", "move", "arrived");
    }
    visit(huda, "/thanks/together");
    sees(huda, "Nothing is shown yet");
    visit(amal, "/aid/desk/thanks");
    sees(amal, "A roof for the night");
    submit(amal, "/together", "season", "now");
    visit(huda, "/thanks/together");
    sees(huda, "A roof for the night");
    sees_not(huda, "Food on the table");
    sees_not(huda, "٢٥"); /* how many it really were */
    sees_not(huda, "خيمة");
}

static void thanked(void **state)
{
    struct world *w = world_of(state);
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    struct person *huda = newcomer(amal, "Huda", "ar", "هدى");
    struct person *karim = newcomer(amal, "Karim", "ar", "كريم");
    struct person *rami = someone(w, "Rami", "ar");

    visit(rami, "/thanks"); /* for members */
    is_answered(rami, 403);
    desk_opened(amal);
    sofa_offered(huda);
    privately(amal, huda, rami);
    on_the_wall(amal, huda, rami);
    through_the_coordinators(amal, huda, rami);
    a_team_is_thanked(amal, karim);
    taken_down(amal, karim);
    together(amal, huda, rami);

    /* Who leaves takes their own along; the rest ends after a year. */
    visit(huda, "/thanks");
    beside(huda, THANKED);
    follow(huda, "Take it down");
    submit(huda, "/down");
    visit(amal, "/thanks");
    sees_not(amal, THANKED);
    sees(amal, FOR_WALL);
    world_nights(w, 366);
    visit(amal, "/thanks");
    signs_in(amal);
    visit(amal, "/thanks");
    sees(amal, "The wall is still bare");
    visit(amal, "/thanks/together");
    sees(amal, "Nothing is shown yet");
}

SCENARIO_MAIN(SCENARIO("S4.5 thanked", thanked))
