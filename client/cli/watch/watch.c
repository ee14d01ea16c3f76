/* Events as they happen (跟看), without a gap, one per line; JSON for programs. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/connect.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "client/cli/watch/hand.h"
#include "client/cli/watch/wait.h"
#include "client/lib/core/limits.h"
#include "duban.h"
#include "proto/cleanup.h"
#include "proto/limits.h"

#define ACK_EVERY 256 /* events; each acknowledgement costs a disk sync */

struct watching {
	struct cli *c;
	struct duban_watch *w;
	struct hand hand;
	uint64_t acknowledged;
	unsigned unacknowledged;
	uint32_t left; /* of --count, if there is one */
	bool counted;
	int wait_ms; /* -1 = no limit */
};

/* ---- the place */

static int acknowledge(struct watching *w)
{
	w->unacknowledged = 0;
	if (w->hand.taken <= w->acknowledged)
		return 0;
	int r = duban_watch_ack(w->w, w->hand.taken);
	if (r < 0)
		return cli_failure(w->c, r, duban_watch_failure(w->w));
	w->acknowledged = w->hand.taken;
	return 0;
}

/* Reads what the reader acknowledged, without waiting. */
static int take_acks(struct watching *w)
{
	struct acks *a = &w->hand.acks;
	struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
	int r = 0;
	while (r == 0 && w->hand.ack && !a->over && poll(&p, 1, 0) > 0)
		r = acks_read(w->c, a, STDIN_FILENO);
	if (r != 0 || a->seq <= w->hand.taken)
		return r;
	w->hand.taken = a->seq;
	return acknowledge(w);
}

/* With --json an error goes to the reader, so it is also said where somebody is left to hear. */
static int reader_gone(struct watching *w, int r)
{
	char seq[24];
	if (r == 0 && w->hand.handed <= w->hand.taken)
		return 0;
	(void)snprintf(seq, sizeof seq, "%llu", (unsigned long long)w->hand.taken);
	if (r != 0 || w->c->json)
		cli_warn("watch.reader_gone", seq, NULL);
	return r ? r : cli_fail(w->c, CLI_LOCAL, "watch.reader_gone", seq, NULL);
}

/* ---- the events */

/* Waits for events or acknowledgements. *ret_over: the time is over or a signal came. */
static int wait_for(struct watching *w, bool *ret_over)
{
	struct pollfd p[] = {{.fd = duban_watch_fd(w->w), .events = POLLIN},
			     {.fd = STDIN_FILENO, .events = POLLIN}};
	int ready = 0;
	if (w->counted && w->left == 0)
		p[0].fd = -1; /* only the acknowledgements are missing */
	int r = watch_wait(&w->hand.open, p, w->hand.ack ? 2 : 1, w->wait_ms, &ready);
	*ret_over = r == 0 && ready == 0;
	return r;
}

static int hand_over(struct watching *w, const struct duban_event *e)
{
	int r = hand_event(&w->hand, e);
	if (r != 0)
		return r;
	w->left -= w->counted;
	w->unacknowledged++;
	return w->hand.program || w->unacknowledged >= ACK_EVERY ? acknowledge(w) : 0;
}

/* The last event of --count was handed over, and with --ack also acknowledged. */
static bool all_done(const struct watching *w)
{
	return w->counted && w->left == 0 && (!w->hand.ack || w->hand.taken >= w->hand.handed);
}

static int turn(struct watching *w, bool *ret_over)
{
	const struct duban_event *e;
	int n = w->counted && w->left == 0 ? 0 : duban_watch_next(w->w, 0, &e);
	if (n < 0) {
		/* What was handed over before it does not come again. */
		int failed = cli_failure(w->c, n, duban_watch_failure(w->w));
		int kept = acknowledge(w);
		return failed ? failed : kept;
	}
	int r = n > 0 ? hand_over(w, e) : acknowledge(w);
	if (r == 0)
		r = take_acks(w);
	if (r == 0 && n == 0 && !all_done(w) && !w->hand.acks.over)
		r = wait_for(w, ret_over);
	return r;
}

static int loop(struct watching *w)
{
	bool over = false;
	int r = 0;
	while (r == 0 && !over && !watch_stopped() && !all_done(w) && !w->hand.acks.over)
		r = turn(w, &over);
	/* Also if our own end failed: a reader that is gone may have acknowledged before. */
	int last = take_acks(w);
	if (r == 0)
		r = last ? last : acknowledge(w);
	return w->hand.acks.over && !last ? reader_gone(w, r) : r;
}

