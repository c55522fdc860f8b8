/* S4.1 the earthquake: a steward and a coordinator switch hard times on; strangers find three doors
 * and one short page; asks stand by rules that can be read; it ends, and on its day all is gone.
 *
 * And the week after it, with thousands: a crisis map's reports come in as tables, all asks are
 * planned at once, what was settled goes out on paper and comes back, the board says where it
 * stands, everybody gets a word, and on the day nothing is left. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenarios/world.h"
#include "site/inside.h"

#define LINE "الماء في الساحة " SHARP
#define THINGS "أغطية لثلاثة " SHARP
#define INSULIN "ينفد الأنسولين الليلة " SHARP
#define CLOSING_WORD                                                                               \
    "The hard times are declared over, and with them this list is closed. Thank you for asking; "  \
    "it is no fault of yours that nobody could be found in time. It goes on here: under “Help "  \
    "now”, in the directory, or with a new ask."
#define VAN "سيارة نقل كبيرة " SHARP

static void desk_opened(struct person *amal)
{
    visit(amal, "/me");
    follow(amal, "Coordinators");
    submit(amal, "Open the desk", "persona", "أمل");
    is_at(amal, "/aid/desk");
}

/* Somebody else comes to the desk: a coordinator who is no steward. */
static void comes_to_the_desk(struct person *amal, struct person *huda)
{
    visit(amal, "/aid/desk");
    follow(amal, "Invite a coordinator");
    submit(amal, "/invite");
    char *code = str_to_c(amal->w->arena, element(amal, "code"));
    visit(huda, "/aid/desk");
    submit(huda, "/enter", "persona", "هدى", "code", code);
    is_at(huda, "/aid/desk");
}

/* One proposes, the same one cannot confirm, the other does. */
static void switched_on(struct person *amal, struct person *huda)
{
    visit(amal, "/aid/surge");
    submit(amal, "Propose it", "kind", "flood", "text",
           "\xE2\x80\xAE"
           "x");
    sees(amal, "Some characters here are invisible or turn text around. Please write it without "
               "them.");
    submit(amal, "Propose it", "kind", "earthquake", "days", "7", "keep", "7", "text", LINE);
    sees(amal, "It waits for the other person.");
    if (offered(amal, "Confirm it"))
        person_stuck(amal, HERE, "could switch it on alone");
    visit(huda, "/");
    sees_not(huda, "Safe places and lines");
    visit(huda, "/aid/desk");
    follow(huda, "/aid/surge");
    sees(huda, LINE);
    submit(huda, "Confirm it");
    sees(huda, "It is on");
    visit(huda, "/");
    sees(huda, "Safe places and lines");
}

/* The receipt on the page, as somebody copies it. */
static const char *asks(struct person *who, const char *kind, const char *urgency, const char *line)
{
    visit(who, "/");
    if (who->html.n > 10 * 1024)
        person_stuck(who, HERE, "gets more than 10 KiB of doors");
    sees(who, LINE);
    follow(who, "/aid/ask");
    submit(who, "Send", "kind", kind, "urgency", urgency);
    sees(who, "Please fill this in.");
    submit(who, "Send", "line", line, "units", "3");
    sees(who, "It is with the coordinators");
    return str_to_c(who->w->arena, element(who, "code"));
}

static void receipt_opened(struct person *who, const char *code)
{
    browser_closed(who);
    visit(who, "/aid/receipt");
    submit(who, "Continue", "code", code);
}

/* The board says it in numbers, and in a table for who sees no drawing. */
static void looked_at(struct person *amal)
{
    visit(amal, "/aid/desk");
    follow(amal, "/aid/desk/situation");
    sees(amal, "What waits, by kind and place");
    sees(amal, "A roof: a bed, a room, housing");
    sees(amal, "The same as a table");
    sees_not(amal, INSULIN);
}

