/* One's own ask: where it stands, who could help, what may fit. */
#include "aid/area_store.h"
#include "aid/ask_own.h"
#include "aid/fit_words.h"
#include "aid/my_ask_view.h"
#include "aid/receipt_words.h"
#include "aid/thank.h"
#include "my_ask.html.h"

#include <inttypes.h>

struct url my_ask_url(const struct req *req, const struct aid_card *card, const char *more)
{
    const struct str alias = mine_alias(req, MINE_ASKS, card->id);
    return page_url_of(req->arena,
                       str_fmt(req->arena, "/aid/asks/%" STR_FMT "%s", STR_ARG(alias), more));
}

enum err my_ask_named(struct req *req, struct my_ask *out)
{
    struct space_ctx ctx = req_ctx(req);
    TRY(mine_named(req, MINE_ASKS, req->params[0], &out->m));
    TRY(mine_ask_now(&ctx, req->viewer, &out->m, &out->a));
    return out->a.over ? ERR_NOT_FOUND : ERR_OK;
}

/* ---- what may fit -----------------------------------------------------------------------------
 */

static bool is_own(const struct mine_list *all, uint64_t offer)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].role == MINE_OFFERS && all->v[i].card.id == offer)
            return true;
    return false;
}

static bool was_asked(const struct aid_thread *t, uint64_t offer)
{
    for (size_t i = 0; i < t->said.n; i++)
        if (t->said.v[i].what == AID_PROPOSAL && t->said.v[i].about.id == offer)
            return true;
    return false;
}

static enum err offers_of(const struct req *req, const struct my_ask *x, struct fits_offer **out,
                          size_t *n)
{
    struct space_ctx ctx = req_ctx(req);
    struct shelf_cards board;
    struct mine_list all;
    TRY(mine_board(&ctx, req->viewer, &board));
    TRY(mine_all(&ctx, req->viewer, &all));
    *out = ARENA_ARRAY(req->secret, struct fits_offer, board.n + 1);
    *n = 0;
    for (size_t i = 0; i < board.n; i++)
        if (board.v[i].kind == x->m.card.kind && !is_own(&all, board.v[i].id) &&
            !was_asked(&x->a.thread, board.v[i].id))
            (*out)[(*n)++] = (struct fits_offer){board.v[i], board.at[i], true};
    return ERR_OK;
}

static enum err fits_fill(const struct req *req, const struct case_words *w, const struct my_ask *x,
                          struct my_ask_view *v)
{
    struct fits_offer *offers;
    struct fits fits;
    struct case_lines yes, no, kept;
    size_t n;
    TRY(offers_of(req, x, &offers, &n));
    TRY(fits_find(req->secret, &w->areas, &x->a.thread.card, offers, n, req->now, &fits));
    struct case_fit_view *view = ARENA_ARRAY(req->secret, struct case_fit_view, FITS_MOST);
    for (size_t i = 0; i < fits.n; i++) {
        const struct fits_offer *o = fits.offer[i];
        fit_words_of(w, &x->a.thread.card, &x->a.thread.details, o, &fits.fit[i], &yes, &no);
        view[i] = (struct case_fit_view){.title = case_title(w, &o->card),
                                         .about = case_about(w, &o->card),
                                         .reasons = yes.v,
                                         .nreasons = yes.n,
                                         .against = no.v,
                                         .nagainst = no.n,
                                         .value = shelf_handle(req->secret, o->at, o->card.id),
                                         .id = str_fmt(req->secret, "f-propose-%zu", i + 1)};
    }
    fit_words_kept(w, &fits, &kept, &v->looked);
    v->fits = view;
    v->nfits = fits.n;
    v->kept = kept.v;
    v->nkept = kept.n;
    return ERR_OK;
}

/* ---- who could help ---------------------------------------------------------------------------
 */

static bool is_claim_now(const struct my_ask *x, const struct aid_letter *l)
{
    const struct aid_card *c = &x->a.thread.card;
    return l->what == AID_CLAIMS && c->loop.state == LOOP_CLAIMED && !x->a.accepted &&
           c->helper.id == l->reply.id;
}

/* The last word of that mailbox: nothing after it takes it back or lets somebody help. */
static bool holds(const struct aid_thread *t, size_t i)
{
    for (size_t k = i + 1; k < t->said.n; k++)
        if (t->said.v[k].reply.id == t->said.v[i].reply.id ||
            (t->said.v[k].what == AID_ACCEPTED &&
             t->said.v[k].about.helper.id == t->said.v[i].reply.id))
            return false;
    return true;
}

static void yes_fill(const struct req *req, const struct case_words *w, const struct my_ask *x,
                     struct my_ask_view *v)
{
    const struct aid_thread *t = &x->a.thread;
    struct my_yes_view *yes = ARENA_ARRAY(req->secret, struct my_yes_view, t->said.n);
    const bool open = aid_card_open(&t->card, req->now) || t->card.loop.state <= LOOP_TRIAGED;
    for (size_t i = 0; i < t->said.n; i++) {
        const struct aid_letter *l = &t->said.v[i];
        const bool claim = is_claim_now(x, l);
        if (!claim && (l->what != AID_YES || !open || l->reply.id == 0))
            continue;
        if (!holds(t, i))
            continue;
        yes[v->nyes++] = (struct my_yes_view){
            .name = l->name.n ? l->name : case_say_text(w, N_("Somebody without a name")),
            .when = page_ago(req, l->at),
            .about = l->what == AID_YES && l->has_about ? case_title(w, &l->about) : STR_NONE,
            .words = html_markdown(req->secret, l->words),
            .value = str_fmt(req->secret, "%016" PRIx64, l->reply.id),
            .claim = claim};
    }
    v->yes = yes;
}

