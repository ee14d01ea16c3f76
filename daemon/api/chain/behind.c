#include "api/chain/behind.h"

#include "model/link/step.h"
#include "proto/enums.h"

static size_t index_of(const struct template_link *row, size_t n, uint32_t no)
{
	size_t i = 0;

	while (i < n && row[i].no != no)
		i++;
	return i;
}

/* The depth is at most the number of links: a template has no cycle. */
static void mark(const struct template_link *row, size_t n, uint32_t no, struct behind *io)
{
	size_t i = index_of(row, n, no);

	if (i == n || i >= LINKS_MAX || io->done[i])
		return;
	io->done[i] = io->any = true;
	for (size_t k = 0; k < row[i].n_after; k++)
		mark(row, n, row[i].after[k], io);
}

static bool taken(const struct template_link *row, const struct behind *b)
{
	uint32_t day;

	return row->step && step_taken(b->project, b->life, (Duban__LinkStep)row->step, &day);
}

void behind_find(const struct template_link *row, size_t n, struct behind *io)
{
	for (size_t i = 0; i < n; i++)
		if (taken(&row[i], io) || row[i].no == io->reached)
			mark(row, n, row[i].no, io);
}

const struct template_link *behind_untaken(const struct template_link *row, size_t n,
					   const struct behind *b)
{
	for (size_t i = 0; i < n; i++)
		if (b->done[i] && row[i].step && !taken(&row[i], b))
			return &row[i];
	return NULL;
}

bool behind_all_before(const struct template_link *row, size_t n, size_t at, const struct behind *b)
{
	for (size_t k = 0; k < row[at].n_after; k++) {
		size_t i = index_of(row, n, row[at].after[k]);

		if (i < n && !b->done[i] && !(b->skip[i] && behind_all_before(row, n, i, b)))
			return false;
	}
	return true;
}
