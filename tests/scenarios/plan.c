/* A coordinator plans: thirty asks, twenty offers, one button; one pair is forbidden, it is planned
 * again, the rest is accepted, and somebody who was asked says yes. */
#include <string.h>

#include "scenarios/world.h"

#define ASKS 30
#define OFFERS 20

static const char *named(struct world *w, const char *what, int i)
{
    return str_to_c(w->arena, str_fmt(w->arena, "%s " SHARP " %d", what, i));
}

static void desk_opened(struct person *amal)
{
    visit(amal, "/aid/desk");
    submit(amal, "Open the desk", "persona", "أمل");
}

/* Beds and things, in turn. */
static void offers_something(struct person *p, int i)
{
    const bool bed = i % 2 == 0;
    const char *form = bed ? "/aid/offers/new/1" : "/aid/offers/new/10";
    visit(p, form);
    submit(p, form, bed ? "q1" : "q2", "1", "line", named(p->w, bed ? "سرير" : "بطانيات", i),
           "repeat", "3");
    is_at(p, "/aid/offers/");
}

static void asks_something(struct world *w, int i)
{
    struct person *p = someone(w, "somebody", "ar");
    const bool bed = i % 2 == 0;
    /* each with words of its own: what looks like the same ask is not accepted in bulk */
    const char *word = str_to_c(w->arena, str_fmt(w->arena, "k%cm%c", 'a' + i % 26, 'p' + i / 26));
    visit(p, "/aid/ask");
    submit(p, "Continue", "kind", bed ? "shelter" : "things", "urgency", i % 4 == 0 ? "1" : "2");
    submit(p, "Send", bed ? "q1" : "q2", "1", "line", named(w, word, i));
    sees(p, "It is with the coordinators");
}

/* What stands in a hidden field or link of the first pair on the page. */
static const char *first_pair(struct person *p)
{
    for (size_t i = 0; i < p->page.n; i++) {
        const struct page_node *n = &p->page.v[i];
        const struct str type = n->kind == NODE_START ? page_attr(n, "type") : STR_NONE;
        if (str_eq_c(type, "radio"))
            return str_to_c(p->w->arena, page_attr(n, "name"));
    }
    person_stuck(p, HERE, "sees no pair");
}

/* On one of the offers somebody asks. */
static void says_yes(struct person *huda)
{
    visit(huda, "/aid/offers");
    follow(huda, "سرير " SHARP " 0");
    sees(huda, "Somebody asks");
    const struct str here = str_slice(huda->path, 0, str_find_char(huda->path, '?'));
    follow(huda,
           str_to_c(huda->w->arena, str_fmt(huda->w->arena, "%" STR_FMT "/asked/", STR_ARG(here))));
    submit(huda, "Yes, this is possible", "name", "هدى");
}

static void a_coordinator_plans(void **state)
{
    struct world *w = world_of(state);
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    desk_opened(amal);
    struct person *huda = newcomer(amal, "Huda", "ar", "هدى");
    for (int i = 0; i < OFFERS; i++)
        offers_something(huda, i);
    for (int i = 0; i < ASKS; i++)
        asks_something(w, i);

    visit(huda, "/aid/desk/plan");
    sees_not(huda, "Make a plan");
    visit(amal, "/aid/desk");
    follow(amal, "Plan all asks at once");
    submit(amal, "Make a plan");
    is_at(amal, "/aid/desk/plan");
    sees(amal, "A proposal for all asks");
    sees(amal, "Would get:");

    /* never this pair: planned again, it is not there */
    const char *pair = first_pair(amal);
    submit(amal, "Plan again with what was fixed", pair, "never");
    sees(amal, "A proposal for all asks");

    /* accepted: asked quietly, nothing twice */
    submit(amal, "Accept all of this page");
    sees(amal, "Asked quietly");
    follow(amal, "Decided");
    sees(amal, "Asked quietly");
    submit(amal, "Begin anew");
    sees_not(amal, "Would get:");

    /* somebody who was asked says yes; the ask goes its way */
    says_yes(huda);
    visit(amal, "/aid/desk");
    follow(amal, "/aid/desk/a/");
    leaves(amal);
    visit(amal, "/aid/desk/plan");
    signs_in(amal);
    sees(amal, "Make a plan"); /* what was planned left with the session */
}

SCENARIO_MAIN(SCENARIO("a coordinator plans", a_coordinator_plans))
