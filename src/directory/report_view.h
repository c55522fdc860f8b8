/* What the pages about an entry that is out of date show. Inside the directory room. */
#ifndef AWN_DIRECTORY_REPORT_VIEW_H
#define AWN_DIRECTORY_REPORT_VIEW_H

#include "ui/ui.h"

struct report_choice {
    const char *value, *label, *id;
    bool chosen;
};

struct report_view {
    struct str title, lang; /* of the entry */
    struct url entry, action;
    const struct form *form;
    const struct report_choice *choices;
    size_t nchoices;
    const char *choice_error; /* or NULL */
};

/* The words of the form; looks the field up. */
void view_report_words(struct html *h, const struct form *f);

#include "report.html.h"

#endif
