/* Requests in process, without sockets, for counting instructions (they do not drift as times do):
 *
 *     valgrind --tool=callgrind --toggle-collect=app_handle load_micro FOLDER PATH [TIMES]
 *
 * FOLDER is a network made by load_fill; the first of its sessions asks for PATH. Prints
 * microseconds and bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "i18n/i18n.h"
#include "members/members.h"
#include "seal/seal.h"
#include "site/app.h"

#define TIMES 20

static struct str cookie_read(struct arena *a, const char *folder)
{
    char token[128];
    FILE *f = fopen(str_fmt(a, "%s/cookies.txt", folder).p, "r");
    if (!f || !fgets(token, sizeof token, f))
        exit(1);
    fclose(f);
    return str_trim(str_copy(a, str_from_c(token)));
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: load_micro FOLDER PATH [TIMES]\n");
        return 2;
    }
    seal_init();
    i18n_init();
    uint64_t times = TIMES;
    if (argc > 3 && !str_to_u64(str_from_c(argv[3]), &times))
        return 2;
    struct app *app;
    struct arena *keep = arena_create(ARENA_PLAIN, 0);
    struct arena *arena = arena_create(ARENA_WIPED, 128 * 1024);
    struct arena *secret = arena_create(ARENA_SECRET, 64 * 1024);
    const struct app_config config = {.folder = argv[1]};
    const struct http_pair cookie = {STR(SESSION_COOKIE), cookie_read(keep, argv[1])};
    if (app_open(&config, &CLOCK_REAL, &app) != ERR_OK)
        return 1;
    void *reader = app_worker_open(app, LANE_READ), *writer = app_worker_open(app, LANE_WRITE);
    struct res res = {0};
    int64_t began = 0;
    for (uint64_t i = 0; i <= times; i++) {
        struct req req = {.method = HTTP_GET,
                          .path = str_from_c(argv[2]),
                          .cookies = {&cookie, 1},
                          .host = STR("127.0.0.1"),
                          .accept_language = STR("en"),
                          .arena = arena,
                          .secret = secret};
        if (i == 1)
            began = clock_monotonic_us(); /* the first fills caches */
        res = (struct res){0};
        app_handle(app, reader, writer, &req, &res);
        if (i < times) {
            arena_clear(arena);
            arena_clear(secret);
        }
    }
    printf("%.1f us, status %d, %zu bytes, arenas %zu and %zu bytes\n",
           (double)(clock_monotonic_us() - began) / (double)times, res.status, res.body.n,
           arena_used(arena), arena_used(secret));
    app_worker_close(app, writer);
    app_worker_close(app, reader);
    app_close(app);
    arena_destroy(secret);
    arena_destroy(arena);
    arena_destroy(keep);
    return 0;
}
