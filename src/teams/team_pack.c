#include "space/pack.h"
#include "teams.pb-c.h"
#include "teams/inside.h"

static char *text(struct arena *a, struct str s)
{
    return str_to_c(a, s);
}

struct str team_about_pack(struct arena *a, const struct team_about *x)
{
    TeamAbout m = TEAM_ABOUT__INIT;
    m.does = text(a, x->does);
    m.place = text(a, x->place);
    m.area = x->area;
    m.kind = x->kind;
    return space_pack(a, &m.base);
}

bool team_about_unpack(struct arena *a, struct str body, struct team_about *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const TeamAbout *m = team_about__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m)
        return false;
    *out = (struct team_about){.does = str_from_c(m->does),
                               .place = str_from_c(m->place),
                               .area = m->area,
                               .kind = m->kind};
    return true;
}

struct str series_pack(struct arena *a, const struct rota_series *s)
{
    TeamSeries m = TEAM_SERIES__INIT;
    int32_t extra[ROTA_EXTRA];
    TeamPart parts[ROTA_PARTS], *list[ROTA_PARTS];
    m.id = s->id;
    m.title = text(a, s->title);
    m.programme = text(a, s->programme);
    m.aim = text(a, s->aim);
    m.place = text(a, s->place);
    m.notes = text(a, s->notes);
    m.area = s->area;
    m.first = s->first;
    m.until = s->until;
    m.every = (uint32_t)s->every;
    m.weekdays = s->weekdays;
    m.start = (uint32_t)s->start;
    m.minutes = (uint32_t)s->minutes;
    for (size_t i = 0; i < s->nextra; i++)
        extra[i] = s->extra[i];
    m.extra = extra;
    m.n_extra = s->nextra;
    for (size_t i = 0; i < s->nparts; i++) {
        team_part__init(&parts[i]);
        parts[i].id = s->parts[i].id;
        parts[i].name = text(a, s->parts[i].name);
        parts[i].places = (uint32_t)s->parts[i].places;
        list[i] = &parts[i];
    }
    m.parts = list;
    m.n_parts = s->nparts;
    m.ended = s->ended;
    m.why = text(a, s->why);
    return space_pack(a, &m.base);
}

bool series_unpack(struct arena *a, struct str body, struct rota_series *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const TeamSeries *m = team_series__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m || m->n_extra > ROTA_EXTRA || m->n_parts > ROTA_PARTS || m->start >= 24 * 60 ||
        m->minutes > 24 * 60 || m->every > 52)
        return false;
    *out = (struct rota_series){.id = m->id,
                                .title = str_from_c(m->title),
                                .programme = str_from_c(m->programme),
                                .aim = str_from_c(m->aim),
                                .place = str_from_c(m->place),
                                .notes = str_from_c(m->notes),
                                .area = m->area,
                                .first = m->first,
                                .until = m->until,
                                .every = (int)m->every,
                                .weekdays = m->weekdays & 0x7f,
                                .start = (int)m->start,
                                .minutes = (int)m->minutes,
                                .nextra = m->n_extra,
                                .nparts = m->n_parts,
                                .ended = m->ended,
                                .why = str_from_c(m->why)};
    for (size_t i = 0; i < m->n_extra; i++)
        out->extra[i] = m->extra[i];
    for (size_t i = 0; i < m->n_parts; i++)
        out->parts[i] = (struct rota_part){m->parts[i]->id, str_from_c(m->parts[i]->name),
                                           (int)(m->parts[i]->places % (ROTA_PLACES_MAX + 1))};
    return true;
}

struct str shift_pack(struct arena *a, const struct rota_shift *x)
{
    TeamShift m = TEAM_SHIFT__INIT;
    TeamHold *holds = ARENA_ARRAY(a, TeamHold, x->n);
    TeamHold **list = ARENA_ARRAY(a, TeamHold *, x->n);
    for (size_t i = 0; i < x->n; i++) {
        team_hold__init(&holds[i]);
        holds[i].part = x->v[i].part;
        holds[i].who = space_bytes(x->v[i].who.b, TAG_SIZE);
        holds[i].beside = x->v[i].beside;
        holds[i].offered = x->v[i].offered;
        holds[i].relieved = x->v[i].relieved;
        list[i] = &holds[i];
    }
    m.series = x->series;
    m.day = x->day;
    m.plan = x->plan;
    m.start = (uint32_t)x->start;
    m.place = text(a, x->place);
    m.why = text(a, x->why);
    m.holds = list;
    m.n_holds = x->n;
    m.happened = x->happened;
    m.portions = x->portions;
    m.turn = x->turn;
    return space_pack(a, &m.base);
}

