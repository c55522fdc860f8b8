/* What points where: the checks that need more than one table. */
#include "hsds/inside.h"
#include "hsds/value.h"

enum found { FOUND_NOTHING, FOUND_ROW, FOUND_REFUSED, FOUND_KNOWN };

static enum found look_up(const struct hsds_builder *b, enum hsds_type type, struct str id,
                          struct hsds_row **row)
{
    ARENA_LOCAL struct arena *a = NULL;

    *row = hsds_row_of(b, type, id);
    if (*row)
        return (*row)->refused ? FOUND_REFUSED : FOUND_ROW;
    if (!b->how->known || !hsds_is_object(type))
        return FOUND_NOTHING;
    a = arena_create(ARENA_PLAIN, 256);
    struct str uuid = hsds_uuid(a, b->how->source, type, id);
    return b->how->known(b->how->ctx, type, uuid) ? FOUND_KNOWN : FOUND_NOTHING;
}

static const char *place_name(const struct hsds_builder *b, enum hsds_type type)
{
    return b->table[type].file ? b->table[type].file : hsds_say(b, N_("what was read"));
}

/* Says why a pointer leads nowhere. */
static void pointer_refuse(struct hsds_builder *b, struct hsds_row *row, enum hsds_type to,
                           struct str id, const struct hsds_row *target)
{
    struct str shown = hsds_short(id);

    if (target)
        hsds_refuse(b, row, N_("it belongs to the %s \"%.*s\", which was refused (%s, line %u)"),
                    hsds_noun(b, to), STR_ARG(shown), b->names[target->file], target->line);
    else
        hsds_refuse(b, row, N_("it points to the %s \"%.*s\", which is not in %s"),
                    hsds_noun(b, to), STR_ARG(shown), place_name(b, to));
}

static bool is_orphanable(enum hsds_type from, const struct hsds_field *f)
{
    return f->to == HSDS_ORGANIZATION && (from == HSDS_SERVICE || from == HSDS_LOCATION);
}

/* The references of one row: those it needs refuse it, others are left out. */
static void refs_link(struct hsds_builder *b, struct hsds_row *row)
{
    const struct hsds_model *m = hsds_model((enum hsds_type)row->type);

    for (size_t i = 0; i < m->n && !row->refused; i++) {
        const struct hsds_field *f = &m->fields[i];
        if (f->kind != HSDS_REF)
            continue;
        struct str id = hsds_row_get(row, (int)i);
        struct hsds_row *target;
        if (id.n == 0)
            continue;
        enum found found = look_up(b, f->to, id, &target);
        if (found == FOUND_ROW || found == FOUND_KNOWN)
            continue;
        bool keep = b->how->orphans == HSDS_ORPHANS_KEEP;
        bool needed = is_orphanable((enum hsds_type)row->type, f) ? !keep : f->need == HSDS_MUST;
        if (needed) {
            pointer_refuse(b, row, f->to, id, target);
            b->orphans += is_orphanable((enum hsds_type)row->type, f);
            continue;
        }
        struct str shown = hsds_short(id);
        hsds_note(b, row->file, row->line, N_("\"%s\" was left out: there is no %s \"%.*s\""),
                  f->name, hsds_noun(b, f->to), STR_ARG(shown));
        hsds_row_put(b, row, (int)i, STR_NONE);
    }
}

/* Whose a part is that may belong to any type: link_entity or resource_type says it, or any table
 * that has the id. */
static struct hsds_row *owner_any(const struct hsds_builder *b, struct str id, struct str entity)
{
    if (entity.n > 1 && entity.p[entity.n - 1] == 's' && hsds_type_find(entity) == HSDS_NONE)
        entity.n--;
    enum hsds_type type = hsds_type_find(entity);

    if (type != HSDS_NONE)
        return hsds_row_of(b, type, id);
    for (size_t t = HSDS_NONE + 1; t < HSDS_TYPES_END; t++) {
        struct hsds_row *row = hsds_row_of(b, (enum hsds_type)t, id);
        if (row)
            return row;
    }
    return NULL;
}

static bool has_parts_of(enum hsds_type owner, enum hsds_type part)
{
    const struct hsds_model *m = hsds_model(owner);

    for (size_t i = 0; i < m->n; i++) {
        if (m->fields[i].kind == HSDS_PARTS && m->fields[i].to == part)
            return true;
    }
    return false;
}

static void any_link(struct hsds_builder *b, struct hsds_row *row)
{
    struct str id = hsds_row_get(row, HSDS_F(ATTRIBUTE, link_id));
    struct str entity =
        hsds_row_get(row, row->type == HSDS_ATTRIBUTE ? HSDS_F(ATTRIBUTE, link_entity)
                                                      : HSDS_F(METADATA, resource_type));
    struct hsds_row *owner = owner_any(b, id, entity);
    struct str shown = hsds_short(id);

    if (!owner)
        hsds_refuse(b, row, N_("it points to \"%.*s\", which is not in what was read"),
                    STR_ARG(shown));
    else if (owner->refused)
        pointer_refuse(b, row, (enum hsds_type)owner->type, id, owner);
    else if (!has_parts_of((enum hsds_type)owner->type, (enum hsds_type)row->type))
        hsds_refuse(b, row, N_("the standard knows no %s of a %s"),
                    hsds_noun(b, (enum hsds_type)row->type),
                    hsds_noun(b, (enum hsds_type)owner->type));
    else
        (void)hsds_row_place(b, owner, row);
}

