/* What every member does sooner or later. */
#include <string.h>

#include "scenarios/world.h"

struct str code_group(struct arena *a, struct str code, int group)
{
    struct str one = STR_NONE;
    for (int i = 0; i < group; i++)
        one = str_cut(&code, '-');
    return str_copy(a, one);
}

static char *kept(struct person *p, struct str s)
{
    return str_to_c(p->w->arena, s);
}

/* "abcd efgh …", as it is shown, with hyphens. */
static struct str code_shown(struct person *p)
{
    char *code = kept(p, element(p, "code"));
    for (char *c = code; *c; c++)
        if (*c == ' ')
            *c = '-';
    return str_from_c(code);
}

/* The page asks for two groups: answers from what was written down. */
static void proves_recovery(struct person *p, const char *file, int line)
{
    static const char *const names[] = {"g1", "g2", "g3", "g4", "g5", "g6"};
    const char *asked[2] = {NULL, NULL};
    struct str groups[2];
    size_t n = 0;
    for (int i = 0; i < 6; i++)
        if (field(p, names[i]).p && n < 2) {
            asked[n] = names[i];
            groups[n++] = code_group(p->w->arena, p->recovery, i + 1);
        }
    if (n != 2)
        person_stuck(p, file, line, "is not asked for two groups");
    person_submit(p, file, line, "Confirm", asked[0], kept(p, groups[0]), asked[1],
                  kept(p, groups[1]), (const char *)NULL, (const char *)NULL);
}

void person_joins(struct person *p, struct str code, const char *persona, const char *file,
                  int line)
{
    visit(p, "/join");
    person_submit(p, file, line, "/join", "code", kept(p, code), (const char *)NULL,
                  (const char *)NULL);
    p->name = field(p, "name");
    p->passphrase = field(p, "passphrase");
    if (p->name.n == 0 || p->passphrase.n == 0)
        person_stuck(p, file, line, "no name and passphrase are suggested");
    person_submit(p, file, line, "/join/new", "persona", persona, (const char *)NULL,
                  (const char *)NULL);
    p->recovery = code_shown(p);
    if (p->recovery.n != 29)
        person_stuck(p, file, line, "no recovery code is shown");
    person_submit(p, file, line, "I have written it down", (const char *)NULL, (const char *)NULL);
    proves_recovery(p, file, line);
}

struct str person_invites(struct person *p, const char *file, int line)
{
    visit(p, "/invite");
    person_submit(p, file, line, "/invite", (const char *)NULL, (const char *)NULL);
    struct str code = code_shown(p);
    if (code.n != 29)
        person_stuck(p, file, line, "no invitation is shown");
    return code;
}

struct person *newcomer(struct person *host, const char *called, const char *lang,
                        const char *persona)
{
    struct person *p = someone(host->w, called, lang);
    joins(p, invites(host), persona);
    return p;
}

struct person *elsewhere(const struct person *p, const char *called)
{
    struct person *other = someone(p->w, called, p->lang);
    other->name = p->name;
    other->passphrase = p->passphrase;
    other->recovery = p->recovery;
    return other;
}

void person_signs_in(struct person *p, const char *file, int line)
{
    if (!field(p, "passphrase").p)
        visit(p, "/in");
    person_submit(p, file, line, "/in", "name", kept(p, p->name), "passphrase",
                  kept(p, p->passphrase), (const char *)NULL, (const char *)NULL);
}

/* ---- circles */

#define END (const char *)NULL, (const char *)NULL

void person_begins_circle(struct person *p, const char *file, int line,
                          const struct circle_wish *wish)
{
    visit(p, "/c/new");
    person_submit(p, file, line, "/c/new", "name", wish->name, "purpose", wish->purpose,
                  "agreements", wish->agreements ? wish->agreements : "", "openness",
                  wish->openness, "keep", wish->keep, "persona", wish->persona, END);
    person_sees(p, wish->name, true, file, line);
    person_is_at(p, "/r/", file, line);
}

void person_comes_into(struct person *p, const char *circle, const char *persona, const char *file,
                       int line)
{
    visit(p, "/c");
    person_follow(p, circle, file, line);
    person_submit(p, file, line, "/join", "persona", persona, END);
    person_is_at(p, "/r/", file, line);
}

void person_asks(struct person *p, const char *circle, const char *persona, const char *words,
                 const char *file, int line)
{
    visit(p, "/c");
    person_follow(p, circle, file, line);
    person_submit(p, file, line, "/ask", "persona", persona, "words", words, END);
}

void person_enters(struct person *p, const char *circle, const char *file, int line)
{
    visit(p, "/r");
    person_follow(p, circle, file, line);
    person_is_at(p, "/r/", file, line);
}

void person_opens(struct person *p, const char *circle, const char *title, const char *file,
                  int line)
{
    person_enters(p, circle, file, line);
    person_follow(p, title, file, line);
}

void person_begins(struct person *p, const char *title, const char *text, const char *file,
                   int line)
{
    person_follow(p, "Begin a conversation", file, line);
    person_submit(p, file, line, "Send", "title", title, "text", text, END);
    person_sees(p, title, true, file, line);
    person_is_at(p, "/r/", file, line);
}
