#include "members/recovery.h"

#include <string.h>

#include "base/rand.h"
#include "members/routes.h"
#include "recovery.html.h"
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
        .name = "sealed", .kind = FIELD_HIDDEN, .max = 4000, .required = true                      \
    }

/* Any groups come in; the two that are asked for must be filled in. */
static const struct form_field KEEP_FIELDS[] = {SEALED, GROUPS(false)};
static const struct form_field ASK_FIELDS[] = {SEALED, GROUPS(true)};
static const struct form_spec KEEP_FORM = FORM_SPEC(KEEP_FIELDS);
static const struct form_spec ASK_FORM = FORM_SPEC(ASK_FIELDS);

void view_recovery_group(struct html *h, const struct form *f, size_t field)
{
    view_ui_field_as(h, f, field, (struct ui_look){.shape = UI_CODE});
}

enum err recovery_create(const struct space_ctx *ctx, const uint8_t salt[SALT_SIZE],
                         struct hashed *out)
{
    uint8_t code[RECOVERY_BYTES];
    out->recovery_code = code_create(ctx->secret, code, sizeof code);
    enum err e = slot_hash(ctx->home, str_from(code, sizeof code), salt, &out->recovery);
    seal_wipe(code, sizeof code);
    return e;
}

bool recovery_read(struct arena *secret, struct str typed, struct str *out)
{
    uint8_t *code = arena_alloc(secret, RECOVERY_BYTES);
    *out = str_from(code, RECOVERY_BYTES);
    return code_read(typed, code, RECOVERY_BYTES);
}

static void split(struct str code, struct str groups[RECOVERY_GROUPS])
{
    for (size_t i = 0; i < RECOVERY_GROUPS; i++)
        groups[i] = str_cut(&code, '-');
}

/* Which slots the code belongs to: an older code cannot confirm a newer one. */
static enum err slots_mark(const struct space_ctx *ctx, const struct viewer *v, struct str *out)
{
    struct account a;
    struct key k;
    uint8_t mac[KEY_SIZE];
    TRY(account_by_id(ctx, v->account, &a));
    seal_home_key(ctx->home, "draft", &k);
    seal_mac(mac, &k, "awn slots of a recovery code", a.slots);
    key_wipe(&k);
    *out = seal_hex(ctx->arena, str_from(mac, 8));
    return ERR_OK;
}

struct waiting_code {
    struct str code, mark;
    size_t first, second; /* groups asked for, from 0 */
};

static struct str waiting_seal(const struct space_ctx *ctx, const struct waiting_code *w)
{
    const char asked[2] = {(char)('0' + w->first), (char)('0' + w->second)};
    const struct http_pair fields[] = {
        {STR("code"), w->code}, {STR("mark"), w->mark}, {STR("asked"), str_from(asked, 2)}};
    const struct draft d = {STR("/join/keep"), {fields, 3}};
    return draft_seal(ctx, &d);
}

static bool waiting_open(const struct space_ctx *ctx, struct str sealed, struct waiting_code *out)
{
    struct draft d;
    if (draft_open(ctx, sealed, &d) != ERR_OK || !str_eq_c(d.path, "/join/keep"))
        return false;
    struct str asked = http_pairs_get(&d.fields, "asked");
    out->code = http_pairs_get(&d.fields, "code");
    out->mark = http_pairs_get(&d.fields, "mark");
    if (asked.n != 2)
        return false;
    out->first = (size_t)(asked.p[0] - '0');
    out->second = (size_t)(asked.p[1] - '0');
    return out->first < RECOVERY_GROUPS && out->second < RECOVERY_GROUPS;
}

static void draw_groups(struct waiting_code *w)
{
    w->first = (size_t)(rand_u64() % RECOVERY_GROUPS);
    w->second = (w->first + 1 + (size_t)(rand_u64() % (RECOVERY_GROUPS - 1))) % RECOVERY_GROUPS;
    if (w->second < w->first) {
        size_t swap = w->first;
        w->first = w->second;
        w->second = swap;
    }
}

