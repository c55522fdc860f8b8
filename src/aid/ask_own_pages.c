/* Asking as a member: the second page, and sending it. */
#include <string.h>

#include "aid/area_store.h"
#include "aid/ask_own.h"
#include "aid/intake.h"

#define AFTER                                                                                      \
    N_("After sending, it stands in your list: who could help, what was answered, changing and "   \
       "deleting it are there.")

/* Without coordinators there is the board, and nothing to choose. */
static enum err own_show(struct req *req, struct res *res, const struct aid_kind_info *kind,
                         const struct areas *areas, const struct form *f, bool full)
{
    bool read;
    TRY(aid_is_read(req, &read));
    struct ask_view v = {.form = f,
                         .full = full,
                         .after = read ? AFTER
                                       : N_("It stands on the board: every member sees what it is "
                                            "about, where, how urgent it is, and the sentence; "
                                            "nothing else, and never who asks. Nobody coordinates "
                                            "here so far."),
                         .submit = N_("Send"),
                         .action = url_path(req->arena, "/aid/ask/own"),
                         .back = url_path(req->arena, "/aid")};
    if (read)
        v.shows = ask_choices(req, f, ASK_SHOW, &v.nshows);
    return ask_form_show(req, res, kind, areas, &v);
}

enum err ask_own_begin(struct req *req, struct res *res, const struct aid_kind_info *kind,
                       const struct areas *areas, enum loop_urgency urgency)
{
    struct form f;
    const uint64_t id = aid_card_id();
    ask_form_blank(req, kind, urgency, &f);
    f.value[ASK_SEALED] = seal_base32(req->secret, str_from(&id, sizeof id));
    f.value[ASK_SHOW] = STR("desk");
    return own_show(req, res, kind, areas, &f, false);
}

/* The number that was drawn with the form, so that sending twice asks once. */
static uint64_t drawn(const struct req *req, const struct form *f)
{
    struct str bytes;
    uint64_t id = 0;
    if (seal_from_base32(req->arena, f->value[ASK_SEALED], &bytes) && bytes.n == sizeof id)
        memcpy(&id, bytes.p, sizeof id);
    return id ? id : aid_card_id();
}

enum err ask_own_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    const struct form *typed = req->fields;
    struct areas areas;
    struct form f;
    struct aid_card card;
    struct aid_details details;
    struct mine before;
    bool read;
    if (typed->problem[ASK_KIND] != FIELD_IS_NONE || typed->problem[ASK_URGENCY] != FIELD_IS_NONE)
        return page_go(req, res, url_path(req->arena, "/aid/ask"), NOTICE_NONE);
    const struct aid_kind_info *kind = aid_kind_find((int)typed->number[ASK_KIND]);
    TRY(areas_load(req->db, req->arena, &areas));
    TRY(aid_is_read(req, &read));
    ask_form_read(req, kind, &areas, &f);
    if (f.problems)
        return own_show(req, res, kind, &areas, &f, false);
    ask_form_card(req, kind, &areas, &f, &card, &details);
    card.id = drawn(req, &f);
    enum err e = mine_find(&ctx, req->viewer, MINE_ASKS, card.id, &before);
    if (e == ERR_OK)
        return page_go(req, res, my_ask_url(req, &card, ""), NOTICE_SENT);
    if (e != ERR_NOT_FOUND)
        return e;
    const enum mine_shown shown = !read                     ? MINE_TO_BOARD
                                  : f.number[ASK_SHOW] != 0 ? (enum mine_shown)f.number[ASK_SHOW]
                                                            : MINE_TO_DESK;
    e = mine_ask_put(&ctx, req->viewer, &card, &details, shown);
    if (e == ERR_TOO_MANY)
        return own_show(req, res, kind, &areas, &f, true);
    TRY(e);
    return page_go(req, res, my_ask_url(req, &card, ""), NOTICE_SENT);
}
