/* Whatever stands in a sealed column, an address or a typed code: nothing crashes,
 * and what does not open leaves no plaintext. First byte: which reader gets the rest. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "seal/slots.h"
#include "seal/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct key KEY = {{1, 2, 3}};
static const struct seal_place PLACE = {.purpose = SEAL_RECORD, .table = 1, .row = 2};

static void open_one(struct arena *a, enum seal_padding padding, struct str blob)
{
    struct str plain = STR("left over");
    if (seal_open(a, &KEY, &PLACE, padding, blob, &plain) != ERR_OK)
        assert(plain.n == 0);
    else
        assert(plain.n < blob.n);
}

/* Readers of text forms: what they accept, they also write back. */
static void read_text(struct arena *a, struct str in)
{
    struct str raw, again;
    if (seal_from_hex(a, in, &raw))
        assert(str_eq(seal_hex(a, raw), in));
    if (seal_from_base64(a, in, &raw))
        assert(str_eq(seal_base64(a, raw), in));
    if (seal_from_base32(a, in, &raw))
        assert(seal_from_base32(a, seal_base32(a, raw), &again) && str_eq(raw, again));
    uint8_t code[16];
    (void)code_read(in, code, sizeof code);
    (void)words_find(WORDS_EN, in);
    struct str once = words_fold(a, in);
    assert(str_eq(words_fold(a, once), once));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > 100000)
        return 0;
    seal_init();
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct str in = str_from(data + 1, size - 1), plain;
    struct key root;
    enum slot_kind kind;
    switch (data[0] % 6) {
    case 0:
        open_one(a, SEAL_PAD_NONE, in);
        break;
    case 1:
        open_one(a, SEAL_PAD_TEXT, in);
        break;
    case 2: /* sealed rightly, padded wrongly: reaches the checks behind the seal */
        open_one(a, SEAL_PAD_TEXT, seal_blob(a, &KEY, &PLACE, SEAL_PAD_NONE, in));
        break;
    case 3:
        if (box_open(a, &KEY, STR("fuzz"), in, &plain) != ERR_OK)
            assert(plain.n == 0);
        break;
    case 4:
        (void)!slots_open(in, STR("account"), &KEY, &kind, &root);
        break;
    default:
        read_text(a, in);
    }
    return 0;
}
