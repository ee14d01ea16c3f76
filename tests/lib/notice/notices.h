/* A city for the tests of notices, their gateway, and the ledger as text. */
#pragma once

#include "lib/world/world.h"
#include "proto/enums.h"

/* world_city and more people: wang and chen of east, li of west. */
void notices_city(struct world *w);
/* Rows "project,no,name,class,unit,leader,person,after,limit,chain_start". */
void notices_chain(struct world *w, const char *rows);
/* A request by its name and its fields as text (lib/rights/body.h); asserts STATUS_OK. */
Duban__Reply *notices_ask(struct world *w, const char *request, const char *body);
/* Whatever the verdict. */
Duban__Reply *notices_try(struct world *w, const char *request, const char *body);
/* The same: asserts a verdict and its code. */
void notices_refused(struct world *w, const char *request, const char *body, int status,
		     const char *code);
void notices_param(struct world *w, const char *key, const char *value);
/* A row of the ledger: its person told last of a matter of the rule (of all: ""). NULL: none. */
const Duban__NoticeRow *notices_row(struct world *w, const char *person, const char *rule);
/* The receipt of the last notice to the person about a matter of the rule. */
void notices_receipt(struct world *w, const char *person, const char *rule, const char *result);
/* Asserts the ledger, a line a row in order of persons: "zhang W01 yellow delivered". */
void notices_ledger(struct world *w, const char *filter, const char *lines);
