#include "generate.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/rand.h"
#include "base/str.h"

enum lang_no { EN, AR, FR, ES, DE, TR, RU, LANGS };
static const struct {
    char code[3];
    const char *name;
} LANG[LANGS] = {{"en", "English"}, {"ar", "Arabic"},  {"fr", "French"}, {"es", "Spanish"},
                 {"de", "German"},  {"tr", "Turkish"}, {"ru", "Russian"}};

#define CHOICES 16
struct choices {
    struct str v[CHOICES];
    size_t n;
};
struct section { /* a kind, or one of the sections of words.txt */
    struct str id;
    struct choices name[LANGS], text[LANGS];
};
struct city {
    struct str id, name, arabic, native, state, country, hours;
    enum lang_no lang[CHOICES];
    size_t nlang;
};

#define SECTIONS_MAX 100
#define CITIES_MAX 120
#define ORG_SERVICES 25

enum table {
    ORGANIZATIONS,
    SERVICES,
    LOCATIONS,
    ADDRESSES,
    PLACED,
    PHONES,
    SCHEDULES,
    LANGUAGES,
    COSTS,
    AREAS,
    TABLES
};
static const struct {
    const char *file, *head;
} TABLE[TABLES] = {
    {"organizations.csv", "id,name,description,website,email"},
    {"services.csv", "id,organization_id,name,description,status,url,application_process,"
                     "fees_description,eligibility_description,last_modified"},
    {"locations.csv", "id,location_type,organization_id,name,latitude,longitude"},
    {"addresses.csv", "id,location_id,address_1,city,state_province,postal_code,country,"
                      "address_type"},
    {"service_at_location.csv", "id,service_id,location_id"},
    {"phones.csv", "id,service_id,number,type"},
    {"schedules.csv", "id,service_id,freq,wkst,byday,timezone,opens_at,closes_at"},
    {"languages.csv", "id,service_id,name,code"},
    {"cost_options.csv", "id,service_id,option,currency,amount"},
    {"service_areas.csv", "id,service_id,name,extent_type"},
};

struct world {
    struct arena *arena;
    struct rng rng;
    struct section kinds[SECTIONS_MAX], words[SECTIONS_MAX];
    size_t nkinds, nwords, ngroups;
    struct city cities[CITIES_MAX];
    size_t ncities;
    FILE *out[TABLES], *truth;
};

static _Noreturn void fail(const char *what, const char *which)
{
    fprintf(stderr, "generate: %s %s\n", what, which);
    exit(1);
}

/* ---- reading the words ----------------------------------------------------------------------- */

static struct str file_read(struct arena *a, const char *folder, const char *name)
{
    struct str path = str_fmt(a, "%s/%s", folder, name);
    FILE *f = fopen(str_to_c(a, path), "r");
    if (!f)
        fail("cannot read", name);
    char *p = arena_alloc(a, 1 << 20);
    size_t n = fread(p, 1, 1 << 20, f);
    fclose(f);
    return str_from(p, n);
}

static void choices_read(struct choices *c, struct str line)
{
    while (line.n && c->n < CHOICES)
        c->v[c->n++] = str_trim(str_cut(&line, '|'));
}

static enum lang_no lang_of(struct str code)
{
    for (int l = 0; l < LANGS; l++)
        if (str_eq_c(code, LANG[l].code))
            return (enum lang_no)l;
    fail("no such language", "");
}

static size_t sections_read(struct world *w, struct str text, struct section *v)
{
    size_t n = 0;
    while (text.n) {
        struct str line = str_trim(str_cut(&text, '\n'));
        if (!line.n || line.p[0] == '#')
            continue;
        if (line.p[0] == '[') {
            if (n == SECTIONS_MAX)
                fail("too many sections", "");
            v[n++].id = str_copy(w->arena, str_slice(line, 1, line.n - 1));
            continue;
        }
        struct str key = str_cut(&line, ':');
        enum lang_no l = lang_of(str_slice(key, 0, 2));
        choices_read(str_ends(key, STR("name")) ? &v[n - 1].name[l] : &v[n - 1].text[l], line);
    }
    return n;
}

