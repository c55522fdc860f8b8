/* A CSV file of any bytes: rows come with rising line numbers and clean fields, or it is refused
 * with a reason. */
#include <stdlib.h>
#include <string.h>

#include "hsds/hsds.h"
#include "hsds/hsds_csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static enum err on_row(void *ctx, uint32_t line, const struct str *fields, size_t n, uint64_t bytes)
{
    uint32_t *last = ctx;
    check(line > *last && n > 0 && n <= CSV_COLUMNS_MAX && bytes > 0);
    *last = line;
    for (size_t i = 0; i < n; i++) {
        check(str_is_utf8(fields[i]) && fields[i].n <= HSDS_FIELD_MAX);
        check(str_eq(fields[i], str_trim(fields[i])));
        check(fields[i].n == 0 || !memchr(fields[i].p, '\r', fields[i].n));
    }
    return ERR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct csv_broken broken;
    uint32_t last = 0;
    enum err e = hsds_csv_read_text(str_from(data, size), a, on_row, &last, &broken);

    check(e == ERR_OK || e == ERR_INVALID);
    check((e == ERR_INVALID) == (broken.why != NULL));
    return 0;
}
