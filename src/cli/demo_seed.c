/* Makes the demonstration's people, circles and words. It uses the circles room's own functions,
 * because made-up words must be sealed exactly like real ones. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "circles/inside.h"
#include "cli/demo.h"
#include "directory/directory.h"
#include "members/account.h"
#include "members/invitation.h"
#include "seal/words.h"
#include "search/search.h"

#define ARRIVAL_DAYS 41 /* everybody is there before the first words */
#define INVITATION_DAYS 30
#define READ_SECONDS 129600 /* those who sign in have read all but the last day and a half */
#define PASSPHRASE_WORDS 4

/* While it is made. The demonstration holds nothing secret, so one plain arena does. */
struct making {
    const struct demo_seed *how;
    const struct demo_script *script;
    struct space_ctx ctx;
    struct viewer *people; /* by person */
    struct str *aliases;   /* circle * DEMO_PEOPLE_MAX + person */
    struct str *threads;   /* by event that began it */
    uint32_t *seqs;        /* by event */
};

static struct str *alias_of(struct making *m, size_t circle, size_t person)
{
    return &m->aliases[circle * DEMO_PEOPLE_MAX + person];
}

static enum err come_in(struct making *m, size_t person, const struct key *code)
{
    struct space_ticket ticket;
    struct space *commons;
    struct viewer *v = &m->people[person];
    space_ticket_new(&ticket, (struct space_id){0});
    TRY(roster_come_in(&m->ctx, code, &m->script->people[person].persona, &ticket, &commons));
    key_random(&v->keyring.seed);
    (void)keyring_add_space(m->ctx.secret, &v->keyring, SPACE_COMMONS, &ticket, m->script->network,
                            m->ctx.now);
    v->keyring.name = m->script->people[person].signin;
    v->keyring.recovery_confirmed = true;
    return ERR_OK;
}

static size_t steward_of(const struct demo_script *s)
{
    size_t i = 0;
    while (i + 1 < s->npeople && !(s->people[i].signs_in && s->people[i].role == DEMO_STEWARD))
        i++;
    return i;
}

/* A code for the commons, made by the steward. */
static enum err invite(struct making *m, struct str *text, struct key *code)
{
    struct space *commons;
    struct viewer *v = &m->people[steward_of(m->script)];
    TRY(viewer_enter(&m->ctx, v, viewer_commons(v), NULL, &commons));
    *text = invitation_create(m->ctx.arena, code);
    return roster_invite(commons, code, ROLE_INVITE, ROLE_MEMBER, false,
                         clock_day(m->how->now) + INVITATION_DAYS);
}

static enum err people_make(struct making *m)
{
    struct key code;
    struct str text;
    size_t steward = steward_of(m->script);
    m->ctx.now = m->how->now - (int64_t)ARRIVAL_DAYS * DAY_SECONDS;
    if (!invitation_read(m->how->first, &code))
        return ERR_INVALID;
    TRY(come_in(m, steward, &code));
    for (size_t i = 0; i < m->script->npeople; i++) {
        if (i == steward)
            continue;
        m->ctx.now += 3600;
        TRY(invite(m, &text, &code));
        TRY(come_in(m, i, &code));
    }
    return ERR_OK;
}

/* When the first words of a circle were said. */
static int64_t circle_begin(const struct making *m, size_t circle)
{
    int64_t first = m->how->now;
    for (size_t i = 0; i < m->script->nevents; i++) {
        const struct demo_event *e = &m->script->events[i];
        int64_t at = demo_time(e, m->how->now);
        if (e->circle == circle && at < first)
            first = at;
    }
    return first - DAY_SECONDS;
}

/* Asks to join, half a day ago; the circle is found in the commons' list as anybody finds it. */
static enum err ask(struct making *m, const struct demo_circle *c, const struct demo_in *in)
{
    struct listings all;
    struct viewer *v = &m->people[in->person];
    m->ctx.now = m->how->now - DAY_SECONDS / 2;
    TRY(listings_read(&m->ctx, v, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].name, c->name))
            return circle_join_ask(&m->ctx, v, &all.v[i], &in->persona, in->words);
    return ERR_NOT_FOUND;
}

