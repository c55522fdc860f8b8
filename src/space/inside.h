/* What the files of the space room share; nobody else includes this. */
#ifndef AWN_SPACE_INSIDE_H
#define AWN_SPACE_INSIDE_H

#include "space/inbox.h"
#include "space/pack.h"
#include "space/roster.h"
#include "space/space.pb-c.h"

/* Numbers of the tables in the associated data of sealed blobs. Never change one. */
enum space_table { TABLE_CHAIN = 1, TABLE_RECORD = 2, TABLE_ENVELOPE = 3, TABLE_INBOX = 4 };

struct epoch_key {
    uint32_t epoch;
    struct key key;
};

/* Keys derived for (epoch, day), so that a page of posts derives each once. */
#define KEY_CACHE 16
struct cached_key {
    bool used;
    uint32_t epoch;
    int32_t expires;
    struct key key;
};

struct chain_row {
    uint32_t epoch;
    struct str sealed;
};

struct space {
    struct space_ctx ctx;
    struct space_ticket me;
    struct epoch_key *older; /* newest first, opened from the chain as far as was needed */
    size_t nolder;
    struct chain_row *chain; /* read when first needed, else NULL */
    size_t nchain;
    struct cached_key cache[KEY_CACHE];
};

/* space.c */
struct space *space_make(const struct space_ctx *ctx, const struct space_ticket *ticket);
enum err space_record_key(struct space *s, uint32_t epoch, int32_t expires,
                          struct key *out) MUST_CHECK;
enum err space_epoch_key(struct space *s, uint32_t epoch, struct key *out) MUST_CHECK;
enum err space_rotate_to(struct space *s, struct space_ticket *ticket,
                         const struct roster *roster) MUST_CHECK;
void space_inbox_seed(struct key *out, const struct key *epoch_key);
/* A second seal around a box, under the server secret and the day's key: pads it, binds it to its
 * row and day, and takes its day away from whoever kept an older copy. ERR_EXPIRED, ERR_SEAL. */
enum err space_day_seal(const struct space_ctx *ctx, enum space_table table, const struct tag *row,
                        int32_t expires, struct str box, struct str *out) MUST_CHECK;
enum err space_day_open(const struct space_ctx *ctx, enum space_table table, const struct tag *row,
                        int32_t expires, struct str sealed, struct str *box) MUST_CHECK;

/* record_store.c: what the column holds for an epoch, and (the same again) the epoch for a column.
 */
uint32_t record_epoch_masked(const struct space *s, int64_t row, uint32_t epoch);

/* envelope.c */
struct envelope {
    bool removed;
    struct space_removal why;
    struct space_id space;
    uint32_t epoch;
    struct key epoch_key;
    struct key locator;
    int64_t made_at;
};
enum err envelope_put(const struct space_ctx *ctx, const struct tag *tag,
                      const struct box_public *to, int32_t expires,
                      const struct envelope *e) MUST_CHECK;
enum err envelope_open(const struct space_ctx *ctx, const struct tag *tag, const struct key *seed,
                       struct envelope *out) MUST_CHECK;
enum err envelope_drop(const struct space_ctx *ctx, const struct tag *tag) MUST_CHECK;

/* space_store.c: rows with their MACs; a row whose MAC is wrong is ERR_SEAL. */
enum err store_space_add(const struct space_ctx *ctx, struct space_id id, uint32_t epoch,
                         const struct box_public *inbox) MUST_CHECK;
enum err store_space_get(const struct space_ctx *ctx, struct space_id id, uint32_t *epoch,
                         struct box_public *inbox) MUST_CHECK;
enum err store_space_turn(const struct space_ctx *ctx, struct space_id id, uint32_t from,
                          uint32_t to, const struct box_public *inbox) MUST_CHECK;
enum err store_space_delete(const struct space_ctx *ctx, struct space_id id) MUST_CHECK;
enum err store_chain_add(const struct space_ctx *ctx, struct space_id id, uint32_t epoch,
                         struct str sealed) MUST_CHECK;
enum err store_chain_all(const struct space_ctx *ctx, struct space_id id, struct chain_row **rows,
                         size_t *n) MUST_CHECK;
enum err store_envelope_put(const struct space_ctx *ctx, const struct tag *tag, int32_t expires,
                            struct str box) MUST_CHECK;
enum err store_envelope_get(const struct space_ctx *ctx, const struct tag *tag, int32_t *expires,
                            struct str *box) MUST_CHECK;
enum err store_envelope_delete(const struct space_ctx *ctx, const struct tag *tag) MUST_CHECK;
enum err store_inbox_add(const struct space_ctx *ctx, const struct tag *id,
                         const uint8_t address[TAG_SIZE], int32_t expires,
                         struct str box) MUST_CHECK;
enum err store_inbox_count(const struct space_ctx *ctx, const uint8_t address[TAG_SIZE],
                           int64_t *n) MUST_CHECK;
enum err store_inbox_all(const struct space_ctx *ctx, const uint8_t address[TAG_SIZE],
                         struct db_rows *out) MUST_CHECK;
enum err store_inbox_delete(const struct space_ctx *ctx, const struct tag *id,
                            const uint8_t address[TAG_SIZE]) MUST_CHECK;
enum err store_expire(struct db *db, int32_t today, int64_t *gone) MUST_CHECK;

#endif
