/* Data for the views of html_test. */
#ifndef AWN_HTML_SAMPLE_H
#define AWN_HTML_SAMPLE_H

#include "html/html.h"

struct sample_tag {
    struct str name;
    bool chosen;
};

struct sample {
    struct str name;
    const char *note;
    struct url url;
    struct html_safe body;
    int count;
    const struct sample_tag *tags;
    size_t ntags;
};

#endif
