/* What the words of a query weigh beside one another. */
#include "directory/directory_asking.h"

/* Of a term's weight, in 256ths. */
#define SCALE_EVERYDAY 12
#define SCALE_UNNAMED 192

/* Whether two ways to mean something are one, or one part of the other. */
static bool is_same_thing(const struct asked_alt *a, const struct asked_alt *b)
{
    if (str_eq(a->word, b->word))
        return true;
    if (!a->concept || !b->concept || a->how != ASKED_CONCEPT || b->how != ASKED_CONCEPT)
        return false;
    for (size_t i = 0; i < a->concept->nabove; i++) {
        if (a->concept->above[i] == b->concept)
            return true;
    }
    for (size_t i = 0; i < b->concept->nabove; i++) {
        if (b->concept->above[i] == a->concept)
            return true;
    }
    return false;
}

/* Terms that mean one thing have one number. */
static void groups_find(const struct asking *q, uint8_t group[RANK_TERMS_MAX])
{
    const struct asked *out = q->out;

    for (size_t i = 0; i < out->terms.n; i++)
        group[i] = (uint8_t)i;
    for (size_t i = 0; i < out->nalts; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct asked_alt *a = &out->alts[i], *b = &out->alts[k];
            uint8_t ga = group[a->term], gb = group[b->term];
            if (ga == gb || q->everyday[a->term] || q->everyday[b->term] ||
                a->weight < ASKING_SURE || b->weight < ASKING_SURE || !is_same_thing(a, b))
                continue;
            for (size_t t = 0; t < out->terms.n; t++)
                group[t] = group[t] == ga ? gb : group[t];
        }
    }
}

/* The terms that surely are a need, a place or a language; whether any is a need. */
static bool named_find(const struct asking *q, bool named[RANK_TERMS_MAX])
{
    const struct asked *out = q->out;
    bool any = false;

    for (size_t i = 0; i < out->nalts; i++) {
        const struct asked_alt *alt = &out->alts[i];
        uint64_t bit = UINT64_C(1) << i;
        bool need = alt->weight >= ASKING_SURE && alt->how == ASKED_CONCEPT, other = false;
        for (size_t p = 0; p < out->nplaces; p++)
            other = other || (out->places[p] & bit);
        named[alt->term] = named[alt->term] || need || other || (out->spoken & bit);
        any = any || need;
    }
    return any;
}

/* Several words for one thing count little more than one word; beside a need, a word that nobody
 * knows the meaning of counts less, however rare it is. */
void asking_scale(struct asking *q)
{
    struct asked *out = q->out;
    uint8_t group[RANK_TERMS_MAX];
    bool named[RANK_TERMS_MAX] = {false};
    bool any = named_find(q, named);

    groups_find(q, group);
    for (size_t i = 0; i < out->terms.n; i++) {
        size_t same = 0;
        for (size_t t = 0; t < out->terms.n; t++)
            same += group[t] == group[i];
        size_t scale = 256 * (same + 3) / (4 * same);
        if (any && !named[i])
            scale = scale * SCALE_UNNAMED / 256;
        out->scale[i] = (uint16_t)(q->everyday[i] ? SCALE_EVERYDAY : scale);
    }
}
