#include "circles/inside.h"

static size_t unread_in(const struct membership *m, const struct threads *threads, int64_t *last_at)
{
    size_t n = 0;
    for (size_t i = 0; i < threads->n; i++)
        n += threads->v[i].last_seq > viewer_mark(m, threads->v[i].id);
    *last_at = threads->n ? threads->v[0].last_at : 0;
    return n;
}

static enum err row_fill(const struct space_ctx *ctx, struct viewer *v, struct membership *m,
                         struct circle_row *row)
{
    struct circle_in in;
    struct threads threads;
    *row = (struct circle_row){.alias = m->alias,
                               .name = m->label,
                               .url = url_path(ctx->arena, "/r/%" STR_FMT, STR_ARG(m->alias))};
    enum err e = circle_enter(ctx, v, m->alias, NULL, &in);
    if (e == ERR_DENIED || e == ERR_SEAL) {
        row->state = m->waiting ? CIRCLE_WAITING : CIRCLE_GONE;
        return ERR_OK;
    }
    TRY(e);
    row->name = in.about.name;
    row->purpose = in.about.purpose;
    TRY(threads_read(&in, &threads));
    row->unread = unread_in(m, &threads, &row->last_at);
    return ERR_OK;
}

static bool row_before(const struct circle_row *a, const struct circle_row *b)
{
    return a->state != b->state ? a->state < b->state : a->last_at > b->last_at;
}

enum err circles_list(const struct space_ctx *ctx, struct viewer *v, struct circle_rows *out)
{
    *out =
        (struct circle_rows){.v = ARENA_ARRAY(ctx->secret, struct circle_row, v->keyring.nspaces)};
    for (size_t i = 0; i < v->keyring.nspaces; i++) {
        struct circle_row row;
        if (v->keyring.spaces[i].kind != SPACE_CIRCLE)
            continue;
        TRY(row_fill(ctx, v, &v->keyring.spaces[i], &row));
        size_t at = out->n++;
        for (; at > 0 && row_before(&row, &out->v[at - 1]); at--)
            out->v[at] = out->v[at - 1];
        out->v[at] = row;
    }
    return ERR_OK;
}

enum err circles_unread(const struct space_ctx *ctx, struct viewer *v, size_t *out)
{
    struct circle_rows rows;
    *out = 0;
    TRY(circles_list(ctx, v, &rows));
    for (size_t i = 0; i < rows.n; i++)
        *out += rows.v[i].unread > 0;
    return ERR_OK;
}

/* ---- everything one has said ---- */

static json_t *text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

struct exporting {
    const struct circle_in *in;
    json_t *posts;
};

static bool export_post(void *ctx, const struct thread *t, struct post *p)
{
    const struct exporting *x = ctx;
    if (!voice_is(&p->by, space_tag_of(x->in->s)) || p->gone)
        return false;
    json_t *o = json_object();
    json_object_set_new(o, "conversation", text(t->title));
    json_object_set_new(o, "at", json_integer(p->at));
    if (p->edited_at)
        json_object_set_new(o, "edited_at", json_integer(p->edited_at));
    json_object_set_new(o, "text", text(p->text));
    if (p->note.n)
        json_object_set_new(o, "content_note", text(p->note));
    if (p->has_card)
        json_object_set_new(o, "directory_entry", text(p->card.title));
    json_array_append_new(x->posts, o);
    return false;
}

static enum err export_circle(struct circle_in *in, json_t *list)
{
    struct roster roster;
    struct roster_entry *me;
    struct threads threads;
    TRY(persona_read(in, &roster, &me));
    TRY(threads_read(in, &threads));
    json_t *o = json_object(), *persona = json_object(), *posts = json_array();
    json_array_append_new(list, o);
    json_object_set_new(o, "circle", text(in->about.name));
    json_object_set_new(o, "purpose", text(in->about.purpose));
    json_object_set_new(o, "persona", persona);
    json_object_set_new(persona, "name", text(me->persona.name));
    json_object_set_new(persona, "pronouns", text(me->persona.pronouns));
    json_object_set_new(persona, "about", text(me->persona.about));
    json_object_set_new(o, "posts", posts);
    struct exporting x = {in, posts};
    return circle_walk(in, &threads, export_post, &x);
}

static enum err export_all(const struct space_ctx *ctx, struct viewer *v, json_t *list)
{
    for (size_t i = 0; i < v->keyring.nspaces; i++) {
        struct circle_in in;
        if (v->keyring.spaces[i].kind != SPACE_CIRCLE)
            continue;
        enum err e = circle_enter(ctx, v, v->keyring.spaces[i].alias, NULL, &in);
        if (e == ERR_OK)
            TRY(export_circle(&in, list));
        else if (e != ERR_DENIED)
            return e;
    }
    return ERR_OK;
}

enum err circles_export(const struct space_ctx *ctx, struct viewer *v, json_t **out)
{
    json_t *list = json_array();
    enum err e = export_all(ctx, v, list);
    *out = e == ERR_OK ? list : NULL;
    if (e != ERR_OK)
        json_decref(list);
    return e;
}

/* ---- for the rooms above ---- */

enum err circles_create(const struct space_ctx *ctx, struct viewer *v,
                        const struct circle_plan *plan, const struct space_persona *persona,
                        struct str *alias)
{
    const struct circle c = {.name = plan->name,
                             .purpose = plan->purpose,
                             .agreements = plan->agreements,
                             .openness = (enum circle_openness)plan->openness,
                             .keep_days = plan->keep_days};
    return circle_create(ctx, v, &c, persona, alias);
}

enum err circles_come_in(const struct space_ctx *ctx, struct viewer *v, struct str code,
                         const struct space_persona *persona, struct str *alias)
{
    return circle_join_code(ctx, v, code, persona, alias);
}

enum err circles_code(const struct space_ctx *ctx, struct viewer *v, struct str alias, int32_t days,
                      struct str *code)
{
    struct circle_in in;
    TRY(circle_enter(ctx, v, alias, NULL, &in));
    return circle_code(&in, days, false, code);
}

enum err circles_say(const struct space_ctx *ctx, struct viewer *v, struct str alias,
                     const struct circle_words *words, struct str *thread, uint32_t *seq)
{
    struct circle_in in;
    const struct new_post n = {.title = words->title, .text = words->text, .note = words->note};
    TRY(circle_enter(ctx, v, alias, NULL, &in));
    if (thread->n)
        return post_reply(&in, *thread, &n, seq);
    *seq = 1;
    return thread_begin(&in, &n, thread);
}
