/* What members ask: the board, claims, answers, changes, rest, leaving. */
#include <pthread.h>
#include <string.h>

#include "aid/cases.h"
#include "aid/mine_ask.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/test.h"
#include "members/own.h"
#include "support/test_db.h"

#define DAY 20000
#define HOUR 3600

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct space_ctx ctx;
    struct viewer amal, sami, noor, dana; /* Amal coordinates; Dana asks */
    struct space *commons;
    struct desk desk;
};

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
    *x = (struct house){.t = test_db_of(state), .secret = arena_create(ARENA_PLAIN, 0)};
    assert_ok(seal_home_create(x->t->folder, DAY));
    assert_ok(seal_home_open(x->t->folder, DAY, false, &x->home));
    x->ctx = (struct space_ctx){.db = x->t->db,
                                .home = x->home,
                                .arena = x->t->a,
                                .secret = x->secret,
                                .now = (int64_t)DAY * DAY_SECONDS + 8 * HOUR};
    key_random(&x->amal.keyring.seed);
    assert_ok(space_create(&x->ctx, NULL, &t, &x->commons));
    viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    member(x, &x->sami);
    member(x, &x->noor);
    member(x, &x->dana);
    assert_ok(desk_open(&x->ctx, &DESK_COORDINATORS, &x->amal, &AMAL));
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &x->desk));
}

static void house_end(struct house *x)
{
    seal_home_close(x->home);
    arena_destroy(x->secret);
}

static void wait(struct house *x, int64_t seconds)
{
    int32_t before = clock_day(x->ctx.now);
    x->ctx.now += seconds;
    if (clock_day(x->ctx.now) != before) {
        seal_home_close(x->home);
        assert_ok(seal_home_open(x->t->folder, clock_day(x->ctx.now), true, &x->home));
        x->ctx.home = x->home;
    }
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &x->desk));
}

/* ---- what people do ---- */

static const struct aid_details WORDS = {.words = STR_INIT("third floor, ring twice"),
                                         .answer = {STR_INIT("two of us")}};

static struct aid_card asks(struct house *x, enum mine_shown shown)
{
    struct aid_card card = {.id = aid_card_id(),
                            .side = AID_ASK,
                            .kind = AID_SHELTER,
                            .units = 2,
                            .speaks = 3,
                            .must_talk = true,
                            .genders = AID_WOMAN,
                            .needs = AID_TRAIT_STEP_FREE,
                            .line = STR_INIT("a bed for tonight"),
                            .loop = loop_new(LOOP_WEEK, clock_day(x->ctx.now) + 30, x->ctx.now)};
    assert_ok(mine_ask_put(&x->ctx, &x->dana, &card, &WORDS, shown));
    return card;
}

static struct mine_ask now_of(struct house *x, uint64_t card)
{
    struct mine m;
    struct mine_ask a;
    assert_ok(mine_find(&x->ctx, &x->dana, MINE_ASKS, card, &m));
    assert_ok(mine_ask_now(&x->ctx, &x->dana, &m, &a));
    return a;
}

static struct shelf_cards board_of(struct house *x, struct viewer *v)
{
    struct shelf_cards all;
    assert_ok(mine_board_asks(&x->ctx, v, &all));
    return all;
}

static enum err claims(struct house *x, struct viewer *v, const struct aid_card *c)
{
    return mine_claim(&x->ctx, v, board_place(c), c->id, STR("Huda"), STR("gladly"));
}

static uint64_t box_of(struct viewer *v, uint64_t card)
{
    struct key seed;
    struct mailbox_to to;
    mine_seed(v, MINE_HELPS, card, &seed);
    mailbox_of(&to, &seed);
    return to.id;
}

static struct mine_help help_of(struct house *x, struct viewer *v, uint64_t ask)
{
    struct mine m;
    struct mine_help h;
    assert_ok(mine_find(&x->ctx, v, MINE_HELPS, ask, &m));
    assert_ok(mine_help(&x->ctx, v, &m, &h));
    return h;
}

static enum loop_state desk_state(struct house *x, uint64_t ask)
{
    struct aid_thread t;
    assert_ok(case_read(&x->desk, AID_ASK, (struct shelf_place){0}, ask, &t));
    return t.card.loop.state;
}

/* ---- tests ---- */

