#include "directory/directory_compose.h"
#include "directory/directory_need.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "directory/directory_rules.h"
#include "hsds/hsds.h"

#define PARTS_MAX 100 /* of one kind, of one object */

/* ---- texts ----------------------------------------------------------------------------------- */

struct str doc_text(struct arena *a, const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);

    if (json_is_string(v))
        return str_copy(a, str_from(json_string_value(v), json_string_length(v)));
    if (json_is_integer(v))
        return str_fmt(a, "%lld", (long long)json_integer_value(v));
    if (json_is_real(v))
        return str_fmt(a, "%.10g", json_real_value(v));
    return STR_NONE;
}

static const json_t *parts_of(const json_t *doc, const char *key, size_t *n)
{
    const json_t *list = json_object_get(doc, key);
    *n = json_array_size(list);
    *n = *n < PARTS_MAX ? *n : PARTS_MAX;
    return list;
}

size_t doc_terms(struct arena *a, const json_t *doc, struct str *out, size_t max)
{
    size_t n, found = 0;
    const json_t *list = parts_of(doc, "attributes", &n);

    for (size_t i = 0; i < n && found < max; i++) {
        struct str id = doc_text(a, json_array_get(list, i), "taxonomy_term_id");
        if (id.n != 0)
            out[found++] = id;
    }
    return found;
}

/* ---- parts ----------------------------------------------------------------------------------- */

static struct str languages_list(struct arena *a, const json_t *doc)
{
    size_t n;
    const json_t *list = parts_of(doc, "languages", &n);
    struct str out = STR_NONE;

    for (size_t i = 0; i < n; i++) {
        struct str name = doc_text(a, json_array_get(list, i), "name");
        if (name.n == 0)
            name = doc_text(a, json_array_get(list, i), "code");
        if (name.n != 0)
            out = out.n == 0 ? name
                             : str_fmt(a, "%" STR_FMT ", %" STR_FMT, STR_ARG(out), STR_ARG(name));
    }
    return out;
}

/* Adds a document's phones behind those that are there; the same number stands once. */
static void phones_add(struct arena *a, const json_t *doc, struct directory_phone **v, size_t *n)
{
    size_t more;
    const json_t *list = parts_of(doc, "phones", &more);

    if (more == 0)
        return;
    struct directory_phone *grown = ARENA_ARRAY(a, struct directory_phone, *n + more);
    if (*n != 0)
        memcpy(grown, *v, *n * sizeof(*grown));
    *v = grown;
    for (size_t i = 0; i < more; i++) {
        const json_t *p = json_array_get(list, i);
        struct str number = doc_text(a, p, "number"), extension = doc_text(a, p, "extension");
        bool there = number.n == 0;
        for (size_t k = 0; k < *n; k++)
            there =
                there || (str_eq(grown[k].number, number) && str_eq(grown[k].extension, extension));
        if (there)
            continue;
        grown[(*n)++] = (struct directory_phone){
            .number = number,
            .tel = directory_tel(a, number, extension),
            .extension = extension,
            .type = doc_text(a, p, "type"),
            .language = languages_list(a, p),
            .description = doc_text(a, p, "description"),
        };
    }
}

void doc_phones(struct arena *a, const json_t *doc, const struct directory_phone **out, size_t *n)
{
    struct directory_phone *v = NULL;
    *n = 0;
    phones_add(a, doc, &v, n);
    *out = v;
}

void doc_addresses(struct arena *a, const json_t *doc, const struct directory_address **out,
                   size_t *n)
{
    const json_t *list = parts_of(doc, "addresses", n);
    struct directory_address *v = ARENA_ARRAY(a, struct directory_address, *n);

    for (size_t i = 0; i < *n; i++) {
        const json_t *p = json_array_get(list, i);
        v[i] = (struct directory_address){
            .attention = doc_text(a, p, "attention"),
            .address_1 = doc_text(a, p, "address_1"),
            .address_2 = doc_text(a, p, "address_2"),
            .city = doc_text(a, p, "city"),
            .region = doc_text(a, p, "region"),
            .state_province = doc_text(a, p, "state_province"),
            .postal_code = doc_text(a, p, "postal_code"),
            .country = doc_text(a, p, "country"),
            .type = doc_text(a, p, "address_type"),
        };
    }
    *out = v;
}

