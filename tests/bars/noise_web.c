#include "bars/noise_web.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/rand.h"

#define HOPS_MAX 6
#define ANSWER_MAX ((size_t)2 << 20)

void web_init(struct web *w, struct bar *b, struct scan *scan)
{
    *w = (struct web){.b = b, .scan = scan, .rng = {rand_u64()}};
    w->w.arena = arena_create(ARENA_PLAIN, 1 << 20);
    w->ntables = site_tables(w->tables);
    for (size_t t = 0; t < w->ntables; t++)
        for (size_t r = 0; r < w->tables[t].n; r++) {
            const struct route *route = &w->tables[t].v[r];
            for (size_t f = 0; route->form && f < route->form->n; f++) {
                if (w->nfields == FIELDS_MAX)
                    bar_must(ERR_FULL, "fields");
                w->fields[w->nfields++] = (struct written_field){.route = route, .field = f};
            }
        }
}

struct web *web_of(const struct person *p)
{
    return (struct web *)((char *)p->w - offsetof(struct web, w));
}

/* --- canaries --- */

#define ASCII_LETTERS 14
#define ARABIC_LETTERS 12 /* a passphrase has no fewer */

struct str web_canary(struct web *w)
{
    char out[ARABIC_LETTERS * 2 + ASCII_LETTERS];
    size_t n = 0;
    if (w->canaries++ % 2 == 0) {
        for (size_t i = 0; i < ASCII_LETTERS; i++)
            out[n++] = (char)('a' + rng_below(&w->rng, 26));
    } else {
        for (size_t i = 0; i < ARABIC_LETTERS; i++) { /* U+0628 to U+0639 */
            out[n++] = (char)0xd8;
            out[n++] = (char)(0xa8 + rng_below(&w->rng, 0x12));
        }
    }
    struct str s = str_copy(w->w.arena, str_from(out, n));
    scan_add(w->scan, s);
    return s;
}

struct str web_canaries(struct web *w, size_t code_points, size_t most)
{
    struct buf b;
    struct str out = STR_NONE;
    buf_init(&b, w->w.arena, 256, 1 << 18);
    for (size_t i = 0; i < most && (i + 1) * (ASCII_LETTERS + 1) <= code_points; i++) {
        if (i)
            buf_add_char(&b, ' ');
        buf_add(&b, web_canary(w));
    }
    MUST(buf_end(&b, &out));
    return out;
}

void web_secret(struct web *w, struct str s)
{
    char bare[200];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < sizeof bare; i++)
        if (s.p[i] != '-' && s.p[i] != ' ')
            bare[n++] = s.p[i];
    scan_add(w->scan, s);
    if (n != s.n)
        scan_add(w->scan, str_from(bare, n));
    w->canaries++;
}

/* --- people, in place of the scenarios' world --- */

struct person *someone(struct world *w, const char *called, const char *lang)
{
    struct person *p = ARENA_NEW(w->arena, struct person);
    *p = (struct person){.w = w, .called = called, .lang = lang, .next = w->people};
    w->people = p;
    return p;
}

_Noreturn void person_stuck(const struct person *p, const char *file, int line, const char *fmt,
                            ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("FAILED: %s:%d: %s: ", file, line, p->called);
    vprintf(fmt, ap);
    printf(" (at %" STR_FMT ", status %d)\n0 passed, 1 failed\n", STR_ARG(p->path), p->status);
    va_end(ap);
    fflush(stdout);
    exit(1);
}

struct str header(const struct person *p, const char *name)
{
    struct str rest = p->answer;
    while (rest.n) {
        struct str line = str_cut(&rest, '\n'), value = line;
        if (str_eq_c(str_cut(&value, ':'), name))
            return str_trim(value);
    }
    return STR_NONE;
}

