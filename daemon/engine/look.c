/* The rules look at one project: all links of its chains against what is lit already. What
 * they say becomes events, folded in the same group; the earliest "look again" is filed. */
#include "engine/private.h"
#include "model/calendar.h"
#include "model/parameter.h"

struct looking {
	struct engine *e;
	struct arena *arena;
	const Duban__Project *project;
	struct rule_params params;
	struct chain chain;
	/* open warnings of the chain: (link, rule) -> occurrence, ascending */
	struct open_warning {
		uint32_t link, rule, occurrence;
	} * open;
	size_t n_open;
	Duban__Event **event;
	size_t n_event;
	struct lit *lit; /* only when asked for */
	size_t n_lit;
	bool dry;
	usec_t next;
};

static Duban__Event *say(struct looking *l)
{
	Duban__Event **grown = arena_grow(l->arena, l->event, l->n_event, sizeof *grown);
	Duban__Event *ev = arena_alloc(l->arena, sizeof *ev);

	if (!grown || !ev) {
		txn_fail(l->e->txn, -ENOMEM);
		return NULL;
	}
	duban__event__init(ev);
	ev->project = l->project->num;
	ev->project_unit = l->project->unit;
	l->event = grown;
	l->event[l->n_event++] = ev;
	return ev;
}

#define NEW(l, type, init)                                                                         \
	({                                                                                         \
		type *new_ = arena_alloc((l)->arena, sizeof *new_);                                \
		if (new_)                                                                          \
			init(new_);                                                                \
		else                                                                               \
			txn_fail((l)->e->txn, -ENOMEM);                                            \
		new_;                                                                              \
	})

static Duban__Subject *subject(struct looking *l, uint32_t link)
{
	Duban__Subject *s = NEW(l, Duban__Subject, duban__subject__init);

	if (s) {
		s->project = l->project->num;
		s->year = l->chain.year;
		s->link = link;
	}
	return s;
}

/* What lit it, so that anyone can work it out again by hand. */
static Duban__Inputs *inputs(struct looking *l, size_t rule, const struct plan_link *pl,
			     const struct look *k)
{
	Duban__Inputs *in = NEW(l, Duban__Inputs, duban__inputs__init);
	size_t n = 0;

	if (!in)
		return NULL;
	in->rule_version = rules[rule]->version;
	in->due_date = date_ymd(k->due);
	in->clock_date = date_ymd(k->clock);
	in->extended_date = pl->extended ? date_ymd(pl->fixed) : 0;
	in->calendar = calendar_version(l->e->calendar);
	while (n < RULE_PARAMS_MAX && rules[rule]->params[n])
		n++;
	in->param = arena_alloc(l->arena, (n + 1) * sizeof *in->param);
	if (!in->param)
		return NULL;
	for (size_t i = 0; i < n; i++)
		in->param[i] = arena_printf(l->arena, "%s=%lld", rules[rule]->params[i],
					    (long long)l->params.value[rule][i]);
	in->n_param = n;
	return in;
}

static void raise_warning(struct looking *l, size_t rule, size_t i, const struct look *k)
{
	const struct plan_link *pl = &l->chain.plan.link[i];
	Duban__Event *ev = say(l);
	Duban__WarningRaised *b = NEW(l, Duban__WarningRaised, duban__warning_raised__init);
	Duban__Warning *w = NEW(l, Duban__Warning, duban__warning__init);

	if (!ev || !b || !w)
		return;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_RAISED;
	ev->warning_raised = b;
	b->warning = w;
	w->rule = rules[rule]->num;
	w->subject = subject(l, pl->no);
	w->occurrence = 1 + warning_last_occurrence(l->e->txn, w->subject, w->rule);
	w->level = (Duban__Level)k->level;
	w->state = DUBAN__WARNING_STATE__WARNING_STATE_OPEN;
	w->unit = l->chain.link[i]->unit;
	w->due_date = date_ymd(k->due);
	w->since_at = k->since;
	w->lit_at = l->e->now;
	w->times = k->times;
	w->inputs = inputs(l, rule, pl, k);
}

/* Did the extension itself move this deadline? It took the suspensions' days away, and a lamp
 * that stayed on for it was moved to its date: what came later is another cause. */
static bool extended_now(const struct plan_link *pl, const Duban__Warning *w)
{
	return pl->extended && pl->shift == 0 && date_ymd(pl->deadline) != w->due_date &&
	       w->inputs && date_ymd(pl->fixed) != w->inputs->extended_date;
}

static Duban__ClearCause cause_of(const struct looking *l, size_t rule, const struct plan_link *pl,
				  const Duban__Warning *w, const struct look *k)
{
	bool note = w->level == DUBAN__LEVEL__LEVEL_NOTE;

	if (!project_active(l->project) || pl->state == DUBAN__LINK_STATE__LINK_STATE_CANCELLED)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_WITHDRAWN;
	if (pl->state == DUBAN__LINK_STATE__LINK_STATE_DONE ||
	    (rules[rule]->until_started && pl->state != DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED))
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
	if (note && k->level == 0 && !pl->projected && date_ymd(pl->deadline) == w->due_date)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_SUPERSEDED;
	if (extended_now(pl, w))
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_EXTENDED;
	return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_MOVED;
}

