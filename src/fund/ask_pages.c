/* The common fund for members: what there is, asking, one's own requests. */
#include <string.h>

#include "base/clock.h"
#include "base/rand.h"
#include "fund.html.h"
#include "fund/fund.h"
#include "fund/words.h"

/* ---- forms ------------------------------------------------------------------------------------
 */

static const struct form_choice KINDS[] = {
#define X(name, number, code, text) {code, text, number},
    FUND_KINDS(X)
#undef X
        {NULL, NULL, 0},
};
/* Days from today; 0: no hurry. */
static const struct form_choice BY[] = {
    {"1", N_("Today or tomorrow"), 1}, {"3", N_("Within three days"), 3},
    {"7", N_("Within a week"), 7},     {"30", N_("Within a month"), 30},
    {"0", N_("There is no hurry"), 0}, {NULL, NULL, 0},
};

enum {
    ASK_F_FUND,
    ASK_F_AMOUNT,
    ASK_F_KIND,
    ASK_F_WORDS,
    ASK_F_BY,
    ASK_F_HOW,
    ASK_F_NAME,
    ASK_F_LOAN,
    ASK_F_OTHER,
    ASK_F_ID
};
static const struct form_field ASK_FIELDS[] = {
    [ASK_F_FUND] = {.name = "fund",
                    .label = N_("Which fund"),
                    .kind = FIELD_LINE,
                    .max = 10,
                    .required = true},
    [ASK_F_AMOUNT] = {.name = "amount",
                      .label = N_("How much"),
                      .hint = N_("In the currency of the fund, in digits."),
                      .kind = FIELD_LINE,
                      .max = MONEY_TYPED_MAX,
                      .required = true},
    [ASK_F_KIND] = {.name = "kind",
                    .label = N_("What for"),
                    .kind = FIELD_CHOICE,
                    .choices = KINDS,
                    .required = true},
    [ASK_F_WORDS] = {.name = "words",
                     .label = N_("A few words about it"),
                     .hint = N_("As much as you like; nobody must prove need here."),
                     .kind = FIELD_TEXT,
                     .max = ASK_WORDS_MAX,
                     .required = true},
    [ASK_F_BY] = {.name = "by",
                  .label = N_("By when"),
                  .kind = FIELD_CHOICE,
                  .choices = BY,
                  .required = true},
    [ASK_F_HOW] = {.name = "how",
                   .label = N_("How the money can come to you"),
                   .hint = N_("In person, by whom and where; or what a transfer needs. It is "
                              "deleted with the request."),
                   .kind = FIELD_TEXT,
                   .max = ASK_WORDS_MAX,
                   .required = true},
    [ASK_F_NAME] = {.name = "name",
                    .label = N_("A name to be called by"),
                    .hint = N_("Any name will do. It does not come into the ledger."),
                    .kind = FIELD_LINE,
                    .max = ASK_NAME_MAX},
    [ASK_F_LOAN] = {.name = "loan",
                    .label = N_("I would like to give it back later: a loan, without interest"),
                    .kind = FIELD_FLAG},
    [ASK_F_OTHER] = {.name = "other",
                     .label = N_("I ask for somebody else, whom I accompany"),
                     .kind = FIELD_FLAG},
    [ASK_F_ID] = {.name = "id", .kind = FIELD_HIDDEN, .max = 40},
};
static const struct form_spec ASK_FORM = FORM_SPEC(ASK_FIELDS);

static const struct form_field SAY_FIELDS[] = {
    {.name = "say",
     .label = N_("Words to the keepers"),
     .kind = FIELD_TEXT,
     .max = ASK_WORDS_MAX,
     .required = true},
};
static const struct form_spec SAY_FORM = FORM_SPEC(SAY_FIELDS);
static const struct form_field SHOW_FIELDS[] = {
    {.name = "receipt",
     .label = N_("What the receipt says"),
     .hint = N_("Number, place, day, amount. Leave out what nobody needs to know."),
     .kind = FIELD_TEXT,
     .max = ASK_WORDS_MAX,
     .required = true},
};
static const struct form_spec SHOW_FORM = FORM_SPEC(SHOW_FIELDS);

void view_fund_ask_fields(struct html *h, const struct fund_form_view *v)
{
    view_ui_field_given(h, v->form, ASK_F_FUND, v->funds, v->nfunds);
    for (size_t i = ASK_F_AMOUNT; i < v->form->spec->n; i++)
        view_ui_field(h, v->form, i);
}

