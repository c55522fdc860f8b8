#include "cli/copy.h"

#include <stdio.h>
#include <unistd.h>

void copy_progress(void *ctx, const char *table, int64_t rows_done)
{
    const struct copy_progress *p = ctx;
    cli_progress(p->c, tr_fmt(p->c->arena, p->c->lang, N_("copying {table}: {n}"),
                              TR_ARGS({"table", str_from_c(table)},
                                      {"n", lang_number(p->c->arena, p->c->lang, rows_done)})));
}

void copy_file_remove(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char name[4096];
        if (snprintf(name, sizeof name, "%s%s", path, ends[i]) < (int)sizeof name)
            (void)unlink(name);
    }
}
