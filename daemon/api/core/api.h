/* The interface of api/: bytes in, bytes out. It checks the request, the caller's role and scope,
 * recognises repeats, and calls the handler. Each record has a file; its handlers register
 * themselves there. api/ does not know about sockets: its hosts are bus/ and the tests. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/api.pb-c.h"
#include "proto/bytes.h"
#include "proto/status.h"

struct arena;

/* Who sends the request. The bus sets it from the connection's key; nothing the peer says about
 * itself is used. */
struct caller {
	uint32_t principal; /* 0 = the admin socket */
	int role;	    /* ROLE_LOCAL there */
	uint32_t unit;	    /* scope, 0 = the city */
	const char *name;
};

/* A long job that the host runs. Its key is the id of the request that ordered it. */
struct job_order {
	struct bytes request_id;
	const char *verb, *arg; /* "backup", a folder; "verify", ""; "scrub", "";
				    "prove", see api/ranking/prove.h */
	const char *passphrase; /* backup: with the server's key, sealed by it; "": without */
	bool known;		/* only asks about a job that was ordered before */
};

#define ROLE_BIT(r) (1u << DUBAN__ROLE__ROLE_##r)
/* The office; it plans, confirms and imports. `local` has every role of a simulated store. */
#define ROLES_OFFICE (ROLE_BIT(OFFICE) | ROLE_BIT(LOCAL))
/* The office and the supervision office: they issue orders and accept what is answered. */
#define ROLES_RULING (ROLES_OFFICE | ROLE_BIT(SUPERVISION))
#define ROLES_ALL                                                                                  \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) |                 \
	 ROLE_BIT(SUPERVISION) | ROLE_BIT(LEADER) | ROLE_BIT(GATEWAY) | ROLE_BIT(AUDITOR) |        \
	 ROLE_BIT(SECURITY) | ROLE_BIT(LOCAL))
/* Roles without a scope: they may read the whole city. */
#define ROLES_CITY                                                                                 \
	(ROLE_BIT(OFFICE) | ROLE_BIT(SUPERVISION) | ROLE_BIT(LEADER) | ROLE_BIT(GATEWAY) |         \
	 ROLE_BIT(AUDITOR) | ROLE_BIT(LOCAL))

/* Roles that are told what changed rules alone lit or cleared. */
#define ROLES_RULE_CHANGES (ROLES_OFFICE | ROLE_BIT(AUDITOR))

/* Roles that follow the messages to persons: who sends them, and who sees to it that they help. */
#define ROLES_NOTICES (ROLES_OFFICE | ROLE_BIT(GATEWAY) | ROLE_BIT(SUPERVISION) | ROLE_BIT(AUDITOR))

/* What the handlers need from their host. */
struct api_host {
	void *user;
	/* Starts a job, or asks about one that runs. 0: finished, *ret filled (in the arena);
	 * STATUS_PARKED: it still runs. STATUS_NOT_FOUND: no such job, for an order of a `known`
	 * one. */
	int (*job)(void *user, const struct job_order *order, struct arena *a,
		   Duban__JobReply **ret);
	/* Sets the server key (32 bytes) and the endpoints; the texts live as long as the host. */
	void (*doors)(void *user, Duban__PrincipalAddReply *ret);
	/* Fills in state, number of denied requests, wall clock, and the scrub if it is there. */
	void (*status)(void *user, Duban__StatusReply *ret);
	void (*clock)(void *user, Duban__ClockShowReply *ret);
	int (*clock_accept)(void *user);
	/* Ends the process soon after the reply; its next start builds data.mdb again. */
	int (*rebuild)(void *user);
	/* The open uploads of a principal take so many bytes of memory, no longer `before`. False:
	 * too many, it may only become less. NULL: there is no limit. */
	bool (*hold)(void *user, uint32_t principal, size_t before, size_t bytes);
};

/* Handles one request. Syncs nothing; the host decides when to. 0: *ret is the packed reply, valid
 * until the next call; the host copies it into its outbox and sends it only after engine_sync.
 * STATUS_PARKED: no reply yet. The host calls again with the same bytes after new events, the end
 * of a job, or when the wait (*ret_wait_ms) is over; in the last case with last = true, which gives
 * a reply. < 0: fatal. */
struct api_answer {
	struct bytes reply;
	uint32_t wait_ms;
	bool again; /* PARKED: the work continues slice by slice; call again soon, also after the
		       wait is over */
	bool after_sync;     /* PARKED: needs events of the open group; sync, then call again */
	bool denied;	     /* refused because of who the caller is; the bus counts these */
	size_t numbers_told; /* persons whose telephone numbers are in the reply; the bus logs it */
};
