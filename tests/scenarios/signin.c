/* Coming and going: what a sign-in gives away (nothing), sessions that end, the way back. */
#include <stdio.h>
#include <string.h>

#include "scenarios/world.h"

static void first_page_says_nothing(void **state)
{
    struct world *w = world_of(state);
    struct person *passer_by = someone(w, "somebody who passes by", "ar,en;q=0.5");
    visit(passer_by, "/");
    is_answered(passer_by, 200);
    sees(passer_by, "Welcome");
    follow(passer_by, "What is protected here");
    sees(passer_by, "A removed member keeps what they already read.");
    follow(passer_by, "/look/en");
    sees(passer_by, "I have an invitation");
    assert_true(str_eq_c(cookie_of(passer_by, "__Host-l"), "en"));
    assert_true(offered(passer_by, "Leave now"));
    visit(passer_by, "/nothing/here");
    is_answered(passer_by, 404);
    sees(passer_by, "There is nothing here");
}

static void members_pages_ask_for_signing_in(void **state)
{
    struct world *w = world_of(state);
    struct person *stranger = someone(w, "a stranger", "en");
    static const char *const doors[] = {"/me", "/me/sessions", "/me/code", "/people", "/invite"};
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        visit(stranger, doors[i]);
        is_answered(stranger, 403);
        sees(stranger, "This page is for members. Perhaps the last session has ended.");
    }
}

/* ---- nobody can tell by looking whether a name exists */

struct outcome {
    int status;
    struct str headers, html;
    int64_t rows[7];
};

static void count_rows(struct world *w, int64_t rows[7])
{
    static const char *const tables[] = {"account",  "session", "space", "chain",
                                         "envelope", "record",  "inbox"};
    for (int i = 0; i < 7; i++)
        rows[i] = world_rows(w, tables[i]);
}

/* The headers without the cookie's value, which is random. */
static struct str without_token(struct person *p)
{
    char *all = str_to_c(p->w->arena, p->answer), *at = strstr(all, "__Host-s=");
    assert_non_null(at);
    for (at += 9; *at != ';'; at++)
        *at = '*';
    return str_from_c(all);
}

static struct outcome tries(struct person *p, const char *name, const char *passphrase)
{
    struct outcome o;
    int64_t before[7];
    count_rows(p->w, before);
    visit(p, "/in");
    p->stays = true;
    submit(p, "/in", "name", name, "passphrase", passphrase);
    o = (struct outcome){.status = p->status, .headers = without_token(p), .html = p->html};
    count_rows(p->w, o.rows);
    for (int i = 0; i < 7; i++)
        o.rows[i] -= before[i];
    return o;
}

static void same(const struct outcome *a, const struct outcome *b)
{
    assert_int_equal(a->status, b->status);
    assert_true(str_eq(a->headers, b->headers));
    assert_true(str_eq(a->html, b->html));
    assert_memory_equal(a->rows, b->rows, sizeof a->rows);
}

static void signing_in_looks_the_same(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى");
    struct person *guesser = someone(w, "somebody who guesses", "en");
    const char *name = str_to_c(w->arena, salma->name);
    struct outcome unknown = tries(guesser, "no-such-name-11", "wrong words wrong words");
    guesser = someone(w, "somebody who guesses again", "en");
    struct outcome wrong = tries(guesser, name, "wrong words wrong words");
    struct person *phone = elsewhere(salma, "Salma on her phone");
    phone->lang = "en";
    struct outcome right = tries(phone, name, str_to_c(w->arena, salma->passphrase));
    same(&unknown, &wrong);
    same(&wrong, &right);
    assert_int_equal(right.status, 303);
    assert_int_equal(right.rows[1], 1);

    /* Only the next page says how it went. */
    visit(guesser, "/in/done");
    sees(guesser, "That name and that passphrase do not belong together.");
    finds_written(guesser, "name", name);
    visit(phone, "/in/done");
    visit(phone, "/me");
    is_answered(phone, 200);
    visit(guesser, "/me");
    is_answered(guesser, 403);
}

static void spelling_is_forgiven(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "en");
    joins(salma, w->code, "Salma " SHARP);
    struct person *hurried = elsewhere(salma, "Salma in a hurry");
    char *name = str_to_c(w->arena, salma->name), *words = str_to_c(w->arena, salma->passphrase);
    for (char *c = name; *c; c++)
        *c = *c == '-' ? ' ' : *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
    words[0] = words[0] >= 'a' && words[0] <= 'z' ? (char)(words[0] - 32) : words[0];
    hurried->name = str_from_c(name);
    hurried->passphrase = str_fmt(w->arena, "  %s ", words);
    signs_in(hurried);
    visit(hurried, "/me");
    is_answered(hurried, 200);
}

/* ---- sessions */

