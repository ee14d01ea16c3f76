#include "api/core/request.h"

#include <stdarg.h>

#include "api/core/api.h"
#include "engine/core/group.h"
#include "model/office/unit.h"
#include "model/principal/principal.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "text/hex.h"
#include "text/utf8.h"

bool upload_hold_set(struct upload_hold *h, size_t bytes)
{
	if (h->host && h->host->hold &&
	    !h->host->hold(h->host->user, h->principal, h->bytes, bytes))
		return false;
	h->bytes = bytes;
	return true;
}

Duban__Event *request_event(struct request *rq)
{
	Duban__Event *ev = REQUEST_NEW(rq, Duban__Event, duban__event__init);

	if (!ev || REQUEST_PUSH(rq, rq->event, rq->n_event, ev))
		return NULL;
	return ev;
}

static Duban__Problem *problem(struct request *rq, const char *code, va_list ap)
{
	Duban__Problem *p = REQUEST_NEW(rq, Duban__Problem, duban__problem__init);
	const char *arg;

	if (!p)
		return NULL;
	p->code = arena_str(rq->arena, code);
	if (!p->code)
		return NULL;
	/* An argument that the client sent is cut: otherwise the refusal of the largest possible
	 * request would be larger than a message may be. */
	while ((arg = va_arg(ap, const char *))) {
		char *s = arena_strn(rq->arena, arg, utf8_cut(arg, NAME_MAX_BYTES));

		if (!s || REQUEST_PUSH(rq, p->arg, p->n_arg, s))
			return NULL;
	}
	return REQUEST_PUSH(rq, rq->reply->problem, rq->reply->n_problem, p) ? NULL : p;
}

Duban__Problem *request_problem(struct request *rq, const char *code, ...)
{
	Duban__Problem *p;
	va_list ap;

	va_start(ap, code);
	p = problem(rq, code, ap);
	va_end(ap);
	return p;
}

int request_refuse(struct request *rq, int status, const char *code, ...)
{
	Duban__Problem *p;
	va_list ap;

	va_start(ap, code);
	p = problem(rq, code, ap);
	va_end(ap);
	return p ? status : -ENOMEM;
}

char *request_unit_id(struct request *rq, uint32_t num)
{
	Duban__Unit *u = unit_get(rq->txn, rq->arena, num);

	return u ? u->id : (char *)(uintptr_t)protobuf_c_empty_string;
}

char *request_unit_name(struct request *rq, uint32_t num)
{
	Duban__Unit *u = unit_get(rq->txn, rq->arena, num);

	return u ? u->name : (char *)(uintptr_t)protobuf_c_empty_string;
}

char *request_principal_name(struct request *rq, uint32_t num)
{
	Duban__Principal *p = principal_get(rq->txn, rq->arena, num);

	return p ? p->name : (char *)(uintptr_t)protobuf_c_empty_string;
}

char *request_confirmed_by(struct request *rq, const Duban__Event *ev)
{
	const char *name =
	    ev->confirmed ? request_principal_name(rq, ev->confirmed->principal) : "";

	return arena_str(rq->arena, ev->confirmed && !*name ? "local" : name);
}

int request_unit(struct request *rq, const char *id, uint32_t *ret)
{
	uint32_t num = unit_find(rq->txn, rq->arena, id);

	if (num == UINT32_MAX)
		return request_refuse(rq, STATUS_INVALID, "unit.ambiguous", id, NULL);
	if (!num)
		return request_refuse(rq, STATUS_NOT_FOUND, "unit.unknown", id, NULL);
	*ret = num;
	return 0;
}

char *request_hex(struct request *rq, struct bytes b)
{
	char *s = arena_alloc(rq->arena, 2 * b.size + 1);

	return s ? hex_text(b, s) : NULL;
}

int request_day(struct request *rq, uint32_t ymd, date_t *ret)
{
	date_t d = ymd ? date_from_ymd(ymd) : rq->today;
	char text[DATE_TEXT_MAX];

	if (d == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", ymd), NULL);
	if (d > rq->today)
		return request_refuse(rq, STATUS_INVALID, "date.future", date_text(d, text), NULL);
	*ret = d;
	return 0;
}

int request_text(struct request *rq, const char *what, const char *s, size_t max, bool required)
{
	if (required && !*s)
		return request_refuse(rq, STATUS_INVALID, "text.empty", what, NULL);
	if (strlen(s) > max)
		return request_refuse(rq, STATUS_INVALID, "text.too_long", what,
				      arena_printf(rq->arena, "%zu", max), NULL);
	return 0;
}

bool request_page_full(const struct request *rq, size_t bytes, size_t room)
{
	return bytes + room > WIRE_PAGE_MAX || (rq->page && bytes >= rq->page);
}

int request_durable(struct request *rq)
{
	rq->after_sync = engine_group_open(rq->engine);
	return rq->after_sync ? STATUS_PARKED : 0;
}
