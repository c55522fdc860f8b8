/* S-leave: someone comes into the room. */
#include "scenarios/world.h"

static void member(struct world *w, struct person **salma)
{
    *salma = someone(w, "Salma", "ar");
    joins(*salma, w->code, "سلمى");
    visit(*salma, "/me");
    is_answered(*salma, 200);
}

static void is_gone(struct person *p)
{
    is_answered(p, 200);
    assert_true(str_eq_c(header(p, "Clear-Site-Data"), "\"cache\", \"cookies\", \"storage\""));
    assert_true(str_eq_c(header(p, "Cache-Control"), "no-store"));
    assert_int_equal(cookie_of(p, SESSION_COOKIE).n, 0);
    assert_int_equal(world_rows(p->w, "session"), 0);
    assert_int_equal(p->page.text.n, sizeof "…" - 1); /* nothing else is to be seen */
}

static void someone_comes_into_the_room(void **state)
{
    struct world *w = world_of(state);
    struct person *salma;
    member(w, &salma);
    assert_int_equal(world_rows(w, "session"), 1);
    submit(salma, "Leave now");
    is_gone(salma);
    assert_true(str_eq_c(header(salma, "Refresh"), "0;url=" WORLD_LEAVE_TO));
    assert_true(offered(salma, "…")); /* for browsers that do not follow */

    /* Back asks again, and there is nobody to show anything to. */
    back(salma);
    is_answered(salma, 403);
    sees_not(salma, "سلمى");
    visit(salma, "/");
    sees(salma, "Sign in");
}

static void also_with_a_stale_token(void **state)
{
    struct world *w = world_of(state);
    struct person *salma;
    member(w, &salma);
    post_raw(salma, "/leave", "_token", "AAAAAAAAAAAAAAAAAAAAAA");
    is_gone(salma);
}

static void also_without_any_token(void **state)
{
    struct world *w = world_of(state);
    struct person *salma;
    member(w, &salma);
    post_raw(salma, "/leave", "what", "ever");
    is_gone(salma);
}

static void also_after_the_session_ran_out(void **state)
{
    struct world *w = world_of(state);
    struct person *salma;
    member(w, &salma);
    world_wait(w, 9 * HOUR);
    submit(salma, "Leave now");
    is_gone(salma);
}

static void also_for_who_was_never_in(void **state)
{
    struct world *w = world_of(state);
    struct person *passer_by = someone(w, "somebody who passes by", "en");
    visit(passer_by, "/");
    submit(passer_by, "Leave now");
    is_gone(passer_by);
}

static void to_where_the_person_chose(void **state)
{
    struct world *w = world_of(state);
    struct person *salma;
    member(w, &salma);
    visit(salma, "/me/look");
    submit(salma, "/me/look", "leave", "own", "own", "javascript:alert(1)");
    sees(salma, "Please write a whole address that begins with https://");
    submit(salma, "/me/look", "leave", "own", "own", "https://recipes.example/soup?for=two&hot=1");
    sees(salma, "Saved.");
    submit(salma, "Leave now");
    is_gone(salma);
    assert_true(
        str_eq_c(header(salma, "Refresh"), "0;url=https://recipes.example/soup?for=two&hot=1"));
}

/* The button of one browser does not end another: that is done under "Sessions". */
static void only_this_browser(void **state)
{
    struct world *w = world_of(state);
    struct person *salma;
    member(w, &salma);
    struct person *phone = elsewhere(salma, "Salma's phone");
    signs_in(phone);
    submit(salma, "Leave now");
    assert_int_equal(world_rows(w, "session"), 1);
    visit(phone, "/me");
    is_answered(phone, 200);
}

/* Another site cannot use what a browser would send along, but it may make somebody leave. */
static void other_sites_change_nothing(void **state)
{
    struct world *w = world_of(state);
    struct person *salma;
    member(w, &salma);
    const char *token = str_to_c(w->arena, field(salma, "_token"));
    salma->origin = "https://evil.example";
    salma->fetch_site = "cross-site";
    post_raw(salma, "/out", "_token", token);
    is_answered(salma, 403);
    visit(salma, "/me");
    is_answered(salma, 200);
    salma->origin = "https://evil.example";
    post_raw(salma, "/out", "_token", token);
    is_answered(salma, 403);
    salma->fetch_site = "same-site";
    post_raw(salma, "/out", "_token", token);
    is_answered(salma, 403);
    visit(salma, "/me");
    is_answered(salma, 200);
    salma->origin = "null";
    salma->fetch_site = "cross-site";
    post_raw(salma, "/leave", "a", "b");
    is_gone(salma);
}

SCENARIO_MAIN(SCENARIO("S-leave someone comes into the room", someone_comes_into_the_room),
              SCENARIO("S-leave also with a stale token", also_with_a_stale_token),
              SCENARIO("S-leave also without any token", also_without_any_token),
              SCENARIO("S-leave also after the session ran out", also_after_the_session_ran_out),
              SCENARIO("S-leave also for who was never in", also_for_who_was_never_in),
              SCENARIO("S-leave to where the person chose", to_where_the_person_chose),
              SCENARIO("S-leave only this browser", only_this_browser),
              SCENARIO("S-leave other sites change nothing", other_sites_change_nothing))
