#include "engine/core/due.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "model/warning/subject.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Table `due` is the time heap: its first key is the next wake-up. `armed` holds, for each subject,
 * the instant of its row in `due`. If an evaluation moves a subject's next instant to later, the
 * row stays; it fires early, and the subject is evaluated and stored again. Examples: due rows of
 * project 17 and of camera 7 at 2020-03-02 00:00 +08:00 =
 *   00 05 9f cc 91 cd a0 00 | 00 00 00 11
 *   00 05 9f cc 91 cd a0 00 | 00 00 00 00 | 'c' 'a' 'm' 'e' 'r' 'a' 00 | 0 | 00 00 00 07 | 0
 *
 * sweep row: number -> from calendar u32, to calendar u32, kind (empty: not begun), the subject
 * that was evaluated last */

struct key *due_place(struct key *k, const Duban__Subject *of)
{
	return of->project ? key_u32(k, of->project) : subject_key(k, of);
}

/* Replaces the kind's name, which points into the key, by the static one. */
static bool name_kind(Duban__Subject *s)
{
	const struct subject_kind *k = *s->kind ? subject_kind_find(s->kind) : NULL;

	if (*s->kind && !k)
		return false;
	s->kind = k ? (char *)(uintptr_t)k->name : (char *)(uintptr_t) "";
	return true;
}

static bool place_read(struct key_reader *r, Duban__Subject *ret)
{
	struct key_reader city = *r;

	*ret = (Duban__Subject)DUBAN__SUBJECT__INIT;
	ret->project = key_read_u32(r);
	if (ret->project || !r->ok)
		return r->ok;
	subject_key_read(&city, ret);
	return city.ok && name_kind(ret);
}

bool due_read(struct bytes key, struct due *ret)
{
	struct key_reader r = {.rest = key, .ok = true};

	ret->at = key_read_time(&r);
	return place_read(&r, &ret->of);
}

bool due_first(struct txn *t, struct due *ret)
{
	struct scan s = scan_start(t, TABLE_due, BYTES("", 0));
	bool fine;

	if (!scan_next(&s))
		return false;
	fine = due_read(s.key, ret);
	if (!fine)
		txn_fail(t, -EBADMSG);
	return fine;
}

usec_t due_armed(struct txn *t, const Duban__Subject *of)
{
	struct bytes v;
	struct key_reader r;

	if (!txn_get(t, TABLE_armed, key_bytes(due_place(KEY(), of)), &v))
		return USEC_NEVER;
	r = (struct key_reader){.rest = v, .ok = true};
	return key_read_time(&r);
}

void due_take(struct txn *t, const struct due *d)
{
	txn_take(t, TABLE_due, key_bytes(due_place(key_time(KEY(), d->at), &d->of)));
	txn_del(t, TABLE_armed, key_bytes(due_place(KEY(), &d->of)));
}

void due_arm(struct txn *t, const Duban__Subject *of, usec_t at)
{
	usec_t armed;

	if (at == USEC_NEVER)
		return;
	armed = due_armed(t, of);
	if (armed <= at)
		return;
	if (armed != USEC_NEVER)
		txn_del(t, TABLE_due, key_bytes(due_place(key_time(KEY(), armed), of)));
	txn_put(t, TABLE_due, key_bytes(due_place(key_time(KEY(), at), of)), BYTES("", 0));
	txn_put(t, TABLE_armed, key_bytes(due_place(KEY(), of)), key_bytes(key_time(KEY(), at)));
}

static bool sweep_read(struct bytes key, struct bytes value, struct sweep *ret)
{
	struct key_reader k = {.rest = key, .ok = true}, v = {.rest = value, .ok = true};
	const char *kind;

	ret->num = key_read_u32(&k);
	ret->from_calendar = key_read_u32(&v);
	ret->to_calendar = key_read_u32(&v);
	kind = key_read_text(&v);
	ret->kind = *kind ? subject_kind_find(kind) : NULL;
	subject_key_read(&v, &ret->last);
	return k.ok && v.ok && (ret->kind || !*kind) && name_kind(&ret->last);
}

bool sweep_first(struct txn *t, struct sweep *ret)
{
	struct scan s = scan_start(t, TABLE_sweep, BYTES("", 0));
	bool fine;

	if (!scan_next(&s))
		return false;
	fine = sweep_read(s.key, s.value, ret);
	if (!fine)
		txn_fail(t, -EBADMSG);
	return fine;
}

