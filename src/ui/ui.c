#include "ui/ui.h"

#include "ui/field.html.h"

#define HUES 6
#define RADIOS_MAX 5 /* more choices than this are a select */

void ui_page_init(struct ui_page *p, struct str name, const struct lang *lang, enum ui_theme theme)
{
    *p = (struct ui_page){.name = name,
                          .code = lang_code(lang),
                          .dir = lang_dir(lang),
                          .scripts = true,
                          .home = {STR("/")},
                          .here = {STR("/")}};
    switch (theme) {
    case UI_THEME_AUTO:
        break;
    case UI_THEME_LIGHT:
        p->theme = "light";
        break;
    case UI_THEME_DARK:
        p->theme = "dark";
        break;
    }
}

struct str ui_text(struct str s)
{
    return s;
}

int ui_hue(struct str random)
{
    unsigned sum = 0;
    for (size_t i = 0; i < random.n; i++)
        sum = sum * 31 + (unsigned char)random.p[i];
    return (int)(sum % HUES);
}

/* Marks above and below a letter: Latin, and the Arabic vowel signs. */
static bool is_mark(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x610 && c <= 0x61a) || (c >= 0x64b && c <= 0x65f) ||
           c == 0x670;
}

struct str ui_initial(struct str name)
{
    name = str_trim(name);
    if (name.n == 0)
        return STR("·");
    size_t end = 0;
    str_utf8_next(name, &end);
    for (size_t next = end; next < name.n; end = next)
        if (!is_mark(str_utf8_next(name, &next)))
            break;
    return str_slice(name, 0, end);
}

void ui_person_init(struct ui_person *p, struct str name, struct str pronouns, struct str random)
{
    *p = (struct ui_person){name, pronouns, ui_initial(name), ui_hue(random)};
}

/* What is wrong with field i, translated; NULL when nothing is. */
static const char *said_of(const struct html *h, const struct form *f, size_t i)
{
    if (f->problem[i] == FIELD_IS_NONE)
        return NULL;
    return tr(h->lang, f->said[i] ? f->said[i] : form_problem_text(f->problem[i]));
}

static const char *shape_class(enum ui_shape shape)
{
    switch (shape) {
    case UI_PLAIN:
        break;
    case UI_SHORT:
        return " short";
    case UI_CODE:
        return " code";
    }
    return "";
}

static struct str field_id(struct html *h, const struct form_field *spec)
{
    return str_fmt(h->arena, "f-%s", spec->name);
}

static void fill_options(struct html *h, const struct form *f, size_t i, struct ui_field *out)
{
    const struct form_choice *choices = f->spec->fields[i].choices;
    size_t n = 0;
    while (choices[n].value)
        n++;
    struct ui_option *options = ARENA_ARRAY(h->arena, struct ui_option, n);
    for (size_t k = 0; k < n; k++)
        options[k] = (struct ui_option){
            .value = choices[k].value,
            .label = tr(h->lang, choices[k].label),
            /* the first carries the field's own id: the summary of mistakes leads there */
            .id = k == 0 ? out->id : str_fmt(h->arena, "%" STR_FMT "-%zu", STR_ARG(out->id), k),
            .chosen = str_eq_c(f->value[i], choices[k].value)};
    out->options = options;
    out->noptions = n;
}

static struct ui_field fill(struct html *h, const struct form *f, size_t i, struct ui_look look)
{
    const struct form_field *spec = &f->spec->fields[i];
    struct ui_field out = {
        .name = spec->name,
        .label = spec->label ? tr(h->lang, spec->label) : "",
        .hint = spec->hint ? tr(h->lang, spec->hint) : NULL,
        .error = said_of(h, f, i),
        .id = field_id(h, spec),
        .value = f->value[i],
        .type = "text",
        .shape = shape_class(look.shape),
        .autocomplete = look.autocomplete ? look.autocomplete : "off",
        .required = spec->required,
        .checked = f->value[i].n > 0,
        .rows = look.rows ? look.rows : 4,
    };
    out.hint_id = str_fmt(h->arena, "%" STR_FMT "-hint", STR_ARG(out.id));
    out.error_id = str_fmt(h->arena, "%" STR_FMT "-error", STR_ARG(out.id));
    if (out.hint && out.error)
        out.described = str_fmt(h->arena, "%" STR_FMT " %" STR_FMT, STR_ARG(out.hint_id),
                                STR_ARG(out.error_id));
    else if (out.hint || out.error)
        out.described = out.hint ? out.hint_id : out.error_id;
    return out;
}

