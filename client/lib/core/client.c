#include "client/lib/core/client.h"

#include <stdio.h>
#include <string.h>

#include "client/lib/core/failure.h"

#define CONNECT_TIMEOUT_MS 4500
#define CALL_TIMEOUT_MS 30000
#define TRY_TIMEOUT_MS 10000

static unsigned or_default(unsigned value, unsigned standard)
{
	return value ? value : standard;
}

int client_connection(const struct duban_options *options, struct duban_connection *ret,
		      struct duban_failure *failure)
{
	if (!options->connection_file == !options->data_dir)
		return failure_as(
		    failure, "client.no_address",
		    failure_set(failure, DUBAN_E_ARGUMENT, NULL,
				"give either a connection file or the daemon's data folder"));
	if (options->connection_file)
		return duban_connection_read(options->connection_file, ret, failure);
	memset(ret, 0, sizeof *ret);
	int n = snprintf(ret->commands[0], sizeof ret->commands[0], "ipc://%s/admin.sock",
			 options->data_dir);
	if (n < 0 || (size_t)n >= sizeof ret->commands[0])
		return failure_set(failure, DUBAN_E_ADDRESS, options->data_dir,
				   "the path of the data folder is too long for a socket");
	return 0;
}

/* Of the last duban_open() of this thread that failed: there is no handle to ask. */
static _Thread_local struct duban_failure open_failure;

int client_open(const struct duban_options *options, const struct duban_connection *c,
		struct duban **ret, struct duban_failure *failure)
{
	_cleanup_(duban_closep) struct duban *d = calloc(1, sizeof *d);
	if (!d)
		return failure_set(failure, DUBAN_E_MEMORY, NULL, "no memory");
	d->call_timeout_ms = or_default(options->call_timeout_ms, CALL_TIMEOUT_MS);
	d->try_timeout_ms = or_default(options->try_timeout_ms, TRY_TIMEOUT_MS);
	int r = line_new(&d->line, c, options->connection_file);
	if (r < 0)
		return failure_set(failure, r, NULL, "no memory for a connection");
	unsigned wait = or_default(options->connect_timeout_ms, CONNECT_TIMEOUT_MS);
	r = line_connect(d->line, line_now() + wait);
	if (r < 0) {
		*failure = *line_failure(d->line);
		return r;
	}
	*ret = TAKE_PTR(d);
	return 0;
}

static int open_handle(const struct duban_options *options, struct duban **ret,
		       struct duban_failure *failure)
{
	struct duban_connection c = {};
	int r = client_connection(options, &c, failure);
	if (r == 0)
		r = client_open(options, &c, ret, failure);
	explicit_bzero(&c, sizeof c);
	return r;
}

int duban_open(const struct duban_options *options, struct duban **ret)
{
	*ret = NULL;
	failure_clear(&open_failure);
	int r = open_handle(options, ret, &open_failure);
	if (options->failure)
		*options->failure = open_failure;
	return r;
}

void duban_close(struct duban *d)
{
	if (!d)
		return;
	line_free(d->line);
	free(d);
}

const struct duban_failure *duban_failure(const struct duban *d)
{
	return d ? &d->failure : &open_failure;
}

void duban_set_timeout(struct duban *d, unsigned call_timeout_ms)
{
	d->call_timeout_ms = or_default(call_timeout_ms, CALL_TIMEOUT_MS);
}

const struct duban_connection *duban_connection(const struct duban *d)
{
	return line_connection(d->line);
}

const char *duban_endpoint(const struct duban *d)
{
	return line_endpoint(d->line);
}

enum duban_key_change duban_key_change(const struct duban *d)
{
	return line_key_change(d->line);
}

int client_ask(struct duban *d, struct bytes request, struct duban_reply **ret)
{
	struct duban_reply *reply;
	struct line_question q = {
	    .bytes = request,
	    .id = d->request_id,
	    .deadline = line_now() + d->call_timeout_ms,
	    .try_ms = d->try_timeout_ms,
	    .cancel_fd = -1,
	};
	failure_clear(&d->failure);
	int r = line_ask(d->line, &q, &reply);
	if (r < 0) {
		d->failure = *line_failure(d->line);
		return r;
	}
	r = duban_reply_status(reply);
	if (ret)
		*ret = reply;
	else
		duban_reply_free(reply);
	return r;
}
