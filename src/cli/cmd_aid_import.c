/* awn aid import: asks and offers out of a table, into the coordinators' inbox. Nobody's key is
 * needed for that, and nobody's lies on this machine. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "aid/area_store.h"
#include "aid/batch.h"
#include "aid/import.h"
#include "cli/cli.h"
#include "hsds/moment.h"

#define MAP_BYTES (1u << 20)
#define AREAS_SHOWN 40

struct job {
    struct cli *c;
    struct seal_home *home;
    struct db *db;
    struct search *search;
    struct areas areas;
    struct import_table table;
    struct import_map map;
    struct import in;
    struct key key;
};

/* ERR_NOT_FOUND, ERR_TOO_LARGE, ERR_IO. */
static enum err file_read(struct arena *a, const char *path, size_t most, struct str *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
    size_t n = 0, cap = 1 << 16;
    char *p = arena_alloc(a, cap);
    ssize_t got = 1;
    while (n <= most && (got = read(fd, p + n, cap - n)) > 0) {
        n += (size_t)got;
        if (n < cap)
            continue;
        char *more = arena_alloc(a, cap * 2);
        memcpy(more, p, n);
        p = more;
        cap *= 2;
    }
    close(fd);
    *out = str_from(p, n);
    return got < 0 ? ERR_IO : n > most ? ERR_TOO_LARGE : ERR_OK;
}

static enum cli_exit broken(const struct cli *c, const struct csv_broken *b)
{
    return cli_fail(c, N_("line {line}: {why}. Nothing was imported"),
                    TR_ARGS({"line", str_fmt(c->arena, "%u", b->line)},
                            {"why", str_from_c(tr(c->lang, b->why))}));
}

static struct str number(const struct cli *c, size_t n)
{
    return lang_number(c->arena, c->lang, (int64_t)n);
}

/* ---- the mapping ------------------------------------------------------------------------------
 */

static void tell(const struct cli *c, const char *text, const struct import_told *all, size_t n)
{
    for (size_t i = 0; i < n; i++)
        cli_say(c, text,
                TR_ARGS({"line", str_fmt(c->arena, "%u", all[i].line)},
                        {"why", str_from_c(tr(c->lang, all[i].why))}, {"what", all[i].what}));
}

