/* What the files of the circles room share; nobody else includes this. */
#ifndef AWN_CIRCLES_INSIDE_H
#define AWN_CIRCLES_INSIDE_H

#include "circles/circles.h"
#include "space/inbox.h"

/* ---- circles.c: rules, no I/O ---- */

#define CIRCLE_NAME_MAX 60
#define CIRCLE_PURPOSE_MAX 500
#define CIRCLE_AGREEMENTS_MAX 3000
#define PERSONA_NAME_MAX 40
#define PERSONA_PRONOUNS_MAX 40
#define PERSONA_ABOUT_MAX 300
#define TITLE_MAX 120
#define TEXT_MAX 8000
#define NOTE_MAX 100
#define REASON_MAX 500
#define WORDS_MAX 500   /* of a request to join */
#define REQUEST_DAYS 30 /* how long a request waits */
#define CODE_BYTES 15
#define THREAD_BYTES 5
#define THREAD_SALT 2 /* of them random, the rest tells where its record stands */
#define THREAD_CHARS 8
#define ONCE_BYTES 16
#define ONCE_LOOK_BACK 16 /* posts among which a double submission is looked for */
#define THREADS_MAX 5000  /* read of one circle at once */
#define LISTINGS_MAX 2000

/* Numbers are stored: never change one. */
#define CIRCLE_OPENNESS(X)                                                                         \
    X(OPEN, 1)                                                                                     \
    X(REQUEST, 2)                                                                                  \
    X(INVITATION, 3)                                                                               \
    X(HIDDEN, 4)
enum circle_openness {
#define X(name, number) OPENNESS_##name = number,
    CIRCLE_OPENNESS(X)
#undef X
};

#define AFFIRMATIONS(X)                                                                            \
    X(HEARD, 1, N_("Heard you"))                                                                   \
    X(METOO, 2, N_("Me too"))                                                                      \
    X(THANKS, 3, N_("Thank you"))
enum affirmation {
#define X(name, number, text) AFFIRM_##name = number,
    AFFIRMATIONS(X)
#undef X
};
#define AFFIRM_KINDS 3

/* What became of a post whose words are gone. */
enum post_gone { GONE_NOT = 0, GONE_TAKEN_BACK = 1, GONE_REMOVED = 2, GONE_LEFT = 3 };

struct circle {
    struct str name, purpose, agreements;
    enum circle_openness openness;
    int32_t keep_days;
    int64_t created;
    struct key door; /* of an open circle */
    struct str listing;
};

struct listing {
    struct str id;
    struct space_id space;
    struct str name, purpose, agreements;
    enum circle_openness openness;
    struct key door;
    uint32_t seq;                    /* record in the commons' list */
    const struct membership *member; /* of the viewer, or NULL */
};
struct listings {
    struct listing *v;
    size_t n;
};

/* Somebody as words carry them. `here` is false when they left without a name. */
struct voice {
    bool here;
    struct tag tag;
    struct str name, pronouns;
};

struct thread {
    struct str id, title; /* the title may be empty: its words were taken back */
    struct voice author, last;
    int64_t created, last_at;
    uint32_t last_seq;
    struct str once;
    uint32_t seq; /* record in "threads" */
    int32_t expires;
};
struct threads {
    struct thread *v; /* newest word first */
    size_t n;
    size_t damaged;
};

struct affirmed {
    struct tag tag;
    enum affirmation kind;
};
struct card {
    struct str id, title, organization, summary, phone;
};
struct post {
    uint32_t seq;
    int32_t expires;
    bool damaged; /* does not open: nothing else is set but seq */
    struct voice by;
    int64_t at, edited_at;
    struct str text, note, once;
    struct affirmed *affirmed;
    size_t naffirmed;
    bool has_card;
    struct card card;
    enum post_gone gone;
    struct voice gone_by;
    struct str gone_reason;
    int64_t gone_at;
};
struct posts {
    struct post *v; /* oldest first */
    size_t n;
};

bool circle_keep_ok(int days);
/* The last day of words written at `now` in a circle that keeps them for `days`. */
int32_t circle_expiry(int64_t now, int32_t days);
bool circle_listed(enum circle_openness o);
bool tag_same(const struct tag *a, const struct tag *b);
bool voice_is(const struct voice *v, const struct tag *tag);
/* Adds or takes back; the list moves into the arena when it grows. */
void affirm_toggle(struct arena *a, struct post *p, const struct tag *tag, enum affirmation kind);
bool affirm_has(const struct post *p, const struct tag *tag, enum affirmation kind);
/* Takes every affirmation of somebody out; true when there was one. */
bool affirm_drop(struct post *p, const struct tag *tag);
/* The words of a post go, its place stays. */
void post_empty(struct post *p, enum post_gone how);
/* First post of somebody else above the mark; 0: nothing new. */
uint32_t posts_first_new(const struct posts *posts, uint32_t mark, const struct tag *me);
void threads_sort(struct threads *t, struct arena *a);
/* A piece of `text` of at most `bytes`, around the first of the bytes [at, …), cut at spaces. */
struct str text_excerpt(struct arena *a, struct str text, size_t at, size_t bytes);

