/* The coordinators' pages: handlers called with requests made by hand. */
#include <string.h>

#include "aid/case_pages.h"
#include "aid/party.h"
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
    struct viewer amal, sami, noor; /* Amal and Sami coordinate, Noor is a member */
    struct space *commons;
    struct party asker, helper;
    struct aid_card card;
};

static struct asked ask(struct house *x, struct viewer *v, const char *path,
                        const char *const *pairs)
{
    const struct by_hand how = {&AID_DESK_ROUTES, 1, &x->ctx, x->search, NULL};
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

static void goes(struct asked is, const char *to)
{
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_REDIRECT);
    assert_true(str_starts(is.res.location, str_from_c(to)));
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

static void comes_in(struct house *x, struct viewer *v)
{
    static const struct space_persona NAME = {.name = STR_INIT("Sami")};
    struct desk d;
    struct str code;
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &d));
    assert_ok(desk_code(&d, &code));
    assert_ok(desk_come_in(&x->ctx, &DESK_COORDINATORS, v, code, &NAME));
}

static void house_begin(struct house *x, void **state)
{
    static const struct space_persona AMAL = {.name = STR_INIT("Amal")};
    struct space_ticket t;
    *x = (struct house){.t = test_db_of(state),
                        .secret = arena_create(ARENA_PLAIN, 0),
                        .search = search_create(),
                        .asker = {.as = LOOP_ASKER},
                        .helper = {.as = LOOP_HELPER}};
    assert_ok(seal_home_create(x->t->folder, DAY));
    assert_ok(seal_home_open(x->t->folder, DAY, false, &x->home));
    x->ctx = (struct space_ctx){.db = x->t->db,
                                .home = x->home,
                                .arena = x->t->a,
                                .secret = x->secret,
                                .now = (int64_t)DAY * DAY_SECONDS + 8 * HOUR};
    key_random(&x->amal.keyring.seed);
    key_random(&x->asker.seed);
    key_random(&x->helper.seed);
    assert_ok(space_create(&x->ctx, NULL, &t, &x->commons));
    viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    member(x, &x->sami);
    member(x, &x->noor);
    assert_ok(desk_open(&x->ctx, &DESK_COORDINATORS, &x->amal, &AMAL));
    comes_in(x, &x->sami);
}

static void house_end(struct house *x)
{
    search_destroy(x->search);
    seal_home_close(x->home);
    arena_destroy(x->secret);
}

static struct aid_card bed(struct house *x, const char *line)
{
    return (struct aid_card){.id = aid_card_id(),
                             .side = AID_ASK,
                             .desk_reads = true,
                             .kind = AID_SHELTER,
                             .units = 1,
                             .number = {2},
                             .answered = 1,
                             .needs = AID_TRAIT_STEP_FREE,
                             .line = str_from_c(line),
                             .loop = loop_new(LOOP_NOW, DAY + 30, x->ctx.now)};
}

static struct aid_card asks_by(struct house *x, const struct party *who, const char *line,
                               struct str contact)
{
    const struct aid_details words = {.words = STR(CANARY), .contact = contact};
    struct aid_card card = bed(x, line);
    assert_ok(party_ask(&x->ctx, who, &card, &words));
    return card;
}

static void asks(struct house *x)
{
    x->card = asks_by(x, &x->asker, "a bed for tonight", STR("by letters only"));
}

/* Address of the ask on its page. */
static const char *page_of(struct house *x, const char *more)
{
    struct desk d;
    struct case_rows rows;
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &d));
    assert_ok(cases_list(&d, AID_ASK, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].card.id == x->card.id)
            return str_to_c(
                x->t->a, str_fmt(x->t->a, "/aid/desk/a/%" STR_FMT "%s",
                                 STR_ARG(shelf_handle(x->t->a, rows.v[i].at, x->card.id)), more));
    fail();
    return NULL;
}

static struct aid_thread seen_by(struct house *x, const struct party *p)
{
    struct aid_thread t;
    assert_ok(party_read(&x->ctx, p, &t));
    return t;
}

