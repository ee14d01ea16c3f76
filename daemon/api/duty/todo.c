/* To do: duties that are near or over. A lamp that is lit for one is that lamp's thing. */
#include <errno.h>

#include "api/core/request.h"
#include "api/duty/row.h"
#include "api/todo/source.h"
#include "model/core/record.h"
#include "model/duty/duty.h"
#include "model/duty/form.h"
#include "model/param/parameter.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static bool lamp_lit(struct todo *t, const Duban__DutyRef *r)
{
	const Duban__Subject of = duty_subject(r);
	struct scan s =
	    scan_start(t->rq->txn, TABLE_warning_open, key_bytes(subject_key(KEY(), &of)));

	return scan_next(&s);
}

/* "@duty_form.monthly_data": a text of the client. */
static const char *form_text(struct todo *t, const Duban__Duty *d)
{
	return arena_printf(t->arena, "@duty_form.%s",
			    wire_enum_name(&duban__duty_form__descriptor, (int)d->form));
}

static int add(struct todo *t, const Duban__Duty *d, const Duban__DutyRef *r)
{
	const struct duty_form *f = duty_form(d->form);
	bool late = d->due_at <= t->rq->now;
	struct todo_item i = {
	    .kind = "duty",
	    .due = date_ymd(when_day_of(d->due_at, t->rq->zone_minutes)),
	    .why = {late ? "todo.why.duty_late" : "todo.why.duty_due", {form_text(t, d)}},
	    .unit = d->unit,
	    .person = {todo_who(d->person)},
	};

	i.id = duty_id(t->rq->txn, t->arena, r);
	i.what = *d->title ? d->title : i.id;
	if (!i.id || !i.why.arg[0])
		return -ENOMEM;
	if (d->lamps && !late) {
		i.next_step.code = f->held ? "todo.next.duty_held" : "todo.next.duty_late";
		i.next_at = d->due_at;
	}
	return todo_add(t, &i);
}

static int each(struct todo *t)
{
	struct scan s;
	int64_t soon;
	int r;

	if (t->project)
		return 0;
	r = parameter_number(t->rq->txn, t->arena, NULL, "todo.soon_cd", &soon);
	s = scan_start(t->rq->txn, TABLE_duty_open, BYTES("", 0));
	while (!r && scan_next(&s)) {
		const Duban__Duty *d;
		Duban__DutyRef ref;

		todo_next(t);
		d = record_get(t->rq->txn, TABLE_duty, s.key, &duban__duty__descriptor, t->arena);
		if (!d)
			return txn_error(t->rq->txn) ? txn_error(t->rq->txn) : -EBADMSG;
		ref = duty_ref(d);
		if (when_day_of(d->due_at, t->rq->zone_minutes) - t->rq->today <= soon &&
		    !lamp_lit(t, &ref))
			r = add(t, d, &ref);
	}
	return r ? r : txn_error(t->rq->txn);
}
TODO_SOURCE(duty, .each = each);
