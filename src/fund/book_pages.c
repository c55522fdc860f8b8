/* A fund's settings; money that comes in or goes out; counting a month. */
#include "base/clock.h"
#include "fund/pages.h"
#include "ledger.html.h"

/* ---- settings ---------------------------------------------------------------------------------
 */

static const struct form_choice EXACT[] = {
    {"range", N_("About: as a range"), 0},
    {"exact", N_("Exactly"), 1},
    {NULL, NULL, 0},
};
enum { SET_NAME, SET_EXACT, SET_GIVE, SET_ASKING, SET_CURRENCY };
#define SET_FIELDS                                                                                 \
    [SET_NAME] = {.name = "name",                                                                  \
                  .label = N_("Name of the fund"),                                                 \
                  .kind = FIELD_LINE,                                                              \
                  .max = FUND_NAME_MAX,                                                            \
                  .required = true},                                                               \
    [SET_EXACT] = {.name = "exact",                                                                \
                   .label = N_("How members see what is there"),                                   \
                   .kind = FIELD_CHOICE,                                                           \
                   .choices = EXACT,                                                               \
                   .required = true},                                                              \
    [SET_GIVE] = {.name = "give",                                                                  \
                  .label = N_("How to give"),                                                      \
                  .hint = N_("All members see it: to whom, where, which account."),                \
                  .kind = FIELD_TEXT,                                                              \
                  .max = FUND_TEXT_MAX},                                                           \
    [SET_ASKING] = {.name = "asking",                                                              \
                    .label = N_("How asking works here"),                                          \
                    .hint = N_("What the fund is for, how much is possible, how long it takes."),  \
                    .kind = FIELD_TEXT,                                                            \
                    .max = FUND_TEXT_MAX}
static const struct form_field NEW_FIELDS[] = {
    SET_FIELDS,
    [SET_CURRENCY] = {.name = "currency",
                      .label = N_("Currency"),
                      .hint = N_("Three letters, such as LBP, EGP, TND, EUR. It stays as it is."),
                      .kind = FIELD_LINE,
                      .max = 3,
                      .required = true},
};
static const struct form_field CHANGE_FIELDS[] = {SET_FIELDS};
const struct form_spec FUND_NEW_FORM = FORM_SPEC(NEW_FIELDS);
const struct form_spec FUND_CHANGE_FORM = FORM_SPEC(CHANGE_FIELDS);

enum err fund_form_show(struct req *req, struct res *res, const struct fund_page_form *v)
{
    struct html h;
    struct ui_page page;
    page_begin(req, NAV_AID, &page, &h);
    view_fund_page_form(&h, &page, v);
    return page_send(&h, res);
}

static struct fund settings_of(const struct form *f)
{
    return (struct fund){.name = f->value[SET_NAME],
                         .exact = f->number[SET_EXACT] != 0,
                         .give = f->value[SET_GIVE],
                         .asking = f->value[SET_ASKING]};
}

static enum err new_show(struct req *req, struct res *res, const struct form *f)
{
    return fund_form_show(
        req, res,
        &(struct fund_page_form){
            .title = fund_say(req, N_("Begin a fund")),
            .lead = fund_say(req, N_("Each fund has one currency and its own ledger. What is "
                                     "there already is written down as a gift.")),
            .submit = fund_say(req, N_("Begin it")),
            .form = f,
            .action = url_path(req->arena, FUND_DESK_AT "/new"),
            .back = desk_url(req, &DESK_FUND, ""),
            .back_to = fund_say(req, DESK_FUND.texts.name)});
}

enum err fund_new_get(struct req *req, struct res *res)
{
    struct desk d;
    struct form f;
    TRY(desk_of(req, &DESK_FUND, &d));
    form_blank(&FUND_NEW_FORM, &f);
    f.value[SET_EXACT] = STR("range");
    return new_show(req, res, &f);
}

enum err fund_new_post(struct req *req, struct res *res)
{
    struct desk d;
    struct form f = *req->fields;
    uint32_t id;
    TRY(desk_of(req, &DESK_FUND, &d));
    struct fund settings = settings_of(&f);
    if (f.problem[SET_CURRENCY] == FIELD_IS_NONE &&
        !money_currency(f.value[SET_CURRENCY], &settings.currency))
        form_reject(&f, SET_CURRENCY, N_("There is no currency with these letters."));
    if (f.problems)
        return new_show(req, res, &f);
    enum err e = fund_make(&d, &settings, &id);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, SET_NAME, N_("There are as many funds as there can be."));
        return new_show(req, res, &f);
    }
    TRY(e);
    return page_go(req, res, fund_url(req, id, ""), NOTICE_SAVED);
}

