#include "notify.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "proto/cleanup.h"

#define NOTIFY_MAX (NOTIFY_STATUS_MAX + 128)

/* sd_notify() would wait until the reader makes room. True: taken, or there is no reader. */
static bool put(const char *text)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	_cleanup_close_ int fd = -1;
	size_t n = path ? strlen(path) : 0;

	if (n < 2 || n >= sizeof to.sun_path || (*path != '/' && *path != '@'))
		return true;
	memcpy(to.sun_path, path, n);
	if (*path == '@') /* an abstract name: its first byte is 0 */
		to.sun_path[0] = 0;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return false;
	return sendto(fd, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL,
		      (const struct sockaddr *)&to,
		      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)) >= 0;
}

void notify_again(struct notify *n)
{
	char text[NOTIFY_MAX];

	if (!n->ready && !n->alive && !n->status_due)
		return;
	(void)snprintf(text, sizeof text, "%s%s%s%s", n->ready ? "READY=1\n" : "",
		       n->alive ? "WATCHDOG=1\n" : "", n->status_due ? "STATUS=" : "",
		       n->status_due ? n->status : "");
	if (put(text))
		n->ready = n->alive = n->status_due = false;
}

void notify_status(struct notify *n, const char *text)
{
	(void)snprintf(n->status, sizeof n->status, "%s", text);
	n->status_due = true;
	notify_again(n);
}

void notify_ready(struct notify *n)
{
	n->ready = true;
	notify_again(n);
}

void notify_longer(unsigned seconds)
{
	char text[64];

	(void)snprintf(text, sizeof text, "EXTEND_TIMEOUT_USEC=%llu",
		       (unsigned long long)seconds * 1000000);
	(void)put(text);
}

void notify_alive(struct notify *n)
{
	n->alive = true;
	notify_again(n);
}

void notify_stopping(int error, const char *text)
{
	char all[NOTIFY_MAX];

	if (error)
		(void)snprintf(all, sizeof all, "STOPPING=1\nERRNO=%d\nSTATUS=%.*s", error,
			       NOTIFY_STATUS_MAX, text);
	else
		(void)snprintf(all, sizeof all, "STOPPING=1\nSTATUS=%.*s", NOTIFY_STATUS_MAX, text);
	(void)put(all);
}
