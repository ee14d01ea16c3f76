/* A rule: a pure function of a snapshot and the time to a level, and when to look next. It
 * looks at each subject of one kind (subject.h): at links (link_view), at the project itself
 * (project_view.h), at what another kind shows. One rule a file, one line in rules.def, its
 * parameters in data/parameters.csv.
 *
 * A deadline D ends at 24:00 of D. "Passed by n" holds from 00:00 of the n-th (working) day
 * after D; "n left" from 00:00 of the n-th (working) day strictly before D. No lamp or note of
 * a duration before 00:00 of the day after its clock started. Fixed dates light regardless. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "text/date.h"

struct calendar;
struct project_view;
struct schedule_link;

#define RULE_PARAMS_MAX 8

struct link_view {
	const struct schedule_link *link; /* scheduled */
	const struct calendar *calendar;
	int zone_minutes;
	bool active; /* the project is on the list and not archived */
};

enum fact_kind { FACT_NUMBER, FACT_MONEY, FACT_MONTH, FACT_DATE, FACT_TEXT };

/* Of what a rule found, beside its parameters: "invested=4100000.00", "month=2020-05". */
struct outcome_fact {
	const char *name;
	enum fact_kind kind;
	int64_t value;	  /* fen, yyyymm, date_t */
	const char *text; /* of FACT_TEXT */
};

#define OUTCOME_FACTS_MAX 8

struct outcome {
	int level;	    /* Duban__Level; 0 = dark */
	usec_t since;	    /* when the first level's condition began (this episode) */
	usec_t level_since; /* when this level's began */
	uint32_t times;	    /* a note's moments so far */
	date_t due;	    /* the date the warning is about */
	date_t clock;	    /* the day the clock started, DATE_NONE for a fixed date */
	usec_t next;	    /* when to look again; USEC_NEVER when only an event can change it */
	int cause; /* Duban__ClearCause of a lamp that is lit and should not be; links: unused */
	struct outcome_fact fact[OUTCOME_FACTS_MAX];
	size_t n_fact;
};

struct rule {
	uint32_t num;	    /* W01 = 1 */
	const char *id;	    /* "W01" */
	const char *name;   /* 审批环节临期/逾期 */
	uint32_t version;   /* goes up with each change of meaning; stored with what it lights */
	bool until_started; /* it asks for the start: starting clears it as done */
	const char *params[RULE_PARAMS_MAX]; /* keys of data/parameters.csv, NULL-ended */
	const char *subject;		     /* its kind: "link" */
	/* `view` is what the kind shows of a subject. `param` in the order of params. Fills all of
	 * *ret. A frozen subject (a suspended link) is never shown to a rule: its warnings stay as
	 * they are. Done, cancelled or inactive: dark. */
	void (*evaluate)(const void *view, const int64_t *param, usec_t now, struct outcome *ret);
};
