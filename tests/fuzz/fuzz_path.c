/* Whatever bytes arrive as a path or a Cookie header: decoded or refused, and what comes out keeps
 * the promises of request.h. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 4096);
    struct str path;
    if (http_path_decode(a, str_from(data, size), &path)) {
        assert(path.n && path.n <= HTTP_PATH_MAX && path.p[0] == '/' && str_is_utf8(path));
        for (size_t i = 0; i < path.n; i++) {
            assert((unsigned char)path.p[i] >= 0x20 && path.p[i] != '\\');
            assert(i == 0 || path.p[i] != '/' || path.p[i - 1] != '/');
        }
        assert(!str_ends(path, STR("/..")) && !str_ends(path, STR("/.")));
    }
    struct http_pairs cookies;
    http_cookies_decode(a, str_from(data, size), &cookies);
    assert(cookies.n <= HTTP_PAIRS_MAX);
    for (size_t i = 0; i < cookies.n; i++)
        assert(cookies.v[i].name.n && str_is_utf8(cookies.v[i].value));
    return 0;
}
