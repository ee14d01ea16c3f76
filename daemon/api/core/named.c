#include "api/core/named.h"

#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/find.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/office/person.h"
#include "model/project/project.h"
#include "proto/limits.h"

struct naming {
	struct intake in;
	bool lenient;
};

static int name_one(struct naming *n, char **io)
{
	struct request *rq = n->in.rq;
	struct intake_codes codes;
	Duban__Problem *problem;
	Duban__Project *p;
	uint32_t num;

	if (!**io || project_by_code(rq->txn, *io))
		return 0;
	num = intake_project(&n->in, *io, &codes);
	if (n->in.full)
		return -ENOMEM;
	if (num == 0 || (num == UINT32_MAX && n->lenient))
		return 0;
	if (num == UINT32_MAX) {
		problem = request_problem(rq, "project.same_name", NULL);
		return !problem || intake_say_codes(&n->in, problem, &codes) ? -ENOMEM
									     : STATUS_NOT_FOUND;
	}
	/* a name that only another's project has stays what the caller wrote: its code would come
	 * back in the refusal */
	p = project_get(rq->txn, rq->arena, num);
	if (p && scope_reads(rq, p))
		*io = p->code;
	return 0;
}

static int name_all(struct naming *n, ProtobufCMessage *m);

/* The values of one field: texts or messages, one or several. */
static int name_field(struct naming *n, ProtobufCMessage *m, const ProtobufCFieldDescriptor *f)
{
	uint8_t *at = (uint8_t *)m + f->offset;
	size_t count = 1;
	void **value = (void **)(void *)at;
	int r = 0;

	if (f->label == PROTOBUF_C_LABEL_REPEATED) {
		count = *(size_t *)(void *)((uint8_t *)m + f->quantifier_offset);
		value = *(void ***)(void *)at;
	} else if ((f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) &&
		   *(int *)(void *)((uint8_t *)m + f->quantifier_offset) != (int)f->id) {
		return 0;
	}
	for (size_t i = 0; !r && i < count; i++) {
		if (f->type == PROTOBUF_C_TYPE_STRING)
			r = name_one(n, (char **)&value[i]);
		else if (value[i])
			r = name_all(n, value[i]);
	}
	return r;
}

static int name_all(struct naming *n, ProtobufCMessage *m)
{
	int r = 0;

	for (unsigned i = 0; !r && i < m->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];
		bool named = f->type == PROTOBUF_C_TYPE_STRING && strcmp(f->name, "project") == 0;

		if (named || f->type == PROTOBUF_C_TYPE_MESSAGE)
			r = name_field(n, m, f);
	}
	return r;
}

int request_name_projects(struct request *rq, ProtobufCMessage *body, bool lenient)
{
	struct naming n = {.lenient = lenient};

	intake_init(&n.in, rq, rq->arena);
	return name_all(&n, body);
}

int request_name_project(struct request *rq, char **io_code)
{
	struct naming n = {};

	intake_init(&n.in, rq, rq->arena);
	return name_one(&n, io_code);
}

int request_who(struct request *rq, const char *text, Duban__Who **ret)
{
	uint32_t num = *text ? person_find(rq->txn, rq->arena, text) : 0;
	Duban__Person *p = person_get(rq->txn, rq->arena, num == UINT32_MAX ? 0 : num);
	int r = request_text(rq, "person", text, NAME_MAX_BYTES, false);

	*ret = NULL;
	if (r || !*text)
		return r;
	if (num == UINT32_MAX)
		return request_refuse(rq, STATUS_INVALID, "person.ambiguous", text, NULL);
	*ret = REQUEST_NEW(rq, Duban__Who, duban__who__init);
	if (!*ret)
		return -ENOMEM;
	(*ret)->person = num;
	(*ret)->name = p ? p->name : (char *)(uintptr_t)text;
	return 0;
}
