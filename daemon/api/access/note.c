#include "api/access/note.h"

#include <stdint.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "engine/keeper/keeper.h"
#include "model/param/parameter.h"
#include "proto/wire_name.h"
#include "store/access/access.h"

int access_told(struct request *rq, Duban__AccessWhat what, const char *of, size_t persons)
{
	const struct access_entry e = {
	    .at = rq->now,
	    .role = rq->caller->role,
	    .persons = (uint32_t)persons,
	    .principal = rq->caller->principal ? rq->caller->name : "",
	    .what = wire_enum_name(&duban__access_what__descriptor, (int)what),
	    .of = of,
	};
	int64_t months;
	int r = persons ? parameter_number(rq->txn, rq->arena, NULL, "access.months", &months) : 0;

	if (!r && persons)
		r = engine_note_access(rq->engine, &e, (int)months);
	if (r) /* nobody is told what could not be noted */
		rq->reply->body_case = DUBAN__REPLY__BODY__NOT_SET;
	if (r == STATUS_FULL)
		return request_refuse(rq, r, "store.full", NULL);
	if (r < 0)
		return request_refuse(rq, STATUS_UNAVAILABLE, "access.not_noted",
				      strerrorname_np(-r), NULL);
	return r;
}
