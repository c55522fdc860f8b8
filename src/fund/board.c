#include "fund/board.h"

#include "base/clock.h"
#include "fund/fund.h"
#include "fund/inside.h"
#include "space/pack.h"

static struct stream_id stream_of(const struct space *commons)
{
    return record_stream(commons, "fund board", STR_NONE);
}

static enum err enter(const struct space_ctx *ctx, struct viewer *v, struct space **out)
{
    struct membership *m = viewer_commons(v);
    return m ? viewer_enter(ctx, v, m, NULL, out) : ERR_DENIED;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

/* Of one account in one month, what members may know: what came in, what went out. A correction of
 * an earlier month can turn a sum round; then it is told as nothing. */
static FundFlow *flow_of(struct arena *a, int account, int64_t moved, int digits)
{
    FundFlow *f = ARENA_NEW(a, FundFlow);
    fund_flow__init(f);
    f->account = (uint32_t)account;
    money_range(account == LEDGER_GIFTS ? -moved : moved, digits, &f->low, &f->high);
    return f;
}

static bool is_told(int account)
{
    return account == LEDGER_GIFTS || account == LEDGER_LOANS || account == LEDGER_COSTS ||
           account > LEDGER_KIND_BASE;
}

static FundBoardMonth *month_message(struct arena *a, const struct fund_month *month, int digits)
{
    FundBoardMonth *m = ARENA_NEW(a, FundBoardMonth);
    fund_board_month__init(m);
    m->month = month->month;
    m->flows = ARENA_ARRAY(a, FundFlow *, LEDGER_ACCOUNT_MAX);
    for (int i = 1; i <= LEDGER_ACCOUNT_MAX; i++) {
        if (!is_told(i) || month->moved[i] == 0)
            continue;
        FundFlow *f = flow_of(a, i, month->moved[i], digits);
        if (f->high != 0)
            m->flows[m->n_flows++] = f;
    }
    return m;
}

static struct str shown_pack(const struct desk *d, const struct fund *f)
{
    struct arena *a = d->ctx.secret;
    FundBoard m = FUND_BOARD__INIT;
    FundBoardMonth *months[FUND_MONTHS];
    const int64_t cash = ledger_cash(&f->ledger);
    m.desk = space_id_of(d->s).v;
    m.fund = f->id;
    m.name = str_to_c(a, f->name);
    m.currency = str_to_c(a, str_from_c(f->currency.code));
    m.low = m.high = cash;
    if (!f->exact)
        money_range(cash, f->currency.digits, &m.low, &m.high);
    m.at = d->ctx.now;
    m.give = str_to_c(a, f->give);
    m.asking = str_to_c(a, f->asking);
    m.months = months;
    for (size_t i = 0; i < f->nmonths; i++)
        months[m.n_months++] = month_message(a, &f->months[i], f->currency.digits);
    return space_pack(a, &m.base);
}

/* A dozen short records: all anew is simpler than to find out which changed. */
enum err fund_board_put(struct desk *d)
{
    struct space *commons;
    struct funds all;
    bool rotated;
    uint32_t seq;
    TRY(enter(&d->ctx, d->viewer, &commons));
    TRY(funds_read(d, &all));
    TRY(record_delete_stream(commons, stream_of(commons)));
    for (size_t i = 0; i < all.n; i++)
        TRY(record_append(commons, stream_of(commons), clock_day(d->ctx.now) + FUND_BOARD_DAYS,
                          shown_pack(d, &all.v[i]), &seq));
    TRY(space_rotate_weekly(commons, &viewer_commons(d->viewer)->ticket, &rotated));
    if (rotated)
        viewer_touch(d->viewer);
    return ERR_OK;
}

enum err fund_board_end(struct desk *d)
{
    struct space *commons;
    enum err e = enter(&d->ctx, d->viewer, &commons);
    if (e == ERR_DENIED) /* no longer of the network */
        return ERR_OK;
    TRY(e);
    return record_delete_stream(commons, stream_of(commons));
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static bool month_read(const FundBoardMonth *m, struct fund_board_month *out)
{
    *out = (struct fund_board_month){.month = m->month};
    for (size_t i = 0; i < m->n_flows && i < LEDGER_ACCOUNT_MAX; i++) {
        if (!ledger_is_account((int)m->flows[i]->account))
            return false;
        out->v[out->n++] =
            (struct fund_flow){(int)m->flows[i]->account, m->flows[i]->low, m->flows[i]->high};
    }
    return true;
}

static bool shown_read(struct arena *a, const struct record *r, struct space_id desk,
                       struct fund_shown *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const FundBoard *m =
        r->damaged ? NULL : fund_board__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    if (!m || m->desk != desk.v || m->n_months > FUND_MONTHS)
        return false;
    *out = (struct fund_shown){.fund = m->fund,
                               .name = str_from_c(m->name),
                               .low = m->low,
                               .high = m->high,
                               .at = m->at,
                               .give = str_from_c(m->give),
                               .asking = str_from_c(m->asking)};
    if (!money_currency(str_from_c(m->currency), &out->currency))
        return false;
    for (size_t i = 0; i < m->n_months; i++)
        if (!month_read(m->months[i], &out->months[out->nmonths++]))
            return false;
    return true;
}

enum err fund_board_read(const struct space_ctx *ctx, struct viewer *v, struct fund_board *out)
{
    struct space *commons;
    struct record_list all;
    struct space_id desk;
    *out = (struct fund_board){0};
    enum err e = desk_place_get(ctx, &DESK_FUND, &desk);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    TRY(enter(ctx, v, &commons));
    TRY(record_newest(commons, stream_of(commons), 0, 0, FUNDS_MAX, &all));
    out->v = ARENA_ARRAY(ctx->secret, struct fund_shown, all.n + 1);
    for (size_t i = 0; i < all.n; i++)
        out->n += shown_read(ctx->secret, &all.v[i], desk, &out->v[out->n]);
    return ERR_OK;
}