static void clear_warning(struct looking *l, const Duban__Warning *w, Duban__ClearCause cause)
{
	Duban__Event *ev = say(l);
	Duban__WarningCleared *b = NEW(l, Duban__WarningCleared, duban__warning_cleared__init);

	if (!ev || !b)
		return;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_CLEARED;
	ev->warning_cleared = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->level = w->level;
	b->cause = cause;
	b->due_date = w->due_date;
}

static void escalate(struct looking *l, size_t rule, const struct plan_link *pl,
		     const Duban__Warning *w, const struct look *k)
{
	Duban__Event *ev = say(l);
	Duban__WarningEscalated *b =
	    NEW(l, Duban__WarningEscalated, duban__warning_escalated__init);

	if (!ev || !b)
		return;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_ESCALATED;
	ev->warning_escalated = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->level = (Duban__Level)k->level;
	b->due_date = date_ymd(k->due);
	b->since_at = k->level_since;
	b->inputs = inputs(l, rule, pl, k);
}

static void repeat(struct looking *l, const Duban__Warning *w, const struct look *k)
{
	Duban__Event *ev = say(l);
	Duban__WarningRepeated *b = NEW(l, Duban__WarningRepeated, duban__warning_repeated__init);

	if (!ev || !b)
		return;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_REPEATED;
	ev->warning_repeated = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->times = k->times;
	b->level = w->level;
}

static void move_due(struct looking *l, const Duban__Warning *w, const struct look *k)
{
	Duban__Event *ev = say(l);
	Duban__WarningMoved *b = NEW(l, Duban__WarningMoved, duban__warning_moved__init);

	if (!ev || !b)
		return;
	ev->body_case = DUBAN__EVENT__BODY_WARNING_MOVED;
	ev->warning_moved = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->level = w->level;
	b->due_date = date_ymd(k->due);
	/* The second moment is still to come for the new date: it is said again then. */
	b->times = k->times < w->times ? k->times : w->times;
}

/* What is lit against what should be. */
static void reconcile(struct looking *l, size_t rule, size_t i, const struct look *k,
		      uint32_t occurrence)
{
	const struct plan_link *pl = &l->chain.plan.link[i];
	Duban__Warning *w;

	if (!occurrence) {
		if (k->level)
			raise_warning(l, rule, i, k);
		return;
	}
	w = warning_get(l->e->txn, l->arena, subject(l, pl->no), rules[rule]->num, occurrence);
	if (!w) {
		txn_fail(l->e->txn, -EBADMSG);
		return;
	}
	if (k->level < (int)w->level) {
		clear_warning(l, w, cause_of(l, rule, pl, w, k));
		if (k->level)
			raise_warning(l, rule, i, k);
	} else if (k->level > (int)w->level) {
		escalate(l, rule, pl, w, k);
	} else {
		if (date_ymd(k->due) != w->due_date)
			move_due(l, w, k);
		if (k->times > w->times)
			repeat(l, w, k);
	}
}

static uint32_t open_occurrence(const struct looking *l, uint32_t link, uint32_t rule)
{
	for (size_t i = 0; i < l->n_open; i++)
		if (l->open[i].link == link && l->open[i].rule == rule)
			return l->open[i].occurrence;
	return 0;
}

static void note_lit(struct looking *l, const struct lit *lit)
{
	if (!lit->look.level && !lit->occurrence)
		return;
	l->lit = arena_grow(l->arena, l->lit, l->n_lit, sizeof *l->lit);
	if (!l->lit)
		txn_fail(l->e->txn, -ENOMEM);
	else
		l->lit[l->n_lit++] = *lit;
}

static void look_link(struct looking *l, size_t i)
{
	const struct plan_link *pl = &l->chain.plan.link[i];
	bool frozen = pl->state == DUBAN__LINK_STATE__LINK_STATE_SUSPENDED;
	struct link_view v = {.link = pl,
			      .calendar = l->e->calendar,
			      .zone_minutes = l->e->zone_minutes,
			      .active = project_active(l->project)};

	for (size_t r = 0; r < rules_count; r++) {
		struct lit lit = {.year = l->chain.year,
				  .link = pl->no,
				  .rule = rules[r]->num,
				  .occurrence = open_occurrence(l, pl->no, rules[r]->num),
				  .frozen = frozen};

		/* A suspended link's clock stands: its warnings are frozen. */
		if (!frozen || !v.active) {
			rules[r]->look(&v, l->params.value[r], l->e->now, &lit.look);
			if (lit.look.next < l->next)
				l->next = lit.look.next;
		}
		if (l->dry)
			note_lit(l, &lit);
		else if (!frozen || !v.active)
			reconcile(l, r, i, &lit.look, lit.occurrence);
	}
}

