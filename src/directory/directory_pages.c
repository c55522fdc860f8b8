/* The directory's pages. */
#include "directory/directory_pages.h"

#include "base/clock.h"
#include "directory/directory_view.h"
#include "directory/directory_words.h"
#include "members/page.h"

#define HITS_A_PAGE 10

enum { F_QUERY, F_AT };
static const struct form_field FIND_FIELDS[] = {
    [F_QUERY] = {.name = "q", .label = N_("What is needed?"), .kind = FIELD_LINE, .max = 200},
    [F_AT] = {.name = "at",
              .label = N_("What is needed?"),
              .kind = FIELD_INT,
              .min = 0,
              .max = DIRECTORY_OFFSET_MAX},
};
static const struct form_spec FIND_FORM = FORM_SPEC(FIND_FIELDS);

/* What is looked for often; pressing one asks for that word in the page's language. */
static const char *const KINDS[] = {
    N_("Lawyer"), N_("Shelter"),       N_("Clinic"), N_("Therapist"), N_("Discrimination"),
    N_("Food"),   N_("Support group"), N_("Papers"), N_("Work"),
};

static struct url entry_url(struct arena *a, struct str id)
{
    return url_path(a, "/d/%" STR_FMT, STR_ARG(id));
}

/* ---- looking --------------------------------------------------------------------------------- */

static enum err holdings_fill(struct req *req, struct directory_find_view *v)
{
    struct directory_counts counts;

    TRY(directory_count(req->db, &counts));
    if (counts.sources != 0)
        v->holdings = tr_fmt(
            req->arena, req->lang, N_("{services} from {organizations}; last read on {date}."),
            TR_ARGS({"services", tr_fmt_n(req->arena, req->lang, "{n} service", "{n} services",
                                          (uint64_t)counts.services, NULL, 0)},
                    {"organizations",
                     tr_fmt_n(req->arena, req->lang, "{n} organization", "{n} organizations",
                              (uint64_t)counts.organizations, NULL, 0)},
                    {"date", lang_date(req->arena, req->lang, counts.imported)}));
    return ERR_OK;
}

static void kinds_fill(struct req *req, struct directory_find_view *v)
{
    size_t n = sizeof(KINDS) / sizeof(KINDS[0]);
    struct directory_kind_view *kinds = ARENA_ARRAY(req->arena, struct directory_kind_view, n);

    for (size_t i = 0; i < n; i++)
        kinds[i].word = str_from_c(tr(req->lang, KINDS[i]));
    v->kinds = kinds;
    v->nkinds = n;
}

static enum err find_show(struct req *req, struct res *res, const struct directory_find_view *v)
{
    struct html h;
    struct ui_page page;

    page_begin(req, NAV_FIND, &page, &h);
    view_directory_find(&h, &page, v);
    return page_send(&h, res);
}

static enum err find_page(struct req *req, struct res *res)
{
    struct directory_find_view v = {0};

    kinds_fill(req, &v);
    TRY(holdings_fill(req, &v));
    return find_show(req, res, &v);
}

static void hit_fill(const struct req *req, const struct directory_hit *hit,
                     struct directory_hit_view *v)
{
    *v = (struct directory_hit_view){
        .url = entry_url(req->arena, hit->card.id),
        .title = hit->card.title,
        .organization = hit->card.organization,
        .summary = hit->card.summary,
        .phone = hit->card.phone,
        .city = hit->card.city,
        .lang = hit->card.language,
        .matches = words_list(req->arena, req->lang, hit->words, hit->nwords),
    };
}

static enum err find_post(struct req *req, struct res *res)
{
    const struct form *f = req->fields;
    struct directory_find_view v = {.query = f->value[F_QUERY], .asked = true};
    struct directory_hits hits;
    size_t at = f->problem[F_AT] == FIELD_IS_NONE ? (size_t)f->number[F_AT] : 0;

    if (v.query.n == 0)
        return find_page(req, res);
    const struct directory_query query = {
        .words = v.query, .now = req->now, .offset = at, .limit = HITS_A_PAGE};
    TRY(directory_search(req->db, req->search, req->arena, &query, req->lang, &hits));
    struct directory_hit_view *list = ARENA_ARRAY(req->arena, struct directory_hit_view, hits.n);
    for (size_t i = 0; i < hits.n; i++)
        hit_fill(req, &hits.v[i], &list[i]);
    v.hits = list;
    v.nhits = hits.n;
    v.found = tr_fmt_n(req->arena, req->lang, "{n} entry found", "{n} entries found",
                       (uint64_t)hits.total, NULL, 0);
    v.earlier = at > 0;
    v.earlier_at = (int64_t)(at > HITS_A_PAGE ? at - HITS_A_PAGE : 0);
    v.later = hits.total > (int64_t)(at + hits.n) && at + HITS_A_PAGE <= DIRECTORY_OFFSET_MAX;
    v.later_at = (int64_t)(at + HITS_A_PAGE);
    return find_show(req, res, &v);
}

/* ---- one entry ------------------------------------------------------------------------------- */

static const struct directory_phone_view *phones_fill(const struct req *req,
                                                      const struct directory_phone *p, size_t n)
{
    struct directory_phone_view *v = ARENA_ARRAY(req->arena, struct directory_phone_view, n);

    for (size_t i = 0; i < n; i++) {
        v[i].number = p[i].number;
        v[i].extension = p[i].extension;
        v[i].about = p[i].description;
        v[i].dials = p[i].tel.n != 0 && url_external(req->arena, p[i].tel, &v[i].tel);
    }
    return v;
}

static const struct str *addresses_fill(const struct req *req, const struct directory_address *p,
                                        size_t n)
{
    struct str *v = ARENA_ARRAY(req->arena, struct str, n);

    for (size_t i = 0; i < n; i++)
        v[i] = words_address(req->arena, req->lang, &p[i]);
    return v;
}

