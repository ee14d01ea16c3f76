/* libduban: a thin client of duband. It calls, submits, uploads, and watches events without gaps.
 *
 *	struct duban_options o = {.connection_file = "/etc/duban/nanchang-xian.conn"};
 *	struct duban *d;
 *	int r = duban_open(&o, &d);		   connected, keys agreed, within 5 s
 *	r = duban_link_finish(d, "2020-0117", 3, 20200518, NULL);
 *	duban_close(d);
 *
 * Results: every function that can fail returns `int`. < 0 is an `enum duban_error`: there was no
 * answer, and `duban_failure()` says why (duban_failure(NULL) if duban_open() failed). A call that
 *got an answer returns >= 0, the daemon's verdict (`Status` of api.proto): 0 done, > 0 refused, and
 *the reply says what is wrong (duban_problem_text). Outputs are the last parameters and are written
 *only where the function says so.
 *
 * Threads: only one thread at a time may use a handle. Different handles are independent, and so is
 * a watch from the handle that opened it. A child process must not use a handle after fork(). The
 * caller zero-initialises the structs that it passes in, so that members added later mean "as
 * before". */
#pragma once

#include "duban/call.h"
#include "duban/connection.h"
#include "duban/doctor.h"
#include "duban/error.h"
#include "duban/evidence.h"
#include "duban/import.h"
#include "duban/watch.h"