bool shift_unpack(struct arena *a, struct str body, struct rota_shift *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const TeamShift *m = team_shift__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m || m->plan > ROTA_CANCELLED || m->start >= 24 * 60)
        return false;
    *out = (struct rota_shift){.series = m->series,
                               .day = m->day,
                               .plan = (enum rota_plan)m->plan,
                               .start = (int)m->start,
                               .place = str_from_c(m->place),
                               .why = str_from_c(m->why),
                               .v = ARENA_ARRAY(a, struct rota_hold, m->n_holds),
                               .n = m->n_holds,
                               .happened = m->happened,
                               .portions = m->portions,
                               .turn = m->turn};
    for (size_t i = 0; i < m->n_holds; i++) {
        const TeamHold *h = m->holds[i];
        out->v[i] = (struct rota_hold){
            .part = h->part, .beside = h->beside, .offered = h->offered, .relieved = h->relieved};
        if (!space_fixed(out->v[i].who.b, TAG_SIZE, h->who))
            return false;
    }
    return true;
}

static ProtobufCBinaryData tag_bytes(const struct tag *t)
{
    return space_bytes(t->b, TAG_SIZE);
}

struct str role_pack(struct arena *a, const struct rota_role *r)
{
    TeamRole m = TEAM_ROLE__INIT;
    ProtobufCBinaryData beside[ROTA_BESIDE], past[ROTA_PAST];
    m.id = r->id;
    m.title = text(a, r->title);
    m.about = text(a, r->about);
    m.term = r->term;
    m.holder = space_bytes(r->holder.b, r->held ? TAG_SIZE : 0);
    m.since = r->since;
    m.until = r->until;
    m.next = space_bytes(r->next.b, r->asked ? TAG_SIZE : 0);
    m.yes = r->yes;
    for (size_t i = 0; i < r->nbeside; i++)
        beside[i] = tag_bytes(&r->beside[i]);
    m.beside = beside;
    m.n_beside = r->nbeside;
    for (size_t i = 0; i < r->npast; i++)
        past[i] = tag_bytes(&r->past[i]);
    m.past = past;
    m.n_past = r->npast;
    return space_pack(a, &m.base);
}

bool role_unpack(struct arena *a, struct str body, struct rota_role *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const TeamRole *m = team_role__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m || m->n_beside > ROTA_BESIDE || m->n_past > ROTA_PAST || m->term <= 0)
        return false;
    *out = (struct rota_role){.id = m->id,
                              .title = str_from_c(m->title),
                              .about = str_from_c(m->about),
                              .term = m->term,
                              .since = m->since,
                              .until = m->until,
                              .yes = m->yes,
                              .nbeside = m->n_beside,
                              .npast = m->n_past};
    out->held = space_fixed(out->holder.b, TAG_SIZE, m->holder);
    out->asked = space_fixed(out->next.b, TAG_SIZE, m->next);
    for (size_t i = 0; i < m->n_beside; i++)
        if (!space_fixed(out->beside[i].b, TAG_SIZE, m->beside[i]))
            return false;
    for (size_t i = 0; i < m->n_past; i++)
        if (!space_fixed(out->past[i].b, TAG_SIZE, m->past[i]))
            return false;
    return true;
}

struct str note_pack(struct arena *a, const struct team_note *n)
{
    TeamNote m = TEAM_NOTE__INIT;
    m.series = n->series;
    m.day = n->day;
    m.left = text(a, n->left);
    m.need = text(a, n->need);
    return space_pack(a, &m.base);
}

bool note_unpack(struct arena *a, struct str body, struct team_note *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const TeamNote *m = team_note__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m)
        return false;
    *out = (struct team_note){.series = m->series,
                              .day = m->day,
                              .left = str_from_c(m->left),
                              .need = str_from_c(m->need)};
    return true;
}

struct str thank_pack(struct arena *a, const struct team_thank *t)
{
    TeamThanks m = TEAM_THANKS__INIT;
    m.words = text(a, t->words);
    m.name = text(a, t->name);
    m.day = t->day;
    return space_pack(a, &m.base);
}

bool thank_unpack(struct arena *a, struct str body, struct team_thank *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const TeamThanks *m = team_thanks__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m)
        return false;
    *out = (struct team_thank){
        .words = str_from_c(m->words), .name = str_from_c(m->name), .day = m->day};
    return true;
}
