/* Fills a new network for the load tests: a circle with very many words in it, people, sessions.
 *
 *     fill FOLDER POSTS SESSIONS
 *
 * Everything is written by the rooms' own functions with real keys, only without the forms: threads
 * of 250 posts of about 600 bytes over ten weeks, so that the keys have turned every week, and one
 * more thread with 30 posts, which the load tests read and write. Prints what they need as JSON.
 * A test program, not a part of awn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rand.h"
#include "circles/inside.h"
#include "members/account.h"
#include "members/invitation.h"
#include "site/network.h"

#define WEEKS 10
#define WEEK (7 * DAY_SECONDS)
#define THREAD_POSTS 250
#define PAGE_POSTS 30
#define PEOPLE 40    /* in the circle */
#define ACCOUNTS 500 /* share the sessions between them */
#define HONEST 24    /* of them can sign in: their passphrases are hashed at full cost */
#define BATCH 20000  /* posts a transaction */
#define TEXT_BYTES 600
#define PASSPHRASE "seven calm words for the load tests here"

struct fill {
    struct db *db;
    struct seal_home *home;
    struct arena *arena, *secret; /* cleared after each batch */
    struct arena *keep, *keep_secret;
    struct voice people[PEOPLE];
    struct space_ticket ticket; /* the founder's in the circle */
    struct space *circle;       /* entered in the batch's arenas */
    struct keyring keyring;     /* the founder's: what every account gets a copy of */
    int64_t start, now;
    size_t posts_left, in_batch;
    struct db_tx tx;
};

#define MUST(call)                                                                                 \
    do {                                                                                           \
        enum err must_e = (call);                                                                  \
        if (must_e != ERR_OK) {                                                                    \
            fprintf(stderr, "fill: %s:%d: %s\n", __FILE__, __LINE__, err_text(must_e));            \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

static struct space_ctx ctx_keep(struct fill *f)
{
    return (struct space_ctx){f->db, f->home, f->keep, f->keep_secret, f->now};
}

static const char *const WORDS[] = {
    "again",     "because", "tomorrow",   "letter",   "the office", "said that", "we can",
    "with you",  "morning", "it was",     "a lawyer", "the papers", "quiet",     "bread & tea",
    "my sister", "listen",  "شكرًا",       "معكم",     "غدًا",        "الورقة",    "في المكتب",
    "قالوا إن",  "نستطيع",  "صباح الخير", "الطريق",   "بيتنا",      "المحامية",  "هدوء",
    "خبز وشاي",  "سمعتكم",  "من جديد",    "لأنّ"};
#define NWORDS (sizeof WORDS / sizeof WORDS[0])

/* Words until there are about 600 bytes, in paragraphs; every thousandth has a rare word. */
static struct str text_make(struct arena *a, uint64_t seed)
{
    char text[TEXT_BYTES + 64];
    size_t n = 0;
    uint64_t x = seed * 2862933555777941757u + 3037000493u;
    if (seed % 1000 == 7)
        n = (size_t)snprintf(text, sizeof text, "rowanberry ");
    while (n < TEXT_BYTES) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", WORDS[(x >> 33) % NWORDS],
                              (x >> 60) == 0 ? ".\n\n" : " ");
    }
    return str_copy(a, str_from(text, n));
}

/* ---- the circle ---- */

static void circle_reenter(struct fill *f)
{
    bool fresher;
    const struct space_ctx ctx = {f->db, f->home, f->arena, f->secret, f->now};
    arena_clear(f->arena);
    arena_clear(f->secret);
    MUST(space_enter(&ctx, &f->ticket, &fresher, NULL, &f->circle));
}

static void batch_begin(struct fill *f)
{
    f->tx = (struct db_tx){0};
    MUST(db_tx_begin(&f->tx, f->db));
    circle_reenter(f);
    f->in_batch = 0;
}

static void batch_end(struct fill *f)
{
    MUST(db_tx_commit(&f->tx));
}

static void post_add(struct fill *f, struct str thread, uint32_t *seq)
{
    struct post p = {.by = f->people[rand_u64() % PEOPLE],
                     .at = f->now,
                     .text = text_make(f->secret, f->posts_left)};
    if (f->posts_left)
        f->posts_left--;
    MUST(record_append(f->circle, posts_stream(f->circle, thread), circle_expiry(f->now, 90),
                       post_pack(f->secret, &p), seq));
    f->in_batch++;
    if (f->in_batch % 500 == 0)
        circle_reenter(f);
    if (f->in_batch < BATCH)
        return;
    batch_end(f);
    batch_begin(f);
}

struct live {
    struct str id;
    int64_t created;
    uint32_t last, seq; /* newest post; its own record */
};

static void posts_add(struct fill *f, struct live *t, size_t n)
{
    for (size_t i = 0; i < n && f->posts_left; i++)
        post_add(f, t->id, &t->last);
}

