#include "aid/twins.h"

#define WORDS_MOST 64   /* of a text, that are compared */
#define COMMON_LEAST 2  /* words in common */
#define COMMON_SHARE 60 /* per cent of the shorter text */
#define NUMBER_LEAST 7  /* digits that tell one telephone from another */

static size_t stems_of(struct search *s, struct arena *a, struct str text, struct str *out)
{
    struct search_tokens all;
    size_t n = 0;
    search_document(s, a, text, &all);
    for (size_t i = 0; i < all.n && n < WORDS_MOST; i++) {
        bool known = all.v[i].stop;
        for (size_t k = 0; k < n && !known; k++)
            known = str_eq(out[k], all.v[i].text);
        if (!known)
            out[n++] = all.v[i].text;
    }
    return n;
}

static bool similar(struct search *s, struct arena *a, struct str one, struct str other)
{
    struct str x[WORDS_MOST], y[WORDS_MOST];
    const size_t nx = stems_of(s, a, one, x), ny = stems_of(s, a, other, y);
    const size_t fewest = nx < ny ? nx : ny;
    size_t common = 0;
    for (size_t i = 0; i < nx; i++)
        for (size_t k = 0; k < ny; k++)
            common += str_eq(x[i], y[k]);
    return common >= COMMON_LEAST && common * 100 >= fewest * COMMON_SHARE;
}

/* The digits of a text after folding, which knows those of other scripts. */
static struct str digits_of(struct search *s, struct arena *a, struct str text)
{
    struct search_tokens all;
    struct str out = STR_NONE;
    search_document(s, a, text, &all);
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].folded.n && all.v[i].folded.p[0] >= '0' && all.v[i].folded.p[0] <= '9')
            out = str_fmt(a, "%" STR_FMT "%" STR_FMT, STR_ARG(out), STR_ARG(all.v[i].folded));
    return out;
}

static bool same_contact(struct search *s, struct arena *a, struct str one, struct str other)
{
    if (one.n == 0 || other.n == 0)
        return false;
    const struct str x = digits_of(s, a, one), y = digits_of(s, a, other);
    if (x.n >= NUMBER_LEAST && y.n >= NUMBER_LEAST) /* with or without the country's own number */
        return str_eq(str_slice(x, x.n - NUMBER_LEAST, x.n), str_slice(y, y.n - NUMBER_LEAST, y.n));
    /* What many write is no way to tell them apart: a name of an account is one word. */
    return str_eq(one, other) && str_find_char(one, ' ') == one.n;
}

static bool may_meet(const struct aid_card *one, const struct aid_card *other)
{
    return one->id != other->id && one->kind == other->kind &&
           (one->area == other->area || one->area == 0 || other->area == 0);
}

unsigned twins_of(struct search *s, struct arena *a, const struct twin_side *one,
                  const struct twin_side *other)
{
    unsigned why = 0;
    if (!may_meet(one->card, other->card))
        return 0;
    if (similar(s, a, one->card->line, other->card->line))
        why |= TWIN_LINE;
    if (!one->details || !other->details)
        return why;
    if (same_contact(s, a, one->details->contact, other->details->contact))
        why |= TWIN_CONTACT;
    if (similar(s, a, one->details->words, other->details->words))
        why |= TWIN_WORDS;
    return why;
}
