/* What the pages of pools share: names in addresses, what things are called. Inside the room. */
#ifndef AWN_POOLS_PAGES_H
#define AWN_POOLS_PAGES_H

#include "aid/area_field.h"
#include "aid/when.h"
#include "http/router.h"
#include "members/page.h"
#include "pools/routes.h"
#include "pools/store.h"
#include "pools/view.h"

enum pool_named { POOL_OF_POOL = 1, POOL_OF_ITEM, POOL_OF_HOLD };
/* How something is called in one's own addresses. */
struct str pool_alias(const struct req *req, enum pool_named what, uint64_t id);

/* What a page of a pool stands on: the address's :pool, its items, whether the viewer keeps it. */
struct pool_page {
    struct space_ctx ctx;
    struct pool p;
    struct pool_items items;
    struct areas areas;
    bool keeps;
    int32_t today, local; /* UTC's day, and that of the clocks here */
};
/* ERR_NOT_FOUND. `pool_keep_page` also ERR_DENIED for who does not keep it. */
enum err pool_page_begin(struct req *req, struct pool_page *out) MUST_CHECK;
enum err pool_keep_page(struct req *req, struct pool_page *out) MUST_CHECK;
/* The address's second part; NULL: there is none (any more). */
struct pool_item *pool_page_item(const struct req *req, struct pool_page *x);
/* The hold of any item, by the address's second part. */
struct pool_hold *pool_page_hold(const struct req *req, struct pool_page *x,
                                 struct pool_item **item);

/* "/pools/p/…" and what stands behind it. */
struct url pool_url(const struct req *req, uint64_t pool, const char *more);
struct url pool_item_url(const struct req *req, uint64_t pool, uint64_t item, const char *more);
struct url pool_keep_item_url(const struct req *req, uint64_t pool, uint64_t item,
                              const char *more);
struct url pool_keep_hold_url(const struct req *req, uint64_t pool, uint64_t hold);
struct url pool_held_url(const struct req *req, uint64_t hold, const char *more);

struct str pool_say(const struct req *req, const char *msgid);
struct str pool_day(const struct req *req, int32_t day);
struct when_place pool_when(const struct req *req);
/* "3 packs", "2 of 3 here, one asked for", "Monday at 14:00 · 2 seats free". */
struct str pool_item_text(const struct req *req, const struct pool_page *x,
                          const struct pool_item *it);
struct str pool_stock_text(const struct req *req, const struct pool_item *it, uint32_t count);
/* "from 1 May to 8 May", "night of …", by kind. */
struct str pool_days_text(const struct req *req, enum pool_kind kind, int32_t from, int32_t until,
                          int64_t at);
/* "2 beds", "3 seats"; empty for one thing. */
struct str pool_units_text(const struct req *req, enum pool_kind kind, uint32_t units);

void pool_letters_show(const struct req *req, const struct pool_letters *all, bool keeper,
                       struct pool_letters_view *out);

/* A form's table that this request fills in: a copy of `fields`. */
struct form_field *pool_fields(const struct req *req, const struct form_spec *from,
                               struct form_spec **out);
void pool_field_hide(struct form_field *f);
struct str pool_id_text(const struct req *req, uint64_t id);
bool pool_id_read(const struct req *req, struct str text, uint64_t *id);

/* draw.c: the pictures, and in words what they show. */
void pool_draw_nights(const struct req *req, const struct pool_page *x, const struct pool_item *it,
                      struct pool_draw_view *out);
void pool_draw_stock(const struct req *req, const struct pool_item *it, struct pool_draw_view *out);

/* Full box of a keeper. */
#define POOL_NO_ROOM                                                                               \
    N_("Very much waits at the keeper's just now. Please send it again in a day; it is still "     \
       "here.")

route_handle pool_get_page, pool_ask_get, pool_ask_post, pool_take_post, pool_put_post,
    pool_list_get, pool_close_get, pool_close_post;
route_handle pool_keep_add_get, pool_keep_add_post, pool_keep_item_get, pool_keep_item_post,
    pool_keep_item_do_post, pool_keep_code_get, pool_keep_code_post, pool_keep_turn_get,
    pool_keep_turn_post, pool_keep_end_get, pool_keep_end_post, pool_code_get, pool_code_post;
extern const struct form_spec POOL_ASK_FORM, POOL_TAKE_FORM, POOL_PUT_FORM, POOL_ITEM_FORM,
    POOL_ITEM_DO_FORM, POOL_CODE_FORM;

#endif
