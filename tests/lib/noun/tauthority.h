/* A project whose links differ in who is responsible for them, and what a request about them came
 * to; for the tests of who may stop, put off or drop a link's clock. */
#pragma once

#include "proto/api.pb-c.h"

struct world;

#define CHAINS DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS
#define HEADER                                                                                     \
	"project,no,name,class,unit,leader,person,after,limit,chain_start,service_unit,begin,"     \
	"reason\n"
#define LIT "2020-01-13T09:00" /* W01 red since 01-10, W03 yellow */

/* Project D of `site` (below the county `east`) and of the department `works`, with a chain from
 * 2020-01-02: link 1 of 5wd, whose service department is the hall; link 2 of 10cd; link 3 is the
 * department's own to do; link 4 follows link 1. */
void tlink_chain(struct world *w);
void tlink_log_forget(struct world *w);
/* Of a link of D. */
Duban__LinkProgress *tlink_progress(struct world *w, uint32_t no);
/* "done", "asks", or the code of the refusal. */
const char *tlink_outcome(const Duban__Reply *p);
