/* An entry as JSON, after the objects of HSDS 3.0. */
#include <jansson.h>

#include "base/buf.h"
#include "directory/directory_rules.h"

/* Empty values are left out: HSDS has no empty strings. */
static void put(json_t *object, const char *name, struct str value)
{
    if (value.n != 0)
        json_object_set_new(object, name, json_stringn(value.p, value.n));
}

static void put_array(json_t *object, const char *name, json_t *array)
{
    if (json_array_size(array) != 0)
        json_object_set_new(object, name, array);
    else
        json_decref(array);
}

static json_t *phones_json(const struct directory_phone *v, size_t n)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *p = json_object();
        put(p, "number", v[i].number);
        put(p, "extension", v[i].extension);
        put(p, "type", v[i].type);
        put(p, "description", v[i].description);
        if (v[i].language.n != 0) {
            json_t *languages = json_array(), *language = json_object();
            put(language, "name", v[i].language);
            json_array_append_new(languages, language);
            json_object_set_new(p, "languages", languages);
        }
        json_array_append_new(array, p);
    }
    return array;
}

static json_t *addresses_json(const struct directory_address *v, size_t n)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *p = json_object();
        put(p, "attention", v[i].attention);
        put(p, "address_1", v[i].address_1);
        put(p, "city", v[i].city);
        put(p, "region", v[i].region);
        put(p, "state_province", v[i].state_province);
        put(p, "postal_code", v[i].postal_code);
        put(p, "country", v[i].country);
        json_array_append_new(array, p);
    }
    return array;
}

/* HSDS 3.0 keeps hours as iCalendar rules (RFC 5545): a rule a row. */
static json_t *hours_json(struct arena *a, const struct directory_hours *v, size_t n)
{
    static const char *const DAYS[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    json_t *array = json_array();

    for (size_t i = 0; i < n; i++) {
        if (v[i].opens == DIRECTORY_CLOSED || v[i].weekday < 1 || v[i].weekday > 7)
            continue;
        json_t *p = json_object();
        put(p, "freq", STR("WEEKLY"));
        put(p, "byday", str_from_c(DAYS[v[i].weekday - 1]));
        put(p, "opens_at", str_fmt(a, "%02d:%02d", v[i].opens / 60, v[i].opens % 60));
        put(p, "closes_at", str_fmt(a, "%02d:%02d", v[i].closes / 60, v[i].closes % 60));
        json_array_append_new(array, p);
    }
    return array;
}

static json_t *place_json(struct arena *a, const struct directory_place *place)
{
    json_t *p = json_object();
    put(p, "name", place->name);
    put(p, "alternate_name", place->alternate_name);
    put(p, "description", place->description);
    put(p, "transportation", place->transportation);
    put_array(p, "addresses", addresses_json(place->addresses, place->naddresses));
    put_array(p, "phones", phones_json(place->phones, place->nphones));
    put_array(p, "schedules", hours_json(a, place->hours, place->nhours));
    return p;
}

static void put_places(struct arena *a, json_t *object, const struct directory_entry *e)
{
    bool service = e->card.kind == DIRECTORY_SERVICE;
    json_t *array = json_array();

    for (size_t i = 0; i < e->nplaces; i++) {
        json_t *place = place_json(a, &e->places[i]);
        if (service) {
            json_t *at = json_object();
            json_object_set_new(at, "location", place);
            place = at;
        }
        json_array_append_new(array, place);
    }
    put_array(object, service ? "service_at_locations" : "locations", array);
}

static void put_service(struct arena *a, json_t *o, const struct directory_entry *e)
{
    put(o, "status", e->status.n != 0 ? e->status : STR("active"));
    put(o, "interpretation_services", e->interpretation_services);
    put(o, "application_process", e->application_process);
    put(o, "fees_description", e->fees);
    put(o, "wait_time", e->wait_time);
    put(o, "accreditations", e->accreditations);
    put(o, "licenses", e->licenses);
    put_array(o, "schedules", hours_json(a, e->hours, e->nhours));
    if (e->organization.id.n != 0) {
        json_t *organization = json_object();
        put(organization, "id", e->organization.id);
        put(organization, "name", e->organization.title);
        json_object_set_new(o, "organization", organization);
    }
}

static void put_organization(json_t *o, const struct directory_entry *e)
{
    json_t *services = json_array();

    put(o, "tax_status", e->tax_status);
    put(o, "legal_status", e->legal_status);
    put(o, "year_incorporated", e->year_incorporated);
    for (size_t i = 0; i < e->nservices; i++) {
        json_t *s = json_object();
        put(s, "id", e->services[i].id);
        put(s, "name", e->services[i].title);
        json_array_append_new(services, s);
    }
    put_array(o, "services", services);
    put_array(o, "addresses", addresses_json(e->addresses, e->naddresses));
}

#define JSON_MAX (8u * 1024 * 1024)

static int on_text(const char *p, size_t n, void *ctx)
{
    buf_add(ctx, str_from(p, n));
    return 0;
}

enum err directory_entry_json(struct arena *a, const struct directory_entry *entry, struct str *out)
{
    json_t *o = json_object();
    struct buf text;

    put(o, "id", entry->card.id);
    put(o, "name", entry->card.title);
    put(o, "alternate_name", entry->alternate_name);
    put(o, "description", entry->description);
    put(o, entry->card.kind == DIRECTORY_SERVICE ? "url" : "website", entry->card.url);
    put(o, "email", entry->email);
    if (entry->card.kind == DIRECTORY_SERVICE)
        put_service(a, o, entry);
    else
        put_organization(o, entry);
    put_array(o, "phones", phones_json(entry->phones, entry->nphones));
    put_places(a, o, entry);
    buf_init(&text, a, 4096, JSON_MAX);
    int failed = json_dump_callback(o, on_text, &text, JSON_INDENT(2));
    json_decref(o);
    return failed ? ERR_TOO_LARGE : buf_end(&text, out);
}
