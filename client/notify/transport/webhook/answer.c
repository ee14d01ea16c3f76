/* What an answer means. */
#include <inttypes.h>
#include <stdio.h>

#include "client/notify/core/json_read.h"
#include "client/notify/net/http.h"
#include "client/notify/transport/webhook/request.h"
#include "text/utf8.h"

/* A receiver of the office's own says it by HTTP's status. */
static enum webhook_outcome outcome_of(long status)
{
	if (status >= 200 && status < 300)
		return OUTCOME_TAKEN;
	if (status == 408 || status == 425 || status == 429 || status >= 500)
		return OUTCOME_BUSY;
	if (status == 400 || status == 404 || status == 410 || status == 413 || status == 422)
		return OUTCOME_REFUSED;
	return OUTCOME_SETUP;
}

static void by_code(const struct webhook_kind *kind, const char *body, int64_t code,
		    struct webhook_verdict *ret)
{
	const struct webhook_code *row = webhook_code(kind, code);
	char said[CARRIER_WORD_BYTES / 2] = "", text[2 * CARRIER_WORD_BYTES];

	(void)json_read_text(body, kind->words, said, sizeof said);
	ret->outcome = row ? row->outcome : OUTCOME_LATER;
	if (ret->outcome == OUTCOME_TAKEN)
		return;
	(void)snprintf(text, sizeof text, "%s (%" PRId64 "%s%s)",
		       row ? row->words : "not taken, for a reason that is not known here", code,
		       *said ? ": " : "", said);
	(void)snprintf(ret->detail, sizeof ret->detail, "%.*s",
		       (int)utf8_cut(text, CARRIER_WORD_BYTES), text);
}

void webhook_judge(const struct webhook_kind *kind, const struct http_answer *a,
		   struct webhook_verdict *ret)
{
	int64_t code;

	*ret = (struct webhook_verdict){.outcome = OUTCOME_BUSY};
	if (!a->came) {
		ret->doubt = a->gone;
		(void)snprintf(ret->detail, sizeof ret->detail, "%s", a->fault ? a->fault : "");
		return;
	}
	if (!kind->code) {
		ret->outcome = outcome_of(a->status);
		if (ret->outcome != OUTCOME_TAKEN)
			(void)snprintf(ret->detail, sizeof ret->detail, "HTTP %ld%s%.*s", a->status,
				       a->size ? ": " : "", (int)utf8_cut(a->body, 100), a->body);
		return;
	}
	if (json_read_number(a->body, kind->code, &code) ||
	    (kind->former && json_read_number(a->body, kind->former, &code)))
		by_code(kind, a->body, code, ret);
	else
		(void)snprintf(ret->detail, sizeof ret->detail,
			       "HTTP %ld, and not an answer of this service: is url right?",
			       a->status);
}
