#include "directory/edit_keep.h"

#include "directory/directory_patch.h"
#include "directory/edit_json.h"
#include "hsds/hsds.h"

/* ---- loading ---- */

static struct str base_of(struct arena *a, const struct edit *e)
{
    uint64_t sum = (uint64_t)e->tags << 8 | (uint64_t)e->seen;
    for (size_t i = 0; i < e->docs.n; i++)
        sum = hsds_digest(
            str_fmt(a, "%llx %" STR_FMT, (unsigned long long)sum, STR_ARG(e->docs.v[i].doc)));
    return str_fmt(a, "%016llx", (unsigned long long)sum);
}

static struct str member_of(struct arena *a, struct str doc, const char *key)
{
    json_t *o = json_loadb(doc.p, doc.n, 0, NULL);
    struct str out = edit_get(a, o, key);
    json_decref(o);
    return out;
}

static const struct directory_doc *doc_by_id(const struct directory_docs *docs, struct str id)
{
    for (size_t i = 0; i < docs->n; i++)
        if (str_eq(docs->v[i].id, id))
            return &docs->v[i];
    return NULL;
}

/* `over` laid over `docs`: same ids replaced, new ones at the end. */
static struct directory_docs laid_over(struct arena *a, const struct directory_docs *docs,
                                       const struct directory_docs *over)
{
    struct directory_docs out = {ARENA_ARRAY(a, struct directory_doc, docs->n + over->n), 0};
    for (size_t i = 0; i < docs->n; i++) {
        const struct directory_doc *other = doc_by_id(over, docs->v[i].id);
        out.v[out.n++] = other ? *other : docs->v[i];
    }
    for (size_t i = 0; i < over->n; i++)
        if (!doc_by_id(docs, over->v[i].id))
            out.v[out.n++] = over->v[i];
    return out;
}

static enum err organization_load(const struct space_ctx *ctx, struct edit_kept *k)
{
    struct directory_object o;
    for (size_t i = 1; i < k->edit.docs.n; i++)
        if (k->edit.docs.v[i].type == HSDS_ORGANIZATION) {
            k->edit.offered = member_of(ctx->secret, k->edit.docs.v[i].doc, "name");
            return ERR_OK;
        }
    struct str id = member_of(ctx->secret, k->edit.docs.v[0].doc, "organization_id");
    enum err e = directory_object_get(ctx->db, ctx->secret, id, &o);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    k->organization = id;
    k->edit.offered = member_of(ctx->secret, o.doc, "name");
    return ERR_OK;
}

static enum err load_open(const struct space_ctx *ctx, struct viewer *v, struct edit_kept *k)
{
    struct directory_object self;
    TRY(directory_object_get(ctx->db, ctx->secret, k->id, &self));
    TRY(directory_docs_load(ctx->db, ctx->secret, k->id, &k->open));
    k->edit =
        (struct edit){.type = self.type, .docs = k->open, .tags = self.tags, .seen = EDIT_SEEN_ALL};
    if (!(self.tags & DIRECTORY_TAG_ADDRESS_SEALED))
        return ERR_OK;
    k->edit.tags &= ~(unsigned)DIRECTORY_TAG_ADDRESS_SEALED;
    k->edit.seen = EDIT_SEEN_PLACE;
    TRY(sealed_find(ctx, v, k->id, &k->sealed));
    k->edit.docs = laid_over(ctx->secret, &k->open, &k->sealed.docs);
    return ERR_OK;
}

enum err edit_keep_load(const struct space_ctx *ctx, struct viewer *v, struct str id,
                        struct edit_kept *out)
{
    *out = (struct edit_kept){.id = id};
    enum err e = load_open(ctx, v, out);
    if (e == ERR_NOT_FOUND) {
        TRY(sealed_find(ctx, v, id, &out->sealed));
        if (out->sealed.what != SEALED_ENTRY || out->sealed.docs.n == 0)
            return ERR_NOT_FOUND;
        out->edit = (struct edit){.type = out->sealed.docs.v[0].type,
                                  .docs = out->sealed.docs,
                                  .tags = out->sealed.tags,
                                  .seen = EDIT_SEEN_MEMBERS};
    } else {
        TRY(e);
    }
    if (out->edit.type == HSDS_SERVICE)
        TRY(organization_load(ctx, out));
    out->base = base_of(ctx->secret, &out->edit);
    return ERR_OK;
}

