/* Follows the daemon: its clock if that is simulated, and its notices. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/gateway/jobs.h"
#include "client/notify/gateway/private.h"

/* ---- notices */

static int copy_texts(char ***ret, size_t *ret_n, char *const *from, size_t n)
{
	*ret = n ? calloc(n, sizeof(char *)) : NULL;
	if (n && !*ret)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		(*ret)[i] = strdup(from[i]);
		if (!(*ret)[i])
			return -ENOMEM;
		*ret_n = i + 1;
	}
	return 0;
}

static int copy_notice(Outbox__Message *m, const Duban__Notice *n)
{
	if (!row_text(&m->key, n->key) || !row_text(&m->person, n->person_id) ||
	    !row_text(&m->template_name, n->template_))
		return -ENOMEM;
	m->num = n->num;
	m->not_before_at = n->not_before_at;
	m->valid_until_at = n->valid_until_at;
	int r = copy_texts(&m->field, &m->n_field, n->field, n->n_field);
	return r ? r : copy_texts(&m->after, &m->n_after, n->after, n->n_after);
}

static int new_message(struct gateway *g, const Duban__Notice *n, uint64_t seq)
{
	Outbox__Message *m = malloc(sizeof *m);
	int r;

	if (!m)
		return -ENOMEM;
	outbox__message__init(m);
	m->seq = seq;
	m->taken_at = gateway_now();
	r = copy_notice(m, n);
	outbox_book(g->outbox)->taken += r == 0;
	r = r ? r : gateway_store(g, m);
	message_free(m);
	return r;
}

/* A key that is known already comes again after a crash, or when a backup of the daemon was
 * restored: it is not sent again, but what became of it is told again. */
static int known_message(struct gateway *g, Outbox__Message *m)
{
	m->told = 0;
	m->refused = false;
	return gateway_store(g, m);
}

static bool is_sound(const Duban__Notice *n)
{
	size_t size = strlen(n->key);

	return size > 0 && size <= NOTICE_KEY_BYTES && n->n_field <= NOTICE_FIELDS_MAX &&
	       n->n_after <= NOTICE_WAITS_MAX && strlen(n->person_id) < ADDRESS_BYTES;
}

static int take_event(struct gateway *g, const struct duban_event *e)
{
	const Duban__Notice *n = e->event->body_case == DUBAN__EVENT__BODY_NOTICE_MADE
				     ? e->event->notice_made->notice
				     : NULL;
	Outbox__Message *m;
	int r;

	if (!n || !(g->config->takes_mask & 1u << n->channel))
		return 0;
	if (!is_sound(n)) {
		say_warning("the notice of event %llu is beyond this program's limits and is left "
			    "out",
			    (unsigned long long)e->seq);
		return 0;
	}
	r = message_get(g->outbox, n->key, &m);
	if (r < 0)
		return r;
	r = m ? known_message(g, m) : new_message(g, n, e->seq);
	message_free(m);
	return r;
}

/* ---- the watch */

struct follower_page {
	struct gateway *g;
	uint64_t seq;
	int r;
};

static int on_event(void *userdata, const struct duban_event *e)
{
	struct follower_page *page = userdata;
	struct gateway *g = page->g;

	/* a simulated clock may have been set since it was asked for */
	if (g->simulated && e->at > gateway_now() + g->times.ahead)
		g->times.ahead = e->at - gateway_now();
	page->r = take_event(page->g, e);
	page->seq = e->seq;
	return page->r;
}

/* The place moves with what was taken, in the same commit. */
static int store_place(struct gateway *g)
{
	Outbox__Book *book = outbox_book(g->outbox);
	struct duban_cursor at;
	uint8_t *epoch = malloc(sizeof at.epoch), *hash = malloc(sizeof at.hash);

	if (!epoch || !hash || duban_watch_cursor(g->watch, &at) < 0) {
		free(epoch);
		free(hash);
		return -ENOMEM;
	}
	memcpy(epoch, at.epoch, sizeof at.epoch);
	memcpy(hash, at.hash, sizeof at.hash);
	free(book->epoch.data);
	free(book->hash.data);
	book->epoch = (ProtobufCBinaryData){sizeof at.epoch, epoch};
	book->hash = (ProtobufCBinaryData){sizeof at.hash, hash};
	book->seq = at.seq;
	book->begun = true;
	outbox_touch(g->outbox);
	return 0;
}

static void watch_failed(struct gateway *g, int error)
{
	const struct duban_failure *failure = duban_watch_failure(g->watch);

	switch (error) {
	case DUBAN_E_DIVERGED:
	case DUBAN_E_SNAPSHOT_REQUIRED:
		say(LOG_ERR,
		    "%s. If that store is the right one, start once with --from-start: it is "
		    "followed from its first event, and no notice is sent twice",
		    failure->text);
		gateway_fail(g, -ESTALE, "the place in the daemon's journal is not valid there");
		return;
	case DUBAN_E_DENIED:
	case DUBAN_E_INVALID:
	case DUBAN_E_DAMAGED:
		say(LOG_ERR, "%s", failure->text);
		follower_stop(g); /* tried again by the timer */
		g->line_back_off_ms = LINE_BACK_OFF_MAX_MS;
		return;
	default:
		say_warning("following the notices: %s", failure->text);
	}
}

static int on_watch(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct gateway *g = userdata;
	struct follower_page page = {.g = g};
	int n;

	(void)source;
	(void)fd;
	(void)events;
	n = duban_watch_process(g->watch, on_event, &page);
	if (page.r == 0 && page.seq && duban_watch_ack(g->watch, page.seq) < 0)
		page.r = -EIO;
	if (page.r == 0 && page.seq)
		page.r = store_place(g);
	if (page.r < 0)
		gateway_fail(g, page.r, "a notice cannot be stored");
	else if (n < 0)
		watch_failed(g, n);
	gateway_wake(g);
	return 0;
}

