/* The page that looks for something. What is asked travels in bodies, never in an address. */
#include "directory/directory_pages.h"
#include "directory/directory_towns.h"
#include "directory/directory_words.h"
#include "directory/find_view.h"
#include "directory/sealed.h"
#include "members/page.h"
#include "search/vocabulary.h"

#define HITS_A_PAGE 10

enum { F_WORDS, F_NEED, F_AREA, F_LANGUAGE, F_OPEN, F_AFFIRMING, F_PAPERS, F_AT };

static const struct form_field FIND_FIELDS[] = {
    [F_WORDS] = {.name = "q", .label = N_("What is needed?"), .kind = FIELD_LINE, .max = 200},
    [F_NEED] = {.name = "need", .label = N_("Kind of help"), .kind = FIELD_HIDDEN, .max = 60},
    [F_AREA] = {.name = "area", .label = N_("Where"), .kind = FIELD_LINE, .max = 80},
    [F_LANGUAGE] = {.name = "language",
                    .label = N_("Language spoken"),
                    .kind = FIELD_CHOICE,
                    .choices = WORDS_LANGUAGES},
    [F_OPEN] = {.name = "open", .label = N_("are open now"), .kind = FIELD_FLAG},
    [F_AFFIRMING] = {.name = "affirming", .label = N_("welcome everyone"), .kind = FIELD_FLAG},
    [F_PAPERS] = {.name = "papers", .label = N_("ask for no papers"), .kind = FIELD_FLAG},
    [F_AT] = {.name = "at", .label = N_("What is needed?"), .kind = FIELD_HIDDEN, .max = 10},
};
static const struct form_spec FIND_FORM = FORM_SPEC(FIND_FIELDS);

void view_find_flags(struct html *h, const struct form *f)
{
    for (size_t i = F_OPEN; i <= F_PAPERS; i++)
        view_ui_field(h, f, i);
}

static struct str say(const struct req *req, const char *msgid)
{
    return str_from_c(tr(req->lang, msgid));
}

/* ---- what is asked --------------------------------------------------------------------------- */

static bool is_set(const struct form *f, size_t field)
{
    return f->value[field].n != 0 && f->problem[field] == FIELD_IS_NONE;
}

static bool filtered(const struct form *f)
{
    for (size_t i = F_NEED; i <= F_PAPERS; i++)
        if (f->value[i].n != 0)
            return true;
    return false;
}

static size_t offset_of(const struct form *f)
{
    uint64_t at = 0;
    if (!str_to_u64(f->value[F_AT], &at) || at > DIRECTORY_OFFSET_MAX)
        return 0;
    return (size_t)at;
}

static struct str asked(const struct form *f, size_t field)
{
    return is_set(f, field) ? f->value[field] : STR_NONE;
}

static enum err look(const struct req *req, const struct form *f, size_t offset, size_t limit,
                     struct directory_hits *out)
{
    const struct directory_query query = {
        .words = asked(f, F_WORDS),
        .need = asked(f, F_NEED),
        .area = asked(f, F_AREA),
        .language = asked(f, F_LANGUAGE),
        .tags = (is_set(f, F_AFFIRMING) ? DIRECTORY_TAG_AFFIRMING : 0u) |
                (is_set(f, F_PAPERS) ? DIRECTORY_TAG_NO_PAPERS : 0u),
        .open_now = is_set(f, F_OPEN),
        .now = req->now,
        .zone = req_net(req)->zone,
        .offset = offset,
        .limit = limit,
    };
    return directory_search(req->db, req->search, req->arena, &query, req->lang, out);
}

/* ---- searching again ------------------------------------------------------------------------- */

/* The form's fields as hidden ones; without one of them, and at a place in the list. */
static void again_fill(const struct req *req, const struct form *f, size_t without, size_t at,
                       struct find_again *out)
{
    struct ui_fact *fields = ARENA_ARRAY(req->arena, struct ui_fact, F_AT + 1);
    size_t n = 0;
    for (size_t i = 0; i < F_AT; i++)
        if (i != without && is_set(f, i))
            fields[n++] = (struct ui_fact){str_from_c(FIND_FIELDS[i].name), f->value[i]};
    if (at != 0)
        fields[n++] = (struct ui_fact){STR("at"), str_fmt(req->arena, "%zu", at)};
    out->fields = fields;
    out->nfields = n;
}

