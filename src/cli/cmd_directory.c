/* awn directory: fill it from a list in the open standard, or look something up. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/cli.h"
#include "directory/directory.h"

#define HITS 20

#define NOTES_TOLD 100 /* of an import; what is refused is told to the last row */

/* What an import says on the way. */
struct listening {
    struct cli *cli;
    int64_t notes;
};

static void say_row(struct cli *c, const char *with_line, const char *without,
                    const struct hsds_event *event)
{
    cli_progress_end(c);
    cli_say(c, event->line != 0 ? with_line : without,
            TR_ARGS({"file", str_from_c(event->file)}, {"why", str_from_c(event->why)},
                    {"line", str_fmt(c->arena, "%u", (unsigned)event->line)}));
}

static void on_event(void *ctx, const struct hsds_event *event)
{
    struct listening *l = ctx;
    struct cli *c = l->cli;
    int percent = event->total ? (int)(event->done * 100 / event->total) : 100;

    switch (event->kind) {
    case HSDS_PROGRESS:
        cli_progress(c, tr_fmt(c->arena, c->lang, N_("{stage}: {percent} %"),
                               TR_ARGS({"stage", str_from_c(event->stage)},
                                       {"percent", str_fmt(c->arena, "%d", percent)})));
        break;
    case HSDS_IGNORED:
        cli_progress_end(c);
        cli_say(c, N_("left aside: {file}"), TR_ARGS({"file", str_from_c(event->file)}));
        break;
    case HSDS_NOTED:
        if (l->notes++ < NOTES_TOLD)
            say_row(c, N_("noted: {file}, line {line}: {why}"), N_("noted: {file}: {why}"), event);
        break;
    case HSDS_REFUSED:
        say_row(c, N_("refused: {file}, line {line}: {why}"), N_("refused: {file}: {why}"), event);
        break;
    case HSDS_BROKEN:
        say_row(c, N_("broken: {file}, line {line}: {why}"), N_("broken: {file}: {why}"), event);
        break;
    }
}

static void tell_more(const struct cli *c, const struct listening *l,
                      const struct directory_imported *n)
{
    if (l->notes > NOTES_TOLD)
        cli_say(c, N_("… and {n} more notes"),
                TR_ARGS({"n", lang_number(c->arena, c->lang, l->notes - NOTES_TOLD)}));
    if (n->elsewhere != 0)
        cli_say(c, N_("Left to the lists that had them first: {n}."),
                TR_ARGS({"n", lang_number(c->arena, c->lang, n->elsewhere)}));
    if (n->disputed != 0)
        cli_say(c, N_("Corrections made here that the list now contradicts: {n}. They stay."),
                TR_ARGS({"n", lang_number(c->arena, c->lang, n->disputed)}));
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

/* "/srv/lists/legal-aid/" → "legal-aid"; "/srv/lists/city.zip" → "city.zip". */
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
    const char *path = c->args[1];
    struct listening listening = {.cli = c};
    struct directory_imported done = {0};
    struct search *search = search_create();
    const struct directory_import how = {
        .path = path,
        .source =
            c->value[OPTION_SOURCE] ? str_from_c(c->value[OPTION_SOURCE]) : source_of(c, path),
        .refusals = cli_has(c, OPTION_STRICT) ? DIRECTORY_REFUSALS_STOP : DIRECTORY_REFUSALS_SKIP,
        .orphans = cli_has(c, OPTION_ORPHANS) ? HSDS_ORPHANS_KEEP : HSDS_ORPHANS_REFUSE,
        .now = clock_now(c->clock),
        .event = on_event,
        .ctx = &listening,
    };
    enum err e = directory_import(db, search, &how, &done);
    search_destroy(search);
    cli_progress_end(c);
    if (e == ERR_NOT_FOUND)
        return cli_fail(c, N_("there is nothing at {path}"), TR_ARGS({"path", str_from_c(path)}));
    if (e != ERR_OK)
        return cli_failed(c, e, N_("Nothing was imported; the directory is as it was"));
    tell(c, &done);
    tell_more(c, &listening, &done);
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
        return cli_usage(c, N_("write awn directory import PATH, or awn directory search WORDS"),
                         CLI_NO_ARGS);
    if (importing ? c->nargs != 2 : c->nargs < 2)
        return cli_usage(c, N_("write awn directory import PATH, or awn directory search WORDS"),
                         CLI_NO_ARGS);
    enum cli_exit status = cli_open_db(c, importing ? DB_WRITER : DB_READER, &db);
    if (status == CLI_DONE)
        status = importing ? import(c, db) : search(c, db);
    db_close(db);
    return status;
}