/* ---- what tells where it is ---- */

static enum err stripped(struct arena *a, const struct directory_doc *d, struct directory_doc *out)
{
    bool any;
    *out = *d;
    return d->type == HSDS_LOCATION ? directory_place_strip(a, &out->doc, &any) : ERR_OK;
}

static enum err all_stripped(struct arena *a, const struct directory_docs *docs,
                             struct directory_docs *out)
{
    *out = (struct directory_docs){ARENA_ARRAY(a, struct directory_doc, docs->n), 0};
    for (size_t i = 0; i < docs->n; i++)
        TRY(stripped(a, &docs->v[i], &out->v[out->n++]));
    return ERR_OK;
}

static struct directory_docs only(struct arena *a, const struct directory_docs *docs, int type)
{
    struct directory_docs out = {ARENA_ARRAY(a, struct directory_doc, docs->n), 0};
    for (size_t i = 0; i < docs->n; i++)
        if (docs->v[i].type == type)
            out.v[out.n++] = docs->v[i];
    return out;
}

/* Those of `docs` that differ from what stands in public. */
static struct directory_docs differing(struct arena *a, const struct directory_docs *docs,
                                       const struct directory_docs *open)
{
    struct directory_docs out = {ARENA_ARRAY(a, struct directory_doc, docs->n), 0};
    for (size_t i = 0; i < docs->n; i++) {
        const struct directory_doc *was = doc_by_id(open, docs->v[i].id);
        json_t *before = was ? json_loadb(was->doc.p, was->doc.n, 0, NULL) : NULL;
        json_t *after = json_loadb(docs->v[i].doc.p, docs->v[i].doc.n, 0, NULL);
        if (!before || !json_equal(before, after))
            out.v[out.n++] = docs->v[i];
        json_decref(before);
        json_decref(after);
    }
    return out;
}

/* ---- keeping ---- */

struct keeping {
    const struct space_ctx *ctx;
    struct viewer *v;
    const struct directory_editing *by;
    const struct edit_kept *k;
    const struct form *f;
    struct directory_docs docs; /* all, as they shall be */
    unsigned tags;
};

static enum err said_of_it(const struct keeping *x)
{
    if (x->tags != (x->k ? x->k->edit.tags : 0) || (x->k && x->k->edit.seen == EDIT_SEEN_MEMBERS))
        TRY(directory_tag(x->by, x->docs.v[0].id, x->tags));
    return x->f->number[EDIT_CHECKED] ? directory_check(x->by, x->docs.v[0].id) : ERR_OK;
}

static enum err correct(const struct keeping *x, const struct directory_docs *docs,
                        const struct directory_docs *open)
{
    struct directory_docs changed = differing(x->ctx->secret, docs, open);
    return changed.n ? directory_correct(x->by, x->docs.v[0].id, &changed) : ERR_OK;
}

static enum err seal_whole(const struct keeping *x, struct str record, struct str addresses)
{
    struct sealed s = x->k ? x->k->sealed : (struct sealed){0};
    s.what = SEALED_ENTRY;
    s.id = x->docs.v[0].id;
    s.record = record;
    s.addresses = addresses;
    s.docs = x->docs;
    s.tags = x->tags;
    if (x->f->number[EDIT_CHECKED]) {
        s.checked_by = x->by->byline;
        s.checked_at = x->by->now;
    }
    return sealed_put(x->ctx, x->v, &s);
}

static enum err seal_places(const struct keeping *x, struct str record)
{
    const struct sealed s = {.what = SEALED_ADDRESSES,
                             .id = x->docs.v[0].id,
                             .record = record,
                             .docs = only(x->ctx->secret, &x->docs, HSDS_LOCATION)};
    return sealed_put(x->ctx, x->v, &s);
}

/* Public documents without streets; the streets into the record. */
static enum err keep_places_apart(const struct keeping *x, struct str record,
                                  const struct directory_docs *open)
{
    struct directory_docs bare, were;
    TRY(all_stripped(x->ctx->secret, &x->docs, &bare));
    TRY(all_stripped(x->ctx->secret, open, &were));
    TRY(correct(x, &bare, &were));
    return seal_places(x, record);
}

