/* A form's field for an area: a short list is chosen from, a long one is typed with suggestions.
 *
 *     static const struct form_field FIELDS[] = {
 *         [F_AREA] = AREA_FIELD("area", N_("Where?")), …
 *
 *     struct areas all;                                  both for showing and for reading
 *     TRY(areas_load(req->db, req->arena, &all));
 *     …
 *     struct form f = *req->fields;
 *     uint32_t area = area_field_read(req, &all, &f, F_AREA);   before f.problems is looked at
 *     …
 *     area_field_fill(req, &all, &view.area);            and in the view:
 *     {% call area_field(&v->area, f, F_AREA) %}
 *
 * A network without a list has no such field: the view shows nothing and what is read is 0, also
 * where the field is required (leave .required out of the table and refuse 0 yourself when there
 * are areas). Answers are an id, or a name as people write it: folded, in either language, with or
 * without the article, with or without what it lies in ("الحمرا بيروت", "Hamra"). What cannot be
 * told gets a sentence beside the field.
 */
#ifndef AWN_AID_AREA_FIELD_H
#define AWN_AID_AREA_FIELD_H

#include "aid/areas.h"
#include "http/form.h"
#include "ui/ui.h"

#define AREA_TYPED_MAX 300 /* code points */
#define AREA_FIELD(field_name, field_label)                                                        \
    {                                                                                              \
        .name = field_name, .label = field_label, .kind = FIELD_LINE, .max = AREA_TYPED_MAX        \
    }

/* More than this are typed; as many as are then suggested, those of the top first. */
#define AREA_CHOICES_MAX 150

struct area_choices {
    const struct ui_given *given;
    size_t n;
    bool typed; /* suggestions, not a list */
};

/* What the field offers, in the page's language; for all fields of a page. */
void area_field_fill(const struct req *req, const struct areas *all, struct area_choices *out);
void view_area_field(struct html *h, const struct area_choices *c, const struct form *f, size_t i);
/* `none`, ready to show, is what choosing nothing is called, in place of "Anywhere". */
void view_area_field_or(struct html *h, const struct area_choices *c, const struct form *f,
                        size_t i, const char *none);

/* What was answered; 0: anywhere, or rejected (f->problems). */
uint32_t area_field_read(const struct req *req, const struct areas *all, struct form *f, size_t i);

/* Fills a field in before it is shown; 0: nothing. `f` comes from form_blank. */
void area_field_set(const struct req *req, const struct areas *all, struct form *f, size_t i,
                    uint32_t id);

/* For one who reads: "Quarter, District, City", each by its name in the letters of the page where
 * there is one. "Anywhere" for 0 and for one that is not there any more. */
struct str area_label(const struct req *req, const struct areas *all, uint32_t id);
struct str area_name(const struct req *req, const struct area *x);

#endif
