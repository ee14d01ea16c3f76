/* `restore accept`: the restored backup is what the store goes on with. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "engine/keeper/backup_mark.h"
#include "engine/keeper/restored.h"

static int restore_accept(struct request *rq, const void *body)
{
	Duban__RestoreAccepted *b =
	    REQUEST_NEW(rq, Duban__RestoreAccepted, duban__restore_accepted__init);
	struct backup_mark m;
	Duban__Event *ev;

	(void)body;
	if (!engine_restored(rq->engine, &m))
		return request_refuse(rq, STATUS_CONFLICT, "restore.nothing_waits", NULL);
	ev = request_event(rq);
	if (!b || !ev)
		return -ENOMEM;
	b->backup_seq = m.seq;
	b->backup_at = m.at;
	ev->body_case = DUBAN__EVENT__BODY_RESTORE_ACCEPTED;
	ev->restore_accepted = b;
	return 0;
}
HANDLER(RESTORE_ACCEPT, .kind = HANDLER_COMMAND, .roles = ROLE_BIT(LOCAL) | ROLE_BIT(OFFICE),
	.frees = true, .while_restored = true, .decide = restore_accept);
