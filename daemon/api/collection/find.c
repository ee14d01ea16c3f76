#include "api/collection/find.h"

#include "api/core/request.h"
#include "model/collection/collection.h"
#include "proto/wire_name.h"

int request_collection(struct request *rq, uint32_t year, enum collection_move move,
		       Duban__Collection **ret)
{
	Duban__Collection *c = collection_get(rq->txn, rq->arena, year);
	char *text = arena_printf(rq->arena, "%u", year);

	if (!c)
		return request_refuse(rq, STATUS_NOT_FOUND, "collection.unknown", text, NULL);
	if (move && !collection_next((int)c->state, move))
		return request_refuse(
		    rq, STATUS_CONFLICT, "collection.not_allowed", text,
		    wire_enum_name(&duban__collection_state__descriptor, (int)c->state),
		    collection_move_name(move), NULL);
	*ret = c;
	return 0;
}
