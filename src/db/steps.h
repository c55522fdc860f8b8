/* The steps of the schema as tools/embed-migrations compiles them in, by rising number.
 * Only migrate.c reads them. */
#ifndef AWN_DB_STEPS_H
#define AWN_DB_STEPS_H

#include <stddef.h>

struct db_step_file {
    int number;
    const char *name;
    const char *text;
};

extern const struct db_step_file DB_STEPS[];
extern const size_t DB_STEPS_COUNT;

#endif
