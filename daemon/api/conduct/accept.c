/* Accepted proposals that become records of conduct: 约谈, 通报, 移交. The record is checked as if
 * it had been typed in. Proposals that are accepted under one 文号 for one unit are one record,
 * which names all their lamps. */
#include <string.h>

#include "api/core/request.h"
#include "api/proposal/effect.h"
#include "api/records/record.h"
#include "model/calendar/calendar.h"
#include "model/core/record.h"
#include "model/office/holder.h"
#include "model/office/person.h"
#include "model/param/parameter.h"
#include "model/ranking/standing.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/txn.h"

/* The record under construction, and the first failure. */
struct draft {
	struct request *rq;
	struct accepting *x;
	Duban__RecordSetRequest set;
	int r;
};

static struct draft draft(struct request *rq, struct accepting *x, Duban__ImportKind kind)
{
	struct draft d = {.rq = rq, .x = x, .set = DUBAN__RECORD_SET_REQUEST__INIT};

	d.set.kind = kind;
	return d;
}

static void put(struct draft *d, const char *column, const char *value)
{
	if (!d->r && (!value || *value))
		d->r = record_cell(d->rq, &d->set, column, value);
}

static void put_day(struct draft *d, const char *column, date_t day)
{
	char text[DATE_TEXT_MAX];

	put(d, column, arena_str(d->rq->arena, date_text(day, text)));
}

/* Points off: as said, of a new record as the parameter says. */
static void put_points(struct draft *d, const char *key, bool is_new)
{
	int64_t points = d->x->q->deducted;

	if (!d->r && !d->x->q->has_deducted && is_new)
		d->r = parameter_number(d->rq->txn, d->rq->arena, d->x->project, key, &points);
	if (d->x->q->has_deducted || is_new)
		put(d, "deducted", arena_printf(d->rq->arena, "%lld", (long long)points));
}

/* The lamps that the record is about, with this one. */
static void put_source(struct draft *d, char *const *before, size_t n)
{
	const char *text = d->x->ground;

	for (size_t i = n; i > 0 && text; i--) {
		if (strcmp(before[i - 1], d->x->ground) == 0)
			continue;
		text = arena_printf(d->rq->arena, "%s;%s", before[i - 1], text);
	}
	put(d, "source", text);
}

/* What all of them have. */
static void put_common(struct draft *d, bool is_new)
{
	put(d, "number", d->x->q->document);
	put(d, "unit", request_unit_id(d->rq, d->x->p->unit));
	if (is_new && d->x->project)
		put(d, "project", d->x->project->code);
	if (is_new)
		put(d, "reason", d->x->q->reason);
	put(d, "person", d->x->q->person);
}

static int finish(struct draft *d, const char *noun)
{
	if (!d->r)
		d->r = record_within(d->rq, &d->set);
	if (d->r)
		return d->r;
	d->x->effect = arena_printf(d->rq->arena, "%s %s", noun, d->x->q->document);
	return d->x->effect ? 0 : -ENOMEM;
}

/* A number belongs to one unit. */
static int check_number(struct request *rq, const struct accepting *x, uint32_t unit)
{
	return unit == x->p->unit ? 0
				  : request_refuse(rq, STATUS_CONFLICT, "conduct.number_taken",
						   x->q->document, request_unit_id(rq, unit), NULL);
}

