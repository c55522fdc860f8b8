#include "scenarios/page.h"

#include <string.h>

#include "base/buf.h"

#define ATTRS_MAX 24
#define DEPTH_MAX 100

struct reader {
    struct arena *a;
    struct str html;
    size_t at;
    struct page *page;
    size_t open[DEPTH_MAX]; /* elements that are not closed yet */
    size_t depth;
};

static bool fail_at(struct reader *r, const char *what)
{
    if (!r->page->fault) {
        r->page->fault = what;
        r->page->fault_at = r->at;
    }
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

static bool is_void(struct str name)
{
    static const char *const names[] = {"meta", "link", "input", "br", "img", "hr", "use"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_eq_c(name, names[i]))
            return true;
    return false;
}

/* ---- texts */

static void put_utf8(struct buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_add_char(b, (char)c);
    } else if (c < 0x800) {
        buf_add_char(b, (char)(0xC0 | c >> 6));
        buf_add_char(b, (char)(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        buf_add_char(b, (char)(0xE0 | c >> 12));
        buf_add_char(b, (char)(0x80 | (c >> 6 & 0x3F)));
        buf_add_char(b, (char)(0x80 | (c & 0x3F)));
    } else {
        buf_add_char(b, (char)(0xF0 | c >> 18));
        buf_add_char(b, (char)(0x80 | (c >> 12 & 0x3F)));
        buf_add_char(b, (char)(0x80 | (c >> 6 & 0x3F)));
        buf_add_char(b, (char)(0x80 | (c & 0x3F)));
    }
}

/* The character that `name` (between & and ;) stands for; 0 for one we do not write. */
static uint32_t entity(struct str name)
{
    static const struct {
        const char *name;
        uint32_t c;
    } known[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"nbsp", 0xA0}};
    uint64_t n;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_eq_c(name, known[i].name))
            return known[i].c;
    if (name.n > 1 && name.p[0] == '#' && str_to_u64(str_slice(name, 1, name.n), &n) &&
        n < 0x110000)
        return (uint32_t)n;
    return 0;
}

static struct str decoded(struct reader *r, struct str raw)
{
    struct buf b;
    struct str out = STR_NONE;
    buf_init(&b, r->a, raw.n + 8, raw.n + 8);
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] == '<' || raw.p[i] == '>')
            fail_at(r, "an angle bracket that is not escaped");
        if (raw.p[i] != '&') {
            buf_add_char(&b, raw.p[i]);
            continue;
        }
        struct str rest = str_slice(raw, i + 1, raw.n), name = str_cut(&rest, ';');
        uint32_t c = rest.p ? entity(name) : 0;
        if (c == 0)
            fail_at(r, "an ampersand that is not escaped");
        put_utf8(&b, c ? c : '&');
        i += c ? name.n + 1 : 0;
    }
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

/* A page has at most a text and a tag for every angle bracket. */
static struct page_node *node_add(struct reader *r, enum page_node_kind kind)
{
    struct page_node *n = &r->page->v[r->page->n++];
    *n = (struct page_node){.kind = kind};
    return n;
}

/* ---- tags */

static struct str take_name(struct reader *r)
{
    size_t from = r->at;
    while (r->at < r->html.n && is_name(r->html.p[r->at]))
        r->at++;
    return str_slice(r->html, from, r->at);
}

static void skip_spaces(struct reader *r)
{
    while (r->at < r->html.n && is_space(r->html.p[r->at]))
        r->at++;
}

static char peek(const struct reader *r)
{
    return r->at < r->html.n ? r->html.p[r->at] : '\0';
}

static bool id_is_new(const struct reader *r, struct str id)
{
    for (size_t i = 0; i < r->page->n; i++)
        for (size_t j = 0; j < r->page->v[i].nattrs; j++)
            if (str_eq_c(r->page->v[i].attrs[j].name, "id") &&
                str_eq(r->page->v[i].attrs[j].value, id))
                return false;
    return true;
}

static bool take_attr(struct reader *r, struct page_attr *attrs, size_t *n)
{
    struct page_attr x = {take_name(r), STR("")};
    if (x.name.n == 0)
        return fail_at(r, "an attribute without a name");
    if (peek(r) == '=') {
        r->at++;
        if (peek(r) != '"')
            return fail_at(r, "an attribute without quotes");
        struct str rest = str_slice(r->html, r->at + 1, r->html.n);
        size_t len = str_find_char(rest, '"');
        x.value = decoded(r, str_slice(rest, 0, len));
        r->at += len + 2;
    }
    for (size_t i = 0; i < *n; i++)
        if (str_eq(attrs[i].name, x.name))
            return fail_at(r, "the same attribute twice");
    if (str_eq_c(x.name, "id") && !id_is_new(r, x.value))
        return fail_at(r, "the same id twice");
    if (str_starts(x.name, STR("on")) || str_eq_c(x.name, "style"))
        return fail_at(r, "a script or style inside the page");
    if (*n == ATTRS_MAX)
        return fail_at(r, "too many attributes");
    attrs[(*n)++] = x;
    char next = peek(r);
    return is_space(next) || next == '>' || next == '/' ||
           fail_at(r, "a quote that is not escaped");
}

