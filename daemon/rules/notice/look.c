#include "rules/notice/look.h"

#include <errno.h>

#include "base/arena.h"
#include "model/notice/notice.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "rules/notice/source.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct subject_scan look_in(const struct subject_scan *s, struct arena *one)
{
	struct subject_scan in = *s;

	in.arena = one;
	/* it is no evaluation: only the one that it is made from tells */
	in.see = NULL;
	in.tell = NULL;
	in.again = NULL;
	in.rest = NULL;
	in.head = NULL;
	return in;
}

static bool another_is_lit(struct txn *t, const Duban__Subject *subject)
{
	struct scan open =
	    scan_start(t, TABLE_warning_open, key_bytes(subject_key(KEY(), subject)));

	return scan_next(&open);
}

static int look_at_warning(struct subject_scan *s, struct notice_look *ret)
{
	uint32_t last = warning_last_occurrence(s->txn, ret->subject, ret->rule);
	const Duban__Warning *w =
	    last ? warning_get(s->txn, s->arena, ret->subject, ret->rule, last) : NULL;

	ret->warning = w;
	if (!w)
		return txn_error(s->txn);
	ret->due_date = w->due_date;
	ret->turn_unit = w->turn_unit;
	ret->open = w->state == WARNING_STATE(OPEN);
	ret->state.occurrence = w->occurrence;
	ret->state.level = w->level;
	ret->state.times = w->times;
	ret->state.ended = !ret->open;
	ret->state.cause = w->cause;
	ret->goes_on = w->cause == CLEAR_CAUSE(SUPERSEDED) && !ret->open &&
		       another_is_lit(s->txn, ret->subject);
	return txn_error(s->txn);
}

int look_at(struct subject_scan *s, const Duban__Subject *subject, uint32_t rule,
	    struct notice_look *ret)
{
	const struct notice_source *source =
	    rule == NOTICE_WHOLE ? notice_source_of(subject) : NULL;
	int r;

	*ret = (struct notice_look){
	    .subject = subject, .rule = rule, .state = DUBAN__NOTICE_STATE__INIT};
	if (rule != NOTICE_WHOLE)
		return look_at_warning(s, ret);
	r = source ? source->look(s, ret) : 0;
	ret->state.ended = !ret->open;
	return r;
}

int look_recipients(struct subject_scan *s, const struct notice_look *l, struct recipients *ret)
{
	const struct notice_source *source =
	    l->rule == NOTICE_WHOLE ? notice_source_of(l->subject) : NULL;

	*ret = (struct recipients){};
	if (!l->open)
		return 0;
	return source ? source->recipients(s, l, ret) : recipients_of(s, l->warning, ret);
}

/* Reminders stop once somebody has taken the matter on, and so do the steps that it was on by then;
 * once it is answered, all steps. Another level is news in any case, and so is a step to who was
 * not told before. */
static bool is_news(const struct notice_look *l, const Duban__NoticeState *told)
{
	const Duban__Warning *w = l->warning;

	if (told->occurrence != l->state.occurrence || told->level != l->state.level)
		return true;
	if (!w || !w->handling)
		return told->times < l->state.times || told->step < l->state.step;
	return w->handling == HANDLING_STATE(ACKED) && told->step < l->state.step &&
	       l->state.step > w->acked_step;
}

Duban__NoticeKind look_difference(struct notice_look *io, const Duban__NoticeEntry *entry,
				  const struct recipient *as)
{
	bool stands = notice_stands(entry);

	io->state.step = as ? as->step : 0;
	if (io->open && as)
		return !stands			   ? NOTICE_KIND(BEGIN)
		       : is_news(io, entry->state) ? NOTICE_KIND(STEP)
						   : (Duban__NoticeKind)0;
	if (!stands)
		return (Duban__NoticeKind)0;
	io->state.ended = true;
	io->state.left = io->open;
	return NOTICE_KIND(END);
}

bool look_in_vain(const struct notice_look *l, const Duban__NoticeEntry *entry, int64_t tries)
{
	const Duban__NoticeState *f = entry ? entry->failed : NULL;

	return f && entry->tries >= tries && f->occurrence == l->state.occurrence &&
	       f->level == l->state.level && f->ended == l->state.ended &&
	       f->left == l->state.left && f->step >= l->state.step;
}

static char *text(const char *s)
{
	return (char *)(uintptr_t)s;
}

static const char *what_of(struct subject_scan *s, const Duban__Project *p,
			   const struct subject_about *about)
{
	if (!p)
		return about->name;
	if (!*about->name || strcmp(about->name, p->name) == 0)
		return p->name;
	return arena_printf(s->arena, "%s·%s", p->name, about->name);
}

int look_name(struct subject_scan *s, const struct notice_look *l, Duban__NoticeItem *io)
{
	const struct subject_kind *k = subject_kind_of(l->subject);
	const Duban__Project *p =
	    l->subject->project ? project_get(s->txn, s->arena, l->subject->project) : NULL;
	struct subject_about about = {.txn = s->txn,
				      .arena = s->arena,
				      .id = l->subject,
				      .project = p,
				      .name = "",
				      .leader = "",
				      .person = "",
				      .words = ""};
	const Duban__Unit *u;
	char id[WARNING_ID_MAX];

	if (k && k->about && (p || !l->subject->project))
		(void)k->about(&about);
	io->what = text(what_of(s, p, &about));
	io->project = p ? p->code : text("");
	if (l->rule != NOTICE_WHOLE)
		io->id = arena_str(s->arena,
				   warning_id_print(id, l->subject, l->rule, l->state.occurrence));
	io->due_date = l->due_date;
	u = unit_get(s->txn, s->arena, l->turn_unit ? l->turn_unit : about.unit);
	io->unit = u ? u->id : text("");
	return io->what && io->id ? txn_error(s->txn) : -ENOMEM;
}
