/* The card: one ask or one offer, as those who may read its list see it.
 *
 * Purpose: the same few fields for a form, a board, a plan and an import. Kind, area, urgency and a
 * line for people; amounts, days, languages and hard limits for matching; and where the loop of an
 * ask stands. Nobody's name or tag is on it: who it belongs to is whoever holds the seed of its
 * mailbox, so that a board of cards ties nothing to anybody.
 *
 * Masks: languages are bits of the list in card.c (aid_languages), needs and havings of
 * AID_TRAITS. A limit that a person set is never weighed, only kept.
 *
 * Ownership: strings live where they were unpacked. Errors: unpack says false for what is no card.
 */
#ifndef AWN_AID_CARD_H
#define AWN_AID_CARD_H

#include "aid/kinds.h"
#include "aid/loop.h"
#include "base/arena.h"
#include "space/mailbox.h"

#define AID_LINE_MAX 140 /* code points */
#define AID_DETAILS_MAX 2000
#define AID_AVOID_MAX 10
#define AID_UNITS_MAX 100000

/* Numbers are stored. */
enum aid_side { AID_ASK = 1, AID_OFFER = 2 };

/* The shelf of a list on which a card stands (aid/shelf.h); seq 0: on none. */
struct shelf_place {
    int32_t day;
    uint32_t seq;
};

/* Where a card stands. Numbers are stored. */
enum aid_list {
    AID_BOARD = 1, /* the commons: every member reads it */
    AID_DESK = 2   /* the coordinators' space only */
};

/* How often an offer can be given. Numbers are stored. */
#define AID_REPEATS(X)                                                                             \
    X(ONCE, 1, N_("Once"))                                                                         \
    X(REPEATING, 2, N_("Now and then, until its last day"))                                        \
    X(STANDING, 3, N_("Any time; I can be asked"))
enum aid_repeat {
#define X(name, number, text) AID_##name = number,
    AID_REPEATS(X)
#undef X
};

/* What one side can need, and the other has; and what somebody cannot be near. Bits are stored. */
#define AID_TRAITS(X)                                                                              \
    X(STEP_FREE, 0, N_("Reached without stairs"))                                                  \
    X(LIFT_IN_CAR, 1, N_("Room for a wheelchair"))                                                 \
    X(CHILDREN_WELCOME, 2, N_("Children are welcome"))                                             \
    X(PETS_WELCOME, 3, N_("Animals are welcome"))                                                  \
    X(QUIET, 4, N_("A room of one's own"))                                                         \
    X(NO_PAPERS, 5, N_("No papers are asked for"))
#define AID_NEARBY(X)                                                                              \
    X(PETS, 0, N_("Animals"))                                                                      \
    X(SMOKE, 1, N_("Smoke"))                                                                       \
    X(ALCOHOL, 2, N_("Alcohol"))
enum aid_trait {
#define X(name, bit, text) AID_TRAIT_##name = 1 << bit,
    AID_TRAITS(X)
#undef X
};
enum aid_nearby {
#define X(name, bit, text) AID_NEARBY_##name = 1 << bit,
    AID_NEARBY(X)
#undef X
};

/* Languages that people speak with each other: each by its own name, as it stands in a form. Bits
 * are stored; codes are BCP 47. */
#define AID_LANGUAGES(X)                                                                           \
    X(0, "ar", "العربية")                                                                          \
    X(1, "en", "English")                                                                          \
    X(2, "fr", "Français")                                                                         \
    X(3, "ku", "Kurdî")                                                                            \
    X(4, "ckb", "کوردی")                                                                           \
    X(5, "fa", "فارسی")                                                                            \
    X(6, "tr", "Türkçe")                                                                           \
    X(7, "zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ")                                                                        \
    X(8, "hy", "Հայերեն")                                                                          \
    X(9, "syr", "ܣܘܪܝܝܐ")                                                                          \
    X(10, "so", "Soomaali")                                                                        \
    X(11, "am", "አማርኛ")                                                                            \
    X(12, "ti", "ትግርኛ")                                                                            \
    X(13, "ur", "اردو")                                                                            \
    X(14, "de", "Deutsch")                                                                         \
    X(15, "es", "Español")                                                                         \
    X(16, "it", "Italiano")                                                                        \
    X(17, "pl", "Polski")                                                                          \
    X(18, "pt", "Português")                                                                       \
    X(19, "ru", "Русский")                                                                         \
    X(20, "uk", "Українська")                                                                      \
    X(21, "ja", "日本語")                                                                          \
    X(22, "zh", "中文")                                                                            \
    X(23, "sgn", N_("A sign language"))
