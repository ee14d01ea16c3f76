#include "opened.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "bus/core/messages.h"
#include "engine/core/engine.h"
#include "engine/core/recover.h"
#include "engine/core/refold.h"
#include "engine/keeper/backup_mark.h"
#include "engine/keeper/keeper.h"
#include "engine/keeper/restored.h"

static void say_refold(const struct engine *e)
{
	struct engine_refold f;
	char text[160], events[24];

	if (!engine_refolded(e, &f) || !f.schema)
		return;
	(void)snprintf(events, sizeof events, "%" PRIu64, f.events);
	(void)snprintf(text, sizeof text,
		       "the store had schema %" PRIu32
		       ": the state was rebuilt from %s events of the journal in %lld ms",
		       f.schema, events, (long long)(f.took / USEC_PER_MSEC));
	log_event(LOG_NOTICE, MESSAGE_REFOLDED, text, "DUBAN_EVENTS", events, NULL);
}

static void say_rebuilt(const struct engine *e)
{
	struct engine_refold f;
	char text[REFOLD_WHY_MAX + 300], events[24], lost[24];

	if (!engine_refolded(e, &f) || f.schema)
		return;
	(void)snprintf(events, sizeof events, "%" PRIu64, f.events);
	(void)snprintf(lost, sizeof lost, "%" PRIu64,
		       f.contacts_had > f.contacts_got ? f.contacts_had - f.contacts_got : 0);
	(void)snprintf(text, sizeof text,
		       "data.mdb was built again from %s events of the journal in %lld ms: %s. "
		       "Telephone numbers kept: %" PRIu64 " of %" PRIu64 "%s",
		       events, (long long)(f.took / USEC_PER_MSEC), f.why, f.contacts_got,
		       f.contacts_had,
		       f.contacts_lost ? "; import the people again if some had more" : "");
	log_event(LOG_WARNING, MESSAGE_REBUILT, text, "DUBAN_EVENTS", events, "DUBAN_LOST", lost,
		  NULL);
}

static void say_cut(const struct engine *e)
{
	uint64_t seq;
	bool kept;
	char text[240], first[24], name[64];

	if (!engine_cut(e, &seq, &kept))
		return;
	(void)snprintf(first, sizeof first, "%" PRIu64, seq);
	(void)snprintf(name, sizeof name, " and kept as journal/cut-%020" PRIu64, seq);
	(void)snprintf(
	    text, sizeof text,
	    "the journal's last frame, from event %s on, was not whole: nothing of it was "
	    "answered, it was cut off%s",
	    first, kept ? name : "");
	log_event(LOG_WARNING, MESSAGE_CUT, text, "DUBAN_SEQ", first, NULL);
}

static void say_half(const char *dir)
{
	_cleanup_free_ char *half = engine_backup_clean(dir), *text = NULL;

	if (half &&
	    asprintf(&text, "a backup was being made when duband ended: %s was removed", half) >= 0)
		log_event(LOG_WARNING, MESSAGE_HALF, text, "DUBAN_DIR", half, NULL);
}

static void say_restored(const struct engine *e)
{
	char text[300], seq[24], at[INSTANT_TEXT_MAX];
	struct backup_mark m;

	if (!engine_restored(e, &m))
		return;
	(void)snprintf(seq, sizeof seq, "%" PRIu64, m.seq);
	(void)snprintf(text, sizeof text,
		       "this store was restored from a backup up to event %s of %s: no command is "
		       "taken and no lamp lit until 'dubanctl restore accept'",
		       seq, instant_text(m.at, engine_zone(e), at));
	log_event(LOG_WARNING, MESSAGE_RESTORED, text, "DUBAN_SEQ", seq, "DUBAN_BACKUP_AT", at,
		  NULL);
}

void opened_say(const struct engine *e, const char *dir)
{
	say_half(dir);
	say_refold(e);
	say_rebuilt(e);
	say_cut(e);
	say_restored(e);
}
