/* Parameters: what can be set (data/parameters.csv) and which value is in force for a project. A
 * value for the project overrides one for its list, that one for its category, that the default. Of
 * several lists the strictest value counts; in the tree of categories the nearest. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/chain/schedule.h"
#include "proto/model.pb-c.h"

struct arena;
struct parameter_def;
struct txn;

/* The stored parameter with the scope, scope_name, project and key of `ref`. */
Duban__Parameter *parameter_get(struct txn *t, struct arena *a, const Duban__Parameter *ref);
/* The functions below find the value in force for a project (NULL project: the default). */
/* The number (of a choice: its index) for the key. */
int parameter_number(struct txn *t, struct arena *a, const Duban__Project *p, const char *key,
		     int64_t *ret);
/* plan.roll.* */
int parameter_rolls(struct txn *t, struct arena *a, const Duban__Project *p,
		    struct schedule_rolls *ret);
/* Is it a renamed key with the default that older versions shipped? Nobody chose that, so today's
 * defaults of the keys that took its place hold instead. */
bool parameter_is_shipped(const Duban__Parameter *p);
Duban__Parameter *parameter_in_force(struct txn *t, struct arena *a, const Duban__Project *p,
				     const struct parameter_def *d);
