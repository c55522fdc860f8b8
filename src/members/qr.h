/* A QR code as the path of an SVG, drawn here so that no page needs a script or a picture file. */
#ifndef AWN_MEMBERS_QR_H
#define AWN_MEMBERS_QR_H

#include "base/str.h"

struct qr {
    int size;        /* side in modules, with the quiet zone */
    struct str path; /* attribute d; empty when the text was too long */
};

void qr_draw(struct arena *a, struct str text, struct qr *out);

/* The picture; `label` says what it is for who does not see it. */
struct html;
void view_qr(struct html *h, const struct qr *q, const char *label);

#endif
