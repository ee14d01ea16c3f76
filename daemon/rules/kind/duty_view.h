/* What W13 and W20 get to see of a series of duties: the duties of one form of one unit. */
#pragma once

#include <stddef.h>

#include "base/clock.h"
#include "model/duty/duty.h"
#include "model/duty/look.h"
#include "text/date.h"

struct calendar;

struct duty_view {
	const struct calendar *calendar;
	int zone_minutes;
	bool held; /* meetings: of W20; others: of W13 */
	usec_t
	    *late; /* of those that are open and have lamps: from when on they are late, in order */
	size_t n;
	date_t happened; /* the day on which the last one was done; DATE_NONE: not known */
	/* for the kind's follow */
	struct duties open;
	const struct duty_look *look;
	const struct cadence *cadence; /* NULL: nobody asks for them any more */
};
