/* The coordinators' desk: who reads what is asked of the network as a whole.
 *
 * A desk (desk/desk.h). Its letters are those of aid/letter.h; what it took in is aid/cases.h.
 */
#ifndef AWN_AID_COORDINATORS_H
#define AWN_AID_COORDINATORS_H

#include "desk/desk.h"

extern const struct desk_kind DESK_COORDINATORS;

#endif
