/* Table tests for the rules about links. A row gives one link, optionally with a prerequisite, and
 * the days on which the rule's outcome must change. Parameters, and which classes of links roll,
 * are the shipped defaults; a row may have parameters of its own. */
#pragma once

#include "model/chain/schedule.h"
#include "proto/model.pb-c.h"
#include "rules/rule.h"

#define TRULE_ZONE 480 /* Asia/Shanghai */
#define TRULE_OPEN 1   /* `before`: the prerequisite is not finished */

struct tlink {
	int class, state;
	const char *limit;
	uint32_t start; /* of the chain; dates are yyyymmdd, 0 means none */
	uint32_t begin;
	uint32_t before; /* the day the prerequisite finished; TRULE_OPEN; 0: no prerequisite */
	uint32_t shift;
	uint32_t extended,
	    extended_on; /* the limit was replaced by the date `extended`, on this day */
	bool archived;
};

/* The days, at 00:00, on which a link's lamp (yellow, red) or note (first reminder, second, end)
 * changes. The rule is evaluated just before and at each of them. */
struct trow {
	const char *why;
	struct tlink link;
	const char *first; /* NULL: never a warning */
	const char *second;
	const char *end;     /* notes only */
	uint32_t due, clock; /* 0: not compared */
	const int64_t *param;
};

struct tview {
	struct schedule schedule;
	struct schedule_link link[2];
	uint32_t after;
	struct link_view view;
};

void tview_make(struct tview *t, const struct tlink *l, const struct calendar *cal, usec_t now);
void trule_defaults(const struct rule *rule, int64_t param[RULE_PARAMS_MAX]);
void trule_lamps(const struct rule *rule, const struct calendar *cal, const struct trow *rows,
		 size_t n);
void trule_notes(const struct rule *rule, const struct calendar *cal, const struct trow *rows,
		 size_t n);
/* Evaluates the rule from long before to long after: the outcome must not change before its `next`,
 * must change at `next`, and the last level must stay. */
void trule_walk(const struct rule *rule, const struct tlink *l, const struct calendar *cal,
		const int64_t *param);

/* Shorthand for the tables: LINK(class, state, limit, start of the chain, .begin = ..., ...). */
#define LINK(class_, state_, limit_, start_, ...)                                                  \
	{                                                                                          \
		.class = (class_), .state = (state_), .limit = (limit_), .start = (start_),        \
		##__VA_ARGS__                                                                      \
	}
#define APPROVAL DUBAN__LINK_CLASS__LINK_CLASS_APPROVAL
#define CONSTRUCTION DUBAN__LINK_CLASS__LINK_CLASS_CONSTRUCTION
#define SERVICE DUBAN__LINK_CLASS__LINK_CLASS_SERVICE
#define MILESTONE DUBAN__LINK_CLASS__LINK_CLASS_MILESTONE
#define IDLE DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED
#define ACTIVE DUBAN__LINK_STATE__LINK_STATE_ACTIVE
#define DONE DUBAN__LINK_STATE__LINK_STATE_DONE
#define CANCELLED DUBAN__LINK_STATE__LINK_STATE_CANCELLED
#define DARK DUBAN__LEVEL__LEVEL_INVALID
#define NOTE DUBAN__LEVEL__LEVEL_NOTE
#define YELLOW DUBAN__LEVEL__LEVEL_YELLOW
#define RED DUBAN__LEVEL__LEVEL_RED
