#include "fund/export.h"

#include <string.h>

#include "base/buf.h"

struct str fund_csv_cell(struct arena *a, struct str s)
{
    struct buf b;
    struct str out;
    buf_init(&b, a, 2 * s.n + 4, 2 * s.n + 4);
    buf_add_char(&b, '"');
    if (s.n && (strchr("=+-@", s.p[0]) || (unsigned char)s.p[0] < ' '))
        buf_add_char(&b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_add_char(&b, '"');
        buf_add_char(&b, s.p[i]);
    }
    buf_add_char(&b, '"');
    return buf_end(&b, &out) == ERR_OK ? out : STR("\"\"");
}

static void line(struct buf *b, struct arena *a, const struct fund *f, struct str name,
                 const struct ledger_entry *e, const struct ledger_posting *p)
{
    int year, month, day;
    const struct str amount = money_plain(a, p->amount, f->currency.digits);
    ledger_date(e->day, &year, &month, &day);
    buf_add_fmt(b, "%u,%04d-%02d-%02d,%s,%s,%" STR_FMT ",%s,", e->number, year, month, day,
                ledger_what_code(e->what), ledger_account_code(p->account), STR_ARG(amount),
                f->currency.code);
    if (e->reverses)
        buf_add_u64(b, e->reverses);
    buf_add_char(b, ',');
    buf_add(b, name);
    buf_add_c(b, "\r\n");
}

enum err fund_csv(struct arena *a, const struct fund *f, const struct fund_entries *all,
                  struct str *out)
{
    struct buf b;
    const struct str name = fund_csv_cell(a, f->name);
    buf_init(&b, a, 4096, FUND_CSV_MAX);
    buf_add_c(&b, "number,date,what,account,amount,currency,reverses,fund\r\n");
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < all->v[i].n; k++)
            line(&b, a, f, name, &all->v[i], &all->v[i].v[k]);
    return buf_end(&b, out);
}
