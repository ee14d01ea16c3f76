/* What the files of the gateway share. Everything here runs on the event loop's thread.
 *
 * A round: take events, send, look at what is due; commit; only then hand texts to the transport,
 * confirm receipts to carriers, and tell the daemon. Whatever changes a row asks for a round. */
#pragma once

#include "client/notify/core/config.h"
#include "client/notify/core/say.h"
#include "client/notify/gateway/gateway.h"
#include "client/notify/limits.h"
#include "client/notify/line/line.h"
#include "client/notify/outbox/message.h"
#include "client/notify/outbox/words.h"
#include "client/notify/text/texts.h"
#include "client/notify/transport/transport.h"
#include "duban.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "proto/status.h"

struct contact_book;

/* A part that the transport has, or gets after the commit. */
struct flight {
	char ref[MESSAGE_REF_BYTES], key[NOTICE_KEY_BYTES + 1], address[ADDRESS_BYTES];
	char template_name[64];
	char *text;
	unsigned part, parts, group;
	bool again, handed;
	usec_t valid_for;
	struct flight *next;
};

/* A receipt or reply that the transport may confirm after the commit. */
struct gateway_call {
	void *call;
	struct gateway_call *next;
};

struct gateway {
	struct gateway_parts parts;
	const struct notify_config *config;
	struct notify_outbox *outbox;
	const struct transport *transport;
	void *carrier;
	struct transport_host host;
	struct outbox_times times;

	struct daemon_line *line;
	bool known, simulated; /* the daemon's status was read; its clock is set by hand */
	bool line_down;	       /* said already */
	unsigned line_back_off_ms;
	bool polling, opening; /* jobs under way */
	struct duban_watch *watch;
	sd_event_source *watch_source;

	struct flight *flights, **flights_end;
	unsigned in_flight;
	uint64_t slot; /* monotonic: the next submission that the rate allows */
	bool down;     /* the transport said so */
	unsigned back_off_ms;
	uint64_t down_until; /* monotonic */
	unsigned lookups;
	struct contact_book *contacts; /* NULL: none was needed yet */
	uint64_t contacts_until;       /* monotonic: fresh until then */
	bool listing;

	unsigned reports, replies; /* jobs under way */
	uint64_t report_after;	   /* monotonic: not before */

	struct gateway_call *calls;
	sd_event_source *round, *late, *timer;
};

/* ---- life.c */
void gateway_wake(struct gateway *g);
usec_t gateway_now(void);				       /* the machine's clock */
uint64_t gateway_monotonic(void);			       /* microseconds */
void gateway_fail(struct gateway *g, int r, const char *what); /* ends the loop */
void gateway_stored(struct gateway *g, int r); /* what came is in the outbox, or r tells why not */
void gateway_sleep(struct gateway *g, uint64_t *until, uint64_t at); /* the earlier of both */
int gateway_store(struct gateway *g, Outbox__Message *m);

/* ---- sender.c */
/* Takes what is to be sent; `*until`: monotonic, when to come back. */
int sender_pump(struct gateway *g, uint64_t *until);
int sender_due(struct gateway *g, uint64_t *until);
void sender_hand_over(struct gateway *g); /* after the commit */
/* At the start: what was in flight when the program ended. */
int sender_recover(struct gateway *g);
/* No answer came: it may have gone. Once it is sent again, marked; then it is unknown. */
void sender_doubt(struct gateway *g, Outbox__Part *p);
struct flight *flight_free(struct flight *f);

/* ---- answers.c: struct transport_host */
void answers_answered(void *gateway, const char *ref, const struct submit_answer *answer);
void answers_receipt(void *gateway, const struct transport_receipt *receipt);
void answers_call(struct gateway *g, void *call);
void answers_stored(struct gateway *g); /* after the commit */

/* ---- contacts.c */
/* Sets the address, or ends the notice, if the number is known here. False: it is not. */
bool contacts_known(struct gateway *g, Outbox__Message *m, int *ret);
/* Asks the daemon for the number; false: not now. If many are wanted at once, for all of them: the
 * daemon notes, synced, each answer with numbers in it. */
bool contacts_ask(struct gateway *g, const Outbox__Message *m);
/* On the line's thread: the telephone number of a person, "" if there is none. As duban_call(). */
int contacts_number(struct duban *d, const char *person, char ret[ADDRESS_BYTES]);

/* ---- follower.c */
void follower_start(struct gateway *g); /* reads the status, opens the watch; retries itself */
void follower_room(struct gateway *g);	/* takes events only while the outbox has room */
void follower_stop(struct gateway *g);

/* ---- reporter.c, replies.c */
int reporter_pump(struct gateway *g, uint64_t *until);
void replies_take(void *gateway, const struct transport_reply *reply);
int replies_pump(struct gateway *g, uint64_t *until);
/* Remembers whose the number is. */
int replies_number(struct gateway *g, const Outbox__Message *m);