/* ---- opening */

/* Errors of a daemon that is not up, or not yet: a watch waits for it. */
static bool is_away(int error, const struct duban_failure *f)
{
	return (error == DUBAN_E_REFUSED || error == DUBAN_E_NO_ROUTE ||
		error == DUBAN_E_HANDSHAKE || error == DUBAN_E_TIMEOUT) &&
	       strcmp(f->code, "connection.permission") != 0;
}

static int open_once(struct watching *w, const struct duban_watch_options *o,
		     struct duban_failure *failure)
{
	struct duban_options options;
	int r = cli_options(w->c, &options);
	if (r != 0)
		return r;
	options.failure = failure;
	r = w->c->d ? 0 : duban_open(&options, &w->c->d);
	if (r < 0)
		return r;
	r = duban_watch_open(w->c->d, o, &w->w);
	*failure = *duban_failure(w->c->d);
	return r;
}

/* Waits for a daemon that is not up, as long as it takes or --idle allows; says so once. */
static int open_watch(struct watching *w, const struct duban_watch_options *o)
{
	struct duban_failure failure = {};
	int waited = 0, ready;
	for (;;) {
		int r = open_once(w, o, &failure);
		if (r >= 0)
			return r;
		if (!is_away(r, &failure) || (w->wait_ms >= 0 && waited >= w->wait_ms))
			return cli_failure(w->c, r, &failure);
		if (waited == 0)
			cli_warn("watch.waiting", failure.arg, NULL);
		waited += WATCH_AWAY_PAUSE_MS;
		r = watch_wait(&w->hand.open, NULL, 0, WATCH_AWAY_PAUSE_MS, &ready);
		if (r < 0 || watch_stopped())
			return r;
	}
}

/* ---- the options */

/* Splits "yellow,red" or 黄灯,红灯 into canonical words of the table; changes `text`. */
static size_t split(char *text, const char *table, const char **ret, size_t max)
{
	size_t n = 0;
	char *save = NULL;
	for (char *s = strtok_r(text, ",", &save); s && n < max; s = strtok_r(NULL, ",", &save))
		ret[n++] = message_word(table, s);
	return n;
}

static bool seq_from(const char *from, struct duban_watch_options *ret)
{
	char *end;
	errno = 0;
	ret->seq = strtoull(from, &end, 10);
	ret->start = DUBAN_FROM_SEQ;
	return isdigit((unsigned char)*from) && !*end && errno == 0 && ret->seq < UINT64_MAX;
}

static int start_of(struct cli *c, struct duban_watch_options *ret)
{
	const char *from = cli_option(c, "from");
	from = from ? message_word("place", from) : NULL;
	if (!from || strcmp(from, "now") == 0)
		ret->start = DUBAN_FROM_NOW;
	else if (strcmp(from, "start") == 0)
		ret->start = DUBAN_FROM_START;
	else if (!seq_from(from, ret))
		return cli_fail(c, CLI_USAGE, "usage.from", from, NULL);
	return 0;
}

static int limits_of(struct cli *c, struct watching *w)
{
	uint32_t seconds = 0;
	w->wait_ms = -1;
	w->counted = cli_option(c, "count") != NULL;
	int r = cli_number(c, "count", 1000000000, &w->left);
	if (r == 0)
		r = cli_number(c, "idle", 1000000, &seconds);
	if (r == 0 && cli_option(c, "idle"))
		w->wait_ms = (int)(seconds * 1000);
	return r;
}

/* The options of --exec, which mean nothing without it. */
static int exec_of(struct cli *c, struct hand *h)
{
	static const char *const options[] = {"exec-time", "exec-tries", "exec-pause"};
	h->program = cli_option(c, "exec");
	h->seconds = WATCH_EXEC_SECONDS;
	h->tries = WATCH_EXEC_TRIES;
	h->pause = WATCH_EXEC_PAUSE_SEC;
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (!h->program && cli_option(c, options[i]))
			return cli_fail(c, CLI_USAGE, "usage.without_exec", options[i], NULL);
	int r = cli_number(c, "exec-time", WATCH_EXEC_SECONDS_MAX, &h->seconds);
	if (r == 0)
		r = cli_number(c, "exec-tries", WATCH_EXEC_TRIES_MAX, &h->tries);
	if (r == 0)
		r = cli_number(c, "exec-pause", WATCH_EXEC_PAUSE_MAX_SEC, &h->pause);
	if (r == 0 && (h->seconds == 0 || h->tries == 0))
		r = cli_fail(c, CLI_USAGE, "usage.number",
			     h->tries ? "--exec-time" : "--exec-tries", "0", NULL);
	return r;
}