static struct thread live_head(const struct fill *f, const struct live *t)
{
    return (struct thread){.id = t->id,
                           .title = STR("About what happened at the office"),
                           .author = f->people[t->created % PEOPLE],
                           .last = f->people[t->last % PEOPLE],
                           .created = t->created,
                           .last_at = f->now,
                           .last_seq = t->last};
}

static void live_begin(struct fill *f, struct live *t)
{
    struct circle_in in = {.ctx = ctx_keep(f), .s = f->circle};
    *t = (struct live){.created = f->now};
    MUST(thread_name_new(&in, &t->id));
    const struct thread head = live_head(f, t);
    MUST(record_append(f->circle, threads_stream(f->circle), circle_expiry(f->now, 90),
                       thread_pack(f->secret, &head), &t->seq));
}

static void live_end(struct fill *f, const struct live *t)
{
    const struct thread head = live_head(f, t);
    MUST(record_rewrite(f->circle, threads_stream(f->circle), t->seq, circle_expiry(f->now, 90),
                        thread_pack(f->secret, &head)));
}

static void keys_turn(struct fill *f)
{
    struct viewer nobody = {0};
    struct membership m = {.ticket = f->ticket};
    struct circle_in in = {
        .ctx = *space_ctx_of(f->circle), .viewer = &nobody, .m = &m, .s = f->circle};
    MUST(circle_turn(&in));
    f->ticket = m.ticket;
}

/* A conversation goes on for two weeks: half of it is said in each. */
static void weeks_fill(struct fill *f, size_t threads)
{
    size_t per_week = (threads + WEEKS - 2) / (WEEKS - 1);
    struct live *before = NULL, *now = calloc(per_week + 1, sizeof *now);
    size_t nbefore = 0;
    for (int week = 0; week < WEEKS; week++) {
        size_t n = 0;
        f->now = f->start + (int64_t)week * WEEK;
        batch_begin(f);
        keys_turn(f);
        for (size_t i = 0; i < nbefore; i++) {
            f->now = f->start + (int64_t)week * WEEK + (int64_t)(i * (WEEK - 1) / nbefore);
            posts_add(f, &before[i], THREAD_POSTS - THREAD_POSTS / 2);
            live_end(f, &before[i]);
        }
        for (size_t i = 0; week < WEEKS - 1 && i < per_week && f->posts_left; i++) {
            live_begin(f, &now[n]);
            posts_add(f, &now[n++], THREAD_POSTS / 2);
        }
        batch_end(f);
        free(before);
        before = now;
        nbefore = n;
        now = calloc(per_week + 1, sizeof *now);
    }
    free(before);
    free(now);
}

/* The thread that is measured: its newest page was said in the last three days. */
static struct str thread_fill(struct fill *f, int64_t today)
{
    struct live t;
    batch_begin(f);
    f->now = today - 3 * DAY_SECONDS;
    live_begin(f, &t);
    for (size_t i = 0; i < PAGE_POSTS; i++) {
        f->now = today - 3 * DAY_SECONDS + (int64_t)i * 8000;
        f->posts_left++;
        post_add(f, t.id, &t.last);
    }
    live_end(f, &t);
    batch_end(f);
    f->now = today;
    return t.id;
}

static void people_fill(struct fill *f, struct space *s)
{
    for (size_t i = 0; i < PEOPLE; i++) {
        struct roster_entry e;
        struct space_ticket t;
        struct space_persona p = {str_fmt(f->keep_secret, "%s %zu", i % 2 ? "Noor" : "نور", i),
                                  i % 3 ? STR("they") : STR_NONE, STR_NONE};
        space_ticket_new(&t, space_id_of(s));
        roster_entry_init(&e, &t.tag, &t.seed, ROLE_MEMBER, &p);
        MUST(roster_admit(s, &e));
        f->people[i] = (struct voice){true, t.tag, p.name, p.pronouns};
    }
}

/* The commons, the measured circle and three small ones, as one person's keyring has them. */
static struct str spaces_fill(struct fill *f, struct str code)
{
    static const struct space_persona me = {STR_INIT("Salma"), STR_INIT("she"), STR_INIT("")};
    const struct space_ctx ctx = ctx_keep(f);
    struct key secret;
    struct space_ticket commons;
    struct space *s;
    struct viewer v = {.keyring = {.name = STR("load"), .lang = STR("en")}};
    struct str alias = STR_NONE;
    if (!invitation_read(code, &secret))
        abort();
    space_ticket_new(&commons, (struct space_id){0});
    MUST(roster_come_in(&ctx, &secret, &me, &commons, &s));
    (void)keyring_add_space(f->keep_secret, &v.keyring, SPACE_COMMONS, &commons, STR("The House"),
                            f->now);
    for (int i = 0; i < 4; i++) {
        const struct circle plan = {.name = str_fmt(f->keep_secret, "Circle %d", i),
                                    .purpose = STR("To be there for each other."),
                                    .openness = OPENNESS_INVITATION,
                                    .keep_days = 90};
        MUST(circle_create(&ctx, &v, &plan, &me, &alias));
    }
    struct membership *m = viewer_space(&v, alias);
    f->ticket = m->ticket;
    bool fresher;
    MUST(space_enter(&ctx, &f->ticket, &fresher, NULL, &s));
    people_fill(f, s);
    f->keyring = v.keyring;
    key_random(&f->keyring.seed);
    f->keyring.recovery_confirmed = true;
    return alias;
}

