#include "aid/kind_form.h"

bool kind_form_asks_area(const struct aid_kind_info *kind, int i, const struct areas *areas)
{
    return kind->questions[i].answer == AID_ANSWER_AREA && areas->n != 0;
}

void kind_form_read_areas(const struct req *req, const struct aid_kind_info *kind,
                          const struct areas *areas, size_t q, struct form *f)
{
    for (int i = 0; i < kind->n; i++)
        if (kind_form_asks_area(kind, i, areas))
            f->number[q + (size_t)i] = area_field_read(req, areas, f, q + (size_t)i);
}

void kind_form_take(const struct aid_kind_info *kind, int i, int64_t typed, struct aid_card *card)
{
    const struct aid_question *q = &kind->questions[i];
    card->number[i] = typed * (q->answer == AID_ANSWER_MONEY ? AID_MINOR : 1);
    card->answered |= 1u << i;
    if (q->use == AID_USE_CAPACITY)
        card->units = (int32_t)(typed < AID_UNITS_MAX ? typed : AID_UNITS_MAX);
}

unsigned kind_form_flags(const struct form *f, size_t first, size_t n)
{
    unsigned bits = 0;
    for (size_t i = first; i < first + n; i++)
        bits |= f->number[i] && f->spec->fields[i].kind != FIELD_HIDDEN ? 1u << (i - first) : 0;
    return bits;
}

uint64_t kind_form_languages(const struct form *f, size_t first, size_t n)
{
    uint64_t speaks = 0;
    for (size_t i = first; i < first + n; i++)
        if (f->number[i] != 0)
            speaks |= (uint64_t)1 << (f->number[i] - 1);
    return speaks;
}
