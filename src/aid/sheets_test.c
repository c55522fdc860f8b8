/* Lists on paper and what comes back of them: the store, and pages called by hand; both engines. */
#include <string.h>

#include "aid/print_pages.h"
#include "aid/routes.h"
#include "http/response.h"
#include "support/by_hand.h"
/* below what it includes itself */
#include "aid/house_test.h"

#define HOUR 3600
#define CANARY "canary in the coal mine"

static struct aid_card ask_of(struct house *x, uint64_t id, enum aid_kind kind, uint32_t area)
{
    return (struct aid_card){.id = id,
                             .side = AID_ASK,
                             .kind = kind,
                             .units = 1,
                             .area = area,
                             .line = STR(CANARY),
                             .number = {3},
                             .answered = 1,
                             .loop = loop_new(LOOP_WEEK, HOUSE_DAY + 30, x->ctx.now)};
}

static void asks(struct house *x, uint64_t from, size_t n, uint32_t area)
{
    for (size_t i = 0; i < n; i++) {
        const struct aid_card c = ask_of(x, from + i, AID_FOOD, area);
        struct shelf_place at;
        assert_ok(shelf_put(x->desk.s, &c, &at));
    }
}

static struct aid_card card_now(struct house *x, uint64_t id)
{
    struct case_rows rows;
    assert_ok(cases_rows(&x->desk, AID_ASK, NULL, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].card.id == id)
            return rows.v[i].card;
    return (struct aid_card){0};
}

static struct printed prints(struct house *x, size_t most)
{
    static const struct areas NONE;
    const struct print_wish wish = {.most = most, .who = STR("the blue car")};
    struct printed made;
    assert_ok(print_make(&x->desk, &NONE, &wish, &made));
    return made;
}

static enum sheet_outcome enters(struct house *x, struct sheet *s, size_t row, enum paper_word word)
{
    struct sheet_entry one = {.sheet = s, .row = row, .word = word};
    assert_ok(sheets_enter(&x->desk, &one, 1, STR("We come again.")));
    return one.outcome;
}

/* Every word from every state: what it becomes, and that once more changes nothing. */
static void what_is_ticked_happens_once(void **state)
{
    struct house x;
    house_begin(&x, state);
    asks(&x, 1, 4, 0);
    struct printed made = prints(&x, 10);
    assert_int_equal(made.n, 1);
    assert_int_equal(made.rows, 4);
    struct sheet s;
    assert_ok(sheet_get(&x.desk, made.sheets[0].number, &s));
    assert_int_equal(s.n, 4);
    assert_str(s.who, "the blue car");
    for (size_t i = 0; i < 4; i++) {
        const enum paper_word word = (enum paper_word)(i + 1);
        assert_int_equal(enters(&x, &s, i, word), SHEET_DONE);
    }
    assert_int_equal(card_now(&x, s.rows[0].card).loop.state, LOOP_CONFIRMED);
    assert_int_equal(card_now(&x, s.rows[1].card).loop.state, LOOP_TRIAGED);
    assert_int_equal(card_now(&x, s.rows[1].card).loop.missed, 1);
    assert_int_equal(card_now(&x, s.rows[2].card).id, 0);
    assert_int_equal(card_now(&x, s.rows[3].card).loop.state, LOOP_OPEN);

    house_wait(&x, HOUR);
    assert_ok(sheet_get(&x.desk, s.number, &s)); /* as it was kept */
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(enters(&x, &s, i, (enum paper_word)(i + 1)), SHEET_SAME);
    assert_int_equal(card_now(&x, s.rows[1].card).loop.missed, 1);
    assert_int_equal(enters(&x, &s, 0, PAPER_NOBODY), SHEET_OTHER);
    assert_int_equal(enters(&x, &s, 3, PAPER_HANDED), SHEET_DONE); /* they came again */
    assert_int_equal(card_now(&x, s.rows[3].card).loop.state, LOOP_CONFIRMED);
    house_end(&x);
}

