#include "directory/directory_facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "directory/directory_need.h"
#include "directory/directory_open.h"
#include "directory/directory_publish.h"
#include "directory/directory_rules.h"
#include "hsds/model.h"
#include "hsds/scan.h"

#define CITIES_MAX 4 /* of one entry: more would make it an entry of everywhere */
#define TEXTS_MAX 64

/* Texts of an object that are worth little each. */
#define OTHER_KEYS(X)                                                                              \
    X("application_process")                                                                       \
    X("fees_description")                                                                          \
    X("fees")                                                                                      \
    X("interpretation_services")                                                                   \
    X("accreditations")                                                                            \
    X("licenses")                                                                                  \
    X("alert")                                                                                     \
    X("wait_time")

struct facts {
    int type; /* enum hsds_type */
    struct str id, parent, place;
    unsigned tags;
    int64_t checked_at, doubted;
    struct str name, alternate_name, description, url, phone, status, eligibility, application,
        email;
    struct texts others, terms, needs, cities, areas, languages;
    struct str week;                   /* one group of hours */
    struct facts *first, *last, *next; /* of an organization: its locations; of a service: its
                                          service_at_locations */
    bool has_children;                 /* they were read */
};

void texts_push(struct arena *a, struct texts *t, struct str text)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 4;
        struct str *v = ARENA_ARRAY(a, struct str, cap);
        if (t->n != 0)
            memcpy(v, t->v, t->n * sizeof(*v));
        t->v = v;
        t->cap = cap;
    }
    t->v[t->n++] = text;
}

bool texts_have(const struct texts *t, struct str text)
{
    for (size_t i = 0; i < t->n; i++) {
        if (str_eq(t->v[i], text))
            return true;
    }
    return false;
}

/* Of what stands in a document: at most so many. */
static void texts_add(struct arena *a, struct texts *t, struct str text)
{
    text = str_trim(text);
    if (text.n != 0 && t->n < TEXTS_MAX && !texts_have(t, text))
        texts_push(a, t, text);
}

static void texts_add_all(struct arena *a, struct texts *t, const struct texts *more)
{
    for (size_t i = 0; i < more->n; i++)
        texts_add(a, t, more->v[i]);
}

/* ---- reading documents ----------------------------------------------------------------------- */

static struct str text_of(struct arena *a, const struct hsds_node *o, const char *key)
{
    struct str text = hsds_node_text(o, key);
    return text.n != 0 ? str_copy(a, text) : STR_NONE;
}

/* A text of the document: copied when it is new. */
static void text_add(struct arena *a, struct texts *t, struct str text)
{
    text = str_trim(text);
    if (text.n != 0 && t->n < TEXTS_MAX && !texts_have(t, text))
        texts_push(a, t, str_copy(a, text));
}

static void part_texts(struct arena *a, const struct hsds_node *doc, const char *parts,
                       const char *key, struct texts *out)
{
    const struct hsds_node *part = hsds_node_first(hsds_node_get(doc, parts));

    for (; part; part = part->next)
        text_add(a, out, hsds_node_text(part, key));
}

static struct str phone_of(struct arena *a, const struct hsds_node *doc)
{
    const struct hsds_node *phone = hsds_node_first(hsds_node_get(doc, "phones"));
    const struct hsds_node *contact = hsds_node_first(hsds_node_get(doc, "contacts"));

    if (!phone)
        phone = hsds_node_first(hsds_node_get(contact, "phones"));
    return text_of(a, phone, "number");
}

static void places_read(struct arena *a, const struct hsds_node *doc, struct facts *f)
{
    static const char *const KEYS[] = {"city", "region", "state_province", "postal_code",
                                       "country"};
    const struct hsds_node *address = hsds_node_first(hsds_node_get(doc, "addresses"));

    for (; address; address = address->next) {
        text_add(a, &f->cities, hsds_node_text(address, "city"));
        for (size_t k = 0; k < sizeof(KEYS) / sizeof(KEYS[0]); k++)
            text_add(a, &f->areas, hsds_node_text(address, KEYS[k]));
    }
    part_texts(a, doc, "service_areas", "name", &f->areas);
}

