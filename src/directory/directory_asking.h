/* A query on the way to what the index is asked for: what directory_query.c and directory_place.c
 * share. Inside the room. */
#ifndef AWN_DIRECTORY_DIRECTORY_ASKING_H
#define AWN_DIRECTORY_DIRECTORY_ASKING_H

#include "directory/directory_query.h"

/* Words already asked of the database, with their postings. */
#define KNOWN_MAX 768
struct asking {
    struct db *db;
    struct search *search;
    struct arena *arena;
    struct asked *out;
    struct str words[KNOWN_MAX], postings[KNOWN_MAX];
    size_t n, loaded;
    size_t share; /* alternatives a term may have */
    bool everyday[RANK_TERMS_MAX];
    int64_t slots, live;
    bool arabizi; /* it seems to be Arabic in Latin letters */
};

/* A word that will be asked for. */
void asking_want(struct asking *q, struct str word);
/* Reads the postings of all words that are wanted. */
enum err asking_load(struct asking *q) MUST_CHECK;
/* Its postings; STR_NONE: nobody wrote it. */
struct str asking_have(const struct asking *q, struct str word);

/* Only words that occur become alternatives. Those of a term are added best first. */
void asking_add(struct asking *q, struct asked_alt alt);

#define ASKING_SURE 160 /* worth so much of 256, an alternative surely means the term */

/* What each term weighs, when all alternatives are there. */
void asking_scale(struct asking *q);

bool asking_is_written(const struct asking *q, const struct search_term *t);
bool asking_is_arabic(struct str word);
bool asking_is_latin(struct str word);

struct str asking_concept(struct arena *a, const struct concept *c); /* its word in the index */
bool asking_is_sure(const struct vocabulary_hit *hit);               /* not guessed */

/* Adds the forms nearest to a word that nobody wrote, and what they mean. *place as place_spelling
 * sets it. */
enum err asking_spellings(struct asking *q, const struct search_term *t, uint8_t term,
                          bool *place) MUST_CHECK;

/* ---- places ---------------------------------------------------------------------------------- */

/* Wants the ways a term may stand among the places of the index. */
void place_want(struct asking *q, const struct search_term *t);
/* The same by its consonants. */
void place_want_rough(struct asking *q, const struct search_term *t);

/* A place among the words: where an entry is says more than where its texts name it. Each sets
 * *found when the term is one. */
enum err place_add(struct asking *q, const struct search_term *t, uint8_t term, /* as written */
                   bool *found) MUST_CHECK;
/* Behind place_add: wherever the word stands it means that place, whatever else it is like
 * (Madrid, and madre). */
bool place_is_only(const struct asking *q, const struct search_term *t);
enum err place_learn(struct asking *q, const struct search_term *t, uint8_t term, /* another name */
                     bool *found) MUST_CHECK;
enum err place_near(struct asking *q, const struct search_term *t, uint8_t term, /* misspelt */
                    bool *found) MUST_CHECK;
enum err place_rough(struct asking *q, const struct search_term *t, uint8_t term, /* consonants */
                     bool *found) MUST_CHECK;
void place_guess(struct asking *q, const struct search_term *t,
                 uint8_t term); /* likewise, unsure */
/* As place_learn, for what the term was taken for. */
enum err place_spelling(struct asking *q, struct str stem, const struct search_term *t,
                        uint8_t term, bool *found) MUST_CHECK;

/* The condition "near …". */
enum err place_ask(struct asking *q, struct str area) MUST_CHECK;

/* One more list of the group of filters at hand. */
void asking_filter(struct asking *q, struct str word);
void asking_group_end(struct asking *q, size_t from);

#endif
