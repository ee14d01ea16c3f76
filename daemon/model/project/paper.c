#include "model/project/paper.h"

#include <stdio.h>

#include "base/data.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/txn.h"

enum { DEFS_MAX = 64, COLUMNS = 5 };

static struct paper_def defs[DEFS_MAX];
static char text[16 * 1024];
static size_t n_defs;

static void add(char **cell)
{
	assert(n_defs < DEFS_MAX);
	defs[n_defs++] = (struct paper_def){
	    .paper = cell[0],
	    .name = cell[1],
	    .alternative = cell[2],
	    .required = strcmp(cell[3], "yes") == 0,
	    .basis = cell[4],
	};
}

size_t paper_defs(const struct paper_def **ret)
{
	if (n_defs == 0)
		data_rows(data_papers(), (struct data_text){text, sizeof text}, COLUMNS, add);
	if (ret)
		*ret = defs;
	return n_defs;
}

const struct paper_def *paper_def(const char *key_or_name)
{
	const struct paper_def *d;
	size_t n = paper_defs(&d);

	for (size_t i = 0; i < n; i++)
		if (strcmp(d[i].paper, key_or_name) == 0 || strcmp(d[i].name, key_or_name) == 0)
			return &d[i];
	return NULL;
}

static struct key *paper_key(struct key *k, uint32_t project, const char *paper)
{
	return key_text(key_u32(k, project), paper);
}

Duban__Paper *paper_get(struct txn *t, struct arena *a, uint32_t project, const char *paper)
{
	return record_get(t, TABLE_paper, key_bytes(paper_key(KEY(), project, paper)),
			  &duban__paper__descriptor, a);
}

static bool alternatives(const struct paper_def *x, const struct paper_def *y)
{
	return x == y || (*x->alternative && strcmp(x->alternative, y->alternative) == 0);
}

/* The names of all papers that would satisfy row `at`, joined by "/". NULL if one of them is there,
 * or if an earlier row with the same alternative was asked already. */
static char *wanted(struct txn *t, struct arena *a, uint32_t project, size_t at)
{
	char *name = NULL;

	for (size_t i = 0; i < n_defs; i++) {
		if (!alternatives(&defs[at], &defs[i]))
			continue;
		if (i < at || paper_get(t, a, project, defs[i].paper))
			return NULL;
		name = name ? arena_printf(a, "%s/%s", name, defs[i].name)
			    : arena_str(a, defs[i].name);
	}
	return name;
}

int papers_missing(struct txn *t, struct arena *a, uint32_t project, struct paper_names *ret)
{
	struct paper_names m = {.n = 0};
	size_t n = paper_defs(NULL);

	for (size_t i = 0; i < n; i++) {
		char *name = defs[i].required ? wanted(t, a, project, i) : NULL;

		if (!name)
			continue;
		m.name = arena_grow(a, m.name, m.n, sizeof *m.name);
		if (!m.name)
			return -ENOMEM;
		m.name[m.n++] = name;
	}
	*ret = m;
	return txn_error(t);
}
