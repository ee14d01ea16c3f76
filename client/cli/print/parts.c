#include "client/cli/print/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/units.h"
#include "proto/cleanup.h"
#include "proto/wire_name.h"

const ProtobufCFieldDescriptor *parts_field(const ProtobufCMessageDescriptor *d, const char *column)
{
	static const char *const ends[] = {"", "_date", "_month", NULL};
	const ProtobufCFieldDescriptor *f = NULL;
	char name[80];
	for (const char *const *s = ends; *s && !f; s++) {
		(void)snprintf(name, sizeof name, "%s%s", column, *s);
		f = protobuf_c_message_descriptor_get_field_by_name(d, name);
	}
	return f;
}

/* The length of "kind=" at `s` if `kind` is a field of `d`, else 0. */
static size_t key_length(const ProtobufCMessageDescriptor *d, const char *s,
			 const ProtobufCFieldDescriptor **ret)
{
	char key[64];
	size_t n = strcspn(s, "= ;");
	if (s[n] != '=' || n >= sizeof key)
		return 0;
	(void)snprintf(key, sizeof key, "%.*s", (int)n, s);
	*ret = parts_field(d, key);
	return *ret ? n + 1 : 0;
}

/* The head of the whole field name if there is one, else of the key: from_date is "from", but the
 * head `from` means the value before a change. */
static const char *head_of(const ProtobufCFieldDescriptor *f, const char *key)
{
	const char *text = message_term("head", f->name);
	return text == f->name ? message_term("head", key) : text;
}

static void put_part(struct cli *c, FILE *out, const ProtobufCFieldDescriptor *f, const char *key,
		     const char *word)
{
	if (f->type == PROTOBUF_C_TYPE_ENUM)
		(void)fputs(message_enum_term(f->descriptor, wire_enum_value(f->descriptor, word)),
			    out);
	else if (strcmp(f->name, "unit") == 0)
		(void)fputs(cli_unit_name(c, word), out);
	else if (f->type == PROTOBUF_C_TYPE_BOOL)
		(void)fprintf(out, "%s %s", head_of(f, key), message_term("yes_no", word));
	else if (strcmp(f->name, "name") == 0 || strcmp(f->name, "who") == 0)
		(void)fputs(word, out);
	else
		(void)fprintf(out, "%s %s", head_of(f, key), word);
}

char *parts_shown(struct cli *c, const ProtobufCMessageDescriptor *d, const char *text)
{
	const ProtobufCFieldDescriptor *f = NULL, *next;
	char *ret = NULL, key_of[64];
	size_t size;
	FILE *out = open_memstream(&ret, &size);
	for (const char *s = text; out && *s;) {
		size_t key = key_length(d, s, &f), n = 0;
		(void)snprintf(key_of, sizeof key_of, "%.*s", key ? (int)key - 1 : 0, s);
		s += key;
		while (s[n] && s[n] != ';' && !(s[n] == ' ' && key_length(d, s + n + 1, &next)))
			n++;
		_cleanup_free_ char *word = strndup(s, n);
		if (key && word)
			put_part(c, out, f, key_of, word);
		else
			(void)fprintf(out, "%.*s", (int)n, s);
		s += n;
		if (*s)
			(void)fputc(*s++, out);
	}
	if (out && fclose(out) == 0)
		return ret;
	free(ret);
	return NULL;
}
