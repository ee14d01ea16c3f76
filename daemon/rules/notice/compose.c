#include "rules/notice/compose.h"

#include <errno.h>

#include "base/arena.h"
#include "model/calendar/calendar.h"
#include "model/core/counter.h"
#include "model/core/store.h"
#include "model/notice/notice.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "proto/enums.h"
#include "rules/notice/source.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "store/db/txn.h"
#include "text/date.h"

enum { MORE_ITEMS_MAX = 400 };

static char *text(const char *s)
{
	return (char *)(uintptr_t)s;
}

int notice_new(struct composing *c, uint32_t person, Duban__Notice **ret)
{
	struct subject_scan *s = c->s;
	const struct office_hours hours = {s->calendar, s->zone_minutes};
	const Duban__Store *store = store_row(s->txn, s->arena);
	const Duban__Person *p = person_get(s->txn, s->arena, person);
	Duban__Notice *n = arena_alloc(s->arena, sizeof *n);
	date_t today = date_at(s->now, s->zone_minutes);

	if (!store || !p || !n)
		return txn_error(s->txn) ? txn_error(s->txn) : !n ? -ENOMEM : -EBADMSG;
	duban__notice__init(n);
	n->num = counter_last(s->txn, "notice") + ++c->made;
	n->key = notice_key(s->arena, BYTES(store->epoch.data, store->epoch.len), s->now,
			    s->zone_minutes, n->num);
	n->person = person;
	n->person_id = p->id;
	n->unit = p->unit;
	n->channel = NOTICE_CHANNEL(ANY);
	n->made_at = n->not_before_at = s->now;
	n->valid_until_at = office_minute(
	    &hours, calendar_add(s->calendar, today, (int)c->rules->valid_wd), c->rules->until);
	n->result = NOTICE_RESULT(UNKNOWN);
	*ret = n;
	return n->key ? notice_field_number(s, n, "num", n->num) : -ENOMEM;
}

int notice_field(struct subject_scan *s, Duban__Notice *n, const char *name, const char *value)
{
	char *one = arena_printf(s->arena, "%s=%s", name, value);
	char **grown = one ? arena_grow(s->arena, n->field, n->n_field, sizeof *grown) : NULL;

	if (!grown)
		return -ENOMEM;
	n->field = grown;
	n->field[n->n_field++] = one;
	return 0;
}

int notice_field_number(struct subject_scan *s, Duban__Notice *n, const char *name, int64_t value)
{
	const char *digits = arena_printf(s->arena, "%lld", (long long)value);

	return digits ? notice_field(s, n, name, digits) : -ENOMEM;
}

int notice_tell(struct subject_scan *s, Duban__Notice *n)
{
	Duban__NoticeMade *b = arena_alloc(s->arena, sizeof *b);
	Duban__Event *ev = b ? s->tell(s) : NULL;

	if (!ev)
		return -ENOMEM;
	duban__notice_made__init(b);
	b->notice = n;
	ev->body_case = DUBAN__EVENT__BODY_NOTICE_MADE;
	ev->notice_made = b;
	return 0;
}

static int item_of(struct subject_scan *s, const struct notice_telling *t, bool named,
		   Duban__NoticeItem **ret)
{
	Duban__NoticeItem *i = arena_alloc(s->arena, sizeof *i);
	Duban__NoticeState *state = arena_dup(s->arena, &t->look.state, sizeof t->look.state);

	if (!i || !state)
		return -ENOMEM;
	duban__notice_item__init(i);
	i->rule = t->look.rule;
	i->subject = (Duban__Subject *)(uintptr_t)t->look.subject;
	i->kind = t->kind;
	i->state = state;
	i->quiet = t->quiet;
	*ret = i;
	return named ? look_name(s, &t->look, i) : 0;
}

/* Its end is no good news: it is late by now. Nobody tells this person of that lamp if it follows
 * from another one, which is told to who must act before him. */
static bool turned(const struct notice_telling *t)
{
	return t->kind == NOTICE_KIND(END) && !t->look.state.left && t->look.goes_on;
}

static const char *template_of(const struct notice_telling *t)
{
	static const char *const lit[] = {[LEVEL(NOTE)] = "lamp_note",
					  [LEVEL(YELLOW)] = "lamp_yellow",
					  [LEVEL(RED)] = "lamp_red"};
	const struct notice_source *source =
	    t->look.rule == NOTICE_WHOLE ? notice_source_of(t->look.subject) : NULL;

	if (source && t->kind == NOTICE_KIND(END))
		return t->look.state.left ? source->left : source->ended;
	if (source)
		return t->kind == NOTICE_KIND(BEGIN) ? source->begun : source->changed;
	if (t->kind == NOTICE_KIND(END))
		return t->look.state.left		    ? "lamp_left"
		       : turned(t)			    ? "lamp_turned"
		       : t->look.state.level == LEVEL(NOTE) ? "note_out" /* no lamp was lit */
							    : "lamp_out";
	return lit[t->look.state.level];
}

