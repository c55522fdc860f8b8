/* Coming in by invitation. */
#include <string.h>

#include "scenarios/world.h"

static void a_code_opens_once(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    const char *code = str_to_c(w->arena, w->code);

    visit(salma, "/join");
    submit(salma, "/join", "code", "abcd");
    sees(salma, "This is not a whole code: it has six groups of four letters or digits.");
    finds_written(salma, "code", "abcd");
    submit(salma, "/join", "code", "0000-1111-2222-3333-4444-5555");
    sees(salma,
         "This code opens nothing: it may be mistyped, used already, run out, or taken back.");
    joins(salma, w->code, "سلمى " SHARP);
    visit(salma, "/me");
    is_answered(salma, 200);

    struct person *late = someone(w, "somebody who finds the same code", "en");
    visit(late, "/join");
    submit(late, "/join", "code", code);
    sees(late, "This code opens nothing");
}

static void a_code_can_be_typed_as_one_likes(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    char *typed = str_to_c(w->arena, w->code);
    for (char *c = typed; *c; c++)
        *c = *c == '-' ? ' ' : *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
    joins(salma, str_from_c(typed), "سلمى");
    visit(salma, "/me");
    is_answered(salma, 200);
}

static void a_link_is_an_invitation(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "en");
    visit(salma, str_fmt(w->arena, "/join/%" STR_FMT, STR_ARG(w->code)).p);
    finds_written(salma, "code", str_to_c(w->arena, w->code));
    submit(salma, "/join");
    sees(salma, "How you sign in, and who you are here");
}

static void a_code_runs_out(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى");
    struct str code = invites(salma);
    struct person *slow = someone(w, "somebody who takes their time", "en");
    visit(slow, "/join");
    submit(slow, "/join", "code", str_to_c(w->arena, code));
    submit(slow, "Suggest others");
    world_nights(w, 8);
    slow->ncookies = 0;
    visit(slow, "/join");
    submit(slow, "/join", "code", str_to_c(w->arena, code));
    sees(slow, "This code opens nothing: it may be mistyped, used already, run out");
}

static void an_invitation_is_taken_back(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى");
    struct str code = invites(salma);
    struct person *guest = someone(w, "a guest", "en");
    visit(guest, "/join");
    submit(guest, "/join", "code", str_to_c(w->arena, code));
    visit(salma, "/invite");
    submit(salma, "Take back");
    submit(guest, "/join/new", "persona", "Guest");
    sees(guest, "The invitation no longer opens the door.");
    finds_written(guest, "persona", "Guest");
    assert_int_equal(world_rows(w, "account"), 1);

    /* With another code the same form goes on. */
    struct str other = invites(salma);
    submit(guest, "/join/new", "code", str_to_c(w->arena, other));
    sees(guest, "The recovery code");
}

/* A list of names becomes a page to print; the names stand there and nowhere else. */
static void several_are_invited_at_once(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى");
    visit(salma, "/invite/many");
    submit(salma, "/invite/many", "names", " \n,x\n");
    sees(salma, "From one to 40 at a time, please.");
    submit(salma, "/invite/many", "names", "\"Rami <b>\",Beirut\n\nDina;Tripoli\nHuda", "days",
           "3");
    sees(salma, "Rami <b>");
    sees(salma, "Dina");
    sees_not(salma, "Tripoli");
    struct str code = str_from_c(str_to_c(w->arena, element(salma, "code")));
    assert_int_equal(code.n, 29);
    struct person *guest = someone(w, "a guest", "en");
    joins(guest, code, "Rami");
    assert_int_equal(world_rows(w, "account"), 2);
    visit(salma, "/invite");
    sees_not(salma, "Dina");
}

static void a_name_is_taken(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى");
    struct person *guest = someone(w, "a guest", "en");
    visit(guest, "/join");
    submit(guest, "/join", "code", str_to_c(w->arena, invites(salma)));
    submit(guest, "/join/new", "name", str_to_c(w->arena, salma->name), "persona", "Guest",
           "pronouns", "they", "about", "Likes tea.\nAnd quiet.");
    sees(guest, "This name is taken. A digit more, or another word?");
    finds_written(guest, "persona", "Guest");
    finds_written(guest, "about", "Likes tea.\nAnd quiet.");
    submit(guest, "/join/new", "name", "another-name-17");
    sees(guest, "The recovery code");
    visit(salma, "/me");
    is_answered(salma, 200);
}