static enum err show_code(struct req *req, struct res *res, const struct waiting_code *w,
                          struct str sealed)
{
    struct html h;
    struct ui_page page;
    struct recovery_view v = {.sealed = sealed};
    split(w->code, v.groups);
    qr_draw(req->secret, w->code, &v.qr);
    page_begin(req, NAV_NONE, &page, &h);
    view_recovery_code(&h, &page, &v);
    return page_send(&h, res);
}

enum err recovery_show(struct req *req, struct res *res, struct str code)
{
    struct space_ctx ctx = req_ctx(req);
    struct waiting_code w = {.code = code};
    TRY(slots_mark(&ctx, req->viewer, &w.mark));
    draw_groups(&w);
    return show_code(req, res, &w, waiting_seal(&ctx, &w));
}

static enum err show_question(struct req *req, struct res *res, const struct waiting_code *w,
                              struct form *f)
{
    struct html h;
    struct ui_page page;
    f->spec = &ASK_FORM;
    const struct recovery_view v = {
        .sealed = f->value[F_SEALED],
        .form = f,
        .first = F_GROUPS + w->first,
        .second = F_GROUPS + w->second,
        .wrong = f->problems > 0,
    };
    page_begin(req, NAV_NONE, &page, &h);
    view_recovery_question(&h, &page, &v);
    return page_send(&h, res);
}

/* The typed group in its place must give the same code: read as forgivingly as a whole one. */
static bool group_fits(struct arena *a, struct str code, size_t at, struct str typed)
{
    struct str groups[RECOVERY_GROUPS];
    uint8_t want[RECOVERY_BYTES], got[RECOVERY_BYTES];
    split(code, groups);
    groups[at] = typed;
    struct str tried =
        str_fmt(a, "%" STR_FMT "-%" STR_FMT "-%" STR_FMT "-%" STR_FMT "-%" STR_FMT "-%" STR_FMT,
                STR_ARG(groups[0]), STR_ARG(groups[1]), STR_ARG(groups[2]), STR_ARG(groups[3]),
                STR_ARG(groups[4]), STR_ARG(groups[5]));
    bool fits = code_read(code, want, sizeof want) && code_read(tried, got, sizeof got) &&
                memcmp(want, got, sizeof want) == 0;
    seal_wipe(want, sizeof want);
    seal_wipe(got, sizeof got);
    return fits;
}

static void check_group(struct req *req, struct form *f, struct str code, size_t at)
{
    if (!group_fits(req->secret, code, at, f->value[F_GROUPS + at]))
        form_reject(f, F_GROUPS + at, N_("This group is another one on the page with the code."));
}

static enum err keep(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form *f = arena_copy(req->secret, req->fields, sizeof *req->fields);
    struct waiting_code w;
    struct str mark;
    if (!waiting_open(&ctx, f->value[F_SEALED], &w))
        return page_go(req, res, url_path(req->arena, "/me/code"), NOTICE_NONE);
    TRY(slots_mark(&ctx, req->viewer, &mark));
    if (!seal_eq(mark, w.mark))
        return page_go(req, res, url_path(req->arena, "/me/code"), NOTICE_NONE);
    if (f->value[F_GROUPS + w.first].n == 0 && f->value[F_GROUPS + w.second].n == 0)
        return show_question(req, res, &w, f);
    check_group(req, f, w.code, w.first);
    check_group(req, f, w.code, w.second);
    if (f->problems)
        return show_question(req, res, &w, f);
    req->viewer->keyring.recovery_confirmed = true;
    viewer_touch(req->viewer);
    return page_go(req, res, url_path(req->arena, "/"), NOTICE_KEPT);
}

/* Back to the page with the code, for who did not write it down. */
static enum err keep_again(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct waiting_code w;
    if (!waiting_open(&ctx, req->fields->value[F_SEALED], &w))
        return page_go(req, res, url_path(req->arena, "/me/code"), NOTICE_NONE);
    return show_code(req, res, &w, req->fields->value[F_SEALED]);
}

static const struct route ROUTES[] = {
    {HTTP_POST, "/join/keep", &KEEP_FORM, WHO_MEMBER, LANE_WRITE, NULL, keep, 0},
    {HTTP_POST, "/join/again", &KEEP_FORM, WHO_MEMBER, LANE_READ, NULL, keep_again, 0},
};
const struct route_table MEMBERS_RECOVERY_ROUTES = ROUTE_TABLE(ROUTES);
