/* Lists of areas that come with the program (/areas): files as area_csv.h reads them. */
#ifndef AWN_AID_AREA_READY_H
#define AWN_AID_AREA_READY_H

#include "base/embedded.h"

#define AREA_READY(X)                                                                              \
    X("lebanon", N_("Lebanon: governorates and districts"))                                        \
    X("beirut", N_("Beirut: quarters and suburbs"))                                                \
    X("cairo", N_("Cairo and Giza: districts"))                                                    \
    X("amman", N_("Amman: areas of the city"))                                                     \
    X("tunis", N_("Tunis: the city and its suburbs"))                                              \
    X("berlin", N_("Berlin: districts and quarters"))                                              \
    X("london", N_("London: boroughs"))
struct area_ready {
    const char *code;
    const char *text; /* a msgid */
};
extern const struct area_ready AREA_READIES[]; /* ends with code NULL */

/* The bytes of its file; false: there is no such list. */
bool area_ready_find(struct str code, struct str *out);

#endif
