/* Links for random requests. A link that was picked blindly is seldom in the state that a move
 * needs, so that hardly any would be done. */
#pragma once

#include "model/link/state.h"
#include "proto/api.pb-c.h"

struct any;

/* Refers to an existing link; unchanged if there is none. */
void any_link(struct any *y, Duban__LinkRef *l);
/* Refers to one of the links of all chains that can make the move; unchanged if none can. */
void any_link_to(struct any *y, enum link_move move, Duban__LinkRef *l);
/* Completes a request that moves a link, such as `link accept`: refers to a link that can make the
 * move, if there is one. Other requests are left as they are. */
void any_link_move(struct any *y, Duban__Request *q);