static void odd_names_are_refused_and_kept(void **state)
{
    struct world *w = world_of(state);
    struct person *guest = someone(w, "a guest", "en");
    visit(guest, "/join");
    submit(guest, "/join", "code", str_to_c(w->arena, w->code));
    submit(guest, "/join/new", "persona", "Sal\xE2\x80\xAEma", "about", "A few words");
    sees(guest, "Some characters here are invisible or turn text around.");
    finds_written(guest, "persona", "Sal\xE2\x80\xAEma");
    finds_written(guest, "about", "A few words");
    char longer[400];
    memset(longer, 'a', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    submit(guest, "/join/new", "persona", longer);
    sees(guest, "This is too long.");
    finds_written(guest, "persona", longer);
    submit(guest, "/join/new", "persona", "");
    sees(guest, "Please fill this in.");
    submit(guest, "/join/new", "persona", "Salma", "passphrase", "short");
    sees(guest, "This is too short.");
    submit(guest, "/join/new", "passphrase", "a passphrase of my own");
    sees(guest, "The recovery code");
}

/* The recovery code is proved by typing two of its groups; wrong ones are told, nothing is lost. */
static void the_recovery_code_is_proved(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    visit(salma, "/join");
    submit(salma, "/join", "code", str_to_c(w->arena, w->code));
    submit(salma, "/join/new", "persona", "سلمى");
    struct str code = element(salma, "code");
    submit(salma, "I have written it down");
    static const char *const names[] = {"g1", "g2", "g3", "g4", "g5", "g6"};
    const char *asked[2] = {NULL, NULL};
    for (int i = 0, n = 0; i < 6; i++)
        if (field(salma, names[i]).p && n < 2)
            asked[n++] = names[i];
    assert_non_null(asked[1]);
    submit(salma, "Confirm", asked[0], "zzzz", asked[1], "zzzz");
    sees(salma, "Something differs. The page with the code can be shown once more.");
    finds_written(salma, asked[0], "zzzz");
    submit(salma, "Show the code again");
    assert_true(str_eq(element(salma, "code"), code));
    visit(salma, "/me");
    sees(salma, "Without a recovery code, a lost passphrase stays lost.");
}

/* The answer got lost on the way and the form was sent again: one account, and it opens. */
static void joining_twice_is_joining_once(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "en");
    visit(salma, "/join");
    submit(salma, "/join", "code", str_to_c(w->arena, w->code));
    salma->name = field(salma, "name");
    salma->passphrase = field(salma, "passphrase");
    struct page form = salma->page;
    submit(salma, "/join/new", "persona", "Salma");
    struct str first = element(salma, "code");
    salma->ncookies = 0;
    salma->page = form;
    submit(salma, "/join/new", "persona", "Salma");
    struct str second = element(salma, "code");
    assert_int_equal(second.n, 29);
    assert_false(str_eq(first, second));
    assert_int_equal(world_rows(w, "account"), 1);
    leaves(salma);
    visit(salma, "/in/code");
    submit(salma, "/in/code", "name", str_to_c(w->arena, salma->name), "code",
           str_to_c(w->arena, second));
    sees(salma, "The recovery code");
}

SCENARIO_MAIN(SCENARIO("join by invitation: a code opens once", a_code_opens_once),
              SCENARIO("join: a code can be typed as one likes", a_code_can_be_typed_as_one_likes),
              SCENARIO("join: a link is an invitation", a_link_is_an_invitation),
              SCENARIO("join: a code runs out", a_code_runs_out),
              SCENARIO("join: an invitation is taken back", an_invitation_is_taken_back),
              SCENARIO("join: several are invited at once", several_are_invited_at_once),
              SCENARIO("join: a name is taken", a_name_is_taken),
              SCENARIO("join: odd names are refused and kept", odd_names_are_refused_and_kept),
              SCENARIO("join: the recovery code is proved", the_recovery_code_is_proved),
              SCENARIO("join: joining twice is joining once", joining_twice_is_joining_once))
