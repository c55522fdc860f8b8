#include "base/clock.h"
#include "circles/inside.h"
#include "search/search.h"

/* Words are opened, looked at and forgotten, piece by piece; nothing of it is stored. */
struct finding {
    const struct space_ctx *ctx;
    struct search *search;
    const struct search_tokens *query;
    const struct circle_in *in;
    struct founds *out;
};

/* Where it stands among what was found: newest first, at most FOUND_MAX. */
static struct found *found_place(struct founds *out, int64_t at)
{
    size_t i = out->n;
    if (out->n == FOUND_MAX) {
        out->more = true;
        if (out->v[FOUND_MAX - 1].post.at >= at)
            return NULL;
        i--;
    } else {
        out->n++;
    }
    for (; i > 0 && out->v[i - 1].post.at < at; i--)
        out->v[i] = out->v[i - 1];
    return &out->v[i];
}

static size_t first_hit(const struct finding *f, struct str text)
{
    struct search_tokens doc;
    search_document(f->search, f->ctx->secret, text, &doc);
    for (size_t i = 0; i < doc.n; i++)
        for (size_t q = 0; q < f->query->n; q++)
            if (str_eq(doc.v[i].text, f->query->v[q].text))
                return doc.v[i].from;
    return 0;
}

static struct voice voice_copy(struct arena *a, const struct voice *v)
{
    struct voice out = *v;
    out.name = str_copy(a, v->name);
    out.pronouns = str_copy(a, v->pronouns);
    return out;
}

/* The title belongs to the words that began the conversation. */
static bool is_found(const struct finding *f, const struct thread *t, const struct post *p)
{
    return search_text_match(f->search, f->query, p->text) ||
           (p->seq == 1 && search_text_match(f->search, f->query, t->title));
}

static bool look(void *ctx, const struct thread *t, struct post *p)
{
    const struct finding *f = ctx;
    struct arena *keep = f->ctx->secret;
    if (p->gone || (p->expires && p->expires < clock_day(f->ctx->now)) || !is_found(f, t, p))
        return false;
    struct found *hit = found_place(f->out, p->at);
    if (!hit)
        return false;
    *hit = (struct found){.alias = f->in->m->alias,
                          .circle = f->in->about.name,
                          .thread = t->id,
                          .title = t->title,
                          .excerpt = text_excerpt(keep, p->text, first_hit(f, p->text), 280)};
    hit->post = (struct post){.seq = p->seq, .by = voice_copy(keep, &p->by), .at = p->at};
    hit->post.note = str_copy(keep, p->note);
    return false;
}

static enum err find_in(struct finding *f, struct circle_in *in)
{
    struct threads threads;
    TRY(threads_read(in, &threads));
    f->in = in;
    return circle_walk(in, &threads, look, f);
}

enum err circles_find(const struct space_ctx *ctx, struct viewer *v, struct search *search,
                      struct str words, struct founds *out)
{
    struct search_tokens query;
    *out = (struct founds){.v = ARENA_ARRAY(ctx->secret, struct found, FOUND_MAX)};
    search_query(search, ctx->secret, words, &query);
    if (query.n == 0)
        return ERR_OK;
    struct finding f = {.ctx = ctx, .search = search, .query = &query, .out = out};
    for (size_t i = 0; i < v->keyring.nspaces; i++) {
        struct circle_in *in = ARENA_NEW(ctx->secret, struct circle_in);
        if (v->keyring.spaces[i].kind != SPACE_CIRCLE)
            continue;
        enum err e = circle_enter(ctx, v, v->keyring.spaces[i].alias, NULL, in);
        if (e == ERR_DENIED)
            continue;
        TRY(e);
        TRY(find_in(&f, in));
    }
    return ERR_OK;
}