/* A condition in a few words. */
static struct str condition(const struct req *req, const struct form *f, size_t field)
{
    switch (field) {
    case F_NEED: {
        const struct concept *need = vocabulary_concept(f->value[field]);
        return need ? str_from_c(vocabulary_label(need, lang_code(req->lang))) : STR_NONE;
    }
    case F_LANGUAGE:
        return words_language(req->lang, f->value[field]);
    case F_OPEN:
        return say(req, N_("open now"));
    case F_AFFIRMING:
        return say(req, N_("welcomes everyone"));
    case F_PAPERS:
        return say(req, N_("asks for no papers"));
    default:
        return f->value[field];
    }
}

/* What narrows the search, said outside the fold: the list of what was found comes first. */
static void chosen_fill(const struct req *req, const struct form *f, struct find_view *v)
{
    struct str *list = ARENA_ARRAY(req->arena, struct str, F_AT);
    for (size_t i = F_NEED; i < F_AT; i++) {
        struct str one = is_set(f, i) ? condition(req, f, i) : STR_NONE;
        if (one.n)
            list[v->nchosen++] = one;
    }
    v->chosen = list;
}

/* Nothing was found: which condition to give up, and how much there is then. */
static enum err wider_fill(const struct req *req, const struct form *f, struct find_view *v)
{
    struct find_again *list = ARENA_ARRAY(req->arena, struct find_again, F_AT);
    for (size_t i = 0; i < F_AT; i++) {
        struct form less = *f;
        struct directory_hits hits;
        if (!is_set(f, i))
            continue;
        less.value[i] = STR_NONE;
        TRY(look(req, &less, 0, 1, &hits));
        if (hits.total == 0)
            continue;
        again_fill(req, f, i, 0, &list[v->nwider]);
        list[v->nwider++].label = tr_fmt(
            req->arena, req->lang, N_("Without “{condition}”: {entries}"),
            TR_ARGS({"condition", condition(req, f, i)},
                    {"entries", tr_fmt_n(req->arena, req->lang, "{n} entry found",
                                         "{n} entries found", (uint64_t)hits.total, NULL, 0)}));
    }
    v->wider = list;
    return ERR_OK;
}

/* ---- what was found -------------------------------------------------------------------------- */

static struct str reason_text(const struct req *req, const struct directory_reason *r)
{
    switch (r->kind) {
    case DIRECTORY_AS_TYPED:
    case DIRECTORY_CONCEPT:
    case DIRECTORY_AREA:
        break;
    case DIRECTORY_NEAR_SPELLING:
        return tr_fmt(req->arena, req->lang, N_("close to “{word}”"), TR_ARGS({"word", r->text}));
    }
    return r->text;
}

static struct str matches(const struct req *req, const struct directory_hit *hit)
{
    struct str said[DIRECTORY_WORDS_MAX], folded[DIRECTORY_WORDS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < hit->nreasons; i++) {
        struct str one = reason_text(req, &hit->reasons[i]);
        struct str word = search_fold(req->search, req->arena, one);
        size_t k = 0;
        while (k < n && !str_eq(folded[k], word)) /* "hiv" was typed, "HIV" is the need's name */
            k++;
        if (k < n)
            continue;
        folded[n] = word;
        said[n++] = one;
    }
    if (n == 0)
        return STR_NONE;
    return tr_fmt(req->arena, req->lang, N_("Matches: {words}"),
                  TR_ARGS({"words", words_list(req->arena, req->lang, said, n)}));
}

