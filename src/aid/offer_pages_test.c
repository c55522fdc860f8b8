/* A member's own pages of mutual aid: handlers called with requests made by hand. */
#include <string.h>

#include "aid/cases.h"
#include "aid/offer_pages.h"
#include "aid/routes.h"
#include "base/clock.h"
#include "http/response.h"
#include "search/search.h"
#include "support/by_hand.h"
#include "support/test_db.h"

#define DAY 20000
#define HOUR 3600
#define CANARY "canary in the coal mine"

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct search *search;
    struct space_ctx ctx;
    struct viewer amal, sami, noor; /* Amal coordinates; Sami and Noor are members */
    struct space *commons;
    struct desk desk;
    struct party asker;
    struct aid_card ask;
};

static struct asked ask(struct house *x, struct viewer *v, const char *path,
                        const char *const *pairs)
{
    const struct by_hand how = {&AID_OFFER_ROUTES, 1, &x->ctx, x->search, NULL};
    return by_hand(&how, v, path, pairs);
}

#define POST(x, v, path, ...) ask(x, v, path, (const char *const[]){__VA_ARGS__, NULL, NULL})
#define HAS(page, text) assert_non_null(strstr((page), (text)))
#define HAS_NOT(page, text) assert_null(strstr((page), (text)))

static const char *get(struct house *x, struct viewer *v, const char *path)
{
    struct asked is = ask(x, v, path, NULL);
    assert_ok(is.e);
    return is.body;
}

static const char *goes(struct house *x, struct asked is, const char *to)
{
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_REDIRECT);
    assert_true(str_starts(is.res.location, str_from_c(to)));
    return str_to_c(x->t->a, is.res.location);
}

/* The path of an address, and more behind it. */
static const char *at(struct house *x, const char *address, const char *more)
{
    return str_to_c(x->t->a, str_fmt(x->t->a, "%" STR_FMT "%s",
                                     STR_ARG(str_from(address, strcspn(address, "?"))), more));
}

/* ---- people -----------------------------------------------------------------------------------
 */

static void member(struct house *x, struct viewer *v)
{
    struct space_ticket t;
    struct space *s;
    struct key secret;
    key_random(&v->keyring.seed);
    key_random(&secret);
    assert_ok(roster_invite(x->commons, &secret, ROLE_INVITE, ROLE_MEMBER, false, DAY + 7));
    space_ticket_new(&t, (struct space_id){0});
    assert_ok(roster_come_in(&x->ctx, &secret, NULL, &t, &s));
    viewer_add_space(&x->ctx, v, SPACE_COMMONS, &t, STR("commons"));
}

static void house_begin(struct house *x, void **state)
{
    static const struct space_persona AMAL = {.name = STR_INIT("Amal")};
    struct space_ticket t;
    *x = (struct house){.t = test_db_of(state),
                        .secret = arena_create(ARENA_PLAIN, 0),
                        .search = search_create(),
                        .asker = {.as = LOOP_ASKER}};
    assert_ok(seal_home_create(x->t->folder, DAY));
    assert_ok(seal_home_open(x->t->folder, DAY, false, &x->home));
    x->ctx = (struct space_ctx){.db = x->t->db,
                                .home = x->home,
                                .arena = x->t->a,
                                .secret = x->secret,
                                .now = (int64_t)DAY * DAY_SECONDS + 8 * HOUR};
    key_random(&x->amal.keyring.seed);
    key_random(&x->asker.seed);
    assert_ok(space_create(&x->ctx, NULL, &t, &x->commons));
    viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    member(x, &x->sami);
    member(x, &x->noor);
    assert_ok(desk_open(&x->ctx, &DESK_COORDINATORS, &x->amal, &AMAL));
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &x->desk));
}

static void house_end(struct house *x)
{
    search_destroy(x->search);
    seal_home_close(x->home);
    arena_destroy(x->secret);
}

