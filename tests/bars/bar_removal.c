/* Bar 5, removal: circles of 3 to 12 people live through random orders of coming, inviting,
 * posting, editing, turning keys, leaving and removing. Whoever went, with every key they ever had
 * (of every epoch, their own pair, the codes they made or came in by), with a full new copy of the
 * database and, more than the bar asks, with both secrets of the server, opens no row that was
 * written after they went. Control one: who stayed reads every post. Control two: the same attack
 * with the keys of somebody who stayed opens every row.
 *
 * Not promised: that a friend who stayed passes nothing on (a post, or a code of theirs); and a
 * door, which lets every member of the network in, lets in one who was removed from the circle. */
#include <string.h>

#include "bars/thief.h"
#include "base/rand.h"
#include "space/inside.h"

#define PEOPLE_MAX 24
#define AT_ONCE_MAX 12
#define AT_ONCE_MIN 3
#define ROWS_MAX 512
#define POSTS_MAX 64

struct order {
    struct bar *b;
    struct bar_net *n;
    struct rng *rng;
    struct someone p[PEOPLE_MAX];
    size_t np;
    struct stream_id stream;
    struct str posts[POSTS_MAX]; /* by seq - 1; p == NULL: deleted */
    size_t nposts;
};

struct totals {
    size_t orders, gone, later, opened, stayed_posts, lost, control;
};

static struct space *enter(struct order *o, struct someone *p)
{
    struct space *s = NULL;
    bool fresher;
    enum err e = space_enter(&o->n->ctx, &p->ticket, &fresher, NULL, &s);
    bar_check(o->b, e == ERR_OK, "somebody who stayed cannot come in: %s", err_text(e));
    MUST(e);
    thief_learns(p, &p->ticket.epoch_key);
    return s;
}

/* Who is in might look at any time, so they know each key as soon as it is there. */
static void everybody_looks(struct order *o)
{
    for (size_t i = 0; i < o->np; i++)
        if (o->p[i].in)
            enter(o, &o->p[i]);
}

static size_t count_in(const struct order *o)
{
    size_t n = 0;
    for (size_t i = 0; i < o->np; i++)
        n += o->p[i].in;
    return n;
}

static struct someone *anybody(struct order *o, const struct someone *but)
{
    for (;;) {
        struct someone *p = &o->p[rng_below(o->rng, o->np)];
        if (p->in && p != but)
            return p;
    }
}

static void know_code(struct someone *p, const struct key *code)
{
    if (p->ncodes < CODES_MAX)
        p->codes[p->ncodes++] = *code;
}

static void invite(struct order *o, struct someone *by, struct key *code)
{
    key_random(code);
    MUST(roster_invite(enter(o, by), code, ROLE_INVITE, ROLE_MEMBER, true, DAY0 + 7));
    know_code(by, code);
}

static const struct space_persona SOMEBODY = {STR_INIT("شخص"), STR_INIT(""), STR_INIT("")};

static void step_join(struct order *o)
{
    struct key code;
    struct space *s;
    if (count_in(o) == AT_ONCE_MAX || o->np == PEOPLE_MAX)
        return;
    invite(o, anybody(o, NULL), &code);
    struct someone *p = &o->p[o->np++];
    *p = (struct someone){.in = true};
    space_ticket_new(&p->ticket, (struct space_id){0});
    MUST(roster_come_in(&o->n->ctx, &code, &SOMEBODY, &p->ticket, &s));
    know_code(p, &code);
    thief_learns(p, &p->ticket.epoch_key);
}

static void step_invite(struct order *o)
{
    struct key code;
    invite(o, anybody(o, NULL), &code);
}

static void went(struct order *o, struct someone *p)
{
    struct db_rows rows;
    MUST(thief_rows(o->n, &rows));
    p->in = false;
    thief_learns(p, &p->ticket.epoch_key); /* whatever the ticket holds after the exit */
    thief_remembers(o->n, p, &rows);
}

static void step_remove(struct order *o)
{
    static const struct space_removal why = {STR_INIT("كفى"), STR_INIT("شخص")};
    if (count_in(o) <= AT_ONCE_MIN)
        return;
    struct someone *gone = anybody(o, NULL), *by = anybody(o, gone);
    MUST(roster_take_out(enter(o, by), &by->ticket, &gone->ticket.tag, EXIT_REMOVED, &why));
    went(o, gone);
}

