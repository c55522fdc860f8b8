/* Intake flood: many strangers write to the coordinators' desk at once, each over a connection of
 * their own. Bounded: never more than INBOX_MAX letters wait. Nothing acknowledged is lost: every
 * ask and message that was taken is found at the desk afterwards, and everything else was refused
 * to its writer's face, with nothing kept of it. One receipt alone fills nothing: PARTY_UNREAD
 * letters in a row. Control: once the desk has read, the same strangers are taken again. */
#include <pthread.h>
#include <string.h>

#include "aid/cases.h"
#include "aid/receipt.h"
#include "bars/bar.h"
#include "base/rand.h"
#include "members/net.h"
#include "space/roster.h"

#define WRITERS_MAX 16

struct writer {
    const struct bar_net *n;
    pthread_barrier_t *start;
    size_t tries;    /* asks */
    size_t letters;  /* messages that each ask is followed by */
    uint64_t *taken; /* ids of asks that were acknowledged */
    size_t *said;    /* and how many messages of each */
    size_t ntaken, refused, bounded, wrong;
};

static bool is_refusal(enum err e)
{
    return e == ERR_TOO_MANY;
}

static size_t messages(struct writer *w, const struct space_ctx *ctx, const struct party *p)
{
    size_t said = 0;
    for (size_t i = 0; i < w->letters; i++) {
        struct aid_thread t;
        MUST(party_read(ctx, p, &t));
        enum err e = party_say(ctx, p, &t, STR_NONE, STR("is anybody there?"));
        said += e == ERR_OK;
        w->bounded += is_refusal(e) && party_waits(p, &t);
        w->wrong += e != ERR_OK && !is_refusal(e);
    }
    return said;
}

static void one_ask(struct writer *w, const struct space_ctx *ctx)
{
    struct receipt r;
    struct aid_thread t;
    (void)receipt_create(ctx, &r);
    struct party p = receipt_party(ctx, &r);
    const struct aid_card card = {.id = aid_card_id(),
                                  .side = AID_ASK,
                                  .kind = AID_FOOD,
                                  .units = 1,
                                  .desk_reads = true,
                                  .loop = loop_new(LOOP_NOW, DAY0 + 14, ctx->now)};
    static const struct aid_details WORDS = {.words = STR_INIT("bread, please")};
    enum err e = party_ask(ctx, &p, &card, &WORDS);
    if (e != ERR_OK) {
        w->refused += is_refusal(e);
        w->wrong += !is_refusal(e) || party_read(ctx, &p, &t) != ERR_NOT_FOUND;
        return;
    }
    w->taken[w->ntaken] = card.id;
    w->said[w->ntaken++] = messages(w, ctx, &p);
}

static void *writes(void *arg)
{
    struct writer *w = arg;
    struct space_ctx ctx = w->n->ctx;
    struct db *db;
    enum err e = db_open(w->n->t.url, DB_WRITER, &db);
    pthread_barrier_wait(w->start);
    MUST(e);
    ctx.db = db;
    ctx.arena = arena_create(ARENA_PLAIN, 0);
    ctx.secret = arena_create(ARENA_PLAIN, 0);
    for (size_t i = 0; i < w->tries; i++) {
        one_ask(w, &ctx);
        arena_clear(ctx.arena);
        arena_clear(ctx.secret);
    }
    arena_destroy(ctx.arena);
    arena_destroy(ctx.secret);
    db_close(db);
    return NULL;
}

struct flood {
    size_t writers, tries, letters;
    size_t taken, refused, bounded, lost, most;
    struct writer w[WRITERS_MAX];
};

