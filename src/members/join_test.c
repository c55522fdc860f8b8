/* Joining, recovery, what a name must be, and how guessing slows down. */
#include <string.h>

#include "http/router.h"
#include "members/commons.h"
#include "members/delay.h"
#include "members/house_test.h"
#include "members/recovery.h"
#include "members/rekey.h"
#include "members/rules.h"
#include "members/throttle.h"

static const struct space_persona AMAL = {STR_INIT("أمل"), STR_INIT("هي"), STR_INIT("")};

/* A commons with one steward, who makes an invitation good for a week. */
static struct space *commons_new(struct house *x, struct space_ticket *steward, struct str *code)
{
    struct space *s;
    struct key secret;
    assert_ok(space_create(&x->ctx, &AMAL, steward, &s));
    *code = invitation_create(x->arena, &secret);
    assert_ok(roster_invite(s, &secret, ROLE_INVITE, ROLE_MEMBER, true, DAY0 + 7));
    return s;
}

static void fill_joining(struct house *x, struct joining *j, struct person *p, struct str code)
{
    *j = (struct joining){.name = p->name,
                          .folded = p->name,
                          .label = STR("Home"),
                          .persona = {STR("نور"), STR_NONE, STR("hello")},
                          .hashed = &p->hashed};
    assert_true(invitation_read(code, &j->invitation));
    (void)x;
}

static void joining_works_once(struct house *x)
{
    struct space_ticket steward;
    struct str code, token;
    struct person p, q;
    struct joining j;
    struct roster roster;
    struct space_removal why;
    enum commons_state state;
    struct space *s = commons_new(x, &steward, &code);
    person_hash(x, &p, STR("blue moon"), STR("seven words"));
    fill_joining(x, &j, &p, code);
    assert_ok(roster_code_check(&x->ctx, &j.invitation));
    assert_ok(roster_code_check(&x->ctx, &j.invitation)); /* looking uses nothing up */
    assert_ok(join_create(&x->ctx, &j, &p.access, &p.id));
    struct viewer *v = settle(x, &p, &token);
    assert_str(v->keyring.name, "blue moon");
    assert_int_equal(v->keyring.nspaces, 1);
    assert_str(viewer_commons(v)->label, "Home");
    assert_ok(members_commons_state(&x->ctx, v, &why, &state));
    assert_int_equal(state, COMMONS_IN);
    assert_ok(roster_read(s, &roster));
    assert_int_equal(roster_people(&roster), 2);
    struct roster_entry *me = roster_find(&roster, &viewer_commons(v)->ticket.tag);
    assert_non_null(me);
    assert_int_equal(me->role, ROLE_MEMBER);
    assert_true(me->may_invite);
    assert_str(me->persona.about, "hello");

    assert_err(roster_code_check(&x->ctx, &j.invitation), DENIED);
    person_hash(x, &q, STR("red sun"), STR("seven words"));
    fill_joining(x, &j, &q, code);
    assert_err(join_create(&x->ctx, &j, &q.access, &q.id), DENIED);
    struct account a;
    assert_ok(account_find(&x->ctx, STR("red sun"), &a));
    assert_false(a.found);
}

static void a_taken_name_spends_no_invitation(struct house *x)
{
    struct space_ticket steward;
    struct str code;
    struct person p, q;
    struct joining j;
    commons_new(x, &steward, &code);
    person_new(x, &p, STR("blue moon"));
    person_hash(x, &q, STR("blue moon"), STR("other words"));
    fill_joining(x, &j, &q, code);
    assert_err(join_create(&x->ctx, &j, &q.access, &q.id), CONFLICT);
    assert_ok(roster_code_check(&x->ctx, &j.invitation));
    person_hash(x, &q, STR("red sun"), STR("other words"));
    fill_joining(x, &j, &q, code);
    assert_ok(join_create(&x->ctx, &j, &q.access, &q.id));
}

