/* Cards, letters and shelves: what goes in comes out, on both engines, and ends on its day. */
#include <stdio.h>
#include <string.h>

#include "aid/inside.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/test.h"
#include "support/test_db.h"

#define DAY 20000

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct space_ctx ctx;
    struct space_ticket ticket;
    struct space *s;
};

static void house_begin(struct house *x, void **state)
{
    *x = (struct house){.t = test_db_of(state), .secret = arena_create(ARENA_PLAIN, 0)};
    assert_ok(seal_home_create(x->t->folder, DAY));
    assert_ok(seal_home_open(x->t->folder, DAY, false, &x->home));
    x->ctx = (struct space_ctx){.db = x->t->db,
                                .home = x->home,
                                .arena = x->t->a,
                                .secret = x->secret,
                                .now = (int64_t)DAY * DAY_SECONDS};
    assert_ok(space_create(&x->ctx, NULL, &x->ticket, &x->s));
}

static void house_end(struct house *x)
{
    seal_home_close(x->home);
    arena_destroy(x->secret);
}

/* The same space on a later day, as a request of that day meets it. */
static void house_wait(struct house *x, int32_t days)
{
    bool fresher;
    seal_home_close(x->home);
    x->ctx.now += days * DAY_SECONDS;
    assert_ok(seal_home_open(x->t->folder, clock_day(x->ctx.now), true, &x->home));
    x->ctx.home = x->home;
    assert_ok(space_enter(&x->ctx, &x->ticket, &fresher, NULL, &x->s));
}

static uint64_t below(uint64_t n)
{
    return rand_u64() % n;
}

static struct aid_card card_new(enum aid_side side, int32_t last_day)
{
    struct key seed;
    struct aid_card c = {.id = aid_card_id(),
                         .side = side,
                         .kind = (enum aid_kind)(1 + below(AID_KIND_COUNT)),
                         .area = (uint32_t)below(1000),
                         .reach = (uint32_t)below(600),
                         .units = 1 + (int32_t)below(9),
                         .from = DAY + (int32_t)below(5),
                         .speaks = below(1 << 20),
                         .must_talk = below(2) == 1,
                         .gender = (unsigned)below(8),
                         .genders = (unsigned)below(8),
                         .has = (unsigned)below(64),
                         .needs = (unsigned)below(64),
                         .avoids = (unsigned)below(8),
                         .near = (unsigned)below(8),
                         .line = STR("سرير لليلة واحدة، قريب من المحطة"),
                         .number = {4, -7, 0, INT64_MAX},
                         .answered = (unsigned)below(16),
                         .offer = aid_card_id(),
                         .desk_reads = below(2) == 1};
    for (int i = 0; i < AID_QUESTIONS_MAX; i++)
        if (!(c.answered & 1u << i))
            c.number[i] = 0;
    key_random(&seed);
    mailbox_of(&c.mailbox, &seed);
    if (side == AID_ASK) {
        c.loop = loop_new((enum loop_urgency)(1 + below(4)), last_day, (int64_t)DAY * DAY_SECONDS);
        c.helper = c.mailbox;
    } else {
        c.repeat = AID_STANDING;
        c.taken = (int32_t)below(3);
        c.requests = 3;
        c.requested = DAY;
        c.loop.last_day = last_day;
    }
    return c;
}

/* Both as they are packed: a card is what is packed of it. */
static void cards_equal(struct house *x, const struct aid_card *a, const struct aid_card *b)
{
    struct str one = aid_card_pack(x->secret, a), other = aid_card_pack(x->secret, b);
    assert_true(str_eq(one, other));
}