/* By the name of the need: words that the vocabulary knows. */
static void needs_read(struct arena *a, const struct hsds_node *doc, struct facts *f)
{
    const struct hsds_node *attribute = hsds_node_first(hsds_node_get(doc, "attributes"));

    for (; attribute; attribute = attribute->next) {
        const struct concept *need = directory_need_named(
            a, hsds_node_text(attribute, "value"), hsds_node_text(attribute, "taxonomy_term_id"));
        if (need)
            texts_add(a, &f->needs, str_from_c(vocabulary_label(need, "en")));
    }
}

static void doc_read(struct arena *a, const struct hsds_node *doc, struct facts *f)
{
    static const char *const OTHERS[] = {
#define X(key) key,
        OTHER_KEYS(X)
#undef X
    };
    f->name = text_of(a, doc, "name");
    f->alternate_name = text_of(a, doc, "alternate_name");
    f->description = text_of(a, doc, "description");
    f->url = text_of(a, doc, f->type == HSDS_ORGANIZATION ? "website" : "url");
    f->email = text_of(a, doc, "email");
    f->status = text_of(a, doc, "status");
    f->eligibility = text_of(a, doc, "eligibility_description");
    f->application = text_of(a, doc, "application_process");
    f->phone = phone_of(a, doc);
    for (size_t i = 0; i < sizeof(OTHERS) / sizeof(OTHERS[0]); i++)
        text_add(a, &f->others, hsds_node_text(doc, OTHERS[i]));
    part_texts(a, doc, "required_documents", "document", &f->others);
    part_texts(a, doc, "cost_options", "amount_description", &f->others);
    part_texts(a, doc, "attributes", "taxonomy_term_id", &f->terms);
    needs_read(a, doc, f);
    part_texts(a, doc, "languages", "name", &f->languages);
    part_texts(a, doc, "languages", "code", &f->languages);
    places_read(a, doc, f);
}

/* ---- the house ------------------------------------------------------------------------------- */

static struct facts *house_find(struct facts_house *h, struct str id)
{
    const uint32_t *number = id.n != 0 ? map_get(&h->ids, id) : NULL;
    return number ? h->v[*number] : NULL;
}

/* An entry's hours may be those of any other: each text is kept once. */
static struct str week_kept(struct facts_house *h, struct str week)
{
    bool fresh;

    if (week.n == 0)
        return STR_NONE;
    const uint32_t *known = map_get(&h->week_numbers, week);
    if (known)
        return h->weeks.v[*known];
    texts_push(h->arena, &h->weeks, str_copy(h->arena, week));
    week = h->weeks.v[h->weeks.n - 1];
    *map_put(&h->week_numbers, week, &fresh) = (uint32_t)h->weeks.n - 1;
    return week;
}

static enum err house_add(struct facts_house *h, const struct directory_object *o,
                          struct facts **out)
{
    struct facts *f = ARENA_NEW(h->arena, struct facts);
    const struct hsds_node *doc = hsds_scan(h->scratch, o->doc);
    bool fresh;

    *out = f;
    if (!doc) {
        log_error("directory", "a document in the database is damaged");
        return ERR_DB;
    }
    f->type = o->type;
    f->id = str_copy(h->arena, o->public_id);
    f->parent = str_copy(h->arena, o->parent);
    f->place = str_copy(h->arena, o->place);
    f->tags = o->tags;
    f->checked_at = o->checked_at;
    f->doubted = o->doubted;
    doc_read(h->arena, doc, f);
    f->week = week_kept(h, open_group(h->scratch, hsds_node_get(doc, "schedules")));
    if (h->n == h->cap) {
        size_t cap = h->cap ? h->cap * 2 : 256;
        struct facts **v = ARENA_ARRAY(h->arena, struct facts *, cap);
        if (h->n != 0)
            memcpy(v, h->v, h->n * sizeof(*v));
        h->v = v;
        h->cap = cap;
    }
    *map_put(&h->ids, f->id, &fresh) = (uint32_t)h->n;
    h->v[h->n++] = f;
    return ERR_OK;
}

static void child_add(struct facts *owner, struct facts *child)
{
    if (owner->last)
        owner->last->next = child;
    else
        owner->first = child;
    owner->last = child;
}

