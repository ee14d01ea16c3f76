#include "bus/zmtp/socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "bus/core/limits.h"
#include "proto/limits.h"

void socket_set_options(int fd)
{
	static const struct {
		int level, name, value;
	} options[] = {{SOL_SOCKET, SO_KEEPALIVE, 1},
		       {SOL_SOCKET, SO_RCVBUF, SOCKET_BYTES},
		       {SOL_SOCKET, SO_SNDBUF, SOCKET_BYTES},
		       {IPPROTO_TCP, TCP_NODELAY, 1},
		       {IPPROTO_TCP, TCP_KEEPIDLE, HEARTBEAT_ZMTP_MS / 1000},
		       {IPPROTO_TCP, TCP_KEEPINTVL, HEARTBEAT_ZMTP_MS / 1000},
		       {IPPROTO_TCP, TCP_KEEPCNT, 3},
		       {IPPROTO_TCP, TCP_USER_TIMEOUT, 4 * HEARTBEAT_ZMTP_MS}};

	/* those of TCP fail on a local socket, which needs none of them */
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		(void)setsockopt(fd, options[i].level, options[i].name, &options[i].value,
				 sizeof options[i].value);
}

void socket_source(int fd, uint8_t ret[ADDRESS_SIZE])
{
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_storage room;
	} a = {0};
	socklen_t n = sizeof a;

	memset(ret, 0, ADDRESS_SIZE);
	if (getpeername(fd, &a.any, &n) != 0)
		return;
	if (a.any.sa_family == AF_INET)
		memcpy(ret, &a.in.sin_addr, sizeof a.in.sin_addr);
	else if (a.any.sa_family == AF_INET6)
		memcpy(ret, &a.in6.sin6_addr, sizeof a.in6.sin6_addr);
}

void socket_address(int fd, char *buf, size_t size)
{
	struct sockaddr_storage a;
	socklen_t n = sizeof a;

	buf[0] = 0;
	if (getpeername(fd, (struct sockaddr *)&a, &n) == 0 && a.ss_family != AF_UNIX)
		(void)getnameinfo((struct sockaddr *)&a, n, buf, (socklen_t)size, NULL, 0,
				  NI_NUMERICHOST);
}