static void a_form_sent_twice_opens_what_it_made(struct house *x)
{
    struct space_ticket steward;
    struct str code;
    struct person p, twice, other;
    struct joining j;
    struct account a;
    struct key root, access;
    enum slot_kind kind;
    commons_new(x, &steward, &code);
    person_hash(x, &p, STR("blue moon"), STR("seven words"));
    person_hash(x, &twice, STR("blue moon"), STR("seven words")); /* before the first is written */
    fill_joining(x, &j, &p, code);
    assert_ok(join_create(&x->ctx, &j, &p.access, &p.id));
    assert_ok(join_again(&x->ctx, &twice.hashed, STR("blue moon"), &twice.access, &twice.id));
    assert_true(twice.id == p.id);
    assert_true(key_eq(&twice.access, &p.access));
    assert_ok(account_by_id(&x->ctx, p.id, &a));
    assert_err(account_open(&x->ctx, &a, &p.hashed.recovery, &kind, &root, &access), DENIED);
    assert_ok(account_open(&x->ctx, &a, &twice.hashed.recovery, &kind, &root, &access));
    person_hash(x, &other, STR("blue moon"), STR("seven other words"));
    assert_err(join_again(&x->ctx, &other.hashed, STR("blue moon"), &access, &other.id), DENIED);
    person_hash(x, &other, STR("nobody yet"), STR("seven words"));
    assert_err(join_again(&x->ctx, &other.hashed, STR("nobody yet"), &access, &other.id), DENIED);
}

static void an_invitation_runs_out(struct house *x)
{
    struct space_ticket steward;
    struct str code;
    struct person p;
    struct joining j;
    commons_new(x, &steward, &code);
    person_hash(x, &p, STR("blue moon"), STR("seven words"));
    fill_joining(x, &j, &p, code);
    x->ctx.now = NOON + 7 * (int64_t)DAY_SECONDS;
    assert_ok(roster_code_check(&x->ctx, &j.invitation));
    x->ctx.now += DAY_SECONDS;
    enum err e = roster_code_check(&x->ctx, &j.invitation);
    assert_true(e == ERR_EXPIRED || e == ERR_DENIED);
    assert_int_equal(join_create(&x->ctx, &j, &p.access, &p.id), e);
}

static void a_removed_member_is_told_why(struct house *x)
{
    struct space_ticket steward;
    struct str code, token;
    struct person p;
    struct joining j;
    struct space_removal why = {STR("because"), STR("Amal")}, read;
    enum commons_state state;
    struct space *s = commons_new(x, &steward, &code);
    person_hash(x, &p, STR("blue moon"), STR("seven words"));
    fill_joining(x, &j, &p, code);
    assert_ok(join_create(&x->ctx, &j, &p.access, &p.id));
    struct viewer *v = settle(x, &p, &token);
    assert_ok(roster_take_out(s, &steward, &viewer_commons(v)->ticket.tag, EXIT_REMOVED, &why));
    assert_ok(members_commons_state(&x->ctx, v, &read, &state));
    assert_int_equal(state, COMMONS_REMOVED);
    assert_str(read.reason, "because");
    assert_str(read.by, "Amal");
    viewer_drop_space(v, viewer_commons(v));
    assert_ok(members_commons_state(&x->ctx, v, &read, &state));
    assert_int_equal(state, COMMONS_NONE);
}

static void recover_hash(struct house *x, struct str name, struct str code, struct hashed *out)
{
    struct str bytes;
    assert_true(recovery_read(x->secret, code, &bytes));
    *out = (struct hashed){0};
    assert_ok(rekey_hash(&x->ctx, name, bytes, STR("new words"), out));
}