static enum err on_object(void *ctx, const struct directory_object *o)
{
    struct facts_house *h = ctx;
    struct facts *f;

    arena_clear(h->scratch);
    TRY(house_add(h, o, &f));
    if (f->type == HSDS_LOCATION || f->type == HSDS_SERVICE_AT_LOCATION) {
        struct facts *owner = house_find(h, f->parent);
        if (owner)
            child_add(owner, f);
    }
    return ERR_OK;
}

static void house_init(struct facts_house *h, struct db *db, struct arena *a, struct arena *scratch)
{
    *h = (struct facts_house){.db = db, .arena = a, .scratch = scratch};
    map_init(&h->ids, a);
    map_init(&h->week_numbers, a);
}

void facts_open_lazy(struct facts_house *h, struct db *db, struct arena *a, struct arena *scratch,
                     const struct facts_before *before)
{
    house_init(h, db, a, scratch);
    h->before = before;
}

enum err facts_open_all(struct facts_house *h, struct db *db, struct arena *a,
                        struct arena *scratch)
{
    static const int TYPES[] = {HSDS_TAXONOMY_TERM, HSDS_ORGANIZATION, HSDS_LOCATION, HSDS_SERVICE,
                                HSDS_SERVICE_AT_LOCATION};
    house_init(h, db, a, scratch);
    h->all = true;
    for (size_t i = 0; i < sizeof(TYPES) / sizeof(TYPES[0]); i++)
        TRY(directory_object_each(db, TYPES[i], on_object, h));
    return ERR_OK;
}

/* Whether an object is one of those that changed; *out: as it was, NULL when it was not there. */
static bool was_before(const struct facts_house *h, struct str id,
                       const struct directory_object **out)
{
    *out = NULL;
    for (size_t i = 0; h->before && i < h->before->n; i++) {
        if (!str_eq(h->before->ids[i], id))
            continue;
        *out = h->before->v[i].doc.n != 0 ? &h->before->v[i] : NULL;
        return true;
    }
    return false;
}

static enum err facts_read(struct facts_house *h, struct str id, struct facts **out)
{
    const struct directory_object *old;
    struct directory_object o;

    if (was_before(h, id, &old))
        return old ? house_add(h, old, out) : ERR_OK;
    arena_clear(h->scratch);
    enum err e = directory_object_get(h->db, h->scratch, id, &o);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    return house_add(h, &o, out);
}

/* NULL in *out: it is not there. */
static enum err facts_of(struct facts_house *h, struct str id, int type, struct facts **out)
{
    *out = house_find(h, id);
    if (!*out && !h->all && id.n != 0)
        TRY(facts_read(h, id, out));
    if (*out && (*out)->type != type)
        *out = NULL;
    return ERR_OK;
}

static int by_public_id(const void *a, const void *b)
{
    return str_cmp(((const struct directory_object *)a)->public_id,
                   ((const struct directory_object *)b)->public_id);
}

/* The children of an owner, as they were where that is asked. */
static enum err children_list(struct facts_house *h, const struct facts *f, int type,
                              struct directory_objects *out)
{
    struct directory_objects now;
    const struct directory_object *old;
    size_t more = h->before ? h->before->n : 0;

    TRY(directory_object_children(h->db, h->arena, f->id, type, &now));
    out->v = ARENA_ARRAY(h->arena, struct directory_object, now.n + more);
    out->n = 0;
    for (size_t i = 0; i < now.n; i++) {
        if (!was_before(h, now.v[i].public_id, &old))
            out->v[out->n++] = now.v[i];
    }
    for (size_t i = 0; i < more; i++) {
        old = &h->before->v[i];
        if (old->doc.n != 0 && old->type == type && str_eq(old->parent, f->id))
            out->v[out->n++] = *old;
    }
    if (out->n != 0)
        qsort(out->v, out->n, sizeof(*out->v), by_public_id);
    return ERR_OK;
}

static enum err children_read(struct facts_house *h, struct facts *f, int type)
{
    struct directory_objects objects;

