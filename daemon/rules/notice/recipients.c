#include "rules/notice/recipients.h"

#include <errno.h>

#include "model/ladder/ladder.h"
#include "model/office/holder.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "rules/notice/office_hours.h"
#include "store/db/txn.h"

int recipients_name(struct recipients_of *of, uint32_t person, Duban__Recipient post, uint32_t step)
{
	struct recipients *io = of->ret;
	struct recipient *grown;

	for (size_t i = 0; i < io->n; i++)
		if (io->to[i].person == person) {
			io->to[i].step = step;
			return 0;
		}
	grown = arena_grow(of->scan->arena, io->to, io->n, sizeof *grown);
	if (!grown)
		return -ENOMEM;
	io->to = grown;
	grown[io->n++] =
	    (struct recipient){.person = person,
			       .step = step,
			       .as = post,
			       .post = wire_enum_name(&duban__recipient__descriptor, (int)post)};
	return 0;
}

/* Whom a subject names as its 责任人 may be a leader of the city, as the 分管副市长 of a problem:
 * he is told as what he is. */
static int find_leader(struct recipients_of *of, uint32_t person, Duban__Recipient *io)
{
	static const Duban__Recipient posts[] = {RECIPIENT(VICE_MAYOR), RECIPIENT(EXECUTIVE_MAYOR),
						 RECIPIENT(MAYOR)};
	struct subject_scan *s = of->scan;
	struct holder_of ask = of->ask;
	int r = 0;

	for (size_t i = 0; i < sizeof posts / sizeof *posts && !r; i++) {
		struct holders h;

		ask.to = posts[i];
		r = holders_again(s->txn, s->arena, s->holders, &ask, &h);
		for (size_t k = 0; !r && k < h.n; k++)
			if (h.holder[k].person == person) {
				*io = posts[i];
				return 0;
			}
	}
	return r;
}

/* Leaders who get no texts about single matters do not count as reached. */
static int add_responsible(struct recipients_of *of, uint32_t person, uint32_t step)
{
	Duban__Recipient post = RECIPIENT(RESPONSIBLE);
	int64_t max = 1;
	int r = find_leader(of, person, &post);

	if (!r && post != RECIPIENT(RESPONSIBLE))
		r = notice_texts_max(of->scan->txn, of->scan->arena,
				     wire_enum_name(&duban__recipient__descriptor, (int)post),
				     &max);
	return r || !max ? r : recipients_name(of, person, post, step);
}

int recipients_add(struct recipients_of *of, Duban__Recipient post, uint32_t step)
{
	struct subject_scan *s = of->scan;
	struct holders h;
	int r;

	of->ask.to = post;
	of->ask.day = date_ymd(date_at(s->now, s->zone_minutes));
	r = holders_again(s->txn, s->arena, s->holders, &of->ask, &h);
	for (size_t i = 0; i < h.n && !r; i++)
		if (h.holder[i].person && !h.holder[i].gap &&
		    holder_has_number(s->txn, s->arena, h.holder[i].person))
			r = post == RECIPIENT(RESPONSIBLE)
				? add_responsible(of, h.holder[i].person, step)
				: recipients_name(of, h.holder[i].person, post, step);
	return r;
}

/* The steps of a warning, and the ladder that they are of. */
struct climbed {
	struct recipients_of *of;
	struct ladder ladder;
};

static int add_posts(struct recipients_of *of, const Duban__Recipient *to, size_t n, uint32_t step)
{
	int r = 0;

	for (size_t i = 0; i < n && !r; i++)
		r = recipients_add(of, to[i], step);
	return r;
}

/* A step that reaches nobody, for the posts are empty or their holders have no number, goes to the
 * next one's; if that reaches nobody either, at last to the office. */
static int add_step(struct climbed *c, const Duban__Recipient *to, size_t n, uint32_t step)
{
	struct recipients here = {}, *all = c->of->ret;
	int r;

	c->of->ret = &here;
	r = add_posts(c->of, to, n, step);
	for (size_t i = 0; i < c->ladder.n && !r && !here.n; i++)
		if (c->ladder.step[i]->step > step)
			r = add_posts(c->of, c->ladder.step[i]->to, c->ladder.step[i]->n_to, step);
	if (!r && !here.n)
		r = recipients_add(c->of, RECIPIENT(OFFICE), step);
	c->of->ret = all;
	for (size_t i = 0; i < here.n && !r; i++)
		r = recipients_name(c->of, here.to[i].person, here.to[i].as, step);
	return r;
}

/* The first step is the raise itself. Reminders have no ladder, and a lamp may have none: its own
 * people are told. */
static int add_all(struct climbed *c, const Duban__Warning *w)
{
	static const Duban__Recipient own[] = {RECIPIENT(RESPONSIBLE), RECIPIENT(CONTACT)};
	const Duban__LadderStep *first = w->step ? ladder_step(&c->ladder, 1) : NULL;
	int r = first ? add_step(c, first->to, first->n_to, 1)
		      : add_step(c, own, sizeof own / sizeof *own, 1);

	for (size_t i = 0; i < w->n_stepped && !r; i++)
		r = add_step(c, w->stepped[i]->to, w->stepped[i]->n_to, w->stepped[i]->step);
	return r;
}

int recipients_of(struct subject_scan *s, const Duban__Warning *w, struct recipients *ret)
{
	const struct subject_kind *k = w ? subject_kind_of(w->subject) : NULL;
	struct subject_about about = {.txn = s->txn,
				      .arena = s->arena,
				      .id = w ? w->subject : NULL,
				      .name = "",
				      .leader = "",
				      .person = "",
				      .words = ""};
	struct recipients_of of = {.scan = s, .ret = ret};
	struct climbed c = {.of = &of};
	int r;

	*ret = (struct recipients){};
	/* what follows from another lamp is told with that one */
	if (!w || w->state != WARNING_STATE(OPEN) || w->root)
		return 0;
	if (w->subject->project)
		about.project = project_get(s->txn, s->arena, w->subject->project);
	if (!k || !k->about || (w->subject->project && !about.project) || !k->about(&about))
		return txn_error(s->txn);
	of.ask = (struct holder_of){
	    .project = about.project,
	    .leader = about.leader_num,
	    .person = about.person_num,
	    .leader_name = about.leader,
	    .person_name = about.person,
	    .unit = w->turn_unit ? w->turn_unit : about.unit,
	};
	r = ladder_load(s->txn, s->arena, w->ladder, &c.ladder);
	r = r ? r : add_all(&c, w);
	return r ? r : txn_error(s->txn);
}

const struct recipient *recipient_in(const struct recipients *r, uint32_t person)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->to[i].person == person)
			return &r->to[i];
	return NULL;
}
