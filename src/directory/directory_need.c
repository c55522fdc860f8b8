#include "directory/directory_need.h"

#include "hsds/hsds.h"

struct str directory_need_term(struct arena *a, struct str concept)
{
    return hsds_uuid(a, STR("awn"), HSDS_TAXONOMY_TERM, concept);
}

const struct concept *directory_need_of(struct arena *a, const json_t *attribute)
{
    const char *value = json_string_value(json_object_get(attribute, "value"));
    const char *term = json_string_value(json_object_get(attribute, "taxonomy_term_id"));
    const struct concept *c = value && term ? vocabulary_concept(str_from_c(value)) : NULL;
    return c && str_eq_c(directory_need_term(a, str_from_c(value)), term) ? c : NULL;
}