    if (h->all || f->has_children)
        return ERR_OK;
    f->has_children = true;
    TRY(children_list(h, f, type, &objects));
    for (size_t i = 0; i < objects.n; i++) {
        struct facts *child = house_find(h, objects.v[i].public_id);
        if (!child)
            TRY(house_add(h, &objects.v[i], &child));
        child_add(f, child);
    }
    return ERR_OK;
}

static int by_title(const void *pa, const void *pb)
{
    const struct facts *a = *(struct facts *const *)pa, *b = *(struct facts *const *)pb;
    int c = str_cmp(a->name, b->name);
    return c ? c : str_cmp(a->id, b->id);
}

static bool is_entry(const struct facts *f)
{
    return f->type == HSDS_ORGANIZATION || f->type == HSDS_SERVICE;
}

enum err facts_entries(struct facts_house *h, struct facts ***out, size_t *n)
{
    *out = ARENA_ARRAY(h->arena, struct facts *, h->n);
    *n = 0;
    for (size_t i = 0; i < h->n; i++) {
        if (is_entry(h->v[i]))
            (*out)[(*n)++] = h->v[i];
    }
    if (*n != 0)
        qsort(*out, *n, sizeof(struct facts *), by_title);
    return ERR_OK;
}

enum err facts_entry(struct facts_house *h, struct str public_id, struct facts **out)
{
    TRY(facts_of(h, public_id, HSDS_SERVICE, out));
    if (!*out)
        TRY(facts_of(h, public_id, HSDS_ORGANIZATION, out));
    return *out ? ERR_OK : ERR_NOT_FOUND;
}

struct str facts_title(const struct facts *f)
{
    return f->name;
}

/* ---- which entries an object touches --------------------------------------------------------- */

static void touch(struct arena *a, struct str id, struct texts *out)
{
    if (id.n != 0 && !texts_have(out, id))
        texts_push(a, out, id);
}

static enum err touch_services(struct db *db, struct arena *a, struct str organization,
                               struct texts *out)
{
    struct directory_objects v;

    if (organization.n == 0)
        return ERR_OK;
    TRY(directory_object_children(db, a, organization, HSDS_SERVICE, &v));
    for (size_t i = 0; i < v.n; i++)
        texts_push(a, out, v.v[i].public_id);
    return ERR_OK;
}

/* Services without a place of their own are where their organization is. */
static enum err touch_place(struct db *db, struct arena *a, const struct directory_object *place,
                            struct texts *out)
{
    struct directory_objects v;

    TRY(directory_object_at(db, a, place->public_id, &v));
    for (size_t i = 0; i < v.n; i++)
        touch(a, v.v[i].parent, out);
    return touch_services(db, a, place->parent, out);
}

enum err facts_touched(struct db *db, struct arena *a, struct str public_id, struct texts *out)
{
    struct directory_object o;
    enum err e = directory_object_get(db, a, public_id, &o);

    touch(a, public_id, out);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    if (o.type == HSDS_ORGANIZATION)
        return touch_services(db, a, public_id, out);
    if (o.type == HSDS_LOCATION || o.type == HSDS_SERVICE_AT_LOCATION)
        touch(a, o.parent, out);
    return o.type == HSDS_LOCATION ? touch_place(db, a, &o, out) : ERR_OK;
}

/* ---- the text of an entry -------------------------------------------------------------------- */

#define FIELDS_MAX 256
#define GROUPS_MAX 64

struct writing {
    struct facts_house *house;
    struct entry_text *out;
    struct arena *a;
    struct texts cities, groups;
    struct str phone; /* of the places */
    bool placed;
};

static void field_add(struct writing *w, struct str text, enum field_weight weight)
{
    if (text.n != 0 && w->out->nfields < FIELDS_MAX)
        w->out->fields[w->out->nfields++] = (struct text_field){text, weight};
}

static void fields_add(struct writing *w, const struct texts *t, enum field_weight weight)
{
    for (size_t i = 0; i < t->n; i++)
        field_add(w, t->v[i], weight);
}