/* ---- accounts and sessions ---- */

/* As the first page after signing in does: the session is put on its member's list. */
static void session_settle(const struct space_ctx *ctx, struct str token)
{
    struct viewer *v;
    MUST(viewer_open(ctx, token, NULL, &v));
    session_list_add(ctx, v);
    struct str changes = viewer_changes(ctx, v, false);
    MUST(session_rewrite(ctx, v));
    MUST(viewer_write(ctx->db, changes.p));
}

static void account_fill(struct fill *f, int i, int sessions, FILE *cookies)
{
    struct hashed h = {0};
    struct key access;
    uint64_t id;
    struct str token;
    const struct space_ctx ctx = {f->db, f->home, f->arena, f->secret, f->now};
    struct str name = str_fmt(f->arena, "load %d", i);
    rand_bytes(h.salt, sizeof h.salt);
    key_random(&h.fresh);
    key_random(&h.recovery);
    if (i < HONEST)
        MUST(slot_hash(f->home, STR(PASSPHRASE), h.salt, &h.fresh));
    const struct new_account n = {name, &h, &f->keyring};
    MUST(account_create(&ctx, &n, &access, &id));
    for (int s = 0; s < sessions; s++) {
        MUST(session_start(&ctx, id, &access, STR_NONE, &token));
        session_settle(&ctx, token);
        fprintf(cookies, "%.*s\n", (int)token.n, token.p);
    }
    arena_clear(f->arena);
    arena_clear(f->secret);
}

static void accounts_fill(struct fill *f, const char *folder, int sessions)
{
    char path[4096];
    struct db_tx tx = {0};
    snprintf(path, sizeof path, "%s/cookies.txt", folder);
    FILE *cookies = fopen(path, "w");
    if (!cookies)
        exit(1);
    for (size_t i = 0; i < f->keyring.nspaces; i++)
        if (f->keyring.spaces[i].ticket.id.v == f->ticket.id.v)
            f->keyring.spaces[i].ticket = f->ticket;
    MUST(db_tx_begin(&tx, f->db));
    for (int i = 0; i < ACCOUNTS; i++)
        account_fill(f, i, sessions / ACCOUNTS + (i < sessions % ACCOUNTS), cookies);
    MUST(db_tx_commit(&tx));
    fclose(cookies);
}

static void network_open(struct fill *f, const char *folder, struct str *code)
{
    struct clock past;
    const struct network_settings settings = {STR("The House"), STR("en"),
                                              STR("https://example.org/"), false};
    clock_init_fixed(&past, f->now);
    MUST(network_create(folder, NULL, &settings, &past, f->keep, code));
    MUST(seal_home_open(folder, clock_day(f->now), false, &f->home));
    MUST(db_open(network_database(f->keep, folder, NULL).p, DB_WRITER, &f->db));
}

int main(int argc, char **argv)
{
    struct fill f = {0};
    uint64_t posts, sessions;
    struct str code;
    if (argc != 4 || !str_to_u64(str_from_c(argv[2]), &posts) ||
        !str_to_u64(str_from_c(argv[3]), &sessions)) {
        fprintf(stderr, "usage: fill FOLDER POSTS SESSIONS\n");
        return 2;
    }
    seal_init();
    int64_t today = clock_now(&CLOCK_REAL), began = clock_monotonic_us();
    f.arena = arena_create(ARENA_PLAIN, 1 << 20);
    f.secret = arena_create(ARENA_SECRET, 1 << 20);
    f.keep = arena_create(ARENA_PLAIN, 0);
    f.keep_secret = arena_create(ARENA_SECRET, 0);
    f.now = today;
    f.start = today - (int64_t)WEEKS * WEEK + DAY_SECONDS; /* the newest keys are six days old */
    f.posts_left = posts > PAGE_POSTS ? posts - PAGE_POSTS : 0;
    network_open(&f, argv[1], &code);
    f.now = f.start;
    struct str alias = spaces_fill(&f, code);
    weeks_fill(&f, (f.posts_left + THREAD_POSTS - 1) / THREAD_POSTS);
    struct str thread = thread_fill(&f, today);
    accounts_fill(&f, argv[1], (int)sessions);
    printf("{\"alias\": \"%.*s\", \"thread\": \"%.*s\", \"accounts\": %d, \"honest\": %d, "
           "\"passphrase\": \"%s\", \"seconds\": %.1f}\n",
           (int)alias.n, alias.p, (int)thread.n, thread.p, ACCOUNTS, HONEST, PASSPHRASE,
           (double)(clock_monotonic_us() - began) / 1e6);
    db_close(f.db);
    seal_home_close(f.home);
    arena_destroy(f.secret);
    arena_destroy(f.keep_secret);
    arena_destroy(f.arena);
    arena_destroy(f.keep);
    return 0;
}