static void cities_read(struct world *w, struct str text)
{
    while (text.n) {
        struct str line = str_trim(str_cut(&text, '\n'));
        if (!line.n || line.p[0] == '#')
            continue;
        struct city *c = &w->cities[w->ncities++];
        struct str *cell[] = {&c->id, &c->name, &c->arabic, &c->state, &c->country, &c->hours};
        for (size_t i = 0; i < 6; i++)
            *cell[i] = str_trim(str_cut(&line, '|'));
        struct str langs = str_trim(str_cut(&line, '|'));
        c->native = str_trim(line);
        for (struct str rest = langs; rest.n && c->nlang < CHOICES;)
            c->lang[c->nlang++] = lang_of(str_cut(&rest, ' '));
    }
}

static const struct section *section(const struct world *w, const char *id)
{
    for (size_t i = 0; i < w->nwords; i++)
        if (str_eq_c(w->words[i].id, id))
            return &w->words[i];
    fail("no section", id);
}

static void groups_find(struct world *w)
{
    while (w->ngroups < w->nwords && str_starts(w->words[w->ngroups].id, STR("group ")))
        w->ngroups++;
}

/* ---- chance ---------------------------------------------------------------------------------- */

static int chance(struct world *w, uint64_t percent)
{
    return rng_below(&w->rng, 100) < percent;
}

static struct str one_of(struct world *w, const struct choices *c)
{
    return c->n ? c->v[rng_below(&w->rng, c->n)] : STR_NONE;
}

static struct str id_new(struct world *w)
{
    unsigned long long a = rng_next(&w->rng);
    unsigned long long b = rng_next(&w->rng);
    return str_fmt(w->arena, "%08llx-%04llx-8%03llx-%04llx-%012llx", a >> 32, a >> 16 & 0xffff,
                   a & 0xfff, (b >> 48 & 0x3fff) | 0x8000, b & 0xffffffffffff);
}

/* ---- writing --------------------------------------------------------------------------------- */

static void row(struct world *w, enum table t, const struct str *cells, size_t n)
{
    FILE *f = w->out[t];
    for (size_t i = 0; i < n; i++) {
        fputs(i ? ",\"" : "\"", f);
        for (size_t k = 0; k < cells[i].n; k++) {
            if (cells[i].p[k] == '"')
                fputc('"', f);
            fputc(cells[i].p[k], f);
        }
        fputc('"', f);
    }
    fputc('\n', f);
}
#define ROW(w, t, ...)                                                                             \
    row((w), (t), (const struct str[]){__VA_ARGS__},                                               \
        sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))

static struct str city_name(const struct city *c, enum lang_no l)
{
    return l == AR ? c->arabic : l == c->lang[0] && c->native.n ? c->native : c->name;
}

/* "{city}" replaced. */
static struct str in_city(struct world *w, struct str s, const struct city *c, enum lang_no l)
{
    size_t at = str_find_char(s, '{');
    if (at == s.n)
        return s;
    struct str before = str_slice(s, 0, at), after = str_slice(s, at + 6, s.n);
    struct str name = city_name(c, l);
    return str_fmt(w->arena, "%" STR_FMT "%" STR_FMT "%" STR_FMT, STR_ARG(before), STR_ARG(name),
                   STR_ARG(after));
}

static struct str joined(struct world *w, struct str a, struct str b)
{
    if (!a.n || !b.n)
        return a.n ? a : b;
    return str_fmt(w->arena, "%" STR_FMT " %" STR_FMT, STR_ARG(a), STR_ARG(b));
}

/* `before` and a chance number below n. Every chance is drawn in a statement of its own: C does not
 * say in which order arguments are reckoned. */