/* ---- the front page ---------------------------------------------------------------------------
 */

static const struct fund_shown *shown_of(const struct fund_board *board, uint32_t fund)
{
    for (size_t i = 0; i < board->n; i++)
        if (board->v[i].fund == fund)
            return &board->v[i];
    return NULL;
}

static const struct currency *currency_of(const struct fund_board *board, uint32_t fund)
{
    const struct fund_shown *f = shown_of(board, fund);
    return f ? &f->currency : NULL;
}

static struct url mine_url(const struct req *req, uint64_t ask, const char *more)
{
    const struct str alias = fund_alias(req, ask);
    return page_url_of(req->arena,
                       str_fmt(req->arena, "/fund/a/%" STR_FMT "%s", STR_ARG(alias), more));
}

static struct fund_month_view month_view(const struct req *req, const struct fund_shown *f,
                                         const struct fund_board_month *m)
{
    struct ui_fact *facts = ARENA_ARRAY(req->secret, struct ui_fact, m->n + 1);
    struct fund_month_view v = {.month = fund_month_text(req, m->month),
                                .came = fund_say(req, N_("nothing")),
                                .went = fund_say(req, N_("nothing")),
                                .kinds = facts};
    int64_t low = 0, high = 0;
    for (size_t i = 0; i < m->n; i++) {
        const struct fund_flow *x = &m->v[i];
        const struct str range = fund_range(req, x->low, x->high, &f->currency);
        if (x->account == LEDGER_GIFTS) {
            v.came = range;
            continue;
        }
        low += x->low;
        high += x->high;
        facts[v.nkinds++] = (struct ui_fact){fund_say(req, ledger_account_text(x->account)), range};
    }
    if (v.nkinds)
        v.went = fund_range(req, low, high, &f->currency);
    return v;
}

static void shown_fill(const struct req *req, const struct fund_board *board,
                       struct fund_front_view *v)
{
    struct fund_shown_view *funds = ARENA_ARRAY(req->secret, struct fund_shown_view, board->n + 1);
    for (size_t i = 0; i < board->n; i++) {
        const struct fund_shown *f = &board->v[i];
        struct fund_month_view *months =
            ARENA_ARRAY(req->secret, struct fund_month_view, f->nmonths + 1);
        for (size_t k = 0; k < f->nmonths; k++)
            months[k] = month_view(req, f, &f->months[k]);
        funds[i] = (struct fund_shown_view){.name = f->name,
                                            .there = fund_range(req, f->low, f->high, &f->currency),
                                            .when = page_ago(req, f->at),
                                            .give = html_markdown(req->secret, f->give),
                                            .asking = html_markdown(req->secret, f->asking),
                                            .months = months,
                                            .nmonths = f->nmonths};
    }
    v->funds = funds;
    v->nfunds = board->n;
}

/* For who asked, the keepers' steps in between are one state. */
static struct str state_text(const struct req *req, const struct fund_mine *m)
{
    const enum ask_state s = m->ask.state;
    if (m->ended)
        return fund_say(req, N_("The desk of the fund has ended"));
    if (s == ASK_ASKED || s == ASK_ONE || s == ASK_DOUBTED)
        return fund_say(req, N_("With the keepers"));
    return fund_say(req, ask_state_text(s));
}

static void mine_fill(const struct req *req, const struct fund_board *board,
                      const struct fund_mine_list *mine, struct fund_front_view *v)
{
    struct ui_row *rows = ARENA_ARRAY(req->secret, struct ui_row, mine->n + 1);
    for (size_t i = 0; i < mine->n; i++)
        rows[i] = (struct ui_row){
            .title = fund_title(req, &mine->v[i].ask, currency_of(board, mine->v[i].ask.fund)),
            .about = state_text(req, &mine->v[i]),
            .url = mine_url(req, mine->v[i].ask.id, "")};
    v->mine = rows;
    v->nmine = mine->n;
}

