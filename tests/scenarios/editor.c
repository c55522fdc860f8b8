/* Those who look after the directory: what they put right, its history, what only members see; and
 * what a member saves for themselves. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "directory/directory.h"
#include "directory/directory_export.h"
#include "scenarios/world.h"
#include "search/search.h"
#include "site/inside.h"

/* The code on the page, with hyphens. */
static char *code_shown(struct person *p)
{
    char *code = str_to_c(p->w->arena, element(p, "code"));
    for (char *c = code; *c; c++)
        if (*c == ' ')
            *c = '-';
    if (strlen(code) != 29)
        person_stuck(p, HERE, "is shown no code");
    return code;
}

static void import_sample(struct world *w)
{
    struct directory_imported done = {0};
    struct search *search = search_create();
    const struct directory_import how = {
        .path = "src/directory/sample", .source = STR("sample"), .now = w->clock.fixed};
    assert_ok(directory_import(world_db(w), search, &how, &done));
    search_destroy(search);
}

/* A steward at an open desk, and an editor of a byline. */
static struct person *editors(struct world *w, struct person **steward)
{
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    visit(amal, "/d/desk");
    submit(amal, "Open the desk", "persona", "أمل");
    follow(amal, "Invite an editor");
    submit(amal, "Make a code");
    char *code = code_shown(amal);
    struct person *sami = newcomer(amal, "Sami", "ar", "سامي");
    visit(sami, "/d/desk");
    submit(sami, "Come in", "code", code, "persona", "سامي", "byline", "سامي م.");
    *steward = amal;
    return sami;
}

static const char *finds(struct person *p, const char *words, const char *title)
{
    visit(p, "/d");
    submit(p, "/d", "q", words);
    follow(p, title);
    is_at(p, "/d/");
    return str_to_c(p->w->arena, str_slice(p->path, 0, str_find_char(p->path, '?')));
}

static char *joined(struct person *p, const char *path, const char *more)
{
    return str_to_c(p->w->arena, str_fmt(p->w->arena, "%s%s", path, more));
}
#define AT(p, path, more) joined(p, path, more)

/* One entry and who has to do with it. */
struct story {
    struct world *w;
    struct person *amal, *sami, *guest;
    const char *entry;
};

static void it_is_put_right(const struct story *x)
{
    struct person *sami = x->sami;
    const char *entry = x->entry;
    assert_true(offered(sami, "Correct the entry"));
    follow(sami, "Correct the entry");
    finds_written(sami, "name", "Family law clinic");
    submit(sami, "Save", "mo", "9-5", "phone1", "+20 2 5550 0000", "email", "nobody", "cost",
           "بلا مقابل " SHARP);
    sees(sami, "Is the afternoon meant? Please write 17 or 5 pm; for the next morning 05:00.");
    sees(sami, "An address of mail has an @ in the middle.");
    finds_written(sami, "mo", "9-5");
    finds_written(sami, "phone1", "+20 2 5550 0000");
    submit(sami, "Save", "mo", "٩-١٧، ١٨-٢٠", "email", "help@example.org");
    is_at(sami, entry);
    sees(sami, "Saved.");
    sees(sami, "+20 2 5550 0000");
    sees(sami, "بلا مقابل " SHARP);
}

