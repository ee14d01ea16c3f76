#include "model/duty/duty.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/duty/form.h"
#include "model/office/unit.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/date.h"

static const char duty_kind[] = "duty";

enum { ONE_OFF_SUB = 1000 }; /* sub-numbers of subjects: forms are below it */

struct key *duty_series_key(struct key *k, const Duban__DutyRef *r)
{
	return key_u32(key_u32(key_u32(k, (uint32_t)r->form), r->no), r->unit);
}

struct key *duty_key(struct key *k, const Duban__DutyRef *r)
{
	return key_u32(duty_series_key(k, r), r->period_date);
}

static Duban__DutyRef key_read(struct bytes key)
{
	struct key_reader k = {.rest = key, .ok = true};
	Duban__DutyRef r = DUBAN__DUTY_REF__INIT;

	r.form = (Duban__DutyForm)key_read_u32(&k);
	r.no = key_read_u32(&k);
	r.unit = key_read_u32(&k);
	r.period_date = key_read_u32(&k);
	return r;
}

Duban__DutyRef duty_ref(const Duban__Duty *d)
{
	Duban__DutyRef r = DUBAN__DUTY_REF__INIT;

	r.form = d->form;
	r.no = d->no;
	r.unit = d->unit;
	r.period_date = d->period_date;
	return r;
}

Duban__Duty *duty_get(struct txn *t, struct arena *a, const Duban__DutyRef *r)
{
	return record_get(t, TABLE_duty, key_bytes(duty_key(KEY(), r)), &duban__duty__descriptor,
			  a);
}

void duty_put(struct txn *t, const Duban__Duty *d)
{
	Duban__DutyRef r = duty_ref(d);
	struct bytes key = key_bytes(duty_key(KEY(), &r));

	record_put(t, TABLE_duty, key, d);
	if (d->state == DUTY_STATE(OPEN))
		txn_put(t, TABLE_duty_open, key, BYTES("", 0));
	else
		txn_del(t, TABLE_duty_open, key);
}

bool duty_is_open(struct txn *t, const Duban__DutyRef *r)
{
	return txn_has(t, TABLE_duty_open, key_bytes(duty_key(KEY(), r)));
}

bool duty_series_is_open(struct txn *t, const Duban__DutyRef *series)
{
	struct scan s = scan_start(t, TABLE_duty_open, key_bytes(duty_series_key(KEY(), series)));

	return scan_next(&s);
}

int duties_open(struct txn *t, struct arena *a, const Duban__DutyRef *series, struct duties *ret)
{
	struct scan s = scan_start(t, TABLE_duty_open, key_bytes(duty_series_key(KEY(), series)));

	*ret = (struct duties){.n = 0};
	while (scan_next(&s)) {
		Duban__DutyRef r = key_read(s.key);

		ret->duty = arena_grow(a, ret->duty, ret->n, sizeof *ret->duty);
		if (!ret->duty)
			return -ENOMEM;
		ret->duty[ret->n] = duty_get(t, a, &r);
		if (!ret->duty[ret->n])
			return txn_error(t) ? txn_error(t) : -EBADMSG;
		ret->n++;
	}
	return txn_error(t);
}

Duban__Subject duty_subject(const Duban__DutyRef *series)
{
	Duban__Subject s = DUBAN__SUBJECT__INIT;

	s.kind = (char *)(uintptr_t)duty_kind;
	s.number = series->unit;
	s.sub = series->no ? ONE_OFF_SUB + series->no : (uint32_t)series->form;
	return s;
}

bool duty_series(const Duban__Subject *s, Duban__DutyRef *ret)
{
	*ret = (Duban__DutyRef)DUBAN__DUTY_REF__INIT;
	ret->unit = s->number;
	ret->no = s->sub > ONE_OFF_SUB ? s->sub - ONE_OFF_SUB : 0;
	ret->form = ret->no ? DUTY_FORM(ONE_OFF) : (Duban__DutyForm)s->sub;
	return s->number && duty_form(ret->form);
}

bool duty_series_after(struct txn *t, Duban__DutyRef *io)
{
	struct key *from = KEY();
	struct scan s;

	io->period_date = UINT32_MAX;
	s = scan_after(t, TABLE_duty, BYTES("", 0),
		       io->form ? key_bytes(duty_key(from, io)) : BYTES("", 0));
	if (!scan_next(&s))
		return false;
	*io = key_read(s.key);
	return true;
}

