/* Records: the log of a space, in streams.
 *
 * A stream is a run of records under one 39-bit number, a keyed hash of (kind, name)
 * under the space's locator key: nobody without that key sees which streams belong
 * together. Inside a stream records count 1, 2, 3 … (24 bits). A record expires at the end of
 * a day, or never (0); its key is KDF(epoch key, K(day)).
 *
 * Bodies are protobuf messages of the feature that writes them, padded before sealing; times
 * stand inside.
 */
#ifndef AWN_SPACE_RECORD_H
#define AWN_SPACE_RECORD_H

#include "space/space.h"

#define STREAM_SEQ_BITS 24
#define STREAM_SEQ_MAX ((1u << STREAM_SEQ_BITS) - 1)

struct stream_id {
    uint64_t v; /* 39 bits */
};

/* kind is a constant of the feature ("threads", "posts"); name tells streams of one
 * kind apart (a thread's random id) or is STR_NONE. */
struct stream_id record_stream(const struct space *s, const char *kind, struct str name);

struct record {
    uint32_t seq;
    int32_t expires;
    bool damaged;    /* does not open: somebody changed the row; body is empty */
    struct str body; /* in the secret arena */
};
struct record_list {
    struct record *v; /* oldest first */
    size_t n;
};

enum err record_append(struct space *s, struct stream_id stream, int32_t expires, struct str body,
                       uint32_t *seq) MUST_CHECK;

/* Seals a new body (and day) in the same place; ERR_NOT_FOUND. */
enum err record_rewrite(struct space *s, struct stream_id stream, uint32_t seq, int32_t expires,
                        struct str body) MUST_CHECK;

/* ERR_NOT_FOUND, ERR_SEAL. */
enum err record_get(struct space *s, struct stream_id stream, uint32_t seq,
                    struct record *out) MUST_CHECK;

/* At most `limit` records with from <= seq < before (before 0: no end), the newest of them, oldest
 * first. */
enum err record_newest(struct space *s, struct stream_id stream, uint32_t from, uint32_t before,
                       size_t limit, struct record_list *out) MUST_CHECK;

/* At most `limit` records with seq >= from, the oldest of them, oldest first. */
enum err record_oldest(struct space *s, struct stream_id stream, uint32_t from, size_t limit,
                       struct record_list *out) MUST_CHECK;

/* Highest seq in the stream; 0 when empty. */
enum err record_last(struct space *s, struct stream_id stream, uint32_t *seq) MUST_CHECK;

/* Records with seq > after, without opening them. */
enum err record_count(struct space *s, struct stream_id stream, uint32_t after,
                      uint32_t *count) MUST_CHECK;

enum err record_delete(struct space *s, struct stream_id stream, uint32_t seq) MUST_CHECK;
enum err record_delete_stream(struct space *s, struct stream_id stream) MUST_CHECK;

#endif
