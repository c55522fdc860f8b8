/* A kind of desk: what one role of the network has of its own.
 *
 * Purpose: the rules and the pages of a desk are the same for every role; a feature says what
 * differs in one const struct desk_kind, and gets its own desk:
 *
 *     DESK_FORMS(EDITORS, N_("Everybody sees it on each entry …"));
 *     const struct desk_kind DESK_EDITORS = {
 *         .space = SPACE_DESK, .setting = "directory_desk", …, .at = "/d/desk",
 *         .persona = &EDITORS_PERSONA_FORM, .enter = &EDITORS_ENTER_FORM, .texts = {…}};
 *     static const struct route ROUTES[] = {
 *         {HTTP_GET, "/d/desk", NULL, WHO_MEMBER, LANE_READ, NULL, front_get, 0},
 *         DESK_ROUTES("/d/desk", EDITORS)};                                  (desk/pages.h)
 *
 * and its place in the list of site/routes.c: so it stands in "My things", and who leaves the
 * network leaves it too.
 *
 * Invariants: no two kinds have the same space number, setting, address or labels; none of these
 * ever changes, or the desks that networks have are lost. All texts are msgids.
 */
#ifndef AWN_DESK_KIND_H
#define AWN_DESK_KIND_H

#include "http/form.h"
#include "members/page.h"

struct desk;

/* What a desk says of itself. Places: {byline} in shown_as. */
#define DESK_TEXTS(X)                                                                              \
    X(name)         /* of its pages, and of the way back to it: "The editors' desk" */             \
    X(about)        /* under its name, in "My things" */                                           \
    X(outside)      /* where its pages lead back to: "Find help" */                                \
    X(byline)       /* shown where somebody has none of their own: "the editors' desk" */          \
    X(shown_as)     /* "Shown to everybody as: {byline}" */                                        \
    X(door_lead)    /* for who is not in it: what its people do */                                 \
    X(open_lead)    /* for the steward who may open the first one */                               \
    X(another_lead) /* what is lost when another one takes its place */                            \
    X(persona_lead) /* from when on a new byline counts */                                         \
    X(invite)       /* the button: "Invite an editor" */                                           \
    X(invite_lead)  /* what somebody who is let in can do */                                       \
    X(code)         /* over the code: "A code for one editor" */                                   \
    X(code_lead)    /* where it is good */                                                         \
    X(remove_lead)  /* what somebody who is taken out can do no longer */                          \
    X(leave_lead)   /* what remains when one leaves */                                             \
    X(end_lead)     /* what goes when the last one leaves */

struct desk_texts {
#define X(name) const char *name;
    DESK_TEXTS(X)
#undef X
};

#define DESK_NAME_MAX 40
#define DESK_BYLINE_MAX 60
#define DESK_REASON_MAX 500

/* The forms that ask for a name and a byline; the hint says who sees a byline, and where. They
 * stand in the route table, so that a form that is sent again says the same. */
enum { DESK_FIELD_NAME, DESK_FIELD_BYLINE, DESK_FIELD_CODE };
#define DESK_FIELDS_PERSONA(hint_of_byline)                                                        \
    [DESK_FIELD_NAME] = {.name = "persona",                                                        \
                         .label = N_("Your name at the desk"),                                     \
                         .hint = N_("Only the people of the desk see it."),                        \
                         .kind = FIELD_LINE,                                                       \
                         .max = DESK_NAME_MAX,                                                     \
                         .required = true},                                                        \
    [DESK_FIELD_BYLINE] = {.name = "byline",                                                       \
                           .label = N_("Your byline"),                                             \
                           .hint = (hint_of_byline),                                               \
                           .kind = FIELD_LINE,                                                     \
                           .max = DESK_BYLINE_MAX}
#define DESK_FORMS(what, hint_of_byline)                                                           \
    static const struct form_field what##_PERSONA_FIELDS[] = {                                     \
        DESK_FIELDS_PERSONA(hint_of_byline)};                                                      \
    static const struct form_field what##_ENTER_FIELDS[] = {                                       \
        DESK_FIELDS_PERSONA(hint_of_byline), [DESK_FIELD_CODE] = {.name = "code",                  \
                                                                  .label = N_("Code"),             \
                                                                  .kind = FIELD_LINE,              \
                                                                  .max = 80,                       \
                                                                  .required = true}};              \
    static const struct form_spec what##_PERSONA_FORM = FORM_SPEC(what##_PERSONA_FIELDS);          \
    static const struct form_spec what##_ENTER_FORM = FORM_SPEC(what##_ENTER_FIELDS)

struct desk_kind {
    enum space_kind space;    /* its number on keyrings */
    const char *setting;      /* the plain setting that says where it is */
    const char *place_label;  /* of the MAC on that setting */
    const char *code_label;   /* of the keys that its codes are */
    const char *at, *outside; /* addresses: of its pages, and of where they lead back to */
    enum nav nav;
    const struct form_spec *persona, *enter; /* of DESK_FORMS */
    struct desk_texts texts;
    /* Before the desk ends: deletes the streams that the feature keeps in its space. May be NULL;
     * letters and people go without it. */
    enum err (*end)(struct desk *d);
};

#endif
