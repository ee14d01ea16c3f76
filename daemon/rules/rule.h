/* A rule: a pure function of a view and the time that returns an outcome: the warning's level and
 * when to evaluate again. A rule judges each subject of one kind (subject.h): links get a
 * link_view, the project itself a project_view, other kinds their own view. Each rule is a file of
 * its own, a line in rules.def and its parameters in data/parameters.csv.
 *
 * A deadline D ends at 24:00 of D. "Passed by n" holds from 00:00 of the n-th (working) day after
 * D; "n left" from 00:00 of the n-th (working) day strictly before D. For a link with a duration no
 * warning is raised before 00:00 of the day after its clock started; a fixed date has no clock and
 * so no such limit. */
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
#define RULE_YIELDS_MAX 3

struct link_view {
	const struct schedule_link *link; /* its dates are computed */
	const struct calendar *calendar;
	int zone_minutes;
	bool active; /* the project is on the list and not archived */
	bool told;   /* the link is a step that a rule of its project tells (struct rule.judges) */
};

enum fact_kind { FACT_NUMBER, FACT_MONEY, FACT_MONTH, FACT_DATE, FACT_TEXT };

/* A number or text that the rule used besides its parameters, kept with the warning so that people
 * can check it: "invested=4100000.00", "month=2020-05". */
struct outcome_fact {
	const char *name;
	enum fact_kind kind;
	int64_t value;	  /* by kind: a number, fen, yyyymm, date_t */
	const char *text; /* FACT_TEXT only */
};

#define OUTCOME_FACTS_MAX 8

struct outcome {
	int level;	    /* Duban__Level; 0 = no warning ("dark") */
	usec_t since;	    /* when the condition of this episode's first level began */
	usec_t level_since; /* when the condition of this level began */
	uint32_t times;	    /* how many of a note's reminders are due so far */
	date_t due;	    /* the date the warning is about */
	date_t clock;	    /* the day the clock started, DATE_NONE for a fixed date */
	/* when to evaluate again; USEC_NEVER: only an event changes the outcome */
	usec_t next;
	/* Duban__ClearCause, used if a warning is open and should not be; links use it only if the
	 * rule yields to another */
	int cause;
	/* Dark because what was asked for is done: the day on which that happened. DATE_NONE: not
	 * done, or the day is not known */
	date_t happened;
	struct outcome_fact fact[OUTCOME_FACTS_MAX];
	size_t n_fact;
};

/* What a unit hands in that answers a rule once it is confirmed. While it waits for its reviewer,
 * the rule stands still for that subject (engine/evaluate/handin.h). */
enum rule_answer {
	ANSWER_NONE,
	ANSWER_FINISH, /* the report that the link is done */
	ANSWER_STAGE,  /* the report that the project reached `answer_stage` or a later stage */
};

struct rule {
	uint32_t num;	    /* W01 = 1 */
	const char *id;	    /* "W01" */
	const char *name;   /* 审批环节临期/逾期 */
	uint32_t version;   /* raise it with each change of meaning; stored with each warning */
	const char *supply; /* the kind of file that keeps its lamps dark where the work is done but
			       not recorded: "lives"; NULL: none does */
	const char *met_by; /* the command that records what puts its lamps out: "link finish";
			       NULL: see the page of the subject */
	bool until_started; /* the rule is about the start: starting the link clears it as DONE */
	enum rule_answer answer;
	int answer_stage; /* Duban__Stage */
	/* Numbers of earlier rules in rules.def, 0-ended: while one of their lamps is lit for a
	 * subject, this rule's is dark (cleared as SUPERSEDED), for one delay has one lamp. */
	uint32_t yields_to[RULE_YIELDS_MAX];
	const char *params[RULE_PARAMS_MAX]; /* keys of data/parameters.csv, NULL-ended */
	const char *subject;		     /* the kind of subject it judges: "link" */
	/* `view` is the kind's view of one subject, `param` the values in the order of `params`.
	 * Fills all of *ret. Never called for a frozen subject (a suspended link): its warnings
	 * stay as they are. For a link or project that is done, cancelled or inactive the outcome
	 * is level 0. */
	void (*evaluate)(const void *view, const int64_t *param, usec_t now, struct outcome *ret);
	/* A rule that tells of a step of the project (LINK_STEP): does it speak of this project,
	 * now or later? Then the link that is this step lights no lamp of its own. NULL: it tells
	 * none. */
	bool (*judges)(const void *view, const int64_t *param, usec_t now);
	unsigned steps; /* the steps that it tells, as 1 << LINK_STEP */
	bool reminds;	/* it gives reminders (提醒), never a lamp */
	/* It judges one duty of its subject after the other (a period's, first the signing and then
	 * the answer): what lights after the last one was done is no 反弹. */
	bool one_after_other;
	/* A rule that judges month by month: the instant of its n-th evaluation, the one at `first`
	 * (or the last before) being the 1st. NULL: it judges at any time. */
	usec_t (*nth)(const void *view, const int64_t *param, usec_t first, unsigned n);
};
