/* The environment as db.c, txn.c and scan.c share it. Exposes LMDB. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <lmdb.h>

#include "store/db/sums.h"

#define SCHEMA_TABLE "schema"
#define SCHEMA_KEY "number"
#define SCHEMA_WITH_SUMS 6U /* since this one the tables have sums */

struct sum_walk;

struct db {
	MDB_env *env;
	MDB_dbi dbi[TABLE_MAX_];
	MDB_dbi sums_dbi;
	struct table_sums sums; /* as committed */
	struct sum_walk *walk;	/* a check that is under way */
	bool read_only;
	bool writing;
	bool guarded;	      /* faults in its map are told, see guard.h */
	bool locked;	      /* other processes see what is being read */
	int error;	      /* of a failed commit: no write transaction may begin any more */
	uint64_t reserved_to; /* end of the space reserved in the file */
};

/* Translates an LMDB code into a negative errno. The only place that does. */
int db_errno(int rc);
