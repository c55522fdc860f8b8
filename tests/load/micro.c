/* Requests in process, without sockets, for counting instructions (they do not drift as times do):
 *
 *     valgrind --tool=callgrind --toggle-collect=app_handle load_micro FOLDER PATH [TIMES] [reply]
 *
 * FOLDER is a network made by load_fill; the first of its sessions asks for PATH, or answers
 * in the conversation there. Prints microseconds and bytes.
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

struct micro {
    struct app *app;
    void *reader, *writer;
    struct arena *arena, *secret, *keep;
    struct http_pair cookie;
    struct str path;
};

static struct req request(const struct micro *m, enum http_method method)
{
    return (struct req){.method = method,
                        .path = m->path,
                        .cookies = {&m->cookie, 1},
                        .host = STR("127.0.0.1"),
                        .origin = method == HTTP_POST ? STR("http://127.0.0.1") : STR_NONE,
                        .accept_language = STR("en"),
                        .arena = m->arena,
                        .secret = m->secret};
}

static void forget(const struct micro *m)
{
    arena_clear(m->arena);
    arena_clear(m->secret);
}

static struct res page_get(const struct micro *m)
{
    struct res res = {0};
    struct req req = request(m, HTTP_GET);
    app_handle(m->app, m->reader, m->writer, &req, &res);
    return res;
}

/* An answer in the conversation whose page it is. */
static struct res page_reply(const struct micro *m, struct str token, uint64_t number)
{
    struct res res = {0};
    struct req req = request(m, HTTP_POST);
    char text[600];
    memset(text, 'w', sizeof text);
    for (size_t i = 7; i < sizeof text; i += 8)
        text[i] = ' ';
    const struct http_pair form[] = {
        {STR("_token"), token},
        {STR("text"), str_from(text, sizeof text)},
        {STR("once"), str_fmt(m->arena, "%032llu", (unsigned long long)number)}};
    req.form = (struct http_pairs){form, 3};
    app_handle(m->app, m->reader, m->writer, &req, &res);
    return res;
}

static struct str token_read(const struct micro *m)
{
    struct res res = page_get(m);
    static const char NAME[] = "name=\"_token\" value=\"";
    const char *at = memmem(res.body.p, res.body.n, NAME, sizeof NAME - 1);
    if (!at)
        return STR_NONE;
    at += sizeof NAME - 1;
    const char *end = strchr(at, '"');
    return str_copy(m->keep, str_from(at, (size_t)(end - at)));
}

static void measure(const struct micro *m, uint64_t times, const struct str *token)
{
    struct res res = {0};
    int64_t began = 0;
    for (uint64_t i = 0; i <= times; i++) {
        if (i == 1)
            began = clock_monotonic_us(); /* the first fills caches */
        forget(m);
        res = token ? page_reply(m, *token, (uint64_t)clock_monotonic_us()) : page_get(m);
    }
    printf("%.1f us, status %d, %zu bytes, arenas %zu and %zu bytes\n",
           (double)(clock_monotonic_us() - began) / (double)times, res.status, res.body.n,
           arena_used(m->arena), arena_used(m->secret));
    forget(m);
}

int main(int argc, char **argv)
{
    uint64_t times = TIMES;
    if (argc < 3 || (argc > 3 && !str_to_u64(str_from_c(argv[3]), &times))) {
        fprintf(stderr, "usage: load_micro FOLDER PATH [TIMES] [reply]\n");
        return 2;
    }
    seal_init();
    i18n_init();
    struct micro m = {.arena = arena_create(ARENA_WIPED, 128 * 1024),
                      .secret = arena_create(ARENA_SECRET, 64 * 1024),
                      .keep = arena_create(ARENA_PLAIN, 0),
                      .path = str_from_c(argv[2])};
    const struct app_config config = {.folder = argv[1]};
    if (app_open(&config, &CLOCK_REAL, &m.app) != ERR_OK)
        return 1;
    m.cookie = (struct http_pair){STR(SESSION_COOKIE), cookie_read(m.keep, argv[1])};
    m.reader = app_worker_open(m.app, LANE_READ);
    m.writer = app_worker_open(m.app, LANE_WRITE);
    struct str token = argc > 4 ? token_read(&m) : STR_NONE;
    measure(&m, times, argc > 4 ? &token : NULL);
    app_worker_close(m.app, m.writer);
    app_worker_close(m.app, m.reader);
    app_close(m.app);
    arena_destroy(m.secret);
    arena_destroy(m.arena);
    arena_destroy(m.keep);
    return 0;
}
