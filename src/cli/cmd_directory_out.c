/* awn directory export, awn directory pull: what goes out to others, and what comes in from them.
 */
#include <string.h>

#include "cli/cmd_directory.h"
#include "cli/fetch.h"
#include "directory/directory_export.h"
#include "directory/directory_pull.h"

/* ---- export ---------------------------------------------------------------------------------- */

enum cli_exit directory_cmd_export(struct cli *c, struct db *db)
{
    struct directory_listening listening = {.cli = c};
    struct directory_exported done;
    const struct directory_export how = {
        .path = c->args[1], .event = directory_cmd_event, .ctx = &listening};
    enum err e = directory_export(db, &how, &done);

    cli_progress_end(c);
    if (e == ERR_CONFLICT)
        return cli_fail(c, N_("{path} is there already, and nothing was written over it"),
                        TR_ARGS({"path", str_from_c(how.path)}));
    if (e != ERR_OK)
        return cli_failed(c, e, N_("Nothing was written"));
    cli_say(c,
            N_("{path}: {organizations} organizations, {services} services, {locations} places. "
               "What only members may see is not in it."),
            TR_ARGS({"path", str_from_c(how.path)},
                    {"organizations", lang_number(c->arena, c->lang, done.organizations)},
                    {"services", lang_number(c->arena, c->lang, done.services)},
                    {"locations", lang_number(c->arena, c->lang, done.locations)}));
    return CLI_DONE;
}

/* ---- pull ------------------------------------------------------------------------------------ */

#define MOVES_TOLD 200

struct following {
    struct directory_listening listening; /* first: directory_cmd_event knows it as its context */
    struct fetch *fetch;
    int64_t moves;
};

static enum err on_fetch(void *ctx, struct arena *a, struct str address, struct str *body)
{
    struct following *f = ctx;
    struct cli *c = f->listening.cli;
    struct str why = STR_NONE;
    enum err e = fetch_get(f->fetch, a, address, body, &why);

    if (e == ERR_OK || e == ERR_NOT_FOUND)
        return e;
    cli_progress_end(c);
    cli_say(c, N_("{address} cannot be had: {why}"),
            TR_ARGS({"address", address}, {"why", why.n != 0 ? why : str_from_c(err_text(e))}));
    return e;
}

static struct str name_of(struct arena *a, struct str doc)
{
    json_t *o = doc.n != 0 ? hsds_doc_load(doc) : NULL;
    const char *name = json_string_value(json_object_get(o, "name"));
    struct str s = str_copy(a, str_from_c(name ? name : ""));

    json_decref(o);
    return s;
}

static const char *sentence_of(const struct directory_move *move)
{
    if (move->kept_out)
        return N_("still kept out here: {name} ({id})");
    switch (move->what) {
    case DIRECTORY_ADDED:
        return N_("new: {name} ({id})");
    case DIRECTORY_CHANGED:
        return move->corrected
                   ? N_("changed there, and the correction made here stays: {name} ({id})")
                   : N_("changed: {name} ({id})");
    case DIRECTORY_REMOVED:
        return N_("gone: {id}");
    }
    return "";
}

static void on_move(void *ctx, const struct directory_move *move)
{
    struct following *f = ctx;
    struct cli *c = f->listening.cli;

    if ((move->type != HSDS_ORGANIZATION && move->type != HSDS_SERVICE) || f->moves++ >= MOVES_TOLD)
        return;
    cli_progress_end(c);
    cli_say(c, sentence_of(move),
            TR_ARGS({"name", name_of(c->arena, move->doc)}, {"id", move->public_id}));
}

/* "https://sister.example/hsds/" → "https://sister.example/hsds". */
static struct str url_of(const char *typed)
{
    struct str s = str_trim(str_from_c(typed));
    while (s.n != 0 && s.p[s.n - 1] == '/')
        s.n--;
    return s;
}

static enum cli_exit pull(struct cli *c, struct db *db, struct following *f)
{
    struct directory_imported done = {0};
    struct search *search = search_create();
    struct str url = url_of(c->args[1]);
    const struct directory_pull how = {
        .url = url,
        .source = c->value[OPTION_SOURCE] ? str_from_c(c->value[OPTION_SOURCE]) : url,
        .orphans = cli_has(c, OPTION_ORPHANS) ? HSDS_ORPHANS_KEEP : HSDS_ORPHANS_REFUSE,
        .whole = cli_has(c, OPTION_WHOLE),
        .now = clock_now(c->clock),
        .fetch = on_fetch,
        .event = directory_cmd_event,
        .say = directory_cmd_say,
        .move = on_move,
        .ctx = f,
    };
    enum err e = directory_pull(db, search, &how, &done);

    search_destroy(search);
    cli_progress_end(c);
    if (e != ERR_OK)
        directory_cmd_tell_orphans(c, &done);
    if (e != ERR_OK)
        return directory_cmd_failed(c, e, N_("Nothing came in; the directory is as it was"));
    if (f->moves > MOVES_TOLD)
        cli_say(c, N_("… and {n} more"),
                TR_ARGS({"n", lang_number(c->arena, c->lang, f->moves - MOVES_TOLD)}));
    directory_cmd_tell(c, &f->listening, &done);
    return CLI_DONE;
}

enum cli_exit directory_cmd_pull(struct cli *c, struct db *db)
{
    struct following f = {.listening = {.cli = c},
                          .fetch = fetch_open(c->value[OPTION_PROXY], c->lang)};

    if (!f.fetch)
        return cli_fail(c, N_("pulling needs libcurl: apt install libcurl4"), CLI_NO_ARGS);
    enum cli_exit status = pull(c, db, &f);
    fetch_close(f.fetch);
    return status;
}
