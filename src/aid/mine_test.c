/* What is one's own in mutual aid: offers on the board and at rest, answers, helping, leaving. */
#include <string.h>

#include "aid/cases.h"
#include "aid/mine.h"
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
    struct viewer amal, sami, noor; /* Amal coordinates; Sami and Noor offer */
    struct space *commons;
    struct desk desk;
    struct party asker;
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
    *x = (struct house){.t = test_db_of(state),
                        .secret = arena_create(ARENA_PLAIN, 0),
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

static struct aid_card sofa(struct house *x, int32_t days)
{
    return (struct aid_card){
        .id = aid_card_id(),
        .side = AID_OFFER,
        .kind = AID_SHELTER,
        .units = 2,
        .repeat = AID_STANDING,
        .line = STR_INIT("a sofa near the sea"),
        .loop = {.asked = x->ctx.now, .last_day = clock_day(x->ctx.now) + days}};
}

static const struct aid_details SOFA = {.words = STR_INIT("third floor")};

static struct aid_card offers(struct house *x, struct viewer *v)
{
    struct aid_card card = sofa(x, 90);
    assert_ok(mine_offer_put(&x->ctx, v, &card, &SOFA));
    return card;
}

static struct shelf_cards board_of(struct house *x, struct viewer *v)
{
    struct shelf_cards all;
    assert_ok(mine_board(&x->ctx, v, &all));
    return all;
}

static size_t listed(struct house *x, struct viewer *v)
{
    struct mine_list all;
    assert_ok(mine_all(&x->ctx, v, &all));
    return all.n;
}

static struct aid_card asks(struct house *x)
{
    struct aid_card card = {.id = aid_card_id(),
                            .side = AID_ASK,
                            .desk_reads = true,
                            .kind = AID_SHELTER,
                            .units = 1,
                            .line = STR_INIT("a bed for tonight"),
                            .loop = loop_new(LOOP_NOW, clock_day(x->ctx.now) + 30, x->ctx.now)};
    static const struct aid_details WORDS = {.words = STR_INIT("I cannot go home")};
    assert_ok(party_ask(&x->ctx, &x->asker, &card, &WORDS));
    return card;
}

static enum err proposes(struct house *x, uint64_t ask, struct viewer *v, uint64_t offer)
{
    struct mine m;
    struct aid_thread t;
    assert_ok(mine_find(&x->ctx, v, MINE_OFFERS, offer, &m));
    assert_ok(case_read(&x->desk, AID_ASK, (struct shelf_place){0}, ask, &t));
    return case_propose(&x->desk, t.at, ask,
                        &(struct case_offer){.board = x->commons, .at = m.at, .id = offer},
                        STR_NONE);
}

static struct aid_letter asked(struct house *x, struct viewer *v, uint64_t offer)
{
    struct aid_letters all;
    assert_ok(mine_asked(&x->ctx, v, offer, &all));
    assert_int_equal(all.n, 1);
    return all.v[0];
}

static void answers(struct house *x, struct viewer *v, uint64_t offer, enum aid_what what)
{
    const struct mine_answer a = {.what = what,
                                  .letter = asked(x, v, offer).id,
                                  .name = STR_INIT("Huda"),
                                  .words = STR_INIT("gladly")};
    struct aid_letters none;
    assert_ok(mine_answer(&x->ctx, v, offer, &a));
    assert_ok(mine_asked(&x->ctx, v, offer, &none));
    assert_int_equal(none.n, 0);
    assert_err(mine_answer(&x->ctx, v, offer, &a), NOT_FOUND);
}

static struct mine helped(struct house *x, struct viewer *v, uint64_t ask)
{
    struct mine m;
    assert_ok(mine_find(&x->ctx, v, MINE_HELPS, ask, &m));
    return m;
}

static struct mine_help help_of(struct house *x, struct viewer *v, uint64_t ask)
{
    struct mine_help h;
    struct mine m = helped(x, v, ask);
    assert_ok(mine_help(&x->ctx, v, &m, &h));
    return h;
}

static struct aid_thread at_desk(struct house *x, uint64_t ask)
{
    struct aid_thread t;
    assert_ok(case_read(&x->desk, AID_ASK, (struct shelf_place){0}, ask, &t));
    return t;
}

static size_t nth_of(const struct aid_thread *t, enum aid_what what, size_t nth)
{
    for (size_t i = 0; i < t->said.n; i++)
        if (t->said.v[i].what == what && nth-- == 0)
            return i;
    fail();
    return 0;
}

static int64_t rows_of(struct house *x, const char *table)
{
    const struct db_sql COUNT = {
        "test: count", str_to_c(x->t->a, str_fmt(x->t->a, "SELECT count(*) FROM %s", table)), NULL,
        NULL};
    struct db_rows rows;
    assert_ok(db_all(x->t->db, &COUNT, DB_NO_ARGS, x->t->a, &rows));
    return db_cell_int(&rows, 0, 0);
}

/* ---- tests ---- */

static void an_offer_stands_rests_and_ends(void **state)
{
    struct house x;
    struct mine m;
    house_begin(&x, state);
    assert_int_equal(listed(&x, &x.sami), 0);
    int64_t before = rows_of(&x, "record");
    struct aid_card card = offers(&x, &x.sami);
    struct shelf_cards all = board_of(&x, &x.noor);
    assert_int_equal(all.n, 1);
    assert_str(all.v[0].line, "a sofa near the sea");

    /* what the board marks stays when the offer is changed, and when it rests and comes back */
    struct aid_card ask = asks(&x);
    assert_ok(proposes(&x, ask.id, &x.sami, card.id));
    card.line = STR("a sofa and a cat");
    card.loop.last_day += 30;
    assert_ok(mine_offer_put(&x.ctx, &x.sami, &card, &SOFA));
    assert_int_equal(board_of(&x, &x.noor).n, 1);
    assert_str(board_of(&x, &x.noor).v[0].line, "a sofa and a cat");
    assert_int_equal(board_of(&x, &x.noor).v[0].requests, 1);
    assert_ok(mine_offer_rest(&x.ctx, &x.sami, card.id));
    assert_int_equal(board_of(&x, &x.noor).n, 0);
    assert_ok(mine_find(&x.ctx, &x.sami, MINE_OFFERS, card.id, &m));
    assert_int_equal(m.at.seq, 0);
    assert_str(m.details.words, "third floor");
    assert_ok(mine_offer_put(&x.ctx, &x.sami, &m.card, &m.details));
    assert_int_equal(board_of(&x, &x.noor).v[0].requests, 1);
    assert_int_equal(listed(&x, &x.sami), 1);

    assert_ok(mine_offer_end(&x.ctx, &x.sami, card.id));
    assert_int_equal(board_of(&x, &x.noor).n, 0);
    assert_int_equal(listed(&x, &x.sami), 0);
    assert_err(mine_offer_end(&x.ctx, &x.sami, card.id), NOT_FOUND);
    assert_int_not_equal(before, 0);
    house_end(&x);
}

/* On its last day it goes by itself: off the board, out of the list. */
static void it_goes_on_its_last_day(void **state)
{
    struct house x;
    house_begin(&x, state);
    struct aid_card card = sofa(&x, 2);
    assert_ok(mine_offer_put(&x.ctx, &x.sami, &card, &SOFA));
    wait(&x, 2 * DAY_SECONDS);
    assert_int_equal(board_of(&x, &x.noor).n, 1);
    assert_int_equal(listed(&x, &x.sami), 1);
    wait(&x, DAY_SECONDS);
    assert_int_equal(board_of(&x, &x.noor).n, 0);
    assert_int_equal(listed(&x, &x.sami), 0);
    house_end(&x);
}

/* Nothing of Sami's opens for Noor, by whatever number. */
static void ones_own_is_nobody_elses(void **state)
{
    struct house x;
    struct mine m;
    struct key a, b;
    struct aid_letters letters;
    house_begin(&x, state);
    struct aid_card card = offers(&x, &x.sami);
    struct aid_card ask = asks(&x);
    assert_ok(proposes(&x, ask.id, &x.sami, card.id));
    assert_err(mine_find(&x.ctx, &x.noor, MINE_OFFERS, card.id, &m), NOT_FOUND);
    assert_ok(mine_asked(&x.ctx, &x.noor, card.id, &letters));
    assert_int_equal(letters.n, 0);
    assert_err(mine_offer_rest(&x.ctx, &x.noor, card.id), NOT_FOUND);
    assert_err(mine_offer_end(&x.ctx, &x.noor, card.id), NOT_FOUND);
    const struct mine_answer no = {.what = AID_NO, .letter = asked(&x, &x.sami, card.id).id};
    assert_err(mine_answer(&x.ctx, &x.noor, card.id, &no), NOT_FOUND);
    assert_int_equal(board_of(&x, &x.noor).n, 1);
    mine_seed(&x.sami, MINE_OFFERS, card.id, &a);
    mine_seed(&x.noor, MINE_OFFERS, card.id, &b);
    assert_false(key_eq(&a, &b));
    assert_true(aid_card_is(&board_of(&x, &x.noor).v[0], &a));
    assert_false(aid_card_is(&board_of(&x, &x.noor).v[0], &b));
    mine_seed(&x.sami, MINE_HELPS, card.id, &b);
    assert_false(key_eq(&a, &b));
    house_end(&x);
}

/* Two say yes; one is accepted, the other is thanked and told. */
static void exactly_one_helps(void **state)
{
    struct house x;
    struct aid_thread t;
    house_begin(&x, state);
    struct aid_card one = offers(&x, &x.sami), two = offers(&x, &x.noor);
    struct aid_card ask = asks(&x);
    assert_ok(proposes(&x, ask.id, &x.sami, one.id));
    assert_ok(proposes(&x, ask.id, &x.noor, two.id));
    assert_str(asked(&x, &x.sami, one.id).about.line, "a bed for tonight");
    answers(&x, &x.sami, one.id, AID_YES);
    answers(&x, &x.noor, two.id, AID_YES);
    assert_int_equal(help_of(&x, &x.sami, ask.id).state, MINE_HELP_WAITS);

    t = at_desk(&x, ask.id);
    size_t a = nth_of(&t, AID_YES, 0), b = nth_of(&t, AID_YES, 1);
    assert_true(t.said.v[a].about.id != t.said.v[b].about.id);
    if (t.said.v[a].about.id != one.id)
        a = b;
    assert_ok(case_accept(&x.desk, t.at, ask.id, a));
    assert_err(case_accept(&x.desk, t.at, ask.id, b), CONFLICT);
    assert_int_equal(help_of(&x, &x.sami, ask.id).state, MINE_HELP_ON);
    assert_str(help_of(&x, &x.sami, ask.id).thread.details.words, "I cannot go home");
    assert_int_equal(help_of(&x, &x.noor, ask.id).state, MINE_HELP_SPARE);
    assert_false(help_of(&x, &x.noor, ask.id).thread.has_details);
    struct aid_thread seen;
    assert_ok(party_read(&x.ctx, &x.asker, &seen));
    assert_str(seen.helper, "Huda");

    /* a yes that comes when it is too late hears so, too */
    struct aid_card three = offers(&x, &x.noor);
    assert_ok(mine_help_end(&x.ctx, &x.noor, ask.id));
    assert_err(proposes(&x, ask.id, &x.noor, three.id), CONFLICT);
    house_end(&x);
}

static void a_yes_can_be_taken_back(void **state)
{
    struct house x;
    struct aid_thread t;
    house_begin(&x, state);
    struct aid_card one = offers(&x, &x.sami), two = offers(&x, &x.noor);
    struct aid_card ask = asks(&x);
    assert_ok(proposes(&x, ask.id, &x.sami, one.id));
    assert_ok(proposes(&x, ask.id, &x.noor, two.id));
    answers(&x, &x.sami, one.id, AID_YES);
    assert_ok(mine_help_end(&x.ctx, &x.sami, ask.id));
    assert_int_equal(listed(&x, &x.sami), 1);
    t = at_desk(&x, ask.id);
    assert_err(case_accept(&x.desk, t.at, ask.id, nth_of(&t, AID_YES, 0)), NOT_FOUND);

    /* and who said yes when somebody else had been accepted is told when it is sorted */
    answers(&x, &x.noor, two.id, AID_YES);
    t = at_desk(&x, ask.id);
    assert_ok(case_accept(&x.desk, t.at, ask.id, nth_of(&t, AID_YES, 1)));
    assert_int_equal(help_of(&x, &x.noor, ask.id).state, MINE_HELP_ON);
    house_end(&x);
}

static void a_late_yes_is_thanked(void **state)
{
    struct house x;
    struct aid_thread t;
    house_begin(&x, state);
    struct aid_card one = offers(&x, &x.sami), two = offers(&x, &x.noor);
    struct aid_card ask = asks(&x);
    assert_ok(proposes(&x, ask.id, &x.sami, one.id));
    assert_ok(proposes(&x, ask.id, &x.noor, two.id));
    answers(&x, &x.sami, one.id, AID_YES);
    t = at_desk(&x, ask.id);
    assert_ok(case_accept(&x.desk, t.at, ask.id, nth_of(&t, AID_YES, 0)));
    answers(&x, &x.noor, two.id, AID_YES);
    assert_int_equal(help_of(&x, &x.noor, ask.id).state, MINE_HELP_WAITS);
    assert_ok(cases_sort(&x.desk));
    assert_int_equal(help_of(&x, &x.noor, ask.id).state, MINE_HELP_SPARE);
    assert_int_equal(help_of(&x, &x.sami, ask.id).state, MINE_HELP_ON);
    house_end(&x);
}

/* Not now, no: the desk learns it, nothing else is kept; and who wants rest has it. */
static void a_no_is_enough(void **state)
{
    struct house x;
    struct aid_thread t;
    house_begin(&x, state);
    struct aid_card card = sofa(&x, 90);
    card.rest = 7;
    assert_ok(mine_offer_put(&x.ctx, &x.sami, &card, &SOFA));
    struct aid_card ask = asks(&x);
    assert_ok(proposes(&x, ask.id, &x.sami, card.id));
    answers(&x, &x.sami, card.id, AID_NO);
    assert_int_equal(listed(&x, &x.sami), 1);
    t = at_desk(&x, ask.id);
    const struct aid_letter *no = &t.said.v[nth_of(&t, AID_NO, 0)];
    assert_int_equal(no->about.id, card.id);
    assert_int_equal(no->reply.id, 0);
    assert_int_equal(no->name.n, 0);

    key_random(&x.asker.seed);
    ask = asks(&x);
    assert_err(proposes(&x, ask.id, &x.sami, card.id), CONFLICT);
    assert_int_equal(board_of(&x, &x.noor).n, 0);
    wait(&x, 7 * DAY_SECONDS);
    assert_int_equal(board_of(&x, &x.noor).n, 1);
    assert_ok(proposes(&x, ask.id, &x.sami, card.id));
    house_end(&x);
}

/* Handed over, with money spent; a thing that is given once is given. */
static void what_is_given_once_is_given(void **state)
{
    struct house x;
    struct aid_thread t;
    house_begin(&x, state);
    struct aid_card card = sofa(&x, 90);
    card.repeat = AID_ONCE;
    card.units = 1;
    assert_ok(mine_offer_put(&x.ctx, &x.sami, &card, &SOFA));
    struct aid_card ask = asks(&x);
    assert_ok(proposes(&x, ask.id, &x.sami, card.id));
    answers(&x, &x.sami, card.id, AID_YES);
    t = at_desk(&x, ask.id);
    assert_ok(case_accept(&x.desk, t.at, ask.id, nth_of(&t, AID_YES, 0)));
    assert_int_equal(board_of(&x, &x.noor).n, 1);
    struct mine m = helped(&x, &x.sami, ask.id);
    struct mine_help h = help_of(&x, &x.sami, ask.id);
    assert_ok(mine_help_hand(&x.ctx, &x.sami, &m, &h, PARTY_SPENT, STR("it went well")));
    assert_int_equal(board_of(&x, &x.noor).n, 0);
    assert_true(at_desk(&x, ask.id).card.loop.spent);
    assert_int_equal(at_desk(&x, ask.id).card.loop.state, LOOP_HANDED);
    house_end(&x);
}

/* Who leaves takes all of it along: the board, the letters, the promise; nobody waits for them. */
static void leaving_takes_it_all(void **state)
{
    struct house x;
    struct aid_thread t;
    struct space *own;
    house_begin(&x, state);
    struct aid_card card = offers(&x, &x.sami), other = offers(&x, &x.sami);
    struct aid_card ask = asks(&x);
    assert_ok(proposes(&x, ask.id, &x.sami, card.id));
    assert_ok(mine_offer_rest(&x.ctx, &x.sami, other.id));
    answers(&x, &x.sami, card.id, AID_YES);
    t = at_desk(&x, ask.id);
    assert_ok(case_accept(&x.desk, t.at, ask.id, nth_of(&t, AID_YES, 0)));
    assert_int_equal(at_desk(&x, ask.id).card.loop.state, LOOP_CLAIMED);

    json_t *copy;
    assert_ok(mine_export(&x.ctx, &x.sami, &copy));
    assert_int_equal(json_array_size(copy), 3);
    json_decref(copy);
    assert_ok(mine_end(&x.ctx, &x.sami));
    assert_int_equal(board_of(&x, &x.noor).n, 0);
    assert_int_equal(listed(&x, &x.sami), 0);
    assert_int_equal(at_desk(&x, ask.id).card.loop.state, LOOP_TRIAGED);
    assert_ok(own_enter(&x.ctx, &x.sami, &own));
    assert_ok(own_end(&x.ctx, &x.sami));
    assert_ok(mine_end(&x.ctx, &x.noor)); /* who has nothing leaves nothing */
    assert_ok(cases_sort(&x.desk));
    house_end(&x);
}

static void the_list_is_bounded(void **state)
{
    struct house x;
    house_begin(&x, state);
    struct aid_card card;
    for (int i = 0; i < MINE_MAX; i++)
        offers(&x, &x.sami);
    card = sofa(&x, 90);
    assert_err(mine_offer_put(&x.ctx, &x.sami, &card, &SOFA), TOO_MANY);
    assert_int_equal(board_of(&x, &x.noor).n, MINE_MAX);
    assert_int_equal(listed(&x, &x.sami), MINE_MAX);
    house_end(&x);
}

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {TEST_DB(an_offer_stands_rests_and_ends),
                                       TEST_DB(it_goes_on_its_last_day),
                                       TEST_DB(ones_own_is_nobody_elses),
                                       TEST_DB(exactly_one_helps),
                                       TEST_DB(a_yes_can_be_taken_back),
                                       TEST_DB(a_late_yes_is_thanked),
                                       TEST_DB(a_no_is_enough),
                                       TEST_DB(what_is_given_once_is_given),
                                       TEST_DB(leaving_takes_it_all),
                                       TEST_DB(the_list_is_bounded)};
    return cmocka_run_group_tests_name("one's own aid", tests, NULL, NULL);
}
