/* awn demo: a network of made-up people, made once, then served like any other. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/demo_file.h"
#include "cli/embedded.h"
#include "cli/invitation.h"
#include "cli/serve.h"
#include "directory/directory_edit.h"
#include "members/invitation.h"
#include "search/search.h"
#include "site/network.h"

#define LEAVE_TO "https://www.wikipedia.org/"
#define LEGAL_AID "shared/data/legal-aid-hsds-1.1"

static void progress(const struct cli *c, const char *what, uint64_t done, uint64_t total)
{
    struct str share = str_fmt(c->arena, "%s %d %%", what, total ? (int)(done * 100 / total) : 0);
    cli_progress(c, tr_fmt(c->arena, c->lang, N_("making the demonstration: {what}"),
                           TR_ARGS({"what", share})));
}

static void on_said(void *ctx, size_t done, size_t total)
{
    progress(ctx, tr(((struct cli *)ctx)->lang, N_("conversations")), done, total);
}

static void on_import(void *ctx, const struct hsds_event *event)
{
    if (event->kind == HSDS_PROGRESS)
        progress(ctx, tr(((struct cli *)ctx)->lang, N_("directory")), event->done, event->total);
}

static enum err import(struct cli *c, struct db *db, struct search *search, const char *folder,
                       struct str source)
{
    struct directory_imported done;
    const struct directory_import how = {.path = folder,
                                         .source = source,
                                         .orphans = HSDS_ORPHANS_KEEP,
                                         .now = clock_now(c->clock),
                                         .event = on_import,
                                         .ctx = c};
    return directory_import(db, search, &how, &done);
}

/* The legal-aid data beside the checkout, seen from where we stand or from build/src/cli/awn. */
static const char *legal_aid_find(struct cli *c)
{
    char exe[1024];
    if (access("../" LEGAL_AID, R_OK) == 0)
        return "../" LEGAL_AID;
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe);
    while (n > 0 && exe[n - 1] != '/')
        n--;
    const char *beside =
        str_fmt(c->arena, "%.*s../../../../" LEGAL_AID, (int)(n > 0 ? n : 0), exe).p;
    return access(beside, R_OK) == 0 ? beside : NULL;
}

/* Entries of the sample that somebody looked after: what the page for right now shows, and what a
 * person in need asks first. */
static enum err directory_look_after(struct cli *c, struct db *db, struct search *search)
{
    static const struct {
        struct str id;
        unsigned tags;
    } ENTRIES[] = {
        {STR_INIT("25b336f7-968b-569b-b1d0-f2ed0b15cf57"), DIRECTORY_TAG_CRISIS},
        {STR_INIT("0125a100-de5d-5fec-b673-858237ba0f9f"), DIRECTORY_TAG_CRISIS},
        {STR_INIT("7e83525c-5225-5bd6-bfd5-bbabb311d026"),
         DIRECTORY_TAG_CRISIS | DIRECTORY_TAG_AFFIRMING},
        {STR_INIT("3c60223f-72fd-55e7-b046-697e52af9089"),
         DIRECTORY_TAG_NO_PAPERS | DIRECTORY_TAG_AFFIRMING},
        {STR_INIT("56e99da5-53da-51a3-b8b4-90d552499c77"), DIRECTORY_TAG_AFFIRMING},
        {STR_INIT("54c41f7d-43d9-5347-a16d-42af2f5be15a"), DIRECTORY_TAG_NO_PAPERS},
    };
    const struct directory_editing by = {
        .db = db, .search = search, .byline = STR("ريم"), .now = clock_now(c->clock)};

    for (size_t i = 0; i < sizeof(ENTRIES) / sizeof(ENTRIES[0]); i++) {
        TRY(directory_tag(&by, ENTRIES[i].id, ENTRIES[i].tags));
        TRY(directory_check(&by, ENTRIES[i].id));
    }
    return ERR_OK;
}

static enum err directory_fill(struct cli *c, struct db *db, struct search *search)
{
    const char *folder = str_fmt(c->arena, "%s/sample", c->folder).p;
    const char *legal_aid = legal_aid_find(c);
    enum err e = demo_sample_write(c, folder);
    if (e == ERR_OK)
        e = import(c, db, search, folder, STR("demonstration"));
    demo_sample_remove(c, folder);
    if (e == ERR_OK)
        e = directory_look_after(c, db, search);
    if (e == ERR_OK && legal_aid)
        e = import(c, db, search, legal_aid, STR("legal-aid"));
    return e;
}

static enum err demo_fill(struct cli *c, const struct demo_script *script, struct str first,
                          struct demo_made *made)
{
    struct seal_home *home = NULL;
    struct db *db = NULL;
    struct search *search = search_create();
    enum err e = seal_home_open(c->folder, clock_day(clock_now(c->clock)), false, &home);
    if (e == ERR_OK)
        e = db_open(cli_database(c).p, DB_WRITER, &db);
    if (e == ERR_OK)
        e = directory_fill(c, db, search);
    const struct demo_seed how = {.db = db,
                                  .home = home,
                                  .arena = c->arena,
                                  .search = search,
                                  .now = clock_now(c->clock),
                                  .first = first,
                                  .progress = on_said,
                                  .ctx = c};
    if (e == ERR_OK)
        e = demo_seed(&how, script, made);
    search_destroy(search);
    cli_close(home, db);
    return e;
}

