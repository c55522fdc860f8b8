#include "aid/ask_form.h"

#include <string.h>

#include "aid/kind_form.h"
#include "base/clock.h"

#define DAYS_OFFERED 31 /* from today, as an answer to "by which day?" */

static const struct form_choice KINDS[] = {
#define X(name, number, code, text) {code, text, AID_##name},
    AID_KINDS(X)
#undef X
        {NULL, NULL, 0}};

static const struct form_choice HELPERS[] = {
    {"", N_("Whoever can help"), 0},
    {"w", N_("Only a woman"), AID_WOMAN},
    {"m", N_("Only a man"), AID_MAN},
    {"nm", N_("Anybody but a man"), AID_WOMAN | AID_NEITHER},
    {"nw", N_("Anybody but a woman"), AID_MAN | AID_NEITHER},
    {NULL, NULL, 0}};

/* Numbers of enum mine_shown. */
static const struct form_choice SHOWS[] = {
    {"desk", N_("The coordinators only: they look for somebody"), 1},
    {"both", N_("The coordinators, and the board: members can say at once that they can"), 3},
    {"board", N_("The board only: no coordinator reads the rest"), 2},
    {NULL, NULL, 0}};

static const struct form_choice STRANGERS[] = {{"stranger", N_("Without my account"), 1},
                                               {NULL, NULL, 0}};

static const struct form_choice DAYS_LEFT[] = {{"", N_("The day it has now"), 0},
                                               {"7", N_("One week"), 7},
                                               {"14", N_("Two weeks"), 14},
                                               {"30", N_("One month"), 30},
                                               {"60", N_("Two months"), 60},
                                               {"90", N_("Three months"), 90},
                                               {NULL, NULL, 0}};

static const struct form_choice DAYS[] = {
    {"7", N_("One week"), 7},     {"14", N_("Two weeks"), 14},    {"30", N_("One month"), 30},
    {"60", N_("Two months"), 60}, {"90", N_("Three months"), 90}, {NULL, NULL, 0}};

#define FIELD_KIND                                                                                 \
    {                                                                                              \
        .name = "kind", .label = N_("What is it about?"), .kind = FIELD_CHOICE, .choices = KINDS,  \
        .required = true                                                                           \
    }
#define FIELD_URGENCY                                                                              \
    {                                                                                              \
        .name = "urgency", .label = N_("How urgent is it?"), .kind = FIELD_CHOICE,                 \
        .choices = KIND_FORM_URGENCIES, .required = true                                           \
    }

static const struct form_field FIRST_FIELDS[] = {
    [ASK_KIND] = FIELD_KIND,
    [ASK_URGENCY] = FIELD_URGENCY,
    [ASK_AS] = {.name = "as",
                .label = N_("Without my account"),
                .kind = FIELD_CHOICE,
                .choices = STRANGERS},
};
const struct form_spec ASK_FIRST_FORM = FORM_SPEC(FIRST_FIELDS);

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
    [ASK_KIND] = FIELD_KIND,
    [ASK_URGENCY] = FIELD_URGENCY,
    [ASK_SEALED] = {.name = "sealed", .kind = FIELD_HIDDEN, .max = 1000},
    [ASK_AREA] = AREA_FIELD("area", N_("Where?")),
    [ASK_Q] = QUESTION("q1"),
    [ASK_Q + 1] = QUESTION("q2"),
    [ASK_Q + 2] = QUESTION("q3"),
    [ASK_Q + 3] = QUESTION("q4"),
    [ASK_LINE] = {.name = "line",
                  .label = N_("In one sentence"),
                  .hint = N_("Whoever might help is shown this sentence first. It is best without "
                             "names and addresses."),
                  .kind = FIELD_LINE,
                  .max = AID_LINE_MAX},
    [ASK_WORDS] = {.name = "words",
                   .label = N_("Whatever else helps to understand"),
                   .hint = N_("Only the coordinators read this, and who helps in the end."),
                   .kind = FIELD_TEXT,
                   .max = AID_DETAILS_MAX},
    [ASK_WHO] = {.name = "who",
                 .label = N_("For whom is it?"),
                 .hint = N_("For instance: for me; for my mother; for a family with two children."),
                 .kind = FIELD_LINE,
                 .max = ASK_WHO_MAX},
    [ASK_LANG] = LANGUAGE("lang1", N_("A language to speak in")),
    [ASK_LANG + 1] = LANGUAGE("lang2", N_("Another language")),
    [ASK_LANG + 2] = LANGUAGE("lang3", N_("And another")),
    [ASK_TALK] = {.name = "talk",
                  .label = N_("Only somebody who speaks one of these"),
                  .kind = FIELD_FLAG},
    [ASK_HELPER] = {.name = "helper",
                    .label = N_("Who may help?"),
                    .kind = FIELD_CHOICE,
                    .choices = HELPERS},
