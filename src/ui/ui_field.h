/* Inside the ui room: one field, with everything its view needs already looked up. */
#ifndef AWN_UI_FIELD_H
#define AWN_UI_FIELD_H

#include "html/html.h"

struct ui_option {
    const char *value, *label;
    struct str id;
    bool chosen;
};

struct ui_field {
    const char *name, *label;
    const char *hint, *error; /* NULL: none */
    struct str id, hint_id, error_id;
    struct str described; /* value of aria-describedby, or empty */
    struct str value;
    const char *type, *shape, *autocomplete, *inputmode;
    bool required, checked;
    int rows;
    const struct ui_option *options;
    size_t noptions;
    struct str list; /* id of a list of what could be typed, or empty: made of options */
};

struct ui_mistake {
    const char *label, *said;
    struct url to;
};

#endif
