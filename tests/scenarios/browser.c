/* What a person does with a page. */
#include <string.h>

#include "base/buf.h"
#include "scenarios/world.h"

#define HOPS_MAX 6
#define PAIRS_MAX 24

struct pair {
    struct str name, value;
};

static struct arena *memory(const struct person *p)
{
    return p->w->arena;
}

/* The house's own words in the language of the page that is shown. */
static struct str translated(const struct person *p, const char *words)
{
    const struct lang *lang = NULL;
    for (size_t i = 0; i < p->page.n && !lang; i++)
        if (p->page.v[i].kind == NODE_START && str_eq_c(p->page.v[i].name, "html"))
            lang = lang_find(page_attr(&p->page.v[i], "lang"));
    return str_from_c(lang ? tr(lang, words) : words);
}

static bool holds(struct str s, struct str part)
{
    return part.n && s.n && memmem(s.p, s.n, part.p, part.n) != NULL;
}

/* Goes somewhere and on, as redirects say. */
static void go(struct person *p, struct errand e)
{
    struct str before = p->path;
    bool stays = p->stays;
    p->stays = false;
    person_ask(p, &e);
    for (int hops = 0; !stays && header(p, "Location").n; hops++) {
        if (hops == HOPS_MAX)
            person_stuck(p, HERE, "sent around in a circle");
        struct str to = header(p, "Location");
        const struct errand next = {.method = HTTP_GET,
                                    .path = str_slice(to, 0, str_find_char(to, '#'))};
        person_ask(p, &next);
    }
    p->before = before;
}

void person_visit(struct person *p, const char *path, const char *file, int line)
{
    (void)file;
    (void)line;
    go(p, (struct errand){HTTP_GET, str_copy(memory(p), str_from_c(path)), STR_NONE, true});
}

void person_back(struct person *p, const char *file, int line)
{
    if (!p->before.n)
        person_stuck(p, file, line, "there is nothing to go back to");
    go(p, (struct errand){HTTP_GET, p->before, STR_NONE, false});
}

/* ---- links */

enum likeness { SAME, HOLDS };

static bool link_is(const struct person *p, size_t at, const char *wanted, enum likeness how)
{
    const struct page_node *n = &p->page.v[at];
    if (n->kind != NODE_START || !str_eq_c(n->name, "a") || !page_attr(n, "href").n)
        return false;
    if (wanted[0] == '/')
        return str_starts(page_attr(n, "href"), str_from_c(wanted));
    struct str says = page_text(memory(p), &p->page, at, n->end);
    struct str literal = str_from_c(wanted), ours = translated(p, wanted);
    return how == SAME ? str_eq(says, literal) || str_eq(says, ours)
                       : holds(says, literal) || holds(says, ours);
}

static size_t find_link(const struct person *p, const char *wanted)
{
    for (int how = SAME; how <= HOLDS; how++)
        for (size_t i = p->beside; i < p->page.n; i++)
            if (link_is(p, i, wanted, (enum likeness)how))
                return i;
    return p->page.n;
}

void person_follow(struct person *p, const char *link, const char *file, int line)
{
    size_t at = find_link(p, link);
    if (at == p->page.n)
        person_stuck(p, file, line, "there is no link “%s”", link);
    struct str to = page_attr(&p->page.v[at], "href");
    to = str_slice(to, 0, str_find_char(to, '#'));
    if (!str_starts(to, STR("/")))
        person_stuck(p, file, line, "“%s” leads elsewhere: %" STR_FMT, link, STR_ARG(to));
    go(p, (struct errand){.method = HTTP_GET, .path = str_copy(memory(p), to)});
}

/* ---- forms */

static void encode(struct buf *b, struct str s)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && strchr("-._*", c));
        if (plain) {
            buf_add_char(b, (char)c);
        } else if (c == ' ') {
            buf_add_char(b, '+');
        } else {
            if (c == '\n' && (i == 0 || s.p[i - 1] != '\r'))
                buf_add_c(b, "%0D");
            buf_add_char(b, '%');
            buf_add_char(b, hex[c >> 4]);
            buf_add_char(b, hex[c & 15]);
        }
    }
}

