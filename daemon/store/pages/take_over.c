#include "store/pages/take_over.h"

#include <errno.h>

#include "store/db/txn.h"
#include "store/db/txn_private.h"
#include "store/pages/pages.h"

struct row_copy {
	struct txn *t;
	struct pages *pages;
	enum table table;
	uint64_t got;
};

static int copy_row(void *user, struct bytes key, struct bytes value)
{
	struct row_copy *c = user;
	uint32_t crc;

	if (!value_crc_fits(key, value, &crc))
		return pages_says(c->pages, "a row of the table %s is damaged",
				  table_name(c->table));
	txn_put(c->t, c->table, key, BYTES(value.data, value.size - VALUE_CRC_SIZE));
	c->got++;
	return txn_error(c->t);
}

int db_take_over(struct txn *t, enum table table, struct take_over *k)
{
	_cleanup_(pages_freep) struct pages *pages = NULL;
	struct row_copy c = {.t = t, .table = table};
	size_t i = SIZE_MAX;
	int r = pages_open(&pages, k->file, k->damaged);

	c.pages = pages;
	k->had = k->got = 0;
	k->found = false;
	if (!r)
		i = pages_table(pages, table_name(table));
	if (!r && i != SIZE_MAX) {
		k->found = true;
		k->had = pages_entries(pages, i);
		r = pages_walk(pages, i, copy_row, &c);
		k->got = c.got;
	}
	return k->damaged && r == -EBADMSG ? txn_error(t) : r;
}