static void spoken(struct arena *a, const json_t *doc, const struct directory_spoken **out,
                   size_t *n)
{
    const json_t *list = parts_of(doc, "languages", n);
    struct directory_spoken *v = ARENA_ARRAY(a, struct directory_spoken, *n);

    for (size_t i = 0; i < *n; i++) {
        const json_t *p = json_array_get(list, i);
        v[i] = (struct directory_spoken){.name = doc_text(a, p, "name"),
                                         .code = doc_text(a, p, "code"),
                                         .note = doc_text(a, p, "note")};
    }
    *out = v;
}

static void contacts(struct arena *a, const json_t *doc, const struct directory_contact **out,
                     size_t *n)
{
    const json_t *list = parts_of(doc, "contacts", n);
    struct directory_contact *v = ARENA_ARRAY(a, struct directory_contact, *n);

    for (size_t i = 0; i < *n; i++) {
        const json_t *p = json_array_get(list, i);
        v[i] = (struct directory_contact){.name = doc_text(a, p, "name"),
                                          .title = doc_text(a, p, "title"),
                                          .department = doc_text(a, p, "department"),
                                          .email = doc_text(a, p, "email")};
        doc_phones(a, p, &v[i].phones, &v[i].nphones);
    }
    *out = v;
}

static void costs(struct arena *a, const json_t *doc, const struct directory_cost **out, size_t *n)
{
    const json_t *list = parts_of(doc, "cost_options", n);
    struct directory_cost *v = ARENA_ARRAY(a, struct directory_cost, *n);

    for (size_t i = 0; i < *n; i++) {
        const json_t *p = json_array_get(list, i);
        v[i] = (struct directory_cost){.option = doc_text(a, p, "option"),
                                       .amount = doc_text(a, p, "amount"),
                                       .currency = doc_text(a, p, "currency"),
                                       .description = doc_text(a, p, "amount_description"),
                                       .valid_from = doc_text(a, p, "valid_from"),
                                       .valid_to = doc_text(a, p, "valid_to")};
    }
    *out = v;
}

/* The keys that a note's name, text and address have in one kind of part. */
struct note_keys {
    const char *list, *name, *text, *url;
};

static void notes(struct arena *a, const json_t *doc, const struct note_keys *keys,
                  const struct directory_note **out, size_t *n)
{
    const json_t *list = parts_of(doc, keys->list, n);
    struct directory_note *v = ARENA_ARRAY(a, struct directory_note, *n);

    for (size_t i = 0; i < *n; i++) {
        const json_t *p = json_array_get(list, i);
        v[i] = (struct directory_note){.name = doc_text(a, p, keys->name),
                                       .text = doc_text(a, p, keys->text),
                                       .url = doc_text(a, p, keys->url)};
    }
    *out = v;
}

static const struct note_keys ACCESSIBILITY = {"accessibility", "description", "details", "url"};
static const struct note_keys DOCUMENTS = {"required_documents", "document", "", "uri"};
static const struct note_keys AREAS = {"service_areas", "name", "description", "uri"};

/* ---- places ---------------------------------------------------------------------------------- */

/* A location; `at` is the service_at_location that leads there, or NULL: its hours and phones go
 * before the location's. */
static void place_fill(struct arena *a, const json_t *doc, const json_t *at, struct str id,
                       struct directory_place *out)
{
    struct directory_phone *phones = NULL;
    struct directory_hours_found found;
    json_t *sources[] = {
        (json_t *)(at && json_array_size(json_object_get(at, "schedules")) != 0 ? at : doc)};

    *out = (struct directory_place){
        .id = id,
        .name = doc_text(a, doc, "name"),
        .alternate_name = doc_text(a, doc, "alternate_name"),
        .description = doc_text(a, doc, "description"),
        .transportation = doc_text(a, doc, "transportation"),
        .url = doc_text(a, doc, "url"),
        .type = doc_text(a, doc, "location_type"),
        .latitude = doc_text(a, doc, "latitude"),
        .longitude = doc_text(a, doc, "longitude"),
    };
    if (at && out->description.n == 0)
        out->description = doc_text(a, at, "description");
    phones_add(a, at, &phones, &out->nphones);
    phones_add(a, doc, &phones, &out->nphones);
    out->phones = phones;
    doc_addresses(a, doc, &out->addresses, &out->naddresses);
    spoken(a, doc, &out->languages, &out->nlanguages);
    contacts(a, doc, &out->contacts, &out->ncontacts);
    notes(a, doc, &ACCESSIBILITY, &out->accessibility, &out->naccessibility);
    doc_hours(a, sources, 1, &found);
    out->hours = found.hours;
    out->nhours = found.nhours;
    out->dates = found.dates;
    out->ndates = found.ndates;
    out->hour_notes = found.notes;
    out->nhour_notes = found.nnotes;
}

