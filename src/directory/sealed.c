#include "directory/sealed.h"

#include <string.h>

#include "directory.pb-c.h"
#include "directory/directory_compose.h"
#include "directory/edit_json.h"
#include "hsds/hsds.h"
#include "search/vocabulary.h"
#include "space/pack.h"
#include "space/record.h"

#define CONCEPTS_MAX 64

static enum err commons_enter(const struct space_ctx *ctx, struct viewer *v, struct space **out)
{
    struct membership *m = v ? viewer_commons(v) : NULL;
    return m ? viewer_enter(ctx, v, m, NULL, out) : ERR_DENIED;
}

static struct stream_id stream_of(const struct space *s)
{
    return record_stream(s, "directory", STR_NONE);
}

static bool sealed_unpack(const struct space_ctx *ctx, const struct record *r, struct sealed *out)
{
    ProtobufCAllocator alloc = space_allocator(ctx->secret);
    const SealedRecord *m =
        r->damaged ? NULL : sealed_record__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    if (!m)
        return false;
    struct directory_doc *docs = ARENA_ARRAY(ctx->secret, struct directory_doc, m->n_docs);
    for (size_t i = 0; i < m->n_docs; i++)
        docs[i] = (struct directory_doc){.type = (int)m->docs[i]->type,
                                         .id = str_from_c(m->docs[i]->id),
                                         .doc = str_from_c(m->docs[i]->doc)};
    *out = (struct sealed){.seq = r->seq,
                           .what = (enum sealed_what)m->what,
                           .id = str_from_c(m->entry),
                           .record = str_from_c(m->record),
                           .addresses = str_from_c(m->addresses),
                           .docs = {docs, m->n_docs},
                           .tags = m->tags,
                           .checked_by = str_from_c(m->checked_by),
                           .checked_at = m->checked_at};
    return true;
}

/* ERR_TOO_LARGE. */
static enum err sealed_pack(const struct space_ctx *ctx, const struct sealed *it, struct str *out)
{
    struct arena *a = ctx->secret;
    SealedRecord m = SEALED_RECORD__INIT;
    size_t bytes = 0;
    m.what = it->what;
    m.entry = str_to_c(a, it->id);
    m.record = str_to_c(a, it->record);
    m.addresses = str_to_c(a, it->addresses);
    m.tags = it->tags;
    m.checked_by = str_to_c(a, it->checked_by);
    m.checked_at = it->checked_at;
    m.n_docs = it->docs.n;
    m.docs = ARENA_ARRAY(a, SealedDoc *, it->docs.n);
    for (size_t i = 0; i < it->docs.n; i++) {
        m.docs[i] = ARENA_NEW(a, SealedDoc);
        sealed_doc__init(m.docs[i]);
        m.docs[i]->type = (uint32_t)it->docs.v[i].type;
        m.docs[i]->id = str_to_c(a, it->docs.v[i].id);
        m.docs[i]->doc = str_to_c(a, it->docs.v[i].doc);
        bytes += it->docs.v[i].doc.n;
    }
    *out = space_pack(a, &m.base);
    return bytes > DIRECTORY_RECORD_MAX ? ERR_TOO_LARGE : ERR_OK;
}

static enum err read_all(const struct space_ctx *ctx, struct space *s, struct sealed_list *out)
{
    struct record_list all;
    TRY(record_oldest(s, stream_of(s), 0, SEALED_MAX, &all));
    *out = (struct sealed_list){.v = ARENA_ARRAY(ctx->secret, struct sealed, all.n)};
    for (size_t i = 0; i < all.n; i++)
        out->n += sealed_unpack(ctx, &all.v[i], &out->v[out->n]);
    return ERR_OK;
}

enum err sealed_all(const struct space_ctx *ctx, struct viewer *v, struct sealed_list *out)
{
    struct space *s;
    TRY(commons_enter(ctx, v, &s));
    return read_all(ctx, s, out);
}

static enum err find_in(const struct space_ctx *ctx, struct space *s, struct str id,
                        struct sealed *out, size_t *count)
{
    struct sealed_list all;
    TRY(read_all(ctx, s, &all));
    *count = all.n;
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].id, id)) {
            *out = all.v[i];
            return ERR_OK;
        }
    return ERR_NOT_FOUND;
}

enum err sealed_find(const struct space_ctx *ctx, struct viewer *v, struct str id,
                     struct sealed *out)
{
    struct space *s;
    size_t count;
    enum err e = commons_enter(ctx, v, &s);
    if (e != ERR_OK)
        return e == ERR_DENIED ? ERR_NOT_FOUND : e;
    return find_in(ctx, s, id, out, &count);
}

static enum err turn(const struct space_ctx *ctx, struct viewer *v, struct space *s)
{
    bool rotated;
    (void)ctx;
    TRY(space_rotate_weekly(s, &viewer_commons(v)->ticket, &rotated));
    if (rotated)
        viewer_touch(v);
    return ERR_OK;
}

