/* Nothing here is wrong: words that only look like mistakes. */
#include <stdlib.h>

#include "db/db.h"

/* The lifetime (in days) of a strcpy( in a comment; see db_each(db, sql); for more. */
static const struct db_sql ADD = {"circles: add", "INSERT INTO circle VALUES ($1)"};
static const char *const TEXT = "strcpy(a, b); goto out; it's \"time(\" // here";

static int64_t runtime(const struct clock *clock)
{
    int quote = '"', other = '\'';
    strtol("time(NULL)", NULL, 10); /* allow banned: shows how an exception is written */
    gets(NULL);                     /* allow banned: the same */
    return clock->time(clock) + x.rand() + my_time(quote, other);
}
