/* The descriptions of records (proto/record) say what the daemon's tables of columns say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/records/kind.h"
#include "proto/record/record.h"

static Duban__SheetType sheet_type(const struct record_column *c)
{
	if (c->many)
		return DUBAN__SHEET_TYPE__SHEET_TYPE_LIST;
	switch (c->type) {
	case RECORD_NUMBER:
	case RECORD_YEAR:
		return DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER;
	case RECORD_MONEY:
		return DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY;
	case RECORD_DATE:
		return DUBAN__SHEET_TYPE__SHEET_TYPE_DATE;
	case RECORD_MONTH:
		return DUBAN__SHEET_TYPE__SHEET_TYPE_MONTH;
	default:
		return DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT;
	}
}

static void check(const struct import_kind *k)
{
	const struct journal_record *r = record_of(k->kind);
	size_t n_key = 0;

	assert_non_null(r);
	for (size_t i = 0; k->column[i].name || r->column[i].name; i++) {
		const struct record_column *c = &r->column[i];

		if (!c->name || !k->column[i].name || strcmp(c->name, k->column[i].name) != 0)
			fail_msg("%s: column %zu is %s, not %s", r->name, i, k->column[i].name,
				 c->name);
		if (sheet_type(c) != k->column[i].type)
			fail_msg("%s: the type of %s", r->name, c->name);
		if (c->key != (i < k->n_key))
			fail_msg("%s: is %s a key?", r->name, c->name);
		n_key += c->key;
	}
	if (n_key != k->n_key || r->roles != k->roles || r->city_only != k->city_only ||
	    r->by_list != k->by_list || r->by_day != k->by_day)
		fail_msg("%s: roles or flags", r->name);
	if (k->write && strcmp(r->table, table_name(k->table)) != 0)
		fail_msg("%s: table %s", r->name, r->table);
}

static void descriptions_are_the_tables(void **state)
{
	size_t n = 0;

	(void)state;
	SECTION_FOREACH(duban_import_kinds, struct import_kind, it)
	{
		check(*it);
		n++;
	}
	assert_int_equal(n, 27);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(descriptions_are_the_tables)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
