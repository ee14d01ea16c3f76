/* Parses one value according to the type and name of its field. */
#include "client/cli/form/value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "proto/wire_name.h"
#include "text/date.h"
#include "text/hex.h"
#include "text/number.h"

static bool is_option(const struct setting *s)
{
	for (const struct verb_option *o = verb_options(s->f->c->verb); o->name; o++)
		if (strcmp(o->name, s->option) == 0)
			return true;
	return false;
}

/* The name in a message to the user: --at for an option; for a word its field without the
 * ending. */
const char *setting_name(const struct setting *s, char *buf, size_t size)
{
	static const char *const endings[] = {"_date", "_month", "_at"};
	(void)snprintf(buf, size, is_option(s) ? "--%s" : "%s", s->option);
	if (is_option(s) || strcmp(message_term("head", buf), buf) != 0)
		return is_option(s) ? buf : message_term("head", buf);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (wire_name_ends(buf, endings[i]))
			buf[strlen(buf) - strlen(endings[i])] = '\0';
	return message_term("head", buf);
}

static int complain(const struct setting *s, const char *code, const char *more)
{
	char said[80];
	return cli_fail(s->f->c, CLI_USAGE, code, setting_name(s, said, sizeof said), s->text, more,
			NULL);
}

int setting_complain(const struct setting *s, const char *code)
{
	return complain(s, code, NULL);
}

static int set_number(const struct setting *s, const char *name, uint32_t *to)
{
	if (wire_name_ends(name, "_date"))
		return ymd_parse(s->text, to) ? 0 : setting_complain(s, "usage.date");
	if (wire_name_ends(name, "_month") || strcmp(name, "month") == 0)
		return month_parse(s->text, to) ? 0 : setting_complain(s, "usage.month");
	uint32_t max = strcmp(name, "year") == 0 ? 9999 : UINT32_MAX;
	return number_parse(s->text, max, to) ? 0 : setting_complain(s, "usage.number");
}

static int set_large(const struct setting *s, uint64_t *to)
{
	char *end = NULL;
	errno = 0;
	*to = strtoull(s->text, &end, 10);
	return *s->text >= '0' && *s->text <= '9' && !*end && errno == 0
		   ? 0
		   : setting_complain(s, "usage.number");
}

static int set_instant(const struct setting *s, int64_t *to)
{
	int zone, r = cli_zone(s->f->c, &zone);
	if (r != 0)
		return r;
	if (!moment_parse(s->text, zone, to))
		return cli_fail(s->f->c, CLI_USAGE, "usage.instant", s->text, NULL);
	return 0;
}

static int set_flag(const struct setting *s, protobuf_c_boolean *to)
{
	static const char *const words[][4] = {{"no", "否", "false", "0"},
					       {"yes", "是", "true", "1"}};
	for (int v = 0; v < 2; v++)
		for (size_t i = 0; i < 4; i++)
			if (strcmp(s->text, words[v][i]) == 0) {
				*to = v;
				return 0;
			}
	return setting_complain(s, "usage.yes_or_no");
}

static int set_enum(const struct setting *s, const ProtobufCEnumDescriptor *e, int *to)
{
	char table[64], code[160], *known = NULL;
	size_t size;
	*to = message_enum(e, s->text);
	if (*to != 0)
		return 0;
	FILE *out = open_memstream(&known, &size);
	if (!out)
		return -ENOMEM;
	message_enum_table(e, table, sizeof table);
	for (unsigned i = 0; i < e->n_values; i++) {
		const char *name = wire_enum_name(e, e->values[i].value);
		(void)snprintf(code, sizeof code, "%s.%s", table, name);
		const char *term = message_find(code);
		if (*name && term && message_chinese())
			(void)fprintf(out, "%s%s", size ? "、" : "", term);
		else if (*name)
			(void)fprintf(out, "%s%s", size ? ", " : "", name);
		(void)fflush(out);
	}
	if (fclose(out) != 0)
		return -ENOMEM;
	/* The field `to` of a move holds a stage. */
	(void)snprintf(code, sizeof code, "head.%s", table);
	struct setting named = *s;
	if (message_find(code))
		named.option = is_option(s) ? s->option : table;
	int r = complain(&named, "usage.choice", known);
	free(known);
	return r;
}

static int set_bytes(const struct setting *s, ProtobufCBinaryData *to)
{
	size_t n = strlen(s->text) / 2;
	uint8_t *data = filling_hold(s->f, n + 1);
	if (!data)
		return -ENOMEM;
	if (n == 0 || !hex_parse(s->text, data, n))
		return setting_complain(s, "usage.hex");
	*to = (ProtobufCBinaryData){.data = data, .len = n};
	return 0;
}

int setting_value(const struct setting *s, const ProtobufCFieldDescriptor *d, void *to)
{
	switch (d->type) {
	case PROTOBUF_C_TYPE_STRING:
		*(char **)to = cli_loose(s->text);
		return 0;
	case PROTOBUF_C_TYPE_BOOL:
		return set_flag(s, to);
	case PROTOBUF_C_TYPE_ENUM:
		return set_enum(s, d->descriptor, to);
	case PROTOBUF_C_TYPE_UINT32:
		return set_number(s, d->name, to);
	case PROTOBUF_C_TYPE_UINT64:
		return set_large(s, to);
	case PROTOBUF_C_TYPE_INT64:
		return set_instant(s, to);
	case PROTOBUF_C_TYPE_BYTES:
		return set_bytes(s, to);
	default:
		return -EINVAL;
	}
}
