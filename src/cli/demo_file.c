#include "cli/demo_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "cli/copy.h"
#include "cli/embedded.h"

#define FILE_MAX 4096

static const char *const ROLES[DEMO_SIGNINS] = {
#define X(name, word, label) [DEMO_##name] = word,
    DEMO_ROLES(X)
#undef X
};

static const char *path_of(const struct cli *c, const char *name)
{
    return str_fmt(c->arena, "%s/%s", c->folder, name).p;
}

static bool line_take(struct str line, struct demo_made *out)
{
    struct str word = str_cut(&line, ' ');
    if (str_eq_c(word, "invitation"))
        out->invitation = line;
    for (size_t i = 0; i < DEMO_SIGNINS; i++)
        if (str_eq_c(word, ROLES[i])) {
            out->signin[i].name = str_cut(&line, ' ');
            out->signin[i].passphrase = line;
        }
    return line.n > 0;
}

enum demo_state demo_file_read(const struct cli *c, struct demo_made *out)
{
    *out = (struct demo_made){0};
    int fd = open(path_of(c, "demo"), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return DEMO_NONE;
    char *p = arena_alloc(c->arena, FILE_MAX);
    ssize_t n = read(fd, p, FILE_MAX);
    close(fd);
    struct str text = str_from(p, n < 0 ? 0 : (size_t)n);
    size_t good = 0;
    while (text.n)
        good += line_take(str_cut(&text, '\n'), out);
    return good == DEMO_SIGNINS + 1 && out->invitation.n ? DEMO_WHOLE : DEMO_BROKEN_OFF;
}

static enum err file_write(const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool ok =
        fd >= 0 && write(fd, bytes.p ? bytes.p : "", bytes.n) == (ssize_t)bytes.n && fsync(fd) == 0;
    if (!ok)
        log_error("demo", "cannot write %s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return ok ? ERR_OK : ERR_IO;
}

enum err demo_file_write(const struct cli *c, const struct demo_made *made)
{
    struct buf b;
    struct str text;
    const char *aside = path_of(c, "demo.new");
    buf_init(&b, c->arena, 1024, FILE_MAX);
    for (size_t i = 0; made && i < DEMO_SIGNINS; i++)
        buf_add_fmt(&b, "%s %" STR_FMT " %" STR_FMT "\n", ROLES[i], STR_ARG(made->signin[i].name),
                    STR_ARG(made->signin[i].passphrase));
    if (made)
        buf_add_fmt(&b, "invitation %" STR_FMT "\n", STR_ARG(made->invitation));
    TRY(buf_end(&b, &text));
    TRY(file_write(aside, text));
    if (rename(aside, path_of(c, "demo")) == 0)
        return ERR_OK;
    log_error("demo", "cannot write %s: %s", path_of(c, "demo"), strerror(errno));
    return ERR_IO;
}

enum err demo_sample_write(const struct cli *c, const char *folder)
{
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return ERR_IO;
    for (size_t i = 0; i < SAMPLE_FILES_n; i++)
        TRY(file_write(str_fmt(c->arena, "%s/%s", folder, SAMPLE_FILES[i].name).p,
                       SAMPLE_FILES[i].bytes));
    return ERR_OK;
}

void demo_sample_remove(const struct cli *c, const char *folder)
{
    for (size_t i = 0; i < SAMPLE_FILES_n; i++)
        (void)unlink(str_fmt(c->arena, "%s/%s", folder, SAMPLE_FILES[i].name).p);
    (void)rmdir(folder);
}

void demo_remove(const struct cli *c)
{
    static const char *const names[] = {"secret.key", "ratchet.key", "demo.new", "demo"};
    if (!c->database)
        copy_file_remove(path_of(c, "awn.db"));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)unlink(path_of(c, names[i]));
}