static void hit_fill(const struct req *req, const struct directory_hit *hit,
                     struct find_hit_view *v)
{
    struct arena *a = req->arena;
    const struct directory_card *c = &hit->card;
    struct str tel = directory_tel(a, c->phone, STR_NONE);
    *v = (struct find_hit_view){
        .url = url_path(a, "/d/%" STR_FMT, STR_ARG(c->id)),
        .title = c->title,
        .organization = c->organization,
        .summary = c->summary,
        .phone = c->phone,
        .city = c->city,
        .lang = c->language,
        .matches = matches(req, hit),
        .is_open = hit->open == DIRECTORY_OPEN,
        .checked = words_checked_ago(a, req->lang, c->checked_at, req->now),
    };
    v->dials = tel.n != 0 && url_external(a, tel, &v->tel);
    if (hit->open == DIRECTORY_OPEN)
        v->open = say(req, N_("open now"));
    if (hit->open == DIRECTORY_SHUT)
        v->open = say(req, N_("closed now"));
    v->ntags = words_tags(req->lang, c->tags, v->tags);
}

/* What only members see stands before everything else, on the first page. */
static enum err sealed_fill(const struct req *req, const struct form *f, size_t at,
                            struct sealed_hits *out)
{
    struct space_ctx ctx = req_ctx(req);
    *out = (struct sealed_hits){0};
    return at == 0 && req->viewer
               ? sealed_search(&ctx, req->viewer, req->search, f->value[F_WORDS], out)
               : ERR_OK;
}

static enum err hits_fill(const struct req *req, const struct form *f, struct find_view *v)
{
    struct directory_hits hits;
    struct sealed_hits sealed;
    size_t at = offset_of(f);
    TRY(look(req, f, at, HITS_A_PAGE, &hits));
    TRY(sealed_fill(req, f, at, &sealed));
    struct find_hit_view *list = ARENA_ARRAY(req->arena, struct find_hit_view, sealed.n + hits.n);
    for (size_t i = 0; i < sealed.n; i++) {
        const struct directory_hit hit = {.card = sealed.v[i]};
        hit_fill(req, &hit, &list[v->nhits]);
        list[v->nhits++].matches = say(req, N_("Only members of this network see this entry."));
    }
    for (size_t i = 0; i < hits.n; i++)
        hit_fill(req, &hits.v[i], &list[v->nhits++]);
    v->hits = list;
    v->found = tr_fmt_n(req->arena, req->lang, "{n} entry found", "{n} entries found",
                        (uint64_t)hits.total + sealed.n, NULL, 0);
    struct find_again *turn = ARENA_ARRAY(req->arena, struct find_again, 2);
    if (at > 0) {
        again_fill(req, f, F_AT, at > HITS_A_PAGE ? at - HITS_A_PAGE : 0, &turn[0]);
        turn[0].label = say(req, N_("Back"));
        v->earlier = &turn[0];
    }
    if (hits.total > (int64_t)(at + hits.n) && at + HITS_A_PAGE <= DIRECTORY_OFFSET_MAX) {
        again_fill(req, f, F_AT, at + HITS_A_PAGE, &turn[1]);
        turn[1].label = say(req, N_("More"));
        v->later = &turn[1];
    }
    return v->nhits == 0 ? wider_fill(req, f, v) : ERR_OK;
}

/* ---- the page -------------------------------------------------------------------------------- */

static enum err holdings_fill(const struct req *req, struct find_view *v)
{
    struct directory_counts counts;
    struct arena *a = req->arena;

    TRY(directory_count(req->db, &counts));
    if (counts.sources != 0)
        v->holdings =
            tr_fmt(a, req->lang, N_("{services} from {organizations}; last read on {date}."),
                   TR_ARGS({"services", tr_fmt_n(a, req->lang, "{n} service", "{n} services",
                                                 (uint64_t)counts.services, NULL, 0)},
                           {"organizations",
                            tr_fmt_n(a, req->lang, "{n} organization", "{n} organizations",
                                     (uint64_t)counts.organizations, NULL, 0)},
                           {"date", lang_date(a, req->lang, counts.imported)}));
    return ERR_OK;
}

static struct find_choice choice_of(const struct req *req, const struct concept *c, bool chosen)
{
    return (struct find_choice){.value = str_from_c(c->id),
                                .label = str_from_c(vocabulary_label(c, lang_code(req->lang))),
                                .chosen = chosen};
}

