#include "lib/world/wrecord.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lib/ttemp.h"
#include "lib/world/world.h"

static void print_row(FILE *out, const Duban__SheetRow *row)
{
	size_t n = row->n_cell;

	while (n && !*row->cell[n - 1])
		n--;
	for (size_t i = 0; i < n; i++)
		(void)fprintf(out, "%s%s", i ? "," : "", row->cell[i]);
	(void)fputc('\n', out);
}

void wrecord_expect(struct world *w, Duban__ImportKind kind, const char *list, const char *rows)
{
	Duban__SheetRequest b = DUBAN__SHEET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__Reply *reply;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	b.kind = kind;
	b.list = (char *)(uintptr_t)list;
	b.former = true; /* members: all that is stored */
	q.body_case = DUBAN__REQUEST__BODY_SHEET;
	q.sheet = &b;
	reply = world_ok(w, &q);
	assert_int_equal(reply->sheet->next.len, 0);
	for (size_t i = 0; i < reply->sheet->n_row; i++)
		print_row(out, reply->sheet->row[i]);
	(void)fclose(out);
	assert_string_equal(text, rows);
	free(text);
}
