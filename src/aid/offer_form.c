#include "aid/offer_form.h"

#include <inttypes.h>

#include "aid/kind_form.h"
#include "base/clock.h"
#include "seal/seal.h"

#define DAYS_OFFERED 31 /* from today, as an answer to "from which day?" */

static const struct form_choice REPEATS[] = {
#define X(name, number, text) {#number, text, AID_##name},
    AID_REPEATS(X)
#undef X
        {NULL, NULL, 0}};

static const struct form_choice RESTS[] = {{"0", N_("Whenever it fits"), 0},
                                           {"7", N_("At most once a week"), 7},
                                           {"30", N_("At most once a month"), 30},
                                           {NULL, NULL, 0}};

static const struct form_choice REACHES[] = {
    {"0", N_("However far"), 0}, {"15", N_("15 minutes"), 15},  {"30", N_("30 minutes"), 30},
    {"60", N_("An hour"), 60},   {"120", N_("Two hours"), 120}, {NULL, NULL, 0}};

static const struct form_choice LASTS[] = {{"7", N_("One week"), 7},
                                           {"14", N_("Two weeks"), 14},
                                           {"30", N_("One month"), 30},
                                           {"60", N_("Two months"), 60},
                                           {"90", N_("Three months"), OFFER_LAST_DAY},
                                           {"180", N_("Six months"), LOOP_DAYS_MAX},
                                           {NULL, NULL, 0}};
static const struct form_choice LASTS_OR_NOT[] = {{"", N_("As it is now"), 0},
                                                  {"7", N_("One week"), 7},
                                                  {"14", N_("Two weeks"), 14},
                                                  {"30", N_("One month"), 30},
                                                  {"60", N_("Two months"), 60},
                                                  {"90", N_("Three months"), OFFER_LAST_DAY},
                                                  {"180", N_("Six months"), LOOP_DAYS_MAX},
                                                  {NULL, NULL, 0}};

static const struct form_choice GENDERS[] = {{"", N_("Rather not said"), 0},
                                             {"w", N_("A woman"), AID_WOMAN},
                                             {"m", N_("A man"), AID_MAN},
                                             {"n", N_("Neither"), AID_NEITHER},
                                             {NULL, NULL, 0}};
static const struct form_choice RATHER[] = {{"", N_("Whoever asks"), 0},
                                            {"w", N_("Only women"), AID_WOMAN},
                                            {"m", N_("Only men"), AID_MAN},
                                            {"nm", N_("Anybody but men"), AID_WOMAN | AID_NEITHER},
                                            {"nw", N_("Anybody but women"), AID_MAN | AID_NEITHER},
                                            {NULL, NULL, 0}};

#define QUESTION(field_name)                                                                       \
    {                                                                                              \
        .name = field_name, .label = N_("More about it"), .kind = FIELD_LINE, .max = AID_WORDS_MAX \
    }
#define LANGUAGE(field_name, field_label)                                                          \
    {                                                                                              \
        .name = field_name, .label = field_label, .kind = FIELD_CHOICE,                            \
        .choices = KIND_FORM_LANGUAGES                                                             \
    }

