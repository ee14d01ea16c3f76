/* Makes a publication of its template and figures. */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "model/publication/publication.h"
#include "model/report/period.h"
#include "proto/limits.h"
#include "proto/status.h"
#include "rules/publication/draft.h"
#include "rules/publication/drafting.h"
#include "rules/publication/named.h"
#include "store/db/txn.h"
#include "text/paragraph.h"

/* ---- lists */

struct draft_list draft_list_of(struct drafting *x, const char *key)
{
	return (struct draft_list){
	    .x = x, .key = key, .item = template_item(&x->template_, key), .text = ""};
}

int draft_item(struct draft_list *l, const struct draft_values *v)
{
	struct arena *a = l->x->s->arena;
	const struct place_set p = values_places(v);
	char *one = v->failed ? NULL : places_fill(a, &p, l->item);

	if (!one)
		return -ENOMEM;
	l->text = arena_printf(a, "%s%s%s", l->text,
			       !l->n	     ? ""
			       : *one == '|' ? PARAGRAPH_MARK
					     : "、",
			       one);
	l->n++;
	return l->text ? 0 : -ENOMEM;
}

void draft_list_end(struct draft_list *l)
{
	if (l->item)
		values_text(&l->x->values, l->key, l->text);
}

/* ---- sections */

/* The line without its condition; NULL: it does not hold. */
static const char *held(struct drafting *x, const char *line)
{
	const struct place_set p = values_places(&x->values);
	const char *text = strchr(line, ' ');
	const char *value;

	if (*line != '?' || !text)
		return line;
	value = places_value(&p, arena_strn(x->s->arena, line + 1, (size_t)(text - line) - 1));
	return *value && strcmp(value, "0") != 0 ? text + 1 : NULL;
}

static char *text_of(struct drafting *x, const struct template_section *t)
{
	const struct place_set p = values_places(&x->values);
	char *text = arena_str(x->s->arena, "");

	for (size_t i = 0; i < t->n && text; i++) {
		const char *line = held(x, t->line[i]);

		if (!line)
			continue;
		line = places_decide(x->s->arena, &p, line);
		text = line ? arena_printf(x->s->arena, "%s%s%s", text, *text ? PARAGRAPH_MARK : "",
					   line)
			    : NULL;
	}
	return text;
}

/* Without words there is no section. */
static int put_section(struct drafting *x, const struct template_section *t, Duban__Publication *io)
{
	Duban__PublicationSection *s = arena_alloc(x->s->arena, sizeof *s), **grown;
	char *text = text_of(x, t);

	if (!s || !text)
		return -ENOMEM;
	if (!*text)
		return 0;
	grown = arena_grow(x->s->arena, io->section, io->n_section, sizeof *grown);
	if (!grown)
		return -ENOMEM;
	duban__publication_section__init(s);
	s->key = (char *)(uintptr_t)t->key;
	s->title = (char *)(uintptr_t)t->title;
	s->text = text;
	s->fixed = t->fixed;
	s->internal = t->internal;
	io->section = grown;
	grown[io->n_section++] = s;
	return 0;
}

/* ---- the publication */

const char *publication_param(struct txn *t, struct arena *a, const char *key)
{
	const Duban__Parameter *p = parameter_in_force(t, a, NULL, parameter_def(key));

	return p ? strcmp(p->value, PARAMETER_NO_TEXT) == 0 ? "" : p->value : NULL;
}

/* Whom it is for: 报, 送, 发. */
static int put_readers(struct drafting *x, Duban__Publication *io)
{
	const Duban__Publication *of = x->q->corrected;
	const struct {
		char **to;
		const char *key;
		char *same;
	} all[] = {{&io->report_to, "brief.report_to", of ? of->report_to : NULL},
		   {&io->send_to, "brief.send_to", of ? of->send_to : NULL},
		   {&io->copy_to, "brief.copy_to", of ? of->copy_to : NULL}};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		const char *text = all[i].same
				       ? all[i].same
				       : publication_param(x->s->txn, x->s->arena, all[i].key);

		if (!text)
			return txn_error(x->s->txn) ? txn_error(x->s->txn) : -ENOMEM;
		*all[i].to = (char *)(uintptr_t)text;
	}
	return 0;
}

