/* From the text of an entry to the words it is found by. Inside the room.
 *
 * A word of the index is one of
 *   lawyer       a stem, as search.h makes it
 *   #lawyer      a concept of the vocabulary that is mentioned, or a broader one
 *   ~lwyr        a skeleton of consonants: of all Arabic words, and of any in short texts (names)
 *   @area:x      a folded word of a place or service area; @area~s: its skeleton
 *   @lang:ar     spoken there
 *   @tag:crisis  what an editor said of it
 *   @filed:ID    a taxonomy term or a taxonomy it is filed under
 *   @all         every entry that can be found
 * The signs in front never stand in a stem. Words with @ have no weight: they are conditions.
 *
 * Forms are folded words as they were written, with their stem: what near spellings are looked for
 * among, since a typing error spoils a stem more than a word.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_BAG_H
#define AWN_DIRECTORY_DIRECTORY_BAG_H

#include "directory/directory_facts.h"
#include "search/search.h"

struct bag_word {
    uint32_t word; /* number in the house */
    uint32_t weight;
};
struct bag {
    struct bag_word *v;
    size_t n;
    uint64_t length; /* the weight of all its words */
};

struct bag_form {
    struct str form, stem;
    int64_t count; /* how often it stands in the texts put in, less those taken out */
};

struct bag_house;

/* Scratch is cleared whenever it likes. */
struct bag_house *bag_house_open(struct arena *a, struct arena *scratch, struct search *search)
    __attribute__((returns_nonnull));

/* The words of an entry, in `a`; forms are counted up (sign 1) or down (-1). An entry that is not
 * to be found has none. */
void bag_fill(struct bag_house *h, struct arena *a, const struct entry_text *text, int sign,
              struct bag *out);

size_t bag_words(const struct bag_house *h);
struct str bag_word(const struct bag_house *h, size_t number);
size_t bag_forms(const struct bag_house *h);
const struct bag_form *bag_form(const struct bag_house *h, size_t number);

/* What one posting of an entry weighs. */
uint8_t bag_impact(struct str word, uint64_t weight, uint64_t length);

/* The word for a language that is written as a code or a name, in any of our languages: "@lang:ar";
 * a name that is not known stays as it is, folded. STR_NONE for nothing. */
struct str bag_language(struct search *search, struct arena *a, struct str written);

/* The word for a tag. */
struct str bag_tag(struct arena *a, const char *name);
struct str bag_filed(struct arena *a, struct str id);
/* … and the language an entry is written in (directory_language). */
struct str bag_written(struct arena *a, struct str code);

#endif
