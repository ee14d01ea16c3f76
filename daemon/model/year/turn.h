/* Where a period goes over the turn of a year. */
#pragma once

#include "text/date.h"

/* The first 1 January from the one day to the other, if it is not after `today`; else DATE_NONE. */
date_t year_turn(date_t from, date_t to, date_t today);
