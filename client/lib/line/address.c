#include "client/lib/line/address.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "client/lib/core/failure.h"
#include "client/lib/line/lookup.h"
#include "proto/cleanup.h"

static int no_endpoint(const char *endpoint, struct duban_failure *failure)
{
	return failure_set(failure, DUBAN_E_ADDRESS, endpoint,
			   "%s is not an endpoint: tcp://HOST:PORT is expected", endpoint);
}

/* "tcp://HOST:PORT" or "tcp://[::1]:PORT" */
static int split(const char *endpoint, char host[LOOKUP_HOST_MAX], char port[16],
		 struct duban_failure *failure)
{
	const char *at = endpoint + strlen("tcp://");
	const char *colon = strrchr(at, ':');
	size_t length = colon ? (size_t)(colon - at) : 0;
	if (length >= 2 && at[0] == '[' && at[length - 1] == ']') {
		at++;
		length -= 2;
	}
	if (length == 0 || length >= LOOKUP_HOST_MAX || !colon[1] || strlen(colon + 1) >= 16 ||
	    strspn(colon + 1, "0123456789") != strlen(colon + 1))
		return no_endpoint(endpoint, failure);
	(void)snprintf(host, LOOKUP_HOST_MAX, "%.*s", (int)length, at);
	(void)snprintf(port, 16, "%s", colon + 1);
	return 0;
}

int address_resolve(const char *endpoint, int timeout_ms, char ret[ADDRESS_MAX],
		    struct duban_failure *failure)
{
	char host[LOOKUP_HOST_MAX], port[16], number[LOOKUP_NUMBER_MAX];
	if (strncmp(endpoint, "ipc://", 6) == 0) {
		(void)snprintf(ret, ADDRESS_MAX, "%s", endpoint);
		return 0;
	}
	if (strncmp(endpoint, "tcp://", 6) != 0)
		return no_endpoint(endpoint, failure);
	int r = split(endpoint, host, port, failure);
	if (r < 0)
		return r;
	r = lookup(host, timeout_ms, number);
	if (r != 0)
		return failure_as(failure, "connection.unknown_host",
				  failure_set(failure, DUBAN_E_ADDRESS, endpoint,
					      "host %s of %s is not known: %s", host, endpoint,
					      lookup_error(r)));
	(void)snprintf(ret, ADDRESS_MAX, strchr(number, ':') ? "tcp://[%s]:%s" : "tcp://%s:%s",
		       number, port);
	return 0;
}

static int connect_wait(int fd, const struct sockaddr *to, socklen_t size, int timeout_ms)
{
	int error = 0;
	socklen_t n = sizeof error;
	struct pollfd p = {.fd = fd, .events = POLLOUT};
	if (connect(fd, to, size) == 0)
		return 0;
	if (errno != EINPROGRESS)
		return -errno;
	if (poll(&p, 1, timeout_ms) <= 0)
		return -ETIMEDOUT;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &n) < 0)
		return -errno;
	return -error;
}

static int try_connect(int family, const struct sockaddr *to, socklen_t size, int timeout_ms)
{
	_cleanup_close_ int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	return connect_wait(fd, to, size, timeout_ms);
}

static int probe_tcp(const char *address, int timeout_ms)
{
	char host[LOOKUP_HOST_MAX], port[16];
	struct addrinfo *list = NULL;
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
				 .ai_flags = AI_NUMERICSERV | AI_NUMERICHOST};
	if (split(address, host, port, NULL) < 0 || getaddrinfo(host, port, &hints, &list) != 0)
		return -EINVAL;
	int r = try_connect(list->ai_family, list->ai_addr, list->ai_addrlen, timeout_ms);
	freeaddrinfo(list);
	return r;
}

static int probe_ipc(const char *path, int timeout_ms)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof to.sun_path)
		return -ENAMETOOLONG;
	memcpy(to.sun_path, path, strlen(path) + 1);
	int r = try_connect(AF_UNIX, (struct sockaddr *)&to, sizeof to, timeout_ms);
	return r == -EAGAIN ? 0 : r; /* EAGAIN: its queue is full, so something listens */
}

static int explain_ipc(const char *path, int r, struct duban_failure *failure)
{
	if (r == -ENAMETOOLONG)
		return failure_set(failure, DUBAN_E_ADDRESS, path,
				   "the socket path %s is too long: move the data folder nearer to "
				   "the root",
				   path);
	if (r == -EACCES || r == -EPERM)
		return failure_as(failure, "connection.permission",
				  failure_set(failure, DUBAN_E_REFUSED, path,
					      "no permission for the admin socket %s: become the "
					      "user duband runs as",
					      path));
	return failure_set(failure, DUBAN_E_REFUSED, path,
			   "no duband answers at the admin socket %s (%s): is it running on this "
			   "folder?",
			   path, strerror(-r));
}

int address_probe(const char *endpoint, const char *address, int timeout_ms,
		  struct duban_failure *failure)
{
	bool ipc = strncmp(address, "ipc://", 6) == 0;
	int r = ipc ? probe_ipc(address + 6, timeout_ms) : probe_tcp(address, timeout_ms);
	if (r == 0)
		return 0;
	if (ipc)
		return explain_ipc(address + 6, r, failure);
	if (r == -ECONNREFUSED)
		return failure_set(failure, DUBAN_E_REFUSED, endpoint,
				   "nobody listens at %s: is duband running, with this port?",
				   endpoint);
	return failure_set(failure, DUBAN_E_NO_ROUTE, endpoint,
			   "cannot reach %s (%s): check address, network and firewall", endpoint,
			   strerror(-r));
}