static void it_stays_right(const struct story *x)
{
    struct world *w = x->w;
    struct person *amal = x->amal;
    struct person *sami = x->sami;
    struct person *guest = x->guest;
    const char *entry = x->entry;
    /* Everybody sees it; nobody but editors can change it or see who changed what. */
    visit(guest, entry);
    sees(guest, "+20 2 5550 0000");
    sees(guest, "help@example.org");
    assert_false(offered(guest, "Correct the entry"));
    assert_false(offered(guest, "History"));
    visit(guest, AT(guest, entry, "/history"));
    is_answered(guest, 403);
    struct person *noor = newcomer(amal, "Noor", "ar", "نور");
    visit(noor, entry);
    assert_false(offered(noor, "Correct the entry"));
    visit(noor, AT(noor, entry, "/edit"));
    is_answered(noor, 403);
    visit(noor, AT(noor, entry, "/history"));
    is_answered(noor, 403);

    /* A correction outlives the list it came from. */
    import_sample(w);
    visit(guest, entry);
    sees(guest, "+20 2 5550 0000");

    /* Two at once: nothing of either is lost. */
    visit(amal, AT(amal, entry, "/edit"));
    visit(sami, AT(sami, entry, "/edit"));
    submit(sami, "Save", "alt", "عيادة الأسرة");
    submit(amal, "Save", "about", "كلام أمل " SHARP);
    sees(amal, "Somebody else saved meanwhile");
    sees(amal, "عيادة الأسرة");
    finds_written(amal, "about", "كلام أمل " SHARP);
    submit(amal, "Save", "alt", "عيادة الأسرة");
    is_at(amal, entry);
    visit(guest, entry);
    sees(guest, "عيادة الأسرة");
    sees(guest, "كلام أمل " SHARP);
}

static void the_history_tells(const struct story *x)
{
    struct person *amal = x->amal;
    struct person *sami = x->sami;
    struct person *guest = x->guest;
    const char *entry = x->entry;
    /* "Checked today", alone; with the byline, or the desk's. */
    visit(sami, entry);
    submit(sami, "Checked today");
    visit(guest, entry);
    sees(guest, "سامي م.");
    visit(amal, entry);
    submit(amal, "Checked today");
    visit(guest, entry);
    sees(guest, "the editors' desk");
    sees_not(guest, "سامي م.");

    /* The history says who, when, what; one step back. */
    visit(sami, AT(sami, entry, "/history"));
    sees(sami, "سامي م.");
    sees(sami, "Telephone");
    sees(sami, "+20 2 5550 0000");
    sees(sami, "كلام أمل " SHARP);
    beside(sami, "عيادة الأسرة");
    submit(sami, "Put it back as it was before");
    visit(guest, entry);
    sees_not(guest, "عيادة الأسرة");
}

static void it_is_removed_and_brought_back(const struct story *x)
{
    struct world *w = x->w;
    struct person *amal = x->amal;
    struct person *sami = x->sami;
    struct person *guest = x->guest;
    const char *entry = x->entry;
    /* Removed, not by an import brought back, but by the desk. */
    visit(sami, AT(sami, entry, "/remove"));
    submit(sami, AT(sami, entry, "/remove"));
    visit(guest, entry);
    is_answered(guest, 404);
    import_sample(w);
    visit(guest, entry);
    is_answered(guest, 404);
    visit(amal, "/d/desk");
    follow(amal, "Removed entries");
    beside(amal, "Family law clinic");
    submit(amal, "Bring it back");
    visit(guest, entry);
    sees(guest, "+20 2 5550 0000");
}

static void who_is_out_changes_nothing(const struct story *x)
{
    struct world *w = x->w;
    struct person *amal = x->amal;
    struct person *sami = x->sami;
    struct person *guest = x->guest;
    const char *entry = x->entry;
    /* Who is no longer at the desk changes nothing, not even from a page that is still open. */
    visit(sami, AT(sami, entry, "/edit"));
    struct page form = sami->page;
    visit(amal, "/d/desk");
    follow(amal, "سامي");
    submit(amal, "End their part", "reason", "انتهى");
    sami->page = form;
    sami->beside = 0;
    submit(sami, "Save", "cost", "كثير");
    is_answered(sami, 403);
    post_raw(sami, AT(sami, entry, "/checked"), "_token",
             str_to_c(w->arena, field(sami, "_token")));
    visit(sami, AT(sami, entry, "/edit"));
    is_answered(sami, 403);
    visit(guest, entry);
    sees_not(guest, "كثير");
}