static struct str number_in(struct world *w, const char *before, uint64_t n)
{
    return str_fmt(w->arena, "%s%d", before, (int)rng_below(&w->rng, n));
}

struct organization {
    struct str id, name, location;
    const struct city *city;
    enum lang_no lang;
};

static void organization_write(struct world *w, size_t number, struct organization *o)
{
    const struct city *c = o->city = &w->cities[number % w->ncities];
    o->lang = c->lang[rng_below(&w->rng, c->nlang)];
    o->id = id_new(w);
    struct str house = one_of(w, &section(w, "house")->text[o->lang]);
    o->name = joined(w, house, city_name(c, o->lang));
    struct str about = in_city(w, one_of(w, &section(w, "place")->text[o->lang]), c, o->lang);
    ROW(w, ORGANIZATIONS, o->id, o->name, about,
        str_fmt(w->arena, "https://house%zu.example/", number),
        str_fmt(w->arena, "post@house%zu.example", number));
    o->location = id_new(w);
    ROW(w, LOCATIONS, o->location, STR("physical"), o->id, o->name, STR_NONE, STR_NONE);
    struct str id = id_new(w), street = number_in(w, "High Street ", 200);
    struct str code = number_in(w, "", 90000);
    ROW(w, ADDRESSES, id, o->location, street, c->name, c->state, code, c->country,
        STR("physical"));
}

static const struct str OPENS[] = {STR_INIT("08:00"), STR_INIT("09:00"), STR_INIT("10:00"),
                                   STR_INIT("14:00")};
static const struct str CLOSES[] = {STR_INIT("13:00"), STR_INIT("16:30"), STR_INIT("18:00"),
                                    STR_INIT("22:00")};
static const struct str DAYS[] = {STR_INIT("MO,TU,WE,TH,FR"), STR_INIT("SU,MO,TU,WE,TH"),
                                  STR_INIT("MO,WE"), STR_INIT("SA"), STR_INIT("TU,TH,SA")};

static void hours_write(struct world *w, struct str service, const struct city *c)
{
    for (uint64_t left = 1 + rng_below(&w->rng, 2); left; left--) {
        size_t at = rng_below(&w->rng, 4);
        ROW(w, SCHEDULES, id_new(w), service, STR("WEEKLY"), STR("MO"), DAYS[rng_below(&w->rng, 5)],
            c->hours, OPENS[at], CLOSES[at]);
    }
}

/* Writes the languages' rows and returns them as one cell of the truth. */
static struct str languages_write(struct world *w, struct str service, enum lang_no own)
{
    struct str all = STR_NONE;
    for (int l = 0; l < LANGS; l++) {
        if (l != (int)own && !chance(w, l == EN ? 40 : l == AR ? 25 : 6))
            continue;
        ROW(w, LANGUAGES, id_new(w), service, str_from_c(LANG[l].name), str_from_c(LANG[l].code));
        all = all.n ? str_fmt(w->arena, "%" STR_FMT ",%s", STR_ARG(all), LANG[l].code)
                    : str_from_c(LANG[l].code);
    }
    return all;
}

static void beside_write(struct world *w, struct str id, const struct organization *o)
{
    const struct city *c = o->city;
    ROW(w, PLACED, id_new(w), id, o->location);
    struct str phone = id_new(w), number = number_in(w, "+99 5550 ", 1000000);
    ROW(w, PHONES, phone, id, number, STR("voice"));
    hours_write(w, id, c);
    if (chance(w, 30)) {
        struct str cost = id_new(w), amount = number_in(w, "", 40);
        ROW(w, COSTS, cost, id, STR("visit"), STR("EUR"), amount);
    }
    /* Where Arabic is written, a place is mostly named in both scripts. */
    struct str area = c->lang[0] == AR && chance(w, 80) ? joined(w, c->name, c->arabic) : c->name;
    ROW(w, AREAS, id_new(w), id, area, STR("city"));
}

