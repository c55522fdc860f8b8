/* One button for the coordinators: all open asks against all offers, as a proposal to decide about.
 *
 * Purpose: brings what stands on the desk and on the board to matching/plan.h, keeps what came of
 * it where long work is kept (http/job.h), and carries out what people accept. Nothing is decided
 * here: a pair is only asked for, or settled, when a coordinator says so.
 *
 * What is planned: asks that wait (aid_card_open) and for which nobody has been asked lately
 * (plan_asked), against offers of the board and of the desk with what is left of them. What stands
 * in words only (who must not hear of it) no plan can compare: such a pair is never accepted in
 * bulk.
 *
 * Fixed: what people decided about pairs, by the numbers of the cards, so that it holds for a plan
 * made anew: never this pair, or this pair if its limits allow it. Kept in the job, not stored.
 *
 * Invariants: no pair of a plan breaks a limit (fit_between), whatever was fixed; a pair is looked
 * at again when it is accepted, in the transaction that writes; what changed since is told and left
 * as it is. Nothing is done twice.
 *
 * Ownership: a struct plan_desk lies in its job's memory (wiped, not locked), for as long as a
 * request holds it. Units: points of fit.h, whole units of a card's kind, seconds UTC.
 */
#ifndef AWN_AID_PLAN_DESK_H
#define AWN_AID_PLAN_DESK_H

#include "aid/areas.h"
#include "aid/cases.h"
#include "aid/fits.h"
#include "http/job.h"
#include "matching/plan.h"
#include "members/commons.h"

#define PLAN_FIXED_MOST 1000
#define PLAN_ACCEPT_MOST 200 /* in one request */
#define PLAN_OTHERS 3        /* next best offers that are shown for an ask */
#define PLAN_TWINS 3
#define PLAN_NOTED_DAYS 30

/* A card, where it stands, and (of asks) two hashes of its words, by which the same words meet. */
struct plan_card {
    struct aid_card card;
    struct shelf_place at; /* seq 0: waits in the inbox still */
    bool board;
    uint32_t words[2];
};
struct plan_cards {
    struct plan_card *v;
    size_t n;
};

enum plan_choice { PLAN_LATER, PLAN_YES, PLAN_NEVER };

/* What became of a pair that was accepted. Texts are msgids. */
#define PLAN_OUTCOMES(X)                                                                           \
    X(OPEN, NULL)                                                                                  \
    X(ASKED, N_("Asked quietly"))                                                                  \
    X(GIVEN, N_("Settled: somebody has to bring it"))                                              \
    X(ASK_CHANGED, N_("Left: the ask has changed since"))                                          \
    X(OFFER_CHANGED, N_("Left: the offer has changed since"))                                      \
    X(NO_FIT, N_("Left: it does not fit any more"))                                                \
    X(BEFORE, N_("Left: this was asked before"))                                                   \
    X(PART, N_("Left: it covers only a part; please look at the ask"))                             \
    X(FULL, N_("Left: too much waits there unread"))                                               \
    X(LOOK, N_("Left for a person to look at"))
enum plan_outcome {
#define X(name, text) PLAN_OUT_##name,
    PLAN_OUTCOMES(X)
#undef X
        PLAN_OUTCOMES_N
};

struct plan_line {
    uint32_t ask, offer; /* in asks.v, offers.v */
    int32_t units, score, best, wanted;
    int64_t cost;
    bool pinned; /* by a person */
    enum plan_choice choice;
    enum plan_outcome outcome;
};

struct plan_fix {
    uint64_t ask, offer; /* numbers of cards */
    bool never;
};

/* Minutes between areas, row by row as they are asked for. */
struct plan_ways {
    const struct areas *areas;
    uint16_t **row;
    struct arena *a;
};

