#include "api/link/import.h"

#include <string.h>

#include "api/cell/cell_value.h"
#include "api/core/checks.h"
#include "model/chain/limit.h"
#include "model/chain/schedule.h"
#include "model/link/step.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/db.h"

const struct record_column *link_columns(void)
{
	return record_column(record_of(DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS), "name");
}

static bool cleared(const struct cell *c)
{
	return c->clear || strcmp(c->text, "-") == 0;
}

static bool read_limit(const struct cell *c, Duban__Link *l)
{
	Duban__Limit *limit;
	uint32_t n, fixed;
	int kind;

	if (cell_empty(c))
		return cell_needed(c, !l->limit);
	if (!limit_parse(c->text, &kind, &n, &fixed))
		return cell_refuse(c, "link.bad_limit", NULL);
	limit = arena_alloc(c->in->scratch, sizeof *limit);
	if (!limit) {
		c->in->full = true;
		return false;
	}
	duban__limit__init(limit);
	limit->kind = (Duban__LimitKind)kind;
	limit->n = n;
	limit->fixed_date = fixed;
	l->limit = limit;
	return true;
}

static bool read_after(const struct cell *c, Duban__Link *l)
{
	struct cell part = *c;
	char **list = NULL;
	uint32_t *no;
	size_t n = 0;

	if (cleared(c)) {
		l->n_after = 0;
		l->after = NULL;
		return true;
	}
	if (cell_empty(c))
		return true;
	if (!cell_list(c, PREREQUISITES_MAX, &list, &n))
		return false;
	no = arena_alloc(c->in->scratch, (n + 1) * sizeof *no);
	if (!no) {
		c->in->full = true;
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		part.text = list[i];
		if (!cell_number(&part, 1, LINK_NO_MAX, &no[i]))
			return false;
	}
	l->after = no;
	l->n_after = n;
	return true;
}

static bool read_who(const struct cell *c, Duban__Who **io)
{
	if (cleared(c)) {
		*io = NULL;
		return true;
	}
	return cell_who(c, io);
}

static bool read_unit(const struct cell *c, uint32_t *io)
{
	if (cleared(c)) {
		*io = 0;
		return true;
	}
	return cell_unit(c, io);
}

static bool read_begin(const struct cell *c, uint32_t *io)
{
	if (cleared(c)) {
		*io = 0;
		return true;
	}
	return cell_date(c, io);
}

/* "-" takes the step away: also the one that the link's template has. */
static bool read_step(const struct cell *c, Duban__Link *l)
{
	int step = (int)l->is;

	if (cleared(c))
		step = (int)LINK_STEP(NONE);
	else if (!cell_enum(c, &duban__link_step__descriptor, &step))
		return false;
	l->is = (Duban__LinkStep)step;
	return true;
}

static bool read_evidence(const struct cell *c, char **io)
{
	if (cleared(c)) {
		*io = (char *)protobuf_c_empty_string;
		return true;
	}
	return cell_text(c, TEXT_MAX, io);
}

/* A link needs a leader or a person who is responsible. */
static bool check_who(const struct cell *leader, const Duban__Link *l)
{
	if (l->leader || l->person || leader->in->unnamed)
		return true;
	return cell_refuse(leader, "link.nobody", NULL);
}

bool link_read(struct intake *in, const struct cell cell[LINK_COLUMNS_], Duban__Link *io)
{
	bool is_new = io->limit == NULL, fine;
	struct checks all = {0};
	int class = (int)io->class_;

	checks_fine(&all, cell_needed(&cell[LINK_NAME], is_new));
	checks_fine(&all, cell_needed(&cell[LINK_CLASS], is_new));
	checks_fine(&all, cell_needed(&cell[LINK_UNIT], is_new));
	checks_fine(&all, cell_text(&cell[LINK_NAME], NAME_MAX_BYTES, &io->name));
	checks_fine(&all, cell_enum(&cell[LINK_CLASS], &duban__link_class__descriptor, &class));
	checks_fine(&all, cell_unit(&cell[LINK_UNIT], &io->unit));
	checks_fine(&all, read_who(&cell[LINK_LEADER], &io->leader));
	checks_fine(&all, read_who(&cell[LINK_PERSON], &io->person));
	checks_fine(&all, read_after(&cell[LINK_AFTER], io));
	checks_fine(&all, read_limit(&cell[LINK_LIMIT], io));
	checks_fine(&all, read_unit(&cell[LINK_SERVICE_UNIT], &io->service_unit));
	checks_fine(&all, read_begin(&cell[LINK_BEGIN], &io->begin_date));
	checks_fine(&all, read_evidence(&cell[LINK_EVIDENCE], &io->evidence));
	checks_fine(&all, read_step(&cell[LINK_IS], io));
	fine = checks_passed(&all) && check_who(&cell[LINK_LEADER], io);
	io->class_ = (Duban__LinkClass) class;
	return fine && !in->full;
}

static int by_no(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static bool check_known(struct intake *in, const struct link_row *row, size_t n)
{
	uint32_t *no = arena_alloc(in->scratch, (n + 1) * sizeof *no);
	bool fine = no != NULL;

	in->full = in->full || !no;
	for (size_t i = 0; no && i < n; i++)
		no[i] = row[i].link->no;
	if (no)
		qsort(no, n, sizeof *no, by_no);
	for (size_t i = 0; no && i < n && row[i].touched; i++) {
		const Duban__Link *l = row[i].link;

		for (size_t k = 0; k < l->n_after; k++)
			if (!bsearch(&l->after[k], no, n, sizeof *no, by_no))
				fine = cell_refuse(&row[i].after, "link.unknown_prerequisite",
						   arena_printf(in->scratch, "%u", l->after[k]));
	}
	return fine;
}

static bool check_cycles(struct intake *in, const struct link_row *row, size_t n)
{
	struct schedule p = {.n = n};
	enum schedule_fault fault;
	uint32_t no = 0;
	size_t at = 0;

	p.link = arena_alloc(in->scratch, (n + 1) * sizeof *p.link);
	if (!p.link) {
		in->full = true;
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		p.link[i].no = row[i].link->no;
		p.link[i].after = row[i].link->after;
		p.link[i].n_after = row[i].link->n_after;
	}
	fault = schedule_check(&p, &at, &no);
	if (fault == SCHEDULE_FINE)
		return true;
	/* the stored links have no cycle, so a touched row closes it */
	if (at >= n || !row[at].touched)
		at = 0;
	return cell_refuse(&row[at].after, "link.cycle", arena_printf(in->scratch, "%u", no));
}

/* Two links of a chain cannot both be the same step: which one would tell its day? */
static bool check_steps(struct intake *in, const struct link_row *row, size_t n)
{
	bool fine = true;

	for (size_t i = 0; i < n && row[i].touched; i++)
		for (size_t k = 0; k < n; k++) {
			Duban__LinkStep step = link_step(row[i].link);

			if (k == i || step == LINK_STEP(NONE) || step != link_step(row[k].link))
				continue;
			fine = cell_refuse(&row[i].is, "link.step_twice",
					   arena_printf(in->scratch, "%u", row[k].link->no));
		}
	return fine;
}

bool link_rows_check(struct intake *in, const struct link_row *row, size_t n)
{
	if (n == 0 || !row[0].touched)
		return true;
	if (n > LINKS_MAX)
		return cell_refuse(&row[0].after, "chain.too_many_links",
				   arena_printf(in->scratch, "%d", LINKS_MAX));
	return check_known(in, row, n) && check_cycles(in, row, n) && check_steps(in, row, n);
}
