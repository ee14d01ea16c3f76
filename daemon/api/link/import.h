/* Reads one link of a chain from its cells and checks the links of a chain against each other; used
 * by imports and by `link add` and `link set`. */
#pragma once

#include "api/cell/cell.h"
#include "proto/model.pb-c.h"

enum link_column {
	LINK_NAME,
	LINK_CLASS,
	LINK_UNIT,
	LINK_LEADER,
	LINK_PERSON,
	LINK_AFTER,
	LINK_LIMIT,
	LINK_SERVICE_UNIT,
	LINK_BEGIN,
	LINK_EVIDENCE,
	LINK_IS,
	LINK_REASON, /* why a lit link is put off; no field of the link */
	LINK_COLUMNS_,
};

/* The descriptions of these cells, in the same order. */
const struct record_column *link_columns(void);

/* Fills `io`: a stored link, or a new one with project, year and no. "-" clears an optional field.
 * False: refused, the problem was reported. */
bool link_read(struct intake *in, const struct cell cell[LINK_COLUMNS_], Duban__Link *io);

/* A link of the chain as it will be. */
struct link_row {
	Duban__Link *link;
	const Duban__Link *was; /* NULL: new */
	bool touched;		/* read from cells, so that a problem may name its line */
	struct cell after, is;	/* if touched: the cells with its prerequisites and its step */
	uint32_t line;
	uint32_t at; /* if touched: its row in the file */
};

/* The touched rows come first. Checks the number of links, unknown prerequisites and cycles. */
bool link_rows_check(struct intake *in, const struct link_row *row, size_t n);
