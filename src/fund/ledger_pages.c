/* One fund: balances, months, entries, corrections, the file for the treasurer. */
#include <string.h>

#include "base/clock.h"
#include "fund/export.h"
#include "fund/pages.h"
#include "ledger.html.h"

#define ENTRIES_A_PAGE 30
#define BAR_STEP 30 /* width of a month in the picture, and of its bar */
#define BAR_WIDTH 22
#define BAR_HEIGHT 80

/* ---- one fund ---------------------------------------------------------------------------------
 */

static void accounts_fill(const struct req *req, const struct fund *f, struct fund_one_view *v)
{
    struct ui_fact *facts = ARENA_ARRAY(req->secret, struct ui_fact, LEDGER_ACCOUNT_MAX + 1);
    for (int i = 1; i <= LEDGER_ACCOUNT_MAX; i++) {
        int64_t b = f->ledger.balance[i];
        if (!ledger_is_account(i) || i == LEDGER_PROMISES || (b == 0 && i != LEDGER_HAND))
            continue;
        if (i == LEDGER_GIFTS) /* a credit; people read what came in */
            b = -b;
        facts[v->naccounts++] = (struct ui_fact){fund_say(req, ledger_account_text(i)),
                                                 fund_money(req, b, &f->currency)};
    }
    v->accounts = facts;
    if (f->ledger.count == 0)
        v->naccounts = 0;
}

/* What went out in a month. */
static int64_t went(const struct fund_month *m)
{
    int64_t sum = m->moved[LEDGER_LOANS] + m->moved[LEDGER_COSTS];
    for (int i = LEDGER_KIND_BASE + 1; i <= LEDGER_ACCOUNT_MAX; i++)
        sum += m->moved[i];
    return sum;
}

static void months_fill(const struct req *req, const struct fund *f, struct fund_one_view *v)
{
    struct fund_books_month *months =
        ARENA_ARRAY(req->secret, struct fund_books_month, f->nmonths + 1);
    const int32_t now = ledger_month(clock_day(req->now));
    for (size_t i = 0; i < f->nmonths; i++) {
        const struct fund_month *m = &f->months[i];
        months[i] = (struct fund_books_month){
            .month = fund_month_text(req, m->month),
            .came = fund_money(req, -m->moved[LEDGER_GIFTS], &f->currency),
            .went = fund_money(req, went(m), &f->currency),
            .cash = fund_money(req, m->cash, &f->currency),
            .closed = m->closed};
        if (!m->closed && m->month < now)
            months[i].close = fund_url(
                req, f->id, str_to_c(req->arena, str_fmt(req->arena, "/close/%d", (int)m->month)));
    }
    v->months = months;
    v->nmonths = f->nmonths;
}

/* A bar a month, in the direction of the page; the highest fills the picture. */
static void bars_fill(const struct req *req, const struct fund *f, struct fund_one_view *v)
{
    struct fund_bar *bars = ARENA_ARRAY(req->secret, struct fund_bar, f->nmonths + 1);
    const bool rtl = strcmp(lang_dir(req->lang), "rtl") == 0;
    int64_t most = 1;
    for (size_t i = 0; i < f->nmonths; i++)
        if (f->months[i].cash > most)
            most = f->months[i].cash;
    v->width = FUND_MONTHS * BAR_STEP;
    for (size_t i = 0; i < f->nmonths; i++) {
        const size_t at = f->nmonths - 1 - i; /* oldest first */
        /* the sums are far above what a picture shows: shares of a thousand will do */
        const int64_t share =
            most > 1000000 ? f->months[i].cash / (most / 1000) : f->months[i].cash * 1000 / most;
        const int height = (int)((share > 1000 ? 1000 : share) * BAR_HEIGHT / 1000) + 2;
        const int x = (int)at * BAR_STEP;
        bars[v->nbars++] = (struct fund_bar){.x = rtl ? v->width - x - BAR_WIDTH : x,
                                             .y = BAR_HEIGHT + 2 - height,
                                             .width = BAR_WIDTH,
                                             .height = height};
    }
    v->bars = bars;
    v->drawn = fund_say(req, N_("What was there at the end of each month; the table below says "
                                "the same in numbers."));
}

