/* The board: what members offer, by kind. */
#include "aid/offer_pages.h"
#include "aid/offer_view.h"
#include "offers.html.h"

#define BOARD_SHOWN 300

static bool is_mine(const struct mine_list *all, uint64_t card)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].role == MINE_OFFERS && all->v[i].card.id == card)
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
    return (struct board_row_view){.title = case_title(w, c),
                                   .about = about,
                                   .mine = is_mine(all, c->id),
                                   .url = offer_url(req, c, "")};
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
    page_begin(req, NAV_AID, &page, &h);
    view_board(&h, &page, &v);
    return page_send(&h, res);
}
