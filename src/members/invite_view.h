#ifndef AWN_MEMBERS_INVITE_VIEW_H
#define AWN_MEMBERS_INVITE_VIEW_H

#include "members/page.h"
#include "members/qr.h"

#define INVITATION_GROUPS 6

struct invite_row_view {
    struct str until;
    struct str who; /* alias */
};
struct invite_view {
    const struct form *form;
    const struct invite_row_view *rows;
    size_t n;
    bool steward;
    struct url back;
};
struct invited_view {
    struct str groups[INVITATION_GROUPS];
    struct str link, link_id;
    struct str name, id; /* of many: whom it is for, as it was typed just now */
    struct str until;
    struct qr qr;
    struct url back;
};
void view_invite_fields(struct html *h, const struct form *f, int steward);

struct person_view {
    struct ui_person person;
    struct str about, since;
    struct url url;
    bool steward, may_invite, me;
};
struct people_view {
    const struct person_view *people;
    size_t n;
    struct url back;
};
struct one_view {
    struct person_view who;
    struct url set, remove, back;
    bool last_steward;
    const struct form *form; /* of the removal */
};

#endif