static void the_recovery_code_works_once(struct house *x)
{
    struct person p;
    struct str there, here;
    struct hashed h, again;
    struct account a;
    struct key access, root, opened;
    enum slot_kind kind;
    uint64_t id;
    person_new(x, &p, STR("blue moon"));
    struct viewer *v = settle(x, &p, &there);
    v->keyring.recovery_confirmed = true;
    v->keyring.theme = THEME_DARK;
    viewer_touch(v);
    assert_ok(keep(x, v));
    recover_hash(x, STR("blue moon"), p.hashed.recovery_code, &h);
    assert_ok(rekey_recover(&x->ctx, &h, STR("blue moon"), &access, &id));
    assert_true(id == p.id);
    assert_signed_out(x, there);
    p.access = access;
    v = settle(x, &p, &here);
    assert_int_equal(v->keyring.theme, THEME_DARK);
    assert_false(v->keyring.recovery_confirmed);
    assert_int_equal(v->keyring.nsessions, 1);
    assert_ok(account_by_id(&x->ctx, id, &a));
    assert_err(account_open(&x->ctx, &a, &p.hashed.fresh, &kind, &root, &opened), DENIED);
    assert_ok(account_open(&x->ctx, &a, &h.fresh, &kind, &root, &opened));
    assert_int_equal(kind, SLOT_PASSPHRASE);
    /* The same code a second time; then the one that took its place. */
    recover_hash(x, STR("blue moon"), p.hashed.recovery_code, &again);
    assert_err(rekey_recover(&x->ctx, &again, STR("blue moon"), &access, &id), DENIED);
    assert_ok(viewer_open(&x->ctx, here, NULL, &v));
    recover_hash(x, STR("blue moon"), h.recovery_code, &again);
    assert_ok(rekey_recover(&x->ctx, &again, STR("blue moon"), &access, &id));
    assert_signed_out(x, here);
}

static void only_the_code_recovers(struct house *x)
{
    struct person p;
    struct hashed h;
    struct key access;
    uint64_t id;
    uint8_t code[RECOVERY_BYTES];
    person_new(x, &p, STR("blue moon"));
    recover_hash(x, STR("blue moon"), code_create(x->arena, code, sizeof code), &h);
    assert_err(rekey_recover(&x->ctx, &h, STR("blue moon"), &access, &id), DENIED);
    recover_hash(x, STR("red sun"), p.hashed.recovery_code, &h);
    assert_err(rekey_recover(&x->ctx, &h, STR("red sun"), &access, &id), DENIED);
    h.passphrase = p.hashed.fresh; /* the passphrase is not the code */
    assert_err(rekey_recover(&x->ctx, &h, STR("blue moon"), &access, &id), DENIED);
}

