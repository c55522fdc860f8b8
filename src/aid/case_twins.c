/* What may be the same ask, side by side on its page; and closing one of the two. */
#include "aid/case_pages.h"
#include "aid/twins.h"
#include "case.html.h"

#define TWINS_MOST 5
#define TWINS_LOOKED 30 /* asks of the kind that are compared */

#define say case_say_text

static const struct {
    unsigned why;
    const char *text;
} WHYS[] = {{TWIN_CONTACT, N_("The same way to be reached")},
            {TWIN_LINE, N_("Nearly the same sentence")},
            {TWIN_WORDS, N_("Nearly the same words")}};

static struct case_twin_view twin_view(const struct case_words *w, const struct case_row *r,
                                       const struct aid_details *details, unsigned why)
{
    struct str *whys = ARENA_ARRAY(w->arena, struct str, sizeof WHYS / sizeof WHYS[0]);
    struct case_twin_view v = {
        .title = case_title(w, &r->card),
        .about = case_about(w, &r->card),
        .state = say(w, loop_state_text(r->card.loop.state)),
        .waits = case_waits(w, &r->card),
        .words = html_markdown(w->arena, details ? details->words : STR_NONE),
        .contact = details ? details->contact : STR_NONE,
        .why = whys,
        .url = case_url(w->req, r->at, r->card.id, ""),
        .same = case_url(w->req, r->at, r->card.id, "same"),
    };
    for (size_t i = 0; i < sizeof WHYS / sizeof WHYS[0]; i++)
        if (why & WHYS[i].why)
            whys[v.nwhy++] = say(w, WHYS[i].text);
    return v;
}

/* Asks of the kind that go on, the most pressing first. */
static size_t candidates(const struct case_rows *rows, const struct aid_card *card,
                         const struct case_row **out, const struct aid_card **cards)
{
    size_t n = 0;
    for (size_t i = 0; i < rows->n && n < TWINS_LOOKED; i++) {
        const struct aid_card *c = &rows->v[i].card;
        if (c->id == card->id || c->kind != card->kind || c->loop.state >= LOOP_CONFIRMED)
            continue;
        cards[n] = c;
        out[n++] = &rows->v[i];
    }
    return n;
}

enum err case_twins_fill(const struct req *req, const struct case_words *w, struct case_at *c,
                         struct case_view *v)
{
    struct case_rows rows;
    const struct case_row *row[TWINS_LOOKED];
    const struct aid_card *cards[TWINS_LOOKED];
    bool there[TWINS_LOOKED];
    struct aid_details *details = ARENA_ARRAY(w->arena, struct aid_details, TWINS_LOOKED);
    struct case_twin_view *view = ARENA_ARRAY(w->arena, struct case_twin_view, TWINS_MOST);
    const struct twin_side me = {&c->t.card, c->t.has_details ? &c->t.details : NULL};
    TRY(cases_list(&c->d, AID_ASK, &rows));
    const size_t n = candidates(&rows, &c->t.card, row, cards);
    TRY(cases_details_of(&c->d, cards, n, details, there));
    for (size_t i = 0; i < n && v->ntwins < TWINS_MOST; i++) {
        const struct twin_side it = {&row[i]->card, there[i] ? &details[i] : NULL};
        const unsigned why = twins_of(req->search, w->arena, &me, &it);
        if (why)
            view[v->ntwins++] = twin_view(w, row[i], it.details, why);
    }
    v->twins = view;
    return ERR_OK;
}

/* ---- the same ask -----------------------------------------------------------------------------
 */

static const struct form_field SAME_FIELDS[] = {
    [CASE_SAME_WORDS] = {.name = "words",
                         .label = N_("What its asker reads"),
                         .kind = FIELD_TEXT,
                         .max = AID_MESSAGE_MAX,
                         .required = true},
    [CASE_SAME_SEEN] = {.name = "seen", .kind = FIELD_HIDDEN, .max = 20},
};
const struct form_spec CASE_SAME_FORM = FORM_SPEC(SAME_FIELDS);

static enum err same_show(struct req *req, struct res *res, struct case_at *c, const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct case_words w;
    TRY(case_words_begin(req, &w));
    const struct case_same_view v = {
        .title = case_title(&w, &c->t.card),
        .about = case_about(&w, &c->t.card),
        .form = f,
        .action = case_url(req, c->t.at, c->id, "same"),
        .back = case_url(req, c->t.at, c->id, ""),
    };
    page_begin(req, c->d.kind->nav, &page, &h);
    view_case_same(&h, &page, &v);
    return page_send(&h, res);
}

/* Words in the language that the asker wrote in, to be changed. */
enum err case_same_get(struct req *req, struct res *res)
{
    struct case_at c;
    struct form f;
    TRY(case_of(req, &c));
    const struct lang *theirs = lang_find(c.t.details.lang);
    form_blank(&CASE_SAME_FORM, &f);
    f.value[CASE_SAME_WORDS] = str_from_c(
        tr(theirs ? theirs : req->lang,
           N_("Thank you for writing. The same ask has reached us twice, so we go on with the "
              "other one and close this one. Nothing is lost by that: the answer comes to where "
              "the other one was sent from. If it was not the same after all, please simply ask "
              "again.")));
    f.value[CASE_SAME_SEEN] = case_seen(req->arena, &c.t);
    return same_show(req, res, &c, &f);
}

enum err case_same_post(struct req *req, struct res *res)
{
    struct case_at c;
    const struct form *f = req->fields;
    enum err e = case_of(req, &c);
    if (e == ERR_NOT_FOUND)
        return case_over(req, res, &c.d);
    TRY(e);
    if (f->problems)
        return same_show(req, res, &c, f);
    e = str_eq(f->value[CASE_SAME_SEEN], case_seen(req->arena, &c.t))
            ? case_move(&c.d, c.at, c.id, LOOP_WITHDRAW, NULL, f->value[CASE_SAME_WORDS])
            : ERR_CONFLICT;
    return case_after(req, res, &c, e, (struct case_forms){0}, NOTICE_GONE);
}
