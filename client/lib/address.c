#include "client/lib/address.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "client/lib/failure.h"
#include "proto/cleanup.h"

static void addrinfo_freep(struct addrinfo **a)
{
	if (*a)
		freeaddrinfo(*a);
}

/* "tcp://HOST:PORT" or "tcp://[::1]:PORT" */
static int split(const char *endpoint, char host[256], char port[16], struct duban_failure *failure)
{
	const char *at = endpoint + strlen("tcp://");
	const char *colon = strrchr(at, ':');
	size_t length = colon ? (size_t)(colon - at) : 0;
	if (length >= 2 && at[0] == '[' && at[length - 1] == ']') {
		at++;
		length -= 2;
	}
	if (length == 0 || length >= 256 || strlen(colon + 1) >= 16 || !colon[1] ||
	    strspn(colon + 1, "0123456789") != strlen(colon + 1))
		return failure_set(failure, DUBAN_E_ADDRESS, endpoint,
				   "%s is no endpoint: tcp://HOST:PORT is expected", endpoint);
	(void)snprintf(host, 256, "%.*s", (int)length, at);
	(void)snprintf(port, 16, "%s", colon + 1);
	return 0;
}

static int resolve(const char *endpoint, struct addrinfo **ret, struct duban_failure *failure)
{
	char host[256], port[16];
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
	int r = split(endpoint, host, port, failure);
	if (r < 0)
		return r;
	r = getaddrinfo(host, port, &hints, ret);
	if (r != 0)
		return failure_as(failure, "connection.unknown_host",
				  failure_set(failure, DUBAN_E_ADDRESS, endpoint,
					      "host %s of %s is not known: %s", host, endpoint,
					      gai_strerror(r)));
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

static int probe_tcp(const char *endpoint, int timeout_ms, struct duban_failure *failure)
{
	_cleanup_(addrinfo_freep) struct addrinfo *list = NULL;
	int r = resolve(endpoint, &list, failure);
	if (r < 0)
		return r;
	for (struct addrinfo *a = list; a; a = a->ai_next) {
		r = try_connect(a->ai_family, a->ai_addr, a->ai_addrlen, timeout_ms);
		if (r == 0)
			return 0;
	}
	if (r == -ECONNREFUSED)
		return failure_set(failure, DUBAN_E_REFUSED, endpoint,
				   "nobody listens at %s: is duband running, with this port?",
				   endpoint);
	return failure_set(failure, DUBAN_E_NO_ROUTE, endpoint,
			   "cannot reach %s (%s): check address, network and firewall", endpoint,
			   strerror(-r));
}

static int probe_ipc(const char *endpoint, int timeout_ms, struct duban_failure *failure)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	const char *path = endpoint + strlen("ipc://");
	if (strlen(path) >= sizeof to.sun_path)
		return failure_set(failure, DUBAN_E_ADDRESS, endpoint,
				   "the socket path %s is too long: at most %zu bytes", path,
				   sizeof to.sun_path - 1);
	memcpy(to.sun_path, path, strlen(path) + 1);
	int r = try_connect(AF_UNIX, (struct sockaddr *)&to, sizeof to, timeout_ms);
	if (r == 0 || r == -EAGAIN)
		return 0;
	if (r == -EACCES || r == -EPERM)
		return failure_as(
		    failure, "connection.permission",
		    failure_set(failure, DUBAN_E_REFUSED, path,
				"no permission for the admin socket %s: become the user duband "
				"runs as",
				path));
	return failure_set(failure, DUBAN_E_REFUSED, path,
			   "no duband answers at the admin socket %s (%s): is it running on this "
			   "folder?",
			   path, strerror(-r));
}

int address_probe(const char *endpoint, int timeout_ms, struct duban_failure *failure)
{
	if (strncmp(endpoint, "ipc://", 6) == 0)
		return probe_ipc(endpoint, timeout_ms, failure);
	if (strncmp(endpoint, "tcp://", 6) == 0)
		return probe_tcp(endpoint, timeout_ms, failure);
	return failure_set(failure, DUBAN_E_ADDRESS, endpoint, "%s is no endpoint", endpoint);
}

int address_check(const char *endpoint, struct duban_failure *failure)
{
	_cleanup_(addrinfo_freep) struct addrinfo *list = NULL;
	if (strncmp(endpoint, "ipc://", 6) == 0)
		return 0;
	if (strncmp(endpoint, "tcp://", 6) == 0)
		return resolve(endpoint, &list, failure);
	return failure_set(failure, DUBAN_E_ADDRESS, endpoint, "%s is no endpoint", endpoint);
}
