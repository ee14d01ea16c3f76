/* What a handler is given and how it answers. Handlers stand one noun a file and register
 * their row where they stand: HANDLER(LINK_START, .kind = HANDLER_COMMAND, ...). They read
 * state and answer with a verdict or with events; they never write. */
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
	bool simulated_only_for_local; /* the admin socket of a real store may not */
	bool frees;		       /* may use the reserve */
	/* command: reads state, fills events by request_event, or answers a verdict with problems.
	 * query, job: fills the reply. */
	int (*decide)(struct request *rq, const void *body);
	/* command, optional: fills the reply from a->event. */
	int (*answer)(struct request *rq, const void *body);
};

SECTION_DECLARE(duban_handlers, struct handler);
#define HANDLER(case_, ...)                                                                        \
	static const struct handler handler_##case_ = {.body = DUBAN__REQUEST__BODY_##case_,       \
						       __VA_ARGS__};                               \
	SECTION_ROW(duban_handlers, struct handler, handler_##case_)
