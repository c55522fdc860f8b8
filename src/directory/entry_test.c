/* An entry has every part of its documents, on both engines. */
#include "directory/directory.h"
#include "seal/seal.h"
#include "support/test_db.h"

static struct directory_hits find(struct test_db *t, struct search *search, const char *words)
{
    const struct directory_query q = {.words = str_from_c(words), .limit = 20};
    struct directory_hits hits;
    assert_ok(directory_search(t->db, search, t->a, &q, lang_default(), &hits));
    return hits;
}

static const struct directory_card *hit_titled(const struct directory_hits *hits, const char *title)
{
    for (size_t i = 0; i < hits->n; i++) {
        if (str_eq_c(hits->v[i].card.title, title))
            return &hits->v[i].card;
    }
    fail_msg("\"%s\" is not found", title);
    return NULL;
}

static void an_entry_has_all_its_parts(void **state)
{
    struct test_db *t = test_db_of(state);
    struct search *search = search_create();
    struct directory_imported done;
    struct directory_entry e;
    struct directory_hits hits;

    const struct directory_import how = {
        .path = "src/directory/sample", .source = STR("sample"), .now = 1};
    assert_ok(directory_import(t->db, search, &how, &done));
    hits = find(t, search, "residence papers");
    const struct directory_card *card = hit_titled(&hits, "أوراق الإقامة واللجوء");
    assert_ok(directory_entry_load(t->db, t->a, card->id, &e));
    assert_int_equal(e.nlanguages, 4);
    assert_int_equal(e.ncosts, 1);
    assert_str(e.costs[0].amount, "3");
    assert_int_equal(e.ndocuments, 1);
    assert_int_equal(e.nareas, 1);
    assert_str(e.areas[0].name, "المرفأ وضواحيه");
    assert_int_equal(e.nterms, 1);
    assert_str(e.terms[0], "Legal help");
    directory_entry_needs(search, t->a, &e);
    bool asylum = false;
    for (size_t i = 0; i < e.nneeds; i++)
        asylum = asylum || str_eq_c(e.needs[i], "asylum");
    assert_true(asylum);
    assert_true(e.eligibility.n > 0);
    assert_int_equal(e.nplaces, 1);
    assert_int_equal(e.places[0].naccessibility, 1);
    assert_int_equal(e.places[0].nhours, 5);
    assert_str(e.card.city, "المرفأ");

    hits = find(t, search, "sexual health check");
    card = hit_titled(&hits, "Sexual health check");
    assert_ok(directory_entry_load(t->db, t->a, card->id, &e));
    assert_str(e.minimum_age, "16");
    assert_int_equal(e.ndates, 1);
    assert_str(e.dates[0].byday, "1SA");
    assert_int_equal(e.dates[0].opens, 10 * 60);
    assert_str(e.dates[0].description, "Vaccination day");

    hits = find(t, search, "night shelter");
    card = hit_titled(&hits, "Night shelter");
    assert_ok(directory_entry_load(t->db, t->a, card->id, &e));
    assert_true(e.alert.n > 0);
    assert_int_equal(e.places[0].hours[0].opens, 19 * 60);
    assert_int_equal(e.places[0].hours[0].closes, 9 * 60);

    hits = find(t, search, "armed forces helpline");
    card = hit_titled(&hits, "Armed forces discrimination helpline");
    assert_ok(directory_entry_load(t->db, t->a, card->id, &e));
    assert_int_equal(e.ncontacts, 1);
    assert_str(e.contacts[0].email, "duty@voice.example.org");
    assert_str(e.phones[0].language, "English");
    search_destroy(search);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST_DB(an_entry_has_all_its_parts)};
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
