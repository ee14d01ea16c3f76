/* Open matters (在办事项) of a project or of the city: orders, problems, exemptions, whatever is
 * open and has a clock of its own. One index for all kinds, so that an evaluation looks at one
 * place and finds nothing, in most projects, by one step. A noun's fold opens and ends its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct txn;

#define MATTER_KIND_MAX 32 /* bytes, with the end */

struct matter {
	const char *kind; /* of the subject: "order" */
	uint32_t num;	  /* the noun's */
};

struct matters {
	struct matter *matter; /* by kind, then by number */
	size_t n;
};

void matter_open(struct txn *t, uint32_t project, const char *kind, uint32_t num);
void matter_end(struct txn *t, uint32_t project, const char *kind, uint32_t num);
bool matter_is_open(struct txn *t, uint32_t project, const char *kind, uint32_t num);
/* A place among all open matters, by project; from zeros to the first. */
struct matter_at {
	uint32_t project;
	char kind[MATTER_KIND_MAX];
	uint32_t num;
};
/* Moves *io on to the next. False: no more. */
bool matter_after(struct txn *t, struct matter_at *io);
/* All of a project; 0: of the city. They live in `a`. */
int matters_load(struct txn *t, struct arena *a, uint32_t project, struct matters *ret);
/* The city's next open matter of a kind after number *io; false: there is none. */
bool matter_next(struct txn *t, const char *kind, uint32_t *io);
