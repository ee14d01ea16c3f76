#include "api/confirm/second.h"

#include <inttypes.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "engine/core/engine.h"
#include "model/core/record.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "model/pending/pending.h"
#include "model/pending/person.h"
#include "proto/enums.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct second_row {
	Duban__Event__BodyCase body;
	/* NULL: always */
	int (*asks)(struct request *rq, const Duban__Event *ev, bool *ret);
	char *(*about)(struct request *rq, const Duban__Event *ev);
};

static int number(struct request *rq, const char *key, int64_t *ret)
{
	return parameter_number(rq->txn, rq->arena, NULL, key, ret);
}

/* ---- imports, and taking them back */

static int many(struct request *rq, uint64_t rows, bool *ret)
{
	int64_t most;
	int r = number(rq, "second.import_rows", &most);

	*ret = !r && rows > (uint64_t)most;
	return r;
}

static int import_asks(struct request *rq, const Duban__Event *ev, bool *ret)
{
	return many(rq, ev->import_done->rows, ret);
}

static char *import_about(struct request *rq, const Duban__Event *ev)
{
	return arena_str(rq->arena, ev->import_done->file);
}

static int revert_asks(struct request *rq, const Duban__Event *ev, bool *ret)
{
	const Duban__ImportReverted *b = ev->import_reverted;

	return many(rq, (uint64_t)b->removed + b->restored, ret);
}

static char *revert_about(struct request *rq, const Duban__Event *ev)
{
	return arena_printf(rq->arena, "%" PRIu64, ev->import_reverted->import_seq);
}

/* ---- principals */

/* The first keys of a store are made alone: until there is a security officer, nobody could
 * confirm. */
static int principal_asks(struct request *rq, const Duban__Event *ev, bool *ret)
{
	uint32_t officers = 1;
	int r = 0;

	(void)ev;
	if (rq->caller->role == DUBAN__ROLE__ROLE_LOCAL)
		r = persons_of_role(rq->txn, rq->now, DUBAN__ROLE__ROLE_SECURITY, &officers);
	*ret = officers > 0 || engine_simulated(rq->engine);
	return r;
}

static char *added_about(struct request *rq, const Duban__Event *ev)
{
	return arena_str(rq->arena, ev->principal_added->principal->name);
}

static char *revoked_about(struct request *rq, const Duban__Event *ev)
{
	return request_principal_name(rq, ev->principal_revoked->num);
}

static char *key_added_about(struct request *rq, const Duban__Event *ev)
{
	return request_principal_name(rq, ev->principal_key_added->num);
}

static char *key_revoked_about(struct request *rq, const Duban__Event *ev)
{
	return request_principal_name(rq, ev->principal_key_revoked->num);
}

/* ---- years */

struct looking {
	char *year;
	bool found;
};

static bool same_year(void *user, const Duban__Pending *p)
{
	struct looking *l = user;

	l->found =
	    l->found || (p->state == PENDING_STATE(CONFIRMED) &&
			 strcmp(p->command, "year_close") == 0 && strcmp(p->about, l->year) == 0);
	return !l->found;
}

static char *year_about(struct request *rq, const Duban__Event *ev)
{
	uint32_t year = 0;

	if (ev->body_case == DUBAN__EVENT__BODY_YEAR_CARRIED)
		year = ev->year_carried->from_year;
	else
		year = ev->body_case == DUBAN__EVENT__BODY_YEAR_CLOSED ? ev->year_closed->year->year
								       : ev->year_put->year->year;
	return arena_printf(rq->arena, "%u", year);
}

/* A large city's year is closed by several commands: who confirmed the first confirmed the
 * close. */
static int close_asks(struct request *rq, const Duban__Event *ev, bool *ret)
{
	struct looking l = {.year = year_about(rq, ev)};
	int r = l.year ? pendings_each(rq->txn, same_year, &l) : -ENOMEM;

	*ret = !l.found;
	return r;
}

/* ---- the parameters of all this */

static const Duban__Parameter *parameter_of(const Duban__Event *ev)
{
	return ev->body_case == DUBAN__EVENT__BODY_PARAMETER_SET ? ev->parameter_set->parameter
								 : ev->record_removed->parameter;
}

static int parameter_asks(struct request *rq, const Duban__Event *ev, bool *ret)
{
	const Duban__Parameter *p = parameter_of(ev);

	(void)rq;
	*ret = p && strncmp(p->key, "second.", strlen("second.")) == 0;
	return 0;
}

static char *parameter_about(struct request *rq, const Duban__Event *ev)
{
	const Duban__Parameter *p = parameter_of(ev);

	return arena_printf(rq->arena, "%s %s", p ? p->key : "", p ? p->value : "");
}

