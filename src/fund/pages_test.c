/* The pages: handlers called with requests made by hand. */
#include "fund/pages.h"
#include "fund/toy.h"
#include "http/response.h"
#include "search/search.h"
#include "support/by_hand.h"

static struct asked ask(struct house *x, struct viewer *v, const char *path,
                        const char *const *pairs)
{
    const struct route_table tables[] = {FUND_ROUTES, FUND_DESK_ROUTES, FUND_LEDGER_ROUTES};
    const struct by_hand how = {tables, 3, &x->ctx, NULL, NULL};
    return by_hand(&how, v, path, pairs);
}

#define POST(x, v, path, ...) ask(x, v, path, (const char *const[]){__VA_ARGS__, NULL, NULL})
#define HAS(page, text) assert_non_null(strstr((page), (text)))
#define HAS_NOT(page, text) assert_null(strstr((page), (text)))

static const char *get(struct house *x, struct viewer *v, const char *path)
{
    struct asked is = ask(x, v, path, NULL);
    assert_ok(is.e);
    return is.body;
}

static void goes(struct asked is, const char *to)
{
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_REDIRECT);
    assert_true(str_starts(is.res.location, str_from_c(to)));
}

static const char *stays(struct asked is)
{
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_PAGE);
    return is.body;
}

static void nobody_else_sees_the_books(void **state)
{
    static const char *const PAGES[] = {
        "/fund/desk/new",          "/fund/desk/f/1",        "/fund/desk/f/1/book",
        "/fund/desk/f/1/entries",  "/fund/desk/f/1/e/1",    "/fund/desk/f/1/change",
        "/fund/desk/f/1/close/24", "/fund/desk/f/1/export", "/fund/desk/a/abcdefgh"};
    struct house x;
    house_begin(&x, state);
    fund_begins(&x);
    assert_ok(books(&x, &x.amal, LEDGER_IS_GIFT, LEDGER_HAND, 12345));
    for (size_t i = 0; i < sizeof PAGES / sizeof PAGES[0]; i++)
        assert_err(ask(&x, &x.huda, PAGES[i], NULL).e, DENIED);
    assert_err(POST(&x, &x.huda, "/fund/desk/f/1/book", "what", "gift", "amount", "5", "box", "box",
                    "seen", "1")
                   .e,
               DENIED);
    assert_err(POST(&x, &x.huda, "/fund/desk/f/1/e/1", "a", "b").e, DENIED);
    HAS(get(&x, &x.huda, "/fund/desk"), "decide by twos");
    /* as a range for members; exactly for keepers */
    HAS_NOT(get(&x, &x.huda, "/fund"), "123.45");
    HAS(get(&x, &x.huda, "/fund"), "between 100.00 EUR and 200.00 EUR");
    HAS(get(&x, &x.amal, "/fund/desk"), "123.45 EUR");
    assert_err(ask(&x, &x.amal, "/fund/desk/f/2", NULL).e, NOT_FOUND);
    assert_err(ask(&x, &x.amal, "/fund/desk/f/99999999999", NULL).e, NOT_FOUND);
    assert_err(ask(&x, &x.amal, "/fund/desk/f/1/e/2", NULL).e, NOT_FOUND);
    house_end(&x);
}

static void what_is_typed_is_kept(void **state)
{
    struct house x;
    house_begin(&x, state);
    fund_begins(&x);
    const char *page = stays(POST(&x, &x.amal, "/fund/desk/f/1/book", "what", "cost", "amount",
                                  "12,5x", "box", "box", "seen", "0"));
    HAS(page, "12,5x");
    HAS(page, "write an amount in digits");
    page = stays(POST(&x, &x.amal, "/fund/desk/f/1/book", "what", "cost", "amount", "12,5", "box",
                      "box", "seen", "0"));
    HAS(page, "There is not that much there");
    goes(POST(&x, &x.amal, "/fund/desk/f/1/book", "what", "gift", "amount", "1.234,50", "box",
              "box", "seen", "0"),
         "/fund/desk/f/1?n=saved");
    /* the same form once more writes nothing */
    HAS(stays(POST(&x, &x.amal, "/fund/desk/f/1/book", "what", "gift", "amount", "1.234,50", "box",
                   "box", "seen", "0")),
        "in the meantime");
    assert_int_equal(cash_now(&x), 123450);

    page = stays(POST(&x, &x.huda, "/fund/ask", "fund", "7", "amount", "20", "kind", "food",
                      "words", "bread for a week", "by", "3", "how", ""));
    HAS(page, "bread for a week");
    HAS(page, "Please choose one of these.");
    HAS(page, "Please fill this in.");
    struct fund_mine_list mine;
    assert_ok(fund_mine_all(&x.ctx, &x.huda, &mine));
    assert_int_equal(mine.n, 0);
    struct asked is =
        POST(&x, &x.huda, "/fund/ask", "fund", "1", "amount", "20", "kind", "food", "words",
             "bread for a week", "by", "3", "how", "at the door", "id", "0123456789ab0");
    goes(is, "/fund/a/");
    HAS(get(&x, &x.huda, str_to_c(x.t->a, str_slice(str_from_c(is.body), 0, 16))),
        "With the keepers");
    /* sent twice, it is one */
    goes(POST(&x, &x.huda, "/fund/ask", "fund", "1", "amount", "20", "kind", "food", "words",
              "bread for a week", "by", "3", "how", "at the door", "id", "0123456789ab0"),
         "/fund/a/");
    struct desk d = at_desk(&x, &x.amal);
    struct ask_rows rows;
    assert_ok(asks_read(&d, &rows));
    assert_int_equal(rows.n, 1);
    HAS(get(&x, &x.sami, "/fund/desk"), "20.00 EUR");
    house_end(&x);
}

