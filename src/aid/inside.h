/* What the files of the aid room share; nobody else includes this. */
#ifndef AWN_AID_INSIDE_H
#define AWN_AID_INSIDE_H

#include "aid.pb-c.h"
#include "aid/letter.h"
#include "aid/shelf.h"
#include "space/pack.h"

/* card.c: cards and mailboxes as parts of other messages. A message borrows from the card and the
 * arena; NULL stands for a mailbox that is none. */
AidCard *aid_card_message(struct arena *a, const struct aid_card *c);
bool aid_card_of_message(const AidCard *m, struct aid_card *out);
AidMailbox *aid_mailbox_message(struct arena *a, const struct mailbox_to *to);
bool aid_mailbox_read(const AidMailbox *m, struct mailbox_to *out);

/* letter.c */
AidDetails *aid_details_message(struct arena *a, const struct aid_details *d);
void aid_details_read(const AidDetails *m, struct aid_details *out);

#endif
