/* awn directory: fill it from a list in the open standard, or look something up. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/cmd_directory.h"
#include "directory/directory_publish.h"

#define HITS 20

#define NOTES_TOLD 100 /* of an import; what is refused is told to the last row */

static void say_row(struct cli *c, const char *with_line, const char *without,
                    const struct hsds_event *event)
{
    cli_progress_end(c);
    cli_say(c, event->line != 0 ? with_line : without,
            TR_ARGS({"file", str_from_c(event->file)}, {"why", str_from_c(event->why)},
                    {"line", str_fmt(c->arena, "%u", (unsigned)event->line)}));
}

const char *directory_cmd_say(void *ctx, const char *msgid)
{
    const struct directory_listening *l = ctx;
    return tr(l->cli->lang, msgid);
}

void directory_cmd_event(void *ctx, const struct hsds_event *event)
{
    struct directory_listening *l = ctx;
    struct cli *c = l->cli;
    int percent = event->total ? (int)(event->done * 100 / event->total) : 100;

    switch (event->kind) {
    case HSDS_PROGRESS:
        cli_progress(c, tr_fmt(c->arena, c->lang, N_("{stage}: {percent} %"),
                               TR_ARGS({"stage", str_from_c(tr(c->lang, event->stage))},
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

static void tell_more(const struct cli *c, const struct directory_listening *l,
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

static void tell_counts(const struct cli *c, const struct directory_imported *n)
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

void directory_cmd_tell_orphans(const struct cli *c, const struct directory_imported *n)
{
    if (n->orphans == 0)
        return;
    struct str line = tr_fmt_n(c->arena, c->lang,
                               "{n} of the refused rows is a service or place whose organization "
                               "is missing; with --keep-orphans it is kept.",
                               "{n} of the refused rows are services or places whose "
                               "organization is missing; with --keep-orphans they are kept.",
                               (uint64_t)n->orphans, NULL, 0);
    printf("%" STR_FMT "\n", STR_ARG(line));
}

enum cli_exit directory_cmd_failed(const struct cli *c, enum err e, const char *advice)
{
    return e == ERR_INVALID || e == ERR_NOT_FOUND || e == ERR_IO ? cli_fail(c, advice, CLI_NO_ARGS)
                                                                 : cli_failed(c, e, advice);
}

void directory_cmd_tell(const struct cli *c, const struct directory_listening *l,
                        const struct directory_imported *n)
{
    tell_counts(c, n);
    tell_more(c, l, n);
    directory_cmd_tell_orphans(c, n);
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
    struct directory_listening listening = {.cli = c};
    struct directory_imported done = {0};
    struct search *search = search_create();
    const struct directory_import how = {
        .path = path,
        .source =
            c->value[OPTION_SOURCE] ? str_from_c(c->value[OPTION_SOURCE]) : source_of(c, path),
        .refusals = cli_has(c, OPTION_STRICT) ? DIRECTORY_REFUSALS_STOP : DIRECTORY_REFUSALS_SKIP,
        .orphans = cli_has(c, OPTION_ORPHANS) ? HSDS_ORPHANS_KEEP : HSDS_ORPHANS_REFUSE,
        .now = clock_now(c->clock),
        .event = directory_cmd_event,
        .say = directory_cmd_say,
        .ctx = &listening,
    };
    enum err e = directory_import(db, search, &how, &done);
    search_destroy(search);
    cli_progress_end(c);
    if (e == ERR_NOT_FOUND)
        return cli_fail(c, N_("there is nothing at {path}"), TR_ARGS({"path", str_from_c(path)}));
    if (e != ERR_OK)
        directory_cmd_tell_orphans(c, &done);
    if (e != ERR_OK)
        return directory_cmd_failed(c, e, N_("Nothing was imported; the directory is as it was"));
    directory_cmd_tell(c, &listening, &done);
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

/* Each hit fully nested, as the API hands it out. */
static enum err print_json(struct cli *c, struct db *db, const struct directory_hits *hits)
{
    struct directory_publisher publisher = {.db = db, .arena = c->arena};
    const struct hsds_lookup lookup = directory_publish_lookup(&publisher);
    json_t *all = json_array();
    enum err e = ERR_OK;

    for (size_t i = 0; i < hits->n && e == ERR_OK; i++) {
        const struct directory_card *card = &hits->v[i].card;
        enum hsds_type type = card->kind == DIRECTORY_SERVICE ? HSDS_SERVICE : HSDS_ORGANIZATION;
        struct directory_published one;
        json_t *object;
        e = directory_publish_one(db, c->arena, type, card->id, &one);
        if (e == ERR_OK)
            e = hsds_compose(&lookup, type, one.doc, HSDS_FULL, &object);
        if (e == ERR_OK)
            json_array_append_new(all, object);
    }
    if (e == ERR_OK && (json_dumpf(all, stdout, JSON_INDENT(2)) != 0 || putchar('\n') == EOF))
        e = ERR_IO;
    json_decref(all);
    return e;
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

struct task {
    const char *word;
    int args_min, args_max; /* with the word itself; -1: any number */
    enum db_role mode;
    enum cli_exit (*run)(struct cli *c, struct db *db);
};

static const struct task TASKS[] = {
    {"import", 2, 2, DB_WRITER, import},
    {"search", 2, -1, DB_READER, search},
    {"export", 2, 2, DB_READER, directory_cmd_export},
    {"pull", 2, 2, DB_WRITER, directory_cmd_pull},
};

enum cli_exit cmd_directory(struct cli *c)
{
    const struct task *task = NULL;
    struct db *db = NULL;

    for (size_t i = 0; i < sizeof(TASKS) / sizeof(TASKS[0]); i++) {
        if (strcmp(c->args[0], TASKS[i].word) == 0)
            task = &TASKS[i];
    }
    if (!task || c->nargs < task->args_min || (task->args_max >= 0 && c->nargs > task->args_max))
        return cli_usage(c,
                         N_("write awn directory import PATH, export PATH, pull URL, or search "
                            "WORDS"),
                         CLI_NO_ARGS);
    enum cli_exit status = cli_open_db(c, task->mode, &db);
    if (status == CLI_DONE)
        status = task->run(c, db);
    db_close(db);
    return status;
}
