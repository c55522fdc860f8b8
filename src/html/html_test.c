#include "html/html.h"

#include <string.h>

#include "base/rand.h"
#include "base/test.h"
#include "html/static.h"
#include "i18n/i18n.h"
#include "sample.html.h"

static struct html page(struct arena *a)
{
    struct html h;
    html_init(&h, a, lang_find(STR("en")));
    return h;
}

static struct str end(struct html *h)
{
    struct str s;
    assert_ok(html_end(h, &s));
    return s;
}

static void text_is_escaped(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct html h = page(a);
    html_put(&h, STR("a & b < c > d \" e ' f, a long tail with nothing in it <"));
    html_put(&h, "");
    html_put(&h, STR_NONE);
    html_put(&h, -12);
    html_put(&h, INT64_MIN);
    html_put(&h, ((struct html_safe){STR("<br>")}));
    html_put_attr(&h, "\"");
    assert_str(end(&h), "a &amp; b &lt; c &gt; d &#34; e &#39; f, a long tail with nothing in it "
                        "&lt;-12-9223372036854775808<br>&#34;");
}

/* Any bytes: no special character is left, and undoing the escapes gives the bytes back. */
static void escape_is_complete(void **state)
{
    (void)state;
    static const char ODD[] = "&<>\"';%=!?\x80\xff #";
    struct rng r = {42};
    for (int round = 0; round < 2000; round++) {
        ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
        char in[200], back[200];
        size_t n = rng_below(&r, sizeof in), m = 0;
        for (size_t i = 0; i < n; i++)
            in[i] = rng_below(&r, 8) ? (char)rng_next(&r) : ODD[rng_below(&r, sizeof ODD - 1)];
        struct html h = page(a);
        html_put_text(&h, str_from(in, n));
        struct str s = end(&h);
        for (size_t i = 0; i < s.n; m++) {
            static const char *const NAMES[] = {"&amp;", "&lt;", "&gt;", "&#34;", "&#39;"};
            assert_null(memchr("<>\"'", s.p[i], 4));
            back[m] = s.p[i];
            size_t used = 1;
            for (size_t k = 0; k < 5 && s.p[i] == '&'; k++) {
                if (str_starts(str_slice(s, i, s.n), str_from_c(NAMES[k]))) {
                    back[m] = "&<>\"'"[k];
                    used = strlen(NAMES[k]);
                }
            }
            assert_true(s.p[i] != '&' || used > 1);
            i += used;
        }
        assert_int_equal(m, n);
        assert_memory_equal(in, back, n);
    }
}

static void page_is_bounded(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct html h = page(a);
    char *big = arena_alloc(a, 1 << 20);
    memset(big, '<', 1 << 20);
    html_put_text(&h, str_from(big, 1 << 20));
    html_put_text(&h, str_from(big, 1 << 20));
    html_put_text(&h, str_from(big, 1 << 20));
    struct str s;
    assert_err(html_end(&h, &s), TOO_LARGE);
}

static void path_is_encoded(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    assert_str(url_path(a, "/r/%s/t/%d?q=%s", "a/b c", -7, "&x=1#\xd8\xb9").s,
               "/r/a%2Fb%20c/t/-7?q=%26x%3D1%23%D8%B9");
    assert_str(url_path(a, "/%s/%s", "", "evil.example").s, "/-/evil.example");
    assert_str(url_path(a, "/%s/%s", "..", ".").s, "/-/-");
    assert_str(url_path(a, "/%" STR_FMT "/%zu%%", STR_ARG(STR("x\"y")), (size_t)9).s, "/x%22y/9%");
    assert_str(url_path(a, "/%u/%ld/%lu/%lld/%llu", 1u, -2L, 3ul, -4LL, 5ull).s, "/1/-2/3/-4/5");
    assert_str(url_path(a, "/").s, "/");
    assert_str(url_anchor(a, url_path(a, "/x"), STR("p 1\"")).s, "/x#p%201%22");
}

static bool external(const char *text)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct url u;
    return url_external(a, str_from_c(text), &u);
}

