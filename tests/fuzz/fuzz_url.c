/* Addresses: what url_external lets through is one of four schemes and stays inside its quotes;
 * what url_path makes of any bytes stays one segment. */
#include <stdlib.h>

#include "html/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct str text = str_from(data, size);
    struct url u;
    if (url_external(a, text, &u)) {
        check(str_starts(u.s, STR("http://")) || str_starts(u.s, STR("https://")) ||
              str_starts(u.s, STR("mailto:")) || str_starts(u.s, STR("tel:")));
        for (size_t i = 0; i < u.s.n; i++)
            check((unsigned char)u.s.p[i] > ' ' && u.s.p[i] != '"' && u.s.p[i] != '<' &&
                  u.s.p[i] != '>' && u.s.p[i] != '\\');
        struct url again;
        check(url_external(a, u.s, &again) && str_eq(again.s, u.s));
    }
    struct str path = url_path(a, "/%" STR_FMT, STR_ARG(text)).s;
    check(path.n >= 2 && path.p[0] == '/' && !str_eq_c(path, "/.") && !str_eq_c(path, "/.."));
    for (size_t i = 1; i < path.n; i++)
        check((unsigned char)path.p[i] > ' ' && (unsigned char)path.p[i] < 0x7f &&
              path.p[i] != '/' && path.p[i] != '"' && path.p[i] != '?' && path.p[i] != '#');
    return 0;
}
