/* What every test program includes: cmocka with the headers it wants before it,
 * and two short checks for the house's own types. Tests only. */
#ifndef AWN_BASE_TEST_H
#define AWN_BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"

#define assert_ok(call) assert_int_equal((call), ERR_OK)
#define assert_err(call, code) assert_int_equal((call), ERR_##code)
#define assert_str(s, literal)                                                                     \
    do {                                                                                           \
        struct str got_ = (s);                                                                     \
        assert_int_equal(got_.n, sizeof(literal) - 1);                                             \
        assert_memory_equal(got_.p ? got_.p : "", literal, sizeof(literal) - 1);                   \
    } while (0)

#endif