static enum err is_kept(const struct space_ctx *ctx, bool *out)
{
    struct space_id desk;
    enum err e = desk_place_get(ctx, &DESK_FUND, &desk);
    *out = e == ERR_OK;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err front_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct html h;
    struct ui_page page;
    struct fund_board board;
    struct fund_mine_list mine;
    struct fund_front_view v = {.ask = url_path(req->arena, "/fund/ask"),
                                .desk = url_path(req->arena, "/fund/desk"),
                                .back = url_path(req->arena, "/aid")};
    TRY(is_kept(&ctx, &v.kept));
    TRY(desk_may(&ctx, &DESK_FUND, req->viewer, &v.keeper));
    TRY(fund_board_read(&ctx, req->viewer, &board));
    TRY(fund_mine_all(&ctx, req->viewer, &mine));
    shown_fill(req, &board, &v);
    mine_fill(req, &board, &mine, &v);
    page_begin(req, NAV_AID, &page, &h);
    view_fund_front(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- asking -----------------------------------------------------------------------------------
 */

static enum err ask_show(struct req *req, struct res *res, const struct fund_board *board,
                         const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct ui_given *funds = ARENA_ARRAY(req->arena, struct ui_given, board->n + 1);
    for (size_t i = 0; i < board->n; i++)
        funds[i] = (struct ui_given){str_fmt(req->arena, "%u", board->v[i].fund),
                                     str_fmt(req->secret, "%" STR_FMT " · %s",
                                             STR_ARG(board->v[i].name), board->v[i].currency.code)};
    const struct fund_form_view v = {.form = f,
                                     .funds = funds,
                                     .nfunds = board->n,
                                     .action = url_path(req->arena, "/fund/ask"),
                                     .back = url_path(req->arena, "/fund")};
    page_begin(req, NAV_AID, &page, &h);
    view_fund_ask(&h, &page, &v);
    return page_send(&h, res);
}

static enum err ask_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct fund_board board;
    struct form f;
    uint64_t id = rand_u64() | 1;
    TRY(fund_board_read(&ctx, req->viewer, &board));
    if (board.n == 0) /* nobody could read it */
        return page_go(req, res, url_path(req->arena, "/fund"), NOTICE_NONE);
    form_blank(&ASK_FORM, &f);
    f.value[ASK_F_ID] = seal_base32(req->secret, str_from(&id, sizeof id));
    return ask_show(req, res, &board, &f);
}

/* The number that was drawn with the form; a new one where it was spoilt. */
static uint64_t drawn(struct req *req, const struct form *f)
{
    struct str bytes;
    uint64_t id = 0;
    if (seal_from_base32(req->arena, f->value[ASK_F_ID], &bytes) && bytes.n == sizeof id)
        memcpy(&id, bytes.p, sizeof id);
    return id ? id : rand_u64() | 1;
}

static const struct fund_shown *chosen(const struct fund_board *board, struct form *f)
{
    uint64_t n;
    const struct fund_shown *shown =
        str_to_u64(f->value[ASK_F_FUND], &n) ? shown_of(board, (uint32_t)n) : NULL;
    if (!shown && f->problem[ASK_F_FUND] == FIELD_IS_NONE)
        form_reject(f, ASK_F_FUND, form_problem_text(FIELD_IS_CHOICE));
    return shown;
}

static void amount_read(struct form *f, int digits, int64_t *out)
{
    *out = 0;
    if (f->problem[ASK_F_AMOUNT] != FIELD_IS_NONE)
        return;
    enum money_fault fault = money_read(f->value[ASK_F_AMOUNT], digits, out);
    if (fault != MONEY_NONE)
        form_reject(f, ASK_F_AMOUNT, money_fault_text(fault));
}

static enum err ask_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct fund_board board;
    struct fund_mine before;
    struct form f = *req->fields;
    struct ask a = {.id = drawn(req, &f)};
    TRY(fund_board_read(&ctx, req->viewer, &board));
    const struct fund_shown *fund = chosen(&board, &f);
    if (fund)
        amount_read(&f, fund->currency.digits, &a.amount);
    if (f.problems || !fund)
        return ask_show(req, res, &board, &f);
    a.fund = fund->fund;
    a.kind = (enum fund_kind)f.number[ASK_F_KIND];
    a.words = f.value[ASK_F_WORDS];
    a.how = f.value[ASK_F_HOW];
    a.name = f.value[ASK_F_NAME];
    a.loan = f.number[ASK_F_LOAN] != 0;
    a.other = f.number[ASK_F_OTHER] != 0;
    if (f.number[ASK_F_BY])
        a.needed = clock_day(req->now) + (int32_t)f.number[ASK_F_BY];
    enum err e = fund_mine_find(&ctx, req->viewer, a.id, &before);
    if (e == ERR_NOT_FOUND)
        e = fund_mine_ask(&ctx, req->viewer, &a);
    if (e == ERR_TOO_MANY || e == ERR_NOT_FOUND) {
        form_reject(&f, ASK_F_WORDS,
                    e == ERR_TOO_MANY
                        ? N_("As many requests as can wait are waiting. Please try again later.")
                        : N_("Nobody keeps this fund any more. Nothing was sent."));
        return ask_show(req, res, &board, &f);
    }
    TRY(e); /* it was there before: sent twice */
    return page_go(req, res, mine_url(req, a.id, ""), NOTICE_SENT);
}

