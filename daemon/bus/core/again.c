#include "bus/core/again.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

int again_new(sd_event *event, sd_event_source **ret, sd_event_io_handler_t handler, void *user)
{
	sd_event_source *s = NULL;
	int fd = eventfd(1, EFD_CLOEXEC), r; /* never read: it stays readable */

	if (fd < 0)
		return -errno;
	r = sd_event_add_io(event, &s, fd, EPOLLIN, handler, user);
	if (r < 0) {
		(void)close(fd);
		return r;
	}
	(void)sd_event_source_set_io_fd_own(s, true);
	r = sd_event_source_set_enabled(s, SD_EVENT_OFF);
	if (r >= 0)
		r = sd_event_source_set_exit_on_failure(s, true);
	if (r < 0) {
		sd_event_source_disable_unref(s);
		return r;
	}
	*ret = s;
	return 0;
}

int again_set(sd_event_source *s, int enabled)
{
	int r = sd_event_source_set_enabled(s, enabled);

	return r < 0 ? r : 0;
}
