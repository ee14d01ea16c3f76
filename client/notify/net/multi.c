#include "client/notify/net/multi.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "proto/cleanup.h"

struct multi_transfer {
	CURL *easy;
	multi_done_fn *done;
	void *userdata;
	struct multi_transfer *next;
};

struct net_multi {
	sd_event *event;
	CURLM *curl;
	sd_event_source *timer;
	struct multi_transfer *transfers;
};

static struct multi_transfer *take(struct net_multi *m, CURL *easy)
{
	for (struct multi_transfer **at = &m->transfers; *at; at = &(*at)->next)
		if ((*at)->easy == easy) {
			struct multi_transfer *t = *at;

			*at = t->next;
			return t;
		}
	return NULL;
}

/* What has ended since. A callback may begin further transfers. */
static void reap(struct net_multi *m)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(m->curl, &left))) {
		if (message->msg != CURLMSG_DONE)
			continue;
		CURLcode result = message->data.result;
		struct multi_transfer *t = take(m, message->easy_handle);

		(void)curl_multi_remove_handle(m->curl, message->easy_handle);
		if (t)
			t->done(t->userdata, t->easy, result);
		free(t);
	}
}

/* ---- the event loop */

static int on_socket(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct net_multi *m = userdata;
	int what = (events & EPOLLIN ? CURL_CSELECT_IN : 0) |
		   (events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
		   (events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
	int running;

	(void)source;
	(void)curl_multi_socket_action(m->curl, fd, what, &running);
	reap(m);
	return 0;
}

static int on_timer(sd_event_source *source, uint64_t at, void *userdata)
{
	struct net_multi *m = userdata;
	int running;

	(void)source;
	(void)at;
	(void)curl_multi_socket_action(m->curl, CURL_SOCKET_TIMEOUT, 0, &running);
	reap(m);
	return 0;
}

/* libcurl watches another set of events of a socket, or none any more. */
static int watch(CURL *easy, curl_socket_t fd, int what, void *userdata, void *socket_data)
{
	struct net_multi *m = userdata;
	sd_event_source *source = socket_data;
	uint32_t events = (what & CURL_POLL_IN ? (uint32_t)EPOLLIN : 0) |
			  (what & CURL_POLL_OUT ? (uint32_t)EPOLLOUT : 0);

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		sd_event_source_disable_unref(source);
		(void)curl_multi_assign(m->curl, fd, NULL);
		return 0;
	}
	if (source)
		return sd_event_source_set_io_events(source, events) < 0 ? -1 : 0;
	if (sd_event_add_io(m->event, &source, fd, events, on_socket, m) < 0)
		return -1;
	(void)curl_multi_assign(m->curl, fd, source);
	return 0;
}

static int set_timer(CURLM *curl, long ms, void *userdata)
{
	struct net_multi *m = userdata;

	(void)curl;
	if (ms < 0)
		return sd_event_source_set_enabled(m->timer, SD_EVENT_OFF) < 0 ? -1 : 0;
	if (sd_event_source_set_time_relative(m->timer, (uint64_t)ms * 1000) < 0 ||
	    sd_event_source_set_enabled(m->timer, SD_EVENT_ONESHOT) < 0)
		return -1;
	return 0;
}

/* ---- its life */

struct net_multi *multi_close(struct net_multi *m)
{
	if (!m)
		return NULL;
	while (m->transfers)
		multi_cancel(m, m->transfers->easy);
	(void)curl_multi_cleanup(m->curl);
	sd_event_source_disable_unref(m->timer);
	free(m);
	return NULL;
}

int multi_open(sd_event *event, unsigned connections, struct net_multi **ret)
{
	struct net_multi *m;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return -ENOMEM;
	m = calloc(1, sizeof *m);
	if (!m)
		return -ENOMEM;
	m->event = event;
	m->curl = curl_multi_init();
	if (!m->curl ||
	    sd_event_add_time_relative(event, &m->timer, CLOCK_MONOTONIC, 0, 1, on_timer, m) < 0) {
		(void)multi_close(m);
		return -ENOMEM;
	}
	(void)sd_event_source_set_enabled(m->timer, SD_EVENT_OFF);
	(void)curl_multi_setopt(m->curl, CURLMOPT_SOCKETFUNCTION, watch);
	(void)curl_multi_setopt(m->curl, CURLMOPT_SOCKETDATA, m);
	(void)curl_multi_setopt(m->curl, CURLMOPT_TIMERFUNCTION, set_timer);
	(void)curl_multi_setopt(m->curl, CURLMOPT_TIMERDATA, m);
	(void)curl_multi_setopt(m->curl, CURLMOPT_MAX_HOST_CONNECTIONS, (long)connections);
	*ret = m;
	return 0;
}

int multi_add(struct net_multi *m, CURL *easy, multi_done_fn *done, void *userdata)
{
	struct multi_transfer *t = malloc(sizeof *t);

	if (!t)
		return -ENOMEM;
	*t = (struct multi_transfer){easy, done, userdata, m->transfers};
	m->transfers = t;
	if (curl_multi_add_handle(m->curl, easy) == CURLM_OK)
		return 0;
	free(take(m, easy));
	return -ENOMEM;
}

void multi_cancel(struct net_multi *m, CURL *easy)
{
	struct multi_transfer *t = take(m, easy);

	(void)curl_multi_remove_handle(m->curl, easy);
	if (t)
		t->done(t->userdata, t->easy, CURLE_ABORTED_BY_CALLBACK);
	free(t);
}
