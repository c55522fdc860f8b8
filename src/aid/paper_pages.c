/* What comes back from the street: codes, or a whole sheet. */
#include <string.h>

#include "aid/area_field.h"
#include "aid/print_pages.h"
#include "aid/print_view.h"
#include "base/map.h"
#include "print.html.h"

#define say case_say_text
#define SHEETS_SHOWN 20
#define QR_TEXT_MAX 600 /* code points of what is pasted */

enum { R_SHEET, R_CODES };
static const struct form_field FIELDS[] = {
    [R_SHEET] = {.name = "sheet",
                 .label = N_("The number of a sheet"),
                 .hint =
                     N_("It stands on top of it, such as 12-K. The text of its QR code will do, "
                        "too."),
                 .kind = FIELD_LINE,
                 .max = QR_TEXT_MAX},
    [R_CODES] = {.name = "codes",
                 .label = N_("Codes, one to a line"),
                 .hint = N_("Behind each code what happened: 1 or h handed over, 2 or n nobody "
                            "there, 3 or x not needed any more, 4 or a come again. Such as: "
                            "K7P2MX 1"),
                 .kind = FIELD_TEXT,
                 .max = PAPER_TEXT_MAX},
};
const struct form_spec PAPER_FORM = FORM_SPEC(FIELDS);

void view_paper_number_field(struct html *h, const struct form *f)
{
    view_ui_field_as(h, f, R_SHEET, (struct ui_look){.shape = UI_CODE});
}

void view_paper_codes_field(struct html *h, const struct form *f)
{
    view_ui_field_as(h, f, R_CODES, (struct ui_look){.shape = UI_CODE, .rows = 10});
}

/* What who asks is told when somebody comes again. */
#define COMES_AGAIN N_("Somebody of us was there and will come again.")

static struct url sheet_url(const struct req *req, uint32_t number)
{
    return url_path(req->arena, PAPER_AT "/%" STR_FMT, STR_ARG(paper_number(req->arena, number)));
}

static struct str sheet_about(const struct case_words *w, const struct sheet *s)
{
    return str_fmt(w->arena, "%" STR_FMT " · %" STR_FMT "%s%" STR_FMT,
                   STR_ARG(area_label(w->req, &w->areas, s->area)),
                   STR_ARG(lang_day(w->arena, w->req->lang, s->day)), s->who.n ? " · " : "",
                   STR_ARG(s->who));
}

static struct str written_text(const struct case_words *w, size_t n)
{
    return n == 0 ? STR_NONE
                  : tr_fmt_n(w->arena, w->req->lang, "{n} row is written down.",
                             "{n} rows are written down.", n, NULL, 0);
}

/* ---- the door ---------------------------------------------------------------------------------
 */

static void sheets_fill(const struct case_words *w, const struct sheets *all, struct paper_view *v)
{
    struct paper_sheet_link *links = ARENA_ARRAY(w->arena, struct paper_sheet_link, SHEETS_SHOWN);
    for (size_t i = all->n; i-- > 0 && v->nsheets < SHEETS_SHOWN;) {
        size_t open = 0;
        for (size_t k = 0; k < all->v[i].n; k++)
            open += all->v[i].rows[k].happened == PAPER_NOTHING;
        links[v->nsheets++] = (struct paper_sheet_link){
            .number = paper_number(w->arena, all->v[i].number),
            .about = sheet_about(w, &all->v[i]),
            .open = open ? tr_fmt_n(w->arena, w->req->lang, "{n} row is still open.",
                                    "{n} rows are still open.", open, NULL, 0)
                         : say(w, N_("All of it is written down.")),
            .url = sheet_url(w->req, all->v[i].number)};
    }
    v->sheets = links;
}