/* ---- the page ---------------------------------------------------------------------------------
 */

static struct str shown_text(const struct req *req, const struct my_ask *x)
{
    const char *text = N_("The coordinators are shown it, and nobody else.");
    if (x->m.list == AID_BOARD)
        text = x->a.thread.card.desk_reads
                   ? N_("The coordinators are shown it; on the board stands what it is about, "
                        "where, how urgent it is, and the sentence.")
                   : N_("On the board stands what it is about, where, how urgent it is, and the "
                        "sentence. Nobody is shown the rest before you let them help.");
    return str_from_c(tr(req->lang, text));
}

/* Somebody claimed it and waits for a word. */
static void claim_say(const struct req *req, const struct my_ask *x, struct my_ask_view *v)
{
    const struct aid_card *c = &x->a.thread.card;
    if (c->loop.state != LOOP_CLAIMED || x->a.accepted)
        return;
    const struct when_place place = {
        .arena = req->secret, .lang = req->lang, .zone = req_net(req)->zone, .now = req->now};
    v->r.state = str_from_c(tr(req->lang, N_("Somebody would like to help")));
    v->r.next =
        tr_fmt(req->secret, req->lang, N_("{what} By: {when}."),
               TR_ARGS({"what", str_from_c(tr(req->lang, N_("A word from you: may they help?")))},
                       {"when", when_text(&place, loop_next(&c->loop).by)}));
    v->r.may_confirm = v->r.may_change = false;
}

static const struct form *or_blank(const struct req *req, const struct form *typed,
                                   const struct form_spec *spec)
{
    struct form *blank = ARENA_NEW(req->arena, struct form);
    form_blank(spec, blank);
    return typed ? typed : blank;
}

static void urls_fill(const struct req *req, const struct aid_card *c, struct my_ask_view *v)
{
    v->say = my_ask_url(req, c, "/say");
    v->did = my_ask_url(req, c, "/did");
    v->accept = my_ask_url(req, c, "/accept");
    v->propose = my_ask_url(req, c, "/propose");
    v->calendar = my_ask_url(req, c, "/calendar");
    v->change = my_ask_url(req, c, "/change");
    v->end = my_ask_url(req, c, "/end");
    v->still = url_path(req->arena, "/aid/offers/still");
    v->back = url_path(req->arena, "/aid/offers");
}

enum err my_ask_show(struct req *req, struct res *res, struct my_ask *x, struct my_ask_typed typed)
{
    struct html h;
    struct ui_page page;
    struct case_words w;
    struct my_ask_view v = {.rests = x->a.rests};
    const struct aid_card *c = &x->a.thread.card;
    TRY(case_words_begin(req, &w));
    mine_see(req, MINE_ASKS, x->m.card.id, x->a.turn);
    receipt_view_fill(req, &w.areas, &x->a.thread, &v.r);
    v.r.say = or_blank(req, typed.say, &MY_ASK_SAY_FORM);
    v.r.did = or_blank(req, typed.did, &RECEIPT_DID_FORM);
    v.r.thank = or_blank(req, typed.thank, &AID_THANK_OWN_FORM);
    v.r.thank_to = my_ask_url(req, c, "/thanks");
    v.r.may_say &= c->desk_reads || (c->helper.id != 0 && x->a.accepted);
    v.shown = shown_text(req, x);
    claim_say(req, x, &v);
    yes_fill(req, &w, x, &v);
    urls_fill(req, &x->m.card, &v);
    v.can_propose = c->loop.state <= LOOP_TRIAGED;
    if (v.can_propose)
        TRY(fits_fill(req, &w, x, &v));
    page_begin(req, NAV_AID, &page, &h);
    if (typed.said)
        page_say(req, &page, UI_CAREFUL, str_from_c(tr(req->lang, typed.said)));
    view_my_ask(&h, &page, &v);
    return page_send(&h, res);
}

enum err my_ask_get(struct req *req, struct res *res)
{
    struct my_ask x;
    TRY(my_ask_named(req, &x));
    return my_ask_show(req, res, &x, (struct my_ask_typed){0});
}

/* ---- its row in the list ----------------------------------------------------------------------
 */

enum err my_ask_row(struct req *req, const struct case_words *w, const struct mine *m,
                    struct ui_row *out, int64_t *at, bool *rests)
{
    struct space_ctx ctx = req_ctx(req);
    struct mine_ask a;
    TRY(mine_ask_now(&ctx, req->viewer, m, &a));
    if (a.over)
        return ERR_NOT_FOUND;
    const struct loop *l = &a.thread.card.loop;
    const bool waits = l->state == LOOP_CLAIMED && !a.accepted;
    const char *state = waits     ? N_("Somebody would like to help")
                        : a.rests ? N_("not shown: does it still stand?")
                                  : loop_state_text(l->state == LOOP_OPEN ? LOOP_OPEN : l->state);
    if (l->state == LOOP_TRIAGED && !a.thread.card.desk_reads && !a.rests)
        state = loop_state_text(LOOP_OPEN);
    *at = a.at;
    *rests |= a.rests;
    *out = (struct ui_row){.title = case_title(w, &a.thread.card),
                           .about = tr_fmt(req->secret, req->lang, N_("You ask: {state}"),
                                           TR_ARGS({"state", case_say_text(w, state)})),
                           .url = my_ask_url(req, &m->card, "")};
    if (a.turn > mine_seen(req, MINE_ASKS, m->card.id) && a.turn > 1)
        out->fresh = case_say_text(w, N_("new"));
    return ERR_OK;
}