static const struct directory_object *at_find(const struct directory_parts *parts, struct str place)
{
    for (size_t i = 0; i < parts->at.n; i++) {
        if (str_eq(parts->at.v[i].place, place))
            return &parts->at.v[i];
    }
    return NULL;
}

static int by_name(const void *pa, const void *pb)
{
    const struct directory_place *a = pa, *b = pb;
    int c = str_cmp(a->name, b->name);
    return c ? c : str_cmp(a->id, b->id);
}

static json_t *doc_open(struct str doc)
{
    json_t *j = hsds_doc_load(doc);
    if (!j)
        log_error("directory", "a document in the database is damaged");
    return j;
}

static enum err places_fill(struct arena *a, const struct directory_parts *parts,
                            struct directory_entry *e)
{
    struct directory_place *v = ARENA_ARRAY(a, struct directory_place, parts->places.n);
    size_t n = 0;

    for (size_t i = 0; i < parts->places.n && n < DIRECTORY_PLACES_MAX; i++) {
        const struct directory_object *place = &parts->places.v[i];
        const struct directory_object *at = at_find(parts, place->public_id);
        json_t *doc = doc_open(place->doc), *link = at ? doc_open(at->doc) : NULL;
        if (doc)
            place_fill(a, doc, link, place->public_id, &v[n++]);
        json_decref(doc);
        json_decref(link);
        if (!doc || (at && !link))
            return ERR_DB;
    }
    if (n != 0)
        qsort(v, n, sizeof(*v), by_name);
    e->places = v;
    e->nplaces = n;
    return ERR_OK;
}

/* ---- the entry ------------------------------------------------------------------------------- */

static void service_fill(struct arena *a, json_t *doc, struct directory_entry *e)
{
    struct directory_hours_found found;

    e->status = doc_text(a, doc, "status");
    e->interpretation_services = doc_text(a, doc, "interpretation_services");
    e->application_process = doc_text(a, doc, "application_process");
    e->wait_time = doc_text(a, doc, "wait_time");
    e->fees = doc_text(a, doc, "fees_description");
    if (e->fees.n == 0)
        e->fees = doc_text(a, doc, "fees");
    e->accreditations = doc_text(a, doc, "accreditations");
    e->licenses = doc_text(a, doc, "licenses");
    e->eligibility = doc_text(a, doc, "eligibility_description");
    e->minimum_age = doc_text(a, doc, "minimum_age");
    e->maximum_age = doc_text(a, doc, "maximum_age");
    e->alert = doc_text(a, doc, "alert");
    e->assured_date = doc_text(a, doc, "assured_date");
    e->card.url = doc_text(a, doc, "url");
    doc_hours(a, &doc, 1, &found);
    e->hours = found.hours;
    e->nhours = found.nhours;
    e->dates = found.dates;
    e->ndates = found.ndates;
    e->hour_notes = found.notes;
    e->nhour_notes = found.nnotes;
    spoken(a, doc, &e->languages, &e->nlanguages);
    costs(a, doc, &e->costs, &e->ncosts);
    notes(a, doc, &DOCUMENTS, &e->documents, &e->ndocuments);
    notes(a, doc, &AREAS, &e->areas, &e->nareas);
}

static void organization_fill(struct arena *a, const json_t *doc, struct directory_entry *e)
{
    e->tax_status = doc_text(a, doc, "tax_status");
    e->legal_status = doc_text(a, doc, "legal_status");
    e->year_incorporated = doc_text(a, doc, "year_incorporated");
    e->card.url = doc_text(a, doc, "website");
}

/* One or two lines for a list: the description, and how to get it when that is short. */
static struct str summary_of(struct arena *a, const struct directory_entry *e)
{
    struct str text = e->description, how = e->application_process;

    if (text.n < 80 && how.n != 0)
        text =
            text.n == 0 ? how : str_fmt(a, "%" STR_FMT " · %" STR_FMT, STR_ARG(text), STR_ARG(how));
    return directory_summary(a, text);
}