/* ---- what people do ---------------------------------------------------------------------------
 */

/* Its address. */
static const char *offers(struct house *x, struct viewer *v, const char *line)
{
    struct asked is =
        POST(x, v, "/aid/offers/new/1", "q1", "2", "q2", "3", "line", line, "repeat", "3", "rest",
             "0", "days", "90", "has0", "1", "lang1", "ar", "words", CANARY);
    return at(x, goes(x, is, "/aid/offers/"), "");
}

static void asks(struct house *x)
{
    static const struct aid_details WORDS = {.words = STR_INIT(CANARY),
                                             .contact = STR_INIT("by letters only")};
    x->ask = (struct aid_card){.id = aid_card_id(),
                               .side = AID_ASK,
                               .desk_reads = true,
                               .kind = AID_SHELTER,
                               .units = 1,
                               .number = {1},
                               .answered = 1,
                               .line = STR_INIT("a bed for tonight"),
                               .loop = loop_new(LOOP_NOW, DAY + 30, x->ctx.now)};
    assert_ok(party_ask(&x->ctx, &x->asker, &x->ask, &WORDS));
}

static struct aid_thread at_desk(struct house *x)
{
    struct aid_thread t;
    assert_ok(case_read(&x->desk, AID_ASK, (struct shelf_place){0}, x->ask.id, &t));
    return t;
}

