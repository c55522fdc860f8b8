/* awn doctor: the machine underneath. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/doctor.h"
#include "cli/sandbox.h"
#include "cli/serve.h"
#include "seal/slots.h"

#define MIB (1024ull * 1024)
#define LOCKED_MIN (16 * MIB) /* keys and the opened text of some requests */
#define DISK_LOW (1024 * MIB) /* look */
#define DISK_NONE (100 * MIB) /* wrong */
#define HASH_SLOW_US 1000000  /* longer than this is felt at the door */

static struct str number(const struct cli *c, uint64_t n)
{
    return lang_number(c->arena, c->lang, (int64_t)n);
}

static void check_disk(struct doctor *d)
{
    struct statvfs fs;
    if (statvfs(d->c->folder, &fs) != 0)
        return;
    uint64_t left = (uint64_t)fs.f_bavail * fs.f_frsize;
    doctor_tell(d,
                left < DISK_NONE  ? VERDICT_WRONG
                : left < DISK_LOW ? VERDICT_LOOK
                                  : VERDICT_OK,
                N_("{n} MiB are free on the disk"), TR_ARGS({"n", number(d->c, left / MIB)}),
                N_("make room: a full disk takes no new words"));
}

static void check_locked_memory(struct doctor *d)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0)
        return;
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= LOCKED_MIN)
        doctor_tell(d, VERDICT_OK, N_("there is room for secrets in locked memory"), CLI_NO_ARGS,
                    NULL);
    else
        doctor_tell(d, VERDICT_LOOK, N_("only {n} KiB of memory can be locked"),
                    TR_ARGS({"n", number(d->c, limit.rlim_cur / 1024)}),
                    N_("LimitMEMLOCK=64M in the service, or ulimit -l: else secrets could reach "
                       "the swap"));
}

/* In a child, because there is no way back. */
static bool walls_try(struct cli *c, struct sandbox_report *out)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    pid_t child = fork();
    if (child == 0) {
        struct sandbox_config walls = {.data = c->folder, .listen_port = 0};
        sandbox_reach_of(cli_database(c).p, &walls);
        struct sandbox_report report = sandbox_apply(&walls);
        _exit(write(ends[1], &report, sizeof report) == (ssize_t)sizeof report ? 0 : 1);
    }
    close(ends[1]);
    bool ok = child > 0 && read(ends[0], out, sizeof *out) == (ssize_t)sizeof *out;
    close(ends[0]);
    if (child > 0)
        (void)waitpid(child, &(int){0}, 0);
    return ok;
}

static void check_walls(struct doctor *d)
{
    struct sandbox_report report;
    if (access(d->c->folder, F_OK) != 0 || !walls_try(d->c, &report))
        return;
    struct str text = sandbox_describe(&report, d->c->arena);
    for (size_t i = 0; i < WALL_COUNT; i++) {
        struct str line = str_cut(&text, '\n');
        bool up = report.layer[i] == SANDBOX_ACTIVE;
        doctor_tell(d, up ? VERDICT_OK : VERDICT_LOOK, N_("wall: {layer}"),
                    TR_ARGS({"layer", line}),
                    N_("a newer kernel has it; the other walls hold without it"));
    }
}

/* /proc/swaps: a title, then one line a device. What a device mapper or zram makes may be sealed
 * or never leaves the memory. */
static void check_swap(struct doctor *d)
{
    char line[512];
    bool open_swap = false;
    FILE *f = fopen("/proc/swaps", "re");
    if (!f)
        return;
    for (int i = 0; fgets(line, sizeof line, f); i++)
        open_swap |= i > 0 && strncmp(line, "/dev/dm-", 8) != 0 &&
                     strncmp(line, "/dev/zram", 9) != 0 && strncmp(line, "/dev/mapper/", 12) != 0;
    fclose(f);
    doctor_tell(d, open_swap ? VERDICT_LOOK : VERDICT_OK,
                open_swap ? N_("the swap looks unencrypted") : N_("no unencrypted swap"),
                CLI_NO_ARGS, N_("encrypt it or switch it off: opened words could end up there"));
}

static void check_cores(struct doctor *d)
{
    struct rlimit limit;
    bool none = getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_max == 0;
    doctor_tell(d, none ? VERDICT_OK : VERDICT_WRONG,
                none ? N_("no core images are written") : N_("core images could be written"),
                CLI_NO_ARGS, N_("LimitCORE=0 in the service"));
}

static void check_sign_in(struct doctor *d, const struct seal_home *home)
{
    static const uint8_t salt[SALT_SIZE];
    struct key hashed;
    if (!home)
        return;
    int64_t from = clock_monotonic_us();
    enum err e = slot_hash(home, STR("how long does it take"), salt, &hashed);
    uint64_t took = (uint64_t)(clock_monotonic_us() - from);
    if (e != ERR_OK)
        doctor_tell(d, VERDICT_WRONG, N_("a sign-in does not find its 64 MiB of memory"),
                    CLI_NO_ARGS, N_("give the machine more memory"));
    else
        doctor_tell(d, took > HASH_SLOW_US ? VERDICT_LOOK : VERDICT_OK,
                    N_("a sign-in costs {n} ms here"), TR_ARGS({"n", number(d->c, took / 1000)}),
                    N_("this machine is slow: people wait at the door"));
}

static void check_listen(struct doctor *d)
{
    bool inside = serve_is_local(d->c);
    doctor_tell(d, inside ? VERDICT_OK : VERDICT_LOOK,
                inside ? N_("the door is on this machine only")
                       : N_("the door can be reached from outside"),
                CLI_NO_ARGS,
                N_("a proxy with TLS in front, or an onion service, keeps the way safe"));
}

void doctor_machine(struct doctor *d, const struct seal_home *home)
{
    check_disk(d);
    check_locked_memory(d);
    check_swap(d);
    check_cores(d);
    check_sign_in(d, home);
    check_listen(d);
    check_walls(d);
}
