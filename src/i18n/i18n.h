/* Languages: texts, plurals, dates, numbers, direction; chosen per request, without setlocale.
 *
 * Catalogues are gettext .po files (po/<code>/<room>.po, all of a language merged), read with
 * libgettextpo at build time by tools/poc and compiled into the binary. English is the msgid. A
 * language is one line in po/LINGUAS and a folder; a new .po file is seen without configuring
 * again. tools/check-po fails the build when a text has no Arabic. Dates and numbers: ICU, in the
 * locale of po/LINGUAS: Arabic pages have Arabic-Indic digits and Gregorian dates.
 *
 * Places in texts are {name}: lower-case letters, digits and _.
 */
#ifndef AWN_I18N_I18N_H
#define AWN_I18N_I18N_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct lang;

/* Opens ICU's formatters, once for the process, before there are threads; close after they ended.
 * Without it everything works too, but dates and numbers open a formatter each time. */
void i18n_init(void);
void i18n_close(void);

/* "ar" and "en" so far; NULL when unknown. Static. */
const struct lang *lang_find(struct str code);
const struct lang *lang_default(void); /* Arabic */
size_t lang_count(void);
const struct lang *lang_at(size_t i);

const char *lang_code(const struct lang *l); /* "ar" */
const char *lang_name(const struct lang *l); /* "العربية", in itself */
const char *lang_dir(const struct lang *l);  /* "rtl", "ltr" */

/* The best of ours for an Accept-Language header (RFC 9110, 12.5.4); the network's default
 * otherwise. */
const struct lang *lang_accept(struct str header, const struct lang *otherwise);

/* Translation; the msgid itself where there is none. Static strings. */
const char *tr(const struct lang *l, const char *msgid);
/* Plural form for n (gettext rules: Arabic has six). The msgids as literals, so that xgettext sees
 * them. */
const char *tr_n(const struct lang *l, const char *one, const char *many, uint64_t n);

/* Translation with places: "{name} joined" → values in order of pairs name, value; unknown places
 * stay. The result is text (escaped later). tr_fmt_n adds {n}, written in the language's digits. */
struct tr_arg {
    const char *name;
    struct str value;
};
struct str tr_fmt(struct arena *a, const struct lang *l, const char *msgid,
                  const struct tr_arg *args, size_t nargs);
struct str tr_fmt_n(struct arena *a, const struct lang *l, const char *one, const char *many,
                    uint64_t n, const struct tr_arg *args, size_t nargs);
#define TR_ARGS(...)                                                                               \
    (const struct tr_arg[]){__VA_ARGS__},                                                          \
        (sizeof((const struct tr_arg[]){__VA_ARGS__}) / sizeof(struct tr_arg))

/* "just now" (under two minutes, or in the future), "5 minutes ago", "3 hours ago", "yesterday",
 * "6 days ago", then the date: coarse on purpose. Both in seconds, UTC. */
struct str lang_ago(struct arena *a, const struct lang *l, int64_t then, int64_t now);
/* "21 November 2026" */
struct str lang_date(struct arena *a, const struct lang *l, int64_t when);
struct str lang_day(struct arena *a, const struct lang *l, int32_t day);
struct str lang_number(struct arena *a, const struct lang *l, int64_t n);

/* The name of a country (ISO 3166-1, two letters) in the language; the code itself when it is none
 * we know. */
struct str lang_country(struct arena *a, const struct lang *l, struct str code);
/* Which country is meant: a code, or a name in any language of the catalogue. */
bool lang_country_find(struct str typed, char code[3]);

#endif