static void step_leave(struct order *o)
{
    if (count_in(o) <= AT_ONCE_MIN)
        return;
    struct someone *gone = anybody(o, NULL);
    struct tag tag = gone->ticket.tag;
    MUST(roster_take_out(enter(o, gone), &gone->ticket, &tag, EXIT_LEFT, NULL));
    went(o, gone);
}

static struct str words(struct order *o)
{
    return str_fmt(o->n->keep, "رسالة %016llx", (unsigned long long)rng_next(o->rng));
}

static int32_t some_day(struct order *o)
{
    return rng_below(o->rng, 2) ? 0 : DAY0 + 1 + (int32_t)rng_below(o->rng, 90);
}

static void step_post(struct order *o)
{
    uint32_t seq;
    struct str text = words(o);
    if (o->nposts == POSTS_MAX)
        return;
    MUST(record_append(enter(o, anybody(o, NULL)), o->stream, some_day(o), text, &seq));
    if (seq != o->nposts + 1)
        bar_must(ERR_CONFLICT, "seq");
    o->posts[o->nposts++] = text;
}

static void step_edit(struct order *o)
{
    if (o->nposts == 0)
        return;
    uint32_t seq = 1 + (uint32_t)rng_below(o->rng, o->nposts);
    struct str text = words(o);
    MUST(record_rewrite(enter(o, anybody(o, NULL)), o->stream, seq, some_day(o), text));
    o->posts[seq - 1] = text;
}

static void step_turn(struct order *o)
{
    struct someone *p = anybody(o, NULL);
    MUST(space_rotate(enter(o, p), &p->ticket));
}

static void step_rename(struct order *o)
{
    struct roster r;
    struct someone *p = anybody(o, NULL);
    struct space *s = enter(o, p);
    MUST(roster_read(s, &r));
    struct roster_entry *me = roster_find(&r, &p->ticket.tag);
    if (!me)
        bar_must(ERR_NOT_FOUND, "on the roster");
    me->persona.name = words(o);
    MUST(roster_update(s, me));
}

typedef void step(struct order *o);
static step *const STEPS[] = {step_join,   step_join,  step_join,  step_invite, step_remove,
                              step_remove, step_leave, step_post,  step_post,   step_post,
                              step_edit,   step_turn,  step_rename};

/* One circle and its random life; committed at its end. */
static void live(struct order *o)
{
    DB_TX struct db_tx tx = {0};
    struct space *s;
    MUST(db_tx_begin(&tx, o->n->db));
    o->p[0] = (struct someone){.in = true};
    o->np = 1;
    MUST(space_create(&o->n->ctx, &SOMEBODY, &o->p[0].ticket, &s));
    o->stream = record_stream(s, "posts", STR_NONE);
    step_join(o);
    step_join(o);
    size_t steps = 8 + rng_below(o->rng, 9);
    for (size_t i = 0; i < steps; i++) {
        STEPS[rng_below(o->rng, sizeof STEPS / sizeof STEPS[0])](o);
        everybody_looks(o);
    }
    step_remove(o);
    step_post(o);
    step_edit(o);
    everybody_looks(o);
    MUST(db_tx_commit(&tx));
}

/* --- the attack --- */

/* Through the house's own functions, with a ticket that claims to be of today. */
static bool claims(struct order *o, const struct someone *thief, uint32_t epoch, uint32_t seq)
{
    struct space_ticket t = thief->ticket;
    struct record rec;
    t.epoch = epoch;
    t.epoch_key = thief->keys[thief->nkeys - 1];
    return record_get(space_make(&o->n->ctx, &t), o->stream, seq, &rec) == ERR_OK;
}