/* ---- one's own request ------------------------------------------------------------------------
 */

static enum err named(struct req *req, struct fund_mine *out)
{
    struct space_ctx ctx = req_ctx(req);
    struct fund_mine_list all;
    TRY(fund_mine_all(&ctx, req->viewer, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(fund_alias(req, all.v[i].ask.id), req->params[0])) {
            *out = all.v[i];
            return ERR_OK;
        }
    return ERR_NOT_FOUND;
}

static bool there(const void *roster, const struct tag *tag)
{
    (void)roster;
    (void)tag;
    return false;
}

static bool can(const struct fund_mine *m, enum ask_move move)
{
    static const struct ask_desk NO_DESK = {there, NULL};
    const struct ask_by by = {.asker = true, .desk = &NO_DESK};
    return !m->ended && ask_may(&m->ask, &by, move) == ERR_OK;
}

static const struct form *or_blank(struct req *req, const struct form *typed,
                                   const struct form_spec *spec)
{
    struct form *blank = ARENA_NEW(req->arena, struct form);
    form_blank(spec, blank);
    return typed ? typed : blank;
}

static enum err mine_show(struct req *req, struct res *res, const struct fund_mine *m,
                          const struct form *say, const struct form *show, const char *notice)
{
    struct space_ctx ctx = req_ctx(req);
    struct html h;
    struct ui_page page;
    struct fund_board board;
    struct fund_said_view *said;
    struct ui_fact facts[FUND_FACTS];
    const struct ask *a = &m->ask;
    TRY(fund_board_read(&ctx, req->viewer, &board));
    const struct currency *c = currency_of(&board, a->fund);
    struct fund_mine_view v = {
        .title = fund_title(req, a, c),
        .state = state_text(req, m),
        .next = m->ended ? fund_say(req, N_("Nobody reads it any more. If another fund is opened, "
                                            "you can ask there."))
                         : fund_next(req, a, false),
        .ends = tr_fmt(req->secret, req->lang, N_("Deleted with all that was said: after {day}."),
                       TR_ARGS({"day", lang_day(req->secret, req->lang, a->last_day)})),
        .words = html_markdown(req->secret, a->words),
        .reason = html_markdown(req->secret, a->reason),
        .can_arrive = can(m, ASK_ARRIVE),
        .can_show = can(m, ASK_SHOW),
        .can_withdraw = can(m, ASK_WITHDRAW),
        .over = m->ended || ask_is_over(a),
        .say = or_blank(req, say, &SAY_FORM),
        .show = or_blank(req, show, &SHOW_FORM),
        .say_to = mine_url(req, a->id, "/say"),
        .show_to = mine_url(req, a->id, "/show"),
        .arrive_to = mine_url(req, a->id, "/arrived"),
        .withdraw_to = mine_url(req, a->id, "/withdraw"),
        .away_to = mine_url(req, a->id, "/away"),
        .back = url_path(req->arena, "/fund")};
    v.nfacts = fund_facts_fill(req, a, c, facts);
    v.facts = facts;
    fund_said_fill(req, a, false, &said, &v.nsaid);
    v.said = said;
    page_begin(req, NAV_AID, &page, &h);
    if (notice)
        page_say(req, &page, UI_CAREFUL, fund_say(req, notice));
    view_fund_mine(&h, &page, &v);
    return page_send(&h, res);
}

static enum err mine_get(struct req *req, struct res *res)
{
    struct fund_mine m;
    TRY(named(req, &m));
    return mine_show(req, res, &m, NULL, NULL, NULL);
}

/* After something was sent, or could not be. */
static enum err after(struct req *req, struct res *res, struct fund_mine *m, enum err e,
                      const struct form *say, const struct form *show)
{
    if (e == ERR_CONFLICT || e == ERR_TOO_MANY) {
        TRY(named(req, m));
        return mine_show(req, res, m, say, show,
                         e == ERR_CONFLICT
                             ? N_("It has moved on in the meantime. Below is how it stands.")
                             : N_("As many letters as can wait are waiting. Please try again "
                                  "later; what you typed is still there."));
    }
    TRY(e);
    return page_go(req, res, mine_url(req, m->ask.id, ""), NOTICE_SENT);
}

static enum err say_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct fund_mine m;
    TRY(named(req, &m));
    if (req->fields->problems)
        return mine_show(req, res, &m, req->fields, NULL, NULL);
    enum err e = fund_mine_say(&ctx, req->viewer, m.ask.id, req->fields->value[0]);
    return after(req, res, &m, e, req->fields, NULL);
}

