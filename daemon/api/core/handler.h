/* What a handler is given and how it answers. Handlers stand one noun a file and register
 * their row where they stand: HANDLER(LINK_START, .kind = HANDLER_COMMAND, ...). They read
 * state and answer with a verdict or with events; they never write. */
#pragma once

#include "api/core/api.h"
#include "base/section.h"

struct request {
	struct api *api;
	struct engine *engine;
	struct txn *txn;
	struct arena *arena;
	const struct calendar *calendar;
	const struct api_host *host;
	usec_t now;
	date_t today;
	int zone_minutes;
	const struct caller *caller;
	const Duban__Request *request;
	bool last;	     /* a parked request's last call */
	uint32_t wait_ms;    /* out, with STATUS_PARKED */
	bool again;	     /* out, with STATUS_PARKED: it works, slice by slice; even if `last` */
	Duban__Reply *reply; /* out: problems, body */
	bool hidden;	     /* out: NOT_FOUND, but only for this caller */
	/* out of decide; for answer: the command's events, of the first run or a repeat */
	Duban__Event **event;
	size_t n_event;
	void *local; /* decide's own note to `aside`; NULL on a repeat */
};

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

const struct handler *handler_of(Duban__Request__BodyCase body);

/* A new event of the draft, in the arena; NULL: memory. The engine stamps seq, at, author;
 * the handler sets on_date (0 = today), project, project_unit and the body. */
Duban__Event *request_event(struct request *rq);

/* Adds a problem (arguments: const char *, ended by NULL) and returns `status`. */
int request_refuse(struct request *rq, int status, const char *code, ...) __attribute__((sentinel));
Duban__Problem *request_problem(struct request *rq, const char *code, ...)
    __attribute__((sentinel));

/* Scope. READ: the project's unit or any of its links' units lies in the caller's subtree (or
 * the role reads the city). REPORT: the project's unit. LINK: the link's or the project's. */
bool scope_reads(struct request *rq, const Duban__Project *p);
bool scope_reports(struct request *rq, const Duban__Project *p);
bool scope_moves(struct request *rq, const Duban__Project *p, const Duban__Link *l);

/* Finds a project by code for the caller; problems and verdict are made here. */
int request_project(struct request *rq, const char *code, Duban__Project **ret);