static const char *last_words(struct house *x, const struct party *p)
{
    const struct aid_thread t = seen_by(x, p);
    return str_to_c(x->t->a, t.said.v[t.said.n - 1].words);
}

/* The value of a hidden field on a page. */
static const char *hidden(struct house *x, const char *page, const char *name)
{
    const char *mark = str_to_c(x->t->a, str_fmt(x->t->a, "name=\"%s\" value=\"", name));
    const char *at = strstr(page, mark);
    assert_non_null(at);
    at += strlen(mark);
    return str_to_c(x->t->a, str_from(at, strcspn(at, "\"")));
}

static const char *seen_now(struct house *x, struct viewer *v)
{
    return hidden(x, get(x, v, page_of(x, "")), "seen");
}

/* A move that asks once more does it the second time. */
static struct asked moves(struct house *x, struct viewer *v, const char *move, const char *words)
{
    return POST(x, v, page_of(x, "/move"), "move", move, "words", words, "seen", seen_now(x, v),
                "sure", "1");
}

static void says_yes(struct house *x, const char *name)
{
    struct mailbox_to mine;
    mailbox_of(&mine, &x->helper.seed);
    const struct aid_thread t = seen_by(x, &x->asker);
    struct aid_letter yes = {.what = AID_YES,
                             .card = x->card.id,
                             .turn = t.turn + 1,
                             .at = x->ctx.now,
                             .by = LOOP_HELPER,
                             .name = str_from_c(name),
                             .words = STR("gladly"),
                             .place = t.at,
                             .reply = mine};
    assert_ok(desk_drop(&x->ctx, &DESK_COORDINATORS, DAY + 30, aid_letter_pack(x->secret, &yes)));
}

static void accepted(struct house *x)
{
    says_yes(x, "Huda");
    const char *page = get(x, &x->amal, page_of(x, ""));
    HAS(page, "Let them help");
    goes(POST(x, &x->amal, page_of(x, "/accept"), "yes", hidden(x, page, "yes")), "/aid/desk/a/");
}

/* ---- tests ------------------------------------------------------------------------------------
 */

static void who_is_not_in_sees_nothing(void **state)
{
    struct house x;
    house_begin(&x, state);
    asks(&x);
    const char *one = page_of(&x, "");
    const char *door = get(&x, &x.noor, "/aid/desk");
    HAS(door, "Come in with a code");
    HAS_NOT(door, CANARY);
    HAS_NOT(door, "a bed for tonight");
    HAS_NOT(door, "waits for");
    assert_err(ask(&x, &x.noor, one, NULL).e, DENIED);
    assert_err(POST(&x, &x.noor, page_of(&x, "/say"), "say", "hello").e, DENIED);
    assert_err(POST(&x, &x.noor, page_of(&x, "/move"), "move", "read", "seen", "1-0").e, DENIED);
    assert_err(POST(&x, &x.noor, page_of(&x, "/promise"), "day", "20001", "time", "600", "where",
                    "there", "seen", "1-0")
                   .e,
               DENIED);
    assert_err(POST(&x, &x.noor, page_of(&x, "/accept"), "yes", "00").e, DENIED);
    assert_int_equal(seen_by(&x, &x.asker).card.loop.state, LOOP_OPEN);

    const char *list = get(&x, &x.amal, "/aid/desk");
    HAS(list, "a bed for tonight");
    HAS(list, "1 ask waits for somebody who can help.");
    HAS(list, "1 new letter");
    HAS_NOT(list, CANARY); /* only on its own page */
    HAS(list, str_to_c(x.t->a, str_fmt(x.t->a, "href=\"%s\"", one)));
    HAS(get(&x, &x.amal, one), str_to_c(x.t->a, str_fmt(x.t->a, "action=\"%s/say\"", one)));
    HAS(get(&x, &x.amal, one), CANARY);
    assert_err(ask(&x, &x.amal, "/aid/desk/a/nothing", NULL).e, NOT_FOUND);
    house_end(&x);
}

