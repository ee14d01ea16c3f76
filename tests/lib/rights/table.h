/* proto/rights.csv: who may send what. */
#pragma once

#include <stddef.h>

enum right { RIGHT_NO, RIGHT_OWN, RIGHT_YES };

/* The columns with a role, in the table's order; the last is the admin socket of a real store. */
enum {
	RIGHTS_COUNTY,
	RIGHTS_UNIT,
	RIGHTS_SECTOR,
	RIGHTS_SOCKET = 9,
	RIGHTS_ROLES,
};
extern const int rights_roles[RIGHTS_ROLES]; /* DUBAN__ROLE__ROLE_... */

struct rights_row {
	char *request; /* "link_finish", "sheet people", "record people", "(on behalf)" */
	enum right right[RIGHTS_ROLES];
	char *own; /* what "own" means */
};

/* All rows; fails the test if the file is not as it should be. */
struct rights_row *rights_table(size_t *ret_n);
void rights_table_free(struct rights_row *rows, size_t n);
const struct rights_row *rights_row_of(const struct rights_row *rows, size_t n,
				       const char *request);
