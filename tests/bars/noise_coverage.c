/* Whether a canary went into every field of every form. */
#include <string.h>

#include "bars/noise_web.h"

static const struct {
    const char *path, *field, *why;
} EXEMPT[] = {
    {"/join", "*", "a code of the house's own; a wrong one is refused"},
    {"/join/keep", "*", "groups of a code of the house's own"},
    {"/join/again", "*", "sends a sealed page back"},
    {"/d/desk/open", "byline", "made to be read by everybody"},
    {"/d/desk/me", "byline", "made to be read by everybody"},
    {"/d/desk/enter", "byline", "made to be read by everybody"},
    {"/d/new", "need1", "one of the vocabulary"},
    {"/d/new", "need2", "one of the vocabulary"},
    {"/d/new", "need3", "one of the vocabulary"},
    {"/d/new", "email", "has a shape; a canary stands inside of it"},
    {"/d/new", "web", "has a shape; a canary stands inside of it"},
    {"/d/new", "country", "one of the countries"},
    {"/d/new", "mo", "hours have a shape"},
    {"/d/new", "tu", "hours have a shape"},
    {"/d/new", "we", "hours have a shape"},
    {"/d/new", "th", "hours have a shape"},
    {"/d/new", "fr", "hours have a shape"},
    {"/d/new", "sa", "hours have a shape"},
    {"/d/new", "su", "hours have a shape"},
    {"/d/:id/edit", "need1", "one of the vocabulary"},
    {"/d/:id/edit", "need2", "one of the vocabulary"},
    {"/d/:id/edit", "need3", "one of the vocabulary"},
    {"/d/:id/edit", "email", "has a shape; a canary stands inside of it"},
    {"/d/:id/edit", "web", "has a shape; a canary stands inside of it"},
    {"/d/:id/edit", "country", "one of the countries"},
    {"/d/:id/edit", "mo", "hours have a shape"},
    {"/d/:id/edit", "tu", "hours have a shape"},
    {"/d/:id/edit", "we", "hours have a shape"},
    {"/d/:id/edit", "th", "hours have a shape"},
    {"/d/:id/edit", "fr", "hours have a shape"},
    {"/d/:id/edit", "sa", "hours have a shape"},
    {"/d/:id/edit", "su", "hours have a shape"},
    {"/d/:id/edit", "offered", "not asked for"},
    {"/aid/desk/import", "table", "a table; canaries stand in its cells"},
    {"/aid/desk/paper", "sheet", "a number of the house's own; a wrong one is refused"},
    {"/aid/desk/paper", "codes", "codes of the house's own; other lines are told"},
    {"/aid/desk/enter", "code", "a code of the house's own; a wrong one is refused"},
    {"/aid/desk/a/:handle/promise", "day", "chosen from a list"},
    {"/aid/desk/a/:handle/promise", "time", "chosen from a list"},
    {"/aid/ask/send", "area", "a network without a list of areas does not ask"},
    {"/aid/receipt", "code", "a code of the house's own; a wrong one is refused"},
    {"/aid/receipt/keep", "*", "groups of a code of the house's own"},
    {"/aid/receipt/again", "*", "sends a sealed page back"},
    {"/aid/ask/own", "area", "a network without a list of areas does not ask"},
    {"/aid/ask/own", "q3", "a day or a number of the kind that is asked"},
    {"/aid/ask/own", "q4", "a day or a number of the kind that is asked"},
    {"/aid/asks/:ask/change", "area", "a network without a list of areas does not ask"},
    {"/aid/asks/:ask/change", "q3", "a day or a number of the kind that is asked"},
    {"/aid/asks/:ask/change", "q4", "a day or a number of the kind that is asked"},
    {"/aid/receipt/change", "area", "a network without a list of areas does not ask"},
    {"/aid/receipt/change", "q3", "a day or a number of the kind that is asked"},
    {"/aid/receipt/change", "q4", "a day or a number of the kind that is asked"},
    {"/aid/ask/send", "q3", "a day or a number of the kind that is asked"},
    {"/aid/ask/send", "q4", "a day or a number of the kind that is asked"},
    {"/aid/offers/new/:kind", "area", "a network without a list of areas does not ask"},
    {"/aid/offers/new/:kind", "q3", "of a ride: a day"},
    {"/aid/offers/new/:kind", "q4", "a number"},
    {"/aid/offers/:offer/change", "area", "a network without a list of areas does not ask"},
    {"/aid/offers/:offer/change", "q3", "of a ride: a day"},
    {"/aid/offers/:offer/change", "q4", "a number"},
    {"/pools", "area", "a network without a list of areas does not ask"},
    {"/pools/new/:kind", "area", "a network without a list of areas does not ask"},
    {"/pools/p/:pool/keep/change", "area", "a network without a list of areas does not ask"},
    {"/pools/p/:pool/keep/add", "from", "a network without a list of areas does not ask"},
    {"/pools/p/:pool/keep/add", "to", "a network without a list of areas does not ask"},
    {"/pools/p/:pool/keep/i/:item", "from", "a network without a list of areas does not ask"},
    {"/pools/p/:pool/keep/i/:item", "to", "a network without a list of areas does not ask"},
    {"/pools/code", "code", "a code of the house's own; a wrong one is refused"},
    {"/aid/ask/short", "area", "a network without a list of areas does not ask"},
    {"/aid/give", "area", "a network without a list of areas does not ask"},
    {"/aid/surge/begin", "area", "a network without a list of areas does not ask"},
    {"/fund/desk/enter", "code", "a code of the house's own; a wrong one is refused"},
    {"/fund/desk/new", "currency", "one of the standard"},
    {"/fund/desk/f/:fund/book", "amount", "an amount"},
    {"/fund/desk/f/:fund/close/:month", "counted", "an amount"},
    {"/fund/ask", "amount", "an amount"},
    {"/fund/ask", "fund", "one of the list"},
    {"/d/desk/enter", "code", "a code of the house's own; a wrong one is refused"},
    {"/r/:circle/t/:thread/p/:post/affirm", "*", "a choice"},
    {"/t/:team/about", "area", "a network without a list of areas does not ask"},
    {"/t/:team/new", "area", "a network without a list of areas does not ask"},
    {"/t/:team/new", "extra", "a day, of a series that is there"},
    {"/t/:team/r/:series", "area", "a network without a list of areas does not ask"},
    {"/t/:team/roles/:role", "part", "whom: chosen by a button"},
};

