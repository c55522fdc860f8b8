/* Words of any bytes: what they say does not depend on letters' size or on marks before them, and
 * is never less when more is written behind them. */
#include <stdlib.h>

#include "aid/triage.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    const struct str text = str_from(data, size);
    const struct aid_card in_line = {.line = text}, nothing = {0};
    const struct aid_details in_words = {.words = text};
    const struct aid_details more = {
        .words = text, .who = STR_INIT("my grandmother"), .answer = {text, STR_INIT("insulin")}};
    const unsigned all = TRIAGE_SAID_DANGER | TRIAGE_SAID_MEDICINE | TRIAGE_SAID_FRAGILE;

    const unsigned line = triage_said(a, &in_line, NULL);
    check((line & ~all) == 0);
    check(line == triage_said(a, &nothing, &in_words));
    const unsigned with = triage_said(a, &in_line, &more);
    check((with & line) == line && (with & TRIAGE_SAID_MEDICINE));
    return 0;
}
