#include "bus/round/parking.h"

struct parked *parked_free(struct parked *p)
{
	if (!p)
		return NULL;
	if (p->charge.account)
		p->charge.account->parked--;
	(void)charge_set(&p->charge, 0);
	letter_done(&p->request);
	free(p);
	return NULL;
}

void parking_put(struct parking *k, struct parked *p)
{
	struct parked **last = &k->first;

	while (*last)
		last = &(*last)->next;
	*last = p;
	k->n++;
}

int parking_add(struct parking *k, struct letter *request, struct parked **ret)
{
	struct parked *p = calloc(1, sizeof *p);

	if (!p)
		return -ENOMEM;
	letter_move(&p->request, request);
	parking_put(k, p);
	*ret = p;
	return 0;
}

struct parked *parking_take(struct parking *k, struct parked **place)
{
	struct parked *p = *place;

	*place = p->next;
	p->next = NULL;
	k->n--;
	return p;
}

struct parked *parking_of_most(const struct parking *k, usec_t now)
{
	struct parked *most = NULL;

	for (struct parked *p = k->first; p; p = p->next)
		if (p->deadline > now && p->charge.account &&
		    (!most || p->charge.account->parked > most->charge.account->parked))
			most = p;
	return most;
}

void parking_forget(struct parking *k, const struct account *a, const struct parked *but)
{
	for (struct parked *p = k->first; p; p = p->next)
		if (p != but && p->charge.account == a) {
			letter_done(&p->request);
			(void)charge_set(&p->charge, 0);
			p->deadline = 0;
		}
}

usec_t parking_deadline(const struct parking *k)
{
	usec_t first = USEC_NEVER;

	for (const struct parked *p = k->first; p; p = p->next)
		if (p->deadline < first)
			first = p->deadline;
	return first;
}

void parking_done(struct parking *k)
{
	while (k->first)
		parked_free(parking_take(k, &k->first));
}