/* Quietly asks whoever made the one offer of that line. */
static void proposes(struct house *x, const char *line)
{
    struct shelf_cards all;
    struct aid_thread t = at_desk(x);
    assert_ok(shelf_all(x->commons, AID_OFFER, NULL, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq_c(all.v[i].line, line)) {
            assert_ok(case_propose(
                &x->desk, t.at, x->ask.id,
                &(struct case_offer){.board = x->commons, .at = all.at[i], .id = all.v[i].id},
                STR("only one person")));
            return;
        }
    fail();
}

static void accepts(struct house *x)
{
    struct aid_thread t = at_desk(x);
    for (size_t i = 0; i < t.said.n; i++)
        if (t.said.v[i].what == AID_YES) {
            assert_ok(case_accept(&x->desk, t.at, x->ask.id, i));
            return;
        }
    fail();
}

/* The first address on a page that begins so. */
static const char *linked(struct house *x, const char *page, const char *begins)
{
    const char *mark = str_to_c(x->t->a, str_fmt(x->t->a, "href=\"%s", begins));
    const char *here = strstr(page, mark);
    assert_non_null(here);
    here += strlen("href=\"");
    return str_to_c(x->t->a, str_from(here, strcspn(here, "\"")));
}

/* Sami offers, is asked, and says yes: the address of what is helped with. */
static const char *says_yes(struct house *x)
{
    const char *offer = offers(x, &x->sami, "a sofa");
    asks(x);
    proposes(x, "a sofa");
    const char *question = linked(x, get(x, &x->sami, offer), at(x, offer, "/asked/"));
    return at(x,
              goes(x,
                   POST(x, &x->sami, question, "name", "Huda", "words", "gladly", "answer", "yes"),
                   "/aid/help/"),
              "");
}

/* ---- tests ------------------------------------------------------------------------------------
 */

static void an_offer_is_made_changed_paused_and_taken_back(void **state)
{
    struct house x;
    house_begin(&x, state);
    HAS(get(&x, &x.sami, "/aid/offers"), "Nothing here yet");
    HAS(get(&x, &x.sami, "/aid/board"), "Nothing is offered yet");
    HAS(get(&x, &x.sami, "/aid/offers/new"), "href=\"/aid/offers/new/12\"");
    assert_err(ask(&x, &x.sami, "/aid/offers/new/13", NULL).e, NOT_FOUND);
    HAS(get(&x, &x.sami, "/aid/offers/new/1"), "How many can sleep there?");
    HAS_NOT(get(&x, &x.sami, "/aid/offers/new/1"), "Room for a wheelchair");

    const char *offer = offers(&x, &x.sami, "a sofa");
    const char *page = get(&x, &x.sami, offer);
    HAS(page, "a sofa");
    HAS(page, CANARY); /* what is for the coordinators, shown to oneself */
    HAS(page, "It is on the board.");
    page = get(&x, &x.noor, "/aid/board");
    HAS(page, "a sofa");
    HAS_NOT(page, CANARY);
    HAS_NOT(page, "Yours");
    HAS(get(&x, &x.sami, "/aid/board"), "Yours");

    /* changed: what is wrong is said beside it, what was typed stays */
    const char *change = at(&x, offer, "/change");
    HAS(get(&x, &x.sami, change), "value=\"a sofa\"");
    struct asked is =
        POST(&x, &x.sami, change, "q1", "none", "line", "a sofa and a cat", "repeat", "3");
    assert_ok(is.e);
    HAS(is.body, "Please write a number.");
    HAS(is.body, "a sofa and a cat");
    goes(&x, POST(&x, &x.sami, change, "q1", "٣", "line", "a sofa and a cat", "repeat", "1"),
         offer);
    page = get(&x, &x.noor, "/aid/board");
    HAS(page, "a sofa and a cat");

    goes(&x, POST(&x, &x.sami, at(&x, offer, "/rest"), NULL), offer);
    HAS(get(&x, &x.noor, "/aid/board"), "Nothing is offered yet");
    HAS(get(&x, &x.sami, offer), "It is paused");
    goes(&x, POST(&x, &x.sami, at(&x, offer, "/stand"), NULL), offer);
    HAS(get(&x, &x.noor, "/aid/board"), "a sofa and a cat");
    HAS(get(&x, &x.sami, at(&x, offer, "/end")), "Take the offer back?");
    goes(&x, POST(&x, &x.sami, at(&x, offer, "/end"), NULL), "/aid/offers");
    goes(&x, POST(&x, &x.sami, at(&x, offer, "/end"), NULL), "/aid/offers"); /* pressed twice */
    HAS(get(&x, &x.noor, "/aid/board"), "Nothing is offered yet");
    HAS(get(&x, &x.sami, "/aid/offers"), "Nothing here yet");
    house_end(&x);
}

static void every_kind_has_a_form(void **state)
{
    struct house x;
    house_begin(&x, state);
    for (int i = 1; i <= AID_KIND_COUNT; i++) {
        const char *path = str_to_c(x.t->a, str_fmt(x.t->a, "/aid/offers/new/%d", i));
        HAS(get(&x, &x.sami, path), "Put it on the board");
        struct asked is = POST(&x, &x.sami, path, "q1", "1", "q2", "1", "q3", "1", "q4", "1",
                               "line", "something", "repeat", "1", "days", "7");
        if (is.res.kind != RES_REDIRECT) /* days and places are not "1" */
            is = POST(&x, &x.sami, path, "q1", "1", "q2", "1", "q4", "1", "line", "something",
                      "repeat", "1", "days", "7");
        if (is.res.kind != RES_REDIRECT)
            is =
                POST(&x, &x.sami, path, "q1", "1", "line", "something", "repeat", "1", "days", "7");
        if (is.res.kind != RES_REDIRECT)
            is =
                POST(&x, &x.sami, path, "q3", "1", "line", "something", "repeat", "1", "days", "7");
        goes(&x, is, "/aid/offers/");
    }
    HAS(get(&x, &x.noor, "/aid/board"), "A roof: a bed, a room, housing");
    house_end(&x);
}

/* Sent twice, it is there once. */
static void sent_twice_it_is_there_once(void **state)
{
    struct house x;
    struct shelf_cards all;
    house_begin(&x, state);
    const char *page = get(&x, &x.sami, "/aid/offers/new/5");
    const char *mark = "name=\"card\" value=\"";
    const char *card = strstr(page, mark);
    assert_non_null(card);
    card += strlen(mark);
    card = str_to_c(x.t->a, str_from(card, strcspn(card, "\"")));
    for (int i = 0; i < 2; i++)
        goes(&x,
             POST(&x, &x.sami, "/aid/offers/new/5", "card", card, "q1", "the station", "q4", "3",
                  "line", "a ride", "repeat", "1", "days", "7"),
             "/aid/offers/");
    assert_ok(shelf_all(x.commons, AID_OFFER, NULL, &all));
    assert_int_equal(all.n, 1);
    assert_int_equal(all.v[0].units, 3);
    house_end(&x);
}

/* Who is asked sees what is asked, and nothing of who asks; each of three answers will do. */
static void somebody_asks(void **state)
{
    struct house x;
    house_begin(&x, state);
    const char *offer = offers(&x, &x.sami, "a sofa");
    asks(&x);
    proposes(&x, "a sofa");
    HAS(get(&x, &x.sami, "/aid/offers"), "1 question waits");
    const char *question = linked(&x, get(&x, &x.sami, offer), at(&x, offer, "/asked/"));
    const char *page = get(&x, &x.sami, question);
    HAS(page, "a bed for tonight");
    HAS(page, "only one person");
    HAS_NOT(page, CANARY);
    HAS_NOT(page, "by letters only");

    /* Noor knows the address and learns nothing */
    assert_err(ask(&x, &x.noor, offer, NULL).e, NOT_FOUND);
    assert_err(ask(&x, &x.noor, question, NULL).e, NOT_FOUND);
    assert_err(POST(&x, &x.noor, question, "answer", "no").e, NOT_FOUND);
    assert_err(POST(&x, &x.noor, at(&x, offer, "/rest"), NULL).e, NOT_FOUND);
    HAS(get(&x, &x.noor, "/aid/offers"), "Nothing here yet");

    HAS(POST(&x, &x.sami, question, "name", "Huda").body, "Please choose one of these.");
    const char *after = goes(&x, POST(&x, &x.sami, question, "answer", "later"), offer);
    HAS(get(&x, &x.sami, after), "Thank you for answering.");
    HAS_NOT(get(&x, &x.sami, "/aid/offers"), "1 question waits");
    after = goes(&x, POST(&x, &x.sami, question, "answer", "yes"), offer);
    HAS(get(&x, &x.sami, after), "was answered before");
    house_end(&x);
}

/* From a yes to the end, as the one who helps. */
static void helping(void **state)
{
    struct house x;
    struct aid_thread t;
    house_begin(&x, state);
    const char *help = says_yes(&x);
    const char *page = get(&x, &x.sami, help);
    HAS(page, "Your yes is with the coordinators");
    HAS_NOT(page, CANARY);
    goes(&x, ask(&x, &x.sami, at(&x, help, "/promise"), NULL), help); /* not yet */
    HAS(get(&x, &x.sami, "/aid/offers"), "your yes is with the coordinators");
    assert_err(ask(&x, &x.noor, help, NULL).e, NOT_FOUND);

    accepts(&x);
    HAS(get(&x, &x.sami, "/aid/offers"), "new");
    page = get(&x, &x.sami, help);
    HAS(page, CANARY);
    HAS(page, "Now a time and a place are needed.");
    HAS(page, "Who helps says when and where.");
    assert_err(ask(&x, &x.noor, help, NULL).e, NOT_FOUND);
    HAS(POST(&x, &x.sami, help, "words", "").body, "Please fill this in.");
    goes(&x, POST(&x, &x.sami, help, "words", "on my way soon"), help);
    assert_ok(party_read(&x.ctx, &x.asker, &t));
    assert_str(t.said.v[t.said.n - 1].words, "on my way soon");
    assert_str(t.helper, "Huda");

    /* a promise, in the network's clocks */
    HAS(get(&x, &x.sami, at(&x, help, "/promise")), "How to recognise each other");
    const char *promise = at(&x, help, "/promise");
    HAS(POST(&x, &x.sami, promise, "day", "20000", "time", "30", "where", "the station").body,
        "This time is over already.");
    goes(&x,
         POST(&x, &x.sami, promise, "day", "20000", "time", "1110", "where", "the station", "sign",
              "a green bag"),
         help);
    page = get(&x, &x.sami, help);
    HAS(page, "today at 18:30");
    HAS(page, "a green bag");
    page = get(&x, &x.sami, at(&x, help, "/calendar"));
    HAS(page, "DTSTART:20241004T183000Z");
    HAS_NOT(page, "the station");
    assert_ok(party_read(&x.ctx, &x.asker, &t));
    assert_int_equal(t.meeting.at, (int64_t)DAY * DAY_SECONDS + 18 * HOUR + 1800);

    /* handed over, with money spent; then confirmed, and put away */
    goes(&x, POST(&x, &x.sami, at(&x, help, "/away"), NULL), help); /* it goes on */
    HAS(get(&x, &x.sami, at(&x, help, "/done")), "Money was spent");
    goes(&x, POST(&x, &x.sami, at(&x, help, "/done"), "spent", "1", "words", "all well"), help);
    HAS(get(&x, &x.sami, help), "It was handed over.");
    assert_ok(party_read(&x.ctx, &x.asker, &t));
    assert_true(t.card.loop.spent);
    assert_ok(party_move(&x.ctx, &x.asker, &t, LOOP_CONFIRM, NULL, STR("slept well")));
    page = get(&x, &x.sami, help);
    HAS(page, "It arrived. Thank you.");
    HAS(page, "slept well");
    goes(&x, POST(&x, &x.sami, at(&x, help, "/away"), NULL), "/aid/offers");
    assert_err(ask(&x, &x.sami, help, NULL).e, NOT_FOUND);
    house_end(&x);
}

static void giving_it_back(void **state)
{
    struct house x;
    house_begin(&x, state);
    const char *help = says_yes(&x);
    accepts(&x);
    HAS(get(&x, &x.sami, at(&x, help, "/stop")), "That happens");
    goes(&x, POST(&x, &x.sami, at(&x, help, "/stop"), "words", ""), help);
    assert_int_equal(at_desk(&x).card.loop.state, LOOP_TRIAGED);
    HAS(get(&x, &x.sami, help), "This has ended");
    goes(&x, POST(&x, &x.sami, at(&x, help, "/away"), NULL), "/aid/offers");
    HAS_NOT(get(&x, &x.sami, "/aid/offers"), "a bed for tonight");
    house_end(&x);
}

static void a_yes_is_taken_back(void **state)
{
    struct house x;
    house_begin(&x, state);
    const char *help = says_yes(&x);
    goes(&x, POST(&x, &x.sami, at(&x, help, "/away"), NULL), "/aid/offers");
    struct aid_thread t = at_desk(&x);
    assert_int_equal(t.said.v[t.said.n - 1].what, AID_NO);
    goes(&x, POST(&x, &x.sami, at(&x, help, "/away"), NULL), "/aid/offers"); /* pressed twice */
    house_end(&x);
}

int main(void)
{
    seal_init();
    i18n_init();
    const struct CMUnitTest tests[] = {TEST_DB(an_offer_is_made_changed_paused_and_taken_back),
                                       TEST_DB(every_kind_has_a_form),
                                       TEST_DB(sent_twice_it_is_there_once),
                                       TEST_DB(somebody_asks),
                                       TEST_DB(helping),
                                       TEST_DB(giving_it_back),
                                       TEST_DB(a_yes_is_taken_back)};
    int failed = cmocka_run_group_tests_name("a member's own aid pages", tests, NULL, NULL);
    i18n_close();
    return failed;
}
