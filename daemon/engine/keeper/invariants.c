/* Checks what must hold after every step by walking the whole database. */
#include "engine/keeper/invariants.h"

#include <stdarg.h>

#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/handin.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "model/list/member.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/report/check.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/warning_id.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"

struct store_walk {
	struct engine *e;
	struct arena *arena;
	char *broken;
	uint32_t yellow, red, projects;
};

static void breaks(struct store_walk *w, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static void breaks(struct store_walk *w, const char *fmt, ...)
{
	va_list ap;

	if (w->broken)
		return;
	va_start(ap, fmt);
	if (vasprintf(&w->broken, fmt, ap) < 0)
		w->broken = strdup("out of memory");
	va_end(ap);
}

/* Each row of warning_open has an open record; counts the lamps by level. */
static void walk_open(struct store_walk *w)
{
	struct scan s = scan_start(w->e->txn, TABLE_warning_open, BYTES("", 0));

	while (!w->broken && scan_next(&s)) {
		Duban__Subject sub = DUBAN__SUBJECT__INIT;
		char id[WARNING_ID_MAX];
		Duban__Warning *r;
		uint32_t rule;

		warning_key_read(s.key, &sub, &rule);
		arena_reset(w->arena);
		r = warning_get(w->e->txn, w->arena, &sub, rule,
				warning_last_occurrence(w->e->txn, &sub, rule));
		if (!r || r->state != DUBAN__WARNING_STATE__WARNING_STATE_OPEN)
			breaks(w, "open warning %s has no open record",
			       warning_id_print(id, &sub, rule, 0));
		else if (r->level == DUBAN__LEVEL__LEVEL_YELLOW)
			w->yellow++;
		else if (r->level == DUBAN__LEVEL__LEVEL_RED)
			w->red++;
	}
}

static void walk_closed(struct store_walk *w)
{
	struct scan s = scan_start(w->e->txn, TABLE_warning, BYTES("", 0));

	while (!w->broken && scan_next(&s)) {
		Duban__Warning *r;
		bool open, last;
		char id[WARNING_ID_MAX];
		struct key k = {.size = 0};

		arena_reset(w->arena);
		r = record_unpack(w->e->txn, s.value, &duban__warning__descriptor, w->arena);
		if (!r)
			return;
		key_raw(&k, BYTES(s.key.data, s.key.size - sizeof(uint32_t)));
		open = txn_has(w->e->txn, TABLE_warning_open, key_bytes(&k));
		last = warning_last_occurrence(w->e->txn, r->subject, r->rule) == r->occurrence;
		if (r->state == DUBAN__WARNING_STATE__WARNING_STATE_OPEN && !(open && last))
			breaks(w, "warning %s is open but not indexed",
			       warning_id_print(id, r->subject, r->rule, r->occurrence));
	}
}

/* The open warning must be what its rule says now. Only checked while no due row and no sweep
 * waits. */
static void walk_lit(struct store_walk *w, const struct lit *lit)
{
	char id[WARNING_ID_MAX];
	Duban__Warning *r = NULL;
	int level = 0;

	if (lit->still)
		return;
	(void)warning_id_print(id, &lit->subject, lit->rule, lit->occurrence);
	if (lit->occurrence)
		r = warning_get(w->e->txn, w->arena, &lit->subject, lit->rule, lit->occurrence);
	if (r)
		level = (int)r->level;
	if (r && r->by_person && !lit->outcome.level)
		return; /* a person re-opened it: the rule need not ask for it */
	if (level != lit->outcome.level)
		breaks(w, "warning %s has level %d, its rule says %d", id, level,
		       lit->outcome.level);
	else if (r && date_from_ymd(r->due_date) != lit->outcome.due)
		breaks(w, "warning %s has due date %u, its rule says %u", id, r->due_date,
		       date_ymd(lit->outcome.due));
	else if (r && !turn_same(turn_of_warning(r), lit->turn))
		breaks(w, "warning %s names unit %u to act, it is unit %u's turn", id, r->turn_unit,
		       lit->turn.unit);
}

static void walk_subject(struct store_walk *w, const Duban__Subject *of)
{
	const char *kind = subject_kind_name(of);
	uint32_t num = of->project ? of->project : of->number;
	struct lit_list list = {.next = USEC_NEVER};

	if (evaluate_dry(w->e, w->arena, of, w->e->now, &list)) {
		breaks(w, "%s %u cannot be evaluated", kind, num);
		return;
	}
	for (size_t i = 0; i < list.n; i++)
		walk_lit(w, &list.lit[i]);
	if (list.next < due_armed(w->e->txn, of))
		breaks(w, "%s %u is due later than its rules ask for", kind, num);
}

static void walk_subjects(struct store_walk *w)
{
	struct sweep all = {.kind = NULL};

	arena_reset(w->arena);
	while (!w->broken && sweep_next(w->e->txn, w->arena, &all)) {
		walk_subject(w, &all.last);
		arena_reset(w->arena);
		arena_reset(w->e->scratch);
	}
}

/* The lists in a project's row must be exactly those with an open spell. */
static void walk_members(struct store_walk *w, const Duban__Project *p)
{
	struct members all = {};
	size_t open = 0;

	(void)members_load(w->e->txn, w->arena, p->num, &all);
	for (size_t i = 0; i < all.n; i++) {
		bool label = false;

		for (size_t k = 0; k < p->n_list; k++)
			label = label || strcmp(p->list[k], all.member[i]->list) == 0;
		if (label != (member_spell(all.member[i]) != NULL))
			breaks(w, "project %s and its membership of %s disagree", p->code,
			       all.member[i]->list);
		open += label;
	}
	if (open != p->n_list)
		breaks(w, "project %s names a list twice, or one without a membership", p->code);
}

static void walk_project(struct store_walk *w, const Duban__Project *p)
{
	if (project_by_code(w->e->txn, p->code) != p->num)
		breaks(w, "project %u is not found by its code %s", p->num, p->code);
	for (size_t i = 0; i < p->n_former; i++)
		if (project_by_code(w->e->txn, p->former[i]) != p->num)
			breaks(w, "project %s is not found by its former code %s", p->code,
			       p->former[i]);
	/* 0: the workbook named a unit that does not exist; its name is kept as text. */
	if (p->unit && !unit_get(w->e->txn, w->arena, p->unit))
		breaks(w, "project %s has an unknown unit", p->code);
	walk_members(w, p);
}

static void walk_projects(struct store_walk *w)
{
	struct scan s = scan_start(w->e->txn, TABLE_project, BYTES("", 0));

	while (!w->broken && scan_next(&s)) {
		Duban__Project *p;

		arena_reset(w->arena);
		p = record_unpack(w->e->txn, s.value, &duban__project__descriptor, w->arena);
		if (p)
			walk_project(w, p);
		w->projects++;
	}
}

static void walk_heap(struct store_walk *w)
{
	char fault[DUE_FAULT_MAX];

	if (!due_sound(w->e->txn, fault))
		breaks(w, "%s", fault);
}

static void walk_store(struct store_walk *w)
{
	Duban__Store *s;

	arena_reset(w->arena);
	s = store_row(w->e->txn, w->arena);
	if (!s)
		breaks(w, "the table store has no row");
	else if (s->open_yellow != w->yellow || s->open_red != w->red)
		breaks(w, "the store counts %u yellow, %u red; there are %u, %u", s->open_yellow,
		       s->open_red, w->yellow, w->red);
	else if (s->projects != w->projects)
		breaks(w, "the store counts %u projects; there are %u", s->projects, w->projects);
	if (w->e->synced && journal_durable(w->e->journal) != w->e->applied)
		breaks(w, "no group is open, but applied is %llu and durable %llu",
		       (unsigned long long)w->e->applied,
		       (unsigned long long)journal_durable(w->e->journal));
}

static void walk_reports(struct store_walk *w)
{
	char fault[REPORT_FAULT_MAX];

	if (!report_sound(w->e->txn, w->arena, fault))
		breaks(w, "%s", fault);
}

char *engine_invariants(struct engine *e)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	struct store_walk w = {.e = e};
	struct sweep sw;
	struct due d;
	bool quiet;

	if (arena_new(&a, WIRE_ARENA_MAX))
		return strdup("out of memory");
	w.arena = a;
	quiet = !sweep_first(e->txn, &sw) && !(due_first(e->txn, &d) && d.at <= e->now);
	walk_open(&w);
	walk_closed(&w);
	walk_projects(&w);
	if (quiet)
		walk_subjects(&w);
	walk_heap(&w);
	walk_store(&w);
	walk_reports(&w);
	if (txn_error(e->txn))
		breaks(&w, "the transaction failed: %s", strerror(-txn_error(e->txn)));
	return w.broken;
}
