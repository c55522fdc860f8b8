/* The plural expression of a .po header: read, checked and evaluated.
 *
 * Only what gettext's own manual allows: the variable n, decimal numbers, ( ) ! % < <= > >= == !=
 * && || ?: and + - *. What passes here is also a C expression with the same meaning (both follow
 * C's precedence; gettext manual, "Plural forms"), so it is copied into the generated source.
 */
#ifndef AWN_TOOLS_POC_PLURAL_H
#define AWN_TOOLS_POC_PLURAL_H

#include <stdbool.h>

/* False when the expression is not well-formed or divides by zero for this n. */
bool plural_eval(const char *expr, unsigned long n, unsigned long *out);

/* How many n in 0..1000 take each form; false when some n gives no form below nplurals. */
bool plural_census(const char *expr, unsigned nplurals, unsigned uses[]);

#endif
