#include "teams/inside.h"

static json_t *text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

static bool is(const struct tag *a, const struct tag *b)
{
    return str_eq(str_from(a->b, TAG_SIZE), str_from(b->b, TAG_SIZE));
}

static json_t *shifts_of(const struct team *t)
{
    json_t *list = json_array();
    for (size_t i = 0; i < t->nshifts; i++) {
        const struct rota_shift *x = &t->shifts[i];
        const struct rota_series *s = team_series(t, x->series);
        const struct rota_hold *h = rota_hold_of(x, &t->c.me->tag);
        const struct rota_part *p = h ? rota_part_of(s, h->part) : NULL;
        if (!p)
            continue;
        json_t *o = json_object();
        json_object_set_new(o, "shift", text(s->title));
        json_object_set_new(o, "day", json_integer(x->day));
        json_object_set_new(o, "part", text(p->name));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *roles_of(const struct team *t)
{
    json_t *list = json_array();
    for (size_t i = 0; i < t->nroles; i++)
        if (t->roles[i].held && is(&t->roles[i].holder, &t->c.me->tag))
            json_array_append_new(list, text(t->roles[i].title));
    return list;
}

static json_t *notes_of(const struct team *t, const struct team_notes *all)
{
    json_t *list = json_array();
    for (size_t i = 0; i < all->n; i++) {
        const struct team_note *n = &all->v[i];
        if (!n->here || !is(&n->by, &t->c.me->tag))
            continue;
        json_t *o = json_object();
        json_object_set_new(o, "day", json_integer(n->day));
        json_object_set_new(o, "left", text(n->left));
        json_object_set_new(o, "need", text(n->need));
        json_array_append_new(list, o);
    }
    return list;
}

static enum err export_team(const struct team *t, json_t *list)
{
    struct team_notes notes;
    TRY(team_notes(t, 0, 0, TEAM_NOTES_MAX, &notes));
    json_t *o = json_object();
    json_array_append_new(list, o);
    json_object_set_new(o, "team", text(t->c.name));
    json_object_set_new(o, "shifts", shifts_of(t));
    json_object_set_new(o, "roles", roles_of(t));
    json_object_set_new(o, "notes", notes_of(t, &notes));
    return ERR_OK;
}

static enum err export_all(const struct space_ctx *ctx, struct viewer *v, json_t *list)
{
    for (size_t i = 0; i < v->keyring.nspaces; i++) {
        struct team t;
        if (v->keyring.spaces[i].kind != SPACE_CIRCLE)
            continue;
        enum err e = team_open(ctx, NULL, v, v->keyring.spaces[i].alias, &t);
        if (e == ERR_OK && team_any(&t))
            TRY(export_team(&t, list));
        else if (e != ERR_OK && e != ERR_DENIED)
            return e;
    }
    return ERR_OK;
}

enum err teams_export(const struct space_ctx *ctx, struct viewer *v, json_t **out)
{
    json_t *list = json_array();
    enum err e = export_all(ctx, v, list);
    *out = e == ERR_OK ? list : NULL;
    if (e != ERR_OK)
        json_decref(list);
    return e;
}
