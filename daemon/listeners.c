#include "listeners.h"

#include <stdio.h>
#include <string.h>

#include "bus/door/listener.h"

static int open_one(const char *what, const char *endpoint, int *ret_fd, char *fault, size_t size)
{
	const char *why = "";
	int r = listener_open(endpoint, ret_fd, &why);

	if (r < 0)
		(void)snprintf(fault, size, "%s %s: %s (%s)", what, endpoint, why, strerror(-r));
	return r;
}

static int open_admin(const char *dir, int *ret_fd, char *fault, size_t size)
{
	_cleanup_free_ char *path = realpath(dir, NULL), *endpoint = NULL;

	if (!path || asprintf(&endpoint, "ipc://%s/admin.sock", path) < 0)
		return -ENOMEM;
	return open_one("admin socket", endpoint, ret_fd, fault, size);
}

int listeners_open(struct listeners *ret, const struct config *c, char *fault, size_t size)
{
	struct listeners l = {-1, -1, -1};
	int r = listener_from_systemd(&l.commands, &l.feed);

	if (r < 0) {
		(void)snprintf(fault, size, "sockets from systemd: %s", strerror(-r));
		return r;
	}
	if ((l.commands >= 0 && c->listen) || (l.feed >= 0 && c->publish)) {
		(void)snprintf(fault, size,
			       "systemd has already passed this socket: remove 'listen' and "
			       "'publish' from the configuration");
		r = -EINVAL;
	}
	if (r == 0)
		r = open_admin(c->data, &l.admin, fault, size);
	if (r == 0 && c->listen)
		r = open_one("listen", c->listen, &l.commands, fault, size);
	if (r == 0 && c->publish)
		r = open_one("publish", c->publish, &l.feed, fault, size);
	if (r < 0) {
		listeners_close(&l);
		return r;
	}
	*ret = l;
	return 0;
}

static void close_one(int *fd)
{
	closep(fd);
	*fd = -1;
}

void listeners_close(struct listeners *l)
{
	close_one(&l->admin);
	close_one(&l->commands);
	close_one(&l->feed);
}
