/* Departments as chain templates name them (审批部门), and the units that they are here. */
#pragma once

#include <stdint.h>

struct arena;
struct txn;

/* `words` are names for one department: "发展和改革/发改". The unit that the first mapped one is;
 * if none is mapped, the only department of the city (kinds sector and municipal) whose name
 * contains one of the words. 0: none, or several. */
uint32_t department_unit(struct txn *t, struct arena *a, const char *words);