static enum err door_show(struct req *req, struct res *res, struct desk *d, struct paper_view *v)
{
    struct html h;
    struct ui_page page;
    struct case_words w;
    struct sheets all;
    TRY(case_words_begin(req, &w));
    TRY(sheets_newest(d, &all));
    sheets_fill(&w, &all, v);
    v->action = url_path(req->arena, PAPER_AT);
    v->print = url_path(req->arena, PRINT_AT);
    v->back = url_path(req->arena, DESK_AT);
    page_begin(req, d->kind->nav, &page, &h);
    view_paper(&h, &page, v);
    return page_send(&h, res);
}

enum err paper_get(struct req *req, struct res *res)
{
    struct desk d;
    struct form f;
    struct paper_view v = {.form = &f};
    const enum err e = desk_of(req, &DESK_COORDINATORS, &d);
    if (e == ERR_DENIED)
        return desk_door(req, res, &DESK_COORDINATORS);
    TRY(e);
    form_blank(&PAPER_FORM, &f);
    return door_show(req, res, &d, &v);
}

/* ---- codes ------------------------------------------------------------------------------------
 */

/* Every code of the sheets, the newest sheet first. */
struct known {
    struct case_code *codes;
    struct sheet **sheet;
    size_t *row;
    size_t n;
    struct map by;
};

static void known_make(struct arena *a, struct sheets *all, struct known *out)
{
    bool fresh;
    const size_t room = all->n * SHEET_ROWS;
    *out = (struct known){.codes = ARENA_ARRAY(a, struct case_code, room),
                          .sheet = ARENA_ARRAY(a, struct sheet *, room),
                          .row = ARENA_ARRAY(a, size_t, room)};
    map_init(&out->by, a);
    for (size_t i = all->n; i-- > 0;)
        for (size_t k = 0; k < all->v[i].n; k++) {
            uint32_t *at = map_put(&out->by, str_from_c(all->v[i].rows[k].code.text), &fresh);
            if (!fresh)
                continue;
            *at = (uint32_t)out->n;
            out->codes[out->n] = all->v[i].rows[k].code;
            out->sheet[out->n] = &all->v[i];
            out->row[out->n++] = k;
        }
}

/* One line of what was typed, and what came of it. */
struct told {
    const struct paper_line *line;
    size_t entry;    /* of entries; SIZE_MAX: none */
    const char *why; /* a msgid; NULL: look at the entry */
    struct str near;
};

static void line_place(const struct case_words *w, const struct known *all,
                       const struct paper_line *l, struct told *t, struct sheet_entry *v, size_t *n)
{
    size_t at;
    const uint32_t *known = map_get(&all->by, str_from_c(l->code.text));
    *t = (struct told){.line = l, .entry = SIZE_MAX};
    if (l->told == CASE_CODE_NONE) {
        t->why = N_("No code begins this line.");
    } else if (l->told == CASE_CODE_SLIP || !known) {
        t->why = l->told == CASE_CODE_SLIP ? N_("A letter of this code is wrong.")
                                           : N_("No sheet of the last days has this code.");
        if (case_code_nearest(all->codes, all->n, &l->code, &at))
            t->near = tr_fmt(w->arena, w->req->lang, N_("Perhaps {code}?"),
                             TR_ARGS({"code", str_from_c(all->codes[at].text)}));
    } else if (l->word == PAPER_NOTHING) {
        t->why = N_("What happened is missing: 1, 2, 3 or 4 behind the code.");
    } else {
        t->entry = *n;
        v[(*n)++] = (struct sheet_entry){
            .sheet = all->sheet[*known], .row = all->row[*known], .word = l->word};
    }
}

