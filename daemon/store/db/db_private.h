/* The environment as db.c, txn.c and scan.c share it. Exposes LMDB. */
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
	bool locked;	      /* other processes see what is being read */
	int error;	      /* of a failed commit: no write transaction may begin any more */
	uint64_t reserved_to; /* end of the space reserved in the file */
};

/* Translates an LMDB code into a negative errno. The only place that does. */
int db_errno(int rc);
