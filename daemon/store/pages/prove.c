#include "store/pages/prove.h"

#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "store/db/db_private.h"
#include "store/db/sums.h"
#include "store/db/txn_private.h"
#include "store/pages/pages.h"

struct proof {
	struct pages *pages;
	uint32_t schema, said; /* the number in the table `schema`; the one beside the sums */
	bool has_schema, has_sums;
	struct table_sums want;
	struct table_sum sum; /* of the table being walked */
	const char *table;
};

static int take_schema(void *user, struct bytes key, struct bytes value)
{
	struct proof *p = user;
	uint32_t number;

	(void)key;
	if (p->has_schema || value.size != sizeof number)
		return pages_says(p->pages, "the schema number is damaged");
	memcpy(&number, value.data, sizeof number);
	p->schema = le32toh(number);
	p->has_schema = true;
	return 0;
}

static int take_sums(void *user, struct bytes key, struct bytes value)
{
	struct proof *p = user;

	if (p->has_sums || !bytes_equal(key, BYTES_STR(SUMS_KEY)) ||
	    !sums_unpack(&p->want, value, &p->said))
		return pages_says(p->pages, "the sums of the tables are damaged");
	p->has_sums = true;
	return 0;
}

static int take_row(void *user, struct bytes key, struct bytes value)
{
	struct proof *p = user;
	uint32_t crc;

	if (!value_crc_fits(key, value, &crc))
		return pages_says(p->pages, "a row of the table %s is damaged", p->table);
	sum_add(&p->sum, p->want.salt, key, crc);
	return 0;
}

static int walk_own(struct proof *p, const char *name, pages_row *row)
{
	size_t table = pages_table(p->pages, name);

	return table == SIZE_MAX ? 0 : pages_walk(p->pages, table, row, p);
}

/* Files of the schemas before 6 have no sums. */
static int check_numbers(struct proof *p)
{
	int r = walk_own(p, SCHEMA_TABLE, take_schema);

	if (!r)
		r = walk_own(p, SUMS_TABLE, take_sums);
	if (r)
		return r;
	if (p->has_sums ? !p->has_schema || p->said != p->schema
			: p->has_schema && p->schema >= SCHEMA_WITH_SUMS)
		return pages_says(p->pages, "the schema number and the sums of the tables do not "
					    "belong together");
	return 0;
}

static enum table table_of(const char *name)
{
	enum table t = 0;

	while (t < TABLE_MAX_ && strcmp(table_name(t), name) != 0)
		t++;
	return t;
}

static int prove_table(struct proof *p, size_t i, bool ours, bool seen[TABLE_MAX_])
{
	enum table t;
	int r;

	p->table = pages_table_name(p->pages, i);
	if (strcmp(p->table, SCHEMA_TABLE) == 0 || strcmp(p->table, SUMS_TABLE) == 0)
		return 0;
	p->sum = (struct table_sum){0, 0};
	r = pages_walk(p->pages, i, take_row, p);
	if (r || !ours)
		return r;
	t = table_of(p->table);
	if (t == TABLE_MAX_)
		return pages_says(p->pages, "there is a table of an unknown name");
	seen[t] = true;
	if (p->sum.a != p->want.of[t].a || p->sum.b != p->want.of[t].b)
		return pages_says(p->pages, "the rows of the table %s do not add up to its sum",
				  p->table);
	return 0;
}

static int prove(struct proof *p)
{
	bool ours, seen[TABLE_MAX_] = {};
	int r = check_numbers(p);

	/* Another program's: its rows are its own matter. */
	if (!r && !p->has_schema && !p->has_sums)
		return 0;
	ours = p->has_sums && p->schema == DB_SCHEMA;
	for (size_t i = 0; i < pages_tables(p->pages) && !r; i++)
		r = prove_table(p, i, ours, seen);
	for (size_t t = 0; t < TABLE_MAX_ && ours && !r; t++)
		if (!seen[t])
			r = pages_says(p->pages, "the table %s is missing", table_name(t));
	return r ? r : pages_walk_free(p->pages);
}

int pages_prove(const char *file, char *fault, size_t size)
{
	_cleanup_(pages_freep) struct pages *pages = NULL;
	struct proof p = {};
	struct stat st;
	int r;

	if (stat(file, &st) < 0 || st.st_size == 0)
		return 0;
	r = pages_open(&pages, file, false);
	p.pages = pages;
	if (!r)
		r = prove(&p);
	if (r == -EBADMSG)
		(void)snprintf(fault, size, "%s is damaged: %s", file, pages_fault(pages));
	return r;
}
