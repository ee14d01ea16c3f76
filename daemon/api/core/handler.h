/* What a handler gets and what it returns. Each record's file holds its handlers and registers
 * them: HANDLER(LINK_START, .kind = HANDLER_COMMAND, ...). A handler reads state and returns a
 * verdict or events; it never writes state. */
#pragma once

#include <stdbool.h>

#include "proto/api.pb-c.h"
#include "proto/section.h"

struct request;

enum handler_kind { HANDLER_QUERY, HANDLER_COMMAND, HANDLER_JOB };

struct handler {
	Duban__Request__BodyCase body;
	enum handler_kind kind;
	unsigned roles;		       /* ROLE_BIT(...) | ... */
	bool simulated_only_for_local; /* denied on the admin socket of a real store */
	bool frees;		       /* may use the disk reserve */
	bool while_restored;	       /* command: also before `restore accept` */
	/* command: reads state and adds events with request_event, or returns a verdict with
	 * problems. query, job: fills the reply. */
	int (*decide)(struct request *rq, const void *body);
	/* command, optional: fills the reply from rq->event. */
	int (*answer)(struct request *rq, const void *body);
};

SECTION_DECLARE(duban_handlers, struct handler);
#define HANDLER(case_, ...)                                                                        \
	static const struct handler handler_##case_ = {.body = DUBAN__REQUEST__BODY_##case_,       \
						       __VA_ARGS__};                               \
	SECTION_ROW(duban_handlers, struct handler, handler_##case_)
