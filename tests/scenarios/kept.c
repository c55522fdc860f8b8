/* Nothing that a person typed is lost: not to an expired session, a stale page, a second click, a
 * failed check. */
#include <string.h>

#include "scenarios/world.h"

static struct person *salma_in_her_circle(struct world *w)
{
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى");
    begins_circle(salma, "مساء الثلاثاء", "نحكي", .openness = "open", .keep = "90",
                  .persona = "سلمى");
    return salma;
}

static size_t times_seen(const struct person *p, const char *words)
{
    size_t n = 0, len = strlen(words);
    struct str rest = p->page.text;
    for (const char *at; (at = memmem(rest.p, rest.n, words, len)); n++)
        rest = str_from(at + len, rest.n - (size_t)(at - rest.p) - len);
    return n;
}

#define LONG_TEXT                                                                                  \
    "السطر الأول <b>&\"'\n\nسطر بعد فراغ،\nوسطر أخير — with English 123 … &amp; <script>"

static void an_expired_session(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_in_her_circle(w);
    follow(salma, "Begin a conversation");
    world_wait(w, 2 * HOUR); /* the tea got cold */
    submit(salma, "Send", "title", "ما جرى " SHARP, "text", LONG_TEXT, "note", "حزن");
    is_answered(salma, 403);
    sees(salma, "What you wrote is kept. After signing in it is here again.");

    /* First with a mistake, then right. */
    submit(salma, "/in", "name", str_to_c(w->arena, salma->name), "passphrase",
           "quite another passphrase");
    sees(salma, "That name and that passphrase do not belong together. A second look at the "
                "spelling often helps.");
    signs_in(salma);
    sees(salma, "It is all still here");
    finds_written(salma, "title", "ما جرى " SHARP);
    finds_written(salma, "text", LONG_TEXT);
    finds_written(salma, "note", "حزن");
    submit(salma, "Send");
    is_at(salma, "/r/");
    sees(salma, "سطر بعد فراغ");
    enters(salma, "مساء الثلاثاء");
    assert_int_equal(times_seen(salma, "ما جرى"), 1);
}

/* Whoever sits down at that computer next is somebody else. */
static void a_draft_is_not_for_others(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_in_her_circle(w);
    struct person *noor = newcomer(salma, "Noor", "en", "Noor");
    visit(salma, "/r");
    enters(salma, "مساء الثلاثاء");
    follow(salma, "Begin a conversation");
    world_wait(w, 2 * HOUR);
    submit(salma, "Send", "title", "سرّ", "text", "لا يقرؤه غيري");
    sees_not(salma, "لا يقرؤه غيري");
    assert_null(memmem(salma->html.p, salma->html.n, "سرّ", strlen("سرّ")));
    (void)noor;
}

static void a_stale_page(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_in_her_circle(w);
    follow(salma, "Begin a conversation");
    struct page open_page = salma->page;
    leaves(salma);
    signs_in(salma); /* in another tab: the page has the token of a session that is gone */
    salma->page = open_page;
    salma->beside = 0;
    submit(salma, "Send", "title", "من صفحة قديمة", "text", LONG_TEXT);
    sees(salma, "It is all still here");
    finds_written(salma, "text", LONG_TEXT);
    submit(salma, "Send");
    enters(salma, "مساء الثلاثاء");
    assert_int_equal(times_seen(salma, "من صفحة قديمة"), 1);
}

static void sent_twice_is_said_once(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_in_her_circle(w);
    follow(salma, "Begin a conversation");
    struct page form = salma->page;
    for (int i = 0; i < 3; i++) {
        salma->page = form;
        salma->beside = 0;
        submit(salma, "Send", "title", "مرة واحدة", "text", "كلام");
        is_answered(salma, 200);
    }
    enters(salma, "مساء الثلاثاء");
    assert_int_equal(times_seen(salma, "مرة واحدة"), 1);
    follow(salma, "مرة واحدة");
    form = salma->page;
    for (int i = 0; i < 3; i++) {
        salma->page = form;
        salma->beside = 0;
        answers(salma, "جواب واحد فقط");
    }
    assert_int_equal(times_seen(salma, "جواب واحد فقط"), 1);
    answers(salma, "جواب واحد فقط"); /* said again on purpose */
    assert_int_equal(times_seen(salma, "جواب واحد فقط"), 2);
}

