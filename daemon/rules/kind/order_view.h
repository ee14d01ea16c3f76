/* What a rule sees of an order that waits for its handler, or of a part of one. */
#pragma once

#include <stdbool.h>

#include "text/date.h"

struct calendar;

struct order_view {
	const char *number; /* 文号 */
	date_t given;	    /* when the present handler got it */
	date_t due;
	bool to_sign;	  /* it is not signed yet */
	date_t signed_on; /* DATE_NONE: not */
	bool extended;	  /* its deadline was put off */
	const struct calendar *calendar;
	int zone_minutes;
};