static void the_list_is_filtered(void **state)
{
    struct house x;
    struct party other = {.as = LOOP_ASKER};
    house_begin(&x, state);
    HAS(get(&x, &x.amal, "/aid/desk"), "Nothing is asked right now");
    asks(&x);
    HAS(get(&x, &x.amal, "/aid/desk"), "None is late.");
    HAS_NOT(get(&x, &x.amal, "/aid/desk?s=1&k=0"), "a bed for tonight");
    x.ctx.now += 2 * HOUR;
    const char *page = get(&x, &x.amal, "/aid/desk?s=1&k=0");
    HAS(page, "a bed for tonight");
    HAS(page, "1 is late.");
    HAS(page, "This should have been by");
    HAS(get(&x, &x.amal, "/aid/desk?s=2&k=1"), "a bed for tonight");
    page = get(&x, &x.amal, "/aid/desk?s=0&k=2");
    HAS_NOT(page, "a bed for tonight");
    HAS(page, "There is none of these.");
    HAS_NOT(get(&x, &x.amal, "/aid/desk?s=3&k=0"), "a bed for tonight");
    HAS(get(&x, &x.amal, "/aid/desk?s=77&k=-1&p=x"), "a bed for tonight");

    for (int i = 0; i < 51; i++) {
        key_random(&other.seed);
        asks_by(&x, &other, "another bed", STR_NONE);
    }
    page = get(&x, &x.amal, "/aid/desk");
    HAS(page, "a bed for tonight"); /* late: above all others */
    HAS(page, "52 asks wait for somebody who can help.");
    HAS(page, "p=1");
    page = get(&x, &x.amal, "/aid/desk?p=1");
    HAS_NOT(page, "a bed for tonight");
    HAS(page, "another bed");
    HAS(page, "p=0");
    HAS_NOT(page, "p=2");
    house_end(&x);
}

static void words_reach_both(void **state)
{
    struct house x;
    house_begin(&x, state);
    asks(&x);
    struct asked sent = POST(&x, &x.amal, page_of(&x, "/say"), "say", "we are looking");
    goes(sent, "/aid/desk/a/");
    get(&x, &x.amal, str_to_c(x.t->a, sent.res.location));
    assert_string_equal(last_words(&x, &x.asker), "we are looking");
    accepted(&x);
    goes(POST(&x, &x.sami, page_of(&x, "/say"), "say", "welcome"), "/aid/desk/a/");
    assert_string_equal(last_words(&x, &x.asker), "welcome");
    assert_string_equal(last_words(&x, &x.helper), "welcome");
    struct asked is = POST(&x, &x.amal, page_of(&x, "/say"), "say", "  ");
    assert_ok(is.e);
    HAS(is.body, "Please fill this in.");
    house_end(&x);
}

static void from_read_to_closed(void **state)
{
    struct house x;
    house_begin(&x, state);
    asks(&x);
    const char *page = get(&x, &x.amal, page_of(&x, ""));
    HAS(page, "Reached without stairs");
    HAS(page, "by letters only");
    HAS_NOT(page, "value=\"arrived\"");
    goes(moves(&x, &x.amal, "read", "seen, we look"), "/aid/desk/a/");
    assert_string_equal(last_words(&x, &x.asker), "seen, we look");
    accepted(&x);
    page = get(&x, &x.amal, page_of(&x, ""));
    HAS(page, "Huda");
    HAS_NOT(page, "Let them help");

    struct asked is = POST(&x, &x.amal, page_of(&x, "/promise"), "day", "19999", "time", "600",
                           "where", "the station", "sign", "a hat", "seen", seen_now(&x, &x.amal));
    assert_ok(is.e);
    HAS(is.body, "still to come");
    HAS(is.body, "the station");
    goes(POST(&x, &x.amal, page_of(&x, "/promise"), "day", "20000", "time", "1200", "where",
              "the station", "sign", "a hat", "note", "until then", "seen", seen_now(&x, &x.amal)),
         "/aid/desk/a/");
    const struct aid_thread t = seen_by(&x, &x.helper);
    assert_int_equal(t.card.loop.state, LOOP_PROMISED);
    assert_int_equal(t.meeting.at, (int64_t)DAY * DAY_SECONDS + 20 * HOUR);
    assert_str(t.meeting.sign, "a hat");
    HAS(get(&x, &x.sami, page_of(&x, "")), "today at 20:00");

    goes(moves(&x, &x.amal, "handed", ""), "/aid/desk/a/");
    goes(moves(&x, &x.sami, "arrived", ""), "/aid/desk/a/");
    HAS(get(&x, &x.amal, "/aid/desk?s=4"), "a bed for tonight");
    is = POST(&x, &x.amal, page_of(&x, "/move"), "move", "close", "words", "well done", "seen",
              seen_now(&x, &x.amal));
    assert_ok(is.e);
    HAS(is.body, "another week");
    HAS(is.body, "well done");
    assert_int_equal(seen_by(&x, &x.asker).card.loop.state, LOOP_CONFIRMED);
    goes(moves(&x, &x.amal, "close", "well done"), "/aid/desk/a/");
    assert_int_equal(seen_by(&x, &x.asker).card.loop.state, LOOP_CLOSED);
    assert_string_equal(last_words(&x, &x.helper), "well done");
    house_end(&x);
}

