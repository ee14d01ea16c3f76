/* Imports into a real state database, without journal and sockets: a file passes through the
 * handlers of IMPORT_PART and IMPORT_COMMIT as if it came from the bus, and its events are folded.
 * The reply is kept for inspection. Nothing is committed to disk. */
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
	uint8_t upload; /* part of the next upload's id */
};

int timport_setup(void **state);
int timport_teardown(void **state);

struct tfile {
	Duban__ImportKind kind;
	const char *csv;  /* lines of cells separated by commas; header first; no quotes */
	char between;	  /* another separator; 0: a comma */
	const char *unit; /* of the money columns; NULL = 元 */
	const char *document;
	uint32_t year;
	size_t part_rows; /* rows in a part; 0 = all rows in one part */
	bool dry_run, city_override, replace;
};

/* Uploads, commits and folds a file; returns the verdict. */
int timport_file(struct timport *t, const struct tfile *f);
#define timport(t, kind_, csv_)                                                                    \
	timport_file(                                                                              \
	    (t), &(struct tfile){.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_##kind_, .csv = (csv_)})

/* Passes a request to its handler without folding its events; returns the verdict. */
int timport_ask(struct timport *t, int body, const void *request);
/* Does what dispatch does after a command was accepted: folds the events, then calls the handler's
 * `answer`. */
int timport_apply(struct timport *t, int body, const void *request);

/* Adds or sets a link with cells like "name=复工备案|limit=5wd"; folds the events if accepted. */
int timport_link(struct timport *t, bool add, const char *project, uint32_t no, const char *cells);

/* True: the reply has such a problem. 0 and NULL stand for any line and column. */
bool timport_problem(const struct timport *t, const char *code, uint32_t line, const char *column);
/* The first argument of the remark, a count; 0 if there is no such remark. */
unsigned timport_remark(const struct timport *t, const char *code);
const Duban__ImportDone *timport_done(const struct timport *t);
