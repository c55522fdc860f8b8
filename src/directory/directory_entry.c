/* One entry with everything that hangs on it: its documents are gathered, then composed. */
#include <stdlib.h>
#include <string.h>

#include "directory/directory_cards.h"
#include "directory/directory_gather.h"
#include "directory/directory_index_store.h"
#include "directory/directory_rules.h"
#include "directory/directory_store.h"
#include "hsds/hsds.h"
#include "search/vocabulary.h"

#define TERMS_MAX 50

static bool same_name(struct str a, struct str b)
{
    a = str_trim(a);
    b = str_trim(b);
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        char x = a.p[i] >= 'A' && a.p[i] <= 'Z' ? (char)(a.p[i] | 0x20) : a.p[i];
        char y = b.p[i] >= 'A' && b.p[i] <= 'Z' ? (char)(b.p[i] | 0x20) : b.p[i];
        if (x != y)
            return false;
    }
    return true;
}

/* An object that may well be gone, sealed or hidden: then NULL. */
static enum err maybe(struct db *db, struct arena *a, struct str id,
                      const struct directory_object **out)
{
    struct directory_object o;

    *out = NULL;
    if (id.n == 0)
        return ERR_OK;
    enum err e = directory_object_get(db, a, id, &o);
    if (e == ERR_OK)
        *out = arena_copy(a, &o, sizeof(o));
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static struct str name_of(struct arena *a, struct str document)
{
    json_t *doc = hsds_doc_load(document);
    struct str name = doc_text(a, doc, "name");
    json_decref(doc);
    return name;
}

/* The places that the service_at_locations lead to. */
static enum err at_places(struct db *db, struct arena *a, struct directory_parts *p)
{
    struct directory_object *v = ARENA_ARRAY(a, struct directory_object, p->at.n);

    p->places.v = v;
    for (size_t i = 0; i < p->at.n && p->places.n < DIRECTORY_PLACES_MAX; i++) {
        const struct directory_object *place;
        TRY(maybe(db, a, p->at.v[i].place, &place));
        if (place)
            v[p->places.n++] = *place;
    }
    return ERR_OK;
}

/* A list without service_at_locations: the organization's location that bears the service's name,
 * or its only one. */
static enum err named_places(struct db *db, struct arena *a, struct directory_parts *p)
{
    struct directory_objects all;
    struct str name = name_of(a, p->self->doc);
    size_t n = 0;

    TRY(directory_object_children(db, a, p->organization->public_id, HSDS_LOCATION, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.n == 1 || same_name(name, name_of(a, all.v[i].doc)))
            all.v[n++] = all.v[i];
    }
    p->places = (struct directory_objects){.v = all.v, .n = n};
    return ERR_OK;
}

static enum err terms_gather(struct db *db, struct arena *a, struct directory_parts *p)
{
    struct str ids[TERMS_MAX], *names = ARENA_ARRAY(a, struct str, TERMS_MAX);
    json_t *doc = hsds_doc_load(p->self->doc);
    size_t n = doc_terms(a, doc, ids, TERMS_MAX);

    json_decref(doc);
    p->terms = names;
    for (size_t i = 0; i < n; i++) {
        const struct directory_object *term;
        TRY(maybe(db, a, ids[i], &term));
        struct str name = term ? name_of(a, term->doc) : STR_NONE;
        if (name.n != 0)
            names[p->nterms++] = name;
    }
    return ERR_OK;
}

static enum err service_gather(struct db *db, struct arena *a, struct directory_parts *p)
{
    json_t *doc = hsds_doc_load(p->self->doc);
    struct str program = doc_text(a, doc, "program_id");

    json_decref(doc);
    TRY(maybe(db, a, p->self->parent, &p->organization));
    TRY(maybe(db, a, program, &p->program));
    TRY(directory_object_children(db, a, p->self->public_id, HSDS_SERVICE_AT_LOCATION, &p->at));
    if (p->at.n != 0)
        return at_places(db, a, p);
    return p->organization ? named_places(db, a, p) : ERR_OK;
}

enum err directory_gather(struct db *db, struct arena *a, const struct directory_object *self,
                          struct directory_parts *out)
{
    *out = (struct directory_parts){.self = self};
    TRY(terms_gather(db, a, out));
    if (self->type == HSDS_SERVICE)
        return service_gather(db, a, out);
    return directory_object_children(db, a, self->public_id, HSDS_LOCATION, &out->places);
}

static enum err services_load(struct db *db, struct arena *a, struct directory_entry *e)
{
    struct db_rows rows;

    TRY(store_services(db, a, e->card.id, &rows));
    struct directory_link *v = ARENA_ARRAY(a, struct directory_link, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct directory_link){.id = db_cell_str(&rows, i, 0),
                                       .title = db_cell_str(&rows, i, 1)};
    e->services = v;
    e->nservices = rows.n;
    return ERR_OK;
}

enum err directory_entry_load(struct db *db, struct arena *a, struct str id,
                              struct directory_entry *out)
{
    struct directory_object self;
    struct directory_parts parts;
    struct db_rows source;

    *out = (struct directory_entry){0};
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, db));
    TRY(directory_object_get(db, a, id, &self));
    if (self.type != HSDS_SERVICE && self.type != HSDS_ORGANIZATION)
        return ERR_NOT_FOUND;
    TRY(directory_gather(db, a, &self, &parts));
    TRY(directory_compose(a, &parts, out));
    TRY(store_source_of(db, a, self.source, &source));
    out->source = db_cell_str(&source, 0, 0);
    out->imported = db_cell_int(&source, 0, 1);
    if (self.type == HSDS_ORGANIZATION)
        TRY(services_load(db, a, out));
    return db_tx_commit(&tx);
}

