#include "bus/round/parking.h"

struct parked *parked_free(struct parked *p)
{
	if (!p)
		return NULL;
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

size_t parking_of(const struct parking *k, uint32_t principal)
{
	size_t n = 0;

	for (const struct parked *p = k->first; p; p = p->next)
		n += p->principal == principal;
	return n;
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
