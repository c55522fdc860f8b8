/* Triage: each rule holds where it says, the order is total and stays, words move up and not down.
 */
#include <string.h>

#include "aid/triage.h"
#include "base/clock.h"
#include "base/test.h"

#define NOW ((int64_t)20000 * DAY_SECONDS + 9 * 3600)

static uint64_t seed = 0x5EEDu;

static uint64_t below(uint64_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % n;
}

static struct aid_card ask(enum aid_kind kind, enum loop_urgency urgency)
{
    return (struct aid_card){.id = 1,
                             .side = AID_ASK,
                             .kind = kind,
                             .units = 1,
                             .loop = loop_new(urgency, 20030, NOW - 60)};
}

static enum triage_rule rule_of(const struct aid_card *c)
{
    struct triage t;
    triage_usual(&t);
    return t.rules[triage_place(&t, c, NOW)];
}

static unsigned said(const char *line, const char *words)
{
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    const struct aid_card c = {.line = str_from_c(line)};
    const struct aid_details d = {.words = str_from_c(words)};
    unsigned out = triage_said(a, &c, &d);
    arena_destroy(a);
    return out;
}

static void rules_hold_where_they_say(void **state)
{
    (void)state;
    struct aid_card c = ask(AID_HEALTH, LOOP_NOW);
    assert_int_equal(rule_of(&c), TRIAGE_MEDICINE);
    c = ask(AID_HEALTH, LOOP_MONTH);
    assert_int_equal(rule_of(&c), TRIAGE_REST);
    c.answered = 1u << 2; /* it runs out */
    c.number[2] = 20000;
    assert_int_equal(rule_of(&c), TRIAGE_MEDICINE);
    c.number[2] = 20001;
    assert_int_equal(rule_of(&c), TRIAGE_BY_DAY);
    c = ask(AID_SHELTER, LOOP_NOW);
    assert_int_equal(rule_of(&c), TRIAGE_ROOF);
    c.said = TRIAGE_SAID_FRAGILE;
    assert_int_equal(rule_of(&c), TRIAGE_FRAGILE);
    c.said = TRIAGE_SAID_DANGER;
    assert_int_equal(rule_of(&c), TRIAGE_DANGER);
    c = ask(AID_FOOD, LOOP_NOW);
    assert_int_equal(rule_of(&c), TRIAGE_FOOD);
    c = ask(AID_THINGS, LOOP_NOW);
    assert_int_equal(rule_of(&c), TRIAGE_TODAY);
    c = ask(AID_THINGS, LOOP_WEEK);
    assert_int_equal(rule_of(&c), TRIAGE_REST);
    c.loop.asked -= 6 * 3600;
    assert_int_equal(rule_of(&c), TRIAGE_ALONE);
    c.loop.missed = 1;
    assert_int_equal(rule_of(&c), TRIAGE_MISSED);
    c.loop.state = LOOP_CLAIMED; /* somebody helps by now */
    assert_int_equal(rule_of(&c), TRIAGE_REST);
}

static void words_are_found_as_they_are_written(void **state)
{
    (void)state;
    assert_int_equal(said("My mother is bleeding", ""), TRIAGE_SAID_DANGER);
    assert_int_equal(said("", "INSULIN runs out; two Children"),
                     TRIAGE_SAID_MEDICINE | TRIAGE_SAID_FRAGILE);
    assert_int_equal(said("Médicaments pour une femme âgée", ""),
                     TRIAGE_SAID_MEDICINE | TRIAGE_SAID_FRAGILE);
    assert_int_equal(said("نحتاج إلى الأدوية وللأطفال", ""),
                     TRIAGE_SAID_MEDICINE | TRIAGE_SAID_FRAGILE);
    assert_int_equal(said("أخي تحت الأَنْقَاض", ""), TRIAGE_SAID_DANGER);
    assert_int_equal(said("الأنسولين ينفد", ""), TRIAGE_SAID_MEDICINE);
    assert_int_equal(said("a grandchild's room, God bless you", ""), 0);
    assert_int_equal(said("غطاء وخيمة", "لشخصين"), 0);
    assert_int_equal(said("", ""), 0);
    assert_int_equal(said("\xE2\x82", "\xD8"), 0); /* cut in the middle: no crash */
}

static struct aid_card anything(void)
{
    struct aid_card c =
        ask((enum aid_kind)(1 + below(AID_KIND_COUNT)), (enum loop_urgency)(1 + below(4)));
    c.loop.state = (enum loop_state)(1 + below(6));
    c.loop.asked = NOW - (int64_t)below(20 * 3600);
    c.loop.missed = (uint16_t)below(2);
    c.answered = (unsigned)below(16);
    for (size_t i = 0; i < AID_QUESTIONS_MAX; i++)
        c.number[i] = 19998 + (int64_t)below(6);
    c.needs = (unsigned)below(64);
    return c;
}

static bool whole(const struct triage *t)
{
    unsigned seen = 0;
    for (size_t i = 0; i < TRIAGE_COUNT; i++)
        seen |= 1u << t->rules[i];
    return seen == ((1u << (TRIAGE_COUNT + 1)) - 2) && t->rules[TRIAGE_COUNT - 1] == TRIAGE_REST;
}

/* Whatever is done to the list, all rules are in it once, and every ask has a place. */
static void lists_stay_whole(void **state)
{
    (void)state;
    struct triage t;
    triage_usual(&t);
    for (int i = 0; i < 20000; i++) {
        const struct aid_card c = anything();
        triage_change(&t, (enum triage_rule)(1 + below(TRIAGE_COUNT)),
                      (enum triage_change)below(4));
        assert_true(whole(&t));
        const size_t at = triage_place(&t, &c, NOW);
        assert_true(at < TRIAGE_COUNT);
        assert_true(triage_holds(t.rules[at], &c, NOW));
        assert_true(at == TRIAGE_COUNT - 1 || !(t.off & 1u << t.rules[at]));
        for (size_t k = 0; k < at; k++)
            assert_true((t.off & 1u << t.rules[k]) || !triage_holds(t.rules[k], &c, NOW));
    }
}

/* As long as nobody changed the order of the first three. */
static void words_never_move_down(void **state)
{
    (void)state;
    struct triage t;
    triage_usual(&t);
    for (int i = 0; i < 20000; i++) {
        struct aid_card c = anything();
        const size_t before = triage_place(&t, &c, NOW);
        c.said = (unsigned)below(8);
        assert_true(triage_place(&t, &c, NOW) <= before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_hold_where_they_say),
        cmocka_unit_test(words_are_found_as_they_are_written),
        cmocka_unit_test(lists_stay_whole),
        cmocka_unit_test(words_never_move_down),
    };
    return cmocka_run_group_tests_name("aid triage", tests, NULL, NULL);
}