void view_ui_field_as(struct html *h, const struct form *f, size_t i, struct ui_look look)
{
    struct ui_field field = fill(h, f, i, look);
    switch (f->spec->fields[i].kind) {
    case FIELD_LINE:
        view_ui_field_line(h, &field);
        break;
    case FIELD_TEXT:
        view_ui_field_text(h, &field);
        break;
    case FIELD_SECRET:
        field.type = "password";
        field.value = STR_NONE;
        view_ui_field_line(h, &field);
        break;
    case FIELD_INT:
        field.inputmode = "numeric";
        if (look.shape == UI_PLAIN)
            field.shape = shape_class(UI_SHORT);
        view_ui_field_line(h, &field);
        break;
    case FIELD_CHOICE:
        fill_options(h, f, i, &field);
        if (field.noptions <= RADIOS_MAX)
            view_ui_field_radios(h, &field);
        else
            view_ui_field_select(h, &field);
        break;
    case FIELD_FLAG:
        view_ui_field_flag(h, &field);
        break;
    case FIELD_HIDDEN:
        view_ui_field_hidden(h, &field);
        break;
    }
}

static void fill_given(struct html *h, const struct ui_given *given, size_t n, struct ui_field *out)
{
    struct ui_option *options = ARENA_ARRAY(h->arena, struct ui_option, n);
    for (size_t k = 0; k < n; k++)
        options[k] = (struct ui_option){.value = str_to_c(h->arena, given[k].value),
                                        .label = str_to_c(h->arena, given[k].label),
                                        .chosen = str_eq(out->value, given[k].value)};
    out->options = options;
    out->noptions = n;
}

void view_ui_field_given(struct html *h, const struct form *f, size_t i,
                         const struct ui_given *given, size_t n)
{
    struct ui_field field = fill(h, f, i, (struct ui_look){.shape = UI_PLAIN});
    fill_given(h, given, n, &field);
    view_ui_field_select(h, &field);
}

void view_ui_field_suggest(struct html *h, const struct form *f, size_t i,
                           const struct ui_given *given, size_t n)
{
    struct ui_field field = fill(h, f, i, (struct ui_look){.shape = UI_PLAIN});
    fill_given(h, given, n, &field);
    if (n != 0)
        field.list = str_fmt(h->arena, "%" STR_FMT "-list", STR_ARG(field.id));
    view_ui_field_line(h, &field);
}

void view_ui_field(struct html *h, const struct form *f, size_t i)
{
    view_ui_field_as(h, f, i, (struct ui_look){.shape = UI_PLAIN});
}

void view_ui_fields(struct html *h, const struct form *f)
{
    for (size_t i = 0; i < f->spec->n; i++)
        view_ui_field(h, f, i);
}

void view_ui_errors(struct html *h, const struct form *f)
{
    struct ui_mistake mistakes[FORM_FIELDS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < f->spec->n; i++) {
        const struct form_field *spec = &f->spec->fields[i];
        const char *said = said_of(h, f, i);
        if (!said)
            continue;
        struct url here = {STR_NONE};
        mistakes[n++] = (struct ui_mistake){.label = spec->label ? tr(h->lang, spec->label) : "",
                                            .said = said,
                                            .to = url_anchor(h->arena, here, field_id(h, spec))};
    }
    if (n > 0)
        view_ui_mistakes(h, mistakes, n);
}
