/* One run of the command line: what was asked, the connection (made at the first question),
 * the answers (kept until the end), and how things are said. Verbs see only this and the
 * writers beside it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/frame/args.h"
#include "client/cli/frame/units.h"
#include "client/cli/print/json.h"
#include "proto/api.pb-c.h"
#include "proto/limits.h"
#include "proto/status.h"

struct duban;
struct duban_options;
struct duban_reply;

/* Verdicts beside enum status that only the command line has. All have an exit code. */
enum cli_verdict {
	CLI_USAGE = 2000,
	CLI_NO_ROUTE,	  /* nobody there, no answer in time */
	CLI_CHECK_FAILED, /* verify, doctor: looked, and something is wrong */
	CLI_LOCAL,	  /* a file or the machine at this end */
};

struct cli {
	const struct verb *verb;
	struct args args;
	bool json;
	bool told; /* a failure was said already */
	const char *data_dir, *connection_file;
	struct duban *d;
	const Duban__Reply *reply; /* what the verb prints */
	struct duban_reply **held;
	size_t n_held;
	bool zone_known;
	int zone_minutes;
	/* How people call a column of the records that the verb sets; NULL: by the table "head". */
	const char *(*column_head)(const struct cli *c, const char *column);
	struct units units;
	struct json_names names;
};

/* Word `i` after the noun and verb; NULL beyond the end. */
const char *cli_word(const struct cli *c, size_t i);
const char *cli_option(const struct cli *c, const char *name);
bool cli_flag(const struct cli *c, const char *name);
/* What a protobuf field wants; NULL is "". Never written to. */
char *cli_loose(const char *s);

/* Connects if need be, sends, waits. 0: *ret (may be NULL) lives until the run ends, and is
 * c->reply. Else the verdict, already told. */
int cli_ask(struct cli *c, Duban__Request *q, const Duban__Reply **ret);
int cli_connect(struct cli *c);
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
/* What duban_open needs, from options and environment; CLI_USAGE told. */
int cli_options(struct cli *c, struct duban_options *ret);
void cli_done(struct cli *c);

/* Minutes east of UTC of the office; asked once. */
int cli_zone(struct cli *c, int *ret_minutes);
/* Names for JSON: zone and units. `project` may be NULL. */
int cli_names(struct cli *c, const char *project, const struct json_names **ret);