/* Another sheet with the same asks: what arrived, or ended, stays so. */
static void a_second_sheet_knows_the_first(void **state)
{
    struct house x;
    house_begin(&x, state);
    asks(&x, 1, 3, 0);
    struct printed first = prints(&x, 10), second = prints(&x, 10);
    assert_int_not_equal(first.sheets[0].number, second.sheets[0].number);
    struct sheet *a = &first.sheets[0], *b = &second.sheets[0];
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(a->rows[i].code.text, b->rows[i].code.text);
    assert_int_equal(enters(&x, a, 0, PAPER_HANDED), SHEET_DONE);
    assert_int_equal(enters(&x, b, 0, PAPER_HANDED), SHEET_SAME);
    assert_int_equal(enters(&x, b, 0, PAPER_NOBODY), SHEET_STANDS);
    assert_int_equal(enters(&x, a, 1, PAPER_ENOUGH), SHEET_DONE);
    assert_int_equal(enters(&x, b, 1, PAPER_NOBODY), SHEET_ENDED);
    assert_int_equal(enters(&x, b, 2, PAPER_NOBODY), SHEET_DONE);
    house_end(&x);
}

/* Sheets hold SHEET_ROWS, areas of their own, as many as were wished; and end on their day. */
static void sheets_are_cut_and_end(void **state)
{
    struct house x;
    struct sheet s;
    house_begin(&x, state);
    asks(&x, 1, SHEET_ROWS + 3, 0);
    struct printed made = prints(&x, 300);
    assert_int_equal(made.n, 2);
    assert_int_equal(made.sheets[0].n, SHEET_ROWS);
    assert_int_equal(made.sheets[1].n, 3);
    assert_int_equal(prints(&x, 5).rows, 5);
    assert_ok(sheet_get(&x.desk, made.sheets[1].number, &s));
    house_wait(&x, (SHEET_DAYS + 1) * DAY_SECONDS);
    assert_err(sheet_get(&x.desk, made.sheets[1].number, &s), NOT_FOUND);
    assert_err(sheet_get(&x.desk, 999, &s), NOT_FOUND);
    struct printed again = prints(&x, 1);
    assert_int_equal(again.rows, 1);
    assert_ok(cases_end(&x.desk));
    assert_err(sheet_get(&x.desk, again.sheets[0].number, &s), NOT_FOUND);
    assert_int_equal(prints(&x, 10).n, 0);
    house_end(&x);
}

/* ---- pages ------------------------------------------------------------------------------------
 */

static struct asked ask(struct house *x, const char *path, const char *const *pairs)
{
    const struct by_hand how = {&AID_PRINT_ROUTES, 1, &x->ctx, NULL, NULL};
    return by_hand(&how, &x->amal, path, pairs);
}

#define POST(x, path, ...) ask(x, path, (const char *const[]){__VA_ARGS__, NULL, NULL})
#define HAS(page, text) assert_non_null(strstr((page), (text)))
#define HAS_NOT(page, text) assert_null(strstr((page), (text)))

static void the_pages(void **state)
{
    struct house x;
    struct asked is;
    house_begin(&x, state);
    HAS(ask(&x, "/aid/desk/print", NULL).body, "Nothing is open right now");
    asks(&x, 1, 3, 0);
    is = POST(&x, "/aid/desk/print", "kind", "all", "which", "all", "most", "9999");
    HAS(is.body, "This number is too small or too large.");
    is = POST(&x, "/aid/desk/print", "kind", "money", "which", "all", "most", "10");
    HAS(is.body, "Nothing is open there.");
    is = POST(&x, "/aid/desk/print", "kind", "all", "which", "all", "most", "10", "who", "blue");
    HAS(is.body, "2 Nobody there");
    HAS(is.body, "blue");
    HAS_NOT(is.body, CANARY); /* the line was not wished for */
    is = POST(&x, "/aid/desk/print", "kind", "all", "which", "waiting", "most", "2", "line", "1",
              "contact", "1");
    HAS(is.body, CANARY);
    HAS(is.body, "To be kept apart");
    house_end(&x);
}

