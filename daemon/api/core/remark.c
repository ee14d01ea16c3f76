#include "api/core/remark.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/arena.h"

static Duban__Remark *push(const struct remark_list *to, const char *code)
{
	Duban__Remark **grown = arena_grow(to->arena, *to->list, *to->n, sizeof *grown);
	Duban__Remark *r = arena_alloc(to->arena, sizeof *r);

	if (!grown || !r)
		return NULL;
	duban__remark__init(r);
	r->code = (char *)(uintptr_t)code;
	*to->list = grown;
	grown[(*to->n)++] = r;
	return r;
}

static int add(const struct remark_list *to, const char *code, va_list ap)
{
	Duban__Remark *r;
	const char *arg;

	if (*to->n > 0 && strcmp((*to->list)[*to->n - 1]->code, "remark.others") == 0)
		return 0;
	if (*to->n >= REMARK_LIST_MAX)
		return push(to, "remark.others") ? 0 : -ENOMEM;
	r = push(to, code);
	if (!r)
		return -ENOMEM;
	while ((arg = va_arg(ap, const char *))) {
		char *s = arena_str(to->arena, arg);

		r->arg = arena_grow(to->arena, r->arg, r->n_arg, sizeof *r->arg);
		if (!s || !r->arg)
			return -ENOMEM;
		r->arg[r->n_arg++] = s;
	}
	return 0;
}

int remark_add(const struct remark_list *to, const char *code, ...)
{
	va_list ap;
	int r;

	va_start(ap, code);
	r = add(to, code, ap);
	va_end(ap);
	return r;
}
