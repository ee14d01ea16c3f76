/* Lists records of one import kind, with the same columns as the kind's file. */
#pragma once

struct cli;
struct form;

/* Reads and prints all pages. */
int form_sheet(struct cli *c, const struct form *form);
