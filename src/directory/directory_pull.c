#include "directory/directory_pull.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/map.h"
#include "directory/directory_publish_store.h"
#include "hsds/moment.h"

struct pulling {
    struct db *db;
    const struct directory_pull *how;
    struct arena *arena;   /* what was read, until the end */
    struct arena *scratch; /* one page */
    struct str cursor;     /* modified_after, or empty */
    uint64_t bytes;        /* fetched */
    struct hsds_builder *builder;
};

__attribute__((format_arg(2))) static const char *say(const struct pulling *p, const char *msgid)
{
    return p->how->say ? p->how->say(p->how->ctx, msgid) : msgid;
}

#define THE_FEED N_("the feed")

/* `file` (a collection, or THE_FEED) and `why` are msgids. */
static enum err broken(const struct pulling *p, const char *file, const char *why)
{
    if (p->how->event)
        p->how->event(
            p->how->ctx,
            &(struct hsds_event){.kind = HSDS_BROKEN, .file = say(p, file), .why = say(p, why)});
    return ERR_INVALID;
}

static void progress(const struct pulling *p, const char *stage, int64_t done, int64_t total)
{
    if (p->how->event)
        p->how->event(p->how->ctx, &(struct hsds_event){.kind = HSDS_PROGRESS,
                                                        .stage = stage,
                                                        .done = (uint64_t)done,
                                                        .total = (uint64_t)total});
}

/* Reading events come with the puller's context. */
static void on_event(void *ctx, const struct hsds_event *event)
{
    const struct pulling *p = ctx;
    if (p->how->event && event->kind != HSDS_PROGRESS)
        p->how->event(p->how->ctx, event);
}

__attribute__((format_arg(2))) static const char *on_say(void *ctx, const char *msgid)
{
    return say(ctx, msgid);
}

static bool is_known(void *ctx, enum hsds_type type, struct str id)
{
    const struct pulling *p = ctx;
    return directory_knows(p->db, type, id);
}

/* A reference, or NULL after telling. */
static json_t *object_fetch(struct pulling *p, const char *name, struct str address, enum err *e)
{
    struct str body;

    arena_clear(p->scratch);
    *e = p->how->fetch(p->how->ctx, p->scratch, address, &body);
    if (*e != ERR_OK)
        return NULL;
    p->bytes += body.n;
    if (p->bytes > PULL_BYTES_MAX) {
        *e = broken(p, name, N_("it is larger than 1 GiB in all"));
        return NULL;
    }
    json_t *o = json_loadb(body.p ? body.p : "", body.n, 0, NULL);
    if (!json_is_object(o)) {
        json_decref(o);
        *e = broken(p, name, N_("its answer is no JSON object"));
        return NULL;
    }
    return o;
}

/* That it speaks our language at all. */
static enum err root_check(struct pulling *p)
{
    enum err e;
    json_t *root = object_fetch(p, THE_FEED, p->how->url, &e);

    if (!root)
        return e == ERR_NOT_FOUND ? broken(p, THE_FEED, N_("there is nothing at this address")) : e;
    const char *version = json_string_value(json_object_get(root, "version"));
    bool fine = version && strncmp(version, "3", 1) == 0;
    json_decref(root);
    return fine ? ERR_OK
                : broken(p, THE_FEED, N_("it is not an HSDS 3 API: its root names no version 3"));
}

struct page {
    int64_t number, pages, total;
    json_t *contents; /* a reference */
};

/* One page of a list. `more`: what is asked for besides. */
static enum err page_fetch(struct pulling *p, const char *collection, const char *more,
                           int64_t number, struct page *out)
{
    struct str address = str_fmt(p->arena, "%" STR_FMT "/%s?page=%lld%s", STR_ARG(p->how->url),
                                 collection, (long long)number, more);
    enum err e;
    json_t *o = object_fetch(p, collection, address, &e);

    *out = (struct page){.number = number};
    if (!o)
        return e;
    json_t *contents = json_object_get(o, "contents");
    if (json_is_array(contents)) {
        out->pages = json_integer_value(json_object_get(o, "total_pages"));
        out->total = json_integer_value(json_object_get(o, "total_items"));
        out->contents = json_incref(contents);
    }
    json_decref(o);
    if (!out->contents)
        return broken(p, collection, N_("its answer is no page: it has no \"contents\""));
    return out->pages <= PULL_PAGES_MAX ? ERR_OK
                                        : broken(p, collection, N_("it has too many pages"));
}

static int on_text(const char *p, size_t n, void *ctx)
{
    buf_add(ctx, str_from(p, n));
    return 0;
}

static enum err page_read(struct pulling *p, const char *collection, enum hsds_type type,
                          const json_t *contents)
{
    struct str text;
    struct buf b;

    buf_init(&b, p->arena, 64 * 1024, HSDS_ITEM_MAX);
    if (json_dump_callback(contents, on_text, &b, JSON_COMPACT) != 0)
        return ERR_TOO_LARGE;
    TRY(buf_end(&b, &text));
    return hsds_set_add_json(p->builder, collection, type, text);
}

/* A list that is cut short would look as if the rest were gone. */
static enum err whole_check(const struct pulling *p, const char *collection,
                            const struct page *last, int64_t had)
{
    return had >= last->total
               ? ERR_OK
               : broken(p, collection, N_("its pages hold less than it says there is"));
}

/* All pages of a collection. A collection that is not offered is empty. */
static enum err collection_read(struct pulling *p, enum hsds_type type)
{
    const char *collection = hsds_model(type)->collection;
    const char *more =
        str_to_c(p->arena, str_fmt(p->arena, "&per_page=%d&full=true%s%" STR_FMT, PULL_PER_PAGE,
                                   p->cursor.n != 0 ? "&modified_after=" : "", STR_ARG(p->cursor)));
    struct page page;
    int64_t pages = 1, had = 0;