struct facilitators {
    size_t n;      /* facilitators */
    size_t people; /* members and facilitators */
    const struct roster_entry *me;
    struct roster_entry *heir; /* of the others, who has been there longest; facilitators first */
};
struct facilitators facilitators_of(const struct roster *r, const struct tag *me);
/* May this facilitator go or step down, as the last one may not while others are there? */
bool facilitator_may_go(const struct facilitators *f);

/* ---- circle_pack.c: to and from protobuf; false when a body is not one ---- */

struct str circle_pack(struct arena *a, const struct circle *c);
bool circle_unpack(struct arena *a, struct str body, struct circle *out);
struct str listing_pack(struct arena *a, const struct listing *l);
bool listing_unpack(struct arena *a, struct str body, struct listing *out);
struct str thread_pack(struct arena *a, const struct thread *t);
bool thread_unpack(struct arena *a, struct str body, struct thread *out);
struct str post_pack(struct arena *a, const struct post *p);
bool post_unpack(struct arena *a, struct str body, struct post *out);

/* ---- circle_store.c: the circle itself and the commons' list ---- */

/* Where a viewer stands inside a circle. */
struct circle_in {
    struct space_ctx ctx;
    struct viewer *viewer;
    struct membership *m;
    struct space *s;
    struct circle about;
};

/* ERR_NOT_FOUND: no such alias among the viewer's circles; ERR_DENIED: not in (any more, or not
 * yet): out->m tells which, *why the reason of a removal. `why` may be NULL. */
enum err circle_enter(const struct space_ctx *ctx, struct viewer *v, struct str alias,
                      struct space_removal *why, struct circle_in *out) MUST_CHECK;
enum err circle_create(const struct space_ctx *ctx, struct viewer *v, const struct circle *plan,
                       const struct space_persona *persona, struct str *alias) MUST_CHECK;
/* Name, purpose, agreements, openness, keep_days of `to`. Facilitators only (ERR_DENIED). */
/* ERR_DENIED for who does not facilitate; reads the roster. */
enum err circle_must_facilitate(struct circle_in *in, struct roster *roster) MUST_CHECK;
enum err circle_change(struct circle_in *in, const struct circle *to) MUST_CHECK;
/* Ends it: all words, everybody's way in, the listing. Facilitators only, or who is alone. */
enum err circle_end(struct circle_in *in) MUST_CHECK;
/* Turns the keys when they are a week old; called by everything that writes. */
enum err circle_turn(struct circle_in *in) MUST_CHECK;

enum err listings_read(const struct space_ctx *ctx, struct viewer *v,
                       struct listings *out) MUST_CHECK;
enum err listing_find(const struct space_ctx *ctx, struct viewer *v, struct str id,
                      struct listing *out) MUST_CHECK;

/* ---- thread_store.c ---- */

enum err threads_read(struct circle_in *in, struct threads *out) MUST_CHECK;
enum err thread_find(struct circle_in *in, struct str id, struct thread *out) MUST_CHECK;
struct stream_id threads_stream(const struct space *s);
struct stream_id posts_stream(const struct space *s, struct str thread);
/* At most `limit` posts, the newest with seq < before (0: no end). What expired is left out. */
enum err posts_read(struct circle_in *in, struct str thread, uint32_t before, size_t limit,
                    struct posts *out) MUST_CHECK;
enum err post_find(struct circle_in *in, struct str thread, uint32_t seq,
                   struct post *out) MUST_CHECK;
enum err post_rewrite(struct circle_in *in, struct str thread, const struct post *p) MUST_CHECK;

struct new_post {
    struct str title; /* of a new conversation */
    struct str text, note;
    struct str once; /* of the form: the same again writes nothing; may be empty */
    const struct card *card;
};
/* Answers: ERR_NOT_FOUND when the conversation is gone. */
enum err post_reply(struct circle_in *in, struct str thread, const struct new_post *n,
                    uint32_t *seq) MUST_CHECK;
