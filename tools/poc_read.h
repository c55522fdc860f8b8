/* Reading po/LINGUAS and the .po files of every language into memory, with strict checks.
 *
 * Any fault is printed as "file:line: what" and counted; the program goes on so that all are seen
 * at once, and fails at its end. Nothing is freed: it is a build program that runs for
 * milliseconds.
 */
#ifndef AWN_TOOLS_POC_READ_H
#define AWN_TOOLS_POC_READ_H

#include <stdbool.h>
#include <stddef.h>

#define POC_FORMS_MAX 6
#define POC_LANGS_MAX 32

struct poc_entry {
    const char *id, *plural; /* plural: NULL for a plain message */
    const char *str[POC_FORMS_MAX];
    unsigned nstr;
    const char *file;
    int line;
    bool fuzzy; /* kept out of the catalogue */
    bool used;  /* by the source, in check mode */
};

struct poc_lang {
    char code[16], dir[4], locale[64], name[64];
    bool source; /* English: the msgid itself */
    const char *plural;
    unsigned nplurals;
    struct poc_entry *entries; /* sorted by id */
    size_t n, cap;
};

struct poc {
    struct poc_lang langs[POC_LANGS_MAX];
    size_t nlangs;
    const char **deps; /* every file and folder that was read */
    size_t ndeps;
    int faults;
};

void poc_fault(struct poc *p, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void poc_warn(const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

void poc_read(struct poc *p, const char *linguas);
struct poc_entry *poc_find(const struct poc_lang *l, const char *id); /* NULL: none */
char *poc_strdup(const char *s);

/* Reads one .po or .pot file, merges into *l and sorts. */
void poc_read_file(struct poc *p, struct poc_lang *l, const char *path);

#endif
