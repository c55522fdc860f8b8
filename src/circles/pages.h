/* What the pages of circles share; nobody outside the room includes this. */
#ifndef AWN_CIRCLES_PAGES_H
#define AWN_CIRCLES_PAGES_H

#include "circles/inside.h"
#include "circles/routes.h"
#include "circles/views.h"
#include "members/page.h"

/* Comes into the circle of params[0]. When that cannot be, the answer is there already (a page that
 * says why) and in->s is NULL:
 *     TRY(circle_visit(req, res, &in));
 *     if (!in.s)
 *         return ERR_OK;
 */
enum err circle_visit(struct req *req, struct res *res, struct circle_in *in) MUST_CHECK;

/* Name and tabs on top of a circle's pages. */
enum circle_tab { TAB_THREADS, TAB_PEOPLE, TAB_ABOUT, TAB_NONE };
struct circle_frame circle_frame_of(const struct req *req, const struct circle_in *in,
                                    enum circle_tab at);

struct url circle_url(const struct req *req, const struct circle_in *in);
struct url thread_url(const struct req *req, struct str alias, struct str thread);
struct url post_url(const struct req *req, struct str alias, struct str thread, uint32_t seq);

/* The number in a path; ERR_NOT_FOUND when it is none. */
enum err seq_of(struct str param, uint32_t *out) MUST_CHECK;

/* A post as it is shown to this viewer. */
void post_show(const struct req *req, const struct circle_in *in, const struct thread *t,
               const struct post *p, struct post_view *out);
struct ui_person person_of(const struct req *req, const struct voice *v);
struct str thread_title(const struct req *req, struct str title);

/* "?n=…" comes before "#…", so a place within a page has no notice. */
enum err go_to_post(struct req *req, struct res *res, const struct circle_in *in, struct str thread,
                    uint32_t seq) MUST_CHECK;

/* Whoever looks at the conversation right now waits on this channel for new words. */
uint64_t thread_channel(const struct circle_in *in, struct str thread);

/* A token that a form carries, so that the same form sent twice is said once. */
struct str once_new(const struct req *req);

struct space_persona persona_of(const struct form *f, size_t first);

/* Fields that several forms have. */
#define FIELDS_PERSONA                                                                             \
    {.name = "persona",                                                                            \
     .label = N_("Your name in this circle"),                                                      \
     .hint = N_("Any name. In each circle it may be another one."),                                \
     .kind = FIELD_LINE,                                                                           \
     .max = PERSONA_NAME_MAX,                                                                      \
     .required = true},                                                                            \
        {.name = "pronouns",                                                                       \
         .label = N_("Pronouns"),                                                                  \
         .kind = FIELD_LINE,                                                                       \
         .max = PERSONA_PRONOUNS_MAX},                                                             \
    {                                                                                              \
        .name = "about", .label = N_("A few words about yourself"), .kind = FIELD_TEXT,            \
        .max = PERSONA_ABOUT_MAX                                                                   \
    }
#define FIELDS_CIRCLE                                                                              \
    {.name = "name",                                                                               \
     .label = N_("Name of the circle"),                                                            \
     .kind = FIELD_LINE,                                                                           \
     .max = CIRCLE_NAME_MAX,                                                                       \
     .required = true},                                                                            \
        {.name = "purpose",                                                                        \
         .label = N_("What it is for"),                                                            \
         .kind = FIELD_TEXT,                                                                       \
         .max = CIRCLE_PURPOSE_MAX,                                                                \
         .required = true},                                                                        \
        {.name = "agreements",                                                                     \
         .label = N_("Agreements"),                                                                \
         .hint = N_("What the people here promise one another."),                                  \
         .kind = FIELD_TEXT,                                                                       \
         .max = CIRCLE_AGREEMENTS_MAX},                                                            \
        {.name = "openness",                                                                       \
         .label = N_("Who can read and join"),                                                     \
         .kind = FIELD_CHOICE,                                                                     \
         .choices = OPENNESS_CHOICES,                                                              \
         .required = true},                                                                        \
    {                                                                                              \
        .name = "keep", .label = N_("How long words live"),                                        \
        .hint = N_("Afterwards they are gone for everybody, and nobody can bring them back."),     \
        .kind = FIELD_CHOICE, .choices = KEEP_CHOICES, .required = true                            \
    }
enum { C_NAME, C_PURPOSE, C_AGREEMENTS, C_OPENNESS, C_KEEP, C_PERSONA };
extern const struct form_choice OPENNESS_CHOICES[], KEEP_CHOICES[];
struct circle circle_of_form(const struct form *f);
const char *openness_text(enum circle_openness o); /* msgid */

#define FIELD_ONCE                                                                                 \
    {                                                                                              \
        .name = "once", .kind = FIELD_HIDDEN, .max = 40                                            \
    }

/* A page that is one form: how most of the room's forms are shown, at first and with mistakes. */
enum err circle_form_page(struct req *req, struct res *res,
                          const struct circle_form_view *v) MUST_CHECK;

#endif
