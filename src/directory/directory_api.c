#include "directory/directory_api.h"

#include "directory/directory_ids.h"
#include "hsds/moment.h"

const struct api_parameter_info API_PARAMETER[API_PARAMETERS_END] = {
#define X(name, kind, lists, about) {#name, API_##kind, lists, about},
    API_PARAMETERS(X)
#undef X
};

static unsigned list_of(enum hsds_type type)
{
    static const unsigned LISTS[HSDS_TYPES_END] = {
        [HSDS_ORGANIZATION] = API_ORGANIZATIONS, [HSDS_SERVICE] = API_SERVICES,
        [HSDS_SERVICE_AT_LOCATION] = API_AT,     [HSDS_TAXONOMY] = API_TAXONOMIES,
        [HSDS_TAXONOMY_TERM] = API_TERMS,
    };
    return LISTS[type];
}

/* ---- reading what is asked ------------------------------------------------------------------- */

static bool count_read(struct str s, int64_t *out)
{
    int64_t n = 0;
    if (s.n == 0 || s.n > 7)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        n = n * 10 + (s.p[i] - '0');
    }
    *out = n;
    return n > 0;
}

static bool value_read(enum api_kind kind, struct str s, int64_t *out)
{
    switch (kind) {
    case API_TEXT:
        return s.n <= 500;
    case API_COUNT:
        return count_read(s, out);
    case API_FLAG:
        *out = str_eq_c(s, "true") || str_eq_c(s, "1");
        return *out != 0 || str_eq_c(s, "false") || str_eq_c(s, "0");
    case API_MOMENT:
        return hsds_moment_read(s, out);
    case API_ID:
        return directory_is_uuid(s);
    case API_FORMAT:
        return str_eq_c(s, "json");
    }
    return false;
}

static size_t most(const struct api_asked *asked)
{
    if (asked->number[API_P_minimal])
        return API_MINIMAL_MAX;
    if (asked->number[API_P_full] || asked->number[API_P_full_service])
        return API_FULL_MAX;
    return API_PER_PAGE_MAX;
}

bool api_read(const struct http_pairs *query, enum hsds_type type, struct api_asked *out,
              const char **wrong)
{
    *out = (struct api_asked){.type = type};
    for (size_t i = 0; i < API_PARAMETERS_END; i++) {
        const struct api_parameter_info *info = &API_PARAMETER[i];
        struct str s = http_pairs_get(query, info->name);
        if (s.n == 0 || (info->lists & list_of(type)) == 0)
            continue;
        *wrong = info->name;
        if (!value_read(info->kind, s, &out->number[i]))
            return false;
        out->text[i] = s;
    }
    size_t asked = (size_t)out->number[API_P_per_page], bound = most(out);
    out->per_page = asked != 0                   ? asked
                    : out->number[API_P_minimal] ? API_MINIMAL_MAX
                                                 : API_PER_PAGE;
    if (out->per_page > bound)
        out->per_page = bound;
    out->page = out->number[API_P_page] ? (size_t)out->number[API_P_page] : 1;
    return true;
}

/* ---- the page -------------------------------------------------------------------------------- */

struct asking {
    struct db *db;
    struct search *search;
    struct arena *arena;
    const struct api_asked *asked;
};

static size_t offset_of(const struct api_asked *asked)
{
    return (asked->page - 1) * asked->per_page;
}

static struct str area_of(const struct api_asked *asked)
{
    int64_t meters;
    if (asked->text[API_P_postcode].n != 0)
        return asked->text[API_P_postcode];
    return count_read(asked->text[API_P_proximity], &meters) ? STR_NONE
                                                             : asked->text[API_P_proximity];
}

/* Whether the directory's search must answer it. */
static bool is_search(const struct api_asked *asked)
{
    return asked->text[API_P_search].n != 0 || asked->text[API_P_taxonomy_term_id].n != 0 ||
           (asked->type != HSDS_TAXONOMY_TERM && asked->text[API_P_taxonomy_id].n != 0) ||
           area_of(asked).n != 0;
}

static bool is_wanted(const struct api_asked *asked, const struct directory_published *one)
{
    struct str organization = asked->text[API_P_organization_id];

    return one->modified >= asked->number[API_P_modified_after] &&
           (organization.n == 0 || str_eq(one->parent, organization));
}

