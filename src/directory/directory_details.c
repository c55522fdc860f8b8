/* The facts of an entry: what it costs, whom it is for, what to bring, and so on. */
#include "directory/directory_fill.h"
#include "directory/directory_language.h"
#include "directory/directory_words.h"

#define FACTS_MAX 20

struct facts {
    const struct req *req;
    struct directory_text_view *v;
    size_t n;
    struct str lang; /* of the content */
};

static void add(struct facts *f, const char *name, struct str text, struct str lang)
{
    if (str_trim(text).n == 0 || f->n == FACTS_MAX)
        return;
    f->v[f->n++] = (struct directory_text_view){.name = str_from_c(tr(f->req->lang, name)),
                                                .lang = lang,
                                                .text = html_markdown(f->req->arena, text)};
}

/* In the words of the source. */
static void add_theirs(struct facts *f, const char *name, struct str text)
{
    add(f, name, text, f->lang);
}

/* In words of ours. */
static void add_ours(struct facts *f, const char *name, struct str text)
{
    add(f, name, text, str_from_c(lang_code(f->req->lang)));
}

#define TEXT_MAX (64u * 1024)

/* A paragraph each. */
struct lines {
    struct buf b;
};
static void lines_begin(struct lines *x, const struct req *req)
{
    buf_init(&x->b, req->arena, 128, TEXT_MAX);
}
static void lines_add(struct lines *x, struct str line)
{
    if (line.n == 0)
        return;
    if (x->b.n != 0)
        buf_add(&x->b, STR("\n\n"));
    buf_add(&x->b, line);
}
static struct str lines_end(struct lines *x)
{
    struct str out;
    return buf_end(&x->b, &out) == ERR_OK ? out : STR_NONE;
}

static struct str costs(const struct req *req, const struct directory_entry *e)
{
    struct lines x;
    lines_begin(&x, req);
    lines_add(&x, e->fees);
    for (size_t i = 0; i < e->ncosts; i++) {
        const struct directory_cost *c = &e->costs[i];
        struct str amount = c->amount.n && c->currency.n
                                ? str_fmt(req->arena, "%" STR_FMT " %" STR_FMT, STR_ARG(c->amount),
                                          STR_ARG(c->currency))
                                : c->amount;
        const struct str parts[] = {c->option, amount, c->description};
        lines_add(&x, words_list(req->arena, req->lang, parts, 3));
    }
    return lines_end(&x);
}

static struct str notes(const struct req *req, const struct directory_note *v, size_t n)
{
    struct lines x;
    lines_begin(&x, req);
    for (size_t i = 0; i < n; i++) {
        const struct str both[] = {v[i].name, v[i].text};
        lines_add(&x, words_list(req->arena, req->lang, both, str_eq(both[0], both[1]) ? 1 : 2));
    }
    return lines_end(&x);
}

static struct str ages(const struct req *req, const struct directory_entry *e)
{
    struct str from = e->minimum_age, to = e->maximum_age;
    struct arena *a = req->arena;

    if (from.n && to.n)
        return tr_fmt(a, req->lang, N_("from {from} to {to} years"),
                      TR_ARGS({"from", words_number(a, req->lang, from)},
                              {"to", words_number(a, req->lang, to)}));
    if (from.n)
        return tr_fmt(a, req->lang, N_("from {from} years on"),
                      TR_ARGS({"from", words_number(a, req->lang, from)}));
    if (to.n)
        return tr_fmt(a, req->lang, N_("up to {to} years"),
                      TR_ARGS({"to", words_number(a, req->lang, to)}));
    return STR_NONE;
}

/* The code of a language that is written as a name. */
static struct str code_of(const struct req *req, struct str name)
{
    return directory_language_code(search_fold(req->search, req->arena, name));
}

static void spoken_add(struct str *list, size_t *n, size_t max, const struct req *req,
                       const struct directory_spoken *v, size_t count)
{
    for (size_t i = 0; i < count && *n < max; i++) {
        struct str name =
            words_language(req->lang, v[i].code.n ? v[i].code : code_of(req, v[i].name));
        if (name.n == 0)
            name = v[i].name.n ? v[i].name : v[i].code;
        if (v[i].note.n)
            name = str_fmt(req->arena, "%" STR_FMT " (%" STR_FMT ")", STR_ARG(name),
                           STR_ARG(v[i].note));
        size_t k = 0;
        while (k < *n && !str_eq(list[k], name))
            k++;
        if (k == *n && name.n)
            list[(*n)++] = name;
    }
}

/* Its own and those of its places, in the page's words where they have some. */
static struct str spoken(const struct req *req, const struct directory_entry *e)
{
    struct str list[24];
    size_t n = 0, max = sizeof(list) / sizeof(list[0]);
    spoken_add(list, &n, max, req, e->languages, e->nlanguages);
    for (size_t i = 0; i < e->nplaces; i++)
        spoken_add(list, &n, max, req, e->places[i].languages, e->places[i].nlanguages);
    return words_list(req->arena, req->lang, list, n);
}

void directory_facts_fill(const struct req *req, const struct directory_entry *e,
                          struct directory_entry_view *v)
{
    struct facts f = {.req = req,
                      .v = ARENA_ARRAY(req->arena, struct directory_text_view, FACTS_MAX),
                      .lang = e->card.language};

    add_theirs(&f, N_("How to ask"), e->application_process);
    add_theirs(&f, N_("What it costs"), costs(req, e));
    add_theirs(&f, N_("Whom it is for"), e->eligibility);
    add_ours(&f, N_("Age"), ages(req, e));
    if (e->ndocuments)
        add_theirs(&f, N_("Papers to bring"), notes(req, e->documents, e->ndocuments));
    else if (e->card.tags & DIRECTORY_TAG_NO_PAPERS)
        add_ours(&f, N_("Papers to bring"), str_from_c(tr(req->lang, N_("None are asked for."))));
    add_theirs(&f, N_("How long it takes"), e->wait_time);
    add_ours(&f, N_("Languages"), spoken(req, e));
    add_theirs(&f, e->nlanguages ? N_("Interpreting") : N_("Languages"),
               e->interpretation_services);
    add_theirs(&f, N_("Where it is offered"), notes(req, e->areas, e->nareas));
    add_theirs(&f, N_("Programme"), e->program);
    add_theirs(&f, N_("Accreditation"), e->accreditations);
    add_theirs(&f, N_("Licences"), e->licenses);
    add_theirs(&f, N_("Legal form"), e->legal_status);
    add_ours(&f, N_("Since"), e->year_incorporated);
    v->facts = f.v;
    v->nfacts = f.n;
}