static void cookies_take(struct person *p)
{
    struct str rest = p->answer;
    if (header(p, "Clear-Site-Data").n)
        p->ncookies = 0;
    while (rest.n) {
        struct str value = str_cut(&rest, '\n');
        if (!str_eq_c(str_cut(&value, ':'), "Set-Cookie"))
            continue;
        value = str_trim(value);
        struct cookie c = {.name = str_cut(&value, '=')};
        c.value = str_cut(&value, ';');
        size_t i = 0;
        while (i < p->ncookies && !str_eq(p->cookies[i].name, c.name))
            i++;
        if (i == COOKIES_MAX)
            bar_must(ERR_FULL, "cookies");
        p->cookies[i] = c;
        p->ncookies += i == p->ncookies;
    }
}

/* --- one request over a socket --- */

static struct str request_text(struct person *p, const struct errand *e, struct arena *a)
{
    struct web *w = web_of(p);
    struct buf b;
    struct str out = STR_NONE;
    bool post = e->method == HTTP_POST;
    buf_init(&b, a, 4096, 1 << 20);
    buf_add_fmt(&b, "%s %" STR_FMT " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n",
                post ? "POST" : "GET", STR_ARG(e->path), w->port);
    buf_add_fmt(&b, "User-Agent: %" STR_FMT "\r\nAccept-Language: %s\r\n", STR_ARG(web_canary(w)),
                p->lang);
    buf_add_fmt(&b, "Referer: http://127.0.0.1:%d/%" STR_FMT "\r\n", w->port,
                STR_ARG(str_slice(p->path, 1, p->path.n)));
    for (size_t i = 0; i < p->ncookies; i++)
        buf_add_fmt(&b, "%s%" STR_FMT "=%" STR_FMT "%s",
                    i ? "; " : "Cookie: ", STR_ARG(p->cookies[i].name),
                    STR_ARG(p->cookies[i].value), i + 1 == p->ncookies ? "\r\n" : "");
    if (post)
        buf_add_fmt(&b,
                    "Origin: http://127.0.0.1:%d\r\nSec-Fetch-Site: same-origin\r\n"
                    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n",
                    w->port, e->body.n);
    buf_add_c(&b, "\r\n");
    buf_add(&b, e->body);
    MUST(buf_end(&b, &out));
    return out;
}

static struct str talk(int port, struct str request, struct arena *a)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct timeval patience = {.tv_sec = 30};
    size_t n = 0;
    ssize_t got;
    char *buf = arena_alloc(a, ANSWER_MAX);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at))
        bar_must(ERR_IO, "connecting to awn serve");
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    while (n < request.n && (got = send(fd, request.p + n, request.n - n, MSG_NOSIGNAL)) > 0)
        n += (size_t)got;
    n = 0;
    while (n < ANSWER_MAX && (got = recv(fd, buf + n, ANSWER_MAX - n, 0)) > 0)
        n += (size_t)got;
    close(fd);
    return str_from(buf, n);
}

void person_ask(struct person *p, const struct errand *e)
{
    struct web *w = web_of(p);
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, ANSWER_MAX + 65536);
    struct str answer = talk(w->port, request_text(p, e, a), a);
    const char *gap = answer.n ? memmem(answer.p, answer.n, "\r\n\r\n", 4) : NULL;
    if (!gap || answer.n < 13)
        person_stuck(p, HERE, "no answer to %" STR_FMT, STR_ARG(e->path));
    size_t head = (size_t)(gap - answer.p);
    p->status = (answer.p[9] - '0') * 100 + (answer.p[10] - '0') * 10 + (answer.p[11] - '0');
    p->before = p->path;
    p->path = str_copy(w->w.arena, e->path);
    p->answer = str_copy(w->w.arena, str_slice(answer, 0, head));
    p->html = str_trim(str_copy(w->w.arena, str_slice(answer, head + 4, answer.n)));
    p->page = (struct page){0};
    p->beside = 0;
    if (bar_holds(header(p, "Content-Type"), STR("text/html")))
        page_read(w->w.arena, p->html, &p->page);
    cookies_take(p);
}

/* --- forms --- */

