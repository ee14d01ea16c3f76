/* The values of a briefing's template: {NAME.FIGURE} is a figure of the list that the template
 * calls NAME. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "client/cli/document/fill.h"

struct cli;

struct values {
	struct document_value *value; /* ends with a NULL name; NULL: none yet */
	size_t n;
};
void values_done(struct values *v);
/* "name.figure", or "figure" if `name` is NULL. Takes `text` over; NULL: no memory. 0 or -ENOMEM.
 */
int values_add(struct values *v, const char *name, const char *figure, char *text);
/* NULL: there is none. */
const char *values_get(const struct values *v, const char *name);

/* Asks for a list's figures of a month, its rankings and its places outside, and adds them; a list
 * without projects has the value "" in {NAME}. 0, a verdict that was reported, or -errno. */
int briefing_list(struct cli *c, const char *name, const char *list, uint32_t month,
		  struct values *io);
