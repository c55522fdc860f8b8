/* The common fund: opened, asked, approved by two, paid, a receipt seen; a canary in every field on
 * the way. */
#include <string.h>

#include "bars/noise_aid.h"

static const char *c(struct person *p, struct str s)
{
    return str_to_c(p->w->arena, s);
}

static const char *here(struct person *p)
{
    return c(p, str_slice(p->path, 0, str_find_char(p->path, '?')));
}

static void keepers(struct person *amal, struct person *basil)
{
    visit(amal, "/fund/desk");
    web_fill(amal, 1, "/fund/desk/open", NULL);
    visit(amal, "/fund/desk/invite");
    web_fill(amal, 1, "/fund/desk/invite", NULL);
    char *code = str_to_c(amal->w->arena, element(amal, "code"));
    bar_check(web_of(amal)->b, strlen(code) >= 20, "no code of the fund's desk is shown");
    web_secret(web_of(amal), str_from_c(code));
    for (char *k = code; *k; k++)
        if (*k == ' ')
            *k = '-';
    web_secret(web_of(amal), str_from_c(code));
    visit(basil, "/fund/desk");
    web_fill(basil, 1, "/fund/desk/enter", "code", code, NULL);
    visit(basil, "/fund/desk/me");
    web_fill(basil, 1, "/fund/desk/me", NULL);
}

static void fund(struct person *amal)
{
    visit(amal, "/fund/desk/new");
    web_fill(amal, 1, "/fund/desk/new", "currency", "EUR", "exact", "exact", NULL);
    visit(amal, "/fund/desk/f/1/change");
    web_fill(amal, 1, "/change", "exact", "range", NULL);
    visit(amal, "/fund/desk/f/1/book");
    web_fill(amal, 1, "/book", "what", "gift", "amount", "500", "box", "box", NULL);
}

/* The page of the one request. */
static void opens_ask(struct person *p)
{
    visit(p, "/fund/desk");
    follow(p, "/fund/desk/a/");
}

void noise_fund(struct person *amal, struct person *basil, struct person *carla)
{
    keepers(amal, basil);
    fund(amal);
    visit(carla, "/fund/ask");
    web_fill(carla, 2, "/fund/ask", "fund", "1", "amount", "20", "kind", "food", "by", "3", NULL);
    const char *mine = here(carla);
    web_fill(carla, 2, "/say", NULL);
    opens_ask(amal);
    web_fill(amal, 2, "/say", NULL);
    opens_ask(amal);
    submit(amal, "I approve");
    opens_ask(amal);
    web_fill(amal, 2, "/do", NULL); /* has doubts, in words */
    opens_ask(basil);
    submit(basil, "I approve");
    opens_ask(amal);
    submit(amal, "I approve");
    opens_ask(amal);
    submit(amal, "It is paid: write it down", "from", "box");
    visit(carla, mine);
    web_fill(carla, 2, "/show", NULL);
    opens_ask(amal);
    bar_check(web_of(amal)->b, bar_holds(amal->html, STR("value=\"see\"")),
              "there is no receipt to see");
    web_fill(amal, 2, "/do", NULL);
    opens_ask(basil);
    web_fill(basil, 2, "/do", NULL);
}
