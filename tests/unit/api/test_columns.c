#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/records/kind.h"
#include "proto/wire_name.h"
#include "store/db/db.h"

/* The command line's table of names: without its row a column cannot come in by a file. */
static char *read_table(void)
{
	FILE *in = fopen(SOURCE_DIR "/client/cli/data/columns.csv", "re");
	size_t size = 1 << 20, n;
	char *text = malloc(size);
	assert_non_null(in);
	assert_non_null(text);
	n = fread(text, 1, size - 1, in);
	text[n] = '\0';
	assert_int_equal(fclose(in), 0);
	return text;
}

static void every_column_of_every_kind_has_its_chinese_names(void **state)
{
	char *table = read_table();
	(void)state;
	IMPORT_KINDS_FOREACH(it)
	{
		const char *kind =
		    wire_enum_name(&duban__import_kind__descriptor, (int)(*it)->record->kind);
		size_t i = 0;
		if ((*it)->record->kind == DUBAN__IMPORT_KIND__IMPORT_KIND_SHEET)
			continue; /* its heads are the office's own */
		for (const struct record_column *c = (*it)->column; c->name; c++, i++) {
			char row[128];
			(void)snprintf(row, sizeof row, "\n%s,%s,", kind, c->name);
			const char *at = strstr(table, row);
			if (!at)
				fail_msg("columns.csv has no row %s,%s", kind, c->name);
			at += strlen(row);
			bool money = strncmp(at, "money,", 6) == 0;
			if (money != (c->type == RECORD_MONEY))
				fail_msg("columns.csv: is %s,%s money?", kind, c->name);
			if (c->key && strncmp(at, "key,", 4) != 0)
				fail_msg("columns.csv: %s,%s is a key", kind, c->name);
		}
	}
	free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_column_of_every_kind_has_its_chinese_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
