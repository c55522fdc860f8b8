#include "hsds/model.h"

/* How a kind reads the third column of the lists: as a type, or as the words of an enum. */
#define TO_ID(to) HSDS_NONE, HSDS_WORDS_NONE
#define TO_TEXT(to) HSDS_NONE, HSDS_WORDS_NONE
#define TO_NUMBER(to) HSDS_NONE, HSDS_WORDS_NONE
#define TO_DATE(to) HSDS_NONE, HSDS_WORDS_NONE
#define TO_MOMENT(to) HSDS_NONE, HSDS_WORDS_NONE
#define TO_TIME(to) HSDS_NONE, HSDS_WORDS_NONE
#define TO_URI(to) HSDS_NONE, HSDS_WORDS_NONE
#define TO_EMAIL(to) HSDS_NONE, HSDS_WORDS_NONE
#define TO_OWNED(to) HSDS_NONE, HSDS_WORDS_NONE
#define TO_ENUM(to) HSDS_NONE, HSDS_##to
#define TO_REF(to) HSDS_##to, HSDS_WORDS_NONE
#define TO_OWNER(to) HSDS_##to, HSDS_WORDS_NONE
#define TO_PARTS(to) HSDS_##to, HSDS_WORDS_NONE
#define TO_OBJECT(to) HSDS_##to, HSDS_WORDS_NONE
#define TO_OBJECTS(to) HSDS_##to, HSDS_WORDS_NONE

#define X(name, kind, to, need) {#name, HSDS_##kind, TO_##kind(to), HSDS_##need},
static const struct hsds_field ORGANIZATION[] = {HSDS_ORGANIZATION_FIELDS(X)};
static const struct hsds_field SERVICE[] = {HSDS_SERVICE_FIELDS(X)};
static const struct hsds_field LOCATION[] = {HSDS_LOCATION_FIELDS(X)};
static const struct hsds_field SERVICE_AT_LOCATION[] = {HSDS_SERVICE_AT_LOCATION_FIELDS(X)};
static const struct hsds_field PROGRAM[] = {HSDS_PROGRAM_FIELDS(X)};
static const struct hsds_field TAXONOMY[] = {HSDS_TAXONOMY_FIELDS(X)};
static const struct hsds_field TAXONOMY_TERM[] = {HSDS_TAXONOMY_TERM_FIELDS(X)};
static const struct hsds_field CONTACT[] = {HSDS_CONTACT_FIELDS(X)};
static const struct hsds_field PHONE[] = {HSDS_PHONE_FIELDS(X)};
static const struct hsds_field ADDRESS[] = {HSDS_ADDRESS_FIELDS(X)};
static const struct hsds_field SCHEDULE[] = {HSDS_SCHEDULE_FIELDS(X)};
static const struct hsds_field LANGUAGE[] = {HSDS_LANGUAGE_FIELDS(X)};
static const struct hsds_field ACCESSIBILITY[] = {HSDS_ACCESSIBILITY_FIELDS(X)};
static const struct hsds_field COST_OPTION[] = {HSDS_COST_OPTION_FIELDS(X)};
static const struct hsds_field FUNDING[] = {HSDS_FUNDING_FIELDS(X)};
static const struct hsds_field REQUIRED_DOCUMENT[] = {HSDS_REQUIRED_DOCUMENT_FIELDS(X)};
static const struct hsds_field SERVICE_AREA[] = {HSDS_SERVICE_AREA_FIELDS(X)};
static const struct hsds_field ORGANIZATION_IDENTIFIER[] = {HSDS_ORGANIZATION_IDENTIFIER_FIELDS(X)};
static const struct hsds_field ATTRIBUTE[] = {HSDS_ATTRIBUTE_FIELDS(X)};
static const struct hsds_field METADATA[] = {HSDS_METADATA_FIELDS(X)};
#undef X

static const struct hsds_model MODELS[HSDS_TYPES_END] = {
#define X(id, key, noun, file, collection)                                                         \
    [HSDS_##id] = {key, noun, file, collection, id, sizeof(id) / sizeof((id)[0])},
    HSDS_TYPES(X)
#undef X
};

#define X(word) word,
static const char *const STATUS[] = {HSDS_STATUS_WORDS(X) NULL};
static const char *const PLACE[] = {HSDS_PLACE_WORDS(X) NULL};
static const char *const WEEKDAY[] = {HSDS_WEEKDAY_WORDS(X) NULL};
static const char *const FREQUENCY[] = {HSDS_FREQUENCY_WORDS(X) NULL};
#undef X
static const char *const NO_WORDS[] = {NULL};

static const char *const *const WORDS[HSDS_WORDS_END] = {
    [HSDS_WORDS_NONE] = NO_WORDS, [HSDS_STATUS] = STATUS,       [HSDS_PLACE] = PLACE,
    [HSDS_WEEKDAY] = WEEKDAY,     [HSDS_FREQUENCY] = FREQUENCY,
};

const struct hsds_model *hsds_model(enum hsds_type type)
{
    return &MODELS[type];
}

bool hsds_is_object(enum hsds_type type)
{
    return type > HSDS_NONE && type < HSDS_OBJECTS_END;
}

int hsds_field_find(enum hsds_type type, struct str name)
{
    const struct hsds_model *m = &MODELS[type];
    for (size_t i = 0; i < m->n; i++) {
        if (str_eq_c(name, m->fields[i].name))
            return (int)i;
    }
    return -1;
}

enum hsds_type hsds_type_find(struct str name)
{
    for (size_t t = HSDS_NONE + 1; t < HSDS_TYPES_END; t++) {
        if (str_eq_c(name, MODELS[t].name))
            return (enum hsds_type)t;
    }
    return HSDS_NONE;
}

const char *const *hsds_words(enum hsds_words words)
{
    return WORDS[words];
}
