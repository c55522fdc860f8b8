/* What the page of an entry shows, with every text ready. Inside the directory room. */
#ifndef AWN_DIRECTORY_DIRECTORY_VIEW_H
#define AWN_DIRECTORY_DIRECTORY_VIEW_H

#include "directory/directory_words.h"
#include "ui/ui.h"

struct directory_phone_view {
    struct str number, extension, about;
    struct url tel;
    bool dials;
};

/* When a place is open: the week, what does not come back every week, and what was written. */
struct directory_times_view {
    const struct directory_hours_view *week;
    size_t nweek;
    const struct str *odd; /* "first Monday of the month, 9:00 to 12:00" */
    size_t nodd;
    const struct str *notes; /* in the language of the content */
    size_t nnotes;
};

struct directory_contact_view {
    struct str name, role;
    const struct directory_phone_view *phones;
    size_t nphones;
};

struct directory_place_view {
    struct str name, about, way;
    const struct str *addresses;
    size_t naddresses;
    const struct directory_phone_view *phones;
    size_t nphones;
    struct directory_times_view times;
    const struct str *access; /* for people who do not walk, see or hear */
    size_t naccess;
};

/* A line of the facts. `lang` is the page's where the words are ours. */
struct directory_text_view {
    struct str name, lang;
    struct html_safe text;
};

/* Something that can be done with the entry: a link, or a button with a form token. */
struct directory_act {
    struct str label;
    struct url url;
    bool posts;
};
#define DIRECTORY_ACTS_MAX 8

struct directory_entry_view {
    struct str title, alternate_name, lang;
    struct html_safe description;
    struct str organization;
    struct url organization_url;
    bool organization_linked;
    const struct ui_notice *notices; /* closed, doubted, not checked for long */
    size_t nnotices;
    struct str alert; /* in the language of the content */
    const char *tags[2];
    size_t ntags;
    const struct str *needs; /* labels */
    size_t nneeds;
    struct str open, next; /* "closed now", "opens on Monday at 9:00"; or empty */
    bool is_open;
    struct url web, mail;
    struct str web_text, mail_text;
    bool has_web, has_mail, address_hidden;
    const struct directory_phone_view *phones;
    size_t nphones;
    const struct directory_contact_view *contacts;
    size_t ncontacts;
    const struct str *addresses;
    size_t naddresses;
    struct directory_times_view times;
    const struct directory_place_view *places;
    size_t nplaces;
    const struct directory_text_view *facts;
    size_t nfacts;
    const struct ui_row *services;
    size_t nservices;
    struct str source, checked;
    struct url back;
    struct directory_act acts[DIRECTORY_ACTS_MAX];
    size_t nacts;
};

#include "directory.html.h"

#endif
