/* What the checks of `awn doctor` share. Only its own files include this. */
#ifndef AWN_CLI_DOCTOR_H
#define AWN_CLI_DOCTOR_H

#include "cli/cli.h"

#define DOCTOR_VERDICTS(X)                                                                         \
    X(OK, N_("ok"))                                                                                \
    X(LOOK, N_("look"))                                                                            \
    X(WRONG, N_("wrong"))
enum verdict {
#define X(name, text) VERDICT_##name,
    DOCTOR_VERDICTS(X)
#undef X
};

struct doctor {
    struct cli *c;
    int wrong, look;
};

/* One line, and what to do under it (NULL: nothing). */
void doctor_tell(struct doctor *d, enum verdict v, const char *text, const struct tr_arg *args,
                 size_t nargs, const char *advice);

/* doctor_machine.c: memory, walls, swap, disk, cost of a sign-in (home may be NULL). */
void doctor_machine(struct doctor *d, const struct seal_home *home);

#endif