int duties_of_form(struct txn *t, Duban__DutyForm form,
		   int (*each)(void *user, const Duban__DutyRef *r), void *user)
{
	struct scan s = scan_start(t, TABLE_duty_open, key_bytes(key_u32(KEY(), (uint32_t)form)));
	int r = 0;

	while (!r && scan_next(&s)) {
		Duban__DutyRef one = key_read(s.key);

		r = each(user, &one);
	}
	return r ? r : txn_error(t);
}

void duties_remove(struct txn *t, uint32_t unit)
{
	struct scan s = scan_start(t, TABLE_duty, BYTES("", 0));

	while (scan_next(&s)) {
		Duban__DutyRef r = key_read(s.key);

		if (r.unit != unit)
			continue;
		txn_del(t, TABLE_duty_open, key_bytes(duty_key(KEY(), &r)));
		txn_del(t, TABLE_duty, key_bytes(duty_key(KEY(), &r)));
	}
}

struct key *duty_lamps_key(struct key *k, uint32_t unit)
{
	return key_u32(key_u32(key_text(key_u32(k, 0), duty_kind), 0), unit);
}

uint32_t duty_next_no(struct txn *t)
{
	return counter_last(t, "duty") + 1;
}

/* ---- ids */

char *duty_id(struct txn *t, struct arena *a, const Duban__DutyRef *r)
{
	const Duban__Unit *u = unit_get(t, a, r->unit);
	const char *form = wire_enum_name(&duban__duty_form__descriptor, (int)r->form);
	date_t start = date_from_ymd(r->period_date);
	enum when_period p = duty_form(r->form)->period;
	char text[WHEN_TEXT_MAX];

	if (!u)
		return NULL;
	if (r->no)
		return arena_printf(a, "%s/%s/%u", u->id, form, r->no);
	if (start == DATE_NONE)
		return arena_printf(a, "%s/%s", u->id, form);
	/* the office may have given the form another period than it is shipped with */
	if (when_start(p, start) != start)
		p = WHEN_DAY;
	return arena_printf(a, "%s/%s/%s", u->id, form, when_period_text(p, start, text));
}

static bool parse_period(const char *text, Duban__DutyRef *io)
{
	enum when_period p = duty_form(io->form)->period;
	date_t start;

	if (!when_period_parse(p, text, &start) && !when_period_parse(WHEN_DAY, text, &start))
		return false;
	io->period_date = date_ymd(start);
	return true;
}

static bool parse_no(const char *text, Duban__DutyRef *io)
{
	char *end;
	unsigned long no = strtoul(text, &end, 10);

	if (*text < '1' || *text > '9' || *end || no > DUTY_NO_MAX)
		return false;
	io->no = (uint32_t)no;
	return true;
}

/* A one-off duty has one row; its period is the day on which it was set. */
static void find_period(struct txn *t, Duban__DutyRef *io)
{
	struct scan s = scan_start(t, TABLE_duty, key_bytes(duty_series_key(KEY(), io)));

	if (scan_next(&s))
		*io = key_read(s.key);
}

bool duty_id_parse(struct txn *t, const char *id, Duban__DutyRef *ret)
{
	char copy[DUTY_ID_MAX], *rest = copy, *unit, *form;
	Duban__DutyRef r = DUBAN__DUTY_REF__INIT;

	if (strlen(id) >= sizeof copy)
		return false;
	(void)snprintf(copy, sizeof copy, "%s", id);
	unit = strsep(&rest, "/");
	form = strsep(&rest, "/");
	if (!form)
		return false;
	r.unit = unit_by_id(t, unit);
	r.form = (Duban__DutyForm)wire_enum_value(&duban__duty_form__descriptor, form);
	if (!r.unit || !r.form)
		return false;
	if (r.form == DUTY_FORM(ONE_OFF)) {
		if (!rest || !parse_no(rest, &r))
			return false;
		find_period(t, &r);
	} else if (rest && !parse_period(rest, &r)) {
		return false;
	}
	*ret = r;
	return true;
}