static bool take_start(struct reader *r)
{
    struct page_attr attrs[ATTRS_MAX];
    size_t nattrs = 0;
    struct str name = take_name(r);
    if (name.n == 0)
        return fail_at(r, "an angle bracket that is not escaped");
    for (skip_spaces(r); peek(r) != '>' && peek(r) != '/'; skip_spaces(r))
        if (!take_attr(r, attrs, &nattrs))
            return false;
    bool closed = peek(r) == '/';
    r->at += closed ? 2 : 1;
    struct page_node *n = node_add(r, NODE_START);
    n->name = name;
    n->attrs = arena_copy(r->a, attrs, nattrs * sizeof attrs[0]);
    n->nattrs = nattrs;
    n->end = r->page->n;
    if (closed || is_void(name))
        return true;
    if (r->depth == DEPTH_MAX)
        return fail_at(r, "elements inside elements without end");
    r->open[r->depth++] = r->page->n - 1;
    return true;
}

static bool take_end(struct reader *r)
{
    struct str name = take_name(r);
    if (peek(r) != '>' || r->depth == 0)
        return fail_at(r, "an end without a beginning");
    r->at++;
    size_t start = r->open[--r->depth];
    if (!str_eq(r->page->v[start].name, name))
        return fail_at(r, "an element that ends inside another");
    struct page_node *n = node_add(r, NODE_END);
    n->name = name;
    r->page->v[start].end = r->page->n;
    return true;
}

static bool take_comment(struct reader *r)
{
    const char *end = memmem(r->html.p + r->at, r->html.n - r->at, "-->", 3);
    if (!end)
        return fail_at(r, "a comment without an end");
    r->at = (size_t)(end - r->html.p) + 3;
    return true;
}

static bool take_tag(struct reader *r)
{
    struct str rest = str_slice(r->html, r->at, r->html.n);
    if (str_starts(rest, STR("<!doctype html>"))) {
        r->at += strlen("<!doctype html>");
        return true;
    }
    if (str_starts(rest, STR("<!--")))
        return take_comment(r);
    r->at++;
    if (peek(r) != '/')
        return take_start(r);
    r->at++;
    return take_end(r);
}

static bool take_text(struct reader *r)
{
    struct str rest = str_slice(r->html, r->at, r->html.n);
    struct str raw = str_slice(rest, 0, str_find_char(rest, '<'));
    struct page_node *n = node_add(r, NODE_TEXT);
    n->text = decoded(r, raw);
    r->at += raw.n;
    return true;
}

/* ---- what is seen */

static bool is_inline(struct str name)
{
    static const char *const names[] = {"a",    "b",      "bdi",   "span", "em",   "strong",
                                        "i",    "code",   "small", "mark", "time", "u",
                                        "abbr", "button", "q",     "s",    "sub",  "sup"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_eq_c(name, names[i]))
            return true;
    return false;
}

static void add_squeezed(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!is_space(s.p[i]))
            buf_add_char(b, s.p[i]);
        else if (b->n && b->p[b->n - 1] != ' ')
            buf_add_char(b, ' ');
    }
}

struct str page_squeeze(struct arena *a, struct str words)
{
    struct buf b;
    struct str out = STR_NONE;
    buf_init(&b, a, words.n + 8, words.n + 8);
    add_squeezed(&b, words);
    return buf_end(&b, &out) == ERR_OK ? str_trim(out) : STR_NONE;
}

struct str page_text(struct arena *a, const struct page *p, size_t from, size_t to)
{
    struct buf b;
    struct str out = STR_NONE;
    buf_init(&b, a, 1024, 1 << 22);
    for (size_t i = from; i < to && i < p->n; i++) {
        if (p->v[i].kind == NODE_TEXT)
            add_squeezed(&b, p->v[i].text);
        else if (!is_inline(p->v[i].name))
            add_squeezed(&b, STR(" "));
    }
    return buf_end(&b, &out) == ERR_OK ? str_trim(out) : STR_NONE;
}

struct str page_attr(const struct page_node *n, const char *name)
{
    for (size_t i = 0; i < n->nattrs; i++)
        if (str_eq_c(n->attrs[i].name, name))
            return n->attrs[i].value;
    return STR_NONE;
}

size_t page_find_text(struct arena *a, const struct page *p, size_t from, struct str words)
{
    words = page_squeeze(a, words);
    for (size_t i = from; i < p->n; i++) {
        if (p->v[i].kind != NODE_TEXT)
            continue;
        struct str t = page_squeeze(a, p->v[i].text);
        if (t.n && memmem(t.p, t.n, words.p, words.n))
            return i;
    }
    return p->n;
}

