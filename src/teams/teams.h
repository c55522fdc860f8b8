/* Teams: a circle that has a rota.
 *
 * Purpose: who belongs to a team, their names, what they say to each other, leaving and removal are
 * the circle's; this room keeps in the circle's space (circles.h, CIRCLE_LODGERS) what the team
 * does, its shifts and who comes, roles with a term, what one shift tells the next, and the thanks
 * that came to the team.
 *
 * Invariants: all of it is sealed in the circle's space and has a last day; a sign-up holds the tag
 * of a person in that circle and no name, and counts as long as the circle's roster has them; of
 * a shift that was, what is kept is that it happened and a number of the team's, never who came. A
 * circle that ends takes all of it along.
 *
 * Ownership: the context's secret arena. Errors: ERR_NOT_FOUND no such circle (shift, role) of the
 * viewer's; ERR_DENIED not in it any more, or not for them to do; ERR_TOO_MANY a list is full.
 */
#ifndef AWN_TEAMS_TEAMS_H
#define AWN_TEAMS_TEAMS_H

#include <jansson.h>

#include "members/members.h"

#define TEAM_WORDS_MAX 500 /* code points of thanks */

/* Thanks to the team that the viewer names `alias`; `name` may be empty: then nothing says who. */
enum err teams_thank(const struct space_ctx *ctx, struct viewer *v, struct str alias,
                     struct str words, struct str name) MUST_CHECK;

/* What one has written and taken on in every team, as a JSON array; the caller decrefs it. */
enum err teams_export(const struct space_ctx *ctx, struct viewer *v, json_t **out) MUST_CHECK;

#endif
