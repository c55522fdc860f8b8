/* The first days of hard times: one short page to ask, and one for who gives without an account. */
#include "aid/area_store.h"
#include "aid/ask_form.h"
#include "aid/intake.h"
#include "aid/kind_form.h"
#include "aid/routes.h"
#include "aid/surge_pages.h"
#include "aid/surge_view.h"
#include "base/clock.h"
#include "surge.html.h"

static const struct form_choice KINDS[] = {{"", N_("Please choose one of these."), 0},
#define X(name, number, code, text) {code, text, AID_##name},
                                           AID_KINDS(X)
#undef X
                                               {NULL, NULL, 0}};
static const struct form_choice DAYS[] = {{"3", N_("Three days"), 3},
                                          {"7", N_("One week"), 7},
                                          {"14", N_("Two weeks"), 14},
                                          {"30", N_("One month"), 30},
                                          {NULL, NULL, 0}};
#define UNITS_MAX 500

enum { A_SEALED, A_KIND, A_AREA, A_UNITS, A_URGENCY, A_LINE, A_CONTACT, A_WORDS, A_WHO, A_LANG };
static const struct form_field ASK_SHORT_FIELDS[] = {
    [A_SEALED] = {.name = "sealed", .kind = FIELD_HIDDEN, .max = 1000},
    [A_KIND] = {.name = "kind",
                .label = N_("What is it about?"),
                .kind = FIELD_CHOICE,
                .choices = KINDS,
                .required = true},
    [A_AREA] = AREA_FIELD("area", N_("Where?")),
    [A_UNITS] = {.name = "units",
                 .label = N_("For how many people?"),
                 .kind = FIELD_INT,
                 .min = 1,
                 .max = UNITS_MAX},
    [A_URGENCY] = {.name = "urgency",
                   .label = N_("How urgent is it?"),
                   .kind = FIELD_CHOICE,
                   .choices = KIND_FORM_URGENCIES,
                   .required = true},
    [A_LINE] = {.name = "line",
                .label = N_("In one sentence"),
                .hint = N_("Whoever might help is shown this sentence first. It is best without "
                           "names and addresses."),
                .kind = FIELD_LINE,
                .max = AID_LINE_MAX,
                .required = true},
    [A_CONTACT] = {.name = "contact",
                   .label = N_("Another way to be reached"),
                   .hint = N_("Not needed: answers wait behind the receipt."),
                   .kind = FIELD_LINE,
                   .max = ASK_CONTACT_MAX},
    [A_WORDS] = {.name = "words",
                 .label = N_("Whatever else helps to understand"),
                 .hint = N_("Only the coordinators read this, and who helps in the end."),
                 .kind = FIELD_TEXT,
                 .max = AID_DETAILS_MAX},
    [A_WHO] = {.name = "who",
               .label = N_("For whom is it?"),
               .hint = N_("For instance: for me; for my mother; for a family with two children."),
               .kind = FIELD_LINE,
               .max = ASK_WHO_MAX},
    [A_LANG] = {.name = "lang",
                .label = N_("A language to speak in"),
                .kind = FIELD_CHOICE,
                .choices = KIND_FORM_LANGUAGES},
};
static const struct form_spec ASK_SHORT_FORM = FORM_SPEC(ASK_SHORT_FIELDS);

enum { G_KIND, G_AREA, G_UNITS, G_LINE, G_CONTACT, G_DAYS };
static const struct form_field GIVE_FIELDS[] = {
    [G_KIND] = {.name = "kind",
                .label = N_("What can you give?"),
                .kind = FIELD_CHOICE,
                .choices = KINDS,
                .required = true},
    [G_AREA] = AREA_FIELD("area", N_("Where?")),
    [G_UNITS] = {.name = "units",
                 .label = N_("For how many people is it enough?"),
                 .kind = FIELD_INT,
                 .min = 1,
                 .max = UNITS_MAX},
    [G_LINE] = {.name = "line",
                .label = N_("In one sentence"),
                .hint = N_("For instance: a van on weekdays; two beds; warm meals in the evening."),
                .kind = FIELD_LINE,
                .max = AID_LINE_MAX,
                .required = true},
    [G_CONTACT] = {.name = "contact",
                   .label = N_("How can you be reached?"),
                   .hint = N_("Only the coordinators see it. A first name and a way are enough."),
                   .kind = FIELD_LINE,
                   .max = ASK_CONTACT_MAX,
                   .required = true},
    [G_DAYS] = {.name = "days",
                .label = N_("For how long?"),
                .hint = N_("Then it is deleted by itself."),
                .kind = FIELD_CHOICE,
                .choices = DAYS,
                .required = true},
};
static const struct form_spec GIVE_FORM = FORM_SPEC(GIVE_FIELDS);

static void fields_show(struct html *h, const struct surge_short_view *v, size_t from, size_t to,
                        size_t area)
{
    for (size_t i = from; i <= to; i++)
        if (i == area)
            view_area_field_or(h, &v->areas, v->form, i, tr(h->lang, N_("Not said")));
        else
            view_ui_field(h, v->form, i);
}

