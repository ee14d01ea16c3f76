/* One project as JSON, for `project show` and the dossier. */
#pragma once

#include <stdio.h>

#include "proto/api.pb-c.h"

struct cli;

int project_show_json(struct cli *c, const Duban__Reply *reply, FILE *out);
