#include <string.h>

#include "circles.pb-c.h"
#include "circles/inside.h"
#include "space/pack.h"

static ProtobufCBinaryData bytes_of(struct str s)
{
    return space_bytes(s.p, s.n);
}

static struct str str_of(ProtobufCBinaryData d)
{
    return str_from(d.data, d.len);
}

static ProtobufCBinaryData voice_tag(const struct voice *v)
{
    return space_bytes(v->tag.b, v->here ? TAG_SIZE : 0);
}

static struct voice voice_from(ProtobufCBinaryData tag, const char *name, const char *pronouns)
{
    struct voice v = {.name = str_from_c(name), .pronouns = str_from_c(pronouns)};
    v.here = space_fixed(v.tag.b, TAG_SIZE, tag);
    return v;
}

struct str circle_pack(struct arena *a, const struct circle *c)
{
    CircleAbout m = CIRCLE_ABOUT__INIT;
    m.name = str_to_c(a, c->name);
    m.purpose = str_to_c(a, c->purpose);
    m.agreements = str_to_c(a, c->agreements);
    m.openness = c->openness;
    m.keep_days = (uint32_t)c->keep_days;
    m.created = c->created;
    m.door = space_bytes(c->door.b, c->openness == OPENNESS_OPEN ? KEY_SIZE : 0);
    m.listing = str_to_c(a, c->listing);
    return space_pack(a, &m.base);
}

bool circle_unpack(struct arena *a, struct str body, struct circle *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const CircleAbout *m = circle_about__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m)
        return false;
    *out = (struct circle){.name = str_from_c(m->name),
                           .purpose = str_from_c(m->purpose),
                           .agreements = str_from_c(m->agreements),
                           .openness = (enum circle_openness)m->openness,
                           .keep_days = (int32_t)m->keep_days,
                           .created = m->created,
                           .listing = str_from_c(m->listing)};
    return out->openness != OPENNESS_OPEN || space_fixed(out->door.b, KEY_SIZE, m->door);
}

struct str listing_pack(struct arena *a, const struct listing *l)
{
    CircleListing m = CIRCLE_LISTING__INIT;
    m.id = str_to_c(a, l->id);
    m.space = l->space.v;
    m.name = str_to_c(a, l->name);
    m.purpose = str_to_c(a, l->purpose);
    m.agreements = str_to_c(a, l->agreements);
    m.openness = l->openness;
    m.door = space_bytes(l->door.b, l->openness == OPENNESS_OPEN ? KEY_SIZE : 0);
    return space_pack(a, &m.base);
}

bool listing_unpack(struct arena *a, struct str body, struct listing *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const CircleListing *m = circle_listing__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m)
        return false;
    *out = (struct listing){.id = str_from_c(m->id),
                            .space = {m->space},
                            .name = str_from_c(m->name),
                            .purpose = str_from_c(m->purpose),
                            .agreements = str_from_c(m->agreements),
                            .openness = (enum circle_openness)m->openness};
    return out->openness != OPENNESS_OPEN || space_fixed(out->door.b, KEY_SIZE, m->door);
}

struct str thread_pack(struct arena *a, const struct thread *t)
{
    CircleThread m = CIRCLE_THREAD__INIT;
    m.thread = str_to_c(a, t->id);
    m.title = str_to_c(a, t->title);
    m.author = voice_tag(&t->author);
    m.author_name = str_to_c(a, t->author.name);
    m.created = t->created;
    m.last_at = t->last_at;
    m.last_by = voice_tag(&t->last);
    m.last_name = str_to_c(a, t->last.name);
    m.last_seq = t->last_seq;
    m.once = bytes_of(t->once);
    return space_pack(a, &m.base);
}

