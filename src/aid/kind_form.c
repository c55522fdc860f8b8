#include "aid/kind_form.h"

#include <inttypes.h>

const struct form_choice KIND_FORM_URGENCIES[] = {
#define X(name, number, text) {#number, text, LOOP_##name},
    LOOP_URGENCIES(X)
#undef X
        {NULL, NULL, 0}};

const struct form_choice KIND_FORM_LANGUAGES[] = {{"", N_("(none)"), 0},
#define X(bit, code, name) {code, name, (bit) + 1},
                                                  AID_LANGUAGES(X)
#undef X
                                                      {NULL, NULL, 0}};

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

/* ---- filling in -------------------------------------------------------------------------------
 */

struct str kind_form_number(const struct req *req, int64_t n)
{
    return str_fmt(req->secret, "%" PRId64, n);
}

struct str kind_form_value(const struct form *f, size_t i, int64_t number)
{
    for (const struct form_choice *c = f->spec->fields[i].choices; c && c->value; c++)
        if (c->number == number)
            return str_from_c(c->value);
    return STR_NONE;
}

void kind_form_fill(const struct req *req, const struct areas *areas, const struct aid_card *card,
                    const struct aid_details *details, size_t q, struct form *out)
{
    const struct aid_kind_info *kind = aid_kind_find((int)card->kind);
    for (int i = 0; i < kind->n; i++) {
        const enum aid_answer answer = kind->questions[i].answer;
        const size_t at = q + (size_t)i;
        if (!(card->answered & 1u << i))
            out->value[at] = details->answer[i];
        else if (kind_form_asks_area(kind, i, areas))
            area_field_set(req, areas, out, at, (uint32_t)card->number[i]);
        else if (answer == AID_ANSWER_DAY)
            out->value[at] = kind_form_value(out, at, card->number[i]);
        else
            out->value[at] = kind_form_number(
                req, card->number[i] / (answer == AID_ANSWER_MONEY ? AID_MINOR : 1));
    }
}

void kind_form_tick(struct form *out, size_t first, size_t n, unsigned bits)
{
    for (size_t i = 0; i < n; i++)
        if (bits & 1u << i)
            out->value[first + i] = STR("1");
}

void kind_form_speak(struct form *out, size_t first, size_t n, uint64_t speaks)
{
    size_t at = first;
    for (int bit = 0; bit < AID_LANGUAGE_COUNT && at < first + n; bit++)
        if (speaks & (uint64_t)1 << bit)
            out->value[at++] = kind_form_value(out, first, bit + 1);
}
