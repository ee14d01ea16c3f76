#include "client/cli/form/head.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "client/cli/frame/messages.h"
#include "proto/wire_name.h"

static const ProtobufCFieldDescriptor *field_of(const ProtobufCMessageDescriptor *d,
						const char *name)
{
	return protobuf_c_message_descriptor_get_field_by_name(d, name);
}

/* "problem_row.title", if there is such a message. */
static bool own_head(const ProtobufCMessageDescriptor *row, const char *name, char *buf,
		     size_t size)
{
	char code[160];
	size_t n = (size_t)snprintf(code, sizeof code, "head.");

	for (const char *s = row->short_name; *s && n + 2 < sizeof code; s++) {
		bool upper = *s >= 'A' && *s <= 'Z';

		if (upper && s > row->short_name)
			code[n++] = '_';
		code[n++] = (char)(upper ? *s - 'A' + 'a' : *s);
	}
	(void)snprintf(code + n, sizeof code - n, ".%s", name);
	if (!message_find(code))
		return false;
	(void)snprintf(buf, size, "%s", code + strlen("head."));
	return true;
}

/* Else the field's name without its ending, unless the row has another field of that name. */
void form_head(const ProtobufCMessageDescriptor *row, const ProtobufCFieldDescriptor *d, char *buf,
	       size_t size)
{
	static const char *const endings[] = {"_date", "_month", "_at"};
	const char *name = strcmp(d->name, "unit_name") == 0 ? "unit" : d->name;
	char plain[64], whole[80];

	if (own_head(row, name, buf, size))
		return;
	if (strcmp(name, "started") == 0 && d->type == PROTOBUF_C_TYPE_UINT32)
		name = "started_count"; /* here a number of projects, elsewhere a date */
	(void)snprintf(plain, sizeof plain, "%s", name);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (wire_name_ends(plain, endings[i]))
			plain[strlen(plain) - strlen(endings[i])] = '\0';
	}
	(void)snprintf(whole, sizeof whole, "head.%s", name);
	/* promised_date is not the date of `promised` */
	if (field_of(row, plain) || message_find(whole))
		(void)snprintf(plain, sizeof plain, "%s", name);
	(void)snprintf(buf, size, "%s", plain);
}
