/* Tables of asks and offers, for coordinators: pasted, looked at, mapped, taken in. */
#include <stdio.h>
#include <string.h>

#include "aid/area_field.h"
#include "aid/area_store.h"
#include "aid/batch.h"
#include "aid/case_pages.h"
#include "aid/import.h"
#include "aid/import_pages.h"
#include "aid/import_view.h"
#include "base/clock.h"
#include "import.html.h"

#define AT DESK_AT "/import"
#define TABLE_MAX 300000 /* code points: with Arabic words still within what a form may send */
#define TOLD_SHOWN 100
#define AREAS_SHOWN 20
/* With the other fields still within HTTP_PAIRS_MAX. */
#define COLUMNS_SHOWN 30
#define KINDS_SHOWN 20
#define SAMPLE_BYTES 90

enum { I_TABLE, I_SIDE, I_DAYS, I_SOURCE, I_UNAPPROVED, I_DATES, I_WHAT };
enum { WHAT_LOOK, WHAT_TAKE };
static const struct form_choice SIDES[] = {
    {"ask", N_("Asks"), AID_ASK}, {"offer", N_("Offers"), AID_OFFER}, {NULL, NULL, 0}};
static const struct form_choice DAYS[] = {{"14", N_("14 days"), 14},    {"30", N_("30 days"), 30},
                                          {"60", N_("60 days"), 60},    {"90", N_("90 days"), 90},
                                          {"180", N_("180 days"), 180}, {NULL, NULL, 0}};
static const struct form_choice UNAPPROVED[] = {{"keep", N_("They come in, marked"), IMPORT_KEEP},
                                                {"leave", N_("They stay out"), IMPORT_LEAVE},
                                                {NULL, NULL, 0}};
static const struct form_choice DATES[] = {{"dmy", N_("the day stands first"), IMPORT_DMY},
                                           {"mdy", N_("the month stands first"), IMPORT_MDY},
                                           {NULL, NULL, 0}};
static const struct form_choice WHATS[] = {
    {"look", N_("Look at it"), WHAT_LOOK}, {"take", N_("Take it in"), WHAT_TAKE}, {NULL, NULL, 0}};
static const struct form_field FIELDS[] = {
    [I_TABLE] = {.name = "table",
                 .label = N_("The table"),
                 .hint = N_("Copied out of a spreadsheet or a CSV file. The first row names the "
                            "columns."),
                 .kind = FIELD_TEXT,
                 .max = TABLE_MAX,
                 .required = true},
    [I_SIDE] = {.name = "side",
                .label = N_("Its rows are"),
                .kind = FIELD_CHOICE,
                .choices = SIDES,
                .required = true},
    [I_DAYS] = {.name = "days",
                .label = N_("Deleted at the latest after"),
                .kind = FIELD_CHOICE,
                .choices = DAYS,
                .required = true},
    [I_SOURCE] = {.name = "source",
                  .label = N_("Where it is from"),
                  .hint =
                      N_("A word of your own. The same number of the same source comes in once, "
                         "also when its words have changed since."),
                  .kind = FIELD_LINE,
                  .max = 60},
    [I_UNAPPROVED] = {.name = "unapproved",
                      .label = N_("Rows that their source has not approved"),
                      .kind = FIELD_CHOICE,
                      .choices = UNAPPROVED,
                      .required = true},
    [I_DATES] = {.name = "dates",
                 .label = N_("In dates such as 3/4/2026"),
                 .kind = FIELD_CHOICE,
                 .choices = DATES},
    [I_WHAT] = {.name = "what", .kind = FIELD_CHOICE, .choices = WHATS},
};
const struct form_spec IMPORT_FORM = FORM_SPEC(FIELDS);

void view_import_table_field(struct html *h, const struct form *f)
{
    view_ui_field_as(h, f, I_TABLE, (struct ui_look){.rows = 12});
}

void view_import_how_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, I_SIDE);
    view_ui_field(h, f, I_DAYS);
    view_ui_field(h, f, I_SOURCE);
    view_ui_field(h, f, I_UNAPPROVED);
}

void view_import_dates_field(struct html *h, const struct form *f)
{
    view_ui_field(h, f, I_DATES);
}

/* ---- reading what was sent --------------------------------------------------------------------
 */

struct job {
    struct req *req;
    struct desk d;
    struct areas areas;
    struct import_table table;
    struct import_map map;
    struct import in;
    size_t there; /* rows that the desk has already */
};

static struct str say(const struct job *j, const char *msgid)
{
    return str_from_c(tr(j->req->lang, msgid));
}

