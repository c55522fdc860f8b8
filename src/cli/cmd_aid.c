/* awn aid areas: the list of places, from a table or one that comes along; and what it is now. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "aid/area_csv.h"
#include "aid/area_ready.h"
#include "aid/area_store.h"
#include "cli/cli.h"

/* ERR_NOT_FOUND, ERR_TOO_LARGE, ERR_IO. */
static enum err file_read(struct arena *a, const char *path, struct str *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return ERR_NOT_FOUND;
    char *p = arena_alloc(a, AREA_CSV_MAX + 1);
    size_t n = 0;
    ssize_t got = 1;
    while (n <= AREA_CSV_MAX && (got = read(fd, p + n, AREA_CSV_MAX + 1 - n)) > 0)
        n += (size_t)got;
    close(fd);
    *out = str_from(p, n);
    return got < 0 ? ERR_IO : n > AREA_CSV_MAX ? ERR_TOO_LARGE : ERR_OK;
}

static void tell_refused(const struct cli *c, const struct area_import *in)
{
    for (size_t i = 0; i < in->nrefused; i++)
        cli_say(c, N_("refused: line {line}: {why} {what}"),
                TR_ARGS({"line", str_fmt(c->arena, "%u", in->refused[i].line)},
                        {"why", str_from_c(tr(c->lang, in->refused[i].why))},
                        {"what", in->refused[i].what}));
}

static void tell_counts(const struct cli *c, const struct area_import *in)
{
    cli_say(c,
            N_("New places: {added}. Changed: {changed}. As before: {same}. Neighbours: {linked}."),
            TR_ARGS({"added", lang_number(c->arena, c->lang, (int64_t)in->added)},
                    {"changed", lang_number(c->arena, c->lang, (int64_t)in->changed)},
                    {"same", lang_number(c->arena, c->lang, (int64_t)in->same)},
                    {"linked", lang_number(c->arena, c->lang, (int64_t)in->linked)}));
}

/* Read and written in one transaction. ERR_CONFLICT: a row was refused, with --strict. */
static enum err take(struct cli *c, struct db *db, struct str text, struct area_import *in)
{
    DB_TX struct db_tx tx = {0};
    struct areas all;
    uint32_t from;
    TRY(db_tx_begin(&tx, db));
    TRY(areas_load(db, c->arena, &all));
    TRY(area_ids_from(db, c->arena, &from));
    struct search *search = search_create();
    enum err e = area_csv_read(search, c->arena, text, &all, from, in);
    search_destroy(search);
    TRY(e);
    if (in->nrefused != 0 && cli_has(c, OPTION_STRICT))
        return ERR_CONFLICT;
    TRY(areas_replace(db, c->arena, &in->all));
    return db_tx_commit(&tx);
}

static enum cli_exit import(struct cli *c, struct db *db)
{
    const char *path = c->args[2];
    struct area_import in = {0};
    struct str text;
    enum err e = file_read(c->arena, path, &text);
    if (e == ERR_NOT_FOUND && area_ready_find(str_from_c(path), &text))
        e = ERR_OK;
    if (e == ERR_NOT_FOUND)
        return cli_fail(c, N_("there is nothing at {path}"), TR_ARGS({"path", str_from_c(path)}));
    if (e == ERR_OK)
        e = take(c, db, text, &in);
    if (e == ERR_INVALID && in.broken.why)
        return cli_fail(c, N_("line {line}: {why} Nothing was imported; the list is as it was"),
                        TR_ARGS({"line", str_fmt(c->arena, "%u", in.broken.line)},
                                {"why", str_from_c(tr(c->lang, in.broken.why))}));
    tell_refused(c, &in);
    if (e == ERR_CONFLICT)
        return cli_fail(c, N_("Nothing was imported; the list is as it was"), CLI_NO_ARGS);
    if (e != ERR_OK)
        return cli_failed(c, e, N_("Nothing was imported; the list is as it was"));
    tell_counts(c, &in);
    return CLI_DONE;
}

static void print_inner(const struct cli *c, const struct areas *all, uint32_t parent, int depth)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct area *x = &all->v[i];
        if (x->parent != parent)
            continue;
        printf("%*s%" STR_FMT, 2 * depth, "", STR_ARG(x->name));
        if (x->other.n)
            printf(" (%" STR_FMT ")", STR_ARG(x->other));
        putchar('\n');
        print_inner(c, all, x->id, depth + 1);
    }
}

static enum cli_exit list(struct cli *c, struct db *db)
{
    struct areas all;
    enum err e = areas_load(db, c->arena, &all);
    if (e != ERR_OK)
        return cli_failed(c, e, NULL);
    if (all.n == 0)
        cli_say(c, N_("There are no places yet"), CLI_NO_ARGS);
    print_inner(c, &all, 0, 0);
    return CLI_DONE;
}

enum cli_exit cmd_aid(struct cli *c)
{
    struct db *db = NULL;
    if (c->nargs == 2 && strcmp(c->args[0], "import") == 0)
        return cmd_aid_import(c);
    bool areas = c->nargs >= 2 && strcmp(c->args[0], "areas") == 0;
    bool imports = areas && c->nargs == 3 && strcmp(c->args[1], "import") == 0;
    bool lists = areas && c->nargs == 2 && strcmp(c->args[1], "list") == 0;
    if (!imports && !lists)
        return cli_usage(
            c,
            N_("write awn aid import FILE.csv, awn aid areas import FILE.csv, or awn aid areas "
               "list"),
            CLI_NO_ARGS);
    const unsigned of_tables =
        OPTION_BIT(MAP) | OPTION_BIT(PREVIEW) | OPTION_BIT(OFFERS) | OPTION_BIT(UNTIL);
    if (c->given & of_tables)
        return cli_usage(c, N_("--map, --preview, --offers and --until belong to awn aid import"),
                         CLI_NO_ARGS);
    enum cli_exit status = cli_open_db(c, imports ? DB_WRITER : DB_READER, &db);
    if (status == CLI_DONE)
        status = imports ? import(c, db) : list(c, db);
    db_close(db);
    return status;
}
