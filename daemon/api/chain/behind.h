/* What lies behind a project when its chain is made: the links that need not be chased any more. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/chain/template.h"
#include "proto/limits.h"
#include "proto/model.pb-c.h"

struct behind {
	const Duban__Project *project; /* in */
	const Duban__Life *life;
	uint32_t reached;     /* a link of the template; 0: none */
	bool done[LINKS_MAX]; /* by template row */
	bool skip[LINKS_MAX]; /* the caller's: links that do not apply */
	bool any;	      /* the project is under way */
};

/* Finds the steps that the project has taken, the link `reached`, and all that comes before them.
 */
void behind_find(const struct template_link *row, size_t n, struct behind *io);
/* A step that is behind although the project has not taken it, so that `reached` contradicts the
 * stage; NULL: there is none. */
const struct template_link *behind_untaken(const struct template_link *row, size_t n,
					   const struct behind *b);
/* Do all prerequisites of the row lie behind, so that its clock starts with the chain? */
bool behind_all_before(const struct template_link *row, size_t n, size_t at,
		       const struct behind *b);