static void the_ledger_is_paged_and_corrected(void **state)
{
    struct house x;
    house_begin(&x, state);
    fund_begins(&x);
    for (int i = 0; i < 35; i++)
        assert_ok(books(&x, &x.amal, LEDGER_IS_GIFT, LEDGER_HAND, 100 + i));
    const char *page = get(&x, &x.sami, "/fund/desk/f/1/entries");
    HAS(page, "Entry 35");
    HAS_NOT(page, "Entry 5<");
    HAS(page, "entries?before=6");
    HAS(get(&x, &x.sami, "/fund/desk/f/1/entries?before=6"), "Entry 5");
    HAS(get(&x, &x.sami, "/fund/desk/f/1"), "everything is right");
    goes(POST(&x, &x.sami, "/fund/desk/f/1/e/35", "a", "b"), "/fund/desk/f/1");
    HAS(get(&x, &x.sami, "/fund/desk/f/1/e/35"), "Somebody else must agree");
    HAS(get(&x, &x.amal, "/fund/desk/f/1"), "A correction waits");
    HAS(get(&x, &x.amal, "/fund/desk/f/1/e/35"), "Sami says that it is wrong.");
    HAS(stays(POST(&x, &x.sami, "/fund/desk/f/1/e/35", "a", "b")), "Somebody else must agree");
    goes(POST(&x, &x.amal, "/fund/desk/f/1/e/35", "a", "b"), "/fund/desk/f/1");
    HAS(get(&x, &x.amal, "/fund/desk/f/1/entries"), "A correction of entry 35");
    HAS(stays(POST(&x, &x.amal, "/fund/desk/f/1/e/35", "a", "b")), "corrected already");
    struct asked is = ask(&x, &x.amal, "/fund/desk/f/1/export", NULL);
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_DOWNLOAD);
    HAS(is.body, "36,2024-10-04,reversal,cash box,-1.34,EUR,35,");
    house_end(&x);
}

/* The address of the first request, as this keeper has it. */
static const char *first_of(struct house *x, struct viewer *v)
{
    const char *at = strstr(get(x, v, "/fund/desk"), "/fund/desk/a/");
    assert_non_null(at);
    return str_to_c(x->t->a, str_from(at, strlen("/fund/desk/a/") + ALIAS_CHARS));
}

static void doubts_need_words(void **state)
{
    struct house x;
    house_begin(&x, state);
    fund_begins(&x);
    goes(POST(&x, &x.huda, "/fund/ask", "fund", "1", "amount", "20", "kind", "food", "words",
              "bread", "by", "3", "how", "at the door"),
         "/fund/a/");
    const char *one = first_of(&x, &x.amal);
    const char *to = str_to_c(x.t->a, str_fmt(x.t->a, "%s/do", one));
    const char *page = get(&x, &x.amal, one);
    const char *seen = strstr(page, "name=\"seen\" value=\"") + strlen("name=\"seen\" value=\"");
    seen = str_to_c(x.t->a, str_from(seen, str_find_char(str_from_c(seen), '"')));
    HAS(stays(POST(&x, &x.amal, to, "move", "refuse", "seen", seen)), "Please say why");
    goes(POST(&x, &x.amal, to, "move", "refuse", "seen", seen, "words", "not from this pot"), one);
    HAS(get(&x, &x.sami, first_of(&x, &x.sami)), "Amal has doubts.");
    HAS(get(&x, &x.huda, "/fund"), "With the keepers");
    HAS_NOT(get(&x, &x.huda, "/fund"), "not from this pot");
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(nobody_else_sees_the_books),
        TEST_DB(what_is_typed_is_kept),
        TEST_DB(the_ledger_is_paged_and_corrected),
        TEST_DB(doubts_need_words),
    };
    seal_init();
    return cmocka_run_group_tests_name("fund pages", tests, NULL, NULL);
}