static enum err organization_add(const struct keeping *x)
{
    struct directory_docs own = only(x->ctx->secret, &x->docs, HSDS_ORGANIZATION);
    if (own.n == 0 || x->docs.v[0].type == HSDS_ORGANIZATION)
        return ERR_OK;
    return directory_add(x->by, &own);
}

/* Into public for the first time. */
static enum err add_open(const struct keeping *x, const struct directory_docs *docs)
{
    struct directory_docs rest = {ARENA_ARRAY(x->ctx->secret, struct directory_doc, docs->n), 0};
    TRY(organization_add(x));
    for (size_t i = 0; i < docs->n; i++)
        if (i == 0 || docs->v[i].type != HSDS_ORGANIZATION)
            rest.v[rest.n++] = docs->v[i];
    return directory_add(x->by, &rest);
}

static enum err add_apart(const struct keeping *x)
{
    struct directory_docs bare;
    struct str record;
    TRY(all_stripped(x->ctx->secret, &x->docs, &bare));
    TRY(add_open(x, &bare));
    TRY(directory_addresses_seal(x->by, x->ctx->secret, x->docs.v[0].id, &record));
    return seal_places(x, record);
}

/* ---- from where to where ---- */

static enum err from_all(const struct keeping *x, enum edit_seen to)
{
    struct str id = x->k->id, record;
    switch (to) {
    case EDIT_SEEN_ALL:
        TRY(correct(x, &x->docs, &x->k->open));
        return said_of_it(x);
    case EDIT_SEEN_PLACE:
        TRY(directory_addresses_seal(x->by, x->ctx->secret, id, &record));
        TRY(keep_places_apart(x, record, &x->k->open));
        return said_of_it(x);
    case EDIT_SEEN_MEMBERS:
        TRY(directory_seal_out(x->by, x->ctx->secret, id, &record));
        return seal_whole(x, record, STR_NONE);
    }
    return ERR_INVALID;
}

static enum err from_place(const struct keeping *x, enum edit_seen to)
{
    struct str id = x->k->id, record;
    struct directory_docs open;
    switch (to) {
    case EDIT_SEEN_ALL:
        TRY(directory_addresses_unseal(x->by, id, x->k->sealed.record));
        TRY(sealed_drop(x->ctx, x->v, id));
        TRY(directory_docs_load(x->ctx->db, x->ctx->secret, id, &open));
        TRY(correct(x, &x->docs, &open));
        return said_of_it(x);
    case EDIT_SEEN_PLACE:
        TRY(keep_places_apart(x, x->k->sealed.record, &x->k->open));
        return said_of_it(x);
    case EDIT_SEEN_MEMBERS:
        TRY(directory_seal_out(x->by, x->ctx->secret, id, &record));
        return seal_whole(x, record, x->k->sealed.record);
    }
    return ERR_INVALID;
}

/* The rows come back as they were; then they are put right. */
static enum err bring_back(const struct keeping *x)
{
    struct directory_docs open;
    TRY(directory_unseal(x->by, x->k->sealed.record));
    if (x->k->sealed.addresses.n)
        TRY(directory_addresses_unseal(x->by, x->k->id, x->k->sealed.addresses));
    TRY(directory_docs_load(x->ctx->db, x->ctx->secret, x->k->id, &open));
    return correct(x, &x->docs, &open);
}

/* The same without the addresses: those that were never public are not put into the tables, not
 * even for a moment (an engine's log would keep them). */
static enum err bring_back_apart(const struct keeping *x)
{
    struct directory_docs open;
    struct str record = x->k->sealed.addresses;
    TRY(directory_unseal(x->by, x->k->sealed.record));
    if (record.n == 0)
        TRY(directory_addresses_seal(x->by, x->ctx->secret, x->k->id, &record));
    TRY(directory_docs_load(x->ctx->db, x->ctx->secret, x->k->id, &open));
    return keep_places_apart(x, record, &open);
}

static enum err from_members(const struct keeping *x, enum edit_seen to)
{
    bool was_public = x->k->sealed.record.n > 0;
    switch (to) {
    case EDIT_SEEN_ALL:
        TRY(sealed_drop(x->ctx, x->v, x->k->id));
        TRY(was_public ? bring_back(x) : add_open(x, &x->docs));
        return said_of_it(x);
    case EDIT_SEEN_PLACE:
        TRY(sealed_drop(x->ctx, x->v, x->k->id));
        TRY(was_public ? bring_back_apart(x) : add_apart(x));
        return said_of_it(x);
    case EDIT_SEEN_MEMBERS:
        return seal_whole(x, x->k->sealed.record, x->k->sealed.addresses);
    }
    return ERR_INVALID;
}

