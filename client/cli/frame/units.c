#include "client/cli/frame/units.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/connect.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/run.h"
#include "duban.h"
#include "proto/cleanup.h"
#include "proto/status.h"

void units_done(struct units *u)
{
	for (size_t i = 0; i < u->n_pages; i++)
		duban_reply_free(u->page[i]);
	free(u->page);
	free(u->unit);
	*u = (struct units){};
}

static int add_page(struct units *u, struct duban_reply *page)
{
	const Duban__UnitListReply *list = duban_reply_get(page)->unit_list;
	struct duban_reply **pages = reallocarray(u->page, u->n_pages + 1, sizeof *pages);
	if (!pages) {
		duban_reply_free(page);
		return -ENOMEM;
	}
	u->page = pages;
	u->page[u->n_pages++] = page;
	const Duban__Unit **unit = reallocarray(u->unit, u->n + list->n_unit + 1, sizeof *unit);
	if (!unit)
		return -ENOMEM;
	u->unit = unit;
	for (size_t i = 0; i < list->n_unit; i++)
		u->unit[u->n++] = list->unit[i];
	return 0;
}

/* 0, a status of the daemon, or < 0 an error of the library (reported unless `quiet`). */
static int ask_page(struct cli *c, uint32_t *after, struct units *u, bool quiet)
{
	struct duban_reply *reply = NULL;
	Duban__UnitListRequest list = DUBAN__UNIT_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_UNIT_LIST;
	q.unit_list = &list;
	list.after = *after;
	int status = duban_call(c->d, &q, &reply);
	c->units.away |= status < 0;
	if (status < 0)
		return quiet ? STATUS_UNAVAILABLE : cli_failure(c, status, duban_failure(c->d));
	const Duban__Reply *r = duban_reply_get(reply);
	if (status > 0 || r->body_case != DUBAN__REPLY__BODY_UNIT_LIST) {
		if (!quiet)
			(void)cli_refused(c, r);
		duban_reply_free(reply);
		return status > 0 ? status : STATUS_UNAVAILABLE;
	}
	*after = r->unit_list->next;
	return add_page(u, reply);
}

int units_load(struct cli *c, bool quiet)
{
	struct units u = {};
	uint32_t after = 0;
	int r = quiet && !c->d ? STATUS_UNAVAILABLE : cli_connect(c);
	if (r != 0)
		return r;
	do
		r = ask_page(c, &after, &u, quiet);
	while (r == 0 && after != 0);
	if (r != 0) {
		units_done(&u);
		return r;
	}
	u.loaded = true;
	u.away = c->units.away;
	memcpy(u.missing, c->units.missing, sizeof u.missing);
	u.n_missing = c->units.n_missing;
	units_done(&c->units);
	c->units = u;
	return 0;
}

static int by_number(const void *key, const void *item)
{
	uint32_t num = *(const uint32_t *)key;
	const Duban__Unit *u = *(const Duban__Unit *const *)item;
	return num < u->num ? -1 : num > u->num;
}

/* The array is sorted: the daemon lists units by number. */
static const Duban__Unit *look_up(const struct units *u, uint32_t num)
{
	const Duban__Unit *const *found =
	    u->n ? bsearch(&num, u->unit, u->n, sizeof *u->unit, by_number) : NULL;
	return found ? *found : NULL;
}

static bool is_missing(const struct units *u, uint32_t num)
{
	for (size_t i = 0; i < u->n_missing && i < UNITS_MISSING; i++)
		if (u->missing[i] == num)
			return true;
	return false;
}

const Duban__Unit *cli_unit(struct cli *c, uint32_t num)
{
	const Duban__Unit *u = look_up(&c->units, num);
	if (u || num == 0 || c->units.refused || is_missing(&c->units, num))
		return u;
	int r = units_load(c, true);
	c->units.refused = r == STATUS_DENIED;
	u = look_up(&c->units, num);
	if (r == 0 && !u)
		c->units.missing[c->units.n_missing++ % UNITS_MISSING] = num;
	return u;
}

const char *cli_unit_name(struct cli *c, const char *id)
{
	if (!c->units.loaded && !c->units.refused)
		c->units.refused = units_load(c, true) == STATUS_DENIED;
	for (size_t i = 0; id && i < c->units.n; i++)
		if (strcmp(c->units.unit[i]->id, id) == 0)
			return c->units.unit[i]->name;
	return id ? id : "";
}
