/* Parameters: what can be set (data/parameters.csv) and what is in force for a project:
 * project beats list beats category beats default; of several lists the strictest; of a tree of
 * categories the nearest. */
#pragma once

#include <stdint.h>

#include "model/chain/schedule.h"
#include "proto/model.pb-c.h"

struct arena;
struct txn;

enum parameter_type {
	PARAMETER_DAYS,
	PARAMETER_MONTHS,
	PARAMETER_PERCENT, /* whole; of a share, or of a difference of shares (百分点) */
	PARAMETER_TIMES,   /* so many times as much */
	PARAMETER_CHOICE,
};
enum parameter_strict { PARAMETER_STRICT_NONE, PARAMETER_STRICT_LARGER, PARAMETER_STRICT_SMALLER };

struct parameter_def {
	const char *key;   /* "W01.y_before_wd" */
	const char *value; /* default */
	enum parameter_type type;
	int64_t min, max;
	const char *choices; /* "none;next" */
	enum parameter_strict stricter;
	const char *basis; /* source of the default */
};

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
