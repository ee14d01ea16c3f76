/* Prints what an import did or would do: counts, control totals, remarks, changes (before →
 * after). */
#pragma once

#include "proto/api.pb-c.h"

struct cli;
struct json;

struct import_told {
	const char *path;
	const Duban__ImportReply *reply;
	uint64_t seq;	  /* the number for `import revert`; 0: nothing was imported */
	const char *kind; /* NULL: that of the reply */
	void (*more)(struct json *j,
		     const void *of); /* adds members to the JSON object; NULL: none */
	const void *of;
};
/* Prints the reply to an import; of `t` the path, and what more there is to report. */
int import_print(struct cli *c, const Duban__Reply *r, const struct import_told *t);
/* Prints an import that another reader prepared, with more to report. */
int import_print_told(struct cli *c, const struct import_told *t);
/* Prints the result for one record (RecordSetRequest): made, changed (with old and new values), or
 * unchanged. */
int import_print_record(struct cli *c, const Duban__Reply *r);