/* clang-format off */
static const struct form_field FIELDS[] = {
    [OFFER_CARD] = {.name = "card", .kind = FIELD_HIDDEN, .max = 40},
    [OFFER_Q] = QUESTION("q1"),
    [OFFER_Q + 1] = QUESTION("q2"),
    [OFFER_Q + 2] = QUESTION("q3"),
    [OFFER_Q + 3] = QUESTION("q4"),
    [OFFER_LINE] = {.name = "line",
                    .label = N_("In one sentence"),
                    .hint = N_("All members see this sentence. It is best without a name, a "
                               "number or an address."),
                    .kind = FIELD_LINE,
                    .max = AID_LINE_MAX},
    [OFFER_AREA] = AREA_FIELD("area", N_("Where?")),
    [OFFER_REACH] = {.name = "reach",
                     .label = N_("How far from there?"),
                     .kind = FIELD_CHOICE,
                     .choices = REACHES},
    [OFFER_REPEAT] = {.name = "repeat",
                      .label = N_("How often?"),
                      .kind = FIELD_CHOICE,
                      .choices = REPEATS,
                      .required = true},
    [OFFER_REST] = {.name = "rest",
                    .label = N_("How often may you be asked?"),
                    .hint = N_("In between the offer is not shown, and nobody asks."),
                    .kind = FIELD_CHOICE,
                    .choices = RESTS},
    [OFFER_FROM] = {.name = "from",
                    .label = N_("From which day?"),
                    .kind = FIELD_HIDDEN,
                    .max = 20},
    [OFFER_DAYS] = {.name = "days",
                    .label = N_("It stays on the board for"),
                    .hint = N_("Then it goes by itself. It can be paused or taken back at any "
                               "moment before."),
                    .kind = FIELD_CHOICE,
                    .choices = LASTS,
                    .required = true},
    [OFFER_LANG] = LANGUAGE("lang1", N_("A language you speak")),
    [OFFER_LANG + 1] = LANGUAGE("lang2", N_("Another language")),
    [OFFER_LANG + 2] = LANGUAGE("lang3", N_("And another")),
    [OFFER_LANG + 3] = LANGUAGE("lang4", N_("One more language")),
    [OFFER_GENDER] = {.name = "gender",
                      .label = N_("You are"),
                      .hint = N_("Some who ask cannot meet just anybody. Whoever leaves this open "
                                 "is not asked then."),
                      .kind = FIELD_CHOICE,
                      .choices = GENDERS},
    [OFFER_GENDERS] = {.name = "genders",
                       .label = N_("Who may come?"),
                       .kind = FIELD_CHOICE,
                       .choices = RATHER},
#define X(name_, bit, text)                                                                        \
    [OFFER_HAS + (bit)] = {.name = "has" #bit, .label = text, .kind = FIELD_FLAG},
    AID_TRAITS(X)
#undef X
#define X(name_, bit, text)                                                                        \
    [OFFER_NEAR + (bit)] = {.name = "near" #bit, .label = text, .kind = FIELD_FLAG},
    AID_NEARBY(X)
#undef X
    [OFFER_WORDS] = {.name = "words",
                     .label = N_("What the coordinators should know"),
                     .hint = N_("It stays with you. It is sent along only when you say yes to "
                                "somebody, and only the coordinators read it."),
                     .kind = FIELD_TEXT,
                     .max = AID_DETAILS_MAX},
};
/* clang-format on */
_Static_assert(sizeof FIELDS / sizeof FIELDS[0] == OFFER_FIELDS, "a row for each field");
_Static_assert(OFFER_FIELDS <= FORM_FIELDS_MAX, "room");
const struct form_spec OFFER_FORM = FORM_SPEC(FIELDS);

/* ---- the table of one kind --------------------------------------------------------------------
 */

/* What of the list of things to say matters for a kind. */
#define BIT(trait) (1u << (trait))
enum { STEPS, LIFT, CHILDREN, PETS, QUIET, PAPERS };
static const struct {
    unsigned has;
    bool near;
} MATTERS[AID_KIND_COUNT + 1] = {
    [AID_SHELTER] = {BIT(STEPS) | BIT(CHILDREN) | BIT(PETS) | BIT(QUIET) | BIT(PAPERS), true},
    [AID_FOOD] = {BIT(STEPS) | BIT(PAPERS), false},
    [AID_HEALTH] = {BIT(STEPS) | BIT(CHILDREN) | BIT(PAPERS), false},
    [AID_CHILDREN] = {BIT(STEPS), true},
    [AID_RIDE] = {BIT(LIFT) | BIT(CHILDREN) | BIT(PETS), true},
    [AID_MONEY] = {BIT(PAPERS), false},
    [AID_LEGAL] = {BIT(STEPS) | BIT(PAPERS), false},
    [AID_SAFETY] = {BIT(LIFT) | BIT(CHILDREN), false},
    [AID_SKILLS] = {BIT(STEPS) | BIT(PAPERS), false},
    [AID_THINGS] = {BIT(STEPS) | BIT(PAPERS), false},
    [AID_COMPANY] = {BIT(STEPS) | BIT(CHILDREN) | BIT(PETS), true},
    [AID_OTHER] = {BIT(STEPS) | BIT(CHILDREN) | BIT(PETS) | BIT(PAPERS), true},
};

static const struct form_choice *days_from_today(const struct req *req, const char *none)
{
    struct form_choice *all = ARENA_ARRAY(req->secret, struct form_choice, DAYS_OFFERED + 2);
    const int32_t today = zone_at(req_net(req)->zone, req->now).day;
    all[0] = (struct form_choice){"", none, 0};
    for (int32_t day = today; day < today + DAYS_OFFERED; day++)
        all[day - today + 1] =
            (struct form_choice){str_to_c(req->secret, str_fmt(req->secret, "%" PRId32, day)),
                                 str_to_c(req->secret, lang_day(req->secret, req->lang, day)), day};
    return all;
}

static void hide(struct form_field *field)
{
    field->kind = FIELD_HIDDEN;
    field->required = false;
}

static void question_field(const struct req *req, const struct aid_question *q,
                           struct form_field *field, struct form_field *line)
{
    if (!q->give) {
        hide(field);
        return;
    }
    field->label = q->give;
    switch (q->answer) {
    case AID_ANSWER_COUNT:
    case AID_ANSWER_MONEY:
        field->kind = FIELD_INT;
        field->min = q->answer == AID_ANSWER_COUNT ? (size_t)q->least : 1;
        field->max = (size_t)q->most / (q->answer == AID_ANSWER_MONEY ? AID_MINOR : 1);
        field->required = q->use == AID_USE_CAPACITY;
        break;
    case AID_ANSWER_DAY:
        field->kind = FIELD_CHOICE;
        field->max = 0;
        field->choices = days_from_today(req, N_("Not said"));
        break;
    case AID_ANSWER_AREA:
        break;
    case AID_ANSWER_WORDS: /* what is offered is what all see */
        hide(field);
        line->label = q->give;
        line->required = true;
        break;
    }
}

static const struct form_spec *spec_of(const struct req *req, const struct aid_kind_info *kind,
                                       enum offer_form_use use)
{
    struct form_field *fields = arena_copy(req->secret, FIELDS, sizeof FIELDS);
    struct form_spec *spec = ARENA_NEW(req->secret, struct form_spec);
    const unsigned has = MATTERS[kind->kind].has;
    for (int i = 0; i < AID_QUESTIONS_MAX; i++) {
        if (i < kind->n)
            question_field(req, &kind->questions[i], &fields[OFFER_Q + i], &fields[OFFER_LINE]);
        else
            hide(&fields[OFFER_Q + i]);
    }
    fields[OFFER_FROM].kind = FIELD_CHOICE;
    fields[OFFER_FROM].max = 0;
    fields[OFFER_FROM].choices = days_from_today(req, N_("At once"));
    const struct aid_question *day = aid_question_of(kind, AID_USE_BY);
    if (day && day->give)
        hide(&fields[OFFER_FROM]);
    for (size_t i = OFFER_HAS; i < OFFER_NEAR; i++)
        if (!(has & 1u << (i - OFFER_HAS)))
            hide(&fields[i]);
    for (size_t i = OFFER_NEAR; i < OFFER_WORDS; i++)
        if (!MATTERS[kind->kind].near)
            hide(&fields[i]);
    if (use == OFFER_CHANGE) {
        fields[OFFER_DAYS].choices = LASTS_OR_NOT;
        fields[OFFER_DAYS].required = false;
    }
    *spec = (struct form_spec){fields, OFFER_FIELDS};
    return spec;
}

bool offer_form_has(const struct form *f, size_t i)
{
    return f->spec->fields[i].kind != FIELD_HIDDEN;
}

/* ---- filling in -------------------------------------------------------------------------------
 */

void offer_form_blank(const struct req *req, const struct aid_kind_info *kind, struct form *out)
{
    uint64_t id = aid_card_id();
    form_blank(spec_of(req, kind, OFFER_NEW), out);
    out->value[OFFER_CARD] = seal_base32(req->secret, str_from(&id, sizeof id));
    out->value[OFFER_REPEAT] = kind_form_number(req, AID_ONCE);
    out->value[OFFER_REST] = out->value[OFFER_REACH] = STR("0");
    out->value[OFFER_DAYS] = kind_form_number(req, OFFER_LAST_DAY);
    out->value[OFFER_LANG] = str_from_c(lang_code(req->lang));
}

void offer_form_fill(const struct req *req, const struct areas *areas, const struct aid_card *card,
                     const struct aid_details *details, struct form *out)
{
    form_blank(spec_of(req, aid_kind_find((int)card->kind), OFFER_CHANGE), out);
    out->value[OFFER_CARD] = seal_base32(req->secret, str_from(&card->id, sizeof card->id));
    kind_form_fill(req, areas, card, details, OFFER_Q, out);
    area_field_set(req, areas, out, OFFER_AREA, card->area);
    out->value[OFFER_LINE] = card->line;
    out->value[OFFER_REACH] = kind_form_number(req, card->reach);
    out->value[OFFER_REPEAT] = kind_form_number(req, card->repeat);
    out->value[OFFER_REST] = kind_form_number(req, card->rest);
    out->value[OFFER_FROM] = kind_form_value(out, OFFER_FROM, card->from);
    kind_form_speak(out, OFFER_LANG, OFFER_LANGUAGES, card->speaks);
    out->value[OFFER_GENDER] = kind_form_value(out, OFFER_GENDER, card->gender);
    out->value[OFFER_GENDERS] = kind_form_value(out, OFFER_GENDERS, card->genders);
    kind_form_tick(out, OFFER_HAS, OFFER_NEAR - OFFER_HAS, card->has);
    kind_form_tick(out, OFFER_NEAR, OFFER_WORDS - OFFER_NEAR, card->near);
    out->value[OFFER_WORDS] = details->words;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

void offer_form_read(const struct req *req, const struct aid_kind_info *kind,
                     const struct areas *areas, enum offer_form_use use, struct form *out)
{
    form_parse(req->secret, spec_of(req, kind, use), &req->form, out);
    out->number[OFFER_AREA] = area_field_read(req, areas, out, OFFER_AREA);
    kind_form_read_areas(req, kind, areas, OFFER_Q, out);
}

static void answers_take(const struct aid_kind_info *kind, const struct areas *areas,
                         const struct form *f, struct aid_card *card, struct aid_details *details)
{
    card->units = 1;
    card->answered = 0;
    for (int i = 0; i < kind->n; i++) {
        const struct aid_question *q = &kind->questions[i];
        const size_t at = (size_t)(OFFER_Q + i);
        details->answer[i] = q->answer == AID_ANSWER_WORDS && q->give ? card->line : STR_NONE;
        if (f->value[at].n == 0 || !offer_form_has(f, at))
            continue;
        if (q->answer == AID_ANSWER_AREA && !kind_form_asks_area(kind, i, areas)) {
            details->answer[i] = f->value[at]; /* without a list a place is words, like others */
            continue;
        }
        kind_form_take(kind, i, f->number[at], card);
    }
}

void offer_form_card(const struct req *req, const struct aid_kind_info *kind,
                     const struct areas *areas, const struct form *f, struct aid_card *card,
                     struct aid_details *details)
{
    const int32_t days = (int32_t)f->number[OFFER_DAYS];
    card->side = AID_OFFER;
    card->kind = kind->kind;
    card->line = f->value[OFFER_LINE];
    card->area = (uint32_t)f->number[OFFER_AREA];
    card->reach = card->area ? (uint32_t)f->number[OFFER_REACH] : 0;
    card->repeat = (enum aid_repeat)f->number[OFFER_REPEAT];
    card->rest = (uint32_t)f->number[OFFER_REST];
    card->from = offer_form_has(f, OFFER_FROM) ? (int32_t)f->number[OFFER_FROM] : 0;
    card->gender = (unsigned)f->number[OFFER_GENDER];
    card->genders = (unsigned)f->number[OFFER_GENDERS];
    card->has = kind_form_flags(f, OFFER_HAS, OFFER_NEAR - OFFER_HAS);
    card->near = kind_form_flags(f, OFFER_NEAR, OFFER_WORDS - OFFER_NEAR);
    card->speaks = kind_form_languages(f, OFFER_LANG, OFFER_LANGUAGES);
    if (days != 0)
        card->loop.last_day = clock_day(req->now) + days;
    if (card->loop.asked == 0)
        card->loop.asked = req->now;
    *details = (struct aid_details){.words = f->value[OFFER_WORDS],
                                    .lang = str_from_c(lang_code(req->lang))};
    answers_take(kind, areas, f, card, details);
}
