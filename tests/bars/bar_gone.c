/* Bar 5, removal, in mutual aid: somebody who was a member, a coordinator, a keeper of the fund and
 * in a team is taken out of all of it. With every key they ever had, a full new copy of the
 * database and both secrets of the server they open nothing that is written after that: no ask or
 * offer, no letter to the coordinators, no entry of the fund, no shift, no thing that is shared, no
 * thanks. Control: the same attack with the keys of who stayed opens every one of these rows.
 *
 * Not promised: that letters to their own mailboxes stay shut to them; these are theirs. */
#include <string.h>

#include "aid/cases.h"
#include "aid/mine_ask.h"
#include "bars/thief.h"
#include "circles/circles.h"
#include "fund/fund.h"
#include "fund/store.h"
#include "pools/store.h"
#include "space/inside.h"
#include "teams/inside.h"
#include "thanks/thanks.h"

#define SPACES_MAX 8
#define ROUNDS 3

struct world {
    struct bar *b;
    struct bar_net *n;
    struct viewer amal, basil; /* Amal stays */
    struct str circle;         /* Amal's alias of it */
    uint32_t fund;
};

struct sum {
    size_t later, opened, control, letters;
};

static const struct space_persona NAME = {STR_INIT("شخص"), STR_INIT(""), STR_INIT("")};

/* ---- what there is ----------------------------------------------------------------------------
 */

static struct desk at_desk(struct world *w, const struct desk_kind *kind)
{
    struct desk d;
    MUST(desk_enter(&w->n->ctx, kind, &w->amal, NULL, &d));
    return d;
}

static void desk_shared(struct world *w, const struct desk_kind *kind)
{
    struct str code;
    MUST(desk_open(&w->n->ctx, kind, &w->amal, &NAME));
    struct desk d = at_desk(w, kind);
    MUST(desk_code(&d, &code));
    MUST(desk_come_in(&w->n->ctx, kind, &w->basil, code, &NAME));
}

static void circle_shared(struct world *w)
{
    const struct circle_plan plan = {
        .name = STR("يوم الجمعة"), .purpose = STR("طعام"), .openness = 3, .keep_days = 30};
    struct str code, alias;
    MUST(circles_create(&w->n->ctx, &w->amal, &plan, &NAME, &alias));
    w->circle = str_copy(w->n->keep, alias);
    MUST(circles_code(&w->n->ctx, &w->amal, alias, 7, &code));
    MUST(circles_come_in(&w->n->ctx, &w->basil, code, &NAME, &alias));
}

static void commons_shared(struct world *w)
{
    struct space_ticket t;
    struct space *s;
    struct key secret;
    key_random(&w->amal.keyring.seed);
    key_random(&w->basil.keyring.seed);
    key_random(&secret);
    MUST(space_create(&w->n->ctx, &NAME, &t, &s));
    viewer_add_space(&w->n->ctx, &w->amal, SPACE_COMMONS, &t, STR("commons"));
    MUST(roster_invite(s, &secret, ROLE_INVITE, ROLE_MEMBER, false, DAY0 + 7));
    space_ticket_new(&t, (struct space_id){0});
    MUST(roster_come_in(&w->n->ctx, &secret, &NAME, &t, &s));
    viewer_add_space(&w->n->ctx, &w->basil, SPACE_COMMONS, &t, STR("commons"));
}

static void fund_made(struct world *w)
{
    struct desk d = at_desk(w, &DESK_FUND);
    struct fund settings = {.name = STR("الصندوق"), .give = STR("عند المخبز")};
    if (!money_currency(STR("EUR"), &settings.currency))
        bar_must(ERR_NOT_FOUND, "a currency");
    MUST(fund_make(&d, &settings, &w->fund));
}

/* ---- something everywhere ---------------------------------------------------------------------
 */

static struct aid_card card_of(const struct world *w, enum aid_side side, const char *line)
{
    return (struct aid_card){.id = aid_card_id(),
                             .side = side,
                             .kind = AID_FOOD,
                             .units = 2,
                             .repeat = AID_STANDING,
                             .line = str_from_c(line),
                             .desk_reads = true,
                             .loop = loop_new(LOOP_WEEK, DAY0 + 14, w->n->ctx.now)};
}

