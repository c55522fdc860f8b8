#include "aid/kinds.h"

/* Short enough to be answered by somebody who stands outside in the cold. */

static const struct aid_question SHELTER[] = {
    {"beds", AID_ANSWER_COUNT, AID_USE_CAPACITY, 1, 50, N_("For how many people?"),
     N_("How many can sleep there?")},
    {"nights", AID_ANSWER_COUNT, AID_USE_NONE, 1, 365, N_("For how many nights?"),
     N_("For how many nights at most?")},
    {"from", AID_ANSWER_DAY, AID_USE_BY, 0, 0, N_("From which night?"), N_("From which night?")},
};
static const struct aid_question FOOD[] = {
    {"people", AID_ANSWER_COUNT, AID_USE_CAPACITY, 1, 500, N_("For how many people?"),
     N_("For how many people is it enough?")},
    {"diet", AID_ANSWER_WORDS, AID_USE_NONE, 0, 0, N_("What can they not eat?"), N_("What is it?")},
    {"by", AID_ANSWER_DAY, AID_USE_BY, 0, 0, N_("By which day?"),
     N_("Until which day is it good?")},
};
static const struct aid_question HEALTH[] = {
    {"what", AID_ANSWER_WORDS, AID_USE_NONE, 0, 0, N_("What is needed?"), N_("What can you give?")},
    {"people", AID_ANSWER_COUNT, AID_USE_CAPACITY, 1, 50, N_("For how many people?"),
     N_("For how many people?")},
    {"by", AID_ANSWER_DAY, AID_USE_BY, 0, 0, N_("By which day? If it runs out, the day it does."),
     NULL},
};
static const struct aid_question CHILDREN[] = {
    {"children", AID_ANSWER_COUNT, AID_USE_CAPACITY, 1, 20, N_("How many children?"),
     N_("How many children?")},
    {"ages", AID_ANSWER_WORDS, AID_USE_NONE, 0, 0, N_("How old are they?"), N_("Of which age?")},
    {"by", AID_ANSWER_DAY, AID_USE_BY, 0, 0, N_("On which day?"), N_("On which days?")},
};
static const struct aid_question RIDE[] = {
    {"from", AID_ANSWER_AREA, AID_USE_FROM, 0, 0, N_("From where?"), N_("From where?")},
    {"to", AID_ANSWER_AREA, AID_USE_TO, 0, 0, N_("To where?"), N_("To where?")},
    {"by", AID_ANSWER_DAY, AID_USE_BY, 0, 0, N_("On which day?"), N_("On which day?")},
    {"seats", AID_ANSWER_COUNT, AID_USE_CAPACITY, 1, 60, N_("How many seats?"),
     N_("How many seats?")},
};
static const struct aid_question MONEY[] = {
    {"amount", AID_ANSWER_MONEY, AID_USE_CAPACITY, 1, 100000000, N_("How much?"), N_("How much?")},
    {"by", AID_ANSWER_DAY, AID_USE_BY, 0, 0, N_("By which day?"), NULL},
};
static const struct aid_question LEGAL[] = {
    {"what", AID_ANSWER_WORDS, AID_USE_NONE, 0, 0, N_("What is it about?"),
     N_("What do you know about?")},
    {"by", AID_ANSWER_DAY, AID_USE_BY, 0, 0, N_("Is there a deadline?"), NULL},
};
static const struct aid_question SAFETY[] = {
    {"to", AID_ANSWER_AREA, AID_USE_TO, 0, 0, N_("To where?"), N_("Where?")},
    {"by", AID_ANSWER_DAY, AID_USE_BY, 0, 0, N_("On which day?"), N_("On which days?")},
    {"people", AID_ANSWER_COUNT, AID_USE_CAPACITY, 1, 20, N_("For how many people?"),
     N_("With how many people?")},
};
static const struct aid_question SKILLS[] = {
    {"what", AID_ANSWER_WORDS, AID_USE_NONE, 0, 0, N_("What should be done?"),
     N_("What can you do?")},
    {"hours", AID_ANSWER_COUNT, AID_USE_CAPACITY, 1, 200, N_("About how many hours?"),
     N_("About how many hours?")},
};
static const struct aid_question THINGS[] = {
    {"what", AID_ANSWER_WORDS, AID_USE_NONE, 0, 0, N_("What is needed?"), N_("What is it?")},
    {"pieces", AID_ANSWER_COUNT, AID_USE_CAPACITY, 1, 500, N_("How many?"), N_("How many?")},
};
static const struct aid_question COMPANY[] = {
    {"how", AID_ANSWER_WORDS, AID_USE_NONE, 0, 0, N_("How: a call, a visit, a walk?"),
     N_("How: a call, a visit, a walk?")},
    {"by", AID_ANSWER_DAY, AID_USE_BY, 0, 0, N_("On which day?"), N_("On which days?")},
};
static const struct aid_question OTHER[] = {
    {"what", AID_ANSWER_WORDS, AID_USE_NONE, 0, 0, N_("What is needed?"), N_("What can you give?")},
    {"by", AID_ANSWER_DAY, AID_USE_BY, 0, 0, N_("By which day?"), NULL},
};

static const struct aid_kind_info KINDS[AID_KIND_COUNT] = {
#define X(name, number, code, text)                                                                \
    [number - 1] = {AID_##name,                                                                    \
                    code,                                                                          \
                    text,                                                                          \
                    name,                                                                          \
                    sizeof name / sizeof name[0],                                                  \
                    AID_##name == AID_FOOD || AID_##name == AID_MONEY ||                           \
                        AID_##name == AID_THINGS},
    AID_KINDS(X)
#undef X
};

const struct aid_kind_info *aid_kind_find(int number)
{
    return number >= 1 && number <= AID_KIND_COUNT ? &KINDS[number - 1] : NULL;
}

const struct aid_kind_info *aid_kind_by_code(struct str code)
{
    for (int i = 0; i < AID_KIND_COUNT; i++)
        if (str_eq_c(code, KINDS[i].code))
            return &KINDS[i];
    return NULL;
}

const struct aid_question *aid_question_of(const struct aid_kind_info *k, enum aid_use use)
{
    for (int i = 0; i < k->n; i++)
        if (k->questions[i].use == use)
            return &k->questions[i];
    return NULL;
}
