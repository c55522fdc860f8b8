/* The form of an entry, out of its documents and back into them. */
#include <string.h>

#include "directory/directory_need.h"
#include "directory/edit.h"
#include "directory/edit_json.h"
#include "directory/edit_week.h"
#include "hsds/hsds.h"

/* The documents of an entry, opened. `main` is NULL when one of them is damaged. */
struct opened {
    struct arena *a;
    const struct edit *e;
    json_t **v; /* as in e->docs */
    size_t n;
    json_t *main;
    json_t *at;    /* its first service at a location */
    json_t *place; /* its first location */
    size_t at_is, place_is;
};

static void open_end(struct opened *o)
{
    for (size_t i = 0; i < o->n; i++)
        json_decref(o->v[i]);
}

static size_t doc_of(const struct opened *o, int type, struct str id)
{
    for (size_t i = 1; i < o->n; i++)
        if (o->e->docs.v[i].type == type && (id.n == 0 || str_eq(o->e->docs.v[i].id, id)))
            return i;
    return o->n;
}

static enum err open_begin(struct arena *a, const struct edit *e, struct opened *o)
{
    *o = (struct opened){.a = a, .e = e, .v = ARENA_ARRAY(a, json_t *, e->docs.n + 1)};
    for (size_t i = 0; i < e->docs.n; i++, o->n++) {
        o->v[i] = json_loadb(e->docs.v[i].doc.p, e->docs.v[i].doc.n, 0, NULL);
        if (!json_is_object(o->v[i])) {
            o->n++;
            open_end(o);
            return ERR_INVALID;
        }
    }
    if (o->n == 0)
        return ERR_OK;
    o->main = o->v[0];
    o->at_is = doc_of(o, HSDS_SERVICE_AT_LOCATION, STR_NONE);
    o->at = o->at_is < o->n ? o->v[o->at_is] : NULL;
    struct str where = o->at ? edit_get(a, o->at, "location_id") : STR_NONE;
    o->place_is = e->type == HSDS_SERVICE && !where.n ? o->n : doc_of(o, HSDS_LOCATION, where);
    o->place = o->place_is < o->n ? o->v[o->place_is] : NULL;
    return ERR_OK;
}

/* Whose schedules are shown: the first that has any, else the entry itself. */
static json_t *hours_owner(const struct opened *o)
{
    json_t *owners[] = {o->main, o->at, o->place};
    for (size_t i = 0; i < 3; i++)
        if (owners[i] && json_array_size(json_object_get(owners[i], "schedules")))
            return owners[i];
    return o->main;
}

/* ---- texts that are the same in document and form ---- */

static const struct {
    enum edit_field field;
    const char *service, *organization; /* NULL: an organization has none */
} TEXTS[] = {
    {EDIT_NAME, "name", "name"},
    {EDIT_ALT, "alternate_name", "alternate_name"},
    {EDIT_ABOUT, "description", "description"},
    {EDIT_APPLY, "application_process", NULL},
    {EDIT_WHO, "eligibility_description", NULL},
    {EDIT_COST, "fees_description", NULL},
    {EDIT_EMAIL, "email", "email"},
    {EDIT_WEB, "url", "website"},
};
#define NTEXTS (sizeof TEXTS / sizeof TEXTS[0])

static const char *text_key(const struct edit *e, size_t i)
{
    return e->type == HSDS_ORGANIZATION ? TEXTS[i].organization : TEXTS[i].service;
}

static const struct {
    enum edit_field field;
    const char *key;
} STREET[] = {{EDIT_STREET, "address_1"}, {EDIT_CITY, "city"}, {EDIT_REGION, "state_province"}};

/* Lines of a text, or names in a line: parts of the entry itself. */
static const struct {
    enum edit_field field;
    const char *key, *text, *between, *cuts;
} LISTS[] = {
    {EDIT_PAPERS, "required_documents", "document", "\n", "\n"},
    {EDIT_SPOKEN, "languages", "name", ", ", ",،;؛\n"},
    {EDIT_AREA, "service_areas", "name", "\n", "\n"},
};

