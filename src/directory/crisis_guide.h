/* What to do right now: what the page of crisis says besides its lines. Texts are msgids. */
#ifndef AWN_DIRECTORY_CRISIS_GUIDE_H
#define AWN_DIRECTORY_CRISIS_GUIDE_H

struct crisis_part {
    const char *id; /* of the part on the page; says nothing to whoever sees the address */
    const char *title, *lead;
    const char *const *steps; /* ends with NULL */
    const char *end;          /* lead and end may be NULL */
};

extern const struct crisis_part CRISIS_PARTS[]; /* ends with an id of NULL */

#endif