/* Everybody at once. */
static void wave(struct bar *b, struct bar_net *n, struct flood *f)
{
    pthread_barrier_t start;
    pthread_t threads[WRITERS_MAX];
    bar_must(pthread_barrier_init(&start, NULL, (unsigned)f->writers) ? ERR_IO : ERR_OK, "barrier");
    for (size_t i = 0; i < f->writers; i++) {
        struct writer *w = &f->w[i];
        *w = (struct writer){.n = n, .start = &start, .tries = f->tries, .letters = f->letters};
        w->taken = ARENA_ARRAY(n->keep, uint64_t, f->tries);
        w->said = ARENA_ARRAY(n->keep, size_t, f->tries);
        bar_must(pthread_create(&threads[i], NULL, writes, w) ? ERR_IO : ERR_OK, "thread");
    }
    for (size_t i = 0; i < f->writers; i++) {
        pthread_join(threads[i], NULL);
        f->taken += f->w[i].ntaken;
        f->refused += f->w[i].refused;
        f->bounded += f->w[i].bounded;
        bar_check(b, f->w[i].wrong == 0, "%zu letters came to something else", f->w[i].wrong);
    }
    pthread_barrier_destroy(&start);
}

static size_t messages_of(const struct aid_thread *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->said.n; i++)
        n += t->said.v[i].what == AID_SAYS;
    return n;
}

static bool is_there(struct desk *d, uint64_t id, size_t said)
{
    struct aid_thread t;
    return case_read(d, AID_ASK, (struct shelf_place){0}, id, &t) == ERR_OK &&
           messages_of(&t) == said;
}

/* What waits, then what the desk has of it once it was taken in. */
static void looks(struct bar *b, struct bar_net *n, struct desk *d, struct flood *f)
{
    struct inbox in;
    MUST(inbox_read(d->s, &in));
    if (in.n > f->most)
        f->most = in.n;
    bar_check(b, in.n <= INBOX_MAX, "%zu letters wait", in.n);
    MUST(cases_sort(d));
    for (size_t i = 0; i < f->writers; i++)
        for (size_t k = 0; k < f->w[i].ntaken; k++)
            if (!bar_check(b, is_there(d, f->w[i].taken[k], f->w[i].said[k]),
                           "an ask that was acknowledged is not at the desk"))
                f->lost++;
    (void)n;
}

static void flood(struct bar *b, struct bar_net *n, void *arg)
{
    static const struct space_persona AMAL = {.name = STR_INIT("Amal")};
    struct flood *f = arg;
    struct viewer amal = {0};
    struct space_ticket t;
    struct space *commons;
    struct desk d;
    key_random(&amal.keyring.seed);
    MUST(space_create(&n->ctx, NULL, &t, &commons));
    viewer_add_space(&n->ctx, &amal, SPACE_COMMONS, &t, STR("commons"));
    MUST(desk_open(&n->ctx, &DESK_COORDINATORS, &amal, &AMAL));
    MUST(desk_enter(&n->ctx, &DESK_COORDINATORS, &amal, NULL, &d));

    f->letters = 2; /* asks and messages, more than there is room for */
    wave(b, n, f);
    bar_check(b, f->refused != 0, "nobody was refused: the flood is too small");
    looks(b, n, &d, f);
    /* control: there is room again; and one receipt fills nothing */
    const size_t before = f->taken;
    struct flood few = {.writers = 2, .tries = 1, .letters = PARTY_UNREAD + 5};
    wave(b, n, &few);
    bar_check(b, few.taken == 2, "who came after the desk had read was refused");
    bar_check(b, few.bounded == 2 * 6, "letters in a row: %zu refused", few.bounded);
    looks(b, n, &d, &few);
    f->taken = before + few.taken;
    f->lost += few.lost;
    f->bounded += few.bounded;
}

int main(void)
{
    struct bar b;
    bar_begin(&b, "intake");
    struct flood f = {.writers = bar_size(4, WRITERS_MAX), .tries = bar_size(60, 100)};
    bar_on_engines(&b, flood, &f);
    return bar_end(&b, (double)f.lost, "asks lost",
                   "%zu writers at once %s: %zu asks taken and found, %zu refused to their faces; "
                   "at most %zu letters waited",
                   f.writers, bar_where(&b), f.taken, f.refused, f.most);
}