static int hand_of(struct cli *c, struct hand *h)
{
	h->c = c;
	h->ack = cli_flag(c, "ack");
	h->cursor = cli_option(c, "cursor");
	int r = exec_of(c, h);
	if (r == 0 && h->ack && h->program)
		r = cli_fail(c, CLI_USAGE, "usage.ack_or_exec", NULL);
	if (r == 0 && !h->cursor && (h->ack || h->program))
		r = cli_fail(c, CLI_USAGE, "usage.needs_cursor", h->ack ? "ack" : "exec", NULL);
	return r;
}

static int watch(struct cli *c, const struct duban_watch_options *o)
{
	const struct json_names *names;
	struct watching w = {.c = c};
	int r = limits_of(c, &w);
	if (r == 0)
		r = hand_of(c, &w.hand);
	if (r != 0)
		return r;
	watch_hold_signals(&w.hand.open);
	if (w.hand.ack) /* a reader that is gone is an error, after its last acknowledgements */
		(void)signal(SIGPIPE, SIG_IGN);
	r = open_watch(&w, o);
	if (r != 0 || !w.w)
		return r;
	r = cli_names(c, NULL, &names);
	if (r == 0)
		r = loop(&w);
	duban_watch_close(w.w);
	return r;
}

static int run_watch(struct cli *c)
{
	const char *kinds[FILTER_KINDS_MAX], *levels[4];
	_cleanup_free_ char *kind = strdup(cli_loose(cli_option(c, "kind")));
	_cleanup_free_ char *level = strdup(cli_loose(cli_option(c, "level")));
	struct duban_watch_options o = {.cursor_file = cli_option(c, "cursor")};
	if (!kind || !level)
		return -ENOMEM;
	o.filter = (struct duban_filter){.kinds = kinds,
					 .n_kinds = split(kind, "kind", kinds, FILTER_KINDS_MAX),
					 .levels = levels,
					 .n_levels = split(level, "level", levels, 4),
					 .unit = cli_option(c, "unit"),
					 .project = cli_option(c, "project")};
	int r = start_of(c, &o);
	if (r == 0)
		r = watch(c, &o);
	c->reply = NULL;
	return r;
}

#define TEXT_OF(n) TEXT_OF_(n)
#define TEXT_OF_(n) #n

static const struct verb_option watch_options[] = {
    {"kind", "KIND,KIND", "only these kinds: warning_raised,warning_cleared"},
    {"level", "LEVEL,LEVEL",
     "only warnings that have or had one of these levels: note, yellow, red"},
    {"unit", "UNIT", "of this unit and all units below it, including those made later"},
    {"project", "CODE", "of this project"},
    {"cursor", "FILE",
     "begin after the last event recorded in this file; created if missing. The place moves over "
     "an "
     "event when its line was written, or as --ack and --exec say"},
    {"from", "start|now|SEQ",
     "where to begin without a cursor: the first event, the next one, or this one; now if not "
     "given"},
    {"ack", NULL,
     "the place moves when the reader writes the seq of the last event that it has done with on "
     "our "
     "stdin, one a line"},
    {"exec", "PROGRAM",
     "run it for each event, with the event as JSON on its stdin; exit 0 moves the place, 75 means "
     "later, any other is a failure"},
    {"exec-time", "SECONDS",
     "a run that takes longer is killed, and is a failure; " TEXT_OF(
	 WATCH_EXEC_SECONDS) " if not given"},
    {"exec-tries", "N",
     "after so many failures with one event it is written to FILE.parked, and the place moves on; "
     "" TEXT_OF(WATCH_EXEC_TRIES) " if not given"},
    {"exec-pause", "SECONDS",
     "between the first two tries, doubled each time; " TEXT_OF(WATCH_EXEC_PAUSE_SEC) " if not "
										      "given"},
    {"count", "N", "end after N events"},
    {"idle", "SECONDS", "end when no event came for this long"},
    {},
};

VERB(watch, .noun = "watch", .args = "", .options = watch_options, .requests = "fetch",
     .help =
	 "print events as they happen (实时事件), without a gap; waits for a daemon that is not "
	 "up",
     .run = run_watch);
