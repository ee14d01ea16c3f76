/* The projects that have a name, for the rows of an office's sheet: they have no codes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/cell/map.h"
#include "proto/limits.h"
#include "proto/model.pb-c.h"

struct bearer;
struct cell;
struct import;

struct workbook_units {
	uint32_t lead, other[CO_UNITS_MAX];
	size_t n_other;
	const char *text;  /* the name, if no unit has it; else "" */
	const char *place; /* that tells rows without a unit apart */
	const char *said;  /* the cell */
};

struct bearers {
	struct import *im;
	struct import_map name; /* -> index of the first project with the name, + 1 */
	struct bearer *bearer;
	size_t n;
};

/* All projects of the store. */
void bearers_know(struct bearers *r);
/* A new one, of that row of the file; 0: of the store. */
void bearers_add(struct bearers *r, const Duban__Project *one, uint32_t line);
/* Which of several projects, or of two rows with one name and unit, is meant is asked; a row with a
 * code of its own (`coded`) is told apart by it. False: refused. *ret 0: there is none. */
bool bearers_find(struct bearers *r, const struct cell *name, const struct workbook_units *u,
		  bool coded, uint32_t *ret);
/* The row that is read is that project: no other row of the file is. */
void bearers_claim(struct bearers *r, const char *name, uint32_t num);
