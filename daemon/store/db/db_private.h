/* Inside of the db: the environment, shared by db.c, txn.c and scan.c. Shows LMDB. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <lmdb.h>

struct db {
	MDB_env *env;
	MDB_dbi dbi[TABLE_MAX_];
	bool read_only;
	bool writing;
	int error;	      /* of a failed commit: no further write transaction */
	uint64_t reserved_to; /* end of the room taken behind data.mdb */
};

/* LMDB's codes become negative errnos here and nowhere else. */
int db_errno(int rc);