/* Who waited in vain gets a word; the report tells nothing that would point at somebody. */
static void closed(struct person *amal)
{
    visit(amal, "/aid/surge");
    follow(amal, "Close what is open, and look back");
    sees(amal, "أقلّ من ٥");
    submit(amal, "Write to them and close");
    sees(amal, "Everybody has had a word.");
    visit(amal, "/aid/desk/after/text");
    is_answered(amal, 200);
}

static void gives(struct person *who)
{
    visit(who, "/");
    follow(who, "/aid/give");
    submit(who, "Send", "kind", "ride", "line", VAN, "days", "30");
    sees(who, "Please fill this in.");
    submit(who, "Send", "contact", "نادر، برسالة فقط");
    sees(who, "Thank you. It is with the coordinators");
}

static size_t place_of(const struct person *p, const char *words)
{
    return page_find_text(p->w->arena, &p->page, 0, page_squeeze(p->w->arena, str_from_c(words)));
}

static void triaged(struct person *amal)
{
    visit(amal, "/aid/desk");
    sees(amal, "Medicine or care that cannot wait until tomorrow");
    if (place_of(amal, INSULIN) > place_of(amal, THINGS))
        person_stuck(amal, HERE, "sees blankets above insulin");
    submit(amal, "Triaged: all shown");
    if (offered(amal, "Triaged: all shown"))
        person_stuck(amal, HERE, "still has some that nobody read");
    follow(amal, "/aid/desk/triage");
    beside(amal, "Medicine or care that cannot wait until tomorrow");
    submit(amal, "Turn off");
    sees(amal, "Off");
    visit(amal, "/aid/desk/offers");
    sees(amal, VAN);
}

static void the_earthquake(void **state)
{
    struct world *w = world_of(state);
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    struct person *huda = newcomer(amal, "Huda", "ar", "هدى");
    struct person *rami = someone(w, "Rami", "ar"), *dana = someone(w, "Dana", "en");

    desk_opened(amal);
    comes_to_the_desk(amal, huda);
    switched_on(amal, huda);
    const char *code = asks(rami, "shelter", "2", THINGS);
    asks(dana, "health", "1", INSULIN);
    gives(someone(w, "Nader", "ar"));
    triaged(amal);
    looked_at(amal);

    /* Off again, by the same two. */
    world_wait(w, HOUR / 4);
    visit(huda, "/aid/surge");
    submit(huda, "Propose to end it");
    visit(amal, "/aid/surge");
    submit(amal, "Confirm it");
    sees(amal, "It has ended");
    visit(rami, "/");
    sees_not(rami, "Safe places and lines");
    closed(amal);
    receipt_opened(rami, code);
    sees(rami, CLOSING_WORD);

    /* A week after its last day nothing of it is left. */
    world_nights(w, 15);
    visit(amal, "/aid/desk");
    signs_in(amal);
    sees(amal, "Nothing is asked right now");
    visit(amal, "/aid/desk/offers");
    sees_not(amal, VAN);
    receipt_opened(rami, code);
    sees_not(rami, THINGS);
    visit(amal, "/aid/desk/after"); /* the counts stay: nobody is in them */
    sees(amal, "What it came to");
}

/* ---- the week after: thousands ----------------------------------------------------------------
 */

#define ROWS_AT_ONCE 250 /* that a coordinator pastes */
#define REPORTS_MAX (1 << 20)
#define ON_PAPER 60

/* The reports of tests/imports/write_reports. */
static struct str reports(struct world *w)
{
    const char *path = getenv("AWN_TEST_CRISIS");
    FILE *f = path ? fopen(path, "r") : NULL;
    if (!f)
        fail_msg("there are no reports at AWN_TEST_CRISIS");
    char *text = arena_alloc(w->arena, REPORTS_MAX);
    const size_t n = fread(text, 1, REPORTS_MAX, f);
    fclose(f);
    return str_from(text, n);
}

/* Cuts so many rows off the front; a row may have lines of its own in quotes. */
static struct str rows_cut(struct str *text, size_t rows)
{
    size_t at = 0;
    for (bool quoted = false; at < text->n && rows > 0; at++) {
        quoted ^= text->p[at] == '"';
        rows -= text->p[at] == '\n' && !quoted;
    }
    const struct str some = str_slice(*text, 0, at);
    *text = str_slice(*text, at, text->n);
    return some;
}

