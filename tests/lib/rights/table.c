#include "lib/rights/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/ttemp.h"
#include "proto/model.pb-c.h"

#define HEAD                                                                                       \
	"request,county,unit,sector,office,supervision,leader,gateway,auditor,security,socket,own"

const int rights_roles[RIGHTS_ROLES] = {
    DUBAN__ROLE__ROLE_COUNTY,  DUBAN__ROLE__ROLE_UNIT,	      DUBAN__ROLE__ROLE_SECTOR,
    DUBAN__ROLE__ROLE_OFFICE,  DUBAN__ROLE__ROLE_SUPERVISION, DUBAN__ROLE__ROLE_LEADER,
    DUBAN__ROLE__ROLE_GATEWAY, DUBAN__ROLE__ROLE_AUDITOR,     DUBAN__ROLE__ROLE_SECURITY,
    DUBAN__ROLE__ROLE_LOCAL,
};

static enum right right_of(const char *cell, const char *line)
{
	static const char *const words[] = {"no", "own", "yes"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(cell, words[i]) == 0)
			return (enum right)i;
	fail_msg("rights.csv, %s: \"%s\" is neither yes nor own nor no", line, cell);
	return RIGHT_NO;
}

static void read_row(char *line, struct rights_row *ret)
{
	bool own = false;
	char *rest = line;

	ret->request = strdup(strsep(&rest, ","));
	for (size_t i = 0; i < RIGHTS_ROLES; i++) {
		const char *cell = strsep(&rest, ",");

		if (!cell || !rest)
			fail_msg("rights.csv, %s: too few cells", ret->request);
		ret->right[i] = right_of(cell, ret->request);
		own |= ret->right[i] == RIGHT_OWN;
	}
	ret->own = strdup(rest);
	if (own != (*ret->own != '\0'))
		fail_msg("rights.csv, %s: \"own\" is said with a meaning and only then",
			 ret->request);
}

struct rights_row *rights_table(size_t *ret_n)
{
	char *text = ttemp_read(SOURCE_DIR "/proto/rights.csv", NULL), *rest = text, *line;
	struct rights_row *rows = NULL;
	size_t n = 0;

	assert_string_equal(strsep(&rest, "\n"), HEAD);
	while ((line = strsep(&rest, "\n")) && *line) {
		rows = reallocarray(rows, n + 1, sizeof *rows);
		assert_non_null(rows);
		read_row(line, &rows[n]);
		if (rights_row_of(rows, n, rows[n].request))
			fail_msg("rights.csv has two rows %s", rows[n].request);
		n++;
	}
	free(text);
	*ret_n = n;
	return rows;
}

void rights_table_free(struct rights_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(rows[i].request);
		free(rows[i].own);
	}
	free(rows);
}

const struct rights_row *rights_row_of(const struct rights_row *rows, size_t n, const char *request)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].request, request) == 0)
			return &rows[i];
	return NULL;
}