static void the_board_says_little(void **state)
{
    struct house x;
    struct case_rows rows;
    house_begin(&x, state);
    asks(&x, MINE_TO_BOARD);
    const struct aid_card c = board_of(&x, &x.sami).v[0];
    assert_str(c.line, "a bed for tonight");
    assert_int_equal(c.units, 1);
    assert_int_equal(c.speaks | c.genders | c.needs | c.avoids | c.answered | c.must_talk, 0);
    assert_ok(cases_list(&x.desk, AID_ASK, &rows));
    assert_int_equal(rows.n, 0);
    const struct aid_card private = asks(&x, MINE_TO_DESK);
    assert_int_equal(board_of(&x, &x.sami).n, 1);
    assert_int_equal(desk_state(&x, private.id), LOOP_OPEN);
    /* sent twice it is there once */
    assert_ok(mine_ask_put(&x.ctx, &x.dana, &private, &WORDS, MINE_TO_BOTH));
    assert_int_equal(board_of(&x, &x.sami).n, 1);
    house_end(&x);
}

/* Two claim: one is first, the other hears it; the asker lets one help; to the end. */
static void from_the_board_to_the_end(void **state)
{
    struct house x;
    struct mine_help h;
    house_begin(&x, state);
    asks(&x, MINE_TO_BOTH);
    const struct aid_card c = board_of(&x, &x.sami).v[0];
    assert_err(claims(&x, &x.dana, &c), INVALID);
    assert_ok(claims(&x, &x.sami, &c));
    assert_err(claims(&x, &x.noor, &c), CONFLICT);
    assert_int_equal(board_of(&x, &x.noor).n, 0);
    assert_int_equal(desk_state(&x, c.id), LOOP_CLAIMED);
    assert_int_equal(help_of(&x, &x.sami, c.id).state, MINE_HELP_WAITS);
    assert_false(help_of(&x, &x.sami, c.id).thread.has_details);
    struct mine_ask a = now_of(&x, c.id);
    assert_int_equal(a.thread.card.loop.state, LOOP_CLAIMED);
    assert_false(a.accepted);
    assert_str(a.thread.helper, "Huda");

    /* not this time: thanked, and open again; then the other one */
    assert_ok(mine_ask_move(&x.ctx, &x.dana, c.id, LOOP_LET_GO, STR_NONE));
    assert_int_equal(help_of(&x, &x.sami, c.id).state, MINE_HELP_SPARE);
    assert_ok(claims(&x, &x.noor, &board_of(&x, &x.noor).v[0]));
    assert_err(mine_ask_accept(&x.ctx, &x.dana, c.id, box_of(&x.sami, c.id)), CONFLICT);
    assert_ok(mine_ask_accept(&x.ctx, &x.dana, c.id, box_of(&x.noor, c.id)));
    h = help_of(&x, &x.noor, c.id);
    assert_int_equal(h.state, MINE_HELP_ON);
    assert_str(h.thread.details.words, "third floor, ring twice");
    assert_int_equal(h.thread.card.units, 2);
    const struct aid_meeting at = {.at = x.ctx.now + HOUR, .where = STR_INIT("by the sea")};
    assert_ok(party_move(&x.ctx, &h.me, &h.thread, LOOP_PROMISE, &at, STR_NONE));
    assert_int_equal(desk_state(&x, c.id), LOOP_PROMISED);
    wait(&x, 2 * HOUR);
    assert_ok(mine_ask_move(&x.ctx, &x.dana, c.id, LOOP_MISS, STR_NONE));
    assert_int_equal(board_of(&x, &x.sami).n, 1);
    assert_int_equal(board_of(&x, &x.sami).v[0].loop.missed, 1);
    assert_int_equal(help_of(&x, &x.noor, c.id).state, MINE_HELP_OVER);
    assert_ok(mine_help_end(&x.ctx, &x.noor, c.id));
    assert_ok(claims(&x, &x.noor, &board_of(&x, &x.noor).v[0]));
    assert_false(now_of(&x, c.id).accepted);
    assert_ok(mine_ask_accept(&x.ctx, &x.dana, c.id, box_of(&x.noor, c.id)));
    h = help_of(&x, &x.noor, c.id);
    assert_ok(party_hand(&x.ctx, &h.me, &h.thread, PARTY_SPENT_NOTHING, STR_NONE));
    assert_ok(mine_ask_move(&x.ctx, &x.dana, c.id, LOOP_CONFIRM, STR("thank you")));
    assert_int_equal(board_of(&x, &x.sami).n, 0);
    assert_ok(mine_ask_move(&x.ctx, &x.dana, c.id, LOOP_CLOSE, STR_NONE));
    assert_int_equal(desk_state(&x, c.id), LOOP_CLOSED);
    assert_ok(mine_ask_end(&x.ctx, &x.dana, c.id));
    house_end(&x);
}