static void pair_add(struct buf *b, struct str name, struct str value)
{
    static const char digits[] = "0123456789ABCDEF";
    buf_add_c(b, b->n ? "&" : "");
    buf_add(b, name); /* names are plain words */
    buf_add_char(b, '=');
    for (size_t i = 0; i < value.n; i++) {
        unsigned char c = (unsigned char)value.p[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            buf_add_char(b, (char)c);
        } else {
            buf_add_char(b, '%');
            buf_add_char(b, digits[c >> 4]);
            buf_add_char(b, digits[c & 15]);
        }
    }
}

static const struct route *route_of(struct web *w, struct str path)
{
    struct req probe = {.method = HTTP_POST,
                        .path = str_slice(path, 0, str_find_char(path, '?')),
                        .arena = w->w.arena};
    return router_find(w->tables, w->ntables, &probe) == ERR_OK ? probe.route : NULL;
}

static size_t field_index(const struct route *r, struct str name)
{
    for (size_t i = 0; r && r->form && i < r->form->n; i++)
        if (str_eq_c(name, r->form->fields[i].name))
            return i;
    return FORM_FIELDS_MAX;
}

static bool is_written(enum field_kind kind)
{
    return kind == FIELD_LINE || kind == FIELD_TEXT || kind == FIELD_SECRET;
}

/* An answer that sends on, or a page for which there is nothing wrong to be said. */
static void remember(struct web *w, const struct route *r, uint64_t filled, bool taken)
{
    for (size_t i = 0; i < w->nfields; i++)
        if (w->fields[i].route == r && filled >> w->fields[i].field & 1) {
            w->fields[i].sent++;
            w->fields[i].taken += taken;
        }
}

static void send_on(struct person *p, const struct route *r, uint64_t filled, struct str path,
                    struct str body)
{
    person_ask(p, &(struct errand){HTTP_POST, path, body, false});
    bool mistakes = bar_holds(p->html, STR("aria-invalid")) || bar_holds(p->html, STR("errors"));
    remember(web_of(p), r, filled, p->status == 303 || (p->status == 200 && !mistakes));
    for (int hops = 0; header(p, "Location").n && hops < HOPS_MAX; hops++) {
        struct str to = header(p, "Location");
        person_ask(p, &(struct errand){.method = HTTP_GET,
                                       .path = str_slice(to, 0, str_find_char(to, '#'))});
    }
}

/* The first form with that address in which something can be written, or else the first. */
static bool form_find(struct person *p, const char *address, struct page_form *f)
{
    bool found = false;
    for (size_t i = p->beside; i < p->page.n; i++) {
        const struct page_node *n = &p->page.v[i];
        struct page_form one;
        if (n->kind != NODE_START || !str_eq_c(n->name, "form") ||
            !str_ends(page_attr(n, "action"), str_from_c(address)))
            continue;
        page_form_read(p->w->arena, &p->page, i, &one);
        const struct route *r = route_of(web_of(p), one.action);
        bool writes = false;
        for (size_t k = 0; k < one.n; k++) {
            size_t at = field_index(r, one.v[k].name);
            writes |= at < FORM_FIELDS_MAX && is_written(r->form->fields[at].kind);
        }
        if (writes || !found)
            *f = one;
        found = true;
        if (writes)
            return true;
    }
    return found;
}

#define GIVEN_MAX 48
struct given {
    struct str name[GIVEN_MAX], value[GIVEN_MAX];
    size_t n;
};

static size_t given_find(const struct given *g, struct str name)
{
    size_t i = 0;
    while (i < g->n && !str_eq(g->name[i], name))
        i++;
    return i;
}

