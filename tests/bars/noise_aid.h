/* Canaries in mutual aid: what is asked without an account, and what coordinators write. */
#ifndef AWN_TESTS_BARS_NOISE_AID_H
#define AWN_TESTS_BARS_NOISE_AID_H

#include "bars/noise_web.h"

/* Amal, who is a steward, opens the coordinators' desk; Basil comes in. */
void noise_aid(struct person *amal, struct person *basil);

/* After it: Basil offers, is asked, and helps. */
void noise_offers(struct person *amal, struct person *basil);

/* Amal shares things and stock; Basil asks for one of them, and looks for it. */
void noise_pools(struct person *amal, struct person *basil);
/* After it: hard times begin and end; Amal is a steward, Basil a coordinator. */
void noise_surge(struct person *amal, struct person *basil);

/* After that: Amal asks as a member, Basil helps from the board. */
void noise_own(struct person *amal, struct person *basil);
/* Amal and Basil keep a common fund; Carla asks it. */
void noise_fund(struct person *amal, struct person *basil, struct person *carla);

/* After that: they thank each other, and a stranger thanks. */
void noise_thanks(struct person *amal, struct person *basil);

#endif
