#include "client/cli/frame/connect.h"

#include <stdlib.h>

#include "client/cli/frame/fail.h"
#include "client/cli/frame/run.h"
#include "duban.h"
#include "text/number.h"

#define DATA_DIR_DEFAULT "/var/lib/duban"

static const char *environment(const char *name)
{
	const char *s = getenv(name);
	return s && *s ? s : NULL;
}

int cli_options(struct cli *c, struct duban_options *ret)
{
	const char *timeout = cli_option(c, "timeout");
	uint32_t seconds = 0;
	c->data_dir = cli_option(c, "data");
	c->connection_file = cli_option(c, "connection");
	if (!c->data_dir && !c->connection_file) {
		c->data_dir = environment("DUBAN_DATA");
		c->connection_file = environment("DUBAN_CONNECTION");
	}
	if (c->data_dir && c->connection_file)
		return cli_fail(c, CLI_USAGE, "usage.data_or_connection", NULL);
	if (!c->data_dir && !c->connection_file)
		c->data_dir = DATA_DIR_DEFAULT;
	if (!timeout)
		timeout = environment("DUBAN_TIMEOUT");
	if (timeout && (!number_parse(timeout, 1000000, &seconds) || seconds == 0))
		return cli_fail(c, CLI_USAGE, "usage.number", "--timeout", timeout, NULL);
	*ret = (struct duban_options){.connection_file = c->connection_file,
				      .data_dir = c->data_dir,
				      .call_timeout_ms = seconds * 1000};
	return 0;
}

int cli_connect(struct cli *c)
{
	struct duban_options o;
	struct duban_failure failure = {};
	if (c->d)
		return 0;
	int r = cli_options(c, &o);
	if (r != 0)
		return r;
	o.failure = &failure;
	r = duban_open(&o, &c->d);
	return r < 0 ? cli_failure(c, r, &failure) : 0;
}