static void place_add(struct writing *w, const struct facts *place)
{
    struct arena *a = w->a;

    w->placed = true;
    texts_add_all(a, &w->cities, &place->cities);
    texts_add_all(a, &w->out->areas, &place->areas);
    texts_add_all(a, &w->out->languages, &place->languages);
    if (w->phone.n == 0)
        w->phone = place->phone;
    if (place->week.n != 0 && w->groups.n < GROUPS_MAX)
        texts_push(a, &w->groups, place->week);
}

static enum err places_of_organization(struct writing *w, struct facts *f)
{
    TRY(children_read(w->house, f, HSDS_LOCATION));
    for (const struct facts *place = f->first; place; place = place->next)
        place_add(w, place);
    return ERR_OK;
}

/* Hours are those of the service; else those it has at its places; else those of the places. */
static enum err places_of_service(struct writing *w, struct facts *f)
{
    struct texts at_place = {0};
    struct arena *a = w->a;

    TRY(children_read(w->house, f, HSDS_SERVICE_AT_LOCATION));
    for (const struct facts *at = f->first; at; at = at->next) {
        struct facts *place;
        TRY(facts_of(w->house, at->place, HSDS_LOCATION, &place));
        if (w->phone.n == 0)
            w->phone = at->phone;
        if (at->week.n != 0)
            texts_add(a, &at_place, at->week);
        if (place)
            place_add(w, place);
    }
    if (at_place.n != 0)
        w->groups = at_place;
    if (f->week.n != 0) {
        w->groups = (struct texts){0};
        texts_push(a, &w->groups, f->week);
    }
    return ERR_OK;
}

/* A service without a place of its own is where its organization is, and without a phone is reached
 * at its organization's. */
static enum err organization_add(struct writing *w, struct facts *organization)
{
    struct directory_card *card = &w->out->card;
    struct texts groups = w->groups, languages = w->out->languages;

    card->organization = organization->name;
    field_add(w, organization->name, WEIGHT_ORGANIZATION);
    field_add(w, organization->alternate_name, WEIGHT_OTHER);
    if (card->url.n == 0)
        card->url = organization->url;
    if (w->phone.n == 0)
        w->phone = organization->phone;
    if (w->placed)
        return ERR_OK;
    TRY(places_of_organization(w, organization));
    w->out->languages = languages; /* spoken at places that the service does not name */
    if (groups.n != 0)
        w->groups = groups;
    return ERR_OK;
}

static enum err terms_add(struct writing *w, const struct facts *f)
{
    for (size_t i = 0; i < f->terms.n; i++) {
        struct facts *term;
        TRY(facts_of(w->house, f->terms.v[i], HSDS_TAXONOMY_TERM, &term));
        if (term)
            field_add(w, term->name, WEIGHT_TERM);
        texts_push(w->a, &w->out->filed, f->terms.v[i]);
        if (term && term->parent.n != 0)
            texts_push(w->a, &w->out->filed, term->parent);
    }
    for (size_t i = 0; i < f->needs.n; i++)
        field_add(w, f->needs.v[i], WEIGHT_TERM);
    directory_tags_filed(w->a, f->tags, &w->out->filed);
    return ERR_OK;
}

/* One or two lines for a hit: the description, and how to get it when that is short. */
static struct str summary_of(struct arena *a, const struct facts *f)
{
    struct str text = f->description;

    if (text.n < 80 && f->application.n != 0)
        text = text.n == 0
                   ? f->application
                   : str_fmt(a, "%" STR_FMT " · %" STR_FMT, STR_ARG(text), STR_ARG(f->application));
    return directory_summary(a, text);
}

/* What was checked comes before what was not, the newest check first (in months); then what says
 * more. The weights of rank_find's first group, 16 × 255, lie below one that was checked. */
#define QUALITY_CHECKED 8192
#define QUALITY_MONTH (30 * DAY_SECONDS)
#define QUALITY_FROM INT64_C(1577836800) /* 2020 */

