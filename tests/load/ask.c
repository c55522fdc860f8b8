/* A member's ask posted against many open offers on the board: how long the answer takes. One JSON
 * line; `make bench` reads it.
 *   load_ask OFFERS ROUNDS
 * Each round is what two requests do: the ask is written (board, letters, list, in one
 * transaction), then its page opens all shelves of the board, weighs every offer and finds the best
 * three. Times are of this thread alone; SQLite on disk. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "aid/fits.h"
#include "aid/mine_ask.h"
#include "base/clock.h"
#include "base/rand.h"
#include "space/roster.h"
#include "support/test_db.h"

#define DAY0 20000

#define MUST(call)                                                                                 \
    do {                                                                                           \
        if ((call) != ERR_OK)                                                                      \
            abort();                                                                               \
    } while (0)

static int64_t thread_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static struct aid_card offer(struct rng *r, int64_t now)
{
    struct aid_card c = {.id = aid_card_id(),
                         .side = AID_OFFER,
                         .kind = (enum aid_kind)(1 + rng_below(r, AID_KIND_COUNT)),
                         .units = (int32_t)(1 + rng_below(r, 4)),
                         .speaks = 1 + rng_below(r, 4),
                         .repeat = AID_STANDING,
                         .line = STR_INIT("whatever is needed, on most days, and gladly"),
                         .confirmed = DAY0,
                         .loop = {.asked = now, .last_day = DAY0 + 1 + (int32_t)rng_below(r, 90)}};
    mailbox_of(&c.mailbox, &(struct key){{(uint8_t)c.id}});
    return c;
}

static void board_fill(const struct space_ctx *ctx, struct space *board, size_t n)
{
    struct rng r = {1};
    struct aid_card *cards = ARENA_ARRAY(ctx->arena, struct aid_card, n);
    struct shelf_place *at = ARENA_ARRAY(ctx->arena, struct shelf_place, n);
    for (size_t i = 0; i < n; i++)
        cards[i] = offer(&r, ctx->now);
    MUST(shelf_put_all(board, cards, n, at));
}

static size_t fits_of(const struct space_ctx *ctx, struct viewer *v, const struct aid_card *ask)
{
    static const struct areas NOWHERE;
    struct shelf_cards board;
    struct fits fits;
    MUST(mine_board(ctx, v, &board));
    struct fits_offer *offers = ARENA_ARRAY(ctx->secret, struct fits_offer, board.n);
    for (size_t i = 0; i < board.n; i++)
        offers[i] = (struct fits_offer){board.v[i], board.at[i], true};
    MUST(fits_find(ctx->secret, &NOWHERE, ask, offers, board.n, ctx->now, &fits));
    return fits.n;
}

struct took {
    int64_t post, page;
    size_t found;
};

static struct took round_of(const struct space_ctx *ctx, struct viewer *v)
{
    static const struct aid_details WORDS = {.words = STR_INIT("third floor")};
    const struct aid_card ask = {.id = aid_card_id(),
                                 .side = AID_ASK,
                                 .kind = AID_RIDE,
                                 .units = 1,
                                 .line = STR_INIT("to the clinic on Sunday"),
                                 .loop = loop_new(LOOP_WEEK, DAY0 + 30, ctx->now)};
    const int64_t began = thread_us();
    MUST(mine_ask_put(ctx, v, &ask, &WORDS, MINE_TO_BOARD));
    const int64_t posted = thread_us();
    const size_t found = fits_of(ctx, v, &ask);
    return (struct took){posted - began, thread_us() - posted, found};
}

int main(int argc, char **argv)
{
    struct test_db t;
    struct seal_home *home;
    struct space_ticket ticket;
    struct space *board;
    struct viewer v = {0};
    if (argc != 3) {
        fprintf(stderr, "usage: load_ask OFFERS ROUNDS\n");
        return 2;
    }
    seal_init();
    if (!test_db_open(DB_SQLITE, &t))
        return 1;
    MUST(seal_home_create(t.folder, DAY0));
    MUST(seal_home_open(t.folder, DAY0, false, &home));
    struct space_ctx ctx = {.db = t.db,
                            .home = home,
                            .arena = t.a,
                            .secret = arena_create(ARENA_PLAIN, 0),
                            .now = (int64_t)DAY0 * DAY_SECONDS + 3600};
    key_random(&v.keyring.seed);
    MUST(space_create(&ctx, NULL, &ticket, &board));
    viewer_add_space(&ctx, &v, SPACE_COMMONS, &ticket, STR("commons"));
    board_fill(&ctx, board, strtoul(argv[1], NULL, 10));
    (void)round_of(&ctx, &v); /* makes the own space, which stays */
    printf("[");
    for (unsigned long k = strtoul(argv[2], NULL, 10); k > 0; k--) {
        ARENA_LOCAL struct arena *each = arena_create(ARENA_PLAIN, 0); /* as a request has it */
        struct space_ctx now = ctx;
        now.arena = now.secret = each;
        const struct took t1 = round_of(&now, &v);
        printf("{\"post_us\":%ld,\"page_us\":%ld,\"found\":%zu}%s", (long)t1.post, (long)t1.page,
               t1.found, k > 1 ? "," : "");
    }
    printf("]\n");
    arena_destroy(ctx.secret);
    seal_home_close(home);
    test_db_close(&t);
    return 0;
}
