/* What an import did, or would do: counts, control totals, remarks, before → after. */
#pragma once

#include "client/cli/cli.h"

int import_print(struct cli *c, const char *path, const Duban__Reply *r);