static void what_does_not_happen_is_no_end(void **state)
{
    struct house x;
    house_begin(&x, state);
    asks(&x);
    accepted(&x);
    struct asked is =
        POST(&x, &x.amal, page_of(&x, "/move"), "move", "let-go", "seen", seen_now(&x, &x.amal));
    HAS(is.body, "without a reproach");
    goes(moves(&x, &x.amal, "let-go", ""), "/aid/desk/a/");
    assert_int_equal(seen_by(&x, &x.asker).card.loop.state, LOOP_TRIAGED);
    accepted(&x);
    goes(POST(&x, &x.amal, page_of(&x, "/promise"), "day", "20001", "time", "600", "where", "here",
              "seen", seen_now(&x, &x.amal)),
         "/aid/desk/a/");
    goes(moves(&x, &x.sami, "missed", "it happens"), "/aid/desk/a/");
    HAS(get(&x, &x.amal, page_of(&x, "")), "What was agreed did not happen 1 time.");
    HAS(get(&x, &x.amal, "/aid/desk"), "Did not happen before");

    /* ended: gone from the desk, and its asker knows */
    const char *one = page_of(&x, "");
    goes(moves(&x, &x.amal, "end", "take care"), "/aid/desk?n=gone");
    assert_err(ask(&x, &x.amal, one, NULL).e, NOT_FOUND);
    assert_string_equal(last_words(&x, &x.asker), "take care");
    HAS(get(&x, &x.amal, "/aid/desk"), "Nothing is asked right now");
    is = POST(&x, &x.sami, str_to_c(x.t->a, str_fmt(x.t->a, "%s/say", one)), "say", "and now?");
    assert_ok(is.e);
    HAS(is.body, "That ask has ended in the meantime");
    house_end(&x);
}

/* By telephone, somebody without an account. */
static void somebody_outside_helps(void **state)
{
    struct house x;
    house_begin(&x, state);
    asks(&x);
    goes(moves(&x, &x.amal, "helps", "a neighbour comes"), "/aid/desk/a/");
    HAS(get(&x, &x.amal, page_of(&x, "")), "Somebody whom the coordinators reach themselves");
    goes(POST(&x, &x.amal, page_of(&x, "/promise"), "day", "20000", "time", "1200", "where",
              "the station", "seen", seen_now(&x, &x.amal)),
         "/aid/desk/a/");
    assert_str(seen_by(&x, &x.asker).meeting.where, "the station");
    goes(moves(&x, &x.amal, "handed", ""), "/aid/desk/a/");
    goes(moves(&x, &x.amal, "arrived", ""), "/aid/desk/a/");
    HAS_NOT(get(&x, &x.amal, page_of(&x, "")), "value=\"repaid\"");
    goes(moves(&x, &x.amal, "close", ""), "/aid/desk/a/");
    assert_int_equal(seen_by(&x, &x.asker).card.loop.state, LOOP_CLOSED);
    house_end(&x);
}

