/* Lines typed in from paper, of any bytes that are text: every line is told, no code is fine that
 * its last letter does not confirm, and what is fine is read again as itself. */
#include <stdlib.h>
#include <string.h>

#include "aid/paper.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void line_check(const struct paper_line *l, const struct case_code *all)
{
    struct case_code again;
    size_t which;
    const struct str code = str_from_c(l->code.text);
    check(l->line > 0 && l->text.n > 0 && l->word <= PAPER_WORD_COUNT);
    check((l->told == CASE_CODE_NONE) == (code.n == 0));
    if (l->told == CASE_CODE_FINE)
        check(case_code_check(str_slice(code, 0, code.n - 1)) == code.p[code.n - 1]);
    if (l->told != CASE_CODE_NONE) {
        check(case_code_read(code, &again) == l->told);
        check(strcmp(again.text, l->code.text) == 0);
    }
    if (case_code_nearest(all, 3, &l->code, &which))
        check(which < 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct case_code ALL[3] = {{"K7P2MX"}, {"3HJ9QA"}, {"K7P2NYZ"}};
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    const struct str text = str_from(data, size);
    struct paper_lines lines;
    uint32_t number, again;
    if (!str_is_utf8(text)) /* forms hold nothing else */
        return 0;
    paper_lines_read(a, text, &lines);
    check(lines.n <= PAPER_LINES_MAX);
    for (size_t i = 0; i < lines.n; i++)
        line_check(&lines.v[i], ALL);
    if (paper_number_read(text, &number))
        check(paper_number_read(paper_number(a, number), &again) && again == number);
    return 0;
}
