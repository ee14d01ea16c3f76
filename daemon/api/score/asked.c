#include "api/score/asked.h"

#include <errno.h>
#include <string.h>

#include "api/core/request.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "store/db/txn.h"

static int text_parameter(struct request *rq, const char *key, const char **ret)
{
	Duban__Parameter *p = parameter_in_force(rq->txn, rq->arena, NULL, parameter_def(key));

	if (p)
		*ret = p->value;
	return p ? txn_error(rq->txn) : -ENOMEM;
}

int score_asked_of(struct request *rq, const Duban__ScoreYear *y, struct score_asked *io)
{
	int r;

	if (y) {
		io->profile = y->profile;
		io->list = y->list;
		return 0;
	}
	r = text_parameter(rq, "score.profile", &io->profile);
	if (!r)
		r = text_parameter(rq, "score.list", &io->list);
	if (!r && strcmp(io->list, PARAMETER_NO_TEXT) == 0)
		io->list = "";
	return r;
}

int score_parameter(struct request *rq, const char *key, int64_t *ret)
{
	enum { HUNDREDTHS = 100 };
	int r = parameter_number(rq->txn, rq->arena, NULL, key, ret);

	*ret *= HUNDREDTHS;
	return r;
}
