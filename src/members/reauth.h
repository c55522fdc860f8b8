/* Asking for the passphrase again before something weighty: keys, all sessions, export, leaving.
 *
 *     static const struct form_field FIELDS[] = {[F_CURRENT] = REAUTH_FIELD, …};
 *     {HTTP_POST, "/me/…", &FORM, WHO_MEMBER, LANE_WRITE, reauth_slow, handler, 0}
 *
 *     struct form *f = reauth_form(req);            // a copy that can be rejected
 *     enum err e = f->problems ? ERR_DENIED : reauth_check(req, f, &account, &root);
 *     if (e == ERR_DENIED)
 *         return show(req, res, f);                 // the mistake stands beside the field
 *     TRY(e);
 *     … key_wipe(&root);
 */
#ifndef AWN_MEMBERS_REAUTH_H
#define AWN_MEMBERS_REAUTH_H

#include "members/account.h"
#include "members/net.h"
#include "ui/ui.h"

#define REAUTH_NAME "current"
#define REAUTH_FIELD                                                                               \
    {                                                                                              \
        .name = REAUTH_NAME, .label = N_("The passphrase as it is now"), .kind = FIELD_SECRET,     \
        .max = PASSPHRASE_MAX, .required = true                                                    \
    }

/* On a hashing worker: hashes what was typed in REAUTH_FIELD under the viewer's salt. As a route's
 * slow step; or first thing of another one, which goes on with req->slow unless it is NULL (the
 * form has mistakes and nothing is worth a hash). */
enum err reauth_slow(struct req *req) MUST_CHECK;

/* A copy of req->fields, in the secret arena. */
struct form *reauth_form(struct req *req);

/* Gives the account as it is now and its root key. ERR_DENIED when the passphrase is another: the
 * form says so, and the next tries wait longer. */
enum err reauth_check(struct req *req, struct form *f, struct account *account,
                      struct key *root) MUST_CHECK;

/* The field with what a browser may fill in. */
void view_reauth_field(struct html *h, const struct form *f);

#endif