/* Names of places: strangers' forms show them. */
bool web_plain(const struct route *r)
{
    return strncmp(r->path, "/aid/areas", strlen("/aid/areas")) == 0;
}

static bool exempt(const struct route *r, const char *name)
{
    for (size_t i = 0; i < sizeof EXEMPT / sizeof EXEMPT[0]; i++)
        if (strcmp(EXEMPT[i].path, r->path) == 0 &&
            (strcmp(EXEMPT[i].field, "*") == 0 || strcmp(EXEMPT[i].field, name) == 0))
            return true;
    return false;
}

void web_coverage(struct web *w)
{
    size_t fields = 0;
    for (size_t i = 0; i < w->nfields; i++) {
        const struct written_field *f = &w->fields[i];
        const struct form_field *spec = &f->route->form->fields[f->field];
        if (web_plain(f->route))
            continue;
        if (spec->kind != FIELD_LINE && spec->kind != FIELD_TEXT && spec->kind != FIELD_SECRET)
            continue;
        fields++;
        bar_check(w->b, f->sent > 0, "no canary was sent in field %s of %s", spec->name,
                  f->route->path);
        bar_check(w->b, f->taken > 0 || exempt(f->route, spec->name),
                  "no canary was taken in field %s of %s: the bar must learn this form", spec->name,
                  f->route->path);
    }
    bar_check(w->b, fields > 20, "the forms were not found");
}