static void too_long_is_shown_again(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_in_her_circle(w);
    char *text = arena_alloc(w->arena, 9001);
    memset(text, 'x', 9000);
    follow(salma, "Begin a conversation");
    submit(salma, "Send", "title", "طويل", "text", text);
    sees(salma, "This is too long.");
    finds_written(salma, "title", "طويل");
    finds_written(salma, "text", text);
    text[7000] = '\0';
    submit(salma, "Send", "text", text);
    is_at(salma, "/r/");
    enters(salma, "مساء الثلاثاء");
    sees(salma, "طويل");

    /* Far too long is kept as well: a page pasted whole comes back, to be cut. */
    char *page = arena_alloc(w->arena, 90001);
    memset(page, 'z', 90000);
    follow(salma, "Begin a conversation");
    submit(salma, "Send", "title", "t", "text", page);
    sees(salma, "This is too long.");
    finds_written(salma, "text", page);

    /* What no page of ours sends ends at the door, and the session goes on. */
    char *flood = arena_alloc(w->arena, 1200001);
    memset(flood, 'y', 1200000);
    enters(salma, "مساء الثلاثاء");
    follow(salma, "Begin a conversation");
    submit(salma, "Send", "title", "t", "text", flood);
    is_answered(salma, 413);
    sees(salma, "This is too large");
    enters(salma, "مساء الثلاثاء");
    is_answered(salma, 200);
}

static void text_that_turns_around_is_refused_and_kept(void **state)
{
    static const char *const odd[] = {"قمر\xE2\x80\xAE", "a\xE2\x81\xA6z", "\xE2\x80\x8Fx",
                                      "x\xD8\x9C", "a\xE2\x80\x8D"};
    struct world *w = world_of(state);
    struct person *salma = salma_in_her_circle(w);
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        visit(salma, "/c/new");
        submit(salma, "/c/new", "name", "دائرة القمر", "purpose", "كلام كثير", "openness", "open",
               "keep", "7", "persona", odd[i]);
        sees(salma, "Some characters here are invisible or turn text around. Please write it "
                    "without them.");
        finds_written(salma, "persona", odd[i]);
        finds_written(salma, "purpose", "كلام كثير");
        finds_written(salma, "keep", "7");
    }
    visit(salma, "/r");
    sees_not(salma, "دائرة القمر");
}

static void broken_requests_end_clearly(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_in_her_circle(w);
    const char *circle = str_to_c(w->arena, salma->path);
    follow(salma, "Begin a conversation");
    const char *token = str_to_c(w->arena, field(salma, "_token"));
    const char *there = str_fmt(w->arena, "%s/new", circle).p;
    post_raw(salma, there, "_token", token, "title", "x", "text", "\xff\xfe");
    is_answered(salma, 400);
    sees(salma, "This could not be read");
    post_raw(salma, there, "_token", token, "title", "x");
    is_answered(salma, 200);
    sees(salma, "Please fill this in.");
    finds_written(salma, "title", "x");
    post_raw(salma, circle, "_token", token);
    is_answered(salma, 405);
    visit(salma, str_fmt(w->arena, "%s/t/zzzzzzzz", circle).p);
    is_answered(salma, 404);
    visit(salma, str_fmt(w->arena, "%s/t/zzzzzzzz/p/0", circle).p);
    is_answered(salma, 404);
    visit(salma, "/r/zzzzzzzz");
    is_answered(salma, 404);
}

SCENARIO_MAIN(SCENARIO("nothing typed is lost: an expired session", an_expired_session),
              SCENARIO("nothing typed is lost: a draft is not for others",
                       a_draft_is_not_for_others),
              SCENARIO("nothing typed is lost: a stale page", a_stale_page),
              SCENARIO("nothing typed is lost: sent twice is said once", sent_twice_is_said_once),
              SCENARIO("nothing typed is lost: too long is shown again", too_long_is_shown_again),
              SCENARIO("nothing typed is lost: text that turns around",
                       text_that_turns_around_is_refused_and_kept),
              SCENARIO("broken requests end clearly", broken_requests_end_clearly))
