/* hsds_print [--keep] PATH [SOURCE]: the set that PATH gives, for tests and for looking. Each
 * document is a line "TYPE JSON" on standard output, what was told goes to standard error. */
#include <stdio.h>
#include <string.h>

#include "hsds/hsds.h"

static void on_event(void *ctx, const struct hsds_event *e)
{
    static const char *const KIND[] = {"progress", "ignored", "noted", "refused", "broken"};
    (void)ctx;
    if (e->kind != HSDS_PROGRESS)
        fprintf(stderr, "%s: %s:%u: %s\n", KIND[e->kind], e->file, e->line, e->why ? e->why : "");
}

int main(int argc, char **argv)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 1024 * 1024);
    bool keep = argc > 1 && strcmp(argv[1], "--keep") == 0;
    struct hsds_set *set;

    if (argc < 2 + keep)
        return 2;
    const struct hsds_reading how = {
        .path = argv[1 + keep],
        .source = argc > 2 + keep ? str_from_c(argv[2 + keep]) : STR("test"),
        .orphans = keep ? HSDS_ORPHANS_KEEP : HSDS_ORPHANS_REFUSE,
        .event = on_event,
    };
    enum err e = hsds_read(a, &how, &set);
    if (e != ERR_OK) {
        fprintf(stderr, "%s\n", err_text(e));
        return 1;
    }
    for (size_t i = 0; i < set->n; i++)
        printf("%s %.*s\n", hsds_model(set->v[i].type)->name, STR_ARG(set->v[i].doc));
    fprintf(stderr, "version %.*s, %zu documents, %llu rows, %lld refused\n", STR_ARG(set->version),
            set->n, (unsigned long long)set->rows, (long long)set->refused);
    return 0;
}
