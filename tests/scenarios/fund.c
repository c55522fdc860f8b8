/* S3.1 a common fund: a gift comes in, a member asks, two approve, it is paid, the receipt is seen
 * by both and deleted, the balance is right, and the treasurer's file has no name. */
#include <string.h>

#include "scenarios/world.h"
#include "site/inside.h"

#define POT "قِدر الحيّ " SHARP
#define WHY "دواء للسكّري " SHARP
#define HOW "عند الصيدلية، من يد إلى يد " SHARP
#define RECEIPT "إيصال رقم ٤٧١١ " SHARP

static void keeper_comes_in(struct person *amal, struct person *p, const char *persona)
{
    visit(amal, "/fund/desk");
    follow(amal, "Invite a keeper");
    submit(amal, "Make a code");
    const char *code = str_to_c(amal->w->arena, element(amal, "code"));
    visit(p, "/me");
    follow(p, "Keepers of the fund");
    submit(p, "Come in", "persona", persona, "code", code);
    is_at(p, "/fund/desk");
}

static void fund_opened(struct person *amal, struct person *sami, struct person *noor)
{
    visit(amal, "/me");
    follow(amal, "Keepers of the fund");
    submit(amal, "Open the desk", "persona", "أمل");
    keeper_comes_in(amal, sami, "سامي " SHARP);
    keeper_comes_in(amal, noor, "نور");
    visit(amal, "/fund/desk");
    follow(amal, "Begin a fund");
    submit(amal, "/fund/desk/new", "name", POT, "currency", "xxy", "exact", "exact", "give",
           "في المخبز " SHARP);
    sees(amal, "There is no currency with these letters.");
    finds_written(amal, "name", POT);
    submit(amal, "/fund/desk/new", "currency", "EUR");
    sees(amal, POT);
}

/* A gift, written as people write: in digits of the language, with an Arabic decimal sign. */
static void gift_comes_in(struct person *amal)
{
    follow(amal, "Write money down");
    submit(amal, "/book", "what", "gift", "amount", "خمسون");
    sees(amal, "Please write an amount in digits, such as 50 or 12.50.");
    submit(amal, "/book", "what", "gift", "amount", "١٢٠٫٥٠");
    sees(amal, "١٢٠٫٥٠ EUR");
    sees(amal, "Added up again from the first entry just now: everything is right.");
}

static void asked(struct person *huda)
{
    visit(huda, "/aid");
    follow(huda, "The common fund");
    sees(huda, "١٢٠٫٥٠ EUR");
    sees(huda, "في المخبز " SHARP);
    follow(huda, "Ask the fund");
    submit(huda, "/fund/ask", "fund", "1", "amount", "٤٠", "kind", "health", "words", WHY, "by",
           "1", "how", HOW, "name", "هدى " SHARP);
    sees(huda, "With the keepers");
    sees(huda, WHY);
}

static void opens_ask(struct person *keeper)
{
    visit(keeper, "/fund/desk");
    follow(keeper, "/fund/desk/a/");
}

/* Paid once, in the ledger at once; the two who approved see the receipt, then its words are gone,
 * for everybody. */
static void paid_and_seen(struct person *huda, struct person *noor, struct person *amal,
                          struct person *sami)
{
    opens_ask(noor);
    submit(noor, "It is paid: write it down", "from", "account");
    sees(noor, "There is not that much.");
    submit(noor, "It is paid: write it down", "from", "box");
    sees(noor, "Paid out");
    visit(huda, "/fund");
    sees(huda, "٨٠٫٥٠ EUR");
    follow(huda, "/fund/a/");
    submit(huda, "Yes, it arrived");
    submit(huda, "Show it to the two", "receipt", RECEIPT);

    opens_ask(noor);
    sees_not(noor, "٤٧١١");
    sees(noor, "There is one. The two who approved see it.");
    opens_ask(amal);
    sees(amal, RECEIPT);
    submit(amal, "I have seen it");
    opens_ask(sami);
    sees(sami, RECEIPT);
    submit(sami, "I have seen it");
    sees(sami, "Closed: all is done");
    sees_not(sami, "٤٧١١");
    opens_ask(amal);
    sees_not(amal, "٤٧١١");
}

static void a_common_fund(void **state)
{
    struct world *w = world_of(state);
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    struct person *sami = newcomer(amal, "Sami", "ar", "سامي");
    struct person *noor = newcomer(amal, "Noor", "en", "نور");
    struct person *huda = newcomer(amal, "Huda", "ar", "هدى");

    /* nobody keeps it: nobody is promised anything */
    visit(huda, "/fund");
    sees(huda, "Nobody keeps a fund here so far");
    visit(huda, "/fund/ask");
    is_at(huda, "/fund");
    fund_opened(amal, sami, noor);
    gift_comes_in(amal);
    asked(huda);

    /* two approve, one after the other; one alone moves nothing */
    opens_ask(amal);
    sees(amal, WHY);
    sees(amal, HOW);
    submit(amal, "I approve");
    if (offered(amal, "I approve"))
        person_stuck(amal, HERE, "may approve twice");
    opens_ask(sami);
    sees(sami, "One person approved it");
    opens_ask(noor); /* sees the same page; will be a moment late */
    submit(sami, "I approve");
    submit(noor, "I approve");
    sees(noor, "Somebody was a moment earlier");
    visit(huda, "/fund");
    sees(huda, "Approved by two");

    paid_and_seen(huda, noor, amal, sami);

    /* the ledger: right, and without a name */
    visit(amal, "/fund/desk");
    follow(amal, POT);
    sees(amal, "٨٠٫٥٠ EUR");
    sees(amal, "Added up again from the first entry just now: everything is right.");
    follow(amal, "The ledger");
    sees(amal, "Paid out");
    sees_not(amal, "هدى");
    visit(amal, "/fund/desk/f/1/export");
    if (!strstr(str_to_c(w->arena, amal->html), "paid,paid out: health,40.00,EUR"))
        person_stuck(amal, HERE, "does not find the pay-out in the file");
    if (strstr(str_to_c(w->arena, amal->html), "هدى") ||
        strstr(str_to_c(w->arena, amal->html), "سامي"))
        person_stuck(amal, HERE, "finds a name in the file");

    /* on its day nothing is left of the request */
    world_nights(w, 9);
    visit(huda, "/fund");
    signs_in(huda);
    sees_not(huda, "Closed: all is done");
    visit(amal, "/fund/desk");
    signs_in(amal);
    sees(amal, "Nothing is asked right now");
    sees(amal, "٨٠٫٥٠ EUR");
}

SCENARIO_MAIN(SCENARIO("S3.1 a common fund", a_common_fund))
