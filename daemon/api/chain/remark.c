/* What is remarked of a chain's dates. */
#include "api/core/remark.h"
#include "api/chain/chain.h"
#include "api/core/request.h"
#include "model/link/link.h"
#include "model/project/project.h"

static const Duban__Link *link_no(const struct chain *c, uint32_t no, size_t *ret_row)
{
	size_t i = 0;

	while (i + 1 < c->n && c->link[i]->no != no)
		i++;
	*ret_row = i;
	return c->link[i];
}

/* Link `i` has a date that its prerequisite `late_after` cannot keep. */
static int date_before(struct request *rq, const Duban__Project *p, const struct chain *c, size_t i,
		       const struct remark_list *to)
{
	char date[DATE_TEXT_MAX], finish[DATE_TEXT_MAX];
	const struct schedule_link *l = &c->schedule.link[i];
	size_t row;
	const Duban__Link *before = link_no(c, l->late_after, &row);

	return remark_add(to, "link.date_before", p->code, arena_printf(rq->arena, "%u", l->no),
			  c->link[i]->name, date_text(l->deadline, date),
			  arena_printf(rq->arena, "%u", before->no), before->name,
			  date_text(c->schedule.link[row].finish, finish), NULL);
}

int chain_remarks(struct request *rq, const Duban__Project *p, struct chain *c,
		  const struct remark_list *to)
{
	int r = c->schedule.start == DATE_NONE ? 0 : chain_dates(rq, p, c);

	for (size_t i = 0; i < c->n && !r && c->schedule.start != DATE_NONE; i++)
		if (c->schedule.link[i].late_after)
			r = date_before(rq, p, c, i, to);
	return r;
}

int chain_remarks_stored(struct request *rq, const Duban__Project *p, uint32_t year)
{
	struct remark_list to = REQUEST_REMARKS(rq);
	struct chain c;
	int r = chain_load(rq->txn, rq->arena, p->num, year ? year : p->year, &c);

	return r ? r : chain_remarks(rq, p, &c, &to);
}
