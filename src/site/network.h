/* A network's folder and its few public settings.
 *
 * FOLDER/secret.key, FOLDER/ratchet.key (0600), FOLDER/awn.db unless another database is named.
 */
#ifndef AWN_SITE_NETWORK_H
#define AWN_SITE_NETWORK_H

#include "base/clock.h"
#include "db/db.h"
#include "members/net.h"

struct network_settings {
    struct str name;     /* shown everywhere, an ordinary word; at most 40 code points */
    struct str lang;     /* "ar" */
    struct str leave_to; /* https address of an ordinary site */
    bool demonstration;
    struct str zone; /* IANA: "Africa/Cairo"; empty: UTC */
};

enum err network_settings_read(struct db *db, struct arena *a,
                               struct network_settings *out) MUST_CHECK;
enum err network_settings_write(struct db *db, const struct network_settings *s) MUST_CHECK;

/* Ties the database to the server secret it was made with, and holds it to that. ERR_CONFIG. */
enum err network_keys_bind(struct db *db, const struct seal_home *home) MUST_CHECK;
enum err network_keys_check(struct db *db, struct arena *a,
                            const struct seal_home *home) MUST_CHECK;

/* The database address of a folder: `database` if given, else the file in the folder. */
struct str network_database(struct arena *a, const char *folder, const char *database);

/* Makes a network: folder (0700), keys, database, settings, the commons, and the first invitation,
 * whose holder becomes a steward. `code` receives its 24 characters in groups. ERR_CONFLICT when
 * the folder or the database holds a network already; nothing is overwritten, and what was begun is
 * taken away again. */
enum err network_create(const char *folder, const char *database, const struct network_settings *s,
                        const struct clock *clock, struct arena *a, struct str *code) MUST_CHECK;

#endif