static uint16_t quality_of(const struct writing *w, const struct facts *f)
{
    const struct entry_text *t = w->out;
    unsigned said = 0;

    said += t->card.phone.n != 0 ? 3 : 0;
    said += t->card.url.n != 0 ? 2 : 0;
    said += f->email.n != 0 ? 1 : 0;
    said += w->cities.n != 0 ? 2 : 0;
    said += t->week.n != 0 ? 2 : 0;
    said += f->description.n >= 80 ? 2 : f->description.n != 0 ? 1 : 0;
    said += f->eligibility.n != 0 ? 1 : 0;
    said += f->languages.n != 0 ? 1 : 0;
    bool doubted = f->doubted != 0 && f->doubted >= clock_day(f->checked_at);
    if (f->checked_at == 0 || doubted)
        return (uint16_t)said;
    int64_t months = (f->checked_at - QUALITY_FROM) / QUALITY_MONTH;
    months = months < 0 ? 0 : months > 1500 ? 1500 : months;
    return (uint16_t)(QUALITY_CHECKED + 32 * months + said);
}

static void card_fill(struct writing *w, const struct facts *f)
{
    struct arena *a = w->a;

    w->out->card = (struct directory_card){
        .id = f->id,
        .kind = f->type == HSDS_SERVICE ? DIRECTORY_SERVICE : DIRECTORY_ORGANIZATION,
        .title = f->name,
        .summary = summary_of(a, f),
        .url = f->url,
        .language = directory_language(
            str_fmt(a, "%" STR_FMT " %" STR_FMT, STR_ARG(f->name), STR_ARG(f->description))),
        .tags = f->tags,
        .checked_at = f->checked_at,
    };
    w->phone = f->phone;
}

/* Where a sentence ends: behind its full stop or at the end of a line; a dot within a word or a
 * number is none. */
static size_t sentence_end(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool last = i + 1 == text.n || text.p[i + 1] == ' ' || text.p[i + 1] == '\n';
        if (c == '\n' || (last && (c == '.' || c == '!' || c == '?')))
            return i + 1;
        if (str_starts(str_slice(text, i, text.n), STR("؟")))
            return i + STR("؟").n;
    }
    return text.n;
}

#define LEAD_SENTENCES 2

/* What an entry is stands at the beginning; behind it come conditions, neighbours, what it is not.
 */
static void description_add(struct writing *w, struct str text)
{
    size_t lead = 0;

    for (size_t i = 0; i < LEAD_SENTENCES; i++)
        lead += sentence_end(str_slice(text, lead, text.n));
    field_add(w, str_slice(text, 0, lead), WEIGHT_LEAD);
    field_add(w, str_slice(text, lead, text.n), WEIGHT_DESCRIPTION);
}

enum err facts_text(struct facts_house *h, struct arena *a, struct facts *f, struct entry_text *out)
{
    struct writing w = {.house = h, .out = out, .a = a};
    struct facts *organization = NULL;

    *out = (struct entry_text){.fields = ARENA_ARRAY(a, struct text_field, FIELDS_MAX)};
    card_fill(&w, f);
    out->found = !str_eq_c(f->status, "defunct") && !str_eq_c(f->status, "inactive");
    field_add(&w, f->name, WEIGHT_TITLE);
    field_add(&w, f->alternate_name, WEIGHT_ALTERNATE);
    TRY(terms_add(&w, f));
    description_add(&w, f->description);
    field_add(&w, f->eligibility, WEIGHT_ELIGIBILITY);
    fields_add(&w, &f->others, WEIGHT_OTHER);
    texts_add_all(a, &out->areas, &f->areas);
    texts_add_all(a, &out->languages, &f->languages);
    if (f->type == HSDS_SERVICE) {
        TRY(places_of_service(&w, f));
        TRY(facts_of(h, f->parent, HSDS_ORGANIZATION, &organization));
    } else {
        TRY(places_of_organization(&w, f));
    }
    if (organization)
        TRY(organization_add(&w, organization));
    for (size_t i = 0; i < w.cities.n && i < CITIES_MAX; i++)
        field_add(&w, w.cities.v[i], WEIGHT_CITY);
    out->card.phone = w.phone;
    out->card.city = w.cities.n == 1 ? w.cities.v[0] : STR_NONE;
    if (out->languages.n == 0)
        texts_add(a, &out->languages, out->card.language);
    out->week = str_eq_c(f->status, "temporarily closed") ? OPEN_NEVER
                                                          : open_week(a, w.groups.v, w.groups.n);
    out->quality = quality_of(&w, f);
    return ERR_OK;
}
