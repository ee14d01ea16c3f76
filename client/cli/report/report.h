/* What is said of a report that was taken: by `report submit`, and by moves that became one. */
#pragma once

#include "proto/api.pb-c.h"

struct cli;

int report_print_taken(struct cli *c, const Duban__Reply *r);
