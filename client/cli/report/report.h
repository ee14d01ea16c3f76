/* The message about an accepted report: for `report submit`, and for moves that became a report. */
#pragma once

#include "proto/api.pb-c.h"

struct cli;

int report_print_taken(struct cli *c, const Duban__Reply *r);
