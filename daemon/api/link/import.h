/* One link of a chain out of its cells, and a chain's links against each other: the same for
 * a file's row and for `link add` and `link set`. */
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
	LINK_COLUMNS_,
};

/* The descriptions of the cells above, in their order. */
const struct record_column *link_columns(void);

/* Fills `io`: a link as it is stored, or a new one with project, year and no. "-" empties an
 * optional field. False = refused and said. */
bool link_read(struct intake *in, const struct cell cell[LINK_COLUMNS_], Duban__Link *io);

/* A link of a chain as it will be. */
struct link_row {
	Duban__Link *link;
	const Duban__Link *was; /* NULL: new */
	bool touched;		/* read from cells: may be named in a problem */
	struct cell after;	/* then: what it says of its prerequisites */
	uint32_t line;
};

/* The touched rows stand first. Number of links, unknown prerequisites, cycles. */
bool link_rows_check(struct intake *in, const struct link_row *row, size_t n);
