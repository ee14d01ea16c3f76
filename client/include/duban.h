/* libduban: a thin client of duband. Call, submit, upload, watch without gaps.
 *
 *	struct duban_options o = {.connection_file = "/etc/duban/nanchang-xian.conn"};
 *	struct duban *d;
 *	int r = duban_open(&o, &d);		   connected, keys agreed, within 5 s
 *	r = duban_link_finish(d, "2020-0117", 3, 20200518, NULL);
 *	duban_close(d);
 *
 * Results: every function that can fail returns `int`. < 0 is an `enum duban_error`: there was
 * no answer, `duban_failure()` says why. >= 0 of a call is the daemon's verdict, the `Status`
 * of api.proto: 0 done, > 0 refused, and the reply says what is wrong.
 * Outputs come last and are written only where the function says so.
 *
 * Threads: a handle belongs to one thread at a time; different handles are independent, and a
 * watch is independent of the handle it was opened from. Nothing survives a fork().
 * Structs given in are zero-initialised by the caller, so that new members mean "as before". */
#pragma once

#include "duban/call.h"
#include "duban/connection.h"
#include "duban/doctor.h"
#include "duban/error.h"
#include "duban/evidence.h"
#include "duban/import.h"
#include "duban/watch.h"