static const struct directory_place_view *places_fill(const struct req *req,
                                                      const struct directory_entry *e)
{
    struct directory_place_view *v =
        ARENA_ARRAY(req->arena, struct directory_place_view, e->nplaces);

    for (size_t i = 0; i < e->nplaces; i++) {
        const struct directory_place *p = &e->places[i];
        v[i] = (struct directory_place_view){
            .name = p->name.n != 0 ? p->name : e->card.title,
            .about = p->description,
            .way = p->transportation,
            .addresses = addresses_fill(req, p->addresses, p->naddresses),
            .naddresses = p->naddresses,
            .phones = phones_fill(req, p->phones, p->nphones),
            .nphones = p->nphones,
        };
        v[i].nhours = words_week(req->arena, req->lang, p->hours, p->nhours, clock_day(req->now),
                                 &v[i].hours);
    }
    return v;
}

static void facts_fill(const struct req *req, const struct directory_entry *e,
                       struct directory_entry_view *v)
{
    const struct {
        const char *name;
        struct str text;
    } facts[] = {
        {N_("How to ask"), e->application_process}, {N_("What it costs"), e->fees},
        {N_("How long it takes"), e->wait_time},    {N_("Languages"), e->interpretation_services},
        {N_("Accreditation"), e->accreditations},   {N_("Licences"), e->licenses},
        {N_("Legal form"), e->legal_status},        {N_("Since"), e->year_incorporated},
    };
    size_t n = sizeof(facts) / sizeof(facts[0]);
    struct directory_text_view *list = ARENA_ARRAY(req->arena, struct directory_text_view, n);

    for (size_t i = 0; i < n; i++) {
        if (facts[i].text.n != 0)
            list[v->nfacts++] =
                (struct directory_text_view){.name = str_from_c(tr(req->lang, facts[i].name)),
                                             .text = html_markdown(req->arena, facts[i].text)};
    }
    v->facts = list;
}

static void reach_fill(const struct req *req, const struct directory_entry *e,
                       struct directory_entry_view *v)
{
    struct arena *a = req->arena;
    struct str web = directory_web(a, e->card.url);

    v->has_web = web.n != 0 &&
                 (str_starts(web, STR("https://")) || str_starts(web, STR("http://"))) &&
                 url_external(a, web, &v->web);
    v->web_text = web;
    v->mail_text = e->email;
    v->has_mail = e->email.n != 0 && str_find_char(e->email, '@') < e->email.n &&
                  url_external(a, str_fmt(a, "mailto:%" STR_FMT, STR_ARG(e->email)), &v->mail);
    v->phones = phones_fill(req, e->phones, e->nphones);
    v->nphones = e->nphones;
    v->addresses = addresses_fill(req, e->addresses, e->naddresses);
    v->naddresses = e->naddresses;
    v->nhours = words_week(a, req->lang, e->hours, e->nhours, clock_day(req->now), &v->hours);
}

static void trust_fill(const struct req *req, const struct directory_entry *e,
                       struct directory_entry_view *v)
{
    struct arena *a = req->arena;

    v->source =
        tr_fmt(a, req->lang, N_("From the list \"{list}\", read on {date}."),
               TR_ARGS({"list", e->source}, {"date", lang_date(a, req->lang, e->imported)}));
    v->checked = e->checked_at == 0
                     ? str_from_c(tr(req->lang, N_("Nobody here has checked this yet.")))
                     : tr_fmt(a, req->lang, N_("Checked by {name} on {date}."),
                              TR_ARGS({"name", e->checked_by},
                                      {"date", lang_date(a, req->lang, e->checked_at)}));
}

static void services_fill(const struct req *req, const struct directory_entry *e,
                          struct directory_entry_view *v)
{
    struct ui_row *rows = ARENA_ARRAY(req->arena, struct ui_row, e->nservices);

    for (size_t i = 0; i < e->nservices; i++)
        rows[i] = (struct ui_row){.title = e->services[i].title,
                                  .url = entry_url(req->arena, e->services[i].id)};
    v->services = rows;
    v->nservices = e->nservices;
}

static enum err entry_page(struct req *req, struct res *res)
{
    struct directory_entry e;
    struct directory_entry_view v = {0};
    struct html h;
    struct ui_page page;

    TRY(directory_entry_load(req->db, req->arena, req->params[0], &e));
    v.title = e.card.title;
    v.alternate_name = e.alternate_name;
    v.lang = e.card.language;
    v.description = html_markdown(req->arena, e.description);
    v.back = url_path(req->arena, "/d");
    v.organization = e.organization.title;
    v.organization_linked = e.organization.id.n != 0;
    v.organization_url = entry_url(req->arena, e.organization.id);
    v.can_share = req->viewer != NULL;
    v.share = url_path(req->arena, "/d/%" STR_FMT "/share", STR_ARG(e.card.id));
    facts_fill(req, &e, &v);
    reach_fill(req, &e, &v);
    v.places = places_fill(req, &e);
    v.nplaces = e.nplaces;
    services_fill(req, &e, &v);
    trust_fill(req, &e, &v);

    page_begin(req, NAV_FIND, &page, &h);
    view_directory_entry(&h, &page, &v);
    return page_send(&h, res);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/d", NULL, WHO_ANYONE, LANE_READ, NULL, find_page, 0},
    {HTTP_POST, "/d", &FIND_FORM, WHO_ANYONE, LANE_READ, NULL, find_post, 0},
    {HTTP_GET, "/d/:id", NULL, WHO_ANYONE, LANE_READ, NULL, entry_page, 0},
};
const struct route_table DIRECTORY_ROUTES = ROUTE_TABLE(ROUTES);