/* The fields of a notice about one matter. */
static int fill_one(struct subject_scan *s, Duban__Notice *n, const struct notice_telling *t,
		    const Duban__NoticeItem *i)
{
	const struct rule *rule = rule_by_num(t->look.rule);
	const Duban__Unit *unit = unit_get(s->txn, s->arena, unit_by_id(s->txn, i->unit));
	char day[DATE_TEXT_MAX];
	int r;

	n->kind = t->kind;
	n->template_ = text(template_of(t));
	r = notice_field(s, n, "what", i->what);
	r = r ? r : notice_field(s, n, "id", i->id);
	r = r ? r : notice_field(s, n, "rule", rule ? rule->name : "");
	r = r ? r : notice_field(s, n, "unit", unit ? unit->name : "");
	return r ? r : notice_field(s, n, "due", ymd_text(i->due_date, day));
}

/* How many of each there are in a digest. */
static int fill_digest(struct subject_scan *s, Duban__Notice *n, const struct notice_tellings *of,
		       const Duban__NoticeItem *first)
{
	/* level 0: of matters that are no lamps */
	int64_t level[LEVEL(RED) + 1] = {0}, ended = 0, late = 0;
	int r;

	for (size_t i = 0; i < of->n; i++) {
		const struct notice_telling *t = &of->one[i];

		if (t->quiet)
			continue;
		if (turned(t))
			late++;
		else if (t->kind == NOTICE_KIND(END))
			ended++;
		else
			level[t->look.state.level]++;
	}
	n->kind = NOTICE_KIND(DIGEST);
	n->template_ = text("digest");
	r = notice_field_number(s, n, "red", level[LEVEL(RED)]);
	r = r ? r : notice_field_number(s, n, "yellow", level[LEVEL(YELLOW)]);
	r = r ? r : notice_field_number(s, n, "note", level[LEVEL(NOTE)]);
	r = r ? r : notice_field_number(s, n, "orders", level[0]);
	r = r ? r : notice_field_number(s, n, "ended", ended);
	r = r ? r : notice_field_number(s, n, "turned", late);
	return r ? r : notice_field(s, n, "what", first->what);
}

/* A notice that only tells ends names those that told the beginnings. */
static int put_after(struct subject_scan *s, Duban__Notice *n, const struct notice_tellings *of)
{
	for (size_t i = 0; i < of->n; i++)
		if (of->one[i].kind != NOTICE_KIND(END) || of->n > NOTICE_AFTER_MAX)
			return 0;
	for (size_t i = 0; i < of->n; i++) {
		const Duban__Notice *began = notice_get(s->txn, s->arena, of->one[i].told_by);
		char **grown =
		    began ? arena_grow(s->arena, n->after, n->n_after, sizeof *grown) : NULL;

		if (began && !grown)
			return -ENOMEM;
		if (!began)
			continue;
		n->after = grown;
		n->after[n->n_after++] = began->key;
	}
	return txn_error(s->txn);
}

static Duban__NoticeMore *more_event(struct subject_scan *s, const Duban__Notice *n)
{
	Duban__NoticeMore *b = arena_alloc(s->arena, sizeof *b);
	Duban__Event *ev = b ? s->tell(s) : NULL;

	if (!ev)
		return NULL;
	duban__notice_more__init(b);
	b->num = n->num;
	b->person = n->person;
	ev->body_case = DUBAN__EVENT__BODY_NOTICE_MORE;
	ev->notice_more = b;
	return b;
}

static int push(struct subject_scan *s, Duban__NoticeItem ***io, size_t *io_n,
		Duban__NoticeItem *one)
{
	Duban__NoticeItem **grown = arena_grow(s->arena, *io, *io_n, sizeof *grown);

	if (!grown)
		return -ENOMEM;
	*io = grown;
	grown[(*io_n)++] = one;
	return 0;
}

/* The items that the notice itself has no room for. */
static int tell_more(struct subject_scan *s, const Duban__Notice *n,
		     const struct notice_tellings *of)
{
	Duban__NoticeMore *more = NULL;
	int r = 0;

	for (size_t i = n->n_item; i < of->n && !r; i++) {
		Duban__NoticeItem *item;

		if (!more || more->n_item == MORE_ITEMS_MAX)
			more = more_event(s, n);
		r = more ? item_of(s, &of->one[i], false, &item) : -ENOMEM;
		if (!r)
			r = push(s, &more->item, &more->n_item, item);
	}
	return r;
}

/* The first that has a word in the text. */
static size_t first_spoken(const struct notice_tellings *of)
{
	size_t i = 0;

	while (i + 1 < of->n && of->one[i].quiet)
		i++;
	return i;
}

static size_t spoken(const struct notice_tellings *of)
{
	size_t n = 0;

	for (size_t i = 0; i < of->n; i++)
		n += !of->one[i].quiet;
	return n;
}

int notice_compose(struct composing *c, uint32_t person, const struct notice_tellings *of)
{
	struct subject_scan *s = c->s;
	size_t first = first_spoken(of);
	Duban__NoticeItem *item;
	Duban__Notice *n = NULL;
	int r = notice_new(c, person, &n);

	for (size_t i = 0; i < of->n && i < NOTICE_ITEMS_MAX && !r; i++) {
		r = item_of(s, &of->one[i], i < NOTICE_NAMED_MAX || i == first, &item);
		r = r ? r : push(s, &n->item, &n->n_item, item);
	}
	if (r)
		return r;
	n->items = (uint32_t)of->n;
	n->post = text(of->post);
	r = spoken(of) == 1 ? fill_one(s, n, &of->one[first], n->item[first])
			    : fill_digest(s, n, of, n->item[first]);
	r = r ? r : put_after(s, n, of);
	r = r ? r : notice_tell(s, n);
	return r ? r : tell_more(s, n, of);
}
