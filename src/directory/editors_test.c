/* The editors' desk: what becomes of reports; and that desks opened long ago are still found. */
#include "base/clock.h"
#include "directory/editors.h"
#include "seal/words.h"
#include "support/test_db.h"

#define DAY 20000

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct space_ctx ctx;
    struct viewer amal; /* the network's steward */
};

static const struct space_persona AMAL = {.name = STR_INIT("Amal"), .about = STR_INIT("Amal A.")};

static void house_begin(struct house *x, void **state)
{
    struct space_ticket t;
    struct space *commons;
    *x = (struct house){.t = test_db_of(state), .secret = arena_create(ARENA_PLAIN, 0)};
    assert_ok(seal_home_create(x->t->folder, DAY));
    assert_ok(seal_home_open(x->t->folder, DAY, false, &x->home));
    x->ctx = (struct space_ctx){.db = x->t->db,
                                .home = x->home,
                                .arena = x->t->a,
                                .secret = x->secret,
                                .now = (int64_t)DAY * DAY_SECONDS};
    key_random(&x->amal.keyring.seed);
    assert_ok(space_create(&x->ctx, NULL, &t, &commons));
    viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
}

static void house_end(struct house *x)
{
    seal_home_close(x->home);
    arena_destroy(x->secret);
}

static void reports_wait_and_go(void **state)
{
    struct house x;
    struct desk amal, again;
    struct editors_letters all;
    struct str entry;
    bool last;
    struct directory_report r = {.entry = STR("e1"),
                                 .title = STR("A clinic"),
                                 .reason = DIRECTORY_REPORT_GONE,
                                 .words = STR("nobody there"),
                                 .day = DAY};
    house_begin(&x, state);
    assert_err(directory_report_send(&x.ctx, &r), NOT_FOUND);
    assert_ok(desk_open(&x.ctx, &DESK_EDITORS, &x.amal, &AMAL));
    assert_ok(desk_enter(&x.ctx, &DESK_EDITORS, &x.amal, NULL, &amal));
    assert_ok(desk_enter(&x.ctx, &DESK_EDITORS, &x.amal, NULL, &again));
    assert_ok(directory_report_send(&x.ctx, &r));
    r.words = STR("again");
    assert_ok(directory_report_send(&x.ctx, &r));
    assert_ok(desk_drop(&x.ctx, &DESK_EDITORS, DAY + 5, STR("no report")));
    assert_ok(editors_letters_read(&amal, &all));
    assert_int_equal(all.n, 2);
    assert_str(all.v[0].report.title, "A clinic");
    struct tag first = all.v[0].id, second = all.v[1].id;
    assert_ok(editors_letter_take(&amal, &first, &entry, &last));
    assert_false(last);
    assert_err(editors_letter_take(&again, &first, &entry, &last), NOT_FOUND);
    assert_ok(editors_letter_take(&again, &second, &entry, &last));
    assert_true(last);
    assert_str(entry, "e1");
    assert_ok(editors_letters_read(&amal, &all));
    assert_int_equal(all.n, 0);
    house_end(&x);
}

/* The words below are those of the first desks: whoever changes them in DESK_EDITORS takes their
 * desks and open codes away from the networks that have some. */
static void old_desks_are_still_found(void **state)
{
    static const struct db_sql OLD = {
        "test: old desk", "INSERT INTO setting (name, value) VALUES ('directory_desk', $1)", NULL,
        NULL};
    struct house x;
    struct key k, secret;
    uint8_t mac[KEY_SIZE], raw[DESK_CODE_BYTES];
    struct space_ticket ticket;
    struct space *s;
    struct desk d;
    house_begin(&x, state);
    assert_ok(space_create(&x.ctx, &AMAL, &ticket, &s));
    struct str id = str_fmt(x.t->a, "%llu", (unsigned long long)ticket.id.v);
    seal_home_key(x.home, "desk", &k);
    seal_mac(mac, &k, "awn desk of the directory", id);
    struct str value = str_fmt(x.t->a, "%.*s %.*s", STR_ARG(id),
                               STR_ARG(seal_hex(x.t->a, str_from(mac, sizeof mac))));
    assert_ok(db_run(x.t->db, &OLD, DB_ARGS(db_blob(value)), NULL));
    viewer_add_space(&x.ctx, &x.amal, (enum space_kind)3, &ticket, STR_NONE);
    assert_ok(desk_enter(&x.ctx, &DESK_EDITORS, &x.amal, NULL, &d));
    assert_str(desk_byline(&d), "Amal A.");

    struct str code = code_create(x.secret, raw, sizeof raw);
    seal_home_key(x.home, "desk code", &k);
    key_derive(&secret, &k, "awn desk code", str_from(raw, sizeof raw));
    assert_ok(roster_invite(s, &secret, ROLE_INVITE, ROLE_MEMBER, false, DAY + 7));
    viewer_drop_space(&x.amal, d.m); /* her key is lost, an old code is left */
    assert_ok(desk_come_in(&x.ctx, &DESK_EDITORS, &x.amal, code, &AMAL));
    assert_ok(desk_enter(&x.ctx, &DESK_EDITORS, &x.amal, NULL, &d));
    assert_int_equal(roster_people(&d.roster), 2);
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST_DB(reports_wait_and_go),
                                       TEST_DB(old_desks_are_still_found)};
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