/* ---- documents → form ---- */

static void put(struct form *f, enum edit_field field, struct str text)
{
    f->value[field] = text;
}

static void phones_fill(const struct opened *o, struct form *f)
{
    for (size_t i = 0; i < EDIT_PHONES; i++) {
        const json_t *p = edit_part(o->main, "phones", i);
        put(f, EDIT_PHONE_1 + (enum edit_field)(2 * i), edit_get(o->a, p, "number"));
        put(f, EDIT_PHONE_1_FOR + (enum edit_field)(2 * i), edit_get(o->a, p, "description"));
    }
}

static bool is_need(struct arena *a, const json_t *attribute, struct str *need)
{
    const struct concept *c = directory_need_of(a, attribute);
    *need = c ? str_from_c(c->id) : STR_NONE;
    return c != NULL;
}

static void needs_fill(const struct opened *o, struct form *f)
{
    const json_t *all = json_object_get(o->main, "attributes");
    struct str need;
    for (size_t i = 0, n = 0; i < json_array_size(all) && n < EDIT_NEEDS; i++)
        if (is_need(o->a, json_array_get(all, i), &need))
            put(f, EDIT_NEED_1 + (enum edit_field)n++, need);
}

static void place_fill(const struct opened *o, const struct lang *lang, struct form *f)
{
    struct str type = edit_get(o->a, o->place, "location_type");
    const json_t *street = edit_part(o->place, "addresses", 0);
    f->number[EDIT_ONLINE] = str_eq_c(type, "virtual");
    put(f, EDIT_ONLINE, f->number[EDIT_ONLINE] ? STR("1") : STR_NONE);
    for (size_t i = 0; i < sizeof STREET / sizeof STREET[0]; i++)
        put(f, STREET[i].field, edit_get(o->a, street, STREET[i].key));
    put(f, EDIT_COUNTRY, lang_country(o->a, lang, edit_get(o->a, street, "country")));
}

static void hours_fill(const struct opened *o, const struct lang *lang, struct form *f)
{
    struct edit_week week;
    edit_week_read(o->a, json_object_get(hours_owner(o), "schedules"), &week);
    for (size_t d = 0; d < EDIT_DAYS; d++)
        put(f, EDIT_MONDAY + (enum edit_field)d,
            edit_day_write(o->a, &week.days[d], tr(lang, N_("closed"))));
}

static void flag(struct form *f, enum edit_field field, bool on)
{
    f->number[field] = on;
    put(f, field, on ? STR("1") : STR_NONE);
}

static void choices_fill(struct form *f, enum edit_seen seen, unsigned tags)
{
    static const char *const words[] = {
        [EDIT_SEEN_ALL] = "all", [EDIT_SEEN_PLACE] = "place", [EDIT_SEEN_MEMBERS] = "members"};
    f->number[EDIT_SEEN] = seen;
    put(f, EDIT_SEEN, str_from_c(words[seen]));
    flag(f, EDIT_AFFIRMING, tags & DIRECTORY_TAG_AFFIRMING);
    flag(f, EDIT_NO_PAPERS, tags & DIRECTORY_TAG_NO_PAPERS);
    flag(f, EDIT_CRISIS, tags & DIRECTORY_TAG_CRISIS);
}

void edit_fill(struct arena *a, const struct edit *e, const struct lang *lang, struct form *out)
{
    struct opened o;
    form_blank(e->docs.n ? &EDIT_FORM : &EDIT_NEW_FORM, out);
    choices_fill(out, e->seen, e->tags);
    put(out, EDIT_STATE, STR("active"));
    put(out, EDIT_OFFERED, e->offered);
    if (e->docs.n == 0 || open_begin(a, e, &o) != ERR_OK)
        return;
    for (size_t i = 0; i < NTEXTS; i++)
        if (text_key(e, i))
            put(out, TEXTS[i].field, edit_get(a, o.main, text_key(e, i)));
    for (size_t i = 0; i < sizeof LISTS / sizeof LISTS[0]; i++)
        put(out, LISTS[i].field,
            edit_join(a, o.main, LISTS[i].key, LISTS[i].text, LISTS[i].between));
    if (e->type == HSDS_SERVICE && json_object_get(o.main, "status"))
        put(out, EDIT_STATE, edit_get(a, o.main, "status"));
    phones_fill(&o, out);
    needs_fill(&o, out);
    place_fill(&o, lang, out);
    hours_fill(&o, lang, out);
    open_end(&o);
}