static enum err circle_fill(struct making *m, size_t number)
{
    const struct demo_circle *c = &m->script->circles[number];
    struct viewer *facilitator = &m->people[c->facilitator];
    struct str *home = alias_of(m, number, c->facilitator);
    for (size_t i = 0; i < c->nin; i++) {
        const struct demo_in *in = &c->in[i];
        struct str code;
        if (in->asks || in->person == c->facilitator)
            continue;
        m->ctx.now += 600;
        /* until today at least: what expired before cannot be sealed any more */
        int32_t until = clock_day(m->how->now) - clock_day(m->ctx.now) + 1;
        TRY(circles_code(&m->ctx, facilitator, *home, until, &code));
        TRY(circles_come_in(&m->ctx, &m->people[in->person], code, &in->persona,
                            alias_of(m, number, in->person)));
    }
    return ERR_OK;
}

static enum err circles_make(struct making *m)
{
    for (size_t i = 0; i < m->script->ncircles; i++) {
        const struct demo_circle *c = &m->script->circles[i];
        const struct circle_plan plan = {.name = c->name,
                                         .purpose = c->purpose,
                                         .agreements = c->agreements,
                                         .openness = c->openness,
                                         .keep_days = c->keep_days};
        const struct space_persona *persona = &c->in[0].persona;
        m->ctx.now = circle_begin(m, i);
        if (c->nin == 0 || c->in[0].person != c->facilitator)
            return ERR_INVALID;
        TRY(circles_create(&m->ctx, &m->people[c->facilitator], &plan, persona,
                           alias_of(m, i, c->facilitator)));
        TRY(circle_fill(m, i));
    }
    return ERR_OK;
}

/* The first entry that the words find; false when the directory has none. */
static bool card_find(const struct making *m, struct str words, struct card *out)
{
    struct directory_hits hits;
    if (!words.n ||
        directory_search(m->how->db, m->how->search, m->how->arena,
                         &(struct directory_query){.words = words, .limit = 1}, lang_default(),
                         &hits) != ERR_OK ||
        hits.n == 0)
        return false;
    const struct directory_card *c = &hits.v[0].card;
    *out = (struct card){.id = c->id,
                         .title = c->title,
                         .organization = c->organization,
                         .summary = c->summary,
                         .phone = c->phone};
    return true;
}

static enum err enter(struct making *m, const struct demo_event *e, size_t person,
                      struct circle_in *in)
{
    return circle_enter(&m->ctx, &m->people[person], *alias_of(m, e->circle, person), NULL, in);
}

static enum err affirm(struct making *m, size_t number)
{
    static const enum affirmation kinds[DEMO_KINDS] = {AFFIRM_HEARD, AFFIRM_METOO, AFFIRM_THANKS};
    const struct demo_event *e = &m->script->events[number];
    struct circle_in in;
    for (size_t k = 0; k < DEMO_KINDS; k++)
        for (size_t i = 0; i < e->naffirms[k]; i++) {
            TRY(enter(m, e, e->affirms[k][i], &in));
            TRY(post_affirm(&in, m->threads[e->thread], m->seqs[number], kinds[k]));
        }
    return ERR_OK;
}

static enum err say(struct making *m, size_t number)
{
    const struct demo_event *e = &m->script->events[number];
    struct circle_in in;
    struct card card;
    bool has_card = card_find(m, e->card, &card);
    const struct new_post words = {
        .title = e->title, .text = e->text, .note = e->note, .card = has_card ? &card : NULL};
    m->ctx.now = demo_time(e, m->how->now);
    TRY(enter(m, e, e->person, &in));
    m->seqs[number] = 1;
    if (e->thread == number)
        TRY(thread_begin(&in, &words, &m->threads[number]));
    else
        TRY(post_reply(&in, m->threads[e->thread], &words, &m->seqs[number]));
    m->ctx.now += 600;
    if (m->ctx.now > m->how->now)
        m->ctx.now = m->how->now;
    if (e->edited.n) {
        TRY(enter(m, e, e->person, &in));
        TRY(post_edit(&in, m->threads[e->thread], m->seqs[number], e->edited, e->note));
    }
    return affirm(m, number);
}

struct moment {
    int64_t at;
    size_t event;
};