/* S-editor: what an editor puts right stays, is in the history, and can be put back. */
static void a_correction_with_its_history(void **state)
{
    struct story x = {.w = world_of(state)};
    import_sample(x.w);
    x.sami = editors(x.w, &x.amal);
    x.guest = someone(x.w, "a stranger", "ar");
    x.entry = finds(x.sami, "family law clinic", "Family law clinic");
    it_is_put_right(&x);
    it_stays_right(&x);
    the_history_tells(&x);
    it_is_removed_and_brought_back(&x);
    who_is_out_changes_nothing(&x);
}

static void reports_are_answered(void **state)
{
    struct world *w = world_of(state);
    struct person *amal, *sami;
    import_sample(w);
    sami = editors(w, &amal);
    struct person *guest = someone(w, "a stranger", "ar");
    const char *entry = finds(guest, "family law clinic", "Family law clinic");
    follow(guest, "This is out of date");
    submit(guest, "/outdated", "reason", "phone", "words", "رقم قديم " SHARP);
    visit(guest, entry);
    visit(sami, "/d/desk");
    sees(sami, "رقم قديم " SHARP);
    sees(sami, "The telephone number is wrong");
    sees(sami, "Said to be out of date");
    submit(sami, "Nothing to change");
    sees(sami, "None is waiting.");
    sees_not(sami, "Said to be out of date");
}

/* ---- what only members may see ---- */

#define SECRET "ملجأ السنديانة"
#define SECRET_STREET "شارع الزعتر"
#define SECRET_CITY "قرية الياسمين"
#define HALF_STREET "درب الريحان"

static bool holds(struct str text, const char *what)
{
    return text.n != 0 && memmem(text.p, text.n, what, strlen(what));
}

static bool tells(const struct person *p)
{
    static const char *const canaries[] = {SECRET, SECRET_STREET, SECRET_CITY, HALF_STREET};
    for (size_t i = 0; i < sizeof canaries / sizeof canaries[0]; i++)
        if (holds(p->html, canaries[i]) || holds(p->answer, canaries[i]))
            return true;
    return false;
}

/* Nor does what is handed to others as a file. */
static void no_file_tells(struct world *w)
{
    static const char *const canaries[] = {SECRET, SECRET_STREET, SECRET_CITY, HALF_STREET};
    struct directory_exported done;
    char *bytes = arena_alloc(w->arena, 1 << 20);
    const char *path = str_to_c(w->arena, str_fmt(w->arena, "%s/export.json", w->db.folder));
    const struct directory_export how = {.path = path};
    (void)unlink(path);
    assert_ok(directory_export(world_db(w), &how, &done));
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = read(fd, bytes, 1 << 20);
    close(fd);
    assert_true(size > 1000);
    for (size_t i = 0; i < sizeof canaries / sizeof canaries[0]; i++)
        assert_null(memmem(bytes, (size_t)size, canaries[i], strlen(canaries[i])));
}

/* Every address that a stranger may ask, with these ids in it. */
static void nobody_is_told(struct person *guest, const char *const ids[], size_t nids)
{
    struct route_table tables[SITE_TABLES_MAX];
    size_t n = site_tables(tables), asked = 0;
    for (size_t t = 0; t < n; t++)
        for (size_t r = 0; r < tables[t].n; r++) {
            const struct route *route = &tables[t].v[r];
            if (route->method != HTTP_GET || strcmp(route->path, "/guide") == 0)
                continue;
            for (size_t i = 0; i < nids; i++) {
                struct str rest = str_from_c(route->path), path = STR_NONE;
                (void)str_cut(&rest, '/');
                while (rest.p) {
                    struct str part = str_cut(&rest, '/');
                    path = str_fmt(guest->w->arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(path),
                                   STR_ARG(str_starts(part, STR(":")) ? str_from_c(ids[i]) : part));
                }
                struct errand e = {.path = path.n ? path : STR("/"), .typed = true};
                person_ask(guest, &e);
                if (tells(guest))
                    fail_msg("%" STR_FMT " tells a stranger", STR_ARG(path));
                asked++;
            }
        }
    assert_true(asked > 50);
    static const char *const words[] = {SECRET, SECRET_STREET, SECRET_CITY, HALF_STREET, "ملجأ"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        visit(guest, "/d");
        submit(guest, "/d", "q", words[i]);
        /* What was typed comes back; a hit would be a link to it. */
        for (size_t k = 0; k < nids; k++)
            if (i != 4 && memmem(guest->html.p, guest->html.n, ids[k], strlen(ids[k])))
                fail_msg("a stranger finds %s by %s", ids[k], words[i]);
        sees_not(guest, i == 0 ? SECRET_STREET : SECRET);
    }
}