struct aid_language {
    unsigned bit;
    const char *code, *name; /* a msgid */
};
#define AID_LANGUAGE_COUNT 24
extern const struct aid_language aid_languages[AID_LANGUAGE_COUNT];

/* Of a helper, said freely or not at all; and with whom somebody would rather be. Bits. */
enum aid_gender { AID_WOMAN = 1, AID_MAN = 2, AID_NEITHER = 4 };

/* Of one that came in a table (aid/batch.h): where its details stand, until somebody first writes
 * about it; seq 0: with its letters, as everybody's. And what its source said of it; bits. */
struct aid_batched {
    int32_t day;
    uint32_t seq;
};
enum aid_mark { AID_MARK_UNAPPROVED = 1, AID_MARK_UNVERIFIED = 2 };

struct aid_card {
    uint64_t id;
    enum aid_side side;
    enum aid_kind kind;
    uint32_t area;       /* 0: anywhere */
    uint32_t reach;      /* minutes at most; 0: any */
    int32_t units;       /* how much is asked or given, in the kind's own unit; at least 1 */
    int32_t taken;       /* of an offer: promised already */
    int32_t from, until; /* days; 0: at once, and until last_day */
    uint64_t speaks;     /* 0: nothing was said */
    bool must_talk;
    unsigned gender, genders;
    unsigned has, needs, avoids, near; /* near: what an offer comes with */
    struct str line;
    int64_t number[AID_QUESTIONS_MAX]; /* answers that are numbers, days, areas */
    unsigned answered;                 /* bit i: number[i] was given */
    struct mailbox_to mailbox;
    enum aid_repeat repeat;
    uint32_t requests;
    int32_t requested;
    uint32_t rest;    /* of an offer: days that lie between two requests at least; 0: any number */
    struct loop loop; /* an offer uses last_day and asked only */
    struct mailbox_to helper;
    uint64_t offer;
    bool desk_reads;
    unsigned counted; /* of the desk's own (aid/tally.h), and AID_CARD_THANKED (aid/closing.h) */
    unsigned said;    /* … (aid/triage.h) */
    struct aid_batched batched;
    unsigned marks;    /* enum aid_mark */
    uint32_t board;    /* of an ask: its shelf there, of the day last_day; 0: none */
    int32_t confirmed; /* of a card on the board: day on which its owner last said that it stands */
    uint32_t turn;     /* of an ask on the board: highest of the letters that moved it */
};

/* A random number for a new card. */
uint64_t aid_card_id(void);

struct str aid_card_pack(struct arena *a, const struct aid_card *c);
bool aid_card_unpack(struct arena *a, struct str body, struct aid_card *out);

/* Is it of use to anybody today: not over, not given away, not past its days; and of an offer, was
 * it left in peace for as long as it says? */
bool aid_card_open(const struct aid_card *c, int64_t now);

/* Nobody on a board knows whose a card is, so nobody can take it away with its owner. A card that
 * its owner did not confirm for so long rests: it is not shown, and goes when its shelf is sealed
 * anew. Only cards of the board have a day of that kind. */
#define AID_STANDS_DAYS 14
bool aid_card_rests(const struct aid_card *c, int64_t now);

/* Whose it is: does the seed belong to its mailbox? */
bool aid_card_is(const struct aid_card *c, const struct key *seed);

#endif