void follower_stop(struct gateway *g)
{
	g->watch_source = sd_event_source_disable_unref(g->watch_source);
	duban_watch_close(g->watch);
	g->watch = NULL;
}

void follower_room(struct gateway *g)
{
	bool room = outbox_book(g->outbox)->waiting < OUTBOX_PENDING_MAX;

	if (g->watch_source)
		(void)sd_event_source_set_enabled(g->watch_source,
						  room ? SD_EVENT_ON : SD_EVENT_OFF);
}

/* ---- opening it */

static int open_watch(struct duban *d, void *userdata)
{
	static const char *const kinds[] = {"notice_made"};
	struct gateway_job *job = userdata;
	struct duban_watch_options o = {
	    .filter = {.kinds = kinds, .n_kinds = 1}, .start = job->start, .cursor = &job->cursor};

	return duban_watch_open(d, &o, &job->watch);
}

static void watch_opened(void *userdata, void *job_data, int r, const struct duban_failure *failure)
{
	struct gateway *g = userdata;
	struct gateway_job *job = job_data;

	g->opening = false;
	g->watch = TAKE_PTR(job->watch);
	free(job);
	if (r == DUBAN_E_DIVERGED || r == DUBAN_E_SNAPSHOT_REQUIRED) {
		say(LOG_ERR,
		    "%s. If that store is the right one, start once with --from-start: it is "
		    "followed from its first event, and no notice is sent twice",
		    failure->text);
		gateway_fail(g, -ESTALE, "the place in the daemon's journal is not valid there");
		return;
	}
	line_says(g, r, failure);
	if (r == 0 && !outbox_book(g->outbox)->begun)
		r = store_place(g);
	if (r == 0)
		r = sd_event_add_io(g->parts.event, &g->watch_source, duban_watch_fd(g->watch),
				    EPOLLIN, on_watch, g);
	if (r >= 0 &&
	    g->watch_source) /* in turn with the rounds: else there is no end of a round */
		r = sd_event_source_set_priority(g->watch_source, ROUND_PRIORITY);
	if (r < 0 && g->watch)
		gateway_fail(g, r, "the notices cannot be followed");
	gateway_wake(g);
}

static void begin_watch(struct gateway *g)
{
	Outbox__Book *book = outbox_book(g->outbox);
	struct gateway_job *job = calloc(1, sizeof *job);

	if (!job)
		return;
	job->kind = JOB_WATCH;
	job->start = strcmp(g->config->start, "now") == 0 ? DUBAN_FROM_NOW : DUBAN_FROM_START;
	if (g->parts.from_start)
		job->start = DUBAN_FROM_START;
	else if (book->begun && book->epoch.len == sizeof job->cursor.epoch &&
		 book->hash.len == sizeof job->cursor.hash) {
		job->start = DUBAN_FROM_CURSOR;
		job->cursor.seq = book->seq;
		memcpy(job->cursor.epoch, book->epoch.data, book->epoch.len);
		memcpy(job->cursor.hash, book->hash.data, book->hash.len);
	}
	if (line_add(g->line, job, open_watch, watch_opened))
		g->opening = true;
	else
		free(job);
}

/* ---- the daemon's clock */

static int read_status(struct duban *d, void *userdata)
{
	struct gateway_job *job = userdata;
	Duban__StatusRequest body = DUBAN__STATUS_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	struct duban_reply *reply = NULL;
	const Duban__Reply *answer;
	int r;

	request.body_case = DUBAN__REQUEST__BODY_STATUS;
	request.status = &body;
	r = duban_call(d, &request, &reply);
	answer = r == 0 ? duban_reply_get(reply) : NULL;
	if (answer && answer->body_case == DUBAN__REPLY__BODY_STATUS_REPLY) {
		job->simulated = answer->status_reply->simulated;
		job->now = answer->status_reply->now;
	}
	r = job_verdict(job, r, reply);
	duban_reply_free(reply);
	return r;
}

/* All that waits was filed by the former difference of the clocks. */
static int file_anew(struct gateway *g)
{
	struct outbox_key at = {.size = 0};
	Outbox__Message *m;
	int r;

	while ((r = message_next(g->outbox, &at, &m)) == 0 && m) {
		if (!m->ended_at)
			r = gateway_store(g, m);
		message_free(m);
		if (r < 0)
			return r;
	}
	return r;
}

static int take_clock(struct gateway *g, const struct gateway_job *job)
{
	usec_t ahead = job->simulated ? job->now - gateway_now() : 0;
	usec_t leap = ahead - g->times.ahead;

	g->simulated = job->simulated;
	if (g->known && leap < CLOCK_LEAP && leap > -CLOCK_LEAP)
		return 0;
	g->known = true;
	g->times.ahead = ahead;
	return file_anew(g);
}

static void status_read(void *userdata, void *job_data, int r, const struct duban_failure *failure)
{
	struct gateway *g = userdata;
	struct gateway_job *job = job_data;

	g->polling = false;
	line_says(g, r, failure);
	if (r == 0 && job->verdict != STATUS_OK)
		say_warning("the daemon does not tell its status: %s", job->problem);
	else if (r == 0)
		r = take_clock(g, job);
	else
		r = 0;
	free(job);
	gateway_stored(g, r);
}

static void poll_status(struct gateway *g)
{
	struct gateway_job *job = calloc(1, sizeof *job);

	if (job && line_add(g->line, job, read_status, status_read))
		g->polling = true;
	else
		free(job);
}

void follower_start(struct gateway *g)
{
	if (!g->polling && (!g->known || g->simulated))
		poll_status(g);
	if (g->known && !g->watch && !g->opening)
		begin_watch(g);
}