/* A mapping file that is not there yet is made, with a row for each category nobody knows. */
static enum cli_exit map_offer(struct job *j, const char *path)
{
    struct cli *c = j->c;
    struct import_map m = j->map;
    for (size_t i = 0; i < j->in.nunknown; i++)
        if (!import_map_mean(c->arena, &m, j->in.unknown[i].value, AID_OTHER))
            break;
    const struct str text = import_map_write(c->arena, &j->table, &m);
    if (!path) {
        cli_say(c, N_("This is the mapping; in a file of its own it can be changed (--map FILE):"),
                CLI_NO_ARGS);
        cli_say(c, "{map}", TR_ARGS({"map", str_trim(text)}));
        return CLI_DONE;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const bool kept = fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n;
    if (fd >= 0)
        close(fd);
    if (!kept)
        return cli_fail(c, N_("cannot write {path}"), TR_ARGS({"path", str_from_c(path)}));
    cli_say(c, N_("The mapping stands in {path}, to be looked at and changed."),
            TR_ARGS({"path", str_from_c(path)}));
    return CLI_DONE;
}

/* *made: there is no such file; it would be written. */
static enum cli_exit map_read(struct job *j, bool *made)
{
    struct cli *c = j->c;
    struct str text;
    struct import_map_read r;
    *made = true;
    import_map_propose(j->search, c->arena, &j->table, &j->areas, &j->map);
    if (!cli_has(c, OPTION_MAP))
        return CLI_DONE;
    const char *path = c->value[OPTION_MAP];
    enum err e = file_read(c->arena, path, MAP_BYTES, &text);
    if (e == ERR_NOT_FOUND && cli_has(c, OPTION_PREVIEW))
        return CLI_DONE;
    *made = false;
    if (e != ERR_OK)
        return cli_fail(c, N_("cannot read {path}"), TR_ARGS({"path", str_from_c(path)}));
    e = import_map_read(j->search, c->arena, text, &j->table, &j->map, &r);
    if (e == ERR_INVALID)
        return broken(c, &r.broken);
    if (e != ERR_OK)
        return cli_failed(c, e, N_("Nothing was imported"));
    tell(c, N_("mapping, line {line}: {why} {what}"), r.wrong, r.nwrong);
    return CLI_DONE;
}

/* ---- what would come in -----------------------------------------------------------------------
 */

static void say_columns(const struct job *j)
{
    const struct cli *c = j->c;
    cli_say(c, N_("Columns:"), CLI_NO_ARGS);
    for (size_t i = 0; i < j->table.ncolumns; i++)
        cli_say(c, N_("  {column}: {meaning}"),
                TR_ARGS({"column", j->table.columns[i]},
                        {"meaning", str_from_c(tr(c->lang, import_column_text(j->map.of[i])))}));
    if (j->map.dates_unsure)
        cli_say(c,
                N_("  Dates such as 3/4/2026 count as day/month; option,dates,mdy in the mapping "
                   "says otherwise."),
                CLI_NO_ARGS);
}

static void say_kinds(const struct job *j)
{
    const struct cli *c = j->c;
    size_t by[AID_KIND_COUNT + 1];
    import_by_kind(&j->in, by);
    cli_say(c, N_("By kind:"), CLI_NO_ARGS);
    for (int k = 1; k <= AID_KIND_COUNT; k++)
        if (by[k])
            cli_say(c, N_("  {name}: {n}"),
                    TR_ARGS({"name", str_from_c(tr(c->lang, aid_kind_find(k)->text))},
                            {"n", number(c, by[k])}));
    for (size_t i = 0; i < j->in.nunknown; i++)
        cli_say(c, N_("  unknown category: {name}: {n}"),
                TR_ARGS({"name", j->in.unknown[i].value}, {"n", number(c, j->in.unknown[i].n)}));
}

static void say_areas(const struct job *j)
{
    const struct cli *c = j->c;
    struct import_area_count *v;
    const size_t n = import_by_area(c->arena, &j->in, &v);
    size_t rest = 0;
    cli_say(c, N_("By place:"), CLI_NO_ARGS);
    for (size_t i = 0; i < n; i++) {
        if (i >= AREAS_SHOWN) {
            rest += v[i].n;
            continue;
        }
        const struct str name = v[i].area ? area_path(&j->areas, c->arena, v[i].area)
                                          : str_from_c(tr(c->lang, N_("no place on the list")));
        cli_say(c, N_("  {name}: {n}"), TR_ARGS({"name", name}, {"n", number(c, v[i].n)}));
    }
    if (rest)
        cli_say(c, N_("  {name}: {n}"),
                TR_ARGS({"name", str_from_c(tr(c->lang, N_("others")))}, {"n", number(c, rest)}));
}

static void say_rows(const struct job *j)
{
    const struct cli *c = j->c;
    tell(c, N_("refused: line {line}: {why} {what}"), j->in.refused, j->in.nrefused);
    cli_say(c,
            N_("Refused: {refused}. The same again: {twice}. Left out: {left}. Perhaps the same "
               "as another: {alike}. Not approved by their source: {marked}."),
            TR_ARGS({"refused", number(c, j->in.nrefused)}, {"twice", number(c, j->in.twice)},
                    {"left", number(c, j->in.left)}, {"alike", number(c, j->in.alike)},
                    {"marked", number(c, j->in.marked)}));
}

static enum cli_exit preview(struct job *j, bool made)
{
    const struct cli *c = j->c;
    say_columns(j);
    say_kinds(j);
    say_areas(j);
    tell(c, N_("line {line}: {why} {what}"), j->in.told, j->in.ntold);
    say_rows(j);
    cli_say(c, N_("{n} rows would come in. Nothing was written."),
            TR_ARGS({"n", number(c, j->in.n)}));
    return made ? map_offer(j, cli_has(c, OPTION_MAP) ? c->value[OPTION_MAP] : NULL) : CLI_DONE;
}

/* ---- bringing it in ---------------------------------------------------------------------------
 */

static void tell_done(void *with, size_t done)
{
    const struct job *j = with;
    const struct cli *c = j->c;
    cli_progress(c, tr_fmt(c->arena, c->lang, N_("{n} of {all}"),
                           TR_ARGS({"n", number(c, done)}, {"all", number(c, j->in.n)})));
}

static enum cli_exit take(struct job *j)
{
    struct cli *c = j->c;
    const struct batch_watch watch = {tell_done, j};
    const struct space_ctx ctx = {.db = j->db,
                                  .home = j->home,
                                  .arena = c->arena,
                                  .secret = c->secret,
                                  .now = clock_now(c->clock)};
    struct aid_batch_item *items = ARENA_ARRAY(c->arena, struct aid_batch_item, j->in.n + 1);
    for (size_t i = 0; i < j->in.n; i++)
        items[i] = (struct aid_batch_item){j->in.rows[i].card, j->in.rows[i].details};
    const int64_t began = clock_monotonic_us();
    enum err e = j->in.n ? batch_drop(&ctx, items, j->in.n, &watch) : ERR_OK;
    const int64_t took = clock_monotonic_us() - began;
    cli_progress_end(c);
    if (e == ERR_NOT_FOUND)
        return cli_fail(c,
                        N_("there is no coordinators' desk yet; a steward opens it in the browser, "
                           "under Mutual aid. Nothing was imported"),
                        CLI_NO_ARGS);
    if (e == ERR_TOO_MANY)
        return cli_fail(c,
                        N_("the coordinators' inbox has no room for so many; somebody writes "
                           "something at the desk first, so that what waits is taken in. Nothing "
                           "was imported"),
                        CLI_NO_ARGS);
    if (e != ERR_OK)
        return cli_failed(c, e, N_("Nothing was imported"));
    say_rows(j);
    cli_say(c, N_("{n} rows are with the coordinators ({ms} ms)."),
            TR_ARGS({"n", number(c, j->in.n)}, {"ms", number(c, (size_t)took / 1000)}));
    return CLI_DONE;
}

/* False: it is no day that lies ahead. */
static bool until_read(const struct cli *c, int64_t now, int32_t *out)
{
    int64_t at;
    *out = clock_day(now) + IMPORT_DAYS;
    if (!cli_has(c, OPTION_UNTIL))
        return true;
    if (!hsds_moment_read(str_from_c(c->value[OPTION_UNTIL]), &at))
        return false;
    *out = clock_day(at);
    return *out >= clock_day(now) && *out <= clock_day(now) + LOOP_DAYS_MAX;
}

static enum cli_exit run(struct job *j)
{
    struct cli *c = j->c;
    const int64_t now = clock_now(c->clock);
    struct import_how how = {
        .search = j->search,
        .arena = c->arena,
        .areas = &j->areas,
        .key = &j->key,
        .source = cli_has(c, OPTION_SOURCE) ? str_from_c(c->value[OPTION_SOURCE]) : STR_NONE,
        .side = cli_has(c, OPTION_OFFERS) ? AID_OFFER : AID_ASK,
        .now = now};
    struct str text;
    bool made;
    if (!until_read(c, now, &how.until))
        return cli_usage(c, N_("--until wants a day within 180 days, such as 2026-12-31"),
                         CLI_NO_ARGS);
    enum err e = file_read(c->arena, c->args[1], IMPORT_BYTES_MAX, &text);
    if (e == ERR_NOT_FOUND)
        return cli_fail(c, N_("there is nothing at {path}"),
                        TR_ARGS({"path", str_from_c(c->args[1])}));
    if (e == ERR_OK)
        e = areas_load(j->db, c->arena, &j->areas);
    if (e == ERR_OK)
        e = import_table_read(c->arena, text, &j->table);
    if (e == ERR_INVALID && j->table.broken.why)
        return broken(c, &j->table.broken);
    if (e != ERR_OK)
        return cli_failed(c, e, N_("Nothing was imported"));
    enum cli_exit status = map_read(j, &made);
    if (status != CLI_DONE)
        return status;
    import_read(&how, &j->table, &j->map, &j->in);
    return cli_has(c, OPTION_PREVIEW) ? preview(j, made) : take(j);
}

enum cli_exit cmd_aid_import(struct cli *c)
{
    struct job *j = ARENA_NEW(c->arena, struct job);
    j->c = c;
    enum cli_exit status =
        cli_open(c, cli_has(c, OPTION_PREVIEW) ? DB_READER : DB_WRITER, &j->home, &j->db);
    if (status == CLI_DONE) {
        j->search = search_create();
        seal_home_key(j->home, "aid import", &j->key);
        status = run(j);
        key_wipe(&j->key);
        search_destroy(j->search);
        cli_close(j->home, j->db);
    }
    return status;
}
