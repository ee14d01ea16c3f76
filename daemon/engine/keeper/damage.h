/* The register of damage: places in the store's files that cannot be read as they were written. A
 * place is entered by whatever meets it (the start, a reader, the scrub) and leaves when a scrub or
 * a read finds it whole again. It is kept in memory: the scrub after each start finds what is
 * there. STATUS and the log tell it. One thread, the engine's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/limits.h"

struct damages;
struct engine;

#define DAMAGED_FILE_MAX 96 /* bytes of a name below the data folder */
#define DAMAGED_WHAT_MAX 64

struct damage {
	char file[DAMAGED_FILE_MAX]; /* below the data folder: "journal/00000000000000000001.seg" */
	uint64_t offset;
	char what[DAMAGED_WHAT_MAX]; /* a term damage.* of the messages: "checksum_wrong" */
	usec_t found_at;	     /* logical time */
	uint64_t scrub;		     /* number of the scrub during which it was last met */
	bool told;		     /* in the log */
};

int damages_new(struct damages **ret);
struct damages *damages_free(struct damages *all);

/* Enters a place; a known one (same file and offset) is met again. `what` is a word of
 * store/journal/damage.h or another for which messages.csv has a term damage.<what>; no blanks. */
void engine_note_damage(struct engine *e, const char *file, uint64_t offset, const char *what);
/* The place is whole again; offset UINT64_MAX: all of the file is. */
void engine_note_whole(struct engine *e, const char *file, uint64_t offset);
/* What was met while the store was opened gets its time, which was not known yet. */
void engine_date_damage(struct engine *e);
/* All places that are listed. Valid until the next call that changes the register. */
size_t engine_damages(const struct engine *e, const struct damage **ret);
/* How many places there are: those beyond DAMAGES_MAX are counted, not listed. */
size_t engine_damage_count(const struct engine *e);
/* The place that was met last, also if it was known; NULL: none. */
const struct damage *engine_last_damage(const struct engine *e);
/* A place that the log was not told yet: copied to *ret and marked as told. */
bool engine_untold_damage(struct engine *e, struct damage *ret);
/* A place that was told and is whole again: its file, once each. */
bool engine_untold_whole(struct engine *e, char ret[DAMAGED_FILE_MAX]);

/* A scrub begins; when it has read everything, what it did not meet again is whole. */
void engine_damage_scrub_began(struct engine *e);
void engine_damage_scrub_ended(struct engine *e);
