/* What each principal takes of the daemon: connections, memory, requests a second. One account over
 * both endpoints and all its keys, so that more connections or keys give it no more. What costs
 * something carries a charge, which is released with it.
 *
 * Memory has a budget over all accounts, too. When it is used up, the principal that holds the most
 * is the one to give way: it is refused, or what is held for it is dropped to let another one in.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/usec.h"

/* What memory is held for. */
enum holding {
	HOLDING_UNREAD,	 /* replies and publications that the principal has not read */
	HOLDING_WAITING, /* connections, subscriptions, parts of messages, requests that wait */
	HOLDING_UPLOADS, /* imports and evidence that are not committed yet */
	HOLDING_MAX_,
};

struct account_limits {
	size_t connections;
	size_t bytes[HOLDING_MAX_]; /* of one principal */
	size_t budget;		    /* bytes of all principals together */
	uint32_t rate, burst;	    /* requests a second, and at once */
};

struct account {
	uint32_t principal;
	size_t connections;
	size_t parked;			  /* requests that wait for their answer */
	size_t bytes[HOLDING_MAX_], held; /* `held`: their sum */
	struct accounts *all;
	uint64_t allowance;  /* millionths of the requests that it may still send */
	usec_t allowed_at;   /* monotonic */
	usec_t paused_until; /* monotonic: its connections are not listened to */
	/* refusals, and of what the last was, since the log last told of them */
	uint64_t refused;
	const char *why;
};

struct accounts {
	struct account_limits limits;
	struct account **of; /* by the principal's number; NULL: nothing known of it */
	size_t n, room;
	size_t held;	  /* bytes of all */
	uint64_t refused; /* since the start */
	/* Drops what is held for an account: it holds the most, and another one needs room. Not
	 * called for an account that asks for itself. */
	void (*relieve)(void *user, struct account *a);
	/* An account was refused something; may be NULL. */
	void (*told)(void *user, struct account *a);
	void *user;
};

/* A part of an account. All zeros, or without an account, it is free of charge. */
struct charge {
	struct account *account;
	enum holding kind;
	size_t bytes;
};

/* 0: the default of bus/core/limits.h, which has the other limits, too. */
struct account_limits account_limits_of(size_t connections, size_t budget, uint32_t rate);

/* The account of a principal, which lives as long as `all`. 0 or -ENOMEM. */
int accounts_get(struct accounts *all, uint32_t principal, struct account **ret);
void accounts_done(struct accounts *all);

/* One connection more. False: it has as many as it may have. */
bool account_connect(struct account *a);
void account_disconnect(struct account *a);

/* May it send one more request now? If not, it is not listened to for TOO_FAST_PAUSE_MS, so that
 * refusals cost little. */
bool account_spend(struct account *a, usec_t now);

/* A reply was lost, because the principal does not read: it is not listened to for
 * UNREAD_PAUSE_MS, so that no more is worked out for nothing. NULL: nothing happens. */
void account_unread(struct account *a, usec_t now);

/* Holds `bytes` from now on. False: it may not hold so much; nothing has changed then. To hold less
 * always works. */
bool charge_set(struct charge *c, size_t bytes);

/* Counts a refusal. `why`: static text for the log. NULL account: nothing happens. */
void account_refused(struct account *a, const char *why);
