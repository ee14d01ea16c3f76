/* What is said of one project, by the verbs and in its dossier. */
#pragma once

#include <stdio.h>

#include "client/cli/frame/cli.h"
#include "client/cli/print/rows.h"

struct table;

int project_show_json(struct cli *c, const Duban__Reply *reply, FILE *out);
/* The rows of its history, a change a line; `hash`: with the events' hashes, which are for
 * files. The zone is known (cli_zone). NULL: no memory. */
struct table *project_history_table(struct cli *c, const struct rows *rows, bool hash);
