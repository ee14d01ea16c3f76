#include "api/core/amount.h"

#include "api/core/request.h"
#include "text/rate.h"

Duban__Money *request_money(struct request *rq, int64_t fen)
{
	Duban__Money *m = REQUEST_NEW(rq, Duban__Money, duban__money__init);

	if (m)
		m->fen = fen;
	return m;
}

char *request_rate(struct request *rq, __int128 part, __int128 whole)
{
	char text[RATE_TEXT_MAX];

	return arena_str(rq->arena, rate_text(part, whole, text));
}
