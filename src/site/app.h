/* The application: all features behind one function.
 *
 * Purpose: opens a network's folder (database and keys), puts the route tables together,
 * and takes each request through its steps: session, language, origin, who may, form token, form,
 * handler, and what must be written afterwards. The door (http/server.h) calls these steps;
 * scenarios call them in process through app_handle.
 *
 * Ownership: app_open … app_close. The struct is constant while requests run, but for the ratchet
 * (its own lock) and the memory of failed sign-ins (its own lock).
 */
#ifndef AWN_SITE_APP_H
#define AWN_SITE_APP_H

#include "base/clock.h"
#include "http/server.h"
#include "members/net.h"

struct app;

struct app_config {
    const char *folder;   /* the network's folder: keys, and the embedded database */
    const char *database; /* "postgresql://…", or NULL: FOLDER/awn.db */
    bool allow_jump;      /* the steward says that a clock far ahead is right */
};

/* ERR_CONFIG, ERR_VERSION, ERR_CLOCK, ERR_DB: the log says what to do. The database must be there
 * and of this program's version (network.h makes one). */
enum err app_open(const struct app_config *config, const struct clock *clock,
                  struct app **out) MUST_CHECK;
void app_close(struct app *app); /* NULL is allowed */

const struct net *app_net(const struct app *app);
struct str app_database_url(const struct app *app);

/* The steps for the door. Give the server back with app_attach, so that writes from readers and
 * wake-ups find it. */
const struct server_app *app_steps(struct app *app);
void app_attach(struct app *app, struct server *server);

/* One request in process, on workers made by app_worker_open: all steps at once. Later jobs run at
 * once on `writer`. */
void app_handle(struct app *app, void *reader, void *writer, struct req *req, struct res *res);
void *app_worker_open(void *app, enum lane lane);
void app_worker_close(void *app, void *worker);

/* The day's turn, when it is due: hashes the ratchet forward, deletes what expired, tidies. */
enum err app_turn(struct app *app, int64_t now, struct db *writer) MUST_CHECK;

#endif
