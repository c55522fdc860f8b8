/* What the files of the teams room share; nobody else includes this. */
#ifndef AWN_TEAMS_INSIDE_H
#define AWN_TEAMS_INSIDE_H

#include "circles/circles.h"
#include "teams/rota.h"
#include "teams/teams.h"

#define TEAM_SERIES_MAX 24
#define TEAM_ROLES_MAX 12
#define TEAM_SHIFTS_MAX 2000 /* days with something written, that are kept at once */
#define TEAM_NOTES_MAX 500
#define TEAM_THANKS_MAX 200
#define TEAM_TITLE_MAX 60
#define TEAM_PART_MAX 30
#define TEAM_PLACE_MAX 120
#define TEAM_TEXT_MAX 500

struct team_about {
    uint32_t seq; /* 0: nothing was written yet */
    struct str does, place;
    uint32_t area, kind;
};

struct team {
    struct circle_place c;
    const struct zone *zone;
    int32_t today; /* by the clocks of the zone */
    struct team_about about;
    struct rota_series *series; /* by when they began */
    size_t nseries;
    struct rota_shift *shifts;
    size_t nshifts;
    struct rota_role *roles; /* settled */
    size_t nroles;
};

/* One day of a series. */
struct team_day {
    const struct rota_series *series;
    struct rota_shift shift; /* seq 0: nothing was written yet */
    int64_t begins, ends;
};
struct team_days {
    struct team_day *v; /* by when they begin */
    size_t n;
};

struct team_note {
    uint64_t series;
    int32_t day;
    bool here; /* says who wrote it */
    struct tag by;
    struct str left, need;
};
struct team_notes {
    struct team_note *v; /* newest first */
    size_t n;
};
struct team_thank {
    struct str words, name;
    int32_t day;
};
struct team_thanks {
    struct team_thank *v; /* newest first */
    size_t n;
};

/* ---- team_pack.c: to and from protobuf; false when a body is not one ---- */

struct str team_about_pack(struct arena *a, const struct team_about *x);
bool team_about_unpack(struct arena *a, struct str body, struct team_about *out);
struct str series_pack(struct arena *a, const struct rota_series *s);
bool series_unpack(struct arena *a, struct str body, struct rota_series *out);
struct str shift_pack(struct arena *a, const struct rota_shift *x);
bool shift_unpack(struct arena *a, struct str body, struct rota_shift *out);
struct str role_pack(struct arena *a, const struct rota_role *r);
bool role_unpack(struct arena *a, struct str body, struct rota_role *out);
struct str note_pack(struct arena *a, const struct team_note *n);
bool note_unpack(struct arena *a, struct str body, struct team_note *out);
struct str thank_pack(struct arena *a, const struct team_thank *t);
bool thank_unpack(struct arena *a, struct str body, struct team_thank *out);

/* ---- team_read.c ---- */

enum err team_open(const struct space_ctx *ctx, const struct zone *zone, struct viewer *v,
                   struct str alias, struct team *out) MUST_CHECK;
bool team_any(const struct team *t); /* is it a team at all? */

/* Days with from <= day <= to, also those that no series has any more but somebody had a place. */
void team_days(const struct team *t, int32_t from, int32_t to, struct team_days *out);
/* NULL: none of the viewer's teams has it. */
const struct rota_series *team_series(const struct team *t, uint64_t id);
/* ERR_NOT_FOUND: no such day. */
enum err team_day(const struct team *t, uint64_t series, int32_t day,
                  struct team_day *out) MUST_CHECK;
struct rota_role *team_role(const struct team *t, uint64_t id);

/* Notes of the days before `day` of a series (0: of all), at most `limit`. */
enum err team_notes(const struct team *t, uint64_t series, int32_t before, size_t limit,
                    struct team_notes *out) MUST_CHECK;
enum err team_thanks(const struct team *t, struct team_thanks *out) MUST_CHECK;

/* ---- team_write.c: each reads the team anew, and keeps all of it or nothing; *t is as it was just
 * before the change ---- */

/* Facilitators (ERR_DENIED): what the team does; a series (seq 0: a new one, whose id is filled
 * in); a day of it; a role. Whoever has a place on a day that changes finds it marked. */
enum err team_about_put(struct team *t, const struct team_about *x) MUST_CHECK;
enum err team_series_put(struct team *t, struct rota_series *s) MUST_CHECK;
struct team_change {
    enum rota_plan plan;
    int start;
    struct str place, why;
};
enum err team_day_plan(struct team *t, uint64_t series, int32_t day,
                       const struct team_change *to) MUST_CHECK;
enum err team_role_put(struct team *t, struct rota_role *r) MUST_CHECK;
enum err team_role_drop(struct team *t, uint64_t id) MUST_CHECK;

/* Anybody of the team, about themselves. A day that is over or cancelled takes nobody: ROTA_NOT. */
enum err team_act(struct team *t, uint64_t series, int32_t day, enum rota_do what, uint32_t part,
                  enum rota_result *out) MUST_CHECK;
/* ERR_CONFLICT: not possible any more. `whom` of ROLE_ASK, by the holder or a facilitator. */
enum err team_role_do(struct team *t, uint64_t id, enum rota_role_do what,
                      const struct tag *whom) MUST_CHECK;

/* Who had a place, or facilitates: it happened, with a number of the team's. */
enum err team_happened(struct team *t, uint64_t series, int32_t day, int64_t portions) MUST_CHECK;
enum err team_note_add(struct team *t, const struct team_note *n) MUST_CHECK;

#endif
