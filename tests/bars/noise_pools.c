/* Members share, ask, answer and look for; a canary in every field on the way. */
#include <string.h>

#include "bars/noise_aid.h"

static const char *copy(struct person *p, struct str s)
{
    return str_to_c(p->w->arena, s);
}

static const char *here(struct person *p)
{
    return copy(p, str_slice(p->path, 0, str_find_char(p->path, '?')));
}

/* Goes to the first address on the page that has this in it. */
static bool goes_on(struct person *p, const char *part)
{
    for (size_t i = 0; i < p->page.n; i++) {
        const struct str to =
            p->page.v[i].kind == NODE_START ? page_attr(&p->page.v[i], "href") : STR_NONE;
        if (!bar_holds(to, str_from_c(part)))
            continue;
        visit(p, copy(p, str_copy(p->w->arena, to)));
        return true;
    }
    return bar_check(web_of(p)->b, false, "%s finds no address with %s at %" STR_FMT, p->called,
                     part, STR_ARG(p->path));
}

/* Ends on the page of who keeps it. */
static bool shares(struct person *p, const char *form)
{
    visit(p, form);
    return web_fill(p, 2, form, NULL) && web_fill(p, 1, "/keep/add", NULL);
}

void noise_pools(struct person *amal, struct person *basil)
{
    if (!shares(amal, "/pools/new/stock"))
        return;
    visit(amal, "/pools/mine");
    if (!goes_on(amal, "/keep") || !goes_on(amal, "/keep/i/"))
        return;
    web_fill(amal, 1, here(amal), NULL);
    if (!shares(amal, "/pools/new/things"))
        return;
    const char *keep = here(amal);
    if (!goes_on(amal, "/keep/change"))
        return;
    web_fill(amal, 2, "/keep/change", NULL);

    visit(basil, "/pools");
    web_fill(basil, 1, "/pools", NULL);
    visit(basil, "/pools");
    if (!goes_on(basil, "/pools/p/") || !goes_on(basil, "/i/"))
        return;
    web_fill(basil, 2, here(basil), NULL);
    web_fill(basil, 2, here(basil), NULL); /* a few words more */
    visit(amal, keep);
    if (goes_on(amal, "/keep/h/"))
        web_fill(amal, 2, here(amal), "do", "yes", NULL);
}
