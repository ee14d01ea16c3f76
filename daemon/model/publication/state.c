#include "model/publication/state.h"

#include "base/sm.h"
#include "model/publication/publication.h"

static const struct sm_row table[] = {
    {PUBLICATION_STATE(DRAFT), PUBLICATION_MOVE_REVIEW, PUBLICATION_STATE(REVIEWED)},
    {PUBLICATION_STATE(DRAFT), PUBLICATION_MOVE_DROP, PUBLICATION_STATE(DROPPED)},
    {PUBLICATION_STATE(REVIEWED), PUBLICATION_MOVE_BACK, PUBLICATION_STATE(DRAFT)},
    {PUBLICATION_STATE(REVIEWED), PUBLICATION_MOVE_ISSUE, PUBLICATION_STATE(ISSUED)},
    {PUBLICATION_STATE(REVIEWED), PUBLICATION_MOVE_DROP, PUBLICATION_STATE(DROPPED)},
};

Duban__PublicationState publication_next(Duban__PublicationState from, enum publication_move move)
{
	return (Duban__PublicationState)SM_NEXT(table, (int)from, (int)move);
}