static void encode_pair(struct buf *b, struct str name, struct str value)
{
    if (b->n)
        buf_add_char(b, '&');
    encode(b, name);
    buf_add_char(b, '=');
    encode(b, value);
}

static size_t take_pairs(va_list ap, struct pair out[PAIRS_MAX])
{
    size_t n = 0;
    for (const char *name; n < PAIRS_MAX && (name = va_arg(ap, const char *)); n++)
        out[n] = (struct pair){str_from_c(name), str_from_c(va_arg(ap, const char *))};
    return n;
}

static bool says(const struct person *p, size_t at, const char *wanted)
{
    struct str label = page_text(memory(p), &p->page, at, p->page.v[at].end);
    return str_eq_c(label, wanted) || str_eq(label, translated(p, wanted));
}

static bool is_element(const struct person *p, size_t at, const char *name)
{
    return p->page.v[at].kind == NODE_START && str_eq_c(p->page.v[at].name, name);
}

/* The form a button belongs to: the one it names, or the one around it. */
static size_t form_of(const struct person *p, size_t button)
{
    struct str named = page_attr(&p->page.v[button], "form");
    for (size_t i = 0; i < p->page.n; i++) {
        if (!is_element(p, i, "form"))
            continue;
        if (named.p ? str_eq(page_attr(&p->page.v[i], "id"), named)
                    : i < button && p->page.v[i].end > button)
            return i;
    }
    return p->page.n;
}

static void press(const struct person *p, size_t button, struct page_form *f)
{
    const struct page_node *n = &p->page.v[button];
    struct str name = page_attr(n, "name");
    if (page_attr(n, "formaction").n)
        f->action = page_attr(n, "formaction");
    if (name.n && !page_form_set(f, name, page_attr(n, "value")))
        f->v[f->n++] = (struct page_field){name, page_attr(n, "value"), SHAPE_BUTTON, true};
}

/* Does the element at `at` send the form that is wanted? Then reads it. */
static bool sends(const struct person *p, size_t at, const char *wanted, struct page_form *f)
{
    if (wanted[0] == '/') {
        if (!is_element(p, at, "form") ||
            !str_ends(page_attr(&p->page.v[at], "action"), str_from_c(wanted)))
            return false;
        page_form_read(memory(p), &p->page, at, f);
        return true;
    }
    if (!is_element(p, at, "button") || !says(p, at, wanted) || form_of(p, at) == p->page.n)
        return false;
    page_form_read(memory(p), &p->page, form_of(p, at), f);
    press(p, at, f);
    return true;
}

static bool fill_in(struct page_form *f, const struct pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!page_form_set(f, pairs[i].name, pairs[i].value))
            return false;
    return true;
}

static struct str form_body(struct arena *a, const struct page_form *f)
{
    struct buf b;
    struct str out = STR_NONE;
    buf_init(&b, a, 1024, 1 << 24);
    for (size_t i = 0; i < f->n; i++)
        if (f->v[i].on)
            encode_pair(&b, f->v[i].name, f->v[i].value);
    assert_ok(buf_end(&b, &out));
    return out;
}

void person_submit(struct person *p, const char *file, int line, const char *form, ...)
{
    struct pair pairs[PAIRS_MAX];
    va_list ap;
    va_start(ap, form);
    size_t n = take_pairs(ap, pairs);
    va_end(ap);
    bool there = false;
    for (size_t i = p->beside; i < p->page.n; i++) {
        struct page_form f;
        if (!sends(p, i, form, &f))
            continue;
        there = true;
        if (!fill_in(&f, pairs, n))
            continue;
        go(p, (struct errand){HTTP_POST, f.action, form_body(memory(p), &f), false});
        return;
    }
    person_stuck(p, file, line,
                 there ? "the form “%s” has no such field or choice" : "there is no form “%s”",
                 form);
}

