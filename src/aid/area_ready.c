#include "aid/area_ready.h"

#include <string.h>

extern const struct embedded AREA_FILES[];
extern const size_t AREA_FILES_n;

const struct area_ready AREA_READIES[] = {
#define X(code, text) {code, text},
    AREA_READY(X)
#undef X
        {NULL, NULL}};

static struct str file_find(const char *code)
{
    for (size_t i = 0; i < AREA_FILES_n; i++) {
        struct str name = str_from_c(AREA_FILES[i].name);
        if (str_ends(name, STR(".csv")) &&
            str_eq_c(str_slice(name, 0, name.n - strlen(".csv")), code))
            return AREA_FILES[i].bytes;
    }
    return STR_NONE;
}

bool area_ready_find(struct str code, struct str *out)
{
    for (const struct area_ready *r = AREA_READIES; r->code; r++)
        if (str_eq_c(code, r->code)) {
            *out = file_find(r->code);
            return out->n != 0;
        }
    return false;
}