/* ---- form → documents ---- */

struct change {
    struct opened *o;
    const struct form *was, *now;
};

static bool differs(const struct change *c, enum edit_field field)
{
    return !str_eq(c->was->value[field], c->now->value[field]);
}

static void texts_apply(const struct change *c)
{
    for (size_t i = 0; i < NTEXTS; i++) {
        enum edit_field field = TEXTS[i].field;
        struct str text = c->now->value[field];
        if (!text_key(c->o->e, i) || !differs(c, field))
            continue;
        if (field == EDIT_WEB && text.n)
            text = edit_web(c->o->a, text);
        edit_set(c->o->main, text_key(c->o->e, i), text);
    }
}

static void phones_apply(const struct change *c)
{
    json_t *phones = edit_parts(c->o->main, "phones");
    for (size_t i = EDIT_PHONES; i-- > 0;) {
        enum edit_field number = EDIT_PHONE_1 + (enum edit_field)(2 * i);
        enum edit_field purpose = EDIT_PHONE_1_FOR + (enum edit_field)(2 * i);
        json_t *p = edit_part(c->o->main, "phones", i);
        if (!differs(c, number) && !differs(c, purpose))
            continue;
        if (c->now->value[number].n == 0) {
            if (p)
                json_array_remove(phones, i);
            continue;
        }
        if (!p) {
            p = json_object();
            edit_set(p, "id", directory_object_id(c->o->a));
            json_array_insert_new(phones, i < json_array_size(phones) ? i : json_array_size(phones),
                                  p);
        }
        edit_set(p, "number", c->now->value[number]);
        edit_set(p, "description", c->now->value[purpose]);
    }
    edit_parts_tidy(c->o->main, "phones");
}

static void needs_apply(const struct change *c)
{
    struct arena *a = c->o->a;
    json_t *all = edit_parts(c->o->main, "attributes");
    struct str need;
    if (!differs(c, EDIT_NEED_1) && !differs(c, EDIT_NEED_2) && !differs(c, EDIT_NEED_3)) {
        edit_parts_tidy(c->o->main, "attributes");
        return;
    }
    for (size_t i = json_array_size(all); i-- > 0;)
        if (is_need(a, json_array_get(all, i), &need))
            json_array_remove(all, i);
    for (size_t k = 0; k < EDIT_NEEDS; k++) {
        need = c->now->value[EDIT_NEED_1 + k];
        bool twice = false;
        for (size_t j = 0; j < k; j++)
            twice |= str_eq(need, c->now->value[EDIT_NEED_1 + j]);
        if (need.n == 0 || twice)
            continue;
        json_t *one = edit_part_add(a, c->o->main, "attributes");
        edit_set(one, "taxonomy_term_id", directory_need_term(a, need));
        edit_set(one, "value", need);
    }
    edit_parts_tidy(c->o->main, "attributes");
}

/* A language's code helps to find it: "ar" for Arabic, العربية. */
static void languages_name(json_t *main, struct arena *a)
{
    static const char *const known[][4] = {
        {"ar", "arabic", "العربية", "عربي"},        {"en", "english", "الإنجليزية", "إنجليزي"},
        {"fr", "french", "الفرنسية", "français"},   {"de", "german", "الألمانية", "deutsch"},
        {"it", "italian", "الإيطالية", "italiano"}, {"pl", "polish", "البولندية", "polski"},
        {"tr", "turkish", "التركية", "türkçe"},     {"pt", "portuguese", "البرتغالية", "português"},
        {"ru", "russian", "الروسية", "русский"},    {"ja", "japanese", "اليابانية", "日本語"},
        {"zh", "chinese", "الصينية", "中文"},       {"es", "spanish", "الإسبانية", "español"},
        {"fa", "persian", "الفارسية", "فارسی"},     {"ku", "kurdish", "الكردية", "kurdî"},
    };
    json_t *all = json_object_get(main, "languages");
    for (size_t i = 0; i < json_array_size(all); i++) {
        json_t *one = json_array_get(all, i);
        char *name = str_to_c(a, edit_get(a, one, "name"));
        for (char *p = name; *p; p++)
            *p = *p >= 'A' && *p <= 'Z' ? (char)(*p | 0x20) : *p;
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
            for (size_t w = 0; w < 4; w++)
                if (strcmp(name, known[k][w]) == 0 && !json_object_get(one, "code"))
                    edit_set(one, "code", str_from_c(known[k][0]));
    }
}

