/* What the files of the desk room share, and what its own views are given. */
#ifndef AWN_DESK_INSIDE_H
#define AWN_DESK_INSIDE_H

#include "desk/desk.h"
#include "desk/pages.h"

/* Off the keyring: desks of the kind that are no longer the network's, or that the viewer is no
 * longer in. All but `but`. */
void desk_forget(const struct desk_kind *kind, struct viewer *v, struct space_id but);

/* The desk is nowhere any more. */
enum err desk_place_drop(const struct space_ctx *ctx, const struct desk_kind *kind) MUST_CHECK;

/* ---- pages.c ---- */

/* The kind of the desk whose page is asked for. */
const struct desk_kind *desk_kind_of(const struct req *req);

/* Its texts in the language of the request. */
const struct desk_texts *desk_texts_in(const struct req *req, const struct desk_kind *kind);

struct space_persona desk_persona_of(const struct form *f);

/* ---- views ---- */

/* One form with a heading, on a page of its own. */
struct desk_form_view {
    const char *name, *title, *lead;
    const struct form *form;
    struct url action, back;
    const char *submit;
};
enum err desk_form_show(struct req *req, struct res *res,
                        const struct desk_form_view *v) MUST_CHECK;

/* For who is not in the desk. */
struct desk_door_view {
    const struct desk_texts *t;
    bool there_is, steward, removed;
    struct html_safe reason;
    struct str by;
    const struct form *enter, *open;
    struct url enter_to, open_to, away, back;
};

struct desk_person_page {
    const struct desk_texts *t;
    struct desk_person_view person;
    bool can_make, can_remove;
    const struct form *form;
    struct url make, remove, back;
};

struct desk_code_view {
    const struct desk_texts *t;
    const struct str *groups;
    size_t ngroups;
    struct str until;
    struct url back;
};

struct desk_leave_view {
    const struct desk_texts *t;
    bool last; /* the desk ends with it */
    struct url action, back;
};

#endif
