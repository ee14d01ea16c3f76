/* What the fold of a ...Put event changes besides the record, stored in the event so that an import
 * can be reverted. */
#pragma once

#include "proto/event.pb-c.h"

struct import;

/* Stores in the event what else its fold will change. */
void import_beside(struct import *im, Duban__Event *e);
