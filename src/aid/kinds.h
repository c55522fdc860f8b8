/* What people need and give: the kinds, and the two or three questions that matter for each.
 *
 * Purpose: one list for asks, offers, forms, imports and plans. A question's answer is a number
 * with a unit, a day, or a few words; numbers and days are what matching compares, words are read
 * by people only.
 *
 * Numbers are stored in sealed records: never change one, never use one twice. Codes stand in forms
 * and in files that are imported. Pure.
 */
#ifndef AWN_AID_KINDS_H
#define AWN_AID_KINDS_H

#include <stdbool.h>

#include "base/str.h"

#define AID_KINDS(X)                                                                               \
    X(SHELTER, 1, "shelter", N_("A roof: a bed, a room, housing"))                                 \
    X(FOOD, 2, "food", N_("Food"))                                                                 \
    X(HEALTH, 3, "health", N_("Health care and medicines"))                                        \
    X(CHILDREN, 4, "children", N_("Looking after children"))                                       \
    X(RIDE, 5, "ride", N_("A ride, transport"))                                                    \
    X(MONEY, 6, "money", N_("Money"))                                                              \
    X(LEGAL, 7, "legal", N_("Law and papers"))                                                     \
    X(SAFETY, 8, "safety", N_("Safety; somebody to come along"))                                   \
    X(SKILLS, 9, "skills", N_("Skills and work"))                                                  \
    X(THINGS, 10, "things", N_("Things"))                                                          \
    X(COMPANY, 11, "company", N_("Company and comfort"))                                           \
    X(OTHER, 12, "other", N_("Something else"))
enum aid_kind {
#define X(name, number, code, text) AID_##name = number,
    AID_KINDS(X)
#undef X
};
#define AID_KIND_COUNT 12

/* What an answer is. An amount is in whole units of the question (beds, people, seats, nights);
 * money in minor units of the network's currency. */
#define AID_MINOR 100 /* minor units of a whole one */
enum aid_answer {
    AID_ANSWER_COUNT,
    AID_ANSWER_MONEY,
    AID_ANSWER_DAY,  /* days since 1970 */
    AID_ANSWER_AREA, /* of the network's list */
    AID_ANSWER_WORDS
};

/* Whether a match splits it among several who give: three of five meals, but not half a bed. */
enum aid_use {
    AID_USE_NONE,     /* read by people */
    AID_USE_CAPACITY, /* how much is asked or given; what matching counts */
    AID_USE_FROM,     /* where it begins; the ask's own area when it is left out */
    AID_USE_TO,
    AID_USE_BY /* the day by which it is too late */
};

#define AID_QUESTIONS_MAX 4
#define AID_WORDS_MAX 300 /* code points of an answer in words */

struct aid_question {
    const char *code; /* "beds" */
    enum aid_answer answer;
    enum aid_use use;
    int least, most;        /* of a COUNT */
    const char *ask, *give; /* msgids: to who asks, and to who offers; give NULL: only of asks */
};

struct aid_kind_info {
    enum aid_kind kind;
    const char *code, *text;
    const struct aid_question *questions;
    int n;
    bool splits; /* several may give parts of it */
};

/* NULL: there is no such kind. */
const struct aid_kind_info *aid_kind_find(int number);
const struct aid_kind_info *aid_kind_by_code(struct str code);

/* The question of a kind that has this use; NULL. */
const struct aid_question *aid_question_of(const struct aid_kind_info *k, enum aid_use use);

#endif
