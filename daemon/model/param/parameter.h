/* Parameters: what can be set (data/parameters.csv) and what is in force for a project:
 * project beats list beats category beats default; of several lists the strictest; of a tree of
 * categories the nearest. */
#pragma once

#include <stdint.h>

#include "model/chain/schedule.h"
#include "proto/model.pb-c.h"

struct arena;
struct parameter_def;
struct txn;

/* The stored one of `ref`'s scope, scope_name, project and key. */
Duban__Parameter *parameter_get(struct txn *t, struct arena *a, const Duban__Parameter *ref);
/* The one in force for a project (NULL project: the default). */
/* Its number (of a choice: the index) for the key. */
int parameter_number(struct txn *t, struct arena *a, const Duban__Project *p, const char *key,
		     int64_t *ret);
/* plan.roll */
int parameter_roll(struct txn *t, struct arena *a, const Duban__Project *p,
		   enum schedule_roll *ret);
Duban__Parameter *parameter_in_force(struct txn *t, struct arena *a, const Duban__Project *p,
				     const struct parameter_def *d);