static void external_is_checked(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    static const char *const GOOD[] = {"http://example.org", "https://example.org:8443/a?b=c#d",
                                       "https://\xd8\xb9.example/", "mailto:help@example.org",
                                       "tel:+961-1-234-567"};
    static const char *const BAD[] = {"",
                                      "javascript:alert(1)",
                                      "JaVaScRiPt:alert(1)",
                                      " javascript:alert(1)",
                                      " https://a.b",
                                      "java\tscript:alert(1)",
                                      "data:text/html,x",
                                      "DATA:text/html,x",
                                      "vbscript:x",
                                      "https://a.b/\n",
                                      "https://a.b/ c",
                                      "https://a.b/\x01",
                                      "https://a.b/\xc2\x85",
                                      "https://a.b/\xe2\x80\xae",
                                      "//a.b",
                                      "/a",
                                      "a.b",
                                      "https:",
                                      "https://",
                                      "https:///x",
                                      "https:a.b",
                                      "https://user@a.b",
                                      "https://user:pw@a.b",
                                      "https://a.b:0",
                                      "https://a.b:99999",
                                      "https://a.b\\c",
                                      "https://a.b/\"x",
                                      "https://a.b/<",
                                      "https://a.b/\xff",
                                      "file:///etc",
                                      "mailto:x",
                                      "mailto:@a",
                                      "mailto:a@b?cc=c@d",
                                      "tel:",
                                      "tel:abc",
                                      "ftp://a.b",
                                      "blob:https://a"};
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++)
        assert_true(external(GOOD[i]));
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (external(BAD[i]))
            fail_msg("accepted: %s", BAD[i]);
    struct url u;
    assert_true(url_external(a, STR("HTTPS://Example.org/A"), &u));
    assert_str(u.s, "https://Example.org/A");
}

static void static_files_are_found(void **state)
{
    (void)state;
    struct url u = url_static("style.css");
    assert_true(str_starts(u.s, STR("/s/style.")) && str_ends(u.s, STR(".css")));
    assert_int_equal(u.s.n, strlen("/s/style.12345678.css"));
    const struct html_static *f = html_static_find(u.s);
    assert_non_null(f);
    assert_str(f->name, "style.css");
    assert_str(f->type, "text/css; charset=utf-8");
    assert_int_equal(f->etag.n, 18);
    assert_true(f->bytes.n > 0);
    assert_true(f->gzip.n == 0 || (f->gzip.p[0] == 0x1f && f->gzip.n < f->bytes.n));
    assert_null(html_static_find(STR("/s/style.css")));
    assert_null(html_static_find(STR("style.css")));
    assert_ptr_equal(html_static_named(STR("style.css")), f);
}

static const struct sample_tag TAGS[] = {{{"<x>", 3}, true}, {{"y", 1}, false}};

static struct sample sample(void)
{
    return (struct sample){.name = STR("\nO'<\"&\">"),
                           .note = "\"'&",
                           .url = {STR("/x?a=1&b='2'")},
                           .body = {STR("<b>B</b>")},
                           .count = 2,
                           .tags = TAGS,
                           .ntags = 2};
}

static void view_writes_what_it_says(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct html h = page(a);
    struct sample s = sample();
    view_sample_page(&h, &s);
#define NAME "\nO&#39;&lt;&#34;&amp;&#34;&gt;"
    assert_str(end(&h),
               "<p class=\"a " NAME "\" title='&#34;&#39;&amp;'>Hello, " NAME "!\n<b>2</b>\n"
               "<i>Kept by " NAME "</i></p>"
               "<a href=\"/x?a=1&amp;b=&#39;2&#39;\"><b>B</b></a>\n"
               "<ul><li class=\"chosen\">&lt;x&gt;</li><li>y</li></ul>"
               "<pre>\n  kept  as\n it is</pre>"
               "<textarea name=\"t\">\n" NAME "</textarea>\n"
               "<b>more</b>\n"
               "<input value=\"&#34;&#39;&amp;\" checked>\n"
               "<form action=\"/x?a=1&amp;b=&#39;2&#39;\"><button class=\"icon-save\">Save</button>"
               "</form>");
#undef NAME
}

static void views_open_and_close(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct html h = page(a);
    view_sample_begin(&h, "<");
    view_sample_tags(&h, NULL, 0);
    view_sample_end(&h);
    assert_str(end(&h),
               "<!doctype html><html><head><title>&lt;</title></head><body><ul></ul></body>"
               "</html>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),          cmocka_unit_test(escape_is_complete),
        cmocka_unit_test(page_is_bounded),          cmocka_unit_test(path_is_encoded),
        cmocka_unit_test(external_is_checked),      cmocka_unit_test(static_files_are_found),
        cmocka_unit_test(view_writes_what_it_says), cmocka_unit_test(views_open_and_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