void view_surge_ask_few(struct html *h, const struct surge_short_view *v)
{
    fields_show(h, v, A_SEALED, A_CONTACT, A_AREA);
}

void view_surge_ask_more(struct html *h, const struct surge_short_view *v)
{
    fields_show(h, v, A_WORDS, A_LANG, A_AREA);
}

void view_surge_give_fields(struct html *h, const struct surge_short_view *v)
{
    fields_show(h, v, G_KIND, G_DAYS, G_AREA);
}

/* ---- asking -----------------------------------------------------------------------------------
 */

enum taken { TAKEN_NOT_YET, TAKEN_NO_ROOM };

typedef void short_view(struct html *h, const struct ui_page *p, const struct surge_short_view *v);

static enum err short_show(struct req *req, struct res *res, short_view *view, const struct form *f,
                           enum taken taken)
{
    struct html h;
    struct ui_page page;
    struct areas areas;
    struct surge now;
    struct space_ctx ctx = req_ctx(req);
    struct surge_short_view v = {.form = f, .full = taken == TAKEN_NO_ROOM};
    TRY(areas_load(req->db, req->arena, &areas));
    TRY(surge_read(&ctx, &now));
    area_field_fill(req, &areas, &v.areas);
    if (now.state == SURGE_ON) {
        v.about = surge_about(req, &areas, &now);
        v.deletion = surge_deletion(req, &now);
    }
    for (size_t i = A_WORDS; f->spec == &ASK_SHORT_FORM && i <= A_LANG; i++)
        v.open = v.open || f->problem[i] != FIELD_IS_NONE;
    page_begin(req, NAV_NONE, &page, &h);
    view(&h, &page, &v);
    return page_send(&h, res);
}

enum err surge_ask_instead(struct req *req, struct res *res, bool *shown)
{
    struct surge now;
    struct form f;
    struct receipt r;
    struct space_ctx ctx = req_ctx(req);
    TRY(surge_read(&ctx, &now));
    *shown = surge_is_short(&now, req->now);
    if (!*shown)
        return ERR_OK;
    form_blank(&ASK_SHORT_FORM, &f);
    f.value[A_SEALED] = receipt_carry(&ctx, receipt_create(&ctx, &r));
    f.value[A_LANG] = str_from_c(lang_code(req->lang));
    f.value[A_URGENCY] = STR("1");
    return short_show(req, res, view_surge_ask, &f, TAKEN_NOT_YET);
}

static enum err last_day(const struct space_ctx *ctx, int days, int32_t *out)
{
    return surge_last_day(ctx, clock_day(ctx->now) + days, out);
}

/* How many people is the kind's own amount where it counts people. */
static void units_take(const struct form *f, size_t at, struct aid_card *card)
{
    const struct aid_kind_info *kind = aid_kind_find((int)card->kind);
    const struct aid_question *q = aid_question_of(kind, AID_USE_CAPACITY);
    card->units = 1;
    if (f->value[at].n == 0 || !q || q->answer != AID_ANSWER_COUNT)
        return;
    kind_form_take(kind, (int)(q - kind->questions),
                   f->number[at] < q->most ? f->number[at] : q->most, card);
}

static struct aid_card ask_card(const struct form *f, int32_t last, int64_t now)
{
    struct aid_card card = {
        .id = aid_card_id(),
        .side = AID_ASK,
        .kind = (enum aid_kind)f->number[A_KIND],
        .area = (uint32_t)f->number[A_AREA],
        .speaks = kind_form_languages(f, A_LANG, 1),
        .line = f->value[A_LINE],
        .desk_reads = true,
        .loop = loop_new((enum loop_urgency)f->number[A_URGENCY], last, now),
    };
    units_take(f, A_UNITS, &card);
    return card;
}

static enum err ask_send(const struct space_ctx *ctx, const struct receipt *r, const struct form *f,
                         const struct lang *lang, struct loop *out)
{
    struct party p = receipt_party(ctx, r);
    struct aid_thread before;
    int32_t last;
    const enum loop_urgency urgency = (enum loop_urgency)f->number[A_URGENCY];
    const struct aid_details details = {.words = f->value[A_WORDS],
                                        .who = f->value[A_WHO],
                                        .contact = f->value[A_CONTACT],
                                        .lang = str_from_c(lang_code(lang))};
    enum err e = party_read(ctx, &p, &before); /* sent twice: it finds its own ask */
    if (e == ERR_OK)
        *out = before.card.loop;
    else if (e == ERR_NOT_FOUND && (e = last_day(ctx, ask_days(urgency), &last)) == ERR_OK) {
        const struct aid_card card = ask_card(f, last, ctx->now);
        *out = card.loop;
        e = party_ask(ctx, &p, &card, &details);
    }
    key_wipe(&p.seed);
    return e;
}