/* Places a part with all its owners. Refused when none of them is there. */
static void owners_link(struct hsds_builder *b, struct hsds_row *row)
{
    const struct hsds_model *m = hsds_model((enum hsds_type)row->type);
    const struct hsds_row *bad = NULL;
    enum hsds_type bad_type = HSDS_NONE;
    struct str bad_id = STR_NONE;

    for (size_t i = 0; i < row->nvalues && row->values[i].field < m->n; i++) {
        const struct hsds_field *f = &m->fields[row->values[i].field];
        struct str id = str_from(row->values[i].p, row->values[i].n);
        struct hsds_row *target;
        if (f->kind != HSDS_OWNER)
            continue;
        if (look_up(b, f->to, id, &target) == FOUND_ROW) {
            if (!hsds_row_place(b, target, row))
                return;
        } else if (bad_type == HSDS_NONE) {
            bad = target;
            bad_type = f->to;
            bad_id = id;
        }
    }
    if (!row->placed && bad_type != HSDS_NONE) {
        pointer_refuse(b, row, bad_type, bad_id, bad);
    } else if (!row->placed) {
        hsds_refuse(b, row, N_("it does not say whose it is"));
    } else if (bad_type != HSDS_NONE) {
        struct str shown = hsds_short(bad_id);
        hsds_note(b, row->file, row->line,
                  N_("it also points to the %s \"%.*s\", which is not there"),
                  hsds_noun(b, bad_type), STR_ARG(shown));
    }
}

/* An address of an organization (1.1, 2.0) gets a location of its own, which 3.0 wants. */
static void address_home(struct hsds_builder *b, struct hsds_row *row)
{
    struct str organization = hsds_row_get(row, HSDS_X_ORGANIZATION), type;
    struct hsds_row *target;

    if (organization.n == 0 || hsds_row_get(row, HSDS_F(ADDRESS, location_id)).n != 0)
        return;
    type = hsds_row_get(row, HSDS_F(ADDRESS, address_type));
    if (type.n == 0)
        type = STR("physical");
    if (look_up(b, HSDS_ORGANIZATION, organization, &target) != FOUND_ROW) {
        pointer_refuse(b, row, HSDS_ORGANIZATION, organization, target);
        return;
    }
    struct str id = str_fmt(b->arena, "%" STR_FMT " address of organization %" STR_FMT,
                            STR_ARG(type), STR_ARG(organization));
    struct hsds_row *home = hsds_row_of(b, HSDS_LOCATION, id);
    if (!home) {
        home = hsds_row_make(b, HSDS_LOCATION, id, row->file, row->line);
        hsds_row_put(b, home, HSDS_F(LOCATION, location_type), type);
        hsds_row_put(b, home, HSDS_F(LOCATION, organization_id), organization);
    }
    (void)hsds_row_place(b, home, row);
}

static void late_link(struct hsds_builder *b)
{
    for (const struct hsds_late *l = b->late; l; l = l->next) {
        struct hsds_row *service = hsds_row_of(b, HSDS_SERVICE, l->service);
        struct hsds_row row = {.line = l->line, .file = l->file};
        if (!service || service->refused) {
            pointer_refuse(b, &row, HSDS_SERVICE, l->service, service);
            continue;
        }
        int field = HSDS_F(SERVICE, eligibility_description);
        struct str old = hsds_row_get(service, field);
        if (old.n + l->text.n > HSDS_FIELD_MAX)
            continue;
        struct str both = old.n == 0 ? l->text
                                     : str_fmt(b->arena, "%" STR_FMT "\n%" STR_FMT, STR_ARG(old),
                                               STR_ARG(l->text));
        hsds_row_put(b, service, field, both);
    }
}

static void row_link(struct hsds_builder *b, struct hsds_row *row)
{
    if (row->refused)
        return;
    refs_link(b, row);
    if (row->refused || hsds_is_object((enum hsds_type)row->type) || row->placed)
        return;
    if (row->type == HSDS_ATTRIBUTE || row->type == HSDS_METADATA) {
        any_link(b, row);
        return;
    }
    if (row->type == HSDS_ADDRESS)
        address_home(b, row);
    if (!row->placed && !row->refused)
        owners_link(b, row);
}

void hsds_link(struct hsds_builder *b)
{
    /* What others point to first, so that whatever belongs to a refused row is refused too. */
    static const enum hsds_type FIRST[] = {HSDS_ORGANIZATION, HSDS_PROGRAM, HSDS_TAXONOMY,
                                           HSDS_TAXONOMY_TERM};
    bool done[HSDS_TYPES_END] = {false};

    for (size_t i = 0; i < sizeof(FIRST) / sizeof(FIRST[0]) + HSDS_TYPES_END; i++) {
        size_t most = sizeof(FIRST) / sizeof(FIRST[0]);
        enum hsds_type type = i < most ? FIRST[i] : (enum hsds_type)(i - most);
        if (type == HSDS_NONE || done[type])
            continue;
        done[type] = true;
        for (size_t n = b->table[type].n, k = 0; k < n; k++)
            row_link(b, b->table[type].v[k]);
    }
    late_link(b);
}
