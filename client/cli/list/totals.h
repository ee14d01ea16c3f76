/* Prints control totals (控制数): of a file that was imported, of a list on a day. */
#pragma once

#include "proto/event.pb-c.h"

struct cli;

void totals_print(struct cli *c, const Duban__ImportTotals *t);
