/* Cells that hold several values, name a record by its key, or name a file by its digest. */
#include "api/cell/cell_refer.h"

#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_value.h"
#include "api/cell/find.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/core/noun.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "text/hex.h"

/* The parts of a cell, each read like a cell of its own. */
struct parts {
	struct cell cell;
	char **text;
	size_t n;
};

static bool parts_of(const struct cell *c, size_t max, struct parts *ret)
{
	*ret = (struct parts){.cell = *c};
	return cell_list(c, max, &ret->text, &ret->n);
}

static struct cell *part(struct parts *p, size_t i)
{
	p->cell.text = p->text[i];
	return &p->cell;
}

static void *room(const struct cell *c, size_t n, size_t element)
{
	void *p = arena_alloc(c->in->scratch, (n + 1) * element);

	c->in->full = c->in->full || !p;
	return p;
}

bool cell_whos(const struct cell *c, size_t max, Duban__Who ***io, size_t *io_n)
{
	struct parts p;
	Duban__Who **who;

	if (!parts_of(c, max, &p))
		return false;
	who = room(c, p.n, sizeof *who);
	for (size_t i = 0; who && i < p.n; i++)
		if (!cell_who(part(&p, i), &who[i]))
			return false;
	if (who && (p.n || c->clear)) {
		*io = who;
		*io_n = p.n;
	}
	return who;
}

static bool numbers(const struct cell *c, size_t max, bool (*one)(const struct cell *, uint32_t *),
		    uint32_t **io, size_t *io_n)
{
	struct parts p;
	uint32_t *num;

	if (!parts_of(c, max, &p))
		return false;
	num = room(c, p.n, sizeof *num);
	for (size_t i = 0; num && i < p.n; i++)
		if (!one(part(&p, i), &num[i]))
			return false;
	if (num && (p.n || c->clear)) {
		*io = num;
		*io_n = p.n;
	}
	return num;
}

bool cell_units(const struct cell *c, size_t max, uint32_t **io, size_t *io_n)
{
	return numbers(c, max, cell_unit, io, io_n);
}

bool cell_projects(const struct cell *c, size_t max, uint32_t **io, size_t *io_n)
{
	return numbers(c, max, cell_project, io, io_n);
}

bool cell_person(const struct cell *c, uint32_t *io)
{
	uint32_t num;

	if (c->clear)
		*io = 0;
	if (cell_empty(c))
		return true;
	num = intake_find(c->in, &c->in->people, c->text);
	if (num == 0)
		return cell_refuse(c, "person.unknown", NULL);
	if (num == UINT32_MAX)
		return cell_refuse(c, "person.ambiguous", NULL);
	*io = num;
	return true;
}

bool cell_refuse_project(const struct cell *c, const struct intake_codes *codes)
{
	Duban__Reply *r = c->in->rq->reply;
	size_t before = r->n_problem;

	(void)cell_refuse(c, "project.same_name", NULL);
	if (r->n_problem > before && intake_say_codes(c->in, r->problem[before], codes))
		c->in->full = true;
	return false;
}

/* A project that the caller may not read is unknown to him: naming it would show it. */
static bool hidden(const struct cell *c, uint32_t num)
{
	const Duban__Project *p = project_get(c->in->rq->txn, c->in->scratch, num);

	return !p || !scope_reads(c->in->rq, p);
}

bool cell_project(const struct cell *c, uint32_t *io)
{
	struct intake_codes codes;
	uint32_t num;

	if (c->clear)
		*io = 0;
	if (cell_empty(c))
		return true;
	num = intake_project(c->in, c->text, &codes);
	if (num == UINT32_MAX)
		return cell_refuse_project(c, &codes);
	if (num == 0 || hidden(c, num))
		return cell_refuse(c, "project.unknown", NULL);
	*io = num;
	return true;
}

bool cell_refer(const struct cell *c, uint32_t *io)
{
	const struct noun *n = noun_of(record_named(c->of->refers)->kind);
	uint32_t num;

	if (c->clear)
		*io = 0;
	if (cell_empty(c))
		return true;
	num = noun_named(c->in->rq->txn, n, c->text);
	if (!num)
		return cell_refuse(c, "cell.no_record", c->text);
	*io = num;
	return true;
}

bool cell_bool(const struct cell *c, bool *io)
{
	static const char *const word[] = {"no", "yes", "false", "true", "否", "是", "0", "1"};

	if (c->clear)
		*io = false;
	if (cell_empty(c))
		return true;
	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (strcasecmp(c->text, word[i]) == 0) {
			*io = i % 2;
			return true;
		}
	return cell_refuse(c, "cell.bad_bool", NULL);
}

bool cell_digest(const struct cell *c, ProtobufCBinaryData *io)
{
	uint8_t *bytes;

	if (c->clear)
		*io = (ProtobufCBinaryData){.len = 0};
	if (cell_empty(c))
		return true;
	bytes = room(c, HASH_SIZE, 1);
	if (!bytes)
		return false;
	if (!hex_parse(c->text, bytes, HASH_SIZE))
		return cell_refuse(c, "cell.bad_digest", NULL);
	*io = (ProtobufCBinaryData){.data = bytes, .len = HASH_SIZE};
	return true;
}

bool cell_digests(const struct cell *c, size_t max, ProtobufCBinaryData **io, size_t *io_n)
{
	struct parts p;
	ProtobufCBinaryData *digest;

	if (!parts_of(c, max, &p))
		return false;
	digest = room(c, p.n, sizeof *digest);
	for (size_t i = 0; digest && i < p.n; i++)
		if (!cell_digest(part(&p, i), &digest[i]))
			return false;
	if (digest && (p.n || c->clear)) {
		*io = digest;
		*io_n = p.n;
	}
	return digest;
}
