/* Warnings: their records, keys and ids. Readers return records in the arena, NULL when there is
 * none. */
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
/* Was it cleared because something was done: by a fact (DONE) or by hand (BY_HAND)? */
bool warning_by_deed(const Duban__Warning *w);
/* Was it raised before the instant, and still lit then? */
bool warning_lit_over(const Duban__Warning *w, int64_t at);
/* The same for its red; what was put off to yellow is not red any more. */
bool warning_red_over(const Duban__Warning *w, int64_t at);
uint32_t warning_last_occurrence(struct txn *t, const Duban__Subject *s, uint32_t rule);
/* The key in table `warning_open`; with the occurrence appended, the key in table `warning`. */
struct key *warning_key(struct key *k, const Duban__Subject *s, uint32_t rule);
/* The subject and rule in a key of tables `warning` and `warning_open`; s->kind points into the
 * key. */
void warning_key_read(struct bytes key, Duban__Subject *s, uint32_t *ret_rule);
/* The occurrence at the end of a key of table `warning`. */
uint32_t warning_key_occurrence(struct bytes key);
/* Marks the subject's open warnings: what goes out when the event is evaluated goes out because the
 * event put the deadline off. */
void warnings_eased(struct txn *t, struct arena *a, const Duban__Subject *s, uint64_t seq);
/* The warning that a key of `warning_open` refers to. */
Duban__Warning *warning_of_open(struct txn *t, struct arena *a, struct bytes key);
