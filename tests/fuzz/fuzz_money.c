/* An amount of any bytes, for every number of digits: it is within bounds, or there is a sentence
 * that says what is wrong; and what was read is read again from what is written. */
#include <stdlib.h>

#include "fund/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    for (int digits = 0; digits <= 4; digits++) {
        int64_t amount, again;
        enum money_fault f = money_read(str_from(data, size), digits, &amount);
        check((f == MONEY_NONE) == (amount > 0) && amount <= MONEY_MAX);
        check(money_fault_text(f)[0] != '\0' || f == MONEY_NONE);
        if (f != MONEY_NONE)
            continue;
        f = money_read(money_plain(a, amount, digits), digits, &again);
        check(f == MONEY_UNCLEAR || (f == MONEY_NONE && again == amount));
    }
    return 0;
}
