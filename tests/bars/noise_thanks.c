/* Thanks: with a receipt through the coordinators, of a member and of who helped, on the wall, and
 * taken down again; a canary in every field on the way. */
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

/* The first address on the page that begins and ends so. */
static bool goes_in(struct person *p, const char *begins, const char *ends)
{
    for (size_t i = 0; i < p->page.n; i++) {
        struct str to =
            p->page.v[i].kind == NODE_START ? page_attr(&p->page.v[i], "href") : STR_NONE;
        const size_t n = strlen(ends);
        if (!str_starts(to, str_from_c(begins)) || to.n <= strlen(begins) + n ||
            memcmp(to.p + to.n - n, ends, n) != 0)
            continue;
        visit(p, copy(p, str_copy(p->w->arena, to)));
        return true;
    }
    return bar_check(web_of(p)->b, false, "%s finds no address %s…%s at %" STR_FMT, p->called,
                     begins, ends, STR_ARG(p->path));
}

/* Opens the ask that nobody helps with, whichever it is. */
static bool opens_one(struct person *amal)
{
    visit(amal, "/aid/desk?s=2");
    return goes_in(amal, "/aid/desk/a/", "");
}

static void with_a_receipt(struct person *amal)
{
    struct web *w = web_of(amal);
    struct person *guest = someone(&w->w, "a stranger who thanks", "ar");
    visit(guest, "/aid/ask");
    web_fill(guest, 1, "/aid/ask", "kind", "other", "urgency", "1", NULL);
    web_fill(guest, 1, "/aid/ask/send", NULL);
    char *code = str_to_c(w->w.arena, element(guest, "code"));
    for (char *k = code; *k; k++)
        if (*k == ' ')
            *k = '-';
    web_secret(w, str_from_c(code));
    for (int i = 0; i < 8; i++) { /* whichever asks are there, this is one of them */
        if (!opens_one(amal))
            return;
        const char *one = here(amal);
        web_fill(amal, 1, "/move", "move", "helps", NULL);
        visit(amal, one);
        web_fill(amal, 1, "/move", "move", "arrived", NULL);
        visit(guest, "/aid/receipt");
        if (guest->ncookies == 0 || field(guest, "code").p)
            web_fill(guest, 1, "/aid/receipt", "code", code, NULL);
        if (bar_holds(guest->html, STR("/aid/receipt/thanks")))
            break;
    }
    web_fill(guest, 2, "/aid/receipt/thanks", "to", "wall", NULL);
    visit(amal, "/aid/desk/thanks");
    web_fill(amal, 2, "/aid/desk/thanks", "what", "up", NULL);
}

/* Amal asked, Basil helped. */
static void as_members(struct person *amal, struct person *basil)
{
    visit(amal, "/aid/ask");
    web_fill(amal, 1, "/aid/ask", "kind", "other", "urgency", "1", NULL);
    web_fill(amal, 1, "/aid/ask/own", "show", "board", NULL);
    const char *ask = here(amal);
    visit(basil, "/aid/board");
    if (!goes_in(basil, "/aid/board/", ""))
        return;
    web_fill(basil, 1, here(basil), NULL);
    const char *help = here(basil);
    visit(amal, ask);
    web_fill(amal, 1, "/accept", NULL);
    visit(amal, ask);
    web_fill(amal, 1, "/did", "what", "arrived", NULL);
    visit(amal, ask);
    web_fill(amal, 2, "/thanks", "to", "open", NULL);
    visit(basil, with(basil, help, "/wall"));
    web_fill(basil, 2, "/wall", NULL);
}

void noise_thanks(struct person *amal, struct person *basil)
{
    visit(basil, "/thanks/new");
    web_fill(basil, 2, "/thanks/new", "whom", "team", NULL);
    visit(amal, "/thanks");
    if (goes_in(amal, "/thanks/", "/down"))
        web_fill(amal, 2, "/down", NULL);
    with_a_receipt(amal);
    as_members(amal, basil);
}