static void stranger_asks(struct world *w)
{
    static const struct aid_details WORDS = {.words = STR_INIT("خبز، من فضلكم")};
    struct party p = {.as = LOOP_ASKER};
    const struct aid_card card = card_of(w, AID_ASK, "خبز");
    key_random(&p.seed);
    MUST(party_ask(&w->n->ctx, &p, &card, &WORDS));
}

/* One ask is taken in, with its count of the day; another waits in the inbox. */
static void asks_written(struct world *w)
{
    DB_TX struct db_tx tx = {0};
    static const struct aid_details NOTHING;
    const struct aid_card ask = card_of(w, AID_ASK, "توصيلة");
    const struct aid_card offer = card_of(w, AID_OFFER, "حساء");
    stranger_asks(w);
    struct desk d = at_desk(w, &DESK_COORDINATORS);
    MUST(db_tx_begin(&tx, w->n->db));
    MUST(cases_sort(&d));
    MUST(db_tx_commit(&tx));
    stranger_asks(w);
    MUST(mine_offer_put(&w->n->ctx, &w->amal, &offer, &NOTHING));
    MUST(mine_ask_put(&w->n->ctx, &w->amal, &ask, &NOTHING, MINE_TO_BOTH));
}

static void shared_written(struct world *w)
{
    struct team team;
    struct ledger_entry gift;
    const struct pool p = {
        .id = pool_number(), .kind = POOL_LIBRARY, .title = STR("عدّة"), .last_day = DAY0 + 60};
    const struct pool_item item = {.id = pool_number(), .name = STR("سلّم"), .units = 1};
    const struct thanks t = {.whom = THANKS_ALL, .words = STR("شكرًا")};
    const struct team_about about = {.does = STR("عدس")};
    MUST(pool_open(&w->n->ctx, &w->amal, &p));
    MUST(pool_item_put(&w->n->ctx, &w->amal, p.id, &item));
    MUST(thanks_put(&w->n->ctx, &w->amal, THANKS_OWN, 0, &t));
    struct desk d = at_desk(w, &DESK_FUND);
    MUST(ledger_entry_make(LEDGER_IS_GIFT, LEDGER_HAND, FUND_FOOD, 1000, &gift));
    MUST(fund_book(&d, w->fund, &gift));
    MUST(team_open(&w->n->ctx, NULL, &w->amal, w->circle, &team));
    MUST(team_about_put(&team, &about));
}

/* ---- going ------------------------------------------------------------------------------------
 */

static struct membership *membership_of(struct viewer *v, const struct space_id *id)
{
    for (size_t i = 0; i < v->keyring.nspaces; i++)
        if (v->keyring.spaces[i].ticket.id.v == id->v)
            return &v->keyring.spaces[i];
    return NULL;
}

/* As the pages do it: by somebody who stays. */
static void all_taken_out(struct world *w)
{
    static const struct space_removal why = {STR_INIT("كفى"), STR_INIT("شخص")};
    for (size_t i = 0; i < w->basil.keyring.nspaces; i++) {
        const struct space_ticket *t = &w->basil.keyring.spaces[i].ticket;
        struct membership *m = membership_of(&w->amal, &t->id);
        struct space *s;
        if (!m)
            continue; /* Basil's own */
        MUST(viewer_enter(&w->n->ctx, &w->amal, m, NULL, &s));
        MUST(roster_take_out(s, &m->ticket, &t->tag, EXIT_REMOVED, &why));
    }
}

/* What somebody holds of each space: looks in once more, so that they have its newest key. */
static size_t keys_of(struct world *w, struct viewer *v, struct someone out[SPACES_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < v->keyring.nspaces && n < SPACES_MAX; i++) {
        struct membership *m = &v->keyring.spaces[i];
        struct space *s;
        MUST(viewer_enter(&w->n->ctx, v, m, NULL, &s));
        out[n] = (struct someone){.in = true, .ticket = m->ticket};
        thief_learns(&out[n++], &m->ticket.epoch_key);
    }
    return n;
}

/* ---- the attack -------------------------------------------------------------------------------
 */

static bool any_opens(struct world *w, const struct someone *p, size_t n,
                      const struct db_rows *rows, size_t row)
{
    for (size_t i = 0; i < n; i++)
        if (thief_opens(w->n, &p[i], rows, row))
            return true;
    return false;
}

