/* What a record's fold changes besides the record itself, kept so that an import can be
 * reverted. */
#pragma once

#include "proto/event.pb-c.h"

struct import;

/* What else the event will change when it is folded, so that it can be taken
 * back. */
void import_beside(struct import *im, Duban__Event *e);
