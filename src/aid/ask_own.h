/* Asking as a member, and the pages of one's own asks. Inside the aid room.
 *   GET  /aid/ask, POST /aid/ask, /aid/ask/own   a new one
 *   GET  /aid/asks/:ask                          where it stands, what may fit, who could help
 *   POST /aid/asks/:ask/say, did, accept, propose, calendar
 *   GET, POST /aid/asks/:ask/change, end
 *   GET, POST /aid/board/:card                   "I can help with this"
 *   POST /aid/offers/still                       what is on the board still stands
 */
#ifndef AWN_AID_ASK_OWN_H
#define AWN_AID_ASK_OWN_H

#include "aid/ask_view.h"
#include "aid/mine_ask.h"
#include "aid/offer_pages.h"

/* The second page of the form of an ask; view texts are msgids. */
const struct ask_choice *ask_choices(const struct req *req, const struct form *f, size_t i,
                                     size_t *n);
enum err ask_form_show(struct req *req, struct res *res, const struct aid_kind_info *kind,
                       const struct areas *areas, struct ask_view *v) MUST_CHECK;
enum err ask_said_unread(struct req *req, struct res *res) MUST_CHECK;

enum err ask_own_begin(struct req *req, struct res *res, const struct aid_kind_info *kind,
                       const struct areas *areas, enum loop_urgency urgency) MUST_CHECK;

route_handle ask_own_post;
route_handle my_ask_get, my_ask_say_post, my_ask_did_post, my_ask_accept_post, my_ask_propose_post,
    my_ask_calendar_post, my_ask_end_get, my_ask_end_post, my_ask_change_get, my_ask_change_post,
    my_ask_thanks_post;
route_handle board_ask_get, board_ask_post, still_post;
extern const struct form_spec MY_ASK_SAY_FORM, MY_ASK_ACCEPT_FORM, MY_ASK_PROPOSE_FORM,
    MY_ASK_CALENDAR_FORM, BOARD_ASK_FORM;

/* "/aid/asks/…" and what stands behind it ("/end", or ""). */
struct url my_ask_url(const struct req *req, const struct aid_card *card, const char *more);

/* What an address names, as it stands. */
struct my_ask {
    struct mine m;
    struct mine_ask a;
};
enum err my_ask_named(struct req *req, struct my_ask *out) MUST_CHECK;

/* Its page; forms that were sent, with what was typed. `said`: a msgid on top, or NULL. */
struct my_ask_typed {
    const struct form *say, *did, *propose, *thank;
    const char *said;
};
enum err my_ask_show(struct req *req, struct res *res, struct my_ask *x,
                     struct my_ask_typed typed) MUST_CHECK;

/* A row of one's own list; `at`: of the newest thing about it. ERR_NOT_FOUND: it is over. */
enum err my_ask_row(struct req *req, const struct case_words *w, const struct mine *m,
                    struct ui_row *out, int64_t *at, bool *rests) MUST_CHECK;

#define MY_ASK_NO_ROOM                                                                             \
    N_("Much that was written here waits to be read. What was typed is still here: it can be "     \
       "sent "                                                                                     \
       "again once somebody has answered.")

#endif
