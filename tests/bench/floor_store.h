/* The floor's store: the least that the logical command asks of LMDB. Per command: the client's
 * high-water mark, a 40-byte hot record, one appended 200-byte event; the due index is lazy. */
#pragma once

#include <stdint.h>

#include <lmdb.h>

#define FLOOR_EVENT_SIZE 200

struct floor_event {
	uint64_t seq, project, at;
	uint32_t kind, percent;
	char body[FLOOR_EVENT_SIZE - 32];
};

struct floor_command {
	uint64_t client;
	uint64_t number; /* of that client, from 1 */
	uint64_t project, now, next_due;
	const char *note;
};

struct floor_store {
	MDB_env *env;
	MDB_dbi project, hot, due, client, event;
	uint64_t seq;
};

void floor_open(struct floor_store *s, const char *dir);
void floor_fill(struct floor_store *s, uint64_t projects);
void floor_apply(struct floor_store *s, MDB_txn *t, const struct floor_command *c,
		 struct floor_event *ret);
void floor_check(int rc, const char *what);
