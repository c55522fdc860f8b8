/* Members offer, are asked, say yes, give it back, promise and hand over; a canary in every field
 * on the way. */
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

/* Goes to the nth address on the page that begins so, and has something behind it. */
static bool goes_in(struct person *p, const char *begins, size_t nth)
{
    for (size_t i = 0; i < p->page.n; i++) {
        struct str to =
            p->page.v[i].kind == NODE_START ? page_attr(&p->page.v[i], "href") : STR_NONE;
        if (!str_starts(to, str_from_c(begins)) || to.n <= strlen(begins) || nth-- != 0)
            continue;
        visit(p, copy(p, str_copy(p->w->arena, to)));
        return true;
    }
    return bar_check(web_of(p)->b, false, "%s finds no address %s… at %" STR_FMT, p->called, begins,
                     STR_ARG(p->path));
}

static void asks(struct person *guest)
{
    visit(guest, "/aid/ask");
    web_fill(guest, 1, "/aid/ask", "kind", "things", "urgency", "1", NULL);
    web_fill(guest, 2, "/aid/ask/send", "q2", "1", NULL);
}

static const char *offers(struct person *p)
{
    visit(p, "/aid/offers/new/10");
    web_fill(p, 3, "/aid/offers/new/10", "q2", "3", NULL);
    return here(p);
}

/* Opens the ask that has such a form, whichever it is, and presses its button. */
static void presses(struct person *amal, const char *form)
{
    for (size_t i = 0; i < 4; i++) {
        visit(amal, "/aid/desk");
        if (!goes_in(amal, "/aid/desk/a/", i))
            return;
        if (!bar_holds(amal->html, str_from_c(form)))
            continue;
        web_fill(amal, 1, form, NULL);
        return;
    }
    bar_check(web_of(amal)->b, false, "no ask has a form %s", form);
}

/* Whichever of the offers is asked. False: none. */
static bool says_yes(struct person *p, const char *const *offers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        visit(p, offers[i]);
        if (!bar_holds(p->html, STR("/asked/")))
            continue;
        return goes_in(p, with(p, offers[i], "/asked/"), 0) &&
               web_fill(p, 2, here(p), "answer", "yes", NULL);
    }
    return bar_check(web_of(p)->b, false, "%s is asked nothing", p->called);
}

static void promises(struct person *p, const char *help)
{
    visit(p, help);
    web_fill(p, 2, help, NULL);
    visit(p, with(p, help, "/promise"));
    web_fill(p, 2, "/promise", "time", "1410", NULL);
}

void noise_offers(struct person *amal, struct person *basil)
{
    const char *made[3];
    visit(basil, "/aid/offers/new/5");
    web_fill(basil, 2, "/aid/offers/new/5", "q4", "2", NULL);
    made[0] = here(basil);
    visit(basil, with(basil, made[0], "/change"));
    web_fill(basil, 2, "/change", "q4", "2", NULL);
    for (size_t i = 1; i < 3; i++)
        made[i] = offers(basil);
    asks(someone(&web_of(amal)->w, "a stranger who needs a thing", "ar"));
    for (size_t i = 0; i < 2; i++) {
        presses(amal, "/propose");
        if (!says_yes(basil, made, 3))
            return;
        const char *help = here(basil);
        presses(amal, "/accept");
        promises(basil, help);
        visit(basil, with(basil, help, i == 0 ? "/stop" : "/done"));
        web_fill(basil, 2, i == 0 ? "/stop" : "/done", NULL);
    }
}
