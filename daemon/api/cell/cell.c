#include "api/cell/cell.h"

#include <string.h>

#include "api/core/request.h"
#include "proto/limits.h"
#include "proto/wire.h"
#include "proto/wire_name.h"
#include "text/utf8.h"

#define VALUE_SHOWN_MAX 120

static const char *const spaces[] = {" ", "\t", "\u3000", "\u00a0"};

/* Length in bytes of a space at the start of s (at_end: at its end); 0 = none. */
static size_t space_at(const char *s, size_t n, bool at_end)
{
	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
		size_t len = strlen(spaces[i]);

		if (n >= len && memcmp(at_end ? s + n - len : s, spaces[i], len) == 0)
			return len;
	}
	return 0;
}

static const char *trim(struct arena *a, const char *s)
{
	size_t n = strlen(s), step, whole;

	while ((step = space_at(s, n, false)) > 0) {
		s += step;
		n -= step;
	}
	whole = n;
	while ((step = space_at(s, n, true)) > 0)
		n -= step;
	return n == whole ? s : arena_strn(a, s, n);
}

char *cell_shown(struct arena *a, const char *s)
{
	return arena_strn(a, s, utf8_cut(s, VALUE_SHOWN_MAX));
}

bool cell_refuse(const struct cell *c, const char *code, const char *arg)
{
	struct request *rq = c->in->rq;
	Duban__Problem *p;

	/* all problems are counted, but only so many are reported */
	if (c->in->problems++ >= IMPORT_PROBLEMS_MAX)
		return false;
	p = request_problem(rq, code, arg ? arena_str(rq->arena, arg) : NULL, NULL);
	if (!p)
		return false;
	p->line = c->line;
	p->column = arena_str(rq->arena, c->column);
	p->value = cell_shown(rq->arena, c->text);
	if (!p->column || !p->value)
		c->in->full = true;
	return false;
}

struct cell cell_make(struct intake *in, uint32_t line, const char *column, const char *raw)
{
	struct cell c = {.in = in, .line = line, .column = column};

	c.text = trim(in->rq->arena, raw);
	if (in->clears && c.text && strcmp(c.text, "-") == 0) {
		c.clear = true;
		c.text = "";
	}
	if (!c.text) {
		in->full = true;
		c.text = "";
	}
	/* text from the wire has been checked, that of a test's request has not */
	if (wire_check_text(BYTES_STR(c.text)) != WIRE_FINE) {
		c.text = "";
		(void)cell_refuse(&c, "cell.bad_character", NULL);
	}
	return c;
}

bool cell_required(const struct cell *c)
{
	return cell_empty(c) ? cell_refuse(c, "cell.empty", NULL) : true;
}

bool cell_needed(const struct cell *c, bool is_new)
{
	return (is_new && !c->in->unnamed) || c->clear ? cell_required(c) : true;
}

static bool refuse_long(const struct cell *c, size_t max)
{
	return cell_refuse(c, "cell.too_long", arena_printf(c->in->scratch, "%zu", max));
}

bool cell_text(const struct cell *c, size_t max, char **io)
{
	if (strlen(c->text) > max)
		return refuse_long(c, max);
	if (!cell_empty(c) || c->clear)
		*io = (char *)c->text;
	return true;
}

bool cell_key(const struct cell *c, size_t max, const char *marks, const char **io)
{
	size_t n = strlen(c->text);

	if (n > max)
		return refuse_long(c, max);
	for (const char *s = c->text; *s; s++) {
		bool fine = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
			    (*s >= '0' && *s <= '9') || strchr(marks, *s);

		if (!fine)
			return cell_refuse(c, "key.bad_character", marks);
	}
	if (n)
		*io = c->text;
	return true;
}

bool cell_enum(const struct cell *c, const ProtobufCEnumDescriptor *names, int *io)
{
	char name[NAME_MAX_BYTES + 1];
	size_t n = strlen(c->text);
	int value;

	assert(c->of);
	if (c->clear)
		*io = 0;
	if (cell_empty(c))
		return true;
	if (n >= sizeof name)
		return refuse_long(c, sizeof name - 1);
	for (size_t i = 0; i <= n; i++) {
		char b = c->text[i];

		name[i] = b >= 'A' && b <= 'Z' ? (char)(b + 'a' - 'A') : b;
		if (b == '-' || b == ' ')
			name[i] = '_';
	}
	value = wire_enum_value(names, name);
	for (const struct record_word *w = c->of->word; value == 0 && w && w->text; w++)
		if (strcmp(w->text, c->text) == 0)
			value = w->value;
	if (value == 0)
		return cell_refuse(c, c->of->unknown, NULL);
	*io = value;
	return true;
}

static const char *const list_marks[] = {";", "；", "、"};

/* Length up to the next separator or the end; *ret_next is behind the separator, NULL at the
 * end. */
static size_t part_length(const char *s, const char **ret_next)
{
	for (size_t i = 0; s[i]; i++)
		for (size_t m = 0; m < sizeof list_marks / sizeof *list_marks; m++)
			if (strncmp(s + i, list_marks[m], strlen(list_marks[m])) == 0) {
				*ret_next = s + i + strlen(list_marks[m]);
				return i;
			}
	*ret_next = NULL;
	return strlen(s);
}

static bool has(char *const *list, size_t n, const char *s)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], s) == 0)
			return true;
	return false;
}

bool cell_list(const struct cell *c, size_t max, char ***io, size_t *io_n)
{
	char **list = NULL;
	size_t n = 0;

	for (const char *s = c->text, *next; s && *s; s = next) {
		const char *part = arena_strn(c->in->scratch, s, part_length(s, &next));

		part = part ? trim(c->in->scratch, part) : NULL;
		if (part && (!*part || has(list, n, part)))
			continue;
		list = arena_grow(c->in->scratch, list, n, sizeof *list);
		if (!part || !list) {
			c->in->full = true;
			return false;
		}
		if (strlen(part) > NAME_MAX_BYTES)
			return refuse_long(c, NAME_MAX_BYTES);
		if (n == max)
			return cell_refuse(c, "cell.too_many_values",
					   arena_printf(c->in->scratch, "%zu", max));
		list[n++] = (char *)part;
	}
	if (n || c->clear) {
		*io = list;
		*io_n = n;
	}
	return true;
}
