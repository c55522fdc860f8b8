/* How long a large table takes, from its bytes to the coordinators' list.
 *
 *     import FILE FOLDER        prints one JSON object; times in microseconds
 *
 * Makes a network with a desk in FOLDER, reads the table, seals it into the inbox, lists what
 * waits, takes it in visit by visit, and lists again. A test program, not a part of awn.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aid/batch.h"
#include "aid/cases.h"
#include "aid/import.h"
#include "base/clock.h"
#include "db/migrate.h"
#include "members/members.h"

#define DAY 20778

#define MUST(call)                                                                                 \
    do {                                                                                           \
        enum err must_e = (call);                                                                  \
        if (must_e != ERR_OK) {                                                                    \
            fprintf(stderr, "import: %s:%d: %s\n", __FILE__, __LINE__, err_text(must_e));          \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

struct run {
    struct space_ctx ctx;
    struct viewer steward;
    struct arena *a, *secret;
};

static struct str file_read(struct arena *a, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0)
        exit(1);
    char *p = arena_alloc(a, (size_t)st.st_size);
    ssize_t n = read(fd, p, (size_t)st.st_size);
    close(fd);
    return str_from(p, n < 0 ? 0 : (size_t)n);
}

static void network(struct run *r, const char *folder)
{
    static const struct space_persona NAME = {.name = STR_INIT("Amal")};
    struct space_ticket t;
    struct space *commons;
    struct seal_home *home;
    int ran;
    MUST(seal_home_create(folder, DAY));
    MUST(seal_home_open(folder, DAY, false, &home));
    r->ctx.home = home;
    MUST(db_open(str_fmt(r->a, "sqlite:%s/awn.db", folder).p, DB_WRITER, &r->ctx.db));
    MUST(db_migrate(r->ctx.db, &ran));
    key_random(&r->steward.keyring.seed);
    MUST(space_create(&r->ctx, NULL, &t, &commons));
    viewer_add_space(&r->ctx, &r->steward, SPACE_COMMONS, &t, STR("commons"));
    MUST(desk_open(&r->ctx, &DESK_COORDINATORS, &r->steward, &NAME));
}

static int64_t list_us(struct run *r, size_t *n)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    ARENA_LOCAL struct arena *secret = arena_create(ARENA_SECRET, 0);
    struct space_ctx ctx = r->ctx;
    struct desk d;
    struct case_rows rows;
    const int64_t began = clock_monotonic_us();
    ctx.arena = a;
    ctx.secret = secret;
    MUST(desk_enter(&ctx, &DESK_COORDINATORS, &r->steward, NULL, &d));
    MUST(cases_list(&d, AID_ASK, &rows));
    *n = rows.n;
    return clock_monotonic_us() - began;
}

static int64_t visit_us(struct run *r)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    ARENA_LOCAL struct arena *secret = arena_create(ARENA_SECRET, 0);
    struct space_ctx ctx = r->ctx;
    struct desk d;
    DB_TX struct db_tx tx = {0};
    const int64_t began = clock_monotonic_us();
    ctx.arena = a;
    ctx.secret = secret;
    MUST(db_tx_begin(&tx, ctx.db));
    MUST(desk_enter(&ctx, &DESK_COORDINATORS, &r->steward, NULL, &d));
    MUST(cases_sort(&d));
    MUST(db_tx_commit(&tx));
    return clock_monotonic_us() - began;
}

static void drop(struct run *r, const struct import *in)
{
    struct aid_batch_item *items = ARENA_ARRAY(r->a, struct aid_batch_item, in->n + 1);
    for (size_t i = 0; i < in->n; i++)
        items[i] = (struct aid_batch_item){in->rows[i].card, in->rows[i].details};
    MUST(batch_drop(&r->ctx, items, in->n, NULL));
}

int main(int argc, char **argv)
{
    struct run r = {.a = arena_create(ARENA_PLAIN, 0), .secret = arena_create(ARENA_SECRET, 0)};
    struct import_table table;
    struct import_map map;
    struct import in;
    struct key key;
    size_t n = 0, visits = 0;
    int64_t longest = 0;
    if (argc != 3)
        return 2;
    seal_init();
    r.ctx = (struct space_ctx){
        .arena = r.a, .secret = r.secret, .now = (int64_t)DAY * DAY_SECONDS + 8 * 3600};
    network(&r, argv[2]);
    struct search *search = search_create();
    const struct areas areas = {0};
    const struct str text = file_read(r.a, argv[1]);
    seal_home_key(r.ctx.home, "aid import", &key);
    const struct import_how how = {.search = search,
                                   .arena = r.a,
                                   .areas = &areas,
                                   .key = &key,
                                   .side = AID_ASK,
                                   .now = r.ctx.now,
                                   .until = DAY + IMPORT_DAYS};
    const int64_t began = clock_monotonic_us();
    MUST(import_table_read(r.a, text, &table));
    import_map_propose(search, r.a, &table, &areas, &map);
    import_read(&how, &table, &map, &in);
    const int64_t read = clock_monotonic_us();
    drop(&r, &in);
    const int64_t dropped = clock_monotonic_us();
    const int64_t waiting = list_us(&r, &n);
    for (size_t room = in.n; visits < 20 && room > 0; visits++) {
        const int64_t us = visit_us(&r);
        longest = us > longest ? us : longest;
        room = room > 100 * BATCH_ITEMS ? room - 100 * BATCH_ITEMS : 0;
    }
    const int64_t taken = list_us(&r, &n);
    printf("{\"rows\": %zu, \"listed\": %zu, \"read\": %" PRId64 ", \"drop\": %" PRId64
           ", \"waiting\": %" PRId64 ", \"visits\": %zu, \"visit\": %" PRId64 ", \"list\": %" PRId64
           "}\n",
           in.n, n, read - began, dropped - read, waiting, visits, longest, taken);
    search_destroy(search);
    return 0;
}
