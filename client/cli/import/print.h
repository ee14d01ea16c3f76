/* What an import did, or would do: counts, control totals, remarks, before → after. */
#pragma once

#include "proto/api.pb-c.h"

struct cli;
struct json;

int import_print(struct cli *c, const char *path, const Duban__Reply *r);

struct import_told {
	const char *path;
	const Duban__ImportReply *reply;
	uint64_t seq;	  /* what `import revert` asks for, 0: nothing came in */
	const char *kind; /* NULL: the reply's */
	void (*more)(struct json *j, const void *of); /* into the JSON object; NULL: no more */
	const void *of;
};
/* The same of what another reader took out of a file, with more to tell of it. */
int import_print_told(struct cli *c, const struct import_told *t);
/* Of one record (RecordSetRequest): made, changed (what from, what to) or as it was. */
int import_print_record(struct cli *c, const Duban__Reply *r);
