/* The shared engine. The only file that includes libpq-fe.h. */
#include "db/engine.h"

#include "base/log.h"

enum err db_postgres_open(const char *url, enum db_role role, struct db **out)
{
    (void)url, (void)role, (void)out;
    log_error("db", "PostgreSQL is not built in");
    return ERR_CONFIG;
}
