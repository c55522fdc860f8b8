#include "html/static.h"

#include <stdlib.h>

#include "base/log.h"
#include "html/html.h"
#include "html/static_files.h"

/* A dozen files: looking at each is quicker than anything clever. */
const struct html_static *html_static_find(struct str path)
{
    for (size_t i = 0; i < STATIC_FILE_COUNT; i++)
        if (str_eq(STATIC_FILES[i].path, path))
            return &STATIC_FILES[i];
    return NULL;
}

const struct html_static *html_static_named(struct str name)
{
    for (size_t i = 0; i < STATIC_FILE_COUNT; i++)
        if (str_eq(STATIC_FILES[i].name, name))
            return &STATIC_FILES[i];
    return NULL;
}

struct url url_static(const char *name)
{
    const struct html_static *f = html_static_named(str_from_c(name));
    if (!f) {
        log_error("html", "static/%s does not exist", name);
        abort();
    }
    return (struct url){f->path};
}