static void lists_apply(const struct change *c)
{
    for (size_t i = 0; i < sizeof LISTS / sizeof LISTS[0]; i++)
        if (c->o->e->type == HSDS_SERVICE && differs(c, LISTS[i].field)) {
            edit_split(c->o->a, c->o->main, LISTS[i].key, LISTS[i].text,
                       c->now->value[LISTS[i].field], LISTS[i].cuts);
            if (LISTS[i].field == EDIT_SPOKEN)
                languages_name(c->o->main, c->o->a);
        }
    if (c->o->e->type == HSDS_SERVICE && differs(c, EDIT_STATE))
        edit_set(c->o->main, "status", c->now->value[EDIT_STATE]);
}

static void hours_apply(const struct change *c)
{
    struct edit_week week = {0};
    bool changed = false;
    for (size_t d = 0; d < EDIT_DAYS; d++) {
        enum edit_field field = EDIT_MONDAY + (enum edit_field)d;
        changed |= differs(c, field);
        if (edit_day_read(c->now->value[field], &week.days[d]) != EDIT_HOURS_OK)
            return; /* edit_check has said so */
    }
    if (changed && c->o->e->type == HSDS_SERVICE)
        edit_week_write(c->o->a, hours_owner(c->o), &week);
}

/* ---- the place ---- */

static bool place_differs(const struct change *c)
{
    return c->was->number[EDIT_ONLINE] != c->now->number[EDIT_ONLINE] || differs(c, EDIT_STREET) ||
           differs(c, EDIT_CITY) || differs(c, EDIT_REGION) || differs(c, EDIT_COUNTRY);
}

static bool place_said(const struct form *f)
{
    return f->number[EDIT_ONLINE] || f->value[EDIT_STREET].n || f->value[EDIT_CITY].n ||
           f->value[EDIT_REGION].n || f->value[EDIT_COUNTRY].n;
}

static void place_apply(const struct change *c)
{
    struct arena *a = c->o->a;
    json_t *place = c->o->place;
    char code[3];
    if (!place)
        return;
    bool online = c->now->number[EDIT_ONLINE] != 0;
    edit_set(place, "location_type", online ? STR("virtual") : STR("physical"));
    json_t *street = edit_part(place, "addresses", 0);
    if (!street)
        street = edit_part_add(a, place, "addresses");
    for (size_t i = 0; i < sizeof STREET / sizeof STREET[0]; i++)
        edit_set(street, STREET[i].key, c->now->value[STREET[i].field]);
    if (differs(c, EDIT_COUNTRY) && lang_country_find(c->now->value[EDIT_COUNTRY], code))
        edit_set(street, "country", str_copy(a, str_from_c(code)));
    else if (differs(c, EDIT_COUNTRY))
        json_object_del(street, "country");
    edit_set(street, "address_type", online ? STR("virtual") : STR("physical"));
    if (online || (differs(c, EDIT_STREET) || differs(c, EDIT_CITY))) { /* of another spot */
        json_object_del(place, "latitude");
        json_object_del(place, "longitude");
    }
    if (!c->now->value[EDIT_STREET].n && !c->now->value[EDIT_CITY].n &&
        !c->now->value[EDIT_REGION].n && !c->now->value[EDIT_COUNTRY].n) {
        json_array_remove(edit_parts(place, "addresses"), 0);
        edit_parts_tidy(place, "addresses");
    }
}

