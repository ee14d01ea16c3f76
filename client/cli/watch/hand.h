/* How an event is handed to its reader, and when it counts as taken:
 *   plain   when its line was written and flushed;
 *   --ack   when the reader said so on our stdin;
 *   --exec  when the program ended with 0, or the event was parked after `tries` failures. */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "client/cli/watch/ack.h"

struct cli;
struct duban_event;

struct hand {
	struct cli *c;
	sigset_t open; /* signal mask while waiting */
	bool ack;
	struct acks acks;
	const char *program; /* of --exec, or NULL */
	const char *cursor;  /* NULL: there is no place to move */
	uint32_t seconds, tries, pause;
	uint64_t handed; /* last event handed over */
	uint64_t taken;	 /* all events up to this one may be acknowledged */
};

/* 0, a verdict that was reported, or -errno. Stopped by a signal: 0, and `taken` is where it was.
 */
int hand_event(struct hand *h, const struct duban_event *e);