static void takes_in(struct person *amal, struct str table, const char *side, const char *source)
{
    visit(amal, "/aid/desk/import");
    submit(amal, "Look at it", "table", str_to_c(amal->w->arena, table), "side", side, "source",
           source);
    submit(amal, "Take it in");
    is_at(amal, "/aid/desk");
}

/* A crisis map's export, pasted in portions. */
static void map_comes_in(struct person *amal)
{
    struct arena *a = amal->w->arena;
    struct str rest = reports(amal->w);
    const struct str head = rows_cut(&rest, 1);
    while (rest.n) {
        const struct str some = rows_cut(&rest, ROWS_AT_ONCE);
        takes_in(amal, str_fmt(a, "%" STR_FMT "%" STR_FMT, STR_ARG(head), STR_ARG(some)), "ask",
                 "map");
    }
    sees(amal, "Stands here by the rule:");
    follow(amal, "More");
    visit(amal, "/aid/desk?p=20"); /* there are more than a thousand */
    sees(amal, "Stands here by the rule:");
}

/* What a kitchen, a clinic and a school wrote down that they can give. */
static void offers_come_in(struct person *amal)
{
    static const char *const KINDS[] = {"طعام", "ماء", "أدوية", "مأوى"};
    struct arena *a = amal->w->arena;
    struct str table = STR("الرقم,العنوان,الفئة,العدد,المكان,الهاتف\n");
    for (int i = 0; i < 120; i++)
        table = str_fmt(a, "%" STR_FMT "%d,عرض %d,%s,20,الحمرا,03555%03d\n", STR_ARG(table), i + 1,
                        i + 1, KINDS[i % 4], i);
    takes_in(amal, table, "offer", "neighbours");
}

/* Names of the first fields of a kind on the page, each once. */
static void fields_named(struct person *p, const char *type, const char **out, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < p->page.n && n < most; i++) {
        const struct page_node *x = &p->page.v[i];
        const struct str name = page_attr(x, "name");
        if (x->kind == NODE_START && str_eq_c(page_attr(x, "type"), type) && name.n &&
            (n == 0 || !str_eq_c(name, out[n - 1])))
            out[n++] = str_to_c(p->w->arena, name);
    }
    if (n < most)
        person_stuck(p, HERE, "finds only %zu fields of type %s", n, type);
}

/* What looks alike is not accepted in bulk: they look, and choose, five at a time. */
static void planned(struct person *huda)
{
    const char *pair[5];
    visit(huda, "/aid/desk/plan");
    submit(huda, "Make a plan");
    sees(huda, "A proposal for all asks");
    submit(huda, "Accept all of this page");
    for (int i = 0; i < 4; i++) {
        fields_named(huda, "radio", pair, 5);
        submit(huda, "Accept the chosen ones", pair[0], "yes", pair[1], "yes", pair[2], "yes",
               pair[3], "yes", pair[4], "yes");
    }
    follow(huda, "Decided");
    sees(huda, "Settled: somebody has to bring it");
}

/* The codes on the sheets that the page shows, each with what happened, 1 to 4 in turn. */
static const char *ticked(struct person *p, size_t *n)
{
    struct str lines = STR_NONE;
    *n = 0;
    for (size_t i = 0; i < p->page.n; i++) {
        const struct page_node *x = &p->page.v[i];
        if (x->kind != NODE_START || !str_eq_c(x->name, "bdi") ||
            !str_eq_c(page_attr(x, "class"), "sheet-code"))
            continue;
        lines = str_fmt(p->w->arena, "%" STR_FMT "%" STR_FMT " %zu\n", STR_ARG(lines),
                        STR_ARG(page_text(p->w->arena, &p->page, i, x->end)), 1 + *n % 4);
        ++*n;
    }
    return str_to_c(p->w->arena, lines);
}

