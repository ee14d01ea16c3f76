/* The requests of a load, as a county's system sends them. A request id consists of eight bytes
 * that grow with time, two for the client and six for that client's counter. */
#pragma once

#include "bench/bench.h"

#define REQUEST_CLIENTS 64

/* REPORT: a month's report. MOVE: finishes a link and returns it, in turn. SHOW: queries one
 * project. LIST: queries one page of projects. PARAM: sets a parameter, after which all projects
 * are evaluated again. */
enum request_verb {
	REQUEST_REPORT,
	REQUEST_MOVE,
	REQUEST_SHOW,
	REQUEST_LIST,
	REQUEST_PARAM,
	REQUEST_VERBS,
};

/* REQUEST_VERBS: there is no verb of that name. */
enum request_verb request_verb_of(const char *name);

struct request_maker {
	enum request_verb verb;
	uint64_t random, clock, projects;
	uint64_t counter[REQUEST_CLIENTS]; /* of each client: requests made */
	/* of each client: the project whose link it finished last */
	uint64_t moved[REQUEST_CLIENTS];
};

void request_maker_init(struct request_maker *m, enum request_verb verb, uint64_t projects);
/* For zmtp_load.make. */
size_t request_make(void *maker, unsigned client, unsigned char *buf);

/* Project i has the code P0000000 + i. */
#define REQUEST_CODE_MAX 16
void request_code(uint64_t i, char buf[REQUEST_CODE_MAX]);
