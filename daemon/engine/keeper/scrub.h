/* The scrub: reads all files of a store and checks them, changing nothing. It is the work of a
 * process of its own (duband --scrub), which writes what it finds as lines; engine/keeper/
 * scrubber.h starts that process and reads them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Bytes that a paced scrub reads for each byte of its standard input. */
#define SCRUB_STEP (1024 * 1024)

struct scrub {
	const char *dir;
	FILE *out; /* lines: see below */
	int pace;  /* a descriptor: wait for a byte of it before each SCRUB_STEP; -1: read on */
	uint64_t bytes, of_bytes;
	uint32_t found;
	uint64_t allowed; /* bytes until the next wait */
};
/* Lines, fields separated by tabs:
 *   damage FILE OFFSET WHAT     a place, as engine_note_damage takes it
 *   read BYTES OF_BYTES         how far it is
 *   done BYTES FOUND            the last line: everything was read
 * < 0: it could not read on; *ret_fault (malloc, may be NULL) says what and why, for people. */
int scrub_run(struct scrub *s, char **ret_fault);

/* For its steps. Counts bytes that were read: tells and paces. STATUS_UNAVAILABLE: who paces has
 * gone, stop. */
int scrub_read(struct scrub *s, uint64_t bytes);
void scrub_found(struct scrub *s, const char *file, uint64_t offset, const char *what);