/* ---- clock and restores */

static char *restore_about(struct request *rq, const Duban__Event *ev)
{
	char at[INSTANT_TEXT_MAX];

	return arena_printf(rq->arena, "%" PRIu64 " %s", ev->restore_accepted->backup_seq,
			    instant_text(ev->restore_accepted->backup_at, rq->zone_minutes, at));
}

static char *nothing(struct request *rq, const Duban__Event *ev)
{
	(void)ev;
	return arena_str(rq->arena, "");
}

/* By what the command writes. The first row that asks says what it is about. */
static const struct second_row rows[] = {
    {DUBAN__EVENT__BODY_IMPORT_DONE, import_asks, import_about},
    {DUBAN__EVENT__BODY_IMPORT_REVERTED, revert_asks, revert_about},
    {DUBAN__EVENT__BODY_PRINCIPAL_ADDED, principal_asks, added_about},
    {DUBAN__EVENT__BODY_PRINCIPAL_REVOKED, principal_asks, revoked_about},
    {DUBAN__EVENT__BODY_PRINCIPAL_KEY_ADDED, principal_asks, key_added_about},
    {DUBAN__EVENT__BODY_PRINCIPAL_KEY_REVOKED, principal_asks, key_revoked_about},
    {DUBAN__EVENT__BODY_CLOCK_ACCEPTED, NULL, nothing},
    {DUBAN__EVENT__BODY_CLOCK_REPAIRED, NULL, nothing},
    {DUBAN__EVENT__BODY_RESTORE_ACCEPTED, NULL, restore_about},
    {DUBAN__EVENT__BODY_YEAR_CARRIED, close_asks, year_about},
    {DUBAN__EVENT__BODY_YEAR_CLOSED, close_asks, year_about},
    {DUBAN__EVENT__BODY_YEAR_PUT, NULL, year_about},
    {DUBAN__EVENT__BODY_PARAMETER_SET, parameter_asks, parameter_about},
    {DUBAN__EVENT__BODY_RECORD_REMOVED, parameter_asks, parameter_about},
};

/* The row and the first event of the draft that ask; *ret NULL: none. */
static int find(struct request *rq, const struct second_row **ret, const Duban__Event **ret_event)
{
	int r = 0;

	*ret = NULL;
	for (size_t i = 0; i < sizeof rows / sizeof *rows && !r && !*ret; i++)
		for (size_t k = 0; k < rq->n_event && !r && !*ret; k++) {
			bool asks = true;

			if (rq->event[k]->body_case != rows[i].body)
				continue;
			if (rows[i].asks)
				r = rows[i].asks(rq, rq->event[k], &asks);
			*ret = asks ? &rows[i] : NULL;
			*ret_event = rq->event[k];
		}
	return r;
}

static bool switches_on(const Duban__Event *ev)
{
	return ev->body_case == DUBAN__EVENT__BODY_PARAMETER_SET &&
	       strcmp(ev->parameter_set->parameter->key, "second.person") == 0 &&
	       strcmp(ev->parameter_set->parameter->value, "yes") == 0;
}

/* With one person in the office nothing could be confirmed, nor switched off again. */
static int check_switch(struct request *rq)
{
	uint32_t n = 2;
	int r = 0;

	for (size_t i = 0; i < rq->n_event && !r; i++)
		if (switches_on(rq->event[i]))
			r = persons_of_role(rq->txn, rq->now, DUBAN__ROLE__ROLE_OFFICE, &n);
	if (r)
		return r;
	n += engine_simulated(rq->engine); /* its admin socket is a hand of the office */
	return n < 2 ? request_refuse(rq, STATUS_CONFLICT, "second.nobody", NULL) : 0;
}

/* Most commands write nothing that a row is about: for them no parameter is read. */
static bool concerned(const struct request *rq)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t k = 0; k < rq->n_event; k++)
			if (rq->event[k]->body_case == rows[i].body)
				return true;
	return false;
}

int second_asked(struct request *rq, bool *ret)
{
	const struct second_row *row;
	const Duban__Event *ev;
	int64_t on = 0;
	int r;

	*ret = false;
	if (rq->as || !concerned(rq))
		return 0;
	r = number(rq, "second.person", &on);
	if (r)
		return r;
	if (!on)
		return check_switch(rq);
	r = find(rq, &row, &ev);
	*ret = row != NULL;
	return r;
}

char *second_about(struct request *rq)
{
	const struct second_row *row;
	const Duban__Event *ev;
	int r = find(rq, &row, &ev);

	if (r)
		return NULL;
	return row ? row->about(rq, ev) : arena_str(rq->arena, "");
}
