#include "client/lib/line/endpoints.h"

#include <stdio.h>
#include <string.h>

#include "client/lib/core/failure.h"

void endpoints_init(struct endpoints *e, const struct duban_connection *c)
{
	*e = (struct endpoints){.of = c};
	while (e->n < DUBAN_ENDPOINTS && *c->commands[e->n])
		e->n++;
}

const char *endpoints_here(const struct endpoints *e)
{
	return e->of->commands[e->at];
}

void endpoints_move(struct endpoints *e)
{
	for (size_t i = 1; i < e->n; i++) {
		size_t to = (e->at + i) % e->n;
		if (e->why[to].error == 0) {
			e->at = to;
			return;
		}
	}
}

void endpoints_forget(struct endpoints *e)
{
	for (size_t i = 0; i < e->n; i++)
		failure_clear(&e->why[i]);
}

bool endpoints_failed(struct endpoints *e, const struct duban_failure *why)
{
	e->why[e->at] = *why;
	for (size_t i = 0; i < e->n; i++)
		if (e->why[i].error == 0)
			return false;
	return true;
}

size_t endpoints_left(const struct endpoints *e)
{
	size_t n = 0;
	for (size_t i = 0; i < e->n; i++)
		n += e->why[i].error == 0;
	return n;
}

/* How far a connection came: the later, the nearer it is to the cause. */
static size_t reach(int error)
{
	static const int steps[] = {DUBAN_E_ADDRESS,   DUBAN_E_NO_ROUTE,   DUBAN_E_REFUSED,
				    DUBAN_E_HANDSHAKE, DUBAN_E_SERVER_KEY, DUBAN_E_OWN_KEY};
	size_t n = sizeof steps / sizeof *steps;
	while (n > 0 && steps[n - 1] != error)
		n--;
	return n;
}

bool endpoints_blame(int error)
{
	return reach(error) > 0;
}

void endpoints_sum(const struct endpoints *e, struct duban_failure *ret)
{
	size_t n = 0, best = e->at;
	if (e->n <= 1)
		return;
	for (size_t i = 0; i < e->n; i++)
		if (reach(e->why[i].error) > reach(e->why[best].error))
			best = i;
	if (e->why[best].error != 0)
		*ret = e->why[best];
	ret->text[0] = '\0';
	for (size_t i = 0; i < e->n && n < sizeof ret->text; i++)
		if (e->why[i].error != 0)
			n += (size_t)snprintf(ret->text + n, sizeof ret->text - n, "%s%s",
					      n ? "; " : "", e->why[i].text);
}
