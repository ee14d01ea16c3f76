#include "client/lib/core/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/lib/core/failure.h"
#include "client/lib/text/problem.h"
#include "proto/api.pb-c.h"
#include "proto/limits.h"
#include "proto/wire.h"
#include "text/utf8.h"

struct duban_reply {
	Duban__Reply *message;
	size_t size;
	uint8_t bytes[];
};

static int garbage(struct duban_failure *failure, const char *code)
{
	return failure_set(failure, DUBAN_E_GARBAGE, code,
			   "the answer is no reply of duban (%s): is this library older than the "
			   "daemon, or does something else listen there?",
			   code);
}

int reply_new(struct bytes bytes, struct duban_reply **ret, struct duban_failure *failure)
{
	if (bytes.size > WIRE_MESSAGE_MAX)
		return garbage(failure, wire_fault_code(WIRE_TOO_LARGE));
	enum wire_fault fault = wire_check(&duban__reply__descriptor, bytes);
	if (fault != WIRE_FINE)
		return garbage(failure, wire_fault_code(fault));
	_cleanup_(duban_reply_freep) struct duban_reply *reply = malloc(sizeof *reply + bytes.size);
	if (!reply)
		return failure_set(failure, DUBAN_E_MEMORY, NULL, "no memory for a reply");
	reply->size = bytes.size;
	if (bytes.size > 0)
		memcpy(reply->bytes, bytes.data, bytes.size);
	reply->message = duban__reply__unpack(NULL, bytes.size, reply->bytes);
	if (!reply->message)
		return garbage(failure, "wire.unpack");
	if (reply->message->version != WIRE_VERSION)
		return garbage(failure, "wire.version");
	*ret = TAKE_PTR(reply);
	return 0;
}

bool reply_answers(const struct duban_reply *reply, const uint8_t *id)
{
	struct bytes theirs =
	    BYTES(reply->message->request_id.data, reply->message->request_id.len);
	if (theirs.size == 0)
		return reply->message->status != DUBAN__STATUS__STATUS_OK;
	return bytes_equal(theirs, BYTES(id, REQUEST_ID_SIZE));
}

bool reply_has_problem(const struct duban_reply *reply, const char *code)
{
	for (size_t i = 0; i < reply->message->n_problem; i++)
		if (strcmp(reply->message->problem[i]->code, code) == 0)
			return true;
	return false;
}

const Duban__Reply *duban_reply_get(const struct duban_reply *reply)
{
	return reply->message;
}

const void *duban_reply_bytes(const struct duban_reply *reply, size_t *ret_size)
{
	*ret_size = reply->size;
	return reply->bytes;
}

int duban_reply_status(const struct duban_reply *reply)
{
	return (int)reply->message->status;
}

size_t duban_problem_count(const struct duban_reply *reply)
{
	return reply->message->n_problem;
}

const char *duban_problem_code(const struct duban_reply *reply, size_t i)
{
	return i < reply->message->n_problem ? reply->message->problem[i]->code : "";
}

int duban_problem_text(const struct duban_reply *reply, size_t i, bool chinese, char *buf,
		       size_t size)
{
	if (i >= reply->message->n_problem)
		return DUBAN_E_ARGUMENT;
	_cleanup_free_ char *text = problem_text(reply->message->problem[i], NULL, chinese);
	if (!text)
		return DUBAN_E_MEMORY;
	if (size > 0)
		(void)snprintf(buf, size, "%.*s", (int)utf8_cut(text, size - 1), text);
	return (int)strlen(text);
}

void duban_reply_free(struct duban_reply *reply)
{
	if (!reply)
		return;
	if (reply->message)
		duban__reply__free_unpacked(reply->message, NULL);
	free(reply);
}