static enum err ask_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form f = *req->fields;
    struct areas areas;
    struct receipt r;
    struct str code;
    struct loop loop;
    TRY(areas_load(req->db, req->arena, &areas));
    f.number[A_AREA] = area_field_read(req, &areas, &f, A_AREA);
    if (!receipt_carried(&ctx, f.value[A_SEALED], &r, &code)) {
        code = receipt_create(&ctx, &r);
        f.value[A_SEALED] = receipt_carry(&ctx, code);
    }
    if (f.problems)
        return short_show(req, res, view_surge_ask, &f, TAKEN_NOT_YET);
    enum err e = ask_send(&ctx, &r, &f, req->lang, &loop);
    if (e == ERR_NOT_FOUND) /* nobody reads: the usual page says so */
        return page_go(req, res, url_path(req->arena, "/aid/ask"), NOTICE_NONE);
    if (e == ERR_TOO_MANY)
        return short_show(req, res, view_surge_ask, &f, TAKEN_NO_ROOM);
    TRY(e);
    return receipt_show(req, res, &r, code, &loop);
}

/* ---- giving -----------------------------------------------------------------------------------
 */

/* Only in hard times; a member has a better page. */
static enum err give_may(struct req *req, bool *out)
{
    struct surge now;
    bool read;
    struct space_ctx ctx = req_ctx(req);
    TRY(surge_read(&ctx, &now));
    TRY(aid_is_read(req, &read));
    *out = now.state == SURGE_ON && read && !req->viewer;
    return ERR_OK;
}

static enum err give_get(struct req *req, struct res *res)
{
    struct form f;
    bool may;
    TRY(give_may(req, &may));
    if (!may)
        return page_go(req, res, url_path(req->arena, req->viewer ? "/aid/offers/new" : "/aid"),
                       NOTICE_NONE);
    form_blank(&GIVE_FORM, &f);
    f.value[G_DAYS] = STR("7");
    return short_show(req, res, view_surge_give, &f, TAKEN_NOT_YET);
}

static enum err give_send(const struct space_ctx *ctx, const struct form *f,
                          const struct lang *lang)
{
    int32_t last;
    struct party p = {.as = LOOP_OTHER};
    const struct aid_details details = {.contact = f->value[G_CONTACT],
                                        .lang = str_from_c(lang_code(lang))};
    struct aid_card card = {
        .id = aid_card_id(),
        .side = AID_OFFER,
        .kind = (enum aid_kind)f->number[G_KIND],
        .area = (uint32_t)f->number[G_AREA],
        .repeat = AID_STANDING,
        .line = f->value[G_LINE],
        .desk_reads = true,
    };
    TRY(last_day(ctx, (int)f->number[G_DAYS], &last));
    card.loop = loop_new(LOOP_WHENEVER, last, ctx->now);
    units_take(f, G_UNITS, &card);
    key_random(&p.seed); /* nobody keeps it: they are reached the way they said */
    enum err e = party_ask(ctx, &p, &card, &details);
    key_wipe(&p.seed);
    return e;
}

static enum err give_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form f = *req->fields;
    struct areas areas;
    bool may;
    TRY(give_may(req, &may));
    if (!may)
        return page_go(req, res, url_path(req->arena, "/aid"), NOTICE_NONE);
    TRY(areas_load(req->db, req->arena, &areas));
    f.number[G_AREA] = area_field_read(req, &areas, &f, G_AREA);
    if (f.problems)
        return short_show(req, res, view_surge_give, &f, TAKEN_NOT_YET);
    enum err e = give_send(&ctx, &f, req->lang);
    if (e == ERR_TOO_MANY)
        return short_show(req, res, view_surge_give, &f, TAKEN_NO_ROOM);
    TRY(e);
    return page_go(req, res, url_path(req->arena, "/aid/give/thanks"), NOTICE_NONE);
}

static enum err given_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct surge now;
    struct space_ctx ctx = req_ctx(req);
    TRY(surge_read(&ctx, &now));
    page_begin(req, NAV_NONE, &page, &h);
    view_surge_given(&h, &page, now.state == SURGE_ON ? surge_deletion(req, &now) : STR_NONE);
    return page_send(&h, res);
}

static const struct route ROUTES[] = {
    {HTTP_POST, "/aid/ask/short", &ASK_SHORT_FORM, WHO_ANYONE, LANE_WRITE, NULL, ask_post,
     ROUTE_GUARDED},
    {HTTP_GET, "/aid/give", NULL, WHO_ANYONE, LANE_READ, NULL, give_get, 0},
    {HTTP_GET, "/aid/give/thanks", NULL, WHO_ANYONE, LANE_READ, NULL, given_get, 0},
    {HTTP_POST, "/aid/give", &GIVE_FORM, WHO_ANYONE, LANE_WRITE, NULL, give_post, ROUTE_GUARDED},
};
const struct route_table AID_SURGE_ASK_ROUTES = ROUTE_TABLE(ROUTES);
