/* The code of a new ask: shown once, and two of its groups typed again. Nothing depends on that; it
 * tells somebody that they can read their own writing. */
#include <string.h>

#include "aid/ask_view.h"
#include "aid/intake.h"
#include "aid/routes.h"
#include "ask.html.h"
#include "seal/words.h"

enum { F_SEALED, F_GROUPS };
#define GROUP(id, text, must)                                                                      \
    {                                                                                              \
        .name = id, .label = text, .kind = FIELD_LINE, .max = 20, .required = must                 \
    }
#define GROUPS(must)                                                                               \
    GROUP("g1", N_("First group"), must), GROUP("g2", N_("Second group"), must),                   \
        GROUP("g3", N_("Third group"), must), GROUP("g4", N_("Fourth group"), must),               \
        GROUP("g5", N_("Fifth group"), must), GROUP("g6", N_("Sixth group"), must)
#define SEALED                                                                                     \
    {                                                                                              \
        .name = "sealed", .kind = FIELD_HIDDEN, .max = 1000, .required = true                      \
    }

/* Any groups come in; the two that are asked for must be filled in. */
static const struct form_field KEEP_FIELDS[] = {SEALED, GROUPS(false)};
static const struct form_field ASK_FIELDS_[] = {SEALED, GROUPS(true)};
static const struct form_spec KEEP_FORM = FORM_SPEC(KEEP_FIELDS);
static const struct form_spec QUESTION_FORM = FORM_SPEC(ASK_FIELDS_);

void view_receipt_group(struct html *h, const struct form *f, size_t field)
{
    view_ui_field_as(h, f, field, (struct ui_look){.shape = UI_CODE});
}

#define CARRY STR("/aid/receipt")

struct str receipt_carry(const struct space_ctx *ctx, struct str code)
{
    const struct http_pair field = {STR("code"), code};
    const struct draft d = {CARRY, {&field, 1}};
    return draft_seal(ctx, &d);
}

bool receipt_carried(const struct space_ctx *ctx, struct str sealed, struct receipt *r,
                     struct str *code)
{
    struct draft d;
    if (sealed.n == 0 || draft_open(ctx, sealed, &d) != ERR_OK || !str_eq(d.path, CARRY))
        return false;
    *code = http_pairs_get(&d.fields, "code");
    return receipt_read(ctx, *code, r);
}

static void split(struct str code, struct str groups[RECEIPT_GROUPS])
{
    for (size_t i = 0; i < RECEIPT_GROUPS; i++)
        groups[i] = str_cut(&code, '-');
}

/* Which two are asked for: always the same of one code. */
static void groups_asked(const struct receipt *r, size_t *first, size_t *second)
{
    *first = r->code[0] % (RECEIPT_GROUPS - 1);
    *second = *first + 1 + r->code[1] % (RECEIPT_GROUPS - 1 - *first);
}

static enum err code_show(struct req *req, struct res *res, struct str code, struct str next)
{
    struct space_ctx ctx = req_ctx(req);
    struct html h;
    struct ui_page page;
    struct receipt_code_view v = {.sealed = receipt_carry(&ctx, code), .next = next};
    split(code, v.groups);
    qr_draw(req->secret, code, &v.qr);
    page_begin(req, NAV_NONE, &page, &h);
    view_receipt_code(&h, &page, &v);
    return page_send(&h, res);
}

static struct str next_text(const struct req *req, const struct loop *l)
{
    const struct loop_next next = loop_next(l);
    return tr_fmt(
        req->arena, req->lang,
        N_("Sent. {what} If nobody has by then, it rises to the top of their list: {when}."),
        TR_ARGS({"what", str_from_c(tr(req->lang, next.what))},
                {"when", aid_when_text(req, next.by)}));
}

enum err receipt_show(struct req *req, struct res *res, const struct receipt *r, struct str code,
                      const struct loop *loop)
{
    struct space_ctx ctx = req_ctx(req);
    res_cookie_set(res, RECEIPT_COOKIE, receipt_seal(&ctx, r), 0);
    return code_show(req, res, code, next_text(req, loop));
}

/* For who was too late for the page: the receipt that they wrote down still works. */
static enum err go_on(struct req *req, struct res *res)
{
    return page_go(req, res, url_path(req->arena, "/aid/receipt"), NOTICE_NONE);
}

/* The typed group in its place must give the same code: read as forgivingly as a whole one. */
static bool group_fits(const struct space_ctx *ctx, struct str code, size_t at, struct str typed)
{
    struct str groups[RECEIPT_GROUPS];
    struct receipt want, got;
    split(code, groups);
    groups[at] = typed;
    struct str tried = str_fmt(
        ctx->secret, "%" STR_FMT "-%" STR_FMT "-%" STR_FMT "-%" STR_FMT "-%" STR_FMT "-%" STR_FMT,
        STR_ARG(groups[0]), STR_ARG(groups[1]), STR_ARG(groups[2]), STR_ARG(groups[3]),
        STR_ARG(groups[4]), STR_ARG(groups[5]));
    return receipt_read(ctx, code, &want) && receipt_read(ctx, tried, &got) &&
           seal_eq(str_from(want.code, RECEIPT_BYTES), str_from(got.code, RECEIPT_BYTES));
}

static void group_check(const struct space_ctx *ctx, struct form *f, struct str code, size_t at)
{
    if (!group_fits(ctx, code, at, f->value[F_GROUPS + at]))
        form_reject(f, F_GROUPS + at, N_("This group is another one on the page with the code."));
}

static enum err question_show(struct req *req, struct res *res, struct form *f, size_t first,
                              size_t second)
{
    struct html h;
    struct ui_page page;
    f->spec = &QUESTION_FORM;
    const struct receipt_code_view v = {.sealed = f->value[F_SEALED],
                                        .form = f,
                                        .first = F_GROUPS + first,
                                        .second = F_GROUPS + second,
                                        .wrong = f->problems > 0};
    page_begin(req, NAV_NONE, &page, &h);
    view_receipt_question(&h, &page, &v);
    return page_send(&h, res);
}

static enum err keep_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form *f = arena_copy(req->secret, req->fields, sizeof *req->fields);
    struct receipt r;
    struct str code;
    size_t first, second;
    if (!receipt_carried(&ctx, f->value[F_SEALED], &r, &code))
        return go_on(req, res);
    groups_asked(&r, &first, &second);
    if (f->value[F_GROUPS + first].n == 0 && f->value[F_GROUPS + second].n == 0)
        return question_show(req, res, f, first, second);
    group_check(&ctx, f, code, first);
    group_check(&ctx, f, code, second);
    return f->problems ? question_show(req, res, f, first, second) : go_on(req, res);
}

/* Back to the page with the code, for who did not write it down. */
static enum err again_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct receipt r;
    struct str code;
    if (!receipt_carried(&ctx, req->fields->value[F_SEALED], &r, &code))
        return go_on(req, res);
    return code_show(req, res, code, STR_NONE);
}

static const struct route ROUTES[] = {
    {HTTP_POST, "/aid/receipt/keep", &KEEP_FORM, WHO_ANYONE, LANE_READ, NULL, keep_post, 0},
    {HTTP_POST, "/aid/receipt/again", &KEEP_FORM, WHO_ANYONE, LANE_READ, NULL, again_post, 0},
};
const struct route_table AID_RECEIPT_CODE_ROUTES = ROUTE_TABLE(ROUTES);
