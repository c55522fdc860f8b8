/* Somebody asks for what one offers: yes, not now, no. */
#include "aid/offer_pages.h"
#include "aid/offer_view.h"
#include "offers.html.h"

enum { A_NAME, A_WORDS, A_ANSWER };
static const struct form_choice ANSWERS[] = {
    {"yes", N_("Yes, this is possible"), AID_YES},
    {"later", N_("Not now"), AID_NOT_NOW},
    {"no", N_("No"), AID_NO},
    {NULL, NULL, 0},
};
static const struct form_field FIELDS[] = {
    [A_NAME] = {.name = "name",
                .label = N_("A name to be called by"),
                .hint = N_("For this one ask only; any name will do. Whoever asks reads it once "
                           "you are the one who helps."),
                .kind = FIELD_LINE,
                .max = AID_NAME_MAX},
    [A_WORDS] = {.name = "words",
                 .label = N_("A few words to go with a yes"),
                 .hint =
                     N_("Whoever asks reads them; the coordinators, too, if they look after it."),
                 .kind = FIELD_TEXT,
                 .max = AID_MESSAGE_MAX},
    [A_ANSWER] = {.name = "answer",
                  .label = N_("Answer"),
                  .kind = FIELD_CHOICE,
                  .choices = ANSWERS,
                  .required = true},
};
const struct form_spec OFFER_ANSWER_FORM = FORM_SPEC(FIELDS);

void view_offer_answer_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, A_NAME);
    view_ui_field_as(h, f, A_WORDS, (struct ui_look){.rows = 3});
}

/* The offer and the question that the address names. ERR_NOT_FOUND for a question that has ended or
 * was answered; the offer is there then. */
static enum err asked_named(struct req *req, struct mine *m, struct aid_letter *out)
{
    struct space_ctx ctx = req_ctx(req);
    struct aid_letters asked;
    TRY(mine_asked(&ctx, req->viewer, m->card.id, &asked));
    for (size_t i = 0; i < asked.n; i++) {
        if (!str_eq(viewer_alias_of(req, &asked.v[i].id), req->params[1]))
            continue;
        *out = asked.v[i];
        return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

/* Back to the offer, which says what became of it. */
static enum err back(const struct req *req, struct res *res, const struct mine *m, const char *said)
{
    const struct url to = offer_url(req, &m->card, "");
    res_redirect(res, str_fmt(req->arena, "%" STR_FMT "?a=%s", STR_ARG(to.s), said));
    return ERR_OK;
}

static enum err asked_show(struct req *req, struct res *res, const struct mine *m,
                           const struct aid_letter *l, const struct form *f, const char *trouble)
{
    static const struct aid_details NOTHING;
    struct html h;
    struct ui_page page;
    struct case_words w;
    struct case_facts facts, limits;
    TRY(case_words_begin(req, &w));
    case_facts_of(&w, &l->about, &NOTHING, &facts);
    case_limits_of(&w, &l->about, &NOTHING, &limits);
    const struct str letter = viewer_alias_of(req, &l->id);
    const char *more =
        str_to_c(req->arena, str_fmt(req->arena, "/asked/%" STR_FMT, STR_ARG(letter)));
    const struct offer_asked_view v = {
        .title = case_title(&w, &l->about),
        .about = case_about(&w, &l->about),
        .words = l->words,
        .asker = l->by == LOOP_ASKER,
        .ends = tr_fmt(req->secret, req->lang, N_("The ask ends by itself on {date}."),
                       TR_ARGS({"date", lang_day(req->secret, req->lang, l->about.loop.last_day)})),
        .facts = facts.v,
        .nfacts = facts.n,
        .limits = limits.v,
        .nlimits = limits.n,
        .form = f,
        .action = offer_url(req, &m->card, more),
        .back = offer_url(req, &m->card, "")};
    page_begin(req, NAV_AID, &page, &h);
    if (trouble)
        page_say(req, &page, UI_CAREFUL, str_from_c(tr(req->lang, trouble)));
    view_offer_asked(&h, &page, &v);
    return page_send(&h, res);
}

enum err offer_asked_get(struct req *req, struct res *res)
{
    struct mine m;
    struct aid_letter l;
    struct form f;
    TRY(mine_named(req, MINE_OFFERS, req->params[0], &m));
    enum err e = asked_named(req, &m, &l);
    if (e == ERR_NOT_FOUND)
        return back(req, res, &m, "gone");
    TRY(e);
    form_blank(&OFFER_ANSWER_FORM, &f);
    return asked_show(req, res, &m, &l, &f, NULL);
}

enum err offer_asked_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    const struct form *f = req->fields;
    struct mine m;
    struct aid_letter l;
    TRY(mine_named(req, MINE_OFFERS, req->params[0], &m));
    enum err e = asked_named(req, &m, &l);
    if (e == ERR_NOT_FOUND)
        return back(req, res, &m, "gone");
    TRY(e);
    if (f->problems)
        return asked_show(req, res, &m, &l, f, NULL);
    const struct mine_answer answer = {.what = (enum aid_what)f->number[A_ANSWER],
                                       .letter = l.id,
                                       .name = f->value[A_NAME],
                                       .words = f->value[A_WORDS]};
    e = mine_answer(&ctx, req->viewer, m.card.id, &answer);
    if (e == ERR_TOO_MANY)
        return asked_show(req, res, &m, &l, f,
                          N_("Very much is waiting at the coordinators' just now, and the answer "
                             "had no room. Please try again in a while; nothing is lost."));
    if (e == ERR_NOT_FOUND)
        return back(req, res, &m, "gone");
    TRY(e);
    if (answer.what != AID_YES)
        return back(req, res, &m, "thanks");
    return page_go(req, res, help_url(req, &l.about, ""), NOTICE_NONE);
}
