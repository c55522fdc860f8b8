/* What the files of the fund share: packing of what it seals. Inside the fund room. */
#ifndef AWN_FUND_INSIDE_H
#define AWN_FUND_INSIDE_H

#include "fund/ask.h"
#include "fund/fund.pb-c.h"
#include "fund/store.h"

/* Packing goes into the secret arena; unpacking says false for what is none of ours. */
FundAsk *fund_ask_message(struct arena *a, const struct ask *ask, bool for_keepers);
struct str fund_ask_pack(struct arena *a, const struct ask *ask);
bool fund_ask_read(struct arena *a, const FundAsk *m, struct ask *out);
bool fund_ask_unpack(struct arena *a, struct str body, struct ask *out);

struct fund_letter {
    struct tag id; /* of the row it came in; not packed */
    uint64_t ask;
    uint32_t turn;
    int64_t at;
    bool keepers; /* by whom; a letter that came to the desk never is */
    bool moves;
    enum ask_move move;
    struct str name, words;
    bool has_about;
    struct ask about;
    struct mailbox_to reply;
    bool ended;
};
struct str fund_letter_pack(struct arena *a, const struct fund_letter *l);
bool fund_letter_unpack(struct arena *a, struct str body, struct fund_letter *out);

/* Letters of an inbox or mailbox, oldest first: by turn, then by time. */
struct fund_letters {
    struct fund_letter *v;
    size_t n;
};
void fund_letters_of(struct arena *a, const struct inbox *in, struct fund_letters *out);

/* A letter of who asks, on a request: words, or a move where it is possible now. The same at the
 * desk and for who asks. False: it changes nothing. */
bool fund_ask_take(struct arena *a, struct ask *ask, const struct fund_letter *l,
                   const struct ask_desk *desk);

/* One more thing that was said; the oldest go. */
void fund_ask_say(struct arena *a, struct ask *ask, const struct ask_said *said);

struct str fund_entry_pack(struct arena *a, const struct ledger_entry *e, const uint8_t *before);
bool fund_entry_unpack(struct arena *a, struct str body, struct ledger_entry *out,
                       uint8_t before[KEY_SIZE]);

struct str fund_state_pack(struct arena *a, const struct fund *f);
bool fund_state_unpack(struct arena *a, const struct record *r, struct fund *out);

#endif