bool thread_unpack(struct arena *a, struct str body, struct thread *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const CircleThread *m = circle_thread__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m)
        return false;
    *out = (struct thread){.id = str_from_c(m->thread),
                           .title = str_from_c(m->title),
                           .author = voice_from(m->author, m->author_name, NULL),
                           .created = m->created,
                           .last_at = m->last_at,
                           .last = voice_from(m->last_by, m->last_name, NULL),
                           .last_seq = m->last_seq,
                           .once = str_of(m->once)};
    return out->id.n == THREAD_CHARS;
}

static CircleCard *card_to_message(struct arena *a, const struct card *c)
{
    CircleCard *m = ARENA_NEW(a, CircleCard);
    circle_card__init(m);
    m->id = str_to_c(a, c->id);
    m->title = str_to_c(a, c->title);
    m->organization = str_to_c(a, c->organization);
    m->summary = str_to_c(a, c->summary);
    m->phone = str_to_c(a, c->phone);
    return m;
}

static void affirmed_to_message(struct arena *a, const struct post *p, CirclePost *m)
{
    m->n_affirmations = p->naffirmed;
    m->affirmations = ARENA_ARRAY(a, CircleAffirmation *, p->naffirmed);
    for (size_t i = 0; i < p->naffirmed; i++) {
        m->affirmations[i] = ARENA_NEW(a, CircleAffirmation);
        circle_affirmation__init(m->affirmations[i]);
        m->affirmations[i]->tag = space_bytes(p->affirmed[i].tag.b, TAG_SIZE);
        m->affirmations[i]->kind = p->affirmed[i].kind;
    }
}

struct str post_pack(struct arena *a, const struct post *p)
{
    CirclePost m = CIRCLE_POST__INIT;
    m.tag = voice_tag(&p->by);
    m.name = str_to_c(a, p->by.name);
    m.pronouns = str_to_c(a, p->by.pronouns);
    m.at = p->at;
    m.edited_at = p->edited_at;
    m.text = str_to_c(a, p->text);
    m.note = str_to_c(a, p->note);
    m.once = bytes_of(p->once);
    affirmed_to_message(a, p, &m);
    if (p->has_card)
        m.card = card_to_message(a, &p->card);
    m.gone = p->gone;
    m.gone_by = voice_tag(&p->gone_by);
    m.gone_name = str_to_c(a, p->gone_by.name);
    m.gone_reason = str_to_c(a, p->gone_reason);
    m.gone_at = p->gone_at;
    return space_pack(a, &m.base);
}

static bool affirmed_from_message(struct arena *a, const CirclePost *m, struct post *out)
{
    if (m->n_affirmations == 0)
        return true;
    out->naffirmed = m->n_affirmations;
    out->affirmed = ARENA_ARRAY(a, struct affirmed, out->naffirmed);
    for (size_t i = 0; i < out->naffirmed; i++) {
        out->affirmed[i].kind = (enum affirmation)m->affirmations[i]->kind;
        if (!space_fixed(out->affirmed[i].tag.b, TAG_SIZE, m->affirmations[i]->tag))
            return false;
    }
    return true;
}

bool post_unpack(struct arena *a, struct str body, struct post *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const CirclePost *m = circle_post__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m)
        return false;
    *out = (struct post){.by = voice_from(m->tag, m->name, m->pronouns),
                         .at = m->at,
                         .edited_at = m->edited_at,
                         .text = str_from_c(m->text),
                         .note = str_from_c(m->note),
                         .once = str_of(m->once),
                         .has_card = m->card != NULL,
                         .gone = (enum post_gone)m->gone,
                         .gone_by = voice_from(m->gone_by, m->gone_name, NULL),
                         .gone_reason = str_from_c(m->gone_reason),
                         .gone_at = m->gone_at};
    if (m->card)
        out->card = (struct card){str_from_c(m->card->id), str_from_c(m->card->title),
                                  str_from_c(m->card->organization), str_from_c(m->card->summary),
                                  str_from_c(m->card->phone)};
    return affirmed_from_message(a, m, out);
}