static void sessions_end(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى");
    struct person *phone = elsewhere(salma, "Salma's phone");
    struct person *library = elsewhere(salma, "a computer in the library");
    signs_in(phone);
    signs_in(library);

    visit(salma, "/me/sessions");
    sees(salma, "This one");
    submit(salma, "End it");
    sees(salma, "Signed out there.");
    visit(phone, "/me");
    visit(library, "/me");
    assert_int_equal((phone->status == 200) + (library->status == 200), 1);

    struct person *still = phone->status == 200 ? phone : library;
    visit(salma, "/me/sessions");
    submit(salma, "/me/sessions/all", "current", "not these words at all");
    sees(salma, "Please look at this again");
    visit(still, "/me");
    is_answered(still, 200);
    visit(salma, "/me/sessions");
    submit(salma, "/me/sessions/all", "current", str_to_c(w->arena, salma->passphrase));
    visit(still, "/me");
    is_answered(still, 403);
    visit(salma, "/me");
    is_answered(salma, 200);

    /* A stolen cookie of an ended session opens nothing, nor does one that is made up. */
    struct person *thief = someone(w, "somebody with a copied cookie", "en");
    cookie_put(thief, SESSION_COOKIE, cookie_of(still, SESSION_COOKIE));
    visit(thief, "/me");
    is_answered(thief, 403);
    cookie_put(thief, SESSION_COOKIE, STR("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    visit(thief, "/me");
    is_answered(thief, 403);
}

static void sessions_run_out(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى");
    world_wait(w, 19 * 60);
    visit(salma, "/me");
    is_answered(salma, 200);
    world_wait(w, 19 * 60);
    visit(salma, "/me");
    is_answered(salma, 200); /* what one does keeps it awake */
    world_wait(w, 21 * 60);
    visit(salma, "/me");
    is_answered(salma, 403); /* twenty quiet minutes */
    signs_in(salma);
    for (int i = 0; i < 25; i++) {
        world_wait(w, 19 * 60);
        visit(salma, "/me");
        is_answered(salma, 200);
    }
    world_wait(w, 19 * 60);
    visit(salma, "/me");
    is_answered(salma, 403); /* eight hours, however busy */
}

static void a_restart_signs_nobody_out(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى");
    world_restart(w);
    visit(salma, "/me");
    is_answered(salma, 200);
    submit(salma, "Sign out");
    visit(salma, "/me");
    is_answered(salma, 403);
}

/* ---- passphrases and recovery codes */

static void passphrase_changes(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى");
    struct person *phone = elsewhere(salma, "Salma's phone");
    signs_in(phone);
    visit(salma, "/me/key");
    submit(salma, "/me/key", "current", "some other words entirely");
    sees(salma, "Please look at this again");
    submit(salma, "/me/key", "current", str_to_c(w->arena, salma->passphrase), "passphrase",
           "نجمة فوق البيت القديم وقمر");
    visit(phone, "/me");
    is_answered(phone, 403);
    signs_in(phone);
    sees(phone, "That name and that passphrase do not belong together. A second look at the "
                "spelling often helps.");
    phone->passphrase = STR("نجمة فوق البيت القديم وقمر");
    signs_in(phone);
    visit(phone, "/me");
    is_answered(phone, 200);
    visit(salma, "/me");
    is_answered(salma, 200);
}

static void recovery(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "en");
    joins(salma, w->code, "Salma");
    struct person *later = elsewhere(salma, "Salma, who has lost her passphrase");
    const char *name = str_to_c(w->arena, salma->name);

    visit(later, "/in");
    follow(later, "The passphrase is lost: use the recovery code");
    submit(later, "/in/code", "name", name, "code", "abcd-efgh");
    sees(later, "This is not a whole code");
    submit(later, "/in/code", "name", name, "code", "0000-1111-2222-3333-4444-5555", "passphrase",
           "my very own new words");
    sees(later, "That name and that code do not belong together. What was typed is still here.");
    finds_written(later, "name", name);
    finds_written(later, "passphrase", "my very own new words");
    submit(later, "/in/code", "code", str_to_c(w->arena, salma->recovery));
    sees(later, "It opens the door if the passphrase is ever lost.");
    struct str next = element(later, "code");
    assert_int_equal(next.n, 29);

    /* The old passphrase, the old sessions and the old code are gone. */
    visit(salma, "/me");
    is_answered(salma, 403);
    signs_in(salma);
    sees(salma, "That name and that passphrase do not belong together.");
    visit(salma, "/in/code");
    submit(salma, "/in/code", "name", name, "code", str_to_c(w->arena, salma->recovery));
    sees(salma, "That name and that code do not belong together.");
    /* The new ones work. */
    salma->passphrase = STR("my very own new words");
    visit(salma, "/in");
    signs_in(salma);
    visit(salma, "/me");
    is_answered(salma, 200);
    leaves(salma);
    visit(salma, "/in/code");
    submit(salma, "/in/code", "name", name, "code", str_to_c(w->arena, next));
    sees(salma, "It opens the door if the passphrase is ever lost.");
}

/* Never a lockout: whoever knows the words comes in, however many others have guessed. */
static void guessing_locks_nobody_out(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "en");
    joins(salma, w->code, "Salma");
    struct person *guesser = someone(w, "somebody who guesses", "en");
    for (int i = 0; i < 12; i++) {
        char guess[40];
        (void)snprintf(guess, sizeof guess, "guess number %d of many", i);
        visit(guesser, "/in");
        submit(guesser, "/in", "name", str_to_c(w->arena, salma->name), "passphrase", guess);
        sees(guesser, "do not belong together");
    }
    struct person *phone = elsewhere(salma, "Salma's phone");
    signs_in(phone);
    visit(phone, "/me");
    is_answered(phone, 200);
}

SCENARIO_MAIN(SCENARIO("the first page says nothing", first_page_says_nothing),
              SCENARIO("members' pages ask for signing in", members_pages_ask_for_signing_in),
              SCENARIO("signing in looks the same", signing_in_looks_the_same),
              SCENARIO("spelling is forgiven", spelling_is_forgiven),
              SCENARIO("sessions end", sessions_end),
              SCENARIO("sessions run out", sessions_run_out),
              SCENARIO("a restart signs nobody out", a_restart_signs_nobody_out),
              SCENARIO("a passphrase changes", passphrase_changes), SCENARIO("recovery", recovery),
              SCENARIO("guessing locks nobody out", guessing_locks_nobody_out))