static void service_write(struct world *w, const struct organization *o, size_t number)
{
    const struct section *kind = &w->kinds[rng_below(&w->rng, w->nkinds)];
    enum lang_no l = kind->name[o->lang].n ? o->lang : EN;
    const struct section *group = chance(w, 60) ? &w->words[rng_below(&w->rng, w->ngroups)] : NULL;
    struct str id = id_new(w), name = one_of(w, &kind->name[l]);
    const struct choices *texts = &kind->text[l];
    size_t first = rng_below(&w->rng, texts->n);
    struct str text = texts->v[first], fits = STR_NONE;
    if (chance(w, 30))
        name = str_fmt(w->arena, "%" STR_FMT " – %" STR_FMT, STR_ARG(name),
                       STR_ARG(city_name(o->city, l)));
    if (texts->n > 1 && chance(w, 70))
        text = joined(w, text, texts->v[(first + 1) % texts->n]);
    if (group) {
        fits = one_of(w, &group->text[l]);
        if (chance(w, 50)) {
            text = joined(w, text, fits);
            fits = STR_NONE;
        }
    }
    if (chance(w, 70))
        text = joined(w, text, in_city(w, one_of(w, &section(w, "place")->text[l]), o->city, l));
    if (chance(w, 25))
        text = joined(w, text, one_of(w, &section(w, "also")->text[l]));
    struct str apply = one_of(w, &section(w, "apply")->text[l]);
    struct str cost = one_of(w, &section(w, "cost")->text[l]);
    ROW(w, SERVICES, id, o->id, name, text, STR("active"),
        str_fmt(w->arena, "https://service%zu.example/", number), apply, cost, fits,
        STR("2026-05-01T12:00:00Z"));
    struct str speaks = languages_write(w, id, l);
    beside_write(w, id, o);
    struct str whom = group ? str_slice(group->id, 6, group->id.n) : STR("-");
    fprintf(w->truth, "%" STR_FMT "\t%" STR_FMT "\t%" STR_FMT "\t%" STR_FMT "\t%s\t%" STR_FMT "\n",
            STR_ARG(id), STR_ARG(kind->id), STR_ARG(o->city->id), STR_ARG(whom), LANG[l].code,
            STR_ARG(speaks));
}

static FILE *file_new(const struct world *w, const char *folder, const char *name)
{
    FILE *f = fopen(str_to_c(w->arena, str_fmt(w->arena, "%s/%s", folder, name)), "w");
    if (!f)
        fail("cannot write", name);
    return f;
}

void made_write(const char *words, const char *folder, uint64_t services, uint64_t seed)
{
    ARENA_LOCAL struct arena *keep = arena_create(ARENA_PLAIN, 0);
    ARENA_LOCAL struct arena *each = arena_create(ARENA_PLAIN, 0);
    struct world *w = ARENA_NEW(keep, struct world);
    w->arena = keep;
    w->rng.state = seed;
    w->nkinds = sections_read(w, file_read(keep, words, "kinds.txt"), w->kinds);
    w->nwords = sections_read(w, file_read(keep, words, "words.txt"), w->words);
    cities_read(w, file_read(keep, words, "places.txt"));
    groups_find(w);
    for (int t = 0; t < TABLES; t++) {
        w->out[t] = file_new(w, folder, TABLE[t].file);
        fprintf(w->out[t], "%s\n", TABLE[t].head);
    }
    w->truth = file_new(w, folder, "truth.tsv");
    w->arena = each;
    for (uint64_t n = 0; n < services;) {
        struct organization o;
        arena_clear(each);
        organization_write(w, n / ORG_SERVICES, &o);
        for (size_t k = 0; k < ORG_SERVICES && n < services; k++)
            service_write(w, &o, n++);
    }
    int failed = fclose(w->truth);
    for (int t = 0; t < TABLES; t++)
        failed |= fclose(w->out[t]);
    if (failed)
        fail("cannot write", folder);
}
