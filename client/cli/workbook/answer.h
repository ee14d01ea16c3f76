/* How the process that reads a workbook tells what it found: frames through a pipe. A frame is
 * a head of six numbers and a text; both ends are the same program on the same machine. The order
 * is
 *
 *	BOOK { SHEET COLUMN* ROW CELL* … MERGE* } … END
 *
 * or, anywhere, REFUSED. An answer without END or REFUSED comes from a process that died. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "proto/bytes.h"

enum answer_kind {
	ANSWER_BOOK = 1, /* a: days are counted from 1904 */
	ANSWER_SHEET,	 /* a: hidden; text: its name */
	ANSWER_COLUMN,	 /* hidden and left out; a: its number, from 1 */
	ANSWER_ROW,	 /* a: its number; b: hidden and left out, its cells are not told */
	ANSWER_CELL,  /* a: column of the grid, from 0; b: enum cell_state; c: its true column, from
			 1;  text: what it says */
	ANSWER_MERGE, /* a, b: first and last row; c, d: first and last column of the grid */
	ANSWER_END,
	ANSWER_REFUSED, /* text: a code of messages.csv */
	ANSWER_KIND_MAX_,
};

struct answer {
	uint32_t kind, a, b, c, d;
	uint32_t size; /* of the text, without its zero */
};

/* 0, -EIO if nobody reads any more. */
int answer_put(FILE *out, const struct answer *head, const char *text);
#define ANSWER_PUT(out, s, ...) answer_put((out), &(struct answer){__VA_ARGS__}, (s))

/* Takes the frames apart as their bytes come in. */
typedef int answer_sink(void *user, const struct answer *head, const char *text);
struct answer_reading {
	answer_sink
	    *sink; /* gets zero-terminated texts; its result other than 0 ends the reading */
	void *user;
	bool ended; /* END or REFUSED has come */
	char *held; /* the beginning of a frame */
	size_t size, room;
};
/* 0, -ENOMEM, -EPROTO for bytes that are no answer, or the sink's result. */
int answer_take(struct answer_reading *r, struct bytes piece);
void answer_done(struct answer_reading *r);
