/* A circle becomes a team: what it does, its shifts, notes, roles and thanks; a canary in every
 * field on the way. */
#include <string.h>

#include "bars/noise_teams.h"
#include "base/clock.h"

static const char *copy(struct person *p, struct str s)
{
    return str_to_c(p->w->arena, s);
}

static const char *with(struct person *p, const char *address, const char *more)
{
    return copy(p, str_fmt(p->w->arena, "%s%s", address, more));
}

/* Where the first or the last link of the page leads that begins so. */
static const char *leads(struct person *p, const char *begins, bool last)
{
    const char *found = NULL;
    for (size_t i = 0; i < p->page.n && (last || !found); i++) {
        struct str to =
            p->page.v[i].kind == NODE_START ? page_attr(&p->page.v[i], "href") : STR_NONE;
        if (str_starts(to, str_from_c(begins)))
            found = copy(p, str_copy(p->w->arena, to));
    }
    bar_check(web_of(p)->b, found != NULL, "%s finds no address %s… at %" STR_FMT, p->called,
              begins, STR_ARG(p->path));
    return found ? found : "/t";
}

static void shifts(struct person *p, const char *team)
{
    const char *today = copy(p, str_fmt(p->w->arena, "%d", (int)clock_day(clock_now(&CLOCK_REAL))));
    visit(p, with(p, team, "/new"));
    web_fill(p, 1, "/new", "many1", "1", "many2", "2", "many3", "3", "many4", "4", NULL);
    visit(p, team);
    const char *coming = leads(p, with(p, team, "/s/"), false);
    visit(p, coming);
    web_fill(p, 1, coming, "do", "take", "part", "1", NULL);
    web_fill(p, 1, "/plan", "plan", "changed", "start", "600", NULL);

    /* one that has begun: a note of it */
    visit(p, with(p, team, "/new"));
    web_fill(p, 1, "/new", "many1", "1", "many2", "2", "many3", "3", "many4", "4", "first", today,
             "start", "0", "every", "0", NULL);
    visit(p, team);
    visit(p, leads(p, with(p, team, "/s/"), true));
    web_fill(p, 2, "/note", NULL);
    web_fill(p, 1, "/done", "portions", "40", NULL);

    visit(p, team);
    const char *series = leads(p, with(p, team, "/r/"), false);
    visit(p, series);
    web_fill(p, 1, series, "many1", "2", "many2", "2", "many3", "3", "many4", "4", "extra",
             copy(p, str_fmt(p->w->arena, "%d", (int)clock_day(clock_now(&CLOCK_REAL)) + 3)), NULL);
    visit(p, series);
    web_fill(p, 1, with(p, series, "/end"), NULL);
}

void noise_teams(struct person *amal, const char *circle)
{
    const char *team = with(amal, "/t", strrchr(circle, '/'));
    visit(amal, with(amal, team, "/about"));
    web_fill(amal, 2, "/about", "kind", "2", NULL);
    shifts(amal, team);
    visit(amal, with(amal, team, "/roles"));
    web_fill(amal, 2, "/roles", NULL);
    visit(amal, team);
    web_fill(amal, 2, "/thanks", NULL);
}
