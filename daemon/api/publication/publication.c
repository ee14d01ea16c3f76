#include "api/publication/publication.h"

#include <stdlib.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/named.h"
#include "api/core/request.h"
#include "base/arena.h"
#include "model/office/person.h"
#include "model/principal/principal.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

/* bulletin_* are numbered together */
static bool of_bulletins(const struct request *rq)
{
	return rq->request->body_case >= DUBAN__REQUEST__BODY_BULLETIN_DRAFT &&
	       rq->request->body_case <= DUBAN__REQUEST__BODY_BULLETIN_LIST;
}

Duban__PublicationSeries request_series(const struct request *rq, Duban__PublicationSeries given)
{
	if (given)
		return given;
	return of_bulletins(rq) ? PUBLICATION_SERIES(BULLETIN) : PUBLICATION_SERIES(BRIEF);
}

char *publication_id(struct request *rq, const Duban__Publication *p)
{
	return arena_printf(rq->arena, "%u-%u", p->year, p->number);
}

static bool parse_id(const char *id, struct publication_name *io)
{
	char *end;
	unsigned long year = strtoul(id, &end, 10), number;

	if (end == id || *end != '-' || end[1] < '0' || end[1] > '9' || year > UINT32_MAX)
		return false;
	number = strtoul(end + 1, &end, 10);
	io->year = (uint32_t)year;
	io->number = (uint32_t)number;
	return !*end && number && number <= UINT32_MAX;
}

int request_publication(struct request *rq, Duban__PublicationSeries given, const char *id,
			Duban__Publication **ret)
{
	struct publication_name n = {.series = request_series(rq, given)};

	*ret = parse_id(id, &n) ? publication_get(rq->txn, rq->arena, &n) : NULL;
	if (*ret)
		return 0;
	return txn_error(rq->txn)
		   ? txn_error(rq->txn)
		   : request_refuse(rq, STATUS_NOT_FOUND, "publication.unknown", id, NULL);
}

int request_hand(struct request *rq, const char *given, char **ret)
{
	const Duban__Person *p = person_get(rq->txn, rq->arena, rq->for_person);
	const Duban__Principal *of = principal_get(rq->txn, rq->arena, rq->caller->principal);
	Duban__Who *who;
	int r = request_who(rq, given, &who);

	if (r)
		return r;
	if (who)
		*ret = who->name;
	else if (p)
		*ret = p->name;
	else
		*ret = of && *of->owner ? of->owner : arena_str(rq->arena, rq->caller->name);
	return *ret ? 0 : -ENOMEM;
}

int publication_check_move(struct request *rq, const Duban__Publication *p,
			   enum publication_move move)
{
	const char *state;

	if (publication_next(p->state, move))
		return 0;
	state = wire_enum_name(&duban__publication_state__descriptor, (int)p->state);
	return request_refuse(rq, STATUS_CONFLICT, "publication.state", publication_id(rq, p),
			      state, NULL);
}