static void what_was_spent_comes_back_first(void **state)
{
    struct house x;
    house_begin(&x, state);
    asks(&x);
    accepted(&x);
    struct aid_thread t = seen_by(&x, &x.helper);
    assert_ok(party_hand(&x.ctx, &x.helper, &t, PARTY_SPENT, STR("five for the bus")));
    goes(moves(&x, &x.amal, "arrived", ""), "/aid/desk/a/");
    HAS_NOT(get(&x, &x.amal, page_of(&x, "")), "value=\"close\"");
    /* two agree, one after the other; the first alone moves nothing, however often they press */
    HAS(get(&x, &x.sami, page_of(&x, "")), "takes two coordinators");
    goes(moves(&x, &x.amal, "repaid", "five"), "/aid/desk/a/");
    goes(moves(&x, &x.amal, "repaid", "five again"), "/aid/desk/a/");
    assert_int_equal(seen_by(&x, &x.asker).card.loop.state, LOOP_CONFIRMED);
    HAS(get(&x, &x.amal, page_of(&x, "")), "One more coordinator is needed");
    HAS_NOT(get(&x, &x.amal, page_of(&x, "")), "value=\"repaid\"");
    HAS(get(&x, &x.sami, page_of(&x, "")), "Your word is needed, too");
    goes(moves(&x, &x.sami, "repaid", ""), "/aid/desk/a/");
    assert_int_equal(seen_by(&x, &x.asker).card.loop.state, LOOP_REIMBURSED);
    goes(moves(&x, &x.amal, "close", ""), "/aid/desk/a/");
    house_end(&x);
}

/* Both see the same page; who comes second changes nothing, and is told. */
static void of_two_at_once_one_wins(void **state)
{
    struct house x;
    house_begin(&x, state);
    asks(&x);
    accepted(&x);
    const char *both = seen_now(&x, &x.amal);
    assert_string_equal(both, seen_now(&x, &x.sami));
    goes(POST(&x, &x.amal, page_of(&x, "/promise"), "day", "20001", "time", "600", "where",
              "the station", "seen", both),
         "/aid/desk/a/");
    struct asked is = POST(&x, &x.sami, page_of(&x, "/promise"), "day", "20001", "time", "660",
                           "where", "the market", "note", "so be it", "seen", both);
    assert_ok(is.e);
    HAS(is.body, "Somebody was a moment earlier");
    HAS(is.body, "the market"); /* what was typed */
    HAS(is.body, "so be it");
    HAS(is.body, "the station");
    assert_str(seen_by(&x, &x.asker).meeting.where, "the station");
    is = POST(&x, &x.sami, page_of(&x, "/move"), "move", "let-go", "seen", both, "sure", "1");
    assert_ok(is.e);
    HAS(is.body, "Somebody was a moment earlier");
    assert_int_equal(seen_by(&x, &x.asker).card.loop.state, LOOP_PROMISED);
    /* a move that is not possible, whatever the page said */
    is = moves(&x, &x.sami, "read", "");
    assert_ok(is.e);
    HAS(is.body, "Somebody was a moment earlier");

    /* a helper is accepted once */
    goes(moves(&x, &x.sami, "let-go", ""), "/aid/desk/a/");
    says_yes(&x, "Huda");
    const char *yes = hidden(&x, get(&x, &x.amal, page_of(&x, "")), "yes");
    goes(POST(&x, &x.amal, page_of(&x, "/accept"), "yes", yes), "/aid/desk/a/");
    is = POST(&x, &x.sami, page_of(&x, "/accept"), "yes", yes);
    assert_ok(is.e);
    HAS(is.body, "Somebody was a moment earlier");
    is = POST(&x, &x.sami, page_of(&x, "/accept"), "yes", "0000000000000001");
    assert_ok(is.e);
    HAS(is.body, "Somebody was a moment earlier");

    /* a letter that came in between is no obstacle */
    both = seen_now(&x, &x.amal);
    struct aid_thread t = seen_by(&x, &x.asker);
    assert_ok(party_say(&x.ctx, &x.asker, &t, STR_NONE, STR("thank you")));
    goes(POST(&x, &x.amal, page_of(&x, "/move"), "move", "handed", "seen", both), "/aid/desk/a/");
    house_end(&x);
}

