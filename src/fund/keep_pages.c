/* One request, as the keepers see it, and what they do with it. */
#include "fund/pages.h"
#include "keepers.html.h"

static const struct form_choice MOVES[] = {
    {"approve", N_("I approve"), ASK_APPROVE},
    {"refuse", N_("I have doubts"), ASK_REFUSE},
    {"pay", N_("It is paid out"), ASK_PAY},
    {"see", N_("I have seen it"), ASK_SEE},
    {NULL, NULL, 0},
};
static const struct form_choice BOXES[] = {
    {"box", N_("In the box"), LEDGER_HAND},
    {"account", N_("In an account"), LEDGER_BANK},
    {NULL, NULL, 0},
};
enum { DO_MOVE, DO_SEEN, DO_WORDS, DO_BOX };
static const struct form_field DO_FIELDS[] = {
    [DO_MOVE] = {.name = "move",
                 .label = N_("What can be done"),
                 .kind = FIELD_CHOICE,
                 .choices = MOVES,
                 .required = true},
    [DO_SEEN] = {.name = "seen", .kind = FIELD_HIDDEN, .max = 30},
    [DO_WORDS] = {.name = "words",
                  .label = N_("The reason, in kind words"),
                  .hint = N_("What is missing, what would be possible, who else could help."),
                  .kind = FIELD_TEXT,
                  .max = ASK_WORDS_MAX},
    [DO_BOX] = {.name = "from", .label = N_("From where"), .kind = FIELD_CHOICE, .choices = BOXES},
};
const struct form_spec FUND_DO_FORM = FORM_SPEC(DO_FIELDS);
static const struct form_field SAY_FIELDS[] = {
    {.name = "say",
     .label = N_("Words to who asked"),
     .kind = FIELD_TEXT,
     .max = ASK_WORDS_MAX,
     .required = true},
};
const struct form_spec FUND_SAY_FORM = FORM_SPEC(SAY_FIELDS);

void view_fund_pay_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, DO_BOX);
}

void view_fund_refuse_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, DO_WORDS);
}

/* ---- the page ---------------------------------------------------------------------------------
 */

struct keep {
    struct desk d;
    struct ask a;
};

