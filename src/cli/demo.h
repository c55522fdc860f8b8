/* The demonstration: a script (demo/community.txt), and the network made from it.
 *
 * Purpose: made-up people who talk to one another through the rooms' own functions, with a clock
 * that stands in the past, so that their words lie weeks back while the ratchet stands on today.
 *
 * Ownership: everything in the arena; the script's strings point into the compiled-in text.
 */
#ifndef AWN_CLI_DEMO_H
#define AWN_CLI_DEMO_H

#include "cli/cli.h"
#include "members/members.h"

#define DEMO_PEOPLE_MAX 32
#define DEMO_CIRCLES_MAX 12
#define DEMO_EVENTS_MAX 400
#define DEMO_AFFIRMS_MAX 16
#define DEMO_KINDS 3 /* heard, me too, thank you */
#define DEMO_SIGNINS 3
#define DEMO_AID_MAX 40 /* asks and offers */
#define DEMO_POOLS_MAX 8
#define DEMO_ITEMS_MAX 12
#define DEMO_WALL_MAX 12

/* As the demonstration prints them; the text stands in the file, the label in PO files. */
#define DEMO_ROLES(X)                                                                              \
    X(MEMBER, "member", N_("a member"))                                                            \
    X(FACILITATOR, "facilitator", N_("a facilitator"))                                             \
    X(STEWARD, "steward", N_("a steward"))
enum demo_role {
#define X(name, word, label) DEMO_##name,
    DEMO_ROLES(X)
#undef X
};

/* ---- demo_script.c ---- */

struct demo_person {
    struct str key;
    struct space_persona persona; /* in the commons */
    bool signs_in;
    enum demo_role role;
    struct str signin;
};

struct demo_in {
    size_t person;
    struct space_persona persona;
    bool asks; /* has only asked to join, with these words */
    struct str words;
};

struct demo_circle {
    struct str key, name, purpose, agreements;
    int openness, keep_days;
    size_t facilitator;
    struct demo_in in[DEMO_PEOPLE_MAX];
    size_t nin;
};

struct demo_event {
    size_t circle, person;
    size_t thread;    /* number of the event that began the conversation; its own: begins one */
    struct str title; /* of a conversation that it begins */
    int64_t days, seconds; /* before today's midnight, and after it; days 0: seconds ago */
    struct str text, note, card, edited;
    size_t affirms[DEMO_KINDS][DEMO_AFFIRMS_MAX];
    size_t naffirms[DEMO_KINDS];
};

/* What somebody offers, or somebody without an account asks. */
struct demo_aid {
    bool ask;
    size_t person; /* of an offer */
    struct str kind, area, line, words;
    int often; /* how urgent an ask is, how often an offer can be given; as their numbers are */
    int units;
    int64_t hours; /* how long ago */
};

/* What somebody keeps for all. */
struct demo_pool {
    size_t person;
    struct str kind, area, title, line;
    struct {
        int units;
        struct str name;
    } item[DEMO_ITEMS_MAX];
    size_t nitems;
};

/* Words of thanks on the wall. */
struct demo_thanks {
    size_t person;
    struct str whom, from, words;
};

struct demo_script {
    struct str network;
    struct demo_person people[DEMO_PEOPLE_MAX];
    size_t npeople;
    struct demo_circle circles[DEMO_CIRCLES_MAX];
    size_t ncircles;
    struct demo_event events[DEMO_EVENTS_MAX];
    size_t nevents;
    struct str areas;                     /* a list of places that comes along, or empty */
    struct demo_in desk[DEMO_PEOPLE_MAX]; /* coordinators; the first opens the desk */
    size_t ndesk;
    struct demo_aid aid[DEMO_AID_MAX];
    size_t naid;
    struct demo_pool pools[DEMO_POOLS_MAX];
    size_t npools;
    struct demo_thanks wall[DEMO_WALL_MAX];
    size_t nwall;
};

/* ERR_INVALID, with a log line that names the line. */
enum err demo_script_read(struct str text, struct demo_script *out) MUST_CHECK;

/* ---- demo_seed.c ---- */

struct demo_signin {
    struct str name, passphrase;
};
struct demo_made {
    struct demo_signin signin[DEMO_SIGNINS]; /* by enum demo_role */
    struct str invitation;
};

/* Called after each event. */
typedef void demo_progress_fn(void *ctx, size_t done, size_t total);

/* Fills a network made just now, in one transaction. `first` is its first invitation. `search` is
 * for folding names and finding cards. */
struct demo_seed {
    struct db *db;
    const struct seal_home *home;
    struct arena *arena;
    struct search *search;
    int64_t now;
    struct str first;
    demo_progress_fn *progress;
    void *ctx;
};
enum err demo_seed(const struct demo_seed *how, const struct demo_script *script,
                   struct demo_made *out) MUST_CHECK;

/* ---- demo_aid.c ---- */

/* Places, coordinators, offers, asks. `people`: a viewer each. */
enum err demo_aid_make(const struct demo_seed *how, const struct demo_script *script,
                       struct viewer *people) MUST_CHECK;

/* By its name in either language; 0: there is none. */
struct areas;
uint32_t demo_area(const struct areas *all, struct str name);

/* ---- demo_share.c ---- */

/* Pools and the wall. */
enum err demo_share_make(const struct demo_seed *how, const struct demo_script *script,
                         struct viewer *people) MUST_CHECK;

/* When it was said, seconds; never after `now`. */
int64_t demo_time(const struct demo_event *e, int64_t now);

#endif