static void attack(struct order *o, struct totals *sum)
{
    struct db_rows rows, tags, links;
    MUST(thief_rows(o->n, &rows));
    MUST(thief_tags(o->n, &tags));
    MUST(thief_links(o->n, &links));
    for (size_t i = 0; i < o->np; i++) {
        struct someone *thief = &o->p[i];
        size_t later = 0, opened = 0;
        thief_tries_envelopes(o->n, thief, &tags);
        thief_tries_links(o->n, thief, &links);
        for (size_t r = 0; r < rows.n; r++) {
            if (thief_saw(thief, db_cell_int(&rows, r, 0), db_cell_int(&rows, r, 3)))
                continue;
            later++;
            bool open = thief_opens(o->n, thief, &rows, r);
            uint64_t stream = (uint64_t)db_cell_int(&rows, r, 0) >> STREAM_SEQ_BITS;
            if (!thief->in && stream == o->stream.v)
                open |= claims(o, thief, (uint32_t)db_cell_int(&rows, r, 1),
                               (uint32_t)db_cell_int(&rows, r, 0) & STREAM_SEQ_MAX);
            opened += open;
        }
        if (thief->in) {
            bar_check(o->b, later == opened, "the attack itself opens %zu of %zu rows only", opened,
                      later);
            sum->control += opened;
            continue;
        }
        bar_check(o->b, opened == 0, "somebody who went opens %zu of %zu later rows", opened,
                  later);
        sum->gone++;
        sum->later += later;
        sum->opened += opened;
    }
}

/* Who stayed has everything. */
static void everybody_reads(struct order *o, struct totals *sum)
{
    for (size_t i = 0; i < o->np; i++) {
        struct record_list list;
        struct roster r;
        if (!o->p[i].in)
            continue;
        struct space *s = enter(o, &o->p[i]);
        MUST(record_oldest(s, o->stream, 0, POSTS_MAX, &list));
        MUST(roster_read(s, &r));
        size_t right = 0;
        for (size_t k = 0; k < list.n; k++)
            right +=
                !list.v[k].damaged && list.v[k].seq == k + 1 && str_eq(list.v[k].body, o->posts[k]);
        bar_check(o->b, right == o->nposts && list.n == o->nposts,
                  "somebody who stayed reads %zu of %zu posts", right, o->nposts);
        bar_check(o->b, roster_people(&r) == count_in(o), "the roster has %zu people of %zu",
                  roster_people(&r), count_in(o));
        sum->stayed_posts += o->nposts;
        sum->lost += o->nposts - right;
    }
}

static void take_down(struct order *o)
{
    struct someone *p = anybody(o, NULL);
    struct space *s = enter(o, p);
    MUST(record_delete_stream(s, o->stream));
    MUST(space_destroy(s));
    for (size_t i = 0; i < o->np; i++) {
        enum err e = envelope_drop(&o->n->ctx, &o->p[i].ticket.tag); /* notices of removals */
        if (e != ERR_NOT_FOUND)
            MUST(e);
    }
}

static void removal(struct bar *b, struct bar_net *n, void *arg)
{
    struct totals *sum = arg;
    struct rng rng = {5};
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    /* In full the ten thousand are lived on SQLite; the other engine runs the same code. */
    size_t orders = bar_size(500, n->t.engine == DB_SQLITE ? 10000 : 1000);
    struct order *o = ARENA_NEW(a, struct order);
    bar_log_quiet(b, n->t.folder); /* rows that do not open are logged */
    for (size_t i = 0; i < orders; i++) {
        memset(o, 0, sizeof *o);
        o->b = b;
        o->n = n;
        o->rng = &rng;
        live(o);
        everybody_reads(o, sum);
        attack(o, sum);
        take_down(o);
        net_clear(n);
        arena_clear(n->keep);
        sum->orders++;
    }
    bar_log_loud(b, n->keep);
}

int main(void)
{
    struct bar b;
    struct totals sum = {0};
    bar_begin(&b, "removal");
    bar_on_engines(&b, removal, &sum);
    bar_check(&b, sum.gone && sum.later && sum.control, "nothing was tried");
    return bar_end(&b, (double)sum.opened, "rows",
                   "%zu random orders of joining, inviting, posting, editing, leaving and removing "
                   "%s: %zu people went and open %zu of the %zu rows written after that; who "
                   "stayed reads all of their %zu posts but %zu.",
                   sum.orders, bar_where(&b), sum.gone, sum.opened, sum.later, sum.stayed_posts,
                   sum.lost);
}
