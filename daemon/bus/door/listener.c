#include "bus/door/listener.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <systemd/sd-daemon.h>

#include "bus/core/limits.h"
#include "proto/limits.h"

union address {
	struct sockaddr any;
	struct sockaddr_un un;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_storage room;
};

static int listen_at(const union address *a, socklen_t size, int *ret_fd)
{
	_cleanup_close_ int fd = socket(a->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const int on = 1, off = 0;

	if (fd < 0)
		return -errno;
	if (a->any.sa_family != AF_UNIX &&
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0)
		return -errno;
	if (a->any.sa_family == AF_INET6 &&
	    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) < 0)
		return -errno;
	if (bind(fd, &a->any, size) < 0)
		return -errno;
	/* before listen(), so that nobody can connect while the mode is still looser */
	if (a->any.sa_family == AF_UNIX && chmod(a->un.sun_path, 0600) < 0)
		return -errno;
	if (listen(fd, LISTEN_BACKLOG) < 0)
		return -errno;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

static int open_ipc(const char *path, int *ret_fd, const char **ret_fault)
{
	union address a = {.un.sun_family = AF_UNIX};
	int r;

	if (*path != '/' || strlen(path) >= sizeof a.un.sun_path) {
		*ret_fault = "the path of an ipc endpoint must be absolute and shorter than 108 "
			     "bytes: use a folder with a shorter path";
		return -EINVAL;
	}
	memcpy(a.un.sun_path, path, strlen(path) + 1);
	/* left behind by a killed daemon; none is running, because we hold the store's lock */
	(void)unlink(path);
	r = listen_at(&a, sizeof a.un, ret_fd);
	if (r < 0)
		*ret_fault = "cannot create the socket file: check that the folder exists and is "
			     "writable";
	return r;
}

/* Splits "host:port", "[v6]:port" or "*:port" into its two parts. */
static bool split_port(const char *text, char host[ENDPOINT_MAX], const char **ret_port)
{
	const char *colon = strrchr(text, ':');
	size_t n = colon ? (size_t)(colon - text) : 0;

	if (n == 0 || n >= ENDPOINT_MAX || !colon[1])
		return false;
	if (text[0] == '[' && text[n - 1] == ']') {
		text++;
		n -= 2;
	}
	memcpy(host, text, n);
	host[n] = 0;
	*ret_port = colon + 1;
	return true;
}

static int open_tcp(const char *text, int *ret_fd, const char **ret_fault)
{
	const struct addrinfo hints = {.ai_family = AF_UNSPEC,
				       .ai_socktype = SOCK_STREAM,
				       .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	struct addrinfo *found = NULL;
	char host[ENDPOINT_MAX];
	const char *port;
	int r = -EADDRNOTAVAIL;

	*ret_fault = "expected tcp://ADDRESS:PORT with an address of this machine or *";
	if (!split_port(text, host, &port))
		return -EINVAL;
	if (getaddrinfo(strcmp(host, "*") == 0 ? "0.0.0.0" : host, port, &hints, &found) != 0)
		return -EINVAL;
	for (const struct addrinfo *i = found; i && r < 0; i = i->ai_next) {
		union address a = {0};

		memcpy(&a, i->ai_addr, i->ai_addrlen);
		r = listen_at(&a, i->ai_addrlen, ret_fd);
	}
	freeaddrinfo(found);
	if (r == -EADDRINUSE)
		*ret_fault =
		    "another program already listens there: stop it or choose another port";
	return r;
}

int listener_open(const char *endpoint, int *ret_fd, const char **ret_fault)
{
	if (strncmp(endpoint, "tcp://", 6) == 0)
		return open_tcp(endpoint + 6, ret_fd, ret_fault);
	if (strncmp(endpoint, "ipc://", 6) == 0)
		return open_ipc(endpoint + 6, ret_fd, ret_fault);
	*ret_fault = "an endpoint must begin with tcp:// or ipc://";
	return -EINVAL;
}

static void take_fd(int fd, const char *name, int *commands, int *feed)
{
	int *place = strcmp(name, "feed") == 0	     ? feed
		     : strcmp(name, "commands") == 0 ? commands
		     : *commands < 0		     ? commands
						     : feed;

	if (*place < 0)
		*place = fd;
	else
		(void)close(fd);
}

int listener_from_systemd(int *ret_commands, int *ret_feed)
{
	int commands = -1, feed = -1, n, r = 0;
	char **names = NULL;

	n = sd_listen_fds_with_names(true, &names);
	if (n < 0)
		return n;
	for (int i = 0; i < n; i++) {
		int fd = SD_LISTEN_FDS_START + i;

		if (sd_is_socket(fd, AF_UNSPEC, SOCK_STREAM, true) <= 0)
			r = -ENOTSOCK;
		take_fd(fd, names[i], &commands, &feed);
		free(names[i]);
	}
	free(names);
	if (r < 0)
		return r;
	*ret_commands = commands;
	*ret_feed = feed;
	return 0;
}

static char *name_of(int fd, const char *host, char buf[ENDPOINT_MAX])
{
	union address a = {0};
	socklen_t size = sizeof a;
	char text[128] = "", port[16] = "";

	buf[0] = 0;
	if (fd < 0 || getsockname(fd, &a.any, &size) < 0)
		return buf;
	if (a.any.sa_family == AF_UNIX) {
		(void)snprintf(buf, ENDPOINT_MAX, "ipc://%s", a.un.sun_path);
		return buf;
	}
	if (getnameinfo(&a.any, size, text, sizeof text, port, sizeof port,
			NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return buf;
	if (host)
		(void)snprintf(text, sizeof text, "%s", host);
	(void)snprintf(buf, ENDPOINT_MAX, strchr(text, ':') ? "tcp://[%s]:%s" : "tcp://%s:%s", text,
		       port);
	return buf;
}

char *listener_name(int fd, char buf[ENDPOINT_MAX])
{
	return name_of(fd, NULL, buf);
}

char *listener_announce(int fd, const char *host, char buf[ENDPOINT_MAX])
{
	return name_of(fd, host, buf);
}
