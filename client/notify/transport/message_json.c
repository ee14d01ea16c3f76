#include "client/notify/transport/message_json.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/notify/core/json.h"

char *message_json(const struct transport_message *m)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	json_begin(out);
	json_text(out, "ref", m->ref);
	json_text(out, "key", m->key);
	json_text(out, "template", m->template_name);
	json_text(out, "to", m->address);
	json_number(out, "part", m->part);
	json_number(out, "parts", m->parts);
	json_number(out, "group", m->group);
	json_flag(out, "again", m->again);
	json_text(out, "text", m->text);
	json_end(out);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}
