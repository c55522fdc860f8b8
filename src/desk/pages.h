/* The pages that every desk has: its door, its people, codes, one's name and byline, leaving.
 *
 * A feature writes the front page of its desk, and puts DESK_ROUTES into a table of its own:
 *
 *     struct desk d;
 *     enum err e = desk_of(req, &DESK_EDITORS, &d);
 *     if (e == ERR_DENIED)
 *         return desk_door(req, res, &DESK_EDITORS);
 *     TRY(e);
 *     … desk_people_fill(req, &d, &v.people); …              {% call desk_people(&v->people) %}
 */
#ifndef AWN_DESK_PAGES_H
#define AWN_DESK_PAGES_H

#include "desk/desk.h"
#include "http/router.h"
#include "ui/ui.h"

/* Routes of DESK_<what> under `at`, a literal equal to the kind's, without ":name" parts. Stands
 * below DESK_FORMS(what, …). */
/* clang-format off */
#define DESK_ROUTES(at, what)                                                                      \
    DESK_GET(at "/open", desk_open_get, what),                                                     \
    DESK_POST(at "/open", &what##_PERSONA_FORM, desk_open_post, 0, what),                          \
    DESK_POST(at "/enter", &what##_ENTER_FORM, desk_enter_post, ROUTE_GUARDED, what),              \
    DESK_POST(at "/away", &FORM_NOTHING, desk_away_post, 0, what),                                 \
    DESK_GET(at "/me", desk_me_get, what),                                                         \
    DESK_POST(at "/me", &what##_PERSONA_FORM, desk_me_post, 0, what),                              \
    DESK_GET(at "/leave", desk_leave_get, what),                                                   \
    DESK_POST(at "/leave", &FORM_NOTHING, desk_leave_post, 0, what),                               \
    DESK_GET(at "/invite", desk_invite_get, what),                                                 \
    DESK_POST(at "/invite", &FORM_NOTHING, desk_invite_post, 0, what),                             \
    DESK_GET(at "/people/:person", desk_person_get, what),                                         \
    DESK_POST(at "/people/:person/make", &FORM_NOTHING, desk_make_post, 0, what),                  \
    DESK_POST(at "/people/:person/remove", &DESK_REMOVE_FORM, desk_remove_post, 0, what)
#define DESK_GET(path, handle, what)                                                               \
    {HTTP_GET, path, NULL, WHO_MEMBER, LANE_READ, NULL, handle, 0, &DESK_##what}
#define DESK_POST(path, form, handle, traits, what)                                                \
    {HTTP_POST, path, form, WHO_MEMBER, LANE_WRITE, NULL, handle, traits, &DESK_##what}
/* clang-format on */

extern const struct form_spec DESK_REMOVE_FORM;
route_handle desk_open_get, desk_open_post, desk_enter_post, desk_away_post;
route_handle desk_me_get, desk_me_post, desk_leave_get, desk_leave_post;
route_handle desk_invite_get, desk_invite_post, desk_person_get, desk_make_post, desk_remove_post;

/* desk_enter for who asks. */
enum err desk_of(struct req *req, const struct desk_kind *kind, struct desk *out) MUST_CHECK;

/* The page for who is not in it: how to come in, or to open it. */
enum err desk_door(struct req *req, struct res *res, const struct desk_kind *kind) MUST_CHECK;

/* "/d/desk" and what stands behind it. */
struct url desk_url(const struct req *req, const struct desk_kind *kind, const char *more);

/* A byline as it is shown: the desk's own where it is empty. */
struct str desk_byline_text(const struct lang *lang, const struct desk_kind *kind,
                            struct str byline);

/* The part of a front page with its people, and what one can do there. */
struct desk_person_view {
    struct ui_person who;
    struct str shown_as; /* to whom, under which byline */
    bool me, keeper, linked;
    struct url url;
};
struct desk_people_view {
    const struct desk_person_view *people;
    size_t npeople;
    bool keeper;
    const char *invite_label;
    struct url invite, persona, leave;
};
void desk_people_fill(const struct req *req, const struct desk *d, struct desk_people_view *out);

#include "desk/desk_people.html.h"

#endif