static char *id_of(struct person *p)
{
    struct str path = str_slice(p->path, 3, str_find_char(p->path, '?'));
    return str_to_c(p->w->arena, path);
}

static void it_is_public_again(struct person *sami, struct person *guest, const char *const ids[3],
                               const char *entry)
{
    /* And back: what is public again is there for everybody, with what was changed meanwhile. */
    visit(sami, AT(sami, AT(sami, "/d/", ids[2]), "/edit"));
    submit(sami, "Save", "name", "Family law clinic", "cost", "free", "seen", "all");
    visit(guest, entry);
    sees(guest, "Family law clinic");
    sees(guest, "free");
    visit(sami, AT(sami, AT(sami, "/d/", ids[1]), "/edit"));
    submit(sami, "Save", "seen", "all");
    visit(guest, AT(guest, "/d/", ids[1]));
    sees(guest, HALF_STREET);
    visit(sami, AT(sami, AT(sami, "/d/", ids[0]), "/edit"));
    submit(sami, "Save", "seen", "all");
    visit(guest, AT(guest, "/d/", ids[0]));
    sees(guest, SECRET_STREET);
}

/* What they are told is the same as for an id that nobody has. */
static void strangers_find_nothing(struct person *guest, const char *const ids[3])
{
    visit(guest, "/d/12345678-1234-4234-8234-123456789012");
    is_answered(guest, 404);
    struct str nothing = guest->page.text;
    visit(guest, AT(guest, "/d/", ids[0]));
    is_answered(guest, 404);
    assert_true(str_eq(nothing, guest->page.text));
    visit(guest, AT(guest, "/d/", ids[2]));
    is_answered(guest, 404);
    visit(guest, AT(guest, "/d/", ids[1]));
    sees(guest, "عيادة الظهيرة");
    sees_not(guest, HALF_STREET);
}