/* ---- all together ---- */

struct outcome {
    struct directory_docs docs;
    struct arena *a;
};

static enum err out_add(struct outcome *x, int type, struct str id, const json_t *doc)
{
    struct directory_doc *d = &x->docs.v[x->docs.n++];
    *d = (struct directory_doc){.type = type, .id = id};
    return edit_dump(x->a, doc, &d->doc);
}

/* A location, and that the service is there; `place` and `at` are the caller's to release. */
static void place_make(struct opened *o, struct str main_id, struct str organization)
{
    struct arena *a = o->a;
    o->place = json_object();
    edit_set(o->place, "id", directory_object_id(a));
    edit_set(o->place, "location_type", STR("physical"));
    edit_set(o->place, "organization_id", organization);
    edit_set(o->place, "name", edit_get(a, o->main, "name"));
    if (o->e->type != HSDS_SERVICE)
        return;
    o->at = json_object();
    edit_set(o->at, "id", directory_object_id(a));
    edit_set(o->at, "service_id", main_id);
    edit_set(o->at, "location_id", edit_get(a, o->place, "id"));
}

static enum err changed_add(struct outcome *x, const struct opened *o)
{
    for (size_t i = 0; i < o->n; i++) {
        json_t *before = json_loadb(o->e->docs.v[i].doc.p, o->e->docs.v[i].doc.n, 0, NULL);
        bool same = json_equal(before, o->v[i]) != 0;
        json_decref(before);
        if (!same || i == 0)
            TRY(out_add(x, o->e->docs.v[i].type, o->e->docs.v[i].id, o->v[i]));
    }
    return ERR_OK;
}

static enum err apply_all(const struct change *c, struct str organization, struct outcome *x)
{
    struct opened *o = c->o;
    struct str id = edit_get(o->a, o->main, "id");
    bool made = !o->place && place_said(c->now);
    texts_apply(c);
    phones_apply(c);
    needs_apply(c);
    lists_apply(c);
    hours_apply(c);
    if (made)
        place_make(o, id, organization);
    if (made || place_differs(c))
        place_apply(c);
    enum err e = changed_add(x, o);
    if (e == ERR_OK && o->e->docs.n == 0)
        e = out_add(x, o->e->type, id, o->main);
    if (e == ERR_OK && made)
        e = out_add(x, HSDS_LOCATION, edit_get(o->a, o->place, "id"), o->place);
    if (e == ERR_OK && made && o->e->type == HSDS_SERVICE)
        e = out_add(x, HSDS_SERVICE_AT_LOCATION, edit_get(o->a, o->at, "id"), o->at);
    if (made) {
        json_decref(o->place);
        if (o->e->type == HSDS_SERVICE)
            json_decref(o->at);
    }
    return e;
}

/* The least that a new entry is. */
static json_t *main_new(struct arena *a, const struct edit *e, struct str organization)
{
    json_t *o = json_object();
    edit_set(o, "id", directory_object_id(a));
    if (e->type == HSDS_SERVICE) {
        edit_set(o, "organization_id", organization);
        edit_set(o, "status", STR("active"));
    }
    return o;
}

enum err edit_apply(struct arena *a, const struct edit *e, const struct form *typed,
                    const struct lang *lang, struct str organization, struct directory_docs *out)
{
    struct opened o;
    struct form was;
    struct outcome x = {.a = a};
    edit_fill(a, e, lang, &was);
    TRY(open_begin(a, e, &o));
    x.docs.v = ARENA_ARRAY(a, struct directory_doc, e->docs.n + 4);
    json_t *fresh = o.main ? NULL : main_new(a, e, organization);
    if (fresh)
        o.main = fresh;
    const struct change c = {.o = &o, .was = &was, .now = typed};
    if (organization.n == 0)
        organization = e->type == HSDS_ORGANIZATION ? edit_get(a, o.main, "id")
                                                    : edit_get(a, o.main, "organization_id");
    enum err err = apply_all(&c, organization, &x);
    json_decref(fresh);
    open_end(&o);
    *out = x.docs;
    return err;
}