static enum err demo_make(struct cli *c, struct demo_made *made)
{
    struct demo_script *script = ARENA_NEW(c->arena, struct demo_script);
    struct str first;
    TRY(demo_script_read(DEMO_FILES[0].bytes, script));
    const struct network_settings settings = {.name = script->network,
                                              .lang = STR("ar"),
                                              .zone = zone_of_machine(c->arena),
                                              .leave_to = STR(LEAVE_TO),
                                              .demonstration = true};
    TRY(cli_folder_make(c->folder));
    TRY(demo_file_write(c, NULL));
    TRY(network_create(c->folder, c->database, &settings, c->clock, c->arena, &first));
    TRY(demo_fill(c, script, first, made));
    return demo_file_write(c, made);
}

static bool in_folder(const struct cli *c, const char *name)
{
    return access(str_fmt(c->arena, "%s/%s", c->folder, name).p, F_OK) == 0;
}

/* The printed invitation still works, or is replaced by a new one of the steward's. */
static enum err invitation_renew(struct cli *c, struct demo_made *made)
{
    struct seal_home *home = NULL;
    struct db *db = NULL;
    struct key code;
    bool allowed;
    if (cli_open(c, DB_WRITER, &home, &db) != CLI_DONE) {
        cli_close(home, db);
        return ERR_CONFIG;
    }
    const struct space_ctx ctx = {db, home, c->arena, c->secret, clock_now(c->clock)};
    const struct demo_signin *steward = &made->signin[DEMO_STEWARD];
    enum err e =
        invitation_read(made->invitation, &code) ? roster_code_check(&ctx, &code) : ERR_DENIED;
    if (e == ERR_DENIED || e == ERR_EXPIRED)
        e = cli_invite(&ctx, str_to_c(c->arena, steward->name), steward->passphrase, &allowed,
                       &made->invitation);
    cli_close(home, db);
    return e == ERR_OK ? demo_file_write(c, made) : e;
}

static void ready(struct cli *c, struct str address, void *ctx)
{
    static const char *const labels[DEMO_SIGNINS] = {
#define X(name, word, label) [DEMO_##name] = label,
        DEMO_ROLES(X)
#undef X
    };
    const struct demo_made *made = ctx;
    putchar('\n');
    cli_say(c,
            N_("This is a demonstration: everybody in it is made up, and nothing real belongs "
               "in it."),
            CLI_NO_ARGS);
    printf("\n    %" STR_FMT "\n\n", STR_ARG(address));
    cli_say(c, N_("Sign in as one of them (name, then passphrase):"), CLI_NO_ARGS);
    putchar('\n');
    for (size_t i = 0; i < DEMO_SIGNINS; i++)
        printf("    %-8" STR_FMT " %-36" STR_FMT " %s\n", STR_ARG(made->signin[i].name),
               STR_ARG(made->signin[i].passphrase), tr(c->lang, labels[i]));
    putchar('\n');
    if (made->invitation.n) {
        cli_say(c, N_("Or come in as somebody new, with this invitation:"), CLI_NO_ARGS);
        cli_invitation_print(made->invitation, address);
    }
    cli_say(c, N_("Open at {address}. Ctrl-C ends it."), TR_ARGS({"address", address}));
}

static enum cli_exit demo_prepare(struct cli *c, struct demo_made *made)
{
    enum demo_state state = demo_file_read(c, made);
    if (state == DEMO_NONE && (in_folder(c, "secret.key") || in_folder(c, "awn.db")))
        return cli_fail(c,
                        N_("there is a real network in {folder}: choose another folder for the "
                           "demonstration"),
                        TR_ARGS({"folder", str_from_c(c->folder)}));
    cli_quiet(c);
    if (state == DEMO_WHOLE) {
        if (invitation_renew(c, made) != ERR_OK)
            made->invitation = STR_NONE; /* it can be looked at without one */
        return CLI_DONE;
    }
    if (state == DEMO_BROKEN_OFF)
        demo_remove(c);
    enum err e = demo_make(c, made);
    cli_progress_end(c);
    if (e == ERR_OK)
        return CLI_DONE;
    demo_remove(c);
    return cli_failed(c, e,
                      N_("The demonstration could not be made; what was begun was taken away"));
}

enum cli_exit cmd_demo(struct cli *c)
{
    struct demo_made made;
    if (!cli_has(c, OPTION_DATA))
        c->folder = "var/demo";
    c->given |= OPTION_BIT(CLOCK_IS_RIGHT); /* made-up words may wait as long as they like */
    enum cli_exit status = serve_check_options(c);
    if (status == CLI_DONE)
        status = demo_prepare(c, &made);
    if (status != CLI_DONE || cli_has(c, OPTION_SEED_ONLY))
        return status;
    return serve_run(c, ready, &made);
}
