/* Every line here breaks one rule; expected.txt says which. */
#include <sodium.h>
#include "db/db.h"
#include "members/keyring.h"
#include "members/members.h"
#include "seal/seal.h"

static const char *QUERY = "SELECT id FROM account";
static const char *PAGE = "<p class=x>text</p>";
/* TODO later */

static void circle_copy(char *to, const char *from)
{
    strcpy(to, from);
    sprintf(to, "%s", from);
    long now = time(NULL);
    free(to);
    goto out;
    /* circle_copy(to, from); */
    // return 0;
#if 0
    puts("never");
#endif
out:
    return;
}
#include "members/page.h"
