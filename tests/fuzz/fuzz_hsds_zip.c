/* A zip file of any bytes: it is refused with a reason, or its rows become documents. */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hsds/inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void on_event(void *ctx, const struct hsds_event *e)
{
    bool *broken = ctx;
    check(e->kind == HSDS_PROGRESS || e->kind == HSDS_IGNORED || (e->why && e->file));
    *broken = *broken || e->kind == HSDS_BROKEN;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct hsds_builder *b;
    struct hsds_set *set;
    bool broken = false;
    const struct hsds_reading how = {
        .source = STR("fuzz"), .orphans = HSDS_ORPHANS_KEEP, .event = on_event, .ctx = &broken};
    int fd = memfd_create("fuzz", MFD_CLOEXEC);

    check(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    check(hsds_set_begin(a, &how, &b) == ERR_OK);
    enum err e = hsds_zip_take(b, fd, "fuzz.zip");
    close(fd);
    check(e == ERR_OK || e == ERR_INVALID);
    check((e == ERR_INVALID) == broken);
    if (e != ERR_OK)
        return 0;
    check(hsds_set_end(b, &set) == ERR_OK);
    for (size_t i = 0; i < set->n; i++)
        check(hsds_is_uuid(set->v[i].id) && str_is_utf8(set->v[i].doc));
    return 0;
}