static enum err one_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct desk d;
    struct fund f;
    struct fund_checked checked;
    TRY(fund_of(req, &d, &f));
    TRY(fund_check(&d, f.id, &checked));
    struct fund_one_view v = {.name = f.name,
                              .lead = fund_money(req, ledger_cash(&f.ledger), &f.currency),
                              .right = checked.right,
                              .book = fund_url(req, f.id, "/book"),
                              .entries = fund_url(req, f.id, "/entries"),
                              .download = fund_url(req, f.id, "/export"),
                              .change = fund_url(req, f.id, "/change"),
                              .back = desk_url(req, &DESK_FUND, "")};
    if (!checked.right)
        v.wrong_at = tr_fmt(
            req->secret, req->lang,
            N_("The ledger does not add up from entry {number} on: somebody changed the database "
               "from outside, or a copy was put back. Please write nothing more down here, and "
               "compare it with the last download."),
            TR_ARGS({"number", lang_number(req->secret, req->lang, checked.wrong_at)}));
    if (f.wrong) {
        v.correction = fund_say(req, N_("A correction waits for a second person."));
        v.correct =
            fund_url(req, f.id, str_to_c(req->arena, str_fmt(req->arena, "/e/%u", f.wrong)));
    }
    accounts_fill(req, &f, &v);
    months_fill(req, &f, &v);
    bars_fill(req, &f, &v);
    page_begin(req, NAV_AID, &page, &h);
    view_fund_one(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- entries ----------------------------------------------------------------------------------
 */

static struct fund_entry_view entry_view(const struct req *req, const struct fund *f,
                                         const struct ledger_entry *e)
{
    struct ui_fact *facts = ARENA_ARRAY(req->secret, struct ui_fact, LEDGER_POSTINGS);
    struct fund_entry_view v = {
        .number = tr_fmt(req->secret, req->lang, N_("Entry {number}"),
                         TR_ARGS({"number", lang_number(req->secret, req->lang, e->number)})),
        .day = lang_day(req->secret, req->lang, e->day),
        .what = fund_say(req, ledger_what_text(e->what)),
        .amount = fund_money(req, ledger_amount(e), &f->currency),
        .postings = facts};
    for (size_t i = 0; i < e->n; i++)
        facts[v.npostings++] = (struct ui_fact){fund_say(req, ledger_account_text(e->v[i].account)),
                                                fund_money(req, e->v[i].amount, &f->currency)};
    if (e->what == LEDGER_IS_REVERSAL)
        v.what = tr_fmt(req->secret, req->lang, N_("A correction of entry {number}"),
                        TR_ARGS({"number", lang_number(req->secret, req->lang, e->reverses)}));
    else
        v.correct =
            fund_url(req, f->id, str_to_c(req->arena, str_fmt(req->arena, "/e/%u", e->number)));
    return v;
}

static enum err entries_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct desk d;
    struct fund f;
    struct fund_entries all;
    uint64_t before;
    TRY(fund_of(req, &d, &f));
    if (!str_to_u64(http_pairs_get(&req->query, "before"), &before) || before > f.ledger.count)
        before = f.ledger.count + 1;
    TRY(fund_entries(&d, f.id, (uint32_t)before, ENTRIES_A_PAGE, &all));
    struct fund_entry_view *rows = ARENA_ARRAY(req->secret, struct fund_entry_view, all.n + 1);
    for (size_t i = 0; i < all.n; i++)
        rows[all.n - 1 - i] = entry_view(req, &f, &all.v[i]);
    struct fund_entries_view v = {
        .name = f.name, .v = rows, .n = all.n, .back = fund_url(req, f.id, "")};
    if (all.damaged)
        v.damaged = tr_fmt_n(req->secret, req->lang, "{n} record here cannot be opened.",
                             "{n} records here cannot be opened.", all.damaged, NULL, 0);
    if (before > ENTRIES_A_PAGE + 1)
        v.older = url_path(req->arena, FUND_DESK_AT "/f/%u/entries?before=%u", f.id,
                           (unsigned)before - ENTRIES_A_PAGE);
    if (before <= f.ledger.count)
        v.newer = url_path(req->arena, FUND_DESK_AT "/f/%u/entries?before=%u", f.id,
                           (unsigned)before + ENTRIES_A_PAGE);
    page_begin(req, NAV_AID, &page, &h);
    view_fund_entries(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- corrections ------------------------------------------------------------------------------
 */

static enum err entry_of(struct req *req, struct desk *d, struct fund *f, struct ledger_entry *e)
{
    uint64_t n;
    struct fund_entries one;
    TRY(fund_of(req, d, f));
    if (!str_to_u64(req->params[1], &n) || n == 0 || n > f->ledger.count)
        return ERR_NOT_FOUND;
    TRY(fund_entries(d, f->id, (uint32_t)n + 1, 1, &one));
    if (one.n != 1 || one.v[0].number != n)
        return ERR_SEAL;
    *e = one.v[0];
    return ERR_OK;
}

/* Who wants this entry corrected, while they are at the desk. */
static const struct roster_entry *wants(const struct desk *d, const struct fund *f)
{
    const struct roster_entry *who = f->wrong ? roster_find(&d->roster, &f->wrong_by) : NULL;
    return who && roster_is_person(who) ? who : NULL;
}

static enum err entry_show(struct req *req, struct res *res, const struct desk *d,
                           const struct fund *f, const struct ledger_entry *e, const char *said)
{
    struct html h;
    struct ui_page page;
    const struct roster_entry *who = wants(d, f);
    const bool reversal = e->what == LEDGER_IS_REVERSAL;
    const char *more = str_to_c(req->arena, str_fmt(req->arena, "/e/%u", e->number));
    struct fund_entry_page v = {
        .entry = entry_view(req, f, e),
        .can_want = !who && !reversal,
        .can_agree = who && f->wrong == e->number && who != d->me,
        .can_drop = who && f->wrong == e->number,
        .correct = fund_url(req, f->id, more),
        .drop = fund_url(req, f->id, str_to_c(req->arena, str_fmt(req->arena, "%s/right", more))),
        .back = fund_url(req, f->id, "/entries")};
    if (who && f->wrong == e->number)
        v.waits = who == d->me
                      ? fund_say(req, N_("You said that it is wrong. Somebody else must agree."))
                      : tr_fmt(req->secret, req->lang, N_("{name} says that it is wrong."),
                               TR_ARGS({"name", who->persona.name}));
    else if (who)
        v.waits = fund_say(req, N_("Another correction waits. One after the other."));
    page_begin(req, NAV_AID, &page, &h);
    if (said)
        page_say(req, &page, UI_CAREFUL, fund_say(req, said));
    view_fund_entry_page(&h, &page, &v);
    return page_send(&h, res);
}

static enum err entry_get(struct req *req, struct res *res)
{
    struct desk d;
    struct fund f;
    struct ledger_entry e;
    TRY(entry_of(req, &d, &f, &e));
    return entry_show(req, res, &d, &f, &e, NULL);
}

static enum err entry_post(struct req *req, struct res *res)
{
    struct desk d;
    struct fund f;
    struct ledger_entry e;
    enum fund_corrected done;
    TRY(entry_of(req, &d, &f, &e));
    enum err was = fund_correct(&d, f.id, e.number, &done);
    if (was == ERR_CONFLICT || was == ERR_DENIED) {
        TRY(fund_find(&d, f.id, &f));
        return entry_show(req, res, &d, &f, &e,
                          was == ERR_DENIED
                              ? N_("You said that it is wrong. Somebody else must agree.")
                              : N_("This is not possible: it was corrected already, another "
                                   "correction waits, or the money has gone out again."));
    }
    TRY(was);
    return page_go(req, res, fund_url(req, f.id, ""), NOTICE_SAVED);
}

static enum err right_post(struct req *req, struct res *res)
{
    struct desk d;
    struct fund f;
    TRY(fund_of(req, &d, &f));
    TRY(fund_correct_not(&d, f.id));
    return page_go(req, res, fund_url(req, f.id, ""), NOTICE_SAVED);
}

/* ---- the file ---------------------------------------------------------------------------------
 */

static enum err export_get(struct req *req, struct res *res)
{
    struct desk d;
    struct fund f;
    struct fund_entries all;
    TRY(fund_of(req, &d, &f));
    TRY(fund_entries(&d, f.id, 0, f.ledger.count + 1, &all));
    TRY(fund_csv(req->arena, &f, &all, &res->body));
    res->kind = RES_DOWNLOAD;
    res->status = 200;
    res->content_type = "text/csv; charset=utf-8";
    res->file_name = "ledger.csv";
    return ERR_OK;
}

#define ONE FUND_DESK_AT "/f/:fund"
static const struct route ROUTES[] = {
    {HTTP_GET, ONE, NULL, WHO_MEMBER, LANE_READ, NULL, one_get, 0},
    {HTTP_GET, ONE "/change", NULL, WHO_MEMBER, LANE_READ, NULL, fund_change_get, 0},
    {HTTP_POST, ONE "/change", &FUND_CHANGE_FORM, WHO_MEMBER, LANE_WRITE, NULL, fund_change_post,
     0},
    {HTTP_GET, ONE "/book", NULL, WHO_MEMBER, LANE_READ, NULL, fund_book_get, 0},
    {HTTP_POST, ONE "/book", &FUND_BOOK_FORM, WHO_MEMBER, LANE_WRITE, NULL, fund_book_post, 0},
    {HTTP_GET, ONE "/close/:month", NULL, WHO_MEMBER, LANE_READ, NULL, fund_close_get, 0},
    {HTTP_POST, ONE "/close/:month", &FUND_CLOSE_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     fund_close_post, 0},
    {HTTP_GET, ONE "/entries", NULL, WHO_MEMBER, LANE_READ, NULL, entries_get, 0},
    {HTTP_GET, ONE "/e/:entry", NULL, WHO_MEMBER, LANE_READ, NULL, entry_get, 0},
    {HTTP_POST, ONE "/e/:entry", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, entry_post, 0},
    {HTTP_POST, ONE "/e/:entry/right", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, right_post, 0},
    {HTTP_GET, ONE "/export", NULL, WHO_MEMBER, LANE_READ, NULL, export_get, 0},
};
const struct route_table FUND_LEDGER_ROUTES = ROUTE_TABLE(ROUTES);
