#include <string.h>

#include "base/rand.h"
#include "base/test.h"
#include "html/markdown.h"

static void renders(const char *in, const char *want)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct html_safe got = html_markdown(a, str_from_c(in));
    assert_string_equal(str_to_c(a, got.s), want);
}

#define P "<p dir=\"auto\">"

static void markup_is_rendered(void **state)
{
    (void)state;
    renders("", "");
    renders("hello", P "hello</p>");
    renders("one\ntwo\n\n\nthree\n", P "one<br>two</p>" P "three</p>");
    renders("*a* **b** `c<d`", P "<em>a</em> <strong>b</strong> <code>c&lt;d</code></p>");
    renders("# Title\n\ntext", P "<strong>Title</strong></p>" P "text</p>");
    renders("- a\n- b", "<ul dir=\"auto\"><li>a</li><li>b</li></ul>");
    renders("3. a\n4. b", "<ol dir=\"auto\" start=\"3\"><li>a</li><li>b</li></ol>");
    renders("> said\n> so", "<blockquote dir=\"auto\"><p>said<br>so</p></blockquote>");
    renders("```\na <b>\nc\n```", P "<code>a &lt;b&gt;<br>c<br></code></p>");
    renders("a\n\n* * *\n\nb", P "a</p>" P "* * *</p>" P "b</p>");
}

static void nothing_can_be_followed(void **state)
{
    (void)state;
    renders("[here](https://a.example/?x=\"y\")",
            P "here (<bdi>https://a.example/?x=&#34;y&#34;</bdi>)</p>");
    renders("<https://a.example>", P "https://a.example</p>");
    renders("[x](javascript:alert(1))", P "x (<bdi>javascript:alert(1)</bdi>)</p>");
    renders("![a **cat**](x.png)", P "a cat</p>");
    renders("<script>alert(1)</script>", P "&lt;script&gt;alert(1)&lt;/script&gt;</p>");
    renders("a <b onclick='x'>b</b> &amp; &copy;",
            P "a &lt;b onclick=&#39;x&#39;&gt;b&lt;/b&gt; &amp;amp; &amp;copy;</p>");
}

static const char *const TAGS[] = {"p",  "br",     "ul",         "ol",   "li",
                                   "em", "strong", "blockquote", "code", "bdi"};

/* Only allowed tags, closed in the order they were opened, with the attributes we write. */
static void check_tags(struct str s)
{
    struct str open[128];
    size_t depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        assert_true(s.p[i] != '>' && s.p[i] != '\'');
        if (s.p[i] != '<')
            continue;
        struct str tag = str_slice(s, i + 1, i + 1 + str_find_char(str_slice(s, i + 1, s.n), '>'));
        i += tag.n + 1;
        assert_true(i < s.n);
        struct str attrs = tag, name = str_cut(&attrs, ' ');
        bool closing = name.n && name.p[0] == '/', known = false;
        name = str_slice(name, closing, name.n);
        for (size_t k = 0; k < sizeof TAGS / sizeof *TAGS; k++)
            known = known || str_eq_c(name, TAGS[k]);
        assert_true(known);
        assert_true(attrs.n == 0 || str_starts(attrs, STR("dir=\"auto\"")) ||
                    str_starts(attrs, STR("start=\"")));
        if (str_eq_c(name, "br"))
            continue;
        if (closing) {
            assert_true(depth > 0 && str_eq(open[depth - 1], name));
            depth--;
        } else {
            assert_true(depth < 128);
            open[depth++] = name;
        }
    }
    assert_int_equal(depth, 0);
}

static void only_our_tags_come_out(void **state)
{
    (void)state;
    static const char *const PARTS[] = {"*",
                                        "**",
                                        "_",
                                        "`",
                                        "```\n",
                                        "# ",
                                        "> ",
                                        "- ",
                                        "1. ",
                                        "\n",
                                        "\n\n",
                                        "[",
                                        "](",
                                        ")",
                                        "![",
                                        "<",
                                        ">",
                                        "<b>",
                                        "</p>",
                                        "&lt;",
                                        "<!--",
                                        "-->",
                                        "\\",
                                        "a",
                                        "b c",
                                        "\"'&",
                                        "    ",
                                        "\t",
                                        "===",
                                        "<script>",
                                        "x",
                                        "[r]: u\n",
                                        "[r]",
                                        "~~",
                                        "|",
                                        "---",
                                        "<a href=\"x\">",
                                        "\xd8\xb9",
                                        "<https://x.y>"};
    struct rng r = {7};
    for (int round = 0; round < 3000; round++) {
        ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
        struct buf b;
        buf_init(&b, a, 256, 4096);
        for (size_t n = rng_below(&r, 40); n > 0; n--) {
            buf_add_c(&b, PARTS[rng_below(&r, sizeof PARTS / sizeof *PARTS)]);
            if (rng_below(&r, 12) == 0)
                buf_add_char(&b, (char)rng_next(&r));
        }
        struct str in;
        assert_ok(buf_end(&b, &in));
        check_tags(html_markdown(a, in).s);
        check_tags(html_markdown_plain(a, in).s);
    }
}

/* The quick way for text without markup gives what md4c gives. */
static void plain_way_is_the_same(void **state)
{
    (void)state;
    static const char CHARS[] = "abc ,.'\"()5-+!&=#~>;\n\n \t:";
    struct rng r = {9};
    unsigned plain = 0;
    for (int round = 0; round < 6000; round++) {
        ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
        char in[60];
        size_t n = rng_below(&r, sizeof in);
        for (size_t i = 0; i < n; i++)
            in[i] = CHARS[rng_below(&r, sizeof CHARS - 1)];
        struct str full = html_markdown_full(a, str_from(in, n)).s;
        struct str got = html_markdown(a, str_from(in, n)).s;
        if (!str_eq(full, got))
            fail_msg("'%.*s'\n%.*s\n%.*s", (int)n, in, STR_ARG(full), STR_ARG(got));
        plain += str_eq(full, html_markdown_plain(a, str_from(in, n)).s);
    }
    assert_true(plain > 500);
}

static void hostile_text_is_bounded(void **state)
{
    (void)state;
    static const char *const UNITS[] = {"> ",   "- ",   "*",    "[", "![", "`",   "<",
                                        "**a ", "[a](", "_a_ ", "&", "\n", "1. ", "> - "};
    for (size_t u = 0; u < sizeof UNITS / sizeof *UNITS; u++) {
        ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
        struct buf b;
        buf_init(&b, a, 1 << 16, 1 << 20);
        while (b.n + 8 < HTML_MARKDOWN_MAX)
            buf_add_c(&b, UNITS[u]);
        struct str in;
        assert_ok(buf_end(&b, &in));
        struct str out = html_markdown(a, in).s;
        assert_true(out.n > 0 || UNITS[u][0] == '\n' || UNITS[u][0] == '[');
        check_tags(out);
        assert_true(out.n <= 24 * in.n + 64);
    }
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    char *big = arena_alloc(a, HTML_MARKDOWN_MAX + 1);
    memset(big, '*', HTML_MARKDOWN_MAX + 1);
    struct str out = html_markdown(a, str_from(big, HTML_MARKDOWN_MAX + 1)).s;
    assert_int_equal(out.n, HTML_MARKDOWN_MAX + 1 + strlen(P "</p>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_is_rendered),      cmocka_unit_test(nothing_can_be_followed),
        cmocka_unit_test(only_our_tags_come_out),  cmocka_unit_test(plain_way_is_the_same),
        cmocka_unit_test(hostile_text_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
