/* `notice reply`: a recipient has answered a text. 收到 takes on what the notice told. The gateway
 * says whose number sent it; the daemon holds no numbers. A sender's number can be forged
 * (docs/security.md), so a reply takes a matter on, and never ends or clears one. */
#include <stdlib.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/notice/find.h"
#include "api/notice/received.h"
#include "model/core/record.h"
#include "model/notice/notice.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { NUMBER_HIDDEN = 7, RECENT_MAX = 2000 };

/* Telephone numbers must not enter an event: long runs of digits are blotted out. */
static char *blotted(struct request *rq, const char *text)
{
	char *copy = arena_str(rq->arena, text);

	for (char *c = copy; c && *c;) {
		size_t n = strspn(c, "0123456789");

		if (n >= NUMBER_HIDDEN)
			memset(c, '*', n);
		c += n ? n : 1;
	}
	return copy;
}

static bool is_received(const char *text)
{
	static const char *const words[] = {"收到", "已收到", "签收", "认领"};

	text += strspn(text, " ");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strncmp(text, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

/* The short number behind the word; 0: none. */
static uint32_t number_in(const char *text)
{
	const char *digits = text + strcspn(text, "0123456789");
	unsigned long n = strtoul(digits, NULL, 10);

	return *digits && n <= UINT32_MAX ? (uint32_t)n : 0;
}

/* The notices of the person that tell of something he can still take on, the newest first. */
struct answered {
	Duban__Notice *last;	/* the newest of all */
	Duban__Notice *waiting; /* the newest that waits for an answer */
	size_t n_waiting;
	char *numbers; /* of those that wait: "12、15" */
};

static int add_waiting(struct request *rq, struct answered *io, Duban__Notice *n)
{
	if (!io->waiting)
		io->waiting = n;
	io->numbers = io->n_waiting++ ? arena_printf(rq->arena, "%s、%u", io->numbers, n->num)
				      : arena_printf(rq->arena, "%u", n->num);
	return io->numbers ? 0 : -ENOMEM;
}

static bool is_waiting(struct request *rq, const Duban__Notice *n)
{
	for (size_t i = 0; i < n->n_item; i++)
		if (received_can_take(rq, n, n->item[i]))
			return true;
	return false;
}

/* The notices that the ledger's lines of the person name, each once. */
static int find_waiting(struct request *rq, uint32_t person, struct answered *ret)
{
	struct scan s = scan_start(rq->txn, TABLE_notice_entry, key_bytes(key_u32(KEY(), person)));
	uint32_t *seen = NULL;
	size_t n_seen = 0;
	int r = 0;

	for (int i = 0; i < RECENT_MAX && !r && scan_next(&s); i++) {
		const Duban__NoticeEntry *e =
		    record_unpack(rq->txn, s.value, &duban__notice_entry__descriptor, rq->arena);
		Duban__Notice *n;
		bool known = !notice_stands(e);

		for (size_t k = 0; k < n_seen && !known; k++)
			known = seen[k] == e->notice;
		if (known)
			continue;
		seen = arena_grow(rq->arena, seen, n_seen, sizeof *seen);
		if (!seen)
			return -ENOMEM;
		seen[n_seen++] = e->notice;
		n = notice_get(rq->txn, rq->arena, e->notice);
		if (!n)
			continue;
		if (!ret->last || n->num > ret->last->num)
			ret->last = n;
		if (is_waiting(rq, n))
			r = add_waiting(rq, ret, n);
	}
	return r ? r : txn_error(rq->txn);
}

static int which(struct request *rq, const Duban__NoticeReplyRequest *q, uint32_t person,
		 Duban__Notice **ret)
{
	uint32_t num = is_received(q->text) ? number_in(q->text) : 0;
	struct answered a = {.n_waiting = 0};
	char text[sizeof "4294967295"];
	int r = num ? 0 : find_waiting(rq, person, &a);

	if (r)
		return r;
	(void)snprintf(text, sizeof text, "%u", num);
	*ret = num ? notice_get(rq->txn, rq->arena, num) : a.waiting ? a.waiting : a.last;
	/* another's number is answered like one that does not exist */
	if (num && (!*ret || (*ret)->person != person))
		return request_refuse(rq, STATUS_NOT_FOUND, "notice.unknown", text, NULL);
	if (a.n_waiting > 1 && is_received(q->text))
		return request_refuse(rq, STATUS_CONFLICT, "notice.which", a.numbers, NULL);
	return *ret ? 0
		    : request_refuse(rq, STATUS_NOT_FOUND, "notice.nothing_told", q->person, NULL);
}

/* Whoever answers a text has it. */
static int add_delivered(struct request *rq, const Duban__Notice *n)
{
	Duban__NoticeReported *b;
	Duban__Event *ev;

	if (n->result != NOTICE_RESULT(UNKNOWN) && n->result != NOTICE_RESULT(ACCEPTED))
		return 0;
	b = REQUEST_NEW(rq, Duban__NoticeReported, duban__notice_reported__init);
	ev = b ? request_event(rq) : NULL;
	if (!ev)
		return -ENOMEM;
	b->num = n->num;
	b->person = n->person;
	b->result = NOTICE_RESULT(DELIVERED);
	b->via = n->via ? n->via : NOTICE_CHANNEL(SMS);
	b->happened_at = rq->now;
	ev->body_case = DUBAN__EVENT__BODY_NOTICE_REPORTED;
	ev->notice_reported = b;
	return 0;
}

static int add_replied(struct request *rq, const Duban__Notice *n, const char *text)
{
	Duban__NoticeReplied *b =
	    REQUEST_NEW(rq, Duban__NoticeReplied, duban__notice_replied__init);
	Duban__Event *ev = b ? request_event(rq) : NULL;

	if (!ev)
		return -ENOMEM;
	b->num = n->num;
	b->person = n->person;
	b->text = blotted(rq, text);
	b->received = is_received(text);
	ev->body_case = DUBAN__EVENT__BODY_NOTICE_REPLIED;
	ev->notice_replied = b;
	return b->text ? 0 : -ENOMEM;
}

static int reply(struct request *rq, const void *body)
{
	const Duban__NoticeReplyRequest *q = body;
	Duban__Notice *n = NULL;
	uint32_t person;
	int r = request_text(rq, "text", q->text, NOTICE_DETAIL_MAX, true);

	if (!r && !*q->person)
		r = request_refuse(rq, STATUS_INVALID, "text.empty", "person", NULL);
	r = r ? r : notice_person(rq, q->person, &person);
	r = r ? r : which(rq, q, person, &n);
	r = r ? r : add_delivered(rq, n);
	r = r ? r : add_replied(rq, n, q->text);
	for (size_t i = 0; !r && is_received(q->text) && i < n->n_item; i++)
		if (received_can_take(rq, n, n->item[i]))
			r = received_take(rq, n, n->item[i]);
	return r;
}

static int answer(struct request *rq, const void *body)
{
	Duban__NoticeReplyReply *b =
	    REQUEST_NEW(rq, Duban__NoticeReplyReply, duban__notice_reply_reply__init);
	int r = b ? 0 : -ENOMEM;

	(void)body;
	for (size_t i = 0; i < rq->n_event && !r; i++) {
		const Duban__Event *ev = rq->event[i];
		const Duban__Notice *n;

		if (ev->body_case == DUBAN__EVENT__BODY_NOTICE_REPLIED) {
			n = notice_get(rq->txn, rq->arena, ev->notice_replied->num);
			b->key = n ? n->key : "";
			b->received = ev->notice_replied->received;
		} else {
			r = received_told(rq, ev, b);
		}
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_NOTICE_REPLY;
	rq->reply->notice_reply = b;
	return r;
}
HANDLER(NOTICE_REPLY, .kind = HANDLER_COMMAND, .roles = ROLE_BIT(GATEWAY) | ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = reply, .answer = answer);
