#include "ui/ui.h"

#include <string.h>

#include "base/test.h"

static struct str page(struct arena *a, const char *code, const struct form *f)
{
    const struct lang *l = lang_find(str_from_c(code));
    struct html h;
    html_init(&h, a, l);
    struct ui_page p;
    ui_page_init(&p, STR("A <b>"), l, UI_THEME_DARK);
    p.token = STR("tok\"en");
    view_ui_page_begin(&h, &p);
    view_ui_heading(&h, "Plain", STR("lead"));
    if (f) {
        view_ui_errors(&h, f);
        view_ui_fields(&h, f);
    }
    view_ui_page_end(&h, &p);
    struct str out;
    assert_ok(html_end(&h, &out));
    return out;
}

static bool has(struct str s, const char *what)
{
    return memmem(s.p, s.n, what, strlen(what)) != NULL;
}

static void assert_has(struct str s, const char *what)
{
    if (!has(s, what))
        fail_msg("no «%s» in:\n%.*s", what, (int)s.n, s.p);
}

static void frame(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct str s = page(a, "ar", NULL);
    assert_has(s, "<html lang=\"ar\" dir=\"rtl\" data-theme=\"dark\">");
    assert_has(s, "<title>A &lt;b&gt;</title>");
    assert_has(s, "action=\"/leave\"");
    assert_has(s, "value=\"tok&#34;en\"");
    assert_has(s, "خروج سريع");
    /* The way out comes before everything but the skip link. */
    const char *leave = memmem(s.p, s.n, "/leave", 6),
               *name = memmem(s.p, s.n, "class=\"name\"", 12);
    assert_true(leave && name && leave < name);
    assert_false(has(s, "style="));
    assert_has(page(a, "en", NULL), "<html lang=\"en\" dir=\"ltr\"");
}

static const struct form_choice CHOICES[] = {
    {"7", "Seven days", 7}, {"90", "Ninety days", 90}, {NULL}};
static const struct form_field FIELDS[] = {
    {.name = "name", .label = "Passphrase", .hint = "A year", .kind = FIELD_LINE, .max = 9},
    {.name = "secret", .label = "Passphrase", .kind = FIELD_SECRET, .max = 99, .required = true},
    {.name = "keep", .label = "Open", .kind = FIELD_CHOICE, .choices = CHOICES},
    {.name = "text", .label = "Mine", .kind = FIELD_TEXT, .max = 99},
    {.name = "safe", .label = "Begin", .kind = FIELD_FLAG},
    {.name = "go", .kind = FIELD_HIDDEN, .max = 9},
};
static const struct form_spec FORM = FORM_SPEC(FIELDS);

static void fields(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct form f;
    form_blank(&FORM, &f);
    assert_false(has(page(a, "en", &f), "class=\"errors\""));

    f.value[0] = STR("\"><i>");
    f.value[1] = STR("open sesame");
    f.value[2] = STR("90");
    f.value[3] = STR("a\nb");
    f.value[4] = STR("1");
    f.value[5] = STR("back");
    form_reject(&f, 0, "Yesterday");
    struct str s = page(a, "en", &f);
    assert_has(s, "href=\"#f-name\"");
    assert_has(s, "value=\"&#34;&gt;&lt;i&gt;\"");
    assert_has(s, "aria-describedby=\"f-name-hint f-name-error\"");
    assert_has(s, "id=\"f-name-error\">Yesterday<");
    assert_has(s, "type=\"password\"");
    assert_false(has(s, "sesame"));
    assert_has(s, "value=\"90\" checked");
    assert_false(has(s, "value=\"7\" checked"));
    assert_has(s, "a\nb</textarea>");
    assert_has(s, "value=\"1\" checked");
    assert_has(s, "type=\"hidden\" name=\"go\" value=\"back\"");
    assert_has(page(a, "ar", &f), "أمس");
}

static void people(void **state)
{
    (void)state;
    assert_str(ui_initial(STR("  نجمة")), "ن");
    assert_str(ui_initial(STR("e\xcc\x81té")), "e\xcc\x81");
    assert_str(ui_initial(STR("")), "·");
    for (unsigned i = 0; i < 256; i++) {
        char c = (char)i;
        assert_in_range(ui_hue(str_from(&c, 1)), 0, 5);
    }
}

static void guide(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    for (size_t i = 0; i < lang_count(); i++) {
        struct html h;
        html_init(&h, a, lang_at(i));
        struct ui_page p;
        ui_page_init(&p, STR("Courtyard"), lang_at(i), UI_THEME_AUTO);
        view_ui_guide(&h, &p);
        struct str s;
        assert_ok(html_end(&h, &s));
        assert_has(s, "dir=\"rtl\"");
        assert_has(s, "dir=\"ltr\"");
        assert_has(s, "class=\"secret code\"");
        assert_true(s.n < 32 * 1024);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frame),
        cmocka_unit_test(fields),
        cmocka_unit_test(people),
        cmocka_unit_test(guide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
