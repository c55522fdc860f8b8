/* Markdown that somebody wrote: whatever it is, only our tags come out, and not too much of it. */
#include <stdlib.h>

#include "html/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_tag(struct str tag)
{
    static const char *const NAMES[] = {"p",  "br",     "ul",         "ol",   "li",
                                        "em", "strong", "blockquote", "code", "bdi"};
    struct str attrs = tag, name = str_cut(&attrs, ' ');
    if (str_starts(name, STR("/")))
        name = str_slice(name, 1, name.n);
    bool known = false;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        known = known || str_eq_c(name, NAMES[i]);
    return known && (attrs.n == 0 || str_starts(attrs, STR("dir=\"auto\"")) ||
                     str_starts(attrs, STR("start=\"")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct str rest = html_markdown(a, str_from(data, size)).s;
    if (rest.n > 24 * size + 64)
        abort();
    while (rest.n) {
        struct str text = str_cut(&rest, '<');
        if (str_find_char(text, '>') != text.n)
            abort();
        if (!rest.p)
            break;
        if (!is_tag(str_cut(&rest, '>')))
            abort();
    }
    return 0;
}