static enum err keep_of(struct req *req, struct keep *out)
{
    struct ask_rows all;
    TRY(desk_of(req, &DESK_FUND, &out->d));
    TRY(asks_read(&out->d, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(fund_alias(req, all.v[i].ask.id), req->params[0])) {
            out->a = all.v[i].ask;
            return ERR_OK;
        }
    return ERR_NOT_FOUND;
}

static struct url keep_url(const struct req *req, const struct ask *a, const char *more)
{
    return page_url_of(req->arena, str_fmt(req->arena, FUND_DESK_AT "/a/%" STR_FMT "%s",
                                           STR_ARG(fund_alias(req, a->id)), more));
}

/* What stood on the page that somebody pressed a button on. */
static struct str seen_of(struct req *req, const struct ask *a)
{
    return str_fmt(req->arena, "%d-%lld-%zu", (int)a->state, (long long)a->since, a->nseen);
}

/* Who has spoken first, while they are at the desk. */
static struct str first_text(const struct req *req, const struct keep *k)
{
    const struct roster_entry *who = k->a.has_first ? roster_find(&k->d.roster, &k->a.first) : NULL;
    if (!who || !roster_is_person(who) || (k->a.state != ASK_ONE && k->a.state != ASK_DOUBTED))
        return STR_NONE;
    return tr_fmt(req->secret, req->lang,
                  k->a.state == ASK_ONE ? N_("{name} approved it.") : N_("{name} has doubts."),
                  TR_ARGS({"name", who->persona.name}));
}

struct keep_forms {
    const struct form *sent; /* of FUND_DO_FORM, with what was typed; or NULL */
    const struct form *say;
    const char *said; /* msgid on top, or NULL */
};

static void forms_fill(struct req *req, const struct keep_forms *f, struct fund_keep_view *v)
{
    struct form *blank = ARENA_NEW(req->arena, struct form);
    struct form *say = ARENA_NEW(req->arena, struct form);
    form_blank(&FUND_DO_FORM, blank);
    form_blank(&FUND_SAY_FORM, say);
    const int64_t move = f->sent ? f->sent->number[DO_MOVE] : -1;
    blank->value[DO_BOX] = STR("box"); /* where it mostly comes from */
    v->refuse = move == ASK_REFUSE ? f->sent : blank;
    v->pay = move == ASK_PAY ? f->sent : blank;
    v->say = f->say ? f->say : say;
}

static void can_fill(struct req *req, const struct keep *k, struct fund_keep_view *v)
{
    struct ask_desk desk;
    struct ask_by by;
    asks_by(&k->d, &k->a, &desk, &by);
    v->mine = by.asker;
    v->can_approve = ask_may(&k->a, &by, ASK_APPROVE) == ERR_OK;
    v->can_refuse = ask_may(&k->a, &by, ASK_REFUSE) == ERR_OK;
    v->can_pay = ask_may(&k->a, &by, ASK_PAY) == ERR_OK;
    v->can_see = ask_may(&k->a, &by, ASK_SEE) == ERR_OK;
    v->has_receipt = k->a.state == ASK_SHOWN;
    v->shows_receipt = v->has_receipt && v->can_see;
    if (v->shows_receipt)
        v->receipt = html_markdown(req->secret, k->a.receipt);
}

static enum err keep_show(struct req *req, struct res *res, struct keep *k,
                          const struct keep_forms *forms)
{
    struct html h;
    struct ui_page page;
    struct fund fund;
    struct fund_said_view *said;
    struct ui_fact facts[FUND_FACTS];
    enum err e = fund_find(&k->d, k->a.fund, &fund);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    const struct currency *c = e == ERR_OK ? &fund.currency : NULL;
    const struct ask_next next = ask_next(&k->a, true);
    struct fund_keep_view v = {
        .title = fund_title(req, &k->a, c),
        .state = fund_say(req, ask_state_text(k->a.state)),
        .first = first_text(req, k),
        .next = fund_next(req, &k->a, true),
        .late = next.by != 0 && req->now >= next.by,
        .ends = tr_fmt(req->secret, req->lang, N_("Deleted with all that was said: after {day}."),
                       TR_ARGS({"day", lang_day(req->secret, req->lang, k->a.last_day)})),
        .words = html_markdown(req->secret, k->a.words),
        .reason = html_markdown(req->secret, k->a.reason),
        .there = c ? fund_money(req, ledger_cash(&fund.ledger), c) : STR_NONE,
        .seen = seen_of(req, &k->a),
        .do_to = keep_url(req, &k->a, "/do"),
        .say_to = keep_url(req, &k->a, "/say"),
        .back = desk_url(req, &DESK_FUND, "")};
    v.nfacts = fund_facts_fill(req, &k->a, c, facts);
    v.facts = facts;
    can_fill(req, k, &v);
    forms_fill(req, forms, &v);
    fund_said_fill(req, &k->a, true, &said, &v.nsaid);
    v.said = said;
    page_begin(req, NAV_AID, &page, &h);
    if (forms->said)
        page_say(req, &page, UI_CAREFUL, fund_say(req, forms->said));
    view_fund_keep(&h, &page, &v);
    return page_send(&h, res);
}

enum err fund_keep_get(struct req *req, struct res *res)
{
    struct keep k;
    TRY(keep_of(req, &k));
    return keep_show(req, res, &k, &(struct keep_forms){0});
}

/* ---- doing ------------------------------------------------------------------------------------
 */

/* Somebody else was first: how it stands now, with what was typed. */
static enum err keep_first(struct req *req, struct res *res, struct keep *k,
                           struct keep_forms forms)
{
    enum err e = keep_of(req, k);
    if (e == ERR_NOT_FOUND)
        return page_go(req, res, desk_url(req, &DESK_FUND, ""), NOTICE_GONE);
    TRY(e);
    forms.said = N_("Somebody was a moment earlier, so nothing was changed just now. Below is how "
                    "it stands; what you typed is still there.");
    return keep_show(req, res, k, &forms);
}

static void check(struct form *f)
{
    if (f->number[DO_MOVE] == ASK_REFUSE && f->value[DO_WORDS].n == 0)
        form_reject(f, DO_WORDS, N_("Please say why: who asked may read it."));
    if (f->number[DO_MOVE] == ASK_PAY && f->value[DO_BOX].n == 0)
        form_reject(f, DO_BOX, form_problem_text(FIELD_IS_CHOICE));
}

enum err fund_do_post(struct req *req, struct res *res)
{
    struct keep k;
    struct form f = *req->fields;
    const struct keep_forms forms = {.sent = &f};
    enum err e = keep_of(req, &k);
    if (e == ERR_NOT_FOUND)
        return page_go(req, res, desk_url(req, &DESK_FUND, ""), NOTICE_GONE);
    TRY(e);
    if (!str_eq(f.value[DO_SEEN], seen_of(req, &k.a)))
        return keep_first(req, res, &k, forms);
    if (f.problem[DO_MOVE] == FIELD_IS_NONE)
        check(&f);
    if (f.problems)
        return keep_show(req, res, &k, &forms);
    const struct ask_doing doing = {.move = (enum ask_move)f.number[DO_MOVE],
                                    .box = (int)f.number[DO_BOX],
                                    .words = f.value[DO_WORDS]};
    e = asks_do(&k.d, k.a.id, &doing);
    if (e == ERR_TOO_LARGE) {
        form_reject(&f, DO_BOX,
                    N_("There is not that much. Money that came in is written down "
                       "first, or it is taken from elsewhere."));
        return keep_show(req, res, &k, &forms);
    }
    if (e == ERR_CONFLICT || e == ERR_DENIED || e == ERR_NOT_FOUND)
        return keep_first(req, res, &k, forms);
    TRY(e);
    return page_go(req, res, keep_url(req, &k.a, ""), NOTICE_SAVED);
}

enum err fund_say_post(struct req *req, struct res *res)
{
    struct keep k;
    const struct keep_forms forms = {.say = req->fields};
    enum err e = keep_of(req, &k);
    if (e == ERR_NOT_FOUND)
        return page_go(req, res, desk_url(req, &DESK_FUND, ""), NOTICE_GONE);
    TRY(e);
    if (req->fields->problems)
        return keep_show(req, res, &k, &forms);
    TRY(asks_say(&k.d, k.a.id, req->fields->value[0]));
    return page_go(req, res, keep_url(req, &k.a, ""), NOTICE_SENT);
}
