/* awn directory: fill it from an HSDS folder, or look something up. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/cli.h"
#include "directory/directory.h"

#define HITS 20

static void on_event(void *ctx, const struct directory_event *event)
{
    struct cli *c = ctx;
    const struct tr_arg args[] = {
        {"file", str_from_c(event->file)},
        {"line", str_fmt(c->arena, "%u", (unsigned)event->line)},
        {"why", str_from_c(event->why)},
        {"stage", str_from_c(event->stage)},
        {"percent",
         str_fmt(c->arena, "%d", event->total ? (int)(event->done * 100 / event->total) : 100)},
    };
    switch (event->kind) {
    case DIRECTORY_PROGRESS:
        cli_progress(c, tr_fmt(c->arena, c->lang, N_("{stage}: {percent} %"), args, 5));
        break;
    case DIRECTORY_IGNORED:
        cli_progress_end(c);
        cli_say(c, N_("left aside: {file}"), args, 5);
        break;
    case DIRECTORY_REFUSED:
        cli_progress_end(c);
        cli_say(c, N_("refused: {file}, line {line}: {why}"), args, 5);
        break;
    case DIRECTORY_BROKEN:
        cli_progress_end(c);
        cli_say(c, N_("broken: {file}, line {line}: {why}"), args, 5);
        break;
    }
}

static void tell(const struct cli *c, const struct directory_imported *n)
{
    const struct lang *l = c->lang;
    struct arena *a = c->arena;
    cli_say(c,
            N_("The directory has it: {organizations} organizations, {services} services, "
               "{locations} places. New {added}, changed {changed}, as before {unchanged}, gone "
               "{removed}; rows refused: {refused}."),
            TR_ARGS({"organizations", lang_number(a, l, n->organizations)},
                    {"services", lang_number(a, l, n->services)},
                    {"locations", lang_number(a, l, n->locations)},
                    {"added", lang_number(a, l, n->added)},
                    {"changed", lang_number(a, l, n->changed)},
                    {"unchanged", lang_number(a, l, n->unchanged)},
                    {"removed", lang_number(a, l, n->removed)},
                    {"refused", lang_number(a, l, n->refused)}));
}

/* "/srv/lists/legal-aid/" → "legal-aid". */
static struct str source_of(struct cli *c, const char *folder)
{
    char *whole = realpath(folder, NULL);
    struct str s = str_copy(c->arena, str_from_c(whole ? whole : folder));
    free(whole);
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == '/')
            return str_slice(s, i, s.n);
    return s;
}

static enum cli_exit import(struct cli *c, struct db *db)
{
    const char *folder = c->args[1];
    struct directory_imported done = {0};
    struct search *search = search_create();
    const struct directory_import how = {
        .folder = folder,
        .source =
            c->value[OPTION_SOURCE] ? str_from_c(c->value[OPTION_SOURCE]) : source_of(c, folder),
        .refusals = cli_has(c, OPTION_STRICT) ? DIRECTORY_REFUSALS_STOP : DIRECTORY_REFUSALS_SKIP,
        .orphans = cli_has(c, OPTION_ORPHANS) ? DIRECTORY_ORPHANS_KEEP : DIRECTORY_ORPHANS_REFUSE,
        .now = clock_now(c->clock),
        .event = on_event,
        .ctx = c,
    };
    enum err e = directory_import(db, search, &how, &done);
    search_destroy(search);
    cli_progress_end(c);
    if (e == ERR_NOT_FOUND)
        return cli_fail(c, N_("there is no folder {folder}"),
                        TR_ARGS({"folder", str_from_c(folder)}));
    if (e != ERR_OK)
        return cli_failed(c, e, N_("Nothing was imported; the directory is as it was"));
    tell(c, &done);
    return CLI_DONE;
}

static struct str words_of(struct cli *c)
{
    struct buf b;
    struct str out = STR_NONE;
    buf_init(&b, c->arena, 256, 4096);
    for (int i = 1; i < c->nargs; i++) {
        buf_add_c(&b, i > 1 ? " " : "");
        buf_add_c(&b, c->args[i]);
    }
    return buf_end(&b, &out) == ERR_OK && str_is_utf8(out) ? out : STR_NONE;
}

static void print_part(const char *before, struct str s)
{
    if (s.n)
        printf("%s%" STR_FMT, before, STR_ARG(s));
}

static void print_text(const struct directory_card *card)
{
    printf("%" STR_FMT, STR_ARG(card->title));
    print_part(" — ", card->organization);
    print_part("\n    ", card->summary);
    print_part("\n    ", card->phone);
    print_part(card->phone.n ? "  " : "\n    ", card->city);
    print_part("\n    ", card->url);
    printf("\n\n");
}

static enum err print_json(struct cli *c, struct db *db, const struct directory_hits *hits)
{
    printf("[");
    for (size_t i = 0; i < hits->n; i++) {
        struct directory_entry entry;
        struct str json;
        TRY(directory_entry_load(db, c->arena, hits->v[i].card.id, &entry));
        TRY(directory_entry_json(c->arena, &entry, &json));
        printf("%s%" STR_FMT, i ? ",\n" : "\n", STR_ARG(json));
    }
    printf("\n]\n");
    return ERR_OK;
}

static enum cli_exit search(struct cli *c, struct db *db)
{
    struct str words = words_of(c);
    struct directory_hits hits = {0};
    struct search *search = search_create();
    const struct directory_query query = {
        .words = words, .now = clock_now(c->clock), .limit = HITS};
    enum err e =
        words.n ? directory_search(db, search, c->arena, &query, c->lang, &hits) : ERR_INVALID;
    search_destroy(search);
    if (e == ERR_OK && cli_has(c, OPTION_JSON))
        e = print_json(c, db, &hits);
    if (e != ERR_OK)
        return cli_failed(c, e, NULL);
    if (cli_has(c, OPTION_JSON))
        return CLI_DONE;
    for (size_t i = 0; i < hits.n; i++)
        print_text(&hits.v[i].card);
    cli_say(c,
            hits.total ? N_("{shown} of {total} that match") : N_("Nothing matches these words."),
            TR_ARGS({"shown", lang_number(c->arena, c->lang, (int64_t)hits.n)},
                    {"total", lang_number(c->arena, c->lang, hits.total)}));
    return CLI_DONE;
}

enum cli_exit cmd_directory(struct cli *c)
{
    struct db *db = NULL;
    bool importing = strcmp(c->args[0], "import") == 0;
    if (!importing && strcmp(c->args[0], "search") != 0)
        return cli_usage(c, N_("write awn directory import DIR, or awn directory search WORDS"),
                         CLI_NO_ARGS);
    if (importing ? c->nargs != 2 : c->nargs < 2)
        return cli_usage(c, N_("write awn directory import DIR, or awn directory search WORDS"),
                         CLI_NO_ARGS);
    enum cli_exit status = cli_open_db(c, importing ? DB_WRITER : DB_READER, &db);
    if (status == CLI_DONE)
        status = importing ? import(c, db) : search(c, db);
    db_close(db);
    return status;
}