bool web_fill(struct person *p, size_t most, const char *address, ...)
{
    struct web *w = web_of(p);
    struct page_form f = {.n = 0};
    struct given g = {.n = 0};
    struct buf b;
    struct str body = STR_NONE;
    uint64_t filled = 0;
    va_list ap;
    va_start(ap, address);
    for (const char *name; g.n < GIVEN_MAX && (name = va_arg(ap, const char *)); g.n++) {
        g.name[g.n] = str_from_c(name);
        g.value[g.n] = str_from_c(va_arg(ap, const char *));
    }
    va_end(ap);
    if (!bar_check(w->b, form_find(p, address, &f), "%s finds no form “%s” at %" STR_FMT " (%d)",
                   p->called, address, STR_ARG(p->path), p->status))
        return false;
    const struct route *r = route_of(w, f.action);
    buf_init(&b, w->w.arena, 4096, 1 << 20);
    for (size_t i = 0; i < f.n; i++) {
        struct str value = f.v[i].value;
        size_t field = field_index(r, f.v[i].name), at = given_find(&g, f.v[i].name);
        if (at < g.n && f.v[i].shape == SHAPE_CHOICE && !str_eq(value, g.value[at]))
            continue; /* one of several under this name */
        if (at < g.n)
            value = g.value[at];
        else if (f.v[i].shape == SHAPE_CHOICE || f.v[i].shape == SHAPE_FLAG) {
            if (!f.v[i].on)
                continue;
        } else if (f.v[i].shape == SHAPE_TEXT && field < FORM_FIELDS_MAX &&
                   is_written(r->form->fields[field].kind)) {
            size_t max = r->form->fields[field].max ? r->form->fields[field].max : 200;
            value = web_canaries(w, max, most);
        } else if (f.v[i].shape == SHAPE_BUTTON) {
            continue;
        }
        if (field < FORM_FIELDS_MAX) {
            w->last[field] = value;
            filled |= is_written(r->form->fields[field].kind) && value.n ? (uint64_t)1 << field : 0;
        }
        pair_add(&b, f.v[i].name, value);
    }
    for (size_t i = 0; i < g.n; i++) { /* buttons */
        bool there = false;
        for (size_t k = 0; k < f.n; k++)
            there |= str_eq(f.v[k].name, g.name[i]) && f.v[k].shape != SHAPE_BUTTON;
        if (!there)
            pair_add(&b, g.name[i], g.value[i]);
    }
    MUST(buf_end(&b, &body));
    send_on(p, r, filled, f.action, body);
    return true;
}

/* "/r/:circle/t/:thread" with what is known, and a canary for what is not. */
static struct str path_of(struct web *w, const struct route *r, const char *circle,
                          const char *thread)
{
    struct str rest = str_from_c(r->path), out = STR("");
    str_cut(&rest, '/');
    while (rest.n) {
        struct str part = str_cut(&rest, '/');
        if (str_eq_c(part, ":circle"))
            part = str_from_c(circle);
        else if (str_eq_c(part, ":thread"))
            part = str_from_c(thread);
        else if (str_eq_c(part, ":post") || str_eq_c(part, ":person"))
            part = STR("1");
        else if (part.n && part.p[0] == ':')
            part = STR("aaaaaaaa");
        out = str_fmt(w->w.arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(out), STR_ARG(part));
    }
    return out;
}

static bool has_written(const struct route *r)
{
    for (size_t i = 0; r->form && i < r->form->n; i++)
        if (is_written(r->form->fields[i].kind) || r->form->fields[i].kind == FIELD_HIDDEN)
            return true;
    return false;
}

void web_fill_all(struct person *p, const char *circle, const char *thread)
{
    struct web *w = web_of(p);
    struct str token = field(p, "_token");
    for (size_t t = 0; t < w->ntables; t++)
        for (size_t i = 0; i < w->tables[t].n; i++) {
            const struct route *r = &w->tables[t].v[i];
            struct buf b;
            struct str body = STR_NONE;
            uint64_t filled = 0;
            if (r->method != HTTP_POST || !has_written(r) || web_plain(r))
                continue;
            buf_init(&b, w->w.arena, 1024, 1 << 18);
            pair_add(&b, STR("_token"), token);
            for (size_t f = 0; f < r->form->n; f++) {
                enum field_kind kind = r->form->fields[f].kind;
                if (!is_written(kind) && kind != FIELD_HIDDEN)
                    continue;
                filled |= (uint64_t)1 << f;
                pair_add(&b, str_from_c(r->form->fields[f].name), web_canaries(w, 100, 2));
            }
            MUST(buf_end(&b, &body));
            person_ask(p, &(struct errand){HTTP_POST, path_of(w, r, circle, thread), body, false});
            remember(w, r, filled, false);
        }
}
