/* Runs a verb that is described by a form. */
#pragma once

struct cli;

/* Fills in the request, reads all pages and prints the reply. */
int form_run(struct cli *c);
