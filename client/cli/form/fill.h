/* Fills in a request: words and options of the command line become fields, found by descriptor. */
#pragma once

#include <stddef.h>

struct cli;
struct filling;
struct form;

/* The field that an option of the form sets, "-" for none. Returns buf. */
const char *form_field(const struct form *form, const char *option, char *buf, size_t size);
/* Fills in the request from the run's words and options. 0, CLI_USAGE (reported), or -ENOMEM. */
int form_fill(struct cli *c, const struct form *form, struct filling *ret);

/* Sets field `name` of the body (such as at_date or link.year) from text, as an option would. */
int form_put(struct filling *f, const char *name, const char *text);