bool sweep_next(struct txn *t, struct arena *a, struct sweep *s)
{
	if (!s->kind) {
		s->kind = subject_kind_after(NULL);
		s->last = (Duban__Subject)DUBAN__SUBJECT__INIT;
	}
	while (s->kind) {
		const struct subject_kind *k = s->kind;

		if (k->next && k->next(t, a, &s->last)) {
			if (!s->last.project)
				s->last.kind = (char *)(uintptr_t)k->name;
			return true;
		}
		s->kind = subject_kind_after(k);
		s->last = (Duban__Subject)DUBAN__SUBJECT__INIT;
	}
	return false;
}

void sweep_put(struct txn *t, const struct sweep *s)
{
	struct key *v = key_u32(key_u32(KEY(), s->from_calendar), s->to_calendar);

	subject_key(key_text(v, s->kind ? s->kind->name : ""), &s->last);
	txn_put(t, TABLE_sweep, key_bytes(key_u32(KEY(), s->num)), key_bytes(v));
}

/* A sweep that only evaluates again and has not begun serves for later requests too: many
 * parameters or categories in one import need only one sweep. */
static bool serves(const struct sweep *waiting, uint32_t from_calendar, uint32_t to_calendar)
{
	return waiting->from_calendar == waiting->to_calendar && !waiting->kind &&
	       from_calendar == to_calendar;
}

void sweep_add(struct txn *t, uint32_t from_calendar, uint32_t to_calendar)
{
	struct bytes key, value;
	struct sweep last;
	struct sweep s = {.num = 1,
			  .from_calendar = from_calendar,
			  .to_calendar = to_calendar,
			  .last = DUBAN__SUBJECT__INIT};

	if (txn_last(t, TABLE_sweep, BYTES("", 0), &key, &value)) {
		if (!sweep_read(key, value, &last)) {
			txn_fail(t, -EBADMSG);
			return;
		}
		if (serves(&last, from_calendar, to_calendar))
			return;
		s.num = last.num + 1;
	}
	sweep_put(t, &s);
}

void sweep_end(struct txn *t, const struct sweep *s)
{
	txn_take(t, TABLE_sweep, key_bytes(key_u32(KEY(), s->num)));
}

void sweep_passed(struct txn *t, uint32_t to_calendar, uint32_t project)
{
	const struct subject_kind *whole = subject_kind_find("project");
	struct sweep s;
	int order;

	/* Sweeps run one after another, so only the first one can have written events. */
	if (!sweep_first(t, &s) || s.to_calendar != to_calendar)
		return;
	order = s.kind ? strcmp(s.kind->name, whole->name) : -1;
	if (order > 0 || (order == 0 && s.last.project >= project))
		return;
	s.kind = whole;
	s.last = (Duban__Subject)DUBAN__SUBJECT__INIT;
	s.last.project = project;
	sweep_put(t, &s);
	/* The passed subjects may have got another next instant, which the journal does not hold:
	 * evaluate all once more. */
	sweep_add(t, 0, 0);
}

static void clear(struct txn *t, enum table table)
{
	struct scan s = scan_start(t, table, BYTES("", 0));

	while (scan_next(&s)) {
		struct key k = {.size = 0};

		key_raw(&k, s.key);
		txn_take(t, table, key_bytes(&k));
	}
}

void due_clear(struct txn *t)
{
	clear(t, TABLE_due);
	clear(t, TABLE_armed);
	clear(t, TABLE_sweep);
}

bool due_sound(struct txn *t, char fault[DUE_FAULT_MAX])
{
	struct scan s = scan_start(t, TABLE_due, BYTES("", 0));
	uint64_t rows = 0;

	while (scan_next(&s)) {
		struct due d;

		rows++;
		if (!due_read(s.key, &d)) {
			(void)snprintf(fault, DUE_FAULT_MAX,
				       "a due row names an unknown kind of subject");
			return false;
		}
		if (due_armed(t, &d.of) != d.at) {
			(void)snprintf(fault, DUE_FAULT_MAX,
				       "the due row of %s %u is not at the armed instant",
				       subject_kind_name(&d.of),
				       d.of.project ? d.of.project : d.of.number);
			return false;
		}
	}
	(void)snprintf(fault, DUE_FAULT_MAX, "an armed subject has no due row");
	return rows == txn_count(t, TABLE_armed);
}
