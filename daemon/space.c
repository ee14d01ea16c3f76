#include "space.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "bus/core/messages.h"
#include "engine/keeper/damage.h"
#include "proto/cleanup.h"
#include "state.h"
#include "store/journal/roll.h"

#define MIB (1024 * 1024ULL)

void space_look(struct state *s, const struct journal *j, const char *dir)
{
	uint64_t free_bytes = journal_free_bytes(j), reserve = journal_reserve_bytes(j);
	bool low = free_bytes < reserve;
	char text[200];

	if (low == s->read_only)
		return;
	s->read_only = low;
	(void)snprintf(text, sizeof text,
		       low ? "space is short: %llu MiB are free, the reserve is %llu MiB; only "
			     "commands that finish or clear something are accepted until some is "
			     "freed"
			   : "space is back: %llu MiB are free, the reserve is %llu MiB; all "
			     "commands are accepted again",
		       (unsigned long long)(free_bytes / MIB), (unsigned long long)(reserve / MIB));
	log_event(low ? LOG_ERR : LOG_NOTICE, MESSAGE_READ_ONLY, text, "DUBAN_DIR", dir, NULL);
}

void damage_look(struct state *s, struct engine *e)
{
	char text[DAMAGED_FILE_MAX + DAMAGED_WHAT_MAX + 120], offset[24], file[DAMAGED_FILE_MAX];
	struct damage d;

	while (engine_untold_damage(e, &d)) {
		(void)snprintf(offset, sizeof offset, "%" PRIu64, d.offset);
		for (char *p = d.what; *p; p++)
			*p = *p == '_' ? ' ' : *p;
		(void)snprintf(
		    text, sizeof text,
		    "%s is damaged at offset %s: %s; only what needs it is refused, copy "
		    "the file back from a backup",
		    d.file, offset, d.what);
		log_event(LOG_ERR, MESSAGE_DAMAGED, text, "DUBAN_FILE", d.file, "DUBAN_OFFSET",
			  offset, NULL);
	}
	while (engine_untold_whole(e, file)) {
		(void)snprintf(text, sizeof text, "%s is whole again", file);
		log_event(LOG_NOTICE, MESSAGE_WHOLE, text, "DUBAN_FILE", file, NULL);
	}
	s->damaged = engine_damage_count(e) > 0;
}

char *space_fault(int r, const struct journal *j, const char *dir)
{
	char *text = NULL;

	if (r != -ENOSPC && r != -EDQUOT && !(r == -EIO && journal_free_bytes(j) < MIB))
		return NULL;
	if (asprintf(
		&text,
		"the disk of %s is full (%llu MiB free): exiting; everything that was answered "
		"is on disk. Free some space: the next start goes on",
		dir, (unsigned long long)(journal_free_bytes(j) / MIB)) < 0)
		return NULL;
	return text;
}
