/* Where the records of a kind stand: the table and the fields of the key, looked up once from the
 * description (proto/record). A noun whose key is made of its own fields needs no fold and no
 * removal of its own: these do. */
#pragma once

#include "base/arena.h"
#include "proto/record/record.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/txn_private.h"

enum { NOUN_KEY_MAX = 4, NOUN_NUMBER_MAX = 256 };

struct noun {
	const struct record *record;
	enum table table, index; /* TABLE_MAX_: none */
	/* Of the stored key in order. n = 0: it is not made of the noun's fields. */
	const ProtobufCFieldDescriptor *key[NOUN_KEY_MAX];
	size_t n;
	bool by_project; /* the key begins with the project */
	bool by_number;	 /* the key is a number that fold hands out */
	bool referred;	 /* columns of other kinds name its records */
};

/* NULL: no such kind. Static. */
const struct noun *noun_of(Duban__ImportKind kind);
/* Of the kind whose event this is; NULL: of none. */
const struct noun *noun_of_event(Duban__Event__BodyCase body);

/* Appends the stored key of `m`, a message of the kind. */
struct key *noun_key(struct key *k, const struct noun *n, const void *m);
/* The stored record with the key of `m`; NULL: none, or the sticky error is set. */
void *noun_get(struct txn *t, struct arena *a, const struct noun *n, const void *m);
void noun_remove(struct txn *t, const struct noun *n, const void *m);

/* The next field that *io names ("year code") and *io behind it; NULL at the end. *io NULL: the
 * message has no such field. */
const ProtobufCFieldDescriptor *noun_next_field(const ProtobufCMessageDescriptor *d,
						const char **io);

/* "2020/K1": the fields that are named in `names`, parted by /; "" for none. NULL: memory. */
const char *noun_text(struct arena *a, const char *names, const void *m);
