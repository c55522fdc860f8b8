/* The page of one entry. */
#include "base/clock.h"
#include "desk/pages.h"
#include "directory/directory_fill.h"
#include "directory/directory_pages.h"
#include "directory/directory_patch.h"
#include "directory/directory_towns.h"
#include "directory/directory_view.h"
#include "directory/directory_words.h"
#include "directory/editors.h"
#include "directory/sealed.h"
#include "members/page.h"
#include "search/vocabulary.h"

#define YEAR_DAYS 365
#define NEEDS_SHOWN 6

static struct url entry_url(struct arena *a, struct str id)
{
    return url_path(a, "/d/%" STR_FMT, STR_ARG(id));
}

static struct str say(const struct req *req, const char *msgid)
{
    return str_from_c(tr(req->lang, msgid));
}

/* ---- how to reach them ----------------------------------------------------------------------- */

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

static const struct directory_contact_view *
contacts_fill(const struct req *req, const struct directory_contact *p, size_t n)
{
    struct directory_contact_view *v = ARENA_ARRAY(req->arena, struct directory_contact_view, n);

    for (size_t i = 0; i < n; i++)
        v[i] = (struct directory_contact_view){
            .name = p[i].name.n ? p[i].name : p[i].department,
            .role = p[i].title,
            .phones = phones_fill(req, p[i].phones, p[i].nphones),
            .nphones = p[i].nphones,
        };
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

/* The hours of an entry or of a place. */
struct times {
    const struct directory_hours *hours;
    size_t nhours;
    const struct directory_dates *dates;
    size_t ndates;
    const struct str *notes;
    size_t nnotes;
};

static void times_fill(const struct req *req, const struct times *t, struct directory_times_view *v)
{
    struct arena *a = req->arena;
    struct str *odd = ARENA_ARRAY(a, struct str, t->ndates);
    struct str *notes = ARENA_ARRAY(a, struct str, t->ndates + t->nnotes);

    *v = (struct directory_times_view){.odd = odd, .notes = notes};
    int32_t day = zone_at(req_net(req)->zone, req->now).day;
    v->nweek = words_week(a, req->lang, t->hours, t->nhours, day, &v->week);
    for (size_t i = 0; i < t->nnotes; i++)
        notes[v->nnotes++] = t->notes[i];
    for (size_t i = 0; i < t->ndates; i++) {
        struct str one = words_dates(a, req->lang, &t->dates[i]);
        if (words_dates_over(&t->dates[i], day))
            continue;
        if (one.n)
            odd[v->nodd++] = one;
        if (t->dates[i].description.n && !words_says_closed(&t->dates[i]))
            notes[v->nnotes++] = t->dates[i].description;
    }
}

static const struct str *access_fill(const struct req *req, const struct directory_place *p)
{
    struct str *v = ARENA_ARRAY(req->arena, struct str, p->naccessibility);

    for (size_t i = 0; i < p->naccessibility; i++) {
        const struct str both[] = {p->accessibility[i].name, p->accessibility[i].text};
        v[i] = words_list(req->arena, req->lang, both, 2);
    }
    return v;
}

static const struct directory_place_view *places_fill(const struct req *req,
                                                      const struct directory_entry *e)
{
    struct directory_place_view *v =
        ARENA_ARRAY(req->arena, struct directory_place_view, e->nplaces);

    for (size_t i = 0; i < e->nplaces; i++) {
        const struct directory_place *p = &e->places[i];
        const struct times t = {p->hours,  p->nhours,     p->dates,
                                p->ndates, p->hour_notes, p->nhour_notes};
        v[i] = (struct directory_place_view){
            .name = p->name.n != 0 ? p->name : e->card.title,
            .about = p->description,
            .way = p->transportation,
            .addresses = addresses_fill(req, p->addresses, p->naddresses),
            .naddresses = p->naddresses,
            .phones = phones_fill(req, p->phones, p->nphones),
            .nphones = p->nphones,
            .access = access_fill(req, p),
            .naccess = p->naccessibility,
        };
        times_fill(req, &t, &v[i].times);
    }
    return v;
}

static void reach_fill(const struct req *req, const struct directory_entry *e,
                       struct directory_entry_view *v)
{
    struct arena *a = req->arena;
    struct str web = directory_web(a, e->card.url);
    const struct times t = {e->hours,  e->nhours,     e->dates,
                            e->ndates, e->hour_notes, e->nhour_notes};

    v->has_web = web.n != 0 &&
                 (str_starts(web, STR("https://")) || str_starts(web, STR("http://"))) &&
                 url_external(a, web, &v->web);
    v->web_text = web;
    v->mail_text = e->email;
    v->has_mail = e->email.n != 0 && str_find_char(e->email, '@') < e->email.n &&
                  url_external(a, str_fmt(a, "mailto:%" STR_FMT, STR_ARG(e->email)), &v->mail);
    v->phones = phones_fill(req, e->phones, e->nphones);
    v->nphones = e->nphones;
    v->contacts = contacts_fill(req, e->contacts, e->ncontacts);
    v->ncontacts = e->ncontacts;
    v->addresses = addresses_fill(req, e->addresses, e->naddresses);
    v->naddresses = e->naddresses;
    v->address_hidden = (e->card.tags & DIRECTORY_TAG_ADDRESS_SEALED) != 0;
    times_fill(req, &t, &v->times);
}

static bool irregular(const struct directory_dates *d, size_t n, int32_t day)
{
    for (size_t i = 0; i < n; i++)
        if (!words_dates_over(&d[i], day))
            return true;
    return false;
}

static void open_fill(const struct req *req, const struct directory_entry *e,
                      struct directory_entry_view *v)
{
    bool own = e->nhours != 0 || e->nplaces == 0;
    struct zone_time at = zone_at(req_net(req)->zone, req->now);

    /* Of several places each has its own hours; a holiday may stand among what is irregular. */
    if (irregular(e->dates, e->ndates, at.day) ||
        (!own && (e->nplaces > 1 || irregular(e->places[0].dates, e->places[0].ndates, at.day))))
        return;
    v->open = words_now(req->arena, req->lang, own ? e->hours : e->places[0].hours,
                        own ? e->nhours : e->places[0].nhours, &at, &v->is_open, &v->next);
}

/* What the index knows of its hours, irregular ones too, has the last word. */
static enum err open_judged(const struct req *req, const struct directory_entry *e,
                            struct directory_entry_view *v)
{
    enum directory_open open;
    bool was_open = v->is_open;

    TRY(directory_open_of(req->db, req->arena, e->card.id, req_net(req)->zone, req->now, &open));
    if (open == DIRECTORY_OPEN_UNKNOWN)
        return ERR_OK;
    v->is_open = open == DIRECTORY_OPEN;
    v->open = say(req, v->is_open ? N_("open now") : N_("closed now"));
    if (v->is_open != was_open)
        v->next = STR_NONE;
    return ERR_OK;
}

/* ---- what can be trusted --------------------------------------------------------------------- */

#define NOTICES_MAX 3

static void notice_add(struct directory_entry_view *v, struct ui_notice *notices, struct str text)
{
    notices[v->nnotices++] = (struct ui_notice){UI_CAREFUL, text};
}

/* HSDS: "active", "inactive", "defunct", "temporarily closed". */
static struct str status_text(const struct req *req, struct str status)
{
    if (str_eq_c(status, "temporarily closed"))
        return say(req, N_("Closed for the time being, as far as the list knows."));
    if (str_eq_c(status, "inactive"))
        return say(req, N_("Not offered at the moment, as far as the list knows."));
    if (str_eq_c(status, "defunct"))
        return say(req, N_("This is no longer there, as far as the list knows."));
    return STR_NONE;
}

static void notices_fill(const struct req *req, const struct directory_entry *e,
                         struct directory_entry_view *v)
{
    struct arena *a = req->arena;
    struct ui_notice *notices = ARENA_ARRAY(a, struct ui_notice, NOTICES_MAX);
    struct str status = status_text(req, e->status);

    v->notices = notices;
    if (status.n)
        notice_add(v, notices, status);
    if (e->doubted != 0)
        notice_add(v, notices,
                   tr_fmt(a, req->lang,
                          N_("Reported as out of date on {date}. It is being checked."),
                          TR_ARGS({"date", lang_day(a, req->lang, (int32_t)e->doubted)})));
    if (e->checked_at == 0)
        notice_add(v, notices,
                   say(req, N_("Nobody here has checked this yet. It is better to call before "
                               "going there.")));
    else if (e->checked_at < req->now - (int64_t)YEAR_DAYS * DAY_SECONDS)
        notice_add(v, notices,
                   say(req, N_("The last check was more than a year ago. It is better to call "
                               "before going there.")));
}

static struct str checked_text(const struct req *req, const struct directory_entry *e)
{
    struct arena *a = req->arena;

    if (e->checked_at == 0)
        return STR_NONE;
    struct str date = lang_date(a, req->lang, e->checked_at);
    return tr_fmt(a, req->lang, N_("Checked by {name} on {date}."),
                  TR_ARGS({"name", desk_byline_text(req->lang, &DESK_EDITORS, e->checked_by)},
                          {"date", date}));
}

static void trust_fill(const struct req *req, const struct directory_entry *e,
                       struct directory_entry_view *v)
{
    struct arena *a = req->arena;
    int32_t assured;

    v->checked = checked_text(req, e);
    if (str_eq(e->source, DIRECTORY_OWN_SOURCE))
        v->source = say(req, N_("Added here, by the people who keep this list."));
    else if (e->imported != 0)
        v->source =
            tr_fmt(a, req->lang, N_("From the list \"{list}\", read on {date}."),
                   TR_ARGS({"list", e->source}, {"date", lang_date(a, req->lang, e->imported)}));
    if (words_iso_day(e->assured_date, &assured))
        v->source =
            tr_fmt(a, req->lang, N_("{source} Who keeps that list checked it on {date}."),
                   TR_ARGS({"source", v->source}, {"date", lang_day(a, req->lang, assured)}));
    if (e->corrected)
        v->source = tr_fmt(a, req->lang, N_("{source} Put right here since."),
                           TR_ARGS({"source", v->source}));
}

/* Is it broader than another need of the entry? The narrower one says more. */
static bool is_covered(const struct directory_entry *e, const struct concept *broad)
{
    for (size_t i = 0; i < e->nneeds; i++) {
        const struct concept *c = vocabulary_concept(e->needs[i]);
        for (unsigned k = 0; c && k < c->nabove; k++)
            if (c->above[k] == broad)
                return true;
    }
    return false;
}

static void needs_fill(const struct req *req, const struct directory_entry *e,
                       struct directory_entry_view *v)
{
    struct str *needs = ARENA_ARRAY(req->arena, struct str, NEEDS_SHOWN);

    for (size_t i = 0; i < e->nneeds && v->nneeds < NEEDS_SHOWN; i++) {
        const struct concept *need = vocabulary_concept(e->needs[i]);
        if (need && !is_covered(e, need))
            needs[v->nneeds++] = str_from_c(vocabulary_label(need, lang_code(req->lang)));
    }
    v->needs = needs;
    v->ntags = words_tags(req->lang, e->card.tags, v->tags);
}

/* ---- the page -------------------------------------------------------------------------------- */

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

static void act_add(const struct req *req, const struct directory_entry *e, const char *label,
                    const char *way, enum directory_act_kind kind, struct directory_entry_view *v)
{
    struct url u = entry_url(req->arena, e->card.id);
    u.s = str_fmt(req->arena, "%" STR_FMT "%s", STR_ARG(u.s), way);
    directory_act_add(v, say(req, label), u, kind);
}

/* What can be done with it. Of an entry that only members see nothing leads outside. */
static enum err acts_fill(const struct req *req, const struct directory_entry *e, bool members_only,
                          struct directory_entry_view *v)
{
    struct space_ctx ctx = req_ctx(req);
    bool may_edit;
    if (req->viewer) {
        act_add(req, e, N_("Save for me"), "/save", DIRECTORY_ACT_GOES, v);
        if (!members_only)
            act_add(req, e, N_("Put into a circle"), "/share", DIRECTORY_ACT_GOES, v);
    }
    if (!members_only)
        act_add(req, e, N_("This is out of date"), "/outdated", DIRECTORY_ACT_GOES, v);
    TRY(desk_may(&ctx, &DESK_EDITORS, req->viewer, &may_edit));
    if (!may_edit)
        return ERR_OK;
    act_add(req, e, N_("Correct the entry"), "/edit", DIRECTORY_ACT_GOES, v);
    act_add(req, e, N_("Checked today"), "/checked", DIRECTORY_ACT_DOES, v);
    if (!members_only)
        act_add(req, e, N_("History"), "/history", DIRECTORY_ACT_GOES, v);
    return ERR_OK;
}

void directory_act_add(struct directory_entry_view *v, struct str label, struct url url,
                       enum directory_act_kind kind)
{
    if (v->nacts < DIRECTORY_ACTS_MAX)
        v->acts[v->nacts++] = (struct directory_act){label, url, kind == DIRECTORY_ACT_DOES};
}

void directory_entry_view_fill(const struct req *req, const struct directory_entry *e,
                               struct directory_entry_view *v)
{
    *v = (struct directory_entry_view){
        .title = e->card.title,
        .alternate_name = e->alternate_name,
        .lang = e->card.language,
        .description = html_markdown(req->arena, e->description),
        .alert = e->alert,
        .back = url_path(req->arena, "/d"),
        .organization = e->organization.title,
        .organization_linked = e->organization.id.n != 0,
        .organization_url = entry_url(req->arena, e->organization.id),
    };
    directory_facts_fill(req, e, v);
    reach_fill(req, e, v);
    open_fill(req, e, v);
    v->places = places_fill(req, e);
    v->nplaces = e->nplaces;
    services_fill(req, e, v);
    notices_fill(req, e, v);
    trust_fill(req, e, v);
    needs_fill(req, e, v);
}

static enum err entry_page(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct directory_entry e;
    struct directory_entry_view v;
    struct html h;
    struct ui_page page;
    bool sealed;

    TRY(sealed_entry_load(&ctx, req->viewer, req->params[0], &e, &sealed));
    bool address_only = (e.card.tags & DIRECTORY_TAG_ADDRESS_SEALED) != 0;
    directory_entry_needs(req->search, req->arena, &e);
    directory_entry_view_fill(req, &e, &v);
    TRY(open_judged(req, &e, &v));
    v.address_hidden = address_only && !sealed;
    TRY(acts_fill(req, &e, sealed && !address_only, &v));
    page_begin(req, NAV_FIND, &page, &h);
    if (sealed)
        page_say(req, &page, UI_NOTE,
                 address_only ? say(req, N_("Only members of this network see the address."))
                              : say(req, N_("Only members of this network see this entry.")));
    view_directory_entry(&h, &page, &v);
    return page_send(&h, res);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/d/:id", NULL, WHO_ANYONE, LANE_READ, NULL, entry_page, 0},
};
const struct route_table DIRECTORY_ENTRY_ROUTES = ROUTE_TABLE(ROUTES);
