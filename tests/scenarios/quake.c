/* S4.1 the earthquake: a steward and a coordinator switch hard times on; strangers find three doors
 * and one short page; asks stand by rules that can be read; it ends, and on its day all is gone. */
#include <string.h>

#include "scenarios/world.h"
#include "site/inside.h"

#define LINE "الماء في الساحة " SHARP
#define THINGS "أغطية لثلاثة " SHARP
#define INSULIN "ينفد الأنسولين الليلة " SHARP
#define VAN "سيارة نقل كبيرة " SHARP

static void desk_opened(struct person *amal)
{
    visit(amal, "/me");
    follow(amal, "Coordinators");
    submit(amal, "Open the desk", "persona", "أمل");
    is_at(amal, "/aid/desk");
}

/* Somebody else comes to the desk: a coordinator who is no steward. */
static void comes_to_the_desk(struct person *amal, struct person *huda)
{
    visit(amal, "/aid/desk");
    follow(amal, "Invite a coordinator");
    submit(amal, "/invite");
    char *code = str_to_c(amal->w->arena, element(amal, "code"));
    visit(huda, "/aid/desk");
    submit(huda, "/enter", "persona", "هدى", "code", code);
    is_at(huda, "/aid/desk");
}

/* One proposes, the same one cannot confirm, the other does. */
static void switched_on(struct person *amal, struct person *huda)
{
    visit(amal, "/aid/surge");
    submit(amal, "Propose it", "kind", "flood", "text",
           "\xE2\x80\xAE"
           "x");
    sees(amal, "Some characters here are invisible or turn text around. Please write it without "
               "them.");
    submit(amal, "Propose it", "kind", "earthquake", "days", "7", "keep", "7", "text", LINE);
    sees(amal, "It waits for the other person.");
    if (offered(amal, "Confirm it"))
        person_stuck(amal, HERE, "could switch it on alone");
    visit(huda, "/");
    sees_not(huda, "Safe places and lines");
    visit(huda, "/aid/desk");
    follow(huda, "/aid/surge");
    sees(huda, LINE);
    submit(huda, "Confirm it");
    sees(huda, "It is on");
    visit(huda, "/");
    sees(huda, "Safe places and lines");
}

/* The receipt on the page, as somebody copies it. */
static const char *asks(struct person *who, const char *kind, const char *urgency, const char *line)
{
    visit(who, "/");
    if (who->html.n > 10 * 1024)
        person_stuck(who, HERE, "gets more than 10 KiB of doors");
    sees(who, LINE);
    follow(who, "/aid/ask");
    submit(who, "Send", "kind", kind, "urgency", urgency);
    sees(who, "Please fill this in.");
    submit(who, "Send", "line", line, "units", "3");
    sees(who, "It is with the coordinators");
    return str_to_c(who->w->arena, element(who, "code"));
}

static void receipt_opened(struct person *who, const char *code)
{
    browser_closed(who);
    visit(who, "/aid/receipt");
    submit(who, "Continue", "code", code);
}

/* The board says it in numbers, and in a table for who sees no drawing. */
static void looked_at(struct person *amal)
{
    visit(amal, "/aid/desk");
    follow(amal, "/aid/desk/situation");
    sees(amal, "What waits, by kind and place");
    sees(amal, "A roof: a bed, a room, housing");
    sees(amal, "The same as a table");
    sees_not(amal, INSULIN);
}

/* Who waited in vain gets a word; the report tells nothing that would point at somebody. */
static void closed(struct person *amal)
{
    visit(amal, "/aid/surge");
    follow(amal, "Close what is open, and look back");
    sees(amal, "أقلّ من ٥");
    submit(amal, "Write to them and close");
    sees(amal, "Everybody has had a word.");
    visit(amal, "/aid/desk/after/text");
    is_answered(amal, 200);
}

static void gives(struct person *who)
{
    visit(who, "/");
    follow(who, "/aid/give");
    submit(who, "Send", "kind", "ride", "line", VAN, "days", "30");
    sees(who, "Please fill this in.");
    submit(who, "Send", "contact", "نادر، برسالة فقط");
    sees(who, "Thank you. It is with the coordinators");
}

static size_t place_of(const struct person *p, const char *words)
{
    return page_find_text(p->w->arena, &p->page, 0, page_squeeze(p->w->arena, str_from_c(words)));
}

static void triaged(struct person *amal)
{
    visit(amal, "/aid/desk");
    sees(amal, "Medicine or care that cannot wait until tomorrow");
    if (place_of(amal, INSULIN) > place_of(amal, THINGS))
        person_stuck(amal, HERE, "sees blankets above insulin");
    submit(amal, "Triaged: all shown");
    if (offered(amal, "Triaged: all shown"))
        person_stuck(amal, HERE, "still has some that nobody read");
    follow(amal, "/aid/desk/triage");
    beside(amal, "Medicine or care that cannot wait until tomorrow");
    submit(amal, "Turn off");
    sees(amal, "Off");
    visit(amal, "/aid/desk/offers");
    sees(amal, VAN);
}

static void the_earthquake(void **state)
{
    struct world *w = world_of(state);
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    struct person *huda = newcomer(amal, "Huda", "ar", "هدى");
    struct person *rami = someone(w, "Rami", "ar"), *dana = someone(w, "Dana", "en");

    desk_opened(amal);
    comes_to_the_desk(amal, huda);
    switched_on(amal, huda);
    const char *code = asks(rami, "shelter", "2", THINGS);
    asks(dana, "health", "1", INSULIN);
    gives(someone(w, "Nader", "ar"));
    triaged(amal);
    looked_at(amal);

    /* Off again, by the same two. */
    world_wait(w, HOUR / 4);
    visit(huda, "/aid/surge");
    submit(huda, "Propose to end it");
    visit(amal, "/aid/surge");
    submit(amal, "Confirm it");
    sees(amal, "It has ended");
    visit(rami, "/");
    sees_not(rami, "Safe places and lines");
    closed(amal);
    receipt_opened(rami, code);
    sees(rami, "The hard times are declared over, and with them this list is closed. Thank you for "
               "asking; it is no fault of yours that nobody could be found in time. It goes on "
               "here: under “Help now”, in the directory, or with a new ask.");

    /* A week after its last day nothing of it is left. */
    world_nights(w, 15);
    visit(amal, "/aid/desk");
    signs_in(amal);
    sees(amal, "Nothing is asked right now");
    visit(amal, "/aid/desk/offers");
    sees_not(amal, VAN);
    receipt_opened(rami, code);
    sees_not(rami, THINGS);
    visit(amal, "/aid/desk/after"); /* the counts stay: nobody is in them */
    sees(amal, "What it came to");
}

SCENARIO_MAIN(SCENARIO("S4.1 the earthquake", the_earthquake))
