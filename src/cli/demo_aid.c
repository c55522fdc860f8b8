/* The demonstration's mutual aid: places, coordinators, what is offered and asked. */
#include <string.h>

#include "aid/area_csv.h"
#include "aid/area_ready.h"
#include "aid/area_store.h"
#include "aid/coordinators.h"
#include "aid/mine.h"
#include "base/clock.h"
#include "cli/demo.h"

#define KEPT_DAYS 30

struct aid_making {
    struct space_ctx ctx;
    struct areas areas;
};

static enum err places_make(const struct demo_seed *how, struct str name, struct areas *out)
{
    struct str table;
    uint32_t from;
    struct area_import in;
    TRY(areas_load(how->db, how->arena, out));
    if (!name.n)
        return ERR_OK;
    if (!area_ready_find(name, &table))
        return ERR_NOT_FOUND;
    TRY(area_ids_from(how->db, how->arena, &from));
    TRY(area_csv_read(how->search, how->arena, table, out, from, &in));
    TRY(areas_replace(how->db, how->arena, &in.all));
    *out = in.all;
    return ERR_OK;
}

static enum err desk_make(const struct space_ctx *ctx, const struct demo_script *s,
                          struct viewer *people)
{
    struct desk d;
    struct str code;
    for (size_t i = 0; i < s->ndesk; i++) {
        const struct demo_in *in = &s->desk[i];
        if (i == 0) {
            TRY(desk_open(ctx, &DESK_COORDINATORS, &people[in->person], &in->persona));
            continue;
        }
        TRY(desk_enter(ctx, &DESK_COORDINATORS, &people[s->desk[0].person], NULL, &d));
        TRY(desk_code(&d, &code));
        TRY(desk_come_in(ctx, &DESK_COORDINATORS, &people[in->person], code, &in->persona));
    }
    return ERR_OK;
}

uint32_t demo_area(const struct areas *all, struct str name)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].name, name) || str_eq(all->v[i].other, name))
            return all->v[i].id;
    return 0;
}

/* The answers as the form would have them: the amount where the kind counts one, the line where it
 * asks for words. */
static void answer(const struct demo_aid *d, const struct aid_kind_info *kind,
                   struct aid_card *card, struct aid_details *details)
{
    for (int i = 0; i < kind->n; i++) {
        const struct aid_question *q = &kind->questions[i];
        if (q->use == AID_USE_CAPACITY && q->answer == AID_ANSWER_COUNT) {
            card->number[i] = d->units;
            card->answered |= 1u << i;
        } else if (i == 0 && q->answer == AID_ANSWER_WORDS) {
            details->answer[i] = d->line;
        }
    }
}

static enum err one_make(struct aid_making *m, const struct demo_aid *d, struct viewer *people)
{
    const struct aid_kind_info *kind = aid_kind_by_code(d->kind);
    struct party asker = {.as = LOOP_ASKER};
    struct aid_details details = {.words = d->words};
    if (!kind || (d->area.n && demo_area(&m->areas, d->area) == 0))
        return ERR_NOT_FOUND;
    struct aid_card card = {.id = aid_card_id(),
                            .side = d->ask ? AID_ASK : AID_OFFER,
                            .kind = kind->kind,
                            .area = demo_area(&m->areas, d->area),
                            .units = d->units,
                            .speaks = 1,
                            .line = d->line,
                            .desk_reads = true};
    answer(d, kind, &card, &details);
    card.loop = loop_new(d->ask ? (enum loop_urgency)d->often : LOOP_WHENEVER,
                         clock_day(m->ctx.now) + KEPT_DAYS, m->ctx.now);
    if (!d->ask) {
        card.repeat = (enum aid_repeat)d->often;
        return mine_offer_put(&m->ctx, &people[d->person], &card, &details);
    }
    key_random(&asker.seed);
    return party_ask(&m->ctx, &asker, &card, &details);
}

enum err demo_aid_make(const struct demo_seed *how, const struct demo_script *script,
                       struct viewer *people)
{
    struct aid_making m = {.ctx = {how->db, how->home, how->arena, how->arena, how->now}};
    TRY(places_make(how, script->areas, &m.areas));
    TRY(desk_make(&m.ctx, script, people));
    for (size_t i = 0; i < script->naid; i++) {
        m.ctx.now = how->now - script->aid[i].hours * 3600;
        TRY(one_make(&m, &script->aid[i], people));
    }
    return ERR_OK;
}
