/* awn init: a new network and its first invitation. */
#include <string.h>

#include "cli/cli.h"
#include "cli/invitation.h"
#include "site/network.h"

#define LEAVE_TO "https://www.wikipedia.org/"
#define NAME_CODE_POINTS 40

/* Invisible signs and those that turn text around would make two names look the same. */
static bool hidden_sign(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

static bool name_ok(struct str name)
{
    if (!str_is_utf8(name) || str_trim(name).n == 0 || str_code_points(name) > NAME_CODE_POINTS)
        return false;
    size_t at = 0;
    while (at < name.n)
        if (hidden_sign(str_utf8_next(name, &at)))
            return false;
    return true;
}

enum cli_exit cmd_init(struct cli *c)
{
    const char *code = c->value[OPTION_LANG];
    const struct lang *lang = code ? lang_find(str_from_c(code)) : lang_default();
    if (!lang)
        return cli_usage(c, N_("--lang wants ar or en"), CLI_NO_ARGS);
    const char *name = c->value[OPTION_NAME] ? c->value[OPTION_NAME] : tr(lang, N_("The House"));
    if (!name_ok(str_from_c(name)))
        return cli_usage(c, N_("--name wants an ordinary word, of at most 40 letters"),
                         CLI_NO_ARGS);
    struct str place =
        c->value[OPTION_ZONE] ? str_from_c(c->value[OPTION_ZONE]) : zone_of_machine(c->arena);
    struct zone *zone = zone_open(place);
    if (!zone)
        return cli_usage(c, N_("--zone wants a place such as Africa/Cairo"), CLI_NO_ARGS);
    zone_close(zone);
    const struct network_settings settings = {.name = str_trim(str_from_c(name)),
                                              .zone = place,
                                              .lang = str_from_c(lang_code(lang)),
                                              .leave_to = STR(LEAVE_TO)};
    struct str invitation;
    cli_quiet(c);
    enum err e = cli_folder_above_make(c->folder);
    if (e == ERR_OK)
        e = network_create(c->folder, c->database, &settings, c->clock, c->arena, &invitation);
    if (e == ERR_CONFLICT)
        return cli_failed(c, e, N_("To serve what is there: awn serve"));
    if (e != ERR_OK)
        return cli_failed(c, e, N_("Nothing was made"));
    cli_say(c, N_("The network “{name}” is in {folder}."),
            TR_ARGS({"name", settings.name}, {"folder", str_from_c(c->folder)}));
    cli_say(c, N_("The first invitation (for whoever will look after the network; 30 days):"),
            CLI_NO_ARGS);
    cli_invitation_print(invitation, STR("http://" CLI_LISTEN));
    cli_say(c,
            N_("Keep secret.key and ratchet.key safe, and apart from the database. Next: awn "
               "serve --data {folder}"),
            TR_ARGS({"folder", str_from_c(c->folder)}));
    return CLI_DONE;
}
