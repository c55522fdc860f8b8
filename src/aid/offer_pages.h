/* What the pages of a member's own offers share. Inside the aid room.
 *   GET /aid/board                      what is offered here
 *   GET /aid/offers                     what one gives, and helps with
 *   GET /aid/offers/new, /:kind         a new one
 *   GET /aid/offers/:offer              one, with change, rest, stand, end
 *   GET /aid/offers/:offer/asked/:letter   somebody asks
 *   GET /aid/help/:help                 what one helps with, with promise, done, stop, away
 * An offer or an ask is named by eight characters that mean something to its owner only. */
#ifndef AWN_AID_OFFER_PAGES_H
#define AWN_AID_OFFER_PAGES_H

#include "aid/case_words.h"
#include "aid/mine.h"
#include "http/router.h"
#include "members/page.h"

extern const struct form_spec OFFER_ANSWER_FORM, HELP_SAY_FORM, HELP_PROMISE_FORM, HELP_DONE_FORM,
    HELP_STOP_FORM;

route_handle offer_new_get, offer_new_post, offer_change_get, offer_change_post, offer_kinds_get;
route_handle offer_asked_get, offer_asked_post, offer_board_get;
route_handle help_calendar_get, help_get, help_post, help_promise_get, help_promise_post,
    help_done_get, help_done_post, help_stop_get, help_stop_post, help_away_post;

/* How a card of one's own is named in one's addresses. */
struct str mine_alias(const struct req *req, enum mine_role role, uint64_t card);
/* The one that the address names. ERR_NOT_FOUND. */
enum err mine_named(struct req *req, enum mine_role role, struct str alias,
                    struct mine *out) MUST_CHECK;

/* "/aid/offers/…" and "/aid/help/…" and what stands behind it ("/end", or ""). */
struct url offer_url(const struct req *req, const struct aid_card *card, const char *more);
struct url help_url(const struct req *req, const struct aid_card *card, const char *more);

/* What an address of /aid/help names, and where it stands. */
struct helping {
    struct mine m;
    struct mine_help h;
};
enum err helping_named(struct req *req, struct helping *out) MUST_CHECK;
bool helping_may(const struct helping *x, enum loop_move move);
/* To the page of the ask: also for who pressed what is not possible any more. */
enum err helping_back(struct req *req, struct res *res, const struct helping *x,
                      enum page_notice notice) MUST_CHECK;

/* The coordinators have no room for letters just now. */
#define HELP_NO_ROOM                                                                               \
    N_("Very much is waiting at the coordinators' just now. Please send it again in a while; it "  \
       "is still here.")

/* "It ends by itself on …" */
struct str mine_ends(const struct req *req, const struct aid_card *card);

/* Reads one mark and moves it: what of a card was seen already. */
uint32_t mine_seen(const struct req *req, enum mine_role role, uint64_t card);
void mine_see(const struct req *req, enum mine_role role, uint64_t card, uint32_t turn);

#endif