/* A claim that is taken back, and one that goes quiet. */
static void a_quiet_claim_is_released(void **state)
{
    struct house x;
    house_begin(&x, state);
    asks(&x, MINE_TO_BOTH);
    const struct aid_card c = board_of(&x, &x.sami).v[0];
    assert_ok(claims(&x, &x.sami, &c));
    assert_ok(mine_help_end(&x.ctx, &x.sami, c.id));
    assert_int_equal(board_of(&x, &x.sami).n, 1);
    assert_int_equal(now_of(&x, c.id).thread.card.loop.state, LOOP_TRIAGED);
    assert_ok(cases_sort(&x.desk));
    assert_int_equal(desk_state(&x, c.id), LOOP_TRIAGED);

    assert_ok(claims(&x, &x.sami, &c));
    wait(&x, DAY_SECONDS + HOUR);
    assert_int_equal(board_of(&x, &x.noor).n, 1);
    assert_int_equal(now_of(&x, c.id).thread.card.loop.state, LOOP_TRIAGED);
    assert_int_equal(desk_state(&x, c.id), LOOP_TRIAGED);
    assert_int_equal(help_of(&x, &x.sami, c.id).state, MINE_HELP_OVER);
    assert_err(mine_ask_accept(&x.ctx, &x.dana, c.id, box_of(&x.sami, c.id)), CONFLICT);
    assert_ok(claims(&x, &x.noor, &board_of(&x, &x.noor).v[0]));
    assert_ok(mine_help_end(&x.ctx, &x.sami, c.id));
    assert_int_equal(now_of(&x, c.id).thread.card.helper.id, box_of(&x.noor, c.id));
    house_end(&x);
}

/* An offer that fits is asked quietly; its yes comes to who asks. */
static void an_offer_is_asked(void **state)
{
    struct house x;
    struct mine m;
    struct aid_letters q;
    house_begin(&x, state);
    struct aid_card offer = {.id = aid_card_id(),
                             .kind = AID_SHELTER,
                             .units = 3,
                             .repeat = AID_STANDING,
                             .line = STR_INIT("a sofa"),
                             .loop = {.asked = x.ctx.now, .last_day = DAY + 60}};
    static const struct aid_details SOFA = {.words = STR_INIT("quiet street")};
    assert_ok(mine_offer_put(&x.ctx, &x.sami, &offer, &SOFA));
    const struct aid_card c = asks(&x, MINE_TO_BOARD);
    assert_ok(mine_find(&x.ctx, &x.sami, MINE_OFFERS, offer.id, &m));
    assert_ok(mine_ask_propose(&x.ctx, &x.dana, c.id, m.at, offer.id, STR("is it free?")));
    assert_err(mine_ask_propose(&x.ctx, &x.dana, c.id, m.at, offer.id, STR_NONE), CONFLICT);
    assert_ok(mine_asked(&x.ctx, &x.sami, offer.id, &q));
    assert_int_equal(q.n, 1);
    assert_false(q.v[0].has_details);
    const struct mine_answer yes = {
        .what = AID_YES, .letter = q.v[0].id, .name = STR_INIT("Salma"), .words = STR_INIT("do")};
    assert_ok(mine_answer(&x.ctx, &x.sami, offer.id, &yes));
    assert_int_equal(help_of(&x, &x.sami, c.id).state, MINE_HELP_WAITS);
    const struct aid_card there = board_of(&x, &x.noor).v[0];
    assert_ok(mine_ask_accept(&x.ctx, &x.dana, c.id, box_of(&x.sami, c.id)));
    assert_int_equal(help_of(&x, &x.sami, c.id).state, MINE_HELP_ON);
    assert_err(claims(&x, &x.noor, &there), CONFLICT);
    assert_int_equal(board_of(&x, &x.noor).n, 0);
    assert_str(help_of(&x, &x.sami, c.id).thread.details.words, "third floor, ring twice");
    assert_ok(mine_help_end(&x.ctx, &x.sami, c.id));
    assert_int_equal(board_of(&x, &x.noor).n, 1);
    house_end(&x);
}