static int put_parts(struct drafting *x, Duban__Publication *io)
{
	const struct place_set p = values_places(&x->values);
	int r = 0;

	io->title = places_fill(x->s->arena, &p, x->template_.title);
	for (size_t i = 0; i < x->template_.n_section && !r; i++)
		r = put_section(x, &x->template_.section[i], io);
	io->figure = x->values.figure;
	io->n_figure = x->values.n;
	if (!r && !io->n_section)
		return STATUS_INVALID;
	return r ? r : io->title ? put_readers(x, io) : -ENOMEM;
}

static int make(struct drafting *x, Duban__Publication **ret)
{
	const struct draft_asked *q = x->q;
	Duban__Publication *p = arena_alloc(x->s->arena, sizeof *p);
	date_t today = date_at(x->s->now, x->s->zone_minutes);
	int r;

	if (!p)
		return -ENOMEM;
	duban__publication__init(p);
	p->series = q->series;
	p->year = date_ymd(today) / 10000;
	p->number = publication_last_number(x->s->txn, q->series, p->year) + 1;
	p->state = PUBLICATION_STATE(DRAFT);
	p->list = (char *)(uintptr_t)q->list;
	p->from_date = x->from;
	p->until_date = x->until;
	p->drafter = (char *)(uintptr_t)q->drafter;
	p->drafted_date = date_ymd(today);
	if (q->corrected)
		p->bulletin = q->corrected->document;
	p->head_seq = q->head_seq;
	p->head_hash.data = (uint8_t *)(uintptr_t)q->head_hash.data;
	p->head_hash.len = q->head_hash.size;
	r = put_parts(x, p);
	*ret = p;
	return r ? r : record_fits(p) ? 0 : STATUS_TOO_MANY;
}

static void begin(struct drafting *x, date_t from, date_t until)
{
	date_t last = period_last_day(period_of(until));

	x->until = date_ymd(until);
	x->year = x->until / 10000;
	x->month = x->until / 100 % 100;
	x->values.year = x->year;
	x->months_over = x->month - (until != last);
	x->last = publication_last_issued(x->s->txn, x->s->arena, x->q->series, x->q->list,
					  date_ymd(date_at(x->s->now, x->s->zone_minutes)) / 10000);
	if (from == DATE_NONE && x->last && date_from_ymd(x->last->until_date) < until)
		from = date_from_ymd(x->last->until_date) + 1;
	x->from = date_ymd(from == DATE_NONE ? until - 6 : from);
}

static int gather(struct drafting *x)
{
	int (*const parts[])(struct drafting *) = {draft_overall, draft_boards,	 draft_groups,
						   draft_names,	  draft_changes, draft_correction};
	int r = 0;

	for (size_t i = 0; i < sizeof parts / sizeof *parts && !r; i++)
		r = parts[i](x);
	return r ? r : x->values.failed ? -ENOMEM : txn_error(x->s->txn);
}

/* So many items of a list and rows of a board, until it has room in a record. */
static const struct {
	uint32_t items, rows;
} sizes[] = {{NAMED_ITEMS_MAX, RANKING_LINES_MAX}, {10, 60}, {3, 30}};

static int draft_within(struct subject_scan *s, const struct draft_asked *q, size_t size,
			Duban__Publication **ret)
{
	struct drafting x = {.s = s,
			     .q = q,
			     .values = {.arena = s->arena},
			     .items = sizes[size].items,
			     .rows = sizes[size].rows};
	int r = template_read(s->arena, template_of(q->series), &x.template_);

	if (r)
		return r;
	begin(&x, q->from, q->until);
	r = tally_read(
	    s->txn, s->arena,
	    &(struct tally_asked){.list = q->list, .kind = TALLY_GROUP_UNIT, .year = x.year},
	    &x.units);
	r = r ? r : gather(&x);
	return r ? r : make(&x, ret);
}

int publication_draft(struct subject_scan *s, const struct draft_asked *q, Duban__Publication **ret)
{
	int r = STATUS_TOO_MANY;

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes && r == STATUS_TOO_MANY; i++)
		r = draft_within(s, q, i, ret);
	return r;
}
