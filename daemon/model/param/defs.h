/* The table of all parameters, read once from the shipped parameters.csv. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum parameter_type {
	PARAMETER_DAYS,
	PARAMETER_MONTHS,
	PARAMETER_PERCENT, /* a whole number; of a share, or of a difference of shares (百分点) */
	PARAMETER_TIMES,   /* a factor */
	PARAMETER_WAN,	   /* money in whole 万元 */
	PARAMETER_HOURS,
	PARAMETER_ROWS,	  /* of a file */
	PARAMETER_POINTS, /* of a score */
	PARAMETER_TIME,	  /* of the day, 08:30; the number is its minute, min and max are */
	PARAMETER_CHOICE,
	PARAMETER_LADDER, /* the name of a ladder (升级阶梯), or LADDER_NONE */
	PARAMETER_TEXT,	  /* words of at most `max` bytes, or PARAMETER_NO_TEXT */
};
#define PARAMETER_NO_TEXT "none"

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

size_t parameter_defs(const struct parameter_def **ret);    /* the shipped table */
const struct parameter_def *parameter_def(const char *key); /* NULL: unknown key */
/* Does it hold for the whole office only, so that no list, category or project can have another
 * value? */
bool parameter_of_office(const char *key);
/* The keys that took the place of a key of an older version (`plan.roll` became one for each class
 * of link), NULL-ended; NULL: it never was a key. */
const char *const *parameter_renamed(const char *key);
/* Is `value` valid for the parameter? *ret is the number, or the index of the choice. */
bool parameter_value(const struct parameter_def *d, const char *value, int64_t *ret);
