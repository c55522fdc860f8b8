/* JSON of any bytes: it is refused with a reason, or what comes out are canonical documents: they
 * read back, have UUIDs, and writing them again changes nothing. */
#include <stdlib.h>

#include "hsds/hsds.h"
#include "hsds/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void on_event(void *ctx, const struct hsds_event *e)
{
    bool *broken = ctx;
    check(e->kind == HSDS_PROGRESS || e->kind == HSDS_IGNORED || (e->why && e->file));
    *broken = *broken || e->kind == HSDS_BROKEN;
}

/* Looking at a document where it stands shows what reading it shows. */
static void same_check(const json_t *v, const struct hsds_node *node)
{
    const char *key;
    json_t *member;
    size_t i;

    check(node != NULL);
    switch (node->kind) {
    case HSDS_NODE_OBJECT:
        check(json_object_size(v) == node->n);
        json_object_foreach((json_t *)v, key, member) same_check(member, hsds_node_get(node, key));
        return;
    case HSDS_NODE_ARRAY:
        check(json_array_size(v) == node->n);
        node = hsds_node_first(node);
        json_array_foreach(v, i, member)
        {
            same_check(member, node);
            node = node->next;
        }
        return;
    case HSDS_NODE_TEXT:
        check(json_is_string(v) &&
              str_eq(node->text, str_from(json_string_value(v), json_string_length(v))));
        return;
    case HSDS_NODE_NUMBER:
        check(json_is_number(v));
        return;
    case HSDS_NODE_WORD:
        check(json_is_boolean(v) || json_is_null(v));
        return;
    }
}

static void object_check(struct arena *a, const struct hsds_object *o)
{
    json_t *doc = hsds_doc_load(o->doc);
    struct str again;

    same_check(doc, hsds_scan(a, o->doc));
    check(doc && hsds_is_object(o->type) && hsds_is_uuid(o->id) && str_is_utf8(o->doc));
    check(o->doc.n <= HSDS_DOC_MAX && o->digest == hsds_digest(o->doc));
    check(o->parent.n == 0 || hsds_is_uuid(o->parent));
    check(hsds_doc_write(a, o->type, doc, &again) == ERR_OK && str_eq(again, o->doc));
    json_decref(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct hsds_builder *b;
    struct hsds_set *set;
    bool broken = false;
    const struct hsds_reading how = {.source = STR("fuzz"),
                                     .orphans = size % 2 ? HSDS_ORPHANS_KEEP : HSDS_ORPHANS_REFUSE,
                                     .event = on_event,
                                     .ctx = &broken};

    check(hsds_set_begin(a, &how, &b) == ERR_OK);
    enum err e = hsds_set_add_json(b, "fuzz.json", HSDS_NONE, str_from(data, size));
    check(e == ERR_OK || e == ERR_INVALID);
    check((e == ERR_INVALID) == broken);
    if (e != ERR_OK)
        return 0;
    check(hsds_set_end(b, &set) == ERR_OK);
    for (size_t i = 0; i < set->n; i++)
        object_check(a, &set->v[i]);
    return 0;
}
