/* What the pages of the list of places show. */
#ifndef AWN_AID_AREA_VIEW_H
#define AWN_AID_AREA_VIEW_H

#include "aid/area_field.h"
#include "members/page.h"

/* One place and what lies in it. */
struct area_node {
    struct str name, other, about; /* about: its neighbours; may be empty */
    struct url url;
    const struct area_node *inner;
    size_t n;
};

struct areas_view {
    const struct area_node *top;
    size_t n;
    struct str count;
    const struct form *form; /* a new one */
    const struct area_choices *choices;
    struct url back, add, ready, import, export;
};

struct area_link_view {
    struct str label, minutes, id;
};
struct area_one_view {
    struct str title, inside; /* inside: the path of what it lies in, or empty */
    const struct form *form, *link;
    const struct area_choices *choices;
    const struct area_link_view *links;
    size_t nlinks;
    const struct area_node *inner;
    size_t n;
    struct url back, save, join, part, remove;
};

struct area_refused_view {
    struct str line, what;
    const char *why;
};
struct area_import_view {
    const struct form *form;
    bool looked, takes; /* something was sent; of it something would come in */
    struct str counts, broken;
    const struct area_refused_view *refused;
    size_t nrefused;
    struct str more; /* "… and 20 more", or empty */
    struct url back, action;
};

struct area_ready_view {
    struct str name;
    const char *file;
};
struct area_readies_view {
    const struct area_ready_view *v;
    size_t n;
    struct url back, action;
};

/* The fields of a place, or of a link; written in C, because one of them knows the list. */
void view_area_fields(struct html *h, const struct form *f, const struct area_choices *c);
void view_area_link_fields(struct html *h, const struct form *f, const struct area_choices *c);
void view_area_import_field(struct html *h, const struct form *f);

#endif
