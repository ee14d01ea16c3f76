/* The moves of a publication; the diagram is in publication.h. */
#pragma once

#include "proto/model.pb-c.h"

enum publication_move {
	PUBLICATION_MOVE_INVALID = 0,
	PUBLICATION_MOVE_REVIEW,
	PUBLICATION_MOVE_BACK,
	PUBLICATION_MOVE_ISSUE,
	PUBLICATION_MOVE_DROP,
};
/* 0: the move is not allowed. */
Duban__PublicationState publication_next(Duban__PublicationState from, enum publication_move move);
