/* Finds numbers by names, and collects the names for remarks. */
#include "api/cell/find.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "api/cell/cell.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/db.h"
#include "store/db/scan.h"

/* For fewer names than this, the look-up of the model is used. */
#define LOAD_AFTER 16

struct intake_noun {
	enum table table;
	const ProtobufCMessageDescriptor *message;
	uint32_t (*by_id)(struct txn *t, const char *id);
	uint32_t (*find)(struct txn *t, struct arena *a, const char *id_or_name);
};

static const struct intake_noun unit_noun = {
    .table = TABLE_unit,
    .message = &duban__unit__descriptor,
    .by_id = unit_by_id,
    .find = unit_find,
};

static const struct intake_noun person_noun = {
    .table = TABLE_person,
    .message = &duban__person__descriptor,
    .by_id = person_by_id,
    .find = person_find,
};

static const struct intake_noun project_noun = {
    .table = TABLE_project,
    .message = &duban__project__descriptor,
    .by_id = project_by_code,
    .find = project_find,
};

static_assert(offsetof(Duban__Unit, num) == offsetof(Duban__Person, num) &&
		  offsetof(Duban__Unit, name) == offsetof(Duban__Person, name) &&
		  offsetof(Duban__Unit, num) == offsetof(Duban__Project, num) &&
		  offsetof(Duban__Unit, name) == offsetof(Duban__Project, name),
	      "load_names reads all of them as units");

void intake_init(struct intake *in, struct request *rq, struct arena *scratch)
{
	struct import_map map = {.arena = rq->arena};

	*in = (struct intake){.rq = rq, .scratch = scratch};
	in->units = (struct intake_finder){.noun = &unit_noun, .asked = map, .name = map};
	in->people = (struct intake_finder){.noun = &person_noun, .asked = map, .name = map};
	in->projects = (struct intake_finder){.noun = &project_noun, .asked = map, .name = map};
	in->kept_as_text.seen = map;
	in->ambiguous.seen = map;
}

/* Keeps only the name; the record is freed before the next one is read. */
static int load_name(struct intake *in, struct intake_finder *f, struct arena *one,
		     struct bytes record)
{
	Duban__Unit *u = record_unpack(in->rq->txn, record, f->noun->message, one);
	const char *name = u ? arena_str(in->rq->arena, u->name) : NULL;
	bool fresh = false;
	uint32_t *num = name ? import_map_put(&f->name, name, &fresh) : NULL;

	if (!num)
		return -ENOMEM;
	*num = fresh ? u->num : UINT32_MAX;
	arena_reset(one);
	return 0;
}

static void load_names(struct intake *in, struct intake_finder *f)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	struct scan s;

	f->loaded = true;
	if (arena_new(&one, WIRE_ARENA_MAX)) {
		in->full = true;
		return;
	}
	s = scan_start(in->rq->txn, f->noun->table, BYTES("", 0));
	while (scan_next(&s)) {
		if (load_name(in, f, one, s.value)) {
			in->full = true;
			return;
		}
	}
}

/* "张三(zhang)", as lists write a person whose name others have too. */
static uint32_t look_up_both(struct intake *in, const char *text)
{
	size_t n = strlen(text), close = 0, open = 1;
	const char *at = strrchr(text, '(');
	Duban__Person *p;
	char id[ID_MAX + 1];

	if (n > 3 && strcmp(text + n - 3, "）") == 0)
		close = 3;
	else if (n && text[n - 1] == ')')
		close = 1;
	for (const char *s = close ? strstr(text, "（") : NULL; s; s = strstr(s + 1, "（"))
		if (!at || s > at) {
			at = s;
			open = 3;
		}
	if (!close || !at || (size_t)(at - text) + open + close > n ||
	    n - (size_t)(at - text) - open - close > ID_MAX)
		return 0;
	(void)snprintf(id, sizeof id, "%.*s", (int)(n - (size_t)(at - text) - open - close),
		       at + open);
	p = person_get(in->rq->txn, in->scratch, person_by_id(in->rq->txn, id));
	if (!p || strlen(p->name) != (size_t)(at - text) ||
	    strncmp(p->name, text, (size_t)(at - text)) != 0)
		return 0;
	return p->num;
}

static uint32_t look_up(struct intake *in, struct intake_finder *f, const char *id_or_name)
{
	uint32_t num = f->noun->by_id(in->rq->txn, id_or_name), *named;

	if (num)
		return num;
	if (!f->loaded && f->asked.n < LOAD_AFTER) {
		num = f->noun->find(in->rq->txn, in->scratch, id_or_name);
	} else {
		if (!f->loaded)
			load_names(in, f);
		named = import_map_get(&f->name, id_or_name);
		num = named ? *named : 0;
	}
	return num || f->noun != &person_noun ? num : look_up_both(in, id_or_name);
}

uint32_t intake_find(struct intake *in, struct intake_finder *f, const char *id_or_name)
{
	uint32_t *num = import_map_get(&f->asked, id_or_name);
	const char *copy;

	if (num)
		return *num;
	/* a copy, since a part of a list is freed with its row */
	copy = arena_str(in->rq->arena, id_or_name);
	num = copy ? import_map_put(&f->asked, copy, NULL) : NULL;
	if (!num) {
		in->full = true;
		return 0;
	}
	*num = look_up(in, f, id_or_name);
	return *num;
}

uint32_t intake_project(struct intake *in, const char *code_or_name, struct intake_codes *ret)
{
	uint32_t num = intake_find(in, &in->projects, code_or_name), only = 0;
	struct request *rq = in->rq;
	Duban__Project *p = NULL;

	*ret = (struct intake_codes){};
	if (num != UINT32_MAX)
		return num;
	while ((p = project_named(rq->txn, rq->arena, code_or_name, p ? p->num : 0))) {
		if (!scope_reads(rq, p))
			continue;
		only = p->num;
		if (ret->n < INTAKE_NAMES_MAX)
			ret->code[ret->n++] = p->code;
	}
	return ret->n > 1 ? UINT32_MAX : only;
}

int intake_say_codes(struct intake *in, Duban__Problem *to, const struct intake_codes *codes)
{
	for (size_t i = 0; i < codes->n; i++)
		if (REQUEST_PUSH(in->rq, to->arg, to->n_arg, codes->code[i]))
			return -ENOMEM;
	return 0;
}

void intake_note(struct intake *in, struct intake_names *n, const char *name)
{
	const char *copy;

	if (import_map_get(&n->seen, name))
		return;
	copy = arena_str(in->rq->arena, name);
	if (!copy || !import_map_put(&n->seen, copy, NULL)) {
		in->full = true;
		return;
	}
	if (n->seen.n <= INTAKE_NAMES_MAX)
		n->name[n->seen.n - 1] = copy;
}

char **intake_remark(struct intake *in, const struct intake_names *n, size_t *ret_n)
{
	size_t named = n->seen.n < INTAKE_NAMES_MAX ? n->seen.n : INTAKE_NAMES_MAX;
	char **arg;

	if (named == 0)
		return NULL;
	arg = arena_alloc(in->rq->arena, (named + 1) * sizeof *arg);
	if (arg)
		arg[0] = arena_printf(in->rq->arena, "%zu", n->seen.n);
	if (!arg || !arg[0]) {
		in->full = true;
		return NULL;
	}
	for (size_t i = 0; i < named; i++)
		arg[i + 1] = (char *)n->name[i];
	*ret_n = named + 1;
	return arg;
}
