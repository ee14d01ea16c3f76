/* A project's history (变更历史) as a table, for `project history` and the dossier. */
#pragma once

#include <stdbool.h>

struct cli;
struct rows;
struct table;

/* The rows of its history, a change a line; `hash`: with the events' hashes, which are for
 * files. The zone is known (cli_zone). NULL: no memory. */
struct table *project_history_table(struct cli *c, const struct rows *rows, bool hash);
