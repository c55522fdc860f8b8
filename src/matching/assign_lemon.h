/* The yardstick: LEMON's algorithms on the same problem. Tests only. */
#ifndef AWN_MATCHING_ASSIGN_LEMON_H
#define AWN_MATCHING_ASSIGN_LEMON_H

#include "matching/assign.h"

enum lemon_way { LEMON_NETWORK_SIMPLEX, LEMON_COST_SCALING, LEMON_WAYS };

/* The optimum's value; *us: microseconds of this thread, without reading the problem. */
int64_t assign_lemon(const struct assign_problem *p, enum lemon_way way, int64_t *us);

/* Microseconds this thread has run. */
int64_t assign_thread_us(void);

#endif