/* A name for the conversation whose record is the next to be appended; its stream is empty. */
enum err thread_name_new(struct circle_in *in, struct str *id) MUST_CHECK;
/* Begins a conversation. */
enum err thread_begin(struct circle_in *in, const struct new_post *n,
                      struct str *thread) MUST_CHECK;

/* By the author (ERR_DENIED). */
enum err post_edit(struct circle_in *in, struct str thread, uint32_t seq, struct str text,
                   struct str note) MUST_CHECK;
enum err post_take_back(struct circle_in *in, struct str thread, uint32_t seq) MUST_CHECK;
/* By a facilitator. */
enum err post_remove(struct circle_in *in, struct str thread, uint32_t seq,
                     struct str reason) MUST_CHECK;
/* By anybody but the author. */
enum err post_affirm(struct circle_in *in, struct str thread, uint32_t seq,
                     enum affirmation kind) MUST_CHECK;

/* ---- people_store.c ---- */

struct request {
    struct tag letter; /* to take it out of the inbox */
    struct roster_entry entry;
    struct str words;
    int64_t at;
};
struct requests {
    struct request *v;
    size_t n;
};

enum err persona_read(struct circle_in *in, struct roster *roster,
                      struct roster_entry **me) MUST_CHECK;
/* A new name everywhere: in the roster and in every word already said. */
enum err persona_change(struct circle_in *in, const struct space_persona *to) MUST_CHECK;

enum err circle_join_open(const struct space_ctx *ctx, struct viewer *v, const struct listing *l,
                          const struct space_persona *persona, struct str *alias) MUST_CHECK;
enum err circle_join_ask(const struct space_ctx *ctx, struct viewer *v, const struct listing *l,
                         const struct space_persona *persona, struct str words) MUST_CHECK;
/* ERR_INVALID: not a code; ERR_DENIED, ERR_EXPIRED: one that no longer opens anything;
 * ERR_CONFLICT: already in. */
enum err circle_join_code(const struct space_ctx *ctx, struct viewer *v, struct str typed,
                          const struct space_persona *persona, struct str *alias) MUST_CHECK;
/* ERR_DENIED unless facilitator or allowed to invite. */
enum err circle_code(struct circle_in *in, int32_t days, bool may_invite,
                     struct str *code) MUST_CHECK;

/* Facilitators only (ERR_DENIED), all of these. */
enum err requests_read(struct circle_in *in, struct requests *out) MUST_CHECK;
enum err request_answer(struct circle_in *in, const struct tag *letter, bool admit) MUST_CHECK;
enum err circle_remove(struct circle_in *in, uint32_t entry, struct str reason,
                       bool words_too) MUST_CHECK;
enum err facilitator_make(struct circle_in *in, uint32_t entry) MUST_CHECK;
/* ERR_CONFLICT: the last one. */
enum err facilitator_step_down(struct circle_in *in) MUST_CHECK;

/* ERR_CONFLICT: the last facilitator, while others are there. Who is alone ends the circle. */
enum err circle_leave(struct circle_in *in, enum circle_parting parting) MUST_CHECK;

/* ---- walk_store.c: every record of a circle, in small pieces ---- */

/* Called for each post that opens; true: it was changed and is sealed again. The post lives until
 * it returns. */
typedef bool post_visit(void *ctx, const struct thread *t, struct post *p);
/* Walks all posts of all threads of the circle and rewrites those that `visit` changed, in place.
 */
enum err circle_walk(struct circle_in *in, const struct threads *threads, post_visit *visit,
                     void *ctx) MUST_CHECK;
/* What one's leaving or being removed does to one's words. */
enum err words_remove(struct circle_in *in, const struct tag *of,
                      const struct post *tombstone) MUST_CHECK;
enum err words_nameless(struct circle_in *in, const struct tag *of) MUST_CHECK;
enum err words_rename(struct circle_in *in, const struct space_persona *to) MUST_CHECK;

/* ---- lodger_store.c: what rooms above keep here ---- */

/* The circle ends. */
enum err lodgers_end(struct circle_in *in) MUST_CHECK;
/* Words of somebody whose posts go, or stay without them. */
enum err lodgers_part(struct circle_in *in, const struct tag *of, bool remove) MUST_CHECK;

/* ---- find_store.c ---- */

#define FOUND_MAX 50
struct found {
    struct str alias, circle, thread, title;
    struct post post;
    struct str excerpt;
};
struct founds {
    struct found *v; /* newest first */
    size_t n;
    bool more;
};
enum err circles_find(const struct space_ctx *ctx, struct viewer *v, struct search *search,
                      struct str words, struct founds *out) MUST_CHECK;

#endif
