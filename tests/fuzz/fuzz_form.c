/* Whatever bytes arrive as a form: decoded or refused, and what a field keeps is clean. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "http/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct form_choice CHOICES[] = {{"a", "A", 1}, {"b", "B", 2}, {0}};
static const struct form_field FIELDS[] = {
    {.name = "l", .kind = FIELD_LINE, .min = 1, .max = 40, .required = true},
    {.name = "t", .kind = FIELD_TEXT, .max = 200},
    {.name = "s", .kind = FIELD_SECRET, .max = 40},
    {.name = "c", .kind = FIELD_CHOICE, .choices = CHOICES},
    {.name = "f", .kind = FIELD_FLAG},
    {.name = "h", .kind = FIELD_HIDDEN},
    {.name = "i", .kind = FIELD_INT, .min = 1, .max = 90},
};
static const struct form_spec FORM = FORM_SPEC(FIELDS);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 4096);
    struct http_pairs pairs;
    if (!form_decode(a, str_from(data, size), HTTP_PAIRS_MAX, &pairs))
        return 0;
    assert(pairs.n <= HTTP_PAIRS_MAX);
    struct form f;
    form_parse(a, &FORM, &pairs, &f);
    size_t problems = 0;
    for (size_t i = 0; i < FORM.n; i++) {
        problems += f.problem[i] != FIELD_IS_NONE;
        assert(str_is_utf8(f.value[i]));
        if (f.problem[i] == FIELD_IS_NONE && FIELDS[i].kind == FIELD_LINE)
            for (size_t k = 0; k < f.value[i].n; k++)
                assert((unsigned char)f.value[i].p[k] >= 0x20);
        if (f.problem[i] == FIELD_IS_NONE && FIELDS[i].kind == FIELD_TEXT)
            assert(str_find_char(f.value[i], '\r') == f.value[i].n);
    }
    assert(problems == f.problems);
    return 0;
}