static void cards_and_letters_come_back(void **state)
{
    struct house x;
    house_begin(&x, state);
    for (int i = 0; i < 200; i++) {
        struct aid_card c = card_new(i % 2 ? AID_ASK : AID_OFFER, DAY + 3), back;
        struct str body = aid_card_pack(x.secret, &c);
        assert_true(aid_card_unpack(x.secret, body, &back));
        assert_int_equal(back.id, c.id);
        assert_memory_equal(back.number, c.number, sizeof c.number);
        assert_memory_equal(&back.mailbox.key, &c.mailbox.key, sizeof c.mailbox.key);
        assert_int_equal(back.loop.last_day, DAY + 3);
        cards_equal(&x, &c, &back);

        struct aid_letter l = {
            .what = AID_INTAKE,
            .card = c.id,
            .at = x.ctx.now,
            .by = LOOP_ASKER,
            .name = STR("نور"),
            .words = STR("please"),
            .moves = true,
            .move = LOOP_CONFIRM,
            .state = LOOP_CONFIRMED,
            .has_about = true,
            .about = c,
            .has_details = true,
            .details = {.answer = {[1] = STR_INIT("no nuts")},
                        .words = STR_INIT("two of us"),
                        .who = STR_INIT("a friend"),
                        .contact = STR_INIT("0470"),
                        .lang = STR_INIT("ar"),
                        .avoid = {STR_INIT("unit 4"), STR_INIT("the bakery")},
                        .navoid = 2},
            .meeting = {x.ctx.now + 60, STR_INIT("the station"), STR_INIT("a red scarf")},
            .reply = c.mailbox};
        struct aid_letter read;
        assert_true(aid_letter_unpack(x.secret, aid_letter_pack(x.secret, &l), &read));
        assert_true(str_eq(aid_letter_pack(x.secret, &l), aid_letter_pack(x.secret, &read)));
        assert_str(read.details.answer[1], "no nuts");
        assert_str(read.details.avoid[1], "the bakery");
        assert_true(read.moves && read.move == LOOP_CONFIRM);
        assert_int_equal(read.reply.id, c.mailbox.id);
    }
    house_end(&x);
}

/* Whatever else comes, it is not a card; and a cut one is none, or not this one. */
static void what_is_no_card_is_refused(void **state)
{
    struct house x;
    struct aid_card back;
    struct aid_letter letter;
    house_begin(&x, state);
    struct aid_card c = card_new(AID_ASK, DAY + 3);
    struct str body = aid_card_pack(x.secret, &c);

    assert_false(aid_card_unpack(x.secret, STR(""), &back));
    assert_false(aid_card_unpack(x.secret, STR("\xff\xff\xff"), &back));
    assert_false(aid_letter_unpack(x.secret, STR(""), &letter));
    for (size_t n = 0; n < body.n; n++)
        if (aid_card_unpack(x.secret, str_slice(body, 0, n), &back))
            assert_false(str_eq(aid_card_pack(x.secret, &back), body));
    c.units = 0;
    assert_false(aid_card_unpack(x.secret, aid_card_pack(x.secret, &c), &back));
    c.units = 1;
    c.kind = (enum aid_kind)99;
    assert_false(aid_card_unpack(x.secret, aid_card_pack(x.secret, &c), &back));
    c.kind = AID_FOOD;
    c.loop.state = (enum loop_state)77;
    assert_false(aid_card_unpack(x.secret, aid_card_pack(x.secret, &c), &back));
    house_end(&x);
}

static void a_card_stands_where_it_was_put(void **state)
{
    struct house x;
    struct aid_card c[70], back;
    struct shelf_place at[70];
    struct shelf_cards all;
    house_begin(&x, state);

    for (int i = 0; i < 70; i++) {
        c[i] = card_new(AID_ASK, DAY + 2);
        assert_ok(shelf_put(x.s, &c[i], &at[i]));
    }
    assert_int_equal(at[31].seq, at[0].seq);
    assert_int_not_equal(at[32].seq, at[0].seq);
    for (int i = 0; i < 70; i++) {
        assert_ok(shelf_get(x.s, AID_ASK, at[i], c[i].id, &back));
        cards_equal(&x, &c[i], &back);
    }
    assert_err(shelf_get(x.s, AID_OFFER, at[0], c[0].id, &back), NOT_FOUND);
    assert_err(shelf_get(x.s, AID_ASK, at[0], c[69].id, &back), NOT_FOUND);

    c[5].line = STR("another line");
    assert_ok(shelf_change(x.s, at[5], &c[5]));
    assert_ok(shelf_get(x.s, AID_ASK, at[5], c[5].id, &back));
    assert_str(back.line, "another line");
    c[5].loop.last_day++;
    assert_err(shelf_change(x.s, at[5], &c[5]), INVALID);

    assert_ok(shelf_take(x.s, AID_ASK, at[5], c[5].id));
    assert_err(shelf_take(x.s, AID_ASK, at[5], c[5].id), NOT_FOUND);
    for (int i = 0; i < 32; i++)
        if (i != 5)
            assert_ok(shelf_take(x.s, AID_ASK, at[i], c[i].id));
    assert_err(shelf_get(x.s, AID_ASK, at[0], c[0].id, &back), NOT_FOUND);
    assert_ok(shelf_all(x.s, AID_ASK, NULL, &all));
    assert_int_equal(all.n, 38);
    assert_int_equal(all.damaged, 0);
    for (size_t i = 0; i < all.n; i++) {
        assert_ok(shelf_get(x.s, AID_ASK, all.at[i], all.v[i].id, &back));
        cards_equal(&x, &all.v[i], &back);
    }
    house_end(&x);
}

