#include "fund/words.h"

#include "base/clock.h"
#include "fund/fund.h"

struct str fund_say(const struct req *req, const char *msgid)
{
    return str_from_c(tr(req->lang, msgid));
}

struct str fund_money(const struct req *req, int64_t amount, const struct currency *c)
{
    return money_write(req->secret, req->lang, amount, c);
}

struct str fund_range(const struct req *req, int64_t low, int64_t high, const struct currency *c)
{
    if (low == high)
        return low == 0 ? fund_say(req, N_("nothing")) : fund_money(req, low, c);
    if (low == 0)
        return tr_fmt(req->secret, req->lang, N_("up to {amount}"),
                      TR_ARGS({"amount", fund_money(req, high, c)}));
    return tr_fmt(req->secret, req->lang, N_("between {low} and {high}"),
                  TR_ARGS({"low", fund_money(req, low, c)}, {"high", fund_money(req, high, c)}));
}

struct str fund_month_text(const struct req *req, int32_t month)
{
    /* a date begins with the day of the month in all our languages; the rest is the month */
    struct str day = lang_day(req->secret, req->lang, ledger_month_begins(month));
    (void)str_cut(&day, ' ');
    return day;
}

struct str fund_next(const struct req *req, const struct ask *a, bool for_keepers)
{
    const struct ask_next n = ask_next(a, for_keepers);
    const struct str what = fund_say(req, n.what);
    if (n.by == 0)
        return tr_fmt(req->secret, req->lang, N_("It is deleted after {day}."),
                      TR_ARGS({"day", lang_day(req->secret, req->lang, a->last_day)}));
    const struct str day = lang_date(req->secret, req->lang, n.by);
    return tr_fmt(req->secret, req->lang,
                  req->now >= n.by ? N_("Next: {what} This should have been by {day}.")
                                   : N_("Next: {what} By {day}."),
                  TR_ARGS({"what", what}, {"day", day}));
}

struct str fund_title(const struct req *req, const struct ask *a, const struct currency *c)
{
    const struct str kind = fund_say(req, fund_kind_text((int)a->kind));
    if (!c)
        return kind;
    /* words first: the direction of a line is that of its first letter */
    return str_fmt(req->secret, "%" STR_FMT " · %" STR_FMT, STR_ARG(kind),
                   STR_ARG(fund_money(req, a->amount, c)));
}

void fund_said_fill(const struct req *req, const struct ask *a, bool for_keepers,
                    struct fund_said_view **out, size_t *n)
{
    struct fund_said_view *v = ARENA_ARRAY(req->secret, struct fund_said_view, a->nsaid + 1);
    for (size_t i = 0; i < a->nsaid; i++) {
        const struct ask_said *s = &a->said[i];
        v[i] = (struct fund_said_view){.when = page_ago(req, s->at),
                                       .what = s->moves ? fund_say(req, ask_move_text(s->move))
                                                        : STR_NONE,
                                       .words = html_markdown(req->secret, s->words)};
        if (!s->keepers)
            v[i].by = fund_say(req, for_keepers ? N_("Who asked") : N_("You"));
        else
            v[i].by = for_keepers ? s->name : desk_byline_text(req->lang, &DESK_FUND, s->name);
    }
    *out = v;
    *n = a->nsaid;
}

size_t fund_facts_fill(const struct req *req, const struct ask *a, const struct currency *c,
                       struct ui_fact *out)
{
    size_t n = 0;
    if (c)
        out[n++] = (struct ui_fact){fund_say(req, N_("Amount")), fund_money(req, a->amount, c)};
    out[n++] = (struct ui_fact){fund_say(req, N_("What for")),
                                fund_say(req, fund_kind_text((int)a->kind))};
    if (a->needed)
        out[n++] = (struct ui_fact){fund_say(req, N_("Needed by")),
                                    lang_day(req->secret, req->lang, a->needed)};
    if (a->name.n)
        out[n++] = (struct ui_fact){fund_say(req, N_("Name to be called by")), a->name};
    if (a->how.n)
        out[n++] = (struct ui_fact){fund_say(req, N_("How it is paid")), a->how};
    if (a->other)
        out[n++] = (struct ui_fact){fund_say(req, N_("For whom")),
                                    fund_say(req, N_("Somebody whom they accompany"))};
    if (a->loan)
        out[n++] = (struct ui_fact){fund_say(req, N_("Gift or loan")),
                                    fund_say(req, N_("A loan, without interest"))};
    if (a->arrived)
        out[n++] = (struct ui_fact){fund_say(req, N_("Arrived")),
                                    fund_say(req, N_("Yes, who asked says so"))};
    return n;
}

struct str fund_alias(const struct req *req, uint64_t ask)
{
    struct tag t = {{0}};
    for (int i = 0; i < 8; i++)
        t.b[i] = (uint8_t)(ask >> (8 * i));
    t.b[8] = 'f';
    return viewer_alias_of(req, &t);
}
