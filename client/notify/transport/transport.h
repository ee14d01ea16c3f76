/* A transport takes texts to one kind of carrier and brings receipts and replies back. It keeps no
 * state across a restart: the outbox does. A new one is a file with one `struct transport` and a
 * line in table.c.
 *
 * Everything runs on the thread of the event loop; a transport never blocks, and no receipt or
 * reply may be confirmed to the carrier before the host's `stored` was called for it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <systemd/sd-event.h>

#include "client/notify/core/option.h"
#include "client/notify/text/parts.h"
#include "text/usec.h"

/* One submission: a part of a text to one address. Valid only during submit(). */
struct transport_message {
	const char *ref;     /* of this part, plain ASCII: the carrier's callbacks give it back */
	const char *address; /* as the transport's address() made it */
	const char *text;    /* of this part, UTF-8 */
	const char *key;     /* of the notice; "" of a trial */
	const char *template_name;
	unsigned part, parts; /* from 1 */
	unsigned group;	      /* the same for all parts of a text, for long-message headers */
	bool again;	      /* it may have been sent before */
	usec_t valid_for;     /* the carrier need not try longer */
};

enum submit_state {
	SUBMIT_TAKEN,	/* the carrier has it */
	SUBMIT_REFUSED, /* it never takes this one */
	SUBMIT_LATER,	/* not taken; again later */
	SUBMIT_DOUBT,	/* it may have been taken: no answer came */
};

struct submit_answer {
	enum submit_state state;
	const char *id;	    /* the carrier's, or NULL */
	const char *detail; /* the carrier's words, or NULL */
	bool down;	    /* not this message but the carrier is the matter: wait with all */
	bool delivered;	    /* there is no later receipt: it is with the recipient already */
};

/* Kinds of receipts, as a set: they come in any order, late and twice. */
enum receipt_kind {
	RECEIPT_BUFFERED = 1,  /* the carrier has it and goes on trying */
	RECEIPT_DELIVERED = 2, /* on the device */
	RECEIPT_FAILED = 4,    /* will never be */
};

struct transport_receipt {
	const char *ref; /* ours, as it came: any bytes */
	enum receipt_kind kind;
	const char *detail; /* or NULL */
	usec_t happened_at; /* 0: now */
	void *call;	    /* given back to `stored` */
};

struct transport_reply {
	const char *from; /* as the carrier writes the number */
	const char *text; /* UTF-8 */
	const char *id; /* of the carrier for this reply; "": none. What comes twice is kept once */
	void *call;
};

/* What the gateway offers to its transport. */
struct transport_host {
	sd_event *event;
	void *gateway;
	bool trial; /* one text from the command line beside the gateway: no listeners */
	/* The answer to a submission, once for each, also from within submit(). */
	void (*answered)(void *gateway, const char *ref, const struct submit_answer *answer);
	/* The transport's stored() is called with `call` when the receipt or reply is on disk. */
	void (*receipt)(void *gateway, const struct transport_receipt *receipt);
	void (*reply)(void *gateway, const struct transport_reply *reply);
};

/* One line of `doctor`. */
typedef void transport_finding_fn(void *userdata, const char *what, bool fine, const char *text);

struct transport {
	const char *name, *about;
	unsigned channel; /* NoticeChannel by which its texts go */
	struct part_shape shape;
	const struct notify_option *options; /* of its section */
	size_t options_size;		     /* of the struct that they set */
	/* More than each option for itself. STATUS_INVALID: *ret_fault (malloc). May be NULL. */
	int (*check)(const void *options, char **ret_fault);
	/* Begins; what it needs from `options` lives as long as it. */
	int (*open)(const void *options, const struct transport_host *host, void **ret,
		    char **ret_fault);
	void (*close)(void *self); /* NULL-safe; answers still due are not given */
	/* From a contact's telephone number, or what find() gave, to its address. NULL, or why
	 * there is none. */
	const char *(*address)(const char *phone, char ret[ADDRESS_BYTES]);
	/* What a person's address is made from, where that is no telephone number: it goes through
	 * address(), too. NULL, or why there is none. May be NULL. */
	const char *(*find)(void *self, const char *person, const char *phone,
			    char ret[ADDRESS_BYTES]);
	/* The least time between two submissions, whatever `rate` says, in microseconds. May be
	 * NULL. */
	uint64_t (*gap)(const void *options);
	void (*submit)(void *self, const struct transport_message *message);
	void (*stored)(void *self, void *call); /* may be NULL if it brings nothing back */
	/* Checks its peer, blocking, without sending. May be NULL. */
	void (*doctor)(const void *options, transport_finding_fn *tell, void *userdata);
};