void person_post(struct person *p, const char *file, int line, const char *path, ...)
{
    struct pair pairs[PAIRS_MAX];
    struct buf b;
    struct str body = STR_NONE;
    va_list ap;
    (void)file;
    (void)line;
    va_start(ap, path);
    size_t n = take_pairs(ap, pairs);
    va_end(ap);
    buf_init(&b, memory(p), 1024, 1 << 24);
    for (size_t i = 0; i < n; i++)
        encode_pair(&b, pairs[i].name, pairs[i].value);
    assert_ok(buf_end(&b, &body));
    go(p, (struct errand){HTTP_POST, str_copy(memory(p), str_from_c(path)), body, false});
}

/* ---- looking */

/* The innermost element of that name around `at`; p->page.n when there is none. */
static size_t around(const struct person *p, size_t at, const char *name)
{
    for (size_t i = at; i > 0; i--)
        if (is_element(p, i, name) && p->page.v[i].end > at)
            return i;
    return p->page.n;
}

void person_beside(struct person *p, const char *words, const char *file, int line)
{
    size_t at = page_find_text(memory(p), &p->page, 0, str_from_c(words));
    if (at == p->page.n)
        at = page_find_text(memory(p), &p->page, 0, translated(p, words));
    if (at == p->page.n)
        person_stuck(p, file, line, "“%s” stands nowhere", words);
    static const char *const wholes[] = {"article", "li", "section"};
    p->beside = p->page.n;
    for (size_t i = 0; i < sizeof wholes / sizeof wholes[0] && p->beside == p->page.n; i++)
        p->beside = around(p, at, wholes[i]);
    if (p->beside == p->page.n)
        p->beside = at;
}

void person_sees(struct person *p, const char *words, bool wanted, const char *file, int line)
{
    struct str literal = page_squeeze(memory(p), str_from_c(words));
    struct str ours = page_squeeze(memory(p), translated(p, words));
    bool there = holds(p->page.text, literal) || holds(p->page.text, ours);
    if (there != wanted)
        person_stuck(p, file, line, wanted ? "does not see “%s”" : "should not see “%s”", words);
}

struct str field(const struct person *p, const char *name)
{
    for (size_t i = 0; i < p->page.n; i++) {
        struct page_form f;
        if (!is_element(p, i, "form"))
            continue;
        page_form_read(memory(p), &p->page, i, &f);
        if (str_eq_c(f.action, "/leave"))
            continue;
        for (size_t j = 0; j < f.n; j++)
            if (str_eq_c(f.v[j].name, name) && f.v[j].on)
                return f.v[j].value;
    }
    return STR_NONE;
}

void person_finds_written(struct person *p, const char *name, const char *words, const char *file,
                          int line)
{
    struct str value = field(p, name);
    if (!str_eq_c(value, words))
        person_stuck(p, file, line, "“%s” holds “%" STR_FMT "”, not “%s”", name, STR_ARG(value),
                     words);
}

static bool has_class(const struct page_node *n, const char *class)
{
    struct str rest = page_attr(n, "class");
    while (rest.n)
        if (str_eq_c(str_cut(&rest, ' '), class))
            return true;
    return false;
}

struct str element(const struct person *p, const char *class)
{
    for (size_t i = p->beside; i < p->page.n; i++)
        if (p->page.v[i].kind == NODE_START && has_class(&p->page.v[i], class))
            return page_text(memory(p), &p->page, i, p->page.v[i].end);
    return STR_NONE;
}

bool offered(const struct person *p, const char *wanted)
{
    if (find_link(p, wanted) < p->page.n)
        return true;
    for (size_t i = p->beside; i < p->page.n; i++) {
        struct page_form f;
        if (sends(p, i, wanted, &f))
            return true;
    }
    return false;
}

void person_is_answered(struct person *p, int status, const char *file, int line)
{
    if (p->status != status)
        person_stuck(p, file, line, "is not answered with %d", status);
}

void person_is_at(struct person *p, const char *prefix, const char *file, int line)
{
    if (!str_starts(p->path, str_from_c(prefix)))
        person_stuck(p, file, line, "is not at %s", prefix);
}
