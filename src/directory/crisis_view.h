/* What the page for right now shows, with every text ready. */
#ifndef AWN_DIRECTORY_CRISIS_VIEW_H
#define AWN_DIRECTORY_CRISIS_VIEW_H

#include "directory/crisis.h"
#include "directory/directory_view.h"

struct crisis_line_view {
    struct str title, organization, about, lang;
    struct url url;
    const struct directory_phone_view *phones;
    size_t nphones;
    struct url web, mail;
    struct str web_text, mail_text;
    bool has_web, has_mail;
    struct str now, next;              /* "open now", "until 17:00"; empty when not known */
    bool open;                         /* known to be */
    bool speaks;                       /* the reader's language */
    struct str hours, languages, cost; /* each may be empty */
    struct str checked;                /* by whom and when; empty: by nobody */
    enum crisis_trust trust;
    bool doubted;
};

struct crisis_part_view {
    struct str id, title, lead, end;
    const struct str *steps;
    size_t nsteps;
};

struct crisis_view {
    const struct crisis_line_view *lines;
    size_t nlines;
    const struct crisis_part_view *parts;
    size_t nparts;
    bool open; /* every part */
};

#include "crisis.html.h"

#endif
