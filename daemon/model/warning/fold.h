/* What the folds of warnings share. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* The record that an event is about; NULL: the journal is damaged, the transaction has failed. */
Duban__Warning *warning_known(struct txn *t, struct arena *a, const Duban__Subject *s,
			      uint32_t rule, uint32_t occurrence);
void warning_put(struct txn *t, const Duban__Warning *w);
/* Stores a new one, lit at w->lit_at. */
void warning_open(struct txn *t, struct arena *a, Duban__Warning *w);
/* Updates the store's counts of lamps. A note is not a lamp. */
void warning_count(struct txn *t, struct arena *a, int level, uint32_t by);