enum err sealed_put(const struct space_ctx *ctx, struct viewer *v, const struct sealed *it)
{
    DB_TX struct db_tx tx = {0};
    struct sealed old;
    struct space *s;
    struct str body;
    size_t count;
    uint32_t seq;
    TRY(sealed_pack(ctx, it, &body));
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(commons_enter(ctx, v, &s));
    enum err e = find_in(ctx, s, it->id, &old, &count);
    if (e == ERR_OK) {
        TRY(record_rewrite(s, stream_of(s), old.seq, 0, body));
    } else if (e == ERR_NOT_FOUND) {
        if (count >= SEALED_MAX)
            return ERR_TOO_MANY;
        TRY(record_append(s, stream_of(s), 0, body, &seq));
    } else {
        return e;
    }
    TRY(turn(ctx, v, s));
    return db_tx_commit(&tx);
}

enum err sealed_drop(const struct space_ctx *ctx, struct viewer *v, struct str id)
{
    DB_TX struct db_tx tx = {0};
    struct sealed old;
    struct space *s;
    size_t count;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(commons_enter(ctx, v, &s));
    TRY(find_in(ctx, s, id, &old, &count));
    TRY(record_delete(s, stream_of(s), old.seq));
    TRY(turn(ctx, v, s));
    return db_tx_commit(&tx);
}

/* ---- as entries ---- */

static void object_of(const struct sealed *it, size_t i, struct directory_object *out)
{
    const struct directory_doc *d = &it->docs.v[i];
    *out = (struct directory_object){.public_id = d->id, .type = d->type, .doc = d->doc};
    if (i > 0)
        return;
    out->tags = it->tags;
    out->checked_by = it->checked_by;
    out->checked_at = it->checked_at;
}

static struct directory_objects objects_of(struct arena *a, const struct sealed *it, int type)
{
    struct directory_object *v = ARENA_ARRAY(a, struct directory_object, it->docs.n);
    size_t n = 0;
    for (size_t i = 1; i < it->docs.n; i++)
        if (it->docs.v[i].type == type)
            object_of(it, i, &v[n++]);
    return (struct directory_objects){v, n};
}

