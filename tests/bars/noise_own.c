/* Members ask, on the board and for the coordinators; somebody claims, is let to help; words are
 * written, what is asked is changed, offers are asked; a canary in every field on the way. */
#include <string.h>

#include "bars/noise_aid.h"

static const char *copy(struct person *p, struct str s)
{
    return str_to_c(p->w->arena, s);
}

static const char *with(struct person *p, const char *address, const char *more)
{
    return copy(p, str_fmt(p->w->arena, "%s%s", address, more));
}

static const char *here(struct person *p)
{
    return copy(p, str_slice(p->path, 0, str_find_char(p->path, '?')));
}

/* The first address on the page that begins so, and has something behind it. */
static bool goes_in(struct person *p, const char *begins)
{
    for (size_t i = 0; i < p->page.n; i++) {
        struct str to =
            p->page.v[i].kind == NODE_START ? page_attr(&p->page.v[i], "href") : STR_NONE;
        if (!str_starts(to, str_from_c(begins)) || to.n <= strlen(begins))
            continue;
        visit(p, copy(p, str_copy(p->w->arena, to)));
        return true;
    }
    return bar_check(web_of(p)->b, false, "%s finds no address %s… at %" STR_FMT, p->called, begins,
                     STR_ARG(p->path));
}

/* A ride: its first questions are words. */
static const char *asks(struct person *p, const char *shown)
{
    visit(p, "/aid/ask");
    web_fill(p, 1, "/aid/ask", "kind", "ride", "urgency", "1", NULL);
    web_fill(p, 1, "/aid/ask/own", "q3", "", "q4", "2", "show", shown, NULL);
    return here(p);
}

static const char *claims(struct person *p)
{
    visit(p, "/aid/board");
    if (!goes_in(p, "/aid/board/"))
        return "/aid/offers";
    web_fill(p, 2, here(p), NULL);
    return here(p);
}

static void is_met(struct person *amal, struct person *basil, const char *ask)
{
    const char *help = claims(basil);
    visit(amal, ask);
    web_fill(amal, 1, "/accept", NULL);
    visit(amal, ask);
    web_fill(amal, 2, "/say", NULL);
    visit(basil, help);
    web_fill(basil, 2, help, NULL);
    visit(basil, with(basil, help, "/promise"));
    web_fill(basil, 2, "/promise", "time", "1410", NULL);
    visit(amal, ask);
    web_fill(amal, 2, "/did", "what", "missed", NULL);
}

void noise_own(struct person *amal, struct person *basil)
{
    visit(basil, "/aid/offers/new/5");
    web_fill(basil, 2, "/aid/offers/new/5", "q4", "2", "repeat", "3", NULL);
    const char *ask = asks(amal, "both");
    web_fill(amal, 2, "/propose", NULL);
    is_met(amal, basil, ask);
    visit(amal, with(amal, ask, "/change"));
    web_fill(amal, 1, "/change", "q3", "", "q4", "2", NULL);
    const char *other = asks(amal, "board");
    visit(amal, with(amal, other, "/end"));
    web_fill(amal, 1, "/end", NULL);
}
