/* What a verb does with its run: asks the daemon, and gets what goes with the answers. Verbs see
 * only this and the writers beside it. */
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

/* Connects if need be, sends, waits. 0: *ret (may be NULL) lives until the run ends, and is
 * c->reply. Else the verdict, already told. */
int cli_ask(struct cli *c, Duban__Request *q, const Duban__Reply **ret);
/* Its two halves, for a call that the library makes of several: the request's id and for whom,
 * of the verb's own request; and the answer, held and told. */
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

/* Minutes east of UTC of the office; asked once. */
int cli_zone(struct cli *c, int *ret_minutes);
/* Names for JSON: zone and units. `project` may be NULL. */
int cli_names(struct cli *c, const char *project, const struct json_names **ret);
