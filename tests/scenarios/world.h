/* A network and its people, for stories that run in process.
 *
 * Purpose: `struct world` is a fresh network on a real database with a clock that the story moves.
 * `struct person` is somebody with a browser that runs no scripts: it keeps cookies, follows
 * redirects, fills in the forms of the page it shows, and presses their buttons. What a person does
 * not do is forge: for that there is `post_raw`.
 *
 *     struct person *hala = someone(w, "hala", "ar");
 *     visit(hala, "/in");
 *     submit(hala, "/in", "name", "hala", "passphrase", WORDS);
 *     sees(hala, "Welcome. You are in.");
 *
 * Texts are looked for as they stand here and, where the house has them in its catalogue, in the
 * language of the person: a story is written in English and played in Arabic.
 *
 * Every answer is checked (wire.c): status, headers, size class, well-formed HTML, no text of a
 * person that is not escaped, the same title everywhere, forms with a token, no error in the log.
 *
 * Ownership: people belong to their world; what a page showed lives until the world ends. Tests
 * only.
 */
#ifndef AWN_TESTS_SCENARIOS_WORLD_H
#define AWN_TESTS_SCENARIOS_WORLD_H

#include "support/test_db.h"

#include "scenarios/page.h"
#include "site/app.h"
#include "site/network.h"

/* In names, so that a text which is not escaped somewhere cannot hide. */
#define SHARP "<b>&\"'"

#define WORLD_NAME "البيت"
#define WORLD_LEAVE_TO "https://weather.example/today"
#define WORLD_START 1790000000 /* 21 September 2026, 14:13:20 UTC */
#define HOUR 3600

struct world {
    struct test_db db; /* folder and address; without a connection */
    struct app *app;
    struct clock clock;
    void *reader, *writer;
    struct arena *arena;
    struct str code; /* the first invitation */
    struct person *people;
    const char *log_may; /* part of a log line that is expected now, or NULL */
    size_t logged;       /* expected lines seen */
};

/* Opens the world of a test; false (and it says so) when the engine is not there. */
bool world_open(struct world *w, enum db_engine engine);
bool world_open_at(struct world *w, enum db_engine engine, int64_t now);
void world_close(struct world *w);

/* Ends the application and starts it again on what was kept. */
void world_restart(struct world *w);
enum err world_start(struct world *w); /* after world_stop */
void world_stop(struct world *w);

void world_wait(struct world *w, int64_t seconds); /* the clock only */
void world_nights(struct world *w, int n);         /* n days pass, each with its midnight */

/* Rows of a table, for promises about what is written. */
int64_t world_rows(struct world *w, const char *table);
struct db *world_db(struct world *w); /* the writer's connection */

/* From here on a log line with this in it is expected (NULL: none is). */
void world_expects_log(struct world *w, const char *part);

/* ---- people */

struct cookie {
    struct str name, value;
    int64_t until; /* 0: until the browser is closed */
};
#define COOKIES_MAX 8

struct person {
    struct person *next;
    struct world *w;
    const char *called;
    const char *lang; /* Accept-Language */
    struct cookie cookies[COOKIES_MAX];
    size_t ncookies;

    /* What the window shows. */
    int status;
    struct str path, before; /* addresses: of this page, and of the one before */
    struct str html;
    struct page page;
    struct str answer; /* headers, as "Name: value\n" */
    size_t beside;     /* node where the next follow or submit begins to look */

    /* Of the next request only; NULL or false: as a browser does. */
    const char *origin, *fetch_site;
    bool stays; /* does not go where a redirect says */

    struct str name, passphrase, recovery; /* what a member wrote down */
};

struct person *someone(struct world *w, const char *called, const char *lang);

/* Where in the story something is said. */
#define HERE __FILE__, __LINE__

/* Types an address. */
#define visit(p, path) person_visit(p, path, HERE)
/* Follows a link: by what it says, or (beginning with "/") by how its address begins. */
#define follow(p, link) person_follow(p, link, HERE)
/* Sends a form: by its address (beginning with "/"; only the end of it will do), or by what its
 * button says. Then pairs: a field and what is written or picked there; NULL unticks. Everything
 * else goes along as the page has it. */
#define submit(p, ...) person_submit(p, HERE, __VA_ARGS__, (const char *)NULL, (const char *)NULL)
/* The next follow or submit means the post, row or section with these words. */
#define beside(p, words) person_beside(p, words, HERE)
/* Sends exactly these pairs, without looking at any page. */
#define post_raw(p, ...) person_post(p, HERE, __VA_ARGS__, (const char *)NULL, (const char *)NULL)
/* The browser's Back: the page before is not in any cache, so it is asked for again. */
#define back(p) person_back(p, HERE)

#define sees(p, words) person_sees(p, words, true, HERE)
#define sees_not(p, words) person_sees(p, words, false, HERE)
/* The form field holds this. */
#define finds_written(p, field, words) person_finds_written(p, field, words, HERE)
/* Status of the page, and where the person is (a prefix of the address). */
#define is_answered(p, code) person_is_answered(p, code, HERE)
#define is_at(p, prefix) person_is_at(p, prefix, HERE)
/* A header of the last answer; STR_NONE when absent. */
struct str header(const struct person *p, const char *name);
/* The value of a field of the page's forms (hidden ones too); STR_NONE. */
struct str field(const struct person *p, const char *name);
/* Text of the first element of that class; STR_NONE. */
struct str element(const struct person *p, const char *class);
/* Is there such a link or button? */
bool offered(const struct person *p, const char *link);
struct str cookie_of(const struct person *p, const char *name);
void cookie_put(struct person *p, const char *name, struct str value);
/* Closes and opens the browser: cookies of the session are gone. */
void browser_closed(struct person *p);