#define X(name_, bit, text)                                                                        \
    [ASK_NEED + (bit)] = {.name = "need" #bit, .label = text, .kind = FIELD_FLAG},
    AID_TRAITS(X)
#undef X
#define X(name_, bit, text)                                                                        \
    [ASK_AVOID_NEAR + (bit)] = {.name = "near" #bit, .label = text, .kind = FIELD_FLAG},
    AID_NEARBY(X)
#undef X
    [ASK_AVOID] = {.name = "avoid",
                   .label = N_("Who must not hear of it?"),
                   .hint = N_("One a line: a name, a unit, a workplace, a neighbourhood. Nobody "
                              "from there is asked."),
                   .kind = FIELD_TEXT,
                   .max = ASK_AVOID_CHARS},
    [ASK_CONTACT] = {.name = "contact",
                     .label = N_("Another way to be reached"),
                     .hint = N_("Not needed: answers wait here. Only what is safe, and when, for "
                                "instance: messages only, never calls."),
                     .kind = FIELD_LINE,
                     .max = ASK_CONTACT_MAX},
    [ASK_DAYS] = {.name = "days",
                  .label = N_("Deleted at the latest after"),
                  .hint = N_("Whatever becomes of it. It can be deleted at any moment before."),
                  .kind = FIELD_CHOICE,
                  .choices = DAYS,
                  .required = true},
    [ASK_SHOW] = {.name = "show",
                  .label = N_("Who is shown it?"),
                  .kind = FIELD_CHOICE,
                  .choices = SHOWS},
};
/* clang-format on */
_Static_assert(sizeof FIELDS / sizeof FIELDS[0] == ASK_FIELDS, "a row for each field");
_Static_assert(ASK_FIELDS <= FORM_FIELDS_MAX, "room");
const struct form_spec ASK_FORM = FORM_SPEC(FIELDS);

int ask_days(enum loop_urgency urgency)
{
    switch (urgency) {
    case LOOP_NOW:
        return 14;
    case LOOP_WEEK:
        return 30;
    case LOOP_MONTH:
        return 60;
    case LOOP_WHENEVER:
        return 90;
    }
    return 30;
}

/* ---- the table of one kind --------------------------------------------------------------------
 */

static int32_t today_of(const struct req *req)
{
    return zone_at(req_net(req)->zone, req->now).day;
}

/* "Today", "Tomorrow", then dates; or no day. */
static const struct form_choice *days_from_today(const struct req *req)
{
    struct form_choice *all = ARENA_ARRAY(req->secret, struct form_choice, DAYS_OFFERED + 2);
    const int32_t today = today_of(req);
    all[0] = (struct form_choice){"", N_("Not said"), 0};
    for (int i = 0; i < DAYS_OFFERED; i++) {
        const char *label =
            i == 0   ? N_("Today")
            : i == 1 ? N_("Tomorrow")
                     : str_to_c(req->secret, lang_day(req->secret, req->lang, today + i));
        all[i + 1] = (struct form_choice){
            str_to_c(req->secret, str_fmt(req->secret, "%d", today + i)), label, today + i};
    }
    return all;
}

static void question_field(const struct req *req, const struct aid_question *q,
                           struct form_field *out)
{
    out->label = q->ask;
    switch (q->answer) {
    case AID_ANSWER_COUNT:
        out->kind = FIELD_INT;
        out->min = (size_t)q->least;
        out->max = (size_t)q->most;
        break;
    case AID_ANSWER_MONEY:
        out->kind = FIELD_INT;
        out->min = 1;
        out->max = (size_t)q->most / AID_MINOR;
        break;
    case AID_ANSWER_DAY:
        out->kind = FIELD_CHOICE;
        out->max = 0;
        out->choices = days_from_today(req);
        break;
    case AID_ANSWER_AREA:
    case AID_ANSWER_WORDS:
        break;
    }
}

enum use { FOR_NEW, FOR_CHANGE };

static const struct form_spec *spec_of(const struct req *req, const struct aid_kind_info *kind,
                                       enum use use)
{
    struct form_field *fields = arena_copy(req->secret, FIELDS, sizeof FIELDS);
    struct form_spec *spec = ARENA_NEW(req->secret, struct form_spec);
    for (int i = 0; i < kind->n; i++)
        question_field(req, &kind->questions[i], &fields[ASK_Q + i]);
    if (use == FOR_CHANGE) {
        fields[ASK_DAYS].choices = DAYS_LEFT;
        fields[ASK_DAYS].required = false;
    }
    *spec = (struct form_spec){fields, ASK_FIELDS};
    return spec;
}

void ask_form_blank(const struct req *req, const struct aid_kind_info *kind,
                    enum loop_urgency urgency, struct form *out)
{
    form_blank(spec_of(req, kind, FOR_NEW), out);
    out->value[ASK_KIND] = str_from_c(kind->code);
    out->value[ASK_URGENCY] = str_fmt(req->secret, "%d", (int)urgency);
    out->value[ASK_LANG] = str_from_c(lang_code(req->lang));
    out->value[ASK_DAYS] = str_fmt(req->secret, "%d", ask_days(urgency));
}

void ask_form_fill(const struct req *req, const struct areas *areas, const struct aid_card *card,
                   const struct aid_details *details, struct form *out)
{
    struct str avoid = STR_NONE;
    const struct aid_kind_info *kind = aid_kind_find((int)card->kind);
    form_blank(spec_of(req, kind, FOR_CHANGE), out);
    out->value[ASK_KIND] = str_from_c(kind->code);
    out->value[ASK_URGENCY] = kind_form_number(req, card->loop.urgency);
    kind_form_fill(req, areas, card, details, ASK_Q, out);
    area_field_set(req, areas, out, ASK_AREA, card->area);
    out->value[ASK_LINE] = card->line;
    out->value[ASK_WORDS] = details->words;
    out->value[ASK_WHO] = details->who;
    kind_form_speak(out, ASK_LANG, ASK_LANGUAGES, card->speaks);
    kind_form_tick(out, ASK_TALK, 1, card->must_talk);
    out->value[ASK_HELPER] = kind_form_value(out, ASK_HELPER, card->genders);
    kind_form_tick(out, ASK_NEED, ASK_AVOID_NEAR - ASK_NEED, card->needs);
    kind_form_tick(out, ASK_AVOID_NEAR, ASK_AVOID - ASK_AVOID_NEAR, card->avoids);
    for (size_t i = 0; i < details->navoid; i++)
        avoid = str_fmt(req->secret, "%" STR_FMT "%s%" STR_FMT, STR_ARG(avoid), i ? "\n" : "",
                        STR_ARG(details->avoid[i]));
    out->value[ASK_AVOID] = avoid;
    out->value[ASK_CONTACT] = details->contact;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static size_t lines_of(struct str text, struct str out[AID_AVOID_MAX], size_t *n)
{
    size_t all = 0;
    *n = 0;
    while (text.p) {
        struct str line = str_trim(str_cut(&text, '\n'));
        if (line.n == 0)
            continue;
        if (*n < AID_AVOID_MAX)
            out[(*n)++] = line;
        all++;
    }
    return all;
}

static bool says_anything(const struct aid_kind_info *kind, const struct form *f)
{
    for (int i = 0; i < kind->n; i++)
        if (f->value[ASK_Q + i].n != 0)
            return true;
    return f->value[ASK_LINE].n != 0 || f->value[ASK_WORDS].n != 0;
}

static void form_read(const struct req *req, const struct aid_kind_info *kind,
                      const struct areas *areas, enum use use, struct form *out)
{
    struct str avoid[AID_AVOID_MAX];
    size_t n;
    form_parse(req->secret, spec_of(req, kind, use), &req->form, out);
    out->number[ASK_AREA] = area_field_read(req, areas, out, ASK_AREA);
    kind_form_read_areas(req, kind, areas, ASK_Q, out);
    if (out->problem[ASK_AVOID] == FIELD_IS_NONE &&
        lines_of(out->value[ASK_AVOID], avoid, &n) > AID_AVOID_MAX)
        form_reject(out, ASK_AVOID, N_("At most ten lines, please."));
    if (out->problems == 0 && !says_anything(kind, out))
        form_reject(out, ASK_LINE, N_("A few words say what would help."));
}

void ask_form_read(const struct req *req, const struct aid_kind_info *kind,
                   const struct areas *areas, struct form *out)
{
    form_read(req, kind, areas, FOR_NEW, out);
}

void ask_form_read_change(const struct req *req, const struct aid_kind_info *kind,
                          const struct areas *areas, struct form *out)
{
    form_read(req, kind, areas, FOR_CHANGE, out);
}

static void answers_take(const struct aid_kind_info *kind, const struct areas *areas,
                         const struct form *f, struct aid_card *card, struct aid_details *details)
{
    for (int i = 0; i < kind->n; i++) {
        const struct aid_question *q = &kind->questions[i];
        const size_t at = (size_t)(ASK_Q + i);
        if (f->value[at].n == 0)
            continue;
        /* Without a list of areas a place is words, like others. */
        if (q->answer == AID_ANSWER_WORDS ||
            (q->answer == AID_ANSWER_AREA && !kind_form_asks_area(kind, i, areas))) {
            details->answer[i] = f->value[at];
            continue;
        }
        kind_form_take(kind, i, f->number[at], card);
    }
}

void ask_form_card(const struct req *req, const struct aid_kind_info *kind,
                   const struct areas *areas, const struct form *f, struct aid_card *card,
                   struct aid_details *details)
{
    const int32_t last = clock_day(req->now) + (int32_t)f->number[ASK_DAYS];
    *card = (struct aid_card){
        .id = aid_card_id(),
        .side = AID_ASK,
        .kind = kind->kind,
        .area = (uint32_t)f->number[ASK_AREA],
        .units = 1,
        .speaks = kind_form_languages(f, ASK_LANG, ASK_LANGUAGES),
        .must_talk = f->number[ASK_TALK] != 0,
        .genders = (unsigned)f->number[ASK_HELPER],
        .needs = kind_form_flags(f, ASK_NEED, ASK_AVOID_NEAR - ASK_NEED),
        .avoids = kind_form_flags(f, ASK_AVOID_NEAR, ASK_AVOID - ASK_AVOID_NEAR),
        .line = f->value[ASK_LINE],
        .desk_reads = true,
        .loop = loop_new((enum loop_urgency)f->number[ASK_URGENCY], last, req->now),
    };
    *details = (struct aid_details){.words = f->value[ASK_WORDS],
                                    .who = f->value[ASK_WHO],
                                    .contact = f->value[ASK_CONTACT],
                                    .lang = str_from_c(lang_code(req->lang))};
    answers_take(kind, areas, f, card, details);
    lines_of(f->value[ASK_AVOID], details->avoid, &details->navoid);
}

void ask_form_reword(const struct req *req, const struct areas *areas, const struct form *f,
                     struct aid_card *card, struct aid_details *details)
{
    const struct aid_card before = *card;
    const struct str lang = details->lang;
    ask_form_card(req, aid_kind_find((int)before.kind), areas, f, card, details);
    const int32_t last = card->loop.last_day;
    card->id = before.id;
    card->mailbox = before.mailbox;
    card->helper = before.helper;
    card->offer = before.offer;
    card->desk_reads = before.desk_reads;
    card->board = before.board;
    card->turn = before.turn;
    card->loop = before.loop;
    if (f->number[ASK_DAYS] != 0)
        card->loop.last_day = last;
    if (details->lang.n == 0)
        details->lang = lang;
}
