/* The table of parameters, read once from the shipped parameters.csv. */
#include "model/param/defs.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/data.h"
#include "proto/limits.h"

enum { DEFS_MAX = 256, COLUMNS = 8, PARAMETER_RENAMED_MAX = 4 };

static struct parameter_def defs[DEFS_MAX];
static char text[64 * 1024];
static size_t n_defs;
/* by key: every look of a rule asks for some by name */
static const struct parameter_def *by_key[DEFS_MAX];

static enum parameter_strict strict_of(const char *s)
{
	if (strcmp(s, "larger") == 0)
		return PARAMETER_STRICT_LARGER;
	return strcmp(s, "smaller") == 0 ? PARAMETER_STRICT_SMALLER : PARAMETER_STRICT_NONE;
}

static enum parameter_type type_of(const char *s)
{
	static const char *const names[] = {
	    [PARAMETER_DAYS] = "days",	     [PARAMETER_MONTHS] = "months",
	    [PARAMETER_PERCENT] = "percent", [PARAMETER_TIMES] = "times",
	    [PARAMETER_WAN] = "wan",	     [PARAMETER_HOURS] = "hours",
	    [PARAMETER_ROWS] = "rows",	     [PARAMETER_POINTS] = "points",
	    [PARAMETER_CHOICE] = "choice",   [PARAMETER_LADDER] = "ladder",
	    [PARAMETER_TIME] = "time",	     [PARAMETER_TEXT] = "text",
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], s) == 0)
			return (enum parameter_type)i;
	assert(false && "a type in parameters.csv that nobody knows");
	return PARAMETER_DAYS;
}

static void add(char **cell)
{
	assert(n_defs < DEFS_MAX);
	defs[n_defs++] = (struct parameter_def){
	    .key = cell[0],
	    .value = cell[1],
	    .type = type_of(cell[2]),
	    .min = strtoll(cell[3], NULL, 10),
	    .max = strtoll(cell[4], NULL, 10),
	    .choices = cell[5],
	    .stricter = strict_of(cell[6]),
	    .basis = cell[7],
	};
}

static int compare(const void *a, const void *b)
{
	const struct parameter_def *const *x = a, *const *y = b;

	return strcmp((*x)->key, (*y)->key);
}

static void read_defs(void)
{
	data_rows(data_parameters(), (struct data_text){text, sizeof text}, COLUMNS, add);
	for (size_t i = 0; i < n_defs; i++)
		by_key[i] = &defs[i];
	qsort(by_key, n_defs, sizeof *by_key, compare);
}

size_t parameter_defs(const struct parameter_def **ret)
{
	if (n_defs == 0)
		read_defs();
	if (ret)
		*ret = defs;
	return n_defs;
}

const struct parameter_def *parameter_def(const char *key)
{
	const struct parameter_def asked = {.key = key}, *p = &asked;
	size_t n = parameter_defs(NULL);
	const struct parameter_def *const *found = bsearch(&p, by_key, n, sizeof *by_key, compare);

	return found ? *found : NULL;
}

bool parameter_of_office(const char *key)
{
	return strncmp(key, "second.", strlen("second.")) == 0 ||
	       strncmp(key, "cadence.", strlen("cadence.")) == 0 ||
	       strncmp(key, "brief.", strlen("brief.")) == 0 ||
	       strncmp(key, "bulletin.", strlen("bulletin.")) == 0 ||
	       strncmp(key, "pack.", strlen("pack.")) == 0 ||
	       strncmp(key, "daily.", strlen("daily.")) == 0 ||
	       strncmp(key, "notice.", strlen("notice.")) == 0 ||
	       strncmp(key, "score.", strlen("score.")) == 0;
}

static const struct renamed {
	const char *key, *to[PARAMETER_RENAMED_MAX + 1];
} renamed[] = {
    {"plan.roll",
     {"plan.roll.approval", "plan.roll.construction", "plan.roll.service", "plan.roll.milestone"}},
};

const char *const *parameter_renamed(const char *key)
{
	for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
		if (strcmp(renamed[i].key, key) == 0)
			return renamed[i].to;
	return NULL;
}

static bool choice_index(const char *choices, const char *value, int64_t *ret)
{
	size_t len = strlen(value);
	int64_t i = 0;

	for (const char *p = choices; *p; i++) {
		size_t n = strcspn(p, ";");

		if (n == len && memcmp(p, value, n) == 0) {
			*ret = i;
			return true;
		}
		p += n + (p[n] == ';');
	}
	return false;
}

/* "08:30", "24:00" -> the minute of the day. */
static bool minute_of(const char *s, int64_t *ret)
{
	enum { HOUR = 60, LENGTH = 5, COLON = 2 };
	int digit[LENGTH];

	if (strlen(s) != LENGTH || s[COLON] != ':')
		return false;
	for (int i = 0; i < LENGTH; i++) {
		digit[i] = s[i] - '0';
		if (i != COLON && (digit[i] < 0 || digit[i] > 9))
			return false;
	}
	*ret = (digit[0] * 10 + digit[1]) * HOUR + digit[3] * 10 + digit[4];
	return digit[3] < 6;
}

bool parameter_value(const struct parameter_def *d, const char *value, int64_t *ret)
{
	char *end;
	long long v;

	if (d->type == PARAMETER_CHOICE)
		return *value && choice_index(d->choices, value, ret);
	if (d->type == PARAMETER_LADDER) {
		*ret = 0;
		return *value && strlen(value) <= ID_MAX;
	}
	if (d->type == PARAMETER_TEXT) {
		*ret = 0;
		return *value && (int64_t)strlen(value) <= d->max;
	}
	if (d->type == PARAMETER_TIME)
		return minute_of(value, ret) && *ret >= d->min && *ret <= d->max;
	if (!*value || strlen(value) > 9 || *value == ' ' || *value == '+')
		return false;
	v = strtoll(value, &end, 10);
	if (*end || v < d->min || v > d->max)
		return false;
	*ret = v;
	return true;
}
