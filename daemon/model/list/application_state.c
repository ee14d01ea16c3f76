#include "model/list/application_state.h"

#include "base/sm.h"

#define S(x) DUBAN__APPLICATION_STATE__APPLICATION_STATE_##x

/* A move has the name of the state that it leads to. */
static const struct sm_row table[] = {
    {S(INVALID), S(PROPOSED), S(PROPOSED)},   {S(PROPOSED), S(SUBMITTED), S(SUBMITTED)},
    {S(SUBMITTED), S(SELECTED), S(SELECTED)}, {S(SUBMITTED), S(REJECTED), S(REJECTED)},
    {S(REJECTED), S(PROPOSED), S(PROPOSED)},  {S(SELECTED), S(PROPOSED), S(PROPOSED)},
};

bool application_may(Duban__ApplicationState from, Duban__ApplicationState to)
{
	return SM_NEXT(table, (int)from, (int)to) != 0;
}

bool application_needs_document(Duban__ApplicationState to)
{
	return to == S(SUBMITTED) || to == S(SELECTED);
}
