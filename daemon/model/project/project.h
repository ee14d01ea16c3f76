/* Projects: the row itself. Readers return records in the arena, NULL when there is none; check
 * txn_error at the end. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

Duban__Project *project_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t project_by_code(struct txn *t, const char *code);
/* The project with the next number above `after` that has exactly this name. Only a name that can't
 * be a code is looked for: of a mistyped code nothing has to be read. */
Duban__Project *project_named(struct txn *t, struct arena *a, const char *name, uint32_t after);
/* By code, else by exact name. 0 = none, UINT32_MAX = several have the name. */
uint32_t project_find(struct txn *t, struct arena *a, const char *code_or_name);
/* Keeps or drops the project in table project_unit, for its unit and its sector. */
void project_units_know(struct txn *t, const Duban__Project *p, bool there);
bool project_active(const Duban__Project *p);			 /* warnings are raised for it */
bool project_on_list(const Duban__Project *p, const char *list); /* now */