void page_read(struct arena *a, struct str html, struct page *out)
{
    struct reader r = {.a = a, .html = html, .page = out};
    size_t most = 2;
    for (size_t i = 0; i < html.n; i++)
        most += html.p[i] == '<' ? 2 : 0;
    *out = (struct page){.v = ARENA_ARRAY(a, struct page_node, most)};
    bool fine = true;
    while (fine && r.at < html.n)
        fine = html.p[r.at] == '<' ? take_tag(&r) : take_text(&r);
    if (fine && r.depth)
        fail_at(&r, "an element without an end");
    for (size_t i = 0; i < out->n; i++)
        if (out->v[i].kind == NODE_START && str_eq_c(out->v[i].name, "title"))
            out->title = page_text(a, out, i, out->v[i].end);
    size_t body = 0;
    for (size_t i = 0; i < out->n; i++)
        if (out->v[i].kind == NODE_START && str_eq_c(out->v[i].name, "body"))
            body = i;
    out->text = page_text(a, out, body, out->n);
}

/* ---- forms */

#define FIELDS_MAX 1000 /* every choice of every list counts */

static void field_add(struct page_form *f, struct page_field x)
{
    if (f->n < FIELDS_MAX && x.name.n)
        f->v[f->n++] = x;
}

static struct str value_or(struct str value, struct str other)
{
    return value.p ? value : other;
}

static void input_read(const struct page_node *n, struct page_form *f)
{
    struct str type = page_attr(n, "type");
    struct page_field x = {page_attr(n, "name"), value_or(page_attr(n, "value"), STR("")),
                           SHAPE_TEXT, true};
    bool checked = page_attr(n, "checked").p != NULL;
    if (str_eq_c(type, "hidden"))
        x.shape = SHAPE_HIDDEN;
    if (str_eq_c(type, "radio")) {
        x.shape = SHAPE_CHOICE;
        x.on = checked;
    }
    if (str_eq_c(type, "checkbox")) {
        x.shape = SHAPE_FLAG;
        x.on = checked;
        x.value = value_or(page_attr(n, "value"), STR("on"));
    }
    if (str_eq_c(type, "submit")) {
        x.shape = SHAPE_BUTTON;
        x.on = false;
    }
    field_add(f, x);
}

/* What stands in an element as it is, with its line breaks. */
static struct str inner(struct arena *a, const struct page *p, size_t at)
{
    struct str out = STR("");
    for (size_t i = at + 1; i < p->v[at].end; i++)
        if (p->v[i].kind == NODE_TEXT)
            out = str_fmt(a, "%" STR_FMT "%" STR_FMT, STR_ARG(out), STR_ARG(p->v[i].text));
    return out;
}

static void select_read(struct arena *a, const struct page *p, size_t at, struct page_form *f)
{
    struct str name = page_attr(&p->v[at], "name");
    size_t first = f->n;
    bool any = false;
    for (size_t i = at; i < p->v[at].end; i++) {
        if (p->v[i].kind != NODE_START || !str_eq_c(p->v[i].name, "option"))
            continue;
        bool on = page_attr(&p->v[i], "selected").p != NULL;
        any |= on;
        struct str value = page_attr(&p->v[i], "value");
        field_add(f, (struct page_field){name, value.p ? value : inner(a, p, i), SHAPE_CHOICE, on});
    }
    if (!any && f->n > first)
        f->v[first].on = true;
}

void page_form_read(struct arena *a, const struct page *p, size_t at, struct page_form *out)
{
    const struct page_node *form = &p->v[at];
    *out = (struct page_form){.action = page_attr(form, "action"),
                              .method = value_or(page_attr(form, "method"), STR("get")),
                              .v = ARENA_ARRAY(a, struct page_field, FIELDS_MAX + 1),
                              .at = at,
                              .end = form->end};
    for (size_t i = at + 1; i < form->end; i++) {
        const struct page_node *n = &p->v[i];
        if (n->kind != NODE_START)
            continue;
        if (str_eq_c(n->name, "input"))
            input_read(n, out);
        if (str_eq_c(n->name, "textarea")) { /* one line break behind the tag does not count */
            struct str t = inner(a, p, i);
            t = t.n && t.p[0] == '\n' ? str_slice(t, 1, t.n) : t;
            field_add(out, (struct page_field){page_attr(n, "name"), t, SHAPE_TEXT, true});
        }
        if (str_eq_c(n->name, "select"))
            select_read(a, p, i, out);
        if (str_eq_c(n->name, "button"))
            field_add(out, (struct page_field){page_attr(n, "name"), page_attr(n, "value"),
                                               SHAPE_BUTTON, false});
    }
}

bool page_form_set(struct page_form *f, struct str name, struct str value)
{
    bool found = false;
    for (size_t i = 0; i < f->n; i++) {
        struct page_field *x = &f->v[i];
        if (!str_eq(x->name, name))
            continue;
        switch (x->shape) {
        case SHAPE_TEXT:
        case SHAPE_HIDDEN:
            x->value = value;
            return true;
        case SHAPE_FLAG:
            x->on = value.p != NULL;
            return true;
        case SHAPE_CHOICE:
        case SHAPE_BUTTON:
            x->on = str_eq(x->value, value);
            found |= x->on;
            break;
        }
    }
    return found;
}
