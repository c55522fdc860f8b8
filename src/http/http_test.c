/* The pure half of the room: decoding, forms, routes, headers. Sockets are in server_test.c. */
#include "base/test.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http/form.h"
#include "http/rate.h"
#include "http/response.h"
#include "http/router.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* STR for the initialisers of static tables, where a compound literal cannot stand. */
#define S(literal)                                                                                 \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/* Does it abort? Tried in a child whose complaint nobody needs to see. */
static bool aborts(void (*call)(const void *), const void *arg)
{
    pid_t child = fork();
    if (child == 0) {
        dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        call(arg);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void path_decoding(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    static const struct {
        struct str raw;
        const char *decoded; /* NULL: refused */
    } cases[] = {
        {S("/"), "/"},
        {S("/r/abc"), "/r/abc"},
        {S("/r/abc/"), "/r/abc/"},
        {S("/a+b"), "/a+b"},
        {S("/%61%20b"), "/a b"},
        {S("/%D8%B9%D9%88%D9%86"), "/عون"},
        {S("/a...b/..c"), "/a...b/..c"},
        {S(""), NULL},
        {S("*"), NULL},
        {S("a"), NULL},
        {S("http://x/"), NULL},
        {S("//"), NULL},
        {S("/a//b"), NULL},
        {S("/a/../b"), NULL},
        {S("/.."), NULL},
        {S("/./a"), NULL},
        {S("/%2e%2E/a"), NULL},
        {S("/a%2fb"), NULL},
        {S("/a\\b"), NULL},
        {S("/a%5Cb"), NULL},
        {S("/a%00b"), NULL},
        {S("/a\0b"), NULL},
        {S("/a%0d%0ab"), NULL},
        {S("/a%7f"), NULL},
        {S("/%"), NULL},
        {S("/%4"), NULL},
        {S("/%zz"), NULL},
        {S("/%ff"), NULL},
        {S("/%c0%af"), NULL},
        {S("/%ed%a0%80"), NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str out;
        bool fine = http_path_decode(a, cases[i].raw, &out);
        assert_int_equal(fine, cases[i].decoded != NULL);
        if (fine)
            assert_true(str_eq_c(out, cases[i].decoded));
    }
    char longest[HTTP_PATH_MAX + 1];
    memset(longest, 'a', sizeof longest);
    longest[0] = '/';
    struct str out;
    assert_true(http_path_decode(a, str_from(longest, HTTP_PATH_MAX), &out));
    assert_false(http_path_decode(a, str_from(longest, HTTP_PATH_MAX + 1), &out));
}

static void cookie_decoding(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct http_pairs c;
    http_cookies_decode(a, STR(" __Host-s=abc=; lang=ar;empty=;junk;=x; b=\xD8; d=1;d=2 "), &c);
    assert_int_equal(c.n, 5);
    assert_str(http_pairs_get(&c, "__Host-s"), "abc=");
    assert_str(http_pairs_get(&c, "lang"), "ar");
    assert_str(http_pairs_get(&c, "d"), "1");
    assert_non_null(http_pairs_get(&c, "empty").p);
    assert_null(http_pairs_get(&c, "junk").p);
    assert_null(http_pairs_get(&c, "b").p);
    http_cookies_decode(a, STR_NONE, &c);
    assert_int_equal(c.n, 0);
}

static void body_decoding(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct http_pairs f;
    assert_true(form_decode(a, STR("a=1+2&b=%2B%0d%0A&&c&=x&a=9&%D8%B9=%D9%88"), 10, &f));
    assert_int_equal(f.n, 6);
    assert_str(http_pairs_get(&f, "a"), "1 2");
    assert_str(http_pairs_get(&f, "b"), "+\r\n");
    assert_non_null(http_pairs_get(&f, "c").p);
    assert_str(http_pairs_get(&f, ""), "x");
    assert_str(http_pairs_get(&f, "ع"), "و");
    assert_true(form_decode(a, STR(""), 10, &f));
    assert_int_equal(f.n, 0);
    assert_true(form_decode(a, STR("a=1&b=2"), 2, &f));
    static const struct str broken[] = {
        S("a=1&b=2&c=3"), S("a=%"),         S("a=%4"),           S("a=%zz"),    S("%g1=a"),
        S("a=%00"),       S("a\0b=1"),      S("a=\xFF"),         S("a=%c0%80"), S("a=%ff"),
        S("%ff=a"),       S("a=%ed%a0%80"), S("a=%f4%90%80%80"),
    };
    for (size_t i = 0; i < COUNT(broken); i++)
        assert_false(form_decode(a, broken[i], 2, &f));
}

static const struct form_choice COLOURS[] = {{"red", "Red", 1}, {"green", "Green", 7}, {0}};
enum { F_LINE, F_TEXT, F_SECRET, F_CHOICE, F_FLAG, F_HIDDEN, F_INT };
static const struct form_field FIELDS[] = {
    {.name = "line", .kind = FIELD_LINE, .min = 2, .max = 5, .required = true},
    {.name = "text", .kind = FIELD_TEXT, .max = 20},
    {.name = "secret", .kind = FIELD_SECRET, .min = 3},
    {.name = "choice", .kind = FIELD_CHOICE, .choices = COLOURS},
    {.name = "flag", .kind = FIELD_FLAG},
    {.name = "hidden", .kind = FIELD_HIDDEN},
    {.name = "int", .kind = FIELD_INT, .min = 5, .max = 50},
};
static const struct form_spec FORM = FORM_SPEC(FIELDS);

static struct form parse_one(struct arena *a, size_t field, struct str value)
{
    struct http_pair v[2] = {{str_from_c(FIELDS[field].name), value}, {STR("line"), STR("fine")}};
    struct http_pairs pairs = {v, 2};
    struct form f;
    form_parse(a, &FORM, &pairs, &f);
    return f;
}

struct field_case {
    size_t field;
    enum field_problem problem;
    struct str typed;
    const char *kept;
};

static const struct field_case FIELD_CASES[] = {
    {F_LINE, FIELD_IS_NONE, S("  ab\t"), "ab"},
    {F_LINE, FIELD_IS_NONE, S("عون"), "عون"},
    {F_LINE, FIELD_IS_NONE,
     S("\xC2\xA0"
       "ab\xE3\x80\x80"),
     "ab"},
    {F_LINE, FIELD_IS_NONE, S("می‌خو"), NULL},
    {F_LINE, FIELD_IS_MISSING, S(""), ""},
    {F_LINE, FIELD_IS_MISSING, S(" \t "), ""},
    {F_LINE, FIELD_IS_MISSING, S("\xC2\xA0"), ""},
    {F_LINE, FIELD_IS_SHORT, S("ع"), "ع"},
    {F_LINE, FIELD_IS_LONG, S("abcdef"), "abcdef"},
    {F_LINE, FIELD_IS_NONE, S("عونعو"), NULL}, /* five code points, ten bytes */
    {F_LINE, FIELD_IS_ODD, S("a\nb"), "a\nb"},
    {F_LINE, FIELD_IS_ODD, S("a\r\nb"), NULL},
    {F_LINE, FIELD_IS_ODD, S("a\tb"), NULL},
    {F_LINE, FIELD_IS_ODD, S("a\x1b[0m"), NULL},
    {F_LINE, FIELD_IS_ODD, S("a\x7f"), NULL},
    {F_LINE, FIELD_IS_ODD, S("a\xC2\x85z"), NULL},               /* next line */
    {F_LINE, FIELD_IS_ODD, S("a\xE2\x80\xA8z"), NULL},           /* line separator */
    {F_LINE, FIELD_IS_ODD, S("a\xE2\x80\xAE z"), NULL},          /* right-to-left override */
    {F_LINE, FIELD_IS_ODD, S("a\xE2\x80\xAA z"), NULL},          /* embedding */
    {F_LINE, FIELD_IS_ODD, S("a\xE2\x81\xA7z"), NULL},           /* isolate */
    {F_LINE, FIELD_IS_ODD, S("a\xE2\x80\x8Fz"), NULL},           /* right-to-left mark */
    {F_LINE, FIELD_IS_ODD, S("a\xD8\x9Cz"), NULL},               /* Arabic letter mark */
    {F_LINE, FIELD_IS_ODD, S("a\xE2\x80\x8Bz"), NULL},           /* zero-width space */
    {F_LINE, FIELD_IS_ODD, S("a\xEF\xBB\xBFz"), NULL},           /* byte order mark */
    {F_LINE, FIELD_IS_ODD, S("\xE3\x85\xA4\xE3\x85\xA4"), NULL}, /* Hangul filler */
    {F_LINE, FIELD_IS_ODD, S("a\xF3\xA0\x81\xA1z"), NULL},       /* tag letter */
    {F_LINE, FIELD_IS_ODD, S("\xE2\x80\x8Dzz"), NULL},           /* joiner at the start */
    {F_LINE, FIELD_IS_ODD, S("zz\xE2\x80\x8D"), NULL},           /* at the end */
    {F_LINE, FIELD_IS_ODD, S("a\xE2\x80\x8C\xE2\x80\x8Cz"), NULL},
    {F_LINE, FIELD_IS_ODD, S("\xEF\xB8\x8Fzz"), NULL}, /* variation selector of nothing */
    {F_LINE, FIELD_IS_NONE, S("\xE2\x9D\xA4\xEF\xB8\x8F\xE2\x80\x8D\xF0\x9F\x94\xA5"), NULL},
    {F_LINE, FIELD_IS_ODD, S("a\xFF"), ""},
    {F_TEXT, FIELD_IS_NONE, S(" a\r\nb\rc\n\n"), "a\nb\nc"},
    {F_TEXT, FIELD_IS_NONE, S("a\xE2\x80\xA9z"), "a\nz"},
    {F_TEXT, FIELD_IS_NONE, S(""), ""},
    {F_TEXT, FIELD_IS_NONE, S("\xE2\x81\xA7x\xE2\x81\xA9 y"), NULL},
    {F_TEXT, FIELD_IS_ODD, S("\xE2\x81\xA7x y"), NULL},
    {F_TEXT, FIELD_IS_ODD, S("\xE2\x81\xA7x\n\xE2\x81\xA9 y"), NULL},
    {F_TEXT, FIELD_IS_ODD, S("a \xE2\x80\xAE b"), NULL},
    {F_TEXT, FIELD_IS_ODD, S("a \xE2\x80\xAD b"), NULL},
    {F_TEXT, FIELD_IS_ODD, S("a\x01"), NULL},
    {F_TEXT, FIELD_IS_LONG, S("0123456789\r\n0123456789"), NULL},
    {F_TEXT, FIELD_IS_NONE, S("0123456789\r\n012345678"), NULL},
    {F_SECRET, FIELD_IS_NONE, S("  a \r\n"), "  a \r\n"},
    {F_SECRET, FIELD_IS_SHORT, S("ab"), "ab"},
    {F_CHOICE, FIELD_IS_NONE, S("green"), "green"},
    {F_CHOICE, FIELD_IS_NONE, S(""), ""},
    {F_CHOICE, FIELD_IS_CHOICE, S("Green"), "Green"},
    {F_CHOICE, FIELD_IS_CHOICE, S("green "), NULL},
    {F_FLAG, FIELD_IS_NONE, S("on"), "on"},
    {F_HIDDEN, FIELD_IS_NONE, S("0a1b"), "0a1b"},
    {F_INT, FIELD_IS_NONE, S(" 12 "), "12"},
    {F_INT, FIELD_IS_NONE, S("١٢"), "١٢"},
    {F_INT, FIELD_IS_NONE, S("۱۲"), "۱۲"},
    {F_INT, FIELD_IS_NONE, S(""), ""},
    {F_INT, FIELD_IS_NUMBER, S("12x"), "12x"},
    {F_INT, FIELD_IS_NUMBER, S("1.5"), NULL},
    {F_INT, FIELD_IS_NUMBER, S("99999999999999999999"), NULL},
    {F_INT, FIELD_IS_RANGE, S("4"), "4"},
    {F_INT, FIELD_IS_RANGE, S("51"), "51"},
    {F_INT, FIELD_IS_RANGE, S("-12"), "-12"},
};

static void field_kinds(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    for (size_t i = 0; i < COUNT(FIELD_CASES); i++) {
        const struct field_case *c = &FIELD_CASES[i];
        struct form f = parse_one(a, c->field, c->typed);
        if (f.problem[c->field] != c->problem)
            print_error("case %zu: %d instead of %d\n", i, f.problem[c->field], c->problem);
        assert_int_equal(f.problem[c->field], c->problem);
        assert_int_equal(f.problems, c->problem != FIELD_IS_NONE);
        if (c->kept)
            assert_true(str_eq_c(f.value[c->field], c->kept));
    }
    assert_int_equal(parse_one(a, F_INT, STR("١٢")).number[F_INT], 12);
    assert_int_equal(parse_one(a, F_INT, STR("۵۰")).number[F_INT], 50);
    assert_int_equal(parse_one(a, F_CHOICE, STR("green")).number[F_CHOICE], 7);
    assert_int_equal(parse_one(a, F_FLAG, STR("on")).number[F_FLAG], 1);
    assert_int_equal(parse_one(a, F_TEXT, STR("")).number[F_FLAG], 0);
}

static void form_required_and_rejected(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    static const struct form_field fields[] = {
        {.name = "text", .kind = FIELD_TEXT, .required = true},
        {.name = "choice", .kind = FIELD_CHOICE, .choices = COLOURS, .required = true},
        {.name = "flag", .kind = FIELD_FLAG, .required = true},
        {.name = "secret", .kind = FIELD_SECRET, .required = true},
        {.name = "int", .kind = FIELD_INT, .required = true},
    };
    static const struct form_spec spec = FORM_SPEC(fields);
    struct http_pair v[] = {{STR("text"), STR("\xE2\x80\x8B \xE2\x80\x8B")}};
    struct http_pairs pairs = {v, 1};
    struct form f;
    form_parse(a, &spec, &pairs, &f);
    assert_int_equal(f.problems, 5);
    assert_int_equal(f.problem[0], FIELD_IS_MISSING); /* only invisible characters */
    assert_int_equal(f.problem[1], FIELD_IS_CHOICE);
    assert_int_equal(f.problem[2], FIELD_IS_MISSING);
    form_blank(&spec, &f);
    assert_int_equal(f.problems, 0);
    form_reject(&f, 3, "This name is taken.");
    form_reject(&f, 3, "This name is taken.");
    assert_int_equal(f.problems, 1);
    assert_string_equal(f.said[3], "This name is taken.");
    assert_string_equal(form_problem_text(f.problem[3]), "Please look at this again.");
}

static enum err handle_nothing(struct req *req, struct res *res)
{
    (void)req;
    (void)res;
    return ERR_OK;
}

#define GET(p)                                                                                     \
    {                                                                                              \
        HTTP_GET, p, NULL, WHO_MEMBER, LANE_READ, NULL, handle_nothing, 0                          \
    }
#define POST(p)                                                                                    \
    {                                                                                              \
        HTTP_POST, p, &FORM, WHO_MEMBER, LANE_WRITE, NULL, handle_nothing, 0                       \
    }
static const struct route ROUTES_A[] = {GET("/"), GET("/r/:circle"), POST("/r/:circle"),
                                        POST("/only/post")};
static const struct route ROUTES_B[] = {GET("/r/new"), GET("/r/:circle/t/:talk"),
                                        GET("/r/new/t/:talk"), GET("/x/:a/y")};
static const struct route_table TABLES[] = {ROUTE_TABLE(ROUTES_A), ROUTE_TABLE(ROUTES_B)};

static void router_finding(void **state)
{
    (void)state;
    router_check(TABLES, 2);
    static const struct {
        enum http_method method;
        const char *path;
        const char *pattern;
        enum err e;
    } cases[] = {
        {HTTP_GET, "/", "/", ERR_OK},
        {HTTP_HEAD, "/", "/", ERR_OK},
        {HTTP_POST, "/", NULL, ERR_METHOD},
        {HTTP_OTHER, "/", NULL, ERR_METHOD},
        {HTTP_OTHER, "/nowhere", NULL, ERR_METHOD},
        {HTTP_GET, "/r/abc", "/r/:circle", ERR_OK},
        {HTTP_POST, "/r/abc", "/r/:circle", ERR_OK},
        {HTTP_GET, "/r/new", "/r/new", ERR_OK},
        {HTTP_POST, "/r/new", "/r/:circle", ERR_OK},
        {HTTP_GET, "/r/abc/t/12", "/r/:circle/t/:talk", ERR_OK},
        {HTTP_GET, "/r/new/t/12", "/r/new/t/:talk", ERR_OK},
        {HTTP_GET, "/only/post", NULL, ERR_METHOD},
        {HTTP_HEAD, "/only/post", NULL, ERR_METHOD},
        {HTTP_GET, "/r", NULL, ERR_NOT_FOUND},
        {HTTP_GET, "/r/", NULL, ERR_NOT_FOUND},
        {HTTP_GET, "/r/abc/", NULL, ERR_NOT_FOUND},
        {HTTP_GET, "/r/abc/t", NULL, ERR_NOT_FOUND},
        {HTTP_GET, "/R/abc", NULL, ERR_NOT_FOUND},
        {HTTP_GET, "/x/1/z", NULL, ERR_NOT_FOUND},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct req req = {.method = cases[i].method, .path = str_from_c(cases[i].path)};
        assert_int_equal(router_find(TABLES, 2, &req), cases[i].e);
        if (cases[i].pattern)
            assert_string_equal(req.route->path, cases[i].pattern);
        else
            assert_null(req.route);
    }
    struct req req = {.method = HTTP_GET, .path = STR("/r/ab c/t/12")};
    assert_ok(router_find(TABLES, 2, &req));
    assert_str(req.params[0], "ab c");
    assert_str(req.params[1], "12");
}

static void check_one(const void *route)
{
    struct route_table t = {route, 2};
    router_check(&t, 1);
}

static void router_refusing(void **state)
{
    (void)state;
    static const struct route right[2] = {GET("/a"), GET("/b")};
    assert_false(aborts(check_one, right));
    static const struct route wrong[][2] = {
        {GET("/a"), GET("/a")},
        {GET("/a/:x"), GET("/a/:y")},
        {GET("/a"), GET("b")},
        {GET("/a"), GET("/:1/:2/:3/:4/:5/:6/:7")},
        {GET("/a"), {HTTP_GET, "/b", NULL, WHO_UNSET, LANE_READ, NULL, handle_nothing, 0}},
        {GET("/a"), {HTTP_GET, "/b", NULL, WHO_ANYONE, LANE_UNSET, NULL, handle_nothing, 0}},
        {GET("/a"), {HTTP_GET, "/b", NULL, WHO_ANYONE, LANE_READ, NULL, NULL, 0}},
        {GET("/a"), {HTTP_POST, "/b", NULL, WHO_ANYONE, LANE_READ, NULL, handle_nothing, 0}},
        {GET("/a"), {HTTP_HEAD, "/b", NULL, WHO_ANYONE, LANE_READ, NULL, handle_nothing, 0}},
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_true(aborts(check_one, wrong[i]));
}

static void router_origins(void **state)
{
    (void)state;
    static const struct {
        const char *scheme, *host, *origin, *site;
        bool fine;
    } cases[] = {
        {"https", "a.org", "https://a.org", "same-origin", true},
        {"https", "a.org", "https://a.org", NULL, true},
        {"https", "a.org", NULL, NULL, true},
        {"https", "a.org", "null", NULL, true},
        {"https", "a.org", NULL, "none", true},
        {"http", "localhost:8080", "http://localhost:8080", "same-origin", true},
        {NULL, "a.org", "http://a.org", NULL, true},
        {"https", "x.onion", "http://x.onion", "same-origin", true},
        {"https", "a.org", "http://a.org", NULL, false},
        {"https", "a.org", "https://b.org", "same-origin", false},
        {"https", "a.org", "https://a.org.b.org", NULL, false},
        {"https", "a.org", "https://a.org:444", NULL, false},
        {"https", "a.org", "https://a.org", "same-site", false},
        {"https", "a.org", "https://a.org", "cross-site", false},
        {"https", "a.org", NULL, "cross-site", false},
        {"https", "a.org", "ftp://a.org", NULL, false},
        {"https", "a.org", "https:", NULL, false},
        {"https", "a.org", "", NULL, false},
        {"https", "", "https://", NULL, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct req req = {.scheme = str_from_c(cases[i].scheme),
                          .host = str_from_c(cases[i].host),
                          .origin = str_from_c(cases[i].origin),
                          .fetch_site = str_from_c(cases[i].site)};
        assert_int_equal(router_origin_ok(&req), cases[i].fine);
    }
}

static const char *header(const struct res_header *v, size_t n, const char *name)
{
    const char *found = NULL;
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(v[i].name, name) == 0) {
            assert_null(found); /* never twice */
            found = v[i].value;
        }
    return found;
}

/* Exactly these, in whatever order: a header that nobody intended fails too. */
static void expect_names(const struct res_header *v, size_t n, const char *const *extra, size_t m)
{
    static const char *const always[] = {
        "Content-Security-Policy",    "Referrer-Policy",
        "X-Content-Type-Options",     "X-Frame-Options",
        "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
        "Permissions-Policy",         "Cache-Control"};
    for (size_t i = 0; i < COUNT(always); i++)
        assert_non_null(header(v, n, always[i]));
    for (size_t i = 0; i < m; i++)
        assert_non_null(header(v, n, extra[i]));
    assert_int_equal(n, COUNT(always) + m);
}

static const int STATUSES[] = {200, 204, 303, 304, 400, 401, 403, 404, 405,
                               409, 410, 413, 414, 429, 431, 500, 503};

static void headers_of_every_answer(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    for (int kind = RES_PAGE; kind <= RES_PARK; kind++)
        for (size_t i = 0; i < COUNT(STATUSES); i++) {
            struct res res = {.kind = (enum res_kind)kind,
                              .status = STATUSES[i],
                              .body = STR("x"),
                              .location = STR("/a"),
                              .content_type = "text/css",
                              .file_name = "file.txt",
                              .etag = "abc"};
            bool empty = STATUSES[i] == 204 || STATUSES[i] == 304;
            bool fine = STATUSES[i] == 200 || STATUSES[i] == 304;
            bool file = kind == RES_STATIC || kind == RES_PUBLIC;
            const char *extra[8];
            size_t m = 0;
            if (!empty && kind != RES_REDIRECT && kind != RES_PARK)
                extra[m++] = "Content-Type";
            if (kind == RES_STATIC)
                extra[m++] = "Vary";
            if (file)
                extra[m++] = "ETag";
            if (kind == RES_DOWNLOAD)
                extra[m++] = "Content-Disposition";
            if (kind == RES_REDIRECT)
                extra[m++] = "Location";
            if (STATUSES[i] == 405)
                extra[m++] = "Allow";
            struct res_header v[RES_HEADERS_MAX];
            size_t n = res_headers(a, &res, TRANSPORT_PLAIN, v);
            expect_names(v, n, extra, m);
            const char *cache = header(v, n, "Cache-Control");
            assert_int_equal(strcmp(cache, "no-store") != 0, fine && file);
            assert_string_equal(header(v, n, "Content-Security-Policy"),
                                "default-src 'none'; style-src 'self'; script-src 'self'; "
                                "img-src 'self'; font-src 'self'; connect-src 'self'; "
                                "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
            n = res_headers(a, &res, TRANSPORT_TLS, v);
            extra[m++] = "Strict-Transport-Security";
            expect_names(v, n, extra, m);
        }
}

static void headers_in_detail(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct res_header v[RES_HEADERS_MAX];
    struct res res = {.kind = RES_PAGE, .status = 503, .retry_after = 5, .clear_site_data = true};
    res_cookie_set(&res, "__Host-s", STR("tok-en_1"), 0);
    size_t n = res_headers(a, &res, TRANSPORT_PLAIN, v);
    assert_string_equal(header(v, n, "Set-Cookie"),
                        "__Host-s=tok-en_1; Path=/; Secure; HttpOnly; SameSite=Strict");
    assert_string_equal(header(v, n, "Retry-After"), "5");
    assert_string_equal(header(v, n, "Clear-Site-Data"), "\"cache\", \"cookies\", \"storage\"");
    assert_string_equal(header(v, n, "Content-Type"), "text/html; charset=utf-8");

    res = (struct res){.kind = RES_STATIC, .status = 200, .content_type = "text/css", .gzip = true};
    n = res_headers(a, &res, TRANSPORT_PLAIN, v);
    assert_string_equal(header(v, n, "Cache-Control"), "public, max-age=31536000, immutable");
    assert_string_equal(header(v, n, "Content-Encoding"), "gzip");
    res_cookie_clear(&res, "__Host-s");
    n = res_headers(a, &res, TRANSPORT_PLAIN, v);
    assert_string_equal(header(v, n, "Cache-Control"), "no-store"); /* it sets a cookie */
    assert_string_equal(header(v, n, "Set-Cookie"),
                        "__Host-s=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");

    res = (struct res){0};
    res_redirect(&res, STR("/r/abc?x=1#last"));
    n = res_headers(a, &res, TRANSPORT_PLAIN, v);
    assert_int_equal(res.status, 303);
    assert_string_equal(header(v, n, "Location"), "/r/abc?x=1#last");

    res = (struct res){.kind = RES_DOWNLOAD,
                       .status = 200,
                       .content_type = "text/plain",
                       .file_name = "notes.txt"};
    n = res_headers(a, &res, TRANSPORT_PLAIN, v);
    assert_string_equal(header(v, n, "Content-Disposition"), "attachment; filename=\"notes.txt\"");
}

static void redirect_to(const void *path)
{
    struct res res = {0};
    res_redirect(&res, str_from_c(path));
}

static void cookie_named(const void *cookie)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct res_header v[RES_HEADERS_MAX];
    struct res res = {.kind = RES_PAGE, .status = 200, .ncookies = 1};
    res.cookies[0] = *(const struct res_cookie *)cookie;
    (void)res_headers(a, &res, TRANSPORT_PLAIN, v);
}

static void answers_that_are_bugs(void **state)
{
    (void)state;
    static const char *const paths[] = {"",        "a",       "//evil.example", "https://a",
                                        "/a\r\nX", "/\\evil", "/a b",           "/عون"};
    for (size_t i = 0; i < COUNT(paths); i++)
        assert_true(aborts(redirect_to, paths[i]));
    assert_false(aborts(redirect_to, "/"));
    static const struct res_cookie wrong[] = {{"s", S("x"), COOKIE_SET, 0},
                                              {"__Host-s", S("a;b"), COOKIE_SET, 0},
                                              {"__Host-s", S("a\r\nb"), COOKIE_SET, 0},
                                              {"__Host-s=x;", S("a"), COOKIE_SET, 0}};
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_true(aborts(cookie_named, &wrong[i]));
}

static void size_classes(void **state)
{
    (void)state;
    static const size_t cases[][2] = {{0, 16},       {1, 16},      {16384, 16},  {16385, 32},
                                      {32768, 32},   {32769, 64},  {65537, 128}, {131072, 128},
                                      {131073, 256}, {262145, 384}};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(res_size_class(cases[i][0]), cases[i][1] * 1024);
    struct res res = {.kind = RES_PAGE, .status = 200, .body = STR("abc")};
    assert_int_equal(res_padding(&res), 16381);
    res.kind = RES_PART;
    assert_int_equal(res_padding(&res), 16381);
    res.status = 404;
    assert_int_equal(res_padding(&res), 16381);
    res.status = 204;
    assert_int_equal(res_padding(&res), 0);
    res = (struct res){.kind = RES_STATIC, .status = 200, .body = STR("abc")};
    assert_int_equal(res_padding(&res), 0);
}

static void revalidation(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        bool same;
    } cases[] = {{"\"abc\"", true}, {"W/\"abc\"", true}, {"\"x\", \"abc\"", true},
                 {"abc", false},    {"\"abcd\"", false}, {"", false},
                 {"\"", false},     {"*", false}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct res res = {.kind = RES_STATIC, .status = 200, .etag = "abc", .body = STR("x")};
        res_revalidate(&res, str_from_c(cases[i].header));
        assert_int_equal(res.status, cases[i].same ? 304 : 200);
        assert_int_equal(res.body.n, cases[i].same ? 0 : 1);
    }
    struct res page = {.kind = RES_PAGE, .status = 200, .etag = "abc"};
    res_revalidate(&page, STR("\"abc\""));
    assert_int_equal(page.status, 200);
}

/* The first and the last vector of the paper's appendix and of its reference code. */
static void rate_hash(void **state)
{
    (void)state;
    unsigned char key_bytes[16], in[15];
    for (size_t i = 0; i < 16; i++)
        key_bytes[i] = (unsigned char)i;
    for (size_t i = 0; i < 15; i++)
        in[i] = (unsigned char)i;
    uint64_t key[2];
    memcpy(key, key_bytes, sizeof key);
    assert_int_equal(rate_siphash(key, in, 0), 0x726fdb47dd0e0e31u);
    assert_int_equal(rate_siphash(key, in, 15), 0xa129ca6149be45e5u);
}

static uint64_t peer_v4(struct rate *r, uint32_t address)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(address)};
    return rate_peer(r, (struct sockaddr *)&in, sizeof in);
}

static uint64_t peer_v6(struct rate *r, const char *bytes)
{
    struct sockaddr_in6 in = {.sin6_family = AF_INET6};
    memcpy(&in.sin6_addr, bytes, 16);
    return rate_peer(r, (struct sockaddr *)&in, sizeof in);
}

static void rate_peers(void **state)
{
    (void)state;
    struct rate *r = rate_create();
    uint64_t one = peer_v4(r, 0x01020304), other = peer_v4(r, 0x01020305);
    assert_true(one != other && one != RATE_LOCAL);
    assert_int_equal(peer_v4(r, 0x01020304), one);
    assert_int_equal(peer_v4(r, 0x7F000001), RATE_LOCAL);
    assert_int_equal(peer_v6(r, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"), RATE_LOCAL);
    assert_int_equal(peer_v6(r, "\0\0\0\0\0\0\0\0\0\0\xff\xff\1\2\3\4"), one);
    uint64_t six = peer_v6(r, "\x20\1\0\0\0\0\0\1\0\0\0\0\0\0\0\1");
    assert_int_equal(peer_v6(r, "\x20\1\0\0\0\0\0\1\2\0\0\0\0\0\0\2"), six); /* one /64 */
    assert_true(peer_v6(r, "\x20\1\0\0\0\0\0\2\0\0\0\0\0\0\0\1") != six);
    struct sockaddr local = {.sa_family = AF_UNIX};
    assert_int_equal(rate_peer(r, &local, sizeof local.sa_family), RATE_LOCAL);
    rate_turn(r);
    assert_true(peer_v4(r, 0x01020304) != one); /* yesterday's number says nothing today */
    rate_destroy(r);
}

static int taken(struct rate *r, uint64_t peer, enum rate_kind kind, int64_t now_us, int tries)
{
    int n = 0;
    for (int i = 0; i < tries; i++)
        n += rate_take(r, peer, kind, now_us) == 0;
    return n;
}

static void rate_limits(void **state)
{
    (void)state;
    struct rate *r = rate_create();
    assert_int_equal(taken(r, 5, RATE_ORDINARY, 0, 200), 120);
    assert_int_equal(rate_take(r, 5, RATE_ORDINARY, 0), 1);
    assert_int_equal(taken(r, 6, RATE_ORDINARY, 0, 10), 10); /* a neighbour is not disturbed */
    assert_int_equal(taken(r, 5, RATE_ORDINARY, 1000000, 200), 30);
    assert_int_equal(taken(r, 5, RATE_ORDINARY, 3600000000, 200), 120);
    assert_int_equal(taken(r, 7, RATE_GUARDED, 0, 200), 20);
    assert_int_equal(rate_take(r, 7, RATE_GUARDED, 0), 3);
    assert_int_equal(taken(r, 7, RATE_ORDINARY, 0, 200), 100); /* guarded ones counted in both */
    assert_int_equal(taken(r, 7, RATE_GUARDED, 2000000, 200), 1);
    assert_int_equal(taken(r, RATE_LOCAL, RATE_GUARDED, 0, 1000), 1000);
    assert_int_equal(taken(r, RATE_LOCAL, RATE_ORDINARY, 0, 60000), 49000);
    /* More peers than the table has room for: still bounded, still everybody gets in. */
    for (uint64_t peer = 10; peer < 20000; peer++)
        assert_int_equal(rate_take(r, peer, RATE_ORDINARY, (int64_t)peer), 0);
    rate_destroy(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(path_decoding),
        cmocka_unit_test(cookie_decoding),
        cmocka_unit_test(body_decoding),
        cmocka_unit_test(field_kinds),
        cmocka_unit_test(form_required_and_rejected),
        cmocka_unit_test(router_finding),
        cmocka_unit_test(router_refusing),
        cmocka_unit_test(router_origins),
        cmocka_unit_test(headers_of_every_answer),
        cmocka_unit_test(headers_in_detail),
        cmocka_unit_test(answers_that_are_bugs),
        cmocka_unit_test(size_classes),
        cmocka_unit_test(revalidation),
        cmocka_unit_test(rate_hash),
        cmocka_unit_test(rate_peers),
        cmocka_unit_test(rate_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