struct plan_desk {
    uint64_t number; /* random: forms say which proposal they are about */
    int64_t made_at;
    struct plan_cards asks, offers;
    struct areas areas;
    struct plan_ways ways;
    struct plan_line *line; /* the most pressing ask first (loop_rank) */
    size_t lines;
    struct plan_unmet *unmet; /* of asks.v */
    size_t unmets;
    uint32_t *alike[2];   /* asks by kind, area and words[0], words[1] */
    struct plan_fix *fix; /* room for PLAN_FIXED_MOST */
    size_t nfix, refused; /* refused: pairs fixed that limits or other pairs did not allow */
    size_t answering;     /* asks left out: somebody was asked and has time to answer */
    size_t damaged;
    int64_t value, bound;
    bool every, exact;
    size_t told[PLAN_OUTCOMES_N]; /* of the last time something was accepted; all 0: nothing was */
};

/* Begins one for who asks, with what was fixed. ERR_CONFLICT: one is being made; ERR_BUSY. */
enum err plan_desk_start(struct req *req, struct desk *d, const struct plan_fix *fix,
                         size_t n) MUST_CHECK;

/* How theirs is; release it (JOB_HOLD). `made` is a struct plan_desk. */
void plan_desk_look(const struct req *req, struct job_hold *out);
void plan_desk_stop(const struct req *req);

/* Without the job: all in `keep`; for the work and for tests. Reads one side after the other and
 * forgets what it need not keep, so that memory stays at a few hundred bytes a card. ERR_BUSY:
 * `watch` wanted it stopped. */
struct plan_source {
    const struct space_ctx *ctx;
    const struct space_ticket *desk,
        *board; /* keys of the coordinators' desk, and of the commons */
};
enum err plan_desk_make(const struct plan_source *from, struct arena *keep,
                        const struct plan_fix *fix, size_t n, const struct assign_watch *watch,
                        struct plan_desk **out) MUST_CHECK;

/* How the two fit now. */
void plan_desk_fit(const struct plan_desk *p, const struct aid_card *ask,
                   const struct aid_card *offer, int64_t now, struct fit *out);

/* The next best offers for an ask, without the one of `line` and without pairs that are never to
 * be; numbers in offers.v. Returns how many (PLAN_OTHERS at most). */
struct plan_other {
    uint32_t offer;
    struct fit fit;
};
size_t plan_desk_others(const struct plan_desk *p, const struct plan_line *line, int64_t now,
                        struct arena *tmp, struct plan_other out[PLAN_OTHERS]);

/* Asks that may be the same as this one; numbers in asks.v. */
size_t plan_desk_twins(const struct plan_desk *p, uint32_t ask, struct search *s, struct arena *tmp,
                       uint32_t out[PLAN_TWINS]);

/* Remembers it for the next plan; what was said about the pair before is forgotten. ERR_TOO_MANY.
 */
enum err plan_desk_fix(struct plan_desk *p, struct plan_fix fix) MUST_CHECK;

/* Carries out a line as things are now, in the caller's transaction; the caller keeps what came of
 * it (plan_asked_note, line->outcome) when that is committed. An error is a failure of the house,
 * not of the pair. */
struct plan_doing {
    struct req *req;
    struct desk *desk;
    struct commons *commons;
    struct plan_desk *plan;
    struct case_rows placed[2]; /* where asks, offers stand that waited in the inbox */
    bool sorted;
};
enum err plan_desk_accept(struct plan_doing *x, const struct plan_line *line,
                          enum plan_outcome *out) MUST_CHECK;

/* ---- plan_asked.c: who was asked ---- */

struct plan_asked {
    uint64_t ask, offer;
    int32_t units;
    int64_t at;
};
struct plan_askeds {
    struct plan_asked *v;
    size_t n;
};
/* In the caller's transaction. */
enum err plan_asked_note(struct desk *d, const struct plan_asked *some, size_t n) MUST_CHECK;
enum err plan_asked_all(struct desk *d, struct plan_askeds *out) MUST_CHECK;
/* Has whoever was asked `at` still time to answer about such an ask? */
bool plan_asked_waits(enum loop_urgency u, int64_t at, int64_t now);
enum err plan_asked_end(struct desk *d) MUST_CHECK;

#endif
