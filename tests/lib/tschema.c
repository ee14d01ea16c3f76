#include "lib/tschema.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lmdb.h>

#include "base/crc32c.h"
#include "store/db/db_private.h"
#include "store/db/sums.h"

static void must(int rc)
{
	if (rc != MDB_SUCCESS) {
		fprintf(stderr, "tschema: %s\n", mdb_strerror(rc));
		abort();
	}
}

/* The number stands beside the sums, too. */
static void set_sums(MDB_txn *t, MDB_dbi dbi, uint32_t number)
{
	MDB_val key = {sizeof SUMS_KEY - 1, (void *)(uintptr_t)SUMS_KEY}, value;
	uint8_t row[SUMS_SIZE] = {};
	uint32_t crc;

	if (mdb_get(t, dbi, &key, &value) == MDB_SUCCESS)
		memcpy(row, value.mv_data, sizeof row);
	memcpy(row + SIPHASH_SIZE, &number, sizeof number);
	crc = crc32c(0, BYTES(SUMS_KEY, sizeof SUMS_KEY - 1));
	crc = htole32(crc32c(crc, BYTES(row, sizeof row - sizeof crc)));
	memcpy(row + sizeof row - sizeof crc, &crc, sizeof crc);
	value = (MDB_val){sizeof row, row};
	must(mdb_put(t, dbi, &key, &value, 0));
}

void tschema_set(const char *dir, uint32_t number)
{
	MDB_val key = {sizeof SCHEMA_KEY - 1, (void *)(uintptr_t)SCHEMA_KEY}, value = {4, &number};
	MDB_env *env;
	MDB_txn *t;
	MDB_dbi dbi, sums;
	bool drop = number < SCHEMA_WITH_SUMS;

	must(mdb_env_create(&env));
	must(mdb_env_set_maxdbs(env, 128));
	must(mdb_env_set_mapsize(env, 1UL << 30));
	must(mdb_env_open(env, dir, 0, 0600));
	must(mdb_txn_begin(env, NULL, 0, &t));
	number = htole32(number);
	must(mdb_dbi_open(t, SCHEMA_TABLE, 0, &dbi));
	must(mdb_put(t, dbi, &key, &value, 0));
	must(mdb_dbi_open(t, SUMS_TABLE, drop ? 0 : MDB_CREATE, &sums));
	if (drop)
		must(mdb_drop(t, sums, 1));
	else
		set_sums(t, sums, number);
	must(mdb_txn_commit(t));
	mdb_env_close(env);
}
