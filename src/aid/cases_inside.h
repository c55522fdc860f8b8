/* What cases.c shares with the other files that move cases: each inside a transaction of the
 * caller, who ends with desk_turn. */
#ifndef AWN_AID_CASES_INSIDE_H
#define AWN_AID_CASES_INSIDE_H

#include "aid/cases.h"

/* Begins what somebody does with an ask: sorts, and reads it as it really stands. */
enum err case_begin(struct desk *d, struct shelf_place at, uint64_t id,
                    struct aid_thread *out) MUST_CHECK;

/* Moves it, by one move after the other (at least one); both people are told the last. */
enum err case_move_tell(struct desk *d, struct aid_thread *t, const enum loop_move *moves, size_t n,
                        const struct aid_meeting *meeting, struct str words) MUST_CHECK;

/* Words to both. */
enum err case_tell_words(struct desk *d, struct aid_thread *t, struct str words) MUST_CHECK;

#endif
