#include "bus/zmtp/hold.h"

#include <errno.h>

int hold_unread(struct hold *h, size_t bytes)
{
	return charge_set(&h->unread, bytes) ? 0 : -EDQUOT;
}

int hold_waiting(struct hold *h, size_t bytes)
{
	if (charge_set(&h->waiting, bytes))
		return 0;
	account_refused(h->account, "its connections, subscriptions and messages hold too much "
				    "memory");
	return -EDQUOT;
}

int hold_join(struct hold *h, struct account *a)
{
	if (!a)
		return 0;
	if (!account_connect(a)) {
		account_refused(a, "too many connections");
		return -EUSERS;
	}
	h->account = a;
	h->unread = (struct charge){.account = a, .kind = HOLDING_UNREAD};
	h->waiting = (struct charge){.account = a, .kind = HOLDING_WAITING};
	return 0;
}

void hold_release(struct hold *h)
{
	(void)charge_set(&h->unread, 0);
	(void)charge_set(&h->waiting, 0);
	account_disconnect(h->account);
}
