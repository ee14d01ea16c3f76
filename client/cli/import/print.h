/* What an import did, or would do: counts, control totals, remarks, before → after. */
#pragma once

#include "proto/api.pb-c.h"

struct cli;

int import_print(struct cli *c, const char *path, const Duban__Reply *r);
struct workbook_report;
/* Of projects: the same with the report of what was read. */
int import_print_report(struct cli *c, const struct workbook_report *r);
/* Of one record (RecordSetRequest): made, changed (what from, what to) or as it was. */
int import_print_record(struct cli *c, const Duban__Reply *r);
