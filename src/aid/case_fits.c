/* What may fit an ask, on its page; and asking whoever offers it. */
#include "aid/case_pages.h"

#include "aid/fit_words.h"
#include "aid/plan_desk.h"
#include "members/commons.h"

#define say case_say_text

/* ---- offers -----------------------------------------------------------------------------------
 */

/* Not who was asked about it before. */
static bool was_asked(const struct aid_thread *t, uint64_t offer)
{
    for (size_t i = 0; i < t->said.n; i++)
        if (t->said.v[i].what == AID_PROPOSAL && t->said.v[i].about.id == offer)
            return true;
    return false;
}

static enum err offers_of(const struct req *req, struct case_at *c, struct fits_offer **out,
                          size_t *n)
{
    struct commons commons;
    struct shelf_cards board;
    struct case_rows desk;
    TRY(commons_open(req, &commons));
    TRY(shelf_all(commons.s, AID_OFFER, NULL, &board));
    TRY(cases_list(&c->d, AID_OFFER, &desk));
    struct fits_offer *v = ARENA_ARRAY(req->secret, struct fits_offer, board.n + desk.n + 1);
    *n = 0;
    for (size_t i = 0; i < board.n; i++)
        if (!was_asked(&c->t, board.v[i].id))
            v[(*n)++] = (struct fits_offer){board.v[i], board.at[i], true};
    for (size_t i = 0; i < desk.n; i++)
        if (!was_asked(&c->t, desk.v[i].card.id))
            v[(*n)++] = (struct fits_offer){desk.v[i].card, desk.v[i].at, false};
    *out = v;
    return ERR_OK;
}

static struct str offer_value(struct arena *a, const struct fits_offer *o)
{
    return str_fmt(a, "%c-%" STR_FMT, o->board ? 'b' : 'd',
                   STR_ARG(shelf_handle(a, o->at, o->card.id)));
}

enum err case_fits_fill(const struct req *req, const struct case_words *w, struct case_at *c,
                        struct case_view *v)
{
    struct fits_offer *offers;
    struct fits fits;
    size_t n;
    TRY(offers_of(req, c, &offers, &n));
    TRY(fits_find(req->secret, &w->areas, &c->t.card, offers, n, req->now, &fits));
    struct case_fit_view *view = ARENA_ARRAY(w->arena, struct case_fit_view, FITS_MOST);
    for (size_t i = 0; i < fits.n; i++) {
        const struct fits_offer *o = fits.offer[i];
        struct case_lines yes = {ARENA_ARRAY(w->arena, struct str, CASE_REASONS_MAX), 0};
        struct case_lines no = {ARENA_ARRAY(w->arena, struct str, CASE_REASONS_MAX), 0};
        case_fit_lines(w, &c->t.card, &c->t.details, o, &fits.fit[i], &yes, &no);
        view[i] = (struct case_fit_view){
            .title = case_title(w, &o->card),
            .about = case_about(w, &o->card),
            .where = say(w, o->board ? N_("On the board") : N_("Sent to the coordinators")),
            .reasons = yes.v,
            .nreasons = yes.n,
            .against = no.v,
            .nagainst = no.n,
            .value = offer_value(w->arena, o),
            .id = str_fmt(w->arena, "f-propose-%zu", i + 1),
        };
    }
    v->fits = view;
    v->nfits = fits.n;
    struct case_lines kept;
    fit_words_kept(w, &fits, &kept, &v->looked);
    v->kept = kept.v;
    v->nkept = kept.n;
    return ERR_OK;
}

/* ---- asking quietly ---------------------------------------------------------------------------
 */

static const struct form_field PROPOSE_FIELDS[] = {
    [CASE_OFFER] = {.name = "offer", .kind = FIELD_HIDDEN, .max = 80, .required = true},
    [CASE_PROPOSE_WORDS] = {.name = "propose",
                            .label = N_("A few words to whoever offers"),
                            .kind = FIELD_TEXT,
                            .max = AID_MESSAGE_MAX},
};
const struct form_spec CASE_PROPOSE_FORM = FORM_SPEC(PROPOSE_FIELDS);

/* An offer that waited in the inbox stands on a shelf once letters were taken in. */
static enum err place_at_desk(struct desk *d, struct case_offer *offer)
{
    struct case_rows rows;
    TRY(cases_list(d, AID_OFFER, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].card.id == offer->id) {
            offer->at = rows.v[i].at;
            return ERR_OK;
        }
    return ERR_CONFLICT; /* gone in the meantime */
}

static enum err propose(struct req *req, struct case_at *c, struct str value, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct commons commons;
    struct case_offer offer = {0};
    const bool board = str_starts(value, STR("b-"));
    if (value.n < 2 ||
        !shelf_from_handle(req->arena, str_slice(value, 2, value.n), &offer.at, &offer.id))
        return ERR_CONFLICT;
    TRY(db_tx_begin(&tx, req->db));
    if (board) {
        TRY(commons_open(req, &commons));
        offer.board = commons.s;
    } else {
        TRY(cases_sort(&c->d));
        TRY(place_at_desk(&c->d, &offer));
    }
    enum err e = case_propose(&c->d, c->at, c->id, &offer, words);
    if (e == ERR_TOO_MANY ||
        (e == ERR_NOT_FOUND && case_read(&c->d, AID_ASK, c->at, c->id, &c->t) == ERR_OK))
        return ERR_CONFLICT; /* the offer is gone, or its mailbox full */
    TRY(e);
    const struct plan_asked asked = {c->id, offer.id, c->t.card.units, req->now};
    TRY(plan_asked_note(&c->d, &asked, 1));
    if (board)
        TRY(commons_turn(req, &commons));
    return db_tx_commit(&tx);
}

enum err case_propose_post(struct req *req, struct res *res)
{
    struct case_at c;
    const struct form *f = req->fields;
    enum err e = case_of(req, &c);
    if (e == ERR_NOT_FOUND)
        return case_over(req, res, &c.d);
    TRY(e);
    const struct case_forms typed = {.propose = f};
    if (f->problems)
        return case_show(req, res, &c, &typed);
    e = propose(req, &c, f->value[CASE_OFFER], f->value[CASE_PROPOSE_WORDS]);
    return case_after(req, res, &c, e, typed, NOTICE_SENT);
}
