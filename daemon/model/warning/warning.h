/* Warnings (lamps): their records, keys and ids. Readers return records in the arena, NULL when
 * there is none. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/model.pb-c.h"

struct arena;
struct key;
struct txn;

Duban__Warning *warning_get(struct txn *t, struct arena *a, const Duban__Subject *s, uint32_t rule,
			    uint32_t occurrence);
uint32_t warning_last_occurrence(struct txn *t, const Duban__Subject *s, uint32_t rule);
/* The key of an open warning; with the occurrence behind it, of the warning itself. */
struct key *warning_key(struct key *k, const Duban__Subject *s, uint32_t rule);
/* Whose warning a key of tables `warning` and `warning_open` is; the kind points into the key. */
void warning_key_read(struct bytes key, Duban__Subject *s, uint32_t *ret_rule);
/* The warning behind a key of `warning_open`. */
Duban__Warning *warning_of_open(struct txn *t, struct arena *a, struct bytes key);