/* Other words and a later day reach the board, the desk and who helps. */
static void it_can_be_changed(void **state)
{
    struct house x;
    struct aid_thread t;
    house_begin(&x, state);
    const struct aid_card put = asks(&x, MINE_TO_BOTH);
    struct aid_card other = put;
    static const struct aid_details MORE = {.words = STR_INIT("now the second floor")};
    assert_ok(cases_sort(&x.desk));
    other.line = STR("two beds for tonight");
    other.genders = 0;
    other.loop.last_day += 20;
    assert_ok(mine_ask_change(&x.ctx, &x.dana, put.id, &other, &MORE));
    const struct aid_card c = board_of(&x, &x.sami).v[0];
    assert_str(c.line, "two beds for tonight");
    assert_int_equal(c.loop.last_day, DAY + 50);
    assert_int_equal(board_of(&x, &x.sami).n, 1);
    assert_ok(cases_sort(&x.desk));
    assert_ok(case_read(&x.desk, AID_ASK, (struct shelf_place){0}, put.id, &t));
    assert_str(t.card.line, "two beds for tonight");
    assert_str(t.details.words, "now the second floor");
    assert_int_equal(t.at.day, DAY + 50);
    assert_ok(claims(&x, &x.sami, &c));
    assert_ok(mine_ask_accept(&x.ctx, &x.dana, put.id, box_of(&x.sami, put.id)));
    other.line = STR("three beds");
    other.loop.last_day = DAY + 40;
    assert_ok(mine_ask_change(&x.ctx, &x.dana, put.id, &other, &WORDS));
    struct mine_help h = help_of(&x, &x.sami, put.id);
    assert_str(h.thread.card.line, "three beds");
    assert_int_equal(h.thread.card.loop.state, LOOP_CLAIMED);
    assert_ok(party_hand(&x.ctx, &h.me, &h.thread, PARTY_SPENT_NOTHING, STR_NONE));
    assert_int_equal(now_of(&x, put.id).thread.card.loop.state, LOOP_HANDED);
    /* the first letter ends before the ask does */
    struct aid_card still = now_of(&x, put.id).thread.card;
    assert_int_equal(still.loop.last_day, DAY + 40);
    house_end(&x);
}

/* What nobody says still stands is not shown any more, and is gone when its shelf is written. */
static void unconfirmed_cards_rest(void **state)
{
    struct house x;
    struct shelf_cards offers;
    house_begin(&x, state);
    const struct aid_card c = asks(&x, MINE_TO_BOTH);
    struct aid_card offer = {.id = aid_card_id(),
                             .kind = AID_FOOD,
                             .units = 3,
                             .repeat = AID_STANDING,
                             .loop = {.asked = x.ctx.now, .last_day = DAY + 60}};
    assert_ok(mine_offer_put(&x.ctx, &x.dana, &offer, &WORDS));
    wait(&x, 14 * DAY_SECONDS);
    assert_int_equal(board_of(&x, &x.sami).n, 1);
    wait(&x, DAY_SECONDS);
    assert_int_equal(board_of(&x, &x.sami).n, 0);
    assert_ok(mine_board(&x.ctx, &x.sami, &offers));
    assert_int_equal(offers.n, 0);
    assert_true(now_of(&x, c.id).rests);
    struct aid_card other = {.id = aid_card_id(),
                             .kind = AID_FOOD,
                             .units = 1,
                             .repeat = AID_STANDING,
                             .loop = {.asked = x.ctx.now, .last_day = DAY + 60}};
    assert_ok(mine_offer_put(&x.ctx, &x.sami, &other, &WORDS)); /* seals the shelf anew */
    struct space *board;
    assert_ok(viewer_enter(&x.ctx, &x.sami, viewer_commons(&x.sami), NULL, &board));
    assert_ok(shelf_all(board, AID_OFFER, NULL, &offers));
    assert_int_equal(offers.n, 1);
    assert_ok(mine_stand(&x.ctx, &x.dana));
    assert_int_equal(board_of(&x, &x.sami).n, 1);
    assert_ok(mine_board(&x.ctx, &x.sami, &offers));
    assert_int_equal(offers.n, 2);
    assert_false(now_of(&x, c.id).rests);
    assert_int_equal(desk_state(&x, c.id), LOOP_OPEN);
    house_end(&x);
}

