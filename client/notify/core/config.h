/* The configuration file of one gateway: a section [notify], and one of its transport's name. Every
 * fault is found at once and named with its line. */
#pragma once

#include <stdbool.h>

#include "client/notify/core/option.h"

struct transport;

struct notify_config {
	char *transport_name;
	char *connection, *data; /* connection file, or folder of a daemon on this machine */
	char *state;		 /* folder of the outbox */
	char *texts;		 /* own texts; NULL: the shipped ones */
	char *takes;		 /* channels, by blanks; NULL: "any" and the transport's own */
	char *start;		 /* of a new outbox: "first" or "now" */
	unsigned rate, window;
	unsigned receipt_hours, doubt_sec, kept_days;

	const struct transport *transport;
	void *own;	     /* the transport's options, in a struct of its own */
	unsigned takes_mask; /* 1 << NoticeChannel */
};

extern const struct notify_option notify_options[];

/* 0; STATUS_INVALID: `*ret_fault` (malloc) has all faults, a line each; or -errno. */
int notify_config_load(const char *path, struct notify_config *ret, char **ret_fault);
void notify_config_done(struct notify_config *c);