static void needs_fill(const struct req *req, const struct form *f, struct find_view *v)
{
    const struct concept *const *tops;
    size_t n = vocabulary_tops(&tops);
    struct find_choice *needs = ARENA_ARRAY(req->arena, struct find_choice, n + 2);
    const struct concept *chosen = vocabulary_concept(f->value[F_NEED]);
    needs[0] = (struct find_choice){.label = say(req, N_("Any kind"))};
    for (size_t i = 0; i < n; i++)
        needs[i + 1] = choice_of(req, tops[i], tops[i] == chosen);
    v->needs = needs;
    v->nneeds = n + 1;
    if (chosen && !chosen->top) /* a narrower one, asked for from an entry */
        needs[v->nneeds++] = choice_of(req, chosen, true);
}

static void languages_fill(const struct req *req, const struct form *f, struct find_view *v)
{
    size_t n = 0;
    while (WORDS_LANGUAGES[n].value)
        n++;
    struct find_choice *list = ARENA_ARRAY(req->arena, struct find_choice, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct find_choice){
            .value = str_from_c(WORDS_LANGUAGES[i].value),
            .label = say(req, WORDS_LANGUAGES[i].label),
            .chosen = str_eq_c(f->value[F_LANGUAGE], WORDS_LANGUAGES[i].value)};
    v->languages = list;
    v->nlanguages = n;
}

/* What is looked for often, as buttons: concepts of the vocabulary. */
static void often_fill(const struct req *req, struct find_view *v)
{
    static const char *const often[] = {
        "lawyer", "shelter",       "clinic", "therapist", "discrimination",
        "food",   "support-group", "papers", "work",
    };
    size_t n = sizeof(often) / sizeof(often[0]);
    struct find_choice *list = ARENA_ARRAY(req->arena, struct find_choice, n);
    for (size_t i = 0; i < n; i++) {
        const struct concept *c = vocabulary_concept(str_from_c(often[i]));
        if (c)
            list[v->noften++] = choice_of(req, c, false);
    }
    v->often = list;
}

static const char *error_of(const struct req *req, const struct form *f, size_t field)
{
    return f->problem[field] == FIELD_IS_NONE ? NULL
                                              : tr(req->lang, form_problem_text(f->problem[field]));
}

static enum err find_show(struct req *req, struct res *res, const struct form *f,
                          struct find_view *v)
{
    struct html h;
    struct ui_page page;

    v->form = f;
    v->words = f->value[F_WORDS];
    v->area = f->value[F_AREA];
    if (!v->words_error)
        v->words_error = error_of(req, f, F_WORDS);
    v->area_error = error_of(req, f, F_AREA);
    v->unfold = v->area_error != NULL;
    needs_fill(req, f, v);
    languages_fill(req, f, v);
    often_fill(req, v);
    TRY(directory_towns(req->db, req->arena, &v->areas, &v->nareas));
    TRY(holdings_fill(req, v));
    page_begin(req, NAV_FIND, &page, &h);
    view_find_page(&h, &page, v);
    return page_send(&h, res);
}

static enum err find_page(struct req *req, struct res *res)
{
    struct find_view v = {0};
    struct form f;

    form_blank(&FIND_FORM, &f);
    return find_show(req, res, &f, &v);
}

static enum err find_post(struct req *req, struct res *res)
{
    const struct form *f = req->fields;
    struct find_view v = {0};

    bool says = f->value[F_WORDS].n != 0 || filtered(f);
    v.asked = f->problems == 0 && says;
    if (!says)
        v.words_error = tr(req->lang, N_("A word or two, please, or one of the kinds below."));
    if (v.asked)
        TRY(hits_fill(req, f, &v));
    chosen_fill(req, f, &v);
    return find_show(req, res, f, &v);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/d", NULL, WHO_ANYONE, LANE_READ, NULL, find_page, 0},
    {HTTP_POST, "/d", &FIND_FORM, WHO_ANYONE, LANE_READ, NULL, find_post, 0},
};
const struct route_table DIRECTORY_ROUTES = ROUTE_TABLE(ROUTES);
