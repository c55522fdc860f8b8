#include "bars/noise_aid.h"

#include <string.h>

#include "base/clock.h"

static const char *c(struct person *p, struct str s)
{
    return str_to_c(p->w->arena, s);
}

/* "abcd efgh …" as the page shows it, and as it is typed. */
static const char *code_on(struct person *p, const char *class)
{
    char *code = str_to_c(p->w->arena, element(p, class));
    bar_check(web_of(p)->b, strlen(code) >= 20, "%s is shown no code at %" STR_FMT, p->called,
              STR_ARG(p->path));
    web_secret(web_of(p), str_from_c(code));
    for (char *k = code; *k; k++)
        if (*k == ' ')
            *k = '-';
    web_secret(web_of(p), str_from_c(code));
    return code;
}

/* A kind whose first two questions are words in a network without a list of places. */
#define KIND "ride"
#define NO_WORDS "q3", "", "q4", "2"

/* Somebody without an account; the code they are shown is a secret like all others. */
static struct person *asks(struct web *w, const char *called, const char **code)
{
    struct person *guest = someone(&w->w, called, "ar");
    visit(guest, "/aid/ask");
    web_fill(guest, 1, "/aid/ask", "kind", KIND, "urgency", "1", NULL);
    web_fill(guest, 1, "/aid/ask/send", NO_WORDS, NULL);
    *code = code_on(guest, "code");
    return guest;
}

/* On another day, or another device. */
static void reads(struct person *guest, const char *code)
{
    guest->ncookies = 0;
    visit(guest, "/aid/receipt");
    web_fill(guest, 1, "/aid/receipt", "code", code, NULL);
}

static void desk(struct person *amal, struct person *basil)
{
    visit(amal, "/aid/desk");
    web_fill(amal, 1, "/aid/desk/open", NULL);
    visit(amal, "/aid/desk/invite");
    web_fill(amal, 1, "/aid/desk/invite", NULL);
    const char *code = code_on(amal, "code");
    visit(basil, "/aid/desk");
    web_fill(basil, 1, "/aid/desk/enter", "code", code, NULL);
    visit(basil, "/aid/desk/me");
    web_fill(basil, 1, "/aid/desk/me", NULL);
}

/* The page of an ask, behind its name on the list. */
static const char *open_ask(struct person *p)
{
    visit(p, "/aid/desk");
    follow(p, "/aid/desk/a/");
    return c(p, str_slice(p->path, 0, str_find_char(p->path, '?')));
}

static const char *tomorrow(struct person *p)
{
    return c(p, str_fmt(p->w->arena, "%d", (int)clock_day(clock_now(&CLOCK_REAL)) + 1));
}

static void is_helped(struct person *amal, struct person *basil)
{
    const char *one = open_ask(amal);
    web_fill(amal, 2, "/say", NULL);
    visit(amal, one);
    web_fill(amal, 2, "/move", "move", "read", NULL);
    visit(basil, one);
    web_fill(basil, 2, "/move", "move", "helps", NULL);
    visit(amal, one);
    web_fill(amal, 1, "/move", "move", "let-go", NULL);
    web_fill(amal, 1, "/move", NULL); /* asked once more, with the words along */
    visit(basil, one);
    web_fill(basil, 2, "/move", "move", "helps", NULL);
    visit(basil, one);
    web_fill(basil, 2, "/promise", "day", tomorrow(basil), "time", "600", NULL);
}

static void writes_back(struct person *guest, const char *code)
{
    reads(guest, code);
    web_fill(guest, 2, "/aid/receipt/say", NULL);
    visit(guest, "/aid/receipt");
    web_fill(guest, 2, "/aid/receipt/did", "what", "missed", NULL);
    /* The visit is over while something is written: the words wait for the code. */
    visit(guest, "/aid/receipt");
    guest->ncookies = 0;
    web_fill(guest, 2, "/aid/receipt/say", NULL);
    web_fill(guest, 1, "/aid/receipt", "code", code, NULL);
}

static void changes(struct person *guest)
{
    visit(guest, "/aid/receipt/change");
    web_fill(guest, 1, "/aid/receipt/change", NO_WORDS, NULL);
}

static void deletes(struct person *guest)
{
    visit(guest, "/aid/receipt/delete");
    web_fill(guest, 1, "/aid/receipt/delete", NULL);
}

static void is_closed(struct person *amal)
{
    const char *one = open_ask(amal);
    visit(amal, c(amal, str_fmt(amal->w->arena, "%s/same", one)));
    web_fill(amal, 2, "/same", NULL);
}

/* A table whose every cell is a canary. */
static void takes_in(struct person *amal)
{
    struct web *w = web_of(amal);
    struct str sheet = STR("title,description,location,phone,name,for whom,unheard of\n");
    for (int row = 0; row < 3; row++)
        for (int i = 0; i < 7; i++)
            sheet = str_fmt(amal->w->arena, "%" STR_FMT "%" STR_FMT "%s", STR_ARG(sheet),
                            STR_ARG(web_canary(w)), i < 6 ? "," : "\n");
    visit(amal, "/aid/desk/import");
    web_fill(amal, 1, "/aid/desk/import", "table", c(amal, sheet), "what", "take", NULL);
    visit(amal, "/aid/desk");
    follow(amal, "/aid/desk/a/");
    visit(amal, "/invite/many");
    web_fill(amal, 1, "/invite/many", "days", "3", NULL);
}

/* On paper, with everything that may stand there; and typed in again. */
static void goes_on_paper(struct person *amal)
{
    visit(amal, "/aid/desk/print");
    web_fill(amal, 2, "/aid/desk/print", "line", "1", "contact", "1", NULL);
    const char *sheet = c(amal, element(amal, "sheet-code"));
    visit(amal, "/aid/desk/paper");
    web_fill(amal, 1, "/aid/desk/paper", "sheet", sheet, NULL);
    visit(amal, "/aid/desk/paper");
    web_fill(amal, 1, "/aid/desk/paper", "sheet", "", NULL);
}

void noise_aid(struct person *amal, struct person *basil)
{
    struct web *w = web_of(amal);
    const char *code, *other;
    desk(amal, basil);
    struct person *guest = asks(w, "a stranger who asks", &code);
    is_helped(amal, basil);
    writes_back(guest, code);
    asks(w, "another who asks", &other);
    is_closed(amal);
    takes_in(amal);
    goes_on_paper(amal);
    guest = asks(w, "a third, who deletes it all", &other);
    changes(guest);
    deletes(guest);
}