/* ---- needs ----------------------------------------------------------------------------------- */

#define NEEDS_MAX 12
#define NEEDS_HITS 64

static void need_add(struct str *v, size_t *n, const struct concept *c)
{
    for (size_t i = 0; i < *n; i++) {
        if (str_eq_c(v[i], c->id))
            return;
    }
    if (*n < NEEDS_MAX)
        v[(*n)++] = str_from_c(c->id);
}

/* The concepts of a text, but for what words inside a phrase mean by themselves. */
static size_t needs_of(struct search *search, struct arena *a, struct str text,
                       struct vocabulary_hit hits[NEEDS_HITS])
{
    struct search_tokens tokens;
    size_t n, kept = 0;

    search_document(search, a, text, &tokens);
    n = vocabulary_find_tokens(&tokens, hits, NEEDS_HITS);
    for (size_t i = 0; i < n; i++) {
        if (!hits[i].inner)
            hits[kept++] = hits[i];
    }
    return kept;
}

/* A description is full of words that mean something else there ("a separate floor", "what went
 * on"): it is asked only when the name and the terms say nothing. */
void directory_entry_needs(struct search *search, struct arena *a, struct directory_entry *e)
{
    struct str *v = ARENA_ARRAY(a, struct str, NEEDS_MAX);
    struct vocabulary_hit hits[NEEDS_HITS];
    struct str text =
        str_fmt(a, "%" STR_FMT ". %" STR_FMT, STR_ARG(e->card.title), STR_ARG(e->alternate_name));
    const struct str *chosen = e->needs;
    size_t n, nchosen = e->nneeds;

    for (size_t i = 0; i < e->nterms; i++)
        text = str_fmt(a, "%" STR_FMT ". %" STR_FMT, STR_ARG(text), STR_ARG(e->terms[i]));
    n = needs_of(search, a, text, hits);
    if (n == 0 && nchosen == 0)
        n = needs_of(search, a, e->description, hits);
    e->needs = v;
    e->nneeds = 0;
    for (size_t i = 0; i < nchosen; i++)
        need_add(v, &e->nneeds, vocabulary_concept(chosen[i]));
    for (size_t i = 0; i < n; i++)
        need_add(v, &e->nneeds, hits[i].concept);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < hits[i].concept->nabove; k++)
            need_add(v, &e->nneeds, hits[i].concept->above[k]);
    }
}

enum err directory_count(struct db *db, struct directory_counts *out)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 4096);
    struct index_corpus corpus;
    struct db_rows rows;

    *out = (struct directory_counts){0};
    TRY(store_heard(db, a, &rows));
    out->sources = db_cell_int(&rows, 0, 0);
    out->imported = db_cell_int(&rows, 0, 1);
    /* Each page that looks for something says so: the index knows. */
    TRY(index_corpus_get(db, a, &corpus));
    out->organizations = corpus.organizations;
    out->services = corpus.services;
    if (corpus.services >= 0)
        return ERR_OK;
    TRY(store_counts(db, a, &rows));
    out->organizations = db_cell_int(&rows, 0, 0);
    out->services = db_cell_int(&rows, 0, 1);
    return ERR_OK;
}