static int load_open(struct looking *l)
{
	struct key *k = key_u32(key_u32(KEY(), l->project->num), l->chain.year);
	struct scan s = scan_start(l->e->txn, TABLE_warning_open, key_bytes(k));

	l->open = NULL;
	l->n_open = 0;
	while (scan_next(&s)) {
		Duban__Subject of = DUBAN__SUBJECT__INIT;

		l->open = arena_grow(l->arena, l->open, l->n_open, sizeof *l->open);
		if (!l->open)
			return -ENOMEM;
		warning_key_read(s.key, &of, &l->open[l->n_open].rule);
		l->open[l->n_open].link = of.link;
		l->open[l->n_open++].occurrence = txn_get_u32(l->e->txn, TABLE_warning_open, s.key);
	}
	return txn_error(l->e->txn);
}

/* The chain by another calendar. */
static int plan_by(struct looking *l, const struct calendar *cal, struct plan *ret)
{
	*ret = l->chain.plan;
	ret->link = arena_dup(l->arena, ret->link, ret->n * sizeof *ret->link);
	if (ret->n && !ret->link)
		return -ENOMEM;
	return plan_schedule(ret, cal, date_at(l->e->now, l->e->zone_minutes));
}

static int say_moved(struct looking *l, const struct plan_link *old, const struct plan_link *new,
		     uint32_t calendar)
{
	Duban__DeadlineMoved *b = NEW(l, Duban__DeadlineMoved, duban__deadline_moved__init);
	Duban__Event *ev = say(l);

	if (!ev || !b)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_DEADLINE_MOVED;
	ev->deadline_moved = b;
	b->year = l->chain.year;
	b->link = new->no;
	b->from_date = date_ymd(old->deadline);
	b->to_date = date_ymd(new->deadline);
	b->calendar = calendar;
	return 0;
}

/* A notice moved an open deadline whose clock runs: that is said, whether it lights or not. */
static int compare(struct looking *l, const struct notice *notice)
{
	struct plan before, after;
	int r = plan_by(l, notice->was, &before);

	if (!r)
		r = plan_by(l, notice->now, &after);
	for (size_t i = 0; !r && i < l->chain.n; i++) {
		const struct plan_link *old = &before.link[i], *new = &after.link[i];

		if (new->state != DUBAN__LINK_STATE__LINK_STATE_DONE && !new->projected &&
		    old->deadline != new->deadline)
			r = say_moved(l, old, new, calendar_version(notice->now));
	}
	return r;
}

static int look_chain(struct looking *l, uint32_t year, const struct notice *notice)
{
	int r = chain_load(l->e->txn, l->arena, l->project->num, year, &l->chain);

	if (!r)
		r = load_open(l);
	if (r)
		return r;
	l->chain.plan.roll = l->params.roll;
	r = plan_schedule(&l->chain.plan, l->e->calendar, date_at(l->e->now, l->e->zone_minutes));
	if (!r && notice && project_active(l->project))
		r = compare(l, notice);
	for (size_t i = 0; i < l->chain.n && !r; i++)
		look_link(l, i);
	return r ? r : txn_error(l->e->txn);
}

static int look_chains(struct looking *l, const struct notice *notice)
{
	struct scan s =
	    scan_start(l->e->txn, TABLE_chain, key_bytes(key_u32(KEY(), l->project->num)));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		(void)key_read_u32(&k);
		r = look_chain(l, key_read_u32(&k), notice);
	}
	return r ? r : txn_error(l->e->txn);
}

static int begin(struct looking *l, struct engine *e, struct arena *a, uint32_t project)
{
	*l = (struct looking){.e = e, .arena = a, .next = USEC_NEVER};
	l->project = project_get(e->txn, a, project);
	if (!l->project)
		return txn_error(e->txn);
	return params_for(e, l->project, &l->params);
}

int look_project(struct engine *e, uint32_t project, const struct notice *notice)
{
	struct looking l;
	int r;

	arena_reset(e->scratch);
	r = begin(&l, e, e->scratch, project);
	if (r || !l.project)
		return r;
	r = look_chains(&l, notice);
	if (!r && l.n_event) {
		/* Rules must go on speaking: they may use the reserve. */
		r = journal_room(e->journal, group_bytes_of(l.event, l.n_event), true);
		if (!r)
			r = group_write(e, l.event, l.n_event, &author_system);
	}
	if (r)
		return r > 0 ? -ENOSPC : r;
	due_arm(e->txn, SUBJECT_PROJECT, project, l.next);
	return txn_error(e->txn);
}

int look_dry(struct engine *e, struct arena *a, uint32_t project, struct lit_list *ret)
{
	struct looking l;
	int r = begin(&l, e, a, project);

	if (r)
		return r;
	l.dry = true;
	r = l.project ? look_chains(&l, NULL) : 0;
	if (r)
		return r;
	*ret = (struct lit_list){.lit = l.lit, .n = l.n_lit, .next = l.next};
	return 0;
}