    for (int64_t n = 1; n <= pages; n++) {
        enum err e = page_fetch(p, collection, more, n, &page);
        if (e == ERR_NOT_FOUND && n == 1 && type != HSDS_SERVICE)
            return ERR_OK;
        if (e == ERR_NOT_FOUND)
            return broken(p, collection, N_("a page of it is missing"));
        if (e == ERR_OK) {
            pages = page.pages;
            had += (int64_t)json_array_size(page.contents);
            e = page_read(p, collection, type, page.contents);
        }
        json_decref(page.contents);
        TRY(e);
        progress(p, collection, n, pages > n ? pages : n);
    }
    return whole_check(p, collection, &page, had);
}

/* ---- what is gone there ---------------------------------------------------------------------- */

static enum err ids_keep(struct pulling *p, const json_t *contents, struct map *out)
{
    for (size_t i = 0; i < json_array_size(contents); i++) {
        const char *id = json_string_value(json_object_get(json_array_get(contents, i), "id"));
        bool fresh;
        if (!id)
            return broken(p, "services", N_("one of them has no id"));
        (void)map_put(
            out,
            hsds_uuid(p->arena, p->how->source, HSDS_SERVICE, str_copy(p->arena, str_from_c(id))),
            &fresh);
    }
    return ERR_OK;
}

/* The ids of all services there. */
static enum err present_read(struct pulling *p, struct map *out)
{
    struct page page;
    int64_t pages = 1, had = 0;

    for (int64_t n = 1; n <= pages; n++) {
        enum err e = page_fetch(p, "services", "&per_page=10000&minimal=true", n, &page);
        if (e == ERR_NOT_FOUND)
            return broken(p, "services", N_("it offers no services"));
        if (e == ERR_OK) {
            pages = page.pages;
            had += (int64_t)json_array_size(page.contents);
            e = ids_keep(p, page.contents, out);
        }
        json_decref(page.contents);
        TRY(e);
        progress(p, N_("looking for what is gone"), n, pages > n ? pages : n);
    }
    return whole_check(p, "services", &page, had);
}

struct missing {
    const struct map *present;
    bool found;
};

static enum err on_ours(void *ctx, const struct db_value *cells, size_t n)
{
    struct missing *m = ctx;
    (void)n;
    m->found = m->found || !map_get(m->present, cells[0].s);
    return ERR_OK;
}

/* Whether a service that we have from there is there no more. */
static enum err gone_look(struct pulling *p, bool *gone)
{
    struct missing m = {0};
    struct map present;

    map_init(&present, p->arena);
    TRY(present_read(p, &present));
    m.present = &present;
    TRY(store_each_of_source(p->db, p->how->source, HSDS_SERVICE, on_ours, &m));
    *gone = m.found;
    return ERR_OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* Where to go on from: empty when this is the first time. */
static enum err cursor_find(struct pulling *p)
{
    struct directory_sources sources;

    TRY(directory_sources(p->db, p->arena, &sources));
    for (size_t i = 0; i < sources.n; i++) {
        if (str_eq(sources.v[i].name, p->how->source))
            p->cursor = sources.v[i].cursor;
    }
    return ERR_OK;
}

static enum err all_read(struct pulling *p, struct hsds_set **out)
{
    static const enum hsds_type ORDER[] = {HSDS_TAXONOMY, HSDS_TAXONOMY_TERM, HSDS_ORGANIZATION,
                                           HSDS_SERVICE};
    const struct hsds_reading reading = {.source = p->how->source,
                                         .orphans = p->how->orphans,
                                         .event = on_event,
                                         .say = on_say,
                                         .known = p->cursor.n != 0 ? is_known : NULL,
                                         .ctx = p};

    TRY(hsds_set_begin(p->arena, &reading, &p->builder));
    for (size_t i = 0; i < sizeof(ORDER) / sizeof(ORDER[0]); i++)
        TRY(collection_read(p, ORDER[i]));
    return hsds_set_end(p->builder, out);
}

static enum err all_write(struct pulling *p, struct search *search, const struct hsds_set *set,
                          struct directory_imported *out)
{
    const struct directory_pull *how = p->how;
    const struct directory_import import = {
        .source = how->source,
        .orphans = how->orphans,
        .mode = p->cursor.n != 0 ? DIRECTORY_UPDATE : DIRECTORY_REPLACE,
        .now = how->now,
        .event = how->event,
        .say = how->say,
        .move = how->move,
        .ctx = how->ctx,
    };
    DB_TX struct db_tx tx = {0};

    TRY(db_tx_begin(&tx, p->db));
    TRY(directory_take(p->db, search, &import, set, out));
    TRY(directory_source_follow(p->db, how->source, how->url,
                                hsds_moment(p->arena, how->now - DAY_SECONDS)));
    return db_tx_commit(&tx);
}

enum err directory_pull(struct db *db, struct search *search, const struct directory_pull *how,
                        struct directory_imported *out)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 1024 * 1024);
    ARENA_LOCAL struct arena *scratch = arena_create(ARENA_PLAIN, 1024 * 1024);
    struct pulling p = {.db = db, .how = how, .arena = a, .scratch = scratch};
    struct hsds_set *set;
    bool gone = false;

    *out = (struct directory_imported){0};
    TRY(root_check(&p));
    if (!how->whole)
        TRY(cursor_find(&p));
    if (p.cursor.n != 0)
        TRY(gone_look(&p, &gone));
    if (gone) /* an API tells what changed, not what went: read it all, and drop the rest */
        p.cursor = STR_NONE;
    TRY(all_read(&p, &set));
    return all_write(&p, search, set, out);
}
