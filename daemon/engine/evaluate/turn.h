/* What waits for a reviewer, and whose turn a warning says it is (handin.h). */
#pragma once

#include "base/clock.h"
#include "proto/model.pb-c.h"

struct handin {
	const Duban__Report *report; /* form LINK or STAGE; pending or reviewed */
	int stage;		     /* that the project reaches by it; 0: none */
	usec_t quiet_until;	     /* the rule stands still before; 0: it does not */
};

struct turn {
	Duban__Turn turn;
	uint32_t unit; /* 0: the office's */
};