enum err edit_keep(const struct space_ctx *ctx, struct viewer *v,
                   const struct directory_editing *by, const struct edit_kept *k,
                   const struct form *f, const struct lang *lang)
{
    DB_TX struct db_tx tx = {0};
    struct directory_docs changed;
    struct keeping x = {.ctx = ctx, .v = v, .by = by, .k = k, .f = f, .tags = edit_tags(f)};
    enum edit_seen to = (enum edit_seen)f->number[EDIT_SEEN];
    TRY(edit_apply(ctx->secret, &k->edit, f, lang, STR_NONE, &changed));
    x.docs = laid_over(ctx->secret, &k->edit.docs, &changed);
    TRY(db_tx_begin(&tx, ctx->db));
    switch (k->edit.seen) {
    case EDIT_SEEN_ALL:
        TRY(from_all(&x, to));
        break;
    case EDIT_SEEN_PLACE:
        TRY(from_place(&x, to));
        break;
    case EDIT_SEEN_MEMBERS:
        TRY(from_members(&x, to));
        break;
    }
    return db_tx_commit(&tx);
}

static enum err organization_new(struct arena *a, struct str name, struct directory_doc *out)
{
    json_t *o = json_object();
    out->type = HSDS_ORGANIZATION;
    out->id = directory_object_id(a);
    edit_set(o, "id", out->id);
    edit_set(o, "name", name);
    json_object_set_new(o, "description", json_string(""));
    enum err e = edit_dump(a, o, &out->doc);
    json_decref(o);
    return e;
}

enum err edit_keep_new(const struct space_ctx *ctx, struct viewer *v,
                       const struct directory_editing *by, const struct form *f,
                       const struct lang *lang, struct str *id)
{
    DB_TX struct db_tx tx = {0};
    const struct edit fresh = {.type = HSDS_SERVICE, .seen = EDIT_SEEN_ALL};
    struct directory_doc organization;
    struct directory_docs made, own = {&organization, 0};
    struct str of;
    struct keeping x = {.ctx = ctx, .v = v, .by = by, .f = f, .tags = edit_tags(f)};
    TRY(db_tx_begin(&tx, ctx->db));
    enum err e = editors_organization_find(ctx->db, ctx->secret, f->value[EDIT_OFFERED], &of);
    if (e == ERR_NOT_FOUND) {
        TRY(organization_new(ctx->secret, f->value[EDIT_OFFERED], &organization));
        of = organization.id;
        own.n = 1;
    } else {
        TRY(e);
    }
    TRY(edit_apply(ctx->secret, &fresh, f, lang, of, &made));
    x.docs = laid_over(ctx->secret, &made, &own);
    *id = x.docs.v[0].id;
    switch ((enum edit_seen)f->number[EDIT_SEEN]) {
    case EDIT_SEEN_ALL:
        TRY(add_open(&x, &x.docs));
        TRY(said_of_it(&x));
        break;
    case EDIT_SEEN_PLACE:
        TRY(add_apart(&x));
        TRY(said_of_it(&x));
        break;
    case EDIT_SEEN_MEMBERS:
        TRY(seal_whole(&x, STR_NONE, STR_NONE));
        break;
    }
    return db_tx_commit(&tx);
}

enum err edit_keep_check(const struct space_ctx *ctx, struct viewer *v,
                         const struct directory_editing *by, const struct edit_kept *k)
{
    if (k->edit.seen != EDIT_SEEN_MEMBERS)
        return directory_check(by, k->id);
    struct sealed s = k->sealed;
    s.checked_by = by->byline;
    s.checked_at = by->now;
    return sealed_put(ctx, v, &s);
}

enum err edit_keep_remove(const struct space_ctx *ctx, struct viewer *v,
                          const struct directory_editing *by, const struct edit_kept *k)
{
    if (k->edit.seen == EDIT_SEEN_MEMBERS)
        return sealed_drop(ctx, v, k->id);
    return directory_hide(by, k->id);
}