static const char *counted(struct person *p, size_t n, const char *what)
{
    return str_to_c(p->w->arena, str_fmt(p->w->arena, "%zu %s", n, what));
}

/* Out on paper in the morning; in the evening it is typed in, twice by mistake. */
static void goes_from_door_to_door(struct person *huda)
{
    size_t n;
    const char *area[4];
    visit(huda, "/aid/desk");
    follow(huda, "Lists on paper");
    fields_named(huda, "checkbox", area, 4);
    submit(huda, "Make the sheets", area[0], "1", area[1], "1", area[2], "1", area[3], "1", "most",
           "60", "who", "the blue car " SHARP);
    sees(huda, "Ready for the printer");
    sees(huda, "the blue car " SHARP);
    sees_not(huda, "03555"); /* no contact that nobody wished for */
    const char *lines = ticked(huda, &n);
    if (n != ON_PAPER)
        person_stuck(huda, HERE, "gets %zu rows on paper", n);
    const char *sheet = str_to_c(huda->w->arena, element(huda, "sheet-code"));
    follow(huda, "Type in what came back on paper");
    submit(huda, "Show the sheet", "sheet", sheet);
    is_at(huda, "/aid/desk/paper/");
    submit(huda, "Write it down", "r0", "1", "r1", "2", "r2", "3", "r3", "4");
    sees(huda, "4 rows are written down.");
    visit(huda, "/aid/desk/paper");
    submit(huda, "Write it down", "codes", lines);
    sees(huda, counted(huda, n - 4, "rows are written down."));
    sees(huda, "4 rows were written down before.");
    submit(huda, "Write it down", "codes", lines);
    sees(huda, counted(huda, n, "rows were written down before."));
    sees_not(huda, "rows are written down.");
    visit(huda, "/aid/desk?s=4");
    sees(huda, "It arrived");
}

/* Closing is done in portions. */
static void all_get_a_word(struct person *amal)
{
    visit(amal, "/aid/surge");
    follow(amal, "Close what is open, and look back");
    for (int i = 0; i < 10 && offered(amal, "Write to them and close"); i++)
        submit(amal, "Write to them and close");
    sees(amal, "Everybody has had a word.");
}

static void the_week_after(void **state)
{
    struct world *w = world_of(state);
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    struct person *huda = newcomer(amal, "Huda", "en", "هدى");
    struct person *rami = someone(w, "Rami", "ar");
    desk_opened(amal);
    comes_to_the_desk(amal, huda);
    visit(amal, "/aid/areas/ready");
    beside(amal, "Beirut: quarters and suburbs");
    submit(amal, "Take it in");
    const int64_t before = world_rows(w, "record");
    switched_on(amal, huda);

    const char *code = asks(rami, "shelter", "2", THINGS);
    map_comes_in(amal);
    offers_come_in(amal);
    planned(huda);
    goes_from_door_to_door(huda);
    visit(amal, "/aid/desk/situation");
    sees(amal, "What waits, by kind and place");

    world_wait(w, HOUR / 4);
    visit(huda, "/aid/surge");
    submit(huda, "Propose to end it");
    visit(amal, "/aid/surge");
    submit(amal, "Confirm it");
    all_get_a_word(amal);
    receipt_opened(rami, code);
    sees(rami, CLOSING_WORD);

    world_nights(w, 15);
    visit(amal, "/aid/desk");
    signs_in(amal);
    sees(amal, "Nothing is asked right now");
    visit(amal, "/aid/desk/paper");
    sees(amal, "Nothing was printed yet.");
    /* what is left are counts by the day, and the people's own */
    if (world_rows(w, "record") > before + 40 || world_rows(w, "inbox") != 0)
        person_stuck(amal, HERE, "leaves %lld records and %lld letters",
                     (long long)(world_rows(w, "record") - before),
                     (long long)world_rows(w, "inbox"));
}

SCENARIO_MAIN(SCENARIO("S4.1 the earthquake", the_earthquake),
              SCENARIO("S4.1 the week after", the_week_after))
