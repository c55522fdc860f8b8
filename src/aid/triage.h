/* Triage: the order in which asks stand in hard times, by rules that can be read.
 *
 * Purpose: an ordered list of rules; each is a condition and a sentence. An ask stands where the
 * first rule puts it that is true of it, so that everybody who reads the list can say why. Among
 * asks of one rule the loop's own order holds (loop_rank). Coordinators put rules in another order
 * or turn them off; that is kept in the desk's space (stream "aid triage").
 *
 * Words: three rules also look at what was written. The words are in one table, in Arabic, English
 * and French, and are looked for when the desk takes an ask in, in its line and details; only bits
 * stay on the card. A word that is found moves an ask up and never down, and nothing else is read
 * out of anybody's words.
 *
 * Invariants: every ask has a rule: the last one, TRIAGE_REST, is always true, always last and
 * cannot be turned off. The same card has the same rule at the same time. The rules are ours, to be
 * tried with people who coordinate; they are no medical triage. Pure but for the two at the end.
 */
#ifndef AWN_AID_TRIAGE_H
#define AWN_AID_TRIAGE_H

#include "aid/coordinators.h"
#include "aid/letter.h"

/* In the order in which they stand until somebody changes it. Numbers are stored. */
#define TRIAGE_RULES(X)                                                                            \
    X(DANGER, 1, N_("Somebody is hurt or in danger, by what was written"))                         \
    X(MEDICINE, 2, N_("Medicine or care that cannot wait until tomorrow"))                         \
    X(FRAGILE, 3, N_("Children, somebody old, ill or pregnant with it, and needed today"))         \
    X(ROOF, 4, N_("No roof for tonight"))                                                          \
    X(FOOD, 5, N_("Nothing to eat or drink today"))                                                \
    X(MISSED, 6, N_("Asked again after it did not happen"))                                        \
    X(ALONE, 7, N_("Nobody has answered for 6 hours"))                                             \
    X(BY_DAY, 8, N_("Its day is today or tomorrow"))                                               \
    X(TODAY, 9, N_("Whatever else is needed today"))                                               \
    X(REST, 10, N_("All others, those first that wait the longest"))
enum triage_rule {
#define X(name, number, text) TRIAGE_##name = number,
    TRIAGE_RULES(X)
#undef X
};
#define TRIAGE_COUNT 10
const char *triage_text(enum triage_rule r); /* a msgid */

/* What words say; bits are stored on cards. */
enum triage_said { TRIAGE_SAID_DANGER = 1, TRIAGE_SAID_MEDICINE = 2, TRIAGE_SAID_FRAGILE = 4 };

/* Of everything that was written. `details` may be NULL. The arena is for what is folded. */
unsigned triage_said(struct arena *a, const struct aid_card *card,
                     const struct aid_details *details);

struct triage {
    enum triage_rule rules[TRIAGE_COUNT]; /* first to last; TRIAGE_REST last */
    unsigned off;                         /* bit of a rule's number */
};
void triage_usual(struct triage *out);

/* Is the rule true of the ask? */
bool triage_holds(enum triage_rule r, const struct aid_card *card, int64_t now);

/* The place of the first rule that is true of it, from 0. */
size_t triage_place(const struct triage *t, const struct aid_card *card, int64_t now);

/* One place up or down, and on or off. False: nothing changes (it is the first, the last, REST). */
enum triage_change { TRIAGE_UP, TRIAGE_DOWN, TRIAGE_ON, TRIAGE_OFF };
bool triage_change(struct triage *t, enum triage_rule r, enum triage_change how);

/* ---- kept in the desk's space ---- */

enum err triage_load(struct desk *d, struct triage *out) MUST_CHECK;

/* Inside a transaction of the caller. */
enum err triage_save(struct desk *d, const struct triage *t) MUST_CHECK;
enum err triage_drop(struct desk *d) MUST_CHECK;

#endif