/* Letters that wait in a space's inbox, for who claims to be in it today. */
static size_t letters_open(struct world *w, const struct someone *p, uint32_t epoch)
{
    size_t most = 0;
    for (size_t k = 0; k < p->nkeys; k++) {
        struct space_ticket t = p->ticket;
        struct inbox in;
        t.epoch = epoch;
        t.epoch_key = p->keys[k];
        if (inbox_read(space_make(&w->n->ctx, &t), &in) == ERR_OK && in.n > most)
            most = in.n;
    }
    return most;
}

static void attack(struct world *w, struct someone *gone, size_t ngone, struct sum *sum)
{
    struct db_rows rows, tags, links;
    struct someone *stayed = ARENA_ARRAY(w->n->keep, struct someone, SPACES_MAX);
    const size_t nstayed = keys_of(w, &w->amal, stayed);
    MUST(thief_rows(w->n, &rows));
    MUST(thief_tags(w->n, &tags));
    MUST(thief_links(w->n, &links));
    for (size_t i = 0; i < ngone; i++) {
        thief_tries_envelopes(w->n, &gone[i], &tags);
        thief_tries_links(w->n, &gone[i], &links);
    }
    for (size_t i = 0; i < nstayed; i++)
        thief_tries_links(w->n, &stayed[i], &links);
    for (size_t r = 0; r < rows.n; r++) {
        if (thief_saw(&gone[0], db_cell_int(&rows, r, 0), db_cell_int(&rows, r, 3)))
            continue;
        const bool open = any_opens(w, gone, ngone, &rows, r);
        const bool control = any_opens(w, stayed, nstayed, &rows, r);
        bar_check(w->b, !open, "somebody who went opens a row that was written after that");
        bar_check(w->b, control, "the attack itself opens less than there is");
        sum->later++;
        sum->opened += open;
        sum->control += control;
    }
    const struct desk d = at_desk(w, &DESK_COORDINATORS);
    for (size_t i = 0; i < ngone; i++) {
        const size_t n = letters_open(w, &gone[i], d.m->ticket.epoch);
        bar_check(w->b, n == 0, "somebody who went reads %zu letters to the desk", n);
        sum->opened += n;
    }
    for (size_t i = 0; i < nstayed; i++)
        sum->letters += letters_open(w, &stayed[i], d.m->ticket.epoch);
}

static void removal(struct bar *b, struct bar_net *n, void *arg)
{
    DB_TX struct db_tx tx = {0};
    struct sum *sum = arg;
    struct db_rows rows;
    struct world *w = ARENA_NEW(n->keep, struct world);
    struct someone *gone = ARENA_ARRAY(n->keep, struct someone, SPACES_MAX);
    w->b = b;
    w->n = n;
    commons_shared(w);
    desk_shared(w, &DESK_COORDINATORS);
    desk_shared(w, &DESK_FUND);
    circle_shared(w);
    fund_made(w);
    asks_written(w);
    shared_written(w);

    const size_t ngone = keys_of(w, &w->basil, gone);
    MUST(db_tx_begin(&tx, n->db));
    all_taken_out(w);
    MUST(thief_rows(n, &rows));
    thief_remembers(n, &gone[0], &rows);
    MUST(db_tx_commit(&tx));

    for (int i = 0; i < ROUNDS; i++) {
        asks_written(w);
        shared_written(w);
    }
    bar_log_quiet(b, n->t.folder); /* rows that do not open are logged */
    attack(w, gone, ngone, sum);
    bar_log_loud(b, n->keep);
}

int main(void)
{
    struct bar b;
    struct sum sum = {0};
    bar_begin(&b, "gone");
    bar_on_engines(&b, removal, &sum);
    bar_check(&b, sum.later && sum.control && sum.letters, "nothing was tried");
    return bar_end(
        &b, (double)sum.opened, "rows",
        "Taken out of the network, the coordinators' desk, the fund and a team %s, "
        "somebody opens %zu of %zu rows that were written there after that, and no "
        "letter to the coordinators; who stayed opens %zu of these rows and %zu letters.",
        bar_where(&b), sum.opened, sum.later, sum.control, sum.letters);
}