static struct str count(const struct job *j, size_t n)
{
    return lang_number(j->req->arena, j->req->lang, (int64_t)n);
}

/* What the lists of columns and categories say, on top of what was proposed. A list of a column
 * counts only for the table that it was made for: its field bears the column's name. */
static void map_take(struct job *j)
{
    const struct http_pairs *pairs = &j->req->form;
    for (size_t i = 0; i < pairs->n; i++) {
        struct str name = pairs->v[i].name;
        enum import_column c;
        uint64_t at;
        if (str_starts(name, STR("k:"))) {
            const struct aid_kind_info *kind = aid_kind_by_code(pairs->v[i].value);
            if (kind || str_eq_c(pairs->v[i].value, "-"))
                import_map_mean(j->req->arena, &j->map, str_slice(name, 2, name.n),
                                kind ? (int)kind->kind : IMPORT_KIND_LEAVE);
        } else if (str_starts(name, STR("c:"))) {
            str_cut(&name, ':');
            const bool is = str_to_u64(str_cut(&name, ':'), &at) && at < j->table.ncolumns &&
                            str_eq(j->table.columns[at], name) &&
                            import_column_find(pairs->v[i].value, &c);
            if (is)
                j->map.of[at] = c;
        }
    }
}

static enum err table_read(struct job *j, const struct form *f)
{
    struct req *req = j->req;
    struct key key;
    TRY(areas_load(req->db, req->arena, &j->areas));
    TRY(import_table_read(req->arena, f->value[I_TABLE], &j->table));
    import_map_propose(req->search, req->arena, &j->table, &j->areas, &j->map);
    map_take(j);
    j->map.unapproved = (enum import_unapproved)f->number[I_UNAPPROVED];
    if (f->value[I_DATES].n != 0)
        j->map.dates = (enum import_dates)f->number[I_DATES];
    seal_home_key(req_net(req)->home, "aid import", &key);
    const struct import_how how = {.search = req->search,
                                   .arena = req->secret,
                                   .areas = &j->areas,
                                   .key = &key,
                                   .source = f->value[I_SOURCE],
                                   .side = (enum aid_side)f->number[I_SIDE],
                                   .now = req->now,
                                   .until = clock_day(req->now) + (int32_t)f->number[I_DAYS]};
    import_read(&how, &j->table, &j->map, &j->in);
    key_wipe(&key);
    return ERR_OK;
}

/* ---- showing it -------------------------------------------------------------------------------
 */

static struct str sample_of(const struct job *j, size_t column)
{
    for (size_t i = 0; i < j->table.n; i++)
        if (j->table.rows[i].v[column].n != 0)
            return str_utf8_prefix(j->table.rows[i].v[column], SAMPLE_BYTES);
    return STR_NONE;
}

static void columns_fill(const struct job *j, struct import_view *v)
{
    struct arena *a = j->req->arena;
    const size_t n = j->table.ncolumns < COLUMNS_SHOWN ? j->table.ncolumns : COLUMNS_SHOWN;
    struct import_pick *picks = ARENA_ARRAY(a, struct import_pick, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct case_choice *choices = ARENA_ARRAY(a, struct case_choice, IMPORT_COLUMN_COUNT);
        for (int c = 0; c < IMPORT_COLUMN_COUNT; c++)
            choices[c] = (struct case_choice){str_from_c(import_column_code((enum import_column)c)),
                                              say(j, import_column_text((enum import_column)c)),
                                              (int)j->map.of[i] == c};
        picks[i] = (struct import_pick){
            .name = str_fmt(a, "c:%zu:%" STR_FMT, i, STR_ARG(j->table.columns[i])),
            .id = str_fmt(a, "f-c%zu", i),
            .label = j->table.columns[i].n ? j->table.columns[i] : STR("–"),
            .sample = sample_of(j, i),
            .choices = choices,
            .n = IMPORT_COLUMN_COUNT};
    }
    v->columns = picks;
    v->ncolumns = n;
}

#define KIND_UNSAID (-1)

