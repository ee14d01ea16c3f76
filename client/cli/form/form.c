#include "client/cli/form/form.h"

#include <errno.h>
#include <string.h>

#include "client/cli/form/fill.h"
#include "client/cli/form/list.h"
#include "client/cli/form/print.h"
#include "client/cli/frame/cli.h"
#include "client/cli/import/print.h"
#include "client/cli/print/out.h"
#include "client/cli/print/rows.h"
#include "proto/cleanup.h"
#include "proto/wire_name.h"

const ProtobufCFieldDescriptor *form_rows(const struct form *form,
					  const ProtobufCMessageDescriptor *reply)
{
	if (form->rows)
		return protobuf_c_message_descriptor_get_field_by_name(reply, form->rows);
	for (unsigned i = 0; i < reply->n_fields; i++)
		if (reply->fields[i].label == PROTOBUF_C_LABEL_REPEATED &&
		    reply->fields[i].type == PROTOBUF_C_TYPE_MESSAGE)
			return &reply->fields[i];
	return NULL;
}

static int gather(const struct form *form, const ProtobufCMessage *body, struct rows *rows)
{
	const ProtobufCFieldDescriptor *d = form_rows(form, body->descriptor);
	if (!d)
		return 0;
	const char *base = (const char *)body;
	size_t n = *(const size_t *)(const void *)(base + d->quantifier_offset);
	const ProtobufCMessage *const *item =
	    *(const ProtobufCMessage *const *const *)(const void *)(base + d->offset);
	for (size_t i = 0; i < n; i++)
		if (rows_add(rows, item[i]) < 0)
			return -ENOMEM;
	return 0;
}

/* How much of the field is copied to turn a page; 0: it says that there is none. */
static size_t next_size(const void *value, ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_STRING:
		return **(const char *const *)value ? sizeof(void *) : 0;
	case PROTOBUF_C_TYPE_BYTES:
		return ((const ProtobufCBinaryData *)value)->len ? sizeof(ProtobufCBinaryData) : 0;
	case PROTOBUF_C_TYPE_UINT64:
		return *(const uint64_t *)value ? sizeof(uint64_t) : 0;
	case PROTOBUF_C_TYPE_UINT32:
		return *(const uint32_t *)value ? sizeof(uint32_t) : 0;
	default:
		return 0;
	}
}

/* The reply's `next` becomes the request's `after`. */
static bool turn_page(ProtobufCMessage *request, const ProtobufCMessage *reply)
{
	const ProtobufCFieldDescriptor *after =
	    protobuf_c_message_descriptor_get_field_by_name(request->descriptor, "after");
	const ProtobufCFieldDescriptor *next =
	    protobuf_c_message_descriptor_get_field_by_name(reply->descriptor, "next");
	if (!after || !next || after->type != next->type)
		return false;
	const char *from = (const char *)reply + next->offset;
	size_t size = next_size(from, next->type);
	if (size > 0)
		memcpy((char *)request + after->offset, from, size);
	return size > 0;
}

int form_ask(struct filling *f, struct rows *rows, const ProtobufCMessage **ret)
{
	ProtobufCMessage *body;
	do {
		const Duban__Reply *r;
		body = NULL;
		int rc = cli_ask(f->c, &f->request, &r);
		if (rc != 0)
			return rc;
		if (wire_body(&r->base, &body) && rows && gather(f->form, body, rows) < 0)
			return -ENOMEM;
	} while (body && turn_page(f->body, body));
	*ret = body;
	return 0;
}

int form_run(struct cli *c)
{
	const struct verb *v = c->verb;
	const ProtobufCMessage *body = NULL;
	_cleanup_(rows_done) struct rows rows = {};
	_cleanup_(form_done) struct filling f = {};
	if (v->form->sheet)
		return form_sheet(c, v->form);
	int r = form_fill(c, v->form, &f);
	if (r == 0)
		r = form_ask(&f, &rows, &body);
	/* The verb prints itself, or there are only the numbers of the events. */
	if (r != 0 || !body || (cli_json(c) ? v->json != NULL : v->print != NULL))
		return r;
	const Duban__Reply *reply = c->reply;
	c->reply = NULL;
	if (reply->body_case == DUBAN__REPLY__BODY_IMPORT)
		return import_print_record(c, reply);
	return form_print(c, v->form, body, form_rows(v->form, body->descriptor) ? &rows : NULL);
}
