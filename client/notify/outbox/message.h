/* Notices in the outbox: their parts, what is known of each, and by that what became of the whole.
 * message_put() files a notice in the other tables by what it is now: to be sent, to be looked at,
 * to be told to the daemon. */
#pragma once

#include "client/notify/outbox/outbox.h"

/* How long things take; and the daemon's time minus the machine's, which is not 0 on a simulated
 * store. */
struct outbox_times {
	usec_t ahead;
	usec_t receipt_wait, kept;
};

/* `*ret` NULL: there is none. Free it with message_free(). */
int message_get(struct notify_outbox *o, const char *key, Outbox__Message **ret);
void message_free(Outbox__Message *m); /* NULL-safe */
/* Derives result and end from the parts, and stores and files it. */
int message_put(struct notify_outbox *o, Outbox__Message *m, const struct outbox_times *times,
		usec_t now);
/* With all that leads to it. */
int message_delete(struct notify_outbox *o, Outbox__Message *m);
/* The notice and the number of the part that a ref names; `*ret` NULL: of none. */
int message_by_ref(struct notify_outbox *o, const char *ref, Outbox__Message **ret,
		   size_t *ret_part);

/* All notices one after another: `*at` begins empty. `*ret` NULL: there are no more. */
int message_next(struct notify_outbox *o, struct outbox_key *at, Outbox__Message **ret);

/* Strings of unpacked rows. False: no memory. */
bool row_text(char **at, const char *value);
/* Makes the parts, each with a ref of its own. 0 or -errno. */
int message_parts(Outbox__Message *m, size_t n, usec_t now);
void part_set(Outbox__Part *p, Outbox__PartState state, usec_t now);
/* The whole notice ends without a text having gone: FAILED or EXPIRED. */
void message_end(Outbox__Message *m, unsigned result, usec_t now);
/* Applies what a receipt proves. */
void part_receipt(Outbox__Part *p, unsigned kinds, usec_t now);
/* May any part have reached the carrier? What it refused or put off has not. */
bool message_went(const Outbox__Message *m);
