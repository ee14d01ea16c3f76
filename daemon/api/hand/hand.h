/* Another hand: who judges that a matter is done is never who handled it
 * (销号、验收不得由承办人自行办理). The hand of what was done is stored with the matter (Hand). Not
 * another hand are: the same principal or another one of the same owner; whoever belongs to the
 * unit that handled it or to a unit below it. Who only typed it in for others (代填) is not the
 * handler, they are. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct request;

/* The hand of this command. `unit`: for which it acts if neither the sender nor the request says
 * so. NULL: no memory. */
Duban__Hand *hand_of_caller(struct request *rq, uint32_t unit);
/* Refuses (DENIED hand.same, hand.same_unit) if the caller is not another hand than `did`, which
 * may be NULL: nobody handled it. `what`: the matter's number or id, for the problem. */
int hand_check_other(struct request *rq, const Duban__Hand *did, const char *what);
/* Who acts, as a person: `person` (a registered person's id or name, else a name as it is), or if
 * that is empty for whom it is typed in, or the owner of the key. NULL: no memory. */
Duban__Who *hand_who(struct request *rq, const char *person);
