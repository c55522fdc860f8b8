/* Bar 9, what its two halves share. */
#ifndef AWN_TESTS_BARS_COOKIES_H
#define AWN_TESTS_BARS_COOKIES_H

#include "bars/bar.h"

struct cookie_totals {
    size_t tried, taken, control;
};

/* Rows of the session table, as a thief keeps them: each form that a row ever had. */
#define STOLEN_MAX 64
struct stolen {
    struct db_value v[STOLEN_MAX][4];
    size_t n;
};
/* Adds the rows (of this session, or of all) that are not kept yet in this form. */
void session_steal(struct db *db, struct arena *keep, const uint8_t *id, struct stolen *s);
void session_put_back(struct db *db, const struct stolen *s, size_t i);

/* The same attacks through the application, with browsers (cookies_web.c). */
void cookies_web(struct bar *b, struct cookie_totals *sum);

#endif
