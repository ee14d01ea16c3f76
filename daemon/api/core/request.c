#include <stdarg.h>

#include "api/core/private.h"

Duban__Event *ask_event(struct ask *a)
{
	Duban__Event *ev = ASK_NEW(a, Duban__Event, duban__event__init);

	if (!ev || ASK_PUSH(a, a->event, a->n_event, ev))
		return NULL;
	return ev;
}

/* What was sent comes back in a problem only as far as it helps: else the refusal of the largest
 * request would be larger than a message may be. Cut between two characters. */
static size_t shown(const char *arg)
{
	size_t n = strnlen(arg, NAME_MAX_BYTES + 1);

	if (n <= NAME_MAX_BYTES)
		return n;
	for (n = NAME_MAX_BYTES; n > 0 && ((uint8_t)arg[n] & 0xc0) == 0x80; n--)
		;
	return n;
}

static Duban__Problem *problem(struct ask *a, const char *code, va_list ap)
{
	Duban__Problem *p = ASK_NEW(a, Duban__Problem, duban__problem__init);
	const char *arg;

	if (!p)
		return NULL;
	p->code = arena_str(a->arena, code);
	if (!p->code)
		return NULL;
	while ((arg = va_arg(ap, const char *))) {
		char *s = arena_strn(a->arena, arg, shown(arg));

		if (!s || ASK_PUSH(a, p->arg, p->n_arg, s))
			return NULL;
	}
	return ASK_PUSH(a, a->reply->problem, a->reply->n_problem, p) ? NULL : p;
}

Duban__Problem *ask_problem(struct ask *a, const char *code, ...)
{
	Duban__Problem *p;
	va_list ap;

	va_start(ap, code);
	p = problem(a, code, ap);
	va_end(ap);
	return p;
}

int ask_refuse(struct ask *a, int status, const char *code, ...)
{
	Duban__Problem *p;
	va_list ap;

	va_start(ap, code);
	p = problem(a, code, ap);
	va_end(ap);
	return p ? status : -ENOMEM;
}

char *ask_unit_id(struct ask *a, uint32_t num)
{
	Duban__Unit *u = unit_get(a->txn, a->arena, num);

	return u ? u->id : (char *)(uintptr_t)protobuf_c_empty_string;
}

char *ask_unit_name(struct ask *a, uint32_t num)
{
	Duban__Unit *u = unit_get(a->txn, a->arena, num);

	return u ? u->name : (char *)(uintptr_t)protobuf_c_empty_string;
}

int ask_unit(struct ask *a, const char *id, uint32_t *ret)
{
	uint32_t num = unit_find(a->txn, a->arena, id);

	if (num == UINT32_MAX)
		return ask_refuse(a, STATUS_INVALID, "unit.ambiguous", id, NULL);
	if (!num)
		return ask_refuse(a, STATUS_NOT_FOUND, "unit.unknown", id, NULL);
	*ret = num;
	return 0;
}

char *ask_hex(struct ask *a, struct bytes b)
{
	char *s = arena_alloc(a->arena, 2 * b.size + 1);

	return s ? bytes_hex(b, s) : NULL;
}

int ask_day(struct ask *a, uint32_t ymd, date_t *ret)
{
	date_t d = ymd ? date_from_ymd(ymd) : a->today;
	char text[DATE_TEXT_MAX];

	if (d == DATE_NONE)
		return ask_refuse(a, STATUS_INVALID, "date.impossible",
				  arena_printf(a->arena, "%u", ymd), NULL);
	if (d > a->today)
		return ask_refuse(a, STATUS_INVALID, "date.future", date_text(d, text), NULL);
	*ret = d;
	return 0;
}

int ask_text(struct ask *a, const char *what, const char *s, size_t max, bool required)
{
	if (required && !*s)
		return ask_refuse(a, STATUS_INVALID, "text.empty", what, NULL);
	if (strlen(s) > max)
		return ask_refuse(a, STATUS_INVALID, "text.too_long", what,
				  arena_printf(a->arena, "%zu", max), NULL);
	return 0;
}

int ask_project(struct ask *a, const char *code, Duban__Project **ret)
{
	Duban__Project *p = project_get(a->txn, a->arena, project_by_code(a->txn, code));

	/* Who may not read it is told the same as when it is not there. */
	if (!p || !scope_reads(a, p)) {
		a->hidden = p != NULL;
		return ask_refuse(a, STATUS_NOT_FOUND, "project.unknown", code, NULL);
	}
	*ret = p;
	return 0;
}

int ask_durable(struct ask *a)
{
	if (!engine_group_open(a->engine))
		return 0;
	if (a->last)
		return engine_sync(a->engine);
	a->wait_ms = 1;
	return STATUS_PARKED;
}
