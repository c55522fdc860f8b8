/* From an ask without an account to a closed door, in letters: the rules under the pages. */
#include <string.h>

#include "aid/cases.h"
#include "aid/party.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/test.h"
#include "members/net.h"
#include "space/mailbox.h"
#include "support/test_db.h"

#define DAY 20000
#define HOUR 3600

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct space_ctx ctx;
    struct viewer amal, sami; /* coordinators */
    struct space *commons;
    struct desk desk;
    struct party asker, helper;
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

static void desk_again(struct house *x, struct viewer *v)
{
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, v, NULL, &x->desk));
}

static void house_begin(struct house *x, void **state)
{
    static const struct space_persona AMAL = {.name = STR_INIT("Amal")};
    struct space_ticket t;
    *x = (struct house){.t = test_db_of(state),
                        .secret = arena_create(ARENA_PLAIN, 0),
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
    assert_ok(desk_open(&x->ctx, &DESK_COORDINATORS, &x->amal, &AMAL));
    desk_again(x, &x->amal);
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
    desk_again(x, &x->amal);
}

static struct aid_card bed(struct house *x)
{
    return (struct aid_card){.id = aid_card_id(),
                             .side = AID_ASK,
                             .desk_reads = true,
                             .kind = AID_SHELTER,
                             .units = 1,
                             .line = STR_INIT("a bed for tonight"),
                             .loop = loop_new(LOOP_NOW, clock_day(x->ctx.now) + 30, x->ctx.now)};
}

static const struct aid_details WORDS = {.words = STR_INIT("I cannot go home"),
                                         .contact = STR_INIT("by letters only")};

static struct aid_thread seen_by(struct house *x, const struct party *p)
{
    struct aid_thread t;
    assert_ok(party_read(&x->ctx, p, &t));
    return t;
}

static struct case_row only_row(struct house *x)
{
    struct case_rows rows;
    assert_ok(cases_list(&x->desk, AID_ASK, &rows));
    assert_int_equal(rows.n, 1);
    return rows.v[0];
}

static struct aid_thread at_desk(struct house *x)
{
    struct aid_thread t;
    struct case_row row = only_row(x);
    assert_ok(case_read(&x->desk, AID_ASK, row.at, row.card.id, &t));
    return t;
}

static int64_t letters_in_all(struct house *x)
{
    const struct db_sql COUNT = {"test: letters", "SELECT count(*) FROM inbox", NULL, NULL};
    struct db_rows rows;
    assert_ok(db_all(x->t->db, &COUNT, DB_NO_ARGS, x->t->a, &rows));
    return db_cell_int(&rows, 0, 0);
}

static int64_t records_in_all(struct house *x)
{
    const struct db_sql COUNT = {"test: records", "SELECT count(*) FROM record", NULL, NULL};
    struct db_rows rows;
    assert_ok(db_all(x->t->db, &COUNT, DB_NO_ARGS, x->t->a, &rows));
    return db_cell_int(&rows, 0, 0);
}

/* The offer of a bed on the board, and the mailbox behind it. */
struct bed_offer {
    struct party owner;
    struct case_offer at;
};

static struct bed_offer bed_offered(struct house *x)
{
    struct bed_offer o = {.owner = {.as = LOOP_OTHER}};
    struct aid_card card = {.id = aid_card_id(),
                            .side = AID_OFFER,
                            .kind = AID_SHELTER,
                            .units = 2,
                            .repeat = AID_STANDING,
                            .line = STR_INIT("a sofa"),
                            .loop = {.asked = x->ctx.now, .last_day = clock_day(x->ctx.now) + 90}};
    key_random(&o.owner.seed);
    mailbox_of(&card.mailbox, &o.owner.seed);
    o.at = (struct case_offer){.board = x->commons, .id = card.id};
    assert_ok(shelf_put(x->commons, &card, &o.at.at));
    return o;
}

/* What is a page of the helper's own later: a yes to the proposal. */
static void says_yes(struct house *x, const struct bed_offer *o)
{
    struct inbox in;
    struct aid_letters letters;
    struct mailbox_to mine;
    assert_ok(mailbox_read(&x->ctx, &o->owner.seed, &in));
    aid_letters_of(x->secret, &in, &letters);
    assert_int_equal(letters.n, 1);
    assert_int_equal(letters.v[0].what, AID_PROPOSAL);
    assert_str(letters.v[0].about.line, "a bed for tonight");
    assert_false(letters.v[0].has_details); /* who is asked learns nothing more yet */
    assert_int_equal(letters.v[0].about.mailbox.id, 0);
    mailbox_of(&mine, &x->helper.seed);
    struct aid_letter yes = {.what = AID_YES,
                             .card = letters.v[0].card,
                             .turn = letters.v[0].turn + 1,
                             .at = x->ctx.now,
                             .by = LOOP_HELPER,
                             .name = STR("Huda"),
                             .words = STR("gladly"),
                             .place = letters.v[0].place,
                             .reply = mine};
    assert_ok(desk_drop(&x->ctx, &DESK_COORDINATORS, DAY + 30, aid_letter_pack(x->secret, &yes)));
}

static size_t number_of(const struct aid_thread *t, enum aid_what what)
{
    for (size_t i = 0; i < t->said.n; i++)
        if (t->said.v[i].what == what)
            return i;
    fail();
    return 0;
}

static void from_an_ask_to_a_closed_door(void **state)
{
    struct house x;
    struct aid_thread t;
    house_begin(&x, state);
    struct aid_card card = bed(&x);
    const struct bed_offer o = bed_offered(&x);

    /* asked; nobody did anything yet, and both see it */
    assert_ok(party_ask(&x.ctx, &x.asker, &card, &WORDS));
    t = seen_by(&x, &x.asker);
    assert_int_equal(t.card.loop.state, LOOP_OPEN);
    assert_str(t.details.words, "I cannot go home");
    assert_int_equal(only_row(&x).at.seq, 0);
    t = at_desk(&x);
    assert_str(t.details.words, "I cannot go home");

    /* read, and an offer asked */
    wait(&x, HOUR);
    assert_ok(case_move(&x.desk, t.at, card.id, LOOP_TRIAGE, NULL, STR("we are looking")));
    t = seen_by(&x, &x.asker);
    assert_int_equal(t.card.loop.state, LOOP_TRIAGED);
    assert_str(t.said.v[t.said.n - 1].words, "we are looking");
    t = at_desk(&x);
    assert_int_not_equal(t.at.seq, 0);
    assert_ok(case_propose(&x.desk, t.at, card.id, &o.at, STR("only one person")));
    assert_err(case_propose(&x.desk, t.at, card.id, &o.at, STR("again")), CONFLICT);

    /* a yes, accepted: now the helper sees the details */
    wait(&x, HOUR);
    says_yes(&x, &o);
    t = at_desk(&x);
    assert_err(case_accept(&x.desk, t.at, card.id, 0), NOT_FOUND);
    assert_ok(case_accept(&x.desk, t.at, card.id, number_of(&t, AID_YES)));
    assert_err(case_accept(&x.desk, t.at, card.id, number_of(&t, AID_YES)), CONFLICT);
    t = seen_by(&x, &x.helper);
    assert_str(t.details.words, "I cannot go home");
    assert_int_equal(t.card.loop.state, LOOP_CLAIMED);
    assert_int_equal(seen_by(&x, &x.asker).card.loop.state, LOOP_CLAIMED);

    /* a promise, which the asker reads at once; words both ways */
    const struct aid_meeting meeting = {x.ctx.now + 5 * HOUR, STR_INIT("the station"),
                                        STR_INIT("a red scarf")};
    assert_ok(party_move(&x.ctx, &x.helper, &t, LOOP_PROMISE, &meeting, STR("see you")));
    t = seen_by(&x, &x.asker);
    assert_int_equal(t.card.loop.state, LOOP_PROMISED);
    assert_str(t.meeting.sign, "a red scarf");
    assert_ok(party_say(&x.ctx, &x.asker, &t, STR_NONE, STR("thank you")));
    t = seen_by(&x, &x.helper);
    assert_str(t.said.v[t.said.n - 1].words, "thank you");
    assert_int_equal(at_desk(&x).card.loop.state, LOOP_PROMISED);

    /* given, confirmed, closed: gone a week later, and the rows with it */
    wait(&x, 6 * HOUR);
    t = seen_by(&x, &x.helper);
    assert_ok(party_move(&x.ctx, &x.helper, &t, LOOP_HAND, NULL, STR_NONE));
    t = seen_by(&x, &x.asker);
    assert_ok(party_move(&x.ctx, &x.asker, &t, LOOP_CONFIRM, NULL, STR("slept well")));
    t = at_desk(&x);
    assert_int_equal(t.card.loop.state, LOOP_CONFIRMED);
    assert_ok(case_move(&x.desk, t.at, card.id, LOOP_CLOSE, NULL, STR_NONE));
    t = seen_by(&x, &x.asker);
    assert_int_equal(t.card.loop.state, LOOP_CLOSED);
    assert_int_equal(t.card.loop.last_day, DAY + 7);
    t = at_desk(&x);
    assert_str(t.details.words, "I cannot go home");
    wait(&x, 8 * DAY_SECONDS);
    struct case_rows rows;
    assert_ok(cases_list(&x.desk, AID_ASK, &rows));
    assert_int_equal(rows.n, 0);
    assert_err(case_read(&x.desk, AID_ASK, t.at, card.id, &t), NOT_FOUND);
    assert_err(party_read(&x.ctx, &x.asker, &t), NOT_FOUND);
    assert_err(party_read(&x.ctx, &x.helper, &t), NOT_FOUND);
    house_end(&x);
}

/* Nobody moves an ask with a mailbox that is not on its card. */
static void strangers_move_nothing(void **state)
{
    struct house x;
    struct aid_thread t;
    house_begin(&x, state);
    struct aid_card card = bed(&x);
    struct party stranger = {.as = LOOP_ASKER};
    key_random(&stranger.seed);
    assert_ok(party_ask(&x.ctx, &x.asker, &card, &WORDS));
    t = seen_by(&x, &x.asker);

    assert_err(party_move(&x.ctx, &stranger, &t, LOOP_WITHDRAW, NULL, STR_NONE), DENIED);
    stranger.as = LOOP_HELPER;
    assert_err(party_move(&x.ctx, &stranger, &t, LOOP_HAND, NULL, STR_NONE), DENIED);
    struct aid_letter forged = {.what = AID_WANTS,
                                .card = card.id,
                                .at = x.ctx.now,
                                .by = LOOP_ASKER,
                                .moves = true,
                                .move = LOOP_WITHDRAW};
    mailbox_of(&forged.reply, &stranger.seed);
    assert_ok(desk_drop(&x.ctx, &DESK_COORDINATORS, DAY + 3, aid_letter_pack(x.secret, &forged)));
    assert_int_equal(at_desk(&x).card.loop.state, LOOP_OPEN);
    assert_ok(case_move(&x.desk, t.at, card.id, LOOP_TRIAGE, NULL, STR_NONE));
    assert_int_equal(at_desk(&x).card.loop.state, LOOP_TRIAGED);
    assert_err(party_read(&x.ctx, &stranger, &t), NOT_FOUND);
    house_end(&x);
}

/* Who forgets leaves nothing behind: no letter, no card, no stream. */
static void forgetting_leaves_nothing(void **state)
{
    struct house x;
    struct aid_thread t;
    house_begin(&x, state);
    struct case_rows rows;
    int64_t letters = letters_in_all(&x), records = records_in_all(&x);
    struct aid_card card = bed(&x);
    assert_ok(party_ask(&x.ctx, &x.asker, &card, &WORDS));
    struct case_row row = only_row(&x);
    assert_ok(case_move(&x.desk, row.at, card.id, LOOP_TRIAGE, NULL, STR_NONE));
    assert_true(records_in_all(&x) > records);
    t = seen_by(&x, &x.asker);
    assert_ok(party_forget(&x.ctx, &x.asker, &t));
    assert_err(party_read(&x.ctx, &x.asker, &t), NOT_FOUND);
    assert_err(case_read(&x.desk, AID_ASK, row.at, card.id, &t), NOT_FOUND);
    assert_ok(cases_list(&x.desk, AID_ASK, &rows));
    assert_int_equal(rows.n, 0);
    assert_ok(cases_sort(&x.desk));
    assert_int_equal(letters_in_all(&x), letters);
    assert_int_equal(records_in_all(&x), records + 1); /* the day's tally: counts, nobody's */
    house_end(&x);
}

/* What was missed is open again and stands above what only waits; the helper is off it. */
static void what_did_not_happen_rises(void **state)
{
    struct house x;
    struct aid_thread t;
    struct case_rows rows;
    house_begin(&x, state);
    struct aid_card other = bed(&x);
    const struct bed_offer o = bed_offered(&x);
    struct party second = {.as = LOOP_ASKER};
    key_random(&second.seed);
    assert_ok(party_ask(&x.ctx, &second, &other, &WORDS));
    wait(&x, 60);
    struct aid_card one = bed(&x);
    assert_ok(party_ask(&x.ctx, &x.asker, &one, &WORDS));
    assert_ok(case_propose(&x.desk, (struct shelf_place){0}, one.id, &o.at, STR_NONE));
    says_yes(&x, &o);
    assert_ok(cases_list(&x.desk, AID_ASK, &rows));
    assert_int_equal(rows.n, 2);
    assert_int_equal(rows.v[0].card.id, other.id); /* the older first */
    assert_ok(case_read(&x.desk, AID_ASK, rows.v[1].at, one.id, &t));
    assert_ok(case_accept(&x.desk, t.at, one.id, number_of(&t, AID_YES)));
    const struct aid_meeting meeting = {x.ctx.now + HOUR, STR_INIT("here"), STR_INIT("hat")};
    t = seen_by(&x, &x.helper);
    assert_ok(party_move(&x.ctx, &x.helper, &t, LOOP_PROMISE, &meeting, STR_NONE));
    wait(&x, 2 * HOUR);
    t = seen_by(&x, &x.asker);
    assert_ok(party_move(&x.ctx, &x.asker, &t, LOOP_MISS, NULL, STR("nobody came")));
    assert_int_equal(t.meeting.at, 0);
    assert_ok(cases_list(&x.desk, AID_ASK, &rows));
    assert_int_equal(rows.v[0].card.id, one.id);
    assert_int_equal(rows.v[0].card.loop.missed, 1);
    assert_int_equal(rows.v[0].card.helper.id, 0);
    assert_int_equal(seen_by(&x, &x.helper).card.loop.state, LOOP_TRIAGED);
    house_end(&x);
}

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {
        TEST_DB(from_an_ask_to_a_closed_door), TEST_DB(strangers_move_nothing),
        TEST_DB(forgetting_leaves_nothing), TEST_DB(what_did_not_happen_rises)};
    return cmocka_run_group_tests_name("aid parties", tests, NULL, NULL);
}
