/* Keys, blobs, boxes, signatures, text forms, words and codes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rand.h"
#include "base/test.h"
#include "seal/words.h"

static struct key key_of(uint8_t first)
{
    struct key k;
    for (size_t i = 0; i < KEY_SIZE; i++)
        k.b[i] = (uint8_t)(first + i);
    return k;
}

static struct str random_str(struct arena *a, struct rng *r, size_t n)
{
    char *p = arena_alloc(a, n);
    for (size_t i = 0; i < n; i++)
        p[i] = (char)rng_next(r);
    return str_from(p, n);
}

static const struct seal_place PLACE = {SEAL_RECORD, 7, 1ull << 60, 42, 3, 20000, 1};

static void derive_is_keyed_blake2b(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct key k = key_of(0), out;
    /* Checked against Python's hashlib.blake2b(b"label\0data", key=bytes(range(32)),
     * digest_size=32). */
    key_derive(&out, &k, "label", STR("data"));
    assert_str(seal_hex(a, str_from(out.b, KEY_SIZE)),
               "e40c023559cb069596d2a5f73d9cd9edcd05e6277095f2aa518a176a6af80b14");
    uint8_t mac[KEY_SIZE];
    seal_mac(mac, &k, "label", STR("data"));
    assert_memory_equal(mac, out.b, KEY_SIZE);

    struct key other;
    key_derive(&other, &k, "labe", STR("ldata"));
    assert_false(key_eq(&out, &other));
    key_derive(&other, &k, "label2", STR("data"));
    assert_false(key_eq(&out, &other));
    k.b[31] ^= 1;
    key_derive(&other, &k, "label", STR("data"));
    assert_false(key_eq(&out, &other));
    key_wipe(&other);
    assert_true(key_eq(&other, &(struct key){{0}}));
}

static void equal_is_equal(void **state)
{
    (void)state;
    assert_true(seal_eq(STR("abc"), STR("abc")));
    assert_true(seal_eq(STR_NONE, STR("")));
    assert_false(seal_eq(STR("abc"), STR("abd")));
    assert_false(seal_eq(STR("abc"), STR("ab")));
}

static void blob_comes_back(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {1};
    struct key k = key_of(9);
    for (int i = 0; i < 300; i++) {
        enum seal_padding padding = i % 2 ? SEAL_PAD_TEXT : SEAL_PAD_NONE;
        struct str plain = random_str(a, &r, rng_below(&r, i % 10 ? 1200 : 40000)), got;
        struct str blob = seal_blob(a, &k, &PLACE, padding, plain);
        assert_int_equal(blob.n, seal_size(padding, plain.n));
        assert_int_equal(blob.p[0], 1);
        assert_int_equal(blob.p[1], 1);
        assert_ok(seal_open(a, &k, &PLACE, padding, blob, &got));
        assert_true(str_eq(got, plain));
        struct str again = seal_blob(a, &k, &PLACE, padding, plain);
        assert_false(str_eq(blob, again));
        arena_clear(a);
    }
}

static void every_bit_counts(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct key k = key_of(1);
    struct str got, blob = seal_blob(a, &k, &PLACE, SEAL_PAD_TEXT, STR("hello"));
    char *bytes = arena_copy(a, blob.p, blob.n);
    for (size_t bit = 0; bit < blob.n * 8; bit++) {
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        got = STR("left over");
        assert_err(seal_open(a, &k, &PLACE, SEAL_PAD_TEXT, str_from(bytes, blob.n), &got), SEAL);
        assert_int_equal(got.n, 0);
        bytes[bit / 8] ^= (char)(1 << bit % 8);
    }
    for (size_t n = 0; n < blob.n; n++)
        assert_err(seal_open(a, &k, &PLACE, SEAL_PAD_TEXT, str_from(bytes, n), &got), SEAL);
    assert_ok(seal_open(a, &k, &PLACE, SEAL_PAD_TEXT, str_from(bytes, blob.n), &got));
    k.b[0] ^= 1;
    assert_err(seal_open(a, &k, &PLACE, SEAL_PAD_TEXT, blob, &got), SEAL);
}

static void refuse_elsewhere(struct arena *a, const struct key *k, struct str blob,
                             struct seal_place at)
{
    struct str got;
    assert_err(seal_open(a, k, &at, SEAL_PAD_NONE, blob, &got), SEAL);
}

