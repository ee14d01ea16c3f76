/* The memory that is held for a connection, as charges on its principal's account. All zeros: it
 * has no account, and nothing is counted. */
#pragma once

#include "bus/quota/account.h"

struct hold {
	struct account *account;
	struct charge unread, waiting;
};

/* The connection is its principal's from now on. 0, or -EUSERS: the principal has too many, which
 * is counted. */
int hold_join(struct hold *h, struct account *a);
void hold_release(struct hold *h);
/* So many bytes are held for what the peer has not read; for what it has sent, its subscriptions
 * and itself. 0, or -EDQUOT: too many; the second one is counted. To hold less always works. */
int hold_unread(struct hold *h, size_t bytes);
int hold_waiting(struct hold *h, size_t bytes);
