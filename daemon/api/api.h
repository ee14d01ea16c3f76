/* Bytes in, bytes out: checks, roles and scope, idempotence, dispatch, handlers. One noun a
 * file; a handler registers its row where it stands. Knows nothing of sockets: bus/ and the
 * tests are its hosts. */
#pragma once

#include "base/arena.h"
#include "base/section.h"
#include "engine/engine.h"
#include "proto/api.pb-c.h"

struct api;

/* Who speaks: set by the bus from the connection's key, never by the peer's word. */
struct caller {
	uint32_t principal; /* 0 = the admin socket */
	int role;	    /* ROLE_LOCAL there */
	uint32_t unit;	    /* scope, 0 = the city */
	const char *name;
};

/* Long work for the host, known by the id of the request that ordered it. */
struct job_order {
	struct bytes request_id;
	const char *verb, *arg; /* "backup", a folder; "verify", "" */
};

/* What the handlers ask of their host. */
struct api_host {
	void *user;
	/* Starts a job, or asks for one that runs. 0: finished, *ret filled (arena); PARKED: runs.
	 */
	int (*job)(void *user, const struct job_order *order, struct arena *a,
		   Duban__JobReply **ret);
	/* Server key (32 bytes), endpoints; texts live as long as the host. */
	void (*doors)(void *user, Duban__PrincipalAddReply *ret);
	/* Filled into `status`: state, denied, wall clock. */
	void (*status)(void *user, Duban__StatusReply *ret);
	void (*clock)(void *user, Duban__ClockShowReply *ret);
	int (*clock_accept)(void *user);
};

int api_new(struct api **ret, struct engine *e, const struct api_host *host);
struct api *api_free(struct api *a);
DEFINE_CLEANUP(struct api *, api_free)

/* One request. 0: *ret is the packed reply (valid until the next call; the host copies it into its
 * outbox and sends it only after engine_sync). STATUS_PARKED: nothing yet, ask again with
 * the same bytes after events came, a job ended or the wait (*ret_wait_ms) is over; then with
 * last = true the answer comes. < 0: fatal. *ret_wrote: the open group holds more than before. */
struct api_answer {
	struct bytes reply;
	uint32_t wait_ms;
	bool wrote;
};
int api_serve(struct api *a, const struct caller *c, struct bytes request, bool last,
	      struct api_answer *ret);

/* Who is it? Looks the key up at `now`; DENIED when unknown, revoked or outside its days.
 * `*ret_city`: may read the whole city (the feed's door). The name is in the api's arena. */
int api_caller(struct api *a, const uint8_t key[CURVE_KEY_SIZE], struct caller *ret,
	       bool *ret_city);

/* ---- for handlers */

struct ask {
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
	Duban__Reply *reply; /* out: problems, body */
	Duban__Event *
	    *event; /* out of decide; for answer: the command's events, first run or repeat */
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
	/* command: reads state, fills events by ask_event, or answers a verdict with problems.
	 * query, job: fills the reply. */
	int (*decide)(struct ask *a, const void *body);
	/* command, optional: fills the reply from a->event. */
	int (*answer)(struct ask *a, const void *body);
};

#define ROLE_BIT(r) (1u << DUBAN__ROLE__ROLE_##r)
#define ROLES_ALL                                                                                  \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) |                 \
	 ROLE_BIT(SUPERVISION) | ROLE_BIT(LEADER) | ROLE_BIT(GATEWAY) | ROLE_BIT(AUDITOR) |        \
	 ROLE_BIT(SECURITY) | ROLE_BIT(LOCAL))
/* Roles without a scope: they read the whole city. */
#define ROLES_CITY                                                                                 \
	(ROLE_BIT(OFFICE) | ROLE_BIT(SUPERVISION) | ROLE_BIT(LEADER) | ROLE_BIT(GATEWAY) |         \
	 ROLE_BIT(AUDITOR) | ROLE_BIT(LOCAL))

SECTION_DECLARE(duban_handlers, struct handler);
#define HANDLER(case_, ...)                                                                        \
	static const struct handler handler_##case_ = {.body = DUBAN__REQUEST__BODY_##case_,       \
						       __VA_ARGS__};                               \
	SECTION_ROW(duban_handlers, struct handler, handler_##case_)

const struct handler *handler_of(Duban__Request__BodyCase body);

/* A new event of the draft, in the arena; NULL: memory. The engine stamps seq, at, author;
 * the handler sets on_date (0 = today), project, project_unit and the body. */
Duban__Event *ask_event(struct ask *a);

/* Adds a problem (arguments: const char *, ended by NULL) and returns `status`. */
int ask_refuse(struct ask *a, int status, const char *code, ...) __attribute__((sentinel));
Duban__Problem *ask_problem(struct ask *a, const char *code, ...) __attribute__((sentinel));

/* Scope. READ: the project's unit or any of its links' units lies in the caller's subtree (or
 * the role reads the city). REPORT: the project's unit. LINK: the link's or the project's. */
bool scope_reads(struct ask *a, const Duban__Project *p);
bool scope_reports(struct ask *a, const Duban__Project *p);
bool scope_moves(struct ask *a, const Duban__Project *p, const Duban__Link *l);

/* Finds a project by code for the caller; problems and verdict are made here. */
int ask_project(struct ask *a, const char *code, Duban__Project **ret);
