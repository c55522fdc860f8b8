/* The API in its own words: OpenAPI 3.1, made of the tables that the API runs by. */
#include "directory/directory_api.h"

#define SCHEMAS "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/"

static json_t *schema_of(enum api_kind kind)
{
    switch (kind) {
    case API_COUNT:
        return json_pack("{s:s, s:i}", "type", "integer", "minimum", 1);
    case API_FLAG:
        return json_pack("{s:s}", "type", "boolean");
    case API_MOMENT:
        return json_pack("{s:s, s:s}", "type", "string", "format", "date-time");
    case API_ID:
        return json_pack("{s:s, s:s}", "type", "string", "format", "uuid");
    case API_FORMAT:
        return json_pack("{s:s, s:[s]}", "type", "string", "enum", "json");
    case API_TEXT:
        break;
    }
    return json_pack("{s:s}", "type", "string");
}

static json_t *parameters_of(unsigned list)
{
    json_t *all = json_array();
    for (size_t i = 0; i < API_PARAMETERS_END; i++) {
        const struct api_parameter_info *p = &API_PARAMETER[i];
        if ((p->lists & list) != 0)
            json_array_append_new(all, json_pack("{s:s, s:s, s:b, s:s, s:o}", "name", p->name, "in",
                                                 "query", "required", 0, "description", p->about,
                                                 "schema", schema_of(p->kind)));
    }
    return all;
}

static json_t *answers(json_t *schema)
{
    return json_pack("{s:{s:s, s:{s:{s:o}}}, s:{s:s}, s:{s:s}, s:{s:s}}", "200", "description",
                     "What was asked for.", "content", "application/json", "schema", schema, "400",
                     "description", "A parameter cannot be read; `parameter` names it.", "404",
                     "description", "It is not here.", "429", "description",
                     "Too many requests; Retry-After says when to come back.");
}

static json_t *ref(const char *schema)
{
    return json_pack("{s:s+}", "$ref", SCHEMAS, schema);
}

static void collection_describe(json_t *paths, const char *list, const char *one, unsigned which,
                                const char *schema, const char *noun)
{
    json_t *page =
        json_pack("{s:[{s:s}], s:{s:{s:s, s:o}}}", "allOf", "$ref", "#/components/schemas/Page",
                  "properties", "contents", "type", "array", "items", ref(schema));

    json_object_set_new(paths, list,
                        json_pack("{s:{s:s+, s:o, s:o}}", "get", "summary", "Pages of ", noun,
                                  "parameters", parameters_of(which), "responses", answers(page)));
    json_object_set_new(paths, one,
                        json_pack("{s:[{s:s, s:s, s:b, s:{s:s, s:s}}], s:{s:s+, s:o}}",
                                  "parameters", "name", "id", "in", "path", "required", 1, "schema",
                                  "type", "string", "format", "uuid", "get", "summary",
                                  "One of the ", noun, "responses", answers(ref(schema))));
}

static json_t *page_schema(void)
{
    static const char *const NUMBERS[] = {"total_items", "total_pages", "page_number", "size"};
    static const char *const FLAGS[] = {"first_page", "last_page", "empty"};
    json_t *properties = json_object();

    for (size_t i = 0; i < sizeof(NUMBERS) / sizeof(NUMBERS[0]); i++)
        json_object_set_new(properties, NUMBERS[i], json_pack("{s:s}", "type", "integer"));
    for (size_t i = 0; i < sizeof(FLAGS) / sizeof(FLAGS[0]); i++)
        json_object_set_new(properties, FLAGS[i], json_pack("{s:s}", "type", "boolean"));
    return json_pack("{s:s, s:o}", "type", "object", "properties", properties);
}

json_t *api_describe(struct str name)
{
    json_t *paths = json_object();

    json_object_set_new(paths, "/hsds",
                        json_pack("{s:{s:s, s:o}}", "get", "summary", "What this API is.",
                                  "responses", answers(json_pack("{s:s}", "type", "object"))));
    collection_describe(paths, "/hsds/services", "/hsds/services/{id}", API_SERVICES,
                        "service.json", "services");
    collection_describe(paths, "/hsds/organizations", "/hsds/organizations/{id}", API_ORGANIZATIONS,
                        "organization.json", "organizations");
    collection_describe(paths, "/hsds/service_at_locations", "/hsds/service_at_locations/{id}",
                        API_AT, "service_at_location.json", "services at locations");
    collection_describe(paths, "/hsds/taxonomies", "/hsds/taxonomies/{id}", API_TAXONOMIES,
                        "taxonomy.json", "taxonomies");
    collection_describe(paths, "/hsds/taxonomy_terms", "/hsds/taxonomy_terms/{id}", API_TERMS,
                        "taxonomy_term.json", "taxonomy terms");
    return json_pack("{s:s, s:{s:s%, s:s, s:s}, s:s, s:o, s:{s:{s:o}}}", "openapi", "3.1.0", "info",
                     "title", name.p, name.n, "version", "1", "description",
                     "A directory after HSDS 3.0 (Open Referral). No key is needed.",
                     "jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema", "paths",
                     paths, "components", "schemas", "Page", page_schema());
}
