/* What may fit an ask: no limit of either side is ever broken. And what may be the same ask. */
#include <string.h>

#include "aid/fits.h"
#include "aid/twins.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/test.h"

#define DAY 20000
#define NOW ((int64_t)DAY * DAY_SECONDS + 8 * 3600)
#define OFFERS 200

static struct area AREAS[] = {{.id = 1, .name = STR_INIT("city")},
                              {.id = 2, .parent = 1, .name = STR_INIT("north")},
                              {.id = 3, .parent = 1, .name = STR_INIT("south")},
                              {.id = 4, .name = STR_INIT("island")}};
static struct area_link LINKS[] = {{2, 3, 40}};

static struct areas town(void)
{
    uint32_t wrong;
    struct areas all = {.v = AREAS, .n = 4, .links = LINKS, .nlinks = 1};
    assert_ok(areas_check(&all, &wrong));
    return all;
}

static struct aid_card ask(enum aid_kind kind)
{
    return (struct aid_card){.id = 1,
                             .side = AID_ASK,
                             .kind = kind,
                             .units = 2,
                             .mailbox = {.id = 1},
                             .loop = loop_new(LOOP_NOW, DAY + 14, NOW)};
}

static struct fits_offer offer(uint64_t id, enum aid_kind kind)
{
    return (struct fits_offer){
        .card = {.id = id,
                 .side = AID_OFFER,
                 .kind = kind,
                 .units = 3,
                 .mailbox = {.id = id},
                 .loop = {.state = LOOP_OPEN, .asked = NOW - 3600, .last_day = DAY + 60}}};
}

static struct fits best(struct arena *a, const struct aid_card *card,
                        const struct fits_offer *offers, size_t n)
{
    struct fits f;
    struct areas all = town();
    assert_ok(fits_find(a, &all, card, offers, n, NOW, &f));
    return f;
}

static void near_is_before_far(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    (void)state;
    struct aid_card card = ask(AID_SHELTER);
    card.area = 2;
    struct fits_offer o[4] = {offer(10, AID_SHELTER), offer(11, AID_SHELTER),
                              offer(12, AID_SHELTER), offer(13, AID_FOOD)};
    o[0].card.area = 4; /* no way */
    o[1].card.area = 3;
    o[2].card.area = 2;
    struct fits f = best(a, &card, o, 4);
    assert_int_equal(f.n, 2);
    assert_int_equal(f.offer[0]->card.id, 12);
    assert_int_equal(f.offer[1]->card.id, 11);
    assert_int_equal(f.fit[1].minutes, 40);
    assert_int_equal(f.looked, 3);
    assert_int_equal(f.kept[FIT_LIMIT_WAY], 1);
    card.reach = 30;
    assert_int_equal(best(a, &card, o, 4).n, 1);
    card.area = 0; /* anywhere */
    assert_int_equal(best(a, &card, o, 4).n, 3);
}

/* Of those without a mailbox nobody knows whose they are: an ask and an offer out of tables are not
 * one person's own. With one they may be. */
static void without_a_mailbox_each_is_somebody(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    (void)state;
    struct aid_card card = ask(AID_FOOD);
    struct fits_offer o[2] = {offer(10, AID_FOOD), offer(11, AID_FOOD)};
    card.mailbox.id = 0;
    o[0].card.mailbox.id = 0;
    assert_int_equal(best(a, &card, o, 2).n, 2);
    card.mailbox.id = 11;
    assert_int_equal(best(a, &card, o, 2).n, 1);
}

static void times_and_room(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    (void)state;
    struct aid_card card = ask(AID_SHELTER);
    struct fits_offer o = offer(10, AID_SHELTER);
    assert_int_equal(best(a, &card, &o, 1).n, 1);
    o.card.taken = 2; /* half a bed is no bed */
    assert_int_equal(best(a, &card, &o, 1).kept[FIT_LIMIT_ROOM], 1);
    o.card.taken = 3; /* given away: not looked at */
    assert_int_equal(best(a, &card, &o, 1).looked, 0);
    o.card.taken = 0;
    o.card.from = DAY + 9; /* tonight is not next week */
    assert_int_equal(best(a, &card, &o, 1).kept[FIT_LIMIT_TIME], 1);
    card.answered = 1u << 2; /* from that night on */
    card.number[2] = DAY + 9;
    assert_int_equal(best(a, &card, &o, 1).n, 1);

    card = ask(AID_FOOD); /* can be split */
    o = offer(10, AID_FOOD);
    o.card.units = 1;
    struct fits f = best(a, &card, &o, 1);
    assert_int_equal(f.n, 1);
    assert_int_equal(f.fit[0].units, 1);
    o.card.mailbox.id = card.mailbox.id; /* one's own */
    assert_int_equal(best(a, &card, &o, 1).n, 0);
}

static unsigned some(struct rng *rng, unsigned bits)
{
    return (unsigned)rng_below(rng, 1u << bits) & (unsigned)rng_below(rng, 1u << bits);
}