/* What is not done stays in the form, and is told. */
static void told_fill(const struct case_words *w, const struct told *told, size_t n,
                      const struct sheet_entry *entries, struct form *f, struct paper_view *v)
{
    struct paper_told_view *out = ARENA_ARRAY(w->arena, struct paper_told_view, n);
    struct str left = STR_NONE;
    size_t done = 0, same = 0;
    for (size_t i = 0; i < n; i++) {
        const char *why = told[i].why;
        if (told[i].entry != SIZE_MAX) {
            const enum sheet_outcome o = entries[told[i].entry].outcome;
            done += o == SHEET_DONE;
            same += o == SHEET_SAME;
            if (o == SHEET_DONE || o == SHEET_SAME)
                continue;
            why = sheet_outcome_text(o);
        }
        left = str_fmt(w->arena, "%" STR_FMT "%s%" STR_FMT, STR_ARG(left), left.n ? "\n" : "",
                       STR_ARG(told[i].line->text));
        out[v->ntold++] = (struct paper_told_view){told[i].line->text, say(w, why), told[i].near};
    }
    v->told = out;
    v->done = written_text(w, done);
    if (same)
        v->same = tr_fmt_n(w->arena, w->req->lang, "{n} row was written down before.",
                           "{n} rows were written down before.", same, NULL, 0);
    f->value[R_CODES] = left;
}

static enum err codes_post(struct req *req, struct res *res, struct desk *d, struct form *f)
{
    struct case_words w;
    struct paper_lines lines;
    struct sheets sheets;
    struct known all;
    struct paper_view v = {.form = f};
    size_t n = 0;
    TRY(case_words_begin(req, &w));
    paper_lines_read(w.arena, f->value[R_CODES], &lines);
    if (lines.more)
        form_reject(f, R_CODES, N_("500 lines at once at most. Please send them in parts."));
    if (lines.n == 0)
        form_reject(f, R_CODES, N_("Please write at least one code, or the number of a sheet."));
    if (f->problems)
        return door_show(req, res, d, &v);
    TRY(sheets_newest(d, &sheets));
    known_make(w.arena, &sheets, &all);
    struct sheet_entry *entries = ARENA_ARRAY(w.arena, struct sheet_entry, lines.n);
    struct told *told = ARENA_ARRAY(w.arena, struct told, lines.n);
    for (size_t i = 0; i < lines.n; i++)
        line_place(&w, &all, &lines.v[i], &told[i], entries, &n);
    if (n)
        TRY(sheets_enter(d, entries, n, say(&w, COMES_AGAIN)));
    told_fill(&w, told, lines.n, entries, f, &v);
    return door_show(req, res, d, &v);
}

enum err paper_post(struct req *req, struct res *res)
{
    struct desk d;
    struct sheet sheet;
    uint32_t number;
    struct form f = *req->fields;
    struct paper_view v = {.form = &f};
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    if (f.problems)
        return door_show(req, res, &d, &v);
    if (f.value[R_SHEET].n == 0)
        return codes_post(req, res, &d, &f);
    if (!paper_number_read(f.value[R_SHEET], &number)) {
        form_reject(&f, R_SHEET, N_("This number is not right; please look at it once more."));
        return door_show(req, res, &d, &v);
    }
    const enum err e = sheet_get(&d, number, &sheet);
    if (e == ERR_NOT_FOUND) {
        form_reject(&f, R_SHEET,
                    N_("There is no such sheet (any more): they are kept for 14 days."));
        return door_show(req, res, &d, &v);
    }
    TRY(e);
    return page_go(req, res, sheet_url(req, number), NOTICE_NONE);
}

/* ---- one sheet --------------------------------------------------------------------------------
 */

struct paper_at {
    struct desk d;
    struct sheet sheet;
    enum sheet_outcome outcome[SHEET_ROWS];
    bool told[SHEET_ROWS]; /* an outcome is to be told */
};

/* ERR_NOT_FOUND: no such sheet. */
static enum err paper_of(struct req *req, struct paper_at *out)
{
    uint32_t number;
    memset(out, 0, sizeof *out);
    TRY(desk_of(req, &DESK_COORDINATORS, &out->d));
    if (!paper_number_read(req->params[0], &number))
        return ERR_NOT_FOUND;
    return sheet_get(&out->d, number, &out->sheet);
}

static const struct case_row *row_with(const struct case_rows *rows, uint64_t id)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].card.id == id)
            return &rows->v[i];
    return NULL;
}

