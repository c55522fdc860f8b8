/* A directory of two entries from one source, on which the tests of editors try what they do. */
#ifndef AWN_DIRECTORY_EDIT_TRIAL_H
#define AWN_DIRECTORY_EDIT_TRIAL_H

#include "directory/directory_edit.h"
#include "support/test_db.h"

#define TRIAL_SERVICES                                                                             \
    "id,organization_id,name,description\n"                                                        \
    "s1,o1,Eviction advice,We read the notice with you\ns2,o2,Safe bed,For a night\n"

struct trial {
    struct test_db *t;
    struct search *search;
    char folder[300];
    struct directory_editing by;
    struct directory_imported result;
    char notes[4096]; /* what the last import noted */
    struct str o1, o2, s1, s2, l1, l2, at1;
};

/* Writes a file of the package; imports the package again. */
void trial_put(const struct trial *x, const char *name, const char *text);
enum err trial_import_as(struct trial *x, const char *source, enum directory_mode mode);
/* The package as it first was. */
void trial_put_all(const struct trial *x);
void trial_import(struct trial *x);
void trial_begin(struct trial *x, void **state);
void trial_end(struct trial *x);
/* How many entries words find. */
int64_t trial_found(struct trial *x, const char *words);
/* Whether a word finds an entry with that word in its title (a need may lead to others). */
bool trial_lists(struct trial *x, const char *word);
struct directory_entry trial_entry(struct trial *x, struct str id);
/* The document of an object with one text changed; value NULL: taken away. */
struct directory_doc trial_changed(struct trial *x, struct str id, const char *key,
                                   const char *value);
enum err trial_correct(struct trial *x, struct str of, struct directory_doc doc);

#endif