static void kind_pick(const struct job *j, struct str value, int kind, struct str sample,
                      struct import_view *v, struct import_pick *out)
{
    struct arena *a = j->req->arena;
    struct case_choice *choices = ARENA_ARRAY(a, struct case_choice, AID_KIND_COUNT + 2);
    choices[0] =
        (struct case_choice){STR_NONE, say(j, N_("As its title says")), kind == KIND_UNSAID};
    for (int k = 1; k <= AID_KIND_COUNT; k++)
        choices[k] = (struct case_choice){str_from_c(aid_kind_find(k)->code),
                                          say(j, aid_kind_find(k)->text), kind == k};
    choices[AID_KIND_COUNT + 1] = (struct case_choice){STR("-"), say(j, N_("These rows stay out")),
                                                       kind == IMPORT_KIND_LEAVE};
    *out = (struct import_pick){.name = str_fmt(a, "k:%" STR_FMT, STR_ARG(value)),
                                .id = str_fmt(a, "f-k%zu", v->nkinds),
                                .label = value,
                                .sample = sample,
                                .choices = choices,
                                .n = AID_KIND_COUNT + 2};
    v->nkinds++;
}

/* Those that somebody said the meaning of stay, so that it is sent again. */
static void kinds_fill(const struct job *j, struct import_view *v)
{
    struct import_pick *picks = ARENA_ARRAY(j->req->arena, struct import_pick, KINDS_SHOWN);
    for (size_t i = 0; i < j->map.nmeans && v->nkinds < KINDS_SHOWN; i++)
        kind_pick(j, j->map.means[i].value, j->map.means[i].kind, STR_NONE, v, &picks[v->nkinds]);
    for (size_t i = 0; i < j->in.nunknown && v->nkinds < KINDS_SHOWN; i++) {
        const struct str rows = tr_fmt_n(j->req->arena, j->req->lang, "{n} row", "{n} rows",
                                         j->in.unknown[i].n, NULL, 0);
        kind_pick(j, j->in.unknown[i].value, KIND_UNSAID, rows, v, &picks[v->nkinds]);
    }
    v->kinds = picks;
}

static struct import_bar bar(const struct job *j, struct str label, size_t n, size_t most)
{
    return (struct import_bar){label, count(j, n),
                               most ? (int)((n * IMPORT_BAR + most - 1) / most) : 0};
}

static void bars_fill(const struct job *j, struct import_view *v)
{
    struct arena *a = j->req->arena;
    struct import_area_count *areas;
    size_t by[AID_KIND_COUNT + 1], most = 0;
    struct import_bar *kinds = ARENA_ARRAY(a, struct import_bar, AID_KIND_COUNT);
    import_by_kind(&j->in, by);
    for (int k = 1; k <= AID_KIND_COUNT; k++)
        most = by[k] > most ? by[k] : most;
    for (int k = 1; k <= AID_KIND_COUNT; k++)
        if (by[k])
            kinds[v->nby_kind++] = bar(j, say(j, aid_kind_find(k)->text), by[k], most);
    const size_t n = import_by_area(a, &j->in, &areas);
    const size_t shown = n < AREAS_SHOWN ? n : AREAS_SHOWN;
    struct import_bar *places = ARENA_ARRAY(a, struct import_bar, shown + 1);
    for (size_t i = 0; i < shown; i++)
        places[i] = bar(j,
                        areas[i].area ? area_label(j->req, &j->areas, areas[i].area)
                                      : say(j, N_("No place on the list")),
                        areas[i].n, areas[0].n);
    v->by_kind = kinds;
    v->by_area = places;
    v->nby_area = shown;
}

static struct import_told_list told_list(const struct job *j, const struct import_told *all,
                                         size_t n)
{
    struct arena *a = j->req->arena;
    const size_t shown = n < TOLD_SHOWN ? n : TOLD_SHOWN;
    struct import_told_view *v = ARENA_ARRAY(a, struct import_told_view, shown + 1);
    for (size_t i = 0; i < shown; i++)
        v[i] = (struct import_told_view){.line = tr_fmt(a, j->req->lang, N_("Line {line}:"),
                                                        TR_ARGS({"line", count(j, all[i].line)})),
                                         .why = tr(j->req->lang, all[i].why),
                                         .what = str_utf8_prefix(all[i].what, SAMPLE_BYTES)};
    struct import_told_list out = {.v = v, .n = shown};
    if (n > shown)
        out.more =
            tr_fmt(a, j->req->lang, N_("… and {n} more"), TR_ARGS({"n", count(j, n - shown)}));
    return out;
}

