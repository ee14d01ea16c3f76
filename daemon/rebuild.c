#include "rebuild.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/folder.h"
#include "base/log.h"
#include "config.h"
#include "engine/core/engine.h"
#include "engine/core/recover.h"
#include "engine/core/refold.h"
#include "engine/keeper/state_check.h"
#include "notify.h"
#include "proto/cleanup.h"

/* Longer than any slice of a fold between two reports. */
#define EXTEND_SECONDS 120

void rebuild_progress(void *notify, uint64_t done, uint64_t total)
{
	char text[160];

	(void)snprintf(text, sizeof text,
		       "rebuilding: %" PRIu64 " of %" PRIu64 " events of the journal are folded",
		       done, total);
	notify_status(notify, text);
	notify_longer(EXTEND_SECONDS);
}

int rebuild_look(struct engine *e)
{
	bool ended;
	int r = engine_check_state(e, &ended);

	if (ended && !r)
		log_info("the weekly check: the rows of all tables add up to their sums");
	return r;
}

char *rebuild_fault(int r, struct engine *e, const char *dir)
{
	char *text = NULL;
	int left;

	if (r >= 0 || r == -ECANCELED || !(engine_distrusts(e) || engine_looks_again(e)))
		return NULL;
	left = engine_rebuild_next(dir, engine_distrust_reason(e));
	if (asprintf(&text,
		     "%s/data.mdb is damaged: %s: exiting; everything that was answered is in the "
		     "journal. %s%s",
		     dir, engine_distrust_reason(e),
		     left ? "Start it with --rebuild: the reason could not be noted: "
			  : "The next start builds it again",
		     left ? strerror(-left) : "") < 0)
		return NULL;
	return text;
}

static void print_progress(void *user, uint64_t done, uint64_t total)
{
	(void)user;
	(void)fprintf(stderr, "%" PRIu64 " of %" PRIu64 " events\n", done, total);
}

static int tell(const struct config *c, struct engine *e)
{
	struct engine_refold f;

	if (!engine_refolded(e, &f))
		return EXIT_FAILURE;
	(void)printf("%s/data.mdb was built again from %" PRIu64 " events in %" PRIu64
		     " ms; telephone numbers kept: %" PRIu64 " of %" PRIu64 "\n",
		     c->data, f.events, (uint64_t)(f.took / USEC_PER_MSEC), f.contacts_got,
		     f.contacts_had);
	return EXIT_SUCCESS;
}

static int fails(const char *text)
{
	(void)fprintf(stderr, "duband: %s\n", text);
	return EXIT_FAILURE;
}

int rebuild_by_hand(const struct config *c)
{
	const struct engine_config ec = {.dir = c->data,
					 .zone = c->zone,
					 .zone_minutes = c->zone_minutes,
					 .segment_bytes = c->segment_size,
					 .map_bytes = c->map_size,
					 .reserve_bytes = c->reserve,
					 .clock = clock_monotonic,
					 .progress = print_progress};
	_cleanup_(engine_freep) struct engine *e = NULL;
	_cleanup_free_ char *journal = NULL;
	_cleanup_close_ int lock = -1;
	char fault[1024];
	struct stat st;
	int r;

	if (asprintf(&journal, "%s/journal", c->data) < 0)
		return fails("out of memory");
	if (stat(journal, &st) < 0)
		return fails("the data folder holds no journal: nothing can be built from it");
	r = folder_open(c->data, &lock, fault, sizeof fault);
	if (r)
		return fails(fault);
	r = engine_rebuild_next(c->data, "a rebuild was asked for (duband --rebuild)");
	if (r)
		return fails(strerror(-r));
	r = engine_open(&e, &ec);
	return r ? fails(engine_open_fault()) : tell(c, e);
}
