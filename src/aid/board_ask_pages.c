/* An ask on the board: "I can help with this". */
#include "aid/ask_own.h"
#include "aid/my_ask_view.h"
#include "my_ask.html.h"

enum { B_NAME, B_WORDS };
static const struct form_field FIELDS[] = {
    [B_NAME] = {.name = "name",
                .label = N_("A name to be called by"),
                .hint = N_("For this one ask only; any name will do."),
                .kind = FIELD_LINE,
                .max = AID_NAME_MAX},
    [B_WORDS] = {.name = "words",
                 .label = N_("A few words to whoever asks"),
                 .hint = N_("For instance: what is possible, and when."),
                 .kind = FIELD_TEXT,
                 .max = AID_MESSAGE_MAX},
};
const struct form_spec BOARD_ASK_FORM = FORM_SPEC(FIELDS);

void view_board_ask_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, B_NAME);
    view_ui_field_as(h, f, B_WORDS, (struct ui_look){.rows = 3});
}

static enum err board(struct req *req, struct res *res, const char *said)
{
    res_redirect(res, str_fmt(req->arena, "/aid/board?a=%s", said));
    return ERR_OK;
}

static enum err show(struct req *req, struct res *res, const struct aid_card *c,
                     const struct form *f, const char *said)
{
    struct html h;
    struct ui_page page;
    struct case_words w;
    TRY(case_words_begin(req, &w));
    const struct board_ask_view v = {
        .title = case_title(&w, c),
        .about = case_about(&w, c),
        .waits = case_waits(&w, c),
        .missed = case_missed(&w, &c->loop),
        .ends = tr_fmt(req->secret, req->lang, N_("The ask ends by itself on {date}."),
                       TR_ARGS({"date", lang_day(req->secret, req->lang, c->loop.last_day)})),
        .desk_reads = c->desk_reads,
        .form = f,
        .action = page_url_of(req->arena,
                              str_fmt(req->arena, "/aid/board/%" STR_FMT, STR_ARG(req->params[0]))),
        .back = url_path(req->arena, "/aid/board")};
    page_begin(req, NAV_AID, &page, &h);
    if (said)
        page_say(req, &page, UI_CAREFUL, str_from_c(tr(req->lang, said)));
    view_board_ask(&h, &page, &v);
    return page_send(&h, res);
}

/* ERR_NOT_FOUND: it is not open (any more). */
static enum err named(struct req *req, struct shelf_place *at, struct aid_card *out)
{
    struct space_ctx ctx = req_ctx(req);
    uint64_t id;
    if (!shelf_from_handle(req->arena, req->params[0], at, &id))
        return ERR_NOT_FOUND;
    TRY(mine_board_ask(&ctx, req->viewer, *at, id, out));
    return aid_card_open(out, req->now) ? ERR_OK : ERR_NOT_FOUND;
}

enum err board_ask_get(struct req *req, struct res *res)
{
    struct shelf_place at;
    struct aid_card c;
    struct form f;
    enum err e = named(req, &at, &c);
    if (e == ERR_NOT_FOUND)
        return board(req, res, "gone");
    TRY(e);
    form_blank(&BOARD_ASK_FORM, &f);
    return show(req, res, &c, &f, NULL);
}

enum err board_ask_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    const struct form *f = req->fields;
    struct shelf_place at;
    struct aid_card c;
    struct mine mine;
    uint64_t id;
    if (!shelf_from_handle(req->arena, req->params[0], &at, &id))
        return board(req, res, "gone");
    enum err e = named(req, &at, &c);
    if (e == ERR_NOT_FOUND) {
        const struct aid_card it = {.id = id}; /* pressed twice? */
        e = mine_find(&ctx, req->viewer, MINE_HELPS, id, &mine);
        return e == ERR_OK ? page_go(req, res, help_url(req, &it, ""), NOTICE_NONE)
                           : board(req, res, "first");
    }
    TRY(e);
    if (f->problems)
        return show(req, res, &c, f, NULL);
    e = mine_claim(&ctx, req->viewer, at, id, f->value[B_NAME], f->value[B_WORDS]);
    if (e == ERR_INVALID)
        return show(req, res, &c, f, N_("This is your own ask."));
    if (e == ERR_TOO_MANY)
        return show(req, res, &c, f,
                    N_("There was no room for it just now: your list is full, or much waits to be "
                       "read there. What was typed is still here."));
    if (e == ERR_CONFLICT || e == ERR_NOT_FOUND)
        return board(req, res, "first");
    TRY(e);
    return page_go(req, res, help_url(req, &c, ""), NOTICE_SENT);
}