static void looked_fill(const struct job *j, struct import_view *v)
{
    struct arena *a = j->req->arena;
    v->looked = true;
    v->takes = j->in.n > j->there;
    v->summary = tr_fmt_n(a, j->req->lang, "{n} row would come in.", "{n} rows would come in.",
                          j->in.n - j->there, NULL, 0);
    v->doubles = tr_fmt(
        a, j->req->lang,
        N_("Refused: {refused}. Here already: {there}. The same again: {twice}. Left out: {left}. "
           "Perhaps the same as another: {alike}. Not approved by their source: {marked}."),
        TR_ARGS({"refused", count(j, j->in.nrefused)}, {"there", count(j, j->there)},
                {"twice", count(j, j->in.twice)}, {"left", count(j, j->in.left)},
                {"alike", count(j, j->in.alike)}, {"marked", count(j, j->in.marked)}));
    v->dates_unsure = j->map.dates_unsure;
    v->refused = told_list(j, j->in.refused, j->in.nrefused);
    v->told = told_list(j, j->in.told, j->in.ntold);
    v->map = import_map_write(a, &j->table, &j->map);
    columns_fill(j, v);
    kinds_fill(j, v);
    bars_fill(j, v);
}

static enum err import_show(struct req *req, struct res *res, const struct form *f,
                            const struct job *j, struct str broken)
{
    struct html h;
    struct ui_page page;
    struct import_view v = {.form = f,
                            .broken = broken,
                            .back = url_path(req->arena, DESK_AT),
                            .action = url_path(req->arena, AT)};
    if (j)
        looked_fill(j, &v);
    page_begin(req, NAV_AID, &page, &h);
    view_import_page(&h, &page, &v);
    return page_send(&h, res);
}

enum err import_get(struct req *req, struct res *res)
{
    struct desk d;
    struct form f;
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    form_blank(&IMPORT_FORM, &f);
    f.value[I_SIDE] = STR("ask");
    f.value[I_DAYS] = STR("30");
    f.value[I_UNAPPROVED] = STR("keep");
    return import_show(req, res, &f, NULL, STR_NONE);
}

/* ---- taking it in -----------------------------------------------------------------------------
 */

static enum err there_count(struct job *j)
{
    struct case_rows rows;
    struct map ids;
    map_init(&ids, j->req->arena);
    for (enum aid_side side = AID_ASK; side <= AID_OFFER; side++) {
        TRY(cases_list(&j->d, side, &rows));
        for (size_t i = 0; i < rows.n; i++)
            batch_there_add(&ids, j->req->arena, rows.v[i].card.id);
    }
    for (size_t i = 0; i < j->in.n; i++)
        j->there += !batch_there_add(&ids, j->req->arena, j->in.rows[i].card.id);
    return ERR_OK;
}

static enum err take(struct job *j)
{
    struct arena *a = j->req->secret;
    struct aid_batch_item *items = ARENA_ARRAY(a, struct aid_batch_item, j->in.n + 1);
    for (size_t i = 0; i < j->in.n; i++)
        items[i] = (struct aid_batch_item){j->in.rows[i].card, j->in.rows[i].details};
    TRY(cases_sort(&j->d)); /* there is room then */
    TRY(batch_drop(&j->d.ctx, items, j->in.n, NULL));
    TRY(cases_sort(&j->d));
    return desk_turn(&j->d);
}

static struct str broken_text(const struct job *j, enum err e)
{
    const char *why = e == ERR_TOO_LARGE || !j->table.broken.why
                          ? N_("This is more than a table here can hold.")
                          : j->table.broken.why;
    return str_fmt(j->req->arena, "%" STR_FMT " %s",
                   STR_ARG(tr_fmt(j->req->arena, j->req->lang, N_("Line {line}:"),
                                  TR_ARGS({"line", count(j, j->table.broken.line)}))),
                   tr(j->req->lang, why));
}

enum err import_post(struct req *req, struct res *res)
{
    const struct form *f = req->fields;
    struct job *j = ARENA_NEW(req->secret, struct job);
    j->req = req;
    TRY(desk_of(req, &DESK_COORDINATORS, &j->d));
    if (f->problems)
        return import_show(req, res, f, NULL, STR_NONE);
    enum err e = table_read(j, f);
    if (e == ERR_INVALID || e == ERR_TOO_LARGE)
        return import_show(req, res, f, NULL, broken_text(j, e));
    TRY(e);
    TRY(there_count(j));
    if (f->number[I_WHAT] != WHAT_TAKE || j->in.n == j->there)
        return import_show(req, res, f, j, STR_NONE);
    e = take(j);
    if (e == ERR_TOO_MANY)
        return import_show(req, res, f, j,
                           say(j, N_("So many do not fit right now; please try again in a "
                                     "while. Nothing was taken in.")));
    TRY(e);
    return page_go(req, res, url_path(req->arena, DESK_AT), NOTICE_SAVED);
}