static void leaving_takes_it_all(void **state)
{
    struct house x;
    house_begin(&x, state);
    const struct aid_card one = asks(&x, MINE_TO_BOARD), two = asks(&x, MINE_TO_BOTH);
    assert_ok(claims(&x, &x.sami, &board_of(&x, &x.sami).v[0]));
    assert_ok(mine_end(&x.ctx, &x.dana));
    assert_int_equal(board_of(&x, &x.sami).n, 0);
    struct aid_thread t;
    assert_err(case_read(&x.desk, AID_ASK, (struct shelf_place){0}, two.id, &t), NOT_FOUND);
    const bool first = box_of(&x.sami, one.id) != 0;
    assert_true(first);
    assert_ok(mine_end(&x.ctx, &x.sami));
    house_end(&x);
}

/* A stranger with a receipt cannot fill the desk alone. */
static void letters_in_a_row_are_bounded(void **state)
{
    struct house x;
    struct aid_thread t;
    house_begin(&x, state);
    const struct aid_card c = asks(&x, MINE_TO_DESK);
    for (int i = 1; i < PARTY_UNREAD; i++) {
        struct mine_ask a = now_of(&x, c.id);
        assert_ok(party_say(&x.ctx, &a.me, &a.thread, STR_NONE, STR("hello")));
    }
    struct mine_ask a = now_of(&x, c.id);
    assert_err(party_say(&x.ctx, &a.me, &a.thread, STR_NONE, STR("hello")), TOO_MANY);
    assert_ok(case_read(&x.desk, AID_ASK, (struct shelf_place){0}, c.id, &t));
    assert_ok(case_say(&x.desk, t.at, c.id, STR("we read you")));
    a = now_of(&x, c.id);
    assert_ok(party_say(&x.ctx, &a.me, &a.thread, STR_NONE, STR("hello")));
    assert_ok(mine_ask_move(&x.ctx, &x.dana, c.id, LOOP_WITHDRAW, STR_NONE));
    house_end(&x);
}

/* ---- two at once ------------------------------------------------------------------------------
 */

struct racer {
    const struct house *x;
    struct viewer v;
    struct aid_card card;
    pthread_barrier_t *start;
    enum err e;
};

static void *race(void *arg)
{
    struct racer *r = arg;
    struct db *db;
    struct space_ctx ctx = r->x->ctx;
    r->e = db_open(r->x->t->url, DB_WRITER, &db);
    pthread_barrier_wait(r->start);
    if (r->e != ERR_OK)
        return NULL;
    ctx.db = db;
    ctx.arena = arena_create(ARENA_PLAIN, 0);
    ctx.secret = arena_create(ARENA_PLAIN, 0);
    r->e = mine_claim(&ctx, &r->v, board_place(&r->card), r->card.id, STR("one"), STR_NONE);
    db_close(db);
    arena_destroy(ctx.arena);
    arena_destroy(ctx.secret);
    return NULL;
}

static void of_two_at_once_one_wins(void **state)
{
    struct house x;
    pthread_barrier_t start;
    house_begin(&x, state);
    for (int round = 0; round < 12; round++) {
        asks(&x, MINE_TO_BOARD);
        const struct aid_card c = board_of(&x, &x.sami).v[0];
        struct racer r[2] = {{.x = &x, .v = x.sami, .card = c, .start = &start},
                             {.x = &x, .v = x.noor, .card = c, .start = &start}};
        pthread_t one, two;
        assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
        assert_int_equal(pthread_create(&one, NULL, race, &r[0]), 0);
        assert_int_equal(pthread_create(&two, NULL, race, &r[1]), 0);
        pthread_join(one, NULL);
        pthread_join(two, NULL);
        pthread_barrier_destroy(&start);
        const bool sami = r[0].e == ERR_OK;
        assert_int_equal(r[sami ? 1 : 0].e, ERR_CONFLICT);
        assert_int_equal(r[sami ? 0 : 1].e, ERR_OK);
        assert_int_equal(now_of(&x, c.id).thread.card.helper.id,
                         box_of(sami ? &x.sami : &x.noor, c.id));
        assert_int_equal(now_of(&x, c.id).thread.said.n, 2);
    }
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(the_board_says_little),     TEST_DB(from_the_board_to_the_end),
        TEST_DB(a_quiet_claim_is_released), TEST_DB(an_offer_is_asked),
        TEST_DB(it_can_be_changed),         TEST_DB(unconfirmed_cards_rest),
        TEST_DB(leaving_takes_it_all),      TEST_DB(letters_in_a_row_are_bounded),
        TEST_DB(of_two_at_once_one_wins),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
