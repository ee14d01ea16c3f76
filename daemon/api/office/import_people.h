/* Import of people. Telephone numbers never enter an event; they are stored outside the journal. */
#pragma once

#include "proto/api.pb-c.h"

struct import;
struct request;

/* Stores the numbers that the rows give, and counts them in the reply, which must be an import's.
 */
int import_keep_phones(struct request *rq, const struct import *im);
void import_count_phones(const struct import *im, Duban__ImportReply *reply);
