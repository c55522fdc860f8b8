/* Bytes as text: what str says about UTF-8 must hold for every way of walking it. */
#include <stdlib.h>

#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void walk_text(struct str s)
{
    size_t points = 0, pos = 0;
    while (pos < s.n) {
        size_t before = pos;
        uint32_t c = str_utf8_next(s, &pos);
        check(pos > before && pos <= s.n && c != 0 && c <= 0x10FFFF);
        points++;
    }
    check(points == str_code_points(s));
    for (size_t n = 0; n <= s.n && n < 64; n++) {
        struct str prefix = str_utf8_prefix(s, n);
        check(prefix.n <= n && n - prefix.n < 4 && str_is_utf8(prefix));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str s = str_from(data, size);
    if (str_is_utf8(s))
        walk_text(s);

    size_t sum = 0, parts = 0;
    struct str rest = s;
    while (rest.p) {
        sum += str_cut(&rest, ',').n;
        parts++;
    }
    check(size == 0 || sum + parts - 1 == size);
    check(str_trim(s).n <= size);

    uint64_t u;
    int64_t i;
    if (str_to_i64(s, &i) && i > 0)
        check(str_to_u64(s, &u) && u == (uint64_t)i);
    if (str_to_u64(s, &u) && u <= INT64_MAX)
        check(str_to_i64(s, &i) && (uint64_t)i == u);
    return 0;
}
