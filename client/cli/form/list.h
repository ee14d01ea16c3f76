/* Lists of records of one import kind, with the same columns as the kind's file; `export` uses
 * it. */
#pragma once

struct cli;
struct form;

/* One page after the other of a kind's records. */
int form_sheet(struct cli *c, const struct form *form);
