#include "directory/directory_need.h"

#include "hsds/hsds.h"

struct str directory_need_term(struct arena *a, struct str concept)
{
    return hsds_uuid(a, STR("awn"), HSDS_TAXONOMY_TERM, concept);
}

const struct concept *directory_need_named(struct arena *a, struct str value, struct str term)
{
    const struct concept *c = value.n != 0 && term.n != 0 ? vocabulary_concept(value) : NULL;
    return c && str_eq(directory_need_term(a, value), term) ? c : NULL;
}

const struct concept *directory_need_of(struct arena *a, const json_t *attribute)
{
    return directory_need_named(
        a, str_from_c(json_string_value(json_object_get(attribute, "value"))),
        str_from_c(json_string_value(json_object_get(attribute, "taxonomy_term_id"))));
}