/* The town, when all its places are in one. */
static struct str city_of(const struct directory_entry *e)
{
    struct str city = STR_NONE;

    for (size_t i = 0; i < e->nplaces; i++) {
        for (size_t k = 0; k < e->places[i].naddresses; k++) {
            struct str c = e->places[i].addresses[k].city;
            if (c.n != 0 && city.n != 0 && !str_eq(c, city))
                return STR_NONE;
            city = c.n != 0 ? c : city;
        }
    }
    return city;
}

static void card_fill(struct arena *a, const struct directory_parts *parts,
                      struct directory_entry *e)
{
    struct directory_card *c = &e->card;

    c->id = parts->self->public_id;
    c->tags = parts->self->tags;
    c->checked_at = parts->self->checked_at;
    c->organization = e->organization.title;
    c->summary = summary_of(a, e);
    c->phone = e->nphones != 0 ? e->phones[0].number : STR_NONE;
    for (size_t i = 0; i < e->nplaces && c->phone.n == 0; i++)
        c->phone = e->places[i].nphones != 0 ? e->places[i].phones[0].number : STR_NONE;
    c->city = city_of(e);
    c->language = directory_language(
        str_fmt(a, "%" STR_FMT " %" STR_FMT, STR_ARG(c->title), STR_ARG(e->description)));
}

static void self_fill(struct arena *a, json_t *doc, struct directory_entry *e)
{
    e->card.title = doc_text(a, doc, "name");
    e->alternate_name = doc_text(a, doc, "alternate_name");
    e->description = doc_text(a, doc, "description");
    e->email = doc_text(a, doc, "email");
    contacts(a, doc, &e->contacts, &e->ncontacts);
    if (e->card.kind == DIRECTORY_SERVICE)
        service_fill(a, doc, e);
    else
        organization_fill(a, doc, e);
}

static void needs_fill(struct arena *a, const json_t *doc, struct directory_entry *e)
{
    const json_t *list = json_object_get(doc, "attributes");
    struct str *needs = ARENA_ARRAY(a, struct str, json_array_size(list));

    e->needs = needs;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const struct concept *need = directory_need_of(a, json_array_get(list, i));
        if (need)
            needs[e->nneeds++] = str_from_c(need->id);
    }
}

static void owner_fill(struct arena *a, const struct directory_parts *parts, const json_t *owner,
                       struct directory_entry *e)
{
    e->organization = (struct directory_link){.id = parts->organization->public_id,
                                              .title = doc_text(a, owner, "name")};
    if (e->card.url.n == 0)
        e->card.url = doc_text(a, owner, "website");
}

enum err directory_compose(struct arena *a, const struct directory_parts *parts,
                           struct directory_entry *out)
{
    const struct directory_object *self = parts->self;
    struct directory_phone *phones = NULL;

    *out = (struct directory_entry){
        .terms = parts->terms,
        .nterms = parts->nterms,
        .modified = self->modified,
        .checked_by = self->checked_by,
        .checked_at = self->checked_at,
        .doubted = self->doubted,
        .corrected = self->corrected,
    };
    out->card.kind = self->type == HSDS_SERVICE ? DIRECTORY_SERVICE : DIRECTORY_ORGANIZATION;
    json_t *doc = doc_open(self->doc);
    json_t *owner = parts->organization ? doc_open(parts->organization->doc) : NULL;
    json_t *program = parts->program ? doc_open(parts->program->doc) : NULL;
    if (doc) {
        self_fill(a, doc, out);
        phones_add(a, doc, &phones, &out->nphones);
        phones_add(a, owner, &phones, &out->nphones);
        out->phones = phones;
        needs_fill(a, doc, out);
        out->program = doc_text(a, program, "name");
        if (owner)
            owner_fill(a, parts, owner, out);
    }
    bool whole = doc && (owner || !parts->organization) && (program || !parts->program);
    json_decref(doc);
    json_decref(owner);
    json_decref(program);
    if (!whole)
        return ERR_DB;
    for (size_t i = 0; i < parts->at.n; i++)
        out->corrected = out->corrected || parts->at.v[i].corrected;
    for (size_t i = 0; i < parts->places.n; i++)
        out->corrected = out->corrected || parts->places.v[i].corrected;
    TRY(places_fill(a, parts, out));
    card_fill(a, parts, out);
    return ERR_OK;
}