static void what_only_members_may_see(void **state)
{
    struct world *w = world_of(state);
    struct person *amal, *sami;
    import_sample(w);
    sami = editors(w, &amal);
    struct person *noor = newcomer(amal, "Noor", "ar", "نور");
    struct person *guest = someone(w, "a stranger", "ar");
    const char *ids[3];

    /* For members only from the beginning. */
    visit(sami, "/d/desk");
    follow(sami, "Add an entry");
    submit(sami, "Save", "name", SECRET, "offered", SECRET, "about", "مكان آمن للنوم " SHARP,
           "street", SECRET_STREET, "city", SECRET_CITY, "country", "مصر", "phone1", "+20 100",
           "need1", "shelter", "seen", "members", "fr", "مغلق");
    is_at(sami, "/d/");
    sees(sami, SECRET);
    sees(sami, SECRET_STREET);
    sees(sami, "Only members of this network see this entry.");
    ids[0] = id_of(sami);

    /* Everybody but not the address. */
    visit(sami, "/d/new");
    submit(sami, "Save", "name", "عيادة الظهيرة", "offered", "عيادة الظهيرة", "about", "فحوص",
           "street", HALF_STREET, "city", SECRET_CITY, "country", "EG", "seen", "place");
    sees(sami, HALF_STREET);
    sees(sami, "Only members of this network see the address.");
    ids[1] = id_of(sami);

    /* Public before, sealed now. */
    const char *entry = finds(sami, "family law clinic", "Family law clinic");
    ids[2] = entry + 3;
    follow(sami, "Correct the entry");
    submit(sami, "Save", "name", SECRET " ٢", "seen", "members");
    sees(sami, SECRET " ٢");

    /* Members find and read it; editors can go on correcting it. */
    visit(noor, "/d");
    submit(noor, "/d", "q", "السنديانة");
    sees(noor, "Only members of this network see this entry.");
    follow(noor, SECRET);
    sees(noor, "مكان آمن للنوم " SHARP);
    sees(noor, SECRET_STREET);
    assert_false(offered(noor, "Put into a circle"));
    assert_false(offered(noor, "Correct the entry"));
    visit(noor, AT(noor, "/d/", ids[1]));
    sees(noor, HALF_STREET);
    visit(amal, AT(amal, AT(amal, "/d/", ids[0]), "/edit"));
    finds_written(amal, "street", SECRET_STREET);
    submit(amal, "Save", "cost", "بلا مقابل");
    sees(amal, "بلا مقابل");
    submit(amal, "Checked today");
    sees(amal, "the editors' desk");
    visit(amal, AT(amal, AT(amal, "/d/", ids[1]), "/edit"));
    finds_written(amal, "street", HALF_STREET);
    submit(amal, "Save", "cost", "قليل");
    sees(amal, HALF_STREET);

    /* Removing says what it means: a sealed one has nowhere to come back from. */
    visit(amal, AT(amal, AT(amal, "/d/", ids[0]), "/remove"));
    sees(amal, "It is sealed, and goes for good: nobody can bring it back.");
    visit(amal, AT(amal, AT(amal, "/d/", ids[1]), "/remove"));
    sees_not(amal, "It is sealed, and goes for good: nobody can bring it back.");

    strangers_find_nothing(guest, ids);
    nobody_is_told(guest, ids, 3);
    no_file_tells(w);
    import_sample(w);
    nobody_is_told(guest, ids, 3);
    no_file_tells(w);
    it_is_public_again(sami, guest, ids, entry);
}

static void saved_entries_are_ones_own(void **state)
{
    struct world *w = world_of(state);
    struct person *amal, *sami;
    import_sample(w);
    sami = editors(w, &amal);
    visit(sami, "/me/saved");
    sees(sami, "Nothing saved yet");
    const char *entry = finds(sami, "family law clinic", "Family law clinic");
    follow(sami, "Save for me");
    submit(sami, "Save", "note", "اسألي عن ليلى " SHARP);
    is_at(sami, "/me/saved");
    sees(sami, "اسألي عن ليلى " SHARP);
    visit(sami, AT(sami, entry, "/save"));
    finds_written(sami, "note", "اسألي عن ليلى " SHARP);
    submit(sami, "Save", "note", "ملاحظة أخرى");
    sees(sami, "ملاحظة أخرى");
    sees_not(sami, "اسألي عن ليلى");
    visit(amal, "/me/saved");
    sees(amal, "Nothing saved yet");

    visit(sami, "/me/export");
    submit(sami, "/me/export", "current", str_to_c(w->arena, sami->passphrase));
    assert_non_null(memmem(sami->html.p, sami->html.n, "ملاحظة أخرى", strlen("ملاحظة أخرى")));

    visit(amal, AT(amal, entry, "/remove"));
    submit(amal, AT(amal, entry, "/remove"));
    visit(sami, "/me/saved");
    sees(sami, "It is no longer in the directory.");
    submit(sami, "Take it off the list");
    sees(sami, "Nothing saved yet");

    int64_t spaces = world_rows(w, "space");
    visit(sami, "/me/leave");
    submit(sami, "/me/leave", "current", str_to_c(w->arena, sami->passphrase), "words", "remove");
    assert_int_equal(world_rows(w, "space"), spaces - 1); /* their own space is gone */
    visit(amal, "/d/desk");
    sees_not(amal, "سامي");
}

SCENARIO_MAIN(SCENARIO("S-editor a correction with its history", a_correction_with_its_history),
              SCENARIO("the desk: reports are answered", reports_are_answered),
              SCENARIO("the directory: what only members may see", what_only_members_may_see),
              SCENARIO("the directory: saved entries are one's own", saved_entries_are_ones_own))
