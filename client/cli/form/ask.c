#include "client/cli/form/ask.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/print/rows.h"
#include "proto/wire_name.h"

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

/* The number of bytes of `next` to copy into `after`; 0: this was the last page. */
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

/* Copies the reply's `next` into the request's `after`. False: this was the last page. */
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
