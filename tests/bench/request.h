/* The requests of a load: what a county system sends. A request id is eight bytes that
 * grow with time, two of the client, six of that client's counter. */
#pragma once

#include "bench/bench.h"

enum request_verb { REQUEST_REPORT, REQUEST_EXTEND };

struct request_maker {
	enum request_verb verb;
	uint64_t random, clock, projects;
	uint64_t counter[1024]; /* a client's */
};

void request_maker_init(struct request_maker *m, enum request_verb verb, uint64_t projects);
/* A zmtp_make. */
size_t request_make(void *maker, unsigned client, unsigned char *buf);

/* Project i has the code P0000000 + i. */
#define REQUEST_CODE_MAX 16
void request_code(uint64_t i, char buf[REQUEST_CODE_MAX]);