static void rules_of_names(struct house *x)
{
    struct req req = {.search = x->search, .secret = x->secret, .arena = x->arena};
    static const char *const good[] = {"blue-moon-07", "قمر-أزرق-٠٧", "José", "أَمَل ٢", "三月花"};
    static const char *const bad[] = {"ab", "---", "a!bcd", "me@here", "<b>abc", "qamar🌙", "«قمر»"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_null(rules_name(&req, str_from_c(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_non_null(rules_name(&req, str_from_c(bad[i])));
    assert_non_null(rules_passphrase(&req, STR("short one")));
    assert_non_null(rules_passphrase(&req, STR("a!!!!!!!!!!!!!!")));
    assert_null(rules_passphrase(&req, STR("بيت قمر نهر شجرة")));
    assert_true(str_eq(fold_name(&req, STR("Blue-Moon 07")), fold_name(&req, STR("blue moon-٠٧"))));
}

#define ON_BOTH(X)                                                                                 \
    X(joining_works_once)                                                                          \
    X(a_taken_name_spends_no_invitation)                                                           \
    X(a_form_sent_twice_opens_what_it_made)                                                        \
    X(an_invitation_runs_out)                                                                      \
    X(a_removed_member_is_told_why)                                                                \
    X(the_recovery_code_works_once)                                                                \
    X(only_the_code_recovers)                                                                      \
    X(rules_of_names)

ON_BOTH(HOUSE_TEST)

static void guessing_slows_down(void **state)
{
    (void)state;
    static const int want[] = {0, 0, 0, 0, 0, 1, 2, 4, 8, 8, 8};
    struct throttle *t = throttle_create();
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
        assert_int_equal(throttle_delay(t, STR("n:blue moon"), NOON), want[i]);
        throttle_failed(t, STR("n:blue moon"), NOON);
    }
    assert_int_equal(throttle_delay(t, STR("n:red sun"), NOON), 0);
    for (int i = 0; i < 20000; i++) { /* others' guesses push nobody out who is being guessed at */
        char name[32];
        int n = snprintf(name, sizeof name, "n:%d", i);
        throttle_failed(t, str_from(name, (size_t)n), NOON);
    }
    assert_int_equal(throttle_delay(t, STR("n:blue moon"), NOON), 8);
    assert_int_equal(throttle_delay(t, STR("n:blue moon"), NOON + THROTTLE_HALF_LIFE), 1);
    assert_int_equal(throttle_delay(t, STR("n:blue moon"), NOON + 100 * THROTTLE_HALF_LIFE), 0);
    throttle_succeeded(t, STR("n:blue moon"));
    assert_int_equal(throttle_delay(t, STR("n:blue moon"), NOON), 0);
    throttle_destroy(t);
    assert_int_equal(throttle_delay(NULL, STR("n:x"), NOON), 0);
}

/* Requests as they come in, before anything of the application is known. */
static void a_request_waits_by_its_name(void **state)
{
    (void)state;
    struct net net = {.throttle = throttle_create()};
    ARENA_LOCAL struct arena *a = arena_create(ARENA_SECRET, 0);
    const struct http_pair name = {STR("name"), STR("Blue-Moon")},
                           same = {STR("name"), STR("blue moon")},
                           cookie = {STR(SESSION_COOKIE), STR("abc")},
                           other = {STR(SESSION_COOKIE), STR("abd")};
    struct req by_name = {.form = {&name, 1}, .secret = a, .now = NOON, .app = &net};
    struct req by_session = {.cookies = {&cookie, 1}, .secret = a, .now = NOON, .app = &net};
    for (int i = 0; i < 6; i++) {
        members_signin_failed(&by_name);
        members_signin_failed(&by_session);
    }
    by_name.form.v = &same;
    assert_int_equal(members_signin_delay(&net, &by_name), 2);
    assert_int_equal(members_signin_delay(&net, &by_session), 2);
    by_session.cookies.v = &other;
    assert_int_equal(members_signin_delay(&net, &by_session), 0);
    members_signin_succeeded(&by_name);
    assert_int_equal(members_signin_delay(&net, &by_name), 0);
    throttle_destroy(net.throttle);
}

/* Somebody with a session guesses at its passphrase, or at another account, and slips a name into a
 * form that has none. */
static void a_slipped_in_name_counts_for_nothing(void **state)
{
    (void)state;
    static const struct route route = {.method = HTTP_POST, .path = "/me/key", .who = WHO_MEMBER};
    struct net net = {.throttle = throttle_create()};
    ARENA_LOCAL struct arena *a = arena_create(ARENA_SECRET, 0);
    const struct http_pair victim = {STR("name"), STR("blue moon")},
                           cookie = {STR(SESSION_COOKIE), STR("abc")};
    struct req asked = {.form = {&victim, 1}, .secret = a, .now = NOON, .app = &net};
    struct req slipped = asked;
    slipped.cookies = (struct http_pairs){&cookie, 1};
    slipped.route = &route;
    for (int i = 0; i < 6; i++)
        members_signin_failed(&asked);
    members_signin_succeeded(&slipped);
    assert_int_equal(members_signin_delay(&net, &asked), 2);
    for (int i = 0; i < 6; i++) {
        struct http_pair fresh = {STR("name"), str_fmt(a, "nobody %d", i)};
        slipped.form.v = &fresh;
        members_signin_failed(&slipped);
    }
    assert_int_equal(members_signin_delay(&net, &slipped), 2);
    throttle_destroy(net.throttle);
}

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {
#define X(name) TEST_DB(test_##name),
        ON_BOTH(X)
#undef X
            cmocka_unit_test(guessing_slows_down),
        cmocka_unit_test(a_request_waits_by_its_name),
        cmocka_unit_test(a_slipped_in_name_counts_for_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