static enum err change_show(struct req *req, struct res *res, const struct fund *fund,
                            const struct form *f)
{
    return fund_form_show(
        req, res,
        &(struct fund_page_form){
            .title = fund->name,
            .lead = fund_say(req, N_("All members see name and texts. Months are always told in "
                                     "ranges.")),
            .submit = fund_say(req, N_("Save")),
            .form = f,
            .action = fund_url(req, fund->id, "/change"),
            .back = fund_url(req, fund->id, ""),
            .back_to = fund->name});
}

enum err fund_change_get(struct req *req, struct res *res)
{
    struct desk d;
    struct fund fund;
    struct form f;
    TRY(fund_of(req, &d, &fund));
    form_blank(&FUND_CHANGE_FORM, &f);
    f.value[SET_NAME] = fund.name;
    f.value[SET_EXACT] = fund.exact ? STR("exact") : STR("range");
    f.value[SET_GIVE] = fund.give;
    f.value[SET_ASKING] = fund.asking;
    return change_show(req, res, &fund, &f);
}

enum err fund_change_post(struct req *req, struct res *res)
{
    struct desk d;
    struct fund fund;
    TRY(fund_of(req, &d, &fund));
    if (req->fields->problems)
        return change_show(req, res, &fund, req->fields);
    struct fund settings = settings_of(req->fields);
    settings.id = fund.id;
    TRY(fund_change(&d, &settings));
    return page_go(req, res, fund_url(req, fund.id, ""), NOTICE_SAVED);
}

/* ---- money ------------------------------------------------------------------------------------
 */

static const struct form_choice WHATS[] = {
    {"gift", N_("A gift came in"), LEDGER_IS_GIFT},
    {"pledge", N_("A gift is promised"), LEDGER_IS_PLEDGE},
    {"kept", N_("A promised gift came in"), LEDGER_IS_KEPT},
    {"lapsed", N_("A promised gift will not come"), LEDGER_IS_LAPSED},
    {"repaid", N_("A loan came back"), LEDGER_IS_REPAID},
    {"forgiven", N_("A loan is given as a gift"), LEDGER_IS_GIVEN},
    {"cost", N_("A fee or a cost"), LEDGER_IS_COST},
    {"to-account", N_("From the box into the account"), LEDGER_IS_TO_BANK},
    {"to-box", N_("From the account into the box"), LEDGER_IS_TO_HAND},
    {NULL, NULL, 0},
};
static const struct form_choice BOXES[] = {
    {"box", N_("In the box"), LEDGER_HAND},
    {"account", N_("In an account"), LEDGER_BANK},
    {NULL, NULL, 0},
};
enum { BOOK_WHAT, BOOK_AMOUNT, BOOK_BOX, BOOK_SEEN };
static const struct form_field BOOK_FIELDS[] = {
    [BOOK_WHAT] = {.name = "what",
                   .label = N_("What happened?"),
                   .kind = FIELD_CHOICE,
                   .choices = WHATS,
                   .required = true},
    [BOOK_AMOUNT] = {.name = "amount",
                     .label = N_("How much"),
                     .hint = N_("In the currency of the fund, in digits."),
                     .kind = FIELD_LINE,
                     .max = MONEY_TYPED_MAX,
                     .required = true},
    [BOOK_BOX] = {.name = "box",
                  .label = N_("Where the money is"),
                  .kind = FIELD_CHOICE,
                  .choices = BOXES,
                  .required = true},
    [BOOK_SEEN] = {.name = "seen", .kind = FIELD_HIDDEN, .max = 12},
};
const struct form_spec FUND_BOOK_FORM = FORM_SPEC(BOOK_FIELDS);

static enum err book_show(struct req *req, struct res *res, const struct fund *fund,
                          const struct form *f)
{
    const struct str there = fund_money(req, ledger_cash(&fund->ledger), &fund->currency);
    return fund_form_show(
        req, res,
        &(struct fund_page_form){
            .title = fund_say(req, N_("Write money down")),
            .lead = tr_fmt(req->secret, req->lang,
                           N_("There is now: {amount}. No name belongs here: who gave stays "
                              "between you."),
                           TR_ARGS({"amount", there})),
            .submit = fund_say(req, N_("Write it in the ledger")),
            .form = f,
            .action = fund_url(req, fund->id, "/book"),
            .back = fund_url(req, fund->id, ""),
            .back_to = fund->name});
}

enum err fund_book_get(struct req *req, struct res *res)
{
    struct desk d;
    struct fund fund;
    struct form f;
    TRY(fund_of(req, &d, &fund));
    form_blank(&FUND_BOOK_FORM, &f);
    f.value[BOOK_BOX] = STR("box");
    f.value[BOOK_SEEN] = str_fmt(req->arena, "%u", fund.ledger.count);
    return book_show(req, res, &fund, &f);
}

