/* What tools/poc writes and i18n.c reads: the compiled catalogues. Room-internal.
 *
 * Texts stand in one array of NUL-ended strings (no pointers, so nothing to relocate at start); an
 * entry says where its msgid and its first form begin, the further forms follow. `slots` is an
 * open-addressed table of entry numbers + 1 under FNV-1a of the msgid, 0 is empty.
 */
#ifndef AWN_I18N_CATALOGUE_H
#define AWN_I18N_CATALOGUE_H

#include <stddef.h>
#include <stdint.h>

struct i18n_entry {
    uint32_t id, str;
    uint32_t forms;
};

struct lang {
    const char *code, *name, *dir, *locale;
    size_t index;
    unsigned nplurals;
    unsigned (*plural)(uint64_t n);
    const char *text;
    const struct i18n_entry *entries;
    const uint16_t *slots;
    uint32_t mask; /* slots - 1 */
};

extern const struct lang I18N_LANGS[];
extern const size_t I18N_NLANGS;

#endif