/* A page of an ask that the clock has moved on its own still does what its buttons say. */
static void the_clock_is_nobody(void **state)
{
    struct house x;
    house_begin(&x, state);
    asks(&x);
    accepted(&x);
    x.ctx.now += 4 * HOUR; /* a claim that went quiet */
    const char *seen = seen_now(&x, &x.amal);
    HAS(get(&x, &x.amal, page_of(&x, "")), "waiting for somebody who can help");
    x.ctx.now += 60;
    says_yes(&x, "Huda");
    assert_string_equal(seen, seen_now(&x, &x.amal));
    goes(moves(&x, &x.amal, "end", ""), "/aid/desk?n=gone");
    house_end(&x);
}

/* An offer on the board, and what reached whoever made it. */
static struct party offers(struct house *x, struct aid_card card, const char *line)
{
    struct party owner = {.as = LOOP_OTHER};
    struct shelf_place at;
    key_random(&owner.seed);
    card.id = aid_card_id();
    card.side = AID_OFFER;
    card.kind = AID_SHELTER;
    card.units = card.units ? card.units : 2;
    card.repeat = AID_STANDING;
    card.line = str_from_c(line);
    card.loop = (struct loop){.asked = x->ctx.now, .last_day = DAY + 90};
    mailbox_of(&card.mailbox, &owner.seed);
    assert_ok(shelf_put(x->commons, &card, &at));
    return owner;
}

static struct aid_letters reached(struct house *x, const struct party *owner)
{
    struct inbox in;
    struct aid_letters letters;
    assert_ok(mailbox_read(&x->ctx, &owner->seed, &in));
    aid_letters_of(x->secret, &in, &letters);
    return letters;
}

static void what_fits_is_asked_quietly(void **state)
{
    struct house x;
    house_begin(&x, state);
    asks(&x);
    const char *page = get(&x, &x.amal, page_of(&x, ""));
    HAS(page, "There is no offer of this kind right now.");
    const struct party fits =
        offers(&x, (struct aid_card){.has = AID_TRAIT_STEP_FREE}, "a sofa on the ground floor");
    const struct party not = offers(&x, (struct aid_card){0}, "up in the attic");
    page = get(&x, &x.amal, page_of(&x, ""));
    HAS(page, "a sofa on the ground floor");
    HAS(page, "Enough for all of it");
    HAS(page, "Was not asked lately");
    HAS_NOT(page, "up in the attic"); /* what is needed is a limit */
    HAS(page, "2 offers of this kind were looked through.");
    HAS(page, "something that is needed is not there: 1");

    const char *offer = hidden(&x, page, "offer");
    assert_err(POST(&x, &x.noor, page_of(&x, "/propose"), "offer", offer).e, DENIED);
    goes(POST(&x, &x.amal, page_of(&x, "/propose"), "offer", offer, "propose", "for one night"),
         "/aid/desk/a/");
    const struct aid_letters got = reached(&x, &fits);
    assert_int_equal(got.n, 1);
    assert_int_equal(got.v[0].what, AID_PROPOSAL);
    assert_str(got.v[0].words, "for one night");
    assert_false(got.v[0].has_details);
    assert_int_equal(reached(&x, &not ).n, 0);
    page = get(&x, &x.amal, page_of(&x, ""));
    HAS(page, "Asked quietly, about: a sofa on the ground floor");
    HAS_NOT(page, "name=\"offer\"");
    struct asked is = POST(&x, &x.sami, page_of(&x, "/propose"), "offer", offer);
    assert_ok(is.e);
    HAS(is.body, "Somebody was a moment earlier");
    is = POST(&x, &x.sami, page_of(&x, "/propose"), "offer", "x-nothing");
    assert_ok(is.e);
    HAS(is.body, "Somebody was a moment earlier");
    assert_int_equal(reached(&x, &fits).n, 1);
    accepted(&x);
    HAS_NOT(get(&x, &x.amal, page_of(&x, "")), "What may fit");
    house_end(&x);
}

