/* Bytes in, bytes out: checks, roles and scope, idempotence, dispatch, handlers. One noun a
 * file; a handler registers its row where it stands. Knows nothing of sockets: bus/ and the
 * tests are its hosts. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/api.pb-c.h"
#include "proto/bytes.h"
#include "proto/status.h"

struct arena;

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

#define ROLE_BIT(r) (1u << DUBAN__ROLE__ROLE_##r)
#define ROLES_ALL                                                                                  \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) |                 \
	 ROLE_BIT(SUPERVISION) | ROLE_BIT(LEADER) | ROLE_BIT(GATEWAY) | ROLE_BIT(AUDITOR) |        \
	 ROLE_BIT(SECURITY) | ROLE_BIT(LOCAL))
/* Roles without a scope: they read the whole city. */
#define ROLES_CITY                                                                                 \
	(ROLE_BIT(OFFICE) | ROLE_BIT(SUPERVISION) | ROLE_BIT(LEADER) | ROLE_BIT(GATEWAY) |         \
	 ROLE_BIT(AUDITOR) | ROLE_BIT(LOCAL))

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

/* One request. Syncs nothing: when is the host's to say. 0: *ret is the packed reply (valid until
 * the next call; the host copies it into its outbox and sends it only after engine_sync).
 * STATUS_PARKED: nothing yet, ask again with the same bytes after events came, a job ended or
 * the wait (*ret_wait_ms) is over; then with last = true the answer comes. < 0: fatal. */
struct api_answer {
	struct bytes reply;
	uint32_t wait_ms;
	bool again; /* PARKED: it is at work, a slice a call; ask again soon, no wait ends it */
	bool after_sync; /* PARKED: it reads what the open group holds; sync, then ask again */
	bool denied;	 /* refused for who asked: the doors count it */
};
