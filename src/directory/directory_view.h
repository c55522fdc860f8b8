/* What the directory's views show, with every text ready. Inside the directory room. */
#ifndef AWN_DIRECTORY_DIRECTORY_VIEW_H
#define AWN_DIRECTORY_DIRECTORY_VIEW_H

#include "ui/ui.h"

struct directory_hit_view {
    struct url url;
    struct str title, organization, summary, phone, city, lang;
    struct str matches; /* the words it matches, or empty */
};

struct directory_kind_view {
    struct str word; /* asked for when it is pressed */
};

struct directory_find_view {
    struct str query;
    bool asked;
    struct str found; /* "12 entries" */
    const struct directory_hit_view *hits;
    size_t nhits;
    bool earlier, later;
    int64_t earlier_at, later_at;
    const struct directory_kind_view *kinds;
    size_t nkinds;
    struct str holdings; /* how much there is, or empty */
};

struct directory_phone_view {
    struct str number, extension, about;
    struct url tel;
    bool dials;
};

struct directory_hours_view {
    struct str day, hours;
    bool today;
};

struct directory_place_view {
    struct str name, about, way;
    const struct str *addresses;
    size_t naddresses;
    const struct directory_phone_view *phones;
    size_t nphones;
    const struct directory_hours_view *hours;
    size_t nhours;
};

struct directory_text_view {
    struct str name;
    struct html_safe text;
};

struct directory_entry_view {
    struct str title, alternate_name, lang;
    struct html_safe description;
    struct str organization;
    struct url organization_url;
    bool organization_linked;
    struct url web, mail;
    struct str web_text, mail_text;
    bool has_web, has_mail;
    const struct directory_phone_view *phones;
    size_t nphones;
    const struct str *addresses;
    size_t naddresses;
    const struct directory_hours_view *hours;
    size_t nhours;
    const struct directory_place_view *places;
    size_t nplaces;
    const struct directory_text_view *facts;
    size_t nfacts;
    const struct ui_row *services;
    size_t nservices;
    struct str source, checked;
    struct url back, share;
    bool can_share;
};

#include "directory.html.h"

#endif