/* The organization of a service: sealed with it, or public. */
static enum err organization_of(const struct space_ctx *ctx, const struct sealed *it,
                                struct directory_object *out, bool *found)
{
    struct directory_objects own = objects_of(ctx->secret, it, HSDS_ORGANIZATION);
    json_t *doc = json_loadb(it->docs.v[0].doc.p, it->docs.v[0].doc.n, 0, NULL);
    struct str id = edit_get(ctx->secret, doc, "organization_id");
    json_decref(doc);
    *found = own.n > 0;
    if (*found) {
        *out = own.v[0];
        return ERR_OK;
    }
    enum err e = directory_object_get(ctx->db, ctx->secret, id, out);
    *found = e == ERR_OK;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err sealed_entry_of(const struct space_ctx *ctx, const struct sealed *it,
                         struct directory_entry *out)
{
    struct directory_object self, organization;
    bool has = false;
    if (it->docs.n == 0)
        return ERR_NOT_FOUND;
    object_of(it, 0, &self);
    struct directory_parts parts = {
        .self = &self,
        .at = objects_of(ctx->secret, it, HSDS_SERVICE_AT_LOCATION),
        .places = objects_of(ctx->secret, it, HSDS_LOCATION),
    };
    if (self.type == HSDS_SERVICE)
        TRY(organization_of(ctx, it, &organization, &has));
    parts.organization = has ? &organization : NULL;
    TRY(directory_compose(ctx->secret, &parts, out));
    out->card.tags = it->tags;
    out->checked_by = it->checked_by;
    out->checked_at = out->card.checked_at = it->checked_at;
    if (has && objects_of(ctx->secret, it, HSDS_ORGANIZATION).n)
        out->organization.id = STR_NONE; /* it has no page of its own */
    return ERR_OK;
}

/* The streets of an entry that was loaded without them. */
static enum err addresses_into(const struct space_ctx *ctx, const struct sealed *it,
                               struct directory_entry *out)
{
    struct directory_place *places = ARENA_ARRAY(ctx->secret, struct directory_place, out->nplaces);
    for (size_t i = 0; i < out->nplaces; i++) {
        places[i] = out->places[i];
        for (size_t k = 0; k < it->docs.n; k++) {
            if (!str_eq(it->docs.v[k].id, places[i].id))
                continue;
            json_t *doc = json_loadb(it->docs.v[k].doc.p, it->docs.v[k].doc.n, 0, NULL);
            doc_addresses(ctx->secret, doc, &places[i].addresses, &places[i].naddresses);
            places[i].transportation = edit_get(ctx->secret, doc, "transportation");
            json_decref(doc);
        }
    }
    out->places = places;
    return ERR_OK;
}

enum err sealed_entry_load(const struct space_ctx *ctx, struct viewer *v, struct str id,
                           struct directory_entry *out, bool *sealed)
{
    struct sealed it;
    *sealed = false;
    enum err e = directory_entry_load(ctx->db, ctx->arena, id, out);
    if (e == ERR_OK && !(out->card.tags & DIRECTORY_TAG_ADDRESS_SEALED))
        return ERR_OK;
    if ((e != ERR_OK && e != ERR_NOT_FOUND) || !v)
        return e;
    enum err found = sealed_find(ctx, v, id, &it);
    if (found != ERR_OK)
        return found == ERR_NOT_FOUND ? e : found;
    *sealed = true;
    if (e == ERR_OK && it.what == SEALED_ADDRESSES)
        return addresses_into(ctx, &it, out);
    if (e == ERR_NOT_FOUND && it.what == SEALED_ENTRY)
        return sealed_entry_of(ctx, &it, out);
    *sealed = false;
    return e;
}

/* Everything of an entry that may be looked for. */
static struct str text_of(struct arena *a, const struct directory_entry *e)
{
    struct str out =
        str_fmt(a, "%" STR_FMT "\n%" STR_FMT "\n%" STR_FMT "\n%" STR_FMT "\n%" STR_FMT,
                STR_ARG(e->card.title), STR_ARG(e->alternate_name), STR_ARG(e->organization.title),
                STR_ARG(e->description), STR_ARG(e->eligibility));
    for (size_t i = 0; i < e->nterms; i++)
        out = str_fmt(a, "%" STR_FMT "\n%" STR_FMT, STR_ARG(out), STR_ARG(e->terms[i]));
    for (size_t i = 0; i < e->nplaces; i++)
        for (size_t k = 0; k < e->places[i].naddresses; k++)
            out = str_fmt(a, "%" STR_FMT "\n%" STR_FMT, STR_ARG(out),
                          STR_ARG(e->places[i].addresses[k].city));
    return out;
}

struct asked {
    struct search *search;
    struct search_tokens words;
    struct vocabulary_hit concepts[CONCEPTS_MAX];
    size_t nconcepts;
};

static bool speaks_of(const struct vocabulary_hit *hits, size_t n, const struct concept *c)
{
    for (size_t i = 0; i < n; i++) {
        if (hits[i].concept == c)
            return true;
        for (unsigned k = 0; k < hits[i].concept->nabove; k++)
            if (hits[i].concept->above[k] == c)
                return true;
    }
    return false;
}

/* In thousandths; 0: not at all. Words as they are written count more than what they mean. */
static int score_of(struct arena *a, const struct asked *q, struct str text)
{
    struct search_tokens doc;
    struct vocabulary_hit hits[CONCEPTS_MAX];
    int score = search_text_match(q->search, &q->words, text);
    if (score || !q->nconcepts)
        return score;
    search_document(q->search, a, text, &doc);
    size_t n = vocabulary_find_tokens(&doc, hits, CONCEPTS_MAX);
    for (size_t i = 0; i < q->nconcepts; i++)
        score += speaks_of(hits, n, q->concepts[i].concept) ? 400 / (int)q->nconcepts : 0;
    return score >= 200 ? score : 0;
}

enum err sealed_search(const struct space_ctx *ctx, struct viewer *v, struct search *search,
                       struct str words, struct sealed_hits *out)
{
    struct sealed_list all;
    struct asked q = {.search = search};
    *out = (struct sealed_hits){0};
    if (!v || words.n == 0)
        return ERR_OK;
    enum err e = sealed_all(ctx, v, &all);
    if (e != ERR_OK)
        return e == ERR_DENIED ? ERR_OK : e;
    if (all.n == 0)
        return ERR_OK;
    search_query(search, ctx->secret, words, &q.words);
    q.nconcepts = vocabulary_find(search, ctx->secret, words, q.concepts, CONCEPTS_MAX);
    out->v = ARENA_ARRAY(ctx->secret, struct directory_card, all.n);
    int *scores = ARENA_ARRAY(ctx->secret, int, all.n);
    for (size_t i = 0; i < all.n; i++) {
        struct directory_entry entry;
        if (all.v[i].what != SEALED_ENTRY)
            continue;
        TRY(sealed_entry_of(ctx, &all.v[i], &entry));
        int score = score_of(ctx->secret, &q, text_of(ctx->secret, &entry));
        if (!score)
            continue;
        size_t at = out->n++;
        for (; at > 0 && scores[at - 1] < score; at--) {
            scores[at] = scores[at - 1];
            out->v[at] = out->v[at - 1];
        }
        scores[at] = score;
        out->v[at] = entry.card;
    }
    return ERR_OK;
}
