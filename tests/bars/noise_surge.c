/* Hard times: proposed, taken back, proposed and confirmed; asked and given on the short pages;
 * ended and closed. A canary in every field but in the line that everybody is meant to read. */
#include "bars/noise_aid.h"

static void confirms(struct person *p)
{
    visit(p, "/aid/surge");
    web_fill(p, 1, "/aid/surge/confirm", NULL);
}

/* The line is sealed as long as nobody has confirmed it. */
static void times_begin(struct person *amal, struct person *basil)
{
    visit(amal, "/aid/surge");
    web_fill(amal, 2, "/aid/surge/begin", "kind", "flood", NULL);
    visit(basil, "/aid/surge");
    web_fill(basil, 1, "/aid/surge/refuse", NULL);
    visit(amal, "/aid/surge");
    web_fill(amal, 2, "/aid/surge/begin", "kind", "flood", "text", "water on the square", NULL);
    confirms(basil);
}

void noise_surge(struct person *amal, struct person *basil)
{
    struct world *w = &web_of(amal)->w;
    struct person *asker = someone(w, "a stranger in a flood", "ar");
    struct person *giver = someone(w, "a stranger with a van", "ar");
    times_begin(amal, basil);
    visit(asker, "/aid/ask");
    web_fill(asker, 2, "/aid/ask/short", "kind", "food", "units", "3", NULL);
    visit(giver, "/aid/give");
    web_fill(giver, 2, "/aid/give", "kind", "ride", "units", "3", NULL);
    visit(amal, "/aid/desk");
    web_fill(amal, 1, "/aid/desk/triaged", NULL);
    visit(amal, "/aid/desk/triage");
    web_fill(amal, 1, "/aid/desk/triage", NULL);
    visit(amal, "/aid/desk/situation");
    visit(basil, "/aid/surge");
    web_fill(basil, 1, "/aid/surge/end", NULL);
    confirms(amal);
    visit(amal, "/aid/desk/after");
    web_fill(amal, 1, "/aid/desk/after", NULL);
}