static struct paper_row_view row_view(const struct case_words *w, const struct paper_at *x,
                                      const struct case_rows *rows, size_t i)
{
    const struct sheet_row *r = &x->sheet.rows[i];
    const struct case_row *now = row_with(rows, r->card);
    struct paper_row_view v = {.code = str_copy(w->arena, str_from_c(r->code.text))};
    if (now) {
        v.title = case_title(w, &now->card);
        v.about = case_about(w, &now->card);
        v.state = say(w, loop_state_text(now->card.loop.state));
    } else {
        v.state = say(w, sheet_outcome_text(SHEET_ENDED));
    }
    if (r->happened != PAPER_NOTHING)
        v.written = say(w, paper_word_text(r->happened));
    if (x->told[i] && x->outcome[i] != SHEET_DONE)
        v.outcome = say(w, sheet_outcome_text(x->outcome[i]));
    if (now && (r->happened == PAPER_NOTHING || r->happened == PAPER_AGAIN))
        v.name = str_fmt(w->arena, "r%zu", i);
    return v;
}

static enum err sheet_show(struct req *req, struct res *res, struct paper_at *x, size_t done)
{
    struct html h;
    struct ui_page page;
    struct case_words w;
    struct case_rows rows;
    struct paper_choice_view choices[PAPER_WORD_COUNT];
    TRY(case_words_begin(req, &w));
    TRY(cases_rows(&x->d, AID_ASK, NULL, &rows));
    struct paper_row_view *views = ARENA_ARRAY(w.arena, struct paper_row_view, x->sheet.n);
    struct paper_sheet_view v = {.number = paper_number(w.arena, x->sheet.number),
                                 .about = sheet_about(&w, &x->sheet),
                                 .done = written_text(&w, done),
                                 .rows = views,
                                 .n = x->sheet.n,
                                 .choices = choices,
                                 .action = sheet_url(req, x->sheet.number),
                                 .back = url_path(req->arena, PAPER_AT)};
    for (size_t i = 0; i < x->sheet.n; i++) {
        views[i] = row_view(&w, x, &rows, i);
        v.open |= views[i].name.n != 0;
    }
    for (int word = 1; word <= PAPER_WORD_COUNT; word++)
        choices[v.nchoices++] = (struct paper_choice_view){
            str_fmt(w.arena, "%d", word), say(&w, paper_word_text((enum paper_word)word))};
    page_begin(req, x->d.kind->nav, &page, &h);
    view_paper_sheet(&h, &page, &v);
    return page_send(&h, res);
}

enum err paper_sheet_get(struct req *req, struct res *res)
{
    struct paper_at x;
    TRY(paper_of(req, &x));
    return sheet_show(req, res, &x, 0);
}

/* "r3" = "1": what was ticked beside the fourth row. */
static size_t ticked(const struct req *req, struct paper_at *x, struct sheet_entry *v)
{
    size_t n = 0;
    for (size_t i = 0; i < req->form.n && n < SHEET_ROWS; i++) {
        const struct http_pair *p = &req->form.v[i];
        uint64_t row;
        enum paper_word word;
        if (str_starts(p->name, STR("r")) && str_to_u64(str_slice(p->name, 1, p->name.n), &row) &&
            row < x->sheet.n && paper_word_read(p->value, &word))
            v[n++] = (struct sheet_entry){.sheet = &x->sheet, .row = (size_t)row, .word = word};
    }
    return n;
}

enum err paper_sheet_post(struct req *req, struct res *res)
{
    struct paper_at x;
    struct sheet_entry entries[SHEET_ROWS];
    size_t done = 0;
    TRY(paper_of(req, &x));
    const size_t n = ticked(req, &x, entries);
    if (n)
        TRY(sheets_enter(&x.d, entries, n, str_from_c(tr(req->lang, COMES_AGAIN))));
    for (size_t i = 0; i < n; i++) {
        x.told[entries[i].row] = true;
        x.outcome[entries[i].row] = entries[i].outcome;
        done += entries[i].outcome == SHEET_DONE;
    }
    return sheet_show(req, res, &x, done);
}