/* *ret: the day said, else the n-th working day from today; never a past one. */
static int day_ahead(struct request *rq, const struct accepting *x, const char *key, date_t *ret)
{
	char text[DATE_TEXT_MAX];
	int64_t n = 0;
	int r = 0;

	if (!x->q->on_date) {
		r = parameter_number(rq->txn, rq->arena, x->project, key, &n);
		*ret = calendar_add(rq->calendar, rq->today, (int)n);
		return r;
	}
	*ret = date_from_ymd(x->q->on_date);
	if (*ret == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", x->q->on_date), NULL);
	if (*ret < rq->today)
		return request_refuse(rq, STATUS_INVALID, "proposal.day_past",
				      date_text(*ret, text), NULL);
	return 0;
}

/* Nobody is named: it is the head of the unit (主要负责人), if there is one today. */
static void put_head(struct draft *d)
{
	struct holder_of ask = {.to = RECIPIENT(HEAD),
				.day = date_ymd(d->rq->today),
				.project = d->x->project,
				.unit = d->x->p->unit};
	const Duban__Person *p = NULL;
	struct holders all;

	if (!d->r)
		d->r = holders_of(d->rq->txn, d->rq->arena, &ask, &all);
	for (size_t i = 0; !d->r && i < all.n && !p; i++)
		p = person_get(d->rq->txn, d->rq->arena, all.holder[i].person);
	if (p)
		put(d, "person", p->id);
}

static int accept_talk(struct request *rq, struct accepting *x)
{
	struct draft d = draft(rq, x, IMPORT_KIND(TALKS));
	const Duban__Talk *was =
	    record_get(rq->txn, TABLE_talk, key_bytes(key_text(KEY(), x->q->document)),
		       &duban__talk__descriptor, rq->arena);
	date_t day = DATE_NONE;

	if (was)
		d.r = check_number(rq, x, was->unit);
	if (was && !d.r && (was->held_date || was->cancelled_date))
		d.r = request_refuse(rq, STATUS_CONFLICT, "talk.over", x->q->document, NULL);
	if (!d.r)
		d.r = day_ahead(rq, x, "talk.hold_wd", &day);
	put_common(&d, !was);
	if (!was && !*x->q->person)
		put_head(&d);
	put(&d, "talker", x->q->by);
	if (!d.r && (!was || x->q->on_date))
		put_day(&d, "planned", day);
	put_points(&d, "talk.deducted", !was);
	put_source(&d, was ? was->source : NULL, was ? was->n_source : 0);
	return finish(&d, "talk");
}
PROPOSAL_EFFECT(TALK, .takes = ACCEPT_PERSON | ACCEPT_BY | ACCEPT_DAY | ACCEPT_POINTS,
		.accept = accept_talk);

/* Of a proposal that a ranking made: its month, and the place in it, of a criticism counted from
 * the last. */
static void put_place(struct draft *d)
{
	const Duban__Proposal *p = d->x->p;
	const struct standing *of = NULL;
	struct standings all;
	uint32_t rank;

	if (d->r || p->rule || strcmp(p->subject->kind, STANDING_KIND) != 0)
		return;
	d->r = standings_load(d->rq->txn, d->rq->arena, p->unit, STANDING_MONTHS_MAX, &all);
	if (!d->r)
		of = standing_of_step(&all, p->occurrence, p->step, p->kind);
	if (!of)
		return;
	rank = p->kind == PROPOSAL_KIND(REWARD) ? of->ranking->line[of->line]->rank
						: standing_from_last(of);
	put(d, "about",
	    arena_printf(d->rq->arena, "%u-%02u", p->occurrence / 100, p->occurrence % 100));
	put(d, "rank", arena_printf(d->rq->arena, "%u", rank));
}

static const Duban__Circular *circular_was(struct request *rq, const struct accepting *x)
{
	struct key *k = key_u32(key_text(KEY(), x->q->document), x->p->unit);

	return record_get(rq->txn, TABLE_circular, key_bytes(k), &duban__circular__descriptor,
			  rq->arena);
}

static int accept_circular(struct request *rq, struct accepting *x)
{
	struct draft d = draft(rq, x, IMPORT_KIND(CIRCULARS));
	const Duban__Circular *was = circular_was(rq, x);
	date_t day = rq->today;

	if (x->q->on_date)
		d.r = request_day(rq, x->q->on_date, &day);
	if (was && was->kind != DUBAN__CIRCULAR_KIND__CIRCULAR_KIND_CRITICISM)
		d.r =
		    request_refuse(rq, STATUS_CONFLICT, "circular.is_reward", x->q->document, NULL);
	put_common(&d, !was);
	put(&d, "kind", "criticism");
	if (!was || x->q->on_date)
		put_day(&d, "issued", day);
	put_place(&d);
	put_points(&d, "circular.deducted", !was);
	put_source(&d, was ? was->source : NULL, was ? was->n_source : 0);
	return finish(&d, "circular");
}
PROPOSAL_EFFECT(CIRCULAR, .takes = ACCEPT_PERSON | ACCEPT_DAY | ACCEPT_POINTS,
		.accept = accept_circular);

static int accept_reward(struct request *rq, struct accepting *x)
{
	struct draft d = draft(rq, x, IMPORT_KIND(CIRCULARS));
	const Duban__Circular *was = circular_was(rq, x);
	date_t day = rq->today;

	if (x->q->on_date)
		d.r = request_day(rq, x->q->on_date, &day);
	if (was && was->kind != DUBAN__CIRCULAR_KIND__CIRCULAR_KIND_REWARD)
		d.r = request_refuse(rq, STATUS_CONFLICT, "circular.is_criticism", x->q->document,
				     NULL);
	put_common(&d, !was);
	put(&d, "kind", "reward");
	if (!was || x->q->on_date)
		put_day(&d, "issued", day);
	put_place(&d);
	put_source(&d, was ? was->source : NULL, was ? was->n_source : 0);
	return finish(&d, "circular");
}
PROPOSAL_EFFECT(REWARD, .takes = ACCEPT_PERSON | ACCEPT_DAY, .accept = accept_reward);

static int accept_referral(struct request *rq, struct accepting *x)
{
	struct draft d = draft(rq, x, IMPORT_KIND(REFERRALS));
	const Duban__Referral *was =
	    record_get(rq->txn, TABLE_referral, key_bytes(key_text(KEY(), x->q->document)),
		       &duban__referral__descriptor, rq->arena);
	date_t day = rq->today;

	if (!was && !x->q->offence)
		return request_refuse(rq, STATUS_INVALID, "proposal.needs_offence", x->q->id, NULL);
	if (was)
		d.r = check_number(rq, x, was->unit);
	if (!d.r && x->q->on_date)
		d.r = request_day(rq, x->q->on_date, &day);
	put_common(&d, !was);
	if (x->q->offence)
		put(&d, "offence", wire_enum_name(&duban__offence__descriptor, (int)x->q->offence));
	if (!was || x->q->on_date)
		put_day(&d, "sent", day);
	put_points(&d, "referral.deducted", !was);
	put_source(&d, was ? was->source : NULL, was ? was->n_source : 0);
	return finish(&d, "referral");
}
PROPOSAL_EFFECT(REFER, .takes = ACCEPT_PERSON | ACCEPT_DAY | ACCEPT_OFFENCE | ACCEPT_POINTS,
		.accept = accept_referral);
