/* What the pages of teams share; nobody outside the room includes this. */
#ifndef AWN_TEAMS_PAGES_H
#define AWN_TEAMS_PAGES_H

#include "aid/area_field.h"
#include "aid/area_store.h"
#include "aid/when.h"
#include "members/page.h"
#include "teams/inside.h"
#include "teams/routes.h"
#include "teams/views.h"

#define TEAM_AHEAD 13    /* days after today on a team's page: two weeks */
#define TEAM_MINE 27     /* and of one's own */
#define SERIES_STARTS 60 /* days ahead in which a series can begin */

/* Comes into the team of params[0]. Who is not in its circle any more is sent there, where the
 * reason stands; then t->c.s is NULL:
 *     TRY(team_visit(req, res, &t));
 *     if (!t.c.s)
 *         return ERR_OK;
 */
enum err team_visit(struct req *req, struct res *res, struct team *t) MUST_CHECK;

/* "/t/…" and what stands behind it ("/roles", or ""). */
struct url team_url(const struct req *req, const struct team *t, const char *more);

/* How a series, a day of one and a role are named in the viewer's addresses. */
struct str series_alias(const struct req *req, uint64_t series);
struct str shift_alias(const struct req *req, uint64_t series, int32_t day);
struct str role_alias(const struct req *req, uint64_t role);
struct url shift_url(const struct req *req, const struct team *t, const struct team_day *d,
                     const char *more);
struct url series_url(const struct req *req, const struct team *t, const struct rota_series *s,
                      const char *more);

/* ERR_NOT_FOUND. */
enum err shift_named(const struct req *req, const struct team *t, struct str alias,
                     struct team_day *out) MUST_CHECK;

struct when_place when_place_of(const struct req *req);
/* "Friday, 27 November 2026, 17:00" */
struct str day_when(const struct req *req, const struct team_day *d);
struct str clock_label(const struct req *req, int minute);
const char *weekday_text(int iso); /* msgid; 1 Monday … 7 Sunday */
/* "Every two weeks: Monday, Friday. 17:00, three hours." */
struct str series_text(const struct req *req, const struct rota_series *s);
/* "Behind the market, Hamra, Beirut"; empty when nothing is known. */
struct str place_text(const struct req *req, const struct areas *areas, struct str words,
                      uint32_t area);
/* As the circle knows them; "Somebody who left". */
struct str name_of(const struct req *req, const struct team *t, const struct tag *who);
/* A name inside a sentence of either direction: kept apart, so that it does not turn what follows.
 */
struct str name_within(const struct req *req, struct str name);
struct str names_join(const struct req *req, struct str a, struct str b);

bool tag_is(const struct tag *a, const struct tag *b);
bool day_mine(const struct team *t, const struct team_day *d);
/* Something changed since its holder looked. */
bool day_fresh(const struct req *req, const struct team *t, const struct team_day *d);

#endif
