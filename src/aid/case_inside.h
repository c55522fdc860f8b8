/* What cases.c, case_act.c and sheets.c share; nobody else includes this. */
#ifndef AWN_AID_CASE_INSIDE_H
#define AWN_AID_CASE_INSIDE_H

#include "aid/cases.h"

/* Sorts what waits, and reads the ask as it really stands: the beginning of everything that writes.
 */
enum err case_begin(struct desk *d, struct shelf_place at, uint64_t id,
                    struct aid_thread *out) MUST_CHECK;

/* Writes back the card of a thread; a card that is gone goes with all its letters. */
enum err case_keep(struct desk *d, struct aid_thread *t) MUST_CHECK;

enum err case_history_add(struct desk *d, const struct aid_thread *t,
                          const struct aid_letter *l) MUST_CHECK;

/* A mailbox that is none, or full, stops nobody. */
enum err case_drop_softly(struct desk *d, const struct mailbox_to *to, int32_t day,
                          struct str body) MUST_CHECK;

/* To who said yes: somebody else can this time. */
enum err case_thank(struct desk *d, const struct aid_letter *yes, int32_t day) MUST_CHECK;

/* Units of an offer that nobody answers for: kept for an ask (ERR_CONFLICT: not as many are left),
 * or given back. */
enum err case_offer_take(struct desk *d, struct shelf_place at, uint64_t id,
                         int32_t units) MUST_CHECK;

/* An offer that nobody answers for, and that the ask was settled with; 0: none. It has its units
 * again when the ask was let go since. */
uint64_t case_given_to(const struct aid_card *ask);
enum err case_give_back(struct desk *d, uint64_t given, const struct aid_card *ask) MUST_CHECK;

/* case_act.c, in a transaction of the caller's: moves an ask, by one move after the other (at least
 * one), both people are told the last; or says something to both. */
enum err case_move_tell(struct desk *d, struct aid_thread *t, const enum loop_move *moves, size_t n,
                        const struct aid_meeting *meeting, struct str words) MUST_CHECK;
enum err case_tell_words(struct desk *d, struct aid_thread *t, struct str words) MUST_CHECK;

#endif