/* Whether everything that is found counts, so that it need not be read for that. */
static bool is_all_wanted(const struct api_asked *asked)
{
    return asked->type != HSDS_SERVICE_AT_LOCATION && asked->number[API_P_modified_after] == 0 &&
           asked->text[API_P_organization_id].n == 0;
}

static bool is_on_page(const struct api_asked *asked, const struct directory_published_list *out)
{
    return (size_t)out->total >= offset_of(asked) && out->n < asked->per_page;
}

static void page_keep(const struct api_asked *asked, const struct directory_published *one,
                      struct directory_published_list *out)
{
    if ((size_t)out->total++ >= offset_of(asked) && out->n < asked->per_page)
        out->v[out->n++] = *one;
}

/* A service that was found: itself, or where it is given. */
static enum err found_add(const struct asking *q, const struct directory_published *one,
                          struct directory_published_list *out)
{
    struct directory_objects at;

    if (q->asked->type != HSDS_SERVICE_AT_LOCATION) {
        page_keep(q->asked, one, out);
        return ERR_OK;
    }
    TRY(directory_object_children(q->db, q->arena, one->id, HSDS_SERVICE_AT_LOCATION, &at));
    for (size_t i = 0; i < at.n; i++) {
        struct directory_published place = {.id = at.v[i].public_id};
        TRY(directory_publish(q->db, q->arena, &at.v[i], &place.doc));
        page_keep(q->asked, &place, out);
    }
    return ERR_OK;
}

/* Answers by the directory's search: best first. */
static enum err found_list(const struct asking *q, struct directory_published_list *out)
{
    bool organizations = q->asked->type == HSDS_ORGANIZATION;
    enum hsds_type type = organizations ? HSDS_ORGANIZATION : HSDS_SERVICE;
    const struct directory_query query = {
        .words = q->asked->text[API_P_search],
        .area = area_of(q->asked),
        .filed = {q->asked->text[API_P_taxonomy_term_id], q->asked->text[API_P_taxonomy_id]},
        .limit = API_FOUND_MAX};
    struct directory_ids ids;

    *out = (struct directory_published_list){
        .v = ARENA_ARRAY(q->arena, struct directory_published, q->asked->per_page)};
    TRY(directory_search_ids(q->db, q->search, q->arena, &query,
                             organizations ? DIRECTORY_ORGANIZATION : DIRECTORY_SERVICE, &ids));
    for (size_t i = 0; i < ids.n; i++) {
        struct directory_published one;
        if (is_all_wanted(q->asked) && !is_on_page(q->asked, out)) {
            out->total++; /* what is found is there: the index is in step */
            continue;
        }
        enum err e = directory_publish_one(q->db, q->arena, type, ids.v[i], &one);
        if (e == ERR_NOT_FOUND)
            continue;
        TRY(e);
        if (is_wanted(q->asked, &one))
            TRY(found_add(q, &one, out));
    }
    return ERR_OK;
}

/* Taxonomies and terms, when words or a parent are asked for: all are read. */
static enum err terms_list(const struct asking *q, struct directory_published_list *out)
{
    const struct directory_listing all = {
        .type = q->asked->type, .taxonomy = q->asked->text[API_P_taxonomy_id], .limit = SIZE_MAX};
    struct directory_published_list list;
    struct search_tokens words;

    search_query(q->search, q->arena, q->asked->text[API_P_search], &words);
    TRY(directory_publish_list(q->db, q->arena, &all, &list));
    *out = (struct directory_published_list){
        .v = ARENA_ARRAY(q->arena, struct directory_published, q->asked->per_page)};
    for (size_t i = 0; i < list.n; i++) {
        json_t *doc = hsds_doc_load(list.v[i].doc);
        const char *parent = json_string_value(json_object_get(doc, "parent_id"));
        const char *name = json_string_value(json_object_get(doc, "name"));
        bool keep = !(q->asked->number[API_P_top_only] && parent);
        if (q->asked->text[API_P_parent_id].n != 0)
            keep = keep && parent && str_eq_c(q->asked->text[API_P_parent_id], parent);
        if (words.n != 0)
            keep = keep && name && search_text_match(q->search, &words, str_from_c(name)) != 0;
        json_decref(doc);
        if (keep)
            page_keep(q->asked, &list.v[i], out);
    }
    return ERR_OK;
}

