/* Thanks: a wall of thank-yous, and what a network did together, without money or ranks.
 *
 * Purpose: two streams of the commons. "thanks wall" holds words that members put up, or that the
 * coordinators put up for somebody without an account. "thanks together" holds, for each quarter of
 * a year, about how often help of each kind arrived: in classes, noised, published by the
 * coordinators.
 *
 * Invariants: an entry says nothing of who wrote it but the name they typed, and of who is thanked
 * but the name that person typed; whose entry it is stands in the writer's own space only (stream
 * "thanks mine"). An entry ends THANKS_DAYS after it was put up. Nothing is counted by person,
 * nothing is ranked, nothing can be liked. A published season has no number below THANKS_LEAST and
 * no exact number at all (garden.h).
 *
 * A call that writes keeps all of it or nothing. Ownership: the context's secret arena. Errors:
 * ERR_DENIED not of the network (any more), or not theirs to do; ERR_NOT_FOUND no such entry (any
 * more).
 */
#ifndef AWN_THANKS_THANKS_H
#define AWN_THANKS_THANKS_H

#include <jansson.h>

#include "http/router.h"
#include "members/members.h"
#include "ui/ui.h"

#define THANKS_WORDS_MAX 500 /* code points */
#define THANKS_NAME_MAX 40
#define THANKS_REASON_MAX 300
#define THANKS_DAYS 365
#define THANKS_MINE_MAX 30  /* of one person that stand at once */
#define THANKS_WALL_MAX 500 /* that stand in all */

/* Numbers are stored. */
#define THANKS_WHOM(X)                                                                             \
    X(SOMEBODY, 1, "somebody", N_("Somebody who helped"))                                          \
    X(COORDINATORS, 2, "coordinators", N_("The coordinators"))                                     \
    X(TEAM, 3, "team", N_("A team"))                                                               \
    X(ALL, 4, "all", N_("Everybody here"))
enum thanks_whom {
#define X(name, number, code, text) THANKS_##name = number,
    THANKS_WHOM(X)
#undef X
};

/* What arrived; numbers are stored, and are those of mutual aid's kinds. */
#define THANKS_KINDS(X)                                                                            \
    X(SHELTER, 1, N_("A roof for the night"))                                                      \
    X(FOOD, 2, N_("Food on the table"))                                                            \
    X(HEALTH, 3, N_("Care and medicines"))                                                         \
    X(CHILDREN, 4, N_("Children looked after"))                                                    \
    X(RIDE, 5, N_("A ride there and back"))                                                        \
    X(MONEY, 6, N_("Money when it was short"))                                                     \
    X(LEGAL, 7, N_("Help with law and papers"))                                                    \
    X(SAFETY, 8, N_("Somebody who came along"))                                                    \
    X(SKILLS, 9, N_("Skilled hands"))                                                              \
    X(THINGS, 10, N_("Things for the house"))                                                      \
    X(COMPANY, 11, N_("Company and comfort"))                                                      \
    X(OTHER, 12, N_("Something else that was needed"))
#define THANKS_KIND_COUNT 12
/* A msgid; NULL for a number that is none (0: not said). */
const char *thanks_kind_text(uint32_t kind);

struct thanks {
    uint32_t seq; /* 0: a new one */
    uint64_t id;  /* random; made by thanks_put */
    enum thanks_whom whom;
    uint32_t kind;              /* 0: not said */
    struct str words, from, to; /* from, to: typed by those they name, or empty */
    int32_t day;                /* on which it was put up */
    bool mine;                  /* the viewer's own */
    bool taken;                 /* taken down by a steward: only its writer sees that, and why */
    struct str reason;          /* then; or empty */
};
struct thanks_list {
    struct thanks *v; /* newest first */
    size_t n;
    bool steward; /* the viewer may take down what others put up */
};

/* What stands on the wall; and what was taken down of the viewer's own. */
enum err thanks_wall(const struct space_ctx *ctx, struct viewer *v,
                     struct thanks_list *out) MUST_CHECK;

/* Puts it up. THANKS_OWN: it is the viewer's, who may take it down; `about` says what of theirs it
 * came from (0: nothing), which can be put up once (ERR_CONFLICT). THANKS_OF_OTHERS: the viewer
 * does it for somebody without an account. ERR_TOO_MANY: the wall, or one's own part, is full. */
enum thanks_by { THANKS_OWN, THANKS_OF_OTHERS };
enum err thanks_put(const struct space_ctx *ctx, struct viewer *v, enum thanks_by by,
                    uint64_t about, const struct thanks *t) MUST_CHECK;

/* Does something of the viewer's own stand there that came from `about`? */
enum err thanks_is_up(const struct space_ctx *ctx, struct viewer *v, uint64_t about,
                      bool *out) MUST_CHECK;

/* One's own goes for good; a steward takes another's down, and its writer reads why. */
enum err thanks_take_down(const struct space_ctx *ctx, struct viewer *v, uint64_t id,
                          struct str reason) MUST_CHECK;

/* One's own entries, as a JSON array; the caller decrefs it. */
enum err thanks_export(const struct space_ctx *ctx, struct viewer *v, json_t **out) MUST_CHECK;

/* For who leaves for good: what they put up comes down. */
enum err thanks_end(const struct space_ctx *ctx, struct viewer *v) MUST_CHECK;

/* ---- together ---- */

#define THANKS_SEASON_DAYS 365 /* that a season can be read after it was published */
#define THANKS_AGAIN_DAYS 28   /* until the same season may be published anew */

struct thanks_season {
    int32_t from, to; /* days since 1970, both with; `from` is which season it is */
    int32_t day;      /* published; 0: not */
    uint8_t size[THANKS_KIND_COUNT + 1]; /* by kind: a class (garden.h), 0: nothing is said */
};
struct thanks_seasons {
    struct thanks_season *v; /* newest first */
    size_t n;
};

/* The quarter of a year in which a day is, or the one before: from and to. */
void thanks_season_of(int32_t day, struct thanks_season *out);

/* The classes of a season from how often help of each kind arrived. `bits[kind]` are 39 random
 * ones: the same ones give the same classes, so that looking again tells nothing more. */
void thanks_season_grow(struct thanks_season *s, const uint32_t arrived[THANKS_KIND_COUNT + 1],
                        const uint64_t bits[THANKS_KIND_COUNT + 1]);

enum err thanks_seasons(const struct space_ctx *ctx, struct viewer *v,
                        struct thanks_seasons *out) MUST_CHECK;

/* Publishes it, in the place of the same season's last. ERR_CONFLICT: that was less than
 * THANKS_AGAIN_DAYS ago. */
enum err thanks_season_put(const struct space_ctx *ctx, struct viewer *v,
                           const struct thanks_season *s) MUST_CHECK;

/* ---- pages ---- */

extern const struct route_table THANKS_ROUTES; /* /thanks: members */

/* A season as a garden: what grew, in words, and drawn; a plant of one kind is taller the oftener
 * it arrived. */
struct thanks_plant {
    struct str name, range;
    int x, top, middle, left, right, radius; /* of the drawing */
    const char *look;                        /* class */
};
struct thanks_garden {
    struct str title; /* from when to when */
    struct str label; /* the drawing, in words */
    const struct thanks_plant *plants;
    size_t n;
    int width;
};
void thanks_garden_fill(const struct req *req, const struct thanks_season *s,
                        struct thanks_garden *out);

#include "thanks/garden.html.h"

#endif
