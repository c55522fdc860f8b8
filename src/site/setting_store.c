#include "base/log.h"
#include "site/network.h"

static const struct db_sql SETTING_GET = {.name = "site: setting",
                                          .all = "SELECT value FROM setting WHERE name = $1"};
static const struct db_sql SETTING_PUT = {.name = "site: put setting",
                                          .all =
                                              "INSERT INTO setting (name, value) VALUES ($1, $2) "
                                              "ON CONFLICT (name) DO UPDATE SET value = $2"};

static enum err get(struct db *db, struct arena *a, const char *name, struct str *out)
{
    struct db_rows rows;
    TRY(db_all(db, &SETTING_GET, DB_ARGS(db_text(str_from_c(name))), a, &rows));
    *out = db_cell_str(&rows, 0, 0);
    return rows.n ? ERR_OK : ERR_NOT_FOUND;
}

static enum err put(struct db *db, const char *name, struct str value)
{
    return db_run(db, &SETTING_PUT, DB_ARGS(db_text(str_from_c(name)), db_blob(value)), NULL);
}

enum err network_settings_read(struct db *db, struct arena *a, struct network_settings *out)
{
    struct str demonstration;
    TRY(get(db, a, "name", &out->name));
    TRY(get(db, a, "lang", &out->lang));
    TRY(get(db, a, "leave_to", &out->leave_to));
    TRY(get(db, a, "demonstration", &demonstration));
    out->demonstration = str_eq_c(demonstration, "yes");
    enum err e = get(db, a, "zone", &out->zone); /* networks from before have none */
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err network_settings_write(struct db *db, const struct network_settings *s)
{
    TRY(put(db, "name", s->name));
    TRY(put(db, "lang", s->lang));
    TRY(put(db, "leave_to", s->leave_to));
    TRY(put(db, "zone", s->zone.n ? s->zone : STR("UTC")));
    return put(db, "demonstration", s->demonstration ? STR("yes") : STR("no"));
}

/* A MAC under the server secret, so that another network's keys are noticed at the door. */
static void fits_mac(const struct seal_home *home, uint8_t mac[KEY_SIZE])
{
    struct key k;
    seal_home_key(home, "fits", &k);
    seal_mac(mac, &k, "awn these keys fit", STR_NONE);
    key_wipe(&k);
}

enum err network_keys_bind(struct db *db, const struct seal_home *home)
{
    uint8_t mac[KEY_SIZE];
    fits_mac(home, mac);
    return put(db, "fits", str_from(mac, sizeof mac));
}

enum err network_keys_check(struct db *db, struct arena *a, const struct seal_home *home)
{
    uint8_t mac[KEY_SIZE];
    struct str kept;
    fits_mac(home, mac);
    TRY(get(db, a, "fits", &kept));
    if (seal_eq(kept, str_from(mac, sizeof mac)))
        return ERR_OK;
    log_error("site", "secret.key belongs to another network than the database: put the right one "
                      "back; nothing was changed");
    return ERR_CONFIG;
}
