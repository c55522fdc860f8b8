/* Values of places in translated texts. */
#include "html/html.h"
#include "i18n/i18n.h"

struct str html_place_str(struct html *h, struct str s)
{
    (void)h;
    return s;
}

struct str html_place_cstr(struct html *h, const char *s)
{
    (void)h;
    return str_from_c(s);
}

struct str html_place_int(struct html *h, int64_t v)
{
    return lang_number(h->arena, h->lang, v);
}
