/* Preloaded into duband: counts how often each table of its store was read, by key or by a step of
 * a cursor, in the file READ_COUNT_FILE, which reads.py maps too. A row that was read for its key
 * alone counts as well. Only LMDB's own calls are counted: duband knows nothing of it. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <lmdb.h>

enum { TABLES = 256, NAME = 24 };

static struct table {
	char name[NAME];
	uint64_t reads;
} none[TABLES], *table = none;

__attribute__((constructor)) static void open_counts(void)
{
	const char *path = getenv("READ_COUNT_FILE");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *p = fd < 0 ? MAP_FAILED
			 : mmap(NULL, sizeof none, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (p != MAP_FAILED)
		table = p;
}

static void count(MDB_dbi dbi)
{
	if (dbi < TABLES)
		table[dbi].reads++;
}

/* The function of that name in liblmdb itself. */
#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

int mdb_dbi_open(MDB_txn *txn, const char *name, unsigned int flags, MDB_dbi *dbi)
{
	int rc = REAL(mdb_dbi_open)(txn, name, flags, dbi);

	if (rc == MDB_SUCCESS && name && *dbi < TABLES)
		strncpy(table[*dbi].name, name, NAME - 1);
	return rc;
}

int mdb_get(MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *data)
{
	static __typeof__(&mdb_get) real;

	if (!real)
		real = REAL(mdb_get);
	count(dbi);
	return real(txn, dbi, key, data);
}

int mdb_cursor_get(MDB_cursor *cursor, MDB_val *key, MDB_val *data, MDB_cursor_op op)
{
	static __typeof__(&mdb_cursor_get) real;

	if (!real)
		real = REAL(mdb_cursor_get);
	count(mdb_cursor_dbi(cursor));
	return real(cursor, key, data, op);
}
