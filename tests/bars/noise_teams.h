/* Canaries in a team's shifts, notes, roles and thanks. */
#ifndef AWN_TESTS_BARS_NOISE_TEAMS_H
#define AWN_TESTS_BARS_NOISE_TEAMS_H

#include "bars/noise_web.h"

/* Amal, who looks after the circle at that address ("/r/…"), makes a team of it. */
void noise_teams(struct person *amal, const char *circle);

#endif
