/* Where the records of a kind are stored: the table and the fields of the key, looked up once from
 * the description (proto/record). A kind whose key consists of fields of the record needs no fold
 * and no removal of its own: the functions here do both. */
#pragma once

#include "base/arena.h"
#include "proto/record/record.h"
#include "store/db/db.h"
#include "store/db/key.h"

struct txn;

enum { NOUN_KEY_MAX = 4, NOUN_NUMBER_MAX = 1024 };

struct noun {
	const struct record *record;
	enum table table, index; /* TABLE_MAX_: none */
	/* Fields of the stored key in order. n = 0: the key does not consist of fields. */
	const ProtobufCFieldDescriptor *key[NOUN_KEY_MAX];
	size_t n;
	bool by_project; /* the key begins with the project */
	bool by_number;	 /* the key is a number, which counters give out */
	bool referred;	 /* columns of other kinds name its records */
};

/* NULL: no such kind. The result is static. */
const struct noun *noun_of(Duban__ImportKind kind);
/* The kind whose ...Put event this is; NULL: none. */
const struct noun *noun_of_event(Duban__Event__BodyCase body);

/* Appends the stored key of `m`, a message of the kind. */
struct key *noun_key(struct key *k, const struct noun *n, const void *m);
/* The stored record with the key of `m`; NULL: none, or the sticky error is set. */
void *noun_get(struct txn *t, struct arena *a, const struct noun *n, const void *m);
/* What names the record of that number in files; "" if there is none. Only of kinds with an index.
 */
const char *noun_name(struct txn *t, struct arena *a, const struct noun *n, uint32_t num);
/* Its number, found by that name; 0: there is none. */
uint32_t noun_named(struct txn *t, const struct noun *n, const char *name);
void noun_remove(struct txn *t, const struct noun *n, const void *m);

/* The next field named in *io ("year code"); moves *io behind it. NULL at the end. If the message
 * has no such field, *io becomes NULL. */
const ProtobufCFieldDescriptor *noun_next_field(const ProtobufCMessageDescriptor *d,
						const char **io);

/* The values of the fields named in `names`, separated by "/": "2020/K1"; "" for none. NULL: no
 * memory. */
const char *noun_text(struct arena *a, const char *names, const void *m);