/* One that was sent to the desk, and that nobody has taken in yet. */
static void offers_at_the_desk_fit_too(void **state)
{
    struct house x;
    struct party owner = {.as = LOOP_ASKER};
    house_begin(&x, state);
    asks(&x);
    struct aid_card card = bed(&x, "a room in the garden");
    card.side = AID_OFFER;
    card.has = card.needs;
    card.needs = 0;
    card.repeat = AID_ONCE;
    card.loop = (struct loop){.asked = x.ctx.now, .last_day = DAY + 20};
    key_random(&owner.seed);
    assert_ok(party_ask(&x.ctx, &owner, &card,
                        &(struct aid_details){.contact = STR_INIT("call before")}));
    const char *page = get(&x, &x.amal, page_of(&x, ""));
    HAS(page, "a room in the garden");
    HAS(page, "Sent to the coordinators");
    assert_err(ask(&x, &x.noor, "/aid/desk/offers", NULL).e, DENIED);
    HAS(get(&x, &x.amal, "/aid/desk/offers"), "a room in the garden");
    HAS(get(&x, &x.amal, "/aid/desk/offers"), "call before");
    goes(POST(&x, &x.amal, page_of(&x, "/propose"), "offer", hidden(&x, page, "offer")),
         "/aid/desk/a/");
    const struct aid_letters got = reached(&x, &owner);
    assert_int_equal(got.v[got.n - 1].what, AID_PROPOSAL);
    house_end(&x);
}

static void the_same_ask_is_closed_kindly(void **state)
{
    struct house x;
    struct party again = {.as = LOOP_ASKER};
    house_begin(&x, state);
    asks(&x);
    const char *first = page_of(&x, "");
    HAS_NOT(get(&x, &x.amal, first), "Perhaps the same ask");
    key_random(&again.seed);
    const struct aid_card twice =
        asks_by(&x, &again, "a bed, for tonight please", STR("by letters only"));
    const char *page = get(&x, &x.amal, first);
    HAS(page, "Perhaps the same ask");
    HAS(page, "Nearly the same sentence");
    HAS(page, "a bed, for tonight please");

    x.card = twice;
    assert_err(ask(&x, &x.noor, page_of(&x, "/same"), NULL).e, DENIED);
    page = get(&x, &x.amal, page_of(&x, "/same"));
    HAS(page, "Thank you for writing.");
    const char *seen = hidden(&x, page, "seen"), *to = page_of(&x, "/same");
    struct asked is = POST(&x, &x.amal, to, "words", "", "seen", seen);
    assert_ok(is.e);
    HAS(is.body, "Please fill this in.");
    goes(POST(&x, &x.amal, to, "words", "it is there twice", "seen", seen), "/aid/desk?n=gone");
    assert_string_equal(last_words(&x, &again), "it is there twice");
    is = POST(&x, &x.sami, to, "words", "twice", "seen", seen);
    assert_ok(is.e);
    HAS(is.body, "That ask has ended in the meantime");
    assert_int_equal(seen_by(&x, &x.asker).card.loop.state, LOOP_OPEN);
    HAS_NOT(get(&x, &x.amal, first), "Perhaps the same ask");
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(who_is_not_in_sees_nothing),
        TEST_DB(the_list_is_filtered),
        TEST_DB(words_reach_both),
        TEST_DB(from_read_to_closed),
        TEST_DB(what_does_not_happen_is_no_end),
        TEST_DB(of_two_at_once_one_wins),
        TEST_DB(the_clock_is_nobody),
        TEST_DB(what_fits_is_asked_quietly),
        TEST_DB(somebody_outside_helps),
        TEST_DB(what_was_spent_comes_back_first),
        TEST_DB(offers_at_the_desk_fit_too),
        TEST_DB(the_same_ask_is_closed_kindly),
    };
    seal_init();
    return cmocka_run_group_tests_name("aid case pages", tests, NULL, NULL);
}
