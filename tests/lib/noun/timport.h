/* Imports against a real store without journal or sockets: a file goes through the handlers of
 * IMPORT_PART and IMPORT_COMMIT as it would from the bus, its events are folded, the reply
 * stays to be looked at. Nothing is committed to disk. */
#pragma once

#include "api/core/api.h"
#include "api/core/request.h"

struct db;

struct timport {
	char *dir;
	struct db *db;
	struct txn *txn;
	struct api *api;
	struct arena *arena;
	struct caller caller;
	struct request ask; /* of the last request: events, reply */
	Duban__Reply reply;
	uint64_t seq;
	uint8_t upload; /* goes into the next upload's id */
};

int timport_setup(void **state);
int timport_teardown(void **state);

struct tfile {
	Duban__ImportKind kind;
	const char *csv;  /* lines of cells between commas, the first is the header; no quotes */
	char between;	  /* in place of the comma; 0: a comma */
	const char *unit; /* of its money columns; NULL = 元 */
	const char *document;
	uint32_t year;
	size_t part_rows; /* 0 = all in one */
	bool dry_run, city_override;
};

/* Uploads, commits and folds; the verdict. */
int timport_file(struct timport *t, const struct tfile *f);
#define timport(t, kind_, csv_)                                                                    \
	timport_file(                                                                              \
	    (t), &(struct tfile){.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_##kind_, .csv = (csv_)})

/* One request to its handler as it stands, without fold: the verdict. */
int timport_ask(struct timport *t, int body, const void *request);
/* What dispatch does after a command was accepted: fold, then the handler's answer. */
int timport_apply(struct timport *t, int body, const void *request);

/* "name=复工备案|limit=5wd"; add or set. Folded when accepted. */
int timport_link(struct timport *t, bool add, const char *project, uint32_t no, const char *cells);

/* Is there such a problem? line and column may be 0 and NULL for any. */
bool timport_problem(const struct timport *t, const char *code, uint32_t line, const char *column);
/* The remark's count (its first argument), 0 when there is none. */
unsigned timport_remark(const struct timport *t, const char *code);
const Duban__ImportDone *timport_done(const struct timport *t);