static void the_place_is_bound(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct key k = key_of(1);
    struct str blob = seal_blob(a, &k, &PLACE, SEAL_PAD_NONE, STR("here"));
#define ELSEWHERE(field, value)                                                                    \
    do {                                                                                           \
        struct seal_place at = PLACE;                                                              \
        at.field = (value);                                                                        \
        refuse_elsewhere(a, &k, blob, at);                                                         \
    } while (0)
    ELSEWHERE(purpose, SEAL_CHAIN);
    for (int bit = 0; bit < 64; bit++) {
        ELSEWHERE(space, PLACE.space ^ 1ull << bit);
        ELSEWHERE(row, PLACE.row ^ 1ull << bit);
        if (bit >= 32)
            continue;
        ELSEWHERE(table, PLACE.table ^ 1u << bit);
        ELSEWHERE(epoch, PLACE.epoch ^ 1u << bit);
        ELSEWHERE(expires, (int32_t)((uint32_t)PLACE.expires ^ 1u << bit));
        ELSEWHERE(rev, PLACE.rev ^ 1u << bit);
    }
#undef ELSEWHERE
    struct str got;
    assert_ok(seal_open(a, &k, &PLACE, SEAL_PAD_NONE, blob, &got));
    assert_str(got, "here");
}

static void padding_has_classes(void **state)
{
    (void)state;
    static const struct {
        size_t text, body;
    } sizes[] = {{0, 256},       {252, 256},     {253, 1024},   {1020, 1024},
                 {1021, 4096},   {4092, 4096},   {4093, 16384}, {16380, 16384},
                 {16381, 32768}, {32764, 32768}, {32765, 49152}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        assert_int_equal(seal_size(SEAL_PAD_TEXT, sizes[i].text), 26 + sizes[i].body + 16);
    assert_int_equal(seal_size(SEAL_PAD_NONE, 5), 26 + 5 + 16);
}

/* What was sealed without padding and is opened with it shows the inner checks. */
static enum err open_as_text(struct arena *a, struct str body)
{
    struct key k = key_of(1);
    struct str got = STR("left over");
    struct str blob = seal_blob(a, &k, &PLACE, SEAL_PAD_NONE, body);
    enum err e = seal_open(a, &k, &PLACE, SEAL_PAD_TEXT, blob, &got);
    if (e != ERR_OK)
        assert_int_equal(got.n, 0);
    return e;
}

static void padding_is_checked(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    char body[1024] = {0};
    assert_ok(open_as_text(a, str_from(body, 256)));
    assert_err(open_as_text(a, STR_NONE), SEAL);
    assert_err(open_as_text(a, str_from(body, 3)), SEAL);
    assert_err(open_as_text(a, str_from(body, 255)), SEAL);
    assert_err(open_as_text(a, str_from(body, 1024)), SEAL); /* 0 bytes belong into 256 */
    body[0] = (char)253;
    assert_err(open_as_text(a, str_from(body, 256)), SEAL);
    assert_ok(open_as_text(a, str_from(body, 1024)));
    memset(body, 0xff, 4);
    assert_err(open_as_text(a, str_from(body, 1024)), SEAL);
}

static void box_opens_for_its_owner(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct key seed = key_of(1), other = key_of(2);
    struct box_public to;
    struct str got;
    box_public_of(&to, &seed);
    struct str blob = box_blob(a, &to, STR("tag 1"), STR("for you"));
    assert_ok(box_open(a, &seed, STR("tag 1"), blob, &got));
    assert_str(got, "for you");
    assert_err(box_open(a, &seed, STR("tag 2"), blob, &got), SEAL);
    assert_int_equal(got.n, 0);
    assert_err(box_open(a, &other, STR("tag 1"), blob, &got), SEAL);
    char *bytes = arena_copy(a, blob.p, blob.n);
    for (size_t i = 0; i < blob.n; i++) {
        assert_err(box_open(a, &seed, STR("tag 1"), str_from(blob.p, i), &got), SEAL);
        bytes[i] ^= (char)0x80;
        /* X25519 ignores the top bit of a public key, but the nonce does not. */
        assert_err(box_open(a, &seed, STR("tag 1"), str_from(bytes, blob.n), &got), SEAL);
        bytes[i] ^= (char)0x80;
    }
    blob = box_blob(a, &to, STR_NONE, STR_NONE);
    assert_ok(box_open(a, &seed, STR_NONE, blob, &got));
    assert_int_equal(got.n, 0);
}

static void box_to_a_forged_key_stops_nothing(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct box_public nobody = {{0}}, somebody;
    struct key seed = key_of(1);
    box_public_of(&somebody, &seed);
    struct str forged = box_blob(a, &nobody, STR("c"), STR("text"));
    assert_int_equal(forged.n, box_blob(a, &somebody, STR("c"), STR("text")).n);
    struct str got;
    assert_err(box_open(a, &seed, STR("c"), forged, &got), SEAL);
}

static void signatures_hold(void **state)
{
    (void)state;
    struct key seed = key_of(1), other = key_of(2);
    struct sign_public by, by_other;
    struct box_public box;
    struct signature s;
    sign_public_of(&by, &seed);
    sign_public_of(&by_other, &other);
    box_public_of(&box, &seed);
    assert_memory_not_equal(by.b, box.b, 32);
    sign_bytes(&s, &seed, "roster", STR("entry"));
    assert_ok(sign_check(&s, &by, "roster", STR("entry")));
    assert_err(sign_check(&s, &by, "roster", STR("entri")), SEAL);
    assert_err(sign_check(&s, &by, "rooster", STR("entry")), SEAL);
    assert_err(sign_check(&s, &by, "rosterentry", STR_NONE), SEAL);
    assert_err(sign_check(&s, &by_other, "roster", STR("entry")), SEAL);
    for (size_t bit = 0; bit < sizeof s.b * 8; bit++) {
        s.b[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_err(sign_check(&s, &by, "roster", STR("entry")), SEAL);
        s.b[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

static void text_forms_come_back(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {2};
    for (size_t i = 0; i < 300; i++) {
        struct str raw = random_str(a, &r, i % 70), got;
        assert_true(seal_from_hex(a, seal_hex(a, raw), &got));
        assert_true(str_eq(got, raw));
        assert_true(seal_from_base64(a, seal_base64(a, raw), &got));
        assert_true(str_eq(got, raw));
        assert_true(seal_from_base32(a, seal_base32(a, raw), &got));
        assert_true(str_eq(got, raw));
    }
    assert_str(seal_hex(a, STR("\x00\xab\xff")), "00abff");
    assert_str(seal_base64(a, STR("\xfb\xff\xfe")), "-__-");
    assert_str(seal_base64(a, STR("a")), "YQ");
    assert_str(seal_base32(a, STR("\xff\xff")), "zzzg");
    assert_str(seal_base32(a, STR("foobar")), "csqpyrk1e8"); /* RFC 4648's MZXW6YTBOI */
}

static void text_forms_refuse(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct str got;
    assert_false(seal_from_hex(a, STR("0"), &got));
    assert_false(seal_from_hex(a, STR("0g"), &got));
    assert_false(seal_from_hex(a, STR("AB"), &got));
    assert_false(seal_from_hex(a, STR("ab "), &got));
    assert_false(seal_from_base64(a, STR("YQ=="), &got));
    assert_false(seal_from_base64(a, STR("YR"), &got)); /* left-over bits */
    assert_false(seal_from_base64(a, STR("Y"), &got));
    assert_false(seal_from_base64(a, STR("+/+/"), &got));
    for (int c = 0x80; c < 0x100; c++)
        for (char last = 'A'; last <= 'Z'; last++)
            assert_false(seal_from_base64(a, str_from((char[]){(char)c, last}, 2), &got));
    assert_false(seal_from_base32(a, STR("zzzu"), &got)); /* not a digit */
    assert_false(seal_from_base32(a, STR("zzzz"), &got)); /* left-over bits */
    assert_false(seal_from_base32(a, STR("z"), &got));
    assert_false(seal_from_base32(a, STR("zzz"), &got));
    assert_false(seal_from_base32(a, STR("\0\0"), &got));
    assert_false(seal_from_base32(a, STR("zz-z"), &got));
}

static void base32_forgives(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct str exact, typed;
    assert_true(seal_from_base32(a, STR("0123456789abcdef"), &exact));
    assert_true(seal_from_base32(a, STR("oI23456789ABCDEF"), &typed));
    assert_true(str_eq(exact, typed));
    assert_true(seal_from_base32(a, STR("OL23456789abcDef"), &typed));
    assert_true(str_eq(exact, typed));
}

static void words_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        assert_int_equal(words_find(WORDS_AR, words_at(WORDS_AR, i)), i);
        assert_int_equal(words_find(WORDS_EN, words_at(WORDS_EN, i)), i);
        assert_true(str_is_utf8(words_at(WORDS_AR, i)));
    }
    assert_int_equal(words_find(WORDS_EN, STR("no such word")), WORDS_COUNT);
}

static void passphrases_are_words(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_SECRET, 0);
    for (int i = 0; i < 40; i++) {
        enum words_lang lang = i % 2 ? WORDS_AR : WORDS_EN;
        struct str rest = words_passphrase(a, lang, 7), whole = rest;
        for (int n = 0; n < 7; n++)
            assert_true(words_find(lang, str_cut(&rest, ' ')) < WORDS_COUNT);
        assert_null(rest.p);
        assert_false(str_eq(whole, words_passphrase(a, lang, 7)));
        assert_true(str_eq(whole, words_fold(a, whole)));

        rest = words_name(a, lang);
        assert_true(words_find(lang, str_cut(&rest, '-')) < WORDS_COUNT);
        assert_true(words_find(lang, str_cut(&rest, '-')) < WORDS_COUNT);
        uint64_t digits;
        assert_int_equal(rest.n, 2);
        assert_true(str_to_u64(rest, &digits));
    }
}

static void codes_are_read_as_people_type(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_SECRET, 0);
    for (size_t bytes = 1; bytes <= 33; bytes++) {
        uint8_t made[64], got[64];
        struct str code = code_create(a, made, bytes);
        assert_true(code_read(code, got, bytes));
        assert_memory_equal(made, got, bytes);
        assert_false(code_read(code, got, bytes + 1));
        assert_false(code_read(str_slice(code, 0, code.n - 1), got, bytes));
        assert_false(code_read(str_fmt(a, "%" STR_FMT "0", STR_ARG(code)), got, bytes));
        /* capitals, spaces for hyphens */
        char *loud = arena_copy(a, code.p, code.n);
        for (size_t i = 0; i < code.n; i++)
            loud[i] = (char)(code.p[i] == '-'                       ? ' '
                             : code.p[i] >= 'a' && code.p[i] <= 'z' ? code.p[i] - 32
                                                                    : code.p[i]);
        assert_true(code_read(str_fmt(a, " %" STR_FMT "\n", (int)code.n, loud), got, bytes));
        assert_memory_equal(made, got, bytes);
    }
    uint8_t got[5], other[5];
    assert_true(code_read(STR("0123-4567"), got, 5));
    assert_true(
        code_read(STR("\u200f\u0660\u0661\u0662\u0663\u2013\u0664\u0665\u0666\u0667"), other, 5));
    assert_memory_equal(got, other, 5);
    assert_true(code_read(STR("\u06f0\u06f1\u06f2\u06f3 \u06f4\u06f5\u06f6\u06f7"), other, 5));
    assert_memory_equal(got, other, 5);
    assert_false(code_read(STR("0123-456u"), got, 5));
    assert_false(code_read(STR("0123-456\xff"), got, 5));
    assert_false(code_read(STR("0123-456\u0645"), got, 5));
    assert_false(code_read(STR_NONE, got, 5));
}

static void codes_have_groups(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    uint8_t raw[10];
    struct str code = code_create(a, raw, sizeof raw); /* 16 digits */
    assert_int_equal(code.n, 19);
    for (size_t i = 0; i < code.n; i++)
        assert_int_equal(code.p[i] == '-', i % 5 == 4);
}

static void folding_is_gentle(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    assert_str(words_fold(a, STR("  Cedar \t RIVER\n")), "cedar river");
    assert_str(words_fold(a, STR(" \u0628\u062d\u0631   \u0646\u0647\u0631 ")),
               "\u0628\u062d\u0631 \u0646\u0647\u0631");
    assert_str(words_fold(a, STR("   ")), "");
    assert_str(words_fold(a, STR_NONE), "");
}

int main(void)
{
    seal_init();
    seal_init(); /* twice does no harm */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(derive_is_keyed_blake2b),
        cmocka_unit_test(equal_is_equal),
        cmocka_unit_test(blob_comes_back),
        cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(the_place_is_bound),
        cmocka_unit_test(padding_has_classes),
        cmocka_unit_test(padding_is_checked),
        cmocka_unit_test(box_opens_for_its_owner),
        cmocka_unit_test(box_to_a_forged_key_stops_nothing),
        cmocka_unit_test(signatures_hold),
        cmocka_unit_test(text_forms_come_back),
        cmocka_unit_test(text_forms_refuse),
        cmocka_unit_test(base32_forgives),
        cmocka_unit_test(words_are_found),
        cmocka_unit_test(passphrases_are_words),
        cmocka_unit_test(codes_are_read_as_people_type),
        cmocka_unit_test(codes_have_groups),
        cmocka_unit_test(folding_is_gentle),
    };
    return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
