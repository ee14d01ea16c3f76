#include "model/list/application_state.h"

#include "base/sm.h"
#include "proto/enums.h"

/* A move has the name of the state that it leads to. */
static const struct sm_row table[] = {
    {APPLICATION_STATE(INVALID), APPLICATION_STATE(PROPOSED), APPLICATION_STATE(PROPOSED)},
    {APPLICATION_STATE(PROPOSED), APPLICATION_STATE(SUBMITTED), APPLICATION_STATE(SUBMITTED)},
    {APPLICATION_STATE(SUBMITTED), APPLICATION_STATE(SELECTED), APPLICATION_STATE(SELECTED)},
    {APPLICATION_STATE(SUBMITTED), APPLICATION_STATE(REJECTED), APPLICATION_STATE(REJECTED)},
    {APPLICATION_STATE(REJECTED), APPLICATION_STATE(PROPOSED), APPLICATION_STATE(PROPOSED)},
    {APPLICATION_STATE(SELECTED), APPLICATION_STATE(PROPOSED), APPLICATION_STATE(PROPOSED)},
};

bool application_may(Duban__ApplicationState from, Duban__ApplicationState to)
{
	return SM_NEXT(table, (int)from, (int)to) != 0;
}

bool application_needs_document(Duban__ApplicationState to)
{
	return to == APPLICATION_STATE(SUBMITTED) || to == APPLICATION_STATE(SELECTED);
}
