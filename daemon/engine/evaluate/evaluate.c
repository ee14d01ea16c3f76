/* Evaluates a project with all its subjects, or one subject of the city. Findings are reconciled
 * with the open warnings, the resulting events are folded in the same group, and the earliest
 * "evaluate again" goes into the table `due`. */
#include "engine/evaluate/evaluate.h"

#include <string.h>

#include "base/arena.h"
#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/core/group.h"
#include "engine/core/resolved.h"
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/reconcile.h"
#include "model/project/project.h"
#include "rules/rules.h"
#include "rules/subject.h"
#include "store/db/txn.h"
#include "store/journal/roll.h"

/* Applies the rules of its kind to one subject. */
static int see(struct subject_scan *scan, const struct subject *one)
{
	struct evaluation *l = evaluation_of(scan);

	if (!scan->project)
		l->unit = one->unit;
	for (size_t i = 0; i < rules_count; i++) {
		struct outcome outcome = {.level = 0};
		struct finding s = {.rule = i, .subject = one, .outcome = &outcome};
		struct open_warning *open;

		if (strcmp(rules[i]->subject, l->kind->name) != 0)
			continue;
		open = evaluation_open(l, &one->id, rules[i]->num);
		if (open) {
			open->seen = true;
			s.occurrence = open->occurrence;
		}
		if (!one->frozen) {
			rules[i]->evaluate(one->view, l->params.value[i], scan->now, &outcome);
			if (outcome.next < l->next)
				l->next = outcome.next;
		}
		reconcile_finding(l, &s);
	}
	return txn_error(scan->txn);
}

static int scan_project(struct evaluation *l)
{
	int r = 0;

	for (l->kind = subject_kind_after(NULL); l->kind && !r;
	     l->kind = subject_kind_after(l->kind))
		if (l->kind->scan)
			r = l->kind->scan(&l->scan);
	return r;
}

static int scan_city(struct evaluation *l)
{
	l->kind = subject_kind_of(l->scan.of);
	return l->kind && l->kind->load ? l->kind->load(&l->scan) : 0;
}

static int evaluate_all(struct evaluation *l)
{
	int r = evaluation_load_open(l);

	if (!r)
		r = l->scan.project ? scan_project(l) : scan_city(l);
	/* Clear warnings whose subject is gone. Those of a rule that no longer exists stay open. */
	for (size_t i = 0; i < l->n_open && !r; i++)
		if (!l->open[i].seen && rule_by_num(l->open[i].rule))
			reconcile_gone(l, &l->open[i]);
	return r ? r : txn_error(l->e->txn);
}

/* *ret_there: the project exists, or `of` is a subject of the city. */
static int begin(struct evaluation *l, struct engine *e, struct arena *a, const Duban__Subject *of,
		 usec_t at, bool *ret_there)
{
	const Duban__Project *p = project_get(e->txn, a, of->project);

	*l = (struct evaluation){
	    .scan = {.txn = e->txn,
		     .arena = a,
		     .project = p,
		     .of = of,
		     .calendar = e->calendar,
		     .zone_minutes = e->zone_minutes,
		     .now = at,
		     .see = see},
	    .e = e,
	    .unit = p ? p->unit : 0,
	    .next = USEC_NEVER,
	};
	*ret_there = p || !of->project;
	if (!*ret_there)
		return txn_error(e->txn);
	return params_for(e, p, &l->params);
}

int evaluate_subject(struct engine *e, const Duban__Subject *of, const struct notice *notice)
{
	struct evaluation l;
	bool there;
	int r;

	arena_reset(e->scratch);
	r = begin(&l, e, e->scratch, of, e->now, &there);
	if (r || !there)
		return r;
	l.notice = notice;
	r = evaluate_all(&l);
	if (!r && l.n_event) {
		/* Warnings must go on even on a full disk, so they may use the reserve. */
		r = journal_room(e->journal, group_bytes_of(l.event, l.n_event), true);
		if (!r)
			r = group_write(e, l.event, l.n_event, &author_system);
	}
	if (r)
		return r > 0 ? -ENOSPC : r;
	due_arm(e->txn, of, l.next);
	return txn_error(e->txn);
}

int evaluate_dry(struct engine *e, struct arena *a, const Duban__Subject *of, usec_t at,
		 struct lit_list *ret)
{
	struct evaluation l;
	bool there;
	int r;

	if (a != e->scratch)
		arena_reset(e->scratch);
	r = begin(&l, e, a, of, at, &there);
	l.dry = true;
	if (!r && there)
		r = evaluate_all(&l);
	if (r)
		return r;
	*ret = (struct lit_list){.lit = l.lit, .n = l.n_lit, .next = l.next};
	return 0;
}
