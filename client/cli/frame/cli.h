/* What verbs call: requests to the daemon, names, options. Verbs see only this and the writers in
 * print/. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/frame/run.h"
#include "client/cli/print/json.h"
#include "proto/api.pb-c.h"
#include "proto/limits.h"
#include "proto/status.h"

struct duban;
struct duban_options;
struct duban_reply;

/* Connects if needed, sends the request, waits for the reply. 0: *ret (may be NULL) and c->reply
 * are the reply, valid until the run ends. Otherwise a verdict, which has been reported. */
int cli_ask(struct cli *c, Duban__Request *q, const Duban__Reply **ret);
/* The two halves of cli_ask(), for a library function that sends several requests: cli_dress() sets
 * the request's id and on whose behalf it is sent; cli_took() keeps the reply and reports a
 * refusal. */
int cli_dress(struct cli *c, Duban__Request *q, uint8_t id[REQUEST_ID_SIZE]);
int cli_took(struct cli *c, int status, struct duban_reply *reply, const Duban__Reply **ret);
/* CLI_ASK(c, LINK_START, link_start, &body, &reply) */
#define CLI_ASK(c, CASE, member, body, ret)                                                        \
	({                                                                                         \
		Duban__Request ask_ = DUBAN__REQUEST__INIT;                                        \
		ask_.body_case = DUBAN__REQUEST__BODY_##CASE;                                      \
		ask_.member = (body);                                                              \
		cli_ask((c), &ask_, (ret));                                                        \
	})
void cli_done(struct cli *c);

/* The office's time zone, in minutes east of UTC. Asked from the daemon once. */
int cli_zone(struct cli *c, int *ret_minutes);
/* The zone and the units' ids for writing JSON. `project` may be NULL. */
int cli_names(struct cli *c, const char *project, const struct json_names **ret);