static void dress(struct rng *rng, struct aid_card *c)
{
    c->area = (uint32_t)rng_below(rng, 5);
    c->reach = (uint32_t)rng_below(rng, 3) * 20;
    c->units = 1 + (int32_t)rng_below(rng, 4);
    c->speaks = some(rng, 4);
    c->must_talk = rng_below(rng, 3) == 0;
    c->gender = 1u << rng_below(rng, 3);
    c->genders = rng_below(rng, 2) ? some(rng, 3) : 0;
    c->has = (unsigned)rng_below(rng, 64);
    c->needs = some(rng, 6);
    c->avoids = some(rng, 3);
    c->near = some(rng, 3);
}

/* One side's limits, read again from the cards themselves. */
static void held(const struct aid_card *x, const struct aid_card *y)
{
    assert_int_equal(x->needs & ~y->has, 0);
    assert_int_equal(x->avoids & y->near, 0);
    assert_true(x->genders == 0 || (x->genders & y->gender) != 0);
    assert_true(!x->must_talk || (x->speaks & y->speaks) != 0);
}

static void no_limit_is_ever_broken(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct fits_offer *o = ARENA_ARRAY(a, struct fits_offer, OFFERS);
    struct rng rng = {7};
    size_t found = 0;
    (void)state;
    for (int round = 0; round < 60; round++) {
        enum aid_kind kind = round % 2 ? AID_FOOD : AID_SHELTER;
        struct aid_card card = ask(kind);
        dress(&rng, &card);
        for (size_t i = 0; i < OFFERS; i++) {
            o[i] = offer(i + 10, rng_below(&rng, 4) ? kind : AID_MONEY);
            dress(&rng, &o[i].card);
        }
        const struct fits f = best(a, &card, o, OFFERS);
        found += f.n;
        for (size_t i = 0; i < f.n; i++) {
            const struct aid_card *it = &f.offer[i]->card;
            assert_int_equal(it->kind, kind);
            held(&card, it);
            held(it, &card);
            assert_true(kind == AID_FOOD || it->units >= card.units);
            assert_true(card.reach == 0 || f.fit[i].minutes <= card.reach);
            assert_true(it->reach == 0 || f.fit[i].minutes <= it->reach);
            assert_true(i == 0 || f.fit[i - 1].score >= f.fit[i].score);
        }
    }
    assert_true(found > 20);
}

static unsigned twin(struct search *s, struct arena *a, const char *one, const char *other,
                     const char *contact, const char *of_other)
{
    struct aid_card x = ask(AID_SHELTER), y = ask(AID_SHELTER);
    y.id = 2;
    x.line = str_from_c(one);
    y.line = str_from_c(other);
    const struct aid_details dx = {.contact = str_from_c(contact)},
                             dy = {.contact = str_from_c(of_other)};
    return twins_of(s, a, &(struct twin_side){&x, &dx}, &(struct twin_side){&y, &dy});
}

static void twins_are_told(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct search *s = search_create();
    (void)state;
    assert_int_equal(
        twin(s, a, "a bed for two near the station", "bed near the station for two", "", ""),
        TWIN_LINE);
    assert_int_equal(twin(s, a, "سرير لشخصين قرب المحطة", "أحتاج سريرًا لشخصين قرب المحطة", "", ""),
                     TWIN_LINE);
    assert_int_equal(twin(s, a, "a bed for tonight", "a room with a kitchen", "", ""), 0);
    assert_int_equal(twin(s, a, "bed", "room", "+961 3 123 456", "call ٠٣١٢٣٤٥٦"), TWIN_CONTACT);
    assert_int_equal(twin(s, a, "bed", "room", "+961 3 123 456", "+961 3 123 457"), 0);
    assert_int_equal(twin(s, a, "bed", "room", "@huda", "@huda"), TWIN_CONTACT);
    assert_int_equal(twin(s, a, "bed", "room", "by letters only", "by letters only"), 0);
    assert_int_equal(twin(s, a, "", "", "", ""), 0);

    struct aid_card x = ask(AID_SHELTER), y = ask(AID_FOOD);
    x.line = y.line = STR("something near the station");
    y.id = 2;
    const struct twin_side one = {&x, NULL}, other = {&y, NULL};
    assert_int_equal(twins_of(s, a, &one, &other), 0); /* another kind */
    y.kind = AID_SHELTER;
    assert_int_equal(twins_of(s, a, &one, &other), TWIN_LINE);
    x.area = 1;
    y.area = 2;
    assert_int_equal(twins_of(s, a, &one, &other), 0);
    y.id = x.id;
    y.area = x.area;
    assert_int_equal(twins_of(s, a, &one, &other), 0); /* itself */
    search_destroy(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_is_before_far), cmocka_unit_test(without_a_mailbox_each_is_somebody),
        cmocka_unit_test(times_and_room),     cmocka_unit_test(no_limit_is_ever_broken),
        cmocka_unit_test(twins_are_told),
    };
    return cmocka_run_group_tests_name("aid fits", tests, NULL, NULL);
}