static struct directory_listing listing_of(const struct api_asked *asked)
{
    return (struct directory_listing){
        .type = asked->type,
        .organization = asked->text[API_P_organization_id],
        .taxonomy = asked->type == HSDS_TAXONOMY_TERM ? asked->text[API_P_taxonomy_id] : STR_NONE,
        .modified_after = asked->number[API_P_modified_after],
        .offset = offset_of(asked),
        .limit = asked->per_page,
    };
}

static enum err list_all(const struct asking *q, struct directory_published_list *out)
{
    const struct directory_listing listing = listing_of(q->asked);
    return directory_publish_list(q->db, q->arena, &listing, out);
}

#define MINIMAL_STEP 200

/* Two thousand ids are not two thousand documents in memory: some at a time. */
static enum err minimal_list(const struct asking *q, const struct hsds_lookup *lookup,
                             struct directory_published_list *list, json_t *contents)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct directory_listing some = listing_of(q->asked);
    size_t end = some.offset + some.limit;

    for (; some.offset < end; some.offset += MINIMAL_STEP) {
        struct directory_published_list part;
        arena_clear(a);
        some.limit = end - some.offset < MINIMAL_STEP ? end - some.offset : MINIMAL_STEP;
        TRY(directory_publish_list(q->db, a, &some, &part));
        if (!some.uncounted)
            list->total = part.total;
        some.uncounted = true;
        for (size_t i = 0; i < part.n; i++) {
            json_t *one;
            TRY(hsds_compose(lookup, q->asked->type, part.v[i].doc, HSDS_MINIMAL, &one));
            json_array_append_new(contents, one);
        }
        list->n += part.n;
        if (part.n < some.limit)
            break;
    }
    return ERR_OK;
}

static enum hsds_depth depth_of(const struct api_asked *asked)
{
    if (asked->number[API_P_minimal])
        return HSDS_MINIMAL;
    if (asked->number[API_P_full_service])
        return HSDS_FULL_DEEP;
    return asked->number[API_P_full] ? HSDS_FULL : HSDS_LIST;
}

static json_t *page_describe(const struct api_asked *asked,
                             const struct directory_published_list *list, json_t *contents)
{
    json_int_t pages = (list->total + (int64_t)asked->per_page - 1) / (int64_t)asked->per_page;

    return json_pack("{s:I, s:I, s:I, s:I, s:b, s:b, s:b, s:o}", "total_items",
                     (json_int_t)list->total, "total_pages", pages, "page_number",
                     (json_int_t)asked->page, "size", (json_int_t)list->n, "first_page",
                     asked->page == 1, "last_page", (json_int_t)asked->page >= pages, "empty",
                     list->n == 0, "contents", contents);
}

enum err api_page(struct db *db, struct search *search, struct arena *a,
                  const struct api_asked *asked, json_t **out)
{
    const struct asking q = {db, search, a, asked};
    struct directory_publisher publisher = {.db = db, .arena = a, .most = API_NESTED_MAX};
    const struct hsds_lookup lookup = directory_publish_lookup(&publisher);
    struct directory_published_list list = {0};
    bool terms = asked->type == HSDS_TAXONOMY || asked->type == HSDS_TAXONOMY_TERM;
    bool few = !terms && !is_search(asked) && depth_of(asked) == HSDS_MINIMAL;

    if (terms && (asked->text[API_P_search].n != 0 || asked->text[API_P_parent_id].n != 0 ||
                  asked->number[API_P_top_only]))
        TRY(terms_list(&q, &list));
    else if (!terms && is_search(asked))
        TRY(found_list(&q, &list));
    else if (!few)
        TRY(list_all(&q, &list));

    json_t *contents = json_array();
    enum err e = few ? minimal_list(&q, &lookup, &list, contents) : ERR_OK;
    for (size_t i = 0; !few && e == ERR_OK && i < list.n; i++) {
        json_t *one;
        e = hsds_compose(&lookup, asked->type, list.v[i].doc, depth_of(asked), &one);
        if (e == ERR_OK)
            json_array_append_new(contents, one);
    }
    if (e != ERR_OK) {
        json_decref(contents);
        return e;
    }
    *out = page_describe(asked, &list, contents);
    return ERR_OK;
}
