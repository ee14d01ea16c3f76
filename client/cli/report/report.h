/* What is said of a report that was taken: by `report submit`, and by moves that became one. */
#pragma once

#include "client/cli/frame/cli.h"

int report_print_taken(struct cli *c, const Duban__Reply *r);
