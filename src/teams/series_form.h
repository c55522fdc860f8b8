/* The form of a series: its fields, and what they come to. Ownership: the request's secret arena.
 */
#ifndef AWN_TEAMS_SERIES_FORM_H
#define AWN_TEAMS_SERIES_FORM_H

#include "teams/pages.h"

#define SERIES_PARTS 4 /* rows for kinds of work */

enum {
    S_TITLE,
    S_FIRST,
    S_START,
    S_MINUTES,
    S_EVERY,
    S_WEEKDAY, /* seven, from Monday */
    S_UNTIL = S_WEEKDAY + 7,
    S_PART, /* a name and a number each */
    S_PLACE = S_PART + 2 * SERIES_PARTS,
    S_AREA,
    S_NOTES,
    S_PROGRAMME,
    S_AIM,
    S_EXTRA,
    S_FIELDS
};
extern const struct form_spec SERIES_FORM;

void series_form_blank(const struct req *req, struct form *out);
void series_form_fill(const struct req *req, const struct areas *areas, const struct rota_series *s,
                      struct form *out);
/* What can be chosen; `old`: the series that it changes, or NULL. */
void series_form_choices(const struct req *req, const struct rota_series *old,
                         struct team_form_view *v);
/* Reads it into *s, which holds the series that it changes, or zeros; mistakes stand in the form.
 */
void series_form_read(const struct req *req, const struct areas *areas, struct form *f,
                      struct rota_series *s);

#endif
