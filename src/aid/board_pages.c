/* The board: what members ask, most urgent first; and what they offer, by kind. */
#include "aid/ask_own.h"
#include "aid/offer_pages.h"
#include "aid/offer_view.h"
#include "offers.html.h"

#define BOARD_SHOWN 300

static bool is_mine(const struct mine_list *all, enum mine_role role, uint64_t card)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].role == role && all->v[i].card.id == card)
            return true;
    return false;
}

static const char *repeat_text(enum aid_repeat repeat)
{
    switch (repeat) {
#define X(name, number, text)                                                                      \
    case AID_##name:                                                                               \
        return text;
        AID_REPEATS(X)
#undef X
    }
    return "";
}

static struct board_row_view row_of(const struct req *req, const struct case_words *w,
                                    const struct aid_card *c, const struct mine_list *all)
{
    struct str about = case_say_text(w, repeat_text(c->repeat));
    if (c->area != 0 && w->areas.n != 0)
        about = tr_fmt(req->secret, req->lang, N_("{where} · {often}"),
                       TR_ARGS({"where", area_label(req, &w->areas, c->area)}, {"often", about}));
    struct board_row_view row = {
        .title = case_title(w, c), .about = about, .mine = is_mine(all, MINE_OFFERS, c->id)};
    if (row.mine)
        row.url = offer_url(req, c, "");
    return row;
}

static struct board_row_view ask_row(const struct req *req, const struct case_words *w,
                                     const struct aid_card *c, struct shelf_place at,
                                     const struct mine_list *all)
{
    struct board_row_view row = {
        .title = case_title(w, c),
        .about = tr_fmt(req->secret, req->lang, N_("{what} · {waits}"),
                        TR_ARGS({"what", case_about(w, c)}, {"waits", case_waits(w, c)})),
        .mine = is_mine(all, MINE_ASKS, c->id)};
    if (c->loop.missed != 0)
        row.late = case_say_text(w, N_("Did not happen before"));
    else if (case_late(c, req->now))
        row.late = case_say_text(w, N_("Waits for long"));
    if (row.mine) {
        row.url = my_ask_url(req, c, "");
        return row;
    }
    const struct str handle = shelf_handle(req->arena, at, c->id);
    row.url = page_url_of(req->arena, str_fmt(req->arena, "/aid/board/%" STR_FMT, STR_ARG(handle)));
    return row;
}

static enum err asks_fill(const struct req *req, const struct case_words *w,
                          const struct mine_list *all, struct board_view *v)
{
    struct space_ctx ctx = req_ctx(req);
    struct shelf_cards asks;
    TRY(mine_board_asks(&ctx, req->viewer, &asks));
    const size_t n = asks.n < BOARD_SHOWN ? asks.n : BOARD_SHOWN;
    struct board_row_view *rows = ARENA_ARRAY(req->secret, struct board_row_view, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = ask_row(req, w, &asks.v[i], asks.at[i], all);
    v->asks = rows;
    v->nasks = n;
    if (asks.n > n)
        v->more_asks = tr_fmt_n(req->secret, req->lang, "{n} more ask waits that is less pressing.",
                                "{n} more asks wait that are less pressing.", asks.n - n, NULL, 0);
    return ERR_OK;
}

/* Why somebody came back here: "?a=…" in the address, nothing private. */
static void said_say(struct req *req, struct ui_page *page)
{
    struct str said = http_pairs_get(&req->query, "a");
    if (str_eq_c(said, "first"))
        page_say(req, page, UI_NOTE,
                 str_from_c(tr(req->lang,
                               N_("Somebody was a moment earlier with this one, so it is looked "
                                  "after. Thank you for wanting to. If it does not work out, it "
                                  "stands here again."))));
    else if (str_eq_c(said, "gone"))
        page_say(req, page, UI_NOTE,
                 str_from_c(tr(req->lang, N_("This ask does not wait any more: it is looked after, "
                                             "or has ended."))));
}

enum err offer_board_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct html h;
    struct ui_page page;
    struct case_words w;
    struct shelf_cards cards;
    struct mine_list mine;
    size_t hidden = 0;

    TRY(mine_board(&ctx, req->viewer, &cards));
    TRY(mine_all(&ctx, req->viewer, &mine));
    TRY(case_words_begin(req, &w));
    if (cards.n > BOARD_SHOWN)
        hidden = cards.n - BOARD_SHOWN;
    const size_t n = cards.n - hidden;
    struct board_row_view *rows = ARENA_ARRAY(req->secret, struct board_row_view, n);
    struct board_kind_view *kinds =
        ARENA_ARRAY(req->secret, struct board_kind_view, AID_KIND_COUNT);
    struct board_view v = {.kinds = kinds,
                           .create = url_path(req->arena, "/aid/offers/new"),
                           .mine = url_path(req->arena, "/aid/offers"),
                           .back = url_path(req->arena, "/aid")};
    if (hidden)
        v.more = tr_fmt_n(req->secret, req->lang, "{n} older offer is not shown here.",
                          "{n} older offers are not shown here.", hidden, NULL, 0);
    for (int kind = 1; kind <= AID_KIND_COUNT; kind++) {
        size_t of_kind = 0;
        for (size_t i = 0; i < n; i++)
            if ((int)cards.v[i].kind == kind)
                rows[of_kind++] = row_of(req, &w, &cards.v[i], &mine);
        if (of_kind != 0)
            kinds[v.nkinds++] =
                (struct board_kind_view){tr(req->lang, aid_kind_find(kind)->text), rows, of_kind};
        rows += of_kind;
    }
    TRY(asks_fill(req, &w, &mine, &v));
    page_begin(req, NAV_AID, &page, &h);
    said_say(req, &page);
    view_board(&h, &page, &v);
    return page_send(&h, res);
}
