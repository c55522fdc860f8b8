/* Beds by night and what lies on a shelf, as pictures that are read from the page's own side. */
#include <string.h>

#include "pools/pages.h"

#define BAR 10  /* from one night to the next */
#define THICK 8 /* of it drawn */
#define TALL 40
#define LONG 300

static struct str box(const struct req *req, bool rtl, int x, int y, int w, int h)
{
    return str_fmt(req->secret, "M%d %dh%dv%dh-%dz", rtl ? LONG - x - w : x, y, w, h, w);
}

static bool is_rtl(const struct req *req)
{
    return strcmp(lang_dir(req->lang), "rtl") == 0;
}

static void add(const struct req *req, struct str *path, struct str more)
{
    *path = str_fmt(req->secret, "%" STR_FMT "%" STR_FMT, STR_ARG(*path), STR_ARG(more));
}

void pool_draw_nights(const struct req *req, const struct pool_page *x, const struct pool_item *it,
                      struct pool_draw_view *out)
{
    const bool rtl = is_rtl(req);
    uint64_t full = 0;
    *out = (struct pool_draw_view){.width = LONG, .height = TALL};
    for (int i = 0; i < POOL_NIGHTS; i++) {
        const uint32_t n = pool_free_night(it, x->local + i);
        const int tall = it->units ? (int)(n * TALL / it->units) : 0;
        full += n == 0;
        add(req, &out->all, box(req, rtl, i * BAR, 0, THICK, TALL));
        if (tall != 0)
            add(req, &out->some, box(req, rtl, i * BAR, TALL - tall, THICK, tall));
    }
    const struct str tonight = lang_number(req->secret, req->lang, pool_free_night(it, x->local));
    out->text = full == 0
                    ? tr_fmt(req->secret, req->lang,
                             N_("Free beds tonight: {free}. There is a bed on each of the next 30 "
                                "nights."),
                             TR_ARGS({"free", tonight}))
                    : tr_fmt_n(req->secret, req->lang,
                               "Free beds tonight: {free}. Of the next 30 nights, {n} is full.",
                               "Free beds tonight: {free}. Of the next 30 nights, {n} are full.",
                               full, TR_ARGS({"free", tonight}));
}

void pool_draw_stock(const struct req *req, const struct pool_item *it, struct pool_draw_view *out)
{
    const bool rtl = is_rtl(req);
    const uint64_t n = pool_stock(it);
    const uint64_t most = n > 2 * (uint64_t)it->low ? n : 2 * (uint64_t)it->low;
    const int some = most ? (int)(n * LONG / most) : 0;
    const int low = most ? (int)((uint64_t)it->low * LONG / most) : 0;
    *out = (struct pool_draw_view){.width = LONG, .height = 12};
    out->all = box(req, rtl, 0, 0, LONG, 12);
    if (some != 0)
        out->some = box(req, rtl, 0, 0, some, 12);
    if (it->low != 0)
        out->mark = box(req, rtl, low == LONG ? LONG - 3 : low, 0, 3, 12);
    out->text = tr_fmt(req->secret, req->lang, N_("There: {n}. To be bought below {low}."),
                       TR_ARGS({"n", pool_stock_text(req, it, (uint32_t)n)},
                               {"low", lang_number(req->secret, req->lang, it->low)}));
}
