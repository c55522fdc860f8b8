/* A page of this request: the frame, the navigation, notices, and sending it.
 *
 *     struct html h;
 *     struct ui_page page;
 *     page_begin(req, NAV_HOME, &page, &h);
 *     view_circle_list(&h, &page, &v);
 *     return page_send(&h, res);
 */
#ifndef AWN_MEMBERS_PAGE_H
#define AWN_MEMBERS_PAGE_H

#include "http/response.h"
#include "members/net.h"
#include "ui/ui.h"

/* Where a page stands in the navigation; NAV_NONE is a narrow page with one question. */
enum nav { NAV_NONE, NAV_HOME, NAV_FIND, NAV_AID, NAV_ME };

/* What just happened, said on the next page: "?n=CODE" in the address, nothing private. Each has a
 * code, a tone and a sentence. */
#define PAGE_NOTICES(X)                                                                            \
    X(SENT, "sent", UI_GOOD, N_("It is there."))                                                   \
    X(SAVED, "saved", UI_GOOD, N_("Saved."))                                                       \
    X(GONE, "gone", UI_GOOD, N_("Removed."))                                                       \
    X(ASKED, "asked", UI_GOOD, N_("Your request is with the people of the circle."))               \
    X(JOINED, "joined", UI_GOOD, N_("Welcome. You are in."))                                       \
    X(LEFT, "left", UI_GOOD, N_("You have left the circle."))                                      \
    X(AWAY, "away", UI_GOOD, N_("You are no longer at the desk."))                                 \
    X(ENDED, "ended", UI_GOOD, N_("Signed out there."))                                            \
    X(KEPT, "kept", UI_GOOD, N_("The recovery code is confirmed. Keep it somewhere safe."))        \
    X(REKEYED, "rekeyed", UI_GOOD,                                                                 \
      N_("The new passphrase holds from now on. All other sessions have ended."))
enum page_notice {
    NOTICE_NONE,
#define X(name, code, tone, text) NOTICE_##name,
    PAGE_NOTICES(X)
#undef X
};

void page_begin(struct req *req, enum nav where, struct ui_page *page, struct html *h);

/* A further sentence on top of the page. */
void page_say(struct req *req, struct ui_page *page, enum ui_tone tone, struct str text);

/* Ends the page: RES_PAGE, status 200 unless res->status was set before. */
enum err page_send(struct html *h, struct res *res) MUST_CHECK;
enum err page_send_part(struct html *h, struct res *res) MUST_CHECK; /* RES_PART */

/* 303 to path, with a notice when it is not NOTICE_NONE. */
enum err page_go(struct req *req, struct res *res, struct url to,
                 enum page_notice notice) MUST_CHECK;

/* The address of a decoded path of ours. */
struct url page_url_of(struct arena *a, struct str path);

/* {when} and counts in the page's language. */
struct str page_ago(const struct req *req, int64_t then);

#endif