static int moment_order(const void *a, const void *b)
{
    const struct moment *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->event < y->event ? -1 : x->event > y->event;
}

/* In the order of time, as it would have happened: keys turn by the week. */
static enum err words_make(struct making *m)
{
    size_t n = m->script->nevents;
    struct moment *moments = ARENA_ARRAY(m->how->arena, struct moment, n);
    for (size_t i = 0; i < n; i++)
        moments[i] = (struct moment){demo_time(&m->script->events[i], m->how->now), i};
    qsort(moments, n, sizeof *moments, moment_order);
    for (size_t i = 0; i < n; i++) {
        enum err e = say(m, moments[i].event);
        if (e != ERR_OK) {
            log_error("demo", "post %zu of community.txt: %s", moments[i].event + 1, err_text(e));
            return e;
        }
        if (m->how->progress)
            m->how->progress(m->how->ctx, i + 1, n);
    }
    for (size_t i = 0; i < m->script->ncircles; i++)
        for (size_t k = 0; k < m->script->circles[i].nin; k++)
            if (m->script->circles[i].in[k].asks)
                TRY(ask(m, &m->script->circles[i], &m->script->circles[i].in[k]));
    return ERR_OK;
}

/* All but the newest words are read. */
static void marks_set(struct making *m, size_t person)
{
    struct viewer *v = &m->people[person];
    for (size_t i = 0; i < m->script->nevents; i++) {
        const struct demo_event *e = &m->script->events[i];
        struct str alias = *alias_of(m, e->circle, person);
        struct membership *in = alias.n ? viewer_space(v, alias) : NULL;
        if (in && demo_time(e, m->how->now) < m->how->now - READ_SECONDS)
            viewer_set_mark(&m->ctx, v, in, m->threads[e->thread], m->seqs[i]);
    }
}

static enum err account_make(struct making *m, size_t person, struct demo_signin *out)
{
    const struct demo_person *p = &m->script->people[person];
    struct hashed hashed = {0};
    struct key access;
    uint64_t id;
    struct str name = search_fold(m->how->search, m->ctx.secret, p->signin);
    out->name = p->signin;
    out->passphrase = words_passphrase(m->ctx.secret, WORDS_EN, PASSPHRASE_WORDS);
    TRY(account_find(&m->ctx, name, &hashed.account));
    memcpy(hashed.salt, hashed.account.salt, SALT_SIZE);
    TRY(slot_hash(m->ctx.home, search_fold(m->how->search, m->ctx.secret, out->passphrase),
                  hashed.salt, &hashed.fresh));
    key_random(&hashed.recovery); /* nobody has that code */
    marks_set(m, person);
    const struct new_account n = {
        .name = name, .hashed = &hashed, .keyring = &m->people[person].keyring};
    return account_create(&m->ctx, &n, &access, &id);
}

static enum err demo_fill(struct making *m, struct demo_made *out)
{
    struct key code;
    TRY(people_make(m));
    TRY(circles_make(m));
    TRY(words_make(m));
    m->ctx.now = m->how->now;
    TRY(demo_aid_make(m->how, m->script, m->people));
    TRY(demo_share_make(m->how, m->script, m->people));
    for (size_t i = 0; i < m->script->npeople; i++)
        if (m->script->people[i].signs_in)
            TRY(account_make(m, i, &out->signin[m->script->people[i].role]));
    return invite(m, &out->invitation, &code);
}

enum err demo_seed(const struct demo_seed *how, const struct demo_script *script,
                   struct demo_made *out)
{
    DB_TX struct db_tx tx = {0};
    struct arena *a = how->arena;
    struct making m = {
        .how = how,
        .script = script,
        .ctx = {how->db, how->home, a, a, how->now},
        .people = ARENA_ARRAY(a, struct viewer, script->npeople),
        .aliases = ARENA_ARRAY(a, struct str, script->ncircles * DEMO_PEOPLE_MAX),
        .threads = ARENA_ARRAY(a, struct str, script->nevents),
        .seqs = ARENA_ARRAY(a, uint32_t, script->nevents),
    };
    TRY(db_tx_begin(&tx, how->db));
    TRY(demo_fill(&m, out));
    return db_tx_commit(&tx);
}