void person_visit(struct person *p, const char *path, const char *file, int line);
void person_follow(struct person *p, const char *link, const char *file, int line);
void person_submit(struct person *p, const char *file, int line, const char *form, ...);
void person_post(struct person *p, const char *file, int line, const char *path, ...);
void person_back(struct person *p, const char *file, int line);
void person_beside(struct person *p, const char *words, const char *file, int line);
void person_sees(struct person *p, const char *words, bool wanted, const char *file, int line);
void person_finds_written(struct person *p, const char *field, const char *words, const char *file,
                          int line);
void person_is_answered(struct person *p, int status, const char *file, int line);
void person_is_at(struct person *p, const char *prefix, const char *file, int line);

/* ---- what every member does (people.c) */

/* Comes in by invitation: takes what is suggested, calls themselves `persona`, writes the recovery
 * code down and proves it. */
#define joins(p, code, persona) person_joins(p, code, persona, HERE)
/* At the sign-in page, or the page that asked for it. */
#define signs_in(p) person_signs_in(p, HERE)
#define leaves(p) submit(p, "/leave")
/* A member who may invite makes an invitation of the network. */
#define invites(p) person_invites(p, HERE)
/* A new member, invited by `host`; signed in. */
struct person *newcomer(struct person *host, const char *called, const char *lang,
                        const char *persona);
/* The same person at another browser: knows what they know, is not signed in. */
struct person *elsewhere(const struct person *p, const char *called);
struct str person_invites(struct person *p, const char *file, int line);

/* Circles. `openness` and `keep` as in the form: "open", "request", "invitation", "hidden"; "7",
 * "30", "90", "365". Ends on the circle's page. */
struct circle_wish {
    const char *name, *purpose, *agreements, *openness, *keep, *persona;
};
#define begins_circle(p, ...) person_begins_circle(p, HERE, &(struct circle_wish){__VA_ARGS__})
/* From the list of circles, by its name: comes in, or asks to. */
#define comes_into(p, circle, persona) person_comes_into(p, circle, persona, HERE)
#define asks_to_join(p, circle, persona, words) person_asks(p, circle, persona, words, HERE)
/* From one's own circles, by its name; then a conversation in it, by its title. */
#define enters(p, circle) person_enters(p, circle, HERE)
#define opens(p, circle, title) person_opens(p, circle, title, HERE)
/* In a circle: begins a conversation. In a conversation: answers. */
#define begins(p, title, text) person_begins(p, title, text, HERE)
#define answers(p, text) submit(p, "Send", "text", text)
void person_begins_circle(struct person *p, const char *file, int line,
                          const struct circle_wish *wish);
void person_comes_into(struct person *p, const char *circle, const char *persona, const char *file,
                       int line);
void person_asks(struct person *p, const char *circle, const char *persona, const char *words,
                 const char *file, int line);
void person_enters(struct person *p, const char *circle, const char *file, int line);
void person_opens(struct person *p, const char *circle, const char *title, const char *file,
                  int line);
void person_begins(struct person *p, const char *title, const char *text, const char *file,
                   int line);
void person_joins(struct person *p, struct str code, const char *persona, const char *file,
                  int line);
void person_signs_in(struct person *p, const char *file, int line);
/* The group of a code, from 1. */
struct str code_group(struct arena *a, struct str code, int group);

/* Says what the person saw and fails the test. */
_Noreturn void person_stuck(const struct person *p, const char *file, int line, const char *fmt,
                            ...) __attribute__((format(printf, 4, 5)));

/* ---- between the files of this folder */

/* One request of this person's browser, without following anything (world.c). */
struct errand {
    enum http_method method;
    struct str path; /* with its query */
    struct str body; /* urlencoded */
    bool typed;      /* not followed from a page of ours */
};
void person_ask(struct person *p, const struct errand *e);

/* Checks an answer as a whole (wire.c); NULL or what is wrong. */
const char *wire_fault(const struct world *w, struct arena *a, const struct req *req,
                       const struct res *res, struct str headers, const struct page *page);

/* ---- scenarios */

/* A story, played once on each engine. */
#define SCENARIO(name, fn)                                                                         \
    {name " (sqlite)", fn, scenario_setup_sqlite, scenario_teardown, NULL},                        \
    {                                                                                              \
        name " (postgres)", fn, scenario_setup_postgres, scenario_teardown, NULL                   \
    }
int scenario_setup_sqlite(void **state);
int scenario_setup_postgres(void **state);
int scenario_teardown(void **state);
struct world *world_of(void **state);

#define SCENARIO_MAIN(...)                                                                         \
    int main(void)                                                                                 \
    {                                                                                              \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                                           \
        return cmocka_run_group_tests(tests, NULL, NULL);                                          \
    }

#endif