static void tells(void *with, size_t done)
{
    size_t *last = with;
    assert_true(done >= *last);
    *last = done;
}

static void many_cards_of_many_days(void **state)
{
    enum { N = 500 };
    struct house x;
    struct shelf_cards all;
    size_t told = 0, asks = 0;
    house_begin(&x, state);
    struct aid_card *c = ARENA_ARRAY(x.t->a, struct aid_card, N);
    struct shelf_place *at = ARENA_ARRAY(x.t->a, struct shelf_place, N);

    for (int i = 0; i < N; i++) {
        c[i] = card_new(i % 5 == 0 ? AID_OFFER : AID_ASK, DAY + 1 + i % 3);
        asks += c[i].side == AID_ASK;
    }
    assert_ok(shelf_put_all(x.s, c, N, at));
    for (int i = 0; i < N; i++) {
        struct aid_card back;
        assert_ok(shelf_get(x.s, c[i].side, at[i], c[i].id, &back));
        cards_equal(&x, &c[i], &back);
    }
    assert_ok(shelf_all(x.s, AID_ASK, &(struct shelf_watch){tells, &told}, &all));
    assert_int_equal(all.n, asks);
    assert_int_equal(told, asks);
    house_end(&x);
}

/* After its day a card is gone, though nobody deleted the row. */
static void a_card_ends_on_its_day(void **state)
{
    struct house x;
    struct aid_card c = {0}, back;
    struct shelf_place at[2];
    struct shelf_cards all;
    house_begin(&x, state);
    c = card_new(AID_ASK, DAY + 1);
    assert_ok(shelf_put(x.s, &c, &at[0]));
    struct aid_card later = card_new(AID_ASK, DAY + 9);
    assert_ok(shelf_put(x.s, &later, &at[1]));
    assert_int_not_equal(at[0].day, at[1].day);

    house_wait(&x, 1);
    assert_ok(shelf_get(x.s, AID_ASK, at[0], c.id, &back));
    house_wait(&x, 1);
    assert_true(shelf_get(x.s, AID_ASK, at[0], c.id, &back) != ERR_OK);
    assert_ok(shelf_all(x.s, AID_ASK, NULL, &all));
    assert_int_equal(all.n, 1);
    assert_int_equal(all.v[0].id, later.id);
    house_end(&x);
}

static void handles_name_one_card(void **state)
{
    static const char *const WRONG[] = {"",
                                        "-",
                                        "1-2",
                                        "1-2-",
                                        "x-2-00",
                                        "1-2-zz",
                                        "1--2-000",
                                        "99999999999-1-00",
                                        "1-99999999-00",
                                        "1-2-00000000000000000000000"};
    struct house x;
    struct shelf_place at = {20412, 77}, back;
    uint64_t id = aid_card_id(), read;
    house_begin(&x, state);

    struct str text = shelf_handle(x.t->a, at, id);
    assert_true(shelf_from_handle(x.t->a, text, &back, &read));
    assert_true(back.day == at.day && back.seq == at.seq && read == id);
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_false(shelf_from_handle(x.t->a, str_from_c(WRONG[i]), &back, &read));
    house_end(&x);
}

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {
        TEST_DB_SQLITE(cards_and_letters_come_back),
        TEST_DB_SQLITE(what_is_no_card_is_refused),
        TEST_DB(a_card_stands_where_it_was_put),
        TEST_DB(many_cards_of_many_days),
        TEST_DB(a_card_ends_on_its_day),
        TEST_DB_SQLITE(handles_name_one_card),
    };
    return cmocka_run_group_tests_name("aid shelves", tests, NULL, NULL);
}
