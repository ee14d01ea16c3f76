/* The requests of a load: what a county system sends. A request id is eight bytes that
 * grow with time, two of the client, six of that client's counter. */
#pragma once

#include "bench/bench.h"

#define REQUEST_CLIENTS 64

/* REPORT: a month's report. MOVE: a link is finished, then sent back, in turn. SHOW: a query of one
 * project. LIST: a query of one page of projects. */
enum request_verb { REQUEST_REPORT, REQUEST_MOVE, REQUEST_SHOW, REQUEST_LIST };

struct request_maker {
	enum request_verb verb;
	uint64_t random, clock, projects;
	uint64_t counter[REQUEST_CLIENTS]; /* a client's */
	uint64_t moved[REQUEST_CLIENTS];   /* the project it finished last */
};

void request_maker_init(struct request_maker *m, enum request_verb verb, uint64_t projects);
/* A zmtp_make. */
size_t request_make(void *maker, unsigned client, unsigned char *buf);

/* Project i has the code P0000000 + i. */
#define REQUEST_CODE_MAX 16
void request_code(uint64_t i, char buf[REQUEST_CODE_MAX]);
