/* Letters of mutual aid: what people send each other about one ask.
 *
 * Purpose: nobody who asks must have an account, and nobody's place on a board is known; so what
 * is said about an ask travels as sealed letters, from mailbox to mailbox (space/mailbox.h), and
 * to the coordinators' desk when it looks after the ask. A letter that asks for a move of the loop
 * carries it; whoever holds the card does it if the loop allows, and tells both sides what became
 * of it.
 *
 * Invariants: a letter's last day is its ask's; what it says of its writer is what the writer chose
 * to say; `reply` is made from a seed that the writer holds, never from what they typed, so that
 * it may be compared with the mailboxes on a card: a move counts only for whose they are.
 *
 * Ownership: the given arena. Errors: unpack says false for what is no letter.
 */
#ifndef AWN_AID_LETTER_H
#define AWN_AID_LETTER_H

#include "aid/shelf.h"
#include "space/inbox.h"

#define AID_MESSAGE_MAX 2000 /* code points */
#define AID_NAME_MAX 40

/* Numbers are stored. */
enum aid_what {
    AID_INTAKE = 1,        /* a new ask or offer for the desk: about, details, reply */
    AID_SAYS = 2,          /* words */
    AID_WANTS = 3,         /* a move that the reader is asked to do */
    AID_MOVED = 4,         /* a move that was done: state, words, meeting */
    AID_PROPOSAL = 5,      /* to an offer: would this be possible? about: the ask */
    AID_YES = 6,           /* its answers: reply is the helper's mailbox for this ask */
    AID_NOT_NOW = 7,       /* from the coordinators: somebody else can this time */
    AID_NO = 8,            /* also takes a yes back */
    AID_ACCEPTED = 9,      /* a yes was accepted: about, details; name and words are its writer's */
    AID_BATCH = 10,        /* many new asks or offers for the desk, of one last day (aid/batch.h) */
    AID_CHANGED = 11,      /* from who asks: the ask reads so from now on: about, details */
    AID_CLAIMS = 12,       /* from a member, to the board: "I can help"; reply is theirs */
    AID_SURGE_OVER = 15,   /* hard times ended, and the ask with them: about */
    AID_SURGE_THANKS = 16, /* … to who helped */
    AID_THANKS = 17,       /* a thank-you of who asked (aid/thank.h) */
    AID_AGREED = 18 /* within the desk only: one coordinator agrees that money is paid back */
};
#define AID_WHAT_LAST AID_AGREED

struct aid_details {
    struct str answer[AID_QUESTIONS_MAX]; /* answers in words */
    struct str words, who, contact, lang;
    struct str where; /* in words, of a table; forms ask for an area */
    struct str avoid[AID_AVOID_MAX];
    size_t navoid;
};

struct aid_meeting {
    int64_t at; /* 0: none */
    struct str where, sign;
};

struct aid_batch_item {
    struct aid_card card;
    struct aid_details details;
};

struct aid_letter {
    struct tag id; /* of the row it came in; not packed */
    enum aid_what what;
    uint64_t card;
    uint32_t turn; /* one more than of all letters that its writer had read (Lamport's clock) */
    int64_t at;
    enum loop_actor by;
    struct str name, words;
    bool moves; /* `move` is there */
    enum loop_move move;
    bool spent; /* with LOOP_HAND: money was spent that is to come back */
    enum loop_state state;
    bool has_about;
    struct aid_card about;
    bool has_details;
    struct aid_details details;
    struct aid_meeting meeting;
    struct shelf_place place; /* where the card stands at the desk; seq 0: not said */
    struct mailbox_to reply;  /* id 0: none */
    unsigned thanks;          /* AID_THANKS: where else it may go (enum aid_thanks), bits */
    struct tag agreed;        /* AID_AGREED: who at the desk */
    struct aid_batch_item *batch;
    size_t nbatch;
};

struct str aid_letter_pack(struct arena *a, const struct aid_letter *l);
bool aid_letter_unpack(struct arena *a, struct str body, struct aid_letter *out);

/* Letters of an inbox or mailbox, oldest first: by turn, so that an answer stands behind what it
 * answers whatever the clocks say, then by time. What is no letter is skipped. */
struct aid_letters {
    struct aid_letter *v;
    size_t n;
};
void aid_letters_of(struct arena *a, const struct inbox *in, struct aid_letters *out);

#endif