/* A form that is sent twice books once; one that somebody else overtook is shown again. */
static bool overtaken(struct req *req, const struct fund *fund, struct form *f)
{
    if (str_eq(f->value[BOOK_SEEN], str_fmt(req->arena, "%u", fund->ledger.count)))
        return false;
    f->value[BOOK_SEEN] = str_fmt(req->arena, "%u", fund->ledger.count);
    form_reject(f, BOOK_WHAT,
                N_("Something was written down in the meantime. If it was not this, "
                   "please send it again."));
    return true;
}

enum err fund_book_post(struct req *req, struct res *res)
{
    struct desk d;
    struct fund fund;
    struct ledger_entry e;
    struct form f = *req->fields;
    TRY(fund_of(req, &d, &fund));
    const int64_t amount = fund_amount(&f, BOOK_AMOUNT, &fund.currency);
    if (f.problems || overtaken(req, &fund, &f))
        return book_show(req, res, &fund, &f);
    TRY(ledger_entry_make((enum ledger_what)f.number[BOOK_WHAT], (int)f.number[BOOK_BOX],
                          FUND_OTHER, amount, &e));
    enum err done = fund_book(&d, fund.id, &e);
    if (done == ERR_CONFLICT || done == ERR_TOO_LARGE) {
        form_reject(&f, BOOK_AMOUNT,
                    done == ERR_CONFLICT
                        ? N_("There is not that much there. The page of the fund shows how much is "
                             "in the box, in the account, lent and promised.")
                        : money_fault_text(MONEY_LARGE));
        return book_show(req, res, &fund, &f);
    }
    TRY(done);
    return page_go(req, res, fund_url(req, fund.id, ""), NOTICE_SAVED);
}

/* ---- a month ----------------------------------------------------------------------------------
 */

static const struct form_field CLOSE_FIELDS[] = {
    {.name = "counted",
     .label = N_("What was there in all, box and account together"),
     .hint = N_("Counted, not read from the books."),
     .kind = FIELD_LINE,
     .max = MONEY_TYPED_MAX,
     .required = true},
};
const struct form_spec FUND_CLOSE_FORM = FORM_SPEC(CLOSE_FIELDS);

static enum err close_show(struct req *req, struct res *res, const struct fund *fund, int32_t month,
                           const struct form *f)
{
    return fund_form_show(
        req, res,
        &(struct fund_page_form){
            .title = fund_month_text(req, month),
            .lead = fund_say(req, N_("Count what was there when the month ended. When it is what "
                                     "the books say, the month is marked as counted.")),
            .submit = fund_say(req, N_("Compare")),
            .form = f,
            .action = fund_url(req, fund->id,
                               str_to_c(req->arena, str_fmt(req->arena, "/close/%d", month))),
            .back = fund_url(req, fund->id, ""),
            .back_to = fund->name});
}

static enum err month_of(struct req *req, struct desk *d, struct fund *fund, int32_t *month)
{
    uint64_t n;
    TRY(fund_of(req, d, fund));
    if (!str_to_u64(req->params[1], &n) || n > 120000)
        return ERR_NOT_FOUND;
    *month = (int32_t)n;
    return ERR_OK;
}

enum err fund_close_get(struct req *req, struct res *res)
{
    struct desk d;
    struct fund fund;
    struct form f;
    int32_t month;
    TRY(month_of(req, &d, &fund, &month));
    form_blank(&FUND_CLOSE_FORM, &f);
    return close_show(req, res, &fund, month, &f);
}

enum err fund_close_post(struct req *req, struct res *res)
{
    struct desk d;
    struct fund fund;
    struct form f = *req->fields;
    int32_t month;
    int64_t counted = 0;
    TRY(month_of(req, &d, &fund, &month));
    if (f.problem[0] == FIELD_IS_NONE) {
        enum money_fault fault = money_read(f.value[0], fund.currency.digits, &counted);
        if (fault != MONEY_NONE && fault != MONEY_NOTHING) /* an empty box is a count, too */
            form_reject(&f, 0, money_fault_text(fault));
    }
    if (f.problems)
        return close_show(req, res, &fund, month, &f);
    enum err e = fund_close(&d, fund.id, month, counted);
    if (e == ERR_CONFLICT || e == ERR_INVALID) {
        form_reject(&f, 0,
                    e == ERR_INVALID
                        ? N_("This month is not over yet.")
                        : N_("The books say something else. Perhaps a fee, a gift or a pay-out is "
                             "missing: write it down, and the next month will be right."));
        return close_show(req, res, &fund, month, &f);
    }
    TRY(e);
    return page_go(req, res, fund_url(req, fund.id, ""), NOTICE_SAVED);
}
