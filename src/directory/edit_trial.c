#include "directory/edit_trial.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "directory/directory_patch.h"

void trial_put(const struct trial *x, const char *name, const char *text)
{
    char path[400];
    snprintf(path, sizeof(path), "%s/%s", x->folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static void on_event(void *ctx, const struct hsds_event *e)
{
    struct trial *x = ctx;
    size_t n = strlen(x->notes);
    if (e->kind == HSDS_NOTED)
        snprintf(x->notes + n, sizeof(x->notes) - n, "%s: %s\n", e->file, e->why);
}

enum err trial_import_as(struct trial *x, const char *source, enum directory_mode mode)
{
    const struct directory_import how = {.path = x->folder,
                                         .source = str_from_c(source),
                                         .mode = mode,
                                         .now = x->by.now,
                                         .event = on_event,
                                         .ctx = x};
    x->notes[0] = '\0';
    return directory_import(x->t->db, x->search, &how, &x->result);
}

void trial_import(struct trial *x)
{
    assert_ok(trial_import_as(x, "trial", DIRECTORY_REPLACE));
}

void trial_put_all(const struct trial *x)
{
    trial_put(x, "organizations.csv",
              "id,name,description\no1,Harbour Law,Free advice\no2,Palm House,A shelter\n");
    trial_put(x, "services.csv", TRIAL_SERVICES);
    trial_put(x, "locations.csv", "id,organization_id,name\nl1,o1,Main office\nl2,o2,Backdoor\n");
    trial_put(x, "services_at_location.csv",
              "id,service_id,location_id,description\na1,s1,l1,\na2,s2,l2,\n");
    trial_put(
        x, "phones.csv",
        "id,location_id,service_id,organization_id,number\np1,,s1,,555 0101\np2,,s2,,555 0102\n");
    trial_put(
        x, "physical_addresses.csv",
        "id,location_id,address_1,city,state_province,postal_code,country\n"
        "d1,l1,18 Customs Street,Harbour City,,,ZZ\nd2,l2,7 Quietcanary Lane,Harbour City,,,ZZ\n");
}

void trial_begin(struct trial *x, void **state)
{
    *x = (struct trial){.t = test_db_of(state), .search = search_create()};
    x->by = (struct directory_editing){
        .db = x->t->db, .search = x->search, .byline = STR("Rima"), .now = 1000};
    snprintf(x->folder, sizeof(x->folder), "%s/in", x->t->folder);
    mkdir(x->folder, 0700);
    trial_put_all(x);
    trial_import(x);
    struct arena *a = x->t->a;
    struct str source = STR("trial");
    x->o1 = hsds_uuid(a, source, HSDS_ORGANIZATION, STR("o1"));
    x->o2 = hsds_uuid(a, source, HSDS_ORGANIZATION, STR("o2"));
    x->s1 = hsds_uuid(a, source, HSDS_SERVICE, STR("s1"));
    x->s2 = hsds_uuid(a, source, HSDS_SERVICE, STR("s2"));
    x->l1 = hsds_uuid(a, source, HSDS_LOCATION, STR("l1"));
    x->l2 = hsds_uuid(a, source, HSDS_LOCATION, STR("l2"));
    x->at1 = hsds_uuid(a, source, HSDS_SERVICE_AT_LOCATION, STR("a1"));
}

void trial_end(struct trial *x)
{
    search_destroy(x->search);
}

int64_t trial_found(struct trial *x, const char *words)
{
    struct directory_hits hits;
    const struct directory_query q = {.words = str_from_c(words), .limit = 10};
    assert_ok(directory_search(x->t->db, x->search, x->t->a, &q, lang_default(), &hits));
    return hits.total;
}

/* Whether a word finds an entry with that word in its title (a need may lead to others). */
bool trial_lists(struct trial *x, const char *word)
{
    struct directory_hits hits;
    const struct directory_query q = {.words = str_from_c(word), .limit = 10};
    bool any = false;
    assert_ok(directory_search(x->t->db, x->search, x->t->a, &q, lang_default(), &hits));
    for (size_t i = 0; i < hits.n; i++)
        any = any || strstr(str_to_c(x->t->a, hits.v[i].card.title), word);
    return any;
}

struct directory_entry trial_entry(struct trial *x, struct str id)
{
    struct directory_entry e;
    assert_ok(directory_entry_load(x->t->db, x->t->a, id, &e));
    return e;
}

/* The document of an object with one text changed. */
struct directory_doc trial_changed(struct trial *x, struct str id, const char *key,
                                   const char *value)
{
    struct directory_object o;
    assert_ok(directory_object_get(x->t->db, x->t->a, id, &o));
    json_t *doc = hsds_doc_load(o.doc);
    assert_non_null(doc);
    if (value)
        json_object_set_new(doc, key, json_string(value));
    else
        json_object_del(doc, key);
    struct directory_doc out = {.type = o.type, .id = id};
    assert_ok(directory_json_text(x->t->a, doc, &out.doc));
    json_decref(doc);
    return out;
}

enum err trial_correct(struct trial *x, struct str of, struct directory_doc doc)
{
    return directory_correct(&x->by, of, &(struct directory_docs){.v = &doc, .n = 1});
}
