/* A project's history (变更历史) as a table, for `project history` and the dossier. */
#pragma once

#include <stdbool.h>

struct cli;
struct rows;
struct print_table;

/* The project's history, one row per change. `hash` adds the events' hashes, for files. cli_zone()
 * must have been called. NULL: no memory. */
struct print_table *project_history_table(struct cli *c, const struct rows *rows, bool hash);