/* Many lines in one form: what is fine is done, what is not stays. */
static void lines_come_back(void **state)
{
    struct house x;
    struct asked is;
    house_begin(&x, state);
    asks(&x, 1, 3, 0);
    struct printed made = prints(&x, 10);
    const struct sheet *s = &made.sheets[0];
    struct arena *a = x.t->a;
    char wrong[16];
    memcpy(wrong, s->rows[1].code.text, sizeof s->rows[1].code.text);
    wrong[2] = wrong[2] == 'A' ? 'B' : 'A';
    const char *lines = str_to_c(a, str_fmt(a, "%s h\n%s n\nhello!\n%s\n", s->rows[0].code.text,
                                            wrong, s->rows[2].code.text));
    is = POST(&x, "/aid/desk/paper", "codes", lines);
    HAS(is.body, "1 row is written down.");
    HAS(is.body, "A letter of this code is wrong.");
    HAS(is.body, str_to_c(a, str_fmt(a, "Perhaps %s?", s->rows[1].code.text)));
    HAS(is.body, "No code begins this line.");
    HAS(is.body, "What happened is missing");
    HAS(is.body,
        str_to_c(a, str_fmt(a, "%s n\nhello!\n%s</textarea>", wrong, s->rows[2].code.text)));
    assert_int_equal(card_now(&x, s->rows[0].card).loop.state, LOOP_CONFIRMED);
    is = POST(&x, "/aid/desk/paper", "codes", lines);
    HAS(is.body, "1 row was written down before.");
    HAS(POST(&x, "/aid/desk/paper", "codes", " ").body, "Please write at least one code");
    HAS(POST(&x, "/aid/desk/paper", "sheet", "12-A").body, "This number is not right");
    HAS(POST(&x, "/aid/desk/paper", "sheet", str_to_c(a, paper_number(a, 999))).body,
        "There is no such sheet");
    house_end(&x);
}

static void a_sheet_comes_back(void **state)
{
    struct house x;
    struct asked is;
    house_begin(&x, state);
    asks(&x, 1, 3, 0);
    struct printed made = prints(&x, 10);
    const struct sheet *s = &made.sheets[0];
    struct arena *a = x.t->a;
    const char *at =
        str_to_c(a, str_fmt(a, "/aid/desk/paper/%" STR_FMT, STR_ARG(paper_number(a, s->number))));
    is = POST(&x, "/aid/desk/paper", "sheet",
              str_to_c(a, paper_qr_text(a, s->number, HOUSE_DAY, &s->rows[0].code, 1)));
    assert_int_equal(is.res.kind, RES_REDIRECT);
    assert_true(str_eq_c(is.res.location, at));
    HAS(ask(&x, at, NULL).body, s->rows[2].code.text);
    is = POST(&x, at, "r0", "1", "r1", "2", "r9", "1", "r2", "7");
    HAS(is.body, "2 rows are written down.");
    HAS(is.body, "Written down:");
    assert_int_equal(card_now(&x, s->rows[1].card).loop.missed, 1);
    assert_int_equal(card_now(&x, s->rows[2].card).loop.state, LOOP_OPEN);
    is = POST(&x, at, "r0", "2", "r1", "2");
    HAS(is.body, "Something else was written down for it before.");
    assert_int_equal(card_now(&x, s->rows[1].card).loop.missed, 1);
    HAS(ask(&x, "/aid/desk/paper", NULL).body, "1 row is still open.");
    house_end(&x);
}

/* A whole evening: hundreds of lines in one form. */
static void an_evening(void **state)
{
    enum { N = 300 };
    struct house x;
    struct buf b;
    struct str text;
    house_begin(&x, state);
    asks(&x, 1, N, 0);
    struct printed made = prints(&x, N);
    assert_int_equal(made.rows, N);
    buf_init(&b, x.t->a, 4096, 65536);
    for (size_t i = 0; i < made.n; i++)
        for (size_t k = 0; k < made.sheets[i].n; k++)
            buf_add_fmt(&b, "%s %zu\n", made.sheets[i].rows[k].code.text, 1 + k % 3);
    assert_ok(buf_end(&b, &text));
    struct asked is = POST(&x, "/aid/desk/paper", "codes", str_to_c(x.t->a, text));
    HAS(is.body, "300 rows are written down.");
    HAS(POST(&x, "/aid/desk/paper", "codes", str_to_c(x.t->a, text)).body,
        "300 rows were written down before.");
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(what_is_ticked_happens_once),
        TEST_DB(a_second_sheet_knows_the_first),
        TEST_DB(sheets_are_cut_and_end),
        TEST_DB(the_pages),
        TEST_DB(lines_come_back),
        TEST_DB(a_sheet_comes_back),
        TEST_DB(an_evening),
    };
    seal_init();
    return cmocka_run_group_tests_name("aid sheets", tests, NULL, NULL);
}
