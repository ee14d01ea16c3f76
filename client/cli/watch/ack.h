/* The acknowledgements of a reader behind a pipe: the seq of an event a line, on our stdin. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cli;

#define ACK_LINE_MAX 32

struct acks {
	char line[ACK_LINE_MAX]; /* begun, without its newline */
	size_t n;
	uint64_t seq; /* the highest read so far */
	bool over;    /* the reader closed its end; a line that it did not finish does not count */
};

/* Reads what waits at `fd`, which must be readable. 0, CLI_LOCAL for a line that is no seq
 * (reported), or -errno. */
int acks_read(struct cli *c, struct acks *a, int fd);