static enum err show_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct fund_mine m;
    TRY(named(req, &m));
    if (req->fields->problems)
        return mine_show(req, res, &m, NULL, req->fields, NULL);
    enum err e = fund_mine_move(&ctx, req->viewer, m.ask.id, ASK_SHOW, req->fields->value[0]);
    return after(req, res, &m, e, NULL, req->fields);
}

static enum err arrived_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct fund_mine m;
    TRY(named(req, &m));
    enum err e = fund_mine_move(&ctx, req->viewer, m.ask.id, ASK_ARRIVE, STR_NONE);
    return after(req, res, &m, e, NULL, NULL);
}

static enum err withdraw_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct fund_mine m;
    TRY(named(req, &m));
    const struct ui_confirm c = {
        .question = fund_say(req, N_("Take the request back?")),
        .consequence = fund_say(req, N_("The keepers no longer see it, and it is deleted with all "
                                        "that was said. A new one is always possible.")),
        .action = mine_url(req, m.ask.id, "/withdraw"),
        .back = mine_url(req, m.ask.id, ""),
        .yes = fund_say(req, N_("Take it back"))};
    page_begin(req, NAV_AID, &page, &h);
    view_ui_confirm(&h, &page, &c);
    return page_send(&h, res);
}

static enum err withdraw_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct fund_mine m;
    enum err e = named(req, &m);
    if (e == ERR_NOT_FOUND) /* pressed twice */
        return page_go(req, res, url_path(req->arena, "/fund"), NOTICE_GONE);
    TRY(e);
    if (!ask_is_over(&m.ask) && !can(&m, ASK_WITHDRAW) && !m.ended) /* it was paid just now */
        return after(req, res, &m, ERR_CONFLICT, NULL, NULL);
    TRY(fund_mine_drop(&ctx, req->viewer, m.ask.id));
    return page_go(req, res, url_path(req->arena, "/fund"), NOTICE_GONE);
}

#define ONE "/fund/a/:ask"
static const struct route ROUTES[] = {
    {HTTP_GET, "/fund", NULL, WHO_MEMBER, LANE_READ, NULL, front_get, 0},
    {HTTP_GET, "/fund/ask", NULL, WHO_MEMBER, LANE_READ, NULL, ask_get, 0},
    {HTTP_POST, "/fund/ask", &ASK_FORM, WHO_MEMBER, LANE_WRITE, NULL, ask_post, 0},
    {HTTP_GET, ONE, NULL, WHO_MEMBER, LANE_READ, NULL, mine_get, 0},
    {HTTP_POST, ONE "/say", &SAY_FORM, WHO_MEMBER, LANE_WRITE, NULL, say_post, 0},
    {HTTP_POST, ONE "/show", &SHOW_FORM, WHO_MEMBER, LANE_WRITE, NULL, show_post, 0},
    {HTTP_POST, ONE "/arrived", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, arrived_post, 0},
    {HTTP_GET, ONE "/withdraw", NULL, WHO_MEMBER, LANE_READ, NULL, withdraw_get, 0},
    {HTTP_POST, ONE "/withdraw", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, withdraw_post, 0},
    {HTTP_POST, ONE "/away", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, withdraw_post, 0},
};
const struct route_table FUND_ROUTES = ROUTE_TABLE(ROUTES);
